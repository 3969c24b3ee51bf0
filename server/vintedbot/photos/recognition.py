"""The words on a photo, line by line, read on this server by what the extra `labels` brings.

Runs in the image processes only. A label may lie on its side or upside down in a photo that is upright: what reads badly is read
again turned. Knows nothing of what the words mean: sizes are in `sizes.py`, all else is the analysis's.
"""

from functools import cache
from typing import Any

import pyvips

from .work import Box, Line

_SIDE, _DETECT_SIDE = 1600, 1280
"""Pixels of the longer side of what is read, and of what lines are looked for in. On rendered labels 1,280 finds the same lines
as 1,600 in two thirds of the time."""
_WELL = 0.88
"""Mean sureness of a photo's letters from which it is taken to be the right way up; upside down they reach 0.8."""
_LINE_LEAST, _CRUMB_LEAST = 0.5, 0.9
"""Below it a line, or one of a letter or two, is most often a fold or a pattern of the cloth."""


def lines(kept: bytes) -> list[Line]:
    """What is written on a photo, from the upper left as a person reads it; boxes are of the photo as it was given."""
    image = pyvips.Image.thumbnail_buffer(kept, _SIDE, height=_SIDE, size="down").colourspace("srgb")
    if image.hasalpha():
        image = image.flatten(background=255)
    image = image.copy_memory()  # it is read once for each turn
    found = _read(image, 0)
    is_on_side = _is_on_side(found, image.width / image.height)
    best = [] if is_on_side else found
    for turn in (90, 270) if is_on_side else (180,):
        if not found or _sureness(best) >= _WELL:
            break
        best = max(best, _read(image, turn), key=_sureness)
    return [line for line in best if line.sure >= (_LINE_LEAST if len(line.text) > 2 else _CRUMB_LEAST)]


@cache
def _engine() -> Any:
    from faster_paddle import OcrEngine

    # the tiny model: 0.2 s a photo and 150 MB; the small one beside it in the package reads "H&M" better, for four times both
    return OcrEngine(model_size="tiny", threads=1, det_max_side=_DETECT_SIDE, det_min_side=0)


def _read(image: pyvips.Image, turn: int) -> list[Line]:
    turned = image.rot(f"d{turn}") if turn else image
    answer = _engine().ocr(bytes(turned.jpegsave_buffer(Q=95, keep="none")))
    found: list[tuple[Box, Line]] = []
    for each in answer["bounds"].values():
        text = str(each["text"]).strip()
        if text:
            (left, top), (right, bottom) = each["topLeftCoord"], each["bottomRightCoord"]
            wide, high = turned.width, turned.height
            box = Box(left / wide, top / high, (right - left) / wide, (bottom - top) / high)
            found.append((box, Line(text, float(each["confidence"]), _turned_back(box, turn))))
    found.sort(key=lambda pair: (pair[0].top, pair[0].left))
    return [line for _, line in found]


def _turned_back(box: Box, turn: int) -> Box:
    """A box of the turned photo in the photo as it was."""
    left, top, right, bottom = box.left, box.top, box.left + box.width, box.top + box.height
    if turn == 90:
        return Box(top, 1 - right, box.height, box.width)
    if turn == 180:
        return Box(1 - right, 1 - bottom, box.width, box.height)
    if turn == 270:
        return Box(1 - bottom, left, box.height, box.width)
    return box


def _is_on_side(found: list[Line], aspect: float) -> bool:
    """Whether most letters stand in lines that are higher than wide. Long ones would be read all the same, a lone "38" not."""
    high = sum(len(line.text) for line in found if line.box.height > line.box.width * aspect)
    return high * 2 > sum(len(line.text) for line in found)


def _sureness(found: list[Line]) -> float:
    letters = sum(len(line.text) for line in found)
    return sum(line.sure * len(line.text) for line in found) / letters if letters else 0.0
