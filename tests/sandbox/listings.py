"""Writing and reading one's own listings and drafts (CONTRACT §7.3, §10). Each handler takes effect or raises `Refused`.

The session, CSRF token, origin and restriction were checked before (`api.py`); what a body must hold is in `rules.py`.
"""

import time
from collections.abc import Callable

from . import rules, shapes
from .http import Answer, Refused, Request, access_denied, json_answer, not_found
from .notifications import tell
from .social import FAVOURITE_SOLD, PRICE_DROP
from .state import Fields, Item, Member, World


def own_item(world: World, member: Member, item_id: int) -> Item:
    item = world.item(item_id)
    if item is None:
        raise Refused(not_found())
    if item.owner != member.id:
        raise Refused(access_denied())
    return item


def own_draft(world: World, member: Member, draft_id: int) -> Item:
    item = own_item(world, member, draft_id)
    if not item.is_draft:
        raise Refused(not_found())
    return item


def own_listing(world: World, member: Member, item_id: int) -> Item:
    item = own_item(world, member, item_id)
    if item.is_draft:
        raise Refused(not_found())
    return item


def _success(world: World, data: object) -> Answer:
    return Answer() if world.switches.empty_body_success else json_answer(data)


def _read(world: World, request: Request, member: Member, envelope: str, item: Item | None) -> rules.Sent:
    sent = rules.read(request, envelope, member.market.currency)
    rules.settle_brand(world, sent)
    if rules.unusable_photos(world, sent, member.id, item):
        rules.refuse(["photos"])
    return sent


def _add(world: World, member: Member, fields: Fields, photos: list[int], *, is_draft: bool) -> Item:
    item = Item(world.new_id("item"), member.id, fields, [], time.time(), is_draft=is_draft)
    world.items[item.id] = item
    world.assign(item, photos)
    return item


def _publish(world: World, item: Item, sent: rules.Sent) -> None:
    item.is_draft = False
    item.paid_bump = sent.push_up
    item.created_at = time.time()
    item.processing_until = time.time() + world.switches.processing_seconds
    world.went_live(item)


def create(world: World, request: Request, member: Member) -> Answer:
    sent = _read(world, request, member, "item", None)
    rules.refuse(rules.faults_of(world, sent.fields, len(sent.photos)))
    item = _add(world, member, sent.fields, sent.photos, is_draft=False)
    _publish(world, item, sent)
    return _success(world, {"item": shapes.created(world, item, request.site), "code": 0})


def edit(world: World, request: Request, member: Member, item_id: int) -> Answer:
    """The whole object replaces the listing; a photo left out is removed."""
    item = own_listing(world, member, item_id)
    if item.is_closed:
        raise Refused(access_denied())
    sent = _read(world, request, member, "item", item)
    if sent.id != item_id:
        raise Refused(access_denied())
    rules.refuse(rules.faults_of(world, sent.fields, len(sent.photos)))
    before, item.fields = item.fields.price, sent.fields
    if before and item.fields.price and item.fields.price < before:
        for liker in world.ties.who_likes(item.id):
            tell(world, liker, PRICE_DROP, item=item)
    world.assign(item, sent.photos)
    return _success(world, {"item": shapes.edit_payload(world, item, request.site), "code": 0})


def draft_create(world: World, request: Request, member: Member) -> Answer:
    sent = _read(world, request, member, "draft", None)
    item = _add(world, member, sent.fields, sent.photos, is_draft=True)
    return json_answer({"draft": {"id": item.id, "is_draft": True}, "code": 0})


def draft_update(world: World, request: Request, member: Member, draft_id: int) -> Answer:
    item = own_draft(world, member, draft_id)
    sent = _read(world, request, member, "draft", item)
    item.fields = sent.fields
    world.assign(item, sent.photos)
    return json_answer({"draft": {"id": item.id, "is_draft": True}, "code": 0})


def draft_complete(world: World, request: Request, member: Member, draft_id: int) -> Answer:
    """Publishes a draft under strict checks; the listing's id may differ from the draft's."""
    item = own_draft(world, member, draft_id)
    sent = _read(world, request, member, "draft", item)
    rules.refuse(rules.faults_of(world, sent.fields, len(sent.photos)))
    oldest = min(world.photos[photo].uploaded_at for photo in sent.photos)
    limit = world.switches.stale_photo_seconds
    if limit is not None and time.time() - oldest > limit:
        rules.refuse(["photos"])
    item.fields = sent.fields
    world.assign(item, sent.photos)
    if world.switches.new_id_on_completion:
        item.deleted = True
        item = _add(world, member, sent.fields, sent.photos, is_draft=True)
    _publish(world, item, sent)
    shape = {"id": item.id, "is_draft": False, "is_processing": item.is_processing}
    return _success(world, {"item": shape, "code": 0})


