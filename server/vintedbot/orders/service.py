"""What other domains may ask of orders."""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas.base import Money, VintedId

from vintedbot.kit.db import fetch

__all__ = ["Sold", "sales"]


class Sold(Struct, frozen=True):
    """What was paid for an item, and when it was bought, where the list told. Nothing of who bought it."""

    price: Money
    at: datetime | None


async def sales(closet_id: UUID) -> dict[VintedId, Sold]:
    """The sales of a closet that the caller found to be the user's, by item. A bundle's price is no item's price."""
    rows = await fetch(
        """SELECT item_ids[1] AS item_id, price, at FROM orders
           WHERE closet_id = $1 AND side = 'sold' AND cardinality(item_ids) = 1 AND price IS NOT NULL AND waits <> 'failed'""",
        closet_id,
    )
    return {row["item_id"]: Sold(msgspec.json.decode(row["price"], type=Money), row["at"]) for row in rows}
