"""What has to be true of a closet while a fault lasts, once it is over, and later still. Told by the sandbox, not by us."""

import contextlib
import io
import threading
from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx
from PIL import Image, ImageChops, ImageStat

from tests.sandbox.client import Sandbox
from tests.sandbox.visitor import jpeg

from .fault_cases import COMPLETION, DELETE, DELETE_DRAFT, DRAFT, HIDE, PHOTO_1, Case, Request
from .server import FAST_PACE
from .stack import ClosetOf, Refused

SAME_PICTURE = 0.02
LOOK_EVERY = 0.1
PHOTOS = 2
ALL_IS_OVER = sum(FAST_PACE[wait] for wait in ("go_age", "request_deadline", "late_look", "takeover_wait"))
"""Seconds after which nothing that was begun can still take effect: minutes in the product."""
ON_VINTED = {
    "description": "Portée une fois.", "price": 18.0, "currency": "EUR", "catalog_id": 1059, "brand_id": 12,
    "color_ids": [5], "package_size_id": 1, "attributes": {"size": [4], "condition": [2]},
}  # fmt: skip
"""How Vinted has to have a draft of `drafts.new_draft`."""
ANSWERS = ("ask_again", "show", "was_not", "give_up", "wait")
"""What a person presses, the first that is offered; after two tries to ask again they take the next."""
SENT_AS: dict[str, Request] = {
    "upload": PHOTO_1, "draft": DRAFT, "hide": HIDE, "show": HIDE, "publish": COMPLETION, "delete": DELETE,
    "delete_new": DELETE, "delete_draft": DELETE_DRAFT,
}  # fmt: skip
"""The request that carries a step of the history."""


@cache
def pictures() -> tuple[bytes, bytes]:
    return jpeg(1, (600, 800)), jpeg(2, (600, 800))


# ------------------------------------------------------------------------------------------------ while it lasts
class Watch(threading.Thread):
    """Looks at the sandbox's truth ten times a second, and at what the job says of it.

    Never two visible. None only while the old listing is hidden or the new one is being checked by Vinted, and the job says so.
    """

    def __init__(self, case: Case, person: httpx.Client) -> None:
        super().__init__()
        self.case, self.person = case, person
        self.vinted = Sandbox(case.vinted.port, case.vinted.control_port, case.vinted.spki, case.vinted.token)
        self.over = threading.Event()
        self.looks = 0
        self.wrong: list[str] = []

    def run(self) -> None:
        while not self.over.wait(LOOK_EVERY):
            self.looks += 1
            if wrong := self._look():
                self.wrong.append(wrong)

    def _look(self) -> str | None:
        state = self.vinted.state(self.case.closet.member)
        there = [item for item in state["items"] if item["id"] in state["visible"]]
        if len(there) > 1:
            return f"two visible listings: {state['visible']}"
        if any(len(item["photos"]) != PHOTOS for item in there):
            return f"a listing without all of its photos: {there}"
        if there or not self.case.closet.items:
            return None
        kept = [item["state"] for item in state["items"] if item["state"] in ("hidden", "processing")]
        return self._what_the_job_says() if kept else f"no listing is left: {state['items']}"

    def _what_the_job_says(self) -> str | None:
        """None when it speaks of the hidden listing, or the server cannot be asked now."""
        try:
            answer = self.person.get(f"/jobs/{self.case.jobs[-1]}")
        except httpx.TransportError:
            return None
        if answer.status_code != 200:
            return None
        job = answer.json()
        if job["restorable"] or job["state"] in ("running", "parked"):
            return None
        # it may have ended between the two looks
        is_back = self.vinted.visible(self.case.closet.member)
        return None if is_back else f"nothing is visible, and the job is {job['state']}, {job['reason']}"


@contextlib.contextmanager
def watched(case: Case, person: httpx.Client) -> Iterator[None]:
    """Watches over the case while the block runs, and fails with the first thing that was wrong."""
    watch = Watch(case, person)
    watch.start()
    try:
        yield
    finally:
        watch.over.set()
        watch.join()
        watch.vinted.stop()
        assert watch.wrong == [], watch.wrong[0]
    assert watch.looks > 0


# ------------------------------------------------------------------------------------------------ recovering
def recovered(case: Case) -> dict[str, Any]:
    """The job's end, after the person pressed what the screen offered, and once nothing is on its way to Vinted any more."""
    closet, asked = case.closet, 0
    for _ in range(8):
        job = closet.settled(case.jobs[-1], 30)
        if job["state"] not in ("needs_person", "unknown"):
            case.seat.wait_for("every request to be over", lambda: not under_way(closet))
            return job
        assert job["choices"], f"the job needs the person and offers nothing: {job}"
        offered = [a for a in ANSWERS if a in job["choices"]]
        choice = offered[0] if offered[0] != "ask_again" or asked < 2 or len(offered) == 1 else offered[1]
        asked += choice == "ask_again"
        with contextlib.suppress(Refused):  # the job may have gone on by itself once the tab was in order again
            closet.seat.backend("resolve_job", path={"id": job["id"]}, body={"choice": choice})
    raise AssertionError(f"still not over after eight answers: {job}")


