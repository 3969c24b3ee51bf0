"""Edits of photos: the list of operations with its history, saved on a revision, and drawn on the original by the task
`photos.render`.

The photo's kept bytes become the rendering's, the original stays beside them; so whatever shows or publishes the photo has the
edit. While a drawing is being made, or could not be, the photo shows the one before and is published in no draft: a face that
was to be blurred must not go out sharp. What a job froze before stays readable by its address (`photo_renderings`).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

import msgspec
from vintedbot_schemas.edits import (
    MAX_EDIT_STEPS,
    MAX_OPERATIONS,
    PARTS,
    Background,
    BlurRegion,
    CropRatio,
    CropTo,
    CutoutBy,
    EditBatch,
    EditProblem,
    EditStanding,
    EditStandings,
    EditUndo,
    PhotoEdit,
    PhotoOperation,
    PhotoOperations,
    SaveEdit,
    Straighten,
)
from vintedbot_schemas.errors import ErrorCode

from vintedbot.kit import room, store
from vintedbot.kit.db import Record, execute, fetch, fetchrow, transaction, uuid7
from vintedbot.kit.errors import AppError, InvalidInput, NotFound
from vintedbot.kit.process import current
from vintedbot.kit.tasks import enqueue
from vintedbot.kit.turns import Turns
from vintedbot.listings import service as listings

from . import cutouts, imaging, reading, stored, work

PATIENCE = timedelta(minutes=10)
"""How long a service that says it is busy is asked again."""
SILENT = timedelta(seconds=30)
_turns = Turns("photos.render")
_STEPS = msgspec.json.Decoder(list[PhotoOperations])

ONE = """SELECT p.id AS photo_id, p.user_id, p.rendering, coalesce(p.original_width, p.width) AS width, p.color, p.kept_size,
        coalesce(p.original_height, p.height) AS height, coalesce(p.original_sha256, p.kept_sha256) AS original_sha256,
        coalesce(p.original_large_sha256, p.large_sha256) AS source_sha256, p.original_sha256 IS NOT NULL AS is_edited,
        e.revision, e.steps, e.at, e.state, e.problem, e.changed_at < clock_timestamp() - $3::interval AS is_old,
        ARRAY (SELECT c.cut_by FROM photo_cutouts c WHERE c.user_id = p.user_id AND c.state = 'ready'
            AND c.original_sha256 = coalesce(p.original_sha256, p.kept_sha256)) AS masks
    FROM photos p LEFT JOIN photo_edits e ON e.photo_id = p.id
    WHERE p.id = $1 AND p.user_id = $2 AND p.state = 'ready' AND p.removed_at IS NULL AND p.kept_sha256 IS NOT NULL"""


class EditChanged(AppError):
    """`current`: the edit as it is now. Save again on its revision, or take it."""

    code: ClassVar[ErrorCode] = "edit_changed"
    status = 409
    title = "The photo was edited elsewhere"


# ------------------------------------------------------------------------------------------------ reading
async def one(user_id: UUID, photo_id: UUID) -> PhotoEdit:
    """The photo's edit. Raises NotFound."""
    return _edit(await _row(user_id, photo_id))


async def standings(user_id: UUID, photo_ids: Sequence[UUID]) -> EditStandings:
    """How far each of these is; a photo that is not there is left out."""
    rows = await fetch(
        """SELECT p.id AS photo_id, coalesce(e.revision, 0) AS revision, coalesce(e.state, 'done') AS state, e.problem
           FROM photos p LEFT JOIN photo_edits e ON e.photo_id = p.id WHERE p.user_id = $1 AND p.id = ANY($2)""",
        user_id, photo_ids,
    )  # fmt: skip
    found = {row["photo_id"]: EditStanding(**row) for row in rows}
    return EditStandings(items=[found[photo_id] for photo_id in dict.fromkeys(photo_ids) if photo_id in found])


async def smart_crop(user_id: UUID, photo_id: UUID, operations: list[PhotoOperation], ratio: CropRatio) -> CropTo:
    """The rectangle around the item. Raises NotFound."""
    row = await _row(user_id, photo_id)
    found = await imaging.run(work.smart_crop, await _bytes(row["source_sha256"]), _json(operations), ratio)
    if isinstance(found, work.Refused):
        raise NotFound
    return found


