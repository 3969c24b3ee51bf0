"""The server's test ground: real PostgreSQL and Valkey, the whole application, a client without a socket between.

Each pytest process (each xdist worker) starts a pair of its own in a temporary folder, about a second once, so nothing
is shared, locked or left over. `VINTEDBOT_PG=16` runs the suite on PostgreSQL 16. Ask for `client` (HTTP), `database`
(rows), `worker` (tasks really run); each begins with empty tables and an empty Valkey. Async tests need no mark.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from vintedbot import domains, web
from vintedbot.__main__ import with_addresses
from vintedbot.kit import db, process
from vintedbot.kit.embedded import Services, embedded
from vintedbot.kit.migrations import migrate
from vintedbot.kit.relay import Relay, working
from vintedbot.settings import Settings, load

from .people import MakeUser, Person, new_person

PG = int(os.environ.get("VINTEDBOT_PG", "18"))


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="session")
async def services(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Services]:
    """The running pair of this pytest process."""
    async with embedded(tmp_path_factory.mktemp("services"), version=PG, durable=False) as running:
        yield running


@pytest.fixture(scope="session")
async def settings(services: Services, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a migrated, empty server whose lost tasks come again after half a second."""
    read = load(
        {
            "VINTEDBOT_ENV": "test",
            "VINTEDBOT_DATA": str(tmp_path_factory.mktemp("data")),
            "VINTEDBOT_REDISPATCH_S": "0.5",
            "VINTEDBOT_SWEEP_S": "0.3",
            "VINTEDBOT_GRACE_S": "0",
            "VINTEDBOT_REQUESTS_PER_MINUTE": "100000",
            "VINTEDBOT_PUBLIC_URL": "http://testserver",
        }
    )
    await migrate(services.database_url, domains.migration_folders())
    return with_addresses(read, services.database_url, services.redis_url)


@pytest.fixture(scope="session")
async def held(settings: Settings) -> AsyncIterator[process.Process]:
    """What a process of the server holds open: the pool and Redis; every task is known."""
    domains.parts("tasks")
    async with process.running(settings) as running:
        yield running


@pytest.fixture(scope="session")
async def app(settings: Settings, held: process.Process) -> AsyncIterator[Litestar]:
    """The whole application, started."""
    application = web.create_app(settings)
    async with application.lifespan():
        yield application


_EMPTY = """
DO $$ DECLARE name text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations' LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
END $$"""


@pytest.fixture
async def database(held: process.Process) -> AsyncIterator[None]:
    """Empty tables and an empty Valkey; `vintedbot.kit.db` is connected."""
    async with db.transaction():
        await db.execute(_EMPTY)
    await held.redis.flushall()
    yield
    assert not db.in_transaction(), "the test left a transaction open"


@pytest.fixture
async def client(app: Litestar, database: None) -> AsyncIterator[httpx.AsyncClient]:
    """Speaks HTTP to `app`."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://testserver") as speaking:
        yield speaking


@pytest.fixture
async def worker(settings: Settings, database: None) -> AsyncIterator[Relay]:
    """A worker that runs what is enqueued. Wait for it with `tests.server.waiting.until`."""
    async with working(settings) as relay:
        yield relay


@pytest.fixture
def make_user(database: None) -> MakeUser:
    """`await make_user()`: somebody signed in; `.portal` and `.device` are the headers to send."""
    return new_person


@pytest.fixture
async def two_users(make_user: MakeUser) -> tuple[Person, Person]:
    """Two people who must never see anything of each other."""
    return await make_user(), await make_user()


@pytest.fixture
def free_data(tmp_path: Path) -> Path:
    """A data folder for a server started as a process of its own."""
    return tmp_path / "data"
