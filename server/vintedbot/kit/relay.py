"""From the outbox to a running task: hands out due rows to SAQ, runs what a worker takes, keeps the clock of periodic ones.

SAQ carries `(row id, attempt)` and nothing else; its own retries, schedules and stored results are not used, because the
row knows better. Any number of workers may run this at once.
"""

import asyncio
import os
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import redis.asyncio
import structlog
from redis.exceptions import RedisError
from saq import Job, Worker
from saq.queue.redis import RedisQueue
from structlog.contextvars import bound_contextvars

from vintedbot.settings import RETENTION, Settings

from . import db, process
from .tasks import CHANNEL, TASKS, TURN_CHANNEL, TURNS, Task, enqueue, periodic

log = structlog.get_logger("vintedbot.tasks")

QUEUE = "vintedbot"
POLL_S = 1.0
GATHER_S = 0.2
BATCH = 100
CLAIM_SLACK_S = 5
STOP_S = 5
LONGEST_WAIT_S = 600
HEARTBEAT = timedelta(seconds=10)
KILLS = 3
"""Runs beyond its retries after which a task is given up that never even failed: it takes its worker down with it."""


class Queue(RedisQueue):
    """SAQ's queue that can stop taking without losing what Redis is just handing out.

    Cancelling a blocked BLMOVE loses a message now and then: Redis moves it for a reader that is gone. So we let Redis
    end the wait instead.
    """

    def __init__(self, client: redis.asyncio.Redis) -> None:
        super().__init__(client, name=QUEUE)
        self.closing = False
        self.taking = 0
        self.taken: set[str] = set()
        """Keys on their way from Redis to `Relay.run`."""

    async def dequeue(self, timeout: float = 0.0, poll_interval: float = 0.0) -> Job | None:  # noqa: ASYNC109 - SAQ's
        if self.closing:
            await asyncio.sleep(0.05)
            return None
        self.taking += 1
        try:
            job = await super().dequeue(timeout, poll_interval)
            if job is not None:
                self.taken.add(job.key)
            return job
        finally:
            self.taking -= 1

    async def stop_taking(self) -> None:
        """Returns when no reader waits any more and what was read has reached `Relay.run`, or after a second."""
        self.closing = True
        with suppress(RedisError, TimeoutError):  # some hosts forbid CLIENT; then the sweep finds what was lost
            async with asyncio.timeout(1):
                name = self.redis.connection_pool.connection_kwargs["client_name"]
                # again and again, because a reader may be just about to block
                while self.taking or self.taken:
                    for reader in await self.redis.client_list():
                        if reader["name"] == name:
                            await self.redis.client_unblock(int(reader["id"]))
                    await asyncio.sleep(0.01)


