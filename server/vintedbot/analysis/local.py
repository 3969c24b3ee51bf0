"""The analyst that needs no key and sends nothing anywhere: colours from pixels, brand, size and material from labels, the
category from the seller's own words.

It is asked like every other provider and answers the same structs, mostly unknown: what pixels and words do not tell it leaves
open. Labels it reads where the extra `labels` is installed; without it brand, size and material come from words alone.
"""

from typing import ClassVar

import msgspec
import structlog
from msgspec import Struct
from vintedbot_schemas.analysis import AnalysisProvider, TextLanguage

from vintedbot.listings.service import reference
from vintedbot.photos import service as photos

from . import labels, work
from .checking import SURE_ENOUGH
from .facts import NOTHING, Audience, Look, Reading, Texts
from .providers import Question, Said
from .words import words

log = structlog.get_logger("vintedbot.analysis")

_SURE_BASE, _SURE_STEP = 0.25, 0.6
"""How sure a colour is: it grows with the share of the item that has it; what fills less than 0.42 of it fills in nothing."""
_TITLE_MOST = 60
_REFERENCE_LANGUAGES = frozenset({"fr", "en", "es", "de"})


class LookMaterial(Struct, frozen=True):
    """What a look is made from: the kept originals, and the seller's words."""

    originals: list[bytes]
    hint: str


class WriteMaterial(Struct, frozen=True):
    """What texts are made from: each known fact under its field's name, in the texts' language, and the defects' sentences."""

    language: TextLanguage
    facts: dict[str, str]
    hint: str
    defects: list[str]


class Local:
    """This server."""

    name: ClassVar[AnalysisProvider] = "local"
    is_outside: ClassVar[bool] = False
    host = ""

    def __init__(self) -> None:
        # what was seen without labels is not taken for what can be read once they are
        self.model = "pixels-1, labels-1" if work.reads_labels() else "pixels-1"

    async def ask(self, question: Question) -> Said:
        material = question.material
        answer = await _looked(material) if isinstance(material, LookMaterial) else _written(material)
        return Said("whole", msgspec.json.encode(answer).decode())


async def _looked(material: LookMaterial) -> Look:
    palette = [(each.title, each.hex) for each in reference.colours("en") if each.hex]
    shares: dict[str, float] = {}
    for original in material.originals:
        for colour in (await photos.in_pool(work.measured, original, palette)).colours:
            shares[colour.title] = shares.get(colour.title, 0.0) + colour.share / len(material.originals)
    ranked = sorted(shares, key=lambda title: -shares[title])[:2]
    colours = [
        Reading(title, "look", "", None, None, round(_SURE_BASE + _SURE_STEP * shares[ranked[0]], 2))
        for title in ranked
        if shares[title] >= shares[ranked[0]] / 2
    ]
    audience, category = category_in(material.hint)
    read = labels.read_off([await _lines(original) for original in material.originals])
    return Look(
        audience=audience, category=category, brand=read.brand if read.brand.sure >= SURE_ENOUGH else brand_in(material.hint),
        size=read.size, material=read.material, condition="unknown", condition_sure=0, parcel="unknown", parcel_sure=0,
        colours=colours, flaws=[], features=[each for each in (read.composition, *(one.value for one in read.care)) if each],
        transcript=read.transcript,
    )  # fmt: skip


async def _lines(original: bytes) -> list[work.Line]:
    if not work.reads_labels():
        return []
    try:
        return await photos.in_pool(work.lines, original)
    except photos.WorkLost:
        log.warning("label_not_read")
        return []


def category_in(hint: str) -> tuple[Audience, Reading]:
    """The category whose whole name stands in the hint, in any language; none where two kinds of things share that name."""
    said = f" {reference.folded(hint)} "
    found: dict[int, str] = {}
    longest = 0
    for language in ("fr", "en", "es", "de"):
        for each, path in reference.leaf_paths(language).items():
            name = reference.folded(path[-1])
            stands = next((form for form in (name, name.removesuffix("s")) if len(form) > 2 and f" {form} " in said), None)
            if stands is None or len(stands) < longest:
                continue
            if len(stands) > longest:
                found, longest = {}, len(stands)
            found[each] = stands
    if len(found) != 1:
        return "unknown", NOTHING
    ((each, stands),) = found.items()
    path = reference.leaf_paths("en")[each]
    return "unknown", Reading(" > ".join(path), "hint", stands, None, None, 0.7)


def brand_in(hint: str) -> Reading:
    """The best known brand whose whole name stands in the hint."""
    said = f" {reference.folded(hint)} "
    named = [(name, each) for name, each in reference.brand_names() if len(name) > 2 and f" {name} " in said]
    if not named:
        return NOTHING
    name, each = max(named, key=lambda entry: len(entry[0]))
    return Reading(each.title, "hint", name, None, None, 0.7)


def _written(material: WriteMaterial) -> Texts:
    """Facts in a row for a title, one a line below each other for the description, then the defects."""
    known = material.facts
    is_named = material.language in _REFERENCE_LANGUAGES
    parts = [known.get(name, "") for name in ("category", "brand", "colours", "size") if is_named or name in ("brand", "size")]
    title = " ".join(part for part in parts if part)
    if not title or "category" not in known:
        title = material.hint.strip() or (title if "brand" in known else "")
    heads = words().lines
    lines = [
        f"{heads[name][material.language]} : {known[name]}"
        if material.language == "fr"
        else f"{heads[name][material.language]}: {known[name]}"
        for name in ("brand", "size", "colours", "material", "condition")
        if name in known and (is_named or name in ("brand", "size"))
    ]
    return Texts(title[:_TITLE_MOST].strip(), "\n".join([*lines, *material.defects]), [])
