"""What the seller keeps about an item, none of which is on Vinted: cost, floor, tags, where it lies. It follows a relist."""

from uuid import UUID

import msgspec
from vintedbot_schemas.base import Money, VintedId
from vintedbot_schemas.listings import ListingNotes

from vintedbot.closets import service as closets
from vintedbot.kit.db import execute, fetchval, transaction, uuid7
from vintedbot.kit.errors import InvalidInput

from . import seen


async def of(closet_id: UUID, item_id: VintedId) -> ListingNotes:
    """The notes of an item of a closet that the caller found to be the user's."""
    found = await fetchval("SELECT notes FROM listing_notes WHERE closet_id = $1 AND item_id = $2", closet_id, item_id)
    return msgspec.json.decode(found, type=ListingNotes) if found is not None else ListingNotes()


async def keep(user_id: UUID, item_id: VintedId, new: ListingNotes) -> ListingNotes:
    """Stores them in place of those before; as they are kept. Raises NotFound, InvalidInput."""
    closet_id = await seen.closet_of(user_id, item_id)
    await closets.owned(user_id, closet_id)
    tags = [tag for tag in dict.fromkeys(each.strip() for each in new.tags) if tag]
    notes = msgspec.structs.replace(new, tags=tags, storage_place=new.storage_place.strip())
    encoded = msgspec.json.encode(notes)
    if b"\\u0000" in encoded:
        raise InvalidInput("A text holds no NUL.")
    async with transaction():
        await execute(
            """INSERT INTO listing_notes (id, user_id, closet_id, item_id, notes, changed_at)
               VALUES ($1, $2, $3, $4, $5, clock_timestamp())
               ON CONFLICT (closet_id, item_id) DO UPDATE SET notes = EXCLUDED.notes, changed_at = EXCLUDED.changed_at""",
            uuid7(), user_id, closet_id, item_id, encoded,
        )  # fmt: skip
    return notes


async def cost_is(user_id: UUID, closet_id: UUID, item_id: VintedId, cost: Money) -> None:
    """What the seller said of a draft before it became this listing; what they noted about the listing itself stands."""
    noted = msgspec.json.encode(ListingNotes(purchase_cost=cost))
    await execute(
        """INSERT INTO listing_notes AS n (id, user_id, closet_id, item_id, notes, changed_at)
           VALUES ($1, $2, $3, $4, $5, clock_timestamp())
           ON CONFLICT (closet_id, item_id) DO UPDATE
               SET notes = jsonb_set(n.notes, '{purchase_cost}', EXCLUDED.notes->'purchase_cost'),
                   changed_at = EXCLUDED.changed_at
               WHERE n.notes->>'purchase_cost' IS NULL""",
        uuid7(), user_id, closet_id, item_id, noted,
    )  # fmt: skip


async def follow(closet_id: UUID, old: VintedId, new: VintedId) -> None:
    """The item has a new listing: its notes go with it. The old ones stay, as a restore may start from there."""
    await execute(
        """INSERT INTO listing_notes (id, user_id, closet_id, item_id, notes, changed_at)
           SELECT $4, user_id, closet_id, $3, notes, changed_at FROM listing_notes WHERE closet_id = $1 AND item_id = $2
           ON CONFLICT DO NOTHING""",
        closet_id, old, new, uuid7(),
    )  # fmt: skip
