"""The board in the database: read and changed as a whole, under one lock per user, and every change can be taken back.

The rules of a change are in `board.py` and `edits.py`.
"""

from asyncio import Lock
from collections.abc import Iterable, Sequence
from typing import ClassVar
from uuid import UUID
from weakref import WeakValueDictionary

import msgspec
from vintedbot_schemas.errors import ErrorCode
from vintedbot_schemas.photos import GroupEdit, GroupList, PhotoGroup, Remove

from vintedbot.analysis import service as analysis
from vintedbot.kit.db import execute, executemany, fetch, fetchval, transaction, uuid7
from vintedbot.kit.errors import AppError, NotFound
from vintedbot.kit.http import PAGE_MAX, Paging
from vintedbot.listings import service as listings

from . import imaging, reading, work
from .board import Board, Group
from .edits import edited
from .sizes import sizes_said
from .work import Line, Shot

TIMES_ANEW = 5
MOST = 400
"""Photos grouped at once, the first; the rest stay for the next time. Photos without a time are each compared with each."""
FIRST = Paging(PAGE_MAX)
"""The page every change is answered with."""


class UndoTooLate(AppError):
    """Something else was changed since. Read the groups anew."""

    code: ClassVar[ErrorCode] = "undo_too_late"
    status = 409
    title = "Only the last change can be taken back"


class PhotoInUse(AppError):
    """A draft shows the photo. `photo_ids`: those in use."""

    code: ClassVar[ErrorCode] = "photo_in_use"
    status = 409
    title = "The photo is used in a draft"


def list_sql(*, later: bool) -> str:
    """The open groups of user $1 in order; `later`: behind place $2 and id $3."""
    return f"""SELECT g.id, g.lane, g.revision, g.place,
            ARRAY(SELECT p.id FROM photos p WHERE p.group_id = g.id ORDER BY p.place) AS photo_ids
        FROM photo_groups g WHERE g.user_id = $1 AND g.draft_id IS NULL
            AND {"(g.place, g.id) > ($2, $3)" if later else "$2::integer IS NULL AND $3::uuid IS NULL"}
        ORDER BY g.place, g.id LIMIT $4"""  # noqa: S608


async def shown(user_id: UUID, paging: Paging = FIRST) -> GroupList:
    """A page of the open groups in order, and the last change that can be taken back."""
    position = paging.position(int, UUID)
    rows = await fetch(list_sql(later=position is not None), user_id, *(position or (None, None)), paging.limit + 1)
    page, following = paging.cut(rows, lambda row: (row["place"], row["id"]))
    undo = await fetchval(
        """SELECT u.id FROM group_undo u JOIN photo_boards b ON b.user_id = u.user_id AND b.version = u.after_version
           WHERE u.user_id = $1 ORDER BY u.id DESC LIMIT 1""",
        user_id,
    )
    groups = [PhotoGroup(id=g["id"], lane=g["lane"], photo_ids=g["photo_ids"], revision=g["revision"]) for g in page]
    return GroupList(items=groups, next=following, undo=undo)


async def edit(user_id: UUID, wanted: GroupEdit) -> GroupList:
    """A person's change. Raises what `edits.edited` raises, and PhotoInUse for photos thrown away that a draft shows."""
    async with transaction():
        version = await _locked(user_id)
        before = await _read(user_id)
        after = edited(before, wanted, uuid7)
        if isinstance(wanted, Remove):
            await _refuse_used(user_id, wanted.photo_ids)
        await _store(user_id, version, before, after)
    return await shown(user_id)


async def throw_away(user_id: UUID, photo_id: UUID) -> None:
    """One photo, wherever it is: on the board the change can be taken back. Raises NotFound, PhotoInUse."""
    async with transaction():
        version = await _locked(user_id)
        before = await _read(user_id)
        await _refuse_used(user_id, [photo_id])
        if photo_id in before.photos():
            await _store(user_id, version, before, edited(before, Remove(photo_ids=[photo_id]), uuid7))
        elif not await execute(
            """UPDATE photos SET removed_at = clock_timestamp(), group_id = NULL
               WHERE id = $1 AND user_id = $2 AND removed_at IS NULL""",
            photo_id, user_id,
        ):  # fmt: skip
            raise NotFound


