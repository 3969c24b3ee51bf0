"""What is written on photos, read once by content and kept with them: by the task `photos.read` after a photo is ready, or before
that by whoever asks first.

Reading takes longer than taking in, and nobody waits for it: while more of the person's photos come in it stands back. Without
the extra `labels` nothing is read, and what was not read stays open.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from importlib.util import find_spec
from uuid import UUID

import msgspec
import structlog

from vintedbot.kit import store
from vintedbot.kit.db import execute, fetch, fetchval
from vintedbot.kit.process import current
from vintedbot.kit.tasks import enqueue, waiting

from . import imaging, work
from .work import Line

log = structlog.get_logger("vintedbot.photos")

TASK = "photos.read"
AT_ONCE = 20
"""Photos of one run, two side by side; then others' come before the rest."""
STAND_BACK = timedelta(seconds=1)
LATELY = timedelta(days=1)
"""What became ready before is read only when it is asked for: its groups were made long ago."""
SILENT = timedelta(seconds=10)
PATIENCE_S, LOOK_S = 10.0, 0.2
"""How long a grouping waits, and how often it looks. Two cores read 50 photos of 12 Mpx meanwhile; the panel waits 20 s."""
_LINES = msgspec.json.Decoder(list[Line])
_UNREAD = "state = 'ready' AND lines IS NULL AND removed_at IS NULL AND kept_sha256 IS NOT NULL"
_reading = asyncio.Lock()
"""One run at a time in this process: whoever's photo comes in meanwhile waits for one that is read at most."""


def reads_labels() -> bool:
    """Whether the extra `labels` is installed."""
    return find_spec("faster_paddle") is not None


async def lines_on(user_id: UUID, sha256: str, kept: bytes) -> list[Line]:
    """What is written on the kept original `kept` of the user's: as it was read once, else read now and kept. Without the extra
    nothing is."""
    known = await fetchval(
        "SELECT lines FROM photos WHERE user_id = $1 AND kept_sha256 = $2 AND lines IS NOT NULL LIMIT 1", user_id, sha256
    )
    if known is None and not reads_labels():
        return []
    found = _LINES.decode(known) if known is not None else await _read(kept)
    await execute(
        "UPDATE photos SET lines = $3 WHERE user_id = $1 AND kept_sha256 = $2 AND lines IS NULL",
        user_id, sha256, msgspec.json.encode(found),
    )  # fmt: skip
    return found


async def _read(kept: bytes) -> list[Line]:
    try:
        return await imaging.run(work.lines, kept)
    except imaging.WorkLost:
        # it ended its process twice, and would again
        log.warning("label_not_read")
        return []


async def begin(user_id: UUID) -> None:
    """Has the user's unread photos read; in the caller's transaction."""
    if reads_labels():
        await enqueue(TASK, user_id, once=str(user_id))


async def read(user_id: UUID) -> None:
    """Reads some of the user's unread photos, and comes again for the rest. Run again after any interruption it goes on."""
    if not reads_labels():
        return
    if _reading.locked() or await _is_taking_in(user_id):
        await enqueue(TASK, user_id, after=STAND_BACK, once=str(user_id))
        return
    async with _reading:
        rows = await fetch(
            f"""SELECT DISTINCT kept_sha256 FROM photos
                WHERE user_id = $1 AND {_UNREAD} AND changed_at > clock_timestamp() - $2::interval LIMIT $3""",  # noqa: S608
            user_id, LATELY, AT_ONCE + 1,
        )  # fmt: skip
        is_more = len(rows) > AT_ONCE
        todo = iter([row["kept_sha256"] for row in rows[:AT_ONCE]])

        async def lane() -> None:
            nonlocal is_more
            for sha256 in todo:
                if await _is_taking_in(user_id):
                    is_more = True
                    return
                await _read_kept(user_id, sha256)

        await asyncio.gather(lane(), lane())
    if is_more:
        await enqueue(TASK, user_id, once=str(user_id))


async def _read_kept(user_id: UUID, sha256: str) -> None:
    try:
        kept = await store.get(current().settings.photo_folder, sha256)
    except store.Missing:
        return
    await lines_on(user_id, sha256, kept)


async def _is_taking_in(user_id: UUID) -> bool:
    """Whether photos of the user are being taken in; one that nobody works on is none."""
    found: bool = await fetchval(
        """SELECT EXISTS (SELECT FROM photos WHERE user_id = $1 AND state = 'processing'
               AND changed_at > clock_timestamp() - $2::interval)""",
        user_id, SILENT,
    )  # fmt: skip
    return found


async def settled(user_id: UUID, photo_ids: Sequence[UUID]) -> None:
    """Returns when these are read (empty: all in no group), nobody is about to, or after `PATIENCE_S`: what is not read by then
    tells nothing."""
    for _ in range(round(PATIENCE_S / LOOK_S)):
        is_unread = await fetchval(
            f"""SELECT EXISTS (SELECT FROM photos WHERE user_id = $1 AND {_UNREAD} AND group_id IS NULL
                    AND (id = ANY($2) OR cardinality($2::uuid[]) = 0))""",  # noqa: S608
            user_id, photo_ids,
        )  # fmt: skip
        if not is_unread or not await waiting(TASK, user_id):
            break
        await asyncio.sleep(LOOK_S)


async def reconcile() -> None:
    """People whose photos nobody seems to read."""
    if not reads_labels():
        return
    for row in await fetch(
        f"""SELECT DISTINCT user_id FROM photos WHERE {_UNREAD} AND changed_at < clock_timestamp() - $1::interval
            AND changed_at > clock_timestamp() - $2::interval LIMIT 500""",  # noqa: S608
        SILENT, LATELY,
    ):  # fmt: skip
        await begin(row["user_id"])
