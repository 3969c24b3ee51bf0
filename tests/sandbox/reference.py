"""What the listing form may offer: categories, brands, sizes, colours, conditions, attributes, parcel sizes.

Read from `data/` and encoded once; a request costs a look-up. Which of these a listing *must* name is in `rules.py`.
"""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from .http import Answer, Request, json_answer, page_not_found
from .markets import MARKETS

DATA = Path(__file__).parent / "data"
LANGUAGES = ("fr", "en", "es", "de")
# the buyers' tree has a ninth root, "designer"; the form has eight
BUYERS_ONLY = {2993}
CHILDCARE = {1496, 1511}
HOME_PARCELS = {8, 9, 10}
NO_BRAND = 1

CONDITIONS = {
    6: ("Neuf avec étiquette", "Article neuf, jamais porté, avec ses étiquettes."),
    1: ("Neuf sans étiquette", "Article neuf, jamais porté, sans étiquettes."),
    2: ("Très bon état", "Peu porté, sans défaut visible."),
    3: ("Bon état", "Porté, avec de légers signes d'usure."),
    4: ("Satisfaisant", "Porté souvent, avec des défauts visibles."),
}
MATERIALS = {44: "Coton", 45: "Polyester", 43: "Cuir", 46: "Laine", 49: "Soie"}
PARCELS = {
    1: "Petit", 2: "Moyen", 3: "Grand", 8: "Jusqu'à 5 kg", 9: "Jusqu'à 10 kg", 10: "Jusqu'à 20 kg",
    11: "Jusqu'à 5 kg", 12: "Jusqu'à 10 kg", 13: "Jusqu'à 20 kg", 14: "Jusqu'à 30 kg",
}  # fmt: skip
# category → attribute codes it demands besides, with title and choices; ids of the choices are invented
SPECIAL = {
    3661: ("internal_memory_capacity", "sim_lock"),
    3728: ("internal_memory_capacity",),
    3025: ("video_game_platform",),
}
CHOICES = {
    "internal_memory_capacity": ("Capacité de stockage", {2101: "64 Go", 2102: "128 Go", 2103: "256 Go"}),
    "sim_lock": ("Verrouillage SIM", {2201: "Débloqué", 2202: "Bloqué"}),
    "video_game_platform": ("Plateforme", {2301: "PlayStation", 2302: "Nintendo", 2303: "Xbox"}),
}


class Category(NamedTuple):
    id: int
    parent: int | None
    code: str
    titles: tuple[str, ...]
    size_groups: list[int] | None
    parcels: list[int] | None


class Brand(NamedTuple):
    id: int
    title: str
    slug: str
    is_luxury: bool
    item_count: int
    folded: str


def _rows(name: str) -> list[Any]:
    rows: list[Any] = msgspec.json.decode((DATA / f"{name}.json").read_bytes())
    return rows


