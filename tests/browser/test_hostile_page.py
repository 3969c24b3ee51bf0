"""A script in Vinted's page that attacks all it can reach of us, on the whole stack: no wish appears and nothing is sent.

It clicks, dispatches and presses keys at our controls and their menu, posts every message we know of at the window and at the
place where our two scripts meet, and tries the extension's own interfaces. A person's press opens the act in the panel, where
nothing happens either before it is confirmed. What the page could overhear of the handover is in `test_vinted_page.py`.
"""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, Playwright, expect

from .extension_build import EXTENSION_ID
from .stack import ClosetOf, Seat, Stack

ROUNDS = 20

ATTACK = Path(__file__).with_name("attack.js").read_text().replace("EXTENSION_ID", EXTENSION_ID)


@pytest.fixture(scope="module")
def seat(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    stack = Stack(tmp_path_factory.mktemp("stack"), playwright_driver)
    seat = stack.browser().connect()
    yield seat
    seat.browser.close()
    stack.close()


@pytest.fixture
def closet(seat: Seat) -> ClosetOf:
    closet = seat.new_closet([{"title": f"Robe {n}", "photos": 1} for n in range(3)])
    assert closet.settled(closet.wish(verb="sync_closet"))["state"] == "done"
    return closet


@pytest.fixture
def person(seat: Seat) -> Iterator[httpx.Client]:
    client = seat.stack.person()
    yield client
    client.close()


def writing_jobs(person: httpx.Client, closet: ClosetOf) -> list[str]:
    """What was wished for this closet, readings left out."""
    found = person.get("/jobs", params={"closet_id": closet.id, "limit": 100}).raise_for_status().json()["items"]
    return [job["verb"] for job in found if job["verb"] not in ("sync_closet", "read_form_reference")]


def changed_at_vinted(seat: Seat, after: int) -> list[str]:
    log = seat.stack.vinted.log()
    return [f"{e['method']} {e['path']}" for e in log if e["seq"] > after and e["applied"]]


def panels(seat: Seat) -> dict[str, str]:
    """Where our panel is open, and what it shows: beside the tabs Playwright sees no page, the browser itself does."""
    cdp = seat.browser.context.new_cdp_session(seat.page)
    targets = cdp.send("Target.getTargets")["targetInfos"]
    cdp.detach()
    return {
        target["targetId"]: target["url"] for target in targets if target["url"].startswith(seat.browser.url("sidepanel.html"))
    }


def attacked(seat: Seat, closet: ClosetOf, path: str) -> Page:
    """A page of the person's own closet in which the attack has run some rounds, with our controls there."""
    tab = seat.browser.context.new_page()
    tab.add_init_script(ATTACK)
    tab.goto(f"https://www.vinted.fr{path}")
    expect(tab.get_by_role("button", name="VintedBot for").first).to_be_attached()
    seat.wait_for("the attack", lambda: tab.evaluate("attack.rounds") >= ROUNDS and tab.evaluate("attack.clicked") > 0)
    return tab


def test_a_script_s_presses_and_messages_do_nothing(seat: Seat, closet: ClosetOf, person: httpx.Client) -> None:
    last, open_before = seat.stack.vinted.last_seq(), panels(seat)
    status = seat.page.evaluate("() => chrome.runtime.sendMessage({ ask: 'engine_status' })")["value"]
    for path in (f"/member/{closet.member}-{closet.login}", f"/items/{closet.items[0]}"):
        tab = attacked(seat, closet, path)
        assert tab.evaluate("attack.let_in") == []
        assert tab.get_by_role("menuitem").count() == 0
        tab.close()
    assert writing_jobs(person, closet) == []
    assert changed_at_vinted(seat, last) == []
    assert panels(seat) == open_before
    after = seat.page.evaluate("() => chrome.runtime.sendMessage({ ask: 'engine_status' })")["value"]
    assert (after["server"], after["signed_in"]) == (status["server"], status["signed_in"])


def test_a_real_press_opens_the_act_in_the_panel_and_no_more(seat: Seat, closet: ClosetOf, person: httpx.Client) -> None:
    last, open_before = seat.stack.vinted.last_seq(), panels(seat)
    tab = seat.browser.context.new_page()
    tab.goto(f"https://www.vinted.fr/items/{closet.items[0]}")
    tab.get_by_role("button", name="VintedBot for").click()
    entries = tab.get_by_role("menuitem")
    expect(entries.first).to_be_visible()
    # the menu is open: now the page's script tries to choose for the person
    tab.evaluate(ATTACK)
    seat.wait_for("the attack", lambda: tab.evaluate("attack.rounds") >= ROUNDS)
    assert panels(seat) == open_before
    tab.evaluate("for (let id = setInterval(() => 0); id > 0; id--) clearInterval(id)")
    if not entries.first.is_visible():  # it may close the menu; that is all it can
        tab.get_by_role("button", name="VintedBot for").click()
    entries.first.click()
    wanted = f"#/closet/{closet.items[0]}/relist"
    seat.wait_for("the act in the panel", lambda: any(url.endswith(wanted) for url in panels(seat).values()))
    assert writing_jobs(person, closet) == []
    assert changed_at_vinted(seat, last) == []
