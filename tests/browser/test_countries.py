"""Vinted in other countries: allowed by a press, worked in with their own address, currency and language, withdrawn later.

Nobody can press Chrome's own question in a browser without a window, so the profile holds the person's yes beforehand
(`chromium.grant_hosts`); it is taken back before the first test, and from then on each press on "Allow" is a real one.
"""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Playwright, expect

from .chromium import grant_hosts
from .drafts import new_draft
from .stack import ClosetOf, Seat, Stack, ask
from .truth import pictures

ABROAD = "VintedBot may not work on Vinted in this country yet"
HOSTS = ("https://www.vinted.de/*", "https://api.vinted.de/*", "https://www.vinted.pl/*", "https://api.vinted.pl/*")
DRESS = {"title": "Geblümtes Kleid", "photos": 2}


@pytest.fixture(scope="module")
def stack(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    running = Stack(tmp_path_factory.mktemp("stack"), playwright_driver)
    yield running
    running.close()


@pytest.fixture(scope="module")
def seat(stack: Stack) -> Iterator[Seat]:
    once = stack.browser("a").browser
    once.close()
    grant_hosts(once.profile, once.extension_id, HOSTS)
    seat = stack.browser("a").connect()
    withdraw(seat)
    yield seat
    seat.browser.close()


@pytest.fixture(autouse=True)
def nothing_allowed(seat: Seat) -> Iterator[None]:
    yield
    withdraw(seat)
    for page in seat.browser.context.pages:
        if page != seat.page:
            page.close()


def withdraw(seat: Seat) -> None:
    seat.page.evaluate("(origins) => chrome.permissions.remove({ origins })", list(HOSTS))
    seat.wait_for("the countries' end", lambda: allowed(seat) == ["fr"])


def allowed(seat: Seat) -> list[str]:
    return [each["country"] for each in ask(seat.page, "engine_status")["countries"] if each["isAllowed"]]


def scripts(seat: Seat) -> list[str]:
    """Where Chrome runs our content scripts by our own registration."""
    registered = seat.page.evaluate("() => chrome.scripting.getRegisteredContentScripts()")
    return sorted({pages for script in registered for pages in script["matches"]})


def allow(seat: Seat, *names: str) -> None:
    """As the person does in the settings."""
    page = seat.open_screen("settings")
    countries = page.get_by_role("region", name="Countries")
    countries.get_by_text("more countries").click()
    for name in names:
        countries.get_by_role("button", name=f"Allow {name}").click()
        expect(countries.get_by_role("button", name=f"Withdraw {name}")).to_be_visible()
    page.close()


def test_not_allowed_means_nothing_of_ours_runs_there(seat: Seat) -> None:
    seat.stack.vinted.add_items(seat.stack.vinted.add_member("hanna", country="DE"), [DRESS])
    seat.stack.vinted.clear_log()
    tab = seat.sign_in_on_vinted("hanna", "vinted.de")
    expect(tab.locator("body")).to_be_visible()
    tab.wait_for_timeout(1_000)
    assert scripts(seat) == []
    assert [presence["country"] for presence in ask(seat.page, "engine_status")["tabs"]] == []
    assert tab.locator("vinted-bot").count() == 0


def test_first_run_abroad(seat: Seat) -> None:
    seat.stack.vinted.add_items(seat.stack.vinted.add_member("erika", country="DE"), [DRESS])
    page = seat.open_screen("welcome")
    understood = page.get_by_role("button", name="I understand")
    understood.or_(page.get_by_text("My Vinted is in another country")).first.wait_for()
    if understood.is_visible():
        understood.click()
    page.get_by_text("My Vinted is in another country").click()
    page.get_by_label("Country of your Vinted account").select_option("de")
    page.get_by_role("button", name="Allow Germany").click()
    open_vinted = page.get_by_role("button", name="Open www.vinted.de")
    expect(open_vinted).to_be_visible()
    assert allowed(seat) == ["fr", "de"]
    assert scripts(seat) == ["https://www.vinted.de/*"]

    seat.browser.context.add_cookies(seat.stack.vinted.session_cookies("erika", "vinted.de"))  # type: ignore[arg-type]
    with seat.browser.context.expect_page() as opened:
        open_vinted.click()
    assert opened.value.url == "https://www.vinted.de/"
    expect(page.get_by_text("erika, 1 listing")).to_be_visible()
    closet = seat.wait_for(
        "the closet", lambda: next((each for each in seat.backend("closets")["items"] if each["login"] == "erika"), None)
    )
    assert (closet["country"], closet["currency"]) == ("de", "EUR")


def test_abroad_everything_is_done_on_that_countrys_site(seat: Seat, person: httpx.Client) -> None:
    allow(seat, "Germany")
    closet = seat.new_closet([DRESS], "vinted.de")
    (item,) = closet.items
    seat.backend("switch_closet", path={"id": closet.id})
    assert closet.settled(closet.wish(verb="sync_closet"))["state"] == "done"
    seat.stack.vinted.clear_log()

    page = seat.open_screen("today")
    tab = seat.browser.context.new_page()
    tab.goto(f"https://www.vinted.de/items/{item}")
    tab.get_by_role("button", name=f"VintedBot for {DRESS['title']}").click()
    tab.get_by_role("menuitem", name="Hide or show…").click()
    tab.close()
    page.get_by_role("button", name="Hide", exact=True).click()
    seat.wait_for("the hidden listing", lambda: closet.visible == [])
    pressed = seat.backend("jobs", query={"closet_id": closet.id})["items"][0]
    assert closet.settled(pressed["id"])["state"] == "done"
    page.close()

    job = closet.settled(closet.wish(verb="set_hidden", item_id=item, hidden=False))
    assert job["state"] == "done"
    relisted = closet.settled(closet.wish(verb="relist", item_id=item), 60)
    assert relisted["state"] == "done"
    assert closet.visible == [relisted["new_item_id"]]
    sites = {entry["host"] for entry in seat.stack.vinted.log() if not entry["host"].endswith("vinted.net")}
    assert sites <= {"www.vinted.de", "api.vinted.de"}

    page = seat.open_screen(f"history/{relisted['id']}")
    with seat.browser.context.expect_page() as opened:
        page.get_by_role("button", name="Open the new listing").click()
    assert opened.value.url == f"https://www.vinted.de/items/{relisted['new_item_id']}"


def test_prices_are_in_the_currency_of_the_account(seat: Seat, person: httpx.Client) -> None:
    allow(seat, "Poland")
    closet = seat.new_closet([{"title": "Sukienka w kwiaty", "photos": 1, "price": 45}], "vinted.pl")
    seat.backend("switch_closet", path={"id": closet.id})
    assert closet.settled(closet.wish(verb="sync_closet"))["state"] == "done"
    page = seat.open_screen("closet")
    expect(page.get_by_text("PLN").first).to_be_visible()
    page.close()

    draft = new_draft(person, closet, pictures(), country="pl", price={"amount": 7900, "currency": "PLN"})
    job = closet.settled(closet.wish(verb="publish_listing", draft_id=draft["id"], revision=draft["revision"]), 60)
    assert job["state"] == "done"
    made = seat.stack.vinted.item(next(each for each in closet.visible if each not in closet.items))["fields"]
    assert (made["price"], made["currency"]) == (79, "PLN")


def test_withdrawn_later_work_waits_and_the_screens_say_so(seat: Seat) -> None:
    allow(seat, "Germany")
    closet: ClosetOf = seat.new_closet([DRESS], "vinted.de")
    seat.backend("switch_closet", path={"id": closet.id})
    assert closet.settled(closet.wish(verb="sync_closet"))["state"] == "done"

    page = seat.open_screen("settings")
    page.get_by_role("button", name="Withdraw Germany").click()
    expect(page.get_by_role("button", name="Withdraw Germany")).to_have_count(0)
    assert scripts(seat) == []
    page.goto(seat.browser.url("sidepanel.html#/today"))
    said = page.locator(".notice").filter(has=page.get_by_role("heading", name=f"{ABROAD}: Germany"))
    expect(said).to_be_visible()

    seat.stack.vinted.clear_log()
    job = closet.wish(verb="set_hidden", item_id=closet.items[0], hidden=True)
    page.wait_for_timeout(1_500)
    assert closet.job(job)["state"] == "queued"
    assert [entry for entry in seat.stack.vinted.log() if entry["method"] != "GET"] == []

    # allowed again, it is done by itself
    said.get_by_role("button", name="Allow Germany").click()
    expect(said).to_have_count(0)
    assert closet.settled(job)["state"] == "done"
    assert closet.visible == []
