"""The first generation of messages, `www/api/v2/inbox` and `…/conversations` (CONTRACT §12.1–§12.4).

It answers only members whose account is on it. What happens in a thread is in `threads.py`.
"""

from typing import Any

from . import rules, shapes, threads
from .bodies import Body
from .http import Answer, Refused, Request, access_denied, json_answer, not_found, rate_limited
from .orders import actions_of, shipment_status
from .state import Member, World
from .trade import OFFER_TITLES, Message, Thread, Transaction

SELLER_ENTERS = ("seller_enters_notification",)
BUYER_ENTERS = ("buy", "ask_seller", "buyer_enters_offer_form")
PACKAGES = {1: "SMALL", 2: "MEDIUM", 3: "LARGE"}


def enter_generation(world: World, member: Member, generation: int) -> None:
    """Every call of the messages passes here: the generation a member is not on does not exist, and an hour may be used up."""
    if member.messaging != generation:
        raise Refused(not_found())
    wait = world.limits.conversation_call(world.switches.conversation_calls_allowed)
    if wait is not None:
        raise Refused(rate_limited(wait))


# ---------------------------------------------------------------- reading


def inbox(world: World, request: Request, member: Member) -> Answer:
    enter_generation(world, member, 1)
    rows = list(threads.visible_to(world, member.id))
    if item := request.query.get("item_id"):
        rows = [thread for thread in rows if item in map(str, thread.items)]
    if user := request.query.get("user_id"):
        rows = [thread for thread in rows if str(thread.other(member.id)) == user]
    rows, pagination = shapes.page_of(rows, request.whole("page", 1), min(request.whole("per_page", 20), 100))
    shown = [_row(world, thread, member) for thread in rows]
    identity = {"websocket_user_id": member.anon_id, "code": 0}
    return json_answer({"conversations": shown, "pagination": pagination} | identity)


def _row(world: World, thread: Thread, member: Member) -> dict[str, Any]:
    items = [world.items[item] for item in thread.items]
    said = [message.body for message in thread.messages if message.body]
    title = items[0].fields.title if items else ""
    return {
        "id": thread.id,
        "description": said[-1] if said and (world.switches.inbox_description == "message" or not items) else title,
        "unread": thread.unread(member.id) > 0,
        "updated_at": shapes.moment(thread.updated_at),
        "item_count": len(items),
        "opposite_user": _opposite(world, thread, member, "id", "login", "photo"),
        "item_photos": [photo for item in items for photo in shapes.photos_of(world, item)[:1]],
    }


def _opposite(world: World, thread: Thread, member: Member, *names: str, site: str = "vinted.fr") -> dict[str, Any] | None:
    """The other member, as far as they still exist."""
    other = world.members[thread.other(member.id)]
    if other.deleted:
        return None if world.switches.deleted_member_variant == "null" else {"id": other.id, "login": None, "photo": None}
    shape = shapes.member_brief(world, other, site)
    return {name: shape[name] for name in names} if names else shape


def _profile(world: World, thread: Thread, member: Member, site: str) -> dict[str, Any] | None:
    """The other member with some of their profile, as a thread shows them."""
    brief = _opposite(world, thread, member, site=site)
    other = world.member(thread.other(member.id))
    if brief is None or other is None:
        return brief
    public = shapes.member_public(world, other, site, member.id)
    more = ("item_count", "feedback_reputation", "feedback_count", "last_loged_on_ts")
    return brief | {name: public[name] for name in more}


def conversation(world: World, request: Request, member: Member, thread_id: int) -> Answer:
    enter_generation(world, member, 1)
    thread = threads.own_thread(world, member, thread_id)
    return json_answer({"conversation": conversation_shape(world, thread, member, request.site), "code": 0})


def conversation_shape(world: World, thread: Thread, member: Member, site: str) -> dict[str, Any]:
    return {
        "id": thread.id,
        "allow_reply": threads.may_reply(world, thread, member.id),
        "opposite_user": _profile(world, thread, member, site),
        "transaction": transaction_shape(world, thread, member),
        "messages": [message_shape(world, thread, message) for message in thread.messages],
    }


def transaction_shape(world: World, thread: Thread, member: Member) -> dict[str, Any] | None:
    """What a thread says of its transaction; null when no listing is linked."""
    transaction = thread.transaction
    if transaction is None:
        return None
    items = [world.items[item] for item in transaction.items]
    first, shipment = items[0], transaction.shipment
    photo = world.photos[first.photos[0]] if first.photos else None
    price = transaction.price
    return {
        "id": transaction.id, "item_id": first.id, "item_ids": transaction.items, "is_bundle": len(items) > 1,
        "item_title": threads.bundle_title(world, transaction),
        "item_photo": {"url": shapes.address(world, photo, "f800", int(photo.uploaded_at))} if photo else None,
        "buyer_id": transaction.buyer, "seller_id": transaction.seller, "current_user_side": transaction.side_of(member.id),
        "status": thread.status,
        "status_title": "Offre en attente" if thread.asked else "",
        "offer_price": shapes.money(price, transaction.currency),
        "shipment_id": shipment.id if shipment else None,
        "shipment_status": shipment_status(transaction),
        "package_size_code": PACKAGES.get(first.fields.package_size_id or 0),
        "available_actions": _actions(thread, transaction, member),
        "order": {"items": [
            {"id": item.id, "title": item.fields.title, "price": shapes.money(item.fields.price, item.fields.currency)}
            for item in items]},
    }  # fmt: skip


