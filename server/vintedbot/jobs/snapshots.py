"""Snapshots: a listing as it was before its relist, payload and photo bytes, verified before anything is changed on Vinted.

A photo whose bytes are ours already, because the listing was published or relisted from here, is not fetched again:
our original wins over Vinted's re-encoded copy. `vinted_photos` remembers which photo on Vinted is which of our bytes.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.errors import ErrorCode
from vintedbot_schemas.jobs import Facts, SnapshotAnswer, SnapshotRequest
from vintedbot_schemas.verbs import PublishListing, Relist, Restore, SaveVintedDraft, Snapshot, SnapshotPhoto, SyncListing

from vintedbot.kit import room, store
from vintedbot.kit.db import Record, execute, executemany, fetch, fetchrow, fetchval, transaction, uuid7, uuid7_before
from vintedbot.kit.errors import AppError, NotFound, UnsupportedMediaType
from vintedbot.kit.magic import picture_type
from vintedbot.kit.process import current
from vintedbot.listings import service as listings
from vintedbot.photos import service as photos
from vintedbot.settings import RETENTION

from . import rows
from .errors import LeaseLost, WrongState
from .rows import JobRow

PHOTO_MAX = 20 << 20


class BytesDiffer(AppError):
    """`sha256`: of what arrived. Send the photo again."""

    code: ClassVar[ErrorCode] = "bytes_differ"
    status = 409
    title = "The bytes that arrived are not the ones announced"


async def announce(user_id: UUID, device_id: UUID, job_id: UUID, request: SnapshotRequest) -> SnapshotAnswer:
    """Keeps the payload; answers which photos must be sent, or the finished snapshot. Asked again, it goes on."""
    async with transaction():
        held = await rows.lock(user_id, job_id)
        if not held.leased_to(device_id, request.epoch):
            raise LeaseLost
        job = held.job
        if job.item_id is None or job.begun or not _takes_one(job):
            raise WrongState(state=job.state)
        await execute(
            """INSERT INTO snapshots (id, user_id, closet_id, job_id, item_id, payload, photo_ids, complete, taken_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, false, $8)
               ON CONFLICT (job_id) DO UPDATE SET payload = EXCLUDED.payload, photo_ids = EXCLUDED.photo_ids, complete = false,
                   taken_at = EXCLUDED.taken_at""",
            uuid7(), user_id, job.closet_id, job.id, job.item_id, rows.encoded(request.payload), request.photo_ids, held.now,
        )  # fmt: skip
        await execute("UPDATE jobs SET title = $2 WHERE id = $1 AND title = ''", job.id, request.title)
    return await _answer(user_id, job_id)


def _takes_one(job: JobRow) -> bool:
    """A relist needs what it deletes; a copy as a draft needs the photos."""
    work = rows.work_of(job)
    return isinstance(work, Relist) or (isinstance(work, SyncListing) and work.photos)


async def keep_photo(
    user_id: UUID, device_id: UUID, job_id: UUID, vinted_photo_id: VintedId, content: bytes, announced: str
) -> SnapshotAnswer:
    """Keeps one photo's bytes. Raises BytesDiffer when they are not those of `announced` (sha256)."""
    if hashlib.sha256(content).hexdigest() != announced.lower():
        raise BytesDiffer(sha256=hashlib.sha256(content).hexdigest())
    row = await _of_job(user_id, job_id)
    if row["holder"] != device_id:
        raise LeaseLost
    if vinted_photo_id not in row["photo_ids"]:
        raise NotFound
    if picture_type(content) is None:
        raise UnsupportedMediaType("These bytes are no picture.")
    held = current().settings
    await asyncio.to_thread(room.on_disk, held.photo_folder)
    async with transaction():
        await room.counted(user_id)
        if not await _here(row["closet_id"], [vinted_photo_id]):
            room.within("bytes", await bytes_sent(user_id) + len(content), int(held.quotas.gib * room.GIB))
            sha256 = await store.put(held.photo_folder, content)
            await _know(row["closet_id"], [(vinted_photo_id, sha256)], len(content))
    return await _answer(user_id, job_id)


async def _answer(user_id: UUID, job_id: UUID) -> SnapshotAnswer:
    row = await _of_job(user_id, job_id)
    here = await _here(row["closet_id"], row["photo_ids"])
    missing = [photo_id for photo_id in row["photo_ids"] if photo_id not in here]
    if missing:
        return SnapshotAnswer(missing=missing)
    if not row["complete"]:
        await execute("UPDATE snapshots SET complete = true WHERE id = $1", row["id"])
    return SnapshotAnswer(snapshot=_shown(row, here), missing=[])


