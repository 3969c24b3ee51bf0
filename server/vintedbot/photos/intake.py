"""From a whole file in `incoming` to a photo in the store: what the task `photos.process` does, and what clears up after it."""

import asyncio
import hashlib
from datetime import timedelta
from uuid import UUID

from msgspec import Struct
from vintedbot_schemas.photos import DuplicateReason, PhotoProblem

from vintedbot.kit import room, store
from vintedbot.kit.db import Record, execute, fetch, fetchrow, transaction, uuid7
from vintedbot.kit.process import current
from vintedbot.kit.tasks import enqueue
from vintedbot.kit.turns import Turns
from vintedbot.listings import service as listings
from vintedbot.settings import RETENTION

from . import imaging, incoming, reading, stored, work
from .work import Look, Refused, Taken

RESIZED = 0.02
"""Share of its width by which a photo of another size differs."""
SHORTLIST_BITS = 20
"""likeness.SHORTLIST_BITS, which this process does not load; a test keeps the two equal."""
SILENT = timedelta(seconds=10)
"""A photo nobody has begun or ended for so long is begun again: with the sweep that is within 70 s of a worker's death."""

_turns = Turns("photos.process")


async def process(photo_id: UUID) -> None:
    """Takes a photo in: ready, or failed with its problem. Run again after any interruption it comes to the same end."""
    row = await fetchrow(
        """UPDATE photos SET changed_at = clock_timestamp() WHERE id = $1 AND state = 'processing'
           RETURNING id, user_id, orientation, size""",
        photo_id,
    )
    if row is None:
        return
    async with _turns.turn(row["user_id"], photo_id) as is_our_turn:
        if is_our_turn:
            await _take_in(row)


async def _take_in(row: Record) -> None:
    photo_id: UUID = row["id"]
    folder = current().settings.incoming_folder
    data = await asyncio.to_thread(incoming.read, folder, photo_id)
    if data is None:
        await _failed(photo_id, "checksum")
        return
    try:
        taken = await imaging.run(work.take_in, data, row["orientation"])
    except imaging.WorkLost:
        # it ended its process twice: as broken as a picture can be
        taken = Refused("truncated")
    if isinstance(taken, Refused):
        await _failed(photo_id, taken.problem)
    elif not await _has_room(row, taken):
        await _failed(photo_id, "too_large")
    else:
        await _ready(row, taken)
    await asyncio.to_thread(incoming.drop, folder, photo_id)


async def _has_room(row: Record, taken: Taken) -> bool:
    """What was announced has its room; an original made anew may be a hundred times as large."""
    more = len(taken.kept) - row["size"]
    try:
        if more > 0:
            await stored.make_room(row["user_id"], new=more)
    except room.QuotaReached:
        return False
    return True


async def _failed(photo_id: UUID, problem: PhotoProblem) -> None:
    await execute(
        """UPDATE photos SET state = 'failed', problem = $2, changed_at = clock_timestamp(),
               received = CASE WHEN $2 = 'checksum' THEN 0 ELSE received END
           WHERE id = $1 AND state = 'processing'""",
        photo_id, problem,
    )  # fmt: skip


async def _ready(row: Record, taken: Taken) -> None:
    folder = current().settings.photo_folder
    kept, large, thumb = [await store.put(folder, each) for each in (taken.kept, taken.large, taken.thumbnail)]
    look = taken.look
    # the likeness is written before others are looked at: of two photos taken in at once at least one sees the other
    await execute(
        """UPDATE photos SET kept_sha256 = $2, large_sha256 = $3, thumb_sha256 = $4, width = $5, height = $6, color = $7,
               captured_at = coalesce(captured_at, $8), pixels = $9, phash = $10, tile = $11, aspect = $12, look = $13,
               kept_size = $14
           WHERE id = $1 AND state = 'processing'""",
        row["id"], kept, large, thumb, taken.width, taken.height, taken.color, taken.captured_at, look.pixels, look.phash,
        look.tile, look.aspect, look.look, len(taken.kept),
    )  # fmt: skip
    for pair in await _pairs(row["user_id"], row["id"], taken):
        await execute(_MARK[pair.is_exact], pair.photo_id, pair.same_as)
        await execute(
            """INSERT INTO photo_pairs (id, user_id, photo_id, same_as, reason) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (photo_id, same_as) DO NOTHING""",
            uuid7(), row["user_id"], pair.photo_id, pair.same_as, pair.reason,
        )  # fmt: skip
    async with transaction():
        if await execute(
            "UPDATE photos SET state = 'ready', changed_at = clock_timestamp() WHERE id = $1 AND state = 'processing'", row["id"]
        ):
            await listings.photo_is_ready(row["user_id"], row["id"])
            await reading.begin(row["user_id"])


