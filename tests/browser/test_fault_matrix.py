"""Every fault at every request of a relist and a publish: nothing is lost, nothing stands twice, and the history is true.

"Recovered" means: the fault is lifted, the person answers what the screen asks, the job has ended, and no request is on its
way any more; and at the end of the module, when nothing at all can still arrive, each closet is as it was then. No case is
sampled away: that the requests are all of them is a test, and the run ends with their number (`matrix_report.py`).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest
from playwright.sync_api import Playwright

from .drafts import new_draft
from .fault_cases import FAULTS, READS, WRITES, Case, Request, cases
from .server import FAST_PACE
from .stack import ClosetOf, Seat, Stack, numbers
from .truth import (
    ALL_IS_OVER,
    Later,
    assert_history_is_true,
    assert_one_true_listing,
    assert_published,
    pictures,
    recovered,
    watched,
)

pytestmark = pytest.mark.usefixtures("lifted")
PACE = FAST_PACE | {"identity_age": 20}
"""Who is signed in is asked as rarely as in the product, so that a fault meets the same requests on a slow machine."""

NAMED = {("completion", "tab-closed"), ("completion", "datadome"), ("completion", "account-switched"), ("hide", "frozen")}
"""Faults that last while nothing is visible and a screen can be seen; Today has to name the item in each."""


@pytest.fixture(scope="module")
def stack(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    running = Stack(tmp_path_factory.mktemp("stack"), playwright_driver, PACE)
    # two live copies are taken down at once, so that not even a moment of them goes unseen
    running.vinted.set(duplicate_rule=True)
    yield running
    running.close()


@pytest.fixture(scope="module")
def later(stack: Stack, seat: Seat) -> Iterator[Later]:
    """What was true at the end of each case is still true at the very end."""
    later = Later(stack.vinted)
    yield later
    seat.page.wait_for_timeout(ALL_IS_OVER * 1000)
    assert later.changed() == []


@pytest.fixture
def old_listing(seat: Seat) -> ClosetOf:
    return seat.new_closet([{"title": f"Robe fleurie {next(numbers)}", "photos": 2}])


@pytest.fixture
def empty_closet(seat: Seat) -> ClosetOf:
    return seat.new_closet(items=())


def start_publish(person: httpx.Client, closet: ClosetOf, draft: dict[str, Any]) -> str:
    current = person.get(f"/drafts/{draft['id']}").raise_for_status().json()
    return closet.wish(verb="publish_listing", draft_id=current["id"], revision=current["revision"])


def pairs(verb: str) -> list[Any]:
    return [pytest.param(request, fault, id=f"{request.name}-{fault}") for request, fault in cases(verb)]


@pytest.mark.parametrize(("request_", "fault"), pairs("relist"))
def test_relist(
    request_: Request,
    fault: str,
    old_listing: ClosetOf,
    second: Callable[[], Seat],
    person: httpx.Client,
    later: Later,
) -> None:
    closet = old_listing
    (item,) = closet.items
    before = closet.seat.stack.vinted.item(item)
    case = Case(closet, second, lambda: closet.wish(verb="relist", item_id=item))
    with watched(case, person):
        FAULTS[fault](case, request_)
        recovered(case)
    assert case.has_struck
    assert case.was_named or (request_.name, fault) not in NAMED
    assert_one_true_listing(closet, before, before["photos"])
    assert_history_is_true(case)
    later.keep(closet)


@pytest.mark.parametrize(("request_", "fault"), pairs("publish"))
def test_publish(
    request_: Request,
    fault: str,
    empty_closet: ClosetOf,
    second: Callable[[], Seat],
    person: httpx.Client,
    later: Later,
) -> None:
    closet = empty_closet
    draft = new_draft(person, closet, pictures())
    case = Case(closet, second, lambda: start_publish(person, closet, draft))
    with watched(case, person):
        FAULTS[fault](case, request_)
        job = recovered(case)
        assert case.has_struck
        if job["state"] == "failed":  # the draft is as it was; the person presses Publish again
            assert closet.visible == []
            case.begin()
            job = recovered(case)
    assert job["state"] == "done"
    assert_published(closet, draft)
    assert_history_is_true(case)
    later.keep(closet)


@pytest.mark.parametrize("verb", ["relist", "publish"])
def test_the_matrix_knows_every_request(verb: str, seat: Seat, person: httpx.Client) -> None:
    closet = seat.new_closet(items=[{"title": "Robe fleurie", "photos": 2}] if verb == "relist" else [])
    draft = new_draft(person, closet, pictures()) if verb == "publish" else {}
    last = seat.stack.vinted.last_seq()
    relist = {"relist": lambda: closet.wish(verb="relist", item_id=closet.items[0])}
    job = closet.settled(relist.get(verb, lambda: start_publish(person, closet, draft))())
    assert job["state"] == "done"
    ended = datetime.fromisoformat(job["ended_at"]).timestamp()
    log = [entry for entry in seat.stack.vinted.log() if entry["seq"] > last and entry["at"] < ended]
    asked = [entry for entry in log if entry["host"].startswith("images") or entry["path"].startswith("/api/")]
    known = [*WRITES[verb], *READS[verb]]
    met = [next((r.path for r in known if r.is_kind_of(entry)), f"{entry['method']} {entry['path']}") for entry in asked]
    assert Counter(met) == Counter(request.path for request in known)
