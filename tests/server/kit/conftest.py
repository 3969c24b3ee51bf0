"""An application with routes of its own, to try the kit's behaviour through HTTP."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from litestar.types import ASGIApp, Receive, Send
from vintedbot import domains, web


class Someone(msgspec.Struct):
    """Who the X-Test-User header says."""

    id: UUID


class HeaderIdentity:
    """Stands where identity's middleware will: puts the caller into the scope."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        name = dict(scope["headers"]).get(b"x-test-user")
        scope["user"] = Someone(UUID(name.decode())) if name else None
        await self.app(scope, receive, send)


Opened = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def opened(settings, database, monkeypatch) -> Opened:
    """`async with opened(route, ...) as client:` - the application with these routes and without any domain's."""
    monkeypatch.setattr(domains, "DOMAINS", ("kit",))

    @asynccontextmanager
    async def open_(*routes: Any) -> AsyncIterator[httpx.AsyncClient]:
        app = web.create_app(settings, routes=routes, middleware=[HeaderIdentity])
        async with (
            app.lifespan(),
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app=app, raise_app_exceptions=False), base_url="http://testserver"
            ) as client,
        ):
            yield client

    return open_
