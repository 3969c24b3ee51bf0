"""Acts on listings as a person does them: many at once, one changed in place, notes, and what is switched off."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from .conftest import OUTPUT
from .looks import readable_everywhere
from .stack import ClosetOf, Seat, Stack

PICTURES = OUTPUT / "acts"
LISTINGS = [
    {"title": "Robe fleurie bleue", "price": 24.0, "photos": 3},
    {"title": "Manteau en laine", "price": 80.0, "photos": 2},
    {"title": "Jean W30", "price": 15.0},
    {"title": "Chemise en lin", "price": 10.0, "state": "sold"},
]
LONG_MS = 30_000


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
    closet = seat.new_closet(LISTINGS)
    seat.backend("switch_closet", path={"id": closet.id})
    closet.settled(closet.wish(verb="sync_closet"))
    yield closet
    seat.stack.vinted.clear_faults()
    for page in seat.browser.context.pages:
        if page != seat.page and page.url.startswith(seat.browser.url("")):
            page.close()


def price_of(seat: Seat, item: int) -> float:
    found: dict[str, Any] = seat.stack.vinted.item(item)
    return float(found["fields"]["price"])


def select(page: Page, *titles: str) -> None:
    for title in titles:
        page.get_by_role("checkbox", name=f"Select {title}").check()


class Act(NamedTuple):
    """A bulk act on Robe and Manteau: its press, what it sends for a listing (the `nth` is Manteau's), its needs, how it ends."""

    press: str
    method: str
    path: str
    needs: str
    is_so: Callable[[ClosetOf, int], bool]
    nth: int = 1


def is_visible(closet: ClosetOf, item: int) -> bool:
    return item in closet.visible


def is_cheaper(closet: ClosetOf, item: int) -> bool:
    return price_of(closet.seat, item) in (21.5, 72)


def is_gone(closet: ClosetOf, item: int) -> bool:
    return bool(closet.seat.stack.vinted.item(item)["deleted"])


ACTS = {
    "Change price": Act("Change 2 prices", "PUT", r"item_upload/items/{}$", "Changes: 2 needed", is_cheaper),
    "Hide": Act("Hide 2 listings", "PUT", r"items/{}/is_hidden", "Changes: 2 needed", lambda *of: not is_visible(*of)),
    "Show again": Act("Show 2 listings", "PUT", r"items/{}/is_hidden", "Changes: 2 needed", is_visible),
    "Delete": Act("Delete 2 listings", "POST", r"items/{}/delete", "Changes: 2 needed", is_gone),
    "Relist": Act("Relist 2 listings", "POST", r"item_upload/drafts$", "Relists: 2 needed, 3 left today", is_gone, nth=2),
}

BESIDE_THE_MENU = ("Change price", "Hide")


@pytest.mark.parametrize("name", ACTS)
def test_many_at_once_and_what_failed_alone_again(seat: Seat, closet: ClosetOf, name: str) -> None:
    act, vinted, (robe, coat) = ACTS[name], seat.stack.vinted, closet.items[:2]
    if name == "Show again":
        for item in (robe, coat):
            vinted.change_item(item, is_hidden=True)
        closet.settled(closet.wish(verb="sync_closet"))

    def sent() -> list[str]:
        return [line["path"] for line in vinted.log() if line["method"] != "GET"]

    page = seat.open_screen("closet", closet)
    page.get_by_role("row").filter(has_text="Robe fleurie bleue").focus()
    page.keyboard.press("x")
    select(page, "Manteau en laine", "Chemise en lin")
    vinted.clear_log()
    if name in BESIDE_THE_MENU:
        page.get_by_role("button", name=name, exact=True).click()
    else:
        page.get_by_role("button", name="More for 3 selected").click()
        page.get_by_role("menuitem", name=name).click()
    for said in ("Nothing has left yet.", "2 listings will be done", "1 is left out", "Not for sale now", act.needs):
        expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_text("the last one at the earliest")).to_be_visible()
    readable_everywhere(page, PICTURES, f"bulk-{name}")
    assert sent() == []
    fault = vinted.refuse(11, method=act.method, path_regex=act.path.format(coat), nth=act.nth)
    page.get_by_role("button", name=act.press).click()
    expect(page.get_by_text("1 done · 1 failed")).to_be_visible(timeout=LONG_MS)
    assert [act.is_so(closet, item) for item in (robe, coat)] == [True, False]
    vinted.clear_faults(fault)
    vinted.clear_log()
    page.get_by_role("button", name="Retry the 1 failed").click()
    expect(page.get_by_text("2 done")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_role("article")).to_have_count(3)
    assert act.is_so(closet, coat)
    again = [path for path in sent() if re.search(act.path.format(r"\d+"), path)]
    assert len(again) == 1, again
    assert not [path for path in sent() if str(robe) in path]


