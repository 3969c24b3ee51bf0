"""The demo's steps from the first to the last, with their report: what `demo.py` runs once the server is on its way."""

import os
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from tests.browser.chromium import NoChromiumError
from tests.browser.server import Server
from tests.data.make_camera_roll import camera_roll

from .connecting import started as all_started
from .demo import Options
from .hands import Keyboard, Mouse
from .parts import Parts, started
from .report import Failed, Report, keep_traces
from .scene import Scene
from .steps import STEPS

SLOW_MS = 400
PHOTOS = 24


def play(options: Options, starting: "Future[Server]", began: float) -> int:
    """Runs all steps with the server that is `starting`; the process's exit code."""
    try:
        return _steps(options, starting, began)
    except NoChromiumError as missing:
        print(missing, file=sys.stderr)
        return 2


def _steps(options: Options, starting: "Future[Server]", began: float) -> int:
    report = Report(options.output, sys.stdout)
    with ThreadPoolExecutor(1) as at_once, ExitStack() as open_parts:
        parts: Parts | None = None

        def start() -> str:
            nonlocal parts
            profile, slow_ms = options.output / "data" / "profile", SLOW_MS if options.slow else 0
            parts = open_parts.enter_context(started(profile, starting, headed=options.headed, slow_ms=slow_ms))
            return all_started(parts)

        try:
            report.step("start", start, began)
            assert parts
            roll = at_once.submit(camera_roll, options.output / "camera-roll", PHOTOS)
            scene = Scene(parts, report, roll, Keyboard() if options.keyboard else Mouse())
            for name, act in STEPS:
                report.step(name, partial(act, scene))
        except Failed as failed:
            if isinstance(failed.__cause__, NoChromiumError):
                raise failed.__cause__ from None
            _say_where(options.output, parts)
            return 1
    report.finish()
    took = time.monotonic() - began
    print(f"{len(report.steps)} steps in {took:.0f} s; report and {len(report.pictures)} pictures in {_near(options.output)}/")
    return 0


def _say_where(output: Path, parts: Parts | None) -> None:
    traces = keep_traces(output / "failed", parts.browser, parts.vinted.log) if parts else []
    kept = [path for path in (*traces, output / "data" / "server" / "server.log") if path.exists()]
    print("          look at: " + "  ".join(_near(path) for path in kept), flush=True)


def _near(path: Path) -> str:
    return os.path.relpath(path)