_comparing: WeakValueDictionary[UUID, Lock] = WeakValueDictionary()
"""By user: nobody has more than one comparison made at a time, so the image processes stay free for others."""


async def cluster(user_id: UUID, photo_ids: Sequence[UUID]) -> GroupList:
    """Groups the ready photos among these (all when empty) that are in no group yet, at most `MOST`.

    The comparing happens outside the lock; if the person changed the board meanwhile it is done again on what is there now.
    Sizes are a witness, so photos that are just being read are waited for a while.
    """
    await reading.settled(user_id, photo_ids)
    for _ in range(TIMES_ANEW):
        async with transaction():
            version = await _locked(user_id)
            before = await _read(user_id)
        used = await listings.photos_in_use(user_id, before.ungrouped, thrown_away=not photo_ids)
        wanted = set(photo_ids or before.ungrouped) - used
        chosen = [photo for photo in before.ungrouped if photo in wanted][:MOST]
        if not chosen:
            break
        async with _comparing.setdefault(user_id, Lock()):
            shots, ids = await _shots(user_id, before.photos()), [uuid7() for _ in chosen]
            after = await imaging.run(work.grouped, before, chosen, shots, ids)
        async with transaction():
            if await _locked(user_id) == version:
                await _store(user_id, version, before, after)
                break
    return await shown(user_id)


async def undo(user_id: UUID, undo_id: UUID) -> GroupList:
    """Takes the last change back. Raises UndoTooLate."""
    async with transaction():
        version = await _locked(user_id)
        row = await fetch(
            "DELETE FROM group_undo WHERE id = $1 AND user_id = $2 AND after_version = $3 RETURNING before_version, board",
            undo_id, user_id, version,
        )  # fmt: skip
        if not row:
            raise UndoTooLate
        now, back = await _read(user_id), msgspec.json.decode(row[0]["board"], type=Board)
        # photos that came since the change stay where they are
        known = set(back.photos())
        came = tuple(photo for photo in now.photos() if photo not in known)
        await _write(user_id, now, Board(groups=back.groups, ungrouped=back.ungrouped + came))
        await execute("UPDATE photo_boards SET version = $2 WHERE user_id = $1", user_id, row[0]["before_version"])
    return await shown(user_id)


async def make_drafts(user_id: UUID, group_ids: Sequence[UUID], closet_id: UUID | None) -> list[UUID]:
    """One draft per group, in their order; a group that has one keeps it. The groups leave the board. Raises NotFound.

    The drafts are there at once with their photos; what is seen on these comes after, see `analysis.run`.
    """
    async with transaction():
        await _locked(user_id)
        rows = await fetch("SELECT id, draft_id FROM photo_groups WHERE user_id = $1 AND id = ANY($2)", user_id, group_ids)
        drafts: dict[UUID, UUID | None] = {row["id"]: row["draft_id"] for row in rows}
        if not drafts.keys() >= set(group_ids):
            raise NotFound
        photos: dict[UUID, tuple[UUID, ...]] = {group.id: group.photo_ids for group in (await _read(user_id)).groups}
        made = []
        for group_id in dict.fromkeys(group_ids):
            draft_id = drafts[group_id]
            if draft_id is None:
                draft_id = await listings.draft_from_photos(user_id, closet_id, photos[group_id])
                await execute("UPDATE photo_groups SET draft_id = $2 WHERE id = $1", group_id, draft_id)
            else:
                await listings.bring_back(user_id, draft_id)
            made.append(draft_id)
        await analysis.begin(user_id, made)
        # changes from before speak of groups that have left
        await execute("UPDATE photo_boards SET version = $2 WHERE user_id = $1", user_id, uuid7())
    return made


async def _refuse_used(user_id: UUID, photo_ids: Iterable[UUID]) -> None:
    used = await listings.photos_in_use(user_id, list(photo_ids))
    if used:
        raise PhotoInUse(photo_ids=[str(photo) for photo in sorted(used)])


