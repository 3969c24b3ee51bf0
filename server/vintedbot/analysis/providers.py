"""Who can be asked: OpenAI, Anthropic, any address that speaks OpenAI's protocol, and this server itself.

All of them are asked in one way (`Provider.ask`) and answer with text that has to be decoded and checked by whoever asked, also
where the protocol promises a schema. The SDKs are imported when first used. What may be asked, by whom, for how much and how
often is decided in `asking`.
"""

import base64
from asyncio import to_thread
from importlib import import_module
from typing import Any, ClassVar, Literal, Protocol
from urllib.parse import urlsplit

from msgspec import Struct
from vintedbot_schemas.analysis import AnalysisProvider, AnalysisTask, SkipReason

from vintedbot.settings import Analysis

from .facts import Answered, schema_of

RETRIES = 1
"""Times an SDK itself asks again after a 429, 529 or a cut connection, waiting as long as it was told to; then ours begins."""


class Picture(Struct, frozen=True):
    """A photo as it is sent: a JPEG without metadata. `sha256` is of the original it was made from."""

    sha256: str
    jpeg: bytes
    width: int
    height: int


class Question(Struct, frozen=True):
    """What a provider is asked. `material` is what `words` were made from, for the one that reads no words."""

    task: AnalysisTask
    instructions: str
    words: str
    pictures: list[Picture]
    answer: type[Answered]
    most_tokens: int
    material: Any = None


class Said(Struct, frozen=True):
    """What came back. Anything but `whole` cannot be used, and may have cost something all the same."""

    end: Literal["whole", "refused", "truncated"]
    text: str
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0


class NotAsked(Exception):
    """The provider gave no answer. `after_s`: when asking again makes sense, if it said so; `may_cost`: it may have worked."""

    def __init__(self, why: SkipReason, after_s: float | None = None, *, may_cost: bool = False) -> None:
        super().__init__(why)
        self.why: SkipReason = why
        self.after_s = after_s
        self.may_cost = may_cost


class Provider(Protocol):
    """One that can be asked."""

    name: ClassVar[AnalysisProvider]
    is_outside: ClassVar[bool]
    """Photos and facts leave this server: the person has to consent."""
    model: str
    host: str

    async def ask(self, question: Question) -> Said:
        """Raises NotAsked."""
        ...


class OpenAI:
    """OpenAI's Responses interface with structured output."""

    name: ClassVar[AnalysisProvider] = "openai"
    is_outside: ClassVar[bool] = True

    def __init__(self, settings: Analysis) -> None:
        self.model, self._url, self._key = settings.openai_model, settings.openai_url, settings.openai_key
        self.host, self._timeout = _host(self._url), settings.timeout_s

    async def ask(self, question: Question) -> Said:
        await _loaded("openai.resources.responses")
        import openai

        pictures = [
            {"type": "input_image", "image_url": _data_url(picture), "detail": "high"} for picture in question.pictures
        ]  # fmt: skip
        content: Any = [{"type": "input_text", "text": question.words}, *pictures]
        try:
            async with await to_thread(
                openai.AsyncOpenAI, api_key=self._key.reveal(), base_url=self._url, timeout=self._timeout, max_retries=RETRIES
            ) as client:
                got = await client.responses.create(
                    model=self.model,
                    instructions=question.instructions,
                    input=[{"role": "user", "content": content}],
                    max_output_tokens=question.most_tokens,
                    store=False,
                    text={"format": {
                        "type": "json_schema", "name": question.answer.__name__, "schema": schema_of(question.answer),
                        "strict": True,
                    }},
                )  # fmt: skip
        except openai.APIError as error:
            raise _not_asked(error) from error
        used = got.usage
        refused = any(part.type == "refusal" for each in got.output if each.type == "message" for part in each.content)
        return Said(
            end="refused" if refused else "whole" if got.status == "completed" else "truncated",
            text=got.output_text,
            input_tokens=used.input_tokens if used else 0,
            cached_tokens=used.input_tokens_details.cached_tokens if used else 0,
            output_tokens=used.output_tokens if used else 0,
        )


