"""Frozen after the journal said *sent* and before anything left: the tab is still asking Vinted whose session it is.

Another device settles the job meanwhile. Woken, the first must not send what it had the go for: the go has grown old.
"""

from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Any

import httpx
import pytest
from playwright.sync_api import Playwright

from .drafts import new_draft
from .fault_cases import IDENTITY, WRITES, Case, Request, freeze_until_settled
from .server import FAST_PACE
from .stack import ClosetOf, Seat, Stack
from .truth import assert_history_is_true, assert_one_true_listing, assert_published, pictures, recovered, watched

pytestmark = pytest.mark.usefixtures("lifted")
VERBS = ("relist", "publish")
EACH = [pytest.param(verb, request, id=f"{verb}-{request.name}") for verb in VERBS for request in WRITES[verb]]


@pytest.fixture(scope="module")
def stack(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    # whose session it is is asked before every single request
    running = Stack(tmp_path_factory.mktemp("stack"), playwright_driver, FAST_PACE | {"identity_age": 0})
    yield running
    running.close()


@pytest.fixture(scope="module")
def clean(seat: Seat, person: httpx.Client) -> dict[str, list[dict[str, Any]]]:
    """What Vinted is asked by each verb when nothing happens, in order."""
    asked = {}
    for verb in VERBS:
        closet, start, _ = arranged(verb, seat, person)
        last = seat.stack.vinted.last_seq()
        assert closet.settled(start())["state"] == "done"
        asked[verb] = [entry for entry in seat.stack.vinted.log() if entry["seq"] > last]
    return asked


def arranged(verb: str, seat: Seat, person: httpx.Client) -> tuple[ClosetOf, Callable[[], str], dict[str, Any]]:
    """A closet, what starts the verb there, and what is to be visible in the end."""
    if verb == "relist":
        closet = seat.new_closet()
        (item,) = closet.items
        return closet, lambda: closet.wish(verb="relist", item_id=item), seat.stack.vinted.item(item)
    closet = seat.new_closet(items=())
    draft = new_draft(person, closet, pictures())

    def publish() -> str:
        revision = person.get(f"/drafts/{draft['id']}").raise_for_status().json()["revision"]
        return closet.wish(verb="publish_listing", draft_id=draft["id"], revision=revision)

    return closet, publish, draft


def asked_before(request: Request, log: list[dict[str, Any]]) -> int:
    """How often Vinted was asked whose session it is, up to this request."""
    at = [entry["seq"] for entry in log if request.is_kind_of(entry)][request.nth - 1]
    return sum(IDENTITY.is_kind_of(entry) for entry in takewhile(lambda entry: entry["seq"] < at, log))


@pytest.mark.parametrize(("verb", "request_"), EACH)
def test_what_had_not_left_never_leaves(
    verb: str,
    request_: Request,
    clean: dict[str, list[dict[str, Any]]],
    seat: Seat,
    second: Callable[[], Seat],
    person: httpx.Client,
) -> None:
    closet, start, wanted = arranged(verb, seat, person)
    case = Case(closet, second, start)
    identity = Request("identity", IDENTITY.method, IDENTITY.path, asked_before(request_, clean[verb]))
    with watched(case, person):
        held = case.hold(identity)
        assert case.closet.job(case.jobs[-1])["step"] == STEPS[request_.name]
        settled = freeze_until_settled(case, request_, held)
        recovered(case)
        sent = [entry for entry in seat.stack.vinted.log() if entry["seq"] > settled and entry["method"] != "GET"]
        assert sent == []
        if verb == "publish":
            case.begin()
            recovered(case)
    if verb == "relist":
        assert_one_true_listing(closet, wanted, wanted["photos"])
    else:
        assert_published(closet, wanted)
    assert_history_is_true(case)


STEPS = {
    "photo-1": "upload", "photo-2": "upload", "draft": "draft", "hide": "hide", "completion": "publish", "delete": "delete",
}  # fmt: skip
"""The step that got its go."""
