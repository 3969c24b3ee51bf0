"""A stand-in of Vinted and a Chromium on it, for trying things out by hand: what `up --sandbox` adds to the server."""

import contextlib
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Error, async_playwright

from tests.browser.chromium import SandboxAddress, launch_options
from tests.browser.extension_build import ensure_built
from tests.sandbox.client import Sandbox

from . import closet


@contextlib.asynccontextmanager
async def sandbox(folder: Path) -> AsyncIterator[None]:
    """The sandbox with a seeded closet and, where there is a display, Chromium with the extension; ends both afterwards.

    `folder` holds the browser's profile, which is the same installation the next time.
    """
    with Sandbox.start() as vinted:
        closet.seed(vinted)
        print(f"The sandbox stands in for https://www.vinted.fr (at 127.0.0.1:{vinted.port}); sign in there as {closet.LOGIN}.")
        if not _has_display():
            print("There is no display here. `xvfb-run uv run just up --sandbox` brings one nobody sees; or run it on a desktop.")
            yield
            return
        folder.mkdir(parents=True, exist_ok=True)
        address = SandboxAddress(vinted.port, vinted.spki, Sandbox.hosts)
        options = launch_options(folder / "profile", build=ensure_built(), sandbox=address, headless=False)
        async with async_playwright() as driver:
            browser = await driver.chromium.launch_persistent_context(**options, no_viewport=True)
            print("Chromium runs with the extension. On its first page, under “more”, enter the server's address.", flush=True)
            try:
                yield
            finally:
                # the person may have closed it already
                with contextlib.suppress(Error):
                    await browser.close()


def _has_display() -> bool:
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
