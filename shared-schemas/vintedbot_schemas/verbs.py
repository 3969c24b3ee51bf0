"""The verbs: the closed set of things that can be done at Vinted (ARCHITECTURE §3).

`Wish` is what a person, a rule or the API asks for; `Work` is what the hands are given, with everything frozen that it needs.
Many verbs need nothing more, then both are one struct. The server never sends code, selectors or request recipes.
"""

from typing import Any, Literal
from uuid import UUID

from .base import Moment, Money, Request, Sha256, VintedId, Wire
from .cards import Card, CardReason, MessageText
from .listings import ListingChange, ListingContent
from .pricing import ComparableQuery

Verb = Literal[
    "sync_closet", "sync_listing", "sync_inbox", "sync_conversation", "sync_orders", "sync_notifications", "read_comparables",
    "read_form_reference",
    "publish_listing", "save_vinted_draft", "update_listing", "set_hidden", "delete_listing", "relist", "restore",
    "send_message", "send_offer", "answer_offer", "set_favourite", "set_follow",
    "mark_thread_read", "fetch_label", "mark_shipped", "open_on_vinted",
]  # fmt: skip

READING: frozenset[str] = frozenset(
    {
        "sync_closet", "sync_listing", "sync_inbox", "sync_conversation", "sync_orders", "sync_notifications",
        "read_comparables", "read_form_reference",
    }
)  # fmt: skip
ADDRESSING: frozenset[str] = frozenset({"send_message", "send_offer", "answer_offer", "set_favourite", "set_follow"})
"""They address a person, so each carries a card (`cards.Card`)."""

HANDING_OVER: frozenset[str] = frozenset({"open_on_vinted"})

OpenPurpose = Literal[
    "sign_in", "solve_challenge", "item", "draft", "wardrobe", "thread", "order",
    "reserve", "mark_sold", "block", "feedback", "dispute", "paid_bump",
]  # fmt: skip
"""What the person does on Vinted's own page; from `reserve` on, CONTRACT knows no call for it."""


# ------------------------------------------------------------------------------------------------ reading
class SyncCloset(Request, frozen=True, kw_only=True, tag_field="verb", tag="sync_closet"):
    """Read the wardrobe list, nothing else."""


class SyncListing(Request, frozen=True, kw_only=True, tag_field="verb", tag="sync_listing"):
    """Read one listing's edit payload: description, category, attributes.

    `photos`: bring the photos' bytes too, as a relist does (`/jobs/{id}/snapshot`); for a copy as a draft.
    """

    item_id: VintedId
    photos: bool = False


class SyncInbox(Request, frozen=True, kw_only=True, tag_field="verb", tag="sync_inbox"):
    """Read the list of conversations, newest first, until one is known unchanged. It opens none."""


class SyncConversation(Request, frozen=True, kw_only=True, tag_field="verb", tag="sync_conversation"):
    """Read one conversation with its offers."""

    thread_id: VintedId


class SyncOrders(Request, frozen=True, kw_only=True, tag_field="verb", tag="sync_orders"):
    """Read sales and purchases, with the transaction of each that is under way."""


class SyncNotifications(Request, frozen=True, kw_only=True, tag_field="verb", tag="sync_notifications"):
    """Read the notification feed of about seven days without marking it read: who liked what."""


class ReadComparables(Request, frozen=True, kw_only=True, tag_field="verb", tag="read_comparables"):
    """Search Vinted's catalogue for listings like this one, one page."""

    query: ComparableQuery


class ReadFormReference(Request, frozen=True, kw_only=True, tag_field="verb", tag="read_form_reference"):
    """Read what Vinted's form offers for one category."""

    catalog_id: VintedId


# ------------------------------------------------------------------------------------------------ own listings
class UpdateListing(Request, frozen=True, kw_only=True, tag_field="verb", tag="update_listing"):
    """Change a listing in place, its price included. What is not named stays as it is on Vinted."""

    item_id: VintedId
    change: ListingChange


