"""Photos of labels with the truth about what is written on them: rendered, laid on cloth, turned, tilted, blurred.

Rendered letters are easier than life: woven ones, creases and shine are not among them. What is measured on these says that the
reading works and which size of a photo it needs, not how often it fails on a real label.
"""

import io
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import vintedbot.photos
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONT = Path(vintedbot.photos.__file__).parent / "font" / "roboto-medium-latin.ttf"
SIZE = (3024, 4032)
_CLOTH = (60, 70, 90)


class Label(NamedTuple):
    """Lines with their height in points, from above."""

    lines: tuple[tuple[str, int], ...]

    @property
    def strings(self) -> list[str]:
        return [text for text, _ in self.lines]


LABELS = {
    "zara": Label((("ZARA", 90), ("EUR M", 60), ("80 % coton 20 % polyester", 34), ("Made in Portugal", 34), ("Lavage 30°", 34))),
    "hm": Label((("H&M", 90), ("EUR 40", 50), ("65% polyamide, 35% laine", 32), ("Nettoyage à sec uniquement", 30))),
    "levis": Label((("Levi's", 80), ("M / 38", 60), ("100% COTTON", 36), ("MADE IN TURKEY", 30))),
    "care": Label(
        (("60% Viscose", 36), ("35% Baumwolle", 36), ("5% Elasthan", 36), ("Nicht bügeln", 32), ("Taille / Size 42", 36))
    ),
    "bershka": Label((("BERSHKA", 70), ("38", 50), ("Polyester 65 %, viscose 35 %", 30), ("Ne pas repasser", 30))),
    "esprit": Label((("ESPRIT", 80), ("W32 L34", 50), ("98% algodón 2% elastano", 32), ("Hecho en Marruecos", 30))),
}  # fmt: skip

WAYS: dict[str, dict[str, Any]] = {
    "straight": {}, "tilted": {"turned": 12}, "left": {"turned": 90}, "upside_down": {"turned": 180}, "right": {"turned": 270},
    "small": {"share": 0.25}, "large": {"share": 0.9}, "blurred": {"blur": 4}, "dark": {"is_dark": True},
}  # fmt: skip
"""How a photo of a label may be taken."""


def photo(
    label: Label,
    size: tuple[int, int] = SIZE,
    share: float = 0.6,
    turned: float = 0,
    blur: float = 0,
    is_dark: bool = False,
) -> bytes:
    """A JPEG. `share`: of the photo's width that the label takes; `turned`: degrees counterclockwise; `blur`: pixels of 1,600."""
    card = _card(label, is_dark)
    wide = round(size[0] * share)
    card = card.resize((wide, round(card.height * wide / card.width)), Image.Resampling.LANCZOS)
    mask = Image.new("L", card.size, 255).rotate(turned, Image.Resampling.BICUBIC, expand=True)
    card = card.rotate(turned, Image.Resampling.BICUBIC, expand=True)
    noise = np.random.default_rng(7).normal(0, 8, (size[1] // 8, size[0] // 8, 3))
    cloth = Image.fromarray(np.clip(noise + _CLOTH, 0, 255).astype(np.uint8)).resize(size)
    cloth.paste(card, ((size[0] - card.width) // 2, (size[1] - card.height) // 2), mask)
    if blur:
        cloth = cloth.filter(ImageFilter.GaussianBlur(blur * max(size) / 1600))
    out = io.BytesIO()
    cloth.save(out, "JPEG", quality=90)
    return out.getvalue()


def _card(label: Label, is_dark: bool) -> Image.Image:
    ink, paper = ((235, 235, 235), (22, 22, 22)) if is_dark else ((30, 30, 30), (244, 242, 236))
    fonts = [(text, ImageFont.truetype(FONT, points)) for text, points in label.lines]
    wide = round(max(font.getlength(text) for text, font in fonts)) + 80
    high = round(sum(font.size * 1.6 for _, font in fonts)) + 80
    card = Image.new("RGB", (wide, high), paper)
    draw, top = ImageDraw.Draw(card), 40.0
    for text, font in fonts:
        draw.text(((wide - font.getlength(text)) / 2, top), text, fill=ink, font=font)
        top += font.size * 1.6
    return card
