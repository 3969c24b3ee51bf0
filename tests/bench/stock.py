"""A migrated database of its own with one signed-in device and as many drafts in stock as a bench wants."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

import asyncpg
import msgspec
from vintedbot import domains
from vintedbot.kit.db import connection_options, uuid7
from vintedbot.kit.migrations import migrate
from vintedbot_schemas.base import Money
from vintedbot_schemas.listings import AttributeChoice, DraftPhoto, ListingFields

PHOTOS = 4
_ENCODER = msgspec.json.Encoder()


@dataclass(frozen=True)
class Stock:
    """Whose it is, and how to ask for it."""

    database_url: str
    redis_url: str
    user_id: UUID
    token: str

    @property
    def environ(self) -> dict[str, str]:
        """For a server that is to run on it."""
        return {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "VINTEDBOT_ENV": "test",
            "VINTEDBOT_REQUESTS_PER_MINUTE": "10000000",
        }

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[asyncpg.Connection]:
        opened = await asyncpg.connect(**connection_options(self.database_url))
        try:
            yield opened
        finally:
            await opened.close()


async def new_stock(database_url: str, redis_url: str, drafts: int = 0) -> Stock:
    """A new database in the cluster of `database_url`."""
    name = f"bench_{secrets.token_hex(4)}"
    first = await asyncpg.connect(**connection_options(database_url))
    await first.execute(f"CREATE DATABASE {name}")
    await first.close()
    address, _, query = database_url.partition("?")
    own = f"{address.rpartition('/')[0]}/{name}?{query}"
    await migrate(own, domains.migration_folders())
    stock = Stock(own, redis_url, uuid7(), f"vbd_{secrets.token_urlsafe(32)}")
    async with stock.connection() as connection:
        await connection.execute(
            "INSERT INTO users (id, email, password_hash, language) VALUES ($1, 'bench@example.org', '', 'en')", stock.user_id
        )
        await connection.execute(
            "INSERT INTO devices (id, user_id, install_id, label, token_sha256) VALUES ($1, $2, $3, 'Chrome on Linux', $4)",
            uuid7(), stock.user_id, uuid4(), hashlib.sha256(stock.token.encode()).digest(),
        )  # fmt: skip
        await _fill(connection, stock.user_id, drafts)
        await connection.execute("VACUUM ANALYZE")
    return stock


async def new_stocks(database_url: str, redis_url: str, sizes: Sequence[int]) -> list[Stock]:
    return await asyncio.gather(*(new_stock(database_url, redis_url, size) for size in sizes))


async def _fill(connection: asyncpg.Connection, user_id: UUID, count: int) -> None:
    """Complete drafts with four photos each."""
    for start in range(0, count, 5_000):
        rows = [_row(user_id, number) for number in range(start, min(start + 5_000, count))]
        await connection.executemany(
            """INSERT INTO drafts (id, user_id, country, fields, photos, photo_ids, problems, created_at, saved_at)
               VALUES ($1, $2, 'fr', $3, $4, $5, '[]', now(), now())""",
            rows,
        )


def _row(user_id: UUID, number: int) -> tuple[object, ...]:
    fields = ListingFields(
        title=f"Robe fleurie Zara taille M, portée une fois, n° {number}",
        description="Robe longue à fleurs, tissu léger, doublée. Portée une seule fois pour un mariage. " * 4,
        price=Money(amount=1850, currency="EUR"), catalog_id=1059, brand_id=12, brand="Zara", size_id=4, condition_id=2,
        color_ids=[5, 12], package_size_id=1, attributes=[AttributeChoice(code="material", ids=[44, 122])],
    )  # fmt: skip
    photos = [DraftPhoto(photo_id=uuid4(), width=1536, height=2048, color="#a08070") for _ in range(PHOTOS)]
    return (
        uuid7(), user_id, _ENCODER.encode(fields).decode(), _ENCODER.encode(photos).decode(), [p.photo_id for p in photos],
    )  # fmt: skip
