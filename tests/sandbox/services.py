"""The newer services: the host `api.vinted.<tld>`, and the gateway to notifications on the site's own host (CONTRACT §4, §5.1).

Here is who may call what and which page may read the answer; what the services do is in the modules of their subjects.
"""

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from . import catalogue, filters, messaging, notifications, parcels, sessions
from .http import Answer, Headers, Refused, Request, action_restricted, invalid_token, json_answer, login_required
from .state import Member, World

OWN_HEADERS = {"x-next-app": "marketplace-web", "platform": "web"}
ALLOWED_HEADERS = "accept, content-type, x-next-app, platform, locale, x-anon-id, x-csrf-token, x-money-object"
EXPOSED_HEADERS = "x-dd-b, x-datadome-cid, x-request-id, retry-after"
# a tool's worker shows its own origin; a page of another site is turned away
WORKER = re.compile(r"chrome-extension://[a-p]{32}")


class Service(NamedTuple):
    """`gate`: a visitor may ask, only a member may, or a member who proves to be on the page (`write`)."""

    method: str
    pattern: re.Pattern[str]
    handle: Callable[[World, Request, Member | None, tuple[int, ...]], Answer]
    gate: Literal["visitor", "member", "write"]


def _service(method: str, path: str, handle: Callable[..., Answer], gate: str) -> Service:
    return Service(method, re.compile(path.replace("{}", r"(\d+)")), handle, gate)  # type: ignore[arg-type]


def _mine(function: Callable[..., Answer]) -> Callable[..., Answer]:
    return lambda world, request, member, ids: function(world, request, member, *ids)


def _plain(function: Callable[[World, Request], Answer]) -> Callable[..., Answer]:
    return lambda world, request, member, ids: function(world, request)


def _bare(function: Callable[..., object]) -> Callable[..., Answer]:
    """The services' answers have no `code`."""
    return lambda world, request, member, ids: json_answer(function(world, request, member, *ids))


SERVICES = (
    _service("GET", "/svc-catalogue/items", _mine(catalogue.search), "visitor"),
    _service("GET", "/svc-filters/filters", _plain(filters.filters), "visitor"),
    _service("GET", "/svc-filters/filters/facets", _plain(filters.facets), "visitor"),
    _service("GET", "/svc-filters/filters/search", _plain(filters.search), "visitor"),
    _service("GET", "/svc-navigation/navigation_catalogs", _plain(filters.navigation), "visitor"),
    _service("GET", "/messaging/main/inbox", _mine(messaging.inbox), "member"),
    _service("GET", "/messaging/main/conversations/{}", _mine(messaging.conversation), "member"),
    _service("POST", "/messaging/main/conversations/{}/replies", _mine(messaging.reply), "write"),
    _service("GET", "/messaging/main/users/unread_count", _mine(messaging.unread_count), "member"),
    _service("POST", "/messaging/main/inquiries", _mine(messaging.inquire), "write"),
    _service("GET", "/inbox-notifications/v1/notifications", _bare(notifications.feed), "member"),
    _service("GET", "/inbox-notifications/v1/notifications/unread_count", _bare(notifications.unread_count), "member"),
    _service("GET", "/escrow-order-fulfilment/app/v1/escrow_orders/{}/actions", _bare(parcels.escrow_actions), "member"),
)


def _refused(status: int, word: str) -> Answer:
    return json_answer({"error": word}, status)


def _gate(world: World, request: Request, service: Service) -> Member | None:
    """The member asking; raises `Refused` without cookies (403), without the site's headers (400), or for whom it is closed."""
    session = sessions.of(world, request)
    if session is None:
        raise Refused(_refused(403, "FORBIDDEN"))
    if any(request.headers.get(name) != value for name, value in OWN_HEADERS.items()):
        raise Refused(catalogue.invalid())
    if session.expired:
        raise Refused(_refused(401, "UNAUTHORIZED"))
    member = sessions.member_of(world, session)
    if service.gate == "visitor":
        return member
    if member is None:
        raise Refused(_refused(401, "UNAUTHORIZED"))
    if service.gate == "write":
        origin = request.headers.get("origin", "")
        from_page = request.headers.get("x-csrf-token") == world.csrf and (origin == _page(request) or WORKER.fullmatch(origin))
        if world.switches.write_gate and not from_page:
            raise Refused(_refused(403, "FORBIDDEN"))
        if member.restricted:
            raise Refused(action_restricted())
    return member


def _page(request: Request) -> str:
    return f"https://www.{request.site}"


def answer(world: World, request: Request) -> tuple[Answer, bool]:
    """A service's answer, and whether it changed anything."""
    for service in SERVICES:
        if service.method != request.method or not (match := service.pattern.fullmatch(request.path)):
            continue
        try:
            given = service.handle(world, request, _gate(world, request, service), tuple(map(int, match.groups())))
        except Refused as refusal:
            return refusal.answer, False
        return given, service.gate == "write" and given.status < 300
    return (_refused(403, "FORBIDDEN") if sessions.of(world, request) is None else _refused(404, "NOT_FOUND")), False


def gateway(world: World, request: Request) -> Answer:
    """`www/web/api/notifications/…`: cookies and `platform: web`."""
    session = sessions.of(world, request)
    if session is None or session.expired:
        return invalid_token()
    if (member := sessions.member_of(world, session)) is None:
        return login_required()
    if request.headers.get("platform") != "web":
        return catalogue.invalid()
    return notifications.gateway(world, request, member)


# ---------------------------------------------------------------- which page may read the answer


def sharing(world: World, request: Request) -> Headers:
    """Headers that let the site's own pages read an answer; none on paths that are not open to them."""
    if request.headers.get("origin") != _page(request) or not request.path.startswith(tuple(world.switches.cors_open)):
        return ()
    return (
        ("access-control-allow-origin", _page(request)),
        ("access-control-allow-credentials", "true"),
        ("access-control-expose-headers", EXPOSED_HEADERS),
        ("vary", "origin"),
    )


def preflight(world: World, request: Request) -> Answer:
    """What a browser asks before a page's request to this host; without sharing headers it goes no further."""
    shared = sharing(world, request)
    if not shared:
        return Answer(204)
    allowed = (("access-control-allow-methods", "GET, POST"), ("access-control-allow-headers", ALLOWED_HEADERS))
    return Answer(204, headers=(*shared, *allowed))
