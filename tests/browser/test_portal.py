"""The portal against a real server: signing up, in and out, connecting an extension, and taking that back."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect
from vintedbot.identity.tokens import challenge_of

from .conftest import OUTPUT
from .extension_browser import ExtensionBrowser
from .extension_build import EXTENSION_ID
from .looks import readable_everywhere, untranslated, wrong_everywhere
from .server import Server

PASSWORD = "correct horse battery"
REDIRECT = f"https://{EXTENSION_ID}.chromiumapp.org/vintedbot"
VERIFIER = "v" * 50
PICTURES = OUTPUT / "portal"
LABEL = "Chrome · Linux"


@pytest.fixture(scope="module")
def portal_url(extension_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own that serves the portal as just built."""
    server = Server(tmp_path_factory.mktemp("server")).start()
    yield server.url
    server.stop()


def email() -> str:
    return f"{uuid4().hex[:12]}@example.org"


def register(page: Page, portal_url: str, address: str) -> None:
    page.goto(f"{portal_url}/register")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", name="No browser is connected")).to_be_visible()


def sign_in(page: Page, address: str, password: str) -> None:
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def connection_address(portal_url: str, **changed: str) -> str:
    fields = {
        "client_id": EXTENSION_ID,
        "redirect_uri": REDIRECT,
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
        "state": "s" * 20,
        "install_id": str(uuid4()),
        "label": LABEL,
    }
    return f"{portal_url}/authorize?{urlencode(fields | changed)}"


def is_answer(url: str) -> bool:
    return urlsplit(url).hostname == f"{EXTENSION_ID}.chromiumapp.org"


def answer_in(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


def test_sign_up_out_and_in_again(browser: ExtensionBrowser, portal_url: str) -> None:
    page, address = browser.context.new_page(), email()
    register(page, portal_url, address)
    expect(page.get_by_text(address)).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, address, "not the password")
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    expect(page.get_by_label("E-mail address")).to_have_value(address)
    sign_in(page, address, PASSWORD)
    expect(page.get_by_role("heading", name="Devices")).to_be_visible()


def test_an_address_that_is_taken_is_said(browser: ExtensionBrowser, portal_url: str) -> None:
    page, address = browser.context.new_page(), email()
    register(page, portal_url, address)
    browser.context.clear_cookies()
    page.goto(f"{portal_url}/register")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("alert")).to_contain_text("exists already")


def test_an_extension_is_connected_after_signing_in_first(browser: ExtensionBrowser, portal_url: str) -> None:
    page, address = browser.context.new_page(), email()
    register(page, portal_url, address)
    browser.context.clear_cookies()
    page.goto(connection_address(portal_url))
    expect(page.get_by_text(f"you can connect {LABEL}")).to_be_visible()
    sign_in(page, address, PASSWORD)
    expect(page.get_by_role("heading", name=f"Connect {LABEL} to your account?")).to_be_visible()
    with page.expect_request(lambda request: is_answer(request.url)) as asked:
        page.get_by_role("button", name="Connect").click()
    answer = answer_in(asked.value.url)
    assert answer["state"] == ["s" * 20]
    assert answer["code"]


def test_not_now_tells_the_extension(browser: ExtensionBrowser, portal_url: str) -> None:
    page = browser.context.new_page()
    register(page, portal_url, email())
    page.goto(connection_address(portal_url))
    with page.expect_request(lambda request: is_answer(request.url)) as asked:
        page.get_by_role("button", name="Not now").click()
    assert answer_in(asked.value.url)["error"] == ["access_denied"]


@pytest.mark.parametrize(("is_signed_in", "error"), [(True, "consent_required"), (False, "access_denied")])
def test_a_silent_request_of_a_stranger_is_refused_without_a_question(
    browser: ExtensionBrowser, portal_url: str, is_signed_in: bool, error: str
) -> None:
    page = browser.context.new_page()
    if is_signed_in:
        register(page, portal_url, email())
    with page.expect_request(lambda request: is_answer(request.url)) as asked:
        page.goto(connection_address(portal_url, silent="true"), wait_until="commit")
    assert answer_in(asked.value.url)["error"] == [error]


