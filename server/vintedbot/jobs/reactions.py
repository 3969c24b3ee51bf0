"""What a step's result or a refusal changes besides the job's state: the diary, rests and pauses, and what is known hidden."""

from datetime import datetime
from uuid import UUID

import msgspec
from vintedbot_schemas.jobs import StepResult
from vintedbot_schemas.refusals import Refusal
from vintedbot_schemas.verbs import Verb

from vintedbot.closets import service as closets
from vintedbot.kit.db import execute
from vintedbot.listings import service as listings

from .refusals import HOUR, Before, reaction
from .rows import JobRow
from .verbs import PLANS, writes


async def to_result(job: JobRow, result: StepResult, now: datetime) -> JobRow:
    """After a step's result was stored for the first time."""
    hidden = _hidden_after(job, result)
    if hidden != job.hidden:
        await execute("UPDATE jobs SET hidden = $2 WHERE id = $1", job.id, hidden)
    if job.verb == "relist" and job.item_id is not None and result.outcome == "proved" and result.step in ("hide", "show"):
        await listings.now_is(job.closet_id, job.item_id, "hidden" if result.step == "hide" else "active")
    if result.refusal is not None:
        await to_refusal(job, result.refusal, now)
    return msgspec.structs.replace(job, hidden=hidden)


def _hidden_after(job: JobRow, result: StepResult) -> bool:
    """Whether a relist's old listing may be hidden now. A hide without an answer may have been applied."""
    if job.verb != "relist":
        return False
    match result.step, result.outcome:
        case ("show" | "delete", "proved"):
            return False
        case ("hide", "refused" | "not_there"):
            return False
        case ("hide", _):
            return True
        case _:
            return job.hidden


async def to_refusal(job: JobRow, refusal: Refusal, now: datetime) -> datetime | None:
    """Writes the diary, rests or pauses the closet; until when the closet rests, if it does so for a time."""
    rules = (await closets.rules_of([job.closet_id]))[0]
    before = [Before(kind=kind, at=at, job_id=of) for kind, at, of in await closets.entries_since(job.closet_id, now - HOUR)]
    follows = reaction(refusal, job.id, before, now, rules.time_zone)
    if follows.diary:
        await closets.enter(
            job.closet_id, kind=refusal.kind, scope=follows.scope, verb=job.verb, family=PLANS[job.verb].family, at=now,
            until=follows.until, job_id=job.id,
        )  # fmt: skip
    if follows.pause is not None:
        await closets.pause(job.closet_id, follows.pause)
    return follows.until if follows.scope != "job" else None


async def rests_until(closet_id: UUID, verb: Verb) -> datetime | None:
    """When the rest that stops this verb now is over; None when there is none, or when it ends by a person's act."""
    rules = (await closets.rules_of([closet_id]))[0]
    ends = [rest.until for rest in rules.rests if rest.stops(PLANS[verb].family, writes=writes(verb), begun=True)]
    return None if not ends or None in ends else max(end for end in ends if end is not None)
