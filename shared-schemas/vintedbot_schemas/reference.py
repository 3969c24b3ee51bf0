"""The form's vocabularies: categories, sizes, colours, conditions, parcels, materials and brands, titled in one language.

A first guess from files; Vinted's own answer, read through the tab (`listings.FormReference`), outranks it.
"""

from .base import VintedId, Wire
from .identity import Language


class CategoryNode(Wire, frozen=True, kw_only=True):
    """A category. Only a `leaf` may be used in a listing. What a node inherits of sizes and parcels is written here too."""

    id: VintedId
    parent_id: VintedId | None = None
    title: str
    leaf: bool
    size_group_ids: list[VintedId]
    package_size_ids: list[VintedId]


class ReferenceOption(Wire, frozen=True, kw_only=True):
    """A choice: a size, a parcel size, a material."""

    id: VintedId
    title: str


class SizeGroup(Wire, frozen=True, kw_only=True):
    """Sizes that belong together, in the form's order."""

    id: VintedId
    title: str
    sizes: list[ReferenceOption]


class MaterialGroup(Wire, frozen=True, kw_only=True):
    """Materials that belong together (textiles, tableware, decoration)."""

    id: VintedId
    title: str
    materials: list[ReferenceOption]


class Colour(Wire, frozen=True, kw_only=True):
    """A colour; `hex` is None where there is none to show (multicoloured)."""

    id: VintedId
    title: str
    hex: str | None


class Condition(Wire, frozen=True, kw_only=True):
    """A condition, with a sentence (ours) of what it means."""

    id: VintedId
    title: str
    explanation: str


class ReferenceDocument(Wire, frozen=True, kw_only=True):
    """GET /reference/{language}: all vocabularies but the brands. `version` changes with the data and is its ETag."""

    language: Language
    version: str
    categories: list[CategoryNode]
    size_groups: list[SizeGroup]
    colours: list[Colour]
    conditions: list[Condition]
    package_sizes: list[ReferenceOption]
    materials: list[MaterialGroup]


class Brand(Wire, frozen=True, kw_only=True):
    """A brand. Id 1 is Vinted's "no brand"."""

    id: VintedId
    title: str


class BrandList(Wire, frozen=True, kw_only=True):
    """GET /reference/brands?q=: the best known first."""

    items: list[Brand]
