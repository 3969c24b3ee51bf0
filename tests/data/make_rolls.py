"""Piles of photos with the truth about the items, for measuring the grouping: many views of each item, made from one photo.

What is varied, for each view on its own: how much of the item is seen, the corner it is seen from (perspective and a tilt),
light and its warmth, what lies behind it (as it was, or one of the two places this seller takes photos at, so that different
items share a background), and JPEG. Quick and slow sellers; pauses within an item sometimes longer than those between two.

Views made from one photo are easier than life: a back, a label or a hem seen close has another pattern, and here every view
shows the same side of the item under other circumstances. What is measured on these says how two ways of grouping compare, not
how often a seller will have to correct.
"""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter

from tests.data.make_copies import saved

FOLDER = Path(__file__).parent / "photos"
ITEMS, LONE = 16, 3
SIZE = (360, 480)


class View(NamedTuple):
    """One photo of a pile: `item` is the truth, `picture` what was taken at `taken`."""

    item: int
    picture: Image.Image
    taken: datetime


def all_samples() -> list[Path]:
    """The 80 sample photos, each of another item."""
    return sorted([*FOLDER.glob("*.jpg"), *(FOLDER / "more").glob("*.jpg")], key=lambda path: path.name)


def roll(seed: int) -> list[View]:
    """A pile in the order of shooting: 16 items of 2 to 7 views and 3 photos of things seen once. The same for the same seed."""
    chance = random.Random(seed)
    sources = chance.sample(all_samples(), ITEMS + LONE)
    sizes = [chance.randint(2, 7) for _ in range(ITEMS)] + [1] * LONE
    order = chance.sample(range(ITEMS + LONE), ITEMS + LONE)
    places = [_place(chance), _place(chance)]
    pace = chance.uniform(0.6, 1.8)
    now = datetime(2026, 11, 14, 9, 0, tzinfo=UTC)
    views = []
    for item in order:
        with Image.open(sources[item]) as opened:
            source = opened.convert("RGB")
        for number in range(sizes[item]):
            views.append(View(item, view(source, chance, places, whole=number == 0), now))
            pause = chance.lognormvariate(1.8, 0.5) * (chance.uniform(2.5, 5) if chance.random() < 0.08 else 1)
            now += timedelta(seconds=max(1.0, pace * pause))
        now += timedelta(seconds=max(8.0, pace * chance.lognormvariate(3.7, 0.5)))
    return views


def view(source: Image.Image, chance: random.Random, places: list[Image.Image], whole: bool = False) -> Image.Image:
    """The item once more, from elsewhere; `whole`: the first view, which shows all of it."""
    picture = source.resize(SIZE, Image.Resampling.BICUBIC)
    if chance.random() < 0.5:
        picture = Image.composite(picture, chance.choice(places), _middle(chance))
    seen = chance.uniform(0.9, 1.0) if whole else chance.uniform(0.55, 0.88)
    picture = picture.transform(SIZE, Image.Transform.PERSPECTIVE, _corners(chance, seen), Image.Resampling.BICUBIC)
    picture = ImageEnhance.Brightness(picture).enhance(chance.uniform(0.75, 1.25))
    warmth = chance.uniform(0.93, 1.07)
    red, green, blue = picture.split()
    warm = Image.merge("RGB", (red.point(lambda value: value * warmth), green, blue.point(lambda value: value * (2 - warmth))))
    return saved(warm, chance.randint(70, 92))


def _place(chance: random.Random) -> Image.Image:
    """Where this seller lays things down: a plain colour with some grain and a shade across it."""
    grain = np.random.default_rng(chance.randrange(1 << 30))
    colour = np.array([chance.randint(90, 240) for _ in range(3)], np.float32)
    colour = colour.mean() + (colour - colour.mean()) * 0.35
    shade = np.linspace(chance.uniform(0.8, 1), chance.uniform(0.8, 1), SIZE[1], dtype=np.float32)[:, None, None]
    rough = grain.normal(0, chance.uniform(2, 12), (SIZE[1], SIZE[0], 1)).astype(np.float32)
    whole = np.clip(colour * shade + rough, 0, 255).astype(np.uint8)
    return Image.fromarray(whole).filter(ImageFilter.GaussianBlur(chance.uniform(0, 2)))


def _middle(chance: random.Random) -> Image.Image:
    """Where the item lies in the sample photos: a rounded box with a soft edge."""
    across = np.abs(np.linspace(-1, 1, SIZE[0], dtype=np.float32))[None, :] / chance.uniform(0.66, 0.8)
    down = np.abs(np.linspace(-1, 1, SIZE[1], dtype=np.float32))[:, None] / chance.uniform(0.7, 0.85)
    inside = np.clip((1.08 - (across**4 + down**4) ** 0.25) * 12, 0, 1)
    return Image.fromarray((inside * 255).astype(np.uint8))


def _corners(chance: random.Random, seen: float) -> tuple[float, ...]:
    """The eight numbers of the perspective that puts this part of the picture, seen askew, into the frame."""
    width, height = SIZE
    left, top = (1 - seen) * chance.uniform(0.2, 0.8), (1 - seen) * chance.uniform(0.2, 0.8)
    tilt = np.radians(chance.uniform(-6, 6))
    middle = np.array([left + seen / 2, top + seen / 2])
    turn = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    corners = np.array([(left, top), (left + seen, top), (left + seen, top + seen), (left, top + seen)])
    moved = (corners - middle) @ turn.T + middle + np.array([[chance.uniform(-0.05, 0.05) for _ in range(2)] for _ in range(4)])
    source = np.clip(moved, 0, 1) * (width, height)
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], float)
    rows: list[NDArray[np.float64]] = []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [np.array([x, y, 1, 0, 0, 0, -u * x, -u * y]), np.array([0, 0, 0, x, y, 1, -v * x, -v * y])]
    return tuple(np.linalg.solve(np.array(rows), source.ravel()))
