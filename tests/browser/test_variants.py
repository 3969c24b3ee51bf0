"""Every way Vinted is known to behave (the sandbox's switches) and to refuse a write, met by the real extension."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Playwright, expect

from .drafts import new_draft
from .fault_cases import COMPLETION, DRAFT, HIDE, READS, Case
from .stack import ClosetOf, Seat, Stack, numbers
from .truth import (
    assert_history_is_true,
    assert_one_listing,
    assert_one_true_listing,
    assert_published,
    pictures,
    recovered,
    watched,
)

VARIANTS: dict[str, dict[str, Any]] = {
    "processing": {"processing_seconds": 0.8},
    "another-id": {"new_id_on_completion": True},
    "empty-success": {"empty_body_success": True},
    "empty-success-and-another-id": {"empty_body_success": True, "new_id_on_completion": True, "processing_seconds": 0.8},
    "photos-wrapped": {"photo_answer": "wrapped"},
    "older-payload": {"edit_payload": "older"},
    "hidden-says-code-only": {"hidden_answer": "code"},
    "delete-204": {"delete_status": 204},
    "strict-delete": {"strict_delete": True},
    "attributes-stripped": {"attributes_stripped": True},
}
PICTURE_1 = next(request for request in READS["relist"] if request.host == "images")


@pytest.fixture(scope="module")
def stack(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    running = Stack(tmp_path_factory.mktemp("stack"), playwright_driver)
    yield running
    running.close()


@pytest.fixture(autouse=True)
def as_usual(stack: Stack, lifted: None) -> Iterator[None]:
    """Each test on a Vinted that behaves as usual but for two live copies, which it takes down at once."""
    usual = stack.vinted.set(duplicate_rule=True)
    yield
    stack.vinted.set(**usual)


def closet_of(seat: Seat) -> ClosetOf:
    # Vinted keeps this where no ISBN was given, and wants it back as it is
    return seat.new_closet([{"title": f"Robe fleurie {next(numbers)}", "photos": 2, "isbn": "0000000000000"}])


def nobody() -> Seat:
    raise AssertionError("no second device takes part")


def relisting(closet: ClosetOf) -> Case:
    return Case(closet, nobody, lambda: closet.wish(verb="relist", item_id=closet.items[0]))


def publishing(closet: ClosetOf, draft: dict[str, Any]) -> Case:
    return Case(closet, nobody, lambda: closet.wish(verb="publish_listing", draft_id=draft["id"], revision=draft["revision"]))


def assert_relisted(case: Case, before: dict[str, Any]) -> None:
    """The old listing is gone, the new one is the same."""
    assert case.vinted.item(before["id"])["deleted"]
    assert_one_true_listing(case.closet, before, before["photos"])
    assert_history_is_true(case)


@pytest.mark.parametrize("variant", VARIANTS)
def test_relist(variant: str, seat: Seat, person: httpx.Client) -> None:
    case = relisting(closet_of(seat))
    before = case.vinted.item(case.closet.items[0])
    case.vinted.set(**VARIANTS[variant])
    with watched(case, person):
        case.begin()
        assert recovered(case)["state"] == "done"
    assert_relisted(case, before)


@pytest.mark.parametrize("variant", VARIANTS)
def test_publish(variant: str, seat: Seat, person: httpx.Client) -> None:
    closet = seat.new_closet(items=())
    draft = new_draft(person, closet, pictures())
    case = publishing(closet, draft)
    case.vinted.set(**VARIANTS[variant])
    with watched(case, person):
        case.begin()
        assert recovered(case)["state"] == "done"
    assert_published(closet, draft)
    assert_history_is_true(case)


# ------------------------------------------------------------------------------------------------ what goes out of date
def expired_quietly(stack: Stack) -> None:
    stack.vinted.set(expired_session_variant="empty", users_current_variant=403)
    stack.vinted.expire_sessions()


def expired_loudly(stack: Stack) -> None:
    stack.vinted.set(users_current_variant=403)
    stack.vinted.expire_sessions()


def token_changed(stack: Stack) -> None:
    stack.vinted.rotate_csrf()


@pytest.mark.parametrize("happens", [expired_quietly, expired_loudly, token_changed])
@pytest.mark.parametrize("when", [HIDE, COMPLETION])
def test_the_session_or_its_token_goes_out_of_date_on_the_way(
    happens: Callable[[Stack], None], when: Any, seat: Seat, person: httpx.Client
) -> None:
    case = relisting(closet_of(seat))
    before = case.vinted.item(case.closet.items[0])
    with watched(case, person):
        held = case.hold(when)
        happens(seat.stack)
        case.vinted.release(held)
        case.closet.settled(case.jobs[-1])
        case.reopen_vinted()
        recovered(case)
    assert_one_true_listing(case.closet, before, before["photos"])
    assert_history_is_true(case)


def test_a_picture_s_address_expires_before_it_is_fetched(seat: Seat, person: httpx.Client) -> None:
    case = relisting(closet_of(seat))
    before = case.vinted.item(case.closet.items[0])
    with watched(case, person):
        held = case.hold(PICTURE_1)
        case.vinted.expire_image_urls()
        case.vinted.release(held)
        assert recovered(case)["state"] == "done"
    assert_relisted(case, before)


# ------------------------------------------------------------------------------------------------ refusals of a write
@pytest.mark.parametrize("request_", [DRAFT, HIDE, COMPLETION], ids=lambda request: request.name)
@pytest.mark.parametrize(("row", "says"), [(4, "block_page"), (5, "challenge"), (10, "rate_limit")])
def test_a_refused_write(row: int, says: str, request_: Any, seat: Seat, person: httpx.Client) -> None:
    case = relisting(closet_of(seat))
    before = case.vinted.item(case.closet.items[0])
    with watched(case, person):
        case.arm("refusal", request_, row=row, details={"retry_after": 1})
        case.begin()
        if says == "challenge":
            case.closet.settled(case.jobs[-1])
            case.reopen_vinted()
        job = recovered(case)
    assert case.has_struck
    assert says in [entry["kind"] for entry in seat.backend("closet_diary", path={"id": case.closet.id})["items"]]
    # a block is gone round by nobody: all is taken back at once, and the closet rests
    assert job["state"] == ("failed" if says == "block_page" else "done")
    assert_one_true_listing(case.closet, before, before["photos"])
    assert_history_is_true(case)


# ------------------------------------------------------------------------------------------------ what the person answers
def today(seat: Seat, closet: ClosetOf) -> Page:
    seat.backend("switch_closet", path={"id": closet.id})
    page = seat.browser.context.new_page()
    page.goto(seat.browser.url("sidepanel.html#/today"))
    return page


def read_anew(closet: ClosetOf) -> None:
    assert closet.settled(closet.wish(verb="sync_closet"))["state"] == "done"


def being_checked(case: Case) -> int:
    """Begins a relist whose new listing Vinted goes on checking; the new one's id."""
    case.vinted.set(processing_seconds=600)
    case.begin()

    def new() -> Any:
        return next((i["id"] for i in case.vinted.state(case.closet.member)["items"] if i["state"] == "processing"), None)

    found: int = case.seat.wait_for("the new listing to be checked", new)
    return found


