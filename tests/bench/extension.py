"""What the extension costs the browser: script bytes up to the first paint, all of the panel's, decorating a closet, finding one
of 5,000 things, and memory.

`just bench extension`. Bytes are of the built files, gzipped at level 9; which files count is what Chromium itself had
loaded when it first painted. Decorating is the time V8's profiler saw in our scripts on a page of 96 own cards.
"""

import gzip
import re
import statistics
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.chromium import SandboxAddress
from tests.browser.extension_browser import ExtensionBrowser
from tests.browser.extension_build import BUILD, ensure_built
from tests.browser.server import wait_for
from tests.sandbox.client import Sandbox

from .figures import Figure, report
from .palette import search_ms
from .worker_memory import FEW, MANY, growth

CARDS = 96
ROUNDS = 5
SAMPLING_US = 100
IMPORTS = re.compile(r"""["'`](?:\.{1,2}/|/chunks/|chunks/)([\w.-]+\.js)["'`]""")
PAINT_SECONDS = 15


def gzip_kb(files: set[Path]) -> float:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in files) / 1000


def loaded_at_first_paint(browser: ExtensionBrowser, page: str) -> set[Path]:
    """The scripts that had arrived when the page first painted some content, as Chromium tells it."""
    opened = browser.context.new_page()
    cdp = browser.context.new_cdp_session(opened)
    addresses: dict[str, str] = {}
    arrived: dict[str, float] = {}
    painted: list[float] = []
    cdp.on("Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]}))
    cdp.on("Network.loadingFinished", lambda event: arrived.update({event["requestId"]: event["timestamp"]}))
    cdp.on(
        "Page.lifecycleEvent",
        lambda event: painted.append(event["timestamp"]) if event["name"] == "firstContentfulPaint" else None,
    )
    for domain in ("Network", "Page"):
        cdp.send(f"{domain}.enable")
    cdp.send("Page.setLifecycleEventsEnabled", {"enabled": True})
    painted.clear()  # the empty page's own
    opened.goto(browser.url(page))
    wait_for("the first paint", lambda: painted, PAINT_SECONDS, pause=lambda s: opened.wait_for_timeout(s * 1000))
    opened.close()
    before = [urlsplit(addresses[request]).path for request, at in arrived.items() if at <= painted[0] and request in addresses]
    return {BUILD / path.lstrip("/") for path in before if path.endswith(".js")}


def reachable(page: str) -> set[Path]:
    """Every script a page can come to load, now or later: its own and whatever these name."""
    names = set(re.findall(r"/chunks/([\w.-]+\.js)", (BUILD / page).read_text()))
    found: set[Path] = set()
    while names:
        path = BUILD / "chunks" / names.pop()
        if path.exists() and path not in found:
            found.add(path)
            names |= set(IMPORTS.findall(path.read_text()))
    return found


def script_ms(profile: dict[str, Any]) -> float:
    """Time the profiler saw in our content scripts and in what they called (the DOM's own functions are nodes apart), in ms."""
    children = {node["id"]: node.get("children", []) for node in profile["nodes"]}
    waiting = [node["id"] for node in profile["nodes"] if "content-scripts/vinted" in node["callFrame"]["url"]]
    ours: set[int] = set()
    while waiting:
        node = waiting.pop()
        if node not in ours:
            ours.add(node)
            waiting += children[node]
    spent = zip(profile["samples"], profile["timeDeltas"], strict=True)
    microseconds: float = sum(delta for node, delta in spent if node in ours)
    return microseconds / 1000


def decorate_ms(browser: ExtensionBrowser, page: Page, address: str) -> float:
    """Loads the closet anew and answers how long our scripts ran until every card had its button."""
    cdp = browser.context.new_cdp_session(page)
    cdp.send("Profiler.enable")
    cdp.send("Profiler.setSamplingInterval", {"interval": SAMPLING_US})
    cdp.send("Profiler.start")
    page.goto(address)
    expect(page.get_by_role("button", name="VintedBot for")).to_have_count(CARDS)
    profile = cdp.send("Profiler.stop")["profile"]
    cdp.detach()
    return script_ms(profile)


def main() -> None:
    ensure_built()
    with (
        sync_playwright() as driver,
        Sandbox.start() as vinted,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
    ):
        vinted.set(closet_page_size=CARDS)
        me = vinted.add_member("atelier_demo")
        vinted.add_items(me, [{"title": f"Robe {n}", "photos": 1} for n in range(CARDS)])
        address = SandboxAddress(vinted.port, vinted.spki, ("*.vinted.fr", "*.vinted.net"))
        browser = ExtensionBrowser.launch(driver, Path(profile), build=BUILD, sandbox=address)
        popup = loaded_at_first_paint(browser, "popup.html")
        panel = loaded_at_first_paint(browser, "sidepanel.html")
        browser.context.add_cookies(vinted.session_cookies("atelier_demo"))  # type: ignore[arg-type]
        page = browser.context.new_page()
        closet = f"https://www.vinted.fr/member/{me}-atelier_demo"
        decorating = statistics.median(decorate_ms(browser, page, closet) for _ in range(ROUNDS))
        searching = search_ms(browser)
        browser.close()
    with sync_playwright() as driver, tempfile.TemporaryDirectory(prefix="vintedbot-bench-") as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)
        grown, few_bytes = growth(driver, folder / "stack")
    report(
        [
            Figure("extension", "content_gz_kb", gzip_kb(set((BUILD / "content-scripts").glob("*.js"))), "kB", None, 25),
            Figure("extension", "popup_gz_kb", gzip_kb(popup), "kB", None, 25),
            Figure("extension", "panel_gz_kb", gzip_kb(panel), "kB", None, 90),
            Figure("extension", "panel_total_gz_kb", gzip_kb(reachable("sidepanel.html")), "kB", None, 250),
            Figure("extension", "decorate_96_ms", decorating, "ms", None, 30),
            Figure("extension", "worker_memory_growth", grown, "ratio",
                   f"heap of the worker after {FEW} jobs, collected; ours is after {MANY}", 1.2),
            Figure("extension", "worker_kb", few_bytes / 1000, "kB"),
            Figure("extension", "search_ms", searching, "ms", None, 30),
        ]
    )  # fmt: skip


if __name__ == "__main__":
    main()
