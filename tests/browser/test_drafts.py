"""Drafts in real Chromium against the real server and the sandbox: every field, two windows on one draft, the server away while
typing, a publish that is read back on Vinted, and bad input that loses nothing."""

import hashlib
import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from tests.sandbox.visitor import jpeg

from .conftest import OUTPUT
from .looks import readable_everywhere, untranslated, wrong_everywhere
from .stack import PASSWORD, ClosetOf, Seat, Stack

PICTURES = OUTPUT / "drafts"
SAVED = re.compile(r"^Saved \d")
pictures = itertools.count(1000)
EMOJI_ARABIC = "👗 فستان أزرق 👨‍👩‍👧"


@pytest.fixture(scope="module")
def stack(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    PICTURES.mkdir(parents=True, exist_ok=True)
    stack = Stack(tmp_path_factory.mktemp("stack"), playwright_driver)
    yield stack
    stack.close()


# ------------------------------------------------------------------------------------------------ a person at the panel
def open_draft(seat: Seat, draft: dict[str, Any], width: int = 400) -> Page:
    page = seat.open_screen(f"drafts/{draft['id']}", width=width)
    expect(page.get_by_label("Title", exact=True)).to_be_visible()
    return page


def status(page: Page) -> Locator:
    return page.locator(".draft-status")


def saved(page: Page) -> None:
    expect(status(page)).to_have_text(SAVED)


def stored(seat: Seat, draft: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = seat.backend("draft", path={"id": draft["id"]})
    return found


def upload(seat: Seat, person: httpx.Client, photos: list[bytes]) -> list[str]:
    """Puts photos on the server as a device does and waits until they are ready."""
    new = [
        {"client_id": str(uuid4()), "name": f"{n}.jpg", "size": len(photo), "sha256": hashlib.sha256(photo).hexdigest()}
        for n, photo in enumerate(photos)
    ]
    rows = person.post("/bulk/photos/upload", json={"photos": new}).raise_for_status().json()["items"] if new else []
    for row, photo in zip(rows, photos, strict=True):
        person.put(f"/bulk/photos/{row['id']}/parts", params={"offset": 0}, content=photo).raise_for_status()
    ids = [row["id"] for row in rows]

    def ready() -> bool:
        shown = person.get("/bulk/photos", params={"ids": ",".join(ids)}).raise_for_status().json()["items"]
        return all(photo["state"] == "ready" for photo in shown)

    if ids:
        seat.wait_for("the photos", ready)
    return ids


@pytest.fixture
def begin(seat: Seat, closet: ClosetOf, person: httpx.Client) -> Callable[..., dict[str, Any]]:
    """Makes a draft with so many photos and these fields."""

    def draft(photos: int = 0, **fields: Any) -> dict[str, Any]:
        ids = upload(seat, person, [jpeg(next(pictures), (600, 800)) for _ in range(photos)])
        body = {"closet_id": closet.id, "country": "fr", "fields": FIELDS | fields, "photo_ids": ids}
        made: dict[str, Any] = seat.backend("create_draft", body=body)
        return made

    return draft


FIELDS: dict[str, Any] = {
    "title": "", "description": "", "price": None, "catalog_id": None, "brand_id": None, "brand": "", "size_id": None,
    "condition_id": None, "color_ids": [], "package_size_id": None, "attributes": [], "isbn": None, "is_unisex": False,
    "measurement_length": None, "measurement_width": None,
}  # fmt: skip


COMPLETE: dict[str, Any] = {
    "title": "Robe fleurie", "description": "Portée une fois, comme neuve.", "price": {"amount": 1850, "currency": "EUR"},
    "catalog_id": 1059, "brand_id": 12, "brand": "Zara", "size_id": 4, "condition_id": 2, "color_ids": [5],
    "package_size_id": 1,
}  # fmt: skip
ON_VINTED = {field: COMPLETE[field] for field in ("title", "description", "catalog_id", "color_ids", "package_size_id")}
Begin = Callable[..., dict[str, Any]]


# ------------------------------------------------------------------------------------------------ list
def test_an_empty_list_teaches_the_first_step_and_a_new_draft_opens(stack: Stack) -> None:
    seat = stack.browser("empty").connect(register(stack))
    page = seat.open_screen("drafts")
    expect(page.get_by_text("No drafts yet")).to_be_visible()
    expect(page.get_by_role("button", name="Drop photos")).to_be_visible()
    page.get_by_role("button", name="New draft").click()
    page.get_by_label("Title", exact=True).fill("Mon premier")
    saved(page)
    page.get_by_role("button", name="All drafts").click()
    expect(page.get_by_role("heading", name="1 draft")).to_be_visible()
    seat.browser.close()


def register(stack: Stack) -> str:
    address = f"{uuid4().hex[:12]}@example.org"
    with stack.server.api() as api:
        account = {"email": address, "password": PASSWORD, "language": "en"}
        api.post("/auth/register", json=account, headers={"Origin": stack.server.url}).raise_for_status()
    return address


def test_the_list_by_keyboard_filter_delete_undo_and_duplicate(seat: Seat, begin: Begin) -> None:
    begin(photos=1, title="Jean Levi's 501")
    begin(title="Écharpe en laine")
    page = seat.open_screen("drafts")
    rows = page.get_by_role("row")
    expect(page.get_by_role("row", name="Jean Levi's 501").locator("img")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("echarpe")
    expect(rows).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("x")
    page.get_by_role("button", name="Delete 1 draft").click()
    expect(page.get_by_text("“Écharpe en laine” deleted")).to_be_visible()
    expect(rows).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(1)
    rows.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Écharpe en laine")
    address = page.url
    page.get_by_role("button", name="More for Écharpe en laine").click()
    page.get_by_role("menuitem", name="Duplicate").click()
    page.wait_for_url(lambda url: url != address)
    page.get_by_role("button", name="All drafts").click()
    expect(rows).to_have_count(2)


# ------------------------------------------------------------------------------------------------ every field
def test_every_field_is_filled_in_and_there_after_a_reload(seat: Seat, begin: Begin) -> None:
    draft = begin(photos=3)
    page = open_draft(seat, draft)
    page.get_by_label("Title", exact=True).fill("Robe fleurie")
    page.get_by_label("Description", exact=True).fill("Portée une fois, comme neuve.")
    page.get_by_label("Price in EUR", exact=True).fill("18,5")
    page.get_by_role("button", name="Category:").click()
    page.get_by_label("Search categories").fill("MIDI drésses")
    page.get_by_role("button", name="Midi-dresses Women › Clothing › Dresses").click()
    # Vinted's own choices, read through the open tab
    expect(page.get_by_text("These choices are Vinted’s own")).to_be_visible(timeout=20_000)
    take(page, "Brand", "zar", "Zara")
    take(page, "Size", "38", "M / 38 / 10")
    page.get_by_label("Condition", exact=True).select_option("Very good")
    expect(page.locator("[data-unit=condition] .field-hint")).to_be_visible()
    page.get_by_label("Parcel size", exact=True).select_option(index=1)
    for colour in ("Black", "Grey"):
        page.get_by_role("checkbox", name=colour, exact=True).check()
    expect(page.get_by_role("checkbox", name="White")).to_be_disabled()
    take(page, "Material", "cot", "Coton")
    page.get_by_text("ISBN, Measurements, Unisex").click()
    page.get_by_label("Length in cm", exact=True).fill("54,5")
    page.get_by_label("Unisex").check()
    first = page.get_by_role("listitem", name="Photo 1 of 3")
    first.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.get_by_text("Now photo 2 of 3")).to_be_attached()
    saved(page)
    expect(page.get_by_text("Ready to publish")).to_be_visible()

    page.reload()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Robe fleurie")
    expect(page.get_by_label("Price in EUR", exact=True)).to_have_value("18.50")
    expect(page.get_by_role("combobox", name="Brand")).to_have_value("Zara")
    expect(page.get_by_role("checkbox", name="Grey", exact=True)).to_be_checked()
    expect(page.get_by_role("button", name="Remove Coton")).to_be_visible()
    now = stored(seat, draft)
    assert now["fields"] | {"attributes": [], "package_size_id": 0} == {
        **FIELDS, "title": "Robe fleurie", "description": "Portée une fois, comme neuve.", "package_size_id": 0,
        "price": {"amount": 1850, "currency": "EUR"}, "catalog_id": 1056, "brand_id": 12, "brand": "Zara", "size_id": 4,
        "condition_id": 2, "color_ids": [1, 3], "measurement_length": 54.5, "is_unisex": True,
    }  # fmt: skip
    assert [each["code"] for each in now["fields"]["attributes"]] == ["material"]
    ids = [photo["photo_id"] for photo in draft["photos"]]
    assert [photo["photo_id"] for photo in now["photos"]] == [ids[1], ids[0], ids[2]]


def take(page: Page, field: str, typed: str, option: str) -> None:
    page.get_by_role("combobox", name=field, exact=True).click()
    page.get_by_role("combobox", name=field, exact=True).fill(typed)
    page.get_by_role("option", name=option).first.click()


def test_photos_are_dragged_removed_and_added(seat: Seat, begin: Begin) -> None:
    draft, other = begin(photos=3), begin(photos=1)
    page = open_draft(seat, draft, 1280)
    a, b, c = (photo["photo_id"] for photo in draft["photos"])
    page.get_by_role("listitem", name="Photo 3 of 3").drag_to(page.get_by_role("listitem", name="Photo 1 of 3"))
    saved_as(seat, draft, [c, a, b])
    page.get_by_role("button", name="Menu of Photo 2 of 3").click()
    page.get_by_role("menuitem", name="Remove from this draft").click()
    saved_as(seat, draft, [c, b])
    page.get_by_role("button", name="Add photos").click()
    page.get_by_role("dialog").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Add 1 photo").click()
    saved_as(seat, draft, [c, b, other["photos"][0]["photo_id"]])


def saved_as(seat: Seat, draft: dict[str, Any], ids: list[str]) -> None:
    seat.wait_for("the order", lambda: [photo["photo_id"] for photo in stored(seat, draft)["photos"]] == ids)


# ------------------------------------------------------------------------------------------------ nothing is lost
def test_two_windows_edit_one_draft(seat: Seat, begin: Begin) -> None:
    draft = begin(title="Robe", description="Fleurie")
    one, two = open_draft(seat, draft), open_draft(seat, draft)
    # different fields: both stay, without a question
    one.get_by_label("Title", exact=True).fill("Robe d'été")
    two.get_by_label("Description", exact=True).fill("Fleurie, portée une fois")
    seat.wait_for(
        "both edits",
        lambda: (
            {stored(seat, draft)["fields"][f] for f in ("title", "description")} == {"Robe d'été", "Fleurie, portée une fois"}
        ),
    )
    look_again(one, two)
    expect(one.get_by_label("Description", exact=True)).to_have_value("Fleurie, portée une fois")
    expect(two.get_by_label("Title", exact=True)).to_have_value("Robe d'été")

    # the same fields: both versions are shown, the person chooses one by one
    type_at_once(seat, one, two, {"Title": ("Robe un", "Robe deux"), "Description": ("Texte un", "Texte deux")})
    asked = seat.wait_for(
        "a window that asks",
        lambda: next((page for page in (one, two) if page.get_by_text("changed in two places").is_visible()), None),
    )
    asked_is = "un" if asked is one else "deux"
    other_is = "deux" if asked is one else "un"
    theirs = {f"Robe {other_is}", f"Texte {other_is}"}
    seat.wait_for("the other's edits", lambda: {stored(seat, draft)["fields"][f] for f in ("title", "description")} == theirs)
    look_again(asked)
    for field in ("Title", "Description"):
        expect(asked.get_by_role("button", name=f"Keep this {field}")).to_be_visible()
    readable_everywhere(asked, PICTURES, "conflict")
    titles = asked.get_by_role("group", name="Title")
    expect(titles.get_by_text(f"Robe {asked_is}")).to_be_visible()
    expect(titles.get_by_text(f"Robe {other_is}")).to_be_visible()
    assert stored(seat, draft)["fields"]["title"] == f"Robe {other_is}"
    # closed in the middle of it: still asked when opened again
    asked.reload()
    expect(asked.get_by_text("changed in two places")).to_be_visible()
    asked.get_by_role("button", name="Keep this Title").click()
    asked.get_by_role("button", name="Take the other Description").click()
    saved(asked)
    fields = stored(seat, draft)["fields"]
    assert (fields["title"], fields["description"]) == (f"Robe {asked_is}", f"Texte {other_is}")


def look_again(*pages: Page) -> None:
    """What a person does who goes from window to window: the page is told that it has the focus."""
    for page in pages:
        page.evaluate("dispatchEvent(new Event('focus'))")


def type_at_once(seat: Seat, one: Page, two: Page, texts: dict[str, tuple[str, str]]) -> None:
    """Types in both windows while the server answers nobody, so that neither can see the other's edit; then saves both."""
    for page in (one, two):
        saved(page)
    seat.stack.server.freeze()
    try:
        for page, side in ((one, 0), (two, 1)):
            for label, sides in texts.items():
                page.get_by_label(label, exact=True).fill(sides[side])
    finally:
        seat.stack.server.thaw()
    for page in (one, two):
        page.keyboard.press("Control+s")
    look_again(one, two)
    for page in (one, two):
        expect(status(page)).to_have_text(re.compile("^(Saved|Not saved: choose)"))


def test_the_server_dies_while_typing_and_the_panel_is_closed(seat: Seat, begin: Begin) -> None:
    draft = begin(title="Robe", description="Avant")
    page = open_draft(seat, draft)
    page.get_by_label("Title", exact=True).fill("Robe bleue")
    saved(page)
    seat.stack.server.kill()
    try:
        page.get_by_label("Title", exact=True).fill("Robe bleue à pois")
        page.get_by_label("Description", exact=True).press_sequentially(" et après")
        expect(status(page)).to_contain_text("Kept on this device")
        page.screenshot(path=PICTURES / "away.png", full_page=True)
        page.close()
        page = open_draft(seat, draft)
        expect(page.get_by_label("Title", exact=True)).to_have_value("Robe bleue à pois")
        page.get_by_label("Description", exact=True).press_sequentially(" !")
        expect(status(page)).to_contain_text("Kept on this device")
        page.close()
    finally:
        seat.stack.server.start()
    # the list saves what a closed window left
    page = seat.open_screen("drafts")
    seat.wait_for("what was typed", lambda: stored(seat, draft)["fields"]["title"] == "Robe bleue à pois")
    assert sorted(stored(seat, draft)["fields"]["description"]) == sorted("Avant et après !")
    expect(page.get_by_text("On this device only")).to_have_count(0)


def test_the_browser_is_killed_while_the_server_is_away(stack: Stack) -> None:
    seat = stack.browser("killed").connect(register(stack))
    draft = seat.backend("create_draft", body={"fields": FIELDS | {"title": "Robe"}})
    page = open_draft(seat, draft)
    stack.server.kill()
    try:
        page.get_by_label("Title", exact=True).fill("Robe gardée")
        expect(status(page)).to_contain_text("Kept on this device")
        seat.browser.kill()
    finally:
        stack.server.start()
    seat.start_again()
    page = open_draft(seat, draft)
    expect(page.get_by_label("Title", exact=True)).to_have_value("Robe gardée")
    seat.wait_for("what was typed", lambda: stored(seat, draft)["fields"]["title"] == "Robe gardée")
    seat.browser.close()


def test_a_draft_deleted_elsewhere_comes_back_with_what_was_typed(seat: Seat, begin: Begin) -> None:
    draft = begin(title="Robe")
    page = open_draft(seat, draft)
    seat.backend("delete_draft", path={"id": draft["id"]})
    page.get_by_label("Title", exact=True).fill("Robe quand même")
    expect(page.get_by_text("This draft was deleted elsewhere")).to_be_visible()
    page.get_by_role("button", name="Bring it back").click()
    saved(page)
    assert stored(seat, draft)["fields"]["title"] == "Robe quand même"


# ------------------------------------------------------------------------------------------------ publishing
def test_a_draft_is_published_and_read_back(seat: Seat, closet: ClosetOf, begin: Begin) -> None:
    draft = begin(photos=2, **COMPLETE)
    page = open_draft(seat, draft)
    page.get_by_label("Title", exact=True).fill("Robe fleurie d'été")
    # pressed before the edit was saved: what is seen is what is published
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".job-row")).to_be_visible()
    expect(page.get_by_role("button", name="See it on Vinted")).to_be_visible(timeout=30_000)
    expect(page.get_by_label("Title", exact=True)).to_be_disabled()
    readable_everywhere(page, PICTURES, "published")
    (item,) = closet.visible
    listed = seat.stack.vinted.item(item)
    shown = {field: listed["fields"][field] for field in ON_VINTED}
    assert shown == ON_VINTED | {"title": "Robe fleurie d'été"}
    assert len(listed["photos"]) == 2
    now = stored(seat, draft)
    assert (now["state"], now["item_id"]) == ("published", item)
    page.get_by_role("button", name="All drafts").click()
    page.get_by_role("tab", name="Published").click()
    expect(page.get_by_role("row", name="Robe fleurie d'été")).to_be_visible()