_MARK = {
    True: "UPDATE photos SET duplicate_of = $2 WHERE id = $1 AND duplicate_of IS NULL",
    False: "UPDATE photos SET near_duplicate_of = $2 WHERE id = $1 AND near_duplicate_of IS NULL",
}


class _Pair(Struct, frozen=True):
    """The photo that came later, the one that came first, and what was done to one of them."""

    photo_id: UUID
    same_as: UUID
    reason: DuplicateReason

    @property
    def is_exact(self) -> bool:
        return self.reason in ("same_file", "same_picture")


async def _pairs(user_id: UUID, photo_id: UUID, taken: Taken) -> list[_Pair]:
    """The user's other photos that show this shot, the oldest first."""
    known = await fetch(
        # an array, because a join of 100 rows has been planned as a walk over everybody's photos
        """SELECT id, pixels, phash, tile, aspect, look, kept_sha256, width, height FROM photos WHERE id = ANY(ARRAY(
               SELECT id FROM photos, LATERAL (SELECT min(bit_count((phash # probe)::bit(64))) AS bits
                       FROM unnest($3::bigint[]) AS probe) AS nearest
               WHERE user_id = $1 AND id <> $2 AND state IN ('processing', 'ready')
                   AND removed_at IS NULL AND phash IS NOT NULL AND bits <= $4
               ORDER BY bits, id LIMIT 100))
           ORDER BY id""",
        user_id, photo_id, taken.probes, SHORTLIST_BITS,
    )  # fmt: skip
    if not known:
        return []
    looks = [Look(r["pixels"], r["phash"], r["tile"], r["aspect"], r["look"]) for r in known]
    kin = sorted(await imaging.run(work.copies, taken.look, looks), key=lambda each: each.place)
    return [_pair(photo_id, known[each.place], each.reason, taken) for each in kin]


def _pair(photo_id: UUID, other: Record, reason: DuplicateReason, taken: Taken) -> _Pair:
    if reason == "same_picture" and other["kept_sha256"] == hashlib.sha256(taken.kept).hexdigest():
        reason = "same_file"
    if reason == "saved_anew" and abs(taken.width - other["width"]) > taken.width * RESIZED:
        reason = "resized"
    return _Pair(max(photo_id, other["id"]), min(photo_id, other["id"]), reason)


async def reconcile() -> None:
    """Photos nobody seems to work on. Twice at once does no harm: the first to end decides, and both come to the same."""
    for row in await fetch(
        "SELECT id FROM photos WHERE state = 'processing' AND changed_at < clock_timestamp() - $1::interval LIMIT 500", SILENT
    ):
        await enqueue("photos.process", row["id"], once=str(row["id"]))


async def clear() -> None:
    """Ends uploads nobody went on with, deletes their files and any other that no upload needs, and forgets old changes."""
    age = RETENTION["unfinished_upload"]
    await execute("DELETE FROM photos WHERE state = 'receiving' AND changed_at < clock_timestamp() - $1::interval", age)
    await execute("DELETE FROM group_undo WHERE created_at < clock_timestamp() - $1::interval", RETENTION["group_undo"])
    folder = current().settings.incoming_folder
    found = await asyncio.to_thread(incoming.left_over, folder, age)
    needed = {r["id"] for r in await fetch("SELECT id FROM photos WHERE id = ANY($1) AND state = 'processing'", found)}
    for photo_id in found:
        if photo_id not in needed:
            await asyncio.to_thread(incoming.drop, folder, photo_id)
