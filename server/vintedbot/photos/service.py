"""What other domains may ask of photos. Ownership is a parameter of everything."""

import asyncio
import hashlib
from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from vintedbot_schemas.photos import PhotoState

from vintedbot.kit import store
from vintedbot.kit.db import execute, fetch, uuid7
from vintedbot.kit.errors import NotFound
from vintedbot.kit.process import current
from vintedbot.kit.tasks import enqueue

from . import incoming
from .imaging import WorkLost
from .imaging import run as in_pool
from .pool import Pool
from .reading import lines_on, reads_labels
from .sizes import sizes_in
from .work import Box, Line

__all__ = [
    "Box", "Described", "Line", "Pool", "WorkLost", "adopt", "bytes_of", "described", "in_pool", "kept", "kin", "lines_on",
    "owned_bytes", "reads_labels", "sizes_in",
]  # fmt: skip


class Described(Struct, frozen=True):
    """What a draft knows of a photo. `kept_sha256` is None until it is ready, and while an edit of it is not drawn."""

    id: UUID
    state: PhotoState
    kept_sha256: str | None
    width: int | None
    height: int | None
    color: str | None
    rendering: int


async def described(user_id: UUID, photo_ids: Sequence[UUID]) -> list[Described]:
    """These photos, in this order. Raises NotFound for one that is not the user's, was thrown away or failed."""
    rows = await fetch(
        """SELECT id, state, CASE WHEN NOT edit_waits THEN kept_sha256 END, width, height, color, rendering FROM photos
           WHERE user_id = $1 AND id = ANY($2) AND removed_at IS NULL AND state <> 'failed'""",
        user_id, photo_ids,
    )  # fmt: skip
    found = {row["id"]: Described(*row) for row in rows}
    if not found.keys() >= set(photo_ids):
        raise NotFound
    return [found[photo_id] for photo_id in photo_ids]


async def kin(user_id: UUID, photo_ids: Sequence[UUID]) -> set[UUID]:
    """These photos and the user's others that show the same picture."""
    rows = await fetch(
        """WITH q AS MATERIALIZED (SELECT id, kept_sha256, duplicate_of, near_duplicate_of FROM photos
               WHERE user_id = $1 AND id = ANY($2))
           SELECT id FROM q
           UNION SELECT p.id FROM q JOIN photos p ON p.user_id = $1 AND p.kept_sha256 = q.kept_sha256
           UNION SELECT p.id FROM q JOIN photos p ON p.duplicate_of = q.id
           UNION SELECT p.id FROM q JOIN photos p ON p.near_duplicate_of = q.id
           UNION SELECT duplicate_of FROM q WHERE duplicate_of IS NOT NULL
           UNION SELECT near_duplicate_of FROM q WHERE near_duplicate_of IS NOT NULL""",
        user_id, photo_ids,
    )  # fmt: skip
    return {row["id"] for row in rows}


async def kept(user_id: UUID, sha256s: Sequence[str]) -> dict[str, UUID]:
    """The user's ready photos that are these bytes; of several the oldest."""
    rows = await fetch(
        """SELECT DISTINCT ON (kept_sha256) kept_sha256, id FROM photos
           WHERE user_id = $1 AND kept_sha256 = ANY($2) AND state = 'ready' AND removed_at IS NULL ORDER BY kept_sha256, id""",
        user_id, sha256s,
    )  # fmt: skip
    return {row["kept_sha256"]: row["id"] for row in rows}


async def owned_bytes(user_id: UUID, sha256s: Sequence[str]) -> set[str]:
    """Which of these are kept originals or renderings of the user's, also of photos thrown away."""
    rows = await fetch(
        """SELECT kept_sha256 AS sha256 FROM photos WHERE user_id = $1 AND kept_sha256 = ANY($2)
           UNION SELECT original_sha256 FROM photos WHERE user_id = $1 AND original_sha256 = ANY($2)
           UNION SELECT sha256 FROM photo_renderings WHERE user_id = $1 AND sha256 = ANY($2)""",
        user_id, sha256s,
    )  # fmt: skip
    return {row["sha256"] for row in rows}


async def adopt(user_id: UUID, content: bytes) -> UUID:
    """A new photo from bytes that are here already, taken in like an upload. In the caller's transaction."""
    photo_id = uuid7()
    await asyncio.to_thread(incoming.write, current().settings.incoming_folder, photo_id, 0, content)
    await execute(
        """INSERT INTO photos (id, user_id, client_id, name, size, sha256, orientation, received, state)
           VALUES ($1, $2, $1, '', $3, $4, 1, $3, 'processing')""",
        photo_id, user_id, len(content), hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    await enqueue("photos.process", photo_id)
    return photo_id


async def bytes_of(user_id: UUID, sha256: str) -> bytes:
    """The kept original or a rendering of one of the user's photos, also of one thrown away. Raises NotFound."""
    if not await owned_bytes(user_id, [sha256]):
        raise NotFound
    try:
        return await store.get(current().settings.photo_folder, sha256)
    except store.Missing:
        raise NotFound from None