class Relay:
    """One worker's half of the outbox. `draining` lets running tasks finish and takes no new ones."""

    def __init__(self, settings: Settings, queue: Queue) -> None:
        self.settings = settings
        self.queue = queue
        self.wake = asyncio.Event()
        self.turn = asyncio.Event()
        self.draining = False
        self.running = 0

    async def serve(self) -> None:
        """Hands out what is due until `draining` is set (then `wake`); outlives any outage of the database or of Redis."""
        listener: Any = None
        calm = True
        try:
            while not self.draining:
                self.wake.clear()
                try:
                    if listener is None or listener.is_closed():
                        listener = await self._listen()
                        await self._know_periodic()
                    await self._periodic()
                    while await self._dispatch() == BATCH and not self.draining:
                        pass
                    calm = True
                except Exception as wrong:
                    if calm:
                        log.warning("relay_interrupted", error=repr(wrong))
                    calm = False
                with suppress(TimeoutError):
                    # not wait_for: until Python 3.12 it may swallow the cancellation that ends this loop
                    async with asyncio.timeout(POLL_S):
                        await self.wake.wait()
        finally:
            if listener is not None:
                with suppress(Exception):
                    await listener.close(timeout=1)

    async def take_turns(self) -> None:
        """Does what is registered for each turn until `draining` is set (then `turn`), also while Redis keeps `serve` waiting."""
        calm = True
        while not self.draining:
            self.turn.clear()
            try:
                for act in TURNS:
                    await act()
                calm = True
            except Exception as wrong:
                if calm:
                    log.warning("turn_interrupted", error=repr(wrong))
                calm = False
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await self.turn.wait()
                # a job's steps come several at a time: what comes together is one turn
                await asyncio.sleep(0 if self.draining else GATHER_S)

    async def _listen(self) -> Any:
        """A connection of its own that is told about new rows; polling covers what it misses."""
        connection = await asyncpg.connect(**db.connection_options(self.settings.database.url.reveal()))
        await connection.add_listener(CHANNEL, lambda *_: self.wake.set())
        await connection.add_listener(TURN_CHANNEL, lambda *_: self.turn.set())
        return connection

    def _interval(self, task: Task) -> timedelta:
        return task.every or timedelta(seconds=self.settings.tasks.sweep_s)

    async def _know_periodic(self) -> None:
        for known in TASKS.values():
            if known.every is not None:
                await db.execute(
                    """INSERT INTO periodic_tasks AS p (name, next_run_at) VALUES ($1, now())
                       ON CONFLICT (name) DO UPDATE SET next_run_at = LEAST(p.next_run_at, now() + $2)""",
                    known.name, self._interval(known),
                )  # fmt: skip

    async def _periodic(self) -> None:
        for row in await db.fetch("SELECT name FROM periodic_tasks WHERE next_run_at <= now()"):
            known = TASKS.get(row["name"])
            if known is None or known.every is None:
                continue  # a newer or older release's; its workers see to it
            async with db.transaction():
                if await db.execute(
                    "UPDATE periodic_tasks SET next_run_at = now() + $2 WHERE name = $1 AND next_run_at <= now()",
                    known.name, self._interval(known),
                ):  # fmt: skip
                    await enqueue(known.name, once="periodic")

    async def _dispatch(self) -> int:
        """Hands out up to a batch of due rows; how many."""
        rows = await db.fetch(
            """UPDATE outbox SET due_at = now() + $1 WHERE id IN (
                   SELECT id FROM outbox WHERE due_at <= now() AND failed_at IS NULL
                   ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
               RETURNING id, task, attempts""",
            timedelta(seconds=self.settings.tasks.redispatch_s), BATCH,
        )  # fmt: skip
        try:
            for row in rows:
                known = TASKS.get(row["task"])
                await self.queue.enqueue(
                    "run",
                    key=f"{row['id']}:{row['attempts']}",
                    row=str(row["id"]),
                    attempt=row["attempts"],
                    timeout=int((known.timeout if known else 0) + CLAIM_SLACK_S),
                    retries=1,
                    ttl=-1,
                )
        except BaseException:
            await db.execute("UPDATE outbox SET due_at = now() WHERE id = ANY($1)", [row["id"] for row in rows])
            raise
        return len(rows)

    async def run(self, _context: dict[str, Any], *, row: str, attempt: int) -> None:
        """What SAQ calls: claims the row, runs its task, deletes the row or sets its next try."""
        self.queue.taken.discard(f"{row}:{attempt}")
        if self.draining:
            await db.execute("UPDATE outbox SET due_at = now() WHERE id = $1 AND attempts = $2", UUID(row), attempt)
            return
        self.running += 1
        try:
            claimed = await self._claim(UUID(row), attempt)
            if claimed is not None:
                with bound_contextvars(task=claimed["task"], task_id=row, attempt=attempt + 1):
                    await self._carry_out(UUID(row), claimed)
        finally:
            self.running -= 1

    async def _claim(self, row: UUID, attempt: int) -> db.Record | None:
        names, times = zip(*((t.name, t.timeout + CLAIM_SLACK_S) for t in TASKS.values()), strict=True)
        return await db.fetchrow(
            """UPDATE outbox o SET attempts = attempts + 1, once = NULL,
                   claimed_until = now() + t.seconds * interval '1 second', due_at = now() + t.seconds * interval '1 second'
               FROM unnest($3::text[], $4::float8[]) AS t (name, seconds)
               WHERE o.id = $1 AND o.attempts = $2 AND o.failed_at IS NULL AND t.name = o.task
                   AND (o.claimed_until IS NULL OR o.claimed_until < now())
               RETURNING o.task, o.subject, o.attempts""",
            row, attempt, names, times,
        )  # fmt: skip

    async def _carry_out(self, row: UUID, claimed: db.Record) -> None:
        known: Task = TASKS[claimed["task"]]
        if claimed["attempts"] > known.retries + KILLS:
            log.error("task_kills_workers")
            await self._again(row, claimed, timedelta(0), "ended without a trace each time", gone=True)
            return
        try:
            async with asyncio.timeout(known.timeout):
                await (known.run() if known.every is not None else known.run(claimed["subject"]))
        except asyncio.CancelledError:
            # the worker stops: somebody else may have it at once
            await self._again(row, claimed, timedelta(0), "stopped")
            raise
        except Exception as wrong:
            last = claimed["attempts"] >= known.retries
            log.log(40 if last else 30, "task_failed", last=last, exc_info=wrong)
            wait = min(2.0 ** claimed["attempts"], LONGEST_WAIT_S) * random.uniform(0.75, 1.25)
            await self._again(row, claimed, timedelta(seconds=wait), repr(wrong)[:500], gone=last)
            return
        await db.execute("DELETE FROM outbox WHERE id = $1 AND attempts = $2", row, claimed["attempts"])

    async def _again(self, row: UUID, claimed: db.Record, wait: timedelta, error: str, *, gone: bool = False) -> None:
        """Sets the next try, or ends the row: kept with its error, except a periodic task's, whose next run comes anyway."""
        if gone and TASKS[claimed["task"]].every is not None:
            await db.execute("DELETE FROM outbox WHERE id = $1 AND attempts = $2", row, claimed["attempts"])
            return
        await db.execute(
            """UPDATE outbox SET claimed_until = NULL, due_at = now() + $3, error = $4,
                   failed_at = CASE WHEN $5 THEN now() END
               WHERE id = $1 AND attempts = $2""",
            row, claimed["attempts"], wait, error, gone,
        )  # fmt: skip


