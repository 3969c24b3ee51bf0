"""The web process: puts the domains' routes, the portal and the outer layers together, and serves them.

`create_app(settings)` is the whole application; `serve` runs it on a port. Nothing is decided here.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

import uvicorn
from litestar import Litestar
from litestar.config.cors import CORSConfig
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, RedocRenderPlugin, SwaggerRenderPlugin
from litestar.types import Receive, Send

from vintedbot import domains
from vintedbot.health import health
from vintedbot.kit import errors, process
from vintedbot.kit.edge import Edge
from vintedbot.kit.http import BODY_MAX, paging
from vintedbot.kit.idempotency import IdempotencyMiddleware
from vintedbot.kit.limits import EachUsersRate
from vintedbot.portal import Portal, portal_folder
from vintedbot.settings import Settings

DOCS_PATHS = ("/docs", "/redoc", "/openapi.json")
# the documentation pages load their viewer from a CDN: they get an origin of their own, without our cookies
DOCS_CSP = (
    b"sandbox allow-scripts allow-popups; default-src 'none'; script-src 'unsafe-inline' https://cdn.jsdelivr.net; "
    b"style-src 'unsafe-inline' https://cdn.jsdelivr.net; font-src https://cdn.jsdelivr.net; img-src data: https:; "
    b"worker-src blob:; frame-ancestors 'none'"
)


def create_app(settings: Settings, *, routes: Sequence[Any] = (), middleware: Sequence[Any] = ()) -> Litestar:
    """The application. `routes` and `middleware` come after the domains' own; tests of the kit add theirs so."""
    domains.parts("tasks")
    parts = domains.parts("routes")

    @contextlib.asynccontextmanager
    async def running(_: Litestar) -> AsyncIterator[None]:
        async with process.running(settings):
            yield

    app = Litestar(
        route_handlers=[health, *(route for part in parts for route in part.ROUTES), *routes],
        middleware=[
            *(m for part in parts for m in getattr(part, "MIDDLEWARE", ())),
            *middleware,
            EachUsersRate,
            IdempotencyMiddleware,
        ],
        dependencies={"paging": Provide(paging)} | {k: v for part in parts for k, v in getattr(part, "DEPENDENCIES", {}).items()},
        exception_handlers={Exception: errors.render},
        lifespan=[running],
        request_max_body_size=BODY_MAX,
        cors_config=CORSConfig(
            allow_origins=settings.origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["authorization", "content-type", "idempotency-key", "if-match", "if-none-match", "x-vintedbot-build"],
            expose_headers=["etag", "retry-after", "x-request-id", "idempotent-replayed"],
            max_age=600,
        ),
        openapi_config=OpenAPIConfig(
            title="VintedBot",
            version="1",
            path="/schema",
            render_plugins=[
                JsonRenderPlugin(path="/openapi.json"),
                SwaggerRenderPlugin(path="/docs"),
                RedocRenderPlugin(path="/redoc"),
            ],
        ),
        logging_config=None,
        debug=False,
    )
    inner = app.asgi_handler
    folder = portal_folder(settings)
    shown = Portal(_docs(inner), folder) if folder else _docs(inner)
    app.asgi_handler = Edge(shown, https=settings.web.public_url.startswith("https:"))
    return app


def _docs(app: Any) -> Any:
    """Puts the documentation at its promised addresses, its pages with their own policy.

    Litestar itself, given "/" as its place, would answer every unknown address with a page of its own.
    """

    async def documented(scope: Any, receive: Receive, send: Send) -> None:
        async def with_policy(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (b"content-security-policy", DOCS_CSP)]}
            await send(message)

        path = scope["path"]
        if path in DOCS_PATHS:
            scope = {**scope, "path": f"/schema{path}", "raw_path": f"/schema{path}".encode()}
        await app(scope, receive, with_policy if path in ("/docs", "/redoc") else send)

    return documented


class Server(uvicorn.Server):
    """uvicorn that leaves signals to us: its own handler would end the process before our clean-up."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(settings: Settings, port: int, stop: asyncio.Event, ready: Callable[[int], None]) -> None:
    """Serves until `stop` is set; calls `ready` with the port (the chosen one for 0) once it answers."""
    listener = socket.socket(socket.AF_INET6 if ":" in settings.web.host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((settings.web.host, port))
    server = Server(
        uvicorn.Config(
            create_app(settings),
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(settings.web.trusted_proxies),
            forwarded_allow_ips=settings.web.trusted_proxies,
            lifespan="on",
            timeout_graceful_shutdown=5,
            # longer than clients and proxies keep an idle connection: who closes first must be the one who would ask on it
            timeout_keep_alive=75,
            # a client's only frame is its hello; small frames are not worth a compressor per socket
            ws_max_size=4096,
            ws_per_message_deflate=False,
        )
    )
    running = asyncio.create_task(server.serve([listener]))
    stopping = asyncio.create_task(stop.wait())
    try:
        while not server.started and not running.done():  # noqa: ASYNC110 - uvicorn sets a flag
            await asyncio.sleep(0.01)
        if server.started:
            ready(listener.getsockname()[1])
            await asyncio.wait([running, stopping], return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        await running
    finally:
        stopping.cancel()
        listener.close()
    if not stop.is_set():
        raise RuntimeError("The web server ended by itself.")