def test_a_bulk_act_goes_on_when_its_page_is_closed(seat: Seat, closet: ClosetOf) -> None:
    hold = seat.stack.vinted.arm("hold", method="PUT", path_regex=r"item_upload/items/", seconds=5)
    page = seat.open_screen(f"closet/bulk/hide?items={closet.items[0]},{closet.items[2]}", closet)
    page.get_by_role("button", name="Hide 2 listings").click()
    expect(page.get_by_text("It goes on by itself")).to_be_visible()
    page.close()
    seat.stack.vinted.release(hold)
    today = seat.open_screen("today", closet)
    seat.wait_for("both hidden", lambda: closet.visible == [closet.items[1]], 30)
    expect(today.get_by_text("bulk act under way")).to_have_count(0, timeout=LONG_MS)


def test_stop_leaves_alone_what_has_not_started(seat: Seat, closet: ClosetOf) -> None:
    seat.backend("change_closet", path={"id": closet.id}, body={"paused": True})
    page = seat.open_screen(f"closet/bulk/delete?items={','.join(map(str, closet.items[:3]))}", closet)
    page.get_by_role("button", name="Delete 3 listings").click()
    page.get_by_role("button", name="Stop 3 that have not started").click()
    expect(page.get_by_text("3 stopped")).to_be_visible()
    seat.backend("change_closet", path={"id": closet.id}, body={"paused": False})
    assert sorted(closet.visible) == sorted(closet.items[:3])


def test_one_listing_is_read_and_changed_in_place(seat: Seat, closet: ClosetOf) -> None:
    item = closet.items[0]
    page = seat.open_screen(f"closet/{item}", closet)
    # whoever looks at a listing that was never read need not press for it
    expect(page.get_by_text("not read yet")).to_be_visible()
    expect(page.get_by_text("not read yet")).to_have_count(0, timeout=LONG_MS)
    page.get_by_role("button", name="Change listing").first.click()
    page.get_by_label("Title").fill("Robe fleurie bleue d'été")
    photos = seat.stack.vinted.item(item)["photos"]
    last = page.get_by_role("listitem", name="Photo 3 of 3")
    last.focus()
    page.keyboard.press("Alt+Home")
    expect(page.get_by_text("Now photo 1 of 3")).to_have_count(1)
    readable_everywhere(page, PICTURES, "change")
    page.get_by_role("button", name="Change on Vinted").click()
    seat.wait_for("the new title", lambda: seat.stack.vinted.item(item)["fields"]["title"] == "Robe fleurie bleue d'été", 30)
    now = seat.stack.vinted.item(item)
    assert now["photos"] == [photos[2], photos[0], photos[1]]
    assert now["fields"]["price"] == 24


def test_notes_stay_here_and_the_floor_holds(seat: Seat, closet: ClosetOf) -> None:
    item = closet.items[0]
    page = seat.open_screen(f"closet/{item}/notes", closet)
    seat.stack.vinted.clear_log()
    page.get_by_label("Purchase cost in EUR").fill("9")
    page.get_by_label("Floor in EUR").fill("22")
    page.get_by_label("Storage place").fill("Box 3")
    expect(page.get_by_text("a gain of €15.00")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    assert [line for line in seat.stack.vinted.log() if line["method"] != "GET"] == []
    page.goto(seat.browser.url(f"sidepanel.html#/closet/bulk/price?items={item}"))
    expect(page.get_by_text("Below your floor")).to_be_visible()
    expect(page.get_by_role("button", name="Change 1 price")).to_have_count(0)


def test_everything_is_found_by_ctrl_k(seat: Seat, closet: ClosetOf) -> None:
    page = seat.open_screen("today", closet)
    page.keyboard.press("Control+k")
    page.keyboard.type("mant laine")
    expect(page.get_by_role("option").first).to_contain_text("Manteau en laine")
    readable_everywhere(page, PICTURES, "palette")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Manteau en laine")).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("orders")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Orders")).to_have_attribute("aria-current", "page")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def found_by_ctrl_k(page: Page, words: str, kind: str) -> Locator:
    """The first that is found by these words, typed without waiting for anything."""
    page.keyboard.press("Control+k")
    page.keyboard.type(words)
    first = page.get_by_role("dialog").get_by_role("option").first
    expect(first).to_contain_text(kind)
    return first