@asynccontextmanager
async def working(settings: Settings) -> AsyncIterator[Relay]:
    """Relay and SAQ worker, running until the block ends; running tasks get `grace_s` to finish."""
    queue = Queue(process.patient_redis(settings))
    relay = Relay(settings, queue)
    Worker.SIGNALS = []
    worker: Worker[Any] = Worker(
        queue,
        [("run", relay.run)],
        concurrency=settings.tasks.concurrency,
        dequeue_timeout=5,
        timers={"schedule": 60, "sweep": 10, "abort": 10, "worker_info": 60},
    )
    tasks = [asyncio.create_task(each) for each in (worker.start(), relay.serve(), relay.take_turns())]
    for part in tasks:
        part.add_done_callback(lambda ended: None if relay.draining else log.critical("worker_ended_by_itself", task=str(ended)))
    try:
        yield relay
    finally:
        relay.draining = True
        relay.wake.set()
        relay.turn.set()
        # not cancelled: rows it has just marked as handed out would wait for nothing
        await asyncio.wait(tasks[1:], timeout=STOP_S)
        await queue.stop_taking()
        with suppress(TimeoutError):
            async with asyncio.timeout(settings.tasks.grace_s):
                while relay.running:  # noqa: ASYNC110 - a count, looked at once per stop
                    await asyncio.sleep(0.02)
        worker.event.set()
        for part in tasks[1:]:
            part.cancel()
        await asyncio.wait(tasks, timeout=STOP_S)
        with suppress(Exception):
            await queue.disconnect()


@periodic("kit.heartbeat", every=HEARTBEAT, timeout=5, why="/health calls a worker dead after 45 s without one")
async def heartbeat() -> None:
    """Proves the whole way from row to worker."""
    await db.execute(
        """INSERT INTO worker_heartbeats (worker, seen_at) VALUES ($1, now())
           ON CONFLICT (worker) DO UPDATE SET seen_at = now()""",
        f"{socket.gethostname()}:{os.getpid()}",
    )


@periodic("kit.clean", every=timedelta(hours=1), timeout=60, why="the kept answers are the largest rows; a day's worth is enough")
async def clean() -> None:
    """Ends what the kit keeps for a while: answers, failed tasks, workers long gone."""
    await db.execute("DELETE FROM idempotency_keys WHERE created_at < now() - $1::interval", RETENTION["idempotency_key"])
    await db.execute("DELETE FROM outbox WHERE failed_at < now() - $1::interval", RETENTION["failed_task"])
    await db.execute("DELETE FROM worker_heartbeats WHERE seen_at < now() - interval '1 day'")
