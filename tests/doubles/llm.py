"""A model provider at the network's edge: OpenAI's Responses and Chat and Anthropic's Messages, spoken as the SDKs expect.

    async with LLM.serving() as llm:
        llm.next(Busy(retry_after="0.05"), Answers())     # what the next questions meet; then Answers() for ever
        llm.look["brand"]["value"] = "Levi's"             # what it sees
        llm.asked                                          # what came in

It refuses with 400 what the real ones refuse: a strict schema that is not strict, a picture that is none, a missing key.
"""

import asyncio
import base64
import copy
import io
import json
import queue
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Literal

import msgspec
import uvicorn
from litestar import Litestar, Request, Response, post
from msgspec import Struct
from PIL import Image
from vintedbot.analysis import tokens


class Answers(Struct, frozen=True):
    """A whole answer; `text` instead of what it sees or writes: invalid JSON, another shape."""

    text: str | None = None


class Refuses(Struct, frozen=True):
    """The model declines."""


class IsCutOff(Struct, frozen=True):
    """The answer reached its most tokens."""


class Busy(Struct, frozen=True):
    """429, or 529 as Anthropic says it."""

    status: int = 429
    retry_after: str | None = "0.01"


class Hangs(Struct, frozen=True):
    """No answer within anybody's patience."""

    seconds: float = 5


class Says(Struct, frozen=True):
    """Any status and body."""

    status: int
    body: bytes = b"{}"


Behaviour = Answers | Refuses | IsCutOff | Busy | Hangs | Says
Protocol = Literal["openai", "anthropic", "compatible"]


class Asked(Struct, frozen=True):
    """A question as it came in. `sizes`: width and height of each picture."""

    protocol: Protocol
    model: str
    task: Literal["look", "write"]
    system: str
    words: str
    sizes: list[tuple[int, int]]


NOTHING: dict[str, Any] = {"value": None, "source": "unknown", "read": "", "photo": None, "box": None, "sure": 0}


def reading(
    value: str, source: str = "label", read: str | None = None, photo: int | None = 1, sure: float = 0.9
) -> dict[str, Any]:
    """One thing seen."""
    box = {"left": 0.1, "top": 0.2, "width": 0.5, "height": 0.25} if photo else None
    said = value if read is None and source != "look" else read or ""
    return {"value": value, "source": source, "read": said, "photo": photo, "box": box, "sure": sure}


def a_look(**changes: Any) -> dict[str, Any]:
    """A midi dress by Zara with a small stain."""
    return copy.deepcopy({
        "audience": "women", "category": reading("Clothing > Dresses > Midi-dresses", "look"), "brand": reading("Zara"),
        "size": reading("M", read="EUR M"), "material": reading("Cotton", read="100% coton"), "condition": "very_good",
        "condition_sure": 0.8, "parcel": "small", "parcel_sure": 0.8, "colours": [reading("Blue", "look")],
        "flaws": [{
            "kind": "stain", "severity": "slight", "place": "sleeve", "photo": 1,
            "box": {"left": 0.4, "top": 0.4, "width": 0.1, "height": 0.1}, "sure": 0.9,
        }],
        "features": ["short sleeves"], "transcript": ["ZARA", "EUR M", "100% coton"], **changes,
    })  # fmt: skip


def some_texts(**changes: Any) -> dict[str, Any]:
    """What it writes, whatever it is asked."""
    return {
        "title": "Robe midi Zara bleue M", "description": "Robe midi en coton.\nTache à peine visible sur la manche.",
        "keywords": ["robe", "midi"], **changes,
    }  # fmt: skip


