"""Announcing photos and taking their parts, until all bytes of one are here and confirmed. What becomes of them: `intake`."""

import asyncio
from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from vintedbot_schemas.errors import ErrorCode
from vintedbot_schemas.photos import MAX_PHOTO_BYTES, NewPhoto, PartAnswer, Photo, PhotoProblem, PhotoState, UploadAnswer

from vintedbot.kit import room
from vintedbot.kit.db import Record, execute, fetchrow, transaction, uuid7
from vintedbot.kit.errors import AppError, NotFound, PayloadTooLarge
from vintedbot.kit.process import current
from vintedbot.kit.tasks import enqueue
from vintedbot.listings import service as listings

from . import incoming, stored
from .shown import COLUMNS, photo

KNOWN = f"SELECT {COLUMNS} FROM photos WHERE user_id = $1 AND client_id = $2"  # noqa: S608
ARRIVING = """SELECT id, state, size, sha256, received, problem FROM photos
    WHERE id = $1 AND user_id = $2 AND removed_at IS NULL"""


class WrongOffset(AppError):
    """The part leaves a gap. `offset`: where the next part starts."""

    code: ClassVar[ErrorCode] = "wrong_offset"
    status = 409
    title = "The part does not begin where the last one ended"


async def announce(user_id: UUID, photos: Sequence[NewPhoto]) -> UploadAnswer:
    """For each photo its row: a new one, the one it had under this client id (an upload goes on), or the one it is a copy of."""
    await asyncio.to_thread(room.on_disk, current().settings.incoming_folder)
    async with transaction():
        # two announcements at once would also miss each other's copies
        await room.counted(user_id)
        new = sum(min(each.size, MAX_PHOTO_BYTES) for each in photos)
        await stored.make_room(user_id, photos=len(photos), new=new)
        here: dict[str, Record] = {}
        return UploadAnswer(items=[await _announced(user_id, each, here) for each in photos])


async def _announced(user_id: UUID, new: NewPhoto, here: dict[str, Record]) -> Photo:
    """`here`: rows of this very announcement by sha256; an upload that another browser began may never end, so it is no copy."""
    known = await fetchrow(KNOWN, user_id, new.client_id)
    if known is not None and known["state"] in ("processing", "ready"):
        return photo(known)
    same = await _copied(user_id, new) or here.get(new.sha256)
    if same is not None and same["client_id"] != new.client_id:
        is_back = await _back(user_id, same["id"])
        return photo(same, client_id=new.client_id, name=new.name, duplicate_of=None if is_back else same["id"])
    row = await _row(user_id, new)
    if row["state"] == "receiving":
        here[new.sha256] = row
    return photo(row)


async def _back(user_id: UUID, photo_id: UUID) -> bool:
    """Whether the photo waits to be grouped again: it left the board with a draft that shows it no longer, and who drops it anew
    would see it nowhere."""
    if await listings.photos_in_use(user_id, [photo_id], thrown_away=False):
        return False
    left = "SELECT id FROM photo_groups WHERE user_id = $2 AND draft_id IS NOT NULL"
    back = f"UPDATE photos SET group_id = NULL, place = NULL WHERE id = $1 AND user_id = $2 AND group_id IN ({left})"  # noqa: S608
    return await execute(back, photo_id, user_id) == 1


async def _copied(user_id: UUID, new: NewPhoto) -> Record | None:
    return await fetchrow(
        f"""SELECT {COLUMNS} FROM photos WHERE user_id = $1 AND (sha256 = $2 OR kept_sha256 = $2 OR original_sha256 = $2)
                AND removed_at IS NULL AND state IN ('processing', 'ready') ORDER BY id LIMIT 1""",  # noqa: S608
        user_id, new.sha256,
    )  # fmt: skip


async def _row(user_id: UUID, new: NewPhoto) -> Record:
    problem = _refusal(new.size)
    state: PhotoState = "failed" if problem else "receiving"
    # the same bytes go on where they stopped; other bytes, or a file that was refused, begin anew
    row = await fetchrow(
        f"""INSERT INTO photos AS p (id, user_id, client_id, name, size, sha256, orientation, captured_at, state, problem)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (user_id, client_id) DO UPDATE SET name = EXCLUDED.name, size = EXCLUDED.size, sha256 = EXCLUDED.sha256,
                orientation = EXCLUDED.orientation, captured_at = EXCLUDED.captured_at, state = EXCLUDED.state,
                problem = EXCLUDED.problem, removed_at = NULL, changed_at = clock_timestamp(),
                received = CASE WHEN p.state = 'receiving' AND p.sha256 = EXCLUDED.sha256 AND p.size = EXCLUDED.size
                    AND p.removed_at IS NULL THEN p.received ELSE 0 END
            RETURNING {COLUMNS}""",  # noqa: S608
        uuid7(), user_id, new.client_id, new.name, min(new.size, 2**31 - 1), new.sha256, new.orientation, new.captured_at,
        state, problem,
    )  # fmt: skip
    assert row is not None
    return row


