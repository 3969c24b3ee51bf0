"""What becomes of the bytes of an uploaded photo: upright, without a trace of place and device, or refused with the fix."""

import contextlib
import pickle
import re
import struct
import zlib
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from vintedbot.photos import pictures
from vintedbot.photos.jpeg import without_metadata
from vintedbot.photos.pictures import PhotoRefused, large_webp, read_facts, take_in

from tests.data.make_camera_roll import SAMPLES, exif, laid
from tests.data.make_profiles import ADOBE_RGB, DISPLAY_P3, Space, in_srgb, profile

TAKEN = datetime(2026, 11, 14, 14, 5, 9, tzinfo=UTC)
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">http://ns.adobe.com/xap 48.858, 2.294</x:xmpmeta>'
KINDS = ["JPEG", "MPO", "PNG", "WEBP", "AVIF", "HEIF"]
SECRETS = (
    b"48.858",
    b"a maker's own",
    b"Exif",
    b"Fairphone",
    b"FP5",
    b"GPS",
    b"2026:11:14",
    b"http://ns.adobe.com/xap",
    b"a private remark",
    b"ftypmp42",
)

# the slower presets of these two only make smaller files
QUICK: dict[str, dict[str, Any]] = {
    "AVIF": {"speed": 10, "quality": 85}, "HEIF": {"quality": 90, "enc_params": {"preset": "ultrafast"}},
}  # fmt: skip


@pytest.fixture(scope="module")
def sample() -> Image.Image:
    """A photo with a coloured corner, so that every way of turning it wrong shows."""
    with Image.open(SAMPLES / "dress-1.jpg") as opened:
        picture = opened.convert("RGB").resize((450, 600))
    picture.paste((255, 0, 0), (0, 0, 100, 50))
    return picture


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """A file of this kind; of an MPO the second picture carries the same camera block as the first, as 3D cameras write it."""
    pillow_heif.register_heif_opener()
    buffer = BytesIO()
    if kind == "MPO":
        second = picture.resize((64, 48))
        second.encoderinfo = {key: value for key, value in options.items() if key == "exif"}
        options |= {"save_all": True, "append_images": [second]}
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def difference(data: bytes, expected: Image.Image) -> float:
    """Mean absolute error of each byte of the decoded picture against the expected one, 0 to 255."""
    with Image.open(BytesIO(data)) as opened:
        shown = opened.convert("RGB")
    wanted = expected.resize(shown.size, Image.Resampling.LANCZOS)
    return float(np.abs(np.asarray(shown, np.int16) - np.asarray(wanted, np.int16)).mean())


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", KINDS)
def test_every_orientation_comes_out_upright_with_its_time(sample: Image.Image, kind: str, orientation: int) -> None:
    block = exif(orientation, TAKEN).tobytes()
    picture = take_in(saved(laid(sample, orientation), kind, exif=block, **QUICK.get(kind, {})))
    assert (picture.width, picture.height) == sample.size
    assert picture.facts.orientation == orientation
    assert picture.facts.captured_at == TAKEN
    assert picture.kept.startswith(b"\xff\xd8")
    for form in (picture.kept, picture.large, picture.thumbnail):
        assert difference(form, sample) < 5
        assert not Image.open(BytesIO(form)).getexif()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", [1, 3])
def test_nothing_about_the_person_is_left(sample: Image.Image, kind: str, orientation: int) -> None:
    block = exif(orientation, TAKEN)
    block.get_ifd(0x8769)[0x927C] = b"a maker's own"
    told: dict[str, Any] = {"pnginfo": PngInfo()} if kind == "PNG" else {"xmp": XMP}
    if kind == "PNG":
        told["pnginfo"].add_itxt("XML:com.adobe.xmp", XMP.decode())
    data = saved(laid(sample, orientation), kind, exif=block.tobytes(), **told, **QUICK.get(kind, {}))
    for secret in (b"Fairphone", b"a maker's own", b"48.858"):
        assert data.count(secret) == (2 if kind == "MPO" else 1)
    picture = take_in(data)
    for form in (picture.kept, picture.large, picture.thumbnail, large_webp(picture.kept)):
        assert not [secret for secret in SECRETS if secret in form]


