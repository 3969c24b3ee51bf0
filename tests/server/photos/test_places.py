"""What the panel leaves of a HEIC or AVIF that the server gets as it is: the same picture, no camera, no place.

`gps-blanked.heic` is what `extension/photos/places.ts` makes of `gps.heic`, a file of pillow-heif's with GPS in EXIF and XMP, and
`gps-blanked.avif` what it makes of the AVIF that `python -m tests.server.photos.test_places` writes; the extension's own test
(`places.test.ts`) holds each two together.
"""

from datetime import UTC, datetime
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageChops
from vintedbot.photos.pictures import take_in

from tests.data.make_camera_roll import exif

PHOTOS = Path(__file__).parents[2] / "data" / "photos"
GPS = 0x8825


def opened(name: str) -> Image.Image:
    pillow_heif.register_heif_opener()
    return Image.open(PHOTOS / name)


def written(path: Path) -> None:
    """The AVIF with a place in EXIF and in XMP."""
    taken = datetime(2026, 11, 14, 14, 5, tzinfo=UTC)
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">GPSLatitude 48.858 Camera</x:xmpmeta>'
    block = exif(1, taken, "+01:00").tobytes()
    Image.linear_gradient("L").resize((64, 48)).convert("RGB").save(path, "AVIF", quality=60, exif=block, xmp=xmp)


@pytest.mark.parametrize("kind", ["heic", "avif"])
def test_the_blanked_file_is_the_same_picture_without_its_camera(kind: str) -> None:
    told, bare = opened(f"gps.{kind}"), opened(f"gps-blanked.{kind}")
    assert told.getexif().get_ifd(GPS)
    assert told.info["xmp"]
    assert not bare.getexif().get_ifd(GPS)
    assert not dict(bare.getexif())
    assert not (bare.info.get("xmp") or b"").strip(b"\0")
    assert bare.size == told.size
    assert ImageChops.difference(bare.convert("RGB"), told.convert("RGB")).getbbox() is None


@pytest.mark.parametrize("kind", ["heic", "avif"])
def test_the_server_takes_it_in(kind: str) -> None:
    taken, told = (take_in((PHOTOS / name).read_bytes()) for name in (f"gps-blanked.{kind}", f"gps.{kind}"))
    assert (taken.width, taken.height, taken.sha256) == (told.width, told.height, told.sha256)
    assert told.facts.captured_at is not None
    assert taken.facts.captured_at is None


if __name__ == "__main__":
    written(PHOTOS / "gps.avif")
