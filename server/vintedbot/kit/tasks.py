"""Work after the answer: tasks, and the outbox through which every one of them goes.

    @task("photos.analyse", timeout=60, retries=5)
    async def analyse(photo_id: UUID) -> None: ...

    async with transaction():
        ...                                             # the rows that make the task necessary
        await enqueue("photos.analyse", photo_id)       # runs only if they commit, and then for certain

A row of the outbox is the task; Redis carries its id to a worker and may lose it. `kit.relay` hands out what is due, and
hands it out again when nobody has claimed it `redispatch_s` later, so FLUSHALL costs a minute and nothing else. A row is
claimed by one conditional UPDATE and deleted when the task succeeded. A task may still run twice (a worker that died
after the effect): its own first statement claims its domain row. Failures wait 2, 4, 8 … s, at most 10 min, between
tries; after the last the row stays, with the error, for 14 days.

Periodic tasks are rows as well (`@periodic`); each says why it runs this often. A `@sweeper` is the minute's reconciler
of one domain: it finds rows that are due but were never handed out.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct

from .db import execute, fetchval, uuid7

Plain = Callable[[], Awaitable[None]]
OnSubject = Callable[[UUID], Awaitable[None]]
CHANNEL = "outbox"
TURN_CHANNEL = "turn"


class Task(Struct, frozen=True):
    """`timeout` in seconds; `retries` is the number of runs in all; `every` and `why` only for periodic ones."""

    name: str
    run: Callable[..., Awaitable[None]]
    timeout: float
    retries: int
    every: timedelta | None = None
    why: str = ""


TASKS: dict[str, Task] = {}
"""Filled when the domains' `tasks` modules are imported; the worker and the web process both import them."""

TURNS: list[Plain] = []
"""What the relay does at each of its turns beside handing out tasks; see `each_turn`."""

SWEEP = timedelta(0)
"""Stands for the settings' `sweep_s`."""


def task(name: str, *, timeout: float, retries: int = 5) -> Callable[[OnSubject], OnSubject]:
    """Registers an async function of one id under `domain.verb`."""

    def register(function: OnSubject) -> OnSubject:
        _add(Task(name, function, timeout, retries))
        return function

    return register


def periodic(name: str, *, every: timedelta, why: str, timeout: float) -> Callable[[Plain], Plain]:
    """Registers an async function without arguments that runs once per `every`, over all workers together.

    `why` is a sentence: why this often. A run must fit into its interval, so that it never overtakes itself. A failed
    run is not repeated; the next one comes anyway.
    """
    if not why:
        raise ValueError(f"{name}: say why it runs this often.")
    if every and timeout > every.total_seconds():
        raise ValueError(f"{name}: its timeout must fit into its interval.")

    def register(function: Plain) -> Plain:
        _add(Task(name, function, timeout, 1, every, why))
        return function

    return register


def sweeper(name: str, *, why: str, timeout: float = 50) -> Callable[[Plain], Plain]:
    """A periodic task of the sweepers' rhythm (a minute): `enqueue` what is due and was not handed out."""
    return periodic(name, every=SWEEP, why=why, timeout=timeout)


def each_turn(function: Plain) -> Plain:
    """Registers what every worker's relay runs a moment after a `pg_notify` on `TURN_CHANNEL`, and each second anyway.

    For what cannot wait for a queue. It must be quick, and must do well when several workers run it at the same time.
    """
    TURNS.append(function)
    return function


def _add(new: Task) -> None:
    known = TASKS.setdefault(new.name, new)
    if known is not new:
        raise ValueError(f"Two tasks are called {new.name}.")


async def enqueue(name: str, subject: UUID | None = None, *, after: timedelta = timedelta(), once: str | None = None) -> None:
    """Puts a task into the outbox, in the current transaction if there is one.

    `after`: not before that much later. `once`: while a task with this key still *waits*, it is not added again but becomes
    due at the earlier of the two times. Raises KeyError for a name nobody registered.
    """
    TASKS[name]
    await execute(
        """INSERT INTO outbox (id, task, subject, once, due_at) VALUES ($1, $2, $3, $4, now() + $5)
           ON CONFLICT (once) DO UPDATE SET due_at = LEAST(outbox.due_at, EXCLUDED.due_at)""",
        uuid7(), name, subject, f"{name}:{once}" if once else None, after,
    )  # fmt: skip
    if not after:
        await execute("SELECT pg_notify($1, '')", CHANNEL)


async def waiting(name: str | None = None, subject: UUID | None = None) -> int:
    """How many tasks (of that name, on that subject) have not succeeded or failed for good yet."""
    count: Any = await fetchval(
        """SELECT count(*) FROM outbox WHERE failed_at IS NULL AND ($1::text IS NULL OR task = $1)
               AND ($2::uuid IS NULL OR subject = $2)""",
        name, subject,
    )  # fmt: skip
    return int(count)
