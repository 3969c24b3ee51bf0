"""A job's row with its closet's hands, locked together, and the few statements more than one rule needs.

`lock` is how every change begins: it locks the closet's hands first and the job second and reads both as they are then, with
the database's clock, which is the only clock the protocol knows.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.cards import Card
from vintedbot_schemas.jobs import EndReason, Facts, JobState, LeaseMode, StepName, StepOutcome, StepResult, WaitReason
from vintedbot_schemas.refusals import Refusal
from vintedbot_schemas.verbs import ADDRESSING, AnswerOffer, PublishListing, SaveVintedDraft, Verb, Work

from vintedbot.kit.db import Record, execute, fetch, fetchrow, fetchval, uuid7
from vintedbot.kit.errors import NotFound

from .budget import Spent
from .pacing import Last
from .verbs import PLANS, Cost

Origin = Literal["person", "rule", "api"]
"""Who wished a job."""


class Hands(Last, frozen=True, kw_only=True):
    """The closet's mutex as it is now."""

    device_id: UUID | None
    job_id: UUID | None
    epoch: str | None
    until: datetime | None


class JobRow(Struct, frozen=True, kw_only=True):
    """A job as stored, the JSON columns decoded where a rule needs them; `work` stays raw."""

    id: UUID
    user_id: UUID
    closet_id: UUID
    verb: Verb
    writing: bool
    pressed: bool
    work: msgspec.Raw
    title: str
    photo_url: str | None
    item_id: VintedId | None
    draft_id: UUID | None
    origin: Origin
    batch_id: UUID | None
    member_id: VintedId | None
    thread_id: VintedId | None
    transaction_id: VintedId | None
    new_thread: bool
    approved_digest: str | None
    consent_id: UUID | None
    expires_at: datetime
    state: JobState
    begun: bool
    go_step: StepName | None
    go_at: datetime | None
    device_id: UUID | None
    epoch: str | None
    mode: LeaseMode | None
    facts: Facts
    look: str | None
    hidden: bool
    restored: bool
    stop: bool
    answer: Any
    reason: EndReason | None
    waits_for: WaitReason | None
    refusal: Refusal | None
    leftover_item_id: VintedId | None
    next_at: datetime | None
    created_at: datetime
    ended_at: datetime | None


class Held(Struct, frozen=True, kw_only=True):
    """A locked job, its closet's hands and the time."""

    job: JobRow
    hands: Hands
    now: datetime

    def leased_to(self, device_id: UUID, epoch: str) -> bool:
        """Whether this device holds the closet for this job, under this epoch, and the lease is not over."""
        hands = self.hands
        return (
            hands.job_id == self.job.id
            and hands.device_id == device_id
            and hands.epoch == epoch
            and hands.until is not None
            and hands.until > self.now
        )


COLUMNS = ", ".join(f"j.{name}" for name in JobRow.__struct_fields__)
_HANDS = Hands.__struct_fields__
_LOCK = f"""SELECT {COLUMNS}, {", ".join(f"h.{name} AS h_{name}" for name in _HANDS)}, clock_timestamp() AS now
    FROM closet_hands h JOIN jobs j ON j.closet_id = h.closet_id
    WHERE j.id = $1 AND j.user_id = $2 FOR UPDATE OF h, j"""  # noqa: S608
_FACTS = msgspec.json.Decoder(Facts)
_REFUSAL = msgspec.json.Decoder(Refusal)
_WORK: msgspec.json.Decoder[Work] = msgspec.json.Decoder(Work)


def job_row(row: Record) -> JobRow:
    """The struct of a row that has `COLUMNS`."""
    fields = {name: row[name] for name in JobRow.__struct_fields__}
    fields["facts"] = _FACTS.decode(row["facts"])
    fields["refusal"] = _REFUSAL.decode(row["refusal"]) if row["refusal"] is not None else None
    return JobRow(**fields)


def work_of(job: JobRow) -> Work:
    """The job's work, decoded."""
    return _WORK.decode(job.work)


def card_of(job: JobRow) -> Card | None:
    """Whom and what the job addresses, for the verbs that do."""
    if job.verb not in ADDRESSING:
        return None
    card: Card = work_of(job).card  # type: ignore[union-attr]
    return card


def cover_of(job: JobRow) -> UUID | None:
    """Our own photo that comes first in the listing the job makes; None for every other job."""
    work = work_of(job) if job.draft_id else None
    return work.content.photos[0].photo_id if isinstance(work, PublishListing | SaveVintedDraft) else None


def cost_of(job: JobRow) -> Cost:
    """What the whole job may cost: its verb's, and what only this one does."""
    cost = PLANS[job.verb].cost
    if job.new_thread:
        cost = msgspec.structs.replace(cost, threads=1, messages=1)
    if job.verb == "answer_offer":
        work = work_of(job)
        if isinstance(work, AnswerOffer) and work.answer == "counter":
            cost = msgspec.structs.replace(cost, messages=1)
    return cost


async def lock(user_id: UUID, job_id: UUID) -> Held:
    """Locks the closet's hands and the job. Raises NotFound for a job that is not this user's."""
    row = await fetchrow(_LOCK, job_id, user_id)
    if row is None:
        raise NotFound
    return Held(job=job_row(row), hands=Hands(**{name: row[f"h_{name}"] for name in _HANDS}), now=row["now"])


