"""From the bytes of an uploaded photo to everything we keep of it: the original, the shrunk forms, the hash, the likeness.

Pure work on bytes: no database, no files, no network. It decodes pictures, so it runs in the process pool (`pool.py`), never in
the web process. Which forms are stored where, and which texts people read for a refusal, is decided elsewhere.
"""

import re
import warnings
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any, Literal

import msgspec
import numpy as np
import pillow_heif
import pyvips
from PIL import AvifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, UnidentifiedImageError, WebPImagePlugin
from vintedbot_schemas.photos import MAX_PHOTO_BYTES, PhotoProblem

from vintedbot.photos.jpeg import without_metadata
from vintedbot.photos.likeness import Likeness, Pixels, measure

MAX_PIXELS = 100_000_000
MAX_DECODED = 400_000_000
"""Bytes a picture may be once decoded: four a pixel at MAX_PIXELS, and so half as many pixels of 16 bits a band."""
MAX_KEPT = 64 << 20
"""Bytes an original may have once it is made anew. A photo stays far below; a small file drawn to grow would not."""
LARGE_SIDE = 1_600
THUMBNAIL_SIDE = 480

# Our own limit is checked before anything is decoded, and names the fix; Pillow's would warn at another number first.
Image.MAX_IMAGE_PIXELS = None
pillow_heif.register_heif_opener(thumbnails=False)

_PILLOW_DECODERS = (
    JpegImagePlugin.JpegImageFile, PngImagePlugin.PngImageFile, WebPImagePlugin.WebPImageFile, AvifImagePlugin.AvifImageFile,
)  # fmt: skip
# Pillow finds only the decoders that were imported; these and HEIF are all we want it to try
_FORMATS = (*(plugin.format for plugin in _PILLOW_DECODERS), "HEIF")
_HEADS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_EXIF_IFD, _ORIENTATION = 0x8769, 0x0112
_BOXES = 1 << 16  # further in it would be chance that compressed pixels spell the name of a box
_SUBSAMPLED = "jpeg-chroma-subsample"
# (taken, offset from UTC, fractions of a second); the plain DateTime is left out: editors set it to the time of the export
_CAPTURE_TAGS = ((0x9003, 0x9011, 0x9291), (0x9004, 0x9012, 0x9292))


_FIXES: dict[PhotoProblem, str] = {
    "empty": "The file has no content. Choose the photo again.",
    "too_large": "Send a file of at most {max_bytes} bytes; this one has {bytes}.",
    "not_a_picture": "Send a JPEG, PNG, WebP, AVIF or HEIC picture.",
    "too_many_pixels": "Send a picture of at most {max_pixels} pixels; this one has {pixels}.",
    "truncated": "The file is cut off or damaged. Send it again from where it was taken.",
}


class PhotoRefused(Exception):
    """A file that cannot become a photo. `code` says why, `fix` what the sender can do, `data` the figures behind it."""

    def __init__(self, code: PhotoProblem, **data: int) -> None:
        super().__init__(code, data)
        self.code: PhotoProblem = code
        self.data = data
        self.fix = _FIXES[code].format(**data)

    def __reduce__(self) -> tuple[Any, ...]:
        # crosses the process pool; the default would call __init__ with the data as a second positional argument
        return _refused, (self.code, self.data)

    def __str__(self) -> str:
        return f"{self.code}: {self.fix}"


def _refused(code: PhotoProblem, data: dict[str, int]) -> PhotoRefused:
    return PhotoRefused(code, **data)


Format = Literal["jpeg", "png", "webp", "avif", "heic"]
"""MPO is a JPEG with further pictures hung on behind it, and counts as one."""


class Facts(msgspec.Struct, frozen=True):
    """What the file's header says, read before any pixel.

    `width` and `height` are those of the picture held upright. `orientation` is EXIF's 1–8 as found. `captured_at` is aware;
    where the camera named no zone, its clock is taken as UTC, which keeps the gaps between photos of one phone true.
    """

    format: Format
    width: int
    height: int
    orientation: int
    captured_at: datetime | None


