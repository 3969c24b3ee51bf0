"""The outermost layer around every answer, found route or not: request id, security headers, one access log line.

The access log holds method, path (no query: it may carry codes), status, time, user and the few headers below; no other header
and no body is ever logged.
"""

import os
import time
from typing import Any

import structlog
from litestar.types import ASGIApp, Message, Receive, Send
from structlog.contextvars import bind_contextvars

from .http import caller_id

log = structlog.get_logger("vintedbot.access")

LOGGED_HEADERS = (b"user-agent", b"content-type", b"content-length", b"x-vintedbot-build")
PATH_SHOWN = 300
API_CSP = "default-src 'none'; frame-ancestors 'none'"


class Edge:
    """`app.asgi_handler = Edge(app.asgi_handler, https=...)`; `quiet` paths are logged only when they fail."""

    def __init__(self, app: ASGIApp, *, https: bool, quiet: frozenset[str] = frozenset({"/health"})) -> None:
        self.app = app
        self.quiet = quiet
        fixed = {
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "no-referrer",
            "permissions-policy": "camera=(), geolocation=(), microphone=()",
            "cross-origin-opener-policy": "same-origin",
            "content-security-policy": API_CSP,
            "cache-control": "no-store",
        }
        if https:
            fixed["strict-transport-security"] = "max-age=31536000; includeSubDomains"
        self.headers = [(name.encode(), value.encode()) for name, value in fixed.items()]

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = os.urandom(16).hex()
        scope["state"]["request_id"] = request_id
        began, status = time.perf_counter(), 500

        async def finish(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = list(message["headers"])
                present = {name.lower() for name, _ in headers}
                headers += [(n, v) for n, v in self.headers if n not in present]
                headers.append((b"x-request-id", request_id.encode()))
                message = {**message, "headers": headers}
            await send(message)

        # for this request alone: the server runs each in a context of its own
        bind_contextvars(request_id=request_id)
        try:
            await self.app(scope, receive, finish)
        finally:
            if status >= 400 or scope["path"] not in self.quiet:
                self._log(scope, status, time.perf_counter() - began)

    def _log(self, scope: Any, status: int, took: float) -> None:
        given = dict(scope["headers"])
        shown = {n.decode().replace("-", "_"): given[n].decode("latin-1")[:200] for n in LOGGED_HEADERS if n in given}
        user = caller_id(scope)
        log.info(
            "request", method=scope["method"], path=scope["path"][:PATH_SHOWN], status=status, took_ms=round(took * 1000, 1),
            user=str(user) if user else None, **shown,
        )  # fmt: skip
