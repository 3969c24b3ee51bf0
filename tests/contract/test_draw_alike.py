"""What the screen previews is what the server makes: the same operations on the same pixels, drawn by both, within rounding.

The screen's code runs in Node as it stands (`draw.mjs`). `ALIKE` is the tolerance: mean difference and 99th percentile of all
values, 0-255. With the real screen, real JPEGs and the real server: tests/browser/test_photo_editor.py.
"""

import base64
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import pyvips
from numpy.typing import NDArray
from vintedbot.photos.rendering import render
from vintedbot.photos.watermark import stamp_mask
from vintedbot_schemas.edits import (
    PARTS,
    Background,
    BlurRegion,
    Brightness,
    Contrast,
    CropTo,
    Flip,
    PhotoOperation,
    Rotate,
    Saturation,
    Sharpen,
    Straighten,
    Watermark,
)

ROOT = Path(__file__).parents[2]
NODE = Path(sys.executable).with_name("node")
SAMPLE = ROOT / "tests/data/photos/dress-1.jpg"
ALIKE = (0.5, 2)
ALIKE_IN_LISTS = (3, 12)
"""What one step rounds the other way, a sharpening and a saturation after it enlarge."""
TEXTS = ("Chez Zoé · 2026", "Größe M – 12 €", "<b>a&b</b>")

Numbers = NDArray[Any]
Draw = Callable[[Numbers, Sequence[PhotoOperation], Numbers | None], Numbers]


@pytest.fixture(scope="module")
def on_screen() -> Iterator[Draw]:
    """Draws as the screen does, in one Node process."""
    command = [NODE, ROOT / "tests/contract/draw.mjs", ROOT / "extension/pixels/draw.ts"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as node:

        def draw(pixels: Numbers, operations: Sequence[PhotoOperation], mask: Numbers | None) -> Numbers:
            texts = [each.text for each in operations if isinstance(each, Watermark)]
            sent = {
                **carried(np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)]), "rgba"),
                "operations": msgspec.to_builtins(list(operations)),
                "mask": mask if mask is None else carried(mask, "values"),
                "stamp": carried(stamp_mask(texts[-1]).values, "values") if texts else None,
            }
            assert node.stdin is not None
            assert node.stdout is not None
            node.stdin.write(json.dumps(sent).encode() + b"\n")
            node.stdin.flush()
            found = json.loads(node.stdout.readline())
            values = np.frombuffer(base64.b64decode(found["rgba"]), np.uint8)
            return values.reshape(found["height"], found["width"], 4)[..., :3]

        yield draw
        assert node.stdin
        node.stdin.close()


def carried(values: Numbers, name: str) -> dict[str, Any]:
    return {"width": values.shape[1], "height": values.shape[0], name: base64.b64encode(values.tobytes()).decode()}


def on_server(pixels: Numbers, operations: Sequence[PhotoOperation], mask: Numbers | None) -> Numbers:
    as_png = None if mask is None else pyvips.Image.new_from_array(mask[..., None]).pngsave_buffer()
    drawn: Numbers = render(pyvips.Image.new_from_array(pixels).copy(interpretation="srgb"), operations, as_png).numpy()
    return drawn


def sample(width: int, height: int) -> Numbers:
    image = pyvips.Image.thumbnail(str(SAMPLE), width, height=height, size="force")
    pixels: Numbers = image.numpy()
    return np.ascontiguousarray(pixels[..., :3])


def mask_for(width: int, height: int) -> Numbers:
    y, x = np.mgrid[0:height, 0:width]
    away = np.hypot((x - width / 2) / width, (y - height / 2) / height)
    return np.clip((0.45 - away) * 1500, 0, 255).astype(np.uint8)


def any_operations(r: random.Random) -> list[PhotoOperation]:
    """A list such as a person makes, in any order."""

    def box() -> dict[str, int]:
        left, top = r.randrange(0, 7000), r.randrange(0, 7000)
        return {"left": left, "top": top, "width": r.randrange(500, PARTS - left), "height": r.randrange(500, PARTS - top)}

    chosen: list[PhotoOperation] = [
        CropTo(**box()),
        Straighten(tenths=r.randrange(-150, 151)),
        Rotate(turns=r.randrange(1, 4)),
        Flip(axis=r.choice(["across", "down"])),
        Brightness(percent=r.randrange(-40, 41)),
        Contrast(percent=r.randrange(-40, 41)),
        Saturation(percent=r.randrange(-100, 101)),
        Sharpen(percent=r.randrange(1, 101)),
        BlurRegion(**box(), strength=r.randrange(1, 6)),
        BlurRegion(**box(), strength=r.randrange(1, 6)),
        Background(color=f"#{r.randrange(2**24):06x}"),
        Watermark(
            text=r.choice(TEXTS), corner=r.choice(["bottom_right", "bottom_left", "top_right", "top_left", "middle"]),
            size=r.randrange(2, 16), opacity=r.randrange(10, 101), tone=r.choice(["white", "black"]),
        ),
    ]  # fmt: skip
    return r.sample(chosen, r.randrange(1, len(chosen) + 1))


def apart(one: Numbers, other: Numbers) -> tuple[float, float]:
    """Mean difference and 99th percentile."""
    difference = np.abs(one.astype(int) - other.astype(int))
    return float(difference.mean()), float(np.percentile(difference, 99))


def within(found: tuple[float, float], most: tuple[float, float]) -> bool:
    return found[0] <= most[0] and found[1] <= most[1]


ONE_OF_EACH: list[PhotoOperation] = [
    CropTo(left=1234, top=777, width=5555, height=6001),
    Straighten(tenths=73),
    Straighten(tenths=-150),
    Rotate(turns=1),
    Rotate(turns=2),
    Rotate(turns=3),
    Flip(axis="across"),
    Flip(axis="down"),
    Brightness(percent=33),
    Contrast(percent=-27),
    Saturation(percent=80),
    Sharpen(percent=100),
    BlurRegion(left=1000, top=2000, width=4000, height=3000, strength=3),
    Background(color="#fafafa"),
    Watermark(text=TEXTS[0]),
]


@pytest.mark.parametrize("operation", ONE_OF_EACH, ids=repr)
def test_each_operation_is_drawn_alike_and_changes_the_picture(on_screen: Draw, operation: PhotoOperation):
    pixels, mask = sample(240, 320), mask_for(240, 320)
    server, screen = on_server(pixels, [operation], mask), on_screen(pixels, [operation], mask)
    assert server.shape == screen.shape
    assert within(apart(server, screen), ALIKE), apart(server, screen)
    assert server.shape != pixels.shape or apart(server, pixels)[0] > 0.1


def test_whole_lists_are_drawn_alike(on_screen: Draw):
    r = random.Random(4)
    for number in range(60):
        width, height = r.choice([(240, 320), (317, 211), (64, 400), (200, 200)])
        operations = any_operations(r)
        # a mask of half the size as well: that of a large photo is
        mask = mask_for(*((width, height) if number % 2 else (width // 2, height // 2)))
        pixels = sample(width, height)
        server, screen = on_server(pixels, operations, mask), on_screen(pixels, operations, mask)
        assert server.shape == screen.shape, operations
        assert within(apart(server, screen), ALIKE_IN_LISTS), (apart(server, screen), operations)