def fold(text: str) -> str:
    """Lower case without accents, for searching."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


CATEGORIES = {row[0]: Category(row[0], row[1], row[2], tuple(row[3:7]), row[7], row[8]) for row in _rows("categories")}
CHILDREN: dict[int | None, list[int]] = {}
for _category in CATEGORIES.values():
    CHILDREN.setdefault(_category.parent, []).append(_category.id)
BRANDS = [Brand._make([*row, fold(row[1])]) for row in _rows("brands")]
BRANDS_BY_ID = {brand.id: brand for brand in BRANDS} | {NO_BRAND: Brand(NO_BRAND, "Sans marque", "sans-marque", False, 0, "")}
SIZE_GROUPS: dict[int, tuple[str, dict[int, str]]] = {row[0]: (row[1], dict(map(tuple, row[2]))) for row in _rows("size_groups")}
SIZES = {size: title for _, sizes in SIZE_GROUPS.values() for size, title in sizes.items()}
COLOURS: dict[int, tuple[str, str, str]] = {row[0]: (row[1], row[2], row[3]) for row in _rows("colours")}


def lineage(catalog_id: int) -> list[Category]:
    """The category and its ancestors, itself first; empty for an unknown id."""
    path: list[Category] = []
    category = CATEGORIES.get(catalog_id)
    while category:
        path.append(category)
        category = CATEGORIES.get(category.parent) if category.parent else None
    return path


def is_leaf(catalog_id: int | None) -> bool:
    path = lineage(catalog_id or 0)
    return bool(path) and catalog_id not in CHILDREN and path[-1].id not in BUYERS_ONLY


@cache
def under(roots: frozenset[int]) -> tuple[int, ...]:
    """These categories and all below them."""
    return tuple(catalog for catalog in CATEGORIES if roots & {category.id for category in lineage(catalog)})


@cache
def size_groups_of(catalog_id: int) -> tuple[int, ...]:
    """The groups known for the category, else those of its nearest ancestor that has any knowledge."""
    known = next((c.size_groups for c in lineage(catalog_id) if c.size_groups is not None), [])
    return tuple(group for group in known if group in SIZE_GROUPS)


@cache
def sizes_of(catalog_id: int) -> frozenset[int]:
    return frozenset(size for group in size_groups_of(catalog_id) for size in SIZE_GROUPS[group][1])


@cache
def parcels_of(catalog_id: int) -> tuple[int, ...]:
    path = lineage(catalog_id)
    if any(c.id in CHILDCARE for c in path):
        return (11, 12, 13, 14)
    known = next((c.parcels for c in path if c.parcels is not None), [])
    return (8, 9, 10) if HOME_PARCELS & set(known) else (1, 2, 3)


def special_codes(catalog_id: int) -> tuple[str, ...]:
    return next((SPECIAL[c.id] for c in lineage(catalog_id) if c.id in SPECIAL), ())


# ---------------------------------------------------------------- answers


def _language(request: Request) -> int:
    language = MARKETS[request.site].lang[:2]
    return LANGUAGES.index(language) if language in LANGUAGES else LANGUAGES.index("en")


@cache
def _catalogs(language: int) -> Answer:
    def node(category_id: int) -> dict[str, Any]:
        category = CATEGORIES[category_id]
        branches = [node(child) for child in CHILDREN.get(category_id, [])]
        return {"id": category_id, "title": category.titles[language], "code": category.code, "catalogs": branches}

    return json_answer({"catalogs": [node(root) for root in CHILDREN[None] if root not in BUYERS_ONLY], "code": 0})


def catalogs(request: Request) -> Answer:
    return _catalogs(_language(request))


@cache
def _leaf_titles(language: int) -> list[tuple[str, int]]:
    return [(fold(c.titles[language]), c.id) for c in CATEGORIES.values() if is_leaf(c.id)]


def catalogs_search(request: Request) -> Answer:
    words = fold(request.query.get("keyword", "")).split()
    found = [leaf for title, leaf in _leaf_titles(_language(request)) if words and all(word in title for word in words)]
    return json_answer({"catalog_ids": found[:30], "code": 0})


def brand_shape(brand: Brand) -> dict[str, Any]:
    return {
        "id": brand.id, "title": brand.title, "slug": brand.slug, "favourite_count": 0, "item_count": brand.item_count,
        "is_luxury": brand.is_luxury, "is_hvf": False, "requires_authenticity_check": False,
    }  # fmt: skip


def brands(request: Request) -> Answer:
    """Popular brands first; with a keyword those whose name begins with it, then those that contain it."""
    wanted = fold(request.query.get("keyword", ""))
    found = [brand for brand in BRANDS if wanted in brand.folded]
    found.sort(key=lambda brand: (not brand.folded.startswith(wanted), -brand.item_count))
    return json_answer({"brands": [brand_shape(brand) for brand in found[:50]], "code": 0})


def _group_shape(group: int) -> dict[str, Any]:
    description, sizes = SIZE_GROUPS[group]
    rows = [{"id": size, "title": title} for size, title in sizes.items()]
    return {"id": group, "caption": description, "description": description, "sizes": rows}


def size_groups(request: Request, *, as_page: bool) -> Answer:
    """`as_page`: 404 with an HTML body where the category has no sizes (CONTRACT §8.4), else an empty list."""
    groups = size_groups_of(request.whole("catalog_ids", 0))
    if as_page and not groups:
        return page_not_found()
    return json_answer({"size_groups": [_group_shape(group) for group in groups], "code": 0})


@cache
def all_size_groups() -> Answer:
    return json_answer({"size_groups": [_group_shape(group) for group in SIZE_GROUPS], "code": 0})


@cache
def colors() -> Answer:
    rows = [{"id": colour, "title": title, "hex": rgb, "code": code} for colour, (title, rgb, code) in COLOURS.items()]
    return json_answer({"colors": rows, "code": 0})


@cache
def conditions() -> Answer:
    rows = [{"id": key, "title": title, "explanation": words} for key, (title, words) in CONDITIONS.items()]
    return json_answer({"conditions": rows, "code": 0})


@cache
def package_sizes(catalog_id: int) -> Answer:
    rows = [
        {"id": parcel, "title": PARCELS[parcel], "is_recommended": place == 0}
        for place, parcel in enumerate(parcels_of(catalog_id))
    ]
    return json_answer({"package_sizes": rows, "code": 0})


Groups = list[tuple[str | None, dict[int, str]]]


def _attribute(code: str, title: str, groups: Groups, *, required: bool, most: int = 1, display: str = "list") -> dict[str, Any]:
    options = [
        {"type": "group", "title": name, "options": [{"id": key, "title": text} for key, text in choices.items()]}
        for name, choices in groups
    ]
    many = "single" if most == 1 else "multi"
    configuration = {
        "title": title, "required": required, "display_type": display,
        "selection_type": many, "selection_limit": most, "options": options,
    }  # fmt: skip
    return {"code": code, "configuration": configuration}


@cache
def attributes(catalog_id: int) -> Answer:
    """The dynamic attributes of a category. `required: false` is no promise: `rules.py` also wants brand and colour."""
    found = [_attribute("condition", "État", [(None, {k: v[0] for k, v in CONDITIONS.items()})], required=True)]
    if groups := size_groups_of(catalog_id):
        found.append(_attribute("size", "Taille", [SIZE_GROUPS[g] for g in groups], required=True, display="grid"))
    for code in special_codes(catalog_id):
        title, choices = CHOICES[code]
        found.append(_attribute(code, title, [(None, choices)], required=True))
    found.append(_attribute("material", "Matière", [(None, MATERIALS)], required=False, most=3))
    found.append(_attribute("color", "Couleur", [(None, {k: v[0] for k, v in COLOURS.items()})], required=False, most=2))
    return json_answer({"attributes": found, "code": 0})
