"""What a seller's phone holds after an afternoon of taking photos, made from the sample photos, with the truth about the items.

Every call makes the same files: EXIF with capture time, place and device, pictures stored on their side, HEIC among JPEG, several
shots of one item (other cut, other light), quick and slow sellers, photos whose clock was lost. Run it to look at the result:
`python -m tests.data.make_camera_roll FOLDER`.
"""

import random
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pillow_heif
from PIL import Image

SAMPLES = Path(__file__).parent / "photos"
_START = datetime(2026, 11, 14, 14, 5, 0, tzinfo=UTC)
# EXIF orientation → how the upright picture is laid before it is stored under that number
_LAID = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
# (shots of the item, seconds between them, clock kept): quick items, a slow one that needs a question, two whose clock was lost
_ITEMS = (
    (3, 5, True),
    (2, 4, True),
    (4, 6, True),
    (1, 0, True),
    (3, 25, True),
    (2, 5, False),
    (4, 5, True),
    (1, 0, False),
    (3, 7, True),
    (1, 0, True),
)
_BETWEEN_ITEMS = 80  # seconds
# left, top, right, bottom of the part shown, and the light, for the first, second … shot of an item
_VIEWS = (((0, 0, 1, 1), 1.0), ((0.06, 0.05, 0.98, 0.94), 1.08), ((0.1, 0.1, 0.95, 0.92), 0.94), ((0.02, 0.12, 0.9, 0.97), 1.04))


@dataclass(frozen=True)
class CameraRoll:
    """`files` in the order of shooting; `groups` the true items, each the files that show it."""

    files: list[Path]
    groups: list[list[Path]]


def camera_roll(folder: Path, count: int = 24, big: bool = False) -> CameraRoll:
    """Write `count` photos into `folder`: 1,200 × 1,600 pixels, or with `big` 3,024 × 4,032 as phones take them."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = sorted(SAMPLES.glob("*.jpg"), key=lambda path: (path.stem[-1], path.stem))
    size = (3024, 4032) if big else (1200, 1600)
    groups: list[list[Path]] = []
    clock, number = _START, 0
    while number < count:
        shots, gap, timed = _ITEMS[len(groups) % len(_ITEMS)]
        source = sources[len(groups) % len(sources)]
        group = []
        for shot in range(min(shots, count - number)):
            kind = "heic" if number % 6 == 5 else "jpg"
            path = folder / f"IMG_{1000 + number}.{kind}"
            picture = _view(source, size, shot, number)
            orientation = 1 if kind == "heic" else (1, 6, 1, 3, 8)[number % 5]
            _write(path, picture, orientation, clock if timed else None)
            group.append(path)
            clock += timedelta(seconds=gap)
            number += 1
        groups.append(group)
        clock += timedelta(seconds=_BETWEEN_ITEMS)
    return CameraRoll([path for group in groups for path in group], groups)


def laid(picture: Image.Image, orientation: int) -> Image.Image:
    """The upright picture as a camera stores it that writes this EXIF orientation (1 to 8)."""
    method = _LAID[orientation]
    return picture if method is None else picture.transpose(method)


def exif(orientation: int, captured_at: datetime | None, zone: str = "+00:00") -> Image.Exif:
    """What a phone writes: device, place, and the time when it kept its clock."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010F], block[0x0110] = "Fairphone", "FP5"
    if captured_at:
        camera = block.get_ifd(0x8769)
        camera[0x9003] = captured_at.strftime("%Y:%m:%d %H:%M:%S")
        camera[0x9011] = zone
    place = block.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (48.0, 51.0, 29.9), "E", (2.0, 17.0, 40.2)
    return block


def _view(source: Path, size: tuple[int, int], shot: int, seed: int) -> Image.Image:
    (left, top, right, bottom), light = _VIEWS[shot % len(_VIEWS)]
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    width, height = picture.size
    part = picture.crop((round(left * width), round(top * height), round(right * width), round(bottom * height)))
    lit = part.resize(size, Image.Resampling.BICUBIC).point(lambda value: min(255, round(value * light)))
    # a phone's picture is never as smooth as an enlarged one: grain makes it cost what a real one costs to decode
    grain = Image.frombytes("L", (512, 512), random.Random(seed).randbytes(512 * 512))
    layer = Image.new("L", size)
    for x in range(0, size[0], 512):
        for y in range(0, size[1], 512):
            layer.paste(grain, (x, y))
    return Image.blend(lit, Image.merge("RGB", (layer, layer, layer)), 0.05)


def _write(path: Path, picture: Image.Image, orientation: int, captured_at: datetime | None) -> None:
    block = exif(orientation, captured_at).tobytes()
    if path.suffix == ".heic":
        pillow_heif.register_heif_opener()
        # the same picture eight times sooner: x265's slower presets only make the file smaller
        picture.save(path, "HEIF", quality=70, exif=block, enc_params={"preset": "ultrafast"})
    else:
        laid(picture, orientation).save(path, "JPEG", quality=90, exif=block)


if __name__ == "__main__":
    for items in camera_roll(Path(sys.argv[1])).groups:
        print(*items)
