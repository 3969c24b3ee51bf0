"""What is really so at Vinted, whatever anybody was told: for tests, and for comparing with what the product believes."""

from typing import Any

from .orders import user_status
from .state import Item, Member, World
from .trade import Message, Shipment, Thread, Transaction


def of(world: World, member: Member) -> dict[str, Any]:
    """All that is true of one member, as one value that can be compared."""
    mine = [thread for thread in world.threads.values() if member.id in thread.members]
    orders = [transaction for transaction in world.transactions.values() if transaction.is_order]
    ties = world.ties
    return {
        "id": member.id,
        "login": member.login,
        "restricted": member.restricted,
        "listings": listings(world, member.id),
        "threads": [thread_shape(thread, member.id) for thread in mine],
        "offers": [offer for thread in mine for offer in offers(thread, member.id)],
        "favourites": sorted(ties.liked_by(member.id)),
        "liked_by": {item: likers for item in _own_ids(world, member.id) if (likers := sorted(ties.who_likes(item)))},
        "follows": sorted(ties.followed_by(member.id)),
        "followers": sorted(ties.followers_of(member.id)),
        "unread_notifications": sum(entry.member == member.id and not entry.is_read for entry in world.notifications),
        "orders": [order_shape(order, member.id) for order in orders if member.id in (order.buyer, order.seller)],
    }


def _own_ids(world: World, member: int) -> list[int]:
    return [item.id for item in world.items.values() if item.owner == member]


def listings(world: World, member: int) -> dict[str, list[dict[str, Any]]]:
    """A member's listings by state, deleted ones included."""
    found: dict[str, list[dict[str, Any]]] = {}
    for item in world.items.values():
        if item.owner == member:
            world.item(item.id)
            found.setdefault(item.state, []).append(_listing(item))
    return found


def _listing(item: Item) -> dict[str, Any]:
    price = item.fields.price
    return {"id": item.id, "title": item.fields.title, "price": None if price is None else float(price), "photos": item.photos}


def thread_shape(thread: Thread, member: int) -> dict[str, Any]:
    """`own_messages` is what the member wrote; `unread` counts what the other side wrote since."""
    return {
        "id": thread.id, "other": thread.other(member), "items": thread.items,
        "transaction": thread.transaction.id if thread.transaction else None, "messages": len(thread.messages),
        "own_messages": [message.body for message in thread.messages if message.sender == member and message.kind == "message"],
        "unread": thread.unread(member), "deleted": member in thread.deleted_by, "allow_reply": thread.allow_reply,
    }  # fmt: skip


def offers(thread: Thread, member: int) -> list[dict[str, Any]]:
    return [
        {
            "id": offer.id, "conversation": thread.id, "transaction": thread.transaction.id if thread.transaction else None,
            "by_me": offer.by == member, "price": float(offer.price), "status": offer.status, "current": thread.is_current(offer),
        }
        for offer in thread.offers
    ]  # fmt: skip


def order_shape(order: Transaction, member: int) -> dict[str, Any]:
    return {
        "transaction": order.id, "conversation": order.thread, "side": order.side_of(member), "items": order.items,
        "state": order.state, "user_status": user_status(order, order.side_of(member)),
        "price": None if order.price is None else float(order.price),
        "shipment": _shipment(order.shipment) if order.shipment else None,
    }  # fmt: skip


def _shipment(shipment: Shipment) -> dict[str, Any]:
    return {
        "id": shipment.id, "status": shipment.status, "label_ordered": shipment.ordered_at is not None,
        "shipped": shipment.shipped_at is not None, "ship_by": shipment.ship_by, "extended_by": shipment.extended_by,
    }  # fmt: skip


def messages(thread: Thread) -> list[dict[str, Any]]:
    """Every message of a thread, in order."""
    return [_message(thread, message) for message in thread.messages]


def _message(thread: Thread, message: Message) -> dict[str, Any]:
    offer = message.offer
    return {
        "id": message.id, "kind": message.kind, "by": message.sender, "text": message.body or message.title, "at": message.at,
        "offer": {"id": offer.id, "price": float(offer.price), "status": offer.status} if offer else None,
        "seen_by": sorted(m for m in thread.members if thread.seen.get(m, 0) > thread.messages.index(message)),
    }  # fmt: skip
