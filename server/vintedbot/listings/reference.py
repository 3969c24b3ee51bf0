"""The form's vocabularies from the files in `reference/`: what can be chosen before Vinted itself has been asked through the tab.

Read once, when first needed. Routes, and the choices that Vinted answered for a category, live elsewhere in this domain.
"""

import gzip
import unicodedata
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec
from vintedbot_schemas.identity import Language
from vintedbot_schemas.reference import (
    Brand,
    CategoryNode,
    Colour,
    Condition,
    MaterialGroup,
    ReferenceDocument,
    ReferenceOption,
    SizeGroup,
)

FALLBACK: Language = "en"
_FOLDER = Path(__file__).parent / "reference"
_NO_GROUPS: list[int] = []
_USUAL_PACKAGES = [1, 2, 3]  # small, medium, large: what the form offers for most goods
_RootToLeaf = list[int]

Titles = dict[str, str]
T = TypeVar("T")


class _Titled(msgspec.Struct, frozen=True):
    id: int
    titles: Titles


class _Category(msgspec.Struct, frozen=True):
    """None = the file says nothing, so the parent's holds; an empty list = really none."""

    id: int
    parent_id: int | None
    code: str
    titles: Titles
    size_group_ids: list[int] | None = None
    package_size_ids: list[int] | None = None


class _Size(msgspec.Struct, frozen=True):
    """`title` is plain where every language writes it alike."""

    id: int
    title: str | Titles


class _SizeGroup(msgspec.Struct, frozen=True):
    id: int
    titles: Titles
    sizes: list[_Size]


class _Colour(msgspec.Struct, frozen=True):
    id: int
    titles: Titles
    hex: str | None


class _Condition(msgspec.Struct, frozen=True):
    id: int
    titles: Titles
    explanations: Titles


class _MaterialGroup(msgspec.Struct, frozen=True):
    id: int
    titles: Titles
    materials: list[_Titled]


class _Brand(msgspec.Struct, frozen=True):
    id: int
    title: str
    item_count: int


class Served(msgspec.Struct, frozen=True):
    """A document as it goes over the wire: JSON, the same gzipped, and its ETag (quoted, as in the header)."""

    body: bytes
    gzipped: bytes
    etag: str


@cache
def document(language: Language) -> Served:
    """All vocabularies but the brands in this language, a ReferenceDocument; titles missing in it are English.

    The client searches categories in it, `search_categories(language, text)`: fold both sides with the rules of `folded`; a
    category matches when every word of the text begins a word of its path (root to leaf); leaves only; those whose own title
    begins with the text first, then those whose own title holds every word, then the rest, each in the order of the document.
    """
    draft = ReferenceDocument(
        language=language,
        version="",
        categories=[_node(category, language) for category in _categories().values()],
        size_groups=[
            SizeGroup(id=group.id, title=_in(group.titles, language), sizes=[_size(size, language) for size in group.sizes])
            for group in _size_groups().values()
        ],
        colours=colours(language),
        conditions=conditions(language),
        package_sizes=[_option(each, language) for each in _package_sizes().values()],
        materials=[
            MaterialGroup(
                id=group.id,
                title=_in(group.titles, language),
                materials=[_option(m, language) for m in group.materials],
            )
            for group in _read("materials", _MaterialGroup)
        ],
    )
    version = sha256(msgspec.json.encode(draft)).hexdigest()[:16]
    body = msgspec.json.encode(msgspec.structs.replace(draft, version=version))
    return Served(body=body, gzipped=gzip.compress(body, 9, mtime=0), etag=f'"{version}"')


def search_brands(text: str, limit: int = 20) -> list[Brand]:
    """Brands with a word beginning with the text, whatever its accents and case; those beginning with it first, then by how many
    listings they have. An empty text gives the best known."""
    wanted = folded(text)
    rows = [(not name.startswith(wanted), -count, brand) for name, count, brand in _brands() if f" {wanted}" in f" {name}"]
    return [brand for _, _, brand in sorted(rows, key=lambda row: row[:2])[:limit]]


def colours(language: Language) -> list[Colour]:
    """All colours in the form's order."""
    return [Colour(id=each.id, title=_in(each.titles, language), hex=each.hex) for each in _read("colours", _Colour)]


def conditions(language: Language) -> list[Condition]:
    """The five conditions, best first."""
    return [
        Condition(id=each.id, title=_in(each.titles, language), explanation=_in(each.explanations, language))
        for each in _read("conditions", _Condition)
    ]


@cache
def leaf_paths(language: Language) -> dict[int, tuple[str, ...]]:
    """Every category a listing may be filed under, with the titles from its root to itself."""
    known = _categories()
    return {each: tuple(_in(known[step].titles, language) for step in ancestry(each)) for each in known if is_leaf(each)}


def category_titles(language: Language) -> dict[int, str]:
    """Every category, those that only hold others as well, with its own title."""
    return {each.id: _in(each.titles, language) for each in _categories().values()}


def materials(language: Language) -> list[ReferenceOption]:
    """All materials of all groups."""
    return [_option(each, language) for group in _read("materials", _MaterialGroup) for each in group.materials]


def brand_names() -> list[tuple[str, Brand]]:
    """Every brand of the file under its folded name, the best known first where two are alike."""
    return [(name, brand) for name, _, brand in sorted(_brands(), key=lambda row: -row[1])]


