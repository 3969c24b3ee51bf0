"""Our scripts in Vinted's pages, in real Chromium on the sandbox: the two worlds, what a hostile page can do, the controls."""

import base64
import contextlib
import statistics
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.sandbox.client import Sandbox
from tests.sandbox.visitor import jpeg

from .chromium import SandboxAddress
from .conftest import OUTPUT
from .extension_browser import ExtensionBrowser
from .looks import WIDTHS, readable_everywhere

HOME = "https://www.vinted.fr"
PICTURES = OUTPUT / "in-page"
LONG_TITLE = "Manteau en laine vierge double face coupe droite couleur camel taille 38"
SESSION = "00000000-1111-4222-8333-444444444444"
CARDS = 96
DECORATE_MS = 30

# runs first of all that the page brings, and reaches for everything the two halves of our script use
HOSTILE = """<script>
window.stolen = [];
const keep = (what) => window.stolen.push(String(what));
for (const target of [document.fonts, document, window]) {
  for (const name of ["offer", "message"]) target.addEventListener(name, (event) => event.ports?.length && keep(name), true);
}
const post = MessagePort.prototype.postMessage;
MessagePort.prototype.postMessage = function (...args) { keep("postMessage"); return post.apply(this, args); };
const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data");
Object.defineProperty(MessageEvent.prototype, "data", { get() {
  if (this.target instanceof MessagePort) keep("data");
  return data.get.call(this);
} });
const then = Promise.prototype.then;
Promise.prototype.then = function (ok, no) {
  if (ok && /postMessage/.test(ok.name)) keep("then");
  return then.call(this, ok, no);
};
for (const target of [document.fonts, document, window]) target.dispatchEvent(new Event("ready"));
window.postMessage({ to_page: "execute" }, "*");
</script>"""


@pytest.fixture(scope="module")
def vinted() -> Iterator[Sandbox]:
    with Sandbox.start() as sandbox:
        yield sandbox


@pytest.fixture
def me(vinted: Sandbox) -> int:
    vinted.reset()
    return vinted.add_member("atelier_demo")


@pytest.fixture
def chromium(vinted: Sandbox, me: int, fresh_browser: Callable[..., ExtensionBrowser]) -> ExtensionBrowser:
    browser = fresh_browser(sandbox=SandboxAddress(port=vinted.port, spki=vinted.spki, hosts=vinted.hosts))
    browser.context.add_cookies(vinted.session_cookies("atelier_demo"))  # type: ignore[arg-type]
    return browser


def items(vinted: Sandbox, me: int, count: int) -> list[int]:
    return vinted.add_items(
        me, [{"title": f"Article {n}", "photos": [{"seed": n, "width": 30, "height": 40}]} for n in range(count)]
    )


def ask(browser: ExtensionBrowser, message: dict[str, Any]) -> Any:
    """Sends a message to the newest Vinted tab from the worker, as the loop does."""
    return browser.worker().evaluate(
        """async (message) => {
            const tabs = await chrome.tabs.query({ url: "https://www.vinted.fr/*" });
            const [tab] = tabs.sort((a, b) => b.lastAccessed - a.lastAccessed);
            return chrome.tabs.sendMessage(tab.id, message);
        }""",
        message,
    )


def execute(browser: ExtensionBrowser, me: int, call: dict[str, Any], key: str = "job:e:1:0") -> Any:
    limits = {"go_age": 20, "request_deadline": 10, "identity_age": 20, "fresh_identity": False}
    clock = ask(browser, {"to_page": "clock"})
    wall = browser.worker().evaluate("Date.now()")
    go = {
        "key": key,
        "call": call,
        "member_id": me,
        "asked_wall": wall,
        "asked_mono": clock["mono"],
        "write": True,
        "limits": limits,
    }
    return ask(browser, {"to_page": "execute", "execute": go})


def photo_call() -> dict[str, Any]:
    picture = base64.b64encode(jpeg()).decode()
    return {"call": "upload_photo", "session": SESSION, "name": "a.jpg", "mime": "image/jpeg", "base64": picture}


def requests(vinted: Sandbox) -> list[str]:
    return [f"{entry['method']} {entry['path']}" for entry in vinted.log() if entry["path"].startswith("/api/v2/")]


def test_a_write_goes_out_once_and_leaves_its_receipt(chromium: ExtensionBrowser, vinted: Sandbox, me: int) -> None:
    item = items(vinted, me, 1)[0]
    chromium.context.new_page().goto(HOME)
    call = {"call": "set_hidden", "item_id": item, "hidden": True}
    first = execute(chromium, me, call)
    assert first == {"ok": True, "member_id": me, "value": {}}
    assert vinted.item(item)["is_hidden"] is True
    assert execute(chromium, me, call) == first
    assert requests(vinted)[-2:] == ["GET /api/v2/users/current", f"PUT /api/v2/items/{item}/is_hidden"]
    kept = chromium.worker().evaluate("chrome.storage.local.get('receipt:job:e:1:0')")
    assert kept["receipt:job:e:1:0"]["outcome"] == first


