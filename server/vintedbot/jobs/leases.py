"""Who may act: the lease. One row per closet is the mutex; it and the job change in one transaction.

A lease that ran out is ended by whoever comes first, a lease request or the sweeper. The device that had it may lease at once,
another one only `takeover_wait` later, when no request of the first can still arrive.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas import WIRE_VERSION
from vintedbot_schemas.jobs import (
    Effects,
    JournalWanted,
    Lease,
    LeaseAnswer,
    LeaseMode,
    LeaseRequest,
    NoWork,
    Pace,
    UpgradeRequired,
)  # fmt: skip
from vintedbot_schemas.verbs import HANDING_OVER, Snapshot, Verb

from vintedbot.closets import service as closets
from vintedbot.kit.db import Record, execute, fetch, fetchrow, transaction
from vintedbot.kit.process import current

from . import budget, generations, pacing, rows, snapshots
from .rows import COLUMNS, JobRow
from .verbs import PLANS, Cost, Lane, keeps_hours, writes


async def lease(user_id: UUID, device_id: UUID, request: LeaseRequest) -> LeaseAnswer:
    """A job for this device, or why there is none."""
    if request.wire_version < current().settings.web.oldest_wire_version:
        return UpgradeRequired(wire_version=WIRE_VERSION)
    pace = current().settings.pace
    async with transaction():
        rules = {closet.id: closet for closet in await closets.rules_for(user_id, device_id, request.hands)}
        free = await _free(list(rules), device_id, pace)
        installed = generations.read(free[0]) if free else None
        if installed is None:
            installed = await generations.of_device(device_id)
        if installed.journal_wanted:
            return JournalWanted(generation=installed.generation)
        if not free:
            return NoWork(retry_in=pace.poll)
        for row in free:
            if row["job_id"] is not None:
                await end(row["closet_id"], "device")
        job = await _pick([_open(rules[row["closet_id"]], row, pace) for row in free], request.verbs, request.holding)
        if job is None:
            return await _no_work(list(rules), free, pace)
        return await _take(job, rules[job.closet_id], device_id, installed.generation, request.holding, pace)


async def end(closet_id: UUID, by: str) -> None:
    """Ends the closet's lease, whose hands are locked: without a go the job waits again, after one it must be settled."""
    await execute(
        """WITH h AS (UPDATE closet_hands SET job_id = NULL WHERE closet_id = $1
                      RETURNING until, (SELECT job_id FROM closet_hands WHERE closet_id = $1) AS job_id)
           UPDATE jobs j SET state = CASE WHEN j.begun THEN 'parked' ELSE 'queued' END, changed_by = $2,
               next_at = LEAST(h.until, clock_timestamp())
           FROM h WHERE j.id = h.job_id AND j.state IN ('leased', 'running')""",
        closet_id, by,
    )  # fmt: skip


async def held_by(device_id: UUID) -> list[UUID]:
    """Locks the hands this device holds, and names their closets."""
    found = await fetch(
        "SELECT closet_id FROM closet_hands WHERE device_id = $1 AND job_id IS NOT NULL ORDER BY closet_id FOR UPDATE", device_id
    )
    return [row["closet_id"] for row in found]


async def end_lapsed() -> None:
    """Ends every lease that ran out; the minute's sweeper calls it for closets nobody asks about."""
    while True:
        async with transaction():
            found = await fetch(
                """SELECT closet_id FROM closet_hands WHERE job_id IS NOT NULL AND until <= clock_timestamp()
                   ORDER BY until LIMIT 100 FOR UPDATE SKIP LOCKED"""
            )
            for row in found:
                await end(row["closet_id"], "clock")
        if len(found) < 100:
            return


async def _free(closet_ids: Sequence[UUID], device_id: UUID, pace: Pace) -> list[Record]:
    """Locks the closets this device may lease now. A closet in other hands is left out. In the same round trip: `generations`."""
    return await fetch(
        f"""SELECT h.closet_id, h.job_id, h.last_write_at, h.next_write_at, h.next_message_at, clock_timestamp() AS now,
               {generations.COLUMNS}
           FROM closet_hands h LEFT JOIN ({generations.OF_DEVICE.replace("$1", "$2")}) g ON true
           WHERE h.closet_id = ANY($1)
               AND (h.device_id IS NULL OR h.device_id = $2 OR h.until + $3 * interval '1 second' <= clock_timestamp())
           ORDER BY h.closet_id FOR UPDATE OF h SKIP LOCKED""",  # noqa: S608
        closet_ids, device_id, pace.takeover_wait,
    )  # fmt: skip


class Open(Struct, frozen=True, kw_only=True):
    """Which verbs a closet lets through now, by how far the job is and who wished it, which of them need no pause any more,
    and what its budget allows."""

    id: UUID
    begun: list[Verb]
    pressed: list[Verb]
    other: list[Verb]
    ready_pressed: list[Verb]
    ready_other: list[Verb]
    writes: int
    relists: int
    payloads: int
    follows: int
    favourites: int
    threads: int


