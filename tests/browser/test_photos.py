"""A pile of photos dropped into the panel, in real Chromium against the real server: on this device first, sent whatever dies on
the way, sorted into groups, put right by keyboard and by drag, and made into drafts."""

import base64
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Playwright, expect

from tests.data.make_camera_roll import SAMPLES, CameraRoll, camera_roll

from .conftest import OUTPUT
from .looks import readable_everywhere, untranslated
from .stack import PASSWORD, Seat, Stack

LONG_MS = 60_000
PICTURES = OUTPUT / "photos"

DROP = """(zone, files) => {
  const carried = new DataTransfer();
  for (const { name, base64 } of files) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    carried.items.add(new File([bytes], name));
  }
  for (const type of ["dragenter", "dragover", "drop"])
    zone.dispatchEvent(new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""

ON_THIS_DEVICE = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("vintedbot");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const database = opening.result;
    const stores = database.transaction(["photos", "photo_bytes"]);
    const entries = stores.objectStore("photos").getAll();
    const kept = stores.objectStore("photo_bytes").count();
    stores.oncomplete = () => {
      database.close();
      resolve({ steps: entries.result.map(({ at }) => at.step), kept: kept.result });
    };
  };
})"""


@pytest.fixture(scope="module")
def stack(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    stack = Stack(tmp_path_factory.mktemp("stack"), playwright_driver)
    yield stack
    stack.close()


@pytest.fixture
def seat(stack: Stack) -> Iterator[Seat]:
    """A browser of its own, connected to a user of its own."""
    stack.address = f"{uuid4().hex[:12]}@example.org"
    with stack.server.api() as api:
        account = {"email": stack.address, "password": PASSWORD, "language": "en"}
        api.post("/auth/register", json=account, headers={"Origin": stack.server.url}).raise_for_status()
    seat = stack.browser(uuid4().hex[:8]).connect()
    yield seat
    seat.browser.close()


@pytest.fixture(scope="module")
def roll(tmp_path_factory: pytest.TempPathFactory) -> CameraRoll:
    return camera_roll(tmp_path_factory.mktemp("roll"), 24)


# ------------------------------------------------------------------------------------------------ a person at the panel
def open_photos(seat: Seat, width: int = 400) -> Page:
    page = seat.browser.context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(seat.browser.url("sidepanel.html") + "#/photos")
    expect(page.get_by_role("button", name="Choose photos")).to_be_visible()
    return page


def drop(page: Page, files: Sequence[Path]) -> None:
    carried = [{"name": file.name, "base64": base64.b64encode(file.read_bytes()).decode()} for file in files]
    page.get_by_role("region", name="Drop up to 80 photos here").evaluate(DROP, carried)


def choose(page: Page, files: Sequence[Path]) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose photos").click()
    chooser.value.set_files(files)


def marked(page: Page) -> Locator:
    return page.locator("[data-photo]:focus")


# ------------------------------------------------------------------------------------------------ the truth
def names_by_group(seat: Seat) -> list[list[str]]:
    """The groups of the server, each as the names of its photos in order."""
    groups = seat.backend("groups")["items"]
    ids = [photo for group in groups for photo in group["photo_ids"]]
    found = seat.backend("photos", query={"ids": ",".join(ids)})["items"] if ids else []
    called = {photo["id"]: photo["name"] for photo in found}
    return [[called[photo] for photo in group["photo_ids"]] for group in groups]


def grouped(seat: Seat) -> list[str]:
    """The names of all photos in groups, sorted."""
    return sorted(chain.from_iterable(names_by_group(seat)))


def names(files: Sequence[Path]) -> list[str]:
    return sorted(file.name for file in files)


def on_this_device(seat: Seat) -> dict[str, Any]:
    """Which steps the photos here stand at, and of how many the bytes are kept."""
    found: dict[str, Any] = seat.page.evaluate(ON_THIS_DEVICE)
    return found


def wait_until_some(seat: Seat, *steps: str) -> None:
    seat.wait_for(f"a photo at {steps}", lambda: set(steps) & set(on_this_device(seat)["steps"]))


def wait_for_groups(seat: Seat, files: Sequence[Path], seconds: float = 60) -> list[list[str]]:
    """The groups once every photo is in one; fails when one is missing or there twice."""
    seat.wait_for("all photos in groups", lambda: len(grouped(seat)) >= len(files), seconds)
    assert grouped(seat) == names(files)
    assert len(seat.backend("photos", query={"limit": 100})["items"]) == len(files)
    seat.wait_for("nothing left on this device", lambda: on_this_device(seat) == {"steps": [], "kept": 0})
    return names_by_group(seat)


# ------------------------------------------------------------------------------------------------ from pile to drafts
def test_a_pile_becomes_groups_and_drafts(seat: Seat, roll: CameraRoll) -> None:
    page = open_photos(seat)
    expect(page.get_by_text("No photos here yet")).to_be_visible()
    # the tiles are there at once, whatever the server does
    seat.stack.server.freeze()
    try:
        drop(page, roll.files)
        expect(page.get_by_role("heading", name="24 photos on their way")).to_be_visible()
        expect(page.locator(".photo-coming")).to_have_count(24)
    finally:
        seat.stack.server.thaw()
    groups = wait_for_groups(seat, roll.files)
    assert any(name.endswith(".heic") for name in grouped(seat))
    # most of what belongs together is together, and nothing that does not
    true_groups = [{path.name for path in group} for group in roll.groups]
    assert sum(set(group) in true_groups for group in groups) >= len(true_groups) - 2
    expect(page.locator("[data-photo] img")).to_have_count(24)
    expect(page.locator(".photo-coming")).to_have_count(0)

    before = len(groups)
    correct_by_keyboard(seat, page)
    correct_by_drag(seat, page)
    confirm_the_rest(page)
    assert grouped(seat) == names(roll.files)
    count = len(names_by_group(seat))
    assert count == before
    page.get_by_role("button", name=f"Make {count} drafts").click()
    page.wait_for_url("**/sidepanel.html#/drafts")
    assert len(seat.backend("drafts", query={"limit": 100})["items"]) == count
    assert names_by_group(seat) == []


def correct_by_keyboard(seat: Seat, page: Page) -> None:
    """Split, taken back, split, moved over the border, merged again: each key does what it says, with the focus on the photo."""
    start = names_by_group(seat)
    page.locator("[data-photo]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("s")
    expect(page.get_by_role("status").get_by_text("Group split")).to_be_visible()
    first, *rest = start[0]
    seat.wait_for("the split", lambda: names_by_group(seat)[:2] == [[first], rest])
    page.get_by_role("button", name="Undo").click()
    seat.wait_for("the split taken back", lambda: names_by_group(seat) == start)
    page.locator("[data-photo]").nth(1).focus()
    # quick keys: each is worked out on the board that the one before it left
    for key in ("s", "Shift+ArrowLeft", "c"):
        page.keyboard.press(key)
    seat.wait_for("the cover changed", lambda: names_by_group(seat)[0] == [rest[0], first])
    expect(marked(page)).to_have_attribute("aria-label", f"Photo 1 of 2, {rest[0]}, Cover")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("m")
    seat.wait_for("the merge", lambda: names_by_group(seat)[0] == [rest[0], first, *rest[1:]])
    assert len(names_by_group(seat)) == len(start)


def correct_by_drag(seat: Seat, page: Page) -> None:
    """A photo into another group, and back as a group of its own merged by dragging; a double click for the cover."""
    start = names_by_group(seat)
    cards = page.locator("[data-group]")
    dragged = cards.nth(0).locator("[data-photo]").nth(1)
    dragged.drag_to(cards.nth(1).locator("[data-photo]").first, target_position={"x": 5, "y": 40})
    seat.wait_for("the photo in the other group", lambda: names_by_group(seat)[1][0] == start[0][1])
    cards.nth(1).locator("[data-photo]").first.drag_to(cards.nth(0).locator(".photo-group-head"))
    seat.wait_for("the photo behind the others", lambda: names_by_group(seat)[0][-1] == start[0][1])
    assert names_by_group(seat)[1] == start[1]
    cards.nth(0).locator("[data-photo]").last.dblclick()
    seat.wait_for("the photo as cover", lambda: names_by_group(seat)[0][0] == start[0][1])


def confirm_the_rest(page: Page) -> None:
    """What is not sure yet is confirmed with one key each."""
    for lane in ("check", "loose"):
        photos = page.locator(f"[data-lane={lane}] [data-photo]")
        while photos.count():
            left = page.locator(f"[data-lane={lane}] [data-group]").count()
            photos.first.focus()
            page.keyboard.press("Enter")
            expect(page.locator(f"[data-lane={lane}] [data-group]")).to_have_count(left - 1)
    expect(page.get_by_text("All are sure")).to_be_visible()


# ------------------------------------------------------------------------------------------------ bad files
def huge_png(path: Path) -> Path:
    """30,000 × 30,000 pixels in 900 kB: no decoder should ever be asked."""
    rows = zlib.compress(b"\0" * (30_000 * 30_001), 1)
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunks)
    return path


def test_each_bad_file_is_named_and_the_others_go_on(seat: Seat, roll: CameraRoll, tmp_path: Path) -> None:
    good = roll.files[:4]
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "cut.jpg").write_bytes(good[0].read_bytes()[:90_000])
    (tmp_path / "letter.jpg").write_text("Dear buyer, this is no picture. " * 50)
    with (tmp_path / "film.jpg").open("wb") as file:
        file.truncate(60 * 1024 * 1024)
    (tmp_path / "again.jpg").write_bytes(good[1].read_bytes())
    (tmp_path / "cut.heic").write_bytes(roll.files[5].read_bytes()[:60_000])
    huge_png(tmp_path / "huge.png")
    said = {
        "empty.jpg": "The file is empty.",
        "cut.jpg": "The file breaks off in the middle.",
        "letter.jpg": "This is not a picture",
        "film.jpg": "larger than 40 MB",
        "again.jpg": "This photo is here already.",
        "cut.heic": "The file breaks off in the middle.",
        "huge.png": "more than 100 megapixels",
    }
    page = open_photos(seat)
    choose(page, [*good, *(tmp_path / name for name in said)])
    for name, words in said.items():
        row = page.locator(".photo-failures li").filter(has_text=name)
        expect(row).to_contain_text(words, timeout=LONG_MS)
    seat.wait_for("the good ones in groups", lambda: grouped(seat) == names(good), 60)
    assert on_this_device(seat)["kept"] == 0
    page.get_by_role("button", name="Take out empty.jpg").click()
    expect(page.get_by_role("heading", name="6 photos were not taken")).to_be_visible()
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator(".photo-failures")).to_have_count(0)


