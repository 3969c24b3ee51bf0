"""Steps of the demo from the start to a recognised closet: first run, account, sign-in, and the first reading of Vinted."""

import re

import httpx
from playwright.sync_api import expect

from . import closet
from .parts import Parts
from .scene import EMAIL, LONG_MS, PASSWORD, Scene, wait_for_pictures


def started(parts: Parts) -> str:
    checks = ", ".join(check["name"].replace("_", " ") for check in parts.health["checks"])
    version = parts.browser.context.browser.version if parts.browser.context.browser else ""
    return f"/health of {parts.server.url} says well: {checks}; Chromium {version} runs the extension"


def first_run(scene: Scene) -> str:
    expect(scene.heading("Welcome to VintedBot")).to_be_visible()
    scene.picture("first-run")
    scene.hand.press(scene.panel.locator("summary", has_text="More: use my own server"))
    scene.hand.fill(scene.panel.get_by_label("Server address"), scene.server.url.removeprefix("http://"))
    scene.press("Use this server")
    expect(scene.panel.get_by_text(f"This browser uses {scene.server.url}")).to_be_visible()
    scene.picture("own-server")
    return f"the page opened by itself at installation; the address typed there, {scene.server.url}, is in use"


def sign_up(scene: Scene) -> str:
    with scene.browser.context.expect_page() as opened:
        scene.press("Sign in or create an account")
    window = scene.window = opened.value
    scene.hand.press(window.get_by_role("link", name="Create account"))
    scene.hand.fill(window.get_by_label("E-mail address"), EMAIL)
    scene.hand.fill(window.get_by_label("Password"), PASSWORD)
    scene.picture("sign-up", window)
    scene.press("Create account", window)
    expect(window.get_by_role("heading", name=re.compile("to your account"))).to_be_visible()
    user = scene.read("/auth/me")["user"]
    assert user["email"] == EMAIL
    return f"{EMAIL} signs in at the server from outside the browser too: user {user['id']}"


def signed_in(scene: Scene) -> str:
    window = scene.window
    assert window
    asked = httpx.URL(window.url).params
    scene.picture("connect-this-browser", window)
    scene.press("Connect", window)
    expect(scene.heading("Before Vinted: what happens with your data")).to_be_visible()
    (device,) = scene.read("/auth/devices")["items"]
    assert window.is_closed()
    return (
        f"code challenge of {len(asked['code_challenge'])} characters, {asked['code_challenge_method']}; the window closed by "
        f"itself; the account has one device: {device['label']}"
    )


def closet_recognised(scene: Scene) -> str:
    scene.picture("what-happens-with-your-data")
    scene.press("I understand")
    with scene.browser.context.expect_page() as opened:
        scene.press(re.compile("^Open www.vinted.fr|^Open vinted.fr"))
    vinted = opened.value
    expect(scene.panel.get_by_text("Vinted is open, but you are not signed in there")).to_be_visible()
    scene.picture("not-signed-in-on-vinted")
    # Vinted's own page, worked as a person works it
    vinted.get_by_role("link", name="Se connecter").click()
    vinted.get_by_role("button", name="Se connecter").click()
    scene.panel.bring_to_front()
    expect(scene.panel.get_by_text("have slept over 60 days")).to_be_visible(timeout=LONG_MS)
    wait_for_pictures(scene.panel)
    scene.picture("first-value")
    scene.press("Go to Today")
    expect(scene.panel.get_by_role("heading", name="A good day")).to_be_visible()
    scene.picture("today")
    scene.go_to("Closet")
    expect(scene.heading(f"{len(closet.PIECES)} listings")).to_be_visible()
    wait_for_pictures(scene.panel)
    scene.picture("closet")
    assert scene.writes() == [], scene.writes()
    read = [entry for entry in scene.vinted.log() if entry["path"].startswith("/api/")]
    return f"{closet.LOGIN}, {len(closet.PIECES)} listings; of {len(read)} requests to Vinted none changed anything"
