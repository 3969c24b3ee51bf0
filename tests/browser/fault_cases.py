"""The faults of the matrix: how each is made to happen while one request is under way, and how it is lifted again.

`FAULTS` and the two lists of requests are the matrix's sides; `test_fault_matrix.py` walks every pair of them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import expect

from .server import FAST_PACE
from .stack import ClosetOf, Refused, Seat, ask

HOLD_SECONDS = 25
PAST_DEADLINE = FAST_PACE["request_deadline"] + 0.6
"""Late enough that the tab has given up, early enough that the late look still comes after it."""


@dataclass(frozen=True)
class Request:
    """One request that reaches Vinted: the `nth` of its kind since the job began."""

    name: str
    method: str
    path: str
    nth: int = 1
    host: str = "www"

    @property
    def match(self) -> dict[str, Any]:
        return {"method": self.method, "path_regex": self.path, "nth": self.nth, "host_regex": f"^{self.host}"}

    def is_kind_of(self, entry: dict[str, Any]) -> bool:
        """Whether an entry of the sandbox's log is such a request, whichever of them."""
        path = f"{entry['path']}?{entry['query']}" if entry["query"] else entry["path"]
        return entry["method"] == self.method and entry["host"].startswith(self.host) and bool(re.search(self.path, path))


PHOTO_1 = Request("photo-1", "POST", r"^/api/v2/photos$", 1)
PHOTO_2 = Request("photo-2", "POST", r"^/api/v2/photos$", 2)
DRAFT = Request("draft", "POST", r"/item_upload/drafts$")
HIDE = Request("hide", "PUT", r"/is_hidden$")
COMPLETION = Request("completion", "POST", r"/completion$")
DELETE = Request("delete", "POST", r"/delete$")
DELETE_DRAFT = Request("delete-draft", "DELETE", r"/item_upload/drafts/\d+$")
IDENTITY = Request("identity", "GET", r"/users/current$")

WRITES = {
    "relist": (PHOTO_1, PHOTO_2, DRAFT, HIDE, COMPLETION, DELETE),
    "publish": (PHOTO_1, PHOTO_2, DRAFT, COMPLETION),
}


def reads(name: str, path: str, count: int, host: str = "www") -> tuple[Request, ...]:
    return tuple(Request(f"{name}-{n}", "GET", path, n, host) for n in range(1, count + 1))


READS = {
    "relist": (
        *reads("identity", IDENTITY.path, 2),
        *reads("wardrobe", r"/wardrobe/\d+/items", 5),
        *reads("entry", r"/item_upload/items/\d+$", 3),
        *reads("picture", r"^/t", 2, "images"),
    ),
    "publish": (
        *reads("identity", IDENTITY.path, 2),
        *reads("wardrobe", r"/wardrobe/\d+/items", 1),
        *reads("entry", r"/item_upload/items/\d+$", 1),
    ),
}


class Case:
    """One case under way: the closet, the browsers, and what lifts the fault."""

    def __init__(self, closet: ClosetOf, other: Callable[[], Seat], job: Callable[[], str]) -> None:
        self.closet, self.other, self.start = closet, other, job
        self.jobs: list[str] = []
        self.fault = 0
        self.was_named = False

    @property
    def seat(self) -> Seat:
        return self.closet.seat

    @property
    def vinted(self) -> Any:
        return self.seat.stack.vinted

    def begin(self) -> None:
        self.jobs.append(self.start())

    def arm(self, kind: str, request: Request, **spec: Any) -> int:
        # what the closet before asks until its tab is gone must not be counted; the image host knows no session
        whose = {} if request.host == "images" else {"member_is": self.closet.member}
        self.fault = self.vinted.arm(kind, **request.match, **whose, **spec)
        return self.fault

    @property
    def has_struck(self) -> bool:
        """Whether the sandbox met the request the fault was armed for."""
        (fault,) = [fault for fault in self.vinted.faults() if fault["id"] == self.fault]
        return bool(fault["struck"] == 1)

    def hold(self, request: Request) -> int:
        """Begins the job and returns once the request stands in front of Vinted, not yet applied."""
        fault = self.arm("hold", request, seconds=HOLD_SECONDS)
        self.begin()
        self.seat.wait_for(f"{request.name} at Vinted", lambda: self.has_struck)
        return fault

    def reopen_vinted(self) -> None:
        self.seat.sign_in_on_vinted(self.closet.login)

    def today_names_it(self, by: Seat | None = None) -> None:
        """While a relist's fault lasts and nothing is visible, Today names the item."""
        seat = by or self.seat
        if self.closet.job(self.jobs[-1], seat)["verb"] != "relist" or self.closet.visible:
            return
        seat.backend("switch_closet", path={"id": self.closet.id})
        today = seat.browser.context.new_page()
        today.goto(seat.browser.url("sidepanel.html#/today"))
        title = self.vinted.item(self.closet.items[0])["fields"]["title"]
        expect(today.locator(".waiting, .rows").filter(has_text=title).first).to_be_visible()
        today.close()
        self.was_named = True