class LLM:
    """The double; one for all three protocols, told apart by their paths."""

    def __init__(self) -> None:
        self.port = 0
        self.reset()

    def reset(self) -> None:
        """As new."""
        self.look, self.texts = a_look(), some_texts()
        self.asked: list[Asked] = []
        self._next: list[Behaviour] = []

    def next(self, *behaviours: Behaviour) -> None:
        """What the next requests meet, one each."""
        self._next += behaviours

    @property
    def looks(self) -> list[Asked]:
        return [each for each in self.asked if each.task == "look"]

    @property
    def writes(self) -> list[Asked]:
        return [each for each in self.asked if each.task == "write"]

    def url(self, protocol: Protocol) -> str:
        """The base address for this protocol's SDK."""
        return f"http://127.0.0.1:{self.port}/{protocol}" + ("" if protocol == "anthropic" else "/v1")

    @classmethod
    @asynccontextmanager
    async def serving(cls) -> AsyncIterator["LLM"]:
        """Answers on a free port of this machine."""
        llm = cls()
        app = Litestar(llm._routes(), openapi_config=None, request_max_body_size=None, logging_config=None)
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="on"))
        running = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        llm.port = server.servers[0].sockets[0].getsockname()[1]
        try:
            yield llm
        finally:
            server.should_exit = server.force_exit = True
            await running

    @classmethod
    @contextmanager
    def in_thread(cls) -> Iterator["LLM"]:
        """The same for tests without an event loop."""
        ready: queue.SimpleQueue[LLM] = queue.SimpleQueue()
        over = threading.Event()

        async def serve() -> None:
            async with cls.serving() as llm:
                ready.put(llm)
                await asyncio.to_thread(over.wait)

        thread = threading.Thread(target=asyncio.run, args=(serve(),))
        thread.start()
        try:
            yield ready.get(timeout=30)
        finally:
            over.set()
            thread.join()

    def _routes(self) -> list[Any]:
        @post("/openai/v1/responses", status_code=200)
        async def responses(request: Request[Any, Any, Any]) -> Response[bytes]:
            return await self._openai(await request.json(), request.headers.get("authorization"))

        @post("/anthropic/v1/messages", status_code=200)
        async def messages(request: Request[Any, Any, Any]) -> Response[bytes]:
            keys = request.headers.get("authorization") or request.headers.get("x-api-key")
            return await self._anthropic(await request.json(), keys)

        @post("/compatible/v1/chat/completions", status_code=200)
        async def completions(request: Request[Any, Any, Any]) -> Response[bytes]:
            return await self._compatible(await request.json())

        return [responses, messages, completions]

    # ------------------------------------------------------------------------------------------------ the three protocols
    async def _openai(self, body: dict[str, Any], key: str | None) -> Response[bytes]:
        if key is None or key == "Bearer ":
            return _json(401, {"error": {"message": "no key", "type": "invalid_request_error", "code": "invalid_api_key"}})
        wanted, content = body["text"]["format"], body["input"][0]["content"]
        wrong = _not_strict(wanted["schema"], wanted["schema"]) if wanted["strict"] else None
        if wanted["type"] != "json_schema" or wrong:
            return _json(400, {"error": {"message": wrong, "type": "invalid_request_error"}})
        pictures = [each["image_url"] for each in content if each["type"] == "input_image"]
        words = "".join(each["text"] for each in content if each["type"] == "input_text")
        asked = self._note("openai", body["model"], wanted["schema"], body["instructions"], words, pictures)
        match await self._met():
            case Answers(text=text):
                said, status, why = self._text(asked, text), "completed", None
            case Refuses():
                return _json(200, self._response(asked, [{"type": "refusal", "refusal": "I cannot."}], "completed", None))
            case IsCutOff():
                said, status, why = self._text(asked, None)[:40], "incomplete", {"reason": "max_output_tokens"}
            case failure:
                return await _failed(failure, {"error": {"message": "later", "type": "server_error", "code": None}})
        return _json(200, self._response(asked, [{"type": "output_text", "text": said, "annotations": []}], status, why))

    def _response(self, asked: Asked, content: list[Any], status: str, why: Any) -> dict[str, Any]:
        used = _used(asked, tokens.openai_patches)
        return {
            "id": "resp_1", "object": "response", "created_at": 1, "status": status, "incomplete_details": why, "error": None,
            "model": asked.model, "parallel_tool_calls": True, "tool_choice": "auto", "tools": [], "instructions": None,
            "metadata": {}, "temperature": 1, "top_p": 1,
            "output": [{"type": "message", "id": "msg_1", "role": "assistant", "status": status, "content": content}],
            "usage": {
                "input_tokens": used, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 100,
                "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": used + 100,
            },
        }  # fmt: skip

    async def _anthropic(self, body: dict[str, Any], key: str | None) -> Response[bytes]:
        if not key:
            return _json(401, {"type": "error", "error": {"type": "authentication_error", "message": "no key"}})
        schema, content = body["output_config"]["format"]["schema"], body["messages"][0]["content"]
        wrong = _not_strict(schema, schema)
        if wrong:
            return _json(400, {"type": "error", "error": {"type": "invalid_request_error", "message": wrong}})
        pictures = [
            f"data:{each['source']['media_type']};base64,{each['source']['data']}" for each in content if each["type"] == "image"
        ]
        words = "".join(each["text"] for each in content if each["type"] == "text")
        asked = self._note("anthropic", body["model"], schema, body["system"][0]["text"], words, pictures)
        match await self._met():
            case Answers(text=text):
                said, reason = [{"type": "text", "text": self._text(asked, text)}], "end_turn"
            case Refuses():
                said, reason = [], "refusal"
            case IsCutOff():
                said, reason = [{"type": "text", "text": self._text(asked, None)[:40]}], "max_tokens"
            case failure:
                kind = "overloaded_error" if isinstance(failure, Busy) and failure.status == 529 else "rate_limit_error"
                return await _failed(failure, {"type": "error", "error": {"type": kind, "message": "later"}})
        return _json(200, {
            "id": "msg_1", "type": "message", "role": "assistant", "model": asked.model, "content": said, "stop_reason": reason,
            "stop_sequence": None,
            "usage": {
                "input_tokens": _used(asked, tokens.anthropic), "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0,
                "output_tokens": 100,
            },
        })  # fmt: skip

    async def _compatible(self, body: dict[str, Any]) -> Response[bytes]:
        schema = body["response_format"]["json_schema"]["schema"]
        content = body["messages"][1]["content"]
        pictures = [each["image_url"]["url"] for each in content if each["type"] == "image_url"]
        words = "".join(each["text"] for each in content if each["type"] == "text")
        asked = self._note("compatible", body["model"], schema, body["messages"][0]["content"], words, pictures)
        message: dict[str, Any] = {"role": "assistant", "content": "", "refusal": None}
        reason = "stop"
        match await self._met():
            case Answers(text=text):
                message["content"] = self._text(asked, text)
            case Refuses():
                message["refusal"] = "I cannot."
            case IsCutOff():
                message["content"], reason = self._text(asked, None)[:40], "length"
            case failure:
                return await _failed(failure, {"error": {"message": "later"}})
        used = _used(asked, tokens.openai_patches)
        return _json(200, {
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": asked.model,
            "choices": [{"index": 0, "message": message, "finish_reason": reason, "logprobs": None}],
            "usage": {"prompt_tokens": used, "completion_tokens": 100, "total_tokens": used + 100},
        })  # fmt: skip

    # ------------------------------------------------------------------------------------------------ what they share
    def _note(
        self, protocol: Protocol, model: str, schema: dict[str, Any], system: str, words: str, pictures: list[str]
    ) -> Asked:
        task: Literal["look", "write"] = "look" if "transcript" in schema["properties"] else "write"
        asked = Asked(protocol, model, task, system, words, [_size(each) for each in pictures])
        self.asked.append(asked)
        return asked

    async def _met(self) -> Behaviour:
        return self._next.pop(0) if self._next else Answers()

    def _text(self, asked: Asked, instead: str | None) -> str:
        return json.dumps(self.look if asked.task == "look" else self.texts) if instead is None else instead


