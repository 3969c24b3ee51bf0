"""One run of the demo: everything started, every step in order, a report and pictures in `demo-output/`.

`python -m vintedbot demo` calls `run`. Only what starts the server is imported here, because it needs longest; the rest of the
code (`play.py`) is read meanwhile.
"""

import fcntl
import shutil
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.server import Server

ROOT = Path(__file__).parents[2]
OUTPUT = ROOT / "demo-output"
SHORTER_WAITS: dict[str, Any] = {
    "lease": 20, "heartbeat": 5, "takeover_wait": 26, "go_age": 5, "request_deadline": 20, "undo_from": 21, "undo_until": 25,
    "late_look": 5, "looks": [2, 4, 8, 16], "absent_gap": 1, "read_gap": 0.1, "payload_gap": 0.3, "step_gap_min": 0.2,
    "step_gap_max": 0.4, "job_gap_min": 0, "job_gap_max": 0, "message_gap": 0, "person_wait": 0.2, "second_try": 0.2, "poll": 1,
}  # fmt: skip
"""A person waits minutes between two jobs so that Vinted is treated gently; a demo need not. No rule is switched off.

A request's deadline stays long enough for a busy machine to kill the worker while Vinted holds the publish: a publish that had
no answer in time is taken back, as it should be, and the demo would wait for a relist that was undone.
"""
INTRODUCTION = (
    "From photos to a live listing and a safe relist: real Chromium, real extension, real databases, a stand-in of Vinted.\n"
    f"Waits are shortened by settings of the server (VINTEDBOT_ENV=development, {len(SHORTER_WAITS)} times in VINTEDBOT_PACE); "
    "no rule is off."
)


@dataclass(frozen=True)
class Options:
    """How the demo is played. `slow` waits between two acts; `keyboard` works the screens without a mouse."""

    headed: bool = False
    slow: bool = False
    keyboard: bool = False
    output: Path = OUTPUT


def run(options: Options) -> int:
    """Plays the demo; the process's exit code."""
    began = time.monotonic()
    # a demo that is told to stop takes its server and browser with it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options.output.mkdir(parents=True, exist_ok=True)
    with (options.output / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Another demo runs in {options.output}. Wait for it, or stop it.", file=sys.stderr)
            return 2
        _clear(options.output)
        print(INTRODUCTION, flush=True)
        server = Server(options.output / "data" / "server", SHORTER_WAITS, {"VINTEDBOT_ENV": "development"})
        with ThreadPoolExecutor(1) as meanwhile:
            starting = meanwhile.submit(server.start)
            try:
                from .play import play

                return play(options, starting, began)
            finally:
                starting.exception()  # also when something else failed first, nothing is left running
                server.stop()


def _clear(output: Path) -> None:
    """Takes away what a run leaves, and nothing else that may lie there."""
    for folder in ("data", "failed", "camera-roll"):
        shutil.rmtree(output / folder, ignore_errors=True)
    for file in (output / "report.json", *output.glob("[0-9][0-9]-*.png")):
        file.unlink(missing_ok=True)
