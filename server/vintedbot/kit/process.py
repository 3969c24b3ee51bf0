"""What one process holds open while it runs: its settings, the database pool and the quick Redis client.

`web` and `worker` each enter `running(settings)`; in one process they share what is open. Everything else asks
`current()`.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import redis.asyncio
from msgspec import Struct
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff, NoBackoff
from redis.exceptions import ConnectionError, TimeoutError

from vintedbot.settings import Settings

from . import db, private

QUICK_S = 0.5


class Process(Struct):
    """`redis` gives up after half a second and never retries: for limits, health and fan-out, which may fail."""

    settings: Settings
    redis: redis.asyncio.Redis
    users: int = 0
    closing: list[Callable[[], Awaitable[None]]] = []
    """What a domain opened for the life of the process, to be closed with it: `current().closing.append(close)`."""


_current: Process | None = None
_opening = asyncio.Lock()


def current() -> Process:
    """The running process's resources. RuntimeError outside `running`."""
    if _current is None:
        raise RuntimeError("Nothing is running: enter kit.process.running(settings) first.")
    return _current


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Process]:
    """Opens the pool and the client, or joins what is open already; the last one to leave closes them."""
    global _current
    async with _opening:
        if _current is None:
            private.data_folder(settings.data)
            for folder in (settings.photo_folder, settings.label_folder, settings.incoming_folder, settings.model_folder):
                private.folder(folder)
            await db.connect(settings.database.url.reveal(), settings.database.pool_size)
            _current = Process(settings, quick_redis(settings))
        process = _current
        process.users += 1
    try:
        yield process
    finally:
        process.users -= 1
        if process.users == 0:
            for close in process.closing:
                await close()
            _current = None
            await process.redis.aclose()
            await db.disconnect()


def quick_redis(settings: Settings) -> redis.asyncio.Redis:
    """A client that fails within half a second."""
    return redis.asyncio.Redis.from_url(
        settings.redis.url.reveal(),
        socket_timeout=QUICK_S,
        socket_connect_timeout=QUICK_S,
        retry=Retry(NoBackoff(), 0),
    )


def patient_redis(settings: Settings) -> redis.asyncio.Redis:
    """A client that outlives a restart of Redis: ten tries over about seven seconds. For the queue only.

    Its connections carry a name of their own, so that a worker can tell its waiting readers from another's.
    """
    return redis.asyncio.Redis.from_url(
        settings.redis.url.reveal(),
        client_name=f"vintedbot-{secrets.token_hex(6)}",
        socket_timeout=20,
        socket_connect_timeout=2,
        retry=Retry(ExponentialBackoff(cap=1, base=0.05), 10),
        retry_on_error=[ConnectionError, TimeoutError],
    )