def test_xmp_comments_previews_and_what_hangs_on_behind_are_cut_without_touching_a_pixel(sample: Image.Image) -> None:
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">http://ns.adobe.com/xap</x:xmpmeta>'
    data = saved(sample, "JPEG", exif=exif(1, TAKEN).tobytes(), comment=b"a private remark", xmp=xmp, progressive=True)
    data += b"\x00\x00\x00\x18ftypmp42 a motion photo with its own place"
    kept = take_in(data).kept
    assert not [secret for secret in SECRETS if secret in kept]
    assert kept.endswith(b"\xff\xd9")
    assert np.array_equal(np.asarray(Image.open(BytesIO(kept))), np.asarray(Image.open(BytesIO(data))))


def test_what_the_panel_already_cleaned_passes_byte_for_byte(sample: Image.Image) -> None:
    data = saved(sample, "JPEG", quality=85)
    picture = take_in(data)
    assert picture.kept == data
    assert picture.sha256 == sha256(data).hexdigest()
    assert without_metadata(data) is data


def test_forms_have_the_promised_kinds_and_sizes(sample: Image.Image) -> None:
    picture = take_in(saved(sample.resize((1512, 2016)), "JPEG"))
    forms = [Image.open(BytesIO(form)) for form in (picture.kept, picture.large, picture.thumbnail, large_webp(picture.kept))]
    assert [(form.format, form.size) for form in forms] == [
        ("JPEG", (1512, 2016)), ("JPEG", (1200, 1600)), ("WEBP", (360, 480)), ("WEBP", (1200, 1600)),
    ]  # fmt: skip
    assert re.fullmatch("#[0-9a-f]{6}", picture.color)


def test_a_small_photo_is_never_enlarged() -> None:
    picture = take_in(saved(Image.new("RGB", (40, 30), (200, 10, 20)), "JPEG", quality=100))
    assert [Image.open(BytesIO(form)).size for form in (picture.large, picture.thumbnail)] == [(40, 30)] * 2
    assert picture.color == "#c80a14"


@pytest.mark.parametrize("size", [(1, 3200), (3200, 1), (3, 6400), (12800, 7), (1, 20_000)])
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_picture_narrower_than_its_scale_keeps_a_line(size: tuple[int, int], orientation: int) -> None:
    data = saved(Image.new("RGB", size, (200, 10, 20)), "JPEG", exif=exif(orientation, None).tobytes())
    picture = take_in(data)
    forms = [Image.open(BytesIO(form)) for form in (picture.large, picture.thumbnail, large_webp(picture.kept))]
    assert all(min(form.size) >= 1 and max(form.size) <= 1_600 for form in forms)


def test_a_small_file_that_grows_beyond_all_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    tile = np.random.default_rng(3).integers(0, 2, (8, 8), np.uint8) * 255
    drawn = saved(Image.fromarray(np.tile(tile, (100, 100))).convert("RGB"), "PNG")
    grown = len(take_in(drawn).kept)
    assert grown > 50 * len(drawn)
    monkeypatch.setattr(pictures, "MAX_KEPT", grown - 1)
    assert refusal(drawn).data == {"bytes": grown, "max_bytes": grown - 1}