class SetHidden(Request, frozen=True, kw_only=True, tag_field="verb", tag="set_hidden"):
    """Hide a listing, or show it again."""

    item_id: VintedId
    hidden: bool


class DeleteListing(Request, frozen=True, kw_only=True, tag_field="verb", tag="delete_listing"):
    """Delete a listing. With `replaced_by` (a relist's leftover): only when that one is proved live, else show this one again."""

    item_id: VintedId
    replaced_by: VintedId | None = None


class Relist(Request, frozen=True, kw_only=True, tag_field="verb", tag="relist"):
    """Delete and recreate, the old listing last (§3.7)."""

    item_id: VintedId


class WishPublish(Request, frozen=True, kw_only=True, tag_field="verb", tag="publish_listing"):
    """Publish a draft as it stands in `revision`."""

    draft_id: UUID
    revision: int


class WishSaveDraft(Request, frozen=True, kw_only=True, tag_field="verb", tag="save_vinted_draft"):
    """Save a draft on Vinted without publishing it."""

    draft_id: UUID
    revision: int


class WishRestore(Request, frozen=True, kw_only=True, tag_field="verb", tag="restore"):
    """Make a listing again from the snapshot a relist took."""

    snapshot_id: UUID


class PublishListing(Wire, frozen=True, kw_only=True, tag_field="verb", tag="publish_listing"):
    """A new listing: Vinted draft, then completion; only a draft id makes a lost answer provable."""

    draft_id: UUID
    content: ListingContent


class SaveVintedDraft(Wire, frozen=True, kw_only=True, tag_field="verb", tag="save_vinted_draft"):
    """A draft on Vinted, not published."""

    draft_id: UUID
    content: ListingContent


class SnapshotPhoto(Wire, frozen=True, kw_only=True):
    """One photo of a snapshot: our bytes and the id Vinted gave it."""

    sha256: Sha256
    vinted_photo_id: VintedId


class Snapshot(Wire, frozen=True, kw_only=True):
    """A listing as it was before a relist. `payload` is Vinted's edit payload, opaque to the server."""

    id: UUID
    item_id: VintedId
    payload: dict[str, Any]
    photos: list[SnapshotPhoto]
    taken_at: Moment


class Restore(Wire, frozen=True, kw_only=True, tag_field="verb", tag="restore"):
    """A listing from a snapshot; the way of a publish, once nothing is left of the old listing and of what the relist made."""

    snapshot: Snapshot
    replaced_by: VintedId | None = None
    """The listing the relist made."""
    replaced_photo_ids: list[VintedId] = []
    """The photos the relist uploaded: what was made may stand under another id."""


# ------------------------------------------------------------------------------------------------ addressing a person
class WishMessage(Request, frozen=True, kw_only=True, tag_field="verb", tag="send_message"):
    """Write to somebody: an answer in a thread, or a first message to a member who liked an item (`thread_id` None)."""

    text: MessageText
    thread_id: VintedId | None = None
    member_id: VintedId | None = None
    item_id: VintedId | None = None
    reason: CardReason = "written_by_you"


class WishOffer(Request, frozen=True, kw_only=True, tag_field="verb", tag="send_offer"):
    """Offer a lower price for an own item to one member, in a thread or (`thread_id` None) to somebody who liked it."""

    price: Money
    thread_id: VintedId | None = None
    member_id: VintedId | None = None
    item_id: VintedId | None = None
    reason: CardReason = "chosen_by_you"


class WishAnswerOffer(Request, frozen=True, kw_only=True, tag_field="verb", tag="answer_offer"):
    """Accept or decline a buyer's offer, or answer it with a price of one's own."""

    thread_id: VintedId
    offer_id: VintedId
    answer: Literal["accept", "decline", "counter"]
    price: Money | None = None
    """Only for `counter`."""
    reason: CardReason = "made_an_offer"