def test_the_81st_photo_is_left_out_and_named(seat: Seat, tmp_path: Path) -> None:
    files = [tmp_path / f"shot-{number:02}.png" for number in range(81)]
    for number, file in enumerate(files):
        Image.effect_noise((40, 40), 60 + number).save(file)
    page = open_photos(seat)
    choose(page, files)
    notice = page.get_by_role("status").filter(has_text="80 photos at once: 1 was left out")
    expect(notice).to_contain_text("shot-80.png")
    seat.wait_for("80 photos sent", lambda: on_this_device(seat)["steps"].count("sending") == 0 and sent(seat) == 80, 60)


def sent(seat: Seat) -> int:
    return len(seat.backend("photos", query={"limit": 100})["items"])


# ------------------------------------------------------------------------------------------------ whatever dies
def test_the_worker_is_killed_mid_upload(seat: Seat, roll: CameraRoll) -> None:
    files = roll.files[:8]
    page = open_photos(seat)
    drop(page, files)
    for _ in range(3):
        wait_until_some(seat, "sending", "prepared")
        seat.browser.kill_worker()
    wait_for_groups(seat, files)
    expect(page.locator("[data-photo]")).to_have_count(8)


def test_the_panel_is_closed_mid_upload(seat: Seat, roll: CameraRoll) -> None:
    files = roll.files[:8]
    page = open_photos(seat)
    drop(page, files)
    seat.wait_for("8 files kept", lambda: len(on_this_device(seat)["steps"]) == 8)
    page.close()
    assert "dropped" in on_this_device(seat)["steps"]
    wait_for_groups(seat, files)
    expect(open_photos(seat).locator("[data-photo]")).to_have_count(8)


