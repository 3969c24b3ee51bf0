"""The end of a lease by its device: the verdict, what it costs or gives back, and what follows from it.

`verdict` is pure: from what the device says and what the server knows, the state the job gets. A device's word is enough for a
failure, never for a success: done needs a proof, and no verdict is final while a write without an answer may still arrive.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas.jobs import ENDED, EndReason, FinishAnswer, FinishRequest, JobState, Pace
from vintedbot_schemas.refusals import Refusal
from vintedbot_schemas.verbs import ADDRESSING, HANDING_OVER, OpenOnVinted, OpenPurpose

from vintedbot.kit.db import execute, fetchval, transaction
from vintedbot.kit.process import current

from . import budget, effects, goes, pacing, reactions, rows
from .refusals import NEEDS_PERSON
from .rows import JobRow, Step
from .verbs import Cost

UNTIL_CLAIMED: frozenset[OpenPurpose] = frozenset({"sign_in", "solve_challenge"})
"""What was opened for these is done when a device finds the member signed in (`answers.member_is_here`)."""
PERSON_MAY_TAKE = timedelta(minutes=10)


class Verdict(Struct, frozen=True, kw_only=True):
    """What becomes of the job. `next_at` None: nothing happens by itself."""

    state: JobState
    reason: EndReason
    look: str | None = None
    next_at: datetime | None = None
    give_back: bool = False
    """It is proved that nothing that counts happened."""
    not_relisted: bool = False
    """It is proved that nothing was published: what was made and hidden counts, the relist does not, nor does its item rest."""


class Told(Struct, frozen=True, kw_only=True):
    """What the verdict is made from."""

    job: JobRow
    said: FinishRequest
    steps: Sequence[Step]
    device_id: UUID
    now: datetime
    pace: Pace
    rest_until: datetime | None = None


async def finish(user_id: UUID, device_id: UUID, job_id: UUID, said: FinishRequest) -> FinishAnswer:
    """Ends the lease as the device says. From an old epoch it is a fact: it may make an unknown job done, nothing else."""
    async with transaction():
        held = await rows.lock(user_id, job_id)
        job, rest = await _take_in(held, device_id, said)
        if not held.leased_to(device_id, said.epoch):
            if job.state == "unknown" and said.end == "done" and _proof(said):
                await apply(job, said, Verdict(state="done", reason=said.reason), held.now)
                return FinishAnswer(state="done")
            return FinishAnswer(state=job.state, next_at=job.next_at)
        told = Told(
            job=job,
            said=said,
            steps=await rows.steps_of(job.id) if job.begun and said.end != "done" else (),
            device_id=device_id,
            now=held.now,
            pace=current().settings.pace,
            rest_until=rest,
        )
        final = verdict(told)
        await apply(job, said, final, held.now)
        return FinishAnswer(state=final.state, next_at=final.next_at)


async def _take_in(held: rows.Held, device_id: UUID, said: FinishRequest) -> tuple[JobRow, datetime | None]:
    """Stores facts, the last step and the refusal; the job, and until when the closet rests for this verb."""
    job = await goes.take_in(held, device_id, said.epoch, said.facts)
    told_again = True
    if said.last is not None:
        told_again = not await rows.store_result(job, said.epoch, device_id, said.last, held.now)
        if not told_again:
            job = await reactions.to_result(job, said.last, held.now)
    # rule of the diary: one refusal, one entry, however often its report is repeated
    if said.refusal is not None and held.leased_to(device_id, said.epoch) and not await _of_a_step(said, job, said.refusal):
        await reactions.to_refusal(job, said.refusal, held.now)
    rest = await reactions.rests_until(job.closet_id, job.verb) if said.end in ("park", "needs_person") else None
    return job, rest


async def _of_a_step(said: FinishRequest, job: JobRow, refusal: Refusal) -> bool:
    """Whether this is the refusal of a step that was reported as such, now or before."""
    if said.last is not None and said.last.refusal == refusal:
        return True
    return bool(
        await fetchval(
            "SELECT EXISTS (SELECT 1 FROM job_steps WHERE job_id = $1 AND epoch = $2 AND refusal = $3::jsonb)",
            job.id, said.epoch, rows.encoded(refusal),
        )
    )  # fmt: skip


def verdict(told: Told) -> Verdict:
    """The state a finish leads to."""
    job, said = told.job, told.said
    match said.end:
        case "release":
            return _given_back(told)
        case "park":
            return _parked(told) if job.begun else _queued(told)
        case "done":
            return _done(told)
        case "failed" | "unknown":
            return _not_done(told)
        case "needs_person":
            return _lost(told) if said.reason == "lost" else _person(told, said.reason)


def _given_back(told: Told) -> Verdict:
    if told.job.begun:  # what has begun must be settled, by whoever comes
        return Verdict(state="parked", reason=told.said.reason, next_at=told.now)
    return _queued(told)


def _queued(told: Told) -> Verdict:
    """Waits again, at least as long as the last answer said."""
    later = told.rest_until or (told.job.next_at if told.job.waits_for else None) or told.now
    retry_at = told.now + pacing.seconds(told.said.retry_in or 0)
    return Verdict(state="queued", reason=told.said.reason, next_at=max(told.now, later, retry_at))


def _parked(told: Told) -> Verdict:
    reason, look = told.said.reason, told.said.look
    if look == "processing":
        sent = max((step.sent_at for step in told.steps if step.step == "publish"), default=told.job.go_at or told.now)
        at = pacing.next_look_at(sent, told.now, told.pace)
        if at is None:  # rule: stuck_person
            return _person(told, "still_processing")
        return Verdict(state="parked", reason=reason, look=look, next_at=at)
    if look == "late":  # rule: late_look
        return Verdict(state="parked", reason="late_look", look="late", next_at=_late_look(told) or told.now)
    at = told.rest_until or told.now + pacing.seconds(told.pace.poll)
    return Verdict(state="parked", reason=reason, look=look, next_at=at)


def _done(told: Told) -> Verdict:
    work = rows.work_of(told.job) if told.job.verb in HANDING_OVER else None
    if isinstance(work, OpenOnVinted) and work.purpose in UNTIL_CLAIMED:  # the page is open; now the person is waited for
        return Verdict(state="needs_person", reason=told.said.reason, next_at=told.now + PERSON_MAY_TAKE)
    if told.job.writing and not _proof(told.said):
        return _not_done(told)
    return Verdict(state="done", reason=told.said.reason)


def _not_done(told: Told) -> Verdict:
    """failed or unknown, unless something may still arrive or the old listing is hidden."""
    job, said = told.job, told.said
    if not job.begun and not job.restored:
        return Verdict(state="failed", reason=said.reason, give_back=True)
    late = _late_look(told)
    if late is not None and late > told.now and not said.stored:  # rule: late_look
        return Verdict(state="parked", reason="late_look", look="late", next_at=late)
    if job.verb == "relist" and job.hidden and not _shown(told):  # rule: hidden_never_ends
        return _person(told, "lost" if said.reason == "lost" else "restorable")
    if said.refusal is not None and said.refusal.kind in NEEDS_PERSON and job.hidden:
        return _person(told, said.reason)
    happened = _may_have_happened(told.steps, said.reason)
    if said.end == "failed" and not (job.verb in ADDRESSING and happened):  # it may have arrived: only the person knows
        published = _may_have_happened([step for step in told.steps if step.step == "publish"], said.reason)
        return Verdict(state="failed", reason=said.reason, give_back=not happened, not_relisted=not published)
    if job.verb == "relist":  # a relist never ends unknown
        return _person(told, "unproved")
    return Verdict(state="unknown", reason="unproved" if said.end == "done" else said.reason)


def _person(told: Told, reason: EndReason) -> Verdict:
    """Waits for the person; while the old listing is hidden, a device also tries once when the closet's rest ends."""
    return Verdict(state="needs_person", reason=reason, next_at=told.rest_until if told.job.hidden else None)