def test_saved_on_vinted_without_publishing(seat: Seat, closet: ClosetOf, begin: Begin) -> None:
    draft = begin(photos=1, **COMPLETE | {"title": "Robe en attente"})
    page = open_draft(seat, draft)
    page.get_by_role("button", name="Save as Vinted draft").click()
    seat.wait_for("the draft on Vinted", lambda: stored(seat, draft)["state"] == "on_vinted_as_draft", 30)
    assert closet.visible == []
    assert len(seat.stack.vinted.state(closet.member)["drafts"]) == 1
    expect(page.get_by_label("Title", exact=True)).to_be_enabled()


def test_a_refused_field_comes_back_marked_with_vinteds_sentence(seat: Seat, closet: ClosetOf, begin: Begin) -> None:
    draft = begin(photos=1, **COMPLETE | {"title": "Robe refusée", "size_id": None, "catalog_id": 1059})
    page = open_draft(seat, draft)
    seat.stack.vinted.refuse(11, method="POST", path_regex=r"/item_upload/drafts$")
    try:
        take(page, "Size", "38", "M / 38 / 10")
        page.get_by_role("button", name="Publish", exact=True).click()
        expect(page.get_by_text("Vinted says:").first).to_be_visible(timeout=30_000)
    finally:
        seat.stack.vinted.clear_faults()
    readable_everywhere(page, PICTURES, "refused")
    assert stored(seat, draft)["problems"]
    assert closet.visible == []


