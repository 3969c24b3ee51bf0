"""The analysis in real Chromium: a consent in plain words, marks that open their proof, a defect said, and what it cost."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.doubles.llm import LLM, NOTHING, a_look
from tests.server.photos.sending import SAMPLES

from .conftest import OUTPUT
from .drafts import new_draft
from .looks import readable_everywhere
from .stack import Seat, Stack

PICTURES = OUTPUT / "analysis"


@pytest.fixture(scope="module")
def llm() -> Iterator[LLM]:
    with LLM.in_thread() as serving:
        serving.look = a_look(size=NOTHING)
        yield serving


@pytest.fixture(scope="module")
def stack(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory, llm: LLM) -> Iterator[Stack]:
    PICTURES.mkdir(parents=True, exist_ok=True)
    environ = {"VINTEDBOT_OPENAI_KEY": "key", "VINTEDBOT_OPENAI_URL": llm.url("openai")}
    stack = Stack(tmp_path_factory.mktemp("stack"), playwright_driver, environ=environ)
    yield stack
    stack.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_from_a_consent_to_the_proof_of_each_field(seat: Seat, person, llm: LLM):
    closet = seat.new_closet(())
    draft = new_draft(person, closet, [SAMPLES[0].read_bytes(), SAMPLES[1].read_bytes()])
    empty = person.post("/drafts", json={"photo_ids": [each["photo_id"] for each in draft["photos"]]}).json()

    page = seat.open_screen("settings", closet)
    press(page, "Allow: OpenAI")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("127.0.0.1")
    assert llm.asked == [], "nothing leaves before the yes"
    dialog.get_by_role("button", name="Yes, send them").click()
    expect(page.get_by_role("button", name="Withdraw: OpenAI")).to_be_visible()

    page.goto(seat.browser.url(f"sidepanel.html#/drafts/{empty['id']}"))
    page.get_by_label("What do you know of it?").fill("robe midi")
    press(page, "Look at the photos")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Robe midi Zara bleue M", timeout=60_000)
    assert "robe midi" in llm.looks[0].words

    expect(page.get_by_text("Changed elsewhere")).to_have_count(0)
    mark = page.get_by_role("button", name="Brand: From the label on photo")
    expect(mark).to_be_visible()
    expect(page.get_by_text("Not known from the photos")).to_be_visible()
    mark.click()
    proof = page.get_by_role("dialog")
    expect(proof.locator(".photo-region")).to_be_visible()
    expect(proof).to_contain_text("“Zara”")
    readable_everywhere(page, PICTURES, "proof", widths=(320, 1280), full_page=False)
    proof.get_by_role("button", name="Close").click()

    expect(page.get_by_text("Searched for as: robe, midi")).to_be_visible()
    page.get_by_text("3 lines read on the photos").click()
    expect(page.locator(".seen-transcript")).to_have_text("ZARA\nEUR M\n100% coton")

    description = page.get_by_label("Description", exact=True)
    description.fill("Très jolie robe.")
    press(page, "Add to the description")
    expect(description).to_have_value("Très jolie robe.\nTache sur la manche (à peine visible).")
    expect(page.get_by_text("In the description", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Description: Written for you")).to_have_count(0)
    expect(page.locator(".draft-status")).to_contain_text("Saved")
    readable_everywhere(page, PICTURES, "editor", widths=(320, 1280))

    page.goto(seat.browser.url("sidepanel.html#/settings"))
    expect(page.locator("section", has=page.locator("#analysis"))).to_contain_text("2 questions")
    readable_everywhere(page, PICTURES, "settings", widths=(320, 1280))


@contextmanager
def serving_with(stack: Stack, **environ: str) -> Iterator[None]:
    """The server as its operator may have set it up otherwise."""
    stack.server.environ.update(environ)
    stack.server.restart()
    yield
    for name in environ:
        del stack.server.environ[name]
    stack.server.restart()


def test_nobody_may_look_then_the_month_is_used_up_then_nobody_is_there(seat: Seat, stack: Stack, person, llm: LLM):
    closet = seat.new_closet(())
    made = new_draft(person, closet, [SAMPLES[2].read_bytes(), SAMPLES[3].read_bytes()], first=10)
    one, other = ({"photo_ids": [photo["photo_id"]], "closet_id": closet.id} for photo in made["photos"])
    with serving_with(stack, VINTEDBOT_LOOK_BY="openai", VINTEDBOT_WRITE_BY="openai"):
        person.delete("/analysis/consents/openai").raise_for_status()
        asked = len(llm.asked)
        drafts = [person.post("/drafts", json=each).raise_for_status().json()["id"] for each in (one, other)]
        person.post("/bulk/photos/analyze", json={"draft_ids": drafts, "hint": "col rond"}).raise_for_status()

        page = seat.open_screen("drafts", closet)
        failed = page.locator(".notice").filter(has=page.get_by_role("heading", name="2 drafts could not be looked at"))
        expect(failed).to_contain_text("Nobody could look at the photos")
        expect(page.get_by_text("Not looked at", exact=True)).to_have_count(2)
        assert len(llm.asked) == asked, "nothing leaves without a yes"
        readable_everywhere(page, PICTURES, "not-looked-at", widths=(320, 1280))
        page.goto(seat.browser.url(f"sidepanel.html#/drafts/{drafts[0]}"))
        seen = page.get_by_role("region", name="What the photos show")
        expect(seen).to_contain_text("Nobody could look at the photos")
        expect(seen.get_by_role("link", name="To the settings")).to_be_visible()
        readable_everywhere(page, PICTURES, "nobody-may-look", widths=(320, 1280))

        # after a yes the same two are looked at, with the words that were given for them
        person.put("/analysis/consents/openai").raise_for_status()
        page.goto(seat.browser.url("sidepanel.html#/drafts"))
        press(page, "Look at them again")
        expect(page.get_by_role("grid").get_by_text("Untitled")).to_have_count(0, timeout=60_000)
        expect(failed).to_have_count(0)
        assert ["col rond" in look.words for look in llm.asked[asked:] if look.task == "look"] == [True, True]

    with serving_with(stack, VINTEDBOT_ANALYSIS_USD_PER_USER="0.0000001"):
        asked = len(llm.asked)
        page.goto(seat.browser.url(f"sidepanel.html#/drafts/{drafts[1]}"))
        page.get_by_text("Look again").click()
        page.get_by_label("What do you know of it?").fill("robe midi à fleurs")
        press(page, "Look at the photos")
        expect(seen).to_contain_text("limit is used up", timeout=60_000)
        assert len(llm.asked) == asked, "nothing is sent that may not be paid"
        readable_everywhere(page, PICTURES, "month-used-up", widths=(320, 1280))

    stack.server.stop()
    page.get_by_text("Look again").click()
    press(page, "Look at the photos")
    expect(page.get_by_role("heading", name="The server cannot be reached")).to_be_visible()
    readable_everywhere(page, PICTURES, "away", widths=(320, 1280))
    stack.server.start()