def worker_killed(case: Case, request: Request) -> None:
    fault = case.hold(request)
    case.seat.browser.kill_worker()
    case.vinted.release(fault)


def tab_closed(case: Case, request: Request) -> None:
    fault = case.hold(request)
    case.seat.close_vinted()
    case.today_names_it()
    case.vinted.release(fault)
    case.reopen_vinted()


def browser_killed(case: Case, request: Request) -> None:
    fault = case.hold(request)
    case.seat.browser.kill()
    case.vinted.release(fault)
    case.seat.start_again()
    case.reopen_vinted()


def server_stopped(case: Case, request: Request) -> None:
    fault = case.hold(request)
    case.seat.stack.server.kill()
    case.vinted.release(fault)
    case.seat.page.wait_for_timeout(FAST_PACE["lease"] * 1000)
    case.seat.stack.server.start()


def answer_lost(case: Case, request: Request) -> None:
    case.arm("drop_after", request)
    case.begin()


def too_late(case: Case, request: Request) -> None:
    case.arm("delay", request, seconds=PAST_DEADLINE)
    case.begin()


def datadome(case: Case, request: Request) -> None:
    case.arm("refusal", request, row=1)
    case.begin()
    case.closet.settled(case.jobs[-1])
    case.today_names_it()
    case.reopen_vinted()  # the challenge is solved; its page loads anew


def error_500(case: Case, request: Request) -> None:
    case.arm("500", request)
    case.begin()


def account_switched(case: Case, request: Request) -> None:
    stranger = case.vinted.add_member(f"{case.closet.login}_b")
    case.arm("switch_account", request, member=stranger)
    case.begin()
    case.closet.settled(case.jobs[-1])
    case.today_names_it()
    case.reopen_vinted()


def frozen_while_another_settles(case: Case, request: Request) -> None:
    freeze_until_settled(case, request, case.hold(request))


def freeze_until_settled(case: Case, request: Request, fault: int) -> int:
    """SIGSTOP while `fault` holds what the browser asked, until another device has settled the job.

    Answers the number of the last request of before the waking.
    """
    case.seat.browser.freeze()
    case.vinted.release(fault)
    second = case.other()
    try:
        second.sign_in_on_vinted(case.closet.login)
        second.claim(case.closet.member)
        case.today_names_it(by=second)
        case.closet.settled(case.jobs[-1], 25, by=second)
    finally:
        second.close_vinted()
        last: int = case.vinted.last_seq()
        case.seat.browser.thaw()
    case.seat.wait_for("the woken browser to let go of the job", lambda: _is_idle(case.seat))
    return last


def _is_idle(seat: Seat) -> bool:
    try:
        return ask(seat.page, "engine_status")["job_id"] is None
    except Refused:
        return False


FAULTS: dict[str, Callable[[Case, Request], None]] = {
    "worker-killed": worker_killed,
    "tab-closed": tab_closed,
    "browser-killed": browser_killed,
    "server-stopped": server_stopped,
    "answer-lost": answer_lost,
    "too-late": too_late,
    "datadome": datadome,
    "500": error_500,
    "account-switched": account_switched,
    "frozen": frozen_while_another_settles,
}
REFUSALS = {"datadome": datadome, "500": error_500}


def cases(verb: str) -> list[tuple[Request, str]]:
    """Every pair of a request and a fault it can meet; none is left out."""
    writes = [(request, fault) for request in WRITES[verb] for fault in FAULTS]
    return writes + [(request, fault) for request in READS[verb] for fault in REFUSALS]