def test_odd_kinds_of_colour_come_out_as_plain_srgb(sample: Image.Image) -> None:
    clear = sample.convert("RGBA")
    clear.putalpha(0)
    grey16 = Image.fromarray(np.asarray(sample.convert("L"), np.uint16) * 257)
    for data in (
        saved(sample.convert("CMYK"), "JPEG"), saved(sample.convert("L"), "JPEG"), saved(sample.convert("P"), "PNG"),
        saved(clear, "PNG"), saved(clear, "WEBP"), saved(grey16, "PNG"),
    ):  # fmt: skip
        picture = take_in(data)
        assert all(Image.open(BytesIO(form)).mode == "RGB" for form in (picture.large, picture.thumbnail))
    white = take_in(saved(clear, "PNG"))
    assert difference(white.kept, Image.new("RGB", sample.size, "white")) < 1


def test_a_colour_profile_is_kept_with_the_original_and_converted_elsewhere(sample: Image.Image) -> None:
    picture = take_in(saved(sample, "JPEG", icc_profile=profile(DISPLAY_P3), exif=exif(1, TAKEN).tobytes()))
    assert Image.open(BytesIO(picture.kept)).info["icc_profile"] == profile(DISPLAY_P3)
    assert "icc_profile" not in Image.open(BytesIO(picture.large)).info


