"""How members, photos and listings are written in answers: the field names and nesting of CONTRACT §5–§10.

Pure functions from `state.py` to plain data; who may see what is decided by the routes.
"""

import time
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import msgspec

from . import images, reference
from .state import Item, Member, Photo, World

ITEM_THUMBS = ("70x100", "150x210", "310x430", "364x428", "428x624", "624x428")
AVATAR_THUMBS = (20, 50, 100, 150, 310)
ISBN_PLACEHOLDER = "0000000000000"
PARIS = timezone(timedelta(hours=1))
SYMBOLS = {"EUR": "€", "PLN": "zł", "CZK": "Kč", "SEK": "kr", "DKK": "kr.", "RON": "lei", "HUF": "Ft"}
SYMBOLS_BEFORE = {"GBP": "£", "USD": "$"}


def amount(price: Decimal) -> str:
    """A decimal string with one or two decimals, as Vinted writes them."""
    text = f"{price:.2f}"
    return text[:-1] if text.endswith("0") else text


def money(price: Decimal | None, currency: str) -> dict[str, str] | None:
    return None if price is None else {"amount": amount(price), "currency_code": currency}


def price_label(price: Decimal, currency: str) -> str:
    """A price as a person reads it."""
    if currency in SYMBOLS_BEFORE:
        return f"{SYMBOLS_BEFORE[currency]}{price:.2f}"
    return f"{price:.2f} {SYMBOLS[currency]}".replace(".", ",", 1)


def protection_fee(price: Decimal) -> Decimal:
    """What the buyer pays on top: 0.70 and five per cent (CONTRACT §19)."""
    return (Decimal("0.70") + price * Decimal("0.05")).quantize(Decimal("0.01"), ROUND_HALF_UP)


def moment(at: float) -> str:
    """A point in time as the core API writes it."""
    return datetime.fromtimestamp(int(at), PARIS).isoformat()


def moment_utc(at: float) -> str:
    """A point in time as the services of the api host write it."""
    return datetime.fromtimestamp(int(at), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())[:60]


def item_path(item: Item) -> str:
    name = slug(item.fields.title)
    return f"/items/{item.id}-{name}" if name else f"/items/{item.id}"


def member_path(member: Member) -> str:
    return f"/member/{member.id}-{member.login}"


# ---------------------------------------------------------------- photos


def address(world: World, photo: Photo, size: str, issued: int) -> str:
    """A signed address of one size; it stops working when addresses are expired (see `photos.image`)."""
    path = f"/t/{photo.token}/{size}/{issued}.webp"
    return f"https://images1.vinted.net{path}?s={images.sign(world.image_secret + bytes([world.image_generation % 256]), path)}"


def _photo_base(world: World, photo: Photo, issued: int, thumbs: list[tuple[str, str, int, int]]) -> dict[str, Any]:
    look = photo.look
    return {
        "id": photo.id,
        "width": look.width,
        "height": look.height,
        "dominant_color": look.colour,
        "dominant_color_opaque": look.colour,
        "url": address(world, photo, "f800", issued),
        "thumbnails": [
            {"type": kind, "url": address(world, photo, size, issued), "width": width, "height": height, "original_size": None}
            for kind, size, width, height in thumbs
        ],
        "high_resolution": {"id": photo.token, "timestamp": int(photo.uploaded_at), "orientation": None},
        "is_suspicious": False,
        "full_size_url": address(world, photo, "tc", issued),
        "is_hidden": False,
        "extra": {},
    }


def _issued(world: World, photo: Photo) -> int:
    """Fresh addresses at each read when they can run out of time; else the same ones, so that they need not be signed anew."""
    return int(photo.uploaded_at) if world.switches.image_url_seconds is None else int(time.time())


