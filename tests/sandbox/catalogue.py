"""Searching what everybody has for sale (CONTRACT §17.1): which listings match, in which order, and a row of the answer."""

import random
import uuid
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from . import reference, shapes
from .http import Answer, Refused, Request, json_answer
from .state import Item, Member, World

PER_PAGE_MOST = 96
TOTAL_MOST = 960
# what is not offered by the new service: an empty one is a mistake of the sender's
NEVER_EMPTY = ("price_from", "price_to", "currency")
SPARSE = ("brand_title", "size_title", "favourite_count")


def invalid() -> Answer:
    return json_answer({"error": "INVALID_REQUEST"}, 400)


def _price(request: Request, name: str) -> Decimal | None:
    if name not in request.query:
        return None
    try:
        return Decimal(request.query[name])
    except InvalidOperation as error:
        raise Refused(invalid()) from error


def chosen(request: Request, code: str) -> set[int]:
    """The ids of one filter, `attribute_ids[code]=1,2`; an empty value is none. Older parameter names mean nothing."""
    parts = request.query.get(f"attribute_ids[{code}]", "").split(",")
    return {int(part) for part in parts if part.strip().isdigit()}


def _ids_of(item: Item, code: str) -> set[int]:
    """What a filter looks at in a listing; a category counts with all above it."""
    fields = item.fields
    match code:
        case "catalog":
            return {category.id for category in reference.lineage(fields.catalog_id or 0)}
        case "brand":
            return {fields.brand_id} if fields.brand_id else set()
        case "status":
            return set(fields.attributes.get("condition", ()))
        case "color":
            return set(fields.color_ids)
    return set(fields.attributes.get(code, ()))


def matching(world: World, request: Request, without: str = "") -> Iterator[Item]:
    """Every listing for sale that fits; `without` leaves one filter out, as its own list of choices does."""
    for name in NEVER_EMPTY:
        if request.query.get(name) == "":
            raise Refused(invalid())
    low, high = _price(request, "price_from"), _price(request, "price_to")
    words = reference.fold(request.query.get("search_text", "")).split()
    codes = [name[len("attribute_ids[") : -1] for name in request.query if name.startswith("attribute_ids[")]
    wanted = {code: ids for code in codes if code != without and (ids := chosen(request, code))}
    for item in world.items.values():
        if item.state != "active" or world.members[item.owner].deleted:
            continue
        price = item.fields.price or Decimal(0)
        if (low is not None and price < low) or (high is not None and price > high):
            continue
        if words and not _says(world, item, words):
            continue
        if all(_ids_of(item, code) & ids for code, ids in wanted.items()):
            yield item


def _says(world: World, item: Item, words: list[str]) -> bool:
    fields = item.fields
    text = reference.fold(f"{fields.title} {fields.description} {shapes.brand_title(world, fields.brand_id)}")
    return all(word in text for word in words)


ORDERS: dict[str, Callable[[Item], Any]] = {
    "newest_first": lambda item: (-item.created_at, -item.id),
    "price_low_to_high": lambda item: (item.fields.price or 0, item.id),
    "price_high_to_low": lambda item: (-(item.fields.price or 0), item.id),
}


def found(world: World, request: Request, per_page: int) -> tuple[list[Item], dict[str, int]]:
    """One page; `relevance` is a shuffled draw, so the same question gives another page each time."""
    items = [item for item in matching(world, request) if not item.is_closed]
    if order := ORDERS.get(request.query.get("order", "")):
        items.sort(key=order)
    else:
        random.shuffle(items)
    return shapes.page_of(items[:TOTAL_MOST], request.whole("page", 1), per_page)


def search(world: World, request: Request, viewer: Member | None) -> Answer:
    items, pagination = found(world, request, min(request.whole("per_page", PER_PAGE_MOST), PER_PAGE_MOST))
    rows = [_row(world, item, request.site, viewer) for item in items]
    tracking = {"search_correlation_id": str(uuid.uuid4()), "search_session_id": str(uuid.uuid4())}
    return json_answer({"items": rows, "pagination": pagination, "search_tracking_params": tracking})


def _row(world: World, item: Item, site: str, viewer: Member | None) -> dict[str, Any]:
    fields = item.fields
    price = fields.price or Decimal(0)
    fee, brand, size = shapes.protection_fee(price), shapes.brand_title(world, fields.brand_id), shapes.size_title(item)
    condition, total = shapes.condition_title(item), f"{price + fee:.2f}"
    row = {
        "id": item.id, "title": fields.title, "path": shapes.item_path(item), "url": shapes.item_path(item),
        "price": shapes.money(price, fields.currency), "is_visible": True, "brand_title": brand, "size_title": size,
        "status": condition, "user": shapes.member_brief(world, world.members[item.owner], site), "promoted": False,
        "photo": next(iter(shapes.photos_of(world, item)), None), "favourite_count": item.favourites, "view_count": 0,
        "is_favourite": viewer is not None and item.id in world.ties.liked_by(viewer.id),
        "service_fee": {"amount": f"{fee:.2f}", "currency_code": fields.currency},
        "total_item_price": {"amount": total, "currency_code": fields.currency}, "content_source": "search",
        "item_box": shapes.box(item, brand, size, condition, total),
        "search_tracking_params": {"score": 1.0, "matched_queries": []},
    }  # fmt: skip
    return {name: value for name, value in row.items() if name not in SPARSE} if world.switches.catalogue_sparse else row