async def lock_closet(closet_id: UUID) -> datetime:
    """Locks a closet's hands, making them if it never had a job; the time."""
    await execute("INSERT INTO closet_hands (closet_id) VALUES ($1) ON CONFLICT DO NOTHING", closet_id)
    await execute("SELECT 1 FROM closet_hands WHERE closet_id = $1 FOR UPDATE", closet_id)
    now: datetime = await fetchval("SELECT clock_timestamp()")
    return now


async def free_hands(closet_id: UUID) -> None:
    """The lease was given back in good order: any device may take the closet at once."""
    await execute(
        "UPDATE closet_hands SET device_id = NULL, job_id = NULL, until = NULL, epoch = NULL WHERE closet_id = $1", closet_id
    )


COSTS = ", ".join(Cost.__struct_fields__)
"""SQL: the columns of `closet_spend` that count."""


async def spent_in_window(closet_id: UUID) -> list[Spent]:
    """What counts against the closet's budget now."""
    found = await fetch(
        f"""SELECT at, open, item_id, {COSTS} FROM closet_spend
            WHERE closet_id = $1 AND (open OR at > clock_timestamp() - interval '24 hours')""",  # noqa: S608
        closet_id,
    )
    return [
        Spent(
            at=row["at"],
            open=row["open"],
            item_id=row["item_id"],
            cost=Cost(**{name: row[name] for name in Cost.__struct_fields__}),
        )
        for row in found
    ]


async def reserve(job: JobRow, cost: Cost) -> None:
    """Counts a job that needs no go as done now."""
    names = Cost.__struct_fields__
    await execute(
        f"""INSERT INTO closet_spend (job_id, closet_id, at, open, item_id, {COSTS})
            VALUES ($1, $2, clock_timestamp(), false, $3, {", ".join(f"${n}" for n in range(4, 4 + len(names)))})
            ON CONFLICT (job_id) DO UPDATE SET at = EXCLUDED.at""",  # noqa: S608
        job.id, job.closet_id, job.item_id, *(getattr(cost, name) for name in names),
    )  # fmt: skip


def merged(known: Facts, told: Facts) -> Facts:
    """`known` with what `told` adds: non-null never becomes null again, a list only replaces an empty one, undo only begins.

    A count only grows.
    """
    changes: dict[str, Any] = {"payloads": max(known.payloads, told.payloads)}
    for name in Facts.__struct_fields__:
        ours, theirs = getattr(known, name), getattr(told, name)
        if ours is None or ours == [] or (name == "undo" and not ours):
            changes[name] = theirs
    return msgspec.structs.replace(known, **changes)


def is_undo(verb: Verb, step: StepName) -> bool:
    """Whether this step of this verb goes back."""
    plan = PLANS[verb]
    return step in plan.undo and step not in plan.forward


async def store_result(job: JobRow, epoch: str, device_id: UUID, result: StepResult, now: datetime) -> bool:
    """Keeps how a step ended; whether that was news. A step without a go (the undo that hide carries) is entered here.

    A device that leased anew may report a step of its lease before. What was proved is never overwritten by a weaker answer.
    """
    return bool(
        await execute(
            """INSERT INTO job_steps AS s (id, job_id, epoch, device_id, seq, step, undo, sent_at, ended_at, outcome, proof,
                   refusal)
               VALUES ($1, $2, coalesce((SELECT epoch FROM job_steps WHERE job_id = $2 AND device_id = $4 AND seq = $5
                   AND step = $6 ORDER BY id DESC LIMIT 1), $3), $4, $5, $6, $7, $8, $8, $9, $10, $11)
               ON CONFLICT (job_id, epoch, seq) DO UPDATE SET outcome = EXCLUDED.outcome, proof = EXCLUDED.proof,
                   refusal = EXCLUDED.refusal, ended_at = EXCLUDED.ended_at
               WHERE s.step = EXCLUDED.step AND s.outcome IS DISTINCT FROM 'proved'
                   AND s.outcome IS DISTINCT FROM EXCLUDED.outcome""",
            uuid7(),
            job.id,
            epoch,
            device_id,
            result.seq,
            result.step,
            is_undo(job.verb, result.step),
            now,
            result.outcome,
            encoded(result.proof),
            encoded(result.refusal),
        )
    )


class Step(Struct, frozen=True, kw_only=True):
    """A step as its newest go and result stand."""

    device_id: UUID
    seq: int
    step: StepName
    undo: bool
    sent_at: datetime
    outcome: StepOutcome | None


async def steps_of(job_id: UUID) -> list[Step]:
    """The job's steps in the order they were sent; of a step asked for under several epochs only the newest."""
    rows = await fetch(
        """SELECT DISTINCT ON (device_id, seq) device_id, seq, step, undo, sent_at, outcome FROM job_steps
           WHERE job_id = $1 ORDER BY device_id, seq, id DESC""",
        job_id,
    )
    return sorted((Step(**row) for row in rows), key=lambda step: step.sent_at)


def encoded(value: object) -> bytes | None:
    """A struct as the JSON a column takes; None stays NULL."""
    return None if value is None else msgspec.json.encode(value)
