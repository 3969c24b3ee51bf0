"""The rule check before publishing: one row per rule, each a pure function of what is about to be published.

`block` is what Vinted would refuse or remove; `warn` is for the person to decide. What a file of 2022 says about choices never
blocks: only what Vinted's own form offered does. Rules about wording are in `wording.py`.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar, Literal
from uuid import UUID

from msgspec import Struct
from vintedbot_schemas.errors import ErrorCode
from vintedbot_schemas.identity import Language
from vintedbot_schemas.listings import FormField, FormReference, ListingFields, RuleCode, RuleProblem

from vintedbot.kit.errors import AppError

from . import reference, wording

Level = Literal["block", "warn"]
PRICES: dict[str, tuple[int, int | None]] = {"EUR": (100, 3_000_000)}
"""Least and most in minor units, where known; elsewhere one whole unit at least."""
ELSEWHERE = (100, None)
TITLE_SHORT, DESCRIPTION_SHORT = 5, 10
PHOTOS_MAX, COLORS_MAX = 20, 2
FIXED = frozenset({"brand", "size", "condition", "color", "package_size", "isbn", "model", "unisex", "measurements", "category"})
"""Codes of Vinted's form that are fields of ours, not attributes."""
FANCY = (
    "BOX DRAWINGS ", "CIRCLED LATIN ", "FULLWIDTH DIGIT ", "FULLWIDTH LATIN ", "MATHEMATICAL ", "NEGATIVE CIRCLED LATIN ",
    "PARENTHESIZED LATIN ",
)  # fmt: skip
"""What the names of such letters begin with."""
ANY: Language = "en"
"""Ids are the same in every language."""


def price_range(currency: str) -> tuple[int, int | None]:
    """Least and most a listing may cost on Vinted, in minor units."""
    return PRICES.get(currency, ELSEWHERE)


class DraftNotReady(AppError):
    """`problems`: what Vinted would refuse or remove."""

    code: ClassVar[ErrorCode] = "draft_not_ready"
    status = 422
    title = "Something must be filled in or changed before this can be published"


class SubjectPhoto(Struct, frozen=True):
    """`sha256` is None until the photo is ready."""

    id: UUID
    sha256: str | None


class Own(Struct, frozen=True, kw_only=True):
    """Another draft or listing of the same person that shares the title or a photo."""

    title: str
    same_photo: bool
    same_price: bool


class Subject(Struct, frozen=True, kw_only=True):
    """What is about to be published, and what it is compared with."""

    fields: ListingFields
    photos: Sequence[SubjectPhoto] = ()
    form: FormReference | None = None
    own: Sequence[Own] = ()
    refused: Sequence[RuleProblem] = ()

    def offered(self, code: str) -> FormField | None:
        """What Vinted's form offered for a field; None when nothing was read, or the form has no such field."""
        return next((each for each in self.form.fields if each.code == code), None) if self.form else None


class Hit(Struct, frozen=True):
    """Where a rule met something; `level` and `field` if other than the rule's."""

    found: str | None = None
    level: Level | None = None
    field: str | None = None
    message: str | None = None


class Rule(Struct, frozen=True):
    """A row of the table."""

    code: RuleCode
    level: Level
    field: str
    hits: Callable[[Subject], Iterable[Hit]]


def problems(subject: Subject) -> list[RuleProblem]:
    """All that was found, what blocks first, else in the order of the table."""
    found = [
        RuleProblem(
            code=rule.code, level=hit.level or rule.level, field=hit.field or rule.field, message=hit.message, found=hit.found
        )
        for rule in RULES
        for hit in rule.hits(subject)
    ]
    return sorted(found, key=lambda problem: problem.level != "block")


def _when(condition: object, found: object = None) -> Iterator[Hit]:
    if condition:
        yield Hit(None if found is None else str(found))


# ------------------------------------------------------------------------------------------------ title, description, price
def _title_characters(s: Subject) -> Iterator[Hit]:
    odd = [letter for letter in s.fields.title if _decorative(letter)]
    return _when(odd, "".join(dict.fromkeys(odd)))


