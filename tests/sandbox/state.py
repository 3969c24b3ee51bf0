"""What the stand-in knows: members, their listings and photos, sessions, switches, and the plain rules over them.

Nothing here speaks HTTP. One `World` is the whole truth; the control API reads and changes it, the routes act on it.
"""

import itertools
import secrets
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from . import images
from .limits import Limits
from .markets import BY_COUNTRY, Market
from .social import Notification, Ties
from .switches import Switches
from .trade import Thread, Transaction

ItemState = Literal["active", "draft", "hidden", "reserved", "processing", "sold", "deleted"]
IdKind = Literal[
    "item", "photo", "member", "avatar", "brand", "thread", "transaction", "message", "offer_request", "offer", "shipment",
    "feedback", "notification", "address",
]  # fmt: skip
FIRST_IDS: dict[IdKind, int] = {
    "item": 9_900_000_001, "photo": 34_000_000_011, "member": 90_000_001, "avatar": 790_000_001, "brand": 20_000_001,
    "thread": 24_000_000_001, "transaction": 22_000_000_001, "message": 880_000_001, "offer_request": 6_100_000_001,
    "offer": 6_200_000_001, "shipment": 15_000_000_001, "feedback": 910_000_001, "notification": 600_000_001,
    "address": 810_000_001,
}  # fmt: skip


class Look(NamedTuple):
    """What answers say of a photo; known without its picture, which a seeded photo draws only when somebody asks for it."""

    width: int
    height: int
    colour: str


@dataclass
class Photo:
    id: int
    owner: int
    temp_uuid: str
    token: str
    uploaded_at: float
    look: Look
    make: Callable[[], images.Picture]
    sent: Callable[[], bytes]
    item: int | None = None
    dropped: bool = False
    _picture: images.Picture | None = None
    variants: dict[str, bytes] = field(default_factory=dict)
    shapes: dict[tuple[object, ...], object] = field(default_factory=dict)

    @property
    def picture(self) -> images.Picture:
        """What Vinted keeps; made at first need."""
        if self._picture is None:
            self._picture = self.make()
        return self._picture


@dataclass
class Member:
    id: int
    login: str
    country: str = "FR"
    real_name: str | None = None
    city: str = "Villexemple"
    about: str = "Texte de présentation inventé."
    email: str = "demo@example.invalid"
    anon_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    avatar: Photo | None = None
    restricted_until: float | None = None
    messaging: Literal[1, 2] = 1
    address: int = 0
    joined_at: float = field(default_factory=lambda: time.time() - 400 * 24 * 3600)
    deleted: bool = False
    on_holiday: bool = False

    @property
    def market(self) -> Market:
        return BY_COUNTRY[self.country]

    @property
    def restricted(self) -> bool:
        return self.restricted_until is not None and time.time() < self.restricted_until


@dataclass
class Fields:
    """What a seller fills in about a listing."""

    title: str = ""
    description: str = ""
    price: Decimal | None = None
    currency: str = "EUR"
    catalog_id: int | None = None
    brand_id: int | None = None
    package_size_id: int | None = None
    color_ids: list[int] = field(default_factory=list)
    attributes: dict[str, list[int]] = field(default_factory=dict)
    isbn: str | None = None
    is_unisex: bool = False
    measurement_length: float | None = None
    measurement_width: float | None = None
    video_game_rating_id: int | None = None
    manufacturer: str | None = None
    manufacturer_labelling: str | None = None

    def first(self, code: str) -> int | None:
        return next(iter(self.attributes.get(code, ())), None)


@dataclass
class Item:
    id: int
    owner: int
    fields: Fields
    photos: list[int]
    created_at: float
    is_draft: bool = False
    is_hidden: bool = False
    is_reserved: bool = False
    closing_action: str | None = None
    processing_until: float = 0
    alert: str | None = None
    views: int = 0
    favourites: int = 0
    paid_bump: bool = False
    deleted: bool = False
    taken_down_at: float | None = None

    @property
    def is_closed(self) -> bool:
        return self.closing_action is not None

    @property
    def is_processing(self) -> bool:
        return not self.is_draft and time.time() < self.processing_until

    @property
    def state(self) -> ItemState:
        if self.deleted:
            return "deleted"
        if self.is_draft:
            return "draft"
        if self.is_closed:
            return "sold"
        if self.is_hidden:
            return "hidden"
        if self.is_processing:
            return "processing"
        return "reserved" if self.is_reserved else "active"

    @property
    def is_live(self) -> bool:
        """Other members can see it for sale."""
        return self.state in ("active", "reserved")


