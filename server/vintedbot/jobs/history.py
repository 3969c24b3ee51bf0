"""Jobs as people see them: what is done, what waits and why, and what they can answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import get_args
from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.closets import Gauge
from vintedbot_schemas.jobs import ENDED, HistoryStep, Job, JobPage, JobState, Proof, Stop
from vintedbot_schemas.refusals import Refusal

from vintedbot.closets import service as closets
from vintedbot.kit.db import Record, fetch
from vintedbot.kit.errors import InvalidInput, NotFound
from vintedbot.kit.http import Paging
from vintedbot.kit.process import current

from . import aftermath, answers, budget, goes, journals, rows
from .rows import COLUMNS, Hands, JobRow
from .verbs import PLANS

STATES: frozenset[str] = frozenset(get_args(JobState))
OPEN_STATES = STATES - ENDED | {"unknown"}
"""What waits for somebody or something; these have an index of their own."""

NOT_BEGUN = ("waiting_approval", "queued", "leased")

_SHOWN = f"""SELECT {COLUMNS}, (SELECT count(DISTINCT s.step) FROM job_steps s WHERE s.job_id = j.id AND NOT s.undo
    AND s.outcome = 'proved') AS proved, {aftermath.RESTORE_FROM} AS restore_from, clock_timestamp() AS now FROM jobs j"""  # noqa: S608
OPEN_ONLY = "AND (j.ended_at IS NULL OR j.state = 'unknown')"
FOR_PERSON = """AND (j.state IN ('needs_person', 'unknown') OR j.leftover_item_id IS NOT NULL
    OR j.aftermath = 'vanished' AND (j.state = 'done' OR j.reason = 'lost'))"""
"""A relist that failed left the old listing where it was; that it went later is offered, and not announced."""


def list_sql(
    *,
    later: bool = False,
    only_open: bool = False,
    for_person: bool = False,
    by_closet: bool = False,
    by_item: bool = False,
    by_thread: bool = False,
    by_batch: bool = False,
) -> str:
    """The list's statement. Each filter is its own text, so that every page is read from one index, whatever is in stock.

    Ordered by time and not by id, which the primary key could serve by walking over everybody's jobs.
    """
    return f"""{_SHOWN} WHERE j.user_id = $1
        AND {"(j.created_at, j.id) < ($2, $3)" if later else "$2::timestamptz IS NULL AND $3::uuid IS NULL"}
        AND ($4::text[] IS NULL OR j.state = ANY($4)) {OPEN_ONLY if only_open else ""}
        {FOR_PERSON if for_person else ""}
        AND {"j.closet_id = $5" if by_closet else "$5::uuid IS NULL"}
        AND {"j.item_id = $6" if by_item else "$6::bigint IS NULL"}
        AND {"j.thread_id = $8" if by_thread else "$8::bigint IS NULL"}
        AND {"j.batch_id = $9" if by_batch else "$9::uuid IS NULL"}
        ORDER BY j.created_at DESC, j.id DESC LIMIT $7"""


class Asked(Struct, frozen=True, kw_only=True):
    """Which jobs a list is to show; `for_person`: what a person must know of or answer."""

    closet_id: UUID | None = None
    state: str | None = None
    item_id: VintedId | None = None
    thread_id: VintedId | None = None
    batch_id: UUID | None = None
    for_person: bool = False


async def page(user_id: UUID, asked: Asked, paging: Paging) -> JobPage:
    """A page of the user's jobs, newest first. Raises InvalidInput for a state that does not exist."""
    states = [part.strip() for part in asked.state.split(",")] if asked.state else None
    if states and not STATES.issuperset(states):
        raise InvalidInput(f"Known states: {', '.join(sorted(STATES))}.", field="state")
    position = paging.position(datetime, UUID)
    sql = list_sql(
        later=position is not None,
        only_open=states is not None and OPEN_STATES.issuperset(states),
        for_person=asked.for_person,
        by_closet=asked.closet_id is not None,
        by_item=asked.item_id is not None,
        by_thread=asked.thread_id is not None,
        by_batch=asked.batch_id is not None,
    )
    found = await fetch(
        sql, user_id, *(position or (None, None)), states, asked.closet_id, asked.item_id, paging.limit + 1, asked.thread_id,
        asked.batch_id,
    )  # fmt: skip
    cut, following = paging.cut(found, lambda row: (row["created_at"], row["id"]))
    return JobPage(items=await _shown(cut), next=following)


