"""PostgreSQL and Valkey as our children: folders, locks, deaths."""

import asyncio
import contextlib
import os
import pwd
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import asyncpg
import psutil
import pytest
from vintedbot.kit import db, private, store
from vintedbot.kit.embedded import SYSTEM_USER, EmbeddedError, embedded

from tests.server.conftest import PG
from tests.server.waiting import survivors

HOLDER = """
import asyncio, sys
from pathlib import Path
from vintedbot.kit.embedded import embedded

async def main():
    async with embedded(Path(sys.argv[1]), version=int(sys.argv[2]), durable=False) as services:
        print(*services.supervisors, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


def hold(data: Path) -> "subprocess.Popen[str]":
    """A process that runs the pair in `data`; its first line is the supervisors' process ids."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDER), str(data), str(PG)], stdout=subprocess.PIPE, text=True
    )


def family(holder: "subprocess.Popen[str]") -> list[psutil.Process]:
    return psutil.Process(holder.pid).children(recursive=True)


async def answers(url: str) -> int:
    import asyncpg

    connection = await asyncpg.connect(**db.connection_options(url))
    try:
        return int(await connection.fetchval("SELECT 1"))
    finally:
        await connection.close()


def test_parent_killed_leaves_no_child(tmp_path):
    holder = hold(tmp_path / "d")
    try:
        assert holder.stdout
        holder.stdout.readline()
        children = family(holder)
        assert {"postgres", "valkey-server"} <= {p.name().split(":")[0] for p in children}
        holder.send_signal(signal.SIGKILL)
        assert not survivors(children, 2)
    finally:
        holder.kill()
        holder.wait(10)
        holder.stdout.close()


async def test_the_folder_stays_locked_while_a_child_of_a_killed_parent_lives(tmp_path):
    """Else two Valkeys would write one file."""
    holder = hold(tmp_path / "d")
    supervisors: list[psutil.Process] = []
    try:
        assert holder.stdout
        supervisors = [psutil.Process(int(pid)) for pid in holder.stdout.readline().split()]
        for supervisor in supervisors:
            supervisor.suspend()
        holder.kill()
        holder.wait(10)
        with pytest.raises(EmbeddedError, match="in use"):
            async with embedded(tmp_path / "d", version=PG, durable=False):
                pass
        # the supervisors may end their children again: whoever waits gets the folder
        for supervisor in supervisors:
            supervisor.resume()
        async with embedded(tmp_path / "d", version=PG, durable=False) as services:
            assert await answers(services.database_url) == 1
    finally:
        for supervisor in supervisors:
            with contextlib.suppress(psutil.NoSuchProcess):
                supervisor.resume()
        holder.kill()
        holder.wait(10)
        holder.stdout.close()


def test_a_frozen_database_is_ended_too(tmp_path):
    """SIGINT does nothing to a stopped process; the supervisor goes on to SIGKILL."""
    holder = hold(tmp_path / "d")
    try:
        assert holder.stdout
        holder.stdout.readline()
        children = family(holder)
        (postmaster,) = [p for p in children if p.name() == "postgres" and "-D" in p.cmdline()]
        postmaster.suspend()
        holder.send_signal(signal.SIGKILL)
        assert not survivors([postmaster], 3)
    finally:
        holder.wait(10)
        holder.stdout.close()


async def test_a_path_150_characters_deep_works(tmp_path):
    deep = tmp_path / ("x" * 150) / "da ta, with: signs"
    async with embedded(deep, version=PG, durable=False) as services:
        assert await answers(services.database_url) == 1
        sockets = Path((deep / "socket-folder").read_text())
        assert sockets.stat().st_mode & 0o077 == 0
    assert not sockets.exists()


async def test_a_restart_finds_its_rows_and_only_its_rows(tmp_path):
    import asyncpg

    async with embedded(tmp_path, version=PG) as services:
        connection = await asyncpg.connect(**db.connection_options(services.database_url))
        await connection.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
        await connection.close()
        assert not services.cluster_changed
    async with embedded(tmp_path, version=PG) as services:
        connection = await asyncpg.connect(**db.connection_options(services.database_url))
        assert await connection.fetchval("SELECT n FROM kept") == 7
        await connection.close()
        assert not services.cluster_changed


async def test_another_cluster_in_the_folder_is_noticed_until_accepted(tmp_path):
    async with embedded(tmp_path, version=PG, durable=False):
        pass
    (tmp_path / "postgres").rename(tmp_path / "old")
    for _ in range(2):
        async with embedded(tmp_path, version=PG, durable=False) as services:
            assert services.cluster_changed
    async with embedded(tmp_path, version=PG, durable=False) as services:
        services.accept_cluster()
    async with embedded(tmp_path, version=PG, durable=False) as services:
        assert not services.cluster_changed


