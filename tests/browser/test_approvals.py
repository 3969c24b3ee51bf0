"""The approval queue on the real stack: nothing leaves before a person has said yes to exactly what stands on the card."""

import contextlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from .conftest import OUTPUT
from .looks import readable_everywhere
from .stack import ClosetOf, Seat, Stack
from .test_acts import LONG_MS

PICTURES = OUTPUT / "approvals"
LIKERS = ("camille_ex", "paul_ex", "ines_ex")


@pytest.fixture(scope="module")
def seat(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    PICTURES.mkdir(parents=True, exist_ok=True)
    stack = Stack(tmp_path_factory.mktemp("stack"), playwright_driver)
    seat = stack.browser().connect()
    yield seat
    seat.browser.close()
    stack.close()


@pytest.fixture
def closet(seat: Seat) -> Iterator[ClosetOf]:
    """A closet with one item that three members like, read by the hands; its cards are the only ones."""
    closet = seat.new_closet([{"title": "Robe fleurie", "price": 24.0, "photos": 1}])
    seat.backend("switch_closet", path={"id": closet.id})
    for login in LIKERS:
        seat.stack.vinted.like(seat.stack.vinted.add_member(f"{login}_{closet.member}"), closet.items[0])
    closet.settled(closet.wish(verb="sync_closet"))
    closet.settled(closet.wish(verb="sync_notifications"))
    yield closet
    for job in seat.backend("jobs", query={"state": "waiting_approval"})["items"]:
        seat.backend("decline", path={"id": job["id"]}, body={})


def prepare(seat: Seat, closet: ClosetOf) -> Page:
    """Cards for all three, made on the likers' screen; nothing was sent by that."""
    page = seat.open_screen("inbox/likers", closet)
    page.get_by_role("button", name="Select all 3 shown").click()
    expect(page.locator(".liker-preview")).to_contain_text("Robe fleurie")
    readable_everywhere(page, PICTURES, "likers")
    seat.stack.vinted.clear_log()
    page.get_by_role("button", name="Prepare 3 cards").click()
    expect(page.get_by_text("3 cards are ready")).to_be_visible()
    page.get_by_role("button", name="Look at the cards").click()
    expect(page.get_by_role("heading", name="3 cards wait for your yes")).to_be_visible()
    assert [line for line in seat.stack.vinted.log() if line["method"] == "POST"] == []
    return page


def card(page: Page, login: str) -> Locator:
    return page.get_by_role("article").filter(has_text=login)


def sent_to(seat: Seat, closet: ClosetOf) -> list[str]:
    threads = seat.stack.vinted.truth(closet.member)["threads"]
    return [text for thread in threads for text in thread["own_messages"]]


def test_one_is_edited_and_sent_one_declined_one_never_again(seat: Seat, closet: ClosetOf) -> None:
    page = prepare(seat, closet)
    readable_everywhere(page, PICTURES, "queue")
    first = page.get_by_role("article").first
    first.focus()
    page.keyboard.press("e")
    page.get_by_role("textbox", name="Message").fill("Bonjour, une question ?")
    page.get_by_role("button", name="Keep this").click()
    expect(first).to_contain_text("Bonjour, une question ?")
    assert sent_to(seat, closet) == []
    page.keyboard.press("a")
    seat.wait_for("the message", lambda: sent_to(seat, closet) == ["Bonjour, une question ?"], 30)
    page.get_by_role("article").first.focus()
    page.keyboard.press("d")
    expect(page.get_by_role("heading", name="1 card waits for your yes")).to_be_visible()
    last = page.get_by_role("article").first
    last.get_by_role("button", name="More for").click()
    page.get_by_role("menuitem", name="Never to").click()
    expect(page.get_by_text("No card waits for you")).to_be_visible()
    assert sent_to(seat, closet) == ["Bonjour, une question ?"]
    settings = seat.open_screen("settings", closet)
    settings.get_by_text("1 person is left alone").click()
    settings.get_by_role("button", name="Take").click()
    expect(settings.get_by_text("Nobody is left alone for good")).to_be_visible()


def test_a_card_is_put_off_by_key_and_brought_back(seat: Seat, closet: ClosetOf) -> None:
    page = prepare(seat, closet)
    first = page.get_by_role("article").first
    name = first.get_attribute("aria-label")
    assert name
    first.focus()
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="2 cards wait for your yes")).to_be_visible()
    page.get_by_text("1 card put off").click()
    put_off = page.get_by_role("listitem").filter(has_text=name)
    put_off.get_by_role("button", name="Look now").click()
    expect(page.get_by_role("heading", name="3 cards wait for your yes")).to_be_visible()
    expect(page.get_by_role("article", name=name)).to_be_visible()
    assert sent_to(seat, closet) == []


def test_a_card_edited_on_another_device_is_not_sent_as_it_was(seat: Seat, closet: ClosetOf) -> None:
    page = prepare(seat, closet)
    job = next(j for j in seat.backend("jobs", query={"closet_id": closet.id, "state": "waiting_approval"})["items"])
    login = job["card"]["recipient"]["login"]
    with contextlib.closing(seat.stack.person()) as other:
        answer = other.put(f"/jobs/{job['id']}/card", json={"digest": job["card"]["digest"], "text": "Another text"})
        answer.raise_for_status()
    card(page, login).get_by_role("button", name=f"Send to {login}").click()
    expect(card(page, login)).to_contain_text("Another text")
    assert sent_to(seat, closet) in ([], ["Another text"])


def test_an_item_that_was_sold_meanwhile_is_written_about_to_nobody(seat: Seat, closet: ClosetOf) -> None:
    page = prepare(seat, closet)
    seat.stack.vinted.change_item(closet.items[0], closing_action="sold")
    closet.settled(closet.wish(verb="sync_closet"))
    page.get_by_role("article").first.focus()
    page.keyboard.press("a")

    def ended() -> bool:
        jobs = seat.backend("jobs", query={"closet_id": closet.id, "state": "failed"})["items"]
        return any(job["reason"] in ("item_sold", "item_changed") for job in jobs)

    seat.wait_for("the stop", ended, 30)
    assert sent_to(seat, closet) == []


def test_selected_cards_are_sent_and_counted_in_the_rail(seat: Seat, closet: ClosetOf) -> None:
    page = prepare(seat, closet)
    rail = page.get_by_role("link", name="Approvals")
    expect(rail).to_contain_text("3")
    boxes = page.get_by_role("checkbox")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Approve 2").click()
    expect(page.get_by_role("heading", name="1 card waits for your yes")).to_be_visible()
    # two new conversations a day are the most there are
    seat.wait_for("both messages", lambda: len(sent_to(seat, closet)) == 2, 60)
    today = seat.open_screen("today", closet)
    expect(today.get_by_role("link", name="1 card waits for your yes")).to_be_visible(timeout=LONG_MS)