def _decorative(letter: str) -> bool:
    """Letters in fancy dress, frames and control characters. Emoji and every script of people's languages pass."""
    return unicodedata.category(letter) == "Cc" or unicodedata.name(letter, "").startswith(FANCY)


def _letters(text: str) -> int:
    return sum(letter.isalnum() for letter in text)


def _price_low(s: Subject) -> Iterator[Hit]:
    price = s.fields.price
    return _when(price and price.amount < PRICES.get(price.currency, ELSEWHERE)[0], price and price.amount)


def _price_high(s: Subject) -> Iterator[Hit]:
    price = s.fields.price
    most = PRICES.get(price.currency, ELSEWHERE)[1] if price else None
    return _when(price and most is not None and price.amount > most, price and price.amount)


# ------------------------------------------------------------------------------------------------ category and its choices
def _category_unknown(s: Subject) -> Iterator[Hit]:
    chosen = s.fields.catalog_id
    # one whose form a tab has read exists, however new it is
    return _when(chosen and not s.form and not reference.is_category(chosen), chosen)


def _category_not_leaf(s: Subject) -> Iterator[Hit]:
    chosen = s.fields.catalog_id
    return _when(chosen and not s.form and reference.is_category(chosen) and not reference.is_leaf(chosen), chosen)


def _brand_missing(s: Subject) -> Iterator[Hit]:
    if s.fields.brand_id or s.fields.brand.strip():
        return
    if s.form:
        offered = s.offered("brand")
        yield from _when(offered and offered.required)
    elif s.fields.catalog_id and reference.sizes(s.fields.catalog_id, ANY):
        # what has a size is worn, and what is worn has a brand field
        yield Hit(level="warn")


def _size_missing(s: Subject) -> Iterator[Hit]:
    if s.fields.size_id:
        return
    if s.form:
        offered = s.offered("size")
        yield from _when(offered and offered.options)
    elif s.fields.catalog_id and reference.sizes(s.fields.catalog_id, ANY):
        yield Hit(level="warn")


def _size_unknown(s: Subject) -> Iterator[Hit]:
    groups = reference.sizes(s.fields.catalog_id, ANY) if s.fields.catalog_id else []
    chosen = [s.fields.size_id] if s.fields.size_id else []
    return _unknown(s, "size", chosen, {size.id for group in groups for size in group.sizes})


def _condition_unknown(s: Subject) -> Iterator[Hit]:
    chosen = [s.fields.condition_id] if s.fields.condition_id else []
    return _unknown(s, "condition", chosen, {each.id for each in reference.conditions(ANY)})


def _color_unknown(s: Subject) -> Iterator[Hit]:
    return _unknown(s, "color", s.fields.color_ids, {each.id for each in reference.colours(ANY)})


def _unknown(s: Subject, code: str, chosen: Sequence[int], in_file: set[int]) -> Iterator[Hit]:
    """Choices that are not among those of the form, or, as a warning, of the files."""
    offered = s.offered(code)
    known = {option.id for option in offered.options} if offered else set()
    level: Level = "block" if known else "warn"
    for each in chosen:
        if each not in (known or in_file):
            yield Hit(str(each), level)


def _colors_too_many(s: Subject) -> Iterator[Hit]:
    offered = s.offered("color")
    most = min(offered.limit or COLORS_MAX, COLORS_MAX) if offered else COLORS_MAX
    return _when(len(s.fields.color_ids) > most, len(s.fields.color_ids))


def _attribute_missing(s: Subject) -> Iterator[Hit]:
    chosen = {each.code for each in s.fields.attributes if each.ids}
    for offered in s.form.fields if s.form else []:
        if offered.required and offered.code not in FIXED | chosen:
            yield Hit(offered.title, field=offered.code)


def _isbn_invalid(s: Subject) -> Iterator[Hit]:
    isbn = s.fields.isbn
    return _when(isbn and not _is_isbn(isbn), isbn)


def _is_isbn(text: str) -> bool:
    digits = text.replace("-", "").replace(" ", "").upper()
    if len(digits) == 13 and digits.isdecimal():
        return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0
    if len(digits) == 10 and digits[:9].isdecimal() and (digits[9].isdecimal() or digits[9] == "X"):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(value * (10 - place) for place, value in enumerate(values)) % 11 == 0
    return False


