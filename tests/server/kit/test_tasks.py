"""The outbox: runs for certain, not without its transaction, and whatever Redis forgets."""

import asyncio
from datetime import timedelta

import msgspec
import pytest
from redis.exceptions import RedisError
from vintedbot.kit import db, process, relay
from vintedbot.kit.tasks import TASKS, enqueue, periodic, sweeper, task, waiting

from tests.server.waiting import until

ran: list[object] = []
gate = asyncio.Event()
fails_left = 0


@task("test.note", timeout=5)
async def note(subject):
    ran.append(subject)


@task("test.flaky", timeout=5, retries=3)
async def flaky(subject):
    global fails_left
    ran.append(subject)
    if fails_left:
        fails_left -= 1
        raise RuntimeError("not yet")


@task("test.slow", timeout=0.3, retries=1)
async def slow(subject):
    ran.append(subject)
    await asyncio.sleep(30)


@task("test.held", timeout=20)
async def held_open(subject):
    ran.append(subject)
    await gate.wait()


@sweeper("test.sweep", why="tried out here")
async def sweep():
    ran.append("swept")


@pytest.fixture(autouse=True)
def fresh():
    ran.clear()
    gate.clear()


@pytest.fixture
def impatient(monkeypatch):
    """Retries after a moment instead of seconds."""
    monkeypatch.setattr(relay, "LONGEST_WAIT_S", 0.05)


def notes() -> list[object]:
    return [seen for seen in ran if seen != "swept"]


async def test_a_committed_task_runs_once_and_leaves_nothing(worker):
    subject = db.uuid7()
    async with db.transaction():
        await enqueue("test.note", subject)
    await until(notes, "it ran", 3)
    await until(lambda: none_waiting("test.note"), "its row is gone")
    assert notes() == [subject]


async def none_waiting(name: str) -> bool:
    return await waiting(name) == 0


async def test_a_rolled_back_task_never_runs(worker):
    async def fails():
        async with db.transaction():
            await enqueue("test.note", db.uuid7())
            raise LookupError

    with pytest.raises(LookupError):
        await fails()
    after = db.uuid7()
    await enqueue("test.note", after)
    await until(notes, "the later one ran")
    assert notes() == [after]


async def test_the_relay_is_told_and_does_not_wait_for_its_next_look(database, settings, monkeypatch):
    monkeypatch.setattr(relay, "POLL_S", 60)
    async with relay.working(settings):
        await until(lambda: db.fetchrow("SELECT 1 FROM worker_heartbeats"), "the first look is over")
        await enqueue("test.note", db.uuid7())
        await until(notes, "it ran", 10)


async def test_flushall_loses_nothing(database, settings):
    subjects = [db.uuid7() for _ in range(300)]
    # Redis forgets again and again while the tasks are handed out and run
    async with relay.working(settings):
        async with db.transaction():
            for subject in subjects:
                await enqueue("test.note", subject)
        for _ in range(20):
            await process.current().redis.flushall()
            await asyncio.sleep(0.02)
        await until(lambda: none_waiting("test.note"), "every task ran", 15)
    assert set(notes()) == set(subjects)


async def test_a_task_handed_out_before_flushall_runs_when_a_worker_comes(database, settings):
    subject = db.uuid7()
    await enqueue("test.note", subject)
    client = process.patient_redis(settings)
    handing = relay.Relay(settings, relay.Queue(client))
    assert await handing._dispatch() == 1
    assert await handing._dispatch() == 0, "it waits in Redis now"
    await process.current().redis.flushall()
    await handing.queue.disconnect()
    async with relay.working(settings):
        await until(notes, "it ran all the same", 5)


async def test_redis_away_for_a_while_delays_only(database, settings, monkeypatch):
    away = msgspec.structs.replace(
        settings, redis=msgspec.structs.replace(settings.redis, url=type(settings.redis.url)("unix:///nowhere/valkey.sock"))
    )
    client = process.quick_redis(away)
    handing = relay.Relay(away, relay.Queue(client))
    await enqueue("test.note", db.uuid7())
    with pytest.raises(RedisError):
        await handing._dispatch()
    await client.aclose()
    async with relay.working(settings):
        await until(notes, "it ran when Redis was back", 5)


async def test_failures_are_tried_again_then_kept_with_their_error(worker, impatient):
    global fails_left
    fails_left = 2
    await enqueue("test.flaky", db.uuid7())
    await until(lambda: none_waiting("test.flaky"), "the third try went well")
    assert len(notes()) == 3

    fails_left = 99
    await enqueue("test.flaky", db.uuid7())
    row = await until(lambda: db.fetchrow("SELECT * FROM outbox WHERE failed_at IS NOT NULL"), "it was given up")
    fails_left = 0
    assert row["attempts"] == 3
    assert "not yet" in row["error"]


async def test_a_task_over_its_time_is_ended(worker):
    await enqueue("test.slow", db.uuid7())
    row = await until(lambda: db.fetchrow("SELECT * FROM outbox WHERE failed_at IS NOT NULL"), "it was ended", 5)
    assert "Timeout" in row["error"]


