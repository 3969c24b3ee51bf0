"""The least that Litestar, asyncpg and msgspec can do for the same rows: what our server's CPU is measured against.

No sign-in, no checks, no log, no errors of ours. `python -m tests.bench.bare ADDRESS OWNER` serves it.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec
from litestar import Litestar, get, post
from litestar.datastructures import State
from litestar.params import JSONBody

from .serving import serve

COLUMNS = "id, revision, state, closet_id, country, fields, photos, problems, job_id, item_id, created_at, saved_at"


class Draft(msgspec.Struct):
    id: UUID
    revision: int
    state: str
    closet_id: UUID | None
    country: str
    fields: msgspec.Raw
    photos: msgspec.Raw
    problems: msgspec.Raw
    job_id: UUID | None
    item_id: int | None
    created_at: datetime
    saved_at: datetime


class Page(msgspec.Struct):
    items: list[Draft]
    next: str | None


@get("/drafts")
async def drafts(state: State, limit: int) -> Page:
    """A page of somebody's drafts, newest first."""
    rows = await state.pool.fetch(
        f"SELECT {COLUMNS} FROM drafts WHERE user_id = $1 AND deleted_at IS NULL ORDER BY id DESC LIMIT $2",
        state.owner,
        limit + 1,
    )
    return Page([Draft(*row) for row in rows[:limit]], str(rows[limit - 1]["id"]) if len(rows) > limit else None)


class Asked(msgspec.Struct):
    """One row to be changed, by its key."""

    number: int
    state: str


async def _changed(state: State, data: Asked) -> Asked:
    await state.pool.execute(
        "UPDATE bare_jobs SET state = $2, changed_at = clock_timestamp() WHERE id = $1", data.number, data.state
    )
    return data


@post("/lease", status_code=200)
async def lease(state: State, data: JSONBody[Asked]) -> Asked:
    return await _changed(state, data)


@post("/go", status_code=200)
async def go(state: State, data: JSONBody[Asked]) -> Asked:
    return await _changed(state, data)


@post("/finish", status_code=200)
async def finish(state: State, data: JSONBody[Asked]) -> Asked:
    return await _changed(state, data)


async def _prepare(connection: asyncpg.Connection) -> None:
    # JSON is passed on as it is stored
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", format="binary",
        encoder=lambda value: b"\x01" + bytes(value), decoder=lambda value: msgspec.Raw(value[1:]),
    )  # fmt: skip


@asynccontextmanager
async def _pool(app: Litestar) -> AsyncIterator[None]:
    from vintedbot.kit.db import connection_options

    async with asyncpg.create_pool(**connection_options(sys.argv[1]), min_size=1, max_size=10, init=_prepare) as pool:
        app.state.pool, app.state.owner = pool, UUID(sys.argv[2])
        yield


if __name__ == "__main__":
    serve(Litestar([drafts, lease, go, finish], lifespan=[_pool], openapi_config=None, logging_config=None))
