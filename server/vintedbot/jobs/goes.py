"""The go: no writing request leaves without one. One transaction checks everything, stores the step as sent, and answers.

The order of the checks is the order of their weight: the lease, then what was asked before, then whether the job may still go
forward (what a person approved must still be so), then whether the closet lets it, last what its first go costs. An undo needs
only the lease and the epoch.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas.jobs import (
    Facts,
    Go,
    GoAnswer,
    Noted,
    Pace,
    RenewAnswer,
    StepIntent,
    StepsRequest,
    Stop,
    Wait,
    WaitReason,
)  # fmt: skip
from vintedbot_schemas.verbs import ADDRESSING

from vintedbot.closets import service as closets
from vintedbot.kit.db import execute, fetchval, transaction, uuid7
from vintedbot.kit.process import current

from . import addressing, budget, effects, keepers, leases, pacing, reactions, rows, snapshots, wishes
from .errors import LeaseLost
from .pacing import Last
from .rows import Held, JobRow
from .verbs import PLANS, PUBLIC_STEPS, Cost

ALLOWED = ("leased", "running")


class Delay(Struct, frozen=True, kw_only=True):
    """Not before `at`, and why."""

    at: datetime
    reason: WaitReason


async def steps(user_id: UUID, device_id: UUID, job_id: UUID, request: StepsRequest) -> GoAnswer:
    """Takes in the last step's result and the facts, and answers the next step's intent."""
    pace = current().settings.pace
    async with transaction():
        held = await rows.lock(user_id, job_id)
        held = msgspec.structs.replace(held, job=await take_in(held, device_id, request.epoch, request.facts))
        if request.last is not None and await rows.store_result(held.job, request.epoch, device_id, request.last, held.now):
            held = msgspec.structs.replace(held, job=await reactions.to_result(held.job, request.last, held.now))
        if not held.leased_to(device_id, request.epoch):
            return Stop(reason="lease_lost")
        if request.next is None:
            await renew_hands(held, pace)
            return Noted()
        answer = await decide(held, request.next, pace)
        match answer:
            case Go():
                await give(held, device_id, request.next, pace)
            case Stop() | Noted():
                await renew_hands(held, pace)
            case Delay():
                await renew_hands(held, pace)
                return await _wait(held, answer)
        return answer


async def take_in(held: Held, device_id: UUID, epoch: str, told: Facts) -> JobRow:
    """The job with the facts a device tells. A fact is a fact from any epoch; it is never permission."""
    job = held.job
    facts = rows.merged(job.facts, told)
    if facts == job.facts:
        return job
    await execute("UPDATE jobs SET facts = $2 WHERE id = $1", job.id, rows.encoded(facts))
    if facts.photo_ids != job.facts.photo_ids:
        await snapshots.know_photos(job, facts.photo_ids)
    if facts.payloads != job.facts.payloads:
        await _count_payloads(job, facts.payloads)
    return msgspec.structs.replace(job, facts=facts)


async def _count_payloads(job: JobRow, read: int) -> None:
    """Edit payloads count when they are read, with a go or without."""
    await execute(
        """INSERT INTO closet_spend AS s (job_id, closet_id, at, open, writes, relists, payloads, item_id)
           VALUES ($1, $2, clock_timestamp(), true, 0, 0, $3, $4)
           ON CONFLICT (job_id) DO UPDATE SET payloads = GREATEST(s.payloads, EXCLUDED.payloads)""",
        job.id, job.closet_id, read, job.item_id,
    )  # fmt: skip


async def renew_hands(held: Held, pace: Pace) -> None:
    """The lease begins anew (rule: go_renews)."""
    await execute(
        "UPDATE closet_hands SET until = clock_timestamp() + $2 * interval '1 second' WHERE closet_id = $1",
        held.job.closet_id, pace.lease,
    )  # fmt: skip


async def renew(user_id: UUID, device_id: UUID, job_id: UUID, epoch: str) -> RenewAnswer:
    """The heartbeat. Raises LeaseLost."""
    async with transaction():
        held = await rows.lock(user_id, job_id)
        if not held.leased_to(device_id, epoch):
            raise LeaseLost
        await renew_hands(held, current().settings.pace)
        return RenewAnswer(give_way=await give_way(held.job), stop=held.job.stop)


async def give_way(job: JobRow) -> bool:
    """Whether a reading job should hand its lease back: a writing job or a person's waits for the closet."""
    if job.writing:
        return False
    waits = await fetchval(
        """SELECT EXISTS (SELECT 1 FROM jobs WHERE closet_id = $1 AND id <> $2 AND state IN ('queued', 'parked')
               AND next_at <= clock_timestamp() AND (writing OR pressed AND NOT $3))""",
        job.closet_id, job.id, job.pressed,
    )  # fmt: skip
    # one that cannot begin anyway is not given way to: the reading would never get anywhere
    return bool(waits) and await leases.goes_first(job)