def test_ctrl_k_finds_what_is_on_no_first_page_and_in_no_open_closet(seat: Seat, closet: ClosetOf) -> None:
    seat.backend("create_draft", body={"fields": {"title": "Foulard du tout début"}})
    for number in range(100):
        seat.backend("create_draft", body={"fields": {"title": f"Essai {number}"}})
    seat.stack.vinted.like(seat.stack.vinted.add_member(f"lise_{closet.member}"), closet.items[0])
    closet.settled(closet.wish(verb="sync_notifications"))
    second = seat.new_closet([{"title": "Veste du second placard", "price": 12.0}])
    seat.backend("switch_closet", path={"id": second.id})
    second.settled(second.wish(verb="sync_closet"))
    page = seat.open_screen("today", second)
    found_by_ctrl_k(page, "foulard debut", "Draft")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_have_value("Foulard du tout début")
    found_by_ctrl_k(page, "pause this", "Command")
    page.keyboard.press("Enter")
    expect(page.locator(".shell-head")).to_contain_text("Paused")
    found_by_ctrl_k(page, "resume", "Command")
    page.keyboard.press("Enter")
    expect(page.locator(".shell-head")).not_to_contain_text("Paused")
    expect(found_by_ctrl_k(page, f"lise_{closet.member}", "Person")).to_contain_text(closet.login)
    page.keyboard.press("Enter")
    expect(page.locator(".shell-head")).to_contain_text(closet.login)
    expect(page.get_by_role("checkbox", name=f"Select lise_{closet.member}")).to_be_visible()
    found_by_ctrl_k(page, "veste second", "Listing")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Veste du second placard")).to_be_visible()
    expect(page.locator(".shell-head")).to_contain_text(second.login)


def test_a_used_up_budget_says_what_is_left_and_why_the_next_one_waits(seat: Seat, closet: ClosetOf) -> None:
    seat.backend("change_closet", path={"id": closet.id}, body={"writes_per_day": 1})
    closet.settled(closet.wish(verb="set_hidden", item_id=closet.items[0], hidden=True))
    waiting = closet.wish(verb="set_hidden", item_id=closet.items[1], hidden=True)
    page = seat.open_screen("today", closet)
    for shown in (page, seat.browser.open_popup()):
        expect(shown.locator(".gauge").filter(has_text="Changes in 24 hours")).to_contain_text("0 left of 1")
        why = shown.get_by_text("1 job waits: Today’s safety budget is used.")
        expect(why).to_contain_text(re.compile(r"Next.* in 2[34] hr?"))
    page.screenshot(path=PICTURES / "budget-used.png", full_page=True)
    seat.backend("cancel_job", path={"id": waiting})


def test_what_is_switched_off_says_so_where_its_button_was_within_a_minute(seat: Seat, closet: ClosetOf) -> None:
    """Said by the operator's command while the screens are open; nothing is loaded anew."""
    server = seat.stack.server

    def operator(*words: str) -> None:
        command = [sys.executable, "-m", "vintedbot", *words]
        subprocess.run(command, env=server.environ, check=True, capture_output=True, timeout=60)

    page = seat.open_screen(f"closet/{closet.items[0]}/visibility", closet)
    hide = page.get_by_role("button", name="Hide", exact=True)
    expect(hide).to_be_visible()
    operator("switch-off", "set_hidden@fr", "--reason", "Vinted changed this", "--link", "https://status.example/1")
    operator("switch-off", "fr", "--reason", "Vinted France rests")
    expect(hide).to_have_count(0, timeout=60_000)
    where_it_was = page.locator(".notice").filter(has_text="Vinted changed this")
    expect(where_it_was.get_by_role("link")).to_have_attribute("href", "https://status.example/1")
    expect(page.locator(".notice").filter(has_text="Vinted France rests").first).to_be_visible()
    page.screenshot(path=PICTURES / "switched-off.png", full_page=True)
    operator("switch-on", "fr")
    operator("switch-on", "set_hidden@fr")
    expect(hide).to_be_visible(timeout=60_000)
