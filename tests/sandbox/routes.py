"""The table of `www/api/v2` routes: what each is called, what it demands, who handles it.

What is demanded is checked in `api.py`; a handler stands in the module of its subject.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from . import listings, messages, offers, orders, parcels, people, photos, reference, rules, wallet
from .http import Answer, Refused, Request, html_answer, json_answer, login_required, not_found, page_not_found
from .markets import MARKETS
from .state import Member, World

Handled = Answer | Awaitable[Answer]


@dataclass
class Call:
    """One request with the member its session stands for."""

    world: World
    request: Request
    member: Member | None
    ids: tuple[int, ...]

    @property
    def me(self) -> Member:
        if self.member is None:
            raise Refused(login_required())
        return self.member


@dataclass(frozen=True)
class Route:
    """`gate` says who may pass; `effect` marks what changes Vinted's state when it succeeds."""

    method: str
    pattern: re.Pattern[str]
    handle: Callable[[Call], Handled]
    gate: Literal["none", "read", "attributes", "ask", "write"]
    effect: bool


def _route(method: str, path: str, handle: Callable[[Call], Handled], gate: str | None = None) -> Route:
    pattern = re.compile("/api/v2/" + path.replace("{}", r"(\d+)"))
    gate = gate or ("read" if method == "GET" else "write")
    return Route(method, pattern, handle, gate, gate == "write")  # type: ignore[arg-type]


def _read(function: Callable[[Request], Answer]) -> Callable[[Call], Answer]:
    return lambda call: function(call.request)


def _own(function: Callable[..., Handled]) -> Callable[[Call], Handled]:
    """For the signed-in member only."""
    return lambda call: function(call.world, call.request, call.me, *call.ids)


def _seen(function: Callable[..., Handled]) -> Callable[[Call], Handled]:
    """For whoever asks, also a visitor."""
    return lambda call: function(call.world, call.request, call.member, *call.ids)


def _countries(call: Call) -> Answer:
    rows = [{"id": m.country_id, "iso_code": m.country, "currency": m.currency, "title": m.title} for m in MARKETS.values()]
    return json_answer({"countries": rows, "code": 0})


def _attributes(call: Call) -> Answer:
    """Outside a real page (foreign origin, headers missing) the list comes back empty with 200 (CONTRACT §4.2)."""
    sent = call.request.json()
    try:
        [row] = [row for row in sent["attributes"] if row["code"] == "category"]
        catalog_id = int(row["value"][0])
    except (KeyError, TypeError, ValueError, IndexError):
        return not_found()
    from_page = call.request.headers.get("origin") == call.request.origin and rules.has_dynamic_headers(call.request)
    if not from_page or call.world.switches.attributes_stripped or catalog_id not in reference.CATEGORIES:
        return json_answer({"attributes": [], "code": 0})
    return reference.attributes(catalog_id)


def _dead(call: Call, variant: str) -> Answer:
    if variant == "json404":
        return not_found()
    page = page_not_found(MARKETS[call.request.site].lang)
    return html_answer(page.body.decode(), 200 if variant == "html200" else 404)


def _size_groups(call: Call) -> Answer:
    return reference.size_groups(call.request, as_page=call.world.switches.sizeless_variant == "html404")


def _package_sizes(call: Call) -> Answer:
    return reference.package_sizes(call.ids[0]) if call.ids[0] in reference.CATEGORIES else not_found()


