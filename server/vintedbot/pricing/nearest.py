"""Which of the listings that were seen are most like a piece. Pure."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from .piece import Piece
from .terms import brand_of, fold

T = TypeVar("T")
SHOWN = 3
LEAST = 0.25
"""Less alike is another thing, not a comparable."""


def nearest(piece: Piece, others: Iterable[tuple[Piece, T]]) -> Sequence[T]:
    """At most three that are alike, the most alike first; of two equally alike the one that was given first."""
    ranked = sorted(((alike(piece, other), value) for other, value in others), key=lambda entry: -entry[0])
    return [value for likeness, value in ranked[:SHOWN] if likeness >= LEAST]


def alike(one: Piece, other: Piece) -> float:
    """From 0 to 1: half by the words of the titles, a fifth by the brand and by the category, the rest by condition and size.
    What one side does not say counts as different."""
    words, others = _words(one.title), _words(other.title)
    shared = len(words & others) / len(words | others) if words and others else 0.0
    same = (
        (0.2, brand_of(one), brand_of(other)),
        (0.2, one.path[-1:], other.path[-1:]),
        (0.05, one.condition, other.condition),
        (0.05, fold(one.size), fold(other.size)),
    )
    return 0.5 * shared + sum(weight for weight, mine, theirs in same if mine and mine == theirs)


@lru_cache(maxsize=5_000)
def _words(title: str) -> frozenset[str]:
    return frozenset(word for word in fold(title).split() if len(word) > 1)