async def _row(user_id: UUID, photo_id: UUID, *, locked: bool = False) -> Record:
    row = await fetchrow(ONE + (" FOR UPDATE OF p" if locked else ""), photo_id, user_id, PATIENCE)
    if row is None:
        raise NotFound
    return row


def _steps(row: Record) -> list[list[PhotoOperation]]:
    return _STEPS.decode(row["steps"]) if row["steps"] is not None else [[]]


def _edit(row: Record) -> PhotoEdit:
    return PhotoEdit(
        photo_id=row["photo_id"], revision=row["revision"] or 0, steps=_steps(row), at=row["at"] or 0,
        state=row["state"] or "done", problem=row["problem"], rendering=row["rendering"], width=row["width"] or 1,
        height=row["height"] or 1, has_mask="remove.bg" in row["masks"],
        has_server_mask="server" in row["masks"], color=row["color"],
    )  # fmt: skip


async def _bytes(sha256: str) -> bytes:
    try:
        return await store.get(current().settings.photo_folder, sha256)
    except store.Missing:
        raise NotFound from None


def _cut_by(operations: Sequence[PhotoOperation]) -> CutoutBy | None:
    """Who is to find the item, where its background goes."""
    return next((each.by for each in operations if isinstance(each, Background)), None)


def _json(operations: Sequence[PhotoOperation]) -> bytes:
    return msgspec.json.encode(list(operations))


# ------------------------------------------------------------------------------------------------ saving
async def save(user_id: UUID, photo_id: UUID, new: SaveEdit) -> PhotoEdit:
    """Stores the history if it was made on the newest revision; the same save twice is stored once.

    Raises NotFound, EditChanged, InvalidInput, QuotaReached, and for a new background NotOffered and ConsentMissing.
    """
    async with transaction():
        await room.counted(user_id)
        row = await _row(user_id, photo_id, locked=True)
        _check(new)
        now = _edit(row)
        if (now.steps, now.at) == (new.steps, new.at) and new.revision in (now.revision, now.revision - 1):
            return now
        if new.revision != now.revision:
            raise EditChanged(current=msgspec.to_builtins(now))
        await _store(row, new.steps, new.at)
        return await one(user_id, photo_id)


async def again(user_id: UUID, photo_id: UUID) -> PhotoEdit:
    """Tries a drawing that failed once more. Raises NotFound and what `save` raises for a background."""
    async with transaction():
        await room.counted(user_id)
        row = await _row(user_id, photo_id, locked=True)
        if row["state"] == "failed":
            await _store(row, _steps(row), row["at"])
        return await one(user_id, photo_id)


async def batch(user_id: UUID, wanted: EditBatch) -> EditStandings:
    """One more step in each photo's edit. What cannot be edited costs only itself. Raises InvalidInput, NotOffered,
    ConsentMissing."""
    kinds = {type(each) for each in wanted.operations}
    if kinds & {CropTo, Straighten, BlurRegion}:
        raise InvalidInput("Crop, straighten and blur are about one photo.", field="operations")
    _check_list(wanted.operations, "operations")
    items = [await _one_of_batch(user_id, photo_id, wanted) for photo_id in dict.fromkeys(wanted.photo_ids)]
    return EditStandings(items=items)


async def _one_of_batch(user_id: UUID, photo_id: UUID, wanted: EditBatch) -> EditStanding:
    try:
        while True:
            # the item is looked for outside the transaction: who waits for a picture must hold neither lock nor connection
            seen = await _row(user_id, photo_id)
            crop = await smart_crop(user_id, photo_id, _with(seen, wanted), wanted.crop) if wanted.crop else None
            async with transaction():
                await room.counted(user_id)
                row = await _row(user_id, photo_id, locked=True)
                if crop is not None and row["revision"] != seen["revision"]:
                    continue  # edited meanwhile: its frame may be another
                before, operations = _steps(row)[: (row["at"] or 0) + 1], _with(row, wanted)
                operations += [crop] if crop is not None else []
                if operations != before[-1]:
                    steps = [*before, operations][-MAX_EDIT_STEPS:]
                    await _store(row, steps, len(steps) - 1)
                return (await standings(user_id, [photo_id])).items[0]
    except NotFound:
        return _not_edited(photo_id, "not_there")
    except imaging.WorkLost:
        return _not_edited(photo_id, "unreadable")
    except room.QuotaReached as full:
        return _not_edited(photo_id, "no_credits" if full.data["what"] == "cutouts" else "no_room")


