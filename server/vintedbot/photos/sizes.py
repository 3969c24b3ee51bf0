"""The sizes said in what is written on a photo: the forms a size has, and which of them are certain enough to tell items apart.

Pure functions. What a size is among Vinted's, and what else a label says, is the analysis's matter.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from .work import Line

_LETTERS = r"(?:\dX[SL]|X{0,4}[SL]|M)"
_NUMBERS = r"\d{2}"
_ONE = rf"(?:{_LETTERS}|{_NUMBERS})(?![\w%°,.])"
_SAID = r"SIZE|TAILLE|TALLA|GR(?:Ö|O|OE)(?:SS|ß)E|TAGLIA|MAAT|ROZMIAR|EUR?|FR"
_YEARS, _MONTHS = r"ANS|YEARS|AÑOS|JAHRE", r"MOIS|MONTHS|MESES|MONATE"
_FORMS: list[tuple[re.Pattern[str], float]] = [
    (re.compile(rf"\b(?:{_SAID})[\s:.]{{0,3}}({_ONE}(?:\s?/\s?{_ONE})*)"), 1.0),
    (re.compile(r"\b(W\s?\d{2}\s?/?\s?L\s?\d{2})\b"), 0.95),
    (re.compile(rf"^(\d{{1,2}}(?:\s?[-/]\s?\d{{1,2}})?\s?(?:{_YEARS}|{_MONTHS}))\b"), 0.95),
    (re.compile(rf"^({_LETTERS}(?:\s?/\s?{_ONE})*)$"), 0.9),
    (re.compile(r"^((?:US|USA|UK|IT) ?\d{1,2})$"), 0.6),
    # alone it may be a model's number: shown, and filled in only where the same photo is of a label
    (re.compile(r"^(3[2468]|4[02468]|5[0246])$"), 0.55),
]  # fmt: skip
"""The form of a size, and how sure it is of that form; of a German or Italian number it is not known which of Vinted's it is."""
_UNSURE = 0.6
_READ_WELL = 0.8
"""A line read worse may say 36 for 38, and tear one item in two."""
_SHARE = re.compile(r"\d\s?%")


class Size(Struct, frozen=True):
    """A size as its line says it, in capitals; `sure` of its form, from 0 to 1."""

    text: str
    sure: float

    @property
    def needs_label(self) -> bool:
        """Whether what has this form is a size only on a photo of a label."""
        return self.sure <= _UNSURE


def sizes_in(text: str) -> list[Size]:
    """The sizes a line says, the surest form first."""
    line = text.upper().strip()
    return [Size(match[1], sure) for form, sure in _FORMS if (match := form.search(line))]


def sizes_said(lines: Sequence[Line]) -> frozenset[str]:
    """The sizes a photo says for certain, each in one spelling: "M/38" is M and 38, "2XL" is XXL, "8-9 ans" is 8Y and 9Y."""
    is_label = any(_SHARE.search(line.text) for line in lines)
    return frozenset(
        one
        for line in lines
        if line.sure >= _READ_WELL
        for size in sizes_in(line.text)
        if is_label or not size.needs_label
        for one in _spelled(size.text)
    )


def differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two photos say sizes that cannot be one item's: they name some in the same way, and have none in common. "M" on
    one label of an item and "38" on its other do not speak against each other."""
    return one.isdisjoint(other) and not {_way(size) for size in one}.isdisjoint(_way(size) for size in other)


def _spelled(text: str) -> list[str]:
    if text.startswith("W"):
        return [re.sub(r"[\s/]", "", text)]
    for unit, words in (("Y", _YEARS), ("M", _MONTHS)):
        if re.search(words, text):
            return [number + unit for number in re.findall(r"\d+", text)]
    many = [part.replace(" ", "").replace("USA", "US") for part in text.split("/")]
    return [re.sub(r"^(\d)(?=X)", lambda times: "X" * (int(times[1]) - 1), part) for part in many]


def _way(size: str) -> str:
    """How it is counted: in letters, in numbers, in years, in those of a country."""
    return re.sub(r"\d", "", size) if any(map(str.isdigit, size)) else "letters"
