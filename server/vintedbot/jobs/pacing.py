"""When a job may take its first step, and when it is looked at again. Pure rules; all times come from `Pace`.

`settings` refuses a pace that contradicts itself; here it is only read. The clock is the database's, handed in as `now`.
"""

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace
from vintedbot_schemas.jobs import Pace

from .verbs import Lane

HALF_PACE = 2.0
"""During a restriction reads go on at half pace."""


def seconds(value: float) -> timedelta:
    """`value` seconds."""
    return timedelta(seconds=value)


def gap(pace: Pace, lane: Lane | None) -> timedelta | None:
    """The wait after a job of this lane; between two that write listings drawn anew each time, so that work spreads evenly."""
    match lane:
        case "listing":
            return seconds(random.uniform(pace.job_gap_min, max(pace.job_gap_min, pace.job_gap_max)))
        case "message":
            return seconds(pace.message_gap)
        case None:
            return None


class Last(Struct, frozen=True, kw_only=True):
    """What a closet's hands wrote last, and from when on each lane is free again."""

    last_write_at: datetime | None
    next_write_at: datetime | None
    next_message_at: datetime | None


def may_write_at(now: datetime, last: Last, lane: Lane | None, *, pressed: bool, pace: Pace) -> datetime:
    """When the next job's first go may come.

    A person's press waits `person_wait` after the write before, at most; but messages and offers always keep their distance.
    """
    if lane == "message":
        return max(now, last.next_message_at or now)
    if lane is None or last.next_write_at is None or last.next_write_at <= now:
        return now
    if pressed and last.last_write_at is not None:
        return max(now, min(last.next_write_at, last.last_write_at + seconds(pace.person_wait)))
    return last.next_write_at


def opens_at(now: datetime, *, time_zone: str, active_from: int, active_until: int) -> datetime:
    """`now` inside the closet's active hours, else when they begin next. Local wall time, also over a change of clocks."""
    local = now.astimezone(ZoneInfo(time_zone))
    hour = local.hour
    wraps = active_until <= active_from
    inside = (hour >= active_from or hour < active_until) if wraps else active_from <= hour < active_until
    if inside:
        return now
    start = local.replace(hour=active_from, minute=0, second=0, microsecond=0)
    if start <= local:
        start = (local + timedelta(days=1)).replace(hour=active_from, minute=0, second=0, microsecond=0)
    return start.astimezone(now.tzinfo)


def end_of_day(now: datetime, time_zone: str) -> datetime:
    """The next local midnight."""
    local = now.astimezone(ZoneInfo(time_zone))
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)


def late_look_at(sent_at: datetime, pace: Pace) -> datetime:
    """When a write sent under a go of `sent_at` has either arrived or never will."""
    return sent_at + seconds(pace.go_age + pace.request_deadline + pace.late_look)


def next_look_at(published_at: datetime, now: datetime, pace: Pace) -> datetime | None:
    """When a processing listing is looked at next; None after the last look."""
    return next((at for look in pace.looks if (at := published_at + seconds(look)) > now), None)


def during(pace: Pace, *, restricted: bool) -> Pace:
    """The pace to send with a lease: reads at half pace while the account is restricted."""
    if not restricted:
        return pace
    return replace(pace, read_gap=pace.read_gap * HALF_PACE, payload_gap=pace.payload_gap * HALF_PACE)