class WishFavourite(Request, frozen=True, kw_only=True, tag_field="verb", tag="set_favourite"):
    """Mark another member's item as a favourite, or no longer."""

    item_id: VintedId
    member_id: VintedId
    favourite: bool
    reason: CardReason = "chosen_by_you"


class WishFollow(Request, frozen=True, kw_only=True, tag_field="verb", tag="set_follow"):
    """Follow a member, or no longer."""

    member_id: VintedId
    follow: bool
    reason: CardReason = "chosen_by_you"


class SendMessage(Wire, frozen=True, kw_only=True, tag_field="verb", tag="send_message"):
    """The card's text to its recipient. `after`: the thread's last entry when the card was made; another one means look again."""

    card: Card
    thread_id: VintedId | None
    after: str | None = None


class SendOffer(Wire, frozen=True, kw_only=True, tag_field="verb", tag="send_offer"):
    """An offer at the card's amount for the card's item."""

    card: Card
    thread_id: VintedId | None
    after: str | None = None


class AnswerOffer(Wire, frozen=True, kw_only=True, tag_field="verb", tag="answer_offer"):
    """The answer to one offer; for `counter` the card's amount is the new price."""

    card: Card
    thread_id: VintedId
    transaction_id: VintedId
    offer_id: VintedId
    answer: Literal["accept", "decline", "counter"]
    after: str | None = None


class SetFavourite(Wire, frozen=True, kw_only=True, tag_field="verb", tag="set_favourite"):
    """The card's item becomes a favourite, or is one no longer."""

    card: Card
    favourite: bool


class SetFollow(Wire, frozen=True, kw_only=True, tag_field="verb", tag="set_follow"):
    """The card's recipient is followed, or no longer."""

    card: Card
    follow: bool


# ------------------------------------------------------------------------------------------------ threads and orders
class MarkThreadRead(Request, frozen=True, kw_only=True, tag_field="verb", tag="mark_thread_read"):
    """Mark a conversation as read on Vinted."""

    thread_id: VintedId


class FetchLabel(Request, frozen=True, kw_only=True, tag_field="verb", tag="fetch_label"):
    """Bring a sale's shipping label. `order`: the person said yes to having it made, which changes the order."""

    transaction_id: VintedId
    order: bool = False


class MarkShipped(Request, frozen=True, kw_only=True, tag_field="verb", tag="mark_shipped"):
    """Say that a sale without tracking was handed over."""

    transaction_id: VintedId


# ------------------------------------------------------------------------------------------------ handing over
class OpenOnVinted(Request, frozen=True, kw_only=True, tag_field="verb", tag="open_on_vinted"):
    """Bring Vinted's own page to the front; the person clicks there, with what they need at hand."""

    purpose: OpenPurpose
    item_id: VintedId | None = None
    thread_id: VintedId | None = None
    transaction_id: VintedId | None = None
    member_id: VintedId | None = None


Wish = (
    SyncCloset | SyncListing | SyncInbox | SyncConversation | SyncOrders | SyncNotifications | ReadComparables | ReadFormReference
    | UpdateListing | SetHidden | DeleteListing | Relist | WishPublish | WishSaveDraft | WishRestore
    | WishMessage | WishOffer | WishAnswerOffer | WishFavourite | WishFollow
    | MarkThreadRead | FetchLabel | MarkShipped | OpenOnVinted
)  # fmt: skip

Work = (
    SyncCloset | SyncListing | SyncInbox | SyncConversation | SyncOrders | SyncNotifications | ReadComparables | ReadFormReference
    | UpdateListing | SetHidden | DeleteListing | Relist | PublishListing | SaveVintedDraft | Restore
    | SendMessage | SendOffer | AnswerOffer | SetFavourite | SetFollow
    | MarkThreadRead | FetchLabel | MarkShipped | OpenOnVinted
)  # fmt: skip