def _lost(told: Told) -> Verdict:
    """Neither listing was found. What may still arrive could be one, so it is looked once more before a restore is offered."""
    late = _late_look(told)
    if late is not None and late > told.now and not told.said.stored:  # rule: late_look
        return Verdict(state="parked", reason="late_look", look="late", next_at=late)
    return _person(told, "lost")


def _proof(said: FinishRequest) -> bool:
    return said.proof is not None or (said.last is not None and said.last.proof is not None)


def _shown(told: Told) -> bool:
    """Whether the device read the old listing's flag: shown."""
    proof = told.said.proof
    return proof is not None and proof.kind == "wardrobe_flag" and proof.item_id in (told.job.item_id, None)


def _open(step: Step, device_id: UUID) -> bool:
    """Whether the step's request may still be on its way, as far as this device can know."""
    return step.step not in budget.UNCOUNTED_STEPS and (step.outcome in (None, "unanswered") or step.device_id != device_id)


def _late_look(told: Told) -> datetime | None:
    """When the last write that nobody saw answered, or that another device sent, can no longer arrive."""
    looks = [pacing.late_look_at(step.sent_at, told.pace) for step in told.steps if _open(step, told.device_id)]
    return max(looks, default=None)


def _may_have_happened(steps: Sequence[Step], reason: EndReason) -> bool:
    """Whether something that counts did, or may have. Opening a conversation that was there already is nothing."""
    nothing = budget.UNCOUNTED_STEPS | ({"thread"} if reason == "contacted" else set())
    return any(not step.undo and step.step not in nothing and step.outcome not in ("refused", "not_there") for step in steps)


