"""Request rates, counted in Redis by one Lua script (GCRA), as guards on routes.

    @post("/api/v1/auth/login", guards=[limit("login", 5, per=60)])

One burst of `times`, then one every `per / times` seconds; exact under any number of processes. When Redis is away the
request passes and a line is logged: a limit must not become an outage. This is against floods; what a plan or the safety
budget allows is decided in PostgreSQL.
"""

import time
from collections.abc import Awaitable, Callable
from typing import Any, Literal

import structlog
from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send
from redis.exceptions import RedisError

from . import process
from .errors import RateLimited
from .http import caller_id, client_address

log = structlog.get_logger("vintedbot.limits")

SHARE = {"person": 1, "hands": 4, "bytes": 20}
"""By a route's `opt={"rate": …}`: what its requests are counted as, and how many of them pass for one of a person's."""

FEW, PASSES_LAST_S, USERS_KEPT = 20, 5, 10_000
"""Passes taken at once at most, how long they hold, and for how many users they are kept."""

Guard = Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], Awaitable[None]]

_GCRA = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local gap, burst, count = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local tat = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + gap * count
local wait = tat - burst * gap - now
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], tat, 'PX', math.ceil(tat - now))
return 0
"""


async def wait_ms(name: str, who: str, times: int, per: float, count: int = 1) -> int:
    """0 and `count` are counted, or the milliseconds until so many pass. 0 when Redis does not answer."""
    asked = (f"limit:{name}:{who}", str(per * 1000 / times), str(times), str(count))
    try:
        waits: Any = await process.current().redis.eval(_GCRA, 1, *asked)  # type: ignore[misc]
        return int(waits)
    except (RedisError, OSError) as wrong:
        log.warning("limit_not_counted", limit=name, error=repr(wrong))
        return 0


def limit(name: str, times: int, *, per: float, by: Literal["ip", "user"] = "ip") -> Guard:
    """A guard that lets `times` requests pass per `per` seconds and address, or user (signed out: address)."""

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        user = caller_id(connection.scope) if by == "user" else None
        waits = await wait_ms(name, str(user or client_address(connection)), times, per)
        if waits:
            raise RateLimited(retry_after_s=waits / 1000, limit=name)

    return guard


class EachUsersRate:
    """Middleware: no account has the server to itself. Inside identity's, which says who asks.

    People's presses, the protocol of jobs and the bytes of photos are counted apart, so that none of them starves another.
    Far from the rate, passes are taken from Redis a few at a time, because asking it is a good part of what a small answer costs;
    near to it each request asks, so the rate is as exact as ever.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._passes: dict[tuple[str, str], tuple[int, float]] = {}
        """By kind and user: how many are left, and until when."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        user = caller_id(scope)
        if user is not None and scope["type"] == ScopeType.HTTP:
            kind = scope["route_handler"].opt.get("rate", "person")
            times = process.current().settings.quotas.requests * SHARE[kind]
            waits = await self._wait_ms(kind, str(user), times)
            if waits:
                raise RateLimited(retry_after_s=waits / 1000, limit=kind)
        await self.app(scope, receive, send)

    async def _wait_ms(self, kind: str, user: str, times: int) -> int:
        now, key = time.monotonic(), (kind, user)
        left, until = self._passes.get(key, (0, 0.0))
        if left > 0 and now < until:
            self._passes[key] = (left - 1, until)
            return 0
        few = min(FEW, times // 20)
        if few > 1 and not await wait_ms(f"each-{kind}", user, times, 60, few):
            if len(self._passes) >= USERS_KEPT:
                self._passes.clear()
            self._passes[key] = (few - 1, now + PASSES_LAST_S)
            return 0
        return await wait_ms(f"each-{kind}", user, times, 60)
