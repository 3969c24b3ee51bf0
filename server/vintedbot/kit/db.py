"""Rows and transactions: one pool per process, one `transaction()`, three raw helpers, the base of all tables.

`DB` is the process's engine. It connects when `connect(url)` is called, never at import. Writes and simple reads go
through Piccolo (`await Draft.insert(Draft(...))`, `await Draft.select()...`), hot or clever reads through
`fetch`/`fetchrow`/`fetchval`; all of them use the current transaction's connection if there is one, else the pool.

    async with transaction():
        await execute("UPDATE drafts SET revision = revision + 1 WHERE id = $1 AND owner = $2", draft_id, owner)
        await enqueue("listings.check", draft_id)

Rules: the service that writes opens the one transaction; no network call and no new asyncio task inside it (a task would
share its connection). `.objects()` never in lists. JSONB goes in as JSON bytes or text and comes out as `msgspec.Raw`.
"""

import os
import time
from asyncio import timeout
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import timedelta
from types import TracebackType
from typing import Any, Literal, Self, TypeAlias
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import asyncpg
import msgspec
import piccolo.table
from piccolo.columns.column_types import UUID as UUIDColumn
from piccolo.columns.defaults.uuid import UUID7 as PiccoloUUID7
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

Record: TypeAlias = Any
"""An asyncpg.Record: `row["name"]`, `dict(row)`."""

CONNECT_S = 10.0
STATEMENT_S = 30.0


class Engine(PostgresEngine):
    """Piccolo's engine without its connection at construction; `connect` gives it an address and a pool."""

    def __init__(self) -> None:
        super().__init__(config={})

    async def check_version(self) -> None:
        """Nothing: it would connect at import."""

    async def prep_database(self) -> None:
        """Nothing: no extensions are used."""


DB = Engine()


def connection_options(url: str) -> dict[str, Any]:
    """asyncpg's keyword arguments for one connection to `url`.

    A socket folder in `?host=` is passed on as it is, because asyncpg would split one that holds a comma or a colon.
    """
    options: dict[str, Any] = {"dsn": url, "timeout": CONNECT_S, "server_settings": {"application_name": "vintedbot"}}
    folder = parse_qs(urlsplit(url).query).get("host", [""])[0]
    if folder.startswith("/"):
        parts = urlsplit(url)
        options = {k: v for k, v in options.items() if k != "dsn"} | {
            "host": folder,
            "user": parts.username,
            "database": parts.path.lstrip("/"),
            # without it asyncpg looks for certificates in $HOME, which may not be ours to read
            "ssl": False,
        }
    return options


async def _prepare(connection: Any) -> None:
    for kind in ("jsonb", "json"):
        prefix = b"\x01" if kind == "jsonb" else b""
        await connection.set_type_codec(
            kind,
            schema="pg_catalog",
            format="binary",
            encoder=lambda value, prefix=prefix: prefix + (value.encode() if isinstance(value, str) else bytes(value)),
            decoder=lambda value, prefix=prefix: msgspec.Raw(value[len(prefix) :]),
        )


async def _as_it_is(_: Any) -> None:
    """Nothing is set on a connection that must not stay, so each use is spared a second round trip; asyncpg itself
    rolls an open transaction back. Measured: a third of the CPU of a read."""


async def connect(url: str, pool_size: int = 10) -> None:
    """Opens the process's pool. Raises OSError or asyncpg.PostgresError when the database does not answer in 10 s."""
    DB.config = connection_options(url)
    await DB.start_connection_pool(
        min_size=1, max_size=pool_size, init=_prepare, reset=_as_it_is, command_timeout=STATEMENT_S
    )  # fmt: skip


async def disconnect() -> None:
    """Closes the pool; connections still in use after 5 s are cut."""
    pool, DB.pool = DB.pool, None
    if pool is None:
        return
    try:
        async with timeout(5):
            await pool.close()
    except TimeoutError:
        pool.terminate()


class AlreadyInTransaction(RuntimeError):
    """A transaction was opened inside another one. Pass the work down instead."""


class CommitRefused(RuntimeError):
    """The statement of `before_commit` touched no row; the transaction was rolled back."""


