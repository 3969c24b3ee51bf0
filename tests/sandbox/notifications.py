"""The feed of notifications (CONTRACT §14): who is told of what, and the feed as its addresses give it.

Which address answers and what it demands is in `api.py` and `services.py`.
"""

import time
import uuid
from typing import Any

from . import shapes
from .http import Answer, Request, json_answer
from .social import (
    FAVOURITE_SOLD,
    FEEDBACK_WANTED,
    FOLLOW,
    LIKE,
    MESSAGE,
    OFFER,
    OFFER_ACCEPTED,
    OFFER_REJECTED,
    OFFER_SENT,
    PRICE_DROP,
    EntryLink,
    Notification,
)
from .state import Item, Member, World

DAY = 24 * 3600
BODIES = {
    LIKE: "{who} a ajouté ton article à ses favoris",
    FOLLOW: "{who} te suit",
    PRICE_DROP: "Le prix d'un de tes favoris a baissé",
    MESSAGE: "{who} t'a envoyé un message",
    OFFER_SENT: "{who} te propose un prix",
    OFFER: "{who} t'a fait une offre",
    OFFER_ACCEPTED: "{who} a accepté ton offre",
    OFFER_REJECTED: "{who} a refusé ton offre",
    FAVOURITE_SOLD: "Un de tes favoris a été vendu",
    FEEDBACK_WANTED: "Laisse une évaluation",
}
ABOUT_ITEMS = (PRICE_DROP, FAVOURITE_SOLD)


def tell(
    world: World,
    member: int,
    entry_type: int,
    *,
    actor: Member | None = None,
    item: Item | None = None,
    thread: int | None = None,
    at: float | None = None,
    link: EntryLink = "web",
    names_user: bool = True,
) -> Notification:
    """Puts an entry into a member's feed, with the words and the link Vinted gives it."""
    who = f"<b>{actor.login}</b>" if actor else ""
    entry = Notification(
        id=world.new_id("notification") if world.switches.notification_ids == "number" else str(uuid.uuid4()),
        member=member, entry_type=entry_type, at=at or time.time(), body=BODIES[entry_type].format(who=who),
        link=_link(world.members[member], entry_type, actor, item, thread, link), subject=item.id if item else None,
        user=actor.id if actor else None, names_user=names_user and entry_type not in ABOUT_ITEMS,
    )  # fmt: skip
    world.notifications.append(entry)
    return entry


def _link(reader: Member, entry_type: int, actor: Member | None, item: Item | None, thread: int | None, form: EntryLink) -> str:
    """A like leads to the form for writing to who liked: in the web form, the app's, or (`none`) without naming anybody."""
    if entry_type == LIKE and item and actor and form == "web":
        return f"/items/{item.id}/want_it/new?offering_id={actor.id}"
    if entry_type == LIKE and item and actor and form == "app":
        return f"vintedfr://messaging?item_id={item.id}&user_id={actor.id}&portal={reader.market.portal}"
    if thread is not None:
        return f"/inbox/{thread}"
    if item is not None:
        return f"/items/{item.id}"
    return shapes.member_path(actor) if actor else "/"


def kept(world: World, member: int) -> list[Notification]:
    """What the feed still shows, newest first."""
    oldest = time.time() - world.switches.notification_days * DAY
    entries = [entry for entry in world.notifications if entry.member == member and entry.at >= oldest]
    return sorted(entries, key=lambda entry: -entry.at)


def _picture(world: World, entry: Notification) -> tuple[str, str]:
    """Address of a small round avatar or of the listing's first photo."""
    actor, item = world.members.get(entry.user or 0), world.items.get(entry.subject or 0)
    if actor and actor.avatar:
        return shapes.address(world, actor.avatar, "50x50", int(actor.avatar.uploaded_at)), "user"
    if item and item.photos:
        photo = world.photos[item.photos[0]]
        return shapes.address(world, photo, "50x50", int(photo.uploaded_at)), "item"
    return "https://images1.vinted.net/t/00_00000_none/50x50/0.webp?s=0", "item"


def _shape(world: World, entry: Notification) -> dict[str, Any]:
    url, kind = _picture(world, entry)
    shape = {
        "id": entry.id, "entry_type": entry.entry_type, "subject_id": entry.subject, "body": entry.body, "link": entry.link,
        "small_photo_url": url, "photo_type": kind, "note": entry.note, "updated_at": shapes.moment(entry.at),
        "is_read": entry.is_read,
    }  # fmt: skip
    return shape | {"user_id": entry.user} if entry.names_user and entry.user else shape


def feed(world: World, request: Request, member: Member) -> dict[str, Any]:
    """A page of the feed; reading it marks what was on it as read, unless asked not to."""
    rows, pagination = shapes.page_of(kept(world, member.id), request.whole("page", 1), min(request.whole("per_page", 20), 100))
    shown = [_shape(world, entry) for entry in rows]
    if world.switches.reading_marks_notifications and request.query.get("mark_as_read") != "false":
        for entry in rows:
            entry.is_read = True
    return {"notifications": shown, "pagination": pagination}


def unread_count(world: World, request: Request, member: Member) -> dict[str, Any]:
    return {"count": sum(not entry.is_read for entry in kept(world, member.id))}


def gateway(world: World, request: Request, member: Member) -> Answer:
    """`www/web/api/notifications/…`: the same feed in the envelope of the core API."""
    found = FEEDS.get(request.path.removeprefix("/web/api/notifications"))
    if found is None or request.method != "GET":
        return json_answer({"error": "NOT_FOUND"}, 404)
    return json_answer(found(world, request, member) | {"code": 0})


FEEDS = {"/notifications": feed, "/notifications/unread_count": unread_count}
