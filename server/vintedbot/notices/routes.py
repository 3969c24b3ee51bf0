"""The socket at /api/v1/live, and the ticket that opens it."""

import asyncio
from typing import Any

import asyncpg
import msgspec
import structlog
from litestar import WebSocket, websocket
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect
from msgspec import Struct
from vintedbot_schemas.events import LIVE_BEAT_S, Beat, LiveHello, LiveTicket, StartOver, Welcome

from vintedbot.identity.caller import Caller, refuse_foreign_origin, signed_in
from vintedbot.kit.errors import Forbidden
from vintedbot.kit.http import post
from vintedbot.kit.limits import limit
from vintedbot.kit.process import current

from . import service, tickets
from .hub import hub
from .listener import Close, Listener
from .service import Numbered

log = structlog.get_logger("vintedbot.notices")

HELLO_S = 5.0
"""How long a socket may stay silent before anybody knows whose it is."""

SEND_S = 10.0
"""How long one frame may take to be taken from us."""

AT_ONCE = 100

AnySocket = WebSocket[Any, Any, Any]
_HELLO = msgspec.json.Decoder(LiveHello)
_ENCODER = msgspec.json.Encoder()


class _Happened(Struct, frozen=True, tag_field="frame", tag="happened"):
    """A Happened whose events are passed on as they are stored."""

    events: list[Numbered]


@post(
    "/api/v1/live/ticket",
    guards=[signed_in, limit("live-ticket", 60, per=60, by="user")],
    opt={"idempotency": False},
    summary="A ticket that opens one socket at /api/v1/live within 30 s",
)
async def ticket(caller: NamedDependency[Caller]) -> LiveTicket:
    return LiveTicket(ticket=await tickets.issue(caller))


@websocket("/api/v1/live", guards=[limit("live", 120, per=60)])
async def live(socket: AnySocket) -> None:
    """Says what changes, to whoever brings a ticket; see `vintedbot_schemas.events`."""
    if not _is_ours(socket):
        await socket.close(Close.BAD_FRAME)  # before it is accepted: the handshake answers 403
        return
    await socket.accept()
    try:
        opened = await _hello(socket)
        if isinstance(opened, Close):
            await socket.close(opened)
            return
        holder, after = opened
        async with hub().joined(holder, after) as listener:
            await _speak(socket, listener)
    except (WebSocketDisconnect, OSError):
        pass  # gone, without a farewell


def _is_ours(socket: AnySocket) -> bool:
    """Whether the browser says that an extension of ours, or a page of our own address, opens it."""
    if socket.headers.get("origin") in {f"chrome-extension://{i}" for i in current().settings.web.extension_ids}:
        return True
    try:
        refuse_foreign_origin(socket)
    except Forbidden:
        return False
    return True


async def _hello(socket: AnySocket) -> tuple[tickets.Holder, int | None] | Close:
    try:
        async with asyncio.timeout(HELLO_S):
            frame = await socket.receive()
    except TimeoutError:
        return Close.TOO_LATE
    if frame["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(detail="gone", code=1000)
    try:
        hello = _HELLO.decode(str(frame.get("text") or ""))
    except msgspec.MsgspecError:
        return Close.BAD_FRAME
    holder = await tickets.redeem(hello.ticket)
    return Close.NOT_SIGNED_IN if holder is None else (holder, hello.after)


async def _speak(socket: AnySocket, listener: Listener) -> None:
    """Until either side ends it. A client that speaks after its hello is none of ours."""
    heard = asyncio.create_task(_next_frame(socket))
    said = asyncio.create_task(_say(socket, listener))
    try:
        await asyncio.wait((heard, said), return_when=asyncio.FIRST_COMPLETED)
        if heard.done() and heard.result() == "websocket.disconnect":
            return
        why = Close.BAD_FRAME if heard.done() else said.result()
    finally:
        heard.cancel()
        said.cancel()
        await asyncio.wait((heard, said))
    try:
        # a client that takes nothing takes no farewell either
        async with asyncio.timeout(1):
            await socket.close(why)
    except TimeoutError:
        pass


async def _next_frame(socket: AnySocket) -> str:
    frame = await socket.receive()
    return str(frame["type"])


async def _say(socket: AnySocket, listener: Listener) -> Close:
    async def send(frame: Struct) -> None:
        async with asyncio.timeout(SEND_S):
            await socket.send_data(_ENCODER.encode(frame).decode(), mode="text")

    last = await service.last_numbers([listener.holder.user_id])
    try:
        await send(Welcome(number=last.get(listener.holder.user_id, 0)))
        while listener.closing is None:
            events = await listener.next(LIVE_BEAT_S)
            if events is None:
                await send(StartOver(number=listener.sent))
            elif not events and listener.closing is None:
                await send(Beat(number=listener.sent))
            for first in range(0, len(events or ()), AT_ONCE):
                await send(_Happened((events or [])[first : first + AT_ONCE]))
    except TimeoutError:
        return Close.TOO_SLOW
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as wrong:
        # the database is away, or the client is
        log.warning("live_broke_off", error=repr(wrong))
        return Close.BROKEN
    return listener.closing


ROUTES = [ticket, live]
