"""What the image processes are asked to do, by functions that load the image libraries only where they run.

Web and worker hold no picture and no numpy: they name these functions, `imaging.run` has a child carry them out, and only the
plain values defined here cross between.
"""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas.edits import CropRatio, CropTo, PhotoOperations
from vintedbot_schemas.photos import DuplicateReason, PhotoProblem

from .board import Board, Proposed, clustered


class Look(Struct, frozen=True):
    """A Likeness (see `likeness.py`) as it is stored."""

    pixels: str
    phash: int
    tile: bytes
    aspect: float
    look: bytes


class Taken(Struct, frozen=True):
    """A Picture (see `pictures.py`) with what the database keeps of it."""

    kept: bytes
    large: bytes
    thumbnail: bytes
    width: int
    height: int
    color: str
    captured_at: datetime | None
    look: Look
    probes: list[int]
    """Hashes a copy's own is near to."""


class Refused(Struct, frozen=True):
    """The file cannot become a photo, and why."""

    problem: PhotoProblem


class Kin(Struct, frozen=True):
    """One of the known that shows the same shot: its place in the list, and what was done to one of the two."""

    place: int
    reason: DuplicateReason


class Shot(Struct, frozen=True):
    """A photo to be grouped; shots are given in the order they were dropped. `sizes`: see `sizes.sizes_said`."""

    id: UUID
    captured_at: datetime | None
    look: bytes
    sizes: frozenset[str] = frozenset()


class Box(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a photo in shares of its width and height."""

    left: float
    top: float
    width: float
    height: float


class Line(Struct, frozen=True):
    """One line of what is written on a photo. `sure` is from 0 to 1."""

    text: str
    sure: float
    box: Box


def take_in(data: bytes, orientation: int) -> Taken | Refused:
    """Everything kept of an uploaded file. `orientation`: EXIF's 1-8 as its sender read it before taking the metadata out."""
    from . import likeness, pictures

    try:
        picture = pictures.take_in(data, orientation)
    except pictures.PhotoRefused as refused:
        return Refused(refused.code)
    except MemoryError:
        return Refused("too_many_pixels")
    measured = picture.likeness
    return Taken(
        kept=picture.kept,
        large=picture.large,
        thumbnail=picture.thumbnail,
        width=picture.width,
        height=picture.height,
        color=picture.color,
        captured_at=picture.facts.captured_at,
        look=Look(measured.pixels, measured.phash, measured.tile, measured.aspect, measured.look),
        probes=likeness.probes(measured),
    )


def copies(new: Look, known: list[Look]) -> list[Kin]:
    """Which of the known show the same shot as `new`, best first."""
    from . import likeness

    def measured(look: Look) -> likeness.Likeness:
        return likeness.Likeness(look.pixels, look.phash, look.tile, look.aspect, look.look)

    return [Kin(copy.second, copy.reason) for copy in likeness.copies([measured(new)], [measured(look) for look in known])]


def grouped(board: Board, chosen: list[UUID], shots: list[Shot], new_ids: list[UUID]) -> Board:
    """`board.clustered` with `grouping.propose`; `shots` are those of every photo on the board, `new_ids` one for each chosen."""
    from . import grouping

    known = {
        shot.id: grouping.Shot(str(shot.id), order, shot.captured_at, shot.look, shot.sizes) for order, shot in enumerate(shots)
    }

    def propose(photo_ids: list[UUID]) -> list[Proposed]:
        found = grouping.propose([known[photo_id] for photo_id in photo_ids])
        return [Proposed([UUID(photo_id) for photo_id in group.photo_ids], group.lane) for group in found]

    ids = iter(new_ids)
    return clustered(board, chosen, propose, lambda: next(ids))


def lines(kept: bytes) -> list[Line]:
    """What is written on a kept original; only where the extra `labels` is installed."""
    from . import recognition

    return recognition.lines(kept)


def large_webp(kept: bytes) -> bytes:
    """The 1,600 px WebP of a kept original."""
    from . import pictures

    return pictures.large_webp(kept)


class Drawn(Struct, frozen=True):
    """An edited photo's pictures: what is published of it, and its smaller forms."""

    kept: bytes
    large: bytes
    thumbnail: bytes
    width: int
    height: int
    color: str


def render(original: bytes, operations: bytes, mask: bytes | None, width: int, height: int) -> Drawn | Refused:
    """The operations (JSON of `edits.PhotoOperations`) drawn on an original of that size; none: the original itself."""
    from . import pictures, rendering

    facts = pictures.Facts(format="jpeg", width=width, height=height, orientation=1, captured_at=None)
    try:
        made = rendering.edited(original, msgspec.json.decode(operations, type=PhotoOperations), mask, facts)
    except pictures.PhotoRefused as refused:
        return Refused(refused.code)
    except MemoryError:
        return Refused("too_many_pixels")
    return Drawn(made.kept, made.large, made.thumbnail, made.width, made.height, made.color)


def mask_of(answer: bytes) -> bytes | Refused:
    """The mask in a cut-out picture, as a grey PNG."""
    from . import pictures, rendering

    try:
        return rendering.mask_of(answer)
    except pictures.PhotoRefused as refused:
        return Refused(refused.code)
    except MemoryError:
        return Refused("too_many_pixels")


def smart_crop(picture: bytes, operations: bytes, ratio: CropRatio) -> CropTo | Refused:
    """The rectangle around what stands out in a picture of the original."""
    from . import pictures, rendering

    try:
        return rendering.smart_crop(picture, msgspec.json.decode(operations, type=PhotoOperations), ratio)
    except pictures.PhotoRefused as refused:
        return Refused(refused.code)


def stamp(text: str) -> bytes:
    """A watermark's text as it is drawn, a grey PNG."""
    from . import watermark

    return watermark.stamp_png(text)
