"""Everything that arrives on the TLS port: reads the request, lets an armed fault strike, routes by host, answers.

Once a body has been read its effect takes place, whether or not the sender is still there: a handler never looks at the
connection, and only the answer is lost with it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from . import api, pages, parcels, photos, services, sessions
from .faults import Fault, Faults
from .http import Answer, Request, not_found, page_not_found, server_error
from .log import Entry, Log
from .markets import BY_HOST, LABEL_HOST
from .refusals import page_marks, refusal
from .state import World

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

BODY_LIMIT = 64 * 1024 * 1024
UNTOUCHED = ("/_next/", "/favicon")


class App:
    """The ASGI application of one world."""

    def __init__(self) -> None:
        self.world, self.faults, self.log = World(), Faults(), Log()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = await _read(scope, receive)
        if request is None:
            return
        if request.path.startswith(UNTOUCHED):
            await _send(send, pages.asset(self.world, request))
            return
        if request.method == "OPTIONS" and request.host.startswith("api."):
            # a browser asks before a page's request to another host: no fault strikes it and the diary leaves it out
            await _send(send, services.preflight(self.world, request))
            return
        member = sessions.member_of(self.world, sessions.of(self.world, request))
        member_id = member.id if member else None
        entry = self.log.add(request, member_id)
        fault = self.faults.take(request, member_id)
        entry.fault = fault.id if fault else None
        answer = await self._traffic(request, entry, fault)
        entry.seconds = time.time() - entry.at
        if answer is None:
            entry.phase = "dropped"
            self.log.changed()
            await _abort(scope, receive)
            return
        if request.host.startswith("api."):
            answer = answer.with_headers(services.sharing(self.world, request))
        entry.status, entry.phase = answer.status, "answered"
        self.log.changed()
        await _send(send, answer, close=self.faults.drops_armed)

    async def _traffic(self, request: Request, entry: Entry, fault: Fault | None) -> Answer | None:
        """The answer after latency and fault; None for a connection that is to be cut."""
        if self.world.switches.latency_ms and not request.host.startswith("images"):
            await asyncio.sleep(self.world.switches.latency_ms / 1000)
        if fault is None:
            return await self._handle(request, entry)
        spec = fault.spec
        match spec.kind:
            case "drop_before":
                return None
            case "drop_after":
                await self._handle(request, entry)
                return None
            case "refusal" | "500":
                return await self._refuse(request, entry, fault)
            case "delay":
                await asyncio.sleep(spec.seconds)
                return await self._handle(request, entry)
            case "hold":
                await self._hold(entry, fault)
                return await self._handle(request, entry)
            case "slow":
                answer = await self._handle(request, entry)
                await asyncio.sleep(spec.ms / 1000)
                return answer
            case "switch_account":
                session = sessions.of(self.world, request)
                cookies = sessions.switch(self.world, session, spec.member or 0) if session else ()
                return (await self._handle(request, entry)).with_headers(cookies)

    async def _hold(self, entry: Entry, fault: Fault) -> None:
        entry.phase = "held"
        self.log.changed()
        try:
            await asyncio.wait_for(fault.released.wait(), fault.spec.seconds)
        except TimeoutError:
            return

    async def _refuse(self, request: Request, entry: Entry, fault: Fault) -> Answer:
        spec = fault.spec
        is_page = request.method == "GET" and request.host.startswith("www.") and not request.path.startswith(("/api/", "/web/"))
        if spec.row == 3 and is_page:
            answer = await self._handle(request, entry)
            page = answer.body.replace(b"</body>", page_marks().encode() + b"</body>")
            return Answer(answer.status, page, answer.content_type, answer.headers)
        if spec.applied:
            await self._handle(request, entry)
        return server_error() if spec.kind == "500" else refusal(spec.row or 0, spec.details)

    async def _handle(self, request: Request, entry: Entry) -> Answer:
        """The healthy answer of the host asked; notes in the log whether something changed."""
        if request.host.startswith("images"):
            return self._file(await photos.image(self.world, request))
        if request.host == LABEL_HOST:
            return self._file(parcels.label_file(self.world, request))
        if request.host not in BY_HOST:
            return page_not_found()
        if request.host.startswith("api."):
            answer, entry.applied = services.answer(self.world, request)
        elif request.path.startswith("/api/v2/"):
            answer, entry.applied = await api.answer(self.world, request)
        elif request.path.startswith("/web/api/auth/"):
            answer = _auth(self.world, request)
        elif request.path.startswith("/web/api/notifications/"):
            answer = services.gateway(self.world, request)
        else:
            before = len(self.world.threads)
            answer = pages.answer(self.world, request)
            entry.applied = len(self.world.threads) > before
        return answer

    def _file(self, answer: Answer) -> Answer:
        """A file of another host, which no page may read unless that is switched."""
        return answer if self.world.switches.files_without_cors else answer.with_headers([("access-control-allow-origin", "*")])


def _auth(world: World, request: Request) -> Answer:
    if (request.method, request.path) == ("POST", "/web/api/auth/refresh"):
        return sessions.refresh(world, request)
    if (request.method, request.path) == ("POST", "/web/api/auth/logout"):
        return sessions.sign_out(world, sessions.of(world, request))
    return not_found()


async def _read(scope: Scope, receive: Receive) -> Request | None:
    """The whole request; None when the sender went away before its end, so that nothing was asked."""
    parts: list[bytes] = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
        if sum(map(len, parts)) > BODY_LIMIT:
            return None
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    host = headers.get("host", "").partition(":")[0].lower()
    return Request(scope["method"], host, scope["path"], scope["query_string"].decode("latin-1"), headers, b"".join(parts))


async def _send(send: Send, answer: Answer, *, close: bool = False) -> None:
    headers = [(b"content-type", answer.content_type.encode()), (b"content-length", str(len(answer.body)).encode())]
    headers += [(name.encode(), value.encode()) for name, value in answer.headers]
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


async def _abort(scope: Scope, receive: Receive) -> None:
    """Cuts the connection and waits until the server has noticed, so that it writes no answer of its own."""
    scope["sandbox.transport"].abort()
    while (await receive())["type"] != "http.disconnect":
        pass
