"""Transactions, raw helpers, ids."""

import asyncio
from datetime import UTC, datetime

import asyncpg
import msgspec
import pytest
from vintedbot.kit import db
from vintedbot.kit.tables import PeriodicTask

pytestmark = pytest.mark.usefixtures("database")

INSERT = "INSERT INTO worker_heartbeats (worker, seen_at) VALUES ($1, now())"


class Mistake(Exception):
    """What a service raises."""


async def count() -> int:
    return int(await db.fetchval("SELECT count(*) FROM worker_heartbeats"))


async def test_commits_at_the_end_and_rolls_back_on_an_error():
    async with db.transaction():
        await db.execute(INSERT, "kept")

    async def fails():
        async with db.transaction():
            await db.execute(INSERT, "undone")
            raise Mistake

    with pytest.raises(Mistake):
        await fails()
    assert await count() == 1


async def test_nesting_is_refused_and_undoes_the_outer_work():
    async def nests():
        async with db.transaction():
            await db.execute(INSERT, "outer")
            async with db.transaction():
                pass

    with pytest.raises(db.AlreadyInTransaction):
        await nests()
    assert await count() == 0


async def test_a_failing_commit_gives_its_connection_back():
    await db.execute("CREATE TABLE deferred (id int, CONSTRAINT once UNIQUE (id) DEFERRABLE INITIALLY DEFERRED)")
    try:
        await db.execute("INSERT INTO deferred VALUES (1)")

        async def fails_at_commit():
            async with db.transaction():
                await db.execute("INSERT INTO deferred VALUES (1)")

        for _ in range(db.DB.pool.get_max_size() + 2):
            with pytest.raises(asyncpg.UniqueViolationError):
                await asyncio.wait_for(asyncio.create_task(fails_at_commit()), 5)
        assert await asyncio.wait_for(db.fetchval("SELECT 1"), 2) == 1
        assert db.DB.pool.get_idle_size() == db.DB.pool.get_size()
    finally:
        await db.execute("DROP TABLE deferred")


async def test_a_cancelled_transaction_gives_its_connection_back():
    async def slow():
        async with db.transaction():
            await db.execute(INSERT, "never")
            await db.execute("SELECT pg_sleep(10)")

    for _ in range(db.DB.pool.get_max_size() + 2):
        task = asyncio.create_task(slow())
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 5)
    assert await asyncio.wait_for(count(), 2) == 0


async def test_a_killed_backend_shows_the_first_error_and_the_next_query_works():
    async def loses_its_backend():
        async with db.transaction():
            mine = await db.fetchval("SELECT pg_backend_pid()")
            other = await asyncpg.connect(**db.DB.config)
            await other.execute("SELECT pg_terminate_backend($1, 2000)", mine)
            await other.close()
            raise Mistake

    with pytest.raises(Mistake):
        await loses_its_backend()
    assert await db.fetchval("SELECT 1") == 1


async def test_piccolo_and_raw_statements_share_the_transaction():
    async def fails():
        async with db.transaction():
            await PeriodicTask.insert(PeriodicTask(name="x", next_run_at=datetime.now(UTC)))
            assert await db.fetchval("SELECT count(*) FROM periodic_tasks WHERE name = 'x'") == 1
            raise Mistake

    with pytest.raises(Mistake):
        await fails()
    assert await PeriodicTask.count().where(PeriodicTask.name == "x") == 0


async def test_jsonb_goes_in_as_bytes_and_comes_out_untouched():
    value = await db.fetchval("SELECT $1::jsonb", b'{"price": 10, "tags": ["a"]}')
    assert isinstance(value, msgspec.Raw)
    assert msgspec.json.decode(value) == {"price": 10, "tags": ["a"]}
    assert msgspec.json.encode({"row": value}) == b'{"row":' + bytes(value) + b"}"
    assert bytes(await db.fetchval("SELECT $1::jsonb", value)) == bytes(value)


async def test_execute_counts_rows():
    assert await db.execute(INSERT, "a") == 1
    assert await db.execute("UPDATE worker_heartbeats SET seen_at = now() WHERE worker = 'nobody'") == 0


async def test_ids_are_version_7_and_increase():
    ids = [db.uuid7() for _ in range(20_000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert {i.version for i in ids} == {7}
    assert {i.variant for i in ids} == {"specified in RFC 4122"}