_NOTHING_BUT_PAYLOADS = ", ".join(f"{name} = {'$14' if name == 'payloads' else 0}" for name in Cost.__struct_fields__)


async def apply(job: JobRow, said: FinishRequest, final: Verdict, now: datetime, by: str = "device") -> None:
    """Writes the verdict, gives the hands back, settles the budget, and does what follows from the end."""
    ended = final.state in ENDED
    leftover = job.item_id if final.state == "done" and said.reason == "leftover" else None
    await execute(
        f"""WITH spend AS (UPDATE closet_spend SET open = NOT $9, new_item_id = coalesce($10, new_item_id),
                   relists = CASE WHEN $16 THEN 0 ELSE relists END WHERE job_id = $1 AND NOT $11),
           back AS (UPDATE closet_spend SET open = false, {_NOTHING_BUT_PAYLOADS} WHERE job_id = $1 AND $11),
           hands AS (UPDATE closet_hands SET device_id = NULL, job_id = NULL, until = NULL, epoch = NULL WHERE job_id = $1)
           UPDATE jobs SET state = $2, changed_by = $3, reason = $4, refusal = coalesce($5, CASE WHEN $9 THEN refusal END),
               look = $6, next_at = $7, ended_at = CASE WHEN $9 THEN $8::timestamptz END, mode = NULL, waits_for = CASE
               WHEN $2 = 'queued' AND $4 = 'over_budget' THEN 'budget' WHEN $2 = 'queued' THEN waits_for END,
               answer = CASE WHEN $2 = 'parked' THEN answer END,
               leftover_item_id = $12, hidden = hidden AND NOT $13, restored = restored AND NOT $9,
               thread_id = CASE WHEN $2 = 'done' THEN coalesce(thread_id, $15) ELSE thread_id END
           WHERE id = $1""",  # noqa: S608
        job.id, final.state, by, final.reason, rows.encoded(said.refusal), final.look, final.next_at, now, ended,
        job.facts.new_item_id, final.give_back, leftover, final.state in ("done", "failed"), job.facts.payloads,
        job.facts.thread_id, final.not_relisted,
    )  # fmt: skip
    await effects.follow(msgspec.structs.replace(job, state=final.state, reason=final.reason), said, now)