async def one(user_id: UUID, job_id: UUID) -> Job:
    """One job with its history. Raises NotFound."""
    found = await fetch(f"{_SHOWN} WHERE j.user_id = $1 AND j.id = $2", user_id, job_id)
    if not found:
        raise NotFound
    steps = await fetch("SELECT * FROM job_steps WHERE job_id = $1 ORDER BY sent_at, seq", job_id)
    return msgspec.structs.replace((await _shown(found))[0], history=[_step(row) for row in steps])


def _step(row: Record) -> HistoryStep:
    return HistoryStep(
        seq=row["seq"],
        step=row["step"],
        undo=row["undo"],
        sent_at=row["sent_at"],
        ended_at=row["ended_at"],
        outcome=row["outcome"],
        proof=msgspec.json.decode(row["proof"], type=Proof) if row["proof"] is not None else None,
        refusal=msgspec.json.decode(row["refusal"], type=Refusal) if row["refusal"] is not None else None,
    )


async def _shown(found: Sequence[Record]) -> list[Job]:
    jobs = [(rows.job_row(row), row) for row in found]
    waiting = [job for job, _ in jobs if job.state in ("queued", "parked")]
    lacking = {job.closet_id for job, _ in jobs if job.restored}
    delays = await _delays(waiting) if waiting else {}
    no_journal = {closet_id: bool(await journals.missing(closet_id)) for closet_id in lacking}
    return [_job(job, row, delays.get(job.id), missing=no_journal.get(job.closet_id, False)) for job, row in jobs]


async def _delays(waiting: Sequence[JobRow]) -> dict[UUID, goes.Delay]:
    """Why each of them waits and until when, by the rules the go itself uses: what has begun waits for pauses and rests alone."""
    pace = current().settings.pace
    delays: dict[UUID, goes.Delay] = {}
    for rules in await closets.rules_of({job.closet_id for job in waiting}):
        hands, now = await _hands(rules.id)
        spent = await rows.spent_in_window(rules.id)
        behind = await _Line.of(rules, spent, now)
        for job in waiting:
            if job.closet_id != rules.id:
                continue
            delay = goes.in_the_way(job, rules, now, pace)
            if delay is None and job.writing and not job.begun:
                first = goes.first_delay(job, rules, hands, spent, now, pace)
                if isinstance(first, Stop):  # the owner's own limit is too low: it waits until they raise it, or expires
                    delay = goes.Delay(at=job.expires_at, reason="budget")
                else:
                    delay = first or behind.delay(job, now)
            if delay is not None:
                delays[job.id] = delay
    return delays


class _Line(Struct, frozen=True, kw_only=True):
    """Those that wait for a closet's budget: who comes after one of them and takes of the same waits as well."""

    short: list[tuple[JobRow, set[str], datetime]]

    @classmethod
    async def of(cls, rules: closets.Rules, spent: Sequence[budget.Spent], now: datetime) -> "_Line":
        limits = budget.lowered(rules, current().settings.ceilings)
        taken = budget.used(spent, now).cost
        if not any(budget.lacking(plan.cost, taken, limits) for plan in PLANS.values()):
            return cls(short=[])
        found = await fetch(
            f"""SELECT {COLUMNS} FROM jobs j WHERE j.closet_id = $1 AND j.state = 'queued' AND j.writing AND NOT j.begun
                AND j.next_at <= $2 ORDER BY j.pressed DESC, j.id LIMIT 200""",  # noqa: S608
            rules.id, now,
        )  # fmt: skip
        short = []
        for job in map(rows.job_row, found):
            cost = rows.cost_of(job)
            at, lacks = budget.waits_until(cost, spent, limits, now), budget.lacking(cost, taken, limits)
            if at is not None and lacks:
                short.append((job, lacks, at))
        return cls(short=short)

    def delay(self, job: JobRow, now: datetime) -> goes.Delay | None:
        cost = rows.cost_of(job)
        for other, lacks, at in self.short:
            earlier = (not other.pressed, other.id) < (not job.pressed, job.id)
            if earlier and any(getattr(cost, name) for name in lacks):
                return goes.Delay(at=max(at, now), reason="budget")
        return None


