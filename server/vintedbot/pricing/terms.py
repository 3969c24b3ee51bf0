"""A piece as counted terms: words and pieces of words of its texts, and its fields. One code for training and for estimating.

A term is told from the same letters elsewhere by its family, the one letter before its colon. Pure, without any library.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise

from msgspec import Struct

from .piece import NO_BRANDS, Piece

FAMILIES = "wctpbf"
"""Words of all texts, pieces of them, words of the title, pieces of them, pieces of brand and title, fields."""
WORDS_READ = 400
"""Of a description at most so many words are read; what follows are search words and repetitions."""

_WORD = re.compile(r"\w+")
_AMOUNT = re.compile(
    r"(?:€|eur|euros?|£|gbp|zł|pln|kč|kc|czk|lei|ron|ft|huf|kr|sek|dkk)\s?(\d{1,5})\b"
    r"|\b(\d{1,5})(?:[.,]\d\d)?\s?(?:€|eur|euros?|£|gbp|zł|pln|kč|kc|czk|lei|ron|ft|huf|kr|sek|dkk)(?!\w)"
)


class Text(Struct, frozen=True):
    """The folded words of a text, in order, and each with the spelling it was met in first."""

    words: tuple[str, ...]
    spelled: dict[str, str]


class Terms(Struct, frozen=True):
    """`counts` of each family; `words`: for each family the folded words its terms come from, with how often each occurs."""

    counts: dict[str, Counter[str]]
    words: dict[str, Counter[str]]
    spelled: dict[str, str]


def fold(text: str) -> str:
    """Lower case and without accents. Characters nobody can read (controls, halves of pairs) become spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (" " if unicodedata.category(letter)[0] == "C" else letter for letter in plain if not unicodedata.combining(letter))
    return "".join(kept)


def text_of(text: str) -> Text:
    """The words of a text."""
    spelled: dict[str, str] = {}
    for word in text.split():
        for each in _WORD.findall(word):
            spelled.setdefault(fold(each), each)
    return Text(tuple(_WORD.findall(fold(text))[:WORDS_READ]), spelled)


@lru_cache(maxsize=50_000)
def grams(word: str, shortest: int, longest: int) -> tuple[str, ...]:
    """The pieces of a word of so many letters, its ends marked by a space; a short word is its own piece."""
    padded = f" {word[:40]} "
    found = []
    for size in range(shortest, longest + 1):
        if size >= len(padded):
            found.append(padded)
            break
        found += [padded[at : at + size] for at in range(len(padded) - size + 1)]
    return tuple(found)


GRAMS = {"c": (3, 5), "p": (2, 5), "b": (3, 5)}
"""The families of pieces: their least and most letters."""


def terms_of(piece: Piece) -> Terms:
    """Everything that is counted of a piece."""
    title, rest = text_of(piece.title), text_of(piece.description or "")
    everything = (*title.words, *rest.words)
    brand = brand_of(piece)
    words = {
        "w": Counter(everything),
        "c": Counter(everything),
        "t": Counter(title.words),
        "p": Counter(title.words),
        "b": Counter((*_WORD.findall(brand), *title.words)),
    }
    counts = {
        "w": Counter(_with_pairs(everything)),
        "t": Counter(_with_pairs(title.words)),
        **{family: _pieces(words[family], *GRAMS[family]) for family in GRAMS},
        "f": Counter(name for name, _ in chain(fields_of(piece), defects_of(piece))),
    }
    return Terms(counts, words, rest.spelled | title.spelled)


def _with_pairs(words: tuple[str, ...]) -> Iterator[str]:
    yield from words
    yield from (f"{one} {two}" for one, two in pairwise(words))


def _pieces(words: Counter[str], shortest: int, longest: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for word, count in words.items():
        for gram in grams(word, shortest, longest):
            found[gram] += count
    return found


def brand_of(piece: Piece) -> str:
    """The brand folded; empty where it names none."""
    brand = " ".join(fold(piece.brand).split())
    return "" if brand in NO_BRANDS else brand


def fields_of(piece: Piece) -> Iterator[tuple[str, str]]:
    """The terms of the fields, each with the field it speaks of."""
    brand, leaf = brand_of(piece), piece.path[-1] if piece.path else 0
    for category in piece.path:
        yield f"cat={category}", "category"
    yield f"leaf={leaf}", "category"
    yield f"condition={fold(piece.condition)}", "condition"
    yield f"condition={fold(piece.condition)} in {leaf}", "condition"
    yield f"size={fold(piece.size)}", "size"
    for color in piece.colors or ("",):
        yield f"color={fold(color)}", "color"
    if brand:
        yield f"brand={brand}", "brand"
        yield f"brand={brand} in {leaf}", "brand"


def defects_of(piece: Piece) -> Iterator[tuple[str, str]]:
    """The terms of the defects, each with the kind it speaks of. That there is none is a term as well; that nobody looked is
    not."""
    if piece.defects == ():
        yield "defect=none", ""
    for defect in dict.fromkeys(piece.defects or ()):
        yield f"defect={defect}", defect.split()[0]
    for kind in dict.fromkeys(defect.split()[0] for defect in piece.defects or ()):
        yield f"defect={kind}", kind


SEVERITIES = {"slight": 1, "visible": 2, "strong": 3}
"""How much a defect weighs among others; what one costs is learned."""


def weights_of(defects: Sequence[str]) -> dict[str, int]:
    """The kinds among these, each with what its defects weigh together."""
    weights: Counter[str] = Counter()
    for defect in defects:
        kind, severity = defect.split()
        weights[kind] += SEVERITIES[severity]
    return weights


NUMBER_FIELDS = ("photos", *("description",) * 5, *("title",) * 3, "defect")
"""What each of `numbers` speaks of."""


def numbers(piece: Piece) -> list[float]:
    """Photos, length of the description and its figures, lines, hash signs and exclamation marks; length and capitals of the
    title, and the largest amount of money in either; weight of the defects. NaN where nobody has read what it would be counted
    in."""
    title, text = piece.title, piece.description
    described = (
        [math.log1p(len(text)), sum(map(str.isdigit, text)), text.count("\n"), text.count("#"), text.count("!")]
        if text is not None
        else [math.nan] * 5
    )
    amounts = [float(one or other) for one, other in _AMOUNT.findall(f"{title} {text or ''}".casefold()[:4000])]
    return [
        math.nan if piece.photo_count is None else float(piece.photo_count),
        *(float(each) for each in described),
        math.log1p(len(title)),
        sum(map(str.isupper, title)) / (len(title) + 1),
        math.log1p(max(amounts, default=0.0)),
        math.nan if piece.defects is None else float(sum(weights_of(piece.defects).values())),
    ]


def keys(piece: Piece) -> list[tuple[str, str]]:
    """What the mean price of like pieces is known by, each with the field it speaks of."""
    path = piece.path
    return [
        (brand_of(piece), "brand"),
        (str(path[-1] if path else 0), "category"),
        (".".join(map(str, path[:2])), "category"),
        (".".join(map(str, path[:3])), "category"),
        (".".join(map(str, path[:4])), "category"),
        (fold(piece.condition), "condition"),
        (fold("/".join(piece.colors)), "color"),
        (fold(piece.size), "size"),
    ]
