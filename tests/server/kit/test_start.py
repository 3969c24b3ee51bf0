"""The server as people start it: one command, its own services, quick, small, and gone without a trace."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tests.server.conftest import PG
from tests.server.waiting import survivors

HEAVY = (
    "numpy", "PIL", "pyvips", "imagehash", "pillow_heif", "sklearn", "scipy", "openai", "anthropic", "boto3", "stripe",
    "black", "jinja2",
)  # fmt: skip
PROBE = f"""
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(set(sys.modules) & set({HEAVY!r})))))
from vintedbot.__main__ import main
main(["up", "--port", "0", "--no-open"])
"""


class Server:
    """A running `up`; `port` once it said where it answers."""

    def __init__(self, data: Path, log: Path) -> None:
        self.log = log
        environment = {k: v for k, v in os.environ.items() if not k.startswith("VINTEDBOT_")}
        with log.open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-c", PROBE],
                env={**environment, "VINTEDBOT_DATA": str(data), "VINTEDBOT_PG": str(PG)},
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        assert self.process.stdout
        said = self.process.stdout.readline()
        assert "answers at" in said, log.read_text()
        self.url = said.split()[3]
        self.first_answer = httpx.get(f"{self.url}/health", timeout=5)

    def health(self) -> int:
        return httpx.get(f"{self.url}/health", timeout=5).status_code

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> str:
        """What it printed on its way out."""
        self.process.send_signal(how)
        out, _ = self.process.communicate(timeout=15)
        return out


@pytest.fixture
def started(tmp_path) -> Iterator:
    """`started()` runs a server in `tmp_path`; all are ended afterwards."""
    servers: list[Server] = []

    def start() -> Server:
        servers.append(Server(tmp_path / "data", tmp_path / "log"))
        return servers[-1]

    yield start
    for server in servers:
        with contextlib.suppress(ProcessLookupError):
            server.process.kill()
        server.process.wait(5)
        server.process.stdout.close()


def well_within(server: Server, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while server.health() != 200:
        assert time.monotonic() < ends, httpx.get(f"{server.url}/health").text
        time.sleep(0.05)


def test_one_command_starts_everything_and_stops_cleanly(started):
    server = started()
    assert server.first_answer.status_code in (200, 503)
    well_within(server, 5)
    children = server.children()
    heavy = json.loads(server.stop().splitlines()[-1])
    assert heavy == [], "loaded although nobody asked for them"
    assert server.process.returncode == 0
    assert not survivors(children, 0)
    log = server.log.read_text()
    assert "Traceback" not in log, log


def test_killed_it_leaves_no_child(started):
    server = started()
    children = server.children()
    assert len(children) >= 4
    server.process.kill()
    assert not survivors(children, 2)


def test_its_database_gone_it_ends_and_says_so(started):
    """Better ended, and started again by whoever watches it, than up and useless."""
    server = started()
    children = server.children()
    (postmaster,) = [p for p in children if p.name() == "postgres" and "-D" in p.cmdline()]
    postmaster.kill()
    assert server.process.wait(20) == 2
    assert "postgres ended by itself" in server.log.read_text()
    assert not survivors(children, 2)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="PSS is Linux's measure")
def test_idle_it_is_small(started):
    server = started()
    well_within(server, 5)
    rollup = Path(f"/proc/{server.process.pid}/smaps_rollup").read_text()
    pss = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024
    print(f"web and worker, idle: {pss:.0f} MB PSS")
    assert pss <= 150


def test_a_second_server_in_the_folder_is_told_so(started, tmp_path):
    started()
    second = subprocess.run(
        [sys.executable, "-m", "vintedbot", "up", "--port", "0", "--no-open"],
        env={**os.environ, "VINTEDBOT_DATA": str(tmp_path / "data"), "VINTEDBOT_PG": str(PG)},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert second.returncode == 2
    assert "in use by another VintedBot" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.parametrize(
    ("command", "environment", "says"),
    [
        (["web"], {}, "DATABASE_URL and REDIS_URL not set"),
        (["worker"], {"DATABASE_URL": "postgresql://u@h/d"}, "REDIS_URL not set"),
        (["up"], {"VINTEDBOT_ENV": "production"}, "VINTEDBOT_SECRET_KEY is missing"),
        (["migrate"], {"VINTEDBOT_PG": "12"}, "VINTEDBOT_PG"),
    ],
)
def test_what_cannot_run_says_why_in_one_line(tmp_path, command, environment, says):
    plain = {k: v for k, v in os.environ.items() if not k.startswith("VINTEDBOT_") and not k.endswith("_URL")}
    done = subprocess.run(
        [sys.executable, "-m", "vintedbot", *command],
        env={**plain, "VINTEDBOT_DATA": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_example_environment_prints_without_a_database():
    done = subprocess.run([sys.executable, "-m", "vintedbot", "settings"], capture_output=True, text=True, timeout=20)
    assert "#DATABASE_URL=" in done.stdout
    assert done.returncode == 0


def test_migrations_agree_with_the_tables():
    done = subprocess.run(
        [sys.executable, "-m", "vintedbot", "migrations-check"],
        env={**os.environ, "VINTEDBOT_PG": str(PG)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