async def test_a_folder_in_use_is_refused(tmp_path):
    async with embedded(tmp_path, version=PG, durable=False):
        with pytest.raises(EmbeddedError, match="in use"):
            async with embedded(tmp_path, version=PG, durable=False):
                pass


async def test_the_other_version_is_refused_with_the_fix(tmp_path):
    async with embedded(tmp_path, version=16, durable=False):
        pass
    with pytest.raises(EmbeddedError, match="VINTEDBOT_PG=16"):
        async with embedded(tmp_path, version=18, durable=False):
            pass


async def test_a_kill_during_the_first_start_is_repaired(tmp_path):
    holder = hold(tmp_path)
    while not (tmp_path / "postgres.new").exists():
        await asyncio.sleep(0.005)
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait(5)
    holder.stdout.close()
    async with embedded(tmp_path, version=PG, durable=False) as services:
        assert await answers(services.database_url) == 1


async def test_a_leftover_pid_file_does_not_mislead(tmp_path):
    """After a crash its number may by now be some other process of the same user."""
    async with embedded(tmp_path, version=PG, durable=False):
        pass
    as_the_server = {"user": SYSTEM_USER} if os.geteuid() == 0 else {}
    other = subprocess.Popen(["/bin/sleep", "60"], **as_the_server)
    try:
        pid_file = tmp_path / "postgres" / "postmaster.pid"
        pid_file.write_text(f"{other.pid}\n{tmp_path}/postgres\n1\n5432\n\n\n")
        async with embedded(tmp_path, version=PG, durable=False) as services:
            assert await answers(services.database_url) == 1
    finally:
        other.kill()
        other.wait(5)


async def test_other_users_of_the_machine_see_nothing(services, held):
    """Photos and the addresses in the limiter's keys are nobody's but the server's, whatever the umask."""
    data, settings = services.folder, held.settings
    for folder in (data / "log", data / "valkey", settings.photo_folder, settings.incoming_folder, settings.label_folder):
        assert folder.stat().st_mode & 0o077 == 0, folder
    for folder in (data, settings.data):
        assert folder.stat().st_mode & 0o066 == 0, folder
    sha256 = await store.put(settings.photo_folder, b"for its owner only")
    assert (settings.photo_folder / sha256[:2] / sha256[2:4] / sha256).stat().st_mode & 0o077 == 0


def test_a_folder_that_was_open_is_closed_and_one_that_was_closed_stays_so(tmp_path, monkeypatch):
    for root, most in ((0, 0o711), (1000, 0o700)):
        monkeypatch.setattr(os, "geteuid", lambda root=root: root)
        for before in (0o755, 0o700):
            data = tmp_path / f"{root}-{before}"
            data.mkdir(mode=before)
            data.chmod(before)
            assert private.data_folder(data).stat().st_mode & 0o777 == before & most


async def test_what_is_refused_is_not_quoted_in_the_log(services, client):
    new = {"email": "twice@private.test", "password": "a long enough password"}
    answers = [await client.post("/api/v1/auth/register", json=new, headers={"origin": "http://testserver"}) for _ in range(2)]
    assert [a.status_code for a in answers] == [201, 409]
    user_id = (await db.fetchrow("SELECT id FROM users"))["id"]
    for row in ((user_id, "other@private.test"), (db.uuid7(), new["email"])):
        with pytest.raises(asyncpg.UniqueViolationError):
            await db.execute("INSERT INTO users VALUES ($1, $2, '', 'en', now())", *row)
    assert "private.test" not in (services.folder / "log" / "postgres.log").read_text()


@pytest.mark.skipif(os.geteuid() != 0, reason="without root the sockets are our own user's")
async def test_as_root_whoever_shares_the_system_user_is_not_the_database_superuser(services):
    """PostgreSQL runs as a user that other programs share; the socket is theirs as well, the database is not."""
    knock = textwrap.dedent("""
        import os, socket, struct, sys
        os.chdir(sys.argv[1])
        os.setgroups([]); os.setgid(int(sys.argv[3])); os.setuid(int(sys.argv[2]))
        with socket.socket(socket.AF_UNIX) as sock:
            sock.connect(".s.PGSQL.5432")
            hello = struct.pack("!i", 196608) + b"user\\0vintedbot\\0database\\0vintedbot\\0\\0"
            sock.sendall(struct.pack("!i", len(hello) + 4) + hello)
            print({b"R": "let in", b"E": "refused"}[sock.recv(1)])
    """)
    user = pwd.getpwnam(SYSTEM_USER)
    folder = services.database_url.partition("host=")[2]
    told = subprocess.run(
        [sys.executable, "-c", knock, folder, str(user.pw_uid), str(user.pw_gid)], capture_output=True, text=True, timeout=60
    )
    assert told.stdout.strip() == "refused", told.stderr
