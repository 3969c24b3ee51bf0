"""The controls in Vinted's own pages on the whole stack: several cards, one card, somebody else's item, and the form.

A press opens the place in the panel; nothing is sent by it, and no script of the page can press for the person. Beside the
tabs the browser shows the panel's address only, so what is done in the panel is done here on the same screen in a tab.
"""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.sandbox.visitor import jpeg

from .drafts import new_draft
from .stack import ClosetOf, Seat, Stack
from .test_hostile_page import changed_at_vinted, panels, writing_jobs

FILLED_MS = 30_000

# all that a page's script can do to what stands in our open shadow roots, and to the way to our script
PRESSES = """() => {
    for (const { shadowRoot } of document.querySelectorAll("*")) {
        if (!shadowRoot) continue;
        for (const input of shadowRoot.querySelectorAll("input")) {
            input.click();
            input.checked = true;
            for (const type of ["input", "change", "click"]) input.dispatchEvent(new Event(type, { bubbles: true }));
            input.closest("label").click();
        }
        for (const button of shadowRoot.querySelectorAll("button")) {
            button.click();
            for (const type of ["pointerdown", "mousedown", "mouseup", "click"]) {
                button.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true }));
            }
            for (const key of ["Enter", " "]) button.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        }
    }
    for (const said of [
        { from_page: "open_act", act: "price", item_ids: [1] }, { from_page: "open_act", act: "copy", item_ids: [1] },
        { to_page: "fill", content: { fields: { title: "Stolen" }, category_path: [], photos: [] } },
    ]) postMessage(said, "*");
}"""


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
    seat.backend("switch_closet", path={"id": closet.id})
    assert closet.settled(closet.wish(verb="sync_closet"))["state"] == "done"
    return closet


@pytest.fixture
def person(seat: Seat) -> Iterator[httpx.Client]:
    client = seat.stack.person()
    yield client
    client.close()


def open_page(seat: Seat, path: str) -> Page:
    page = seat.browser.context.new_page()
    page.goto(f"https://www.vinted.fr{path}")
    page.evaluate("new Promise(done => setTimeout(done, 200))")  # the site's own links work once it has come alive
    return page


def at_panel(seat: Seat, ending: str) -> None:
    seat.wait_for(f"{ending} in the panel", lambda: any(url.endswith(ending) for url in panels(seat).values()))


def test_ticked_cards_open_the_bulk_preview_with_these_items(seat: Seat, closet: ClosetOf, person: httpx.Client) -> None:
    last = seat.stack.vinted.last_seq()
    page = open_page(seat, f"/member/{closet.member}-{closet.login}")
    page.get_by_role("checkbox", name="Select Robe 0").check()
    page.get_by_role("checkbox", name="Select Robe 2").check()
    bar = page.get_by_role("toolbar")
    expect(bar).to_contain_text("2 selected")
    page.evaluate(PRESSES)  # not even while the person's own ticks stand there
    expect(bar).to_contain_text("2 selected")
    assert not any("bulk" in url for url in panels(seat).values())
    bar.get_by_role("button", name="Change price…").click()
    at_panel(seat, f"#/closet/bulk/price?items={closet.items[0]},{closet.items[2]}")
    assert writing_jobs(person, closet) == []
    assert changed_at_vinted(seat, last) == []


def test_change_price_of_one_card_opens_its_change_form(seat: Seat, closet: ClosetOf, person: httpx.Client) -> None:
    page = open_page(seat, f"/items/{closet.items[1]}")
    page.get_by_role("button", name="VintedBot for").click()
    page.get_by_role("menuitem", name="Change price…").click()
    at_panel(seat, f"#/closet/{closet.items[1]}/change")
    assert writing_jobs(person, closet) == []


def other_s_item(seat: Seat, closet: ClosetOf) -> tuple[str, int]:
    """The closet of somebody else and an item in it."""
    login = f"autre_{closet.member}"
    other = seat.stack.vinted.add_member(login)
    wanted = {"title": "Jupe plissée", "brand": "Zara", "size": 5, "condition": 3, "color_ids": [1], "photos": 2}
    (item,) = seat.stack.vinted.add_items(other, [wanted])
    return f"/member/{other}-{login}", item