class Picture(msgspec.Struct, frozen=True):
    """Everything made from one uploaded file. No field holds metadata of the camera except `facts`.

    `kept` is the original we keep (JPEG, upright, without metadata, full size); `sha256` is its address, in hex.
    `large` is a JPEG of at most 1,600 px, `thumbnail` a WebP of at most 480 px. `color` is the dominant one as `#rrggbb`.
    """

    kept: bytes
    large: bytes
    thumbnail: bytes
    sha256: str
    width: int
    height: int
    color: str
    likeness: Likeness
    facts: Facts


def take_in(data: bytes, orientation: int = 1) -> Picture:
    """Make everything we keep of an uploaded JPEG (MPO too), PNG, WebP, AVIF or HEIC file. Raises PhotoRefused.

    `orientation`: EXIF's 1-8 of a file whose sender took the metadata out without turning it; what the file itself says wins.
    """
    facts = _told(read_facts(data), orientation)
    if facts.format == "jpeg" and facts.orientation == 1:
        return _take_in_upright_jpeg(data, facts)
    whole = _decode_whole(data, facts)
    return _picture(kept_jpeg(whole), _shrunk(whole, LARGE_SIDE), facts)


def large_webp(kept: bytes) -> bytes:
    """The 1,600 px WebP of a kept original, made when it is first asked for. Raises PhotoRefused."""
    try:
        return bytes(srgb(_load_shrunk(kept)).webpsave_buffer(Q=80, effort=4, keep="none"))
    except pyvips.Error as error:
        raise PhotoRefused("truncated") from error


def read_facts(data: bytes) -> Facts:
    """Read format, size, orientation and capture time from the header alone. Raises PhotoRefused."""
    if not data:
        raise PhotoRefused("empty")
    if len(data) > MAX_PHOTO_BYTES:
        raise PhotoRefused("too_large", bytes=len(data), max_bytes=MAX_PHOTO_BYTES)
    with warnings.catch_warnings(action="ignore"), _opened(data) as image:  # Pillow warns of odd EXIF, which people cannot mend
        width, height = image.size
        most = min(MAX_PIXELS, MAX_DECODED // _pixel_bytes(data, image))
        pixels = max(width * height, _boxed_pixels(data) if image.format in ("HEIF", "AVIF") else 0)
        if pixels > most:
            raise PhotoRefused("too_many_pixels", pixels=pixels, max_pixels=most)
        exif = _exif(image)
        # libheif turns a HEIC by its own boxes while decoding; the EXIF value beside them is only a copy
        turned = image.format == "HEIF"
        orientation = int(image.info.get("original_orientation") or 1) if turned else _orientation(exif)
        if orientation >= 5 and not turned:
            width, height = height, width
        return Facts(
            format=_format_name(image.format), width=width, height=height, orientation=orientation, captured_at=_captured_at(exif)
        )


_PNG_BANDS = {0: 1, 2: 3, 3: 4, 4: 2, 6: 4}  # by colour type; a palette may be transparent


def _pixel_bytes(data: bytes, image: Image.Image) -> int:
    """Bytes of one decoded pixel. Pillow calls a PNG of 16 bits a band one of 8, so PNG is asked itself."""
    if image.format == "PNG" and data[12:16] == b"IHDR":
        depth, colour = data[24], data[25]
        return _PNG_BANDS.get(colour, 4) * (2 if depth == 16 else 1)
    return max(len(image.getbands()), 3)


def _boxed_pixels(data: bytes) -> int:
    """The largest size named in the boxes of a HEIC or AVIF: a small window of a picture is decoded with all around it."""
    head = data[:_BOXES]
    sizes = [head[found.end() + 4 : found.end() + 12] for found in re.finditer(b"ispe", head)]
    return max((int.from_bytes(size[:4], "big") * int.from_bytes(size[4:], "big") for size in sizes), default=0)


def _told(facts: Facts, orientation: int) -> Facts:
    # these two say in boxes of their own which side is up, which no sender takes out
    if facts.format in ("heic", "avif") or facts.orientation != 1 or not 2 <= orientation <= 8:
        return facts
    width, height = (facts.height, facts.width) if orientation >= 5 else (facts.width, facts.height)
    return msgspec.structs.replace(facts, orientation=orientation, width=width, height=height)


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=_FORMATS)
    except UnidentifiedImageError as error:
        known = data.startswith(_HEADS) or data[8:12] == b"WEBP" or data[4:8] == b"ftyp"
        raise PhotoRefused("truncated" if known else "not_a_picture") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise PhotoRefused("truncated") from error


