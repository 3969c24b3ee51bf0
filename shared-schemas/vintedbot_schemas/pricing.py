"""Prices: what the tab found in Vinted's catalogue, without anything about who sells, and what a piece may be sold for."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from .analysis import DefectKind
from .base import Country, Currency, Moment, Money, Request, VintedId, Wire


class ComparableQuery(Wire, frozen=True, kw_only=True):
    """What to look for. Words and category at least; more narrows it."""

    text: Annotated[str, Meta(max_length=200)]
    catalog_id: VintedId | None = None
    brand_id: VintedId | None = None
    size_id: VintedId | None = None
    condition_ids: Annotated[list[VintedId], Meta(max_length=6)] = []


class Comparable(Wire, frozen=True, kw_only=True):
    """A listing of somebody else's. Nothing of the member is kept."""

    item_id: VintedId
    title: str
    price: Money
    brand: str = ""
    size: str = ""
    condition: str = ""
    favourites: int | None = None
    photo_url: str | None = None
    url: str


class PriceCheck(Wire, frozen=True, kw_only=True):
    """GET /vinted/listings/{item_id}/comparables: what the last search found; low, middle and high are quartiles of its prices.

    `too_few`: fewer than five comparables, so no figure is given.
    """

    country: Country
    query: ComparableQuery
    items: list[Comparable]
    support: Literal["enough", "too_few", "none"]
    low: Money | None = None
    middle: Money | None = None
    high: Money | None = None
    read_at: Moment | None = None
    job_id: UUID | None = None
    """A search that is under way; POST to the same address begins one."""


# ------------------------------------------------------------------------------------------------ estimates
PriceBasis = Literal["model", "comparables", "category_condition", "none"]
"""What an estimate rests on: the market's model; the comparables of the last search; the usual price of the category in this
condition; or nothing that would be reliable."""

ModelState = Literal["used", "not_trained", "unreadable", "too_few_alike", "no_category"]
"""Why the market's model spoke or did not: it was used; too little was seen of the market to train one; its file is missing or
damaged; it knows too few of this category; the category is not chosen yet."""

ReasonKind = Literal["word", "brand", "category", "condition", "size", "color", "photos", "description", "title", "defect"]


class PriceReason(Wire, frozen=True, kw_only=True):
    """Something that moved the recommended price away from the market's usual one."""

    kind: ReasonKind
    text: str = ""
    """Of kind `word` the word as it was written; of kind `defect` its DefectKind, or empty where the photos show none; empty for
    fields, whose value the reader knows."""
    percent: int
    """By how much it moved the price: -12 is twelve percent less."""


class PacedPrice(Wire, frozen=True, kw_only=True):
    """A price, and the days after which half of what was sold at its like was gone."""

    price: Money
    days: Annotated[int, Meta(ge=0)]


class PriceEstimate(Wire, frozen=True, kw_only=True):
    """GET /drafts/{draft_id}/price and GET /vinted/listings/{item_id}/price.

    All prices are in `currency`; amounts of another are never mixed in. `basis` `none`: no reliable estimate, and no price.
    """

    country: Country
    currency: Currency
    basis: PriceBasis
    model: ModelState
    recommended: Money | None = None
    low: Money | None = None
    high: Money | None = None
    """The interval meant to hold eight of ten prices."""
    coverage: float | None = None
    """The share it held of prices the model had not seen; None where that cannot be measured."""
    rests_on: Annotated[int, Meta(ge=0)] = 0
    """How many prices the estimate rests on."""
    sales: Annotated[int, Meta(ge=0)] = 0
    """How many of them were paid; the others were asked for."""
    reasons: list[PriceReason] = []
    defects: list[DefectKind] = []
    """What is wrong with the item and in the price already: the step that the analysis suggests for it is not to be taken off
    once more. Empty where the market has not taught what defects cost."""
    comparables: Annotated[list[Comparable], Meta(max_length=3)] = []
    """The nearest that were seen, nearest first."""
    fast: PacedPrice | None = None
    patient: PacedPrice | None = None
    """What was sold quickly and what was sold with patience; None where the days of too few sales are known."""
    purchase_cost: Money | None = None
    floor: Money | None = None
    """The lowest price without a loss, or the seller's own floor if that is higher; None = neither is known."""
    query: ComparableQuery
    """What a search for comparables looks for; POST to `…/comparables` beside this address begins one."""
    read_at: Moment | None = None
    """When such a search was made last."""
    job_id: UUID | None = None
    """A search that is under way."""


class ComparablesSearch(Request, frozen=True, kw_only=True):
    """POST /drafts/{draft_id}/comparables: in which closet's tab; 202 with the job."""

    closet_id: UUID


class DraftCost(Request, frozen=True, kw_only=True):
    """PUT /drafts/{draft_id}/cost: what the seller paid for it. Not on Vinted; it goes into the notes of its listing."""

    purchase_cost: Money | None = None
    """None = not known, which is never the same as nothing."""