def _with(row: Record, wanted: EditBatch) -> list[PhotoOperation]:
    """The operations in force with the batch's in place of those of their kinds; without its crop."""
    kinds = {type(each) for each in wanted.operations} | ({CropTo} if wanted.crop else set())
    return [each for each in _steps(row)[row["at"] or 0] if type(each) not in kinds] + wanted.operations


def _not_edited(photo_id: UUID, problem: EditProblem) -> EditStanding:
    return EditStanding(photo_id=photo_id, revision=0, state="failed", problem=problem)


async def step_back(user_id: UUID, wanted: EditUndo) -> EditStandings:
    """Undoes a batch, where nothing was edited since. Raises NotFound when none of the photos is there."""
    for each in wanted.photos:
        async with transaction():
            await room.counted(user_id)
            row = await fetchrow(ONE + " FOR UPDATE OF p", each.photo_id, user_id, PATIENCE)
            if row is not None and row["revision"] == each.revision and row["at"]:
                await _store(row, _steps(row), row["at"] - 1)
    found = await standings(user_id, [each.photo_id for each in wanted.photos])
    if not found.items:
        raise NotFound
    return found


async def _store(row: Record, steps: list[list[PhotoOperation]], at: int) -> None:
    """Writes the next revision and has it drawn. The photo's row is locked."""
    user_id, photo_id = row["user_id"], row["photo_id"]
    before, wanted = _steps(row)[row["at"] or 0], steps[at]
    is_drawn = wanted == before and row["state"] in (None, "done")
    if not is_drawn and wanted:
        if by := _cut_by(wanted):
            await cutouts.may_ask(user_id, row["original_sha256"], by)
        # before it is drawn nobody knows its size: as much as what is kept now
        await stored.make_room(user_id, new=row["kept_size"] or 0)
    await execute(
        """INSERT INTO photo_edits (photo_id, user_id, revision, steps, at, state) VALUES ($1, $2, 1, $3, $4, $5)
           ON CONFLICT (photo_id) DO UPDATE SET revision = photo_edits.revision + 1, steps = EXCLUDED.steps, at = EXCLUDED.at,
               state = EXCLUDED.state, problem = NULL, changed_at = clock_timestamp()""",
        photo_id, user_id, msgspec.json.encode(steps), at, "done" if is_drawn else "waiting",
    )  # fmt: skip
    if not is_drawn:
        await execute("UPDATE photos SET edit_waits = true WHERE id = $1 AND user_id = $2", photo_id, user_id)
        await enqueue("photos.render", photo_id, once=str(photo_id))


def _check(new: SaveEdit) -> None:
    if new.at >= len(new.steps):
        raise InvalidInput("There is no such step.", field="at")
    for number, operations in enumerate(new.steps):
        _check_list(operations, f"steps[{number}]")


def _check_list(operations: Sequence[PhotoOperation], field: str) -> None:
    if len(operations) > MAX_OPERATIONS:
        raise InvalidInput(f"At most {MAX_OPERATIONS} operations.", field=field)
    single = [type(each) for each in operations if not isinstance(each, BlurRegion)]
    if len(set(single)) < len(single):
        raise InvalidInput("One operation of each kind; only blurred regions may be several.", field=field)
    for each in operations:
        if isinstance(each, CropTo | BlurRegion) and (each.left + each.width > PARTS or each.top + each.height > PARTS):
            raise InvalidInput("A rectangle lies inside its frame.", field=field)


# ------------------------------------------------------------------------------------------------ drawing
async def render(photo_id: UUID) -> None:
    """Draws the operations in force. Run again after any interruption it comes to the same end."""
    row = await fetchrow("SELECT user_id FROM photo_edits WHERE photo_id = $1 AND state = 'waiting'", photo_id)
    if row is None:
        return
    async with _turns.turn(row["user_id"], photo_id) as is_our_turn:
        if is_our_turn:
            await _draw(row["user_id"], photo_id)