async def decide(held: Held, intent: StepIntent, pace: Pace) -> Go | Stop | Delay:
    """Whether the device may send this step now. The closet is locked and the lease was found to be good."""
    job, plan = held.job, PLANS[held.job.verb]
    undo = rows.is_undo(job.verb, intent.step)
    if job.state not in ALLOWED or intent.step not in plan.forward + plan.undo or undo != intent.undo:
        return Stop(reason="wrong_state")
    if not undo and (job.facts.undo or job.mode != "run"):
        return Stop(reason="undo_only")  # rule: undo_sticky
    if job.begun:
        before = await fetchval(
            "SELECT step FROM job_steps WHERE job_id = $1 AND epoch = $2 AND seq = $3", job.id, held.hands.epoch, intent.seq
        )
        if before is not None:  # the answer was lost on its way: the same go again, for the same step only
            return Go(seq=intent.seq, step=intent.step) if before == intent.step else Stop(reason="wrong_state")
    if undo:
        if intent.step == "delete_new" and job.answer != "give_up":
            return Stop(reason="wrong_state")  # rule: stuck_person - only the person gives up a listing that is published
        return Go(seq=intent.seq, step=intent.step)
    if job.stop:
        return Stop(reason="cancelled")
    rules = (await closets.rules_of([job.closet_id]))[0]
    stands = await _stop(held, rules, intent) or in_the_way(job, rules, held.now, pace)
    if stands is None and not job.begun:
        stands = await _first(held, rules, pace)
    return stands or Go(seq=intent.seq, step=intent.step)


async def _stop(held: Held, rules: closets.Rules, intent: StepIntent) -> Stop | None:
    """Whether this step is not to be sent at all: switched off, nobody wants it any more, or not what was approved."""
    job = held.job
    if rules.switched_off(job.verb):
        return Stop(reason="switched_off")
    if not job.begun and job.expires_at <= held.now:
        await effects.expire(held, job.waits_for)
        return Stop(reason="lease_lost")
    if job.verb in ADDRESSING and intent.step in PUBLIC_STEPS:
        reason = await addressing.no_longer(held)
        return Stop(reason=reason) if reason is not None else None
    return None


def in_the_way(job: JobRow, rules: closets.Rules, now: datetime, pace: Pace) -> Delay | None:
    """The closet's pause and rests; a person's pause lets a begun job finish."""
    later = now + pacing.seconds(pace.poll)
    if rules.resync or (rules.paused is not None and not (rules.paused == "person" and job.begun)):
        return Delay(at=later, reason="paused")
    family = PLANS[job.verb].family
    stopping = [rest for rest in rules.rests if rest.stops(family, writes=job.writing, begun=job.begun)]
    if stopping:
        return Delay(at=max((rest.until or later) for rest in stopping), reason="rest")
    return None


async def _first(held: Held, rules: closets.Rules, pace: Pace) -> Stop | Delay | None:
    """What only a job's first go must pass."""
    job = held.job
    if PLANS[job.verb].cost.relists and job.item_id is not None:
        since = await wishes.relisted_at(job.closet_id, job.item_id)
        if since is not None and since + budget.cooldown(current().settings.ceilings) > held.now:
            return Stop(reason="cooldown")
        if await keepers.threads().open_offers(job.closet_id, [job.item_id]):
            return Stop(reason="open_offer")
    return first_delay(job, rules, held.hands, await rows.spent_in_window(job.closet_id), held.now, pace)


