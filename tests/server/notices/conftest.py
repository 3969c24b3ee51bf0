"""Web processes with a socket, and somebody who listens."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import msgspec
import pytest
from vintedbot import web
from vintedbot.settings import EXTENSION_ID, Settings
from vintedbot_schemas.events import Event, LiveFrame
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.bench.serving import Served

EXTENSION = f"chrome-extension://{EXTENSION_ID}"


class Page:
    """What a page of ours hears: `numbers` and `events` in the order they came, `frames` by name, `closed` with its code."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.frames: list[str] = []
        self.numbers: list[int] = []
        self.events: list[Event] = []
        self.closed: int | None = None
        self._hearing = asyncio.create_task(self._hear())

    async def _hear(self) -> None:
        try:
            async for text in self.connection:
                read = json.loads(text)
                self.frames.append(read["frame"])
                msgspec.json.decode(text, type=LiveFrame)
                for event in read.get("events", ()):
                    self.numbers.append(event["number"])
                    self.events.append(msgspec.convert(event["what"], Event))
        except ConnectionClosed:
            pass
        self.closed = self.connection.close_code

    def of(self, kind: type[Any]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    async def end(self) -> None:
        await self.connection.close()
        await self._hearing


async def ticket_of(client: httpx.AsyncClient, headers: dict[str, str]) -> str:
    answer = await client.post("/api/v1/live/ticket", headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["ticket"])


@asynccontextmanager
async def listening(
    url: str, headers: dict[str, str], *, after: int | None = None, origin: str | None = EXTENSION, ticket: str | None = None
) -> AsyncIterator[Page]:
    """A page that opened its socket at this server; with a ticket of its own unless one is given."""
    async with httpx.AsyncClient(base_url=url, timeout=20) as client:
        hello = {"ticket": ticket if ticket is not None else await ticket_of(client, headers), "after": after}
    async with connect(f"{url.replace('http', 'ws', 1)}/api/v1/live", origin=origin, proxy=None) as connection:
        await connection.send(json.dumps(hello))
        page = Page(connection)
        try:
            yield page
        finally:
            await page.end()


@pytest.fixture
async def here(settings: Settings, database: None) -> AsyncIterator[str]:
    """The address of a web server in this very process."""
    stop, port = asyncio.Event(), asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(web.serve(settings, 0, stop, port.set_result))
    yield f"http://127.0.0.1:{await port}"
    stop.set()
    await serving


def environment(settings: Settings, **more: str) -> dict[str, str]:
    """For a process of its own on the same database."""
    return {
        "DATABASE_URL": settings.database.url.reveal(), "REDIS_URL": settings.redis.url.reveal(), "VINTEDBOT_ENV": "test",
        "VINTEDBOT_REQUESTS_PER_MINUTE": "100000", "VINTEDBOT_DATA": str(settings.data),
        "VINTEDBOT_PUBLIC_URL": settings.web.public_url, "VINTEDBOT_REDISPATCH_S": "1", **more,
    }  # fmt: skip


@pytest.fixture
def started(settings: Settings, database: None) -> Iterator[Callable[..., Served]]:
    """`started()`: a web process of its own; `port=` to have it where another was, other names are settings."""
    running: list[Served] = []

    def start(*, port: int = 0, **more: str) -> Served:
        running.append(Served(["vintedbot", "web", "--port", str(port)], environment(settings, **more)))
        return running[-1]

    yield start
    for served in running:
        served.client.close()
        served.stop()


def url_of(served: Served) -> str:
    return str(served.client.base_url).rstrip("/")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
