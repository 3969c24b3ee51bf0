"""From a camera roll to items: what is sure, what is asked, and what must never happen whatever the photos are."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from vintedbot.photos.grouping import MAX_PHOTOS, Group, Shot, propose
from vintedbot.photos.pictures import take_in
from vintedbot.photos.sizes import differ

from tests.data.make_camera_roll import camera_roll

NOON = datetime(2026, 11, 14, 12, tzinfo=UTC)
JEANS, SHIRT, HALFWAY = bytes([255, 0, 90, 0]), bytes([0, 255, 0, 90]), bytes([160, 230, 50, 40])


def shots(*given: tuple[float | None, bytes]) -> list[Shot]:
    """Shots named a, b, c … taken so many seconds after noon, with this look."""
    return [
        Shot(chr(97 + place), place, None if seconds is None else NOON + timedelta(seconds=seconds), look)
        for place, (seconds, look) in enumerate(given)
    ]


def lanes(groups: list[Group]) -> list[str]:
    return ["".join(group.photo_ids) + " " + group.lane for group in groups]


def test_a_burst_of_one_look_is_sure() -> None:
    assert lanes(propose(shots((0, JEANS), (4, JEANS), (9, JEANS)))) == ["abc sure"]


def test_two_sizes_of_one_model_stay_apart_when_the_clock_says_so() -> None:
    slow = propose(shots((0, JEANS), (5, JEANS), (90, JEANS), (95, JEANS)))
    quick = propose(shots((0, JEANS), (4, JEANS), (34, JEANS), (38, JEANS)))
    assert lanes(slow) == ["ab sure", "cd sure"]
    # the look says one, the pause says two: two they stay, and the person is asked
    assert [group.photo_ids for group in quick] == [["a", "b"], ["c", "d"]]


def saying(*given: tuple[float | None, str]) -> list[Shot]:
    """Shots of one look taken so many seconds after noon; each says the sizes between the blanks."""
    plain = shots(*((seconds, JEANS) for seconds, _ in given))
    return [replace(shot, sizes=frozenset(said.split())) for shot, (_, said) in zip(plain, given, strict=True)]


@pytest.mark.parametrize(
    ("said", "items"),
    [
        (("", "M", "", "L"), ["ab", "cd"]),
        (("", "", "M", "", "", "L"), ["abc", "def"]),
        # some begin with the label
        (("M", "", "", "L", "", ""), ["abc", "def"]),
        (("", "W32L34", "", "W36L34", "", "W32L34"), ["ab", "cd", "ef"]),
        (("M", "L"), ["a", "b"]),
    ],
)
def test_two_sizes_of_one_model_stay_two_items_however_quickly_they_were_shot(said: tuple[str, ...], items: list[str]) -> None:
    groups = propose(saying(*((place * 4, each) for place, each in enumerate(said))))
    assert ["".join(group.photo_ids) for group in groups] == items
    untimed = propose(saying(*((None, each) for each in said)))
    labels = {chr(97 + place): each for place, each in enumerate(said) if each}
    for group in [*groups, *untimed]:
        assert len({labels[photo] for photo in group.photo_ids if photo in labels}) <= 1


def test_where_one_size_ends_without_a_pause_is_asked() -> None:
    even = propose(saying((0, ""), (4, "M"), (8, ""), (12, "L")))
    assert [group.lane for group in even] == ["check", "check"]
    # a pause says it, or the labels themselves stand side by side
    slow = propose(saying((0, ""), (4, "M"), (90, ""), (94, "L")))
    assert lanes(slow) == ["ab sure", "cd sure"]
    assert lanes(propose(saying((0, ""), (4, "M"), (8, "L"), (12, "")))) == ["ab sure", "cd sure"]


@pytest.mark.parametrize(("clock", "items"), [((0, 3, 9, 12, 15), ["ab", "cde"]), ((0, 3, 6, 12, 15), ["abc", "de"])])
def test_between_two_sizes_the_longest_pause_parts_them(clock: tuple[float, ...], items: list[str]) -> None:
    groups = propose(saying(*zip(clock, ("", "M", "", "", "L"), strict=True)))
    assert ["".join(group.photo_ids) for group in groups] == items


@pytest.mark.parametrize("clock", [(0, 4, 8, 90), (None,) * 4])
@pytest.mark.parametrize(
    "said", [("", "M", "", ""), ("", "M", "38", ""), ("", "M", "38 M", ""), ("", "M", "M", ""), ("", "40", "US8 40", "")]
)
def test_the_labels_of_one_item_stay_together(clock: tuple[float | None, ...], said: tuple[str, ...]) -> None:
    assert {"a", "b", "c"} <= set(propose(saying(*zip(clock, said, strict=True)))[0].photo_ids)


def test_two_single_shots_of_one_look_stay_apart_over_a_long_pause() -> None:
    assert lanes(propose(shots((0, JEANS), (60, JEANS)))) == ["a sure", "b sure"]


def test_another_look_in_the_same_burst_is_another_item() -> None:
    assert lanes(propose(shots((0, JEANS), (4, JEANS), (8, SHIRT), (12, SHIRT)))) == ["ab sure", "cd sure"]


def test_a_label_between_two_views_does_not_tear_them_apart() -> None:
    assert [group.photo_ids for group in propose(shots((0, JEANS), (4, HALFWAY), (8, JEANS)))] == [["a", "b", "c"]]


def test_a_slow_seller_is_asked() -> None:
    assert lanes(propose(shots((0, JEANS), (25, JEANS), (50, JEANS), (200, SHIRT)))) == ["abc check", "d sure"]


def test_without_a_clock_every_join_is_a_question() -> None:
    assert lanes(propose(shots((None, JEANS), (None, JEANS), (None, SHIRT)))) == ["ab check", "c loose"]


def test_what_one_listing_cannot_hold_is_cut_at_the_widest_pause_and_asked() -> None:
    seconds = [place * 2 + (3 if place >= 15 else 0) for place in range(26)]
    groups = propose([Shot(f"{at:02}", at, NOON + timedelta(seconds=at), JEANS) for at in seconds])
    assert [len(group.photo_ids) for group in groups] == [15, 11]
    assert {(group.lane, group.reason) for group in groups} == {("check", "too_many")}


def test_a_camera_roll_comes_out_as_its_items(tmp_path: Path) -> None:
    roll = camera_roll(tmp_path)
    facts = [(path, take_in(path.read_bytes())) for path in roll.files]
    shots = [Shot(path.name, place, one.facts.captured_at, one.likeness.look) for place, (path, one) in enumerate(facts)]
    groups = propose(shots)
    assert [group.photo_ids for group in groups] == [[path.name for path in group] for group in roll.groups]
    assert {group.lane for group in groups} == {"sure", "check", "loose"}


@st.composite
def drops(draw: st.DrawFn) -> list[Shot]:
    looks = st.sampled_from([JEANS, SHIRT, HALFWAY, bytes(4)])
    seconds = st.none() | st.floats(0, 300, allow_nan=False)
    sizes = st.sampled_from(["", "", "", "M", "M 38", "L", "38"])
    given = draw(st.lists(st.tuples(seconds, looks, st.integers(0, 40), sizes), max_size=60))
    return [
        Shot(f"p{number}", order, None if at is None else NOON + timedelta(seconds=at), look, frozenset(said.split()))
        for number, (at, look, order, said) in enumerate(given)
    ]


@settings(max_examples=80, deadline=None)
@given(drops(), st.randoms(use_true_random=False))
def test_whatever_is_dropped(drop: list[Shot], chance) -> None:  # type: ignore[no-untyped-def]
    groups = propose(drop)
    assert sorted(photo for group in groups for photo in group.photo_ids) == sorted(shot.id for shot in drop)
    assert all(1 <= len(group.photo_ids) <= MAX_PHOTOS for group in groups)

    mixed = list(drop)
    chance.shuffle(mixed)
    assert propose(mixed) == groups

    place = {shot.id: (shot.order, shot.id) for shot in drop}
    taken = {shot.id: shot.captured_at for shot in drop}
    sizes = {shot.id: shot.sizes for shot in drop}
    for group in groups:
        assert not any(differ(sizes[one], sizes[other]) for one in group.photo_ids for other in group.photo_ids)
    firsts = [min(place[photo] for photo in group.photo_ids) for group in groups]
    assert firsts == sorted(firsts)
    for group in groups:
        keys = [(taken[photo] or NOON, place[photo]) for photo in group.photo_ids]
        assert keys == sorted(keys)
        times = [taken[photo] for photo in group.photo_ids]
        if group.lane == "sure" and len(times) > 1:
            # as slow as the slowest seller, and the look for it
            assert all(one and two and (two - one).total_seconds() <= 56 for one, two in pairwise(times))
        assert (group.lane == "loose") <= (len(group.photo_ids) == 1)
