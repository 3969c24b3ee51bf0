"""Drafts (ours), listings (on Vinted), what a listing consists of, and the rule check before publishing."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from .base import Country, Moment, Money, Request, Sha256, VintedId, Wire

Title = Annotated[str, Meta(max_length=100)]
Description = Annotated[str, Meta(max_length=2000)]
AttributeCode = Annotated[str, Meta(pattern="^[a-z0-9_]{1,60}$")]


class AttributeChoice(Wire, frozen=True, kw_only=True):
    """The chosen ids of one dynamic attribute, as Vinted names it (`material`, `sim_lock`…)."""

    code: AttributeCode
    ids: list[VintedId]


class ListingFields(Wire, frozen=True, kw_only=True):
    """What a seller fills in. None or empty = not filled yet; a draft may be incomplete, publishing may not."""

    title: Title = ""
    description: Description = ""
    price: Money | None = None
    catalog_id: VintedId | None = None
    brand_id: VintedId | None = None
    brand: Annotated[str, Meta(max_length=80)] = ""
    """Free text when `brand_id` is None; the brand's title otherwise. `brand_id` 1 is Vinted's "no brand"."""
    size_id: VintedId | None = None
    condition_id: VintedId | None = None
    color_ids: Annotated[list[VintedId], Meta(max_length=2)] = []
    package_size_id: VintedId | None = None
    attributes: list[AttributeChoice] = []
    isbn: Annotated[str, Meta(max_length=20)] | None = None
    is_unisex: bool = False
    measurement_length: Annotated[float, Meta(ge=0, le=1000)] | None = None
    measurement_width: Annotated[float, Meta(ge=0, le=1000)] | None = None


class ContentPhoto(Wire, frozen=True, kw_only=True):
    """One photo of a listing to be made: where its bytes are with us. First is the cover."""

    sha256: Sha256
    photo_id: UUID | None = None


class ListingContent(Wire, frozen=True, kw_only=True):
    """A complete listing, frozen at the wish: what is sent to Vinted and what the proof compares with."""

    fields: ListingFields
    photos: Annotated[list[ContentPhoto], Meta(min_length=1, max_length=20)]


# ------------------------------------------------------------------------------------------------ drafts
DraftState = Literal["open", "publishing", "published", "on_vinted_as_draft"]


class DraftPhoto(Wire, frozen=True, kw_only=True):
    """A photo in a draft, in order; the first is the cover."""

    photo_id: UUID
    width: int | None = None
    height: int | None = None
    color: str | None = None
    rendering: int = 0


class Draft(Wire, frozen=True, kw_only=True):
    """A listing in the making. `revision` grows with each save; a save names the one it was made on."""

    id: UUID
    revision: int
    state: DraftState
    closet_id: UUID | None
    country: Country
    fields: ListingFields
    photos: list[DraftPhoto]
    problems: list["RuleProblem"] = []
    """Fields Vinted refused at the last try to publish; empty after the field is changed."""
    job_id: UUID | None = None
    item_id: VintedId | None = None
    created_at: Moment
    saved_at: Moment


class DraftPage(Wire, frozen=True, kw_only=True):
    """GET /drafts, newest first."""

    items: list[Draft]
    next: str | None = None


class DraftCreate(Request, frozen=True, kw_only=True):
    """POST /drafts."""

    country: Country = "fr"
    closet_id: UUID | None = None
    fields: ListingFields = msgspec.field(default_factory=ListingFields)
    photo_ids: Annotated[list[UUID], Meta(max_length=20)] = []


class CopiedFacts(Request, frozen=True, kw_only=True):
    """What may be taken over from somebody else's listing: facts. Their words and photos are theirs."""

    catalog_id: VintedId | None = None
    brand_id: VintedId | None = None
    brand: Annotated[str, Meta(max_length=80)] = ""
    size_id: VintedId | None = None
    condition_id: VintedId | None = None
    color_ids: Annotated[list[VintedId], Meta(max_length=2)] = []
    attributes: list[AttributeChoice] = []
    isbn: Annotated[str, Meta(max_length=20)] | None = None