def under_way(closet: ClosetOf) -> list[str]:
    """Requests that Vinted has received and not yet dealt with."""
    return [entry["path"] for entry in closet.seat.stack.vinted.log() if entry["phase"] in ("received", "held")]


class Later:
    """Closets as they were when their case was over, to be looked at again when nothing can arrive any more."""

    def __init__(self, vinted: Sandbox) -> None:
        self.vinted = vinted
        self.then: dict[int, dict[str, Any]] = {}

    def keep(self, closet: ClosetOf) -> None:
        self.then[closet.member] = self.vinted.state(closet.member)

    def changed(self) -> list[str]:
        return [
            f"{then['login']} had {then['visible']}, now {now['visible']}: {now['items']}"
            for member, then in self.then.items()
            if (now := self.vinted.state(member)) != then
        ]


# ------------------------------------------------------------------------------------------------ afterwards
def assert_one_true_listing(closet: ClosetOf, wanted: dict[str, Any], photos: list[int]) -> None:
    """Exactly one visible listing, with all fields and photos, nothing left over, nothing paid for."""
    vinted = closet.seat.stack.vinted
    item = assert_one_listing(closet)
    assert item["fields"] == wanted["fields"]
    assert len(item["photos"]) == len(photos)
    for ours, kept in zip(photos, item["photos"], strict=True):
        assert vinted.photo_difference(ours, kept) <= SAME_PICTURE


def assert_published(closet: ClosetOf, draft: dict[str, Any]) -> None:
    """Exactly one visible listing, and it is the draft."""
    item = assert_one_listing(closet)
    assert {name: item["fields"][name] for name in ON_VINTED} == ON_VINTED
    assert item["fields"]["title"] == draft["fields"]["title"]
    for sent, kept in zip(pictures(), item["photos"], strict=True):
        assert difference(sent, closet.seat.stack.vinted.photo(kept)) <= SAME_PICTURE


def assert_one_listing(closet: ClosetOf) -> dict[str, Any]:
    vinted = closet.seat.stack.vinted
    state = vinted.state(closet.member)
    assert len(state["visible"]) == 1, state["items"]
    assert state["drafts"] == []
    item = vinted.item(state["visible"][0])
    assert not item["paid_bump"]
    return item


def assert_history_is_true(case: Case) -> None:
    """The history of the case's jobs against the sandbox's log: what was proved was applied, what was applied stands there."""
    vinted, closet = case.vinted, case.closet
    jobs = [closet.job(job) for job in case.jobs]
    state = vinted.state(closet.member)
    applied = [entry for entry in vinted.log() if entry["applied"]]
    steps = [step for job in jobs for step in job["history"]]
    for kind in set(SENT_AS.values()):
        ours = [step for step in steps if SENT_AS[step["step"]] == kind]
        proved = [step for step in ours if step["outcome"] == "proved"]
        happened = sum(kind.is_kind_of(entry) for entry in applied)
        each = PHOTOS if kind is PHOTO_1 else 1
        assert happened <= len(ours) * each, f"{happened} times {kind.name}, but the history has {ours}"
        assert happened or not proved, f"{kind.name} is said to be proved and never happened: {proved}"
    for job in jobs:
        assert_end_is_true(job, state)


def assert_end_is_true(job: dict[str, Any], state: dict[str, Any]) -> None:
    """What a job says of its end is what Vinted has."""
    old = next((item for item in state["items"] if item["id"] == job["item_id"]), None)
    if job["state"] == "done":
        assert state["visible"] == [job["new_item_id"]], job
        assert any(step["proof"] for step in job["history"]), f"done without a proof: {job}"
        left = old["id"] if old and old["state"] != "deleted" else None
        assert job["leftover_item_id"] == left, f"{old} is left, and the job says: {job}"
    else:
        assert job["state"] == "failed", job
        assert job["verb"] != "relist" or state["visible"] == [job["item_id"]]


def difference(one: bytes, other: bytes) -> float:
    """Mean absolute error of two decoded pictures, 0 to 1; 1 when their sizes differ."""
    a, b = (Image.open(io.BytesIO(data)).convert("RGB") for data in (one, other))
    if a.size != b.size:
        return 1.0
    return sum(ImageStat.Stat(ImageChops.difference(a, b)).mean) / 3 / 255