async def _hands(closet_id: UUID) -> tuple[Hands, datetime]:
    row = (await fetch("SELECT *, clock_timestamp() AS now FROM closet_hands WHERE closet_id = $1", closet_id))[0]
    return Hands(**{name: row[name] for name in Hands.__struct_fields__}), row["now"]


def _job(job: JobRow, row: Record, delay: goes.Delay | None, *, missing: bool) -> Job:
    total = PLANS[job.verb].steps
    later = max((at for at in (job.next_at, delay.at if delay else None) if at is not None), default=None)
    return Job(
        id=job.id,
        closet_id=job.closet_id,
        verb=job.verb,
        state=job.state,
        title=job.title,
        photo_url=job.photo_url,
        photo_id=rows.cover_of(job),
        item_id=job.item_id,
        new_item_id=job.facts.new_item_id,
        draft_id=job.draft_id,
        step=job.go_step,
        steps_done=min(total, row["proved"]),
        steps_total=total,
        reason=job.reason,
        waits_for=delay.reason if delay else job.waits_for,
        refusal=job.refusal,
        next_at=None if job.state in ENDED or job.state in ("leased", "running") else later,
        leftover_item_id=job.leftover_item_id,
        restorable=job.hidden and job.go_step != "delete" and job.reason != "lost" and job.state not in ("done", "failed"),
        restore_from=row["restore_from"],
        choices=answers.choices(
            job, row["now"], current().settings.pace, journals_missing=missing, restore_from=row["restore_from"]
        ),
        created_at=job.created_at,
        expires_at=job.expires_at if job.state in NOT_BEGUN and not job.begun else None,
        card=rows.card_of(job),
        thread_id=job.thread_id or job.facts.thread_id,
        transaction_id=job.transaction_id or job.facts.transaction_id,
        batch_id=job.batch_id,
        ended_at=job.ended_at,
    )


class AtWork(Struct, frozen=True, kw_only=True):
    """What a closet's screen shows of its jobs. `device_id`: who holds the lease now."""

    gauge: Gauge
    device_id: UUID | None
    needs_person: bool


async def at_work(limits: Mapping[UUID, closets.Limits]) -> dict[UUID, AtWork]:
    """For each closet (with its owner's limits): the gauge, and whether hands are at it."""
    found = await fetch(
        """SELECT c.id, h.next_write_at, CASE WHEN h.job_id IS NOT NULL AND h.until > clock_timestamp() THEN h.device_id END
               AS device_id, clock_timestamp() AS now,
               EXISTS (SELECT 1 FROM jobs j WHERE j.closet_id = c.id AND j.state = 'needs_person') AS needs_person
           FROM unnest($1::uuid[]) AS c (id) LEFT JOIN closet_hands h ON h.closet_id = c.id""",
        list(limits),
    )
    return {row["id"]: await _at_work(row, limits[row["id"]]) for row in found}


async def _at_work(row: Record, own: closets.Limits) -> AtWork:
    used = budget.used(await rows.spent_in_window(row["id"]), row["now"])
    most = current().settings.ceilings
    limits = budget.lowered(own, most)
    following = row["next_write_at"]
    gauge = Gauge(
        **{f"{name}_used": getattr(used.cost, name) for name in budget.LIMITED},
        **{f"{name}_limit": getattr(limits, name) for name in budget.LIMITED},
        next_write_at=following if following is not None and following > row["now"] else None,
        frees_at=used.frees_at,
        **{f"{name}_most": getattr(most, name) for name in budget.OWNED},
        relist_cost=PLANS["relist"].cost.writes,
        cooldown_days=most.cooldown_days,
    )
    return AtWork(gauge=gauge, device_id=row["device_id"], needs_person=row["needs_person"])