def test_photos_go_through_the_main_world(chromium: ExtensionBrowser, vinted: Sandbox, me: int) -> None:
    page = chromium.context.new_page()
    page.goto(HOME)
    outcome = execute(chromium, me, photo_call())
    assert outcome["ok"] is True, outcome
    assert len(vinted.state(me)["loose_photos"]) == 1
    form = execute(chromium, me, {"call": "attributes", "catalog_id": 1059}, "job:e:2:0")
    codes = {field["code"] for field in form["value"]["found"]}
    assert {"size", "condition"} <= codes


def test_nothing_of_ours_is_left_in_the_page_s_world(chromium: ExtensionBrowser) -> None:
    page = chromium.context.new_page()
    page.goto(HOME)
    added = page.evaluate(
        """() => {
            const frame = document.createElement("iframe");
            document.body.append(frame);
            const native = new Set(Object.getOwnPropertyNames(frame.contentWindow));
            frame.remove();
            return Object.getOwnPropertyNames(window).filter((name) => !native.has(name));
        }"""
    )
    assert set(added) <= {"__next_f", "ddjskey", "dataDomeOptions", "0"}, added


def test_a_hostile_page_gets_no_port_and_makes_no_wish(chromium: ExtensionBrowser, vinted: Sandbox, me: int) -> None:
    page = chromium.context.new_page()

    def poison(route: Route) -> None:
        # Playwright's own fetch knows nothing of the browser's resolver rules
        headers = {"host": "www.vinted.fr", "cookie": route.request.all_headers()["cookie"]}
        with httpx.Client(verify=False, trust_env=False, timeout=10) as direct:
            answer = direct.get(f"https://127.0.0.1:{vinted.port}/", headers=headers)
        # without the page's policy, or it would refuse the script
        route.fulfill(status=200, content_type="text/html", body=answer.text.replace("<head>", f"<head>{HOSTILE}", 1))

    page.route(f"{HOME}/", poison)
    page.goto(f"{HOME}/")
    assert page.evaluate("Array.isArray(window.stolen)")
    outcome = execute(chromium, me, photo_call())
    assert outcome["ok"] is True, outcome
    assert page.evaluate("window.stolen") == []


def test_a_script_that_comes_late_is_not_let_into_the_main_world(chromium: ExtensionBrowser, me: int) -> None:
    """As after an update of the extension: the page has run for long, so photos ask for a reload instead."""
    page = chromium.context.new_page()
    page.goto(HOME)
    chromium.worker().evaluate(
        """async () => {
            const [tab] = await chrome.tabs.query({ url: "https://www.vinted.fr/*" });
            const target = { tabId: tab.id };
            await chrome.scripting.executeScript({ target, world: "MAIN", files: ["content-scripts/vinted-main.js"] });
            await chrome.scripting.executeScript({ target, files: ["content-scripts/vinted.js"] });
        }"""
    )
    outcome = execute(chromium, me, photo_call())
    assert outcome == {"ok": False, "sent": False, "held": "reload_page", "refusal": outcome["refusal"]}


def listen(browser: ExtensionBrowser) -> None:
    browser.worker().evaluate(
        """() => {
            self.heard = [];
            chrome.runtime.onMessage.addListener((said) => { if (said.from_page === "open_act") self.heard.push(said); });
        }"""
    )


def closet(browser: ExtensionBrowser, me: int) -> Page:
    page = browser.context.new_page()
    page.goto(f"{HOME}/member/{me}-atelier_demo")
    return page


def test_a_press_opens_the_act_and_a_script_s_does_not(chromium: ExtensionBrowser, vinted: Sandbox, me: int) -> None:
    listed = items(vinted, me, 3)
    listen(chromium)
    page = closet(chromium, me)
    ours = page.get_by_role("button", name="VintedBot for")
    expect(ours).to_have_count(3)
    page.evaluate(
        """() => {
            for (const host of document.querySelectorAll("[data-item]")) {
                const button = host.shadowRoot.querySelector("button");
                button.click();
                for (const type of ["pointerdown", "mousedown", "mouseup", "click"]) {
                    button.dispatchEvent(new MouseEvent(type, { bubbles: true }));
                }
            }
            postMessage({ from_page: "open_act", act: "relist", item_ids: [1] }, "*");
        }"""
    )
    assert page.get_by_role("menuitem").count() == 0
    ours.first.click()
    acts = ["Relist…", "Change price…", "Hide or show…", "Copy to draft", "Compare prices…", "Open in VintedBot"]
    expect(page.get_by_role("menuitem")).to_have_text(acts)
    page.evaluate(
        """() => {
            for (const host of document.querySelectorAll("div")) host.shadowRoot?.querySelector("[role=menuitem]")?.click();
        }"""
    )
    assert chromium.worker().evaluate("self.heard") == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem")).to_have_count(0)
    heard = chromium.worker().evaluate(
        "new Promise((done) => { const look = () => self.heard.length ? done(self.heard) : setTimeout(look, 10); look(); })"
    )
    assert len(heard) == 1
    assert heard[0] | {"item_ids": []} == {"from_page": "open_act", "act": "price", "item_ids": [], "facts": None}
    assert len(heard[0]["item_ids"]) == 1
    assert heard[0]["item_ids"][0] in listed


