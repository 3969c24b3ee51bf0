"""Conversations, offers and notifications: as the tab read them (`Seen…`), and as people see them.

Vinted runs two messaging generations side by side; both are read into these shapes, and only the extension knows which one an
account has.
"""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from .base import Moment, Money, Request, VintedId, Wire


class Member(Wire, frozen=True, kw_only=True):
    """Another member. `member_id` None: deleted, or not named by Vinted."""

    member_id: VintedId | None
    login: str
    photo_url: str | None = None


EntryKind = Literal["message", "offer_request", "offer", "status", "action", "other"]
"""`offer_request`: a buyer's; `offer`: the seller's; `other`: a kind nobody has described, shown as it is and never acted on."""

OfferState = Literal["pending", "accepted", "rejected", "cancelled", "unknown"]


class ThreadEntry(Wire, frozen=True, kw_only=True):
    """One line of a conversation, in Vinted's order."""

    id: str
    """Vinted's id; where it gives none, one made of kind, time and place, equal at each reading."""
    kind: EntryKind
    at: Moment | None
    mine: bool | None
    """None: by nobody (a status), or not told."""
    text: str = ""
    price: Money | None = None
    offer_id: VintedId | None = None
    offer_state: OfferState | None = None
    current: bool = False
    """The offer that counts now."""


class SeenThread(Wire, frozen=True, kw_only=True):
    """One row of the inbox list."""

    thread_id: VintedId
    other: Member
    item_title: str = ""
    item_photo_url: str | None = None
    preview: str = ""
    unread: bool = False
    updated_at: Moment


class SeenConversation(Wire, frozen=True, kw_only=True):
    """One conversation as it stands."""

    thread_id: VintedId
    other: Member
    item_ids: list[VintedId]
    """Empty: no item is linked; several: a bundle."""
    transaction_id: VintedId | None
    allow_reply: bool
    unread: bool = False
    offer_price: Money | None = None
    entries: Annotated[list[ThreadEntry], Meta(max_length=500)]


NotificationKind = Literal[
    "favourited", "follower", "price_dropped", "message", "offer", "offer_accepted", "offer_rejected", "feedback_due",
    "favourite_sold", "lower_price_suggested", "other",
]  # fmt: skip


class SeenNotification(Wire, frozen=True, kw_only=True):
    """One notification. `other`: a number nobody has described, shown as plain text and never acted on."""

    id: str
    kind: NotificationKind
    item_id: VintedId | None
    member: Member | None
    text: str
    at: Moment
    is_read: bool


# ------------------------------------------------------------------------------------------------ what people see
ThreadWaits = Literal["reply", "offer", "label", "nothing"]
"""Who waits: `reply` the other one wrote last; `offer` a buyer's offer is pending; `label` a sale is to be shipped."""


class Thread(Wire, frozen=True, kw_only=True):
    """A conversation in the list."""

    closet_id: UUID
    thread_id: VintedId
    other: Member
    item_id: VintedId | None
    item_title: str
    item_photo_url: str | None
    preview: str
    unread: bool
    waits: ThreadWaits
    updated_at: Moment
    read_at: Moment | None = None
    """When its entries were read last; None: only the list has shown it."""
    archived: bool = False
    """Put away by the person, here only; a new message brings it back."""


class ThreadPage(Wire, frozen=True, kw_only=True):
    """GET /messages, newest first; filter by `closet_id`, `unread`, `waits`; those put away with `archived`."""

    items: list[Thread]
    next: str | None = None


class Conversation(Wire, frozen=True, kw_only=True):
    """GET /messages/{thread}: the conversation as it was read last, and what is on its way."""

    thread: Thread
    item_ids: list[VintedId]
    transaction_id: VintedId | None
    allow_reply: bool
    entries: list[ThreadEntry]
    job_ids: list[UUID] = []
    """Unfinished jobs of ours that address this thread: waiting for approval, on their way, or unknown."""


class Liker(Wire, frozen=True, kw_only=True):
    """A member who liked an own item, from the notifications of the last seven days."""

    member: Member
    item_id: VintedId
    item_title: str
    item_photo_url: str | None
    price: Money | None
    at: Moment
    contacted: bool
    """This closet has written to this member about this item before, or somebody is about to."""


class LikerPage(Wire, frozen=True, kw_only=True):
    """GET /messages/likers, newest first."""

    items: list[Liker]
    next: str | None = None


class ReplyRequest(Request, frozen=True, kw_only=True):
    """POST /messages/{thread}/reply: a person's own press on Send; 202 with the job."""

    closet_id: UUID
    text: Annotated[str, Meta(min_length=1, max_length=2000)]


class ThreadChange(Request, frozen=True, kw_only=True):
    """PUT /messages/{thread}: `read` marks it as read on Vinted (202 with the thread and the job), `archived` is ours alone."""

    closet_id: UUID
    read: Literal[True] | None = None
    archived: bool | None = None


class ThreadChanged(Wire, frozen=True, kw_only=True):
    """The thread as it is now. `job_id`: what marks it as read on Vinted; None where nothing has to be done there."""

    thread: Thread
    job_id: UUID | None = None


class Notification(Wire, frozen=True, kw_only=True):
    """A notification of the last seven days. `text` is Vinted's, localised; what it says is never acted on."""

    closet_id: UUID
    kind: NotificationKind
    text: str
    item_id: VintedId | None
    member: Member | None
    at: Moment
    is_read: bool


class NotificationPage(Wire, frozen=True, kw_only=True):
    """GET /messages/notifications, newest first; filter by `closet_id`."""

    items: list[Notification]
    next: str | None = None


class PrepareCards(Request, frozen=True, kw_only=True):
    """POST /messages/prepare: cards for members who liked items, to be looked at one by one. Nothing leaves by this.

    `text` may carry {buyer_name}, {item_title} and {price}; with `price_percent` an offer of that part of the price is made.
    """

    closet_id: UUID
    likers: Annotated[list["LikerRef"], Meta(min_length=1, max_length=50)]
    text: Annotated[str, Meta(max_length=2000)] = ""
    price_percent: Annotated[int, Meta(ge=50, le=99)] | None = None


class LikerRef(Request, frozen=True, kw_only=True):
    """Who liked what."""

    member_id: VintedId
    item_id: VintedId


class PreparedCards(Wire, frozen=True, kw_only=True):
    """The jobs that now wait for approval, and whom none was made for."""

    job_ids: list[UUID]
    left_out: list["LeftOut"]


class LeftOut(Wire, frozen=True, kw_only=True):
    """A liker no card was made for, and why."""

    member_id: VintedId
    item_id: VintedId
    why: Literal["contacted", "ignored", "item_not_active", "item_limit", "below_floor"]
