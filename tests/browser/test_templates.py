"""Templates and publishing many, in real Chromium on the real server and the sandbox: a template written, tried, applied, taken
back and carried in a file; many drafts looked at, and published one after the other."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Playwright, expect

from tests.sandbox.visitor import jpeg

from .conftest import OUTPUT
from .drafts import new_draft
from .looks import readable_everywhere
from .stack import ClosetOf, Seat, Stack

PICTURES = OUTPUT / "templates"
PRICE = {"amount": 1800, "currency": "EUR"}


@pytest.fixture(scope="module")
def stack(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    PICTURES.mkdir(parents=True, exist_ok=True)
    stack = Stack(tmp_path_factory.mktemp("stack"), playwright_driver)
    yield stack
    stack.close()


def test_a_template_is_written_tried_applied_taken_back_and_carried(
    seat: Seat, closet: ClosetOf, person: httpx.Client, tmp_path: Path
) -> None:
    full = {"title": "IMG 1", "description": "Portée deux fois.", "brand": "Zara", "size_id": 4, "condition_id": 2}
    drafts = [
        person.post("/drafts", json={"closet_id": closet.id, "fields": fields}).raise_for_status().json()
        for fields in ({"title": "Sans marque"}, full)
    ]
    page = seat.open_screen("drafts/templates", width=400)
    expect(page.get_by_role("heading", name="No templates yet")).to_be_visible()
    readable_everywhere(page, PICTURES, "none", widths=(320,))
    page.get_by_role("button", name="New template").click()
    # written by keyboard and by the buttons, tried on the newest draft meanwhile
    page.get_by_label("Name", exact=True).fill("Robes")
    page.get_by_label("Language of the texts").select_option("fr")
    page.get_by_label("Title", exact=True).fill("Robe ")
    page.get_by_role("button", name="Brand", exact=True).click()
    page.keyboard.type(" [taille {size}]")
    page.get_by_label("Description", exact=True).fill("{description}\n\nÉtat : {condition}\nTissu : {fabric}")
    expect(page.get_by_text("{fabric} is no variable.")).to_be_visible()
    page.get_by_label("Description", exact=True).fill("{description}\n\nÉtat : {condition}\nMatière : {material}")
    tried = page.get_by_role("region", name="On a real draft")
    expect(tried.get_by_text("Robe Zara taille")).to_be_visible()
    expect(tried.get_by_text("État : Très bon état")).to_be_visible()
    expect(tried.get_by_text("Empty in this draft: Material.")).to_be_visible()
    readable_everywhere(page, PICTURES, "editor")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Unsaved changes")).to_have_count(0)
    # applied to both, as it was shown, and taken back
    page = seat.open_screen("drafts", width=400)
    for row in (0, 1):
        page.get_by_role("row").nth(row).focus()
        page.keyboard.press("x")
    page.get_by_role("button", name="Apply a template").click()
    expect(page.get_by_role("article", name="Sans marque").get_by_text("Nothing changes here.")).to_be_visible()
    expect(page.get_by_role("article", name="IMG 1").get_by_text("Robe Zara taille")).to_be_visible()
    readable_everywhere(page, PICTURES, "apply", widths=(320, 1280))
    page.get_by_role("button", name="Apply to 1 draft").click()
    expect(page.get_by_role("heading", name="1 draft changed")).to_be_visible()
    now = seat.backend("draft", path={"id": drafts[1]["id"]})
    assert now["fields"]["description"] == "Portée deux fois.\n\nÉtat : Très bon état"
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="1 draft put back")).to_be_visible()
    assert seat.backend("draft", path={"id": drafts[1]["id"]})["fields"] == drafts[1]["fields"]
    # carried: saved as a file, thrown away, taken in again with one that is broken
    page = seat.open_screen("drafts/templates", width=400)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save all as a file").click()
    file = json.loads(download.value.path().read_text())
    page.get_by_role("row", name="Robes").focus()
    page.keyboard.press("x")
    page.get_by_role("button", name="Delete 1 template").click()
    expect(page.get_by_role("heading", name="No templates yet")).to_be_visible()
    changed = tmp_path / "templates.json"
    changed.write_text(json.dumps({**file, "templates": [*file["templates"], {"name": "Jupes", "language": "it"}]}))
    page.get_by_label("Take in a file").set_input_files(changed)
    report = page.get_by_role("status").filter(has_text="2 entries were read")
    expect(report.get_by_role("listitem").nth(0)).to_contain_text("“language” does not hold what it must")
    expect(report.get_by_role("listitem").nth(1)).to_contain_text("Taken in")
    readable_everywhere(page, PICTURES, "files", widths=(320, 1280))
    # found from everywhere
    page.keyboard.press("Control+k")
    page.keyboard.type("robes")
    page.get_by_role("option", name="Robes").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Robe {brand} [taille {size}]")


def test_many_are_looked_at_and_published_one_after_the_other(seat: Seat, closet: ClosetOf, person: httpx.Client) -> None:
    for n in range(3):
        new_draft(person, closet, [jpeg(7000 + n, (90, 120))], title=f"Robe fleurie {n}", price=None if n == 0 else PRICE)
    page = seat.open_screen("drafts", width=400)
    expect(page.get_by_role("row").first).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("fleurie")
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_role("row").first.focus()
    page.keyboard.press("x")
    page.get_by_role("button", name="Select all 3 shown").click()
    page.get_by_role("button", name="Publish 3").click()
    expect(page.get_by_role("heading", name="1 is left out")).to_be_visible()
    expect(page.get_by_text("Something is missing")).to_be_visible()
    expect(page.get_by_text("Nothing has left yet.")).to_be_visible()
    readable_everywhere(page, PICTURES, "publish", widths=(320, 1280))
    assert closet.visible == []
    page.get_by_role("button", name="Publish 2 drafts").click()
    expect(page.get_by_text("Over. This is how each one ended.")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("2 done")).to_be_visible()
    readable_everywhere(page, PICTURES, "batch", widths=(320,))
    assert len(closet.visible) == 2
    # the one left out is still there, with what it lacks
    page.get_by_role("button", name="All drafts").first.click()
    expect(page.get_by_role("row", name="Robe fleurie 0")).to_be_visible()
