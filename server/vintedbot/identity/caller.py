"""Who is asking: the `Caller`, the guards that demand one, and the middleware that finds out.

    @post("/api/v1/drafts", guards=[signed_in])
    async def create_draft(data: JSONBody[DraftCreate], caller: NamedDependency[Caller]) -> Draft: ...

Two kinds of proof are read, never mixed: a device token (`Authorization: Bearer vbd_…`) or the portal's session cookie, a
short-lived JWT. The device or the session behind it is looked up at every request, so that its end takes effect at the next
one. A request that brings both is judged by the token alone.

Against cross-site requests a cookie is believed for a changing method only if the browser's `Origin` header names
the address this server is reached at. Every browser sends it with POST, PUT, PATCH and DELETE and no script can set it; with
SameSite=Lax cookies that needs no second token to hand around, store and rotate. Tokens are no cookies and need no such check.
"""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from litestar.connection import ASGIConnection, Request
from litestar.datastructures import Cookie
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Struct

from vintedbot.kit import process
from vintedbot.kit.errors import AppError, Forbidden, NotSignedIn, UnsupportedMediaType

from . import devices, service, tokens

ACCESS_COOKIE = "vintedbot_access"
REFRESH_COOKIE = "vintedbot_refresh"
REFRESH_PATH = "/api/v1/auth"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

Connection = ASGIConnection[Any, Any, Any, Any]


class Caller(Struct, frozen=True):
    """A signed-in person, through one of their devices or, if `device_id` is None, through the portal."""

    user_id: UUID
    device_id: UUID | None = None
    session_id: UUID | None = None

    @property
    def id(self) -> UUID:
        """The user: what the kit counts limits and repeated requests by."""
        return self.user_id


class FindCaller:
    """Middleware: puts the Caller, or None, into `scope["user"]`, and why there is none into `scope["auth"]`.

    It refuses nothing itself, so that an expired cookie does not stand in the way of signing in again.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["user"], scope["auth"] = None, None
        try:
            scope["user"] = await _found(ASGIConnection(scope))
        except AppError as refused:
            scope["auth"] = refused
        await self.app(scope, receive, send)


async def _found(connection: Connection) -> Caller | None:
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        found = await devices.known_by(token.strip())
        return Caller(user_id=found.user_id, device_id=found.id)
    session = connection.cookies.get(ACCESS_COOKIE)
    if session is None:
        return None
    access = tokens.read_access(session, process.current().settings.secret_keys)
    if access is None:
        return None
    if connection.scope.get("method") not in SAFE_METHODS:
        refuse_foreign_origin(connection)
    if not await service.is_live(access):
        return None
    return Caller(user_id=access.user_id, session_id=access.session_id)


def refuse_foreign_origin(connection: Connection) -> None:
    """Raises Forbidden unless the browser says that the request comes from a page of ours."""
    origin = connection.headers.get("origin", "")
    settings = process.current().settings
    here = urlsplit(origin)
    # on one's own machine the port may be another than the address says; elsewhere a name that leads here is not yet ours
    on_this_machine = settings.relaxed and here.hostname in LOOPBACK and here.netloc == connection.headers.get("host")
    if not on_this_machine and origin != settings.web.public_url.rstrip("/"):
        raise Forbidden("With a session cookie, changes are accepted from our own pages only (the Origin header says which).")


async def from_our_pages(connection: Connection, _: BaseRouteHandler) -> None:
    """Guard of the public routes that hand out or read cookies: a foreign page must not sign anybody in or out."""
    refuse_foreign_origin(connection)
    # a form of another page can send text/plain without asking first, and JSON not
    kind = connection.headers.get("content-type", "")
    if kind and kind.partition(";")[0].strip().lower() != "application/json":
        raise UnsupportedMediaType("Send application/json.")


async def signed_in(connection: Connection, _: BaseRouteHandler) -> None:
    """Guard: a person, through a device or the portal."""
    _caller(connection)


async def device_only(connection: Connection, _: BaseRouteHandler) -> None:
    """Guard: an installed extension, with its token."""
    if _caller(connection).device_id is None:
        raise Forbidden("Only a connected device may do this.")


async def session_only(connection: Connection, _: BaseRouteHandler) -> None:
    """Guard: a person in the portal; a device's token is not enough."""
    if _caller(connection).device_id is not None:
        raise Forbidden("Only the person, signed in to the portal, may do this.")


def _caller(connection: Connection) -> Caller:
    found = connection.scope.get("user")
    if isinstance(found, Caller):
        return found
    raise connection.scope.get("auth") or NotSignedIn()


def caller(request: Request[Any, Any, Any]) -> Caller:
    """The dependency `caller`, known to every route."""
    return _caller(request)


DEPENDENCIES = {"caller": Provide(caller, sync_to_thread=False)}


def session_cookies(issued: tokens.Issued) -> list[Cookie]:
    """What a signed-in browser keeps; scripts cannot read either."""
    return [
        _cookie(ACCESS_COOKIE, issued.access, "/api/v1", tokens.ACCESS_S),
        _cookie(REFRESH_COOKIE, issued.refresh, REFRESH_PATH, tokens.REFRESH_S),
    ]


def no_cookies() -> list[Cookie]:
    """Makes the browser forget both."""
    return [_cookie(ACCESS_COOKIE, "", "/api/v1", 0), _cookie(REFRESH_COOKIE, "", REFRESH_PATH, 0)]


def _cookie(key: str, value: str, path: str, max_age: int) -> Cookie:
    secure = process.current().settings.web.public_url.startswith("https:")
    return Cookie(key=key, value=value, path=path, max_age=max_age, httponly=True, samesite="lax", secure=secure)