class DraftFromListing(Request, frozen=True, kw_only=True):
    """POST /drafts/from-listing. Exactly one is named: `item_id`, an own listing of `closet_id`, taken over whole, or `facts`.

    What is not here yet of an own listing (text, photos) is brought by a job: the draft's `job_id`.
    """

    country: Country = "fr"
    closet_id: UUID | None = None
    item_id: VintedId | None = None
    facts: CopiedFacts | None = None


class DraftSave(Request, frozen=True, kw_only=True):
    """PUT /drafts/{id}. Answers 409 `draft_changed` with the current draft if `revision` is not the newest, and 409
    `draft_locked` while it is being published and after."""

    revision: int
    fields: ListingFields
    photo_ids: Annotated[list[UUID], Meta(max_length=20)]
    closet_id: UUID | None = None


class DraftAt(Request, frozen=True, kw_only=True):
    """A draft as somebody looked at it."""

    draft_id: UUID
    revision: int


class DraftNotReady(Wire, frozen=True, kw_only=True):
    """Data of the problem `draft_not_ready`: what stands in the way of publishing."""

    problems: list["RuleProblem"]


class DraftChanged(Wire, frozen=True, kw_only=True):
    """Data of the problem `draft_changed`: what is stored now, so that both edits can be shown."""

    current: Draft


# ------------------------------------------------------------------------------------------------ rule check
RuleCode = Literal[
    "title_missing", "title_short", "title_characters", "description_missing", "description_short",
    "price_missing", "price_low", "price_high", "category_missing", "category_unknown", "category_not_leaf",
    "brand_missing", "size_missing", "size_unknown", "condition_missing", "condition_unknown", "colors_too_many",
    "color_unknown", "package_size_missing", "photos_missing", "photos_too_many", "photo_not_ready",
    "attribute_missing", "contact_details", "other_marketplace", "forbidden_goods", "brand_stuffing",
    "duplicate_of_own", "isbn_invalid", "refused_by_vinted",
]  # fmt: skip


class RuleProblem(Wire, frozen=True, kw_only=True):
    """One named problem. `block`: Vinted would refuse or remove it; `warn`: the person decides."""

    code: RuleCode
    level: Literal["block", "warn"]
    field: str
    """The field of `ListingFields` (or `photos`, or an attribute code) it belongs to."""
    message: str | None = None
    """Vinted's own sentence, when it was Vinted that refused."""
    found: str | None = None
    """The words or value the rule met."""


class PrepareRequest(Request, frozen=True, kw_only=True):
    """POST /vinted/listing/prepare."""

    draft_id: UUID


class Prepared(Wire, frozen=True, kw_only=True):
    """A validated draft and its rule check. `ready`: nothing blocks."""

    draft: Draft
    ready: bool
    problems: list[RuleProblem]


class PublishRequest(Request, frozen=True, kw_only=True):
    """POST /vinted/listing/publish: 202 with the job. `as_vinted_draft` saves it on Vinted without publishing."""

    draft_id: UUID
    revision: int
    closet_id: UUID
    as_vinted_draft: bool = False


# ------------------------------------------------------------------------------------------------ listings on Vinted
ListingState = Literal["active", "hidden", "reserved", "sold", "processing", "draft", "closed", "gone"]


class SeenListing(Wire, frozen=True, kw_only=True):
    """One entry of the wardrobe as the extension read it: no description, category or date is in that list."""

    item_id: VintedId
    title: str
    price: Money | None
    state: ListingState
    url: str
    brand: str = ""
    size: str = ""
    condition: str = ""
    photo_ids: list[VintedId] = []
    photo_url: str | None = None
    color: str | None = None
    favourites: int | None = None
    views: int | None = None
    oldest_photo_at: Moment | None = None
    """The smallest upload time among the photos: the only trace of a listing's age."""
    alert: str | None = None


