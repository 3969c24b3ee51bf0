"""Dump, publish and relist, restore the dump, start: nothing happens twice, and the history is whole again.

The database forgets what it was not told before the dump; the devices' journals and Vinted do not. Photo and snapshot bytes
lie outside the database and are still there.
"""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Playwright

from tests.sandbox.visitor import jpeg

from .database_copy import dump, restore
from .drafts import new_draft
from .fault_cases import COMPLETION, Case
from .stack import ClosetOf, Seat, Stack

PICTURES = (jpeg(1, (600, 800)), jpeg(2, (600, 800)))


@pytest.fixture
def stack(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    running = Stack(tmp_path_factory.mktemp("stack"), playwright_driver)
    yield running
    running.close()


@pytest.fixture
def seat(stack: Stack) -> Iterator[Seat]:
    seat = stack.browser().connect()
    yield seat
    seat.browser.close()


@pytest.fixture
def person(stack: Stack) -> Iterator[httpx.Client]:
    client = stack.person()
    yield client
    client.close()


def writes(seat: Seat, after: int) -> list[str]:
    """What Vinted was asked to change since."""
    log = seat.stack.vinted.log()
    return [f"{e['method']} {e['path']}" for e in log if e["seq"] > after and e["applied"]]


def history(person: httpx.Client, job_id: str) -> dict[str, Any]:
    """What a job did and what proved it."""
    job: dict[str, Any] = person.get(f"/jobs/{job_id}").raise_for_status().json()
    steps = [(s["step"], s["outcome"], s["undo"]) for s in job["history"]]
    return {key: job[key] for key in ("verb", "state", "reason", "title", "item_id", "new_item_id")} | {"steps": steps}


def dumped_at_rest(stack: Stack, closet: ClosetOf) -> bytes:
    """The dump of a server that has read the closet; it stays stopped."""
    assert closet.settled(closet.wish(verb="sync_closet"))["state"] == "done"
    stack.server.stop()
    return dump(stack.server)


def publish(closet: ClosetOf, draft: dict[str, Any]) -> str:
    return closet.wish(verb="publish_listing", draft_id=draft["id"], revision=draft["revision"])


def settled_again(seat: Seat, person: httpx.Client, jobs: list[str]) -> None:
    """Waits until the devices' journals are in and no job of these is open any more."""

    def look() -> bool:
        answers = [person.get(f"/jobs/{job}") for job in jobs]
        return all(answer.status_code == 200 and answer.json()["state"] == "done" for answer in answers)

    seat.wait_for("the history to be whole", look, 40)


def test_what_was_done_after_the_dump_is_history_again_and_is_not_done_twice(
    stack: Stack, seat: Seat, person: httpx.Client
) -> None:
    closet = seat.new_closet()
    (old,) = closet.items
    draft = new_draft(person, closet, PICTURES)
    dumped = dumped_at_rest(stack, closet)
    stack.server.start()

    jobs = [publish(closet, draft), closet.wish(verb="relist", item_id=old)]
    assert [closet.settled(job, 40)["state"] for job in jobs] == ["done", "done"]
    visible, before = closet.visible, [history(person, job) for job in jobs]
    assert len(visible) == 2

    stack.server.stop()
    last = stack.vinted.last_seq()
    assert restore(stack.server, dumped).startswith("generation ")
    stack.server.start()
    assert [person.get(f"/jobs/{job}").status_code for job in jobs] == [404, 404], "the dump knew them already"

    settled_again(seat, person, jobs)
    assert [history(person, job) for job in jobs] == before
    assert closet.visible == visible
    for photo in draft["photos"]:
        assert person.get(f"/photos/{photo['photo_id']}/original").status_code == 200
    again = person.post("/jobs", json={"closet_id": closet.id, "wish": {
        "verb": "publish_listing", "draft_id": draft["id"], "revision": draft["revision"]}})  # fmt: skip
    assert (again.status_code, again.json().get("code")) == (409, "draft_locked")
    once_more = person.post("/jobs", json={"closet_id": closet.id, "wish": {"verb": "relist", "item_id": old}})
    assert once_more.status_code == 409, once_more.text
    assert writes(seat, last) == []


def test_a_publish_that_only_waited_in_the_dump_is_not_run_again(stack: Stack, seat: Seat, person: httpx.Client) -> None:
    closet = seat.new_closet(items=())
    draft = new_draft(person, closet, PICTURES)
    seat.close_vinted()
    job = publish(closet, draft)
    stack.server.stop()
    dumped = dump(stack.server)
    stack.server.start()
    assert closet.job(job)["state"] == "queued"

    seat.sign_in_on_vinted(closet.login)
    assert closet.settled(job, 40)["state"] == "done"
    visible, before = closet.visible, history(person, job)

    stack.server.stop()
    last = stack.vinted.last_seq()
    restore(stack.server, dumped)
    stack.server.start()
    settled_again(seat, person, [job])
    assert history(person, job) == before
    assert closet.visible == visible
    assert person.get(f"/drafts/{draft['id']}").json()["state"] == "published"
    assert writes(seat, last) == []


def test_a_relist_half_done_in_the_dump_ends_as_it_ended_then(stack: Stack, seat: Seat, person: httpx.Client) -> None:
    closet = seat.new_closet()
    case = Case(closet, lambda: seat, lambda: closet.wish(verb="relist", item_id=closet.items[0]))
    held = case.hold(COMPLETION)
    stack.server.stop()
    dumped = dump(stack.server)
    stack.server.start()
    stack.vinted.release(held)
    (job,) = case.jobs
    assert closet.settled(job, 40)["state"] == "done"
    visible, before = closet.visible, history(person, job)
    assert len(visible) == 1

    stack.server.stop()
    last = stack.vinted.last_seq()
    restore(stack.server, dumped)
    stack.server.start()
    settled_again(seat, person, [job])
    assert history(person, job) == before
    assert closet.visible == visible
    assert writes(seat, last) == []
