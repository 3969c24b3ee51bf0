"""One verb, wish to proof, in real Chromium against the sandbox: hiding a listing, whatever dies on the way."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Playwright

from .fault_cases import FAULTS, HIDE, Case
from .stack import Seat, Stack


@pytest.fixture(scope="module")
def stack(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    running = Stack(tmp_path_factory.mktemp("stack"), playwright_driver)
    yield running
    running.close()


def test_hide_and_show(seat: Seat) -> None:
    closet = seat.new_closet()
    (item,) = closet.items
    hidden = closet.settled(closet.wish(verb="set_hidden", item_id=item, hidden=True))
    assert (hidden["state"], hidden["reason"]) == ("done", "ok")
    assert [step["proof"]["kind"] for step in hidden["history"]] == ["wardrobe_flag"]
    assert closet.visible == []
    shown = closet.settled(closet.wish(verb="set_hidden", item_id=item, hidden=False))
    assert shown["state"] == "done"
    assert closet.visible == [item]


@pytest.mark.parametrize("fault", ["worker-killed", "tab-closed", "browser-killed", "server-stopped", "frozen"])
@pytest.mark.usefixtures("lifted")
def test_hiding_is_proved_and_sent_once_whatever_dies(fault: str, seat: Seat, second: Callable[[], Seat]) -> None:
    closet = seat.new_closet()
    (item,) = closet.items
    case = Case(closet, second, lambda: closet.wish(verb="set_hidden", item_id=item, hidden=True))
    FAULTS[fault](case, HIDE)
    job = closet.settled(case.jobs[-1], 30)
    assert (job["state"], job["reason"]) == ("done", "ok"), job
    if fault != "frozen":  # what proved it for another device than the one that sent it stands in no step
        assert job["history"][-1]["proof"]["kind"] == "wardrobe_flag"
    assert closet.seat.stack.vinted.item(item)["state"] == "hidden"
    assert [HIDE.is_kind_of(entry) for entry in closet.seat.stack.vinted.log() if entry["applied"]] == [True]
