"""What each page of the mock front end knows (CONTRACT §20, §21), and who may see it."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from . import catalogue, listings, notifications, orders, shapes, threads
from .http import Refused, Request
from .state import Item, Member, World
from .trade import Message, Thread

SIGN_IN = "/member/signup/select_type"
Model = dict[str, Any]
SIGN_IN_FIRST: Model = {"kind": "sign_in_first"}


def page_model(world: World, request: Request, viewer: Member | None) -> Model | None:
    """The data of a page, or None where there is none (404)."""
    for pattern, make, for_members in PAGES:
        if match := re.fullmatch(pattern, request.path):
            if for_members and viewer is None:
                return SIGN_IN_FIRST
            return make(world, request, viewer, *map(int, match.groups()))
    return None


def _sign_in(world: World, request: Request, viewer: Member | None) -> Model:
    logins = [world.sign_in_as] if world.sign_in_as else [member.login for member in world.members.values()][:1]
    return {"kind": "sign_in", "login": "".join(logins), "action": f"{request.path}?{request.query_string}"}


def _home(world: World, request: Request, viewer: Member | None) -> Model:
    return {"kind": "home", "title": request.path}


def _plain(world: World, request: Request, viewer: Member | None) -> Model:
    return {"kind": "plain", "title": request.path}


# ---------------------------------------------------------------- listings


def _new(world: World, request: Request, viewer: Member) -> Model:
    return {"kind": "form"}


def _edit(world: World, request: Request, viewer: Member, item_id: int) -> Model | None:
    item = world.item(item_id)
    if item is None or item.owner != viewer.id or item.is_closed:
        return None
    return {"kind": "form", "item": shapes.edit_payload(world, item, request.site)}


def card(world: World, item: Item) -> Model:
    """What a card of the grid shows."""
    first = world.photos[item.photos[0]] if item.photos else None
    issued = int(first.uploaded_at) if first else 0
    row = shapes.wardrobe_item(world, item, {}, "vinted.fr", item.owner)
    return {
        "id": item.id, "title": item.fields.title, "path": shapes.item_path(item), "price": row["price"], "brand": row["brand"],
        "box": row["item_box"], "state": item.state, "favourites": item.favourites,
        "image": shapes.address(world, first, "310x430", issued) if first else "",
    }  # fmt: skip


def _member(world: World, request: Request, viewer: Member | None, member_id: int) -> Model | None:
    member = world.member(member_id)
    if member is None:
        return None
    own = viewer is not None and viewer.id == member_id
    items = [item for item in world.items_of(member_id) if own or item.state in ("active", "sold")]
    items.sort(key=listings.ORDERS["relevance"])  # type: ignore[arg-type]
    size = world.switches.closet_page_size
    cards = [card(world, item) for item in items[:size]]
    about = {"id": member_id, "login": member.login, "own": own}
    return {"kind": "member", **about, "items": cards, "total": len(items), "size": size}


def _favourites(world: World, request: Request, viewer: Member) -> Model:
    liked = (world.item(item) for item in world.ties.liked_by(viewer.id))
    return {"kind": "grid", "title": "Favoris", "items": [card(world, item) for item in liked if item]}


def _item(world: World, request: Request, viewer: Member | None, item_id: int) -> Model | None:
    item = world.item(item_id)
    if item is None:
        return None
    own = viewer is not None and viewer.id == item.owner
    if not own and item.state not in ("active", "reserved", "sold"):
        return None
    fields, flags = item.fields, {"is_closed": item.is_closed, "is_hidden": item.is_hidden, "is_reserved": item.is_reserved}
    brand, price = shapes.brand_title(world, fields.brand_id), shapes.money(fields.price, fields.currency)
    attributes = [
        ("brand", {"title": "Marque", "value": brand, "id": fields.brand_id}),
        ("size", {"title": "Taille", "value": shapes.size_title(item)}),
        ("status", {"title": "État", "value": shapes.condition_title(item)}),
        ("color", {"title": "Couleur", "value": shapes.colour_title(next(iter(fields.color_ids), None)) or ""}),
        ("upload_date", {"title": "Ajouté", "value": "il y a 3 jours"}),
    ]
    return {
        "kind": "item",
        "own": own,
        "plugins": [
            _plugin("attributes", {"attributes": [{"code": code, "data": data} for code, data in attributes]}),
            _plugin("description", {"description": fields.description}),
            _plugin("item_status", {"item_closing_action": item.closing_action}),
        ],
        "item": {
            "id": item.id, "title": fields.title, "price": price, "currency": fields.currency, "catalog_id": fields.catalog_id,
            "brand_dto": {"id": fields.brand_id, "title": brand}, "seller_id": item.owner, **flags,
            "item_closing_action": item.closing_action,
        },
        "seller": shapes.member_path(world.members[item.owner]),
        "photos": [
            shapes.address(world, world.photos[photo], "f800", int(world.photos[photo].uploaded_at)) for photo in item.photos
        ],
        "favourites": item.favourites,
    }  # fmt: skip


def _plugin(name: str, data: Model) -> Model:
    return {"name": name, "type": name, "section": "sidebar", "data": data}


def _catalogue(world: World, request: Request, viewer: Member | None, catalog_id: int | None = None) -> Model | None:
    """The first page, without any call; the pages after it are asked of the api host by the page itself."""
    if catalog_id is not None:
        request.query["attribute_ids[catalog]"] = str(catalog_id)
    try:
        items, pagination = catalogue.found(world, request, catalogue.PER_PAGE_MOST)
    except Refused:
        return None
    query = {name: value for name, value in request.query.items() if name not in ("page", "_rsc")}
    rows = [{"id": item.id, "productItem": _product(world, item)} for item in items]
    labels = {str(item.id): card(world, item)["box"]["accessibility_label"] for item in items}
    found = {"catalog": {"items": {"items": rows}}, "labels": labels}
    return {"kind": "catalog", **found, "pages": pagination["total_pages"], "query": query}


def _product(world: World, item: Item) -> Model:
    """A listing as components of the page take it: the names are in camel case."""
    row, fields = card(world, item), item.fields
    return {
        "id": item.id, "title": fields.title, "url": row["path"],
        "price": {"amount": shapes.amount(fields.price or 0), "currencyCode": fields.currency},  # type: ignore[arg-type]
        "isPromoted": False, "thumbnailUrl": row["image"], "photos": [{"url": row["image"]}],
        "favouriteCount": item.favourites, "user": {"id": item.owner},
        "itemBox": {"firstLine": row["box"]["first_line"], "secondLine": row["box"]["second_line"]},
    }  # fmt: skip


# ---------------------------------------------------------------- messages, orders, notifications


def _want_it(world: World, request: Request, viewer: Member) -> Model | None:
    """Enters the thread with a member about a listing, whichever generation the account is on (CONTRACT §12.4)."""
    try:
        thread = threads.enter(world, viewer, request.whole("receiver_id", 0), [request.whole("item_id", 0)])
    except Refused:
        return None
    return {"kind": "redirect", "location": f"/inbox/{thread.id}"}


def _want_it_form(world: World, request: Request, viewer: Member | None, item_id: int) -> Model:
    """Where the link of a like points to."""
    query = urlencode({"receiver_id": request.query.get("offering_id", ""), "item_id": item_id})
    return {"kind": "redirect", "location": f"/inbox/want_it?{query}"}


def _inbox(world: World, request: Request, viewer: Member) -> Model:
    rows = [_thread_row(world, thread, viewer) for thread in threads.visible_to(world, viewer.id)]
    return {"kind": "inbox", "threads": rows}


def _thread_row(world: World, thread: Thread, viewer: Member) -> Model:
    other, items = world.members[thread.other(viewer.id)], [world.items[item] for item in thread.items]
    said = [message.body for message in thread.messages if message.body]
    return {
        "id": thread.id, "login": "" if other.deleted else other.login, "unread": thread.unread(viewer.id) > 0,
        "title": items[0].fields.title if items else "", "text": said[-1] if said else "",
    }  # fmt: skip


def _thread(world: World, request: Request, viewer: Member, thread_id: int) -> Model | None:
    """Opening a thread's page is what marks it as read."""
    thread = world.threads.get(thread_id)
    if thread is None or viewer.id not in thread.members or viewer.id in thread.deleted_by:
        return None
    thread.mark_read(viewer.id)
    return {
        "kind": "thread", **_thread_row(world, thread, viewer), "generation": viewer.messaging,
        "allowReply": threads.may_reply(world, thread, viewer.id),
        "messages": [_message(thread, message, viewer) for message in thread.messages],
    }  # fmt: skip


