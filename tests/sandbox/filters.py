"""What a search may be narrowed by, and the buyers' category tree (CONTRACT §17.2). Titles follow the `Locale` header."""

from collections import Counter
from functools import cache
from typing import Any

from . import catalogue, reference, shapes
from .http import Answer, Request, json_answer
from .state import World

FILTERS = {
    "brand": ("Marque", "Brand", "list_search"), "size": ("Taille", "Size", "list"), "status": ("État", "Condition", "list"),
    "color": ("Couleur", "Colour", "list"), "material": ("Matière", "Material", "list"),
    "price": ("Prix", "Price", "hybrid_price"),
}  # fmt: skip


def _is_french(request: Request) -> bool:
    return request.headers.get("locale", "fr").startswith("fr")


def filters(world: World, request: Request) -> Answer:
    title = 0 if _is_french(request) else 1
    rows = [{"code": code, "title": words[title], "display_type": words[2]} for code, words in FILTERS.items()]
    return json_answer({"filters": rows})


def _counts(world: World, request: Request, code: str) -> Counter[int]:
    """How many listings that fit the rest of the search each choice would leave."""
    counts: Counter[int] = Counter()
    for item in catalogue.matching(world, request, without=code):
        fields = item.fields
        attribute = {"status": "condition"}.get(code, code)
        ids = {"brand": [fields.brand_id or 0], "color": fields.color_ids}.get(code) or fields.attributes.get(attribute, [])
        counts.update(ids)
    return counts


def _titles(world: World, code: str, ids: Counter[int]) -> dict[int, str]:
    known: dict[str, dict[int, str]] = {
        "status": {key: title for key, (title, _) in reference.CONDITIONS.items()},
        "color": {key: title for key, (title, _, _) in reference.COLOURS.items()},
        "material": reference.MATERIALS,
    }
    return known.get(code) or {key: shapes.brand_title(world, key) for key in ids if key}


def facets(world: World, request: Request) -> Answer:
    """The choices of one filter within a search; sizes come in groups."""
    code = request.query.get("filter_code", "")
    if code not in FILTERS or code == "price":
        return catalogue.invalid()
    counts = _counts(world, request, code)
    if code == "size":
        return json_answer({"options": _size_groups(counts)})
    titles = _titles(world, code, counts)
    keys = sorted((key for key in titles if counts[key]), key=lambda key: -counts[key])
    return json_answer({"options": [{"id": key, "title": titles[key], "items_count": counts[key]} for key in keys]})


def _size_groups(counts: Counter[int]) -> list[dict[str, Any]]:
    groups = []
    for group, (title, sizes) in reference.SIZE_GROUPS.items():
        options = [{"id": size, "title": sizes[size], "items_count": counts[size]} for size in sizes if counts[size]]
        if options:
            total = sum(counts[size] for size in sizes)
            groups.append({"id": f"g{group}", "title": title, "items_count": total, "options": options})
    return groups


def search(world: World, request: Request) -> Answer:
    """Brands whose name holds the text, with how many listings they have here."""
    if request.query.get("filter_search_code") != "brand":
        return catalogue.invalid()
    wanted = reference.fold(request.query.get("filter_search_text", ""))
    counts = _counts(world, request, "brand")
    brands = [brand for brand in reference.BRANDS if wanted in brand.folded][:30]
    rows = [{"id": brand.id, "title": brand.title, "items_count": counts[brand.id]} for brand in brands]
    return json_answer({"options": rows})


@cache
def _tree(language: int) -> Answer:
    def node(category_id: int) -> dict[str, Any]:
        branches = [node(child) for child in reference.CHILDREN.get(category_id, [])]
        return {"id": category_id, "title": reference.CATEGORIES[category_id].titles[language], "catalogs": branches}

    return json_answer({"catalogs": [node(root) for root in reference.CHILDREN[None]]})


def navigation(world: World, request: Request) -> Answer:
    """The buyers' tree has nine roots, one more than the form's."""
    language = request.headers.get("locale", "fr")[:2]
    return _tree(reference.LANGUAGES.index(language) if language in reference.LANGUAGES else 1)