def _used(asked: Asked, of_picture: Any) -> int:
    return sum(of_picture(*size) for size in asked.sizes) + (len(asked.system) + len(asked.words)) // 4


def _json(status: int, body: Any, headers: dict[str, str] | None = None) -> Response[bytes]:
    return Response(msgspec.json.encode(body), status_code=status, media_type="application/json", headers=headers)


async def _failed(behaviour: Behaviour, body: dict[str, Any]) -> Response[bytes]:
    match behaviour:
        case Busy(status=status, retry_after=after):
            return _json(status, body, {"retry-after": after} if after else None)
        case Hangs(seconds=seconds):
            await asyncio.sleep(seconds)
            return _json(200, body)
        case Says(status=status, body=raw):
            return Response(raw, status_code=status, media_type="application/json")
    raise AssertionError(behaviour)


def _size(data_url: str) -> tuple[int, int]:
    head, _, data = data_url.partition(",")
    assert head == "data:image/jpeg;base64", head
    with Image.open(io.BytesIO(base64.b64decode(data, validate=True))) as picture:
        assert not picture.getexif(), "a picture with metadata left this server"
        return picture.size


def _not_strict(part: Any, root: dict[str, Any]) -> str | None:
    """What a strict mode would not take: an object that allows more, or does not require all it names."""
    if isinstance(part, dict):
        if "$ref" in part and part["$ref"].rsplit("/", 1)[-1] not in root.get("$defs", {}):
            return f"{part['$ref']} is not there"
        if part.get("type") == "object":
            if part.get("additionalProperties") is not False:
                return "additionalProperties must be false"
            if set(part.get("required", ())) != set(part.get("properties", {})):
                return "every property must be required"
        return next((wrong for each in part.values() if (wrong := _not_strict(each, root))), None)
    if isinstance(part, list):
        return next((wrong for each in part if (wrong := _not_strict(each, root))), None)
    return None
