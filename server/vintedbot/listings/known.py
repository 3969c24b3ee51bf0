"""What is checked before something is done about a listing: what it is called, whether it is for sale, and for how much."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas.base import Money, VintedId
from vintedbot_schemas.errors import ErrorCode
from vintedbot_schemas.listings import ListingNotes, ListingState, SeenListing

from vintedbot.kit.db import fetch
from vintedbot.kit.errors import AppError


class BelowFloor(AppError):
    """`floor`: the lowest price the seller accepts for this item. Lower it in the item's notes first, if that is meant."""

    code: ClassVar[ErrorCode] = "below_floor"
    status = 409
    title = "The price is below the item's floor"


class KnownItem(Struct, frozen=True, kw_only=True):
    """A listing as far as it is known. `floor`: the lowest price its seller accepts."""

    item_id: VintedId
    title: str
    photo_url: str | None
    state: ListingState
    price: Money | None
    floor: Money | None


async def known(closet_id: UUID, item_id: VintedId) -> KnownItem | None:
    """A listing of a closet that the caller found to be the user's; None when no sync has seen it."""
    return (await known_items(closet_id, [item_id])).get(item_id)


async def known_items(closet_id: UUID, item_ids: Sequence[VintedId]) -> dict[VintedId, KnownItem]:
    """`known` of several at once."""
    rows = await fetch(
        """SELECT l.seen, l.state, n.notes FROM listings l
           LEFT JOIN listing_notes n ON n.closet_id = l.closet_id AND n.item_id = l.item_id
           WHERE l.closet_id = $1 AND l.item_id = ANY($2)""",
        closet_id, item_ids,
    )  # fmt: skip
    found = {}
    for row in rows:
        seen = msgspec.json.decode(row["seen"], type=SeenListing)
        notes = msgspec.json.decode(row["notes"], type=ListingNotes) if row["notes"] is not None else None
        found[seen.item_id] = KnownItem(
            item_id=seen.item_id,
            title=seen.title,
            photo_url=seen.photo_url,
            state=row["state"],
            price=seen.price,
            floor=notes.floor if notes is not None else None,
        )
    return found


STALEST = """SELECT l.item_id FROM listings l
    LEFT JOIN listing_details d ON d.closet_id = l.closet_id AND d.item_id = l.item_id
    WHERE l.closet_id = $1 AND l.state IN ('active', 'hidden') AND l.item_id <> ALL($2)
    ORDER BY CASE WHEN d.item_id IS NULL THEN 1 WHEN d.outdated THEN 0 ELSE 2 END, d.read_at, l.first_seen_at DESC, l.item_id DESC
    LIMIT $3"""


async def stalest(closet_id: UUID, but: Sequence[VintedId], limit: int) -> list[VintedId]:
    """Listings of the closet that would gain most by a look at their edit payload, those in `but` left out.

    First those whose list entry has changed since, then those never read, the newest first, then those read longest ago.
    """
    return [row["item_id"] for row in await fetch(STALEST, closet_id, but, limit)]


def is_below_floor(price: Money | None, floor: Money | None) -> bool:
    """Whether the seller does not accept this amount. A floor in another currency says nothing about it."""
    return price is not None and floor is not None and price.currency == floor.currency and price.amount < floor.amount


def refuse_below_floor(price: Money | None, floor: Money | None) -> None:
    """Raises BelowFloor."""
    if is_below_floor(price, floor):
        assert floor is not None
        raise BelowFloor(floor=msgspec.to_builtins(floor))
