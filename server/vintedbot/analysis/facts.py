"""The shapes a provider answers in. One struct gives the JSON schema both SDKs are sent, and checks what comes back.

Neither holds a price. Every field is required and nothing unknown is taken, because strict modes want it so; limits a schema
could carry are not honoured by every provider, so they are held in `checking`.
"""

from typing import Any, Literal

import msgspec
from msgspec import Struct
from vintedbot_schemas.analysis import DefectKind, DefectPlace, DefectSeverity

from vintedbot.photos.service import Box

Audience = Literal["women", "men", "girls", "boys", "baby", "home", "other", "unknown"]
Told = Literal["label", "look", "hint", "unknown"]
ConditionCode = Literal["new_with_tags", "new_without_tags", "very_good", "good", "satisfactory", "unknown"]
ParcelCode = Literal["small", "medium", "large", "unknown"]


class Answered(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of what a provider answers."""


class Reading(Answered, frozen=True):
    """One thing said of the item: its value in plain English (a label's own spelling for a brand), and what it rests on."""

    value: str | None
    source: Told
    read: str
    """The label's words, or the hint's; empty for a look."""
    photo: int | None
    """The photo it was seen on, counted from 1."""
    box: Box | None
    sure: float


class Flaw(Answered, frozen=True):
    """A defect."""

    kind: DefectKind
    severity: DefectSeverity
    place: DefectPlace
    photo: int | None
    box: Box | None
    sure: float


class Look(Answered, frozen=True):
    """Everything seen on the photos of one item, in no language."""

    audience: Audience
    category: Reading
    brand: Reading
    size: Reading
    material: Reading
    condition: ConditionCode
    condition_sure: float
    parcel: ParcelCode
    parcel_sure: float
    colours: list[Reading]
    flaws: list[Flaw]
    features: list[str]
    """What else a buyer would ask: cut, pattern, closure; in English."""
    transcript: list[str]
    """All text on the photos, line by line as it stands there."""


class Texts(Answered, frozen=True):
    """A listing's words in one language."""

    title: str
    description: str
    keywords: list[str]


NOTHING = Reading(None, "unknown", "", None, None, 0.0)


def schema_of(answer: type[Answered]) -> dict[str, Any]:
    """The JSON schema of an answer: the root inlined, what it refers to beside it under `$defs`."""
    (top,), parts = msgspec.json.schema_components([answer], ref_template="#/$defs/{name}")
    root: dict[str, Any] = parts.pop(top["$ref"].rsplit("/", 1)[-1])
    return {**root, "$defs": parts} if parts else root