@pytest.mark.parametrize("arrives", ["by loading it", "by a click"])
def test_somebody_else_s_item_is_copied_by_its_facts_alone(
    seat: Seat, closet: ClosetOf, person: httpx.Client, arrives: str
) -> None:
    member_path, item = other_s_item(seat, closet)
    before = drafts(person)
    page = open_page(seat, f"/items/{item}" if arrives == "by loading it" else member_path)
    if arrives == "by a click":  # the site navigates by itself, and the page loses what it said of its items
        page.locator('[data-testid$="--overlay-link"]').click()
    copy = page.get_by_role("button", name="Copy to draft")
    expect(copy).to_be_visible()
    page.evaluate(PRESSES)
    assert drafts(person) == before
    assert page_reads(seat, item) == (1 if arrives == "by loading it" else 0)
    copy.click()
    seat.wait_for("the draft", lambda: drafts(person) != before)
    seat.page.wait_for_timeout(500)  # each window with a panel open hears of the press; one of them makes the draft
    (made,) = [draft for draft in drafts(person) if draft not in before]
    at_panel(seat, f"#/drafts/{made['id']}")
    fields = made["fields"]
    assert (fields["catalog_id"], fields["brand"]) == (1059, "Zara")
    assert (fields["size_id"], fields["condition_id"], fields["color_ids"]) == (5, 3, [1])
    assert (fields["title"], fields["description"], fields["price"], made["photos"]) == ("", "", None, [])
    assert (made["country"], made["closet_id"]) == ("fr", closet.id)
    assert page_reads(seat, item) == 1


def test_an_item_s_page_that_says_nothing_is_named_so(seat: Seat, closet: ClosetOf, person: httpx.Client) -> None:
    member_path, item = other_s_item(seat, closet)
    before = drafts(person)
    page = open_page(seat, member_path)
    page.locator('[data-testid$="--overlay-link"]').click()
    copy = page.get_by_role("button", name="Copy to draft")
    expect(copy).to_be_visible()
    seat.stack.vinted.change_item(item, is_hidden=True)
    copy.click()
    at_panel(seat, "#/copy/unread")
    panel = seat.browser.context.new_page()
    panel.goto(next(url for url in panels(seat).values() if url.endswith("#/copy/unread")))
    expect(panel.get_by_text("Vinted’s page did not say what this item is. No draft was made.")).to_be_visible()
    assert drafts(person) == before


def page_reads(seat: Seat, item: int) -> int:
    """How often the item's page was asked for whole, not as data for the site's own navigation."""
    asked = [entry for entry in seat.stack.vinted.log() if entry["path"].split("-")[0] == f"/items/{item}"]
    return len([entry for entry in asked if "_rsc" not in entry["query"]])


def drafts(person: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = person.get("/drafts").raise_for_status().json()["items"]
    return found


def test_a_draft_is_typed_into_the_form_and_the_person_publishes(seat: Seat, closet: ClosetOf, person: httpx.Client) -> None:
    vinted = seat.stack.vinted
    draft = new_draft(person, closet, [jpeg(), jpeg(seed=2)], isbn="9782070360024", is_unisex=True)
    last = vinted.last_seq()
    page = open_page(seat, "/items/new")
    button = page.get_by_role("button", name="Fill from draft…")
    expect(button).to_be_visible()
    page.evaluate(PRESSES)
    assert page.locator("#title").input_value() == ""
    assert not any("#/fill/" in url for url in panels(seat).values())
    button.click()
    seat.wait_for("the list of drafts", lambda: any("#/fill/" in url for url in panels(seat).values()))
    place = next(url for url in panels(seat).values() if "#/fill/" in url)
    panel = seat.browser.context.new_page()
    panel.goto(place)
    panel.get_by_role("row").filter(has_text=draft["fields"]["title"]).click()
    page.bring_to_front()
    expect(panel.get_by_text("Filled in. Check it on Vinted and press publish there.")).to_be_visible(timeout=FILLED_MS)
    expect(panel.get_by_text("Please fill in yourself")).to_have_text("Please fill in yourself: unisex")
    expect(page.locator("#title")).to_have_value(draft["fields"]["title"])
    assert [e["path"] for e in vinted.log() if e["seq"] > last and e["applied"] and e["path"] != "/api/v2/photos"] == []
    assert closet.visible == closet.items
    page.get_by_test_id("upload-form-save-button").click()
    seat.wait_for("the listing", lambda: len(closet.visible) == len(closet.items) + 1)
    made = vinted.item(max(closet.visible))
    said = made["fields"]
    assert (float(said["price"]), said["catalog_id"], said["brand_id"]) == (18.0, 1059, 12)
    assert (said["attributes"]["size"], said["attributes"]["condition"], said["color_ids"]) == ([4], [2], [5])
    assert (said["isbn"], len(made["photos"])) == ("9782070360024", 2)