# ------------------------------------------------------------------------------------------------ wording, doubles, refusals
def _worded(look: Callable[[str], Iterable[str]]) -> Callable[[Subject], Iterator[Hit]]:
    """A rule about words, asked of title and description apart."""

    def hits(s: Subject) -> Iterator[Hit]:
        for field, text in (("title", s.fields.title), ("description", s.fields.description)):
            for found in look(text):
                yield Hit(found, field=field)

    return hits


def _brand_stuffing(s: Subject) -> Iterator[Hit]:
    named = wording.brands_named(f"{s.fields.title}\n{s.fields.description}", s.fields.brand)
    return _when(len(named) >= wording.BRANDS_TOO_MANY, ", ".join(named))


def _duplicate_of_own(s: Subject) -> Iterator[Hit]:
    for own in s.own:
        if own.same_photo or (own.same_price and s.fields.title.strip()):
            yield Hit(own.title, field="photos" if own.same_photo else "title")


def _refused(s: Subject) -> Iterator[Hit]:
    ours = set(ListingFields.__struct_fields__) | {each.code for each in s.fields.attributes}
    for each in s.refused:
        # a field the person cannot change here must not stand in the way for ever; photos are uploaded anew at each try
        yield Hit(each.found, None if each.field in ours else "warn", each.field, each.message)


RULES: tuple[Rule, ...] = (
    Rule("photos_missing", "block", "photos", lambda s: _when(not s.photos)),
    Rule("photos_too_many", "block", "photos", lambda s: _when(len(s.photos) > PHOTOS_MAX, len(s.photos))),
    Rule("photo_not_ready", "block", "photos", lambda s: _when(any(photo.sha256 is None for photo in s.photos))),
    Rule("title_missing", "block", "title", lambda s: _when(not s.fields.title.strip())),
    Rule("title_short", "warn", "title", lambda s: _when(s.fields.title.strip() and _letters(s.fields.title) < TITLE_SHORT)),
    Rule("title_characters", "warn", "title", _title_characters),
    Rule("description_missing", "block", "description", lambda s: _when(not s.fields.description.strip())),
    Rule("description_short", "warn", "description",
         lambda s: _when(s.fields.description.strip() and _letters(s.fields.description) < DESCRIPTION_SHORT)),
    Rule("category_missing", "block", "catalog_id", lambda s: _when(not s.fields.catalog_id)),
    Rule("category_unknown", "block", "catalog_id", _category_unknown),
    Rule("category_not_leaf", "block", "catalog_id", _category_not_leaf),
    Rule("brand_missing", "block", "brand", _brand_missing),
    Rule("size_missing", "block", "size_id", _size_missing),
    Rule("size_unknown", "block", "size_id", _size_unknown),
    Rule("condition_missing", "block", "condition_id", lambda s: _when(not s.fields.condition_id)),
    Rule("condition_unknown", "block", "condition_id", _condition_unknown),
    Rule("colors_too_many", "block", "color_ids", _colors_too_many),
    Rule("color_unknown", "block", "color_ids", _color_unknown),
    Rule("price_missing", "block", "price", lambda s: _when(s.fields.price is None)),
    Rule("price_low", "block", "price", _price_low),
    Rule("price_high", "block", "price", _price_high),
    Rule("package_size_missing", "block", "package_size_id", lambda s: _when(not s.fields.package_size_id)),
    Rule("attribute_missing", "block", "attributes", _attribute_missing),
    Rule("isbn_invalid", "block", "isbn", _isbn_invalid),
    Rule("forbidden_goods", "block", "description", _worded(wording.forbidden_goods)),
    Rule("contact_details", "block", "description", _worded(wording.contact_details)),
    Rule("other_marketplace", "warn", "description", _worded(wording.other_marketplaces)),
    Rule("brand_stuffing", "warn", "description", _brand_stuffing),
    Rule("duplicate_of_own", "warn", "title", _duplicate_of_own),
    Rule("refused_by_vinted", "block", "title", _refused),
)  # fmt: skip
"""Every RuleCode, once."""