def _format_name(name: str | None) -> Format:
    names: dict[str, Format] = {
        "JPEG": "jpeg", "MPO": "jpeg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "HEIF": "heic",
    }  # fmt: skip
    return names[name or ""]


def _exif(image: Image.Image) -> Image.Exif:
    try:
        return image.getexif()
    except Exception:  # a broken EXIF block comes as one of many kinds of error and must not cost the photo
        return Image.Exif()


def _orientation(exif: Image.Exif) -> int:
    value = exif.get(_ORIENTATION)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _captured_at(exif: Image.Exif) -> datetime | None:
    try:
        camera = exif.get_ifd(_EXIF_IFD)
    except Exception:  # as in _exif
        return None
    for taken, offset, fraction in _CAPTURE_TAGS:
        clock = str(camera.get(taken, "")).strip("\0 ")
        zone = str(camera.get(offset, "")).strip("\0 ")
        digits = re.sub(r"\D.*", "", str(camera.get(fraction, "")).strip("\0 "))[:6].ljust(6, "0")
        if not re.fullmatch(r"[+-]\d\d:\d\d", zone):
            zone = "+00:00"
        try:
            return datetime.strptime(f"{clock}.{digits}{zone}", "%Y:%m:%d %H:%M:%S.%f%z").astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _take_in_upright_jpeg(data: bytes, facts: Facts) -> Picture:
    """The common and fast way: the compressed pixels stay as they came, and the decoder shrinks while it reads."""
    try:
        kept = without_metadata(data)
        large = _load_shrunk(kept)
        if large.interpretation == "cmyk":  # not every browser shows it
            whole = srgb(pyvips.Image.new_from_buffer(kept, "", access="sequential", fail_on="truncated"))
            kept = kept_jpeg(whole)
    except (ValueError, pyvips.Error) as error:
        raise PhotoRefused("truncated") from error
    return _picture(kept, large, facts)


def _decode_whole(data: bytes, facts: Facts) -> Any:
    """The pixels as they lie in the file, and how to turn them: turning all 36 MB costs as much as decoding them."""
    try:
        if facts.format in ("heic", "avif"):
            return _decode_by_pillow(data, facts)
        # read from top to bottom once; else the decoder holds a copy of its own
        image = pyvips.Image.new_from_buffer(data, "", access="sequential", fail_on="truncated")
        # three bands of 8 bits before anything is held whole: what came may be two and a half times as large
        flat = _opaque(_eight_bit(image)).copy_memory().copy()
        flat.set_type(pyvips.GValue.gint_type, "orientation", facts.orientation)
        return flat
    except (pyvips.Error, OSError, ValueError, EOFError, RuntimeError, SyntaxError) as error:
        raise PhotoRefused("truncated") from error


def _eight_bit(image: Any) -> Any:
    """The upper half of each 16-bit value."""
    if image.format != "ushort":
        return image
    return image.msb().copy(interpretation="srgb" if image.bands >= 3 else "b-w")


def _decode_by_pillow(data: bytes, facts: Facts) -> Any:
    """HEIC, which its decoder turns, and AVIF, which it leaves as it lies."""
    with Image.open(BytesIO(data), formats=_FORMATS) as opened:
        profile = opened.info.get("icc_profile")
        plain = opened if opened.mode in ("RGB", "RGBA") else opened.convert("RGBA" if opened.has_transparency_data else "RGB")
        image = pyvips.Image.new_from_array(np.asarray(plain)).copy(interpretation="srgb")
    # the profile last: what is made of an image with one would be converted by it
    flat = (image.flatten(background=255) if image.hasalpha() else image).copy_memory().copy()
    if facts.format == "avif":
        flat.set_type(pyvips.GValue.gint_type, "orientation", facts.orientation)
    if profile:
        flat.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    return flat


