"""Sales and purchases: as the tab read them (`Seen…`), and as people see them. What Vinted knows no call for is handed over."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from .base import Moment, Money, Request, Sha256, VintedId, Wire
from .inbox import Member, ThreadEntry

OrderSide = Literal["sold", "purchased"]
OrderWaits = Literal["needs_action", "waiting", "completed", "failed", "unknown"]
"""Vinted's `transaction_user_status`; the localised sentence beside it is for people only."""

LabelForm = Literal["none", "ready", "digital", "unknown"]
"""`none`: not ordered yet; `digital`: a code for the drop-off instead of a paper."""


class SeenOrder(Wire, frozen=True, kw_only=True):
    """One row of the order list. There is no item id in it."""

    transaction_id: VintedId
    thread_id: VintedId | None
    side: OrderSide
    title: str
    price: Money | None
    status_text: str
    waits: OrderWaits
    at: Moment | None
    photo_url: str | None = None


class SeenTransaction(Wire, frozen=True, kw_only=True):
    """One transaction read whole."""

    transaction_id: VintedId
    thread_id: VintedId | None
    item_ids: list[VintedId]
    other: Member
    status: int | None
    """Vinted's number: 230 paid, 450 completed."""
    price: Money | None
    shipment_id: VintedId | None
    shipment_status: int | None
    """200 and above: shipped; 400 and above: delivered."""
    carrier: str | None
    tracking_code: str | None
    ship_by: Moment | None
    label: LabelForm = "unknown"


OrderState = Literal["negotiating", "paid", "shipped", "delivered", "completed", "cancelled", "unknown"]


class Order(Wire, frozen=True, kw_only=True):
    """A sale or purchase."""

    closet_id: UUID
    transaction_id: VintedId
    thread_id: VintedId | None
    side: OrderSide
    state: OrderState
    waits: OrderWaits
    title: str
    photo_url: str | None
    price: Money | None
    status_text: str
    other: Member | None
    item_ids: list[VintedId]
    carrier: str | None
    tracking_code: str | None
    ship_by: Moment | None
    label: LabelForm
    label_sha256: Sha256 | None = None
    """The label was fetched: GET /orders/{id}/label."""
    job_id: UUID | None = None
    at: Moment | None
    seen_at: Moment


class OrderPage(Wire, frozen=True, kw_only=True):
    """GET /orders, newest first; filter by `closet_id`, `side`, `waits`."""

    items: list[Order]
    next: str | None = None


class ShipRequest(Request, frozen=True, kw_only=True):
    """POST /orders/{id}/ship: fetch the label (`order`: have it made first), or say that it was handed over. 202 with the job."""

    closet_id: UUID
    what: Literal["label", "order_label", "handed_over"]


class StatusChange(Request, frozen=True, kw_only=True):
    """PUT /orders/{id}/status: what the person is to do on Vinted's own page, where no call is known; 202 with the job."""

    closet_id: UUID
    to: Literal["reserved", "sold", "feedback", "cancelled"]


class DisputeRequest(Request, frozen=True, kw_only=True):
    """POST /orders/{id}/dispute."""

    closet_id: UUID


class Evidence(Wire, frozen=True, kw_only=True):
    """What a dispute may need, put together from what is known here; the person says it on Vinted's own page."""

    title: str
    description: str | None
    """None: not read yet."""
    price: Money | None
    photo_sha256: list[Sha256]
    """Our originals of the listing's photos: GET /photos/by-hash/{sha256}."""
    carrier: str | None
    tracking_code: str | None
    ship_by: Moment | None
    label_sha256: Sha256 | None
    entries: list[ThreadEntry]
    """The conversation as it was read last."""


class Dispute(Wire, frozen=True, kw_only=True):
    """The job that opens Vinted's page, and what to have at hand there."""

    job_id: UUID
    evidence: Evidence


class LabelBytes(Wire, frozen=True, kw_only=True):
    """PUT /jobs/{id}/label answers with it."""

    sha256: Sha256
    pages: Annotated[int, Meta(ge=0)] = 0
