"""From what was said of an item to Vinted's own choices: the very one, else the closest one with its distance, else unknown.

Pure functions over the reference data. A choice that two entries fit equally well is unknown: the person is asked, not surprised.
"""

from difflib import SequenceMatcher
from functools import cache

from msgspec import Struct
from vintedbot_schemas.analysis import FieldFit

from vintedbot.listings.service import reference

from .facts import Audience, ConditionCode, ParcelCode

FAR = 0.2
"""A closer one is taken as meant, and said to be only close; a farther one is another thing."""

CONDITIONS: dict[ConditionCode, int] = {
    "new_with_tags": 6, "new_without_tags": 1, "very_good": 2, "good": 3, "satisfactory": 4,
}  # fmt: skip
"""Vinted's ids, best first."""
_PARCELS: dict[ParcelCode, int] = {"small": 1, "medium": 2, "large": 3}
_ROOTS: dict[Audience, tuple[str, ...]] = {
    "women": ("Women",), "men": ("Men",), "girls": ("Kids", "Girls clothing"), "boys": ("Kids", "Boys clothing"),
    "baby": ("Kids",), "home": ("Home",),
}  # fmt: skip
_SEPARATORS = ("/", ",", "|")


class Met(Struct, frozen=True):
    """What words became. `distance` is 0 for the same and 1 for nothing in common."""

    fit: FieldFit
    id: int | None = None
    title: str = ""
    distance: float | None = None


UNKNOWN = Met("unknown")


def brand(words: str) -> Met:
    """A brand of the file."""
    wanted = reference.folded(words)
    known = _brands()
    if not wanted:
        return UNKNOWN
    if wanted in known:
        return Met("exact", *known[wanted])
    # a label often says more: "Levi Strauss & Co", "ZARA BASIC"
    return _closest(wanted, {name: entry for name, entry in known.items() if name[:1] == wanted[:1]})


def colour(words: str) -> Met:
    """A colour of the form, by its English name."""
    return _titled(words, {reference.folded(each.title): (each.id, each.title) for each in reference.colours("en")})


def material(words: str) -> Met:
    """A material; where two groups have one of that name it is the textile, which most things are."""
    known = {reference.folded(each.title): (each.id, each.title) for each in reference.materials("en")}
    return _titled(words, known)


def category(words: str, audience: Audience) -> Met:
    """A category a listing may be filed under, from a path in English."""
    steps = [reference.folded(step) for step in words.replace("›", ">").split(">") if reference.folded(step)]
    if not steps:
        return UNKNOWN
    fitting = {each: path for each, path in _leaves().items() if _is_for(path, audience)}
    same = {each: path for each, path in fitting.items() if path[-1] == steps[-1]}
    if same:
        return _best_path(same, steps)
    near = {each: path for each, path in fitting.items() if _distance(path[-1], steps[-1]) <= FAR}
    found = _best_path(near, steps) if near else UNKNOWN
    if found.id is None:
        return UNKNOWN
    return Met("close", found.id, found.title, round(_distance(_leaves()[found.id][-1], steps[-1]), 2))


def size(words: str, catalog_id: int | None) -> Met:
    """A size the category offers: "M" and "EUR 38" are the one titled "M / 38 / 10"."""
    if catalog_id is None:
        return UNKNOWN
    offered = [each for group in reference.sizes(catalog_id, "en") for each in group.sizes]
    wanted = _size_words(words)
    whole = [each for each in offered if reference.folded(each.title) == reference.folded(words)]
    if len(whole) == 1:
        return Met("exact", whole[0].id, whole[0].title)
    parts = [each for each in offered if wanted & _size_parts(each.title)]
    if len(parts) == 1:
        return Met("exact", parts[0].id, parts[0].title)
    return UNKNOWN


def condition(code: ConditionCode) -> Met:
    """One of Vinted's five conditions."""
    found = CONDITIONS.get(code)
    titles = {each.id: each.title for each in reference.conditions("en")}
    return Met("exact", found, titles[found]) if found in titles else UNKNOWN


def parcel(code: ParcelCode, catalog_id: int | None) -> Met:
    """A parcel size the category offers."""
    offered = {each.id: each.title for each in reference.package_sizes(catalog_id or 0, "en")}
    found = _PARCELS.get(code)
    return Met("exact", found, offered[found]) if found in offered else UNKNOWN


@cache
def _brands() -> dict[str, tuple[int, str]]:
    names: dict[str, tuple[int, str]] = {}
    for name, each in reference.brand_names():
        names.setdefault(name, (each.id, each.title))
    return names


@cache
def _leaves() -> dict[int, tuple[str, ...]]:
    return {each: tuple(map(reference.folded, path)) for each, path in reference.leaf_paths("en").items()}


def _is_for(path: tuple[str, ...], audience: Audience) -> bool:
    below = tuple(map(reference.folded, _ROOTS.get(audience, ())))
    return path[: len(below)] == below


def _best_path(paths: dict[int, tuple[str, ...]], steps: list[str]) -> Met:
    """The one whose path has most of the words; none when two have equally many."""
    wanted = set(" ".join(steps).split())
    ranked = sorted(paths, key=lambda each: (len(wanted & set(" ".join(paths[each]).split())), -len(paths[each])), reverse=True)

    def rank(each: int) -> int:
        return len(wanted & set(" ".join(paths[each]).split()))

    if len(ranked) > 1 and rank(ranked[0]) == rank(ranked[1]):
        return UNKNOWN
    return Met("exact", ranked[0], " › ".join(reference.leaf_paths("en")[ranked[0]]))


def _titled(words: str, known: dict[str, tuple[int, str]]) -> Met:
    wanted = reference.folded(words)
    if wanted in known:
        return Met("exact", *known[wanted])
    return _closest(wanted, known)


def _closest(wanted: str, known: dict[str, tuple[int, str]]) -> Met:
    if not wanted:
        return UNKNOWN
    ranked = sorted((_distance(name, wanted), name) for name in known)[:2]
    if not ranked or ranked[0][0] > FAR or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return UNKNOWN
    found, title = known[ranked[0][1]]
    return Met("close", found, title, round(ranked[0][0], 2))


def _distance(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # the two quick bounds spare nine of ten comparisons
    if 1 - min(matcher.real_quick_ratio(), matcher.quick_ratio()) > FAR:
        return 1.0
    return 1 - matcher.ratio()


_SAID_BEFORE_SIZE = frozenset({"taille", "size", "talla", "grosse", "taglia", "maat", "rozmiar", "eur", "eu", "fr"})
_OTHER_SYSTEMS = frozenset({"us", "uk", "it", "jp", "br", "au"})


def _size_words(words: str) -> set[str]:
    """What a label's size may be called by Vinted: "EUR 38" is 38; another country's number is not ours to convert."""
    found: set[str] = set()
    before = ""
    for word in reference.folded(words).split():
        if word not in _SAID_BEFORE_SIZE and word not in _OTHER_SYSTEMS and before not in _OTHER_SYSTEMS:
            found.add(word)
        before = word
    return found


def _size_parts(title: str) -> set[str]:
    for separator in _SEPARATORS:
        title = title.replace(separator, " ")
    return set(reference.folded(title).split())