class ListingDetails(Wire, frozen=True, kw_only=True):
    """What only the edit payload tells. Absent until one read it: then a screen says "not read yet"."""

    fields: ListingFields
    photo_ids: list[VintedId] = []
    photo_urls: list[str] = []
    """Where each photo is at Vinted, in the order of `photo_ids`; empty when that was not told."""
    read_at: Moment


class ListingNotes(Request, frozen=True, kw_only=True):
    """PUT /vinted/listings/{item_id}/notes: what the seller keeps about an item. None of it is on Vinted; it follows a relist."""

    purchase_cost: Money | None = None
    """None = not known, which is never the same as nothing."""
    floor: Money | None = None
    """The lowest price the seller accepts; no offer, answer or price change goes below it."""
    tags: Annotated[list[Annotated[str, Meta(min_length=1, max_length=30)]], Meta(max_length=10)] = []
    storage_place: Annotated[str, Meta(max_length=60)] = ""


class Listing(Wire, frozen=True, kw_only=True):
    """A listing of ours on Vinted, as last seen."""

    closet_id: UUID
    seen: SeenListing
    first_seen_at: Moment
    seen_at: Moment
    job_id: UUID | None = None
    """A job that works on it now."""
    relisted_at: Moment | None = None
    open_offer: bool = False
    """A price for it waits for an answer, a buyer's or ours: it is not relisted."""
    restorable: UUID | None = None
    """A snapshot it can be restored from."""
    details: ListingDetails | None = None
    notes: ListingNotes = msgspec.field(default_factory=ListingNotes)


class ListingPage(Wire, frozen=True, kw_only=True):
    """GET /vinted/listings."""

    items: list[Listing]
    next: str | None = None
    total: int
    """Counted up to 10,000."""


class ChangedPhoto(Wire, frozen=True, kw_only=True):
    """A photo the listing is to have: one that is on it already, or one of ours. Exactly one of the two is set."""

    vinted_photo_id: VintedId | None = None
    photo: ContentPhoto | None = None


class ListingChange(Wire, frozen=True, kw_only=True):
    """What is to be different. A field that is not named stays as it is on Vinted; `photos`, if named, is the whole new order."""

    title: Annotated[str, Meta(min_length=1, max_length=100)] | None = None
    description: Description | None = None
    price: Money | None = None
    catalog_id: VintedId | None = None
    brand_id: VintedId | None = None
    brand: Annotated[str, Meta(max_length=80)] | None = None
    size_id: VintedId | None = None
    condition_id: VintedId | None = None
    color_ids: Annotated[list[VintedId], Meta(max_length=2)] | None = None
    package_size_id: VintedId | None = None
    attributes: list[AttributeChoice] | None = None
    photos: Annotated[list[ChangedPhoto], Meta(min_length=1, max_length=20)] | None = None


class ListingEdit(Request, frozen=True, kw_only=True):
    """PUT /vinted/listing/{id}: hide, show, or change; answers 202 with the job. Exactly one of the two is named."""

    closet_id: UUID
    hidden: bool | None = None
    change: ListingChange | None = None


# ------------------------------------------------------------------------------------------------ read from Vinted's form
class FormOption(Wire, frozen=True, kw_only=True):
    """A choice of a form field, titled in the site's language."""

    id: VintedId
    title: str
    group: str | None = None


class FormField(Wire, frozen=True, kw_only=True):
    """One field of Vinted's form for a category: a dynamic attribute, or one of the fixed lists."""

    code: AttributeCode
    title: str
    required: bool
    limit: int | None = None
    """How many may be chosen; None = one."""
    options: list[FormOption]


class FormReference(Wire, frozen=True, kw_only=True):
    """What Vinted's form offers for one category of one country; kept 7 days.

    GET /reference/form/{country}/{catalog_id}; 404 `not_read_yet` when this user's devices have read none within 7 days:
    then the choices of the files stand, marked "checked when published".
    """

    country: Country
    catalog_id: VintedId
    fields: list[FormField]
    read_at: Moment
