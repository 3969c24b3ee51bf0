"""The comparison itself: each kind of lie and loss is seen, and an honest end is left alone."""

import copy
from typing import Any, cast

import pytest

from tests.sandbox.client import Sandbox

from .acts import Subject, Truth
from .truth import Facts, Job, Pressed, record, violations

OLD = {"id": 1, "title": "Robe", "price": 20.0, "photos": [11, 12]}
NEW = OLD | {"id": 2, "photos": [21, 22]}
SAID = "Oui, toujours."


class OneCloset:
    """A sandbox whose photos all look alike, but for 99."""

    def state(self, member: int) -> dict[str, Any]:
        return {"drafts": []}

    def photo_difference(self, one: int, other: int) -> float:
        return float(99 in (one, other))


def truth(said: int = 0, **listings: list[dict[str, Any]]) -> Truth:
    return {
        "listings": listings, "threads": [{"id": 5, "own_messages": [SAID] * said, "unread": 0}], "offers": [],
        "favourites": [], "follows": [], "orders": [],
    }  # fmt: skip


def job(state: str, **more: Any) -> Job:
    return {"state": state, "reason": "ok", "leftover_item_id": None, "history": []} | more


def found(act: str, end: Job, now: Truth, log: list[dict[str, Any]] | None = None, writes: int | None = None) -> list[str]:
    pressed = Pressed(act, Subject(item=1, thread=5), {"a": end})
    before = truth(active=[copy.deepcopy(OLD)])
    return violations(Facts(cast(Sandbox, OneCloset()), 7, before, now, log or [], writes), [pressed])


RELISTED = truth(active=[NEW], deleted=[OLD])


@pytest.mark.parametrize(
    ("act", "end", "now"),
    [
        ("relist", job("done"), RELISTED),
        ("relist", job("failed"), truth(active=[OLD])),
        ("relist", job("done", leftover_item_id=1), truth(active=[NEW], hidden=[OLD])),
        ("delete", job("done"), truth(deleted=[OLD])),
        ("answer", job("done"), truth(said=1, active=[OLD])),
        ("answer", job("unknown"), truth(said=1, active=[OLD])),
        ("answer", job("unknown"), truth(said=0, active=[OLD])),
        ("answer", job("failed"), truth(said=0, active=[OLD])),
    ],
)
def test_an_honest_end(act: str, end: Job, now: Truth) -> None:
    assert found(act, end, now) == []


@pytest.mark.parametrize(
    ("act", "end", "now", "words"),
    [
        ("relist", job("failed"), truth(deleted=[OLD]), "is lost"),
        ("relist", job("done"), truth(active=[OLD, NEW]), "stands twice"),
        ("relist", job("done"), truth(active=[NEW], hidden=[OLD]), "no job names what is left"),
        ("relist", job("failed"), RELISTED, "old one gone"),
        ("relist", job("failed"), truth(hidden=[OLD]), "is not visible"),
        ("relist", job("done"), truth(active=[NEW | {"photos": [21]}], deleted=[OLD]), "had photos"),
        ("relist", job("done"), truth(active=[NEW | {"photos": [21, 99]}], deleted=[OLD]), "another picture"),
        ("delete", job("failed"), truth(deleted=[OLD]), "is so on Vinted"),
        ("delete", job("done"), truth(active=[OLD]), "said to be done"),
        ("answer", job("done"), truth(said=2, active=[OLD]), "2 times"),
        ("answer", job("done"), truth(said=0, active=[OLD]), "0 times"),
        ("answer", job("failed"), truth(said=1, active=[OLD]), "1 times"),
        ("answer", job("done"), truth(said=1, hidden=[OLD]), "was active and is hidden"),
    ],
)
def test_a_lie_or_a_loss(act: str, end: Job, now: Truth, words: str) -> None:
    assert any(words in wrong for wrong in found(act, end, now)), found(act, end, now)


DRAFT = {"id": 3, "title": "Robe", "price": 20.0, "photos": [31, 32]}


@pytest.mark.parametrize(
    ("ends", "drafts", "wrong"),
    [
        ([job("failed")], 1, True),
        ([job("parked")], 1, False),  # it rests until tomorrow, and takes its draft away then
        ([job("failed"), job("parked")], 1, False),
        ([job("failed"), job("parked")], 2, True),
    ],
)
def test_a_draft_that_nobody_takes_away(ends: list[Job], drafts: int, wrong: bool) -> None:
    pressed = [Pressed("relist", Subject(item=1, thread=5), {str(place): end}) for place, end in enumerate(ends)]
    now = truth(active=[OLD], draft=[DRAFT] * drafts)
    said = violations(Facts(cast(Sandbox, OneCloset()), 7, truth(active=[OLD]), now, [], None), pressed)
    assert any("drafts are left" in each for each in said) == wrong


def test_more_changes_than_are_allowed() -> None:
    hide = {"applied": True, "method": "PUT", "path": "/api/v2/items/1/is_hidden"}
    hidden = truth(hidden=[OLD])
    assert found("hide", job("done"), hidden, [hide], writes=1) == []
    assert any("where 1 are allowed" in wrong for wrong in found("hide", job("done"), hidden, [hide, hide], writes=1))
    undone = job("failed", history=[{"undo": False}, {"undo": True}])
    assert found("hide", undone, truth(active=[OLD]), [hide, hide], writes=1) == []


def test_a_toggle_sent_twice() -> None:
    toggle = {"applied": True, "method": "POST", "path": "/api/v2/user_favourites/toggle"}
    wrong = found("favourite", job("failed"), truth(active=[OLD]), [toggle, toggle])
    assert wrong == ["favourite was sent 2 times for 1 jobs"]


@pytest.mark.parametrize(("known", "wrong"), [("active", 0), ("hidden", 1), (None, 1)])
def test_the_servers_record(known: str | None, wrong: int) -> None:
    rows = [{"seen": {"item_id": 1, "state": known, "price": {"amount": 2000}}}] if known else []
    assert len(record(truth(active=[OLD]), rows)) == wrong