def _message(thread: Thread, message: Message, viewer: Member) -> Model:
    offer, transaction = message.offer, thread.transaction
    text = message.body or " ".join(filter(None, (message.title, message.subtitle)))
    if offer and transaction:
        text = shapes.price_label(offer.price, transaction.currency)
    return {"id": message.id, "kind": message.kind, "mine": message.sender == viewer.id, "text": text}


def _orders(world: World, request: Request, viewer: Member) -> Model:
    bought = request.query.get("order_type") == "purchased" or request.path.endswith("/purchased")
    mine = [t for t in world.transactions.values() if t.is_order and viewer.id == (t.buyer if bought else t.seller)]
    rows = [
        {
            "id": order.id, "thread": order.thread, "title": threads.bundle_title(world, order),
            "status": orders.sentence(order, request), "shipment": order.shipment.id if order.shipment else None,
            "labelOrdered": bool(order.shipment and order.shipment.ordered_at), "mayShip": order.state == "paid" and not bought,
        }
        for order in mine
    ]  # fmt: skip
    return {"kind": "orders", "orders": rows}


def _notifications(world: World, request: Request, viewer: Member) -> Model:
    feed = notifications.feed(world, request, viewer)
    names = ("id", "body", "link", "is_read")
    return {"kind": "notifications", "entries": [{name: row[name] for name in names} for row in feed["notifications"]]}


# pattern, what it knows, whether only members may see it
PAGES: tuple[tuple[str, Callable[..., Model | None], bool], ...] = (
    (SIGN_IN, _sign_in, False),
    ("/", _home, False),
    ("/items/push_up/new", _plain, False),
    ("/items/new", _new, True),
    (r"/items/(\d+)/edit", _edit, True),
    (r"/items/(\d+)(?:-[^/]*)?", _item, False),
    (r"/items/(\d+)/want_it/new", _want_it_form, False),
    (r"/member/(\d+)(?:-[^/]*)?", _member, False),
    ("/member/items/favourite_list", _favourites, True),
    ("/member/notifications", _notifications, True),
    ("/catalog", _catalogue, False),
    (r"/catalog/(\d+)(?:-[^/]*)?", _catalogue, False),
    ("/inbox", _inbox, True),
    ("/inbox/want_it", _want_it, True),
    (r"/inbox/(\d+)", _thread, True),
    (r"/inbox/(\d+)/details", _thread, True),
    (r"/my_orders(?:/sold|/purchased)?", _orders, True),
)