def test_given_up_the_old_one_is_shown_again(seat: Seat, person: httpx.Client) -> None:
    case = relisting(closet_of(seat))
    before = case.vinted.item(case.closet.items[0])
    with watched(case, person):
        new = being_checked(case)
        assert case.closet.settled(case.jobs[-1])["reason"] == "still_processing"
        page = today(seat, case.closet)
        page.get_by_role("button", name="Give up and show the old one").click()
        assert recovered(case)["state"] == "failed"
        page.close()
    assert case.vinted.item(new)["deleted"]
    assert case.closet.visible == [before["id"]]
    assert_one_true_listing(case.closet, before, before["photos"])
    assert_history_is_true(case)


def test_waited_for_it_becomes_visible(seat: Seat, person: httpx.Client) -> None:
    case = relisting(closet_of(seat))
    before = case.vinted.item(case.closet.items[0])
    with watched(case, person):
        new = being_checked(case)
        assert case.closet.settled(case.jobs[-1])["reason"] == "still_processing"
        page = today(seat, case.closet)
        page.get_by_role("button", name="Wait another hour").click()
        expect(page.get_by_role("button", name="Wait another hour")).to_be_hidden()
        case.vinted.change_item(new, processing_seconds=0)
        assert recovered(case)["state"] == "done"
        page.close()
    assert_relisted(case, before)


def test_what_vanishes_while_it_is_checked_brings_the_old_one_back(seat: Seat, person: httpx.Client) -> None:
    case = relisting(closet_of(seat))
    before = case.vinted.item(case.closet.items[0])
    with watched(case, person):
        case.vinted.change_item(being_checked(case), deleted=True)
        job = recovered(case)
    assert (job["state"], case.closet.visible) == ("failed", [before["id"]])
    assert_one_true_listing(case.closet, before, before["photos"])
    assert_history_is_true(case)


def test_a_change_nobody_can_prove_is_said_to_be_not_done(seat: Seat) -> None:
    closet = seat.new_closet([{"title": f"Robe fleurie {next(numbers)}"}, {"title": "Jupe plissée"}])
    item = closet.items[0]
    case = Case(closet, nobody, lambda: closet.wish(verb="set_hidden", item_id=item, hidden=True))
    held = case.hold(HIDE)
    # it is in no list any more, and its own address says 403, which proves nothing
    case.vinted.change_item(item, deleted=True)
    case.vinted.refuse(9, method="GET", path_regex=r"/item_upload/items/\d+$", times=None)
    case.vinted.release(held)
    assert closet.settled(case.jobs[-1])["state"] == "unknown"
    page = today(seat, closet)
    page.get_by_role("button", name="It was not done").click()
    expect(page.get_by_role("button", name="It was not done")).to_be_hidden()
    page.close()
    assert closet.job(case.jobs[-1])["state"] == "failed"


def test_a_listing_lost_after_its_relist_is_restored_by_a_press(seat: Seat, person: httpx.Client) -> None:
    case = relisting(closet_of(seat))
    before = case.vinted.item(case.closet.items[0])
    read_anew(case.closet)
    case.begin()
    new = recovered(case)["new_item_id"]
    # the reading that follows a relist by itself is over before the listing goes, or it would be taken for the one after
    read_anew(case.closet)
    case.vinted.change_item(new, deleted=True)
    read_anew(case.closet)
    seat.backend("switch_closet", path={"id": case.closet.id})
    page = seat.browser.context.new_page()
    page.goto(seat.browser.url(f"sidepanel.html#/history/{case.jobs[-1]}"))
    page.get_by_role("button", name="Restore the listing").click()
    expect(page.get_by_role("button", name="Restore the listing")).to_be_hidden()
    job = person.get("/jobs", params={"closet_id": case.closet.id}).raise_for_status().json()["items"][0]
    assert job["verb"] == "restore"
    restored = case.closet.settled(job["id"])
    assert restored["state"] == "done"
    assert assert_one_listing(case.closet)["id"] == restored["new_item_id"]
    assert_one_true_listing(case.closet, before, before["photos"])
    page.close()
