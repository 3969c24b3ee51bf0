"""Edits of a photo: a list of operations on its original, which stays as it came. Their maths, once for both sides that draw
them.

A photo's operations are a set: at most one of each kind (blurred regions: several), applied in the order below whatever their
order in the list. Both sides work on the sRGB values 0–255 of a picture, R, G and B alike unless said otherwise; after each step
values are rounded to the nearest whole number and kept within 0–255. A coordinate is a ten-thousandth (`PARTS`) of a frame's
width or height; the pixel it falls on is the nearest whole one. "Bilinear" samples at pixel centres, and beyond the edge takes
the edge's pixel.

1. `background`  value · m + colour · (1 − m), m being the mask's value ÷ 255; a mask of another size is brought to the picture's
                 bilinearly.
2. `blur`        in the frame of the original. The rectangle is divided into as many columns (rows) as its width (height) has
                 times `strength` % of the picture's longer side, rounded, at least 1; column k of n begins at pixel ⌊k · width ÷
                 n⌋. Each cell becomes its mean, and the cells are enlarged again bilinearly: what was there cannot be computed
                 back, as it could from a weaker blur. Corners are round, by a quarter of the shorter side: a pixel outside keeps
                 its value.
3. `rotate`      quarter turns clockwise; then `flip`, a mirror.
4. `straighten`  clockwise about the middle, bilinearly, without scaling; of it the largest frame of the same shape that has no
                 empty corner: its sides are the old ones ÷ (cos a + sin |a| · longer ÷ shorter), rounded.
5. `crop`        in the frame that 3 and 4 left.
6. `brightness`  value · (1 + percent ÷ 100), and of that without rounding `contrast`: 127.5 + (value − 127.5) · (1 + percent ÷
                 100).
7. `saturation`  y + (value − y) · (1 + percent ÷ 100), y = 0.299 R + 0.587 G + 0.114 B.
8. `sharpen`     value + 1.5 · percent ÷ 100 · (value − blurred). Blurred by a Gaussian with σ = longer side ÷ 1,600 px, at least
                 0.6, cut off at ⌈2.5 σ⌉ and normalised, first across and then down, the edge's pixel standing for what is beyond.
9. `watermark`   the server's drawing of the text (`Stamp`), brought to `size` % of the picture's shorter side in height, at most
                 90 % of the picture's width, each pixel the mean of the drawing over its area, then white or black by opacity ×
                 drawing. From the edge it stands off by 3 % of the shorter side.

Brightness, contrast, sharpness and geometry show the item as it is; their ranges are narrow for that reason. A mirror turns
prints and labels round, so `flip` stands with those that may alter the item: saturation, background, blur, watermark.
"""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from .base import Moment, Request, Sha256, Wire

PARTS = 10_000
MAX_OPERATIONS = 40
MAX_EDIT_STEPS = 20
"""Steps of an edit's history; the oldest goes first."""
MAX_BATCH_EDIT = 80
WATERMARK_TEXT = "^[ -~\u00a1-\u017f\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac\u2122]{1,40}$"
"""What the server's font draws: the Latin letters of Vinted's countries, digits and usual signs."""

FramePlace = Annotated[int, Meta(ge=0, le=10_000)]
FrameExtent = Annotated[int, Meta(ge=100, le=10_000)]
Percent40 = Annotated[int, Meta(ge=-40, le=40)]
Percent100 = Annotated[int, Meta(ge=-100, le=100)]
CropRatio = Literal["free", "1:1", "3:4", "4:3"]
"""Width to height."""
Corner = Literal["bottom_right", "bottom_left", "top_right", "top_left", "middle"]


class CropTo(Request, frozen=True, kw_only=True, tag_field="is", tag="crop"):
    """Keep this rectangle. `ratio` is what the person chose for it; the rectangle decides."""

    left: FramePlace
    top: FramePlace
    width: FrameExtent
    height: FrameExtent
    ratio: CropRatio = "free"


class Straighten(Request, frozen=True, kw_only=True, tag_field="is", tag="straighten"):
    """Turn by tenths of a degree, clockwise."""

    tenths: Annotated[int, Meta(ge=-150, le=150)]


class Rotate(Request, frozen=True, kw_only=True, tag_field="is", tag="rotate"):
    """Quarter turns clockwise."""

    turns: Annotated[int, Meta(ge=1, le=3)]


class Flip(Request, frozen=True, kw_only=True, tag_field="is", tag="flip"):
    """Mirror left and right, or top and bottom."""

    axis: Literal["across", "down"]


class Brightness(Request, frozen=True, kw_only=True, tag_field="is", tag="brightness"):
    percent: Percent40


class Contrast(Request, frozen=True, kw_only=True, tag_field="is", tag="contrast"):
    percent: Percent40


class Saturation(Request, frozen=True, kw_only=True, tag_field="is", tag="saturation"):
    percent: Percent100


class Sharpen(Request, frozen=True, kw_only=True, tag_field="is", tag="sharpen"):
    percent: Annotated[int, Meta(ge=1, le=100)]


class BlurRegion(Request, frozen=True, kw_only=True, tag_field="is", tag="blur"):
    """Make this rectangle unreadable: a face, an address."""

    left: FramePlace
    top: FramePlace
    width: FrameExtent
    height: FrameExtent
    strength: Annotated[int, Meta(ge=1, le=5)] = 2


CutoutBy = Literal["server", "remove.bg"]
"""Who finds the item in a photo: this server itself, which sends nothing anywhere, or the outside service."""