@pytest.mark.parametrize("space", [DISPLAY_P3, ADOBE_RGB], ids=lambda space: space.name)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", [1, 6])
def test_colours_of_a_wider_space_come_out_as_they_are_in_srgb(kind: str, space: Space, orientation: int) -> None:
    colours = [(180, 120, 90), (60, 140, 70), (90, 80, 200), (230, 225, 210)]
    patches = Image.new("RGB", (400, 400))
    for place, colour in enumerate(colours):
        patches.paste(colour, (place % 2 * 200, place // 2 * 200, place % 2 * 200 + 200, place // 2 * 200 + 200))
    block = exif(orientation, TAKEN).tobytes()
    options = {"lossless": True} if kind == "WEBP" else {} if kind == "PNG" else {"quality": 95}
    picture = take_in(saved(laid(patches, orientation), kind, icc_profile=profile(space), exif=block, **options))
    for form in (picture.large, picture.thumbnail, large_webp(picture.kept)):
        shown = Image.open(BytesIO(form)).convert("RGB")
        for place, colour in enumerate(colours):
            found = np.array(shown.getpixel((place % 2 * 200 + 100, place // 2 * 200 + 100)), float)
            wanted = in_srgb(colour, space)
            assert np.abs(found - wanted).max() < 6, (colour, found, wanted)
        # the first of them is another colour without the conversion, or this test would say nothing
        assert np.abs(in_srgb(colours[1], space) - colours[1]).max() > 15


@pytest.mark.parametrize(
    ("written", "zone", "read"),
    [
        ("2026:11:14 14:05:09", "+02:00", datetime(2026, 11, 14, 12, 5, 9, tzinfo=UTC)),
        ("2026:11:14 14:05:09", "", TAKEN),
        ("0000:00:00 00:00:00", "", None),
        ("yesterday", "+99:99", None),
    ],
)
def test_capture_time(sample: Image.Image, written: str, zone: str, read: datetime | None) -> None:
    block = exif(1, TAKEN)
    camera = block.get_ifd(0x8769)
    camera[0x9003], camera[0x9011] = written, zone
    assert read_facts(saved(sample, "JPEG", exif=block.tobytes())).captured_at == read


def test_broken_exif_does_not_cost_the_photo(sample: Image.Image) -> None:
    picture = take_in(saved(sample, "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7fgarbage"))
    assert picture.facts.captured_at is None
    assert difference(picture.large, sample) < 5


def bomb(side: int) -> bytes:
    """A PNG of side × side pixels in a few kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * ((side // 8 + 1) * 8))) + chunk(b"IEND", b"")


def refusal(data: bytes) -> PhotoRefused:
    with pytest.raises(PhotoRefused) as raised:
        take_in(data)
    return raised.value


BIG = 20_000


def claiming(picture: Image.Image, kind: str) -> bytes:
    """A small file of this kind whose header speaks of 20,000 × 20,000 pixels (of WebP, which cannot, 16,383 × 16,383)."""
    data = bytearray(saved(picture, kind))
    match kind:
        case "JPEG" | "MPO":
            frame = max(data.find(b"\xff\xc0\x00\x11"), data.find(b"\xff\xc2\x00\x11"))
            data[frame + 5 : frame + 9] = struct.pack(">HH", BIG, BIG)
        case "PNG":
            data[16:24] = struct.pack(">II", BIG, BIG)
            data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
        case "WEBP":
            data = bytearray(saved(picture, kind, exif=exif(1, None).tobytes()))
            assert data[12:16] == b"VP8X"
            data[24:30] = (16_382).to_bytes(3, "little") * 2
            frame = data.find(b"\x9d\x01\x2a")
            data[frame + 3 : frame + 7] = struct.pack("<HH", 16_383, 16_383)
        case _:
            for found in re.finditer(b"ispe", bytes(data)):
                data[found.end() + 4 : found.end() + 12] = struct.pack(">II", BIG, BIG)
    return bytes(data)


@pytest.mark.parametrize("kind", KINDS)
def test_a_bomb_of_every_kind_is_refused_before_it_is_decoded(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = claiming(Image.new("RGB", (64, 48), (200, 10, 20)), kind)
    monkeypatch.setattr(pictures, "_decode_whole", lambda *_: pytest.fail("decoded"))
    monkeypatch.setattr(pictures, "_take_in_upright_jpeg", lambda *_: pytest.fail("decoded"))
    # the decoder of AVIF misses the pixels that are not there when it reads the header
    assert refusal(data).code == ("truncated" if kind == "AVIF" else "too_many_pixels")


def test_each_bad_file_is_refused_by_name_with_its_fix(sample: Image.Image) -> None:
    whole = saved(sample, "JPEG")
    assert refusal(b"").code == "empty"
    assert refusal(b"%PDF-1.7 a bill renamed to photo.jpg" * 100).code == "not_a_picture"
    assert refusal(b"\0" * 5000).code == "not_a_picture"
    assert refusal(whole + b"\0" * (60_000_000 - len(whole))).code == "too_large"
    assert "40" not in refusal(b"").fix
    assert refusal(bomb(30_000)).data == {"pixels": 900_000_000, "max_pixels": 100_000_000}
    assert refusal(saved(sample, "GIF")).code == "not_a_picture"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
@pytest.mark.parametrize("part", [0.01, 0.3, 0.7, 0.97])
def test_a_file_that_breaks_off_is_called_damaged(sample: Image.Image, kind: str, part: float) -> None:
    data = saved(sample, kind)
    assert refusal(data[: int(len(data) * part)]).code == "truncated"


def test_any_truncation_or_flipped_byte_ends_in_a_picture_or_a_named_refusal() -> None:
    data = saved(Image.effect_noise((64, 48), 80).convert("RGB"), "JPEG", exif=exif(6, TAKEN).tobytes())
    flips = np.random.default_rng(7)
    for _ in range(200):
        broken = bytearray(data[: flips.integers(1, len(data) + 1)])
        broken[flips.integers(0, len(broken))] = flips.integers(0, 256)
        with contextlib.suppress(PhotoRefused):
            take_in(bytes(broken))


def test_a_refusal_survives_the_way_out_of_a_process() -> None:
    refused = pickle.loads(pickle.dumps(PhotoRefused("too_large", bytes=7, max_bytes=5)))
    assert (refused.code, refused.data, refused.fix) == (
        "too_large", {"bytes": 7, "max_bytes": 5}, "Send a file of at most 5 bytes; this one has 7.",
    )  # fmt: skip


def test_limits_are_those_of_the_plan() -> None:
    assert (pictures.MAX_PHOTO_BYTES, pictures.MAX_PIXELS) == (40 * 1024 * 1024, 100_000_000)
    assert len(list(Path(SAMPLES).glob("*.jpg"))) == 24
