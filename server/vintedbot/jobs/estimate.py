"""When jobs that nobody pressed would begin and end at the earliest: gaps, hours and budget, without a database."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from vintedbot_schemas.jobs import Pace
from vintedbot_schemas.verbs import Verb

from . import budget, pacing
from .budget import Spent
from .pacing import Last
from .verbs import PLANS, Cost

TAKES_S: dict[Verb, float] = {"relist": 90, "update_listing": 15}
"""About how long hands are at one, from its first go to its proof; the others are done in a few seconds."""
ELSE_S = 8.0


class Closet(Struct, frozen=True, kw_only=True):
    """What a closet's day is like."""

    time_zone: str
    active_from: int
    active_until: int
    limits: Cost
    last: Last
    spent: Sequence[Spent]


class Span(Struct, frozen=True, kw_only=True):
    """When the first begins and the last is done."""

    starts_at: datetime
    ends_at: datetime


def span(before: Sequence[Verb], verbs: Sequence[Verb], closet: Closet, now: datetime, pace: Pace) -> Span:
    """Of `verbs`, done one after another behind those that wait already (`before`)."""
    spent = list(closet.spent)
    free = max(now, closet.last.next_write_at or now)
    starts_at: datetime | None = None
    at = ends_at = now
    for place, verb in enumerate([*before, *verbs]):
        at = _begins(PLANS[verb].cost, spent, closet, free)
        spent.append(Spent(at=at, cost=PLANS[verb].cost))
        ends_at = at + pacing.seconds(TAKES_S.get(verb, ELSE_S))
        free = ends_at + pacing.seconds(pace.job_gap_min)
        if place == len(before):
            starts_at = at
    return Span(starts_at=starts_at or now, ends_at=ends_at)


def _begins(cost: Cost, spent: Sequence[Spent], closet: Closet, free: datetime) -> datetime:
    """The first moment from `free` on that hours and budget allow; what never fits is taken to begin at once."""
    at = free
    while True:
        opened = pacing.opens_at(at, time_zone=closet.time_zone, active_from=closet.active_from, active_until=closet.active_until)
        fits = budget.waits_until(cost, spent, closet.limits, opened)
        if fits is None or fits <= opened:
            return opened
        at = fits
