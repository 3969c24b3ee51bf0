"""The words a listing is put together from where no model writes it: an honest sentence for each defect, a line for each fact.

They are `words.json`, in the seven languages a listing can have. They are of the listing, not of the screens.
"""

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct
from vintedbot_schemas.analysis import DefectKind, DefectPlace, DefectSeverity, TextLanguage

InEach = dict[TextLanguage, str]


class Words(Struct, frozen=True):
    """`lines`: what stands before a fact, by the field's name."""

    kinds: dict[DefectKind, InEach]
    places: dict[DefectPlace, InEach]
    severities: dict[DefectSeverity, InEach]
    lines: dict[str, InEach]


@cache
def words() -> Words:
    """All of them, read once."""
    return msgspec.json.decode((Path(__file__).parent / "words.json").read_bytes(), type=Words)


def sentence(kind: DefectKind, severity: DefectSeverity, place: DefectPlace, language: TextLanguage) -> str:
    """ "Stain on the sleeve (barely visible)." """
    known = words()
    said = f"{known.kinds[kind][language]} {known.places[place][language]}".strip()
    return f"{said} ({known.severities[severity][language]})."