def _open(rules: closets.Rules, hands: Record, pace: Pace) -> Open:
    now: datetime = hands["now"]
    limits = budget.lowered(rules, current().settings.ceilings)
    last = pacing.Last(**{name: hands[name] for name in pacing.Last.__struct_fields__})
    opens_at = pacing.opens_at(now, time_zone=rules.time_zone, active_from=rules.active_from, active_until=rules.active_until)

    def ready(lane: Lane | None, *, pressed: bool) -> bool:
        at = pacing.may_write_at(now, last, lane, pressed=pressed, pace=pace)
        return at <= (now + pacing.seconds(pace.person_wait) if pressed else now)

    fresh = [verb for verb in PLANS if lets_through(rules, verb, begun=False)]
    other = [verb for verb in fresh if opens_at <= now or not keeps_hours(verb)]
    return Open(
        id=rules.id,
        begun=[verb for verb in PLANS if lets_through(rules, verb, begun=True)],
        pressed=fresh,
        other=other,
        ready_pressed=[verb for verb in fresh if ready(PLANS[verb].lane, pressed=True)],
        ready_other=[verb for verb in other if ready(PLANS[verb].lane, pressed=False)],
        **{name: getattr(limits, name) for name in budget.LIMITED},
    )


def lets_through(rules: closets.Rules, verb: Verb, *, begun: bool) -> bool:
    """Whether the closet's state lets a job of this verb be leased: its pause, its rests, a restored database, a switch-off."""
    if verb in HANDING_OVER:
        return True  # what the person is to do stands in nobody's way, least of all when signing in is what is needed
    if not rules.in_hands:
        return False
    if rules.resync:
        return verb == "sync_closet"
    if rules.paused is not None and not (rules.paused == "person" and begun):
        return False
    if rules.switched_off(verb) and not begun:
        return False
    return not any(rest.stops(PLANS[verb].family, writes=writes(verb), begun=begun) for rest in rules.rests)


def _costs(column: str) -> str:
    """SQL: what a job costs of this, by its verb's plan; who opens a conversation is known of the job alone."""
    return "j.new_thread::int" if column == "threads" else f"p.{column}"


def _mask(condition: str) -> str:
    """SQL: a number with a bit for each limit that meets the condition, which speaks of {cost}, {used} and {limit}."""
    bits = [
        f"({condition.format(cost=_costs(name), used=f'u.{name}', limit=f'c.{name}')})::int << {place}"
        for place, name in enumerate(budget.LIMITED)
    ]
    return "(" + " | ".join(f"({bit})" for bit in bits) + ")"


_INTS = ", ".join(f"{name} int" for name in budget.LIMITED)
_SUMS = ", ".join(f"coalesce(sum(s.{name}), 0) AS {name}" for name in budget.LIMITED)
_PLANS = msgspec.json.encode(
    [{"verb": verb, **{name: getattr(plan.cost, name) for name in budget.LIMITED}} for verb, plan in PLANS.items()]
)
PICK = f"""SELECT {COLUMNS} FROM jobs j JOIN (
    SELECT w.id, row_number() OVER (ORDER BY w.writing AND w.id = ANY($4) DESC, w.pressed DESC, w.writing DESC, w.id) AS place
    FROM (
        SELECT j.id, j.begun, j.pressed, j.writing, b.lacks, b.needs,
            j.begun OR j.verb = ANY(CASE WHEN j.pressed THEN c.ready_pressed ELSE c.ready_other END) AS ready,
            bit_or(CASE WHEN j.begun OR b.never > 0 THEN 0 ELSE b.lacks END) OVER (PARTITION BY j.closet_id
                ORDER BY j.pressed DESC, j.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS waited_for
        FROM jsonb_to_recordset($1) AS c (id uuid, begun text[], pressed text[], other text[], ready_pressed text[],
            ready_other text[], {_INTS})
        JOIN jobs j ON j.closet_id = c.id
        JOIN jsonb_to_recordset($2) AS p (verb text, {_INTS}) ON p.verb = j.verb
        CROSS JOIN LATERAL (SELECT {_SUMS} FROM closet_spend s
            WHERE s.closet_id = c.id AND (s.open OR s.at > clock_timestamp() - interval '24 hours')) u
        CROSS JOIN LATERAL (SELECT {_mask("{cost} > 0")} AS needs, {_mask("{cost} > 0 AND {used} + {cost} > {limit}")} AS lacks,
            {_mask("{cost} > {limit}")} AS never) b
        WHERE j.state IN ('queued', 'parked', 'needs_person') AND j.next_at <= clock_timestamp()
            AND (j.state <> 'needs_person' OR j.hidden) AND (j.begun OR j.expires_at > clock_timestamp())
            AND j.verb = ANY($3) AND j.verb = ANY(CASE WHEN j.begun THEN c.begun WHEN j.pressed THEN c.pressed ELSE c.other END)
    ) w
    WHERE w.ready AND (w.begun OR w.lacks = 0 AND w.needs & coalesce(w.waited_for, 0) = 0)
    ORDER BY place LIMIT 1
) first ON first.id = j.id"""  # noqa: S608
"""The job to be done next; `queue.first` says the same without a database, and a test keeps the two equal.

Person, then age. A job that waits for the budget is not overtaken by a younger one that takes of the same: what is too little
for those before (`waited_for`) is not given to those after.
"""


