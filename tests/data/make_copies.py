"""Copies of a photo as people come by them: saved anew, smaller, cut, tilted, brighter, and the mirror picture that is none.

Made from the sample photos with chance given by a number, so that every call makes the same ones. Used by the tests (a few) and
by the bench (the reported 40 of each).
"""

import math
import random
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageEnhance, ImageOps

Change = Callable[[Image.Image, random.Random], Image.Image]


def saved(picture: Image.Image, quality: int = 90) -> Image.Image:
    """As it comes back from a JPEG of this quality."""
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    with Image.open(buffer) as opened:
        return opened.convert("RGB")


def saved_anew(picture: Image.Image, chance: random.Random) -> Image.Image:
    """As a messenger sends it on: a poor JPEG of a poor JPEG."""
    return saved(saved(picture, chance.randint(40, 60)), chance.randint(50, 75))


def half_size(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Half as wide and half as high."""
    width, height = picture.size
    return picture.resize((width // 2, height // 2), chance.choice([Image.Resampling.BILINEAR, Image.Resampling.LANCZOS]))


def brighter(picture: Image.Image, chance: random.Random) -> Image.Image:
    """A tenth brighter or darker."""
    return ImageEnhance.Brightness(picture).enhance(chance.choice([0.9, 1.1]))


def cut(share: float) -> Change:
    """This share of its width and height taken off at every edge."""

    def made(picture: Image.Image, chance: random.Random) -> Image.Image:
        width, height = picture.size
        across, down = round(width * share), round(height * share)
        return picture.crop((across, down, width - across, height - down))

    return made


def cut_at_one_corner(share: float) -> Change:
    """Twice this share taken off at one of the sides, and one of top and bottom."""

    def made(picture: Image.Image, chance: random.Random) -> Image.Image:
        width, height = picture.size
        across, down = round(width * share * 2), round(height * share * 2)
        left, top = chance.choice([0, across]), chance.choice([0, down])
        return picture.crop((left, top, width - across + left, height - down + top))

    return made


def tilted(degrees: float) -> Change:
    """Turned to either side: every second one with dark corners, the others cut to what is left, as a phone straightens."""

    def made(picture: Image.Image, chance: random.Random) -> Image.Image:
        turned = picture.rotate(chance.choice([-degrees, degrees]), Image.Resampling.BICUBIC)
        if chance.random() < 0.5:
            return turned
        width, height = picture.size
        edge = int(max(width, height) * math.sin(math.radians(degrees)) / 2) + 1
        return turned.crop((edge, edge, width - edge, height - edge))

    return made


def mirrored(picture: Image.Image, chance: random.Random) -> Image.Image:
    """The mirror picture: another photo, since writing on it and the buttons' side would be wrong."""
    return ImageOps.mirror(picture)