class Transaction(PostgresTransaction):
    """Piccolo's, without its two faults: a failing COMMIT or ROLLBACK neither leaks the connection nor hides the error."""

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        return self

    async def get_connection(self) -> Any:
        self.pool = _pool()
        return await self.pool.acquire(timeout=CONNECT_S)

    async def begin(self) -> None:
        try:
            await self.transaction.start()
        except BaseException:
            await self.pool.release(self.connection)
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Literal[False]:
        try:
            if error is not None:
                await self.transaction.rollback()
            else:
                mark = before_commit.get()
                if mark is not None and await execute(*mark) != 1:
                    await self.transaction.rollback()
                    raise CommitRefused("What this commit was to be marked with is no longer ours.")
                await self.transaction.commit()
        except (asyncpg.InterfaceError, asyncpg.InternalClientError, asyncpg.PostgresConnectionError, OSError):
            if error is None:
                raise
        finally:
            self.engine.current_transaction.reset(self.context)
            await self.pool.release(self.connection)
        return False


before_commit: ContextVar[tuple[Any, ...] | None] = ContextVar("before_commit", default=None)
"""A statement and its arguments that joins every commit of this context and must touch one row (`kit.idempotency`)."""


def transaction() -> Transaction:
    """`async with transaction():` - commits at the end, rolls back on any exception, refuses to be nested."""
    if in_transaction():
        raise AlreadyInTransaction("A transaction is already open here.")
    return Transaction(DB, allow_nested=False)


def in_transaction() -> bool:
    """Whether this task's statements go to an open transaction."""
    return DB.current_transaction.get() is not None


def _pool() -> Any:
    if DB.pool is None:
        raise RuntimeError("The database is not connected.")
    return DB.pool


def _connection() -> Any:
    current = DB.current_transaction.get()
    return current.connection if current is not None else _pool()


async def fetch(sql: str, *args: Any) -> list[Record]:
    """All rows."""
    rows: list[Record] = await _connection().fetch(sql, *args)
    return rows


async def fetchrow(sql: str, *args: Any) -> Record | None:
    """The first row, or None."""
    return await _connection().fetchrow(sql, *args)


async def fetchval(sql: str, *args: Any) -> Any:
    """The first column of the first row, or None."""
    return await _connection().fetchval(sql, *args)


async def execute(sql: str, *args: Any) -> int:
    """Runs one statement and returns how many rows it touched (0 for statements that count none)."""
    status: str = await _connection().execute(sql, *args)
    last = status.rsplit(" ", 1)[-1]
    return int(last) if last.isdigit() else 0


async def executemany(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Runs one statement for many rows of arguments, in one round trip and atomically."""
    await _connection().executemany(sql, rows)


_last_stamp = 0


def uuid7() -> UUID:
    """A UUIDv7, strictly increasing within this process: 48 bits of milliseconds, 12 of sub-milliseconds, 62 random."""
    global _last_stamp
    now = time.time_ns()
    stamp = (now // 1_000_000 << 12) | (now % 1_000_000 * 4096 // 1_000_000)
    _last_stamp = stamp = max(stamp, _last_stamp + 1)
    random = int.from_bytes(os.urandom(8)) & ((1 << 62) - 1)
    return UUID(int=(stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | random)


def uuid7_before(age: timedelta) -> UUID:
    """Every id that `uuid7` made longer than `age` ago is smaller than this one."""
    return UUID(int=int((time.time() - age.total_seconds()) * 1000) << 80)


class _NewId(PiccoloUUID7):
    """Makes the id in Python; PostgreSQL 16 has no uuidv7(), so the column has no default of its own."""

    @property
    def postgres(self) -> str:
        return "null"

    def python(self) -> UUID:
        return uuid7()


def id_column() -> UUIDColumn:
    """The primary key of nearly every table: `id = id_column()`. Raw INSERTs bring their own `uuid7()`."""
    return UUIDColumn(default=_NewId(), primary_key=True)


class Table(piccolo.table.Table):
    """Base of all tables. `class Draft(Table, tablename="drafts"): id = id_column(); title = Text(default=None)`.

    Give every column `default=None` unless a default is meant: Piccolo's own are '' and 0. NOT NULL is the default.
    """

    def __init_subclass__(cls, tablename: str | None = None, **options: Any) -> None:
        super().__init_subclass__(tablename=tablename, **{"db": DB, **options})


# Piccolo gave the base itself a serial `id`, which every table would inherit beside its own key
del Table.id  # type: ignore[attr-defined]
