"""Orders: what paying, shipping and receiving change, and how lists and single transactions are answered (CONTRACT §16.1–§16.3).

The parcel itself (label, journey, deadline) is `parcels.py`.
"""

import time
from decimal import Decimal
from typing import Any

from . import shapes, threads
from .http import Answer, Refused, Request, access_denied, json_answer, not_found
from .markets import MARKETS
from .notifications import tell
from .social import FAVOURITE_SOLD
from .state import Item, Member, World
from .trade import ACCEPTED, OrderState, Shipment, Side, Thread, Transaction

DAY = 24 * 3600
SHIPPING_DAYS = 7
SHIPPING_PRICE = Decimal("4.55")
IN_PROGRESS: tuple[OrderState, ...] = ("paid", "shipped", "delivered", "suspended")
FILTERS: dict[str, tuple[OrderState, ...]] = {
    "in_progress": IN_PROGRESS,
    "completed": ("completed",),
    "cancelled": ("cancelled",),
}
# `label` is a paid order whose label was made; the French sentences are recorded, the others are ours
SENTENCES = {
    "fr": {
        "paid": "Paiement validé", "label": "Bordereau envoyé au vendeur", "shipped": "en acheminement",
        "delivered": "Commande livrée !", "completed": "Transaction finalisée", "cancelled": "Remboursement effectué",
        "suspended": "Transaction suspendue",
    },
    "en": {
        "paid": "Payment successful", "label": "Shipping label sent to seller", "shipped": "in transit",
        "delivered": "Order delivered!", "completed": "Transaction completed", "cancelled": "Refund issued",
        "suspended": "Transaction suspended",
    },
    "de": {
        "paid": "Zahlung erfolgt", "label": "Versandschein an Verkäufer gesendet", "shipped": "unterwegs",
        "delivered": "Bestellung zugestellt!", "completed": "Transaktion abgeschlossen", "cancelled": "Rückerstattung erfolgt",
        "suspended": "Transaktion ausgesetzt",
    },
    "pl": {
        "paid": "Płatność zatwierdzona", "label": "Etykieta wysłana do sprzedającego", "shipped": "w drodze",
        "delivered": "Zamówienie dostarczone!", "completed": "Transakcja zakończona", "cancelled": "Zwrot zrealizowany",
        "suspended": "Transakcja zawieszona",
    },
}  # fmt: skip


# ---------------------------------------------------------------- what happens


def pay(world: World, thread: Thread, *, price: Decimal | None = None, at: float | None = None) -> Transaction:
    """The buyer pays: the listings are sold, the seller has a parcel to send, whoever liked them is told."""
    transaction, at = thread.transaction, at or time.time()
    if transaction is None:
        raise ValueError(f"thread {thread.id} has no transaction")
    transaction.price = price or transaction.price or threads.list_price(world, transaction)
    transaction.state, transaction.paid_at, transaction.changed_at = "paid", at, at
    transaction.shipment = Shipment(world.new_id("shipment"), ship_by=at + SHIPPING_DAYS * DAY)
    for item in (world.items[item] for item in transaction.items):
        item.closing_action, item.is_reserved = "sold", False
        for member in world.ties.who_likes(item.id):
            if member != transaction.buyer:
                tell(world, member, FAVOURITE_SOLD, item=item, at=at)
    threads.note(world, thread, "status_message", SENTENCES["fr"]["paid"], "Texte inventé", [], at)
    threads.note(world, thread, "action_message", "Prépare ton colis", "Texte inventé", ["order_label"], at)
    return transaction


def advance(world: World, transaction: Transaction, state: OrderState, at: float | None = None) -> None:
    """The order comes to a later state, with what that says about its parcel."""
    at, shipment = at or time.time(), transaction.shipment
    if shipment is None:
        raise ValueError(f"transaction {transaction.id} is no order")
    if state in ("shipped", "delivered", "completed"):
        shipment.ordered_at = shipment.ordered_at or at
        shipment.shipped_at = shipment.shipped_at or at
    if state in ("delivered", "completed"):
        shipment.delivered_at = shipment.delivered_at or at
    if state == "completed":
        transaction.completed_at = at
    transaction.state, transaction.changed_at = state, at
    threads.note(world, world.threads[transaction.thread], "status_message", SENTENCES["fr"][state], "Texte inventé", [], at)


