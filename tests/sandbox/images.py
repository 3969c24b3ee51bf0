"""Pictures: what Vinted makes of an uploaded file, pictures of our own for seeding, and signed addresses.

Vinted keeps no original: it re-encodes to WebP, so the bytes that come back are never the bytes that went in.
"""

import hashlib
import hmac
import io
import random
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

FULL_SIDE = 1600
MAX_BYTES = 10 * 1024 * 1024
MAX_SIDE = 16_000
MAX_PIXELS = 60_000_000
QUALITY = 80
# Pillow's fastest WebP effort: an upload of 1600 px costs a third of the default
EFFORT = 1
# name in the address → box the picture is fitted into
REDUCED = {"f800": (800, 800)}
CROPPED = {
    f"{width}x{height}": (width, height)
    for width, height in (
        (70, 100), (150, 210), (310, 430), (364, 428), (428, 624), (624, 428),
        (20, 20), (50, 50), (100, 100), (150, 150), (310, 310),
    )
}  # fmt: skip


class Picture(NamedTuple):
    """What Vinted keeps of an upload: the WebP of at most `FULL_SIDE` px and what it noted about it."""

    webp: bytes
    width: int
    height: int
    colour: str
    fingerprint: int


class PictureRefused(Exception):
    """The upload is no picture Vinted takes: `code` 50 (cannot be used) or 51 (too big in pixels)."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


def take_in(data: bytes) -> Picture:
    """Decodes a JPEG, PNG or WebP, turns it upright, shrinks it and encodes it as WebP without metadata."""
    if not 0 < len(data) <= MAX_BYTES:
        raise PictureRefused(50)
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as image:
            if max(image.size) > MAX_SIDE or image.width * image.height > MAX_PIXELS:
                raise PictureRefused(51)
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((FULL_SIDE, FULL_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
            return keep(upright.convert("RGB"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureRefused(50) from error


def keep(image: Image.Image) -> Picture:
    red, green, blue = image.resize((1, 1), Image.Resampling.BOX).tobytes()
    return Picture(encode(image), image.width, image.height, f"#{red:02X}{green:02X}{blue:02X}", fingerprint(image))


def encode(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=EFFORT)
    return out.getvalue()


def fingerprint(image: Image.Image) -> int:
    """A 64-bit difference hash: close pictures differ in few bits."""
    grey = image.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = (grey[row * 9 + column] > grey[row * 9 + column + 1] for row in range(8) for column in range(8))
    return sum(bit << place for place, bit in enumerate(bits))


def variant(webp: bytes, name: str) -> bytes:
    """The picture in one of the sizes of the image host; raises KeyError for a name Vinted does not have."""
    with Image.open(io.BytesIO(webp)) as opened:
        image = opened.convert("RGB")
    if name not in REDUCED:
        return encode(ImageOps.fit(image, CROPPED[name], Image.Resampling.BICUBIC))
    image.thumbnail(REDUCED[name], Image.Resampling.BICUBIC)
    return encode(image)


def background(seed: int) -> str:
    """The colour `draw` begins with, known without drawing."""
    red, green, blue = _shade(random.Random(seed))
    return f"#{red:02X}{green:02X}{blue:02X}"


def _shade(chance: random.Random) -> tuple[int, int, int]:
    return chance.randint(20, 235), chance.randint(20, 235), chance.randint(20, 235)


def draw(seed: int, width: int = 600, height: int = 800) -> bytes:
    """A picture of our own as JPEG: the same seed gives the same picture, two seeds look clearly different."""
    chance = random.Random(seed)
    image = Image.new("RGB", (width, height), _shade(chance))
    pen = ImageDraw.Draw(image)
    for _ in range(9):
        left, top = chance.randint(-width // 4, width), chance.randint(-height // 4, height)
        box = (left, top, left + chance.randint(width // 8, width), top + chance.randint(height // 8, height))
        (pen.ellipse if chance.random() < 0.5 else pen.rectangle)(box, fill=_shade(chance))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def sign(secret: bytes, path: str) -> str:
    """The 40 characters of `?s=`; another variant or time in the path needs another signature."""
    return hmac.digest(secret, path.encode(), hashlib.sha1).hex()
