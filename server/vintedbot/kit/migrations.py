"""How tables come to be: numbered SQL files per domain, each applied once, and a check that they match the code.

To add or change a table:
1. Write the class in `<domain>/tables.py` (`class Draft(Table, tablename="drafts")`, see `kit/tables.py`).
2. Write `<domain>/migrations/0001_drafts.sql`: plain SQL with everything the class cannot say (partial and composite
   indexes, DESC, expressions). `python -m vintedbot migrations-check` prints the CREATE statements of a class that has no
   table yet, ready to paste, and every difference afterwards. Worked example: `OutboxRow` in `kit/tables.py`
   and `kit/migrations/0001_ground.sql`.
3. A file that needs another domain's file first says so in its first line: `-- after: identity/0001_users`.
   Otherwise: the order of `domains.DOMAINS`, then the number.
A file that has run anywhere people use is never edited; a change is a new file, compatible with the running release.

SQL rather than Piccolo's own migrations: a file and its bookkeeping are one transaction, a table is 10 lines instead of 240,
and the server does not load black and jinja2 to start. Two processes may migrate at once; one waits.
"""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from msgspec import Struct
from piccolo.query.methods.create import Create
from piccolo.table import Table, sort_table_classes

from .db import connection_options

LOCK = 8_710_001
LOCK_WAIT_S = 120.0
_LEDGER = """CREATE TABLE IF NOT EXISTS schema_migrations (
    name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP)"""


class MigrationError(Exception):
    """The migrations cannot be applied. The message names the file and the fix."""


class Migration(Struct, frozen=True):
    """One file; `name` is `domain/0001_what`."""

    name: str
    sql: str
    after: tuple[str, ...]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def found(folders: Mapping[str, Path]) -> list[Migration]:
    """All migrations of the given domains, in the order they run."""
    files: dict[str, Migration] = {}
    for domain, folder in folders.items():
        before: tuple[str, ...] = ()
        for path in sorted(folder.glob("*.sql")):
            sql = path.read_text()
            first = sql.partition("\n")[0]
            needs = tuple(first.removeprefix("-- after:").replace(",", " ").split()) if first.startswith("-- after:") else ()
            name = f"{domain}/{path.stem}"
            files[name] = Migration(name, sql, before + needs)
            before = (name,)
    for migration in files.values():
        for needed in migration.after:
            if needed not in files:
                raise MigrationError(f"{migration.name} is to run after {needed}, which does not exist.")
    graph = TopologicalSorter({m.name: m.after for m in files.values()})
    graph.prepare()
    places, order = {name: i for i, name in enumerate(files)}, list[Migration]()
    ready = list(graph.get_ready())
    while ready:
        name = min(ready, key=places.__getitem__)
        ready.remove(name)
        order.append(files[name])
        graph.done(name)
        ready += graph.get_ready()
    return order


def fingerprint(folders: Mapping[str, Path]) -> str:
    """Changes when any migration does; names the tests' template database."""
    return hashlib.sha256("".join(f"{m.name}{m.sha256}" for m in found(folders)).encode()).hexdigest()[:16]


async def migrate(url: str, folders: Mapping[str, Path]) -> list[str]:
    """Applies what has not run yet and returns the names. Safe to call from several processes at once.

    Raises MigrationError for a file that was edited after it ran, and asyncpg's error for SQL that fails; everything
    before the failing file stays applied.
    """
    wanted = found(folders)
    connection = await asyncpg.connect(**connection_options(url))
    try:
        await _lock(connection)
        await connection.execute(_LEDGER)
        ran = {r["name"]: r["sha256"] for r in await connection.fetch("SELECT name, sha256 FROM schema_migrations")}
        for migration in wanted:
            if ran.get(migration.name, migration.sha256) != migration.sha256:
                raise MigrationError(
                    f"{migration.name}.sql was changed after it ran here. Restore it and write a new file; "
                    "in development, start with an empty data folder instead."
                )
        new = [m for m in wanted if m.name not in ran]
        for migration in new:
            async with connection.transaction():
                # a table in use must not be waited for while everybody else waits behind us
                await connection.execute("SET LOCAL lock_timeout = '4s'")
                await connection.execute(migration.sql)
                await connection.execute(
                    "INSERT INTO schema_migrations (name, sha256) VALUES ($1, $2)", migration.name, migration.sha256
                )
        return [m.name for m in new]
    finally:
        await connection.close()


async def _lock(connection: Any) -> None:
    try:
        async with asyncio.timeout(LOCK_WAIT_S):
            while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):  # noqa: ASYNC110 - another process holds it
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise MigrationError("Another process has been migrating this database for two minutes. Look at that one.") from None


async def drift(url: str, folders: Mapping[str, Path], tables: Sequence[type[Table]]) -> list[str]:
    """The differences between what the migrations make and what the table classes say; empty when there are none.

    Works in two scratch databases on the server at `url`, which are dropped again. Indexes are the migrations' alone.
    """
    async with _scratch(url) as made, _scratch(url) as said:
        await migrate(made, folders)
        connection = await asyncpg.connect(**connection_options(said))
        try:
            for table in sort_table_classes(list(tables)):
                for statement in Create(table).default_ddl:
                    await connection.execute(statement)
        finally:
            await connection.close()
        in_files, in_code = await _shape(made), await _shape(said)
    differences = [f"only in the migrations: {line}" for line in sorted(in_files - in_code)]
    differences += [f"only in the code: {line}" for line in sorted(in_code - in_files)]
    existing = {line.partition(".")[0] for line in in_files}
    for table in sort_table_classes(list(tables)):
        if table._meta.tablename not in existing:
            differences += [f"{statement};" for statement in Create(table).default_ddl]
    return differences


@asynccontextmanager
async def _scratch(url: str) -> AsyncIterator[str]:
    name = f"scratch_{secrets.token_hex(6)}"
    connection = await asyncpg.connect(**connection_options(url))
    try:
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await connection.close()


_COLUMNS = """
SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
    || CASE WHEN d.adbin IS NULL OR pg_get_expr(d.adbin, d.adrelid) LIKE 'NULL%' THEN ''
            ELSE ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) END
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT c.relname || '. ' || pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE c.relnamespace = 'public'::regnamespace AND k.contype IN ('p', 'u', 'f', 'c')
"""


async def _shape(url: str) -> set[str]:
    connection = await asyncpg.connect(**connection_options(url))
    try:
        return {row[0] for row in await connection.fetch(_COLUMNS) if not row[0].startswith("schema_migrations.")}
    finally:
        await connection.close()