@dataclass
class Session:
    """What the cookies of one browser stand for; signing in or switching the account changes it for all its tabs."""

    sid: str
    site: str
    anon_id: str
    member: int | None = None
    access_until: float = 0
    over: bool = False

    @property
    def expired(self) -> bool:
        """Its access token counts no more; refreshing helps."""
        return time.time() >= self.access_until


class World:
    """One Vinted. `reset()` makes it new without restarting the process."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.members: dict[int, Member] = {}
        self.items: dict[int, Item] = {}
        self.photos: dict[int, Photo] = {}
        self.photo_tokens: dict[str, Photo] = {}
        self.sessions: dict[str, Session] = {}
        self.access: dict[str, Session] = {}
        self.refresh: dict[str, Session] = {}
        self.spent: dict[str, Session] = {}
        self.brands: dict[str, int] = {}
        self.brand_titles: dict[int, str] = {}
        self.switches = Switches()
        self.csrf = str(uuid.uuid4())
        self.image_secret = secrets.token_bytes(16)
        self.image_generation = 0
        self.class_names = secrets.token_hex(3)
        self.threads: dict[int, Thread] = {}
        self.transactions: dict[int, Transaction] = {}
        self.notifications: list[Notification] = []
        self.ties = Ties()
        self.publications: dict[int, int] = {}
        self.limits = Limits()
        self.sign_in_as = ""
        self._ids = {kind: itertools.count(first) for kind, first in FIRST_IDS.items()}

    def new_id(self, kind: IdKind) -> int:
        return next(self._ids[kind])

    # -- members

    def member(self, member_id: int) -> Member | None:
        """A member who still exists."""
        member = self.members.get(member_id)
        return None if member is None or member.deleted else member

    # -- listings

    def item(self, item_id: int) -> Item | None:
        """A listing or draft that still exists."""
        item = self.items.get(item_id)
        if item is None or item.deleted:
            return None
        self._take_down(item)
        return item

    def items_of(self, member_id: int) -> Iterator[Item]:
        for item in self.items.values():
            if item.owner == member_id and not item.deleted:
                self._take_down(item)
                yield item

    def live_items(self, member_id: int) -> list[Item]:
        return [item for item in self.items_of(member_id) if item.is_live]

    def _take_down(self, item: Item) -> None:
        if item.taken_down_at is not None and time.time() >= item.taken_down_at:
            item.is_hidden, item.alert, item.taken_down_at = True, "duplicate", None

    def assign(self, item: Item, photo_ids: list[int]) -> None:
        """Makes these the listing's photos, in this order; a photo left out is gone for good."""
        for photo_id in set(item.photos) - set(photo_ids):
            self.photos[photo_id].dropped = True
        for photo_id in photo_ids:
            self.photos[photo_id].item = item.id
        item.photos = list(photo_ids)

    def went_live(self, item: Item) -> None:
        """Counts a publication towards a restriction and looks for a live listing with the same pictures."""
        switches = self.switches
        self.publications[item.owner] = self.publications.get(item.owner, 0) + 1
        if switches.restriction_after_n is not None and self.publications[item.owner] >= switches.restriction_after_n:
            self.members[item.owner].restricted_until = time.time() + 24 * 3600
        self.look_for_duplicate(item)

    def look_for_duplicate(self, item: Item) -> None:
        if not self.switches.duplicate_rule:
            return
        mine = [self.photos[photo].picture.fingerprint for photo in item.photos]
        for other in self.items_of(item.owner):
            if other.id == item.id or other.state not in ("active", "reserved", "processing"):
                continue
            theirs = [self.photos[photo].picture.fingerprint for photo in other.photos]
            if any((a ^ b).bit_count() <= 4 for a in mine for b in theirs):
                item.taken_down_at = other.taken_down_at = time.time() + self.switches.duplicate_delay

    # -- photos

    def add_photo(
        self,
        owner: int,
        temp_uuid: str,
        look: Look,
        make: Callable[[], images.Picture],
        sent: Callable[[], bytes],
        *,
        kind: Literal["photo", "avatar"] = "photo",
        uploaded_at: float | None = None,
    ) -> Photo:
        photo_id = self.new_id(kind)
        token = f"{secrets.randbelow(9) + 1:02d}_{secrets.token_hex(3)[:5]}_{secrets.token_hex(12)}"
        photo = Photo(photo_id, owner, temp_uuid, token, uploaded_at or time.time(), look, make, sent)
        self.photos[photo_id] = self.photo_tokens[token] = photo
        return photo

    # -- brands

    def custom_brand(self, title: str) -> int:
        """The id of a brand a seller typed; the same name gives the same id."""
        key = title.strip().casefold()
        if key not in self.brands:
            self.brands[key] = self.new_id("brand")
            self.brand_titles[self.brands[key]] = title.strip()
        return self.brands[key]