def _picture(kept: bytes, large: Any, facts: Facts) -> Picture:
    try:
        shown = srgb(large)
        small = _shrunk(shown, THUMBNAIL_SIDE)
        pixels: Pixels = small.numpy()
        return Picture(
            kept=kept,
            large=_saved_jpeg(shown, quality=80, keep="none"),
            thumbnail=bytes(small.webpsave_buffer(Q=75, effort=2, keep="none")),
            sha256=sha256(kept).hexdigest(),
            width=facts.width,
            height=facts.height,
            color=_dominant_colour(pixels),
            likeness=measure(pixels),
            facts=facts,
        )
    except pyvips.Error as error:
        raise PhotoRefused("truncated") from error


def picture_of(kept: bytes, facts: Facts) -> Picture:
    """Everything kept of bytes that are an original already. Raises PhotoRefused."""
    return _picture(kept, _load_shrunk(kept), facts)


def _load_shrunk(jpeg: bytes) -> Any:
    """The large form of a kept original. The decoder halves first while it can, which costs less than JPEG q80 does later."""
    head = pyvips.Image.jpegload_buffer(jpeg)
    most = min(max(head.width, head.height) / LARGE_SIDE, head.width, head.height)
    halved = next((by for by in (8, 4, 2) if by <= most), 1)
    return _shrunk(pyvips.Image.jpegload_buffer(jpeg, shrink=halved, access="sequential", fail_on="truncated"), LARGE_SIDE)


def _shrunk(image: Any, side: int) -> Any:
    """Shrunk, then turned upright. Cubic takes three quarters of the time of the usual kernel and looks the same."""
    try:
        scale = min(1.0, side / max(image.width, image.height))
        # of a picture narrower than its scale a line of one pixel stays
        across, down = max(scale, 1 / image.width), max(scale, 1 / image.height)
        small = image.resize(across, vscale=down, kernel="cubic").copy_memory()
        return small.autorot().copy_memory()
    except pyvips.Error as error:
        raise PhotoRefused("truncated") from error


def _opaque(image: Any) -> Any:
    image = image.flatten(background=255) if image.hasalpha() else image
    return image if image.interpretation == "srgb" else srgb(image)


def srgb(image: Any) -> Any:
    """Three 8-bit bands in sRGB, as every screen takes them. A phone's wide-gamut profile is converted, not dropped."""
    if image.hasalpha():
        image = image.flatten(background=255)
    if image.get_typeof("icc-profile-data") or image.interpretation == "cmyk":
        image = image.icc_transform("srgb", embedded=True, intent="perceptual")
    if image.interpretation != "srgb":
        image = image.colourspace("srgb")
    return image if image.format == "uchar" else image.cast("uchar")


def kept_jpeg(image: Any) -> bytes:
    """The original made anew, upright. Colours that came at half the size of the picture stay so: there is nothing to gain."""
    halved = image.get_typeof(_SUBSAMPLED) and image.get(_SUBSAMPLED) == "4:2:0"
    kept = _saved_jpeg(image.autorot(), quality=92, keep="icc", subsample_mode="on" if halved else "off")
    if len(kept) > MAX_KEPT:
        raise PhotoRefused("too_large", bytes=len(kept), max_bytes=MAX_KEPT)
    return kept


def _saved_jpeg(image: Any, quality: int, keep: str, subsample_mode: str = "auto") -> bytes:
    try:
        return bytes(image.jpegsave_buffer(Q=quality, keep=keep, subsample_mode=subsample_mode))
    except pyvips.Error as error:
        raise PhotoRefused("truncated") from error


def _dominant_colour(pixels: Pixels) -> str:
    """The mean of the fullest of 512 colour cells, counted where the garment usually is: the middle half."""
    height, width = pixels.shape[:2]
    middle = pixels[height // 4 : height - height // 4 : 2, width // 4 : width - width // 4 : 2].reshape(-1, 3)
    cells = (middle.astype(np.uint16) >> 5) @ np.array([64, 8, 1], dtype=np.uint16)
    fullest = middle[cells == np.bincount(cells).argmax()]
    red, green, blue = (round(float(value)) for value in fullest.mean(axis=0))
    return f"#{red:02x}{green:02x}{blue:02x}"
