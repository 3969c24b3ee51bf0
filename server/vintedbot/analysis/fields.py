"""From a checked look to what people see and what a draft is filled with: each field with its source, sureness and fit.

What the seller corrected before, and their earlier listings, come in as `Previous`. Nothing here reads the database.
"""

from collections.abc import Sequence
from typing import Any, get_args
from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas.analysis import AnalysedField, AnalysedName, FieldFit, FieldSource, PhotoNote, SeenDefect
from vintedbot_schemas.identity import Language
from vintedbot_schemas.listings import AttributeChoice, FormReference, ListingFields

from vintedbot.listings.service import reference

from . import defects, mapping
from .checking import SURE_ENOUGH
from .facts import Look, Reading
from .mapping import Met
from .regions import region

BRAND_MOST = 40


class Previous(Struct, frozen=True):
    """What a seller did before. `corrected`: by field and folded words, the ids they chose instead of ours."""

    corrected: dict[tuple[str, str], list[int]] = {}
    parcels: dict[int, tuple[int, float]] = {}
    """By category: the parcel size most of their drafts have, and the share of those that have it."""


class Seen(Struct, frozen=True):
    """What a look became. `fill` holds no text and no price."""

    fields: list[AnalysedField]
    defects: list[SeenDefect]
    fill: ListingFields


class Shown(Struct, frozen=True):
    """What people read, as the row of an analysis keeps it."""

    fields: list[AnalysedField]
    defects: list[SeenDefect]
    notes: list[PhotoNote]
    keywords: list[str]
    transcript: list[str]


def seen(look: Look, photo_ids: Sequence[UUID], previous: Previous) -> Seen:
    """`photo_ids`: the photos in the order they were sent."""
    found = [defects.shown(flaw, photo_ids) for flaw in look.flaws]
    category = _field("category", look.category, mapping.category(look.category.value or "", look.audience), photo_ids, previous)
    catalog_id = _usable(category)
    brand = _field("brand", look.brand, mapping.brand(look.brand.value or ""), photo_ids, previous)
    size = _field("size", look.size, mapping.size(look.size.value or "", catalog_id), photo_ids, previous)
    material = _field("material", look.material, mapping.material(look.material.value or ""), photo_ids, previous)
    colours = _colours(look.colours, photo_ids)
    condition = _condition(look, found)
    parcel = _parcel(look, catalog_id, previous)
    free_brand = brand.said if not brand.ids and brand.source == "label" and brand.confidence >= SURE_ENOUGH else ""
    brand_id = _usable(brand)
    fill = ListingFields(
        catalog_id=catalog_id,
        brand_id=brand_id,
        brand=_brand_title(brand_id) if brand_id else free_brand[:BRAND_MOST],
        size_id=_usable(size),
        condition_id=_usable(condition),
        color_ids=colours.ids if colours.confidence >= SURE_ENOUGH else [],
        package_size_id=_usable(parcel),
        attributes=[AttributeChoice(code="material", ids=[chosen])] if (chosen := _usable(material)) else [],
    )
    return Seen([category, brand, size, colours, condition, material, parcel], found, fill)


def offered(found: Seen, form: FormReference | None) -> Seen:
    """The same with Vinted's own choice of material: by id, else by its title in any of the four languages, else unknown.

    Before its form for the category was read only a person's own earlier choice is filled in: the files' ids are of 2022.
    """
    chosen = {each for attribute in found.fill.attributes if attribute.code == "material" for each in attribute.ids}
    options = [option for field in (form.fields if form else []) if field.code == "material" for option in field.options]
    is_own = any(each.name == "material" and each.source == "previous" for each in found.fields)
    if not chosen or (form is None and is_own) or any(option.id in chosen for option in options):
        return found
    languages: tuple[Language, ...] = get_args(Language)
    named = {reference.folded(m.title) for each in languages for m in reference.materials(each) if m.id in chosen}
    ids = [option.id for option in options if reference.folded(option.title) in named][:1]
    # what was read stays to be shown, also where no choice of Vinted's is known for it yet
    fit: FieldFit | None = None if ids or form is None else "unknown"
    fields = [
        msgspec.structs.replace(each, ids=ids, fit=fit or each.fit) if each.name == "material" else each for each in found.fields
    ]
    attributes = [AttributeChoice(code="material", ids=ids)] if ids else []
    return Seen(fields, found.defects, msgspec.structs.replace(found.fill, attributes=attributes))


