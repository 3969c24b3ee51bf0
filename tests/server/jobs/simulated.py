"""A closet over many days without a database: wishes, devices that come and go, and the rules that decide what they may do.

The rules are the server's own (`queue`, `budget`, `pacing`); only rows and clock are made up. A closet has one lease at a time,
so devices differ in when they ask; a device's own clock, right or wrong, is given to none of the rules. What a restart of a
device or of the server breaks off keeps its reservation, and whichever device asks first after the lease takes it up.
"""

import heapq
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace
from vintedbot.jobs import budget, pacing, queue
from vintedbot.jobs.budget import Spent
from vintedbot.jobs.pacing import Last
from vintedbot.jobs.verbs import PLANS, Cost, writes
from vintedbot_schemas.jobs import Pace
from vintedbot_schemas.verbs import Verb

LIVES = timedelta(days=7)
HOURS = {"time_zone": "Europe/Paris", "active_from": 8, "active_until": 22}


class Wish(NamedTuple):
    """`after`: seconds since the wish before; `takes`: seconds the job needs; `nothing`: it is proved that nothing happened.

    `dies`: after how many seconds of it the device or the server ends, the first, the second… time.
    """

    verb: Verb
    after: int
    pressed: bool
    takes: int
    nothing: bool
    new_thread: bool = False
    dies: tuple[int, ...] = ()


class Device(NamedTuple):
    """`asks_every`: seconds between its questions; `away`: spans in which it asks nothing."""

    asks_every: int
    away: tuple[tuple[datetime, datetime], ...] = ()

    def is_there(self, now: datetime) -> bool:
        return not any(since <= now < until for since, until in self.away)


class Row(NamedTuple):
    """A job's reservation, and when it was made."""

    since: datetime
    spent: Spent


class Job(NamedTuple):
    """How a wish ended."""

    age: int
    verb: Verb
    pressed: bool
    cost: Cost
    wished_at: datetime
    started_at: datetime | None
    expired_at: datetime | None
    why: str
    """What it waited for last."""


class Closet:
    def __init__(self, start: datetime, limits: Cost, pace: Pace, devices: Sequence[Device]) -> None:
        self.now, self.limits, self.pace = start, limits, pace
        self.asking = [(start, number, device) for number, device in enumerate(devices)]
        self.last = Last(last_write_at=None, next_write_at=None, next_message_at=None)
        self.rows: dict[int, Row] = {}
        self.waiting: dict[int, tuple[Wish, queue.Waiting]] = {}
        self.ended: list[Job] = []
        self.busy_until = start
        self.overtaken: list[tuple[Job, queue.Waiting]] = []

    @property
    def spent(self) -> list[Spent]:
        return [row.spent for row in self.rows.values()]

    def wish(self, age: int, wanted: Wish) -> None:
        cost = PLANS[wanted.verb].cost
        if wanted.new_thread and wanted.verb in ("send_message", "send_offer"):
            cost = replace(cost, threads=1, messages=1)
        self.waiting[age] = (
            wanted,
            queue.Waiting(
                age=age, pressed=wanted.pressed, writing=writes(wanted.verb), cost=cost, due=self.now,
                expires_at=self.now + LIVES,
            ),
        )  # fmt: skip

    def run_until(self, end: datetime) -> None:
        while self.asking[0][0] < end:
            at, number, device = heapq.heappop(self.asking)
            heapq.heappush(self.asking, (at + timedelta(seconds=device.asks_every), number, device))
            self.now = at
            self._expire()
            if self.waiting and self.now >= self.busy_until and device.is_there(self.now):
                self._ask()
        self.now = end

    def _expire(self) -> None:
        for age, (wanted, job) in list(self.waiting.items()):
            if job.expires_at <= self.now and not job.begun:
                del self.waiting[age]
                self.ended.append(self._job(wanted, job, None, self.now, self._why(wanted, job)))

    def _ask(self) -> None:
        open_now = pacing.opens_at(self.now, **HOURS) <= self.now
        let = {job.age: wanted.verb for wanted, job in self.waiting.values() if open_now or job.pressed or job.begun}
        taken = budget.used(self.spent, self.now).cost

        def ready(job: queue.Waiting) -> bool:
            lane = PLANS[let[job.age]].lane
            return pacing.may_write_at(self.now, self.last, lane, pressed=job.pressed, pace=self.pace) <= self.now

        candidates = [job for _, job in self.waiting.values() if job.age in let]
        first = queue.first(candidates, taken, self.limits, self.now, ready)
        if first is not None:
            self._start(first)

    def _start(self, job: queue.Waiting) -> None:
        wanted, _ = self.waiting.pop(job.age)
        ends = self.now + timedelta(seconds=wanted.takes)
        breaks = bool(wanted.dies) and wanted.dies[0] < wanted.takes
        if breaks:
            ends = self.now + timedelta(seconds=wanted.dies[0])
        since = self.rows[job.age].since if job.begun else self.now
        self.rows[job.age] = Row(since, Spent(at=ends, cost=job.cost, open=breaks))
        self.busy_until = ends
        if not job.begun:
            self._begun(wanted, job)
        if breaks:
            left = wanted._replace(takes=wanted.takes - wanted.dies[0], dies=wanted.dies[1:])
            due = ends + timedelta(seconds=self.pace.lease)
            self.waiting[job.age] = (left, replace(job, begun=True, due=due))
        elif wanted.nothing:
            del self.rows[job.age]
        gap = pacing.gap(self.pace, PLANS[wanted.verb].lane)
        if gap is not None:
            lane = "next_write_at" if PLANS[wanted.verb].lane == "listing" else "next_message_at"
            self.last = replace(self.last, last_write_at=ends, **{lane: ends + gap})

    def _begun(self, wanted: Wish, job: queue.Waiting) -> None:
        """Written down, and looked whether it overtook one that had to be before it."""
        started = self._job(wanted, job, self.now, None, "")
        self.ended.append(started)
        taken = budget.used([row.spent for age, row in self.rows.items() if age != job.age], self.now).cost
        for other_wish, other in self.waiting.values():
            if other.begun:
                continue
            lacks = budget.lacking(other.cost, taken, self.limits)
            in_time = pacing.opens_at(self.now, **HOURS) <= self.now or other_wish.pressed
            if queue.before(other) < queue.before(job) and in_time and lacks & _wanted(job.cost):
                self.overtaken.append((started, other))

    def _why(self, wanted: Wish, job: queue.Waiting) -> str:
        if not budget.fits(job.cost, budget.used(self.spent, self.now).cost, self.limits):
            return "budget"
        return "hours" if not job.pressed and pacing.opens_at(self.now, **HOURS) > self.now else "other"

    def _job(self, wanted: Wish, job: queue.Waiting, started: datetime | None, expired: datetime | None, why: str) -> Job:
        return Job(job.age, wanted.verb, job.pressed, job.cost, job.expires_at - LIVES, started, expired, why)


def _wanted(cost: Cost) -> set[str]:
    return {name for name in budget.LIMITED if getattr(cost, name)}


def active_hours(since: datetime, until: datetime) -> float:
    """How many of the hours between the two are active ones, to the minute."""
    hours, at = 0.0, since
    while at < until:
        step = min(timedelta(minutes=5), until - at)
        if pacing.opens_at(at, **HOURS) <= at:
            hours += step.total_seconds() / 3600
        at += step
    return hours
