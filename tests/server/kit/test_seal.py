"""Sealed values open only where they belong, and keys rotate."""

import pytest
from vintedbot.kit.seal import CannotOpen, KeyRing, derived_keys
from vintedbot.settings import Secret

OLD, NEW = Secret("old-" + "k" * 40), Secret("new-" + "q" * 40)
PLACE = ("closets", "row-1", "token")


def test_opens_at_its_place():
    ring = KeyRing([OLD])
    sealed = ring.seal(b"plain", *PLACE)
    assert b"plain" not in sealed.encode()
    assert ring.open(sealed, *PLACE) == b"plain"
    assert ring.seal(b"plain", *PLACE) != sealed


@pytest.mark.parametrize("elsewhere", [("closets", "row-2", "token"), ("closets", "row-1", "other"), ("closets", "row-1token")])
def test_opens_nowhere_else(elsewhere):
    ring = KeyRing([OLD])
    with pytest.raises(CannotOpen):
        ring.open(ring.seal(b"plain", *PLACE), *elsewhere)


@pytest.mark.parametrize("damage", [lambda s: s[:-4] + "AAA=", lambda s: "", lambda s: "x.y", lambda s: s.split(".")[1]])
def test_altered_values_do_not_open(damage):
    ring = KeyRing([OLD])
    with pytest.raises(CannotOpen):
        ring.open(damage(ring.seal(b"plain", *PLACE)), *PLACE)


def test_rotation():
    sealed = KeyRing([OLD]).seal(b"plain", *PLACE)
    both = KeyRing([NEW, OLD])
    assert both.open(sealed, *PLACE) == b"plain"
    assert both.stale(sealed)
    again = both.seal(b"plain", *PLACE)
    assert not both.stale(again)
    assert KeyRing([NEW]).open(again, *PLACE) == b"plain"
    with pytest.raises(CannotOpen):
        KeyRing([NEW]).open(sealed, *PLACE)


def test_purposes_have_keys_of_their_own():
    assert derived_keys([OLD], "seal") != derived_keys([OLD], "tokens")
    assert all(len(key) == 32 for key in derived_keys([OLD, NEW], "tokens"))