async def _locked(user_id: UUID) -> UUID:
    """Locks the user's board until the transaction ends; its version."""
    await execute("INSERT INTO photo_boards (user_id, version) VALUES ($1, $2) ON CONFLICT DO NOTHING", user_id, uuid7())
    version: UUID = await fetchval("SELECT version FROM photo_boards WHERE user_id = $1 FOR UPDATE", user_id)
    return version


async def _read(user_id: UUID) -> Board:
    rows = await fetch(
        """SELECT g.id, g.lane, g.touched, g.revision,
               ARRAY(SELECT p.id FROM photos p WHERE p.group_id = g.id ORDER BY p.place) AS photo_ids
           FROM photo_groups g WHERE g.user_id = $1 AND g.draft_id IS NULL ORDER BY g.place, g.id""",
        user_id,
    )
    loose = await fetch(
        """SELECT id FROM photos WHERE user_id = $1 AND state = 'ready' AND group_id IS NULL AND removed_at IS NULL
           ORDER BY id""",
        user_id,
    )
    groups = [Group(**{**row, "photo_ids": tuple(row["photo_ids"])}) for row in rows]
    return Board(groups=tuple(groups), ungrouped=tuple(row["id"] for row in loose))


async def _shots(user_id: UUID, photo_ids: Sequence[UUID]) -> list[Shot]:
    rows = await fetch(
        "SELECT id, captured_at, look, lines FROM photos WHERE user_id = $1 AND id = ANY($2) ORDER BY id", user_id, photo_ids
    )
    return [
        Shot(row["id"], row["captured_at"], row["look"], sizes_said(msgspec.json.decode(row["lines"] or b"[]", type=list[Line])))
        for row in rows
    ]


async def _store(user_id: UUID, version: UUID, before: Board, after: Board) -> None:
    """Writes the change and keeps what it takes to take it back."""
    changed = uuid7()
    await _write(user_id, before, after)
    await execute("UPDATE photo_boards SET version = $2 WHERE user_id = $1", user_id, changed)
    await execute(
        "INSERT INTO group_undo (id, user_id, before_version, after_version, board) VALUES ($1, $2, $3, $4, $5)",
        uuid7(), user_id, version, changed, msgspec.json.encode(before),
    )  # fmt: skip


async def _write(user_id: UUID, before: Board, after: Board) -> None:
    """Brings the rows from one board to the other."""
    old = {group.id: (place, group) for place, group in enumerate(before.groups)}
    new = {group.id: (place, group) for place, group in enumerate(after.groups)}
    gone = [group_id for group_id in old if group_id not in new]
    await execute("DELETE FROM photo_groups WHERE user_id = $1 AND id = ANY($2) AND draft_id IS NULL", user_id, gone)
    await executemany(
        """INSERT INTO photo_groups (id, user_id, place, lane, touched, revision) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (id) DO UPDATE SET place = EXCLUDED.place, lane = EXCLUDED.lane, touched = EXCLUDED.touched,
               revision = EXCLUDED.revision""",
        [(g.id, user_id, place, g.lane, g.touched, g.revision) for place, g in new.values() if old.get(g.id) != (place, g)],
    )
    was, now = _homes(before), _homes(after)
    await executemany(
        "UPDATE photos SET group_id = $3, place = $4, removed_at = NULL WHERE id = $1 AND user_id = $2",
        [(photo, user_id, *home) for photo, home in now.items() if was.get(photo) != home],
    )
    await execute(
        """UPDATE photos SET group_id = NULL, place = NULL, removed_at = clock_timestamp()
           WHERE user_id = $1 AND id = ANY($2)""",
        user_id, [photo for photo in was if photo not in now],
    )  # fmt: skip


def _homes(board: Board) -> dict[UUID, tuple[UUID | None, int | None]]:
    homes: dict[UUID, tuple[UUID | None, int | None]] = dict.fromkeys(board.ungrouped, (None, None))
    return homes | {photo: (group.id, place) for group in board.groups for place, photo in enumerate(group.photo_ids)}
