"""Edited pictures: a list of operations drawn on a photo's original, as `vintedbot_schemas.edits` describes them in words.

Pure work on bytes like `pictures.py`, and like it for the process pool only. The screen draws the same on its canvas
(`extension/pixels/`); a test in tests/contract compares both. libvips works row by row, so that besides the decoded picture
itself only small parts of it are held.
"""

import math
from collections.abc import Sequence
from typing import Any, assert_never

import msgspec
import numpy as np
import pyvips
from msgspec import Struct
from numpy.typing import NDArray
from vintedbot_schemas.edits import (
    PARTS,
    Background,
    BlurRegion,
    Brightness,
    Contrast,
    CropRatio,
    CropTo,
    Flip,
    PhotoOperation,
    Rotate,
    Saturation,
    Sharpen,
    Straighten,
    Watermark,
)

from .pictures import Facts, PhotoRefused, kept_jpeg, picture_of, srgb
from .watermark import Mask, stamp_mask

RENDERED_SIDE = 4_096
"""A rendering is at most so long. Nobody is shown more, and what is decoded for it stays under 70 MB."""
MASK_PIXELS = 4_000_000
LOOKED_AT = 320
"""Side of the picture that is looked at for where the item is."""
LUMA = (0.299, 0.587, 0.114)
RATIOS: dict[CropRatio, float | None] = {"free": None, "1:1": 1.0, "3:4": 3 / 4, "4:3": 4 / 3}

Numbers = NDArray[Any]


class Wanted(Struct, frozen=True):
    """A list of operations by kind: at most one of each, and the regions."""

    crop: CropTo | None = None
    straighten: Straighten | None = None
    rotate: Rotate | None = None
    flip: Flip | None = None
    brightness: Brightness | None = None
    contrast: Contrast | None = None
    saturation: Saturation | None = None
    sharpen: Sharpen | None = None
    background: Background | None = None
    watermark: Watermark | None = None
    regions: tuple[BlurRegion, ...] = ()


_FIELDS: dict[type, str] = {
    CropTo: "crop", Straighten: "straighten", Rotate: "rotate", Flip: "flip", Brightness: "brightness", Contrast: "contrast",
    Saturation: "saturation", Sharpen: "sharpen", Background: "background", Watermark: "watermark",
}  # fmt: skip


def wanted(operations: Sequence[PhotoOperation]) -> Wanted:
    """The list sorted by kind; of two of one kind the later one."""
    fields: dict[str, Any] = {_FIELDS[type(each)]: each for each in operations if not isinstance(each, BlurRegion)}
    return Wanted(**fields, regions=tuple(each for each in operations if isinstance(each, BlurRegion)))


def edited(original: bytes, operations: Sequence[PhotoOperation], mask: bytes | None, facts: Facts) -> Any:
    """Everything kept of the edited photo (`pictures.Picture`); without operations that of the original, whose bytes stay.

    `mask`: the item's, needed for a background. Raises PhotoRefused.
    """
    try:
        if not operations:
            return picture_of(original, facts)
        drawn = render(_decoded(original), operations, mask)
        shown = msgspec.structs.replace(facts, width=drawn.width, height=drawn.height)
        return picture_of(kept_jpeg(drawn), shown)
    except pyvips.Error as error:
        raise PhotoRefused("truncated") from error


def _decoded(original: bytes) -> Any:
    image = pyvips.Image.new_from_buffer(original, "", access="sequential", fail_on="truncated")
    scale = RENDERED_SIDE / max(image.width, image.height)
    return srgb(image.resize(scale, kernel="cubic") if scale < 1 else image)


def render(image: Any, operations: Sequence[PhotoOperation], mask: bytes | None = None) -> Any:
    """The operations drawn on a three-band sRGB image. Raises pyvips.Error where the image cannot be read."""
    todo = wanted(operations)
    image = image.copy_memory()
    if todo.background is not None and mask is not None:
        image = _with_background(image, todo.background, mask).copy_memory()
    for region in todo.regions:
        image = _blurred(image, region)
    image = _cropped(turned(image, todo), todo.crop)
    image = _lit(image, todo)
    if todo.saturation is not None:
        image = _saturated(image, todo.saturation.percent)
    if todo.sharpen is not None:
        image = _sharpened(image, todo.sharpen.percent)
    image = image.copy_memory()
    return _marked(image, todo.watermark) if todo.watermark is not None else image