def _actions(thread: Thread, transaction: Transaction, member: Member) -> list[str]:
    if transaction.is_order:
        return actions_of(transaction, member.id)
    if transaction.side_of(member.id) == "buyer":
        return ["make_offer", "buy"]
    return ["accept_offer", "reject_offer", "make_offer"] if thread.asked else ["make_offer"]


def message_shape(world: World, thread: Thread, message: Message) -> dict[str, Any]:
    entity: dict[str, Any]
    match message.kind:
        case "message":
            entity = {"id": message.id, "user_id": message.sender, "body": message.body, "photos": []}
        case "status_message":
            entity = {"title": message.title, "subtitle": message.subtitle}
        case "action_message":
            entity = {"title": message.title, "subtitle": message.subtitle, "actions": message.actions}
        case _:
            entity = _offer_entity(world, thread, message)
    return {"entity_type": message.kind, "entity": entity, "created_at_ts": shapes.moment(message.at)}


def _offer_entity(world: World, thread: Thread, message: Message) -> dict[str, Any]:
    offer, transaction = message.offer, thread.transaction
    if offer is None or transaction is None:
        raise ValueError(f"message {message.id} is no offer")
    currency = transaction.currency
    label = shapes.price_label(offer.price, currency)
    entity = {
        "user_id": offer.by, "price": shapes.money(offer.price, currency), "price_label": label,
        "original_price": shapes.money(offer.original_price, currency), "status": offer.status,
        "status_title": OFFER_TITLES[offer.status], "current": thread.is_current(offer),
    }  # fmt: skip
    if message.kind == "offer_message":
        return entity
    request = {"offer_request_id": offer.id, "transaction_id": transaction.id, "title": "Offre"}
    return entity | request | {"body": f"{world.members[offer.by].login} propose {label}"}


def stats(world: World, request: Request, member: Member) -> Answer:
    enter_generation(world, member, 1)
    unread = sum(thread.unread(member.id) for thread in threads.visible_to(world, member.id))
    return json_answer({"unread_msg_count": unread, "code": 0})


# ---------------------------------------------------------------- writing


def start(world: World, request: Request, member: Member) -> Answer:
    """The one thread about a listing with a member, new or as it is: `messages: []` means never contacted."""
    enter_generation(world, member, 1)
    sent = Body.sent(request)
    initiator, item_id = sent.need("initiator", str), sent.number("item_id")
    other = sent.number("opposite_user_id")
    if initiator not in SELLER_ENTERS + BUYER_ENTERS:
        rules.refuse(["initiator"])
    item = world.item(item_id)
    if item and (item.owner == member.id) != (initiator in SELLER_ENTERS):
        raise Refused(access_denied())
    thread = threads.enter(world, member, other, [item_id])
    full = conversation_shape(world, thread, member, request.site)
    shape = {name: full[name] for name in ("id", "allow_reply", "messages")}
    shape["transaction"] = {name: full["transaction"][name] for name in ("id", "item_id", "current_user_side")}
    shape["opposite_user"] = _opposite(world, thread, member, site=request.site)
    return json_answer({"conversation": shape, "code": 0})


def text_sent(sent: Body, name: str) -> tuple[str, bool]:
    """The text of a reply and whether the check for personal data is to be skipped; photos are not taken."""
    skip = sent.need("is_personal_data_sharing_check_skipped", bool)
    if sent.need_key("photo_temp_uuids", list):
        rules.refuse(["photo_temp_uuids"])
    text = sent.need(name, str).strip()
    if not text:
        rules.refuse([name])
    return text, skip


def reply(world: World, request: Request, member: Member, thread_id: int) -> Answer:
    enter_generation(world, member, 1)
    thread = threads.own_thread(world, member, thread_id)
    text, skip = text_sent(Body(Body.sent(request).need("reply", dict)), "body")
    message = threads.reply(world, thread, member, text, skip_check=skip)
    if world.switches.reply_answer == "conversation":
        return json_answer({"conversation": conversation_shape(world, thread, member, request.site), "code": 0})
    shape = message_shape(world, thread, message)
    del shape["entity"]["photos"]
    return json_answer({"message": shape, "code": 0})


def mark_as_read(world: World, request: Request, member: Member, thread_id: int) -> Answer:
    enter_generation(world, member, 1)
    threads.own_thread(world, member, thread_id).mark_read(member.id)
    return json_answer({"code": 0})


def delete(world: World, request: Request, member: Member, thread_id: int) -> Answer:
    """Takes the thread out of the member's own inbox."""
    enter_generation(world, member, 1)
    threads.own_thread(world, member, thread_id).deleted_by.add(member.id)
    return json_answer({"code": 0})


def delete_reply(world: World, request: Request, member: Member, thread_id: int, message_id: int) -> Answer:
    enter_generation(world, member, 1)
    thread = threads.own_thread(world, member, thread_id)
    found = [message for message in thread.messages if message.id == message_id and message.kind == "message"]
    if not found:
        raise Refused(not_found())
    if found[0].sender != member.id:
        raise Refused(access_denied())
    threads.take_back(thread, found[0])
    return json_answer({"code": 0})
