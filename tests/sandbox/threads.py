"""What can happen in a thread, whoever caused it: it begins, somebody writes, asks for a price, offers one, settles one.

The two generations of routes (`messages.py`, `messaging.py`), the offers' routes and the control API all act through here.
"""

import re
import time
from collections.abc import Iterator
from decimal import Decimal

from .http import Refused, access_denied, failure, not_found
from .limits import within
from .notifications import tell
from .social import MESSAGE, OFFER, OFFER_ACCEPTED, OFFER_REJECTED, OFFER_SENT
from .state import Member, World
from .trade import ACCEPTED, CANCELLED, REJECTED, Message, MessageKind, Offer, Thread, Transaction

PERSONAL_DATA = re.compile(r"[\w.+-]+@[\w-]+\.\w|(?:\+|00)?\d(?:[ .-]?\d){8,}")
DAY = 24 * 3600


def visible_to(world: World, member: int) -> Iterator[Thread]:
    """A member's inbox, last touched first."""
    threads = [t for t in world.threads.values() if member in t.members and member not in t.deleted_by]
    return iter(sorted(threads, key=lambda thread: (-thread.updated_at, -thread.id)))


def own_thread(world: World, member: Member, thread_id: int) -> Thread:
    thread = world.threads.get(thread_id)
    if thread is None or member.id in thread.deleted_by:
        raise Refused(not_found())
    if member.id not in thread.members:
        raise Refused(access_denied())
    return thread


def find(world: World, members: tuple[int, int], items: list[int]) -> Thread | None:
    """The thread of this pair about these listings, if there is one."""
    threads = (t for t in world.threads.values() if set(t.members) == set(members) and t.items == items)
    return next(threads, None)


def begin(world: World, seller: int, buyer: int, items: list[int], at: float | None = None) -> Thread:
    """A new, empty thread; without listings it has no transaction."""
    at = at or time.time()
    thread = Thread(world.new_id("thread"), (seller, buyer), at)
    world.threads[thread.id] = thread
    if items:
        currency = world.items[items[0]].fields.currency
        transaction = Transaction(world.new_id("transaction"), thread.id, buyer, seller, items, currency, changed_at=at)
        world.transactions[transaction.id] = thread.transaction = transaction
    return thread


def enter(world: World, member: Member, other_id: int, items: list[int]) -> Thread:
    """The one thread of a pair about a listing or bundle, made if there is none (CONTRACT §12.4). Raises `Refused`.

    Either side may enter it: who owns the listings is the seller.
    """
    other = world.member(other_id)
    found = [item for item in map(world.item, items) if item]
    if other is None or other is member or not items or len(found) != len(items):
        raise Refused(not_found())
    owners = {item.owner for item in found}
    if owners not in ({member.id}, {other.id}):
        raise Refused(access_denied())
    seller = owners.pop()
    buyer = other.id if seller == member.id else member.id
    thread = find(world, (seller, buyer), items)
    if thread is None:
        if any(item.is_draft or item.is_closed for item in found):
            raise Refused(access_denied())
        if not within(world.limits.new_threads, member.id, DAY, world.switches.new_threads_allowed):
            raise Refused(access_denied())
        thread = begin(world, seller, buyer, items)
    thread.deleted_by.discard(member.id)
    return thread


def bundle_title(world: World, transaction: Transaction) -> str:
    if len(transaction.items) > 1:
        return f"Lot {len(transaction.items)} articles"
    return world.items[transaction.items[0]].fields.title


def may_reply(world: World, thread: Thread, member: int) -> bool:
    other = thread.other(member)
    ties = world.ties
    return (
        thread.allow_reply
        and world.member(other) is not None
        and not ties.has_blocked(member, other)
        and not ties.has_blocked(other, member)
    )


def reply(world: World, thread: Thread, member: Member, text: str, *, skip_check: bool) -> Message:
    """A member's own text; raises `Refused` where it may not be sent, and for personal data unless `skip_check`."""
    if not may_reply(world, thread, member.id):
        raise Refused(access_denied())
    if world.switches.personal_data_check and not skip_check and PERSONAL_DATA.search(text):
        raise Refused(failure(400, 136, "Ne partage pas tes coordonnées", "email_sharing_detected"))
    return say(world, thread, member.id, text)


def _add(world: World, thread: Thread, kind: MessageKind, at: float | None, sender: int | None = None) -> Message:
    message = Message(world.new_id("message"), kind, at or time.time(), sender)
    thread.messages.append(message)
    if sender is not None:
        thread.mark_read(sender)
    thread.deleted_by.clear()
    return message


def say(world: World, thread: Thread, sender: int, text: str, at: float | None = None) -> Message:
    message = _add(world, thread, "message", at, sender)
    message.body = text
    tell(world, thread.other(sender), MESSAGE, actor=world.members[sender], thread=thread.id, at=at)
    return message


def note(
    world: World, thread: Thread, kind: MessageKind, title: str, subtitle: str, actions: list[str], at: float | None = None
) -> Message:
    """What Vinted itself writes: a status of the order, or something it asks of the reader."""
    message = _add(world, thread, kind, at)
    message.title, message.subtitle, message.actions = title, subtitle, actions
    return message


def take_back(thread: Thread, message: Message) -> None:
    """Deletes a message for both; what each has seen stays seen."""
    place = thread.messages.index(message)
    thread.messages.remove(message)
    thread.seen = {member: count - (count > place) for member, count in thread.seen.items()}


# ---------------------------------------------------------------- offers


def list_price(world: World, transaction: Transaction) -> Decimal:
    """What the listing or bundle costs without an offer."""
    prices = (world.items[item].fields.price for item in transaction.items)
    return sum((price for price in prices if price is not None), Decimal(0))


def propose(world: World, thread: Thread, by: int, price: Decimal, at: float | None = None) -> Offer:
    """A buyer's request or a seller's offer, by whoever `by` is. Earlier ones stay as they were but are no longer current."""
    transaction = _transaction(thread)
    from_buyer = transaction.side_of(by) == "buyer"
    message = _add(world, thread, "offer_request_message" if from_buyer else "offer_message", at, by)
    offer_id = world.new_id("offer_request" if from_buyer else "offer")
    message.offer = Offer(offer_id, by, price, list_price(world, transaction), message.at)
    items = [world.items[item] for item in transaction.items]
    entry_type = OFFER if from_buyer else OFFER_SENT
    tell(world, thread.other(by), entry_type, actor=world.members[by], item=items[0], thread=thread.id, at=at)
    return message.offer


def settle(world: World, thread: Thread, offer: Offer, status: int) -> None:
    """Accepted, rejected or cancelled; the one who made it is told of the first two."""
    offer.status = status
    transaction = _transaction(thread)
    if status == ACCEPTED:
        transaction.price, transaction.changed_at = offer.price, time.time()
    if status != CANCELLED:
        answered_by = world.members[thread.other(offer.by)]
        entry_type = OFFER_REJECTED if status == REJECTED else OFFER_ACCEPTED
        item = world.items[transaction.items[0]]
        tell(world, offer.by, entry_type, actor=answered_by, item=item, thread=thread.id)


def _transaction(thread: Thread) -> Transaction:
    if thread.transaction is None:
        raise ValueError(f"thread {thread.id} has no transaction")
    return thread.transaction


def offer_of(world: World, offer_id: int) -> tuple[Thread, Offer]:
    """Raises KeyError when nobody made it."""
    for thread in world.threads.values():
        for offer in thread.offers:
            if offer.id == offer_id:
                return thread, offer
    raise KeyError(offer_id)