# ------------------------------------------------------------------------------------------------ bad input
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0", "Vinted takes no price below"),
        ("-1", "A price cannot be below zero"),
        ("1e9", "This is not an amount"),
        ("1000000000", "more than Vinted allows"),
    ],
)
def test_a_bad_price_is_named_at_the_field(seat: Seat, begin: Begin, typed: str, sentence: str) -> None:
    draft = begin(title="Robe", price={"amount": 1850, "currency": "EUR"})
    page = open_draft(seat, draft)
    price = page.get_by_label("Price in EUR", exact=True)
    price.fill(typed)
    expect(page.locator("[data-unit=price] .field-error")).to_contain_text(sentence)
    expect(price).to_have_attribute("aria-invalid", "true")
    saved(page)
    expect(price).to_have_value(typed)
    assert stored(seat, draft)["fields"]["title"] == "Robe"


def test_what_stands_in_the_way_is_named_and_leads_to_its_field(seat: Seat, begin: Begin) -> None:
    draft = begin(title="Robe", catalog_id=999_999_999)
    page = open_draft(seat, draft)
    page.get_by_role("button", name="Category no. 999999999 does not exist").click()
    expect(page.get_by_role("button", name="Category:")).to_be_focused()
    page.get_by_role("button", name="Write a description").click()
    expect(page.get_by_label("Description", exact=True)).to_be_focused()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator("[data-unit=description] .field-error")).to_be_visible()
    assert stored(seat, draft)["state"] == "open"