def _field(name: AnalysedName, reading: Reading, met: Met, photo_ids: Sequence[UUID], previous: Previous) -> AnalysedField:
    said = reading.value or ""
    corrected = previous.corrected.get((name, reference.folded(said))) if said else None
    source: FieldSource = "previous" if corrected else reading.source
    return AnalysedField(
        name=name,
        source=source,
        fit="exact" if corrected else met.fit,
        confidence=reading.sure,
        distance=None if corrected else met.distance,
        said=said,
        ids=corrected or ([met.id] if met.id else []),
        read=reading.read,
        photo_id=photo_ids[reading.photo - 1] if reading.photo else None,
        region=region(reading.box),
    )


def _colours(readings: Sequence[Reading], photo_ids: Sequence[UUID]) -> AnalysedField:
    mets = [(each, mapping.colour(each.value or "")) for each in readings]
    known = [(each, met) for each, met in mets if met.id]
    if not known:
        said = ", ".join(each.value or "" for each, _ in mets)
        return AnalysedField(name="colours", source="unknown", fit="unknown", confidence=0, said=said)
    first, far = known[0][0], [met.distance for _, met in known if met.distance is not None]
    return AnalysedField(
        name="colours",
        source=first.source,
        fit="close" if far else "exact",
        confidence=min(each.sure for each, _ in known),
        distance=max(far, default=None),
        said=", ".join(each.value or "" for each, _ in known),
        ids=list(dict.fromkeys(met.id for _, met in known if met.id)),
        read=first.read,
        photo_id=photo_ids[first.photo - 1] if first.photo else None,
        region=region(first.box),
    )


def _condition(look: Look, found: Sequence[SeenDefect]) -> AnalysedField:
    met = mapping.condition(look.condition)
    if met.id is None:
        return AnalysedField(name="condition", source="unknown", fit="unknown", confidence=0)
    honest = defects.no_better_than(met.id, found)
    return AnalysedField(
        name="condition", source="look", fit="exact", confidence=look.condition_sure, said=met.title, ids=[honest]
    )  # fmt: skip


def _parcel(look: Look, catalog_id: int | None, previous: Previous) -> AnalysedField:
    before = previous.parcels.get(catalog_id) if catalog_id else None
    if before:
        return AnalysedField(name="parcel", source="previous", fit="exact", confidence=before[1], ids=[before[0]])
    met = mapping.parcel(look.parcel, catalog_id)
    if met.id is None:
        return AnalysedField(name="parcel", source="unknown", fit="unknown", confidence=0)
    return AnalysedField(name="parcel", source="look", fit=met.fit, confidence=look.parcel_sure, said=met.title, ids=[met.id])


def _usable(field: AnalysedField) -> int | None:
    """The one id that may be filled in."""
    is_sure = field.source == "previous" or field.confidence >= SURE_ENOUGH
    return field.ids[0] if field.ids and is_sure and field.source != "unknown" else None


def _brand_title(brand_id: int) -> str:
    return next((each.title for _, each in reference.brand_names() if each.id == brand_id), "")


def marked(fields: Sequence[AnalysedField], put: ListingFields) -> list[AnalysedField]:
    """The fields with `is_filled` where the draft took them."""
    empty: dict[str, Any] = msgspec.structs.asdict(ListingFields())
    values: dict[str, Any] = msgspec.structs.asdict(put)
    filled = {name for unit, name in FIELD_OF.items() if values[unit] != empty[unit]}
    return [msgspec.structs.replace(each, is_filled=each.name in filled) for each in fields]


FIELD_OF: dict[str, AnalysedName] = {
    "title": "title", "description": "description", "catalog_id": "category", "brand_id": "brand", "brand": "brand",
    "size_id": "size", "color_ids": "colours", "condition_id": "condition", "attributes": "material",
    "package_size_id": "parcel",
}  # fmt: skip
"""By the draft's field: ours."""
