"""The second generation of messages, `api.vinted.<tld>/messaging/main` (CONTRACT §12.5, §12.6).

It answers only members whose account is on it. Nobody knows how it writes offers and orders: here they are messages of types
that no client can know, and say nothing readable.
"""

from typing import Any

from . import shapes, threads
from .bodies import Body
from .http import Answer, Request, json_answer
from .messages import enter_generation, text_sent
from .state import Member, World
from .trade import Message, Thread

PLAIN = "reply_plain"
# invented on purpose: a client that acts on them has guessed
UNKNOWN = {
    "offer_request_message": "sandbox_opaque_1", "offer_message": "sandbox_opaque_2", "status_message": "sandbox_opaque_3",
    "action_message": "sandbox_opaque_4",
}  # fmt: skip


def _cursors(rows: list[Any], request: Request, size: int) -> tuple[list[Any], dict[str, Any]]:
    """The rows from the cursor on. A cursor is opaque; one that was not handed out begins at the front."""
    text = request.query.get("cursor", "")
    start = int(text, 36) if text.isalnum() and text.isascii() else 0
    start = start if 0 <= start < len(rows) else 0
    end = start + size
    pagination = {
        "has_next": end < len(rows), "has_prev": start > 0, "next_cursor": _cursor(end) if end < len(rows) else None,
        "prev_cursor": _cursor(max(0, start - size)) if start else None,
    }  # fmt: skip
    return rows[start:end], pagination


def _cursor(place: int) -> str:
    digits = ""
    while place:
        place, digit = divmod(place, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"


def inbox(world: World, request: Request, member: Member) -> Answer:
    enter_generation(world, member, 2)
    rows, pagination = _cursors(list(threads.visible_to(world, member.id)), request, world.switches.messaging_page_size)
    shown = [_row(world, thread, member) for thread in rows]
    return json_answer({"conversations": shown, "pagination": pagination})


def _row(world: World, thread: Thread, member: Member) -> dict[str, Any]:
    last = thread.messages[-1] if thread.messages else None
    return _common(world, thread, member) | {
        "data": {}, "labels": [], "nudges": [], "last_message": message_shape(thread, last) if last else None,
    }  # fmt: skip


def _common(world: World, thread: Thread, member: Member) -> dict[str, Any]:
    return {
        "id": thread.id, "conversation_type": "transaction" if thread.transaction else "member",
        "created_at": shapes.moment_utc(thread.started_at), "is_deletable": True,
        "is_unread_by_current_user": thread.unread(member.id) > 0, "opposite_users": _opposite(world, thread, member),
    }  # fmt: skip


def _opposite(world: World, thread: Thread, member: Member) -> list[dict[str, Any]]:
    other = world.members[thread.other(member.id)]
    if other.deleted and world.switches.deleted_member_variant == "null":
        return []
    return [{"type": "member", "data": {"id": other.id, "login": None if other.deleted else other.login}}]


def message_shape(thread: Thread, message: Message) -> dict[str, Any]:
    number = message.id % 10**7
    data = {"id": f"r-{number:04d}"} | ({"content": message.body} if message.kind == "message" else {})
    return {
        "id": f"m-{number:04d}", "conversation_id": thread.id, "created_at": shapes.moment_utc(message.at), "data": data,
        "message_type": UNKNOWN.get(message.kind, PLAIN), "sender_id": message.sender,
    }  # fmt: skip


def conversation(world: World, request: Request, member: Member, thread_id: int) -> Answer:
    """A thread with its newest messages, oldest of them first; the cursor leads to earlier ones."""
    enter_generation(world, member, 2)
    thread = threads.own_thread(world, member, thread_id)
    size = world.switches.messaging_page_size
    newest, pagination = _cursors(thread.messages[::-1], request, size)
    order = {"escrow_order_id": thread.transaction.id} if thread.transaction else {}
    if order and world.switches.escrow_order_nested:
        order = {"transaction": {"details": order}}  # type: ignore[dict-item]
    return json_answer(_common(world, thread, member) | {
        "data": order, "allow_reply": threads.may_reply(world, thread, member.id), "is_peeking": False,
        "is_seen": thread.unread(member.id) == 0, "localization": None, "peeking_as_side": None,
        "messages": [message_shape(thread, message) for message in newest[::-1]], "pagination": pagination,
    })  # fmt: skip


def unread_count(world: World, request: Request, member: Member) -> Answer:
    enter_generation(world, member, 2)
    return json_answer({"unread_count": sum(thread.unread(member.id) for thread in threads.visible_to(world, member.id))})


def reply(world: World, request: Request, member: Member, thread_id: int) -> Answer:
    enter_generation(world, member, 2)
    thread = threads.own_thread(world, member, thread_id)
    text, skip = text_sent(Body.sent(request), "content")
    message = threads.reply(world, thread, member, text, skip_check=skip)
    return json_answer(message_shape(thread, message), 201)


def inquire(world: World, request: Request, member: Member) -> Answer:
    """Enters the thread with a member about one listing or several; says the transaction only."""
    enter_generation(world, member, 2)
    sent = Body.sent(request)
    items = [Body({"id": item}).number("id") for item in sent.need("item_ids", list)]
    thread = threads.enter(world, member, sent.number("receiver_id"), items)
    return json_answer({"transaction_id": thread.transaction.id if thread.transaction else None})