def test_the_browser_is_killed_mid_upload(seat: Seat, roll: CameraRoll) -> None:
    files = roll.files[:8]
    page = open_photos(seat)
    drop(page, files)
    wait_until_some(seat, "arrived")
    seat.browser.kill()
    seat.start_again()
    wait_for_groups(seat, files)


def test_the_server_is_away_for_a_while(seat: Seat, roll: CameraRoll) -> None:
    files = roll.files[:8]
    page = open_photos(seat)
    drop(page, files)
    wait_until_some(seat, "arrived", "ready")
    seat.stack.server.kill()
    try:
        expect(page.get_by_text("on this device")).to_be_visible(timeout=LONG_MS)
        expect(page.get_by_text("They go on by themselves when it answers again")).to_be_visible()
    finally:
        seat.stack.server.start()
    wait_for_groups(seat, files)
    expect(page.locator("[data-photo]")).to_have_count(8, timeout=LONG_MS)


def test_the_token_is_revoked_mid_upload(seat: Seat, roll: CameraRoll) -> None:
    files = roll.files[:8]
    page = open_photos(seat)
    drop(page, files)
    wait_until_some(seat, "arrived", "ready")
    with closing(seat.stack.person()) as owner:
        (device,) = owner.get("/auth/devices").json()["items"]
        owner.delete(f"/auth/devices/{device['id']}").raise_for_status()
    expect(page.get_by_text("for you to sign in")).to_be_visible(timeout=LONG_MS)
    kept = on_this_device(seat)
    assert len(kept["steps"]) == 8
    connect_again(seat)
    wait_for_groups(seat, files)
    expect(page.locator("[data-photo]")).to_have_count(8, timeout=LONG_MS)


