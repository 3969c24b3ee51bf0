"""What a bulk act would do to one listing, decided without a database: the new price, or why it is left out."""

from datetime import datetime

from msgspec import Struct
from vintedbot_schemas.base import Money
from vintedbot_schemas.batches import BulkAct, BulkDelete, BulkHide, BulkPrice, BulkRelist, BulkShow, Exclusion
from vintedbot_schemas.listings import ListingChange
from vintedbot_schemas.verbs import DeleteListing, Relist, SetHidden, UpdateListing, Verb

from vintedbot.kit.errors import InvalidInput
from vintedbot.listings.service import KnownItem, is_below_floor, price_range

VERBS: dict[type, Verb] = {
    BulkPrice: "update_listing",
    BulkHide: "set_hidden",
    BulkShow: "set_hidden",
    BulkDelete: "delete_listing",
    BulkRelist: "relist",
}


class Plan(Struct, frozen=True, kw_only=True):
    """What becomes of one listing. `excluded` None: it will be done."""

    excluded: Exclusion | None = None
    new_price: Money | None = None


class Around(Struct, frozen=True, kw_only=True):
    """What else decides. `rests_until`: when a listing that was relisted may be again."""

    busy: bool
    switched_off: bool
    rests_until: datetime | None
    open_offer: bool
    now: datetime


def check(act: BulkAct) -> None:
    """A price change says one thing. Raises InvalidInput."""
    if isinstance(act, BulkPrice) and sum(way is not None for way in (act.percent, act.amount, act.set_to)) != 1:
        raise InvalidInput("Name one of `percent`, `amount` and `set_to`.", field="act")


def new_price(act: BulkPrice, price: Money) -> Money:
    """The price after the act, in whole minor units; a part or an amount rounded down to `round_to`, but no raise lowers it."""
    if act.set_to is not None:
        return act.set_to
    exact = price.amount * (100 + act.percent) // 100 if act.percent is not None else price.amount + (act.amount or 0)
    rounded = max(0, exact - exact % act.round_to)
    raises = exact >= price.amount
    return Money(amount=max(price.amount, rounded) if raises else rounded, currency=price.currency)


def plan(act: BulkAct, item: KnownItem | None, around: Around) -> Plan:
    """What becomes of this listing."""
    if item is None or item.state == "gone":
        return Plan(excluded="not_found")
    price = new_price(act, item.price) if isinstance(act, BulkPrice) and item.price is not None else None
    return Plan(excluded=_excluded(act, item, price, around), new_price=price)


def _excluded(act: BulkAct, item: KnownItem, price: Money | None, around: Around) -> Exclusion | None:
    if around.switched_off:
        return "switched_off"
    wrong = _wrong_state(act, item)
    if wrong is not None:
        return wrong
    if around.busy:
        return "busy"
    if isinstance(act, BulkRelist) and around.rests_until is not None and around.rests_until > around.now:
        return "cooldown"
    if isinstance(act, BulkRelist) and around.open_offer:
        return "open_offer"
    return _wrong_price(item, price) if isinstance(act, BulkPrice) else None


def _wrong_state(act: BulkAct, item: KnownItem) -> Exclusion | None:
    match act, item.state:
        case (BulkHide(), "hidden") | (BulkShow(), "active"):
            return "already_so"
        case (BulkHide() | BulkRelist(), "active") | (BulkShow(), "hidden"):
            return None
        case (BulkPrice() | BulkDelete(), "active" | "hidden"):
            return None
        case _:
            return "not_active"


def _wrong_price(item: KnownItem, price: Money | None) -> Exclusion | None:
    if item.price is None or price is None:
        return "not_found"
    if price.currency != item.price.currency:
        return "other_currency"
    if price.amount == item.price.amount:
        return "price_same"
    least, most = price_range(price.currency)
    if price.amount < least:
        return "price_low"
    if most is not None and price.amount > most:
        return "price_high"
    return "below_floor" if is_below_floor(price, item.floor) else None


def wish(act: BulkAct, item: KnownItem, price: Money | None) -> UpdateListing | SetHidden | DeleteListing | Relist:
    """The wish for one listing that is not left out."""
    match act:
        case BulkPrice():
            return UpdateListing(item_id=item.item_id, change=ListingChange(price=price))
        case BulkHide() | BulkShow():
            return SetHidden(item_id=item.item_id, hidden=isinstance(act, BulkHide))
        case BulkDelete():
            return DeleteListing(item_id=item.item_id)
        case BulkRelist():
            return Relist(item_id=item.item_id)
