"""The photo editor in real Chromium against the real server: worked by pointer and by keys, saved by itself, taken back, done on
many, and what its canvas shows is what the server makes.
"""

import base64
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page, Playwright, expect

from .conftest import OUTPUT
from .drafts import new_draft
from .looks import readable_everywhere, untranslated, wrong_everywhere
from .server import FAST_PACE
from .stack import ClosetOf, Seat, Stack

PICTURES = OUTPUT / "photo_editor"
SAMPLES = Path(__file__).parents[1] / "data/photos"
ALIKE = (3, 12)
"""Mean difference and 99th percentile of all values, 0-255, with a JPEG between on either side."""
SIDE = 1_000
"""The preview's longer side (extension/screens/photo_editor/preview.ts)."""

CANVAS = ".photo-stage canvas"
Numbers = NDArray[Any]


EXTRA = """
from PIL import Image

class Session:
    def predict(self, photo):
        mask = Image.new("L", photo.size, 0)
        mask.paste(255, (0, 0, photo.width, photo.height // 2))
        return [mask]

def new_session(name, sess_opts):
    return Session()
"""
"""What the server finds in place of the extra `cutouts`: the upper half of every photo is its item."""


@pytest.fixture(scope="module")
def stack(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    extra = tmp_path_factory.mktemp("extra")
    (extra / "rembg.py").write_text(EXTRA)
    (extra / "onnxruntime.py").write_text("class SessionOptions: ...")
    stack = Stack(tmp_path_factory.mktemp("stack"), playwright_driver, FAST_PACE, {"PYTHONPATH": str(extra)})
    PICTURES.mkdir(parents=True, exist_ok=True)
    yield stack
    stack.close()


@pytest.fixture(scope="module")
def closet(stack: Stack) -> ClosetOf:
    return stack.browser().connect().new_closet()


def picture(name: str) -> bytes:
    """A sample at the size of the preview and by the quality of what it is drawn from: the same picture on both sides."""
    with Image.open(SAMPLES / name) as opened:
        image = opened.convert("RGB")
        image.thumbnail((SIDE, SIDE))
    held = BytesIO()
    image.save(held, "JPEG", quality=80)
    return held.getvalue()


def open_editor(seat: Seat, draft: dict[str, Any], place: int = 0, width: int = 1280) -> Page:
    page = seat.browser.context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    photo_id = draft["photos"][place]["photo_id"]
    page.goto(seat.browser.url("sidepanel.html") + f"#/edit/{photo_id}?draft={draft['id']}")
    expect(page.locator(CANVAS)).to_be_visible()
    return page


def on_canvas(page: Page) -> Numbers:
    shown = page.locator(CANVAS).evaluate("(canvas) => canvas.toDataURL('image/png')")
    return pixels(base64.b64decode(shown.split(",")[1]))


def pixels(data: bytes) -> Numbers:
    with Image.open(BytesIO(data)) as image:
        return np.asarray(image.convert("RGB")).astype(int)


def apart(one: Numbers, other: Numbers) -> tuple[float, float]:
    if one.shape != other.shape:
        return 255, 255
    difference = np.abs(one - other)
    return float(difference.mean()), float(np.percentile(difference, 99))


def within(found: tuple[float, float], most: tuple[float, float]) -> bool:
    return found[0] <= most[0] and found[1] <= most[1]


def edit_of(seat: Seat, photo_id: str) -> dict[str, Any]:
    found: dict[str, Any] = seat.backend("photo_edit", path={"id": photo_id})
    return found


def kinds(seat: Seat, photo_id: str) -> list[str]:
    found = edit_of(seat, photo_id)
    return [each["is"] for each in found["steps"][found["at"]]]


def wait_for_drawing(seat: Seat, photo_id: str, *wanted: str) -> None:
    def is_drawn() -> bool:
        return sorted(kinds(seat, photo_id)) == sorted(wanted) and edit_of(seat, photo_id)["state"] == "done"

    try:
        seat.wait_for(f"a drawing of {wanted}", is_drawn, 30)
    except TimeoutError as late:
        raise TimeoutError(f"{late}; it stands at {edit_of(seat, photo_id)}") from None


LISTS: list[list[dict[str, Any]]] = [
    [{"is": "brightness", "percent": 18}, {"is": "contrast", "percent": 12}, {"is": "sharpen", "percent": 30}],
    [{"is": "rotate", "turns": 1}, {"is": "straighten", "tenths": 57},
     {"is": "crop", "left": 1200, "top": 900, "width": 7000, "height": 8000, "ratio": "free"},
     {"is": "saturation", "percent": -40}],
    [{"is": "flip", "axis": "across"}, {"is": "blur", "left": 3000, "top": 2000, "width": 4000, "height": 3000, "strength": 2},
     {"is": "watermark", "text": "Chez Zoé", "corner": "top_left", "size": 9, "opacity": 80, "tone": "black"}],
]  # fmt: skip


def test_what_the_canvas_shows_is_what_the_server_makes_in_any_language(stack: Stack) -> None:
    """In a browser whose language nobody has: what it says outside the locales shows as well."""
    seat = stack.browser("pseudo", languages=("en-XA",)).connect()
    with closing(stack.person()) as person:
        draft = new_draft(person, seat.new_closet(()), [picture("dress-1.jpg"), picture("dress-2.jpg")])
        photo_id = draft["photos"][0]["photo_id"]
        for operations in LISTS:
            now = edit_of(seat, photo_id)
            body = {"revision": now["revision"], "steps": [[], operations], "at": 1}
            person.put(f"/photos/{photo_id}/edit", json=body).raise_for_status()
            wait_for_drawing(seat, photo_id, *(each["is"] for each in operations))
            made = pixels(person.get(f"/photos/{photo_id}/original").content)
            page = open_editor(seat, draft)
            # the watermark's drawing comes a moment later
            seat.wait_for("a canvas of that size", lambda page=page, made=made: on_canvas(page).shape == made.shape)
            seat.wait_for("the same picture", lambda page=page, made=made: within(apart(on_canvas(page), made), ALIKE), 5)
            if operations is not LISTS[-1]:
                page.close()
    known = ["VintedBot", "remove.bg", LISTS[-1][-1]["text"], *(each["login"] for each in seat.backend("closets")["items"])]
    wrong = untranslated(page, known)
    page.locator(".photo-ratios button").nth(1).click()
    wrong += untranslated(page, known)
    wrong += wrong_everywhere(page, PICTURES, "pseudo", schemes=("light",))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator(".photo-tools > .button").click()
    wrong += untranslated(page, known)
    page.close()
    assert not wrong, "\n".join(wrong)


def test_a_person_edits_takes_back_and_does_the_same_on_the_other_photos(stack: Stack, closet: ClosetOf) -> None:
    seat = closet.seat
    with closing(stack.person()) as person:
        draft = new_draft(person, closet, [picture(f"shirt-{number}.jpg") for number in (1, 2, 3)], first=10)
    first, *others = [photo["photo_id"] for photo in draft["photos"]]
    page = open_editor(seat, draft)
    by_sliders_and_keys(seat, page, first)
    by_crop_frame(seat, page, first)
    by_blur_and_words(seat, page, first)
    readable_everywhere(page, PICTURES, "editor")
    on_the_others(seat, page, others)
    leaving_loses_nothing(seat, page, draft, first)
    from_the_draft(seat, draft)


def test_a_background_is_removed_on_this_server_and_seen_before_it_is_drawn_again(stack: Stack, closet: ClosetOf) -> None:
    seat = closet.seat
    with closing(stack.person()) as person:
        draft = new_draft(person, closet, [picture("dress-3.jpg"), picture("dress-4.jpg")], first=20)
    first, other = [photo["photo_id"] for photo in draft["photos"]]
    page = open_editor(seat, draft)
    expect(page.get_by_text("On this server, nothing is sent.")).to_be_visible()
    page.get_by_role("button", name="Remove the background").click()
    wait_for_drawing(seat, first, "background")
    page.get_by_label("Colour behind the item").fill("#0000ff")
    seat.wait_for("the colour on the canvas", lambda: np.abs(on_canvas(page)[-5, 5] - (0, 0, 255)).max() < 10)
    assert on_canvas(page)[5, 5].max() != 0
    readable_everywhere(page, PICTURES, "background")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Do the same on the other photo").click()
    dialog = page.get_by_role("dialog", name="The same on other photos")
    expect(dialog.get_by_text("On this server, nothing is sent.")).to_be_visible()
    dialog.get_by_role("button", name="Edit 1 photo").click()
    expect(dialog.get_by_text("1 of 1 photos made")).to_be_visible(timeout=30_000)
    assert edit_of(seat, other)["steps"][-1][0]["by"] == "server"
    page.close()


def by_sliders_and_keys(seat: Seat, page: Page, photo_id: str) -> None:
    before = on_canvas(page)
    page.get_by_label("Brightness", exact=True).focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    # the preview is there before anything is saved
    assert on_canvas(page).mean() > before.mean() + 2
    wait_for_drawing(seat, photo_id, "brightness")
    expect(page.get_by_role("status").get_by_text("Saved", exact=True)).to_be_visible()
    # six keys in a row are one step
    assert len(edit_of(seat, photo_id)["steps"]) == 2
    page.keyboard.press("Control+z")
    wait_for_drawing(seat, photo_id)
    assert apart(on_canvas(page), before)[0] == 0
    page.keyboard.press("Control+Shift+z")
    wait_for_drawing(seat, photo_id, "brightness")
    page.get_by_role("button", name="Back to the original").click()
    wait_for_drawing(seat, photo_id)
    page.get_by_role("button", name="Undo (Ctrl+Z)").click()
    wait_for_drawing(seat, photo_id, "brightness")
    held = page.get_by_role("button", name="Hold to see the original")
    held.focus()
    page.keyboard.down(" ")
    expect(page.get_by_role("img", name="The original photo")).to_be_visible()
    page.keyboard.up(" ")
    expect(page.get_by_role("img", name="The edited photo")).to_be_visible()


def by_crop_frame(seat: Seat, page: Page, photo_id: str) -> None:
    page.get_by_role("button", name="3:4").click()
    frame = page.get_by_role("application", name="Crop frame")
    expect(frame).to_be_focused()
    page.keyboard.press("Alt+Shift+ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.screenshot(path=PICTURES / "crop.png")
    corner = frame.locator("[data-corner=top_left]")
    box = corner.bounding_box()
    assert box
    page.mouse.move(box["x"] + 12, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 80, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="Done").click()
    wait_for_drawing(seat, photo_id, "brightness", "crop")
    now = edit_of(seat, photo_id)
    crop = next(each for each in now["steps"][now["at"]] if each["is"] == "crop")
    across, down = crop["width"] * now["width"], crop["height"] * now["height"]
    assert across / down == pytest.approx(3 / 4, rel=0.01)
    page.get_by_role("button", name="Crop around the item").click()
    expect(frame).to_be_visible()
    page.get_by_role("button", name="Done").click()


def by_blur_and_words(seat: Seat, page: Page, photo_id: str) -> None:
    page.get_by_role("button", name="Blur a face or address").click()
    place = page.get_by_role("application", name="Blurred place 1 of 1")
    expect(place).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    page.screenshot(path=PICTURES / "blur.png")
    page.get_by_role("button", name="Done").click()
    page.get_by_text("Watermark", exact=True).click()
    text = page.get_by_label("Text", exact=True)
    text.fill("Привет")
    expect(page.get_by_text("These letters cannot be drawn.")).to_be_visible()
    text.fill("Chez Zoé")
    wait_for_drawing(seat, photo_id, "brightness", "crop", "blur", "watermark")


def on_the_others(seat: Seat, page: Page, others: list[str]) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Do the same on the other 2 photos").click()
    dialog = page.get_by_role("dialog", name="The same on other photos")
    dialog.get_by_label("Watermark").uncheck()
    readable_everywhere(page, PICTURES, "batch", widths=(320, 1280), full_page=False)
    dialog.get_by_role("button", name="Edit 2 photos").click()
    expect(dialog.get_by_text("2 of 2 photos made")).to_be_visible(timeout=30_000)
    for photo_id in others:
        assert kinds(seat, photo_id) == ["brightness"]
    dialog.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Undo", exact=True).click()
    for photo_id in others:
        wait_for_drawing(seat, photo_id)


def leaving_loses_nothing(seat: Seat, page: Page, draft: dict[str, Any], photo_id: str) -> None:
    """The server stands still, the page is closed: the next one goes on where this one was."""
    before = sorted(kinds(seat, photo_id))
    seat.stack.server.freeze()
    try:
        page.get_by_role("button", name="Turn right").click()
        expect(page.get_by_role("status").get_by_text("Saving…")).to_be_visible()
        page.wait_for_timeout(300)
        page.close()
    finally:
        seat.stack.server.thaw()
    page = open_editor(seat, draft)
    # a crop ends with a turn, for its frame is another one then
    wait_for_drawing(seat, photo_id, *(kind for kind in [*before, "rotate"] if kind != "crop"))
    page.close()


def from_the_draft(seat: Seat, draft: dict[str, Any]) -> None:
    page = seat.browser.context.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(seat.browser.url("sidepanel.html") + f"#/drafts/{draft['id']}")
    page.get_by_role("button", name="Photo 2 of 3").click()
    # a full tab has room; from the side panel it opens as one
    page.get_by_role("menuitem", name="Edit photo…").click()
    expect(page.get_by_role("img", name="The edited photo")).to_be_visible()
    page.get_by_role("link", name="Photo 1 of 3").click()
    expect(page.get_by_role("link", name="Photo 1 of 3")).to_have_attribute("aria-current", "page")
    page.get_by_role("button", name="Back", exact=True).click()
    page.wait_for_url(f"**#/drafts/{draft['id']}")
    page.close()
