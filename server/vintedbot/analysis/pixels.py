"""Shrinking a photo to what is sent, and what its pixels say without any model: the item's colours, and whether it is a good
photo.

Runs in the image processes only. The background is taken to be what the photo's rim shows; a pixel like it is not the item's.
"""

import numpy as np
import pyvips
from numpy.typing import NDArray
from vintedbot_schemas.analysis import PhotoFlaw

from .work import ColourShare, Measured, Sendable

_SIDE = 256
_RIM = 0.06
_BACKGROUND = 14.0
"""Lab distance under which a pixel is the rim's: about six of what a person just sees."""
_ITEM_LEAST = 0.08
"""Of the photo's middle: with fewer pixels the item is the background's colour, and all of the middle is looked at."""
_SECOND_LEAST = 0.22
"""Share from which a second colour is one."""
_WEIGHTS = (0.3, 1.0, 1.0)
"""Of lightness and the two hues: a photo's light is the room's. Of 21 sample items 18 get a colour a person would name,
with equal weights 15."""
_SHARP_LEAST = 12.0
"""Variance of the Laplacian at 480 px, in grey levels squared: sample photos have 52 and more, blurred by 6 px at most 6.7."""
_DARK_MOST = 45.0
_CUT_LEAST = 0.75
"""Of one side of the rim: the item goes on behind it."""

Pixels = NDArray[np.float32]


def sendable(kept: bytes, side: int) -> Sendable:
    """JPEG at 80 %, no metadata."""
    image = pyvips.Image.thumbnail_buffer(kept, side, height=side, size="down")
    return Sendable(bytes(image.jpegsave_buffer(Q=80, keep="none")), image.width, image.height)


def measured(kept: bytes, palette: list[tuple[str, str]]) -> Measured:
    """Colours, the main one first, and flaws."""
    small = pyvips.Image.thumbnail_buffer(kept, _SIDE, height=_SIDE, size="down").colourspace("srgb")[:3].copy_memory()
    lab = _array(small.colourspace("lab"))
    item, rim_is_item = _item(lab)
    flaws: list[PhotoFlaw] = []
    if _sharpness(kept) < _SHARP_LEAST:
        flaws.append("blurred")
    if float(_array(small.colourspace("b-w")).mean()) < _DARK_MOST:
        flaws.append("dark")
    if rim_is_item:
        flaws.append("cut_off")
    return Measured(_colours(item, palette), flaws)


def _item(lab: Pixels) -> tuple[Pixels, bool]:
    """The item's pixels, n × 3, and whether it fills a side of the rim on a background that is plain elsewhere."""
    high, wide, _ = lab.shape
    deep = max(int(min(high, wide) * _RIM), 2)
    sides = [lab[:deep], lab[-deep:], lab[:, :deep], lab[:, -deep:]]
    background = np.median(np.concatenate([side.reshape(-1, 3) for side in sides]), axis=0)
    apart = np.linalg.norm(lab - background, axis=2) > _BACKGROUND
    middle = (slice(high // 6, high - high // 6), slice(wide // 6, wide - wide // 6))
    found = lab[middle][apart[middle]]
    if len(found) < _ITEM_LEAST * apart[middle].size:
        return lab[middle].reshape(-1, 3), False
    touched = [float(side.mean()) for side in (apart[:deep], apart[-deep:], apart[:, :deep], apart[:, -deep:])]
    # with three sides or more not of one colour nothing can be told: the background itself is busy
    cut = sum(share > _CUT_LEAST for share in touched)
    return found, 1 <= cut <= 2 and min(touched) < 1 - _CUT_LEAST


def _colours(item: Pixels, palette: list[tuple[str, str]]) -> list[ColourShare]:
    names = [title for title, _ in palette]
    targets = _lab_of([colour for _, colour in palette])
    distance = np.linalg.norm((item[:, None, :] - targets[None, :, :]) * _WEIGHTS, axis=2)
    shares = np.bincount(distance.argmin(axis=1), minlength=len(names)) / len(item)
    order = np.argsort(-shares)
    found = [ColourShare(names[at], round(float(shares[at]), 3)) for at in order if shares[at] >= _SECOND_LEAST]
    if not found:
        found = [ColourShare(names[order[0]], round(float(shares[order[0]]), 3))]
    return found[:2]


def _lab_of(colours: list[str]) -> Pixels:
    rgb = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in colours]
    image = pyvips.Image.new_from_array(np.array([rgb], dtype=np.uint8), interpretation="srgb")
    lab: Pixels = _array(image.colourspace("lab"))[0]
    return lab


def _sharpness(kept: bytes) -> float:
    grey = pyvips.Image.thumbnail_buffer(kept, 480, height=480, size="down").colourspace("b-w")[0]
    edges = grey.conv(pyvips.Image.new_from_array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]), precision="float")
    return float(edges.deviate() ** 2)


def _array(image: pyvips.Image) -> Pixels:
    return np.asarray(image.numpy(), dtype=np.float32)