def test_emoji_right_to_left_text_and_too_long_a_title(seat: Seat, begin: Begin) -> None:
    draft = begin()
    page = open_draft(seat, draft)
    title = page.get_by_label("Title", exact=True)
    title.fill(EMOJI_ARABIC)
    saved(page)
    assert stored(seat, draft)["fields"]["title"] == EMOJI_ARABIC
    assert title.evaluate("(box) => getComputedStyle(box).direction") == "rtl"
    long = "Robe " * 21
    title.fill(long)
    page.get_by_label("Description", exact=True).fill("Gardée")
    expect(page.get_by_text("too long to be saved")).to_be_visible()
    seat.wait_for("the rest", lambda: stored(seat, draft)["fields"]["description"] == "Gardée")
    assert stored(seat, draft)["fields"]["title"] == EMOJI_ARABIC
    page.reload()
    expect(title).to_have_value(long)


# ------------------------------------------------------------------------------------------------ people's floor
def test_every_width_and_scheme(seat: Seat, begin: Begin) -> None:
    begin(photos=1, title=EMOJI_ARABIC)
    draft = begin(photos=4, **COMPLETE | {"title": "Manteau en laine vierge double face, coupe droite, couleur camel"})
    page = seat.open_screen("drafts")
    expect(page.get_by_role("row").first).to_be_visible()
    page.screenshot(path=PICTURES / "list.png", full_page=True)
    for row in (0, 1):
        page.get_by_role("row").nth(row).focus()
        page.keyboard.press("x")
    expect(page.get_by_role("region", name="2 selected")).to_be_visible()
    readable_everywhere(page, PICTURES, "list-selected")
    page.goto(seat.browser.url(f"sidepanel.html#/drafts/{draft['id']}"))
    expect(page.get_by_text("Ready to publish")).to_be_visible()
    readable_everywhere(page, PICTURES, "editor")
    page.get_by_role("button", name="Category:").click()
    expect(page.get_by_label("Search categories")).to_be_focused()
    readable_everywhere(page, PICTURES, "category")


