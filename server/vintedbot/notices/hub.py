"""All open sockets of one web process, and how it hears of news.

Redis tells at once and may lose anything: its connection is followed by a loop that outlives every outage, and every other second
one query compares the numbers of those who listen here with what they were sent. The same round asks whether their devices and
sessions still are; so both take two queries for all sockets together, and a socket holds no connection of the pool.
"""

import asyncio
import contextlib
import contextvars
from collections import defaultdict
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import redis.asyncio
import structlog
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from vintedbot.kit.process import current

from . import service, tickets
from .listener import Close, Listener
from .service import CHANNEL, Told
from .tickets import Holder

log = structlog.get_logger("vintedbot.notices")

LOOK_S = 2.0
"""How late a socket learns what Redis lost, and how long it outlives its device or session."""

RECONNECT_S = (0.1, 0.5, 1.0, 2.0)
SILENCE_S = 5.0
SOCKETS_PER_USER = 12
"""In one web process. Who opens more loses the oldest: the newest window is the one somebody looks at."""

_TOLD = msgspec.json.Decoder(Told)


class Hub:
    """`joined` is the way in."""

    def __init__(self) -> None:
        self._listeners: dict[UUID, list[Listener]] = defaultdict(list)
        # not the opening request's context: these outlive it
        self._tasks = [_alone(self._follow()), _alone(self._rounds())]

    @asynccontextmanager
    async def joined(self, holder: Holder, after: int | None) -> AsyncIterator[Listener]:
        """This holder's listener, from event `after` on (None: from now), as long as the block lasts."""
        last = (await service.last_numbers([holder.user_id])).get(holder.user_id, 0)
        listener = Listener(holder, last if after is None else after)
        theirs = self._listeners[holder.user_id]
        theirs.append(listener)
        if len(theirs) > SOCKETS_PER_USER:
            theirs[0].close(Close.TOO_MANY)
        try:
            yield listener
        finally:
            theirs.remove(listener)
            if not theirs:
                self._listeners.pop(holder.user_id, None)

    def _all(self) -> list[Listener]:
        return [listener for theirs in self._listeners.values() for listener in theirs]

    async def close(self) -> None:
        """Ends the hub and whoever still listens."""
        for listener in self._all():
            listener.close(Close.GOING_AWAY)
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)

    async def _follow(self) -> None:
        """Hears what the relays tell, and connects again for ever."""
        failures = 0
        while True:
            client = _client()
            try:
                async with client.pubsub() as heard:
                    await heard.subscribe(CHANNEL)
                    # what was told while nobody followed
                    for listener in self._all():
                        listener.look()
                    while True:
                        message = await heard.get_message(ignore_subscribe_messages=True, timeout=SILENCE_S)
                        failures = 0
                        if message is not None:
                            self._hear(message["data"])
            except (RedisError, OSError) as wrong:
                if not failures:
                    log.warning("live_not_told", error=repr(wrong))
            finally:
                with contextlib.suppress(RedisError, OSError):
                    await client.aclose()
            await asyncio.sleep(RECONNECT_S[min(failures, len(RECONNECT_S) - 1)])
            failures += 1

    def _hear(self, data: bytes) -> None:
        try:
            told = _TOLD.decode(data)
        except msgspec.MsgspecError:
            log.warning("live_told_nonsense")
            return
        for listener in self._listeners.get(told.user_id, ()):
            listener.hear(told.events)

    async def _rounds(self) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            if not self._listeners:
                continue
            try:
                await self._round()
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as wrong:
                log.warning("live_round_failed", error=repr(wrong))

    async def _round(self) -> None:
        for user_id, last in (await service.last_numbers(list(self._listeners))).items():
            for listener in self._listeners.get(user_id, ()):
                if not listener.knows(last):
                    listener.look()
        there = self._all()
        over = await tickets.ended([listener.holder for listener in there])
        for listener in there:
            if listener.holder.by in over:
                listener.close(Close.NOT_SIGNED_IN)


_hub: Hub | None = None


def hub() -> Hub:
    """This process's; made with the first socket, closed with the process."""
    global _hub
    if _hub is None:
        _hub = Hub()
        current().closing.append(_close)
    return _hub


async def _close() -> None:
    global _hub
    ending, _hub = _hub, None
    if ending is not None:
        await ending.close()


def _alone(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    task = asyncio.create_task(work, context=contextvars.Context())
    task.add_done_callback(lambda ended: None if ended.cancelled() else log.critical("live_ended_by_itself", task=str(ended)))
    return task


def _client() -> redis.asyncio.Redis:
    """A connection that says when it broke instead of mending itself: what was told meanwhile has to be looked for."""
    return redis.asyncio.Redis.from_url(
        current().settings.redis.url.reveal(),
        socket_connect_timeout=2,
        health_check_interval=int(SILENCE_S),
        retry=Retry(NoBackoff(), 0),
    )
