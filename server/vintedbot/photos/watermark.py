"""A watermark's text as a drawing: white letters on black, one height, by the font that is in `font/`.

Server and screen both bring this one drawing to the size they need, so that a preview has the letters the photo will have. The
text is drawn as it is; nothing in it is read as markup.
"""

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).parent / "font" / "roboto-medium-latin.ttf"
LINE = 128
"""Pixels of the drawing's height."""
MARGIN = 8


class Mask(Struct, frozen=True):
    """Values 0-255, a row for each row of pixels."""

    values: NDArray[Any]

    @property
    def width(self) -> int:
        return int(self.values.shape[1])

    @property
    def height(self) -> int:
        return int(self.values.shape[0])


@lru_cache(maxsize=8)
def stamp_mask(text: str) -> Mask:
    """The drawing of a text of `edits.WATERMARK_TEXT`."""
    # the basic layout needs no library that reads the system's fonts, and is the same everywhere
    font = ImageFont.truetype(FONT, LINE - 3 * MARGIN, layout_engine=ImageFont.Layout.BASIC)
    width = max(1, round(font.getlength(text))) + 2 * MARGIN
    image = Image.new("L", (width, LINE))
    ImageDraw.Draw(image).text((MARGIN, LINE // 2), text, fill=255, font=font, anchor="lm")
    return Mask(np.asarray(image).copy())


def stamp_png(text: str) -> bytes:
    """The same as a grey PNG."""
    held = BytesIO()
    Image.fromarray(stamp_mask(text).values).save(held, "PNG", optimize=True)
    return held.getvalue()
