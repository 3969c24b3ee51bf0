"""What passes between two members: threads with their messages and offers, and the transaction that a thread is about.

Plain data with the rules that need nothing else; what changes it is in `threads.py` and `orders.py`.
"""

import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

MessageKind = Literal["message", "offer_request_message", "offer_message", "status_message", "action_message"]
Side = Literal["buyer", "seller"]
PENDING, ACCEPTED, REJECTED, CANCELLED = 10, 20, 30, 40
OFFER_TITLES = {PENDING: "En attente", ACCEPTED: "Acceptée", REJECTED: "Refusée", CANCELLED: "Annulée"}

OrderState = Literal["negotiation", "paid", "shipped", "delivered", "completed", "cancelled", "suspended"]
# only 230 and 450 are known; the others lie where the contract says their kind lies (§16.3)
STATUS: dict[OrderState, int] = {
    "negotiation": 10, "paid": 230, "shipped": 250, "delivered": 300, "completed": 450, "cancelled": 410, "suspended": 260,
}  # fmt: skip
LabelForm = Literal["url", "pdf", "digital"]


@dataclass
class Offer:
    """A buyer's request (`offer_request_message`) or a seller's offer (`offer_message`)."""

    id: int
    by: int
    price: Decimal
    original_price: Decimal
    at: float
    status: int = PENDING


@dataclass
class Message:
    """`sender` is None for what Vinted itself writes. `title` and `subtitle` belong to status and action messages."""

    id: int
    kind: MessageKind
    at: float
    sender: int | None = None
    body: str = ""
    title: str = ""
    subtitle: str = ""
    actions: list[str] = field(default_factory=list)
    offer: Offer | None = None


@dataclass
class Shipment:
    """A parcel. `form` is the only kind of label it has; a label is ready some time after it was ordered."""

    id: int
    carrier: str | None = "Transporteur Démo"
    tracked: bool = True
    form: LabelForm = "url"
    ordered_at: float | None = None
    shipped_at: float | None = None
    delivered_at: float | None = None
    ship_by: float = 0
    extended_by: int = 0

    @property
    def status(self) -> int:
        if self.delivered_at is not None:
            return 400
        if self.shipped_at is not None:
            return 200
        return 10 if self.ordered_at is None else 100


@dataclass
class Transaction:
    """What a thread is about: one listing or a bundle, from the first word to the money."""

    id: int
    thread: int
    buyer: int
    seller: int
    items: list[int]
    currency: str
    state: OrderState = "negotiation"
    changed_at: float = field(default_factory=time.time)
    price: Decimal | None = None
    paid_at: float | None = None
    completed_at: float | None = None
    shipment: Shipment | None = None

    @property
    def is_order(self) -> bool:
        return self.state != "negotiation"

    def side_of(self, member: int) -> Side:
        return "seller" if member == self.seller else "buyer"


@dataclass
class Thread:
    """A conversation of two members. `seen` counts, for each of them, the messages up to the last one read."""

    id: int
    members: tuple[int, int]
    started_at: float
    transaction: Transaction | None = None
    messages: list[Message] = field(default_factory=list)
    allow_reply: bool = True
    seen: dict[int, int] = field(default_factory=dict)
    deleted_by: set[int] = field(default_factory=set)

    @property
    def updated_at(self) -> float:
        return self.messages[-1].at if self.messages else self.started_at

    @property
    def items(self) -> list[int]:
        return self.transaction.items if self.transaction else []

    @property
    def offers(self) -> list[Offer]:
        return [message.offer for message in self.messages if message.offer]

    def other(self, member: int) -> int:
        return self.members[1] if member == self.members[0] else self.members[0]

    def is_current(self, offer: Offer) -> bool:
        """The newest of a thread, whatever became of it; an older one stays pending but counts no more."""
        return self.offers[-1] is offer

    @property
    def asked(self) -> Offer | None:
        """The buyer's request that waits for the seller."""
        last = next((message for message in reversed(self.messages) if message.offer), None)
        offer = last.offer if last and last.kind == "offer_request_message" else None
        return offer if offer and offer.status == PENDING else None

    @property
    def status(self) -> int:
        """The number of the transaction's state; below 200 while people still talk."""
        if self.transaction and self.transaction.is_order:
            return STATUS[self.transaction.state]
        return 20 if self.offers else STATUS["negotiation"]

    def unread(self, member: int) -> int:
        """How many messages of others a member has not seen."""
        return sum(message.sender != member for message in self.messages[self.seen.get(member, 0) :])

    def mark_read(self, member: int) -> None:
        self.seen[member] = len(self.messages)