def _remembered(world: World, photo: Photo, issued: int, key: object, make: Any) -> msgspec.Raw:
    full_key = (world.image_generation, issued, key)
    shape = photo.shapes.get(full_key)
    if shape is None:
        if len(photo.shapes) > 8:
            photo.shapes.clear()
        shape = photo.shapes[full_key] = msgspec.Raw(msgspec.json.encode(make()))
    return shape  # type: ignore[return-value]


def photo_of_item(world: World, photo: Photo, place: int, *, uploaded: bool = False) -> msgspec.Raw:
    """A photo of a listing at a place counted from 1; with `uploaded`, as the answer to an upload."""
    issued = _issued(world, photo)

    def make() -> dict[str, Any]:
        thumbs = [(f"thumb{size}", size, *map(int, size.split("x"))) for size in ITEM_THUMBS]
        shape = _photo_base(world, photo, issued, thumbs)  # type: ignore[arg-type]
        shape |= {"image_no": place, "is_main": place == 1}
        return shape | {"temp_uuid": photo.temp_uuid, "orientation": 0} if uploaded else shape

    return _remembered(world, photo, issued, (place, uploaded), make)


def avatar(world: World, photo: Photo | None) -> msgspec.Raw | None:
    if photo is None:
        return None
    issued = _issued(world, photo)

    def make() -> dict[str, Any]:
        thumbs = [(f"thumb{side}", f"{side}x{side}", side, side) for side in AVATAR_THUMBS]
        return _photo_base(world, photo, issued, thumbs) | {"temp_uuid": None, "orientation": None}

    return _remembered(world, photo, issued, "avatar", make)


def photos_of(world: World, item: Item) -> list[msgspec.Raw]:
    return [photo_of_item(world, world.photos[photo], place) for place, photo in enumerate(item.photos, 1)]


# ---------------------------------------------------------------- members


def feedback_counts(world: World, member_id: int) -> dict[str, Any]:
    ratings = [feedback.rating for feedback in world.ties.feedback if feedback.member == member_id]
    return {
        "positive_feedback_count": sum(rating > 3 for rating in ratings),
        "neutral_feedback_count": ratings.count(3),
        "negative_feedback_count": sum(rating < 3 for rating in ratings),
        "feedback_reputation": round(sum(ratings) / len(ratings) / 5, 2) if ratings else 0.0,
        "feedback_count": len(ratings),
    }


def member_public(world: World, member: Member, site: str, viewer: int | None) -> dict[str, Any]:
    """A member's profile as the viewer sees it; `is_favourite` says that the viewer follows them."""
    market, ties = member.market, world.ties
    live = len(world.live_items(member.id))
    traded = [transaction for transaction in world.transactions.values() if transaction.is_order]
    proof = {"valid": False, "available": False, "verified_at": None}
    return {
        "id": member.id,
        "login": member.login,
        "real_name": member.real_name,
        "item_count": live,
        "total_items_count": sum(1 for _ in world.items_of(member.id)),
        "given_item_count": sum(transaction.seller == member.id for transaction in traded),
        "taken_item_count": sum(transaction.buyer == member.id for transaction in traded),
        "followers_count": len(ties.followers_of(member.id)),
        "following_count": len(ties.followed_by(member.id)),
        **feedback_counts(world, member.id),
        "is_on_holiday": member.on_holiday,
        "expose_location": True,
        "last_loged_on_ts": datetime.now(UTC).isoformat(timespec="seconds"),
        "city": member.city,
        "country_id": market.country_id,
        "country_code": "UK" if market.country == "GB" else market.country,
        "country_iso_code": market.country,
        "country_title": market.title,
        "country_title_local": market.title,
        "locale": market.lang.lower(),
        "photo": avatar(world, member.avatar),
        "path": member_path(member),
        "profile_url": f"https://www.{site}{member_path(member)}",
        "moderator": False,
        "about": member.about,
        "bundle_discount": {
            "id": 1, "user_id": member.id, "enabled": True, "minimal_item_count": 2, "fraction": "0.1",
            "discounts": [{"minimal_item_count": 2, "fraction": "0.1"}, {"minimal_item_count": 5, "fraction": "0.2"}],
        },
        "verification": {"email": {"valid": True, "available": True, "verified_at": None}, "facebook": proof, "google": proof},
        "seller_badges": [],
        "is_online": False,
        "is_hated": viewer is not None and ties.has_blocked(viewer, member.id),
        "hates_you": viewer is not None and ties.has_blocked(member.id, viewer),
        "is_favourite": viewer is not None and member.id in ties.followed_by(viewer),
        "can_view_profile": True,
        "business": False,
        "business_account": None,
        "is_account_banned": False,
        "account_ban_date": None,
        "is_account_ban_permanent": False,
    }  # fmt: skip


