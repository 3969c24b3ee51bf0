"""What only a listing's edit payload tells: description, category, attributes. Read when one is needed, never in a sync."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.listings import ListingDetails, ListingFields

from vintedbot.kit.db import Record, execute, fetchrow, uuid7
from vintedbot.kit.errors import InvalidInput


async def keep(
    user_id: UUID,
    closet_id: UUID,
    item_id: VintedId,
    fields: ListingFields,
    photo_ids: Sequence[VintedId],
    photo_urls: Sequence[str] = (),
) -> None:
    """Stores what was read in place of what was read before."""
    encoded = msgspec.json.encode(fields)
    if b"\\u0000" in encoded:
        raise InvalidInput("A text holds no NUL.", field="reading.fields")
    addresses = list(photo_urls) if len(photo_urls) == len(photo_ids) else []
    await execute(
        """INSERT INTO listing_details (id, user_id, closet_id, item_id, fields, photo_ids, photo_urls, read_at, outdated)
           VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp(), false)
           ON CONFLICT (closet_id, item_id) DO UPDATE SET fields = EXCLUDED.fields, photo_ids = EXCLUDED.photo_ids,
               photo_urls = EXCLUDED.photo_urls, read_at = EXCLUDED.read_at, outdated = false""",
        uuid7(), user_id, closet_id, item_id, encoded, list(photo_ids), addresses,
    )  # fmt: skip


async def of(closet_id: UUID, item_id: VintedId) -> ListingDetails | None:
    """What was read of an item of a closet that the caller found to be the user's; None when nothing was yet."""
    row = await fetchrow(
        "SELECT fields, photo_ids, photo_urls, read_at FROM listing_details WHERE closet_id = $1 AND item_id = $2",
        closet_id, item_id,
    )  # fmt: skip
    return decoded(row) if row is not None else None


def decoded(row: Record) -> ListingDetails | None:
    """The details of a row with `fields`, `photo_ids`, `photo_urls` and `read_at`, all null where nothing was read."""
    if row["read_at"] is None:
        return None
    fields = msgspec.json.decode(row["fields"], type=ListingFields)
    return ListingDetails(
        fields=fields, photo_ids=list(row["photo_ids"]), photo_urls=list(row["photo_urls"]), read_at=row["read_at"]
    )


async def changed(closet_id: UUID, item_id: VintedId, fields: ListingFields, *, photos: bool) -> None:
    """A change from here was proved. New photos have ids that only the next reading tells."""
    await execute(
        """UPDATE listing_details SET fields = $3,
               outdated = outdated OR $4 AND read_at < clock_timestamp() - interval '5 minutes'
           WHERE closet_id = $1 AND item_id = $2""",
        closet_id, item_id, msgspec.json.encode(fields), photos,
    )  # fmt: skip


async def follow(closet_id: UUID, old: VintedId, new: VintedId, photo_ids: Sequence[VintedId]) -> None:
    """The item has a new listing with the same text and these photos."""
    await execute(
        """INSERT INTO listing_details (id, user_id, closet_id, item_id, fields, photo_ids, photo_urls, read_at, outdated)
           SELECT $5, user_id, closet_id, $3, fields, CASE WHEN $4::bigint[] = '{}' THEN photo_ids ELSE $4 END, '{}', read_at,
               outdated
           FROM listing_details WHERE closet_id = $1 AND item_id = $2
           ON CONFLICT DO NOTHING""",
        closet_id, old, new, list(photo_ids), uuid7(),
    )  # fmt: skip
