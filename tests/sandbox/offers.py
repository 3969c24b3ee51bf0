"""Prices between two members: a seller's offer, a buyer's request, accepting and rejecting, limits and fees (CONTRACT §13)."""

from decimal import Decimal, InvalidOperation
from typing import Any

from . import rules, shapes, threads
from .bodies import Body
from .http import Answer, Refused, Request, access_denied, json_answer, not_found, server_error
from .limits import within
from .orders import own_transaction
from .rules import PRICE_RANGE
from .state import Item, Member, World
from .trade import ACCEPTED, PENDING, REJECTED, Offer, Side, Thread, Transaction

MOST_REQUESTS = 25
MOST_DISCOUNT = Decimal("0.4")
DAY = 24 * 3600


def _price(sent: Body, currency: str) -> Decimal:
    """A price written as a string, in the currency of the listing."""
    try:
        price = Decimal(sent.need("price", str))
    except InvalidOperation as error:
        raise Refused(server_error()) from error
    if sent.need("currency", str) != currency:
        rules.refuse(["currency"])
    if not price.is_finite() or price != price.quantize(Decimal("0.01")) or not PRICE_RANGE[0] <= price <= PRICE_RANGE[1]:
        rules.refuse(["price"])
    return price


def _open(world: World, member: Member, transaction_id: int, side: Side) -> tuple[Transaction, Thread]:
    """A transaction that is still talked about, seen from the side that may act."""
    transaction = own_transaction(world, member, transaction_id)
    items = [world.item(item) for item in transaction.items]
    gone = any(item is None or item.is_closed for item in items)
    if transaction.side_of(member.id) != side or transaction.is_order or gone:
        raise Refused(access_denied())
    thread = world.threads[transaction.thread]
    if not threads.may_reply(world, thread, member.id):
        raise Refused(access_denied())
    return transaction, thread


def make(world: World, request: Request, member: Member, transaction_id: int) -> Answer:
    """The seller offers a price; any number of times."""
    transaction, thread = _open(world, member, transaction_id, "seller")
    price = _price(Body(Body.sent(request).need("offer", dict)), transaction.currency)
    offer = threads.propose(world, thread, member.id, price)
    shape = {"id": offer.id, "price": shapes.money(price, transaction.currency), "user_msg_thread_id": thread.id}
    return json_answer({"offer": shape, "code": 0})


def seller_options(world: World, request: Request, member: Member, transaction_id: int) -> Answer:
    transaction, _ = _open(world, member, transaction_id, "seller")
    low, high = (shapes.money(price, transaction.currency) for price in PRICE_RANGE)
    return json_answer({"offer_options": {"min_price": low, "max_price": high}, "code": 0})


def lowest_request(price: Decimal) -> Decimal:
    return (price * (1 - MOST_DISCOUNT)).quantize(Decimal("0.01"))


def ask(world: World, request: Request, member: Member, transaction_id: int) -> Answer:
    """A buyer asks for a price: not more than forty per cent off, 25 times a day."""
    transaction, thread = _open(world, member, transaction_id, "buyer")
    price = _price(Body(Body.sent(request).need("offer_request", dict)), transaction.currency)
    listed = threads.list_price(world, transaction)
    if not lowest_request(listed) <= price <= listed:
        rules.refuse(["price"])
    if not within(world.limits.offer_requests, member.id, DAY, MOST_REQUESTS):
        raise Refused(access_denied())
    offer = threads.propose(world, thread, member.id, price)
    shape = {"id": offer.id, "price": shapes.money(price, transaction.currency), "user_msg_thread_id": thread.id}
    return json_answer({"offer_request": shape, "code": 0})


def _asked(world: World, member: Member, transaction_id: int, offer_id: int) -> tuple[Thread, Offer]:
    """The request to answer: pending and current, else 403."""
    _, thread = _open(world, member, transaction_id, "seller")
    requests = [m.offer for m in thread.messages if m.kind == "offer_request_message" and m.offer and m.offer.id == offer_id]
    if not requests:
        raise Refused(not_found())
    [offer] = requests
    if offer.status != PENDING or not thread.is_current(offer):
        raise Refused(access_denied())
    return thread, offer


def accept(world: World, request: Request, member: Member, transaction_id: int, offer_id: int) -> Answer:
    threads.settle(world, *_asked(world, member, transaction_id, offer_id), ACCEPTED)
    return json_answer({"code": 0})


def reject(world: World, request: Request, member: Member, transaction_id: int, offer_id: int) -> Answer:
    threads.settle(world, *_asked(world, member, transaction_id, offer_id), REJECTED)
    return json_answer({"code": 0})


def _for_sale(world: World, item_ids: list[int]) -> list[Item]:
    items = [item for item in map(world.item, item_ids) if item and item.is_live]
    if not items or len(items) != len(item_ids):
        raise Refused(not_found())
    return items


def request_options(world: World, request: Request, member: Member) -> Answer:
    """What a buyer may ask for: bounds, and how many requests are left today."""
    sent = Body.sent(request)
    seller, items = sent.need("seller_id", int), _for_sale(world, sent.ids("item_ids"))
    price = Body(sent.need("price", dict))
    amount, currency = price.need("amount", str), price.need("currency_code", str)
    if {item.owner for item in items} != {seller}:
        raise Refused(not_found())
    try:
        listed = Decimal(amount)
    except InvalidOperation as error:
        raise Refused(server_error()) from error
    made = len(world.limits.offer_requests.get(member.id, []))
    options: dict[str, Any] = {
        "max_discount": str(MOST_DISCOUNT), "min_price": shapes.money(lowest_request(listed), currency),
        "max_price": shapes.money(listed, currency), "remaining_offer_count": MOST_REQUESTS - made,
        "max_offer_count": MOST_REQUESTS, "offer_suggestions": [],
    }  # fmt: skip
    return json_answer({"request_options": options, "code": 0})


def estimate_with_fees(world: World, request: Request, member: Member) -> Answer:
    sent = Body.sent(request)
    items = _for_sale(world, sent.ids("item_ids"))
    fees = sent.need("fees", list)
    try:
        price = Decimal(sent.need("offer_price", str))
    except InvalidOperation as error:
        raise Refused(server_error()) from error
    total = price + (shapes.protection_fee(price) if "buyer_protection" in fees else 0)
    offer, whole = (shapes.money(amount, items[0].fields.currency) for amount in (price, total))
    return json_answer({"offer_price": offer, "total_price": whole, "code": 0})
