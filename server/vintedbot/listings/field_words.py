"""What the fields of one draft say, in any of our languages: the reference data's words, else Vinted's own.

Materials are named by what Vinted's form offered, because the files' ids are of 2022; the files only translate the word. Nothing
is guessed: what is not filled in, or has no name here, is empty.
"""

from collections.abc import Iterable

from vintedbot_schemas.identity import Language
from vintedbot_schemas.listings import FormReference, ListingFields
from vintedbot_schemas.templates import TemplateVariable

from . import reference

NO_BRAND = 1
MATERIAL = "material"
_MEASURES: dict[Language, tuple[str, str]] = {
    "en": ("Length {} cm", "width {} cm"),
    "fr": ("Longueur {} cm", "largeur {} cm"),
    "es": ("Largo {} cm", "ancho {} cm"),
    "de": ("Länge {} cm", "Breite {} cm"),
}


def words_of(fields: ListingFields, language: Language, form: FormReference | None) -> dict[TemplateVariable, str]:
    """By the names that a template's variables have; empty where the draft says nothing. `form`: what its category offers
    in Vinted's form."""
    offered = {each.code: {option.id: option.title for option in each.options} for each in (form.fields if form else [])}
    conditions = {each.id: each.title for each in reference.conditions(language)}
    materials = [each for choice in fields.attributes if choice.code == MATERIAL for each in choice.ids]
    size_id, condition_id = fields.size_id, fields.condition_id
    return {
        "brand": "" if fields.brand_id == NO_BRAND else fields.brand.strip(),
        "size": (reference.size_title(size_id, language) or offered.get("size", {}).get(size_id, "")) if size_id else "",
        "colour": _listed(
            reference.color_title(each, language) or offered.get("color", {}).get(each) for each in fields.color_ids
        ),
        "condition": conditions.get(condition_id, "") if condition_id else "",
        "material": _listed(_material(offered.get(MATERIAL, {}).get(each), language) for each in materials),
        "category": (reference.category_title(fields.catalog_id, language) or "") if fields.catalog_id else "",
        "measures": _measures(fields, language),
        "description": fields.description,
    }


def _listed(titles: Iterable[str | None]) -> str:
    return ", ".join(title for title in titles if title)


def _material(title: str | None, language: Language) -> str | None:
    return (reference.material_title(title, language) or title) if title else None


def _measures(fields: ListingFields, language: Language) -> str:
    measured = zip(_MEASURES[language], (fields.measurement_length, fields.measurement_width), strict=True)
    said = ", ".join(words.format(_number(each, language)) for words, each in measured if each)
    return said[:1].upper() + said[1:]


def _number(value: float, language: Language) -> str:
    plain = f"{value:.1f}".removesuffix(".0")
    return plain if language == "en" else plain.replace(".", ",")
