"""Lists of photos: the newest, those asked for, and those that show the same shot."""

from collections.abc import Sequence
from uuid import UUID

from vintedbot_schemas.photos import DuplicateList, DuplicatePair, PhotoPage

from vintedbot.kit.db import execute, fetch
from vintedbot.kit.errors import NotFound
from vintedbot.kit.http import PAGE_MAX, Paging
from vintedbot.listings import service as listings

from .shown import COLUMNS, photo

LIST = f"""SELECT {COLUMNS} FROM photos
    WHERE user_id = $1 AND removed_at IS NULL AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3"""  # noqa: S608


async def page(user_id: UUID, paging: Paging) -> PhotoPage:
    """The user's photos, newest first."""
    position = paging.position(UUID)
    rows = await fetch(LIST, user_id, position[0] if position else None, paging.limit + 1)
    cut, following = paging.cut(rows, lambda row: (row["id"],))
    return PhotoPage(items=[photo(row) for row in cut], next=following)


async def these(user_id: UUID, photo_ids: Sequence[UUID]) -> PhotoPage:
    """Those of them that are the user's and were not thrown away, in the order asked for."""
    rows = await fetch(
        f"SELECT {COLUMNS} FROM photos WHERE user_id = $1 AND id = ANY($2) AND removed_at IS NULL",  # noqa: S608
        user_id, photo_ids,
    )  # fmt: skip
    found = {row["id"]: row for row in rows}
    return PhotoPage(items=[photo(found[photo_id]) for photo_id in dict.fromkeys(photo_ids) if photo_id in found])


DUPLICATES = """SELECT DISTINCT ON (d.photo_id) d.photo_id, d.same_as, d.reason FROM photo_pairs d
        JOIN photos p ON p.id = d.photo_id AND p.removed_at IS NULL AND p.state = 'ready'
        JOIN photos q ON q.id = d.same_as AND q.removed_at IS NULL AND q.state = 'ready'
    WHERE d.user_id = $1 AND d.kept_at IS NULL AND ($2::uuid IS NULL OR d.photo_id < $2)
    ORDER BY d.photo_id DESC, d.same_as LIMIT $3"""


async def duplicates(user_id: UUID, paging: Paging) -> DuplicateList:
    """The pairs nobody has decided about: each photo that shows what an older one shows, beside the oldest such, newest first."""
    position = paging.position(UUID)
    rows = await fetch(DUPLICATES, user_id, position[0] if position else None, paging.limit + 1)
    pairs, following = paging.cut(rows, lambda row: (row["photo_id"],))
    ids = list(dict.fromkeys(row[side] for row in pairs for side in ("photo_id", "same_as")))
    known = {found.id: found for found in (await these(user_id, ids)).items}
    drafted = await _drafted(user_id, ids)
    items = [
        DuplicatePair(
            photo=known[pair[0]], same_as=known[pair[1]], reason=row["reason"], drafted=[i for i in pair if i in drafted]
        )
        for row in pairs
        # thrown away between the two questions
        if (pair := (row["photo_id"], row["same_as"])) and known.keys() >= set(pair)
    ]
    return DuplicateList(items=items, next=following)


async def _drafted(user_id: UUID, photo_ids: Sequence[UUID]) -> set[UUID]:
    """Those that a draft shows, or whose group has become one: neither is on the board, where photos are thrown away."""
    gone = await fetch(
        """SELECT p.id FROM photos p JOIN photo_groups g ON g.id = p.group_id
           WHERE p.user_id = $1 AND p.id = ANY($2) AND g.draft_id IS NOT NULL""",
        user_id, photo_ids,
    )  # fmt: skip
    return {row["id"] for row in gone} | await listings.photos_in_use(user_id, photo_ids)


async def keep_both(user_id: UUID, photo_id: UUID, keep: bool) -> DuplicateList:
    """The photo stays beside those it is like, or is asked about again. Raises NotFound when it is like none."""
    decided = await execute(
        "UPDATE photo_pairs SET kept_at = CASE WHEN $3 THEN clock_timestamp() END WHERE user_id = $1 AND photo_id = $2",
        user_id, photo_id, keep,
    )  # fmt: skip
    if not decided:
        raise NotFound
    return await duplicates(user_id, Paging(PAGE_MAX))