def test_controls_survive_navigation_and_drawing_anew(chromium: ExtensionBrowser, vinted: Sandbox, me: int) -> None:
    items(vinted, me, 2)
    page = closet(chromium, me)
    ours = page.get_by_role("button", name="VintedBot for")
    expect(ours).to_have_count(2)
    page.evaluate("dispatchEvent(new Event('sandbox:rerender'))")
    expect(ours).to_have_count(2)
    page.locator('[data-testid$="--overlay-link"]').first.click()
    expect(page.get_by_test_id("item-edit-button")).to_be_visible()
    expect(ours).to_have_count(1)
    page.go_back()
    expect(ours).to_have_count(2)
    assert not [error for error in chromium.errors if "418" in error]


def test_the_controls_are_readable_everywhere(chromium: ExtensionBrowser, vinted: Sandbox, me: int) -> None:
    listed = vinted.add_items(me, [{"title": LONG_TITLE, "photos": 1}, {"title": "Jupe", "photos": 1}])
    page = closet(chromium, me)
    page.emulate_media(reduced_motion="reduce")
    for path, name in ((f"/member/{me}-atelier_demo", "card"), (f"/items/{listed[0]}", "item-page")):
        page.goto(f"{HOME}{path}")
        ours = page.get_by_role("button", name=f"VintedBot for {LONG_TITLE}")
        expect(ours).to_be_visible()
        readable_everywhere(page, PICTURES, name, ours=True, full_page=False)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            ours.press("Enter")
            expect(page.get_by_role("menuitem").first).to_be_focused()
            menu = page.get_by_role("menu").bounding_box()
            assert menu is not None
            assert menu["x"] >= 0
            assert menu["x"] + menu["width"] <= width
            readable_everywhere(page, PICTURES, f"{name}-menu", widths=(width,), ours=True, full_page=False)
            page.keyboard.press("Escape")
            expect(ours).to_be_focused()


def test_a_page_older_than_the_extension_says_so_once(chromium: ExtensionBrowser, vinted: Sandbox, me: int) -> None:
    items(vinted, me, 2)
    page = closet(chromium, me)
    ours = page.get_by_role("button", name="VintedBot for")
    expect(ours).to_have_count(2)
    inert = chromium.open_inert_page()
    with chromium.context.expect_event("serviceworker"), contextlib.suppress(Error):
        # the page goes down with the extension it belongs to
        inert.evaluate("chrome.runtime.reload()")
    page.bring_to_front()
    page.set_viewport_size({"width": 400, "height": 800})
    page.evaluate("dispatchEvent(new Event('sandbox:rerender'))")
    expect(page.get_by_role("alert")).to_have_text("VintedBot was updated. Reload this page to use it here again.")
    readable_everywhere(page, PICTURES, "reload-note", widths=(400,), ours=True, full_page=False)
    page.keyboard.press("Escape")
    page.evaluate("dispatchEvent(new Event('sandbox:rerender'))")
    expect(page.get_by_test_id("bump-button")).to_have_count(2)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(ours).to_have_count(0)
    page.reload()
    expect(ours).to_have_count(2)


def test_decorating_a_full_closet_costs_little(chromium: ExtensionBrowser, vinted: Sandbox, me: int) -> None:
    vinted.set(closet_page_size=CARDS)
    items(vinted, me, CARDS)
    page = chromium.context.new_page()
    page.goto(HOME)
    spent = statistics.median(decorate_ms(chromium, page, me) for _ in range(3))
    print(f"decorate_{CARDS}_ms {spent:.1f}")
    assert spent <= DECORATE_MS


def decorate_ms(browser: ExtensionBrowser, page: Page, me: int) -> float:
    """Script time of our content script while the owner's closet loads and gets its controls."""
    cdp = browser.context.new_cdp_session(page)
    cdp.send("Profiler.enable")
    cdp.send("Profiler.setSamplingInterval", {"interval": 100})
    cdp.send("Profiler.start")
    page.goto(f"{HOME}/member/{me}-atelier_demo")
    expect(page.get_by_role("button", name="VintedBot for")).to_have_count(CARDS)
    profile = cdp.send("Profiler.stop")["profile"]
    cdp.detach()
    ours = {node["id"] for node in profile["nodes"] if "content-scripts/vinted" in node["callFrame"]["url"]}
    samples = zip(profile["samples"], profile["timeDeltas"], strict=True)
    spent: float = sum(delta for sample, delta in samples if sample in ours)
    return spent / 1000
