"""A closet's listings with all that is known of each, for whoever learns from them."""

from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.listings import ListingFields, ListingState, SeenListing

from vintedbot.kit.db import fetch


class Told(Struct, frozen=True):
    """`fields` is None until an edit payload was read."""

    seen: SeenListing
    state: ListingState
    fields: ListingFields | None


async def told(closet_id: UUID, after: VintedId, limit: int) -> list[Told]:
    """Listings of a closet that were or are for sale, by item id, from above `after`."""
    rows = await fetch(
        """SELECT l.seen, l.state, d.fields FROM listings l
           LEFT JOIN listing_details d ON d.closet_id = l.closet_id AND d.item_id = l.item_id
           WHERE l.closet_id = $1 AND l.item_id > $2 AND l.state IN ('active', 'hidden', 'reserved', 'sold')
           ORDER BY l.item_id LIMIT $3""",
        closet_id, after, limit,
    )  # fmt: skip
    return [
        Told(
            msgspec.json.decode(row["seen"], type=SeenListing),
            row["state"],
            msgspec.json.decode(row["fields"], type=ListingFields) if row["fields"] is not None else None,
        )
        for row in rows
    ]