@pytest.mark.parametrize("is_signed_in", [True, False])
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"redirect_uri": "https://evil.example/vintedbot"}, "not the extension’s own"),
        ({"client_id": "a" * 32}, "does not come from the VintedBot extension"),
        ({"code_challenge_method": "plain"}, "incomplete"),
        ({"state": "short"}, "incomplete"),
    ],
)
def test_a_request_that_is_not_our_extensions_goes_nowhere(
    browser: ExtensionBrowser, portal_url: str, changed: dict[str, str], said: str, is_signed_in: bool
) -> None:
    page = browser.context.new_page()
    if is_signed_in:
        register(page, portal_url, email())
    page.goto(connection_address(portal_url, **changed))
    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.get_by_role("button", name="Connect")).to_have_count(0)
    expect(page.get_by_label("Password")).to_have_count(0)
    assert page.url.startswith(portal_url)


@pytest.mark.parametrize("next_page", ["//evil.example/", "https://evil.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_a_foreign_page(browser: ExtensionBrowser, portal_url: str, next_page: str) -> None:
    page = browser.context.new_page()
    register(page, portal_url, email())
    page.goto(f"{portal_url}/sign-in?{urlencode({'next': next_page})}")
    expect(page.get_by_role("heading", name="Devices")).to_be_visible()
    assert page.url.startswith(portal_url)


def test_the_forms_are_readable_everywhere(browser: ExtensionBrowser, portal_url: str) -> None:
    page = browser.context.new_page()
    for path in ("sign-in", "register"):
        page.goto(f"{portal_url}/{path}")
        expect(page.get_by_label("Password")).to_be_visible()
        readable_everywhere(page, PICTURES, path)
    register(page, portal_url, email())
    page.goto(connection_address(portal_url, label=LABEL))
    expect(page.get_by_role("button", name="Connect")).to_be_visible()
    readable_everywhere(page, PICTURES, "authorize")


def test_a_server_that_is_away_is_said_and_nothing_typed_is_lost(browser: ExtensionBrowser, portal_url: str) -> None:
    page, address = browser.context.new_page(), email()
    register(page, portal_url, address)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Password")).to_be_visible()
    api = f"{portal_url}/api/**"
    page.route(api, lambda route: route.abort("connectionrefused"))
    sign_in(page, address, PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached")
    expect(page.get_by_label("E-mail address")).to_have_value(address)
    readable_everywhere(page, PICTURES, "away")
    page.unroute(api)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Devices")).to_be_visible()


def test_nothing_is_said_outside_the_locales(fresh_browser: Callable[..., ExtensionBrowser], portal_url: str) -> None:
    """In the pseudo-locale every text of ours is accented and 40 % longer, so the pages are found by what they are made of."""
    page, address = fresh_browser(languages=("en-XA",)).context.new_page(), email()
    wrong: list[str] = []

    def look(name: str) -> None:
        found = wrong_everywhere(page, PICTURES, f"pseudo-{name}", schemes=("light",))
        texts = untranslated(page, [address, "VintedBot", LABEL])
        wrong.extend(f"{name}: {problem}" for problem in (*found, *(f"not from a locale: {text}" for text in texts)))

    def fill(password: str) -> None:
        page.locator("input[type=email]").fill(address)
        page.locator("input[type=password]").fill(password)
        page.locator("form button").last.click()

    page.goto(f"{portal_url}/sign-in")
    fill("not the password")
    expect(page.get_by_role("alert")).to_be_visible()
    look("sign-in-refused")
    page.goto(f"{portal_url}/register")
    expect(page.locator("form")).to_be_visible()
    look("register")
    fill(PASSWORD)
    expect(page.locator(".empty-state")).to_be_visible()
    look("home-empty")
    connect(page, portal_url, LABEL, button=page.locator(".button-primary"))
    for name, address_of_page in (
        ("home", f"{portal_url}/"),
        ("nowhere", f"{portal_url}/nowhere"),
        ("authorize", connection_address(portal_url, label=LABEL)),
        ("wrong-client", connection_address(portal_url, client_id="a" * 32)),
        ("devices", f"{portal_url}/devices"),
    ):
        page.goto(address_of_page)
        expect(page.locator("h1, .notice").first).to_be_visible()
        expect(page.locator(".skeleton")).to_have_count(0)
        look(name)
    page.get_by_role("row").get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    look("disconnect")
    assert not wrong, "\n".join(wrong)


def connect(page: Page, portal_url: str, label: str = LABEL, button: Locator | None = None) -> str:
    """Presses Connect (or this button) and does what the extension then does; the device token."""
    # the browser catches this address for the extension and closes the window; here the window stays
    page.route(is_answer, lambda route: route.fulfill(body=""))
    page.goto(connection_address(portal_url, label=label))
    (button or page.get_by_role("button", name="Connect")).click()
    page.wait_for_url(is_answer)
    code = answer_in(page.url)["code"][0]
    body = {"code": code, "code_verifier": VERIFIER, "redirect_uri": REDIRECT, "client_id": EXTENSION_ID}
    answer = httpx.post(f"{portal_url}/api/v1/auth/device/token", json=body)
    assert answer.status_code == 200, answer.text
    token: str = answer.json()["device_token"]
    return token


def test_a_device_is_disconnected_by_name_and_by_keyboard(browser: ExtensionBrowser, portal_url: str) -> None:
    page = browser.context.new_page()
    register(page, portal_url, email())
    tokens = {label: connect(page, portal_url, label) for label in (LABEL, "Edge · Windows")}
    page.goto(f"{portal_url}/devices")
    row = page.get_by_role("row").filter(has_text="Edge · Windows")
    button = row.get_by_role("button", name="Disconnect")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Disconnect Edge · Windows?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(row).to_have_count(0)
    expect(page.get_by_role("row").filter(has_text=LABEL)).to_be_visible()
    states = {
        label: httpx.get(f"{portal_url}/api/v1/auth/me", headers={"authorization": f"Bearer {token}"}).status_code
        for label, token in tokens.items()
    }
    assert states == {LABEL: 200, "Edge · Windows": 401}


def test_a_session_that_ran_out_comes_back_by_itself(browser: ExtensionBrowser, portal_url: str) -> None:
    """Also in two tabs at once: neither sends the refresh cookie that the other is having replaced."""
    page, other = browser.context.new_page(), browser.context.new_page()
    register(page, portal_url, email())
    other.goto(f"{portal_url}/devices")
    expect(other.get_by_role("heading", name="No browser is connected")).to_be_visible()
    browser.context.clear_cookies(name="vintedbot_access")
    for tab in (page, other):
        tab.evaluate("setTimeout(() => location.reload())")
    for tab in (page, other):
        expect(tab.get_by_role("heading", name="No browser is connected")).to_be_visible()


def test_the_account_is_readable_everywhere(browser: ExtensionBrowser, portal_url: str) -> None:
    page = browser.context.new_page()
    register(page, portal_url, f"somebody.with.a.long.name.{email()}")
    readable_everywhere(page, PICTURES, "home-empty")
    connect(page, portal_url)
    connect(page, portal_url, "Microsoft Edge · Windows, the old laptop in the kitchen")
    for path in ("", "nowhere", "devices"):
        page.goto(f"{portal_url}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if path != "nowhere":
            expect(page.get_by_role("row")).to_have_count(2)
        readable_everywhere(page, PICTURES, path or "home")
    page.get_by_role("button", name="Disconnect").first.click()
    readable_everywhere(page, PICTURES, "disconnect", full_page=False)
    page.goto(connection_address(portal_url, client_id="a" * 32))
    expect(page.get_by_role("alert")).to_be_visible()
    readable_everywhere(page, PICTURES, "wrong-client")
