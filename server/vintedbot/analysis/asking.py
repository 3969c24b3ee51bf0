"""One question, asked of whoever may answer it: in the operator's order, with consent, within the month's cap, never paid for
twice.

An answer is kept under the hash of everything it rests on (user, task, provider, model, prompt, photos by content, words), so
the same photos cost once, however often and in however many drafts they are looked at. While one question is under way the same
is not asked beside it. What a call may cost at most is reserved before, in one conditional UPDATE each for user and operator,
and corrected after; a process that dies between leaves the higher figure. No transaction is open while a provider is asked.
"""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

import msgspec
import structlog
from msgspec import Struct
from vintedbot_schemas.analysis import AnalysisProvider, AnalysisTask, SkippedProvider, SkipReason

from vintedbot.kit.db import execute, fetchrow, fetchval, transaction, uuid7
from vintedbot.kit.process import current
from vintedbot.settings import Analysis

from . import consents, prices, tokens
from .facts import Answered
from .local import Local
from .prompts import VERSION
from .providers import Anthropic, Compatible, NotAsked, OpenAI, Provider, Question, Said

log = structlog.get_logger("vintedbot.analysis")

OPERATOR = UUID(int=0)
PATIENCE = 3
"""Runs of a task that wait for a busy provider before the next one in the order is asked instead."""
CLAIM_S = 150
"""Longer than a question can take; after it the one who asked is taken for dead."""
WAIT_S, WAIT_MOST_S = 5.0, 120.0
_CHARS_A_TOKEN = 2.5
"""Fewer than any language needs, so that what is reserved is never too little."""

T = TypeVar("T", bound=Answered)
Checked = TypeVar("Checked")


class Later(Exception):
    """Ask again after `after_s` seconds: the provider is busy, or the same question is under way."""

    def __init__(self, after_s: float) -> None:
        super().__init__(after_s)
        self.after_s = min(max(after_s, 0.0), WAIT_MOST_S)


class Answer(Struct, Generic[Checked], frozen=True):
    """What was answered, by whom, and who was passed over for it and why."""

    value: Checked
    by: AnalysisProvider
    skipped: list[SkippedProvider]


class Nobody(Exception):
    """None of the operator's order could do it."""

    def __init__(self, skipped: list[SkippedProvider]) -> None:
        super().__init__([each.why for each in skipped])
        self.skipped = skipped


class Asking(Struct, frozen=True):
    """Whose question it is: for whom, for which draft, at which run of its task."""

    user_id: UUID
    draft_id: UUID
    tries: int


def providers(task: AnalysisTask, settings: Analysis) -> list[Provider]:
    """Those of the operator's order that can be asked at all: with a key or an address, and a known price."""
    order = settings.look_by if task == "look" else settings.write_by
    able: dict[AnalysisProvider, Callable[[], Provider] | None] = {
        "openai": (lambda: OpenAI(settings)) if settings.openai_key else None,
        "anthropic": (lambda: Anthropic(settings)) if settings.anthropic_key else None,
        "compatible": (lambda: Compatible(settings)) if settings.compatible_url else None,
        "local": Local,
    }
    made = [make() for name in dict.fromkeys(order) if (make := able[name])]
    return [each for each in made if prices.price_of(each.name, each.model, settings) is not None]


async def answered(
    asking: Asking,
    task: AnalysisTask,
    rests_on: Sequence[str],
    question: Callable[[Provider], Awaitable[Question]],
    kind: type[T],
    checked: Callable[[T], Checked | None],
) -> Answer[Checked]:
    """The first usable answer. `rests_on`: all that goes into the question. `checked`: None for one that must not be used.

    Raises Later, Nobody.
    """
    settings = current().settings.analysis
    skipped: list[SkippedProvider] = []
    for provider in providers(task, settings):
        why: SkipReason
        try:
            if provider.is_outside and not await consents.holds(asking.user_id, provider.name):
                why = "no_consent"
            else:
                said = await _said(asking, task, provider, rests_on, question, kind)
                value = checked(said)
                if value is not None:
                    return Answer(value, provider.name, skipped)
                why = "unusable"
        except NotAsked as failed:
            why = failed.why
            if why in ("busy", "away") and asking.tries < PATIENCE:
                raise Later(failed.after_s or WAIT_S * 2**asking.tries) from None
        skipped.append(SkippedProvider(task=task, provider=provider.name, why=why))
    raise Nobody(skipped)


