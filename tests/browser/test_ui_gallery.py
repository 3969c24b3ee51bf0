"""Every ui component in real Chromium at three widths, light and dark: nothing overflows and axe finds nothing serious.

The pictures go to `test-output/gallery/`, to be looked at.
"""

import functools
import http.server
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import expect

from .axe import serious_findings
from .conftest import OUTPUT
from .extension_browser import ExtensionBrowser
from .extension_build import EXTENSION

PICTURES = OUTPUT / "gallery"
Scheme = Literal["light", "dark"]


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def gallery_url(extension_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    built = tmp_path_factory.mktemp("gallery")
    command = [shutil.which("npx") or "npx", "--no-install", "vite", "build", "--config", "gallery/vite.config.ts"]
    environment = os.environ | {"VINTEDBOT_GALLERY_OUT": str(built)}
    subprocess.run(command, cwd=EXTENSION, env=environment, check=True, capture_output=True, timeout=120)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietHandler, directory=str(built)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.mark.parametrize("width", [320, 400, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "en-XA"])
def test_the_components_are_readable_everywhere(
    browser: ExtensionBrowser, gallery_url: str, width: int, scheme: Scheme, language: str
) -> None:
    page = browser.context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{gallery_url}?language={language}")
    expect(page.get_by_role("heading", name="Ways around")).to_be_visible()
    page.screenshot(path=PICTURES / f"{language}-{scheme}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert serious_findings(page) == []
    assert browser.errors == []


def test_menu_and_dialog_open_close_and_give_the_focus_back(browser: ExtensionBrowser, gallery_url: str) -> None:
    page = browser.context.new_page()
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(gallery_url)
    more = page.get_by_role("button", name="More for the dress")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Change price")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("menuitem", name="Delete the dress")).to_be_focused()
    box = page.get_by_role("menu").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    page.screenshot(path=PICTURES / "menu.png")
    assert serious_findings(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_be_hidden()
    expect(more).to_be_focused()

    ask = page.get_by_role("button", name="Ask")
    ask.click()
    expect(page.get_by_role("dialog", name="Delete Robe d’été rose?")).to_be_visible()
    page.screenshot(path=PICTURES / "dialog.png")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(ask).to_be_focused()


def test_nothing_moves_under_reduced_motion(browser: ExtensionBrowser, gallery_url: str) -> None:
    page = browser.context.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(gallery_url)
    durations = page.evaluate(
        "[...new Set([...document.querySelectorAll('*')].map((e) => getComputedStyle(e).transitionDuration))]"
    )
    assert durations == ["0s"]