async def _pick(free: Sequence[Open], verbs: Sequence[Verb], holding: Sequence[UUID] = ()) -> JobRow | None:
    row = await fetchrow(PICK, msgspec.json.encode(free), _PLANS, verbs, holding)
    return rows.job_row(row) if row is not None else None


async def goes_first(job: JobRow) -> bool:
    """Whether a job that could begin now goes before this reading one: a writing one, or a person's before nobody's."""
    pace = current().settings.pace
    rules = msgspec.structs.replace((await closets.rules_of([job.closet_id]))[0], in_hands=True)
    hands = await fetchrow("SELECT *, clock_timestamp() AS now FROM closet_hands WHERE closet_id = $1", job.closet_id)
    now_open = [_open(rules, hands, pace)]
    if await _pick(now_open, [verb for verb in PLANS if writes(verb)]) is not None:
        return True
    first = await _pick(now_open, list(PLANS)) if not job.pressed else None
    return first is not None and first.pressed


def mode_for(job: JobRow, device_id: UUID, holding: Collection[UUID]) -> LeaseMode:
    """run only where nothing was sent, or where this device's journal knows what was and no undo has begun."""
    if not job.begun and not job.restored:
        return "run"
    if job.look == "late":
        return "look"
    knows = job.device_id == device_id and job.id in holding and not job.restored
    return "run" if knows and not job.facts.undo and not job.stop else "settle"


async def _take(
    job: JobRow, rules: closets.Rules, device_id: UUID, generation: str, holding: Collection[UUID], pace: Pace
) -> LeaseAnswer:
    mode = mode_for(job, device_id, holding)
    # rule: undo_sticky - from here on nobody takes a step forward in this job
    facts = job.facts if mode == "run" else msgspec.structs.replace(job.facts, undo=True)
    row = await fetchrow(
        """WITH h AS (
               UPDATE closet_hands SET device_id = $2, job_id = $3, counter = counter + 1,
                   epoch = $4 || '.' || (counter + 1), until = clock_timestamp() + $5 * interval '1 second'
               WHERE closet_id = $1 AND (device_id IS NULL OR device_id = $2
                   OR until + $6 * interval '1 second' <= clock_timestamp())
               RETURNING epoch)
           UPDATE jobs j SET state = CASE j.state WHEN 'queued' THEN 'leased' ELSE 'running' END, changed_by = 'device',
               device_id = $2, epoch = h.epoch, mode = $7, facts = $8, waits_for = NULL
           FROM h WHERE j.id = $3 RETURNING h.epoch""",
        job.closet_id, device_id, job.id, generation, pace.lease, pace.takeover_wait, mode, rows.encoded(facts),
    )  # fmt: skip
    if row is None:  # the row is locked, so only the clock can have been faster
        return NoWork(retry_in=pace.poll)
    cost, limits = rows.cost_of(job), budget.lowered(rules, current().settings.ceilings)
    if not job.writing and cost != Cost():  # a reading has no go: it is counted as done when it is handed out
        await rows.reserve(job, cost)
    taken: Snapshot | None = await snapshots.of_job(job.id) if facts.snapshot_id is not None else None
    return Lease(
        job_id=job.id,
        closet_id=job.closet_id,
        member_id=rules.member_id,
        country=rules.country,
        epoch=row["epoch"],
        mode=mode,
        work=rows.work_of(job),
        facts=facts,
        last_step=job.go_step,
        person_pressed=job.pressed,
        answer_of_person=job.answer,
        snapshot=taken,
        cost=Effects(writes=cost.writes, relists=cost.relists),
        limits=Effects(writes=limits.writes, relists=limits.relists),
        pace=pacing.during(pace, restricted=any(rest.kind == "restriction" for rest in rules.rests)),
    )


async def _no_work(closet_ids: Sequence[UUID], free: Sequence[Mapping[str, datetime]], pace: Pace) -> NoWork:
    """When to ask again: when the first waiting job or the pause between two jobs is over, after `poll` at the latest."""
    row = await fetchrow(
        """SELECT count(*) AS waiting, min(next_at) FILTER (WHERE next_at > clock_timestamp()) AS due,
               clock_timestamp() AS now
           FROM jobs WHERE closet_id = ANY($1) AND state IN ('queued', 'parked')""",
        closet_ids,
    )  # fmt: skip
    assert row is not None
    times = (
        [row["due"], *(hands[lane] for hands in free for lane in ("next_write_at", "next_message_at"))] if row["waiting"] else []
    )
    waits = [(at - row["now"]).total_seconds() for at in times if at is not None and at > row["now"]]
    return NoWork(retry_in=min([pace.poll, *waits]), waiting=row["waiting"])
