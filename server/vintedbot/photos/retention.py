"""What of photos is kept for how long (`settings.RETENTION`), once a day.

The original of an item that is sold or deleted goes 30 days later; its thumbnail stays with the draft that shows it. Rows of
photos thrown away go when no draft shows them any more. Bytes that nothing names, of whichever domain, go last.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from vintedbot.jobs import service as jobs
from vintedbot.kit import store
from vintedbot.kit.db import Record, execute, fetch
from vintedbot.kit.process import current
from vintedbot.listings import service as listings
from vintedbot.settings import RETENTION

JUST_CAME = timedelta(days=2)
"""Bytes are written before the row that names them; so new ones are left alone."""
AT_ONCE = 1000


async def daily() -> None:
    """One round."""
    await forget_originals()
    await forget_removed()
    await forget_masks()
    await forget_bytes()


async def forget_originals() -> None:
    """Photos whose every draft was published and is over since long: the original and the large forms are given up."""
    for user_id, photo_ids in _by_user(await listings.photos_over(RETENTION["photo_original"])).items():
        await execute(
            """UPDATE photos SET kept_sha256 = NULL, large_sha256 = NULL, large_webp_sha256 = NULL, original_sha256 = NULL,
                   original_size = NULL, original_large_sha256 = NULL, lines = NULL,
                   removed_at = coalesce(removed_at, clock_timestamp()), group_id = NULL
               WHERE user_id = $1 AND id = ANY($2) AND kept_sha256 IS NOT NULL""",
            user_id, photo_ids,
        )  # fmt: skip


async def forget_removed() -> None:
    """Rows of photos thrown away long ago that no draft shows."""
    last = UUID(int=0)
    while rows := await fetch(
        """SELECT id, user_id FROM photos WHERE removed_at < clock_timestamp() - $1::interval AND id > $2
           ORDER BY id LIMIT $3""",
        RETENTION["removed_photo"], last, AT_ONCE,
    ):  # fmt: skip
        last = rows[-1]["id"]
        for user_id, photo_ids in _by_user(rows).items():
            used = await listings.photos_in_use(user_id, photo_ids)
            gone = [photo for photo in photo_ids if photo not in used]
            await execute("DELETE FROM photo_pairs WHERE photo_id = ANY($1) OR same_as = ANY($1)", gone)
            await execute("DELETE FROM photos WHERE id = ANY($1)", gone)
            await execute("DELETE FROM photo_edits WHERE photo_id = ANY($1)", gone)


async def forget_bytes() -> None:
    """Files nobody names. A 256th of the store at a time, so that the names at hand stay few."""
    folder = current().settings.photo_folder
    for number in range(256):
        prefix = f"{number:02x}"
        if not await asyncio.to_thread(store.holds, folder, prefix):
            continue
        named = await jobs.bytes_in_use(prefix)
        await _forget_renderings(prefix, named)
        named |= {
            row["sha256"]
            for row in await fetch(
                """SELECT n.sha256 FROM photos p, unnest(ARRAY[p.kept_sha256, p.large_sha256, p.large_webp_sha256,
                       p.thumb_sha256, p.original_sha256, p.original_large_sha256]) AS n (sha256)
                   WHERE starts_with(n.sha256, $1)
                   UNION SELECT sha256 FROM photo_renderings WHERE starts_with(sha256, $1)
                   UNION SELECT mask_sha256 FROM photo_cutouts WHERE starts_with(mask_sha256, $1)""",
                prefix,
            )
        }
        await asyncio.to_thread(store.forget, folder, prefix, named, JUST_CAME)


async def _forget_renderings(prefix: str, named: set[str]) -> None:
    """Renderings that were edited again, or whose photo is gone, and that no job names."""
    await execute(
        """DELETE FROM photo_renderings r WHERE starts_with(sha256, $1) AND made_at < clock_timestamp() - $2::interval
               AND sha256 <> ALL($3)
               AND NOT EXISTS (SELECT FROM photos p WHERE p.user_id = r.user_id AND p.kept_sha256 = r.sha256)""",
        prefix, RETENTION["old_rendering"], list(named),
    )  # fmt: skip


async def forget_masks() -> None:
    """Masks whose original is kept no more. What was asked for this month stays as a row: it counts."""
    await execute(
        """DELETE FROM photo_cutouts c WHERE asked_at < clock_timestamp() - interval '31 days' AND NOT EXISTS
               (SELECT FROM photos p WHERE p.user_id = c.user_id AND p.kept_sha256 = c.original_sha256)
           AND NOT EXISTS (SELECT FROM photos p WHERE p.user_id = c.user_id AND p.original_sha256 = c.original_sha256)"""
    )


def _by_user(rows: Iterable[Record]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for row in rows:
        found[row["user_id"]].append(row["id"])
    return found