def _whole(image: Any) -> Any:
    return (image + 0.5).floor().cast("uchar").copy(interpretation="srgb")


def along(part: int, length: int) -> int:
    """The pixel a ten-thousandth of a frame falls on."""
    return (part * length * 2 + PARTS) // (2 * PARTS)


def rectangle(box: CropTo | BlurRegion, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, width and height in pixels; inside the frame and never empty."""
    left, top = min(along(box.left, width), width - 1), min(along(box.top, height), height - 1)
    right = max(left + 1, min(width, along(box.left + box.width, width)))
    bottom = max(top + 1, min(height, along(box.top + box.height, height)))
    return left, top, right - left, bottom - top


# ------------------------------------------------------------------------------------------------ what lies on the original
def _with_background(image: Any, background: Background, mask: bytes) -> Any:
    share = pyvips.Image.new_from_buffer(mask, "")
    share = share[0] if share.bands > 1 else share
    if (share.width, share.height) != (image.width, image.height):
        share = share.resize(image.width / share.width, vscale=image.height / share.height, kernel="linear")
        share = share.gravity("north-west", image.width, image.height, extend="copy")
    color = [int(background.color[at : at + 2], 16) for at in (1, 3, 5)]
    return _whole((image - color) * (share / 255) + color)


def _blurred(image: Any, region: BlurRegion) -> Any:
    left, top, width, height = rectangle(region, image.width, image.height)
    side = max(image.width, image.height) * region.strength / 100
    part: Numbers = image.crop(left, top, width, height).numpy()
    columns, rows = max(1, math.floor(width / side + 0.5)), max(1, math.floor(height / side + 0.5))
    smooth = _enlarged(_means(part, rows, columns), height, width)
    return image.insert(pyvips.Image.new_from_array(_rounded_into(part, smooth)).copy(interpretation="srgb"), left, top)


def _means(part: Numbers, rows: int, columns: int) -> Numbers:
    height, width = part.shape[:2]
    at_row = np.arange(rows) * height // rows
    at_column = np.arange(columns) * width // columns
    sums = np.add.reduceat(np.add.reduceat(part, at_row, axis=0, dtype=np.uint64), at_column, axis=1)
    counts = np.diff(np.append(at_row, height))[:, None] * np.diff(np.append(at_column, width))[None, :]
    means: Numbers = sums / counts[..., None]
    return means


def _enlarged(cells: Numbers, height: int, width: int) -> Numbers:
    def weights(length: int, count: int) -> tuple[Numbers, Numbers, Numbers]:
        at = np.clip((np.arange(length) + 0.5) * count / length - 0.5, 0, count - 1)
        first = np.floor(at).astype(int)
        return first, np.minimum(first + 1, count - 1), (at - first).astype(np.float32)

    x0, x1, fx = weights(width, cells.shape[1])
    y0, y1, fy = weights(height, cells.shape[0])
    small = cells.astype(np.float32)
    across = small[:, x0] * (1 - fx)[None, :, None] + small[:, x1] * fx[None, :, None]
    large = np.empty((height, width, small.shape[2]), np.uint8)
    for row in range(height):  # a row at a time: as numbers the whole would be four times the picture
        large[row] = np.floor(across[y0[row]] * (1 - fy[row]) + across[y1[row]] * fy[row] + 0.5)
    return large


def _rounded_into(part: Numbers, smooth: Numbers) -> Numbers:
    """The smooth rectangle with its corners as they were."""
    height, width = part.shape[:2]
    radius = min(width, height) / 4
    x = np.maximum(np.abs(np.arange(width) + 0.5 - width / 2) - (width / 2 - radius), 0)
    y = np.maximum(np.abs(np.arange(height) + 0.5 - height / 2) - (height / 2 - radius), 0)
    outside = (x**2)[None, :] + (y**2)[:, None] > radius**2
    mixed: Numbers = np.where(outside[..., None], part, smooth)
    return mixed


# ------------------------------------------------------------------------------------------------ how it is held
def turned(image: Any, todo: Wanted) -> Any:
    """Rotated, mirrored and straightened: the frame that a crop is in."""
    if todo.rotate is not None:
        image = [image.rot90, image.rot180, image.rot270][todo.rotate.turns - 1]()
    if todo.flip is not None:
        image = image.fliphor() if todo.flip.axis == "across" else image.flipver()
    if todo.straighten is not None and todo.straighten.tenths:
        image = _straightened(image.copy_memory(), todo.straighten.tenths)
    return image


def _straightened(image: Any, tenths: int) -> Any:
    width, height = image.width, image.height
    angle = math.radians(tenths / 10)
    cos, sin = math.cos(angle), math.sin(angle)
    less = cos + abs(sin) * max(width / height, height / width)
    across, down = max(1, math.floor(width / less + 0.5)), max(1, math.floor(height / less + 0.5))
    return image.affine(
        [cos, -sin, sin, cos], idx=0.5 - width / 2, idy=0.5 - height / 2, odx=across / 2 - 0.5, ody=down / 2 - 0.5,
        oarea=[0, 0, across, down], interpolate=pyvips.Interpolate.new("bilinear"), extend="copy",
    )  # fmt: skip


def _cropped(image: Any, crop: CropTo | None) -> Any:
    return image if crop is None else image.crop(*rectangle(crop, image.width, image.height))


# ------------------------------------------------------------------------------------------------ how it looks
def _lit(image: Any, todo: Wanted) -> Any:
    if todo.brightness is None and todo.contrast is None:
        return image
    values = np.arange(256) * (1 + (todo.brightness.percent if todo.brightness else 0) / 100)
    values = 127.5 + (values - 127.5) * (1 + (todo.contrast.percent if todo.contrast else 0) / 100)
    table = np.clip(np.floor(values + 0.5), 0, 255).astype(np.uint8).reshape(1, 256, 1)
    return image.maplut(pyvips.Image.new_from_array(table))


def _saturated(image: Any, percent: int) -> Any:
    s = 1 + percent / 100
    rows = [[share * (1 - s) + (s if band == other else 0) for other, share in enumerate(LUMA)] for band in range(3)]
    return _whole(image.recomb(pyvips.Image.new_from_list(rows)))


def _sharpened(image: Any, percent: int) -> Any:
    sigma = max(0.6, max(image.width, image.height) / 1600)
    reach = math.ceil(2.5 * sigma)
    weights = [math.exp(-(at**2) / (2 * sigma**2)) for at in range(-reach, reach + 1)]
    kernel = pyvips.Image.new_from_list([[each / sum(weights) for each in weights]])
    image = image.copy_memory()
    blurred = image.cast("float").convsep(kernel, precision="float")
    return _whole(image + (image - blurred) * (1.5 * percent / 100))


def _marked(image: Any, mark: Watermark) -> Any:
    drawing = stamp_mask(mark.text)
    left, top, width, height = placed(drawing, mark, image.width, image.height)
    shares = _area_means(drawing.values, height, width) * (mark.opacity / 100 / 255)
    part: Numbers = image.crop(left, top, width, height).numpy()
    tone = 255 if mark.tone == "white" else 0
    mixed = np.floor(part + (tone - part.astype(np.float64)) * shares[..., None] + 0.5).astype(np.uint8)
    return image.insert(pyvips.Image.new_from_array(mixed).copy(interpretation="srgb"), left, top)


def placed(drawing: Mask, mark: Watermark, width: int, height: int) -> tuple[int, int, int, int]:
    """Where in a picture of this size the watermark stands: left, top, width, height."""
    shorter = min(width, height)
    scale = min(shorter * mark.size / 100 / drawing.height, width * 0.9 / drawing.width)
    across, down = max(1, math.floor(drawing.width * scale + 0.5)), max(1, math.floor(drawing.height * scale + 0.5))
    across, down = min(across, width), min(down, height)
    off = min(math.floor(shorter * 0.03 + 0.5), width - across, height - down)
    match mark.corner:
        case "middle":
            return (width - across) // 2, (height - down) // 2, across, down
        case "top_left":
            return off, off, across, down
        case "top_right":
            return width - across - off, off, across, down
        case "bottom_left":
            return off, height - down - off, across, down
        case "bottom_right":
            return width - across - off, height - down - off, across, down
        case _:
            assert_never(mark.corner)


def _area_means(values: Numbers, height: int, width: int) -> Numbers:
    """The drawing in another size, each value the mean over its area."""

    def shares(count: int, length: int) -> Numbers:
        edges = np.arange(count + 1) * length / count
        cells = np.arange(length)
        covered = np.minimum(edges[1:, None], cells + 1) - np.maximum(edges[:-1, None], cells)
        found: Numbers = np.clip(covered, 0, None) * count / length
        return found

    means: Numbers = shares(height, values.shape[0]) @ values @ shares(width, values.shape[1]).T
    return means


# ------------------------------------------------------------------------------------------------ where the item is
def smart_crop(picture: bytes, operations: Sequence[PhotoOperation], ratio: CropRatio) -> CropTo:
    """The rectangle around what stands out, of this ratio, in the frame the operations leave.

    What stands out: pixels with edges around them, and those whose colour is not that of the picture's border. The rectangle
    holds 96 % of it in each direction, and a twelfth of the frame around it. Raises PhotoRefused.
    """
    try:
        small = pyvips.Image.thumbnail_buffer(picture, LOOKED_AT, size="down")
        image = turned(srgb(small).copy_memory(), wanted(operations))
        pixels: Numbers = image.numpy().astype(np.float32)
    except pyvips.Error as error:
        raise PhotoRefused("truncated") from error
    height, width = pixels.shape[:2]
    energy = _standing_out(pixels)
    left, right = _bounds(energy.sum(axis=0))
    top, bottom = _bounds(energy.sum(axis=1))
    margin = 1 / 12
    box = [max(0.0, left - margin), max(0.0, top - margin), min(1.0, right + margin), min(1.0, bottom + margin)]
    return _of_ratio(box, RATIOS[ratio], width / height, ratio)


def _standing_out(pixels: Numbers) -> Numbers:
    grey = pixels @ np.array(LUMA, np.float32)
    down, across = np.gradient(grey)
    edges = np.hypot(down, across)
    rim = max(1, min(grey.shape) // 25)
    border = np.concatenate(
        [each.reshape(-1, 3) for each in (pixels[:rim], pixels[-rim:], pixels[:, :rim], pixels[:, -rim:])]
    )  # fmt: skip
    other = np.linalg.norm(pixels - np.median(border, axis=0), axis=2)
    # of an even picture nothing stands out: faint noise is taken off both
    found: Numbers = np.clip(edges - 12, 0, 80) + np.clip(other - 40, 0, 80)
    return found


def _bounds(sums: Numbers) -> tuple[float, float]:
    total = float(sums.sum())
    if total <= 0:
        return 0.0, 1.0
    running = np.cumsum(sums) / total
    return float(np.searchsorted(running, 0.02)) / len(sums), float(np.searchsorted(running, 0.98) + 1) / len(sums)


def _of_ratio(box: Sequence[float], ratio: float | None, frame: float, name: CropRatio) -> CropTo:
    """The box grown to the ratio, moved inside the frame, and made smaller where it does not fit. `frame`: its width ÷ height."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    if ratio is not None:
        wanted_ratio = ratio / frame  # in shares of the frame
        if width / height < wanted_ratio:
            width = height * wanted_ratio
        else:
            height = width / wanted_ratio
        less = max(width, height, 1.0)
        width, height = width / less, height / less
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    left, top = min(max(0.0, middle_x - width / 2), 1 - width), min(max(0.0, middle_y - height / 2), 1 - height)
    across, down = max(100, round(width * PARTS)), max(100, round(height * PARTS))
    return CropTo(
        left=min(round(left * PARTS), PARTS - across), top=min(round(top * PARTS), PARTS - down), width=across, height=down,
        ratio=name,
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------ masks
def mask_of(answer: bytes) -> bytes:
    """The mask of a cut-out picture, as a grey PNG: how much of each pixel is the item. Raises PhotoRefused."""
    try:
        image = pyvips.Image.new_from_buffer(answer, "", access="sequential")
        if image.width * image.height > MASK_PIXELS:
            raise PhotoRefused("too_many_pixels", pixels=image.width * image.height, max_pixels=MASK_PIXELS)
        grey = image[image.bands - 1] if image.hasalpha() else image[0]
        grey = grey.cast("uchar", shift=True) if grey.format == "ushort" else grey.cast("uchar")
        return bytes(grey.copy(interpretation="b-w").pngsave_buffer(compression=6, keep="none"))
    except pyvips.Error as error:
        raise PhotoRefused("not_a_picture") from error
