"""Numbered SQL files: applied once, by whoever comes first, and in step with the tables in code."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from piccolo.columns.column_types import Text
from vintedbot.kit.db import Table, connection_options, id_column
from vintedbot.kit.migrations import MigrationError, drift, fingerprint, found, migrate


@pytest.fixture
async def empty_database(services) -> AsyncIterator[str]:
    name = f"m_{secrets.token_hex(4)}"
    admin = await asyncpg.connect(**connection_options(services.database_url))
    await admin.execute(f"CREATE DATABASE {name}")
    yield urlunsplit(urlsplit(services.database_url)._replace(path=f"/{name}"))
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.close()


def write(folder: Path, **files: str) -> dict[str, Path]:
    """`a__0001_x="SQL"` becomes a/0001_x.sql."""
    domains = {}
    for name, sql in files.items():
        domain, _, stem = name.partition("__")
        (folder / domain).mkdir(exist_ok=True)
        (folder / domain / f"{stem}.sql").write_text(sql)
        domains[domain] = folder / domain
    return domains


async def rows(url: str, sql: str) -> list:
    connection = await asyncpg.connect(**connection_options(url))
    try:
        return [row[0] for row in await connection.fetch(sql)]
    finally:
        await connection.close()


async def test_each_file_runs_once(empty_database, tmp_path):
    folders = write(tmp_path, a__0001_one="CREATE TABLE one (n int)", a__0002_two="INSERT INTO one VALUES (1)")
    assert await migrate(empty_database, folders) == ["a/0001_one", "a/0002_two"]
    assert await migrate(empty_database, folders) == []
    assert await rows(empty_database, "SELECT n FROM one") == [1]


async def test_two_at_once_apply_everything_once(empty_database, tmp_path):
    folders = write(tmp_path, **{f"a__{n:04}_x": f"CREATE TABLE t{n} (n int)" for n in range(1, 30)})
    applied = await asyncio.gather(*(migrate(empty_database, folders) for _ in range(4)))
    assert sorted(len(names) for names in applied) == [0, 0, 0, 29]


async def test_a_failing_file_leaves_nothing_of_itself(empty_database, tmp_path):
    folders = write(tmp_path, a__0001_x="CREATE TABLE one (n int)", a__0002_y="CREATE TABLE two (n int); SELECT 1 / 0")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await migrate(empty_database, folders)
    assert await rows(empty_database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1") == [
        "one",
        "schema_migrations",
    ]
    write(tmp_path, a__0002_y="CREATE TABLE two (n int)")
    assert await migrate(empty_database, folders) == ["a/0002_y"]


async def test_an_edited_file_is_refused(empty_database, tmp_path):
    folders = write(tmp_path, a__0001_x="CREATE TABLE one (n int)")
    before = fingerprint(folders)
    await migrate(empty_database, folders)
    write(tmp_path, a__0001_x="CREATE TABLE one (n bigint)")
    assert fingerprint(folders) != before
    with pytest.raises(MigrationError, match=r"a/0001_x\.sql was changed after it ran"):
        await migrate(empty_database, folders)


async def test_order_is_domain_then_number_then_what_a_file_asks_for(tmp_path):
    folders = write(tmp_path, b__0001_x="-- after: c/0001_x\n", b__0002_x="", a__0001_x="", c__0001_x="", a__0002_x="")
    assert [m.name for m in found(folders)] == ["a/0001_x", "a/0002_x", "c/0001_x", "b/0001_x", "b/0002_x"]
    write(tmp_path, a__0003_x="-- after: z/0001_x\n")
    with pytest.raises(MigrationError, match="does not exist"):
        found(folders)


class Probe(Table, tablename="probes"):
    id = id_column()
    title = Text(default=None)


SAME = "CREATE TABLE probes (id uuid PRIMARY KEY, title text NOT NULL); CREATE INDEX probes_title ON probes (lower(title))"


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        (SAME, None),
        (SAME.replace(" NOT NULL)", ")"), "only in the code: probes.title text NOT NULL"),
        (SAME.replace("title text", "title varchar(3)"), "only in the migrations: probes.title character varying(3) NOT NULL"),
        (SAME + "; CREATE TABLE more (n int)", "only in the migrations: more.n integer"),
        (SAME + "; ALTER TABLE probes ADD UNIQUE (title)", "only in the migrations: probes. UNIQUE (title)"),
        ("SELECT 1", 'CREATE TABLE "probes"'),
    ],
)
async def test_differences_between_code_and_files_are_told(services, tmp_path, sql, says):
    differences = await drift(services.database_url, write(tmp_path, a__0001_x=sql), [Probe])
    assert (differences == []) if says is None else any(says in line for line in differences), differences
    assert not await rows(services.database_url, "SELECT datname FROM pg_database WHERE datname LIKE 'scratch%'")