async def test_once_keeps_one_waiting_and_lets_another_wait_while_it_runs(worker):
    first = db.uuid7()
    for _ in range(5):
        await enqueue("test.held", first, once="same", after=timedelta(milliseconds=300))
    await until(notes, "it runs")
    await enqueue("test.held", db.uuid7(), once="same")
    assert await waiting("test.held") == 2
    gate.set()
    await until(lambda: none_waiting("test.held"), "both ran")
    assert len(notes()) == 2


async def test_after_waits(worker):
    await enqueue("test.note", db.uuid7(), after=timedelta(seconds=0.5))
    await asyncio.sleep(0.25)
    assert notes() == []
    await until(notes, "it ran later", 4)


async def test_two_workers_run_each_task_once(database, settings):
    subjects = [db.uuid7() for _ in range(200)]
    async with relay.working(settings), relay.working(settings):
        async with db.transaction():
            for subject in subjects:
                await enqueue("test.note", subject)
        await until(lambda: none_waiting("test.note"), "all ran", 15)
    assert sorted(notes()) == sorted(subjects)


async def test_a_claimed_row_is_not_claimed_again_and_comes_back_when_its_worker_dies(database, settings):
    dead = relay.Relay(settings, None)
    await enqueue("test.note", db.uuid7())
    row = await db.fetchval("SELECT id FROM outbox WHERE task = 'test.note'")
    assert await dead._claim(row, 0) is not None
    assert await dead._claim(row, 0) is None
    assert await dead._claim(row, 1) is None, "its time is not over"
    await db.execute("UPDATE outbox SET claimed_until = now() - interval '1 s', due_at = now()")
    async with relay.working(settings):
        await until(notes, "another worker ran it")


async def test_a_stopping_worker_hands_back_what_it_cannot_finish(database, settings):
    async with relay.working(settings):
        await enqueue("test.held", db.uuid7())
        await until(notes, "it runs")
    row = await db.fetchrow("SELECT claimed_until, due_at <= now() AS due FROM outbox WHERE task = 'test.held'")
    assert row["claimed_until"] is None
    assert row["due"]


async def test_a_stopping_worker_lets_tasks_finish_within_its_grace(database, settings):
    patient = msgspec.structs.replace(settings, tasks=msgspec.structs.replace(settings.tasks, grace_s=5))
    async with relay.working(patient):
        await enqueue("test.held", db.uuid7())
        await until(notes, "it runs")
        asyncio.get_running_loop().call_later(0.2, gate.set)
    assert await none_waiting("test.held")


async def test_workers_that_come_and_go_delay_nothing(database, settings):
    """A reader that ends must not take a message with it: that one would wait for the next round."""
    slow_rounds = msgspec.structs.replace(settings, tasks=msgspec.structs.replace(settings.tasks, redispatch_s=60, grace_s=3))
    subjects = [db.uuid7() for _ in range(400)]

    async def keep_adding():
        for subject in subjects:
            await enqueue("test.note", subject)

    adding = asyncio.create_task(keep_adding())
    while not adding.done():
        async with relay.working(slow_rounds):
            await asyncio.sleep(0.1)
    async with relay.working(slow_rounds):
        await until(lambda: none_waiting("test.note"), "all ran", 8)
    assert sorted(notes()) == sorted(subjects)


async def test_a_task_that_kills_its_workers_is_given_up(worker):
    await enqueue("test.note", db.uuid7(), after=timedelta(hours=1))
    await db.execute("UPDATE outbox SET attempts = 20, due_at = now() WHERE task = 'test.note'")
    await until(lambda: db.fetchrow("SELECT 1 FROM outbox WHERE failed_at IS NOT NULL"), "it was given up", 5)
    assert notes() == []


async def test_sweepers_run_again_and_again_over_all_workers_together(database, settings):
    async with relay.working(settings), relay.working(settings):
        await until(lambda: len(ran) >= 3, "three rounds", 6)
        began, had = asyncio.get_running_loop().time(), len(ran)
        await until(lambda: len(ran) >= had + 3, "three more", 10)
        assert asyncio.get_running_loop().time() - began > 0.5, "not more often than its rhythm"


async def test_the_heartbeat_arrives(worker):
    await until(lambda: db.fetchrow("SELECT 1 FROM worker_heartbeats WHERE seen_at > now() - interval '5 s'"), "a heartbeat")


async def test_unknown_and_double_names_are_refused(database):
    with pytest.raises(KeyError):
        await enqueue("test.nobody", db.uuid7())
    with pytest.raises(ValueError, match="Two tasks"):
        task("test.note", timeout=1)(slow)
    with pytest.raises(ValueError, match="why"):
        periodic("test.why", every=timedelta(seconds=1), why="", timeout=1)
    with pytest.raises(ValueError, match="fit into"):
        periodic("test.long", every=timedelta(seconds=1), why="x", timeout=2)


def test_every_periodic_task_says_why():
    assert all(known.why for known in TASKS.values() if known.every is not None)