def first_delay(
    job: JobRow, rules: closets.Rules, hands: Last, spent: Sequence[budget.Spent], now: datetime, pace: Pace
) -> Stop | Delay | None:
    """The budget, the active hours (unless a person pressed) and the pause between two jobs, in this order."""
    limits = budget.lowered(rules, current().settings.ceilings)
    at = budget.waits_until(rows.cost_of(job), spent, limits, now)
    if at is None:
        return Stop(reason="budget")
    if at > now:
        return Delay(at=at, reason="budget")
    if not job.pressed:
        at = pacing.opens_at(now, time_zone=rules.time_zone, active_from=rules.active_from, active_until=rules.active_until)
        if at > now:
            return Delay(at=at, reason="hours")
    at = pacing.may_write_at(now, hands, PLANS[job.verb].lane, pressed=job.pressed, pace=pace)
    return Delay(at=at, reason="pace") if at > now else None


async def waits_for(held: Held) -> WaitReason | None:
    """What a job that has not begun waits for now, by the rules of its go; None when it could begin."""
    job, pace = held.job, current().settings.pace
    if job.state == "waiting_approval":
        return "approval"
    rules = (await closets.rules_of([job.closet_id]))[0]
    delay = in_the_way(job, rules, held.now, pace)
    if delay is None and job.writing:
        spent = await rows.spent_in_window(job.closet_id)
        first = first_delay(job, rules, held.hands, spent, held.now, pace)
        return "budget" if isinstance(first, Stop) else first.reason if first else None
    return delay.reason if delay else None


async def _wait(held: Held, delay: Delay) -> Wait:
    """Answers the delay, and remembers it for people and for a device that gives the job back meanwhile."""
    if not held.job.begun:
        await execute("UPDATE jobs SET waits_for = $2, next_at = $3 WHERE id = $1", held.job.id, delay.reason, delay.at)
    return Wait(seconds=(delay.at - held.now).total_seconds(), reason=delay.reason)


_COUNTS_ANEW = ", ".join(
    "payloads = GREATEST(s.payloads, EXCLUDED.payloads)" if name == "payloads" else f"{name} = EXCLUDED.{name}"
    for name in Cost.__struct_fields__
)
"""SQL: payloads may have been counted before the first go, and more of them than the plan says."""
GIVE = f"""WITH t AS (SELECT clock_timestamp() AS now),
    step AS (INSERT INTO job_steps (id, job_id, epoch, device_id, seq, step, undo, sent_at)
        SELECT $1, $2, $3, $4, $5, $6, $7, now FROM t ON CONFLICT DO NOTHING),
    hands AS (UPDATE closet_hands SET until = now + $8 * interval '1 second', last_write_at = now,
        next_write_at = coalesce(now + $9::interval, next_write_at),
        next_message_at = coalesce(now + $10::interval, next_message_at) FROM t WHERE closet_id = $11),
    spend AS (INSERT INTO closet_spend AS s (job_id, closet_id, at, open, item_id, {rows.COSTS})
        SELECT $2, $11, now, true, $12, {", ".join(f"${n}" for n in range(16, 16 + len(Cost.__struct_fields__)))} FROM t
        WHERE NOT $7
        ON CONFLICT (job_id) DO UPDATE SET at = CASE WHEN $13 THEN EXCLUDED.at ELSE s.at END, open = true,
            {_COUNTS_ANEW})
    UPDATE jobs SET state = 'running', changed_by = 'device', begun = true, go_step = $6, go_at = now, facts = $14,
        waits_for = NULL, hidden = hidden OR $15 FROM t WHERE id = $2"""  # noqa: S608


async def give(held: Held, device_id: UUID, intent: StepIntent, pace: Pace) -> None:
    """Stores the step as sent, renews the lease, and counts the effect to come."""
    job, undo = held.job, rows.is_undo(held.job.verb, intent.step)
    facts = msgspec.structs.replace(job.facts, undo=True) if undo and not job.facts.undo else job.facts
    cost, lane = rows.cost_of(job), PLANS[job.verb].lane
    gap = pacing.gap(pace, lane)
    await execute(
        GIVE,
        uuid7(), job.id, held.hands.epoch, device_id, intent.seq, intent.step, undo, pace.lease,
        gap if lane == "listing" else None, gap if lane == "message" else None,
        job.closet_id, job.item_id, not undo and intent.step not in budget.UNCOUNTED_STEPS, rows.encoded(facts),
        job.verb == "relist" and intent.step == "hide", *(getattr(cost, name) for name in Cost.__struct_fields__),
    )  # fmt: skip
