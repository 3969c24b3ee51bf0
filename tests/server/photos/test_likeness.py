"""Copies are recognised, distinct photos never are. Recall and precision are printed with `pytest -s`."""

import random
from io import BytesIO
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from PIL import Image
from vintedbot.photos.likeness import Likeness, copies, look_alike, measure
from vintedbot.photos.pictures import take_in

from tests.data.make_camera_roll import SAMPLES, exif
from tests.data.make_copies import brighter, cut, half_size, mirrored, saved_anew, tilted
from tests.data.make_rolls import roll


def jpeg(picture: Image.Image, quality: int = 90, **options: Any) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=quality, **options)
    return buffer.getvalue()


def cut_at_the_left(picture: Image.Image, chance: random.Random) -> Image.Image:
    width, height = picture.size
    return picture.crop((round(width * 0.08), 0, width, height))


@pytest.fixture(scope="module")
def photos() -> list[Image.Image]:
    return [Image.open(path).convert("RGB") for path in sorted(SAMPLES.glob("*.jpg"))]


@pytest.fixture(scope="module")
def known(photos: list[Image.Image]) -> list[Likeness]:
    return [take_in(jpeg(photo)).likeness for photo in photos]


@pytest.mark.parametrize(
    ("change", "reason", "least"),
    [
        (saved_anew, "saved_anew", 24), (half_size, "saved_anew", 24), (brighter, "brightness", 24), (cut(0.03), "cropped", 22),
        (cut(0.08), "cropped", 22), (cut_at_the_left, "cropped", 22), (tilted(2), "tilted", 22), (tilted(3), "tilted", 22),
    ],
    ids=["saved anew", "half size", "brighter", "cut 3 %", "cut 8 %", "cut at the left", "tilted 2°", "tilted 3°"],
)  # fmt: skip
def test_changed_copies_are_found_with_the_reason_and_nothing_else(photos, known, change, reason, least) -> None:  # type: ignore[no-untyped-def]
    changed = [take_in(jpeg(change(photo, random.Random(number)))).likeness for number, photo in enumerate(photos)]
    found = copies(changed, known)
    right = [copy for copy in found if copy.first == copy.second]
    print(f"{change.__name__}: recall {len(right)}/{len(photos)}, precision {len(right)}/{len(found)}")
    assert found == right
    assert len(right) >= least
    assert sum(copy.reason == reason for copy in right) >= len(right) - 1


def test_a_mirror_picture_is_no_copy(photos: list[Image.Image], known: list[Likeness]) -> None:
    turned = [take_in(jpeg(mirrored(photo, random.Random(0)))).likeness for photo in photos]
    assert len(copies(turned, known)) <= 1  # of a picture as good as symmetric


def test_distinct_photos_are_never_called_copies(known: list[Likeness]) -> None:
    assert copies(known, known) == []


def test_another_shot_of_an_item_is_no_copy() -> None:
    """Among 192 pairs of views of one item eight agree as well as copies do, each with a tilt and a cut no copy has."""
    views = roll(1040)
    shots = [measure(np.asarray(view.picture)) for view in views]
    pairs = [pair for pair in combinations(range(len(views)), 2) if views[pair[0]].item == views[pair[1]].item]
    called = [pair for pair in pairs if copies([shots[pair[0]]], [shots[pair[1]]])]
    print(f"{len(called)} of {len(pairs)} pairs of views called copies")
    assert len(called) <= 1


def test_the_same_pixels_in_another_file_are_an_exact_copy(photos: list[Image.Image], known: list[Likeness]) -> None:
    again = take_in(jpeg(photos[3], exif=exif(1, None).tobytes())).likeness
    assert [(copy.second, copy.reason) for copy in copies([again], known)] == [(3, "same_picture")]


def test_a_list_compared_with_itself_names_each_pair_once(known: list[Likeness]) -> None:
    twice = [known[0], known[1], known[0]]
    assert [(copy.first, copy.second, copy.reason) for copy in copies(twice, twice)] == [(0, 2, "same_picture")]


def test_nothing_to_compare_with() -> None:
    one = measure(np.zeros((4, 5, 3), np.uint8))
    assert copies([], [one]) == copies([one], []) == []


def test_two_blank_walls_are_no_copies() -> None:
    grain = np.random.default_rng(1)
    walls = [measure((200 + grain.integers(-2, 3, (400, 300, 3))).astype(np.uint8)) for _ in range(2)]
    assert copies(walls[:1], walls[1:]) == []


def test_looks_of_one_item_lie_closer_than_those_of_two(photos: list[Image.Image], known: list[Likeness]) -> None:
    def detail(photo: Image.Image) -> Image.Image:
        width, height = photo.size
        return photo.crop((width // 10, height // 10, width * 19 // 20, height * 19 // 20)).point(lambda value: value * 9 // 10)

    same = [look_alike(one.look, take_in(jpeg(detail(photo))).likeness.look) for photo, one in zip(photos, known, strict=True)]
    other = [look_alike(one.look, two.look) for one, two in combinations(known, 2)]
    print(
        f"same item: median {np.median(same):.2f}; two items: {np.median(other):.2f}, 99 % below {np.quantile(other, 0.99):.2f}"
    )
    assert np.quantile(same, 0.1) > np.quantile(other, 0.97)