async def _of_job(user_id: UUID, job_id: UUID) -> Record:
    row = await fetchrow(
        """SELECT s.*, h.device_id AS holder FROM snapshots s LEFT JOIN closet_hands h ON h.job_id = s.job_id
           WHERE s.job_id = $1 AND s.user_id = $2""",
        job_id, user_id,
    )  # fmt: skip
    if row is None:
        raise NotFound
    return row


async def _here(closet_id: UUID, photo_ids: Sequence[VintedId]) -> dict[VintedId, str]:
    """The sha256 of each of these photos whose bytes are in the store."""
    known = await bytes_known(closet_id, photo_ids)
    folder = current().settings.photo_folder
    return {photo_id: sha256 for photo_id, sha256 in known.items() if await store.exists(folder, sha256)}


def _shown(row: Record, here: dict[VintedId, str]) -> Snapshot:
    return Snapshot(
        id=row["id"],
        item_id=row["item_id"],
        payload=msgspec.json.decode(row["payload"], type=dict[str, Any]),
        photos=[SnapshotPhoto(sha256=here[photo_id], vinted_photo_id=photo_id) for photo_id in row["photo_ids"]],
        taken_at=row["taken_at"],
    )


async def leased_by(user_id: UUID, device_id: UUID, job_id: UUID) -> JobRow:
    """The job this device holds the closet for now, for bytes that are kept elsewhere. Raises NotFound, LeaseLost."""
    row = await fetchrow(
        f"""SELECT {rows.COLUMNS}, h.device_id AS holder FROM jobs j LEFT JOIN closet_hands h ON h.job_id = j.id
                AND h.until > clock_timestamp()
            WHERE j.id = $1 AND j.user_id = $2""",  # noqa: S608
        job_id, user_id,
    )  # fmt: skip
    if row is None:
        raise NotFound
    if row["holder"] != device_id:
        raise LeaseLost
    return rows.job_row(row)


async def bytes_known(closet_id: UUID, photo_ids: Sequence[VintedId]) -> dict[VintedId, str]:
    """Which of Vinted's photos are which of our bytes (sha256)."""
    known = await fetch(
        "SELECT vinted_photo_id, sha256 FROM vinted_photos WHERE closet_id = $1 AND vinted_photo_id = ANY($2)",
        closet_id, photo_ids,
    )  # fmt: skip
    return {photo["vinted_photo_id"]: photo["sha256"] for photo in known}


async def of_job(job_id: UUID) -> Snapshot | None:
    """The complete snapshot a job took."""
    row = await fetchrow("SELECT * FROM snapshots WHERE job_id = $1 AND complete", job_id)
    return _shown(row, await _here(row["closet_id"], row["photo_ids"])) if row is not None else None


async def owned(user_id: UUID, closet_id: UUID, snapshot_id: UUID) -> Snapshot:
    """A complete snapshot of this user's closet. Raises NotFound."""
    row = await fetchrow(
        "SELECT * FROM snapshots WHERE id = $1 AND user_id = $2 AND closet_id = $3 AND complete", snapshot_id, user_id, closet_id
    )
    here = await _here(row["closet_id"], row["photo_ids"]) if row is not None else {}
    if row is None or len(here) < len(row["photo_ids"]):
        raise NotFound
    return _shown(row, here)


async def to_restore(snapshot: Snapshot) -> Restore:
    """The work of a restore: the snapshot, and what the relist made in the old listing's place, for the device to look for."""
    facts = await fetchval("SELECT j.facts FROM snapshots s JOIN jobs j ON j.id = s.job_id WHERE s.id = $1", snapshot.id)
    made = msgspec.json.decode(facts, type=Facts) if facts is not None else Facts()
    return Restore(snapshot=snapshot, replaced_by=made.new_item_id, replaced_photo_ids=made.photo_ids)


async def photo(user_id: UUID, sha256: str) -> bytes:
    """The bytes of a photo of one of this user's snapshots. Raises NotFound."""
    if not await fetchval(
        """SELECT EXISTS (SELECT 1 FROM vinted_photos p JOIN snapshots s ON s.closet_id = p.closet_id
               AND p.vinted_photo_id = ANY(s.photo_ids) WHERE p.sha256 = $2 AND s.user_id = $1)""",
        user_id, sha256,
    ):  # fmt: skip
        raise NotFound
    try:
        return await store.get(current().settings.photo_folder, sha256)
    except store.Missing:
        raise NotFound from None