async def _draw(user_id: UUID, photo_id: UUID) -> None:
    row = await fetchrow(ONE, photo_id, user_id, PATIENCE)
    if row is None or row["state"] != "waiting":
        return
    operations = _steps(row)[row["at"]]
    mask: bytes | None = None
    try:
        if by := _cut_by(operations):
            found = await cutouts.ensure(user_id, row["original_sha256"], await _bytes(row["source_sha256"]), by)
            if isinstance(found, cutouts.Later):
                await _later(row, found)
                return
            if isinstance(found, cutouts.Failed):
                await _failed(row, found.problem)
                return
            mask = found
        original = await _bytes(row["original_sha256"])
        drawn = await imaging.run(work.render, original, _json(operations), mask, row["width"], row["height"])
    except (imaging.WorkLost, NotFound):
        await _failed(row, "unreadable")
        return
    if isinstance(drawn, work.Refused):
        await _failed(row, "too_large" if drawn.problem in ("too_large", "too_many_pixels") else "unreadable")
        return
    try:
        if operations:  # only now its size is known, and many may have been saved at once
            await stored.make_room(user_id, new=len(drawn.kept))
    except room.QuotaReached:
        await _failed(row, "no_room")
        return
    await _drawn(row, drawn, is_edited=bool(operations))


async def _later(row: Record, found: cutouts.Later) -> None:
    if row["is_old"]:
        await _failed(row, "service_busy")
    else:
        await enqueue("photos.render", row["photo_id"], after=timedelta(seconds=found.seconds), once=str(row["photo_id"]))


async def _failed(row: Record, problem: EditProblem) -> None:
    await execute(
        "UPDATE photo_edits SET state = 'failed', problem = $3 WHERE photo_id = $1 AND revision = $2 AND state = 'waiting'",
        row["photo_id"], row["revision"], problem,
    )  # fmt: skip


async def _drawn(row: Record, drawn: work.Drawn, *, is_edited: bool) -> None:
    folder = current().settings.photo_folder
    user_id, photo_id = row["user_id"], row["photo_id"]
    kept, large, thumb = [await store.put(folder, each) for each in (drawn.kept, drawn.large, drawn.thumbnail)]
    async with transaction():
        # a save that came meanwhile has a drawing of its own
        if not await execute(
            "UPDATE photo_edits SET state = 'done', problem = NULL WHERE photo_id = $1 AND revision = $2 AND state = 'waiting'",
            photo_id, row["revision"],
        ):  # fmt: skip
            return
        if is_edited:
            await execute(
                """INSERT INTO photo_renderings (id, user_id, sha256, photo_id, size) VALUES ($5, $1, $2, $3, $4)
                   ON CONFLICT (user_id, sha256) DO UPDATE SET made_at = clock_timestamp()""",
                user_id, kept, photo_id, len(drawn.kept), uuid7(),
            )  # fmt: skip
        await execute(
            _EDITED if is_edited else _UNEDITED,
            photo_id, user_id, kept, len(drawn.kept), large, thumb, drawn.width, drawn.height, drawn.color,
        )  # fmt: skip
        await listings.photo_is_ready(user_id, photo_id)
        await reading.begin(user_id)


_SHOWN = """thumb_sha256 = $6, large_webp_sha256 = NULL, width = $7, height = $8, color = $9, rendering = rendering + 1,
    edit_waits = false, kept_sha256 = $3, kept_size = $4, lines = NULL, changed_at = clock_timestamp()"""
_EDITED = f"""UPDATE photos SET original_sha256 = coalesce(original_sha256, kept_sha256),
        original_size = coalesce(original_size, kept_size, size), large_sha256 = $5,
        original_large_sha256 = coalesce(original_large_sha256, large_sha256), original_width = coalesce(original_width, width),
        original_height = coalesce(original_height, height), {_SHOWN} WHERE id = $1 AND user_id = $2"""  # noqa: S608
_UNEDITED = f"""UPDATE photos SET large_sha256 = coalesce(original_large_sha256, $5), original_sha256 = NULL,
        original_size = NULL, original_large_sha256 = NULL, original_width = NULL, original_height = NULL, {_SHOWN}
    WHERE id = $1 AND user_id = $2"""  # noqa: S608


async def reconcile() -> None:
    """Drawings nobody seems to work on."""
    for row in await fetch(
        "SELECT photo_id FROM photo_edits WHERE state = 'waiting' AND changed_at < clock_timestamp() - $1::interval LIMIT 500",
        SILENT,
    ):
        await enqueue("photos.render", row["photo_id"], once=str(row["photo_id"]))