# ---------------------------------------------------------------- how it is told


def _language(request: Request) -> str:
    """Texts of orders follow the `Locale` header, else the market."""
    asked = request.headers.get("locale") or MARKETS[request.site].lang
    return asked[:2] if asked[:2] in SENTENCES else "en"


def sentence(transaction: Transaction, request: Request) -> str:
    shipment = transaction.shipment
    label_made = transaction.state == "paid" and shipment and shipment.ordered_at is not None
    return SENTENCES[_language(request)]["label" if label_made else transaction.state]


def user_status(transaction: Transaction, side: Side) -> str:
    match transaction.state, side:
        case ("paid", "seller") | ("delivered", "buyer"):
            return "needs_action"
        case "completed", _:
            return "completed"
        case "cancelled", _:
            return "failed"
    return "waiting"


def actions_of(transaction: Transaction, member: int) -> list[str]:
    """What may be done with an order; names as the client's code has them (§16.4)."""
    shipment = transaction.shipment
    if transaction.state != "paid" or shipment is None or transaction.side_of(member) == "buyer":
        return []
    actions = ["cancel", "change_delivery_option"]
    if not shipment.extended_by:
        actions.append("extend_shipping_deadline")
    return actions if shipment.tracked else [*actions, "mark_as_shipped"]


def shipment_status(transaction: Transaction) -> int | None:
    return transaction.shipment.status if transaction.shipment else None


def own_transaction(world: World, member: Member, transaction_id: int) -> Transaction:
    transaction = world.transactions.get(transaction_id)
    if transaction is None:
        raise Refused(not_found())
    if member.id not in (transaction.buyer, transaction.seller):
        raise Refused(access_denied())
    return transaction


def own_order(world: World, member: Member, transaction_id: int) -> tuple[Transaction, Shipment]:
    """An order with its parcel; 404 while nothing was paid."""
    transaction = own_transaction(world, member, transaction_id)
    if transaction.shipment is None:
        raise Refused(not_found())
    return transaction, transaction.shipment


# ---------------------------------------------------------------- routes


def my_orders(world: World, request: Request, member: Member) -> Answer:
    """`sold` and `purchased`; `bought` gives sales instead, and without a type both are mixed."""
    kind = request.query.get("type")
    sides: tuple[Side, ...] = {"sold": ("seller",), "bought": ("seller",), "purchased": ("buyer",)}.get(  # type: ignore[assignment]
        kind or "", ("seller", "buyer")
    )
    states = FILTERS.get(request.query.get("status", "all"))
    mine = [t for t in world.transactions.values() if t.is_order and member.id in (t.buyer, t.seller)]
    mine = [t for t in mine if t.side_of(member.id) in sides and (states is None or t.state in states)]
    mine.sort(key=lambda t: (-(t.paid_at or 0), -t.id))
    mine, pagination = shapes.page_of(mine, request.whole("page", 1), min(request.whole("per_page", 20), 100))
    rows = [_row(world, transaction, member, request) for transaction in mine]
    return json_answer({"my_orders": rows, "pagination": pagination, "code": 0})


def _row(world: World, transaction: Transaction, member: Member, request: Request) -> dict[str, Any]:
    """No id of the listing anywhere: that needs the transaction."""
    first = world.items[transaction.items[0]]
    photo = world.photos[first.photos[0]] if first.photos and not first.deleted else None
    picture: dict[str, Any] | None = None
    if photo:
        picture = {"url": shapes.address(world, photo, "f800", int(photo.uploaded_at))}
        if len(transaction.items) == 1:
            picture["high_resolution"] = {"id": photo.token, "timestamp": int(photo.uploaded_at), "orientation": None}
    return {
        "transaction_id": transaction.id, "conversation_id": transaction.thread,
        "title": threads.bundle_title(world, transaction), "price": shapes.money(transaction.price, transaction.currency),
        "status": sentence(transaction, request), "date": shapes.moment(transaction.paid_at or 0), "photo": picture,
        "transaction_user_status": user_status(transaction, transaction.side_of(member.id)),
    }  # fmt: skip


