"""The safety budget of a closet: how much may be done at Vinted within any 24 hours, and how long an item rests after a relist.

Pure rules over rows; `goes` reads and writes the rows while it holds the closet. A job's whole cost is reserved at its first
go. A reservation counts for as long as its job is unfinished, and for 24 h from the last go of a step that counts: so
it is counted by effect, whenever within the job the effect came. Undo and photo uploads cost nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from vintedbot_schemas.base import VintedId

from vintedbot.closets.service import Limits
from vintedbot.settings import Ceilings

from .verbs import Cost

WINDOW = timedelta(hours=24)
UNCOUNTED_STEPS = frozenset({"upload"})
LIMITED = ("writes", "relists", "payloads", "follows", "favourites", "threads")
"""What a closet has a limit of, in the order of `Cost`; `messages` are limited per item."""
OWNED = tuple(name for name in LIMITED if f"{name}_per_day" in Limits.__struct_fields__)
"""Of what an owner sets a limit of their own."""
PER_ITEM = 4
"""Messages and offers about one item."""


class Spent(Struct, frozen=True, kw_only=True):
    """What one job has reserved. `at`: its last counted go. `open`: the job has not ended."""

    at: datetime
    cost: Cost
    open: bool = False
    item_id: VintedId | None = None


class Used(Struct, frozen=True, kw_only=True):
    """What counts now, and when the first of it leaves the window (None: nothing does by itself)."""

    cost: Cost
    frees_at: datetime | None


def counted(rows: Sequence[Spent], now: datetime) -> list[Spent]:
    """Those that count at `now`."""
    return [row for row in rows if row.open or row.at > now - WINDOW]


def used(rows: Sequence[Spent], now: datetime) -> Used:
    """What the rows amount to at `now`."""
    count = counted(rows, now)
    leaving = [row.at + WINDOW for row in count if not row.open]
    return Used(
        cost=Cost(**{name: sum(getattr(row.cost, name) for row in count) for name in Cost.__struct_fields__}),
        frees_at=min(leaving, default=None),
    )


def lowered(own: Limits, most: Ceilings) -> Cost:
    """A closet's limits: its owner's, never above the operator's ceilings, which no plan can buy off."""
    return Cost(
        writes=min(most.writes, own.writes_per_day),
        relists=min(most.relists, own.relists_per_day),
        payloads=most.payloads,
        follows=min(most.follows, own.follows_per_day),
        favourites=min(most.favourites, own.favourites_per_day),
        threads=min(most.threads, own.threads_per_day),
    )


def cooldown(most: Ceilings) -> timedelta:
    """How long an item rests after a relist."""
    return timedelta(days=most.cooldown_days)


def lacking(cost: Cost, taken: Cost, limits: Cost) -> set[str]:
    """Of what there is too little left for `cost` beside what is taken."""
    return {
        name for name in LIMITED
        if getattr(cost, name) and getattr(taken, name) + getattr(cost, name) > getattr(limits, name)
    }  # fmt: skip


def fits(cost: Cost, taken: Cost, limits: Cost) -> bool:
    """Whether `cost` fits beside what is taken."""
    return not lacking(cost, taken, limits)


def waits_until(cost: Cost, rows: Sequence[Spent], limits: Cost, now: datetime) -> datetime | None:
    """`now` if the cost fits, else the earliest moment it can; None when the limits are too low for it for good."""
    if not fits(cost, Cost(), limits):
        return None
    if fits(cost, used(rows, now).cost, limits):
        return now
    count = sorted(counted(rows, now), key=lambda row: (row.open, row.at))
    gone = next(n for n in range(1, len(count) + 1) if fits(cost, used(count[n:], now).cost, limits))
    last = count[gone - 1]
    # an open reservation leaves 24 h after its job's last go, which is not before now
    return (now if last.open else last.at) + WINDOW


def about_item(rows: Sequence[Spent], item_id: VintedId, now: datetime) -> int:
    """How many messages and offers about this item count at `now`."""
    return sum(row.cost.messages for row in counted(rows, now) if row.item_id == item_id)
