"""How much of an account's room its photos take: originals, renderings of edits, masks of items, and photos of snapshots."""

from uuid import UUID

from msgspec import Struct

from vintedbot.jobs import service as jobs
from vintedbot.kit import room
from vintedbot.kit.db import fetchrow
from vintedbot.kit.process import current


class Held(Struct, frozen=True):
    """Photos, whatever became of them, and bytes."""

    photos: int
    bytes: int


async def held(user_id: UUID) -> Held:
    """What is kept, and what is on its way."""
    row = await fetchrow(
        """SELECT count(*) AS photos, coalesce(sum(greatest(size, coalesce(original_size, kept_size))) FILTER (WHERE
               state IN ('receiving', 'processing') OR kept_sha256 IS NOT NULL), 0)::bigint
               + (SELECT coalesce(sum(size), 0) FROM photo_renderings WHERE user_id = $1)
               + (SELECT coalesce(sum(mask_size), 0) FROM photo_cutouts WHERE user_id = $1) AS bytes
           FROM photos WHERE user_id = $1""",
        user_id,
    )
    assert row is not None
    return Held(row["photos"], int(row["bytes"]) + await jobs.snapshot_bytes(user_id))


async def make_room(user_id: UUID, *, photos: int = 0, new: int) -> None:
    """Raises QuotaReached when so many more photos and bytes are too many."""
    quotas = current().settings.quotas
    there = await held(user_id)
    room.within("photos", there.photos + photos, quotas.photos)
    room.within("bytes", there.bytes + new, int(quotas.gib * room.GIB))
