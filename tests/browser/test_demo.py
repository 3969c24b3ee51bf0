"""The demo itself: whole while Valkey forgets everything again and again, and once more by keyboard alone."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.demo.steps import STEPS

from .extension_build import ROOT, ensure_built

SECONDS = 480
PICTURES = 24


def run_demo(output: Path, *options: str) -> str:
    """What the demo printed; fails with it when the demo fails."""
    ensure_built()
    paths = os.pathsep.join([str(ROOT), str(ROOT / "server"), str(ROOT / "shared-schemas")])
    done = subprocess.run(
        [sys.executable, "-m", "vintedbot", "demo", "--output", str(output), *options],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, timeout=SECONDS,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def assert_whole(output: Path, printed: str) -> None:
    report = json.loads((output / "report.json").read_text())
    assert list(report) == ["ok", "steps"]
    assert report["ok"] is True
    assert [step["name"] for step in report["steps"]] == ["start", *(name for name, _ in STEPS)]
    assert all(list(step) == ["name", "ok", "seconds", "proof"] and step["ok"] and step["proof"] for step in report["steps"])
    assert printed.count("✓") == len(report["steps"])
    pictures = sorted(output.glob("*.png"))
    assert [int(picture.name[:2]) for picture in pictures] == list(range(1, PICTURES + 1))


@contextlib.contextmanager
def forgetting(sockets: Path) -> Iterator[list[int]]:
    """FLUSHALL twice a second while the block runs, so that every queue is hit while it is full; counts them."""
    flushed, over = [0], threading.Event()

    def flush() -> None:
        while not over.wait(0.5):
            with contextlib.suppress(redis.exceptions.ConnectionError):  # not up yet, or down again
                with redis.Redis(unix_socket_path=str(sockets / "valkey.sock")) as valkey:
                    valkey.flushall()
                flushed[0] += 1

    thread = threading.Thread(target=flush)
    thread.start()
    try:
        yield flushed
    finally:
        over.set()
        thread.join()


@pytest.fixture
def output() -> Iterator[Path]:
    """Where a demo leaves what it made. Not in pytest's own folder: its sockets lie there too, and their paths must be short."""
    with tempfile.TemporaryDirectory(prefix="vb-demo-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "demo"


def test_the_demo_loses_nothing_when_valkey_forgets(output: Path) -> None:
    with forgetting(output / "data" / "server" / "run") as flushed:
        printed = run_demo(output)
    assert_whole(output, printed)
    assert flushed[0] >= 20


def test_the_demo_by_keyboard_alone(output: Path) -> None:
    assert_whole(output, run_demo(output, "--keyboard"))