def member_own(world: World, member: Member, site: str) -> dict[str, Any]:
    own = {
        "real_name": member.real_name or "Prénom Inventé", "email": member.email, "anon_id": member.anon_id, "restriction": None,
        "moderator_restricted": False,
    }  # fmt: skip
    return member_public(world, member, site, member.id) | own


# ---------------------------------------------------------------- listings


def brand_title(world: World, brand_id: int | None) -> str:
    brand = reference.BRANDS_BY_ID.get(brand_id or 0)
    return brand.title if brand else world.brand_titles.get(brand_id or 0, "")


def condition_title(item: Item) -> str:
    return reference.CONDITIONS.get(item.fields.first("condition") or 0, ("", ""))[0]


def colour_title(colour: int | None) -> str | None:
    return reference.COLOURS[colour][0] if colour in reference.COLOURS else None


def size_title(item: Item) -> str:
    return reference.SIZES.get(item.fields.first("size") or 0, "")


def box(item: Item, brand: str, size: str, condition: str, total: str) -> dict[str, Any]:
    price, symbol = amount(item.fields.price or Decimal(0)), (SYMBOLS | SYMBOLS_BEFORE)[item.fields.currency]
    label = f"{item.fields.title}, marque: {brand}, état: {condition}, taille: {size}, {price} {symbol}, {total} {symbol}"
    return {
        "first_line": brand,
        "second_line": " · ".join(filter(None, (size, condition))),
        "exposures": [],
        "accessibility_label": f"{label} Protection acheteurs incluse",
        "item_id": item.id,
    }


def wardrobe_item(world: World, item: Item, owner_shape: dict[str, Any], site: str, viewer: int | None) -> dict[str, Any]:
    """A row of the closet: no description, category or date; counts only for the owner."""
    fields, state, own = item.fields, item.state, viewer == item.owner
    brand, size, condition = brand_title(world, fields.brand_id), size_title(item), condition_title(item)
    price = fields.price if fields.price is not None else Decimal(0)
    fee = protection_fee(price)
    return {
        "id": item.id,
        "title": fields.title,
        "path": item_path(item),
        "url": f"https://www.{site}{item_path(item)}",
        "price": money(price, fields.currency),
        "currency": fields.currency,
        "brand": brand,
        "size": size,
        "status": condition,
        "user_id": item.owner,
        "user": owner_shape,
        "photos": photos_of(world, item),
        "favourite_count": item.favourites,
        "view_count": item.views if own else 0,
        "is_favourite": viewer is not None and item.id in world.ties.liked_by(viewer),
        "is_draft": item.is_draft,
        "is_hidden": item.is_hidden,
        "is_reserved": item.is_reserved,
        "is_closed": item.is_closed,
        "is_processing": item.is_processing,
        "is_heavy_bulky": False,
        "is_business_user": False,
        "item_closing_action": item.closing_action,
        "item_alert_type": item.alert,
        "item_box": box(item, brand, size, condition, f"{price + fee:.2f}"),
        "service_fee": {"amount": f"{fee:.2f}", "currency_code": fields.currency},
        "total_item_price": {"amount": f"{price + fee:.2f}", "currency_code": fields.currency},
        "transaction_permitted": state == "active",
        "promoted": False,
        "push_up": None,
        "can_push_up": own and state == "active",
        "can_edit": own and not item.is_closed,
        "stats_visible": own,
    }