async def _said(
    asking: Asking,
    task: AnalysisTask,
    provider: Provider,
    rests_on: Sequence[str],
    question: Callable[[Provider], Awaitable[Question]],
    kind: type[T],
) -> T:
    """The provider's answer, kept or fresh. Raises NotAsked, Later."""
    parts = [asking.user_id.hex, task, provider.name, provider.model, provider.host, str(VERSION), *rests_on]
    key = hashlib.sha256(msgspec.json.encode(parts)).hexdigest()
    kept = await _claimed(key, asking.user_id)
    if kept is not None:
        return msgspec.json.decode(kept, type=kind)
    try:
        asked = await question(provider)
        said = await _paid(asking, task, provider, asked)
        if said.end != "whole":
            raise NotAsked(said.end)
        try:
            value = msgspec.json.decode(said.text, type=kind)
        except (msgspec.DecodeError, UnicodeError) as wrong:
            log.warning("analysis_unusable", provider=provider.name, model=provider.model, task=task, why=str(wrong)[:200])
            raise NotAsked("unusable") from wrong
        answer = msgspec.json.encode(value)
        if b"\\u0000" in answer:  # PostgreSQL keeps none; to fail only there would pay for it again at each run
            raise NotAsked("unusable")
        await execute("UPDATE analysis_answers SET answer = $2 WHERE key = $1", key, answer)
    except BaseException:
        await execute("DELETE FROM analysis_answers WHERE key = $1 AND answer IS NULL", key)
        raise
    return value


async def _claimed(key: str, user_id: UUID) -> msgspec.Raw | None:
    """The kept answer; None: it is ours to ask for. Raises Later while somebody else asks."""
    ours = await fetchval(
        """INSERT INTO analysis_answers AS a (key, user_id, claimed_until, created_at)
           VALUES ($1, $2, clock_timestamp() + $3 * interval '1 second', clock_timestamp())
           ON CONFLICT (key) DO UPDATE SET claimed_until = EXCLUDED.claimed_until
               WHERE a.answer IS NULL AND a.claimed_until < clock_timestamp()
           RETURNING true""",
        key, user_id, CLAIM_S,
    )  # fmt: skip
    if ours:
        return None
    kept: msgspec.Raw | None = await fetchval("SELECT answer FROM analysis_answers WHERE key = $1", key)
    if kept is None:
        raise Later(1.0)
    return kept


async def _paid(asking: Asking, task: AnalysisTask, provider: Provider, question: Question) -> Said:
    """Asks, within the cap, and writes down what it cost. Raises NotAsked."""
    settings = current().settings.analysis
    price = prices.price_of(provider.name, provider.model, settings)
    assert price is not None, "providers() leaves those out"
    pictures = sum(tokens.of_picture(provider.name, each.width, each.height) for each in question.pictures)
    words = (len(question.instructions) + len(question.words)) / _CHARS_A_TOKEN
    most = price.micros(round(pictures * 1.5 + words) + 2000, 0, question.most_tokens)
    month: date | None = await _reserved(asking.user_id, most, settings) if provider.is_outside else None
    said, outcome = Said("truncated", ""), "cut_off"
    spent: int | None = None  # not known: it stays counted at its most
    try:
        said = await provider.ask(question)
        outcome = said.end
        if said.input_tokens or said.output_tokens:  # a compatible server need not say
            spent = price.micros(said.input_tokens, said.cached_tokens, said.output_tokens)
    except NotAsked as failed:
        outcome, spent = failed.why, None if failed.may_cost else 0
        raise
    except (ValueError, AttributeError, TypeError, LookupError) as odd:  # not the envelope its protocol promises
        log.warning("analysis_odd_answer", provider=provider.name, task=task, why=repr(odd)[:200])
        outcome = "unusable"
        raise NotAsked("unusable") from odd
    finally:
        if month is not None:
            await _settled(asking, task, provider, said, outcome, spent, most, month)
    return said


async def _reserved(user_id: UUID, most: int, settings: Analysis) -> date:
    """Takes what the call may cost at most out of both months. Raises NotAsked when one of them has not got it."""
    async with transaction():
        month: date = await fetchval("SELECT date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC')::date")
        caps: list[tuple[UUID, float, SkipReason]] = [
            (user_id, settings.user_usd, "cap_reached"),
            (OPERATOR, settings.operator_usd, "operator_cap_reached"),
        ]
        for owner, usd, why in caps:
            await execute(
                "INSERT INTO analysis_spent (id, owner, month, micros) VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING",
                uuid7(),
                owner,
                month,
            )
            taken = await fetchrow(
                """UPDATE analysis_spent SET micros = micros + $3
                   WHERE owner = $1 AND month = $2 AND ($3 = 0 OR micros + $3 <= $4)
                   RETURNING micros""",
                owner, month, most, round(usd * 1_000_000),
            )  # fmt: skip
            if taken is None:
                raise NotAsked(why)
    return month


async def _settled(
    asking: Asking,
    task: AnalysisTask,
    provider: Provider,
    said: Said,
    outcome: str,
    spent: int | None,
    reserved: int,
    month: date,
) -> None:
    over = 0 if spent is None else spent - reserved
    async with transaction():
        for owner in (asking.user_id, OPERATOR):
            await execute("UPDATE analysis_spent SET micros = micros + $3 WHERE owner = $1 AND month = $2", owner, month, over)
        await execute(
            """INSERT INTO analysis_calls (id, user_id, draft_id, task, provider, model, prompt_version, price_version,
                   input_tokens, cached_tokens, output_tokens, micros, outcome, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, clock_timestamp())""",
            uuid7(), asking.user_id, asking.draft_id, task, provider.name, provider.model, VERSION, prices.VERSION,
            said.input_tokens, said.cached_tokens, said.output_tokens, spent, outcome,
        )  # fmt: skip