# "ask" is a POST that changes nothing; "attributes" is answered to a worker too, with nothing in it
ROUTES = (
    _route("GET", "users/current", _seen(people.current)),
    _route("GET", "users/{}", _seen(people.profile)),
    _route("GET", "users", _seen(people.search)),
    _route("GET", "countries", _countries, "none"),
    _route("GET", "wardrobe/{}/items", _seen(listings.wardrobe)),
    # listings
    _route("GET", "item_upload/items/{}", _own(listings.read)),
    _route("GET", "item_upload/drafts", _own(listings.drafts)),
    _route("GET", "items/{}", lambda call: _dead(call, call.world.switches.dead_route_variant)),
    _route("GET", "catalog/items", lambda call: _dead(call, call.world.switches.dead_catalogue_variant)),
    _route("GET", "item_upload/catalogs", _read(reference.catalogs)),
    _route("GET", "item_upload/catalogs/search", _read(reference.catalogs_search)),
    _route("GET", "item_upload/brands", _read(reference.brands)),
    _route("GET", "item_upload/size_groups", _size_groups),
    _route("GET", "size_groups", lambda _: reference.all_size_groups()),
    _route("GET", "item_upload/colors", lambda _: reference.colors()),
    _route("GET", "colors", lambda _: reference.colors()),
    _route("GET", "item_upload/conditions", lambda _: reference.conditions()),
    _route("GET", "catalogs/{}/package_sizes", _package_sizes),
    _route("POST", "item_upload/attributes", _attributes, "attributes"),
    _route("POST", "photos", _own(photos.upload)),
    _route("DELETE", "photos/{}", lambda call: photos.delete(call.world, call.me, call.ids[0])),
    _route("POST", "item_upload/items", _own(listings.create)),
    _route("PUT", "item_upload/items/{}", _own(listings.edit)),
    _route("POST", "item_upload/drafts", _own(listings.draft_create)),
    _route("PUT", "item_upload/drafts/{}", _own(listings.draft_update)),
    _route("POST", "item_upload/drafts/{}/completion", _own(listings.draft_complete)),
    _route("DELETE", "item_upload/drafts/{}", _own(listings.draft_delete)),
    _route("POST", "items/{}/delete", _own(listings.delete)),
    _route("PUT", "items/{}/is_hidden", _own(listings.set_hidden)),
    _route("PUT", "items/{}/invented_reserve", _own(listings.reserve)),
    _route("PUT", "items/{}/invented_sell", _own(listings.sell)),
    # messages
    _route("GET", "inbox", _own(messages.inbox)),
    _route("GET", "conversations/stats", _own(messages.stats)),
    _route("GET", "conversations/{}", _own(messages.conversation)),
    _route("POST", "conversations", _own(messages.start)),
    _route("POST", "conversations/{}/replies", _own(messages.reply)),
    _route("DELETE", "conversations/{}/replies/{}", _own(messages.delete_reply)),
    _route("PUT", "conversations/{}/mark_as_read", _own(messages.mark_as_read)),
    _route("DELETE", "conversations/{}", _own(messages.delete)),
    # offers
    _route("POST", "transactions/{}/offers", _own(offers.make)),
    _route("GET", "transactions/{}/offers/seller_options", _own(offers.seller_options)),
    _route("POST", "transactions/{}/offer_requests", _own(offers.ask)),
    _route("PUT", "transactions/{}/offer_requests/{}/accept", _own(offers.accept)),
    _route("PUT", "transactions/{}/offer_requests/{}/reject", _own(offers.reject)),
    _route("POST", "offers/request_options", _own(offers.request_options), "ask"),
    _route("POST", "offer/estimate_with_fees", _own(offers.estimate_with_fees), "ask"),
    # people
    _route("POST", "user_favourites/toggle", _own(people.toggle_favourite)),
    _route("GET", "users/{}/items/favourites", _own(people.favourites)),
    _route("POST", "followed_users/toggle", _own(people.toggle_follow)),
    _route("GET", "users/{}/followers", _seen(people.followers)),
    _route("GET", "users/{}/followed_users", _seen(people.followed)),
    _route("GET", "users/{}/following", _seen(people.followed)),
    _route("GET", "user_feedbacks", _seen(people.feedbacks)),
    # orders
    _route("GET", "my_orders", _own(orders.my_orders)),
    _route("GET", "transactions/{}", _own(orders.transaction)),
    _route("GET", "transactions/{}/shipping_instructions", _own(parcels.instructions)),
    _route("GET", "transactions/{}/shipment/journey_summary", _own(parcels.journey)),
    _route("GET", "transactions/{}/shipment/pdf_label", _own(parcels.pdf_label)),
    _route("GET", "transactions/{}/shipment/digital_label", _own(parcels.digital_label)),
    _route("PUT", "transactions/{}/shipment/order", _own(parcels.order_label)),
    _route("PUT", "transactions/{}/shipment/mark_as_shipped", _own(parcels.mark_as_shipped)),
    _route("GET", "shipments/{}", _own(parcels.shipment)),
    _route("GET", "shipments/{}/label_options", _own(parcels.label_options)),
    _route("GET", "shipments/{}/label_url", _own(parcels.label_url)),
    _route("GET", "shipments/{}/deadline_extension_options", _own(parcels.extension_options)),
    _route("POST", "shipments/{}/deadline_extension", _own(parcels.extend)),
    _route("GET", "user_addresses/default_shipping_address", _own(parcels.address)),
    _route("GET", "wallet/invoices/current", _own(wallet.current)),
    _route("GET", "wallet/invoices/{}/{}", _own(wallet.of_month)),
)


def find(request: Request) -> tuple[Route, tuple[int, ...]] | None:
    for route in ROUTES:
        if route.method == request.method and (match := route.pattern.fullmatch(request.path)):
            return route, tuple(map(int, match.groups()))
    return None