def test_a_draft_is_made_by_keyboard_alone(seat: Seat, begin: Begin) -> None:
    draft = begin(title="Robe")
    page = open_draft(seat, draft)
    page.get_by_role("button", name="Category:").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Search categories")).to_be_focused()
    page.keyboard.type("midi dresses")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Category: Women › Clothing › Dresses › Midi-dresses")).to_be_focused()
    page.get_by_role("combobox", name="Brand").focus()
    page.keyboard.type("zara")
    expect(page.get_by_role("option", name="Zara", exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    saved(page)
    fields = stored(seat, draft)["fields"]
    assert (fields["catalog_id"], fields["brand"]) == (1056, "Zara")


def test_nothing_is_said_outside_the_locales(stack: Stack) -> None:
    """In an account of its own: what is known to be the person's words must not grow with what other tests leave there."""
    address = register(stack)
    seat = stack.browser("pseudo", languages=("en-XA",)).connect(address)
    draft = seat.backend("create_draft", body={"fields": FIELDS | {"title": "Robe", "price": COMPLETE["price"]}})
    choices = reference(seat)
    titles = [each["title"] for kind in ("colours", "conditions", "package_sizes") for each in choices[kind]]
    page = seat.open_screen("drafts")
    expect(page.get_by_role("row")).to_have_count(1)
    page.get_by_role("row").focus()
    page.keyboard.press("x")
    wrong = untranslated(page, ["Robe", "VintedBot"])
    wrong += wrong_everywhere(page, PICTURES, "pseudo-list", schemes=("light",))
    page.goto(seat.browser.url(f"sidepanel.html#/drafts/{draft['id']}"))
    expect(page.locator("[data-unit=category]")).to_be_visible()
    expect(page.locator("#draft-check")).to_be_visible()
    wrong += untranslated(page, ["Robe", "VintedBot", "EUR", "ISBN", address, *titles])
    wrong += wrong_everywhere(page, PICTURES, "pseudo-editor", schemes=("light",))
    assert not wrong, "\n".join(wrong)
    seat.browser.close()


def reference(seat: Seat) -> dict[str, Any]:
    found: dict[str, Any] = seat.backend("reference", path={"language": "en"})
    return found