def _refusal(size: int) -> PhotoProblem | None:
    if size == 0:
        return "empty"
    return "too_large" if size > MAX_PHOTO_BYTES else None


async def take_part(user_id: UUID, photo_id: UUID, offset: int, part: bytes) -> PartAnswer:
    """Writes a part; with the last one all bytes are checked and the photo goes on to be taken in.

    Raises NotFound, WrongOffset, and PayloadTooLarge for bytes past the announced size.
    """
    row = await _receiving(user_id, photo_id, offset)
    if row["state"] in ("processing", "ready"):
        return PartAnswer(offset=row["size"], state=row["state"], sha256=row["sha256"])
    if row["state"] == "failed" or offset < row["received"]:
        return PartAnswer(offset=row["received"], state=row["state"])
    if offset > row["received"]:
        raise WrongOffset(offset=row["received"])
    if offset + len(part) > row["size"]:
        raise PayloadTooLarge("More bytes than were announced.", offset=row["received"], size=row["size"])
    folder = current().settings.incoming_folder
    await asyncio.to_thread(room.on_disk, folder)
    await asyncio.to_thread(incoming.write, folder, photo_id, offset, part)
    if offset + len(part) < row["size"]:
        received = await _advanced(user_id, photo_id, offset, len(part))
        return PartAnswer(offset=received, state="receiving")
    return await _whole(user_id, row)


async def _receiving(user_id: UUID, photo_id: UUID, offset: int) -> Record:
    """The photo's row; one whose checksum was wrong begins again with its first part."""
    row = await fetchrow(ARRIVING, photo_id, user_id)
    if row is not None and row["problem"] == "checksum" and offset == 0:
        row = await fetchrow(
            """UPDATE photos SET state = 'receiving', problem = NULL, changed_at = clock_timestamp()
                WHERE id = $1 AND user_id = $2 AND removed_at IS NULL AND received = 0
                RETURNING id, state, size, sha256, received, problem""",
            photo_id, user_id,
        )  # fmt: skip
    if row is None:
        raise NotFound
    return row


async def _advanced(user_id: UUID, photo_id: UUID, offset: int, length: int) -> int:
    """Counts the part unless the same one was counted at the same moment; how many bytes are here."""
    row = await fetchrow(
        """UPDATE photos SET received = CASE WHEN received = $3 AND state = 'receiving' THEN $3 + $4 ELSE received END,
               changed_at = clock_timestamp()
           WHERE id = $1 AND user_id = $2 RETURNING received""",
        photo_id, user_id, offset, length,
    )  # fmt: skip
    if row is None:
        raise NotFound
    return int(row["received"])


async def _whole(user_id: UUID, row: Record) -> PartAnswer:
    folder = current().settings.incoming_folder
    try:
        found = await asyncio.to_thread(incoming.sealed, folder, row["id"], row["size"])
    except FileNotFoundError:
        # the same part, sent twice at once: the other one was the first to end
        now = await fetchrow("SELECT state, received FROM photos WHERE id = $1 AND user_id = $2", row["id"], user_id)
        if now is None or now["state"] == "receiving":
            raise
        confirmed = row["sha256"] if now["state"] in ("processing", "ready") else None
        return PartAnswer(offset=now["received"], state=now["state"], sha256=confirmed)
    if found != row["sha256"]:
        await execute(
            """UPDATE photos SET state = 'failed', problem = 'checksum', received = 0, changed_at = clock_timestamp()
               WHERE id = $1 AND user_id = $2 AND state = 'receiving'""",
            row["id"], user_id,
        )  # fmt: skip
        await asyncio.to_thread(incoming.drop, folder, row["id"])
        return PartAnswer(offset=0, state="failed")
    async with transaction():
        if await execute(
            """UPDATE photos SET state = 'processing', received = size, changed_at = clock_timestamp()
               WHERE id = $1 AND user_id = $2 AND state = 'receiving'""",
            row["id"], user_id,
        ):  # fmt: skip
            await enqueue("photos.process", row["id"])
    return PartAnswer(offset=row["size"], state="processing", sha256=row["sha256"])