def draft_delete(world: World, request: Request, member: Member, draft_id: int) -> Answer:
    own_draft(world, member, draft_id).deleted = True
    return json_answer({"code": 0})


def delete(world: World, request: Request, member: Member, item_id: int) -> Answer:
    """200 or 204; 404 when gone; 403 when sold, or for any body or content type in the strict variant."""
    if world.switches.strict_delete and (request.body or "content-type" in request.headers):
        raise Refused(access_denied())
    item = own_listing(world, member, item_id)
    if item.is_closed:
        raise Refused(access_denied())
    item.deleted = True
    return Answer(204) if world.switches.delete_status == 204 else _success(world, {"code": 0})


def set_hidden(world: World, request: Request, member: Member, item_id: int) -> Answer:
    item = own_listing(world, member, item_id)
    wanted = request.json()
    if not isinstance(wanted, dict) or not isinstance(wanted.get("is_hidden"), bool):
        rules.refuse(["is_hidden"])
    if item.is_closed:
        raise Refused(access_denied())
    was_hidden, item.is_hidden = item.is_hidden, wanted["is_hidden"]
    if was_hidden and not item.is_hidden:
        world.look_for_duplicate(item)
    shape = {"item": {"id": item.id, "is_hidden": item.is_hidden}}
    return _success(world, (shape if world.switches.hidden_answer == "item" else {}) | {"code": 0})


def reserve(world: World, request: Request, member: Member, item_id: int) -> Answer:
    """Invented: no public source shows this call. Only the page's own button uses it."""
    item = own_listing(world, member, item_id)
    item.is_reserved = not item.is_reserved
    return json_answer({"code": 0})


def sell(world: World, request: Request, member: Member, item_id: int) -> Answer:
    """Invented, as `reserve`."""
    item = own_listing(world, member, item_id)
    item.closing_action, item.is_reserved = "sold", False
    for liker in world.ties.who_likes(item.id):
        tell(world, liker, FAVOURITE_SOLD, item=item)
    return json_answer({"code": 0})


def read(world: World, request: Request, member: Member, item_id: int) -> Answer:
    """The edit payload; 403 for others' and sold ones."""
    item = own_item(world, member, item_id)
    if item.is_closed or item.is_reserved:
        raise Refused(access_denied())
    shape = shapes.edit_payload(world, item, request.site, dynamic=rules.has_dynamic_headers(request))
    return json_answer({"item": shape, "parcel": None, "code": 0})


def drafts(world: World, request: Request, member: Member) -> Answer:
    rows = sorted((item for item in world.items_of(member.id) if item.is_draft), key=lambda item: -item.id)
    rows, pagination = shapes.page_of(rows, request.whole("page", 1), min(request.whole("per_page", 20), 96))
    shown = [
        {
            "id": item.id, "title": item.fields.title, "price": shapes.money(item.fields.price, item.fields.currency),
            "photos": shapes.photos_of(world, item), "is_draft": True,
        }
        for item in rows
    ]  # fmt: skip
    return json_answer({"drafts": shown, "pagination": pagination, "code": 0})


ORDERS: dict[str, Callable[[Item], object]] = {
    "newest_first": lambda item: (-item.created_at, -item.id),
    # a fixed shuffle: position says nothing about age
    "relevance": lambda item: item.id * 2654435761 % 2**32,
}


def wardrobe(world: World, request: Request, viewer: Member | None, member_id: int) -> Answer:
    """A member's closet; drafts, hidden, reserved and processing ones are shown to the owner alone."""
    member = world.member(member_id)
    if member is None:
        return not_found()
    own = viewer is not None and viewer.id == member_id
    items = [item for item in world.items_of(member_id) if own or item.state in ("active", "sold")]
    items.sort(key=ORDERS.get(request.query.get("order", ""), ORDERS["relevance"]))  # type: ignore[arg-type]
    items, pagination = shapes.page_of(items, request.whole("page", 1), min(request.whole("per_page", 20), 96))
    owner = shapes.member_brief(world, member, request.site)
    rows = [shapes.wardrobe_item(world, item, owner, request.site, viewer.id if viewer else None) for item in items]
    return json_answer({"items": rows, "pagination": pagination, "code": 0})


def empty_list(request: Request) -> Answer:
    """The empty closet that a glitch or an expired session shows."""
    rows, pagination = shapes.page_of([], 1, min(request.whole("per_page", 20), 96))
    return json_answer({"items": rows, "pagination": pagination, "code": 0})