class Background(Request, frozen=True, kw_only=True, tag_field="is", tag="background"):
    """Put one colour behind the item. Needs the item's mask; see `CutoutService` for who can make it here."""

    color: Annotated[str, Meta(pattern="^#[0-9a-f]{6}$")] = "#ffffff"
    by: CutoutBy = "remove.bg"


class Watermark(Request, frozen=True, kw_only=True, tag_field="is", tag="watermark"):
    """Write a text on the picture."""

    text: Annotated[str, Meta(pattern=WATERMARK_TEXT)]
    corner: Corner = "bottom_right"
    size: Annotated[int, Meta(ge=2, le=15)] = 5
    opacity: Annotated[int, Meta(ge=10, le=100)] = 60
    tone: Literal["white", "black"] = "white"


PhotoOperation = (
    CropTo | Straighten | Rotate | Flip | Brightness | Contrast | Saturation | Sharpen | BlurRegion | Background | Watermark
)

PhotoOperations = Annotated[list[PhotoOperation], Meta(max_length=40)]

EditState = Literal["done", "waiting", "failed"]
"""waiting: the rendering is being made. Until it is `done` the photo shows the rendering before, and is published in no draft."""

EditProblem = Literal[
    "unreadable",
    "too_large",
    "no_room",
    "not_there",
    "no_subject",
    "no_credits",
    "key_refused",
    "service_busy",
    "service_away",
    "answer_lost",
    "no_model",
    "gave_up",
]
"""no_subject … gave_up: what became of asking for the item's mask. After `answer_lost` it may have been paid for: only the
person asks again. no_model: this server lacks the model's file and could not fetch it; gave_up: it took this server too long, or
more memory than there is. not_there: a photo of a batch that is gone."""


class PhotoEdit(Wire, frozen=True, kw_only=True):
    """GET /photos/{id}/edit: the photo's operations with their history. `steps[at]` are those in force; `[[]]`, 0 for a photo
    that was never edited. `revision` grows with each save."""

    photo_id: UUID
    revision: int
    steps: list[PhotoOperations]
    at: int
    state: EditState
    problem: EditProblem | None = None
    rendering: int
    """Grows whenever the photo's pictures change."""
    width: int
    height: int
    """Of the original."""
    has_mask: bool
    """remove.bg's mask of the item is here: a new background costs nothing."""
    has_server_mask: bool = False
    """This server's own mask of it is here."""
    color: str | None = None


class SaveEdit(Request, frozen=True, kw_only=True):
    """PUT /photos/{id}/edit: the history as it is now, made on `revision`; undo and redo move `at`, no operations are the
    original.

    A save on an older revision answers 409 `edit_changed` with the edit as it is (`current`)."""

    revision: Annotated[int, Meta(ge=0, le=2**31 - 1)]
    steps: Annotated[list[PhotoOperations], Meta(min_length=1, max_length=20)]
    at: Annotated[int, Meta(ge=0, le=19)]


class EditStanding(Wire, frozen=True, kw_only=True):
    """How far one photo of several is."""

    photo_id: UUID
    revision: int
    state: EditState
    problem: EditProblem | None = None


class EditStandings(Wire, frozen=True, kw_only=True):
    """GET /photos/edits?ids=…, and the answer to a batch: one for each photo, in the order asked for."""

    items: list[EditStanding]


class EditBatch(Request, frozen=True, kw_only=True):
    """POST /photos/edits/batch: one more step in the edit of each photo: these operations in place of those of their kinds.

    `crop` cuts each photo to this ratio where its own item is. Crop, straighten and blur are about one photo and not taken
    here."""

    photo_ids: Annotated[list[UUID], Meta(min_length=1, max_length=80)]
    operations: PhotoOperations = []
    crop: CropRatio | None = None


class EditedPhoto(Request, frozen=True, kw_only=True):
    photo_id: UUID
    revision: int


class EditUndo(Request, frozen=True, kw_only=True):
    """POST /photos/edits/undo: one step back in each, unless it was edited since `revision`."""

    photos: Annotated[list[EditedPhoto], Meta(min_length=1, max_length=80)]


class SmartCropRequest(Request, frozen=True, kw_only=True):
    """POST /photos/{id}/smart-crop: the rectangle of this ratio around the item, in the frame these operations leave."""

    operations: PhotoOperations = []
    ratio: CropRatio = "free"


class StampRequest(Request, frozen=True, kw_only=True):
    text: Annotated[str, Meta(pattern=WATERMARK_TEXT)]


class Stamp(Wire, frozen=True, kw_only=True):
    """POST /photos/watermark: the text as it is drawn, to be previewed: a grey PNG in base64, white where the letters are."""

    png: str
    sha256: Sha256


class CutoutService(Wire, frozen=True, kw_only=True):
    """GET /photos/cutouts: who can remove backgrounds here, and what of the outside service was used.

    The photo, at most 1,600 px, goes to `service` and nothing else does; the operator pays. Each photo is sent once, however
    often its background changes. What this server does itself needs no consent and is not counted."""

    on_server: bool = False
    """This server finds the item itself: nothing is sent."""
    offered: bool
    """The outside service can be asked."""
    service: Literal["remove.bg"] = "remove.bg"
    consented_at: Moment | None = None
    """When the person agreed that photos are sent there; null: not asked yet, or withdrawn."""
    used: int
    most: int
    """Photos of this account sent there this calendar month (UTC), of how many."""
    credits: float
    """What that cost the operator, in the service's credits."""
