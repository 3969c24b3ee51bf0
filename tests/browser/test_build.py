"""The build as Chrome gets it: what the manifest asks for, that it loads, and that its pages render without a complaint."""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.bench.extension import gzip_kb, reachable

from .extension_browser import ExtensionBrowser
from .extension_build import EXTENSION_ID

LISTEN_TO_CSP = "document.addEventListener('securitypolicyviolation', (e) => console.error('CSP: ' + e.violatedDirective))"


@pytest.fixture(scope="session")
def manifest(extension_build: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((extension_build / "manifest.json").read_text())
    return read


def test_the_manifest_asks_for_the_named_permissions_only(manifest: dict[str, Any]) -> None:
    assert sorted(manifest["permissions"]) == [
        "alarms",
        "identity",
        "scripting",
        "sidePanel",
        "storage",
        "unlimitedStorage",
    ]
    assert sorted(manifest["host_permissions"]) == [
        "http://127.0.0.1/*",
        "http://localhost/*",
        "https://*.vinted.net/*",
        "https://api.vinted.fr/*",
        "https://svc-shipping-labels.s3.eu-central-1.amazonaws.com/*",
        "https://vintedbot.app/*",
        "https://www.vinted.fr/*",
    ]
    optional = manifest["optional_host_permissions"]
    assert "https://*/*" in optional
    assert len([host for host in optional if host.startswith("https://www.vinted.")]) == 25
    assert "optional_permissions" not in manifest
    assert "externally_connectable" not in manifest


def test_a_page_cannot_probe_for_the_extension(manifest: dict[str, Any]) -> None:
    assert "web_accessible_resources" not in manifest


def test_the_extension_id_is_fixed(browser: ExtensionBrowser) -> None:
    assert browser.worker().url.startswith(f"chrome-extension://{EXTENSION_ID}/")


@pytest.mark.parametrize("page", ["popup.html", "sidepanel.html"])
def test_a_page_renders_without_complaint(browser: ExtensionBrowser, page: str) -> None:
    opened = browser.context.new_page()
    opened.add_init_script(LISTEN_TO_CSP)
    opened.goto(browser.url(page))
    expect(opened.get_by_text("VintedBot").first).to_be_visible()
    assert browser.errors == []


def test_the_install_opens_the_panel_page(fresh_browser: Callable[..., ExtensionBrowser]) -> None:
    browser = fresh_browser()

    def is_welcome(page: Page) -> bool:
        return page.url.startswith(browser.url("sidepanel.html"))

    panel = next(filter(is_welcome, browser.context.pages), None) or browser.context.wait_for_event("page", is_welcome)
    expect(panel.get_by_role("heading", level=1)).to_have_text("Welcome to VintedBot")


@pytest.mark.parametrize(
    ("language", "welcome"),
    [
        ("fr", "Bienvenue dans VintedBot"),
        ("es", "Te damos la bienvenida a VintedBot"),
        ("de", "Willkommen bei VintedBot"),
        ("en-XA", "Wéłçömé"),
        ("pl", "Welcome to VintedBot"),
    ],
)
def test_the_panel_speaks_the_browsers_language(
    fresh_browser: Callable[..., ExtensionBrowser], language: str, welcome: str
) -> None:
    browser = fresh_browser(languages=(language,))
    panel = browser.context.new_page()
    panel.goto(browser.url("sidepanel.html#/welcome"))
    expect(panel.get_by_role("heading", level=1)).to_contain_text(welcome)


def test_the_worker_can_be_killed(browser: ExtensionBrowser) -> None:
    browser.start_worker()
    assert browser.worker_status() == "running"
    browser.kill_worker()
    assert browser.worker_status() == "stopped"


def test_each_test_starts_clean(browser: ExtensionBrowser) -> None:
    page = browser.open_inert_page()
    page.evaluate("""async () => {
      await chrome.storage.local.set({ left: 1 });
      await chrome.alarms.create("left", { delayInMinutes: 5 });
      await new Promise((done) => { indexedDB.open("left").onsuccess = done; });
    }""")
    browser.clear()
    left = browser.open_inert_page().evaluate(
        "async () => [await chrome.storage.local.get(), await chrome.alarms.getAll(), await indexedDB.databases()]"
    )
    assert left == [{}, [], []]


def first_paint_bytes(build: Path, page: str) -> int:
    """Gzipped bytes of a page's script and of everything it imports statically."""
    html = (build / page).read_text()
    waiting = [build / src.lstrip("/") for src in re.findall(r'(?:src|href)="(/?[^"]+\.js)"', html)]
    seen: set[Path] = set()
    while waiting:
        script = waiting.pop().resolve()
        if script in seen:
            continue
        seen.add(script)
        imports = re.findall(r'(?:from|import)\s*"(\.[^"]+\.js)"', script.read_text())
        waiting += [script.parent / name for name in imports]
    assert seen, f"{page} loads no script"
    return sum(len(gzip.compress(path.read_bytes())) for path in seen)


def test_the_sizes_stay_within_bounds(extension_build: Path) -> None:
    content = len(gzip.compress((extension_build / "content-scripts" / "vinted.js").read_bytes()))
    assert content <= 25_000
    assert first_paint_bytes(extension_build, "popup.html") <= 25_000
    assert first_paint_bytes(extension_build, "sidepanel.html") <= 90_000
    assert gzip_kb(reachable("sidepanel.html")) <= 250


def test_a_killed_browser_keeps_its_profile(fresh_browser: Callable[..., ExtensionBrowser]) -> None:
    first = fresh_browser()
    first.open_inert_page().evaluate("chrome.storage.local.set({ kept: 1 })")
    first.freeze()
    first.thaw()
    assert first.worker_status()
    first.kill()
    second = fresh_browser(first.profile)
    assert second.open_inert_page().evaluate("chrome.storage.local.get()") == {"kept": 1}
