"""Which sizes a photo says, and which speak for two items."""

import pytest
from vintedbot.photos.sizes import differ, sizes_said
from vintedbot.photos.work import Box, Line


def said(*texts: str, sure: float = 0.97) -> frozenset[str]:
    return sizes_said([Line(text, sure, Box(0, 0, 1, 1)) for text in texts])


@pytest.mark.parametrize(
    ("lines", "sizes"),
    [
        (["ZARA", "EUR M", "USA M", "MEX 28"], "M"),
        (["38/M"], ""),
        (["M / 38", "100% COTTON"], "M 38"),
        (["Taille / Size 42"], "42"),
        (["Levis", "w32 l34"], "W32L34"),
        (["W32/L34"], "W32L34"),
        (["2XL"], "XXL"),
        (["8-9 ans"], "8Y 9Y"),
        (["6 MOIS"], "6M"),
        # alone a model's number, or the number of a player
        (["42"], ""),
        (["UK 12"], ""),
        (["BERSHKA", "38", "Polyester 65 %, viscose 35 %"], "38"),
        (["EUR 40", "USA 8", "UK12", "65% laine"], "40 US8 UK12"),
        (["Made in Portugal", "Lavage 30°"], ""),
        ([], ""),
    ],
)
def test_what_a_photo_says(lines: list[str], sizes: str) -> None:
    assert said(*lines) == set(sizes.split())


def test_what_is_read_badly_is_no_size() -> None:
    assert said("EUR 36", sure=0.75) == set()


@pytest.mark.parametrize(
    ("one", "other", "speaks_for_two"),
    [
        ("M", "L", True),
        ("M", "M 38", False),
        ("M 38", "L 38", False),
        ("W32L34", "W36L34", True),
        ("8Y", "10Y", True),
        ("40 US8", "42 US10", True),
        # on one label in letters, on the other of the same item in numbers
        ("M", "38", False),
        ("38", "US6", False),
        ("M", "", False),
        ("", "", False),
    ],
)
def test_sizes_speak_for_two_where_they_are_named_alike_and_none_is_common(one: str, other: str, speaks_for_two: bool) -> None:
    assert differ(frozenset(one.split()), frozenset(other.split())) is speaks_for_two
    assert differ(frozenset(other.split()), frozenset(one.split())) is speaks_for_two