def transaction(world: World, request: Request, member: Member, transaction_id: int) -> Answer:
    found = own_transaction(world, member, transaction_id)
    shape = transaction_shape(world, found, member, request)
    return json_answer({"transaction": shape, "code": 0})


def transaction_shape(world: World, transaction: Transaction, member: Member, request: Request) -> dict[str, Any]:
    """All about a transaction; the older variant has plain strings for money (unless `X-Money-Object`) and other keys."""
    older = world.switches.transaction_variant == "older"
    plain = older and request.headers.get("x-money-object") != "true"

    def money(price: Decimal | None) -> Any:
        return (None if price is None else shapes.amount(price)) if plain else shapes.money(price, transaction.currency)

    items = [world.items[item] for item in transaction.items]
    standing = [item for item in items if not item.deleted]
    title, thread = threads.bundle_title(world, transaction), world.threads[transaction.thread]
    price = transaction.price or threads.list_price(world, transaction)
    number = transaction.id % 10_000_000
    accepted = [offer.id for offer in thread.offers if offer.status == ACCEPTED]
    shape = {
        "id": transaction.id, "item_id": items[0].id,
        "item": {"id": items[0].id, "title": items[0].fields.title} if standing else None,
        "item_title": title, "removed_item_title": None if standing else title, "items_count": len(items),
        "is_bundle": len(items) > 1, "status": thread.status,
        "status_title": sentence(transaction, request) if transaction.is_order else "",
        "status_updated_at": shapes.moment(transaction.changed_at),
        "transaction_user_status": user_status(transaction, transaction.side_of(member.id)),
        "msg_thread_id" if older else "user_msg_thread_id": transaction.thread,
        "buyer": _buyer(world, transaction), "seller": _brief(world.members[transaction.seller]),
        "offer": {"id": accepted[-1] if accepted else 6_290_000_000 + number, "price": money(price),
                  "buyer_protection_fee": money(shapes.protection_fee(price))},
        "order": {"id": 720_000_000 + number, "item_count": len(items), "items": [_line(world, i, money) for i in items]},
        "service_fee": money(Decimal(0)), "shipment": _shipment(transaction, request, money, older=older),
        "debit_processed_at": shapes.moment(transaction.paid_at) if transaction.paid_at else None,
        "ship_by": shapes.moment(transaction.shipment.ship_by) if transaction.shipment else None,
        "expire_at": None, "available_actions": actions_of(transaction, member.id),
    }  # fmt: skip
    return shape | {"currency": transaction.currency} if plain else shape


def _brief(member: Member) -> dict[str, Any]:
    return {"id": member.id, "login": None if member.deleted else member.login}


def _buyer(world: World, transaction: Transaction) -> dict[str, Any]:
    buyer = world.members[transaction.buyer]
    market = buyer.market
    return _brief(buyer) | {
        "photo": None if buyer.deleted else shapes.avatar(world, buyer.avatar), "country": market.title.strip(),
        "country_code": "UK" if market.country == "GB" else market.country, "city": buyer.city,
        "feedback_reputation": shapes.feedback_counts(world, buyer.id)["feedback_reputation"],
    }  # fmt: skip


def _line(world: World, item: Item, money: Any) -> dict[str, Any]:
    return {
        "id": item.id, "title": item.fields.title, "price": money(item.fields.price), "size_title": shapes.size_title(item),
        "brand_title": shapes.brand_title(world, item.fields.brand_id),
        "photos": [] if item.deleted else shapes.photos_of(world, item),
    }  # fmt: skip


def _shipment(transaction: Transaction, request: Request, money: Any, *, older: bool) -> dict[str, Any] | None:
    shipment = transaction.shipment
    if shipment is None:
        return None
    carrier = {"carrier": {"name": shipment.carrier}} if older else {"carrier_name": shipment.carrier}
    return {
        "id": shipment.id, "status": shipment.status, "status_title": sentence(transaction, request),
        "status_updated_at": shapes.moment(transaction.changed_at), "price": money(SHIPPING_PRICE),
        "tracking_code": tracking_code(shipment),
    } | carrier  # fmt: skip


def tracking_code(shipment: Shipment) -> str | None:
    """Known from the moment the parcel is under way."""
    return f"XX{shipment.id % 10**9:09d}FR" if shipment.tracked and shipment.shipped_at and shipment.carrier else None
