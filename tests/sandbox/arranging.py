"""What a test puts in place between members, described as data: threads, offers, likes, follows, notifications, orders.

Members and listings are `seeding.py`. What happens here happens as if the people concerned had done it at Vinted.
"""

import time
import uuid
from decimal import Decimal
from typing import Any, Literal

import msgspec

from . import orders, people, seeding, threads
from .notifications import tell
from .seeding import DAY
from .social import FEEDBACK_WANTED, EntryLink, Feedback, Notification
from .state import World
from .trade import LabelForm, Message, MessageKind, OrderState, Thread, Transaction

Unset = msgspec.UnsetType
UNSET = msgspec.UNSET
MINUTE = 60


class Wish(msgspec.Struct, forbid_unknown_fields=True):
    """What all of these have in common: a field nobody knows is a mistake of the test."""


class MessageSeed(Wish):
    """One entry of a thread. `by` is the member for texts and prices; Vinted's own entries (`status_message`…) have none.

    A `price` makes it a request or an offer, by the side `by` is on; `status` is what became of it.
    """

    by: int | None = None
    text: str = ""
    price: float | None = None
    status: Literal[10, 20, 30, 40] = 10
    kind: MessageKind = "message"
    title: str = ""
    subtitle: str = ""
    actions: list[str] = []
    minutes_ago: float = 0


class ThreadSeed(Wish):
    """A thread of two members about listings of the seller; several make a bundle, none makes one without transaction."""

    seller: int
    buyer: int
    items: list[int] = []
    messages: list[MessageSeed] = []
    allow_reply: bool = True
    read: bool = False
    minutes_ago: float = 0


class ThreadChange(Wish):
    allow_reply: bool | Unset = UNSET
    read_by: int | Unset = UNSET


class OfferChange(Wish):
    status: Literal[20, 30, 40]


class Like(Wish):
    """`link` and `names_user` say how much of who liked the notification tells."""

    member: int
    item: int
    link: EntryLink = "web"
    names_user: bool = True
    days_ago: float = 0


class Pair(Wish):
    member: int
    other: int


class NotificationSeed(Wish):
    """An entry of any type, with exactly these words and this link."""

    member: int
    entry_type: int
    body: str = "Texte inventé"
    link: str = "/"
    subject: int | None = None
    user: int | None = None
    note: str | None = None
    is_read: bool = False
    days_ago: float = 0


class OrderSeed(Wish):
    """An order that has come to `state`; several listings make a bundle. `removed`: the listings are gone since."""

    seller: int
    buyer: int
    items: list[int]
    state: OrderState = "paid"
    price: float | None = None
    days_ago: float = 1
    label_ordered: bool = False
    label_form: LabelForm = "url"
    tracked: bool = True
    carrier: str | None = "Transporteur Démo"
    ship_by_hours: float | None = None
    removed: bool = False


class OrderChange(Wish):
    state: OrderState | Unset = UNSET
    label_ordered: bool | Unset = UNSET
    label_form: LabelForm | Unset = UNSET
    tracked: bool | Unset = UNSET
    carrier: str | Unset | None = UNSET
    ship_by_hours: float | Unset = UNSET
    removed: bool | Unset = UNSET


class FeedbackSeed(Wish):
    member: int
    by: int
    text: str = "Texte inventé"
    rating: Literal[1, 2, 3, 4, 5] = 5
    item: int | None = None
    system: bool = False
    days_ago: float = 3


class MemberChange(Wish):
    messaging: Literal[1, 2] | Unset = UNSET
    deleted: bool | Unset = UNSET
    on_holiday: bool | Unset = UNSET


class Stock(Wish):
    """`count` listings like `seed`, their titles numbered; their pictures are drawn when somebody looks."""

    count: int
    seed: seeding.ItemSeed


# ---------------------------------------------------------------- threads and offers


def add_thread(world: World, seed: ThreadSeed) -> dict[str, Any]:
    """Raises KeyError for a member or listing that is not there, ValueError for two threads of one pair and listing."""
    pair = (world.members[seed.seller].id, world.members[seed.buyer].id)
    items = [world.items[item].id for item in seed.items]
    if items and threads.find(world, pair, items):
        raise ValueError("these two have a thread about that")
    began = max((message.minutes_ago for message in seed.messages), default=seed.minutes_ago)
    thread = threads.begin(world, *pair, items, time.time() - max(began, seed.minutes_ago) * MINUTE)
    for message in seed.messages:
        add_message(world, thread.id, message)
    thread.allow_reply = seed.allow_reply
    if seed.read:
        for member in pair:
            thread.mark_read(member)
    return thread_keys(thread)


def thread_keys(thread: Thread) -> dict[str, Any]:
    transaction = thread.transaction
    return {
        "conversation": thread.id, "transaction": transaction.id if transaction else None,
        "messages": [message.id for message in thread.messages],
        "offers": [offer.id for offer in thread.offers],
    }  # fmt: skip


def add_message(world: World, thread_id: int, seed: MessageSeed) -> dict[str, Any]:
    thread, at = world.threads[thread_id], time.time() - seed.minutes_ago * MINUTE
    if seed.by is not None and seed.by not in thread.members:
        raise ValueError(f"member {seed.by} is not in thread {thread_id}")
    message = _message(world, thread, seed, at)
    return {"message": message.id, "offer": message.offer.id if message.offer else None}


def _message(world: World, thread: Thread, seed: MessageSeed, at: float) -> Message:
    if seed.by is None:
        if seed.kind not in ("status_message", "action_message"):
            raise ValueError("somebody has to say it: `by`")
        return threads.note(world, thread, seed.kind, seed.title, seed.subtitle, seed.actions, at)
    if seed.price is None:
        return threads.say(world, thread, seed.by, seed.text, at)
    offer = threads.propose(world, thread, seed.by, Decimal(str(seed.price)), at)
    offer.status = seed.status
    return thread.messages[-1]