async def know_photos(job: JobRow, photo_ids: Sequence[VintedId]) -> None:
    """Vinted answered these ids for the job's photos, in order: from now on we know whose bytes they are."""
    work = rows.work_of(job)
    if isinstance(work, PublishListing | SaveVintedDraft):
        ours = [photo.sha256 for photo in work.content.photos]
    elif isinstance(work, Restore):
        ours = [photo.sha256 for photo in work.snapshot.photos]
    else:
        taken = await of_job(job.id)
        ours = [photo.sha256 for photo in taken.photos] if taken is not None else []
    if len(ours) == len(photo_ids):
        own = await _own_bytes(job, ours)
        await _know(job.closet_id, [pair for pair in zip(photo_ids, ours, strict=True) if pair[1] in own])


async def _own_bytes(job: JobRow, sha256s: Sequence[str]) -> set[str]:
    """Those of the bytes that are the user's photos, or that this closet itself sent.

    The store is everybody's, and the work of a job that a journal brought names whatever its device wrote.
    """
    sent = await fetch(
        "SELECT DISTINCT sha256 FROM vinted_photos WHERE closet_id = $1 AND sha256 = ANY($2)", job.closet_id, sha256s
    )
    return {row["sha256"] for row in sent} | await photos.owned_bytes(job.user_id, sha256s)


async def bytes_sent(user_id: UUID) -> int:
    """Bytes of photos that the user's closets sent from Vinted; originals of ours are counted where they are kept."""
    found: int = await fetchval(
        """SELECT coalesce(sum(p.size), 0)::bigint FROM vinted_photos p
           WHERE p.closet_id IN (SELECT DISTINCT closet_id FROM snapshots WHERE user_id = $1)""",
        user_id,
    )
    return found


async def _know(closet_id: UUID, known: Sequence[tuple[VintedId, str]], size: int = 0) -> None:
    await executemany(
        """INSERT INTO vinted_photos (id, closet_id, vinted_photo_id, sha256, size) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (closet_id, vinted_photo_id) DO NOTHING""",
        [(uuid7(), closet_id, photo_id, sha256, size) for photo_id, sha256 in known],
    )


JUST_KNOWN = timedelta(days=2)
"""A photo just published stands in no listing before the next sync."""


async def forget() -> None:
    """Ends old snapshots, and forgets whose bytes a photo on Vinted is when neither a snapshot nor a listing shows it."""
    await execute(
        """DELETE FROM snapshots s WHERE taken_at < clock_timestamp() - $1::interval AND NOT EXISTS (SELECT 1 FROM jobs j
               WHERE j.closet_id = s.closet_id AND j.item_id = s.item_id AND j.writing AND j.ended_at IS NULL)""",
        RETENTION["snapshot"],
    )
    for row in await fetch("SELECT DISTINCT closet_id FROM vinted_photos"):
        shown = await listings.vinted_photos(row["closet_id"], RETENTION["photo_original"])
        await execute(
            """DELETE FROM vinted_photos p WHERE closet_id = $1 AND vinted_photo_id <> ALL($2) AND id < $3
                   AND NOT EXISTS (SELECT 1 FROM snapshots s WHERE s.closet_id = $1 AND p.vinted_photo_id = ANY(s.photo_ids))
                   AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.closet_id = $1 AND j.ended_at IS NULL
                       AND j.facts->'photo_ids' @> to_jsonb(p.vinted_photo_id))""",
            row["closet_id"], shown, uuid7_before(JUST_KNOWN),
        )  # fmt: skip


async def bytes_in_use(prefix: str) -> set[str]:
    """The sha256 with this beginning that snapshots, photos on Vinted and unfinished jobs name."""
    found = await fetch(
        """SELECT sha256 FROM vinted_photos WHERE starts_with(sha256, $1)
           UNION SELECT p->>'sha256' FROM jobs j, jsonb_array_elements(j.work #> '{content,photos}') AS p
               WHERE j.ended_at IS NULL AND jsonb_typeof(j.work #> '{content,photos}') = 'array'
           UNION SELECT p #>> '{photo,sha256}' FROM jobs j, jsonb_array_elements(j.work #> '{change,photos}') AS p
               WHERE j.ended_at IS NULL AND jsonb_typeof(j.work #> '{change,photos}') = 'array'""",
        prefix,
    )
    return {row["sha256"] for row in found if row["sha256"] is not None}
