"""What a test or the demo puts in place: members and closets, described as data. What passes between them is `arranging.py`.

Seeded listings skip Vinted's rules on purpose: a real closet holds old things that could not be published today.
"""

import base64
import functools
import time
from decimal import Decimal
from typing import Literal

import msgspec

from . import images, reference
from .markets import BY_COUNTRY
from .state import Fields, Item, Look, Member, Photo, World

DAY = 24 * 3600
# an upload session no client can name, so that seeded photos belong to their listing alone
SEEDED = "seeded"


class MemberSeed(msgspec.Struct, forbid_unknown_fields=True):
    """`photo_seed` draws an avatar; null gives none. The id is given out when it is left out. `messaging` is the generation."""

    login: str
    id: int | None = None
    country: str = "FR"
    city: str = "Villexemple"
    real_name: str | None = None
    photo_seed: int | None = 1
    messaging: Literal[1, 2] = 1
    days_since_joining: float = 400


class PictureSeed(msgspec.Struct, forbid_unknown_fields=True):
    """A file of the test's own (JPEG, PNG or WebP in `base64`), else one drawn: the same seed gives the same picture."""

    seed: int = 1
    width: int = 600
    height: int = 800
    base64: str | None = None


class ItemSeed(msgspec.Struct, forbid_unknown_fields=True):
    """One listing. `brand` is a name (known or not); `size`, `condition`, `material` go into the attributes.

    `photos` is a list of pictures, or how many to draw. `processing_seconds` keeps it under check for that long.
    """

    title: str
    price: float = 18.0
    description: str = "Description inventée sur deux lignes.\nPortée une fois."
    catalog_id: int = 1059
    brand: str | None = "Marque Démo"
    size: int | None = 4
    condition: int = 2
    color_ids: list[int] = msgspec.field(default_factory=lambda: [5])
    package_size_id: int | None = 1
    attributes: dict[str, list[int]] = {}
    isbn: str | None = None
    photos: int | list[PictureSeed] = 1
    age_days: float = 10
    state: Literal["active", "draft", "hidden", "reserved", "sold"] = "active"
    processing_seconds: float = 0
    alert: str | None = None
    views: int = 40
    favourites: int = 4


def add_member(world: World, seed: MemberSeed) -> Member:
    """Raises ValueError for an id or login that is taken, or a country without a market."""
    member_id = seed.id or world.new_id("member")
    if member_id in world.members or any(m.login == seed.login for m in world.members.values()):
        raise ValueError(f"member {seed.login} or its id exists")
    if seed.country not in BY_COUNTRY:
        raise ValueError(f"no market for country {seed.country}")
    member = Member(
        member_id, seed.login, seed.country, seed.real_name, seed.city, messaging=seed.messaging, address=world.new_id("address"),
        joined_at=time.time() - seed.days_since_joining * DAY,
    )  # fmt: skip
    world.members[member_id] = member
    if seed.photo_seed is not None:
        member.avatar = _photo(world, member_id, PictureSeed(seed.photo_seed, 300, 300), time.time(), "avatar")
    return member


def _photo(world: World, owner: int, seed: PictureSeed, at: float, kind: Literal["photo", "avatar"] = "photo") -> Photo:
    if seed.base64:
        data = base64.b64decode(seed.base64)
        picture = images.take_in(data)
        look = Look(picture.width, picture.height, picture.colour)
        return world.add_photo(owner, SEEDED, look, lambda: picture, lambda: data, kind=kind, uploaded_at=at)
    if not 0 < seed.width <= images.FULL_SIDE or not 0 < seed.height <= images.FULL_SIDE:
        raise ValueError(f"a drawn picture is 1 to {images.FULL_SIDE} px wide and high")
    sent = functools.cache(functools.partial(images.draw, seed.seed, seed.width, seed.height))
    look = Look(seed.width, seed.height, images.background(seed.seed))
    return world.add_photo(owner, SEEDED, look, lambda: images.take_in(sent()), sent, kind=kind, uploaded_at=at)


def _brand_id(world: World, name: str | None) -> int | None:
    if not name:
        return reference.NO_BRAND
    known = next((brand.id for brand in reference.BRANDS if brand.title == name), None)
    return known or world.custom_brand(name)


def add_item(world: World, member: Member, seed: ItemSeed) -> Item:
    at = time.time() - seed.age_days * DAY
    attributes = {"condition": [seed.condition]} | ({"size": [seed.size]} if seed.size else {}) | seed.attributes
    fields = Fields(
        title=seed.title, description=seed.description, price=Decimal(str(seed.price)), currency=member.market.currency,
        catalog_id=seed.catalog_id, brand_id=_brand_id(world, seed.brand), package_size_id=seed.package_size_id,
        color_ids=list(seed.color_ids), attributes=attributes, isbn=seed.isbn,
    )  # fmt: skip
    item = Item(world.new_id("item"), member.id, fields, [], at, views=seed.views, favourites=seed.favourites, alert=seed.alert)
    world.items[item.id] = item
    pictures = seed.photos
    if isinstance(pictures, int):
        pictures = [PictureSeed(item.id * 100 + place) for place in range(pictures)]
    world.assign(item, [_photo(world, member.id, picture, at).id for picture in pictures])
    item.is_draft, item.is_hidden, item.is_reserved = (seed.state == name for name in ("draft", "hidden", "reserved"))
    item.closing_action = "sold" if seed.state == "sold" else None
    item.processing_until = time.time() + seed.processing_seconds if seed.processing_seconds else 0
    return item