class Anthropic:
    """Anthropic's Messages interface with structured output."""

    name: ClassVar[AnalysisProvider] = "anthropic"
    is_outside: ClassVar[bool] = True

    def __init__(self, settings: Analysis) -> None:
        self.model, self._url, self._key = settings.anthropic_model, settings.anthropic_url, settings.anthropic_key
        self.host, self._timeout = _host(self._url), settings.timeout_s

    async def ask(self, question: Question) -> Said:
        await _loaded("anthropic.resources.messages")
        import anthropic

        pictures: list[Any] = [
            {"type": "image", "source": {"type": "base64", "media_type": "image/jpeg", "data": _base64(picture)}}
            for picture in question.pictures
        ]
        try:
            async with await to_thread(
                anthropic.AsyncAnthropic,
                api_key=self._key.reveal(),
                base_url=self._url,
                timeout=self._timeout,
                max_retries=RETRIES,
            ) as client:
                got = await client.messages.create(
                    model=self.model,
                    max_tokens=question.most_tokens,
                    system=[{"type": "text", "text": question.instructions, "cache_control": {"type": "ephemeral"}}],
                    messages=[{"role": "user", "content": [*pictures, {"type": "text", "text": question.words}]}],
                    output_config={
                        "format": {"type": "json_schema", "schema": anthropic.transform_schema(schema_of(question.answer))}
                    },
                )
        except anthropic.APIError as error:
            raise _not_asked(error) from error
        used = got.usage
        ends: dict[str | None, Literal["whole", "refused", "truncated"]] = {"end_turn": "whole", "refusal": "refused"}
        cached = used.cache_read_input_tokens or 0
        return Said(
            end=ends.get(got.stop_reason, "truncated"),
            text="".join(part.text for part in got.content if part.type == "text"),
            # unlike OpenAI's, its count of input leaves out what was cached
            input_tokens=used.input_tokens + cached + (used.cache_creation_input_tokens or 0),
            cached_tokens=cached,
            output_tokens=used.output_tokens,
        )


class Compatible:
    """Any address that speaks OpenAI's chat protocol with a JSON schema: Ollama, vLLM."""

    name: ClassVar[AnalysisProvider] = "compatible"
    is_outside: ClassVar[bool] = True

    def __init__(self, settings: Analysis) -> None:
        self.model, self._url, self._key = settings.compatible_model, settings.compatible_url, settings.compatible_key
        self.host, self._timeout = _host(self._url), settings.timeout_s

    async def ask(self, question: Question) -> Said:
        await _loaded("openai.resources.chat.completions")
        import openai

        pictures = [{"type": "image_url", "image_url": {"url": _data_url(picture)}} for picture in question.pictures]
        content: Any = [{"type": "text", "text": question.words}, *pictures]
        try:
            async with await to_thread(
                openai.AsyncOpenAI,
                api_key=self._key.reveal() or "none",
                base_url=self._url,
                timeout=self._timeout,
                max_retries=RETRIES,
            ) as client:
                got = await client.chat.completions.create(
                    model=self.model,
                    messages=[{"role": "system", "content": question.instructions}, {"role": "user", "content": content}],
                    # the older name: what these servers know
                    max_tokens=question.most_tokens,
                    response_format={
                        "type": "json_schema",
                        "json_schema": {
                            "name": question.answer.__name__, "schema": schema_of(question.answer), "strict": True,
                        },
                    },
                )  # fmt: skip
        except openai.APIError as error:
            raise _not_asked(error) from error
        if not got.choices:
            raise NotAsked("unusable")
        choice, used = got.choices[0], got.usage
        refused = choice.message.refusal is not None or choice.finish_reason == "content_filter"
        return Said(
            end="refused" if refused else "truncated" if choice.finish_reason == "length" else "whole",
            text=choice.message.content or "",
            input_tokens=used.prompt_tokens if used else 0,
            output_tokens=used.completion_tokens if used else 0,
        )


async def _loaded(module: str) -> None:
    """Imports an SDK beside the event loop: it takes seconds on a busy machine."""
    await to_thread(import_module, module)


def _not_asked(error: Any) -> NotAsked:
    """An SDK's error as ours. Both SDKs name their errors alike; the status says which it is."""
    status = getattr(error, "status_code", None)
    if status is None:  # no answer at all, or none in time
        return NotAsked("away", may_cost="Timeout" in type(error).__name__)
    if status in (401, 402, 403):
        return NotAsked("key_refused")
    if status in (408, 409, 429) or status >= 500:
        return NotAsked("busy", _retry_after(error.response.headers))
    return NotAsked("unusable")


def _retry_after(headers: Any) -> float | None:
    try:
        return float(headers.get("retry-after-ms", "")) / 1000
    except ValueError:
        pass
    try:
        return float(headers.get("retry-after", ""))
    except ValueError:
        return None


def _base64(picture: Picture) -> str:
    return base64.b64encode(picture.jpeg).decode()


def _data_url(picture: Picture) -> str:
    return f"data:image/jpeg;base64,{_base64(picture)}"


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