def member_brief(world: World, member: Member, site: str) -> dict[str, Any]:
    url = f"https://www.{site}{member_path(member)}"
    photo = avatar(world, member.avatar)
    return {"id": member.id, "login": member.login, "profile_url": url, "photo": photo, "business": False}


def _brand_dto(world: World, brand_id: int | None, site: str) -> dict[str, Any] | None:
    if brand_id is None:
        return None
    title = brand_title(world, brand_id)
    known = reference.BRANDS_BY_ID.get(brand_id)
    name = known.slug if known else slug(title)
    path = f"/brand/{brand_id}-{name}"
    return {
        "id": brand_id, "title": title, "slug": name, "favourite_count": 0, "pretty_favourite_count": "0", "item_count": 0,
        "pretty_item_count": "0", "is_visible_in_listings": True, "requires_authenticity_check": False,
        "is_luxury": bool(known and known.is_luxury), "is_hvf": False, "path": path, "url": f"https://www.{site}{path}",
        "is_favourite": False,
    }  # fmt: skip


def edit_payload(world: World, item: Item, site: str, *, dynamic: bool = True) -> dict[str, Any]:
    """The owner's view of all fields; without the `X-Enable-…` headers (`dynamic` false) condition and size are missing."""
    fields, older = item.fields, world.switches.edit_payload == "older"
    colours = [*fields.color_ids, None, None]
    attributes = fields.attributes
    if older or not dynamic:
        attributes = {code: ids for code, ids in attributes.items() if code not in ("condition", "size")}
    price = fields.price
    shape = {
        "id": item.id,
        "title": fields.title,
        "description": fields.description,
        "price": (None if price is None else amount(price)) if older else money(price, fields.currency),
        "currency": fields.currency,
        "catalog_id": fields.catalog_id,
        "brand_id": fields.brand_id,
        "brand_dto": _brand_dto(world, fields.brand_id, site),
        "size_id": fields.first("size") if older else None,
        "status": condition_title(item),
        "color1": colour_title(colours[0]),
        "color1_id": colours[0],
        "color2": colour_title(colours[1]),
        "color2_id": colours[1],
        "package_size_id": fields.package_size_id,
        "package_size_standard": True,
        "shipment_prices": {"domestic": None, "international": None},
        "item_attributes": [{"code": code, "ids": ids} for code, ids in attributes.items()],
        "photos": photos_of(world, item),
        "isbn": fields.isbn or (ISBN_PLACEHOLDER if older else None),
        "author": None,
        "book_title": None,
        "measurement_length": fields.measurement_length,
        "measurement_width": fields.measurement_width,
        "measurement_unit": "centimeters",
        "is_unisex": int(fields.is_unisex),
        "is_draft": item.is_draft,
        "is_hidden": item.is_hidden,
        "manufacturer": fields.manufacturer,
        "manufacturer_labelling": fields.manufacturer_labelling,
        "video_game_rating_id": fields.video_game_rating_id,
        "user_id": item.owner,
    }
    return shape | {"status_id": fields.first("condition")} if older else shape


def created(world: World, item: Item, site: str) -> dict[str, Any]:
    """The answer to a create call: the edit payload and whether Vinted still looks at it."""
    return edit_payload(world, item, site) | {"is_processing": item.is_processing, "path": item_path(item)}


def page_of(rows: list[Any], page: int, per_page: int) -> tuple[list[Any], dict[str, int]]:
    """One page (from 1) and its `pagination` object."""
    pages = -(-len(rows) // per_page)
    pagination = {
        "current_page": page, "total_pages": pages, "total_entries": len(rows), "per_page": per_page, "time": int(time.time()),
    }  # fmt: skip
    return rows[(page - 1) * per_page : page * per_page], pagination