def connect_again(seat: Seat) -> None:
    """The person is still signed in on the portal, so one button is left."""
    with seat.browser.context.expect_page() as opened:
        seat.page.evaluate(
            "(message) => { window.signedIn = chrome.runtime.sendMessage(message) }",
            {"ask": "sign_in", "label": "Chrome · Linux", "interactive": True},
        )
    opened.value.get_by_role("button", name="Connect").click()
    assert seat.page.evaluate("() => window.signedIn")["value"]["signed_in"]


# ------------------------------------------------------------------------------------------------ the same shot twice
def test_the_same_shot_twice_is_shown_as_a_pair_and_the_person_decides(seat: Seat, roll: CameraRoll, tmp_path: Path) -> None:
    with Image.open(SAMPLES / "shoes-1.jpg") as opened:
        width, height = opened.size
        opened.save(tmp_path / "shoes.jpg", quality=92)
        cut = opened.crop((width // 14, height // 14, width - width // 14, height - height // 14))
        cut.save(tmp_path / "shoes, cut.jpg", quality=92)
    files = [tmp_path / "shoes.jpg", tmp_path / "shoes, cut.jpg"]
    page = open_photos(seat)
    choose(page, files)
    wait_for_groups(seat, files)
    pairs = page.get_by_role("region", name="1 photo is there twice")
    expect(pairs.get_by_text("The same shot, one of them cut.")).to_be_visible(timeout=LONG_MS)
    expect(pairs.locator("img")).to_have_count(2, timeout=LONG_MS)
    expect(page.locator("[data-photo] img")).to_have_count(2, timeout=LONG_MS)
    readable_everywhere(page, PICTURES, "twins")
    news = page.get_by_role("status")

    pairs.get_by_role("button", name="Keep both").press("Enter")
    expect(news.get_by_text("Both photos kept")).to_be_visible()
    expect(pairs).to_have_count(0)
    assert seat.backend("duplicates")["items"] == []
    page.get_by_role("button", name="Undo").click()
    expect(pairs).to_be_visible()

    pairs.get_by_role("button", name="Throw away: shoes, cut.jpg").click()
    expect(news.get_by_text("Photo removed")).to_be_visible()
    expect(pairs).to_have_count(0)
    assert grouped(seat) == ["shoes.jpg"]
    page.get_by_role("button", name="Undo").click()
    expect(pairs).to_be_visible()
    assert grouped(seat) == names(files)


# ------------------------------------------------------------------------------------------------ how it looks
def test_the_screen_fits_everywhere_and_speaks_from_the_locales(seat: Seat, roll: CameraRoll, tmp_path: Path) -> None:
    page = open_photos(seat)
    drop(page, roll.files[:10])
    wait_for_groups(seat, roll.files[:10])
    bad = tmp_path / "a file with a rather long name that somebody gave it.jpg"
    bad.write_text("no picture")
    choose(page, [bad])
    expect(page.locator(".photo-failures li")).to_have_count(1)
    expect(page.locator("[data-photo] img")).to_have_count(10)
    readable_everywhere(page, PICTURES, "photos")

    # the same account in the pseudo-locale: every text of ours is accented and 40 % longer
    other = seat.stack.browser(f"pseudo-{uuid4().hex[:8]}", languages=("en-XA",)).connect()
    try:
        page = other.browser.context.new_page()
        page.goto(other.browser.url("sidepanel.html") + "#/photos")
        expect(page.locator("[data-photo] img")).to_have_count(10)
        page.locator("input[type=file]").set_input_files(bad)
        expect(page.locator(".photo-failures li")).to_have_count(1)
        assert untranslated(page, [*names(roll.files), bad.name, "VintedBot"]) == []
        readable_everywhere(page, PICTURES, "pseudo-photos", schemes=("light",))
    finally:
        other.browser.close()