def change_thread(world: World, thread_id: int, change: ThreadChange) -> None:
    thread = world.threads[thread_id]
    if change.allow_reply is not UNSET:
        thread.allow_reply = change.allow_reply
    if change.read_by is not UNSET:
        thread.mark_read(change.read_by)


def settle(world: World, offer_id: int, change: OfferChange) -> None:
    thread, offer = threads.offer_of(world, offer_id)
    threads.settle(world, thread, offer, change.status)


# ---------------------------------------------------------------- likes, follows, blocks, notifications, feedback


def like(world: World, wish: Like) -> None:
    at = time.time() - wish.days_ago * DAY
    people.like(world, world.members[wish.member], world.items[wish.item], at, wish.link, names_user=wish.names_user)


def unlike(world: World, wish: Like) -> None:
    people.unlike(world, world.members[wish.member], world.items[wish.item])


def follow(world: World, wish: Pair) -> None:
    people.follow(world, world.members[wish.member], world.members[wish.other])


def unfollow(world: World, wish: Pair) -> None:
    del world.ties.followed_by(wish.member)[wish.other]


def block(world: World, wish: Pair) -> None:
    world.ties.blocks.add((world.members[wish.member].id, world.members[wish.other].id))


def unblock(world: World, wish: Pair) -> None:
    world.ties.blocks.remove((wish.member, wish.other))


def notify(world: World, seed: NotificationSeed) -> str | int:
    entry_id = world.new_id("notification") if world.switches.notification_ids == "number" else str(uuid.uuid4())
    entry = Notification(
        entry_id, world.members[seed.member].id, seed.entry_type, time.time() - seed.days_ago * DAY, seed.body, seed.link,
        subject=seed.subject, user=seed.user, note=seed.note, is_read=seed.is_read,
    )  # fmt: skip
    world.notifications.append(entry)
    return entry.id


def add_feedback(world: World, seed: FeedbackSeed) -> int:
    title = world.items[seed.item].fields.title if seed.item else ""
    feedback = Feedback(
        world.new_id("feedback"), world.members[seed.member].id, world.members[seed.by].id, time.time() - seed.days_ago * DAY,
        seed.text, seed.rating, seed.item, title, seed.system,
    )  # fmt: skip
    world.ties.feedback.append(feedback)
    return feedback.id


# ---------------------------------------------------------------- orders


def add_order(world: World, seed: OrderSeed) -> dict[str, Any]:
    """In the pair's thread about these listings, or a new one."""
    if not seed.items or seed.state == "negotiation":
        raise ValueError("an order is of listings that were paid")
    pair, items = (world.members[seed.seller].id, world.members[seed.buyer].id), [world.items[item].id for item in seed.items]
    at = time.time() - seed.days_ago * DAY
    thread = threads.find(world, pair, items) or threads.begin(world, *pair, items, at)
    transaction = orders.pay(world, thread, price=None if seed.price is None else Decimal(str(seed.price)), at=at)
    _shape_parcel(transaction, seed.label_form, seed.carrier, tracked=seed.tracked)
    _apply(world, transaction, seed.label_ordered, seed.ship_by_hours, seed.removed)
    if seed.state != "paid":
        orders.advance(world, transaction, seed.state, at)
    if seed.state == "completed":
        reminder = tell(world, transaction.buyer, FEEDBACK_WANTED, thread=thread.id, at=at)
        reminder.link = "/member/feedback"
    return order_keys(transaction)


def _shape_parcel(transaction: Transaction, form: LabelForm, carrier: str | None, *, tracked: bool) -> None:
    if transaction.shipment:
        transaction.shipment.form, transaction.shipment.carrier, transaction.shipment.tracked = form, carrier, tracked


def _apply(world: World, transaction: Transaction, label_ordered: bool, ship_by_hours: float | None, removed: bool) -> None:
    shipment = transaction.shipment
    if shipment is None:
        raise ValueError(f"transaction {transaction.id} is no order")
    if label_ordered and shipment.ordered_at is None:
        shipment.ordered_at = time.time() - world.switches.label_seconds
    if ship_by_hours is not None:
        shipment.ship_by = time.time() + ship_by_hours * 3600
    if removed:
        for item in transaction.items:
            world.items[item].deleted = True


def order_keys(transaction: Transaction) -> dict[str, Any]:
    shipment = transaction.shipment
    return {
        "conversation": transaction.thread, "transaction": transaction.id, "shipment": shipment.id if shipment else None,
    }  # fmt: skip


def change_order(world: World, transaction_id: int, change: OrderChange) -> None:
    transaction = world.transactions[transaction_id]
    for name in ("label_form", "carrier", "tracked"):
        value = getattr(change, name)
        if value is not UNSET and transaction.shipment:
            setattr(transaction.shipment, {"label_form": "form"}.get(name, name), value)
    hours = None if change.ship_by_hours is UNSET else change.ship_by_hours
    _apply(world, transaction, change.label_ordered is True, hours, change.removed is True)
    if change.state is not UNSET:
        orders.advance(world, transaction, change.state)


# ---------------------------------------------------------------- members


def change_member(world: World, member_id: int, change: MemberChange) -> None:
    member = world.members[member_id]
    for name in ("messaging", "deleted", "on_holiday"):
        if (value := getattr(change, name)) is not UNSET:
            setattr(member, name, value)


def add_stock(world: World, member_id: int, stock: Stock) -> list[int]:
    member, title = world.members[member_id], stock.seed.title
    ids = []
    for number in range(1, stock.count + 1):
        stock.seed.title = f"{title} {number}"
        ids.append(seeding.add_item(world, member, stock.seed).id)
    return ids
