"""The bytes of photos for those who own them: the original, the large form, the thumbnail."""

from asyncio import Lock
from typing import assert_never
from uuid import UUID
from weakref import WeakValueDictionary

import msgspec
from msgspec import Struct
from vintedbot_schemas.edits import CutoutBy
from vintedbot_schemas.photos import PhotoVariant

from vintedbot.jobs import service as jobs
from vintedbot.kit import store
from vintedbot.kit.db import Record, execute, fetchrow, fetchval
from vintedbot.kit.errors import NotFound
from vintedbot.kit.magic import picture_type
from vintedbot.kit.process import current

from . import cutouts, imaging, service, work


class Found(Struct, frozen=True):
    """Bytes under the sha256 they are kept by. `rendering`: the one these are of, where the next edit changes them."""

    sha256: str
    content: bytes
    rendering: int | None = None

    @property
    def media_type(self) -> str:
        """What they are, whatever somebody called them."""
        return picture_type(self.content) or "application/octet-stream"


async def variant(user_id: UUID, photo_id: UUID, wanted: PhotoVariant, *, webp: bool) -> Found:
    """One form of a ready photo; the large WebP is made when it is first asked for. Raises NotFound."""
    row = await fetchrow(
        """SELECT kept_sha256, large_sha256, large_webp_sha256, thumb_sha256, coalesce(original_sha256, kept_sha256) AS original,
               coalesce(original_large_sha256, large_sha256) AS source_sha256, rendering FROM photos
           WHERE id = $1 AND user_id = $2 AND state = 'ready'""",
        photo_id, user_id,
    )  # fmt: skip
    if row is None:
        raise NotFound
    found = await _read(await _address(user_id, photo_id, row, wanted, webp=webp))
    return found if wanted in ("source", "mask", "server_mask") else msgspec.structs.replace(found, rendering=row["rendering"])


async def _address(user_id: UUID, photo_id: UUID, row: Record, wanted: PhotoVariant, *, webp: bool) -> str | None:
    match wanted:
        case "original" | "thumb" | "source":
            sha256: str | None = row[_COLUMN[wanted]]
            return sha256
        case "mask" | "server_mask":
            by: CutoutBy = "remove.bg" if wanted == "mask" else "server"
            return await cutouts.mask_sha256(user_id, row["original"], by) if row["original"] else None
        case "large":
            large: str | None = row["large_webp_sha256" if webp else "large_sha256"]
            return await _made_webp(user_id, photo_id, row["kept_sha256"]) if webp and large is None else large
        case _:
            assert_never(wanted)


_COLUMN = {"original": "kept_sha256", "thumb": "thumb_sha256", "source": "source_sha256"}


async def by_hash(user_id: UUID, sha256: str) -> Found:
    """Bytes the user owns: an original of ours, or a photo of a snapshot. Raises NotFound."""
    try:
        return Found(sha256, await service.bytes_of(user_id, sha256))
    except NotFound:
        return Found(sha256, await jobs.snapshot_photo(user_id, sha256))


_making: WeakValueDictionary[UUID, Lock] = WeakValueDictionary()
"""By user: nobody has more than one made at a time, so the image processes stay free for others and few originals are held."""


async def _made_webp(user_id: UUID, photo_id: UUID, kept_sha256: str | None) -> str:
    async with _making.setdefault(user_id, Lock()):
        # another request may have had it made meanwhile
        known: str | None = await fetchval("SELECT large_webp_sha256 FROM photos WHERE id = $1", photo_id)
        if known is not None:
            return known
        made = await imaging.run(work.large_webp, (await _read(kept_sha256)).content)
        sha256 = await store.put(current().settings.photo_folder, made)
        # unless it was edited meanwhile
        await execute(
            "UPDATE photos SET large_webp_sha256 = $2 WHERE id = $1 AND kept_sha256 = $3", photo_id, sha256, kept_sha256
        )
        return sha256


async def _read(sha256: str | None) -> Found:
    if sha256 is None:  # given up, see retention.py
        raise NotFound
    try:
        return Found(sha256, await store.get(current().settings.photo_folder, sha256))
    except store.Missing:
        raise NotFound from None
