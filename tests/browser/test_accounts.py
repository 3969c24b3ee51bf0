"""Two Vinted accounts: at once in two browser profiles, and one after the other in two tabs of one browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Playwright, expect

from .stack import ClosetOf, Seat, Stack
from .truth import assert_one_true_listing

WRITES = ("PUT", "POST", "DELETE")


@pytest.fixture(scope="module")
def stack(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    running = Stack(tmp_path_factory.mktemp("stack"), playwright_driver)
    yield running
    running.close()


def writers(stack: Stack, item: int) -> set[int]:
    """The members under whose session anything was sent about this item."""
    return {e["member"] for e in stack.vinted.log() if e["method"] in WRITES and str(item) in e["path"]}


def test_two_profiles_at_once_each_act_as_their_own_account(
    stack: Stack, seat: Seat, second: Callable[[], Seat], lifted: None
) -> None:
    closets = [seat.new_closet(), second().new_closet()]
    before = [stack.vinted.item(closet.items[0]) for closet in closets]
    stack.vinted.clear_log()
    jobs = [closet.wish(verb="relist", item_id=closet.items[0]) for closet in closets]
    for closet, job, old in zip(closets, jobs, before, strict=True):
        ended = closet.settled(job, 60)
        assert ended["state"] == "done"
        assert_one_true_listing(closet, old, old["photos"])
        assert writers(stack, old["id"]) == {closet.member}
    # what a screen in one profile shows of the other's closet: it is worked from elsewhere
    page = seat.browser.context.new_page()
    seat.backend("switch_closet", path={"id": closets[1].id})
    page.goto(seat.browser.url("sidepanel.html#/today"))
    expect(page.get_by_role("heading", name=f"Vinted shows another account: {closets[0].login}")).to_be_visible()
    page.close()


@pytest.mark.parametrize("switched", ["before it begins", "while it runs"])
def test_another_account_in_another_tab_stops_everything_until_the_first_is_back(
    stack: Stack, seat: Seat, lifted: None, switched: str
) -> None:
    closet: ClosetOf = seat.new_closet()
    (item,) = closet.items
    before = stack.vinted.item(item)
    other = f"{closet.login}_b"
    stranger = stack.vinted.add_member(other)
    stack.vinted.clear_log()

    if switched == "before it begins":
        seat.switch_account(other)
        job = closet.wish(verb="relist", item_id=item)
    else:
        fault = stack.vinted.arm(
            "hold", method="POST", path_regex=r"^/api/v2/photos$", nth=2, member_is=closet.member, seconds=25
        )
        job = closet.wish(verb="relist", item_id=item)
        seat.wait_for("the second photo", lambda: any(f["id"] == fault and f["struck"] for f in stack.vinted.faults()))
        seat.switch_account(other)
        stack.vinted.release(fault)
    page = seat.browser.context.new_page()
    seat.backend("switch_closet", path={"id": closet.id})
    page.goto(seat.browser.url("sidepanel.html#/today"))
    expect(page.get_by_role("heading", name=f"Vinted shows another account: {other}")).to_be_visible()
    assert closet.job(job)["state"] != "done"
    assert not [
        e for e in stack.vinted.log() if e["member"] == stranger and e["method"] in WRITES and e["path"].startswith("/api/")
    ]

    seat.sign_in_on_vinted(closet.login)
    seat.wait_for("the end", lambda: closet.job(job)["state"] in ("done", "failed"), 60)
    assert len(closet.visible) == 1
    if switched == "before it begins":
        assert_one_true_listing(closet, before, before["photos"])
    expect(page.get_by_role("heading", name="Vinted shows another account")).to_have_count(0)


@pytest.mark.parametrize("paused", [False, True])
def test_a_page_that_vinted_did_not_answer_is_asked_again(stack: Stack, seat: Seat, lifted: None, paused: bool) -> None:
    """One 500 as the page loads made a tab nobody's until it was loaded anew (seed 11), and a closet stay paused (seed 48)."""
    closet: ClosetOf = seat.new_closet()
    if paused:
        stack.vinted.refuse(7, method="PUT", path_regex=r"/is_hidden$", member_is=closet.member)
        waits = closet.wish(verb="set_hidden", item_id=closet.items[0], hidden=True)
        assert closet.settled(waits)["reason"] == "signed_out"
    stack.vinted.arm("500", method="GET", path_regex=r"/users/current$", member_is=closet.member)
    seat.sign_in_on_vinted(closet.login)
    job = waits if paused else closet.wish(verb="set_hidden", item_id=closet.items[0], hidden=True)
    seat.wait_for("the end", lambda: closet.job(job)["state"] == "done", 40)
    assert closet.visible == []
