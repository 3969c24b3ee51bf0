"""The analyst that needs no key and sends nothing anywhere: colours from pixels, brand, size and material from labels, the
category from the seller's own words.

It is asked like every other provider and answers the same structs, mostly unknown: what pixels and words do not tell it leaves
open. Labels it reads where the extra `labels` is installed; without it brand, size and material come from words alone.
"""

from functools import cache
from typing import ClassVar

import msgspec
from msgspec import Struct
from vintedbot_schemas.analysis import AnalysisProvider, TextLanguage
from vintedbot_schemas.identity import Language

from vintedbot.listings.service import reference
from vintedbot.photos import service as photos

from . import labels, work
from .checking import SURE_ENOUGH
from .facts import NOTHING, Audience, Look, Reading, Texts
from .providers import Question, Said
from .words import words

_SURE_BASE, _SURE_STEP = 0.25, 0.6
"""How sure a colour is: it grows with the share of the item that has it; what fills less than 0.42 of it fills in nothing."""
_TITLE_MOST = 60
_LANGUAGES: tuple[Language, ...] = ("fr", "en", "es", "de")
"""Those Vinted's own words are known in."""


class LookMaterial(Struct, frozen=True):
    """What a look is made from: the kept originals, what is written on each, and the seller's words."""

    originals: list[bytes]
    lines: list[list[photos.Line]]
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
        self.model = "pixels-2, labels-1" if photos.reads_labels() else "pixels-2"

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
    read = labels.read_off(material.lines)
    return Look(
        audience=audience, category=category, brand=read.brand if read.brand.sure >= SURE_ENOUGH else brand_in(material.hint),
        size=read.size, material=read.material, condition="unknown", condition_sure=0, parcel="unknown", parcel_sure=0,
        colours=colours, flaws=[], features=[each for each in (read.composition, *(one.value for one in read.care)) if each],
        transcript=read.transcript,
    )  # fmt: skip


def category_in(hint: str) -> tuple[Audience, Reading]:
    """The category whose whole name stands in the hint, in any language. Where several share that name, the one of whose path the
    most words stand there ("jean slim homme"); none where that is no single one."""
    said = _singular(hint)
    longest = max((name for name in _categories_by_name() if f" {name} " in f" {said} "), key=len, default="")
    fitting: dict[int, int] = {
        each: len(_path_words(each) & set(said.split())) for each in _categories_by_name().get(longest, ())
    }
    best = [each for each, words_said in fitting.items() if words_said == max(fitting.values())]
    if len(best) != 1 or not reference.is_leaf(best[0]):
        return "unknown", NOTHING
    return "unknown", Reading(" > ".join(reference.leaf_paths("en")[best[0]]), "hint", longest, None, None, 0.7)


def brand_in(hint: str) -> Reading:
    """The best known brand whose whole name stands in the hint, unless that name only says what the thing is: there is a brand
    Robe, and one Bleu."""
    said = f" {reference.folded(hint)} "
    named = [(name, each) for name, each in reference.brand_names() if len(name) > 2 and f" {name} " in said]
    named = [(name, each) for name, each in named if _singular(name) not in _things()]
    if not named:
        return NOTHING
    name, each = max(named, key=lambda entry: len(entry[0]))
    return Reading(each.title, "hint", name, None, None, 0.7)


@cache
def _categories_by_name() -> dict[str, frozenset[int]]:
    """In any language, alone and after the name of what holds it (`Robes`, `Midi`). One that holds others stands there too,
    because its name means all of them."""
    found: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        titles = reference.category_titles(language)
        for each, title in titles.items():
            above = [titles[step] for step in reference.category_path(each)[:-1]][-1:]
            for name in {_singular(title), _singular(" ".join([*above, title]))}:
                if len(name) > 2:
                    found.setdefault(name, set()).add(each)
    return {name: frozenset(named) for name, named in found.items()}


def _path_words(category_id: int) -> set[str]:
    titles = (
        reference.category_title(step, language) for language in _LANGUAGES for step in reference.category_path(category_id)
    )
    return {word for title in titles if title for word in _singular(title).split()}


@cache
def _things() -> frozenset[str]:
    """The names of all categories, colours and materials, in any language."""
    qualities = [
        *(each.title for language in _LANGUAGES for each in reference.colours(language)),
        *(each.title for language in _LANGUAGES for each in reference.materials(language)),
    ]
    return frozenset(_categories_by_name()) | frozenset(map(_singular, qualities))


def _singular(text: str) -> str:
    """Folded, and each word as for one thing, as near as its ending tells."""
    return " ".join(_one(word) for word in reference.folded(text).split())


def _one(word: str) -> str:
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _written(material: WriteMaterial) -> Texts:
    """The seller's words or the category, and the facts they lack, for a title; a fact a line for the description, then the
    defects."""
    known = material.facts
    is_named = material.language in _LANGUAGES
    thing = material.hint.strip() or (known.get("category", "") if is_named else "")
    said = f" {reference.folded(thing)} "
    more = [known.get(name, "") for name in ("brand", "colour", "size") if is_named or name in ("brand", "size")]
    parts = [thing, *(each for each in more if f" {reference.folded(each)} " not in said)]
    title = " ".join(part for part in parts if part) if thing or "brand" in known else ""
    heads = words().lines
    lines = [
        f"{heads[name][material.language]} : {known[name]}"
        if material.language == "fr"
        else f"{heads[name][material.language]}: {known[name]}"
        for name in ("brand", "size", "colour", "material", "condition")
        if name in known and (is_named or name in ("brand", "size"))
    ]
    return Texts(title[:_TITLE_MOST].strip(), "\n".join([*lines, *material.defects]), [])