def is_category(category_id: int) -> bool:
    """Whether the file knows it at all; Vinted may know newer ones."""
    return category_id in _categories()


def is_leaf(category_id: int) -> bool:
    """Whether a listing may be filed under it."""
    return category_id in _categories() and category_id not in _parents()


def sizes(category_id: int, language: Language) -> list[SizeGroup]:
    """The size groups of a category, or of the nearest above it that names any; none for unknown ones and goods without."""
    groups = (_size_groups().get(each) for each in _size_group_ids(category_id))
    return [
        SizeGroup(id=group.id, title=_in(group.titles, language), sizes=[_size(size, language) for size in group.sizes])
        for group in groups
        if group
    ]


def package_sizes(category_id: int, language: Language) -> list[ReferenceOption]:
    """The parcel sizes of a category, found as its sizes are; small, medium and large when nothing is known."""
    return [_option(_package_sizes()[each], language) for each in _package_size_ids(category_id)]


def ancestry(category_id: int) -> _RootToLeaf:
    """The category and all above it, root first; empty for one the file does not know."""
    path: list[int] = []
    current = _categories().get(category_id)
    while current is not None and current.id not in path:
        path.append(current.id)
        current = _categories().get(current.parent_id) if current.parent_id is not None else None
    return path[::-1]


def category_title(category_id: int, language: Language) -> str | None:
    """None for one the file does not know."""
    known = _categories().get(category_id)
    return _in(known.titles, language) if known else None


def size_title(size_id: int, language: Language) -> str | None:
    """None for one the file does not know."""
    found = _sizes().get(size_id)
    return _size(found, language).title if found else None


def package_title(package_size_id: int, language: Language) -> str | None:
    """None for one the file does not know."""
    found = _package_sizes().get(package_size_id)
    return _in(found.titles, language) if found else None


def material_title(title: str, language: Language) -> str | None:
    """The material that is called so in any language, in this one. By its words, as Vinted's ids are not the file's any more."""
    titles = _materials().get(folded(title))
    return _in(titles, language) if titles else None


def category_path(category_id: int) -> tuple[int, ...]:
    """The category and those above it, root first; only itself where the file does not know it."""
    return tuple(ancestry(category_id)) or (category_id,)


def condition_named(text: str) -> int | None:
    """The condition of that title in any of our languages."""
    return _condition_titles().get(folded(text))


def color_title(color_id: int, language: Language) -> str | None:
    """None for one the file does not know."""
    return _color_titles(language).get(color_id)


def folded(text: str) -> str:
    """Lower case, without accents, ß as ss, anything but letters and digits as one space: how texts are compared in a search."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.split())


def _read(name: str, kind: type[T]) -> list[T]:
    return msgspec.json.decode((_FOLDER / f"{name}.json").read_bytes(), type=list[kind])  # type: ignore[valid-type]


@cache
def _categories() -> dict[int, _Category]:
    return {category.id: category for category in _read("categories", _Category)}


@cache
def _parents() -> frozenset[int]:
    return frozenset(category.parent_id for category in _categories().values() if category.parent_id is not None)


@cache
def _size_groups() -> dict[int, _SizeGroup]:
    return {group.id: group for group in _read("size_groups", _SizeGroup)}


@cache
def _sizes() -> dict[int, _Size]:
    return {size.id: size for group in _size_groups().values() for size in group.sizes}


@cache
def _materials() -> dict[str, Titles]:
    groups = _read("materials", _MaterialGroup)
    return {folded(title): each.titles for group in groups for each in group.materials for title in each.titles.values()}


@cache
def _package_sizes() -> dict[int, _Titled]:
    return {each.id: each for each in _read("package_sizes", _Titled)}


@cache
def _brands() -> list[tuple[str, int, Brand]]:
    return [(folded(each.title), each.item_count, Brand(id=each.id, title=each.title)) for each in _read("brands", _Brand)]


@cache
def _condition_titles() -> dict[str, int]:
    return {folded(title): each.id for each in _read("conditions", _Condition) for title in each.titles.values()}


@cache
def _color_titles(language: Language) -> dict[int, str]:
    return {each.id: each.title for each in colours(language)}


def _size_group_ids(category_id: int) -> list[int]:
    own = (_categories()[each].size_group_ids for each in reversed(ancestry(category_id)))
    known = next((groups for groups in own if groups is not None), _NO_GROUPS)
    return [group for group in known if group in _size_groups()]


def _package_size_ids(category_id: int) -> list[int]:
    own = (_categories()[each].package_size_ids for each in reversed(ancestry(category_id)))
    return next((packages for packages in own if packages), _USUAL_PACKAGES)


def _node(category: _Category, language: Language) -> CategoryNode:
    return CategoryNode(
        id=category.id,
        parent_id=category.parent_id,
        title=_in(category.titles, language),
        leaf=category.id not in _parents(),
        size_group_ids=_size_group_ids(category.id),
        package_size_ids=_package_size_ids(category.id),
    )


def _size(size: _Size, language: Language) -> ReferenceOption:
    return ReferenceOption(id=size.id, title=size.title if isinstance(size.title, str) else _in(size.title, language))


def _option(each: _Titled, language: Language) -> ReferenceOption:
    return ReferenceOption(id=each.id, title=_in(each.titles, language))


def _in(titles: Titles, language: Language) -> str:
    return titles.get(language) or titles[FALLBACK]
