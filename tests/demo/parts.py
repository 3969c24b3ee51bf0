"""What the demo runs on, started at once: the server with its PostgreSQL and Valkey, the sandbox, Chromium with the extension.

What is then done with them is in `steps.py`; a Chromium for use by hand is in `by_hand.py`.
"""

import contextlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import sync_playwright

from tests.browser.chromium import SandboxAddress
from tests.browser.extension_browser import ExtensionBrowser
from tests.browser.extension_build import ensure_built
from tests.browser.server import Server, wait_for
from tests.sandbox.client import Sandbox

from . import closet


@dataclass
class Parts:
    """All running. `member` is the seller's id on the sandbox."""

    server: Server
    vinted: Sandbox
    browser: ExtensionBrowser
    member: int
    health: dict[str, Any]


@contextlib.contextmanager
def started(profile: Path, starting: "Future[Server]", *, headed: bool = False, slow_ms: float = 0) -> Iterator[Parts]:
    """Everything up and well around the server that is `starting`, on free ports. Raises what could not start."""
    build = ensure_built()
    with contextlib.ExitStack() as open_parts, ThreadPoolExecutor(1) as at_once:
        starting_vinted = at_once.submit(Sandbox.start)
        driver = open_parts.enter_context(sync_playwright())
        vinted = open_parts.enter_context(starting_vinted.result())
        seeding = at_once.submit(closet.seed, vinted)
        browser = ExtensionBrowser.launch(
            driver,
            profile,
            build=build,
            sandbox=SandboxAddress(vinted.port, vinted.spki, Sandbox.hosts),
            headless=not headed,
            slow_ms=slow_ms,
        )
        open_parts.callback(browser.close)
        server = starting.result()
        yield Parts(server, vinted, browser, seeding.result(), wait_for("all checks of /health", lambda: well(server)))


def well(server: Server) -> dict[str, Any] | None:
    """What /health says when all is well, else None."""
    answer = httpx.get(f"{server.url}/health", timeout=5, trust_env=False)
    found: dict[str, Any] = answer.json()
    return found if found["ok"] else None
