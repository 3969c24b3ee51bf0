"""What goes wrong in a move. Instant faults are armed before the press; the others wait until the request stands before Vinted.

Every fault leaves things such that a person can go on: what was killed runs again, what was closed is open again.
"""

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Error

from tests.browser.database_copy import dump
from tests.browser.fault_cases import PAST_DEADLINE
from tests.browser.stack import ClosetOf, Seat, ask

HOLD_SECONDS = 25
COMES_WITHIN = 6
"""Seconds in which a request comes, or never does because the job went another way."""


@dataclass
class Strike:
    """One fault under way: whom it meets, what it meets, and the other device, started when it is first needed."""

    closet: ClosetOf
    method: str
    path: str
    nth: int
    other: Callable[[], Seat]
    held: int | None = None
    dumped: bytes | None = None

    @property
    def seat(self) -> Seat:
        return self.closet.seat

    @property
    def vinted(self) -> Any:
        return self.seat.stack.vinted

    def arm(self, kind: str, **spec: Any) -> int:
        fault: int = self.vinted.arm(
            kind, method=self.method, path_regex=self.path, nth=self.nth, member_is=self.closet.member, **spec
        )
        return fault

    def release(self) -> None:
        """Lets the held request go on. In time: no request arrives later than the late look waits for."""
        if self.held is not None:
            self.vinted.release(self.held)
            self.held = None


def _two_devices(strike: Strike) -> None:
    """Both devices have the closet open, see the same work, and stay at it."""
    second = strike.other()
    second.sign_in_on_vinted(strike.closet.login)
    second.claim(strike.closet.member)
    ask(second.page, "wake")


def _switch(strike: Strike) -> None:
    stranger = strike.vinted.add_member(f"{strike.closet.login}_b{strike.vinted.last_seq()}")
    strike.arm("switch_account", member=stranger)


INSTANT: dict[str, Callable[[Strike], Any]] = {
    "answer lost": lambda strike: strike.arm("drop_after"),
    "connection cut": lambda strike: strike.arm("drop_before"),
    "past the deadline": lambda strike: strike.arm("delay", seconds=PAST_DEADLINE),
    "slow": lambda strike: strike.arm("slow", ms=700),
    "500": lambda strike: strike.arm("500"),
    "500, applied": lambda strike: strike.arm("500", applied=True),
    "DataDome": lambda strike: strike.arm("refusal", row=1),
    "access denied": lambda strike: strike.arm("refusal", row=9),
    "too many requests": lambda strike: strike.arm("refusal", row=10, details={"retry_after": 2}),
    "token refused": lambda strike: strike.arm("refusal", row=7),
    "other account": _switch,
}


# ------------------------------------------------------------------------------------------------ while a request is held
def _worker_killed(strike: Strike) -> None:
    strike.seat.browser.kill_worker()


def _tab_closed(strike: Strike) -> None:
    strike.seat.close_vinted()


def _second_device(strike: Strike) -> None:
    """The first one's worker dies and its tab is closed; the other one is opened on the same closet."""
    strike.seat.browser.kill_worker()
    strike.seat.close_vinted()
    strike.release()
    second = strike.other()
    second.sign_in_on_vinted(strike.closet.login)
    ask(second.page, "wake")


def _updated(strike: Strike) -> None:
    """A newer version of the extension takes its place while it works."""
    seat = strike.seat
    raise_version(seat.stack.build)
    with seat.browser.context.expect_event("serviceworker"), contextlib.suppress(Error):
        # the page goes down with the extension it belongs to
        seat.page.evaluate("chrome.runtime.reload()")
    strike.release()
    seat.page = seat.browser.open_inert_page()


def raise_version(build: Path) -> None:
    """The same build under the next version, as Chrome finds it at the next reload. The folder must be the stack's own."""
    manifest = build / "manifest.json"
    said = json.loads(manifest.read_text())
    *first, last = said["version"].split(".")
    said["version"] = ".".join([*first, str(int(last) + 1)])
    manifest.write_text(json.dumps(said))


def _browser_killed(strike: Strike) -> None:
    strike.seat.browser.kill()
    strike.release()
    strike.seat.start_again()


def _server_killed(strike: Strike) -> None:
    server = strike.seat.stack.server
    server.kill()
    strike.release()
    server.start()


BESIDES_A_BROWSER: dict[str, Callable[[Strike], None]] = {
    "worker killed": _worker_killed,
    "tab closed": _tab_closed,
    "extension updated": _updated,
}
BEFOREHAND: dict[str, Callable[[Strike], None]] = {"two devices": _two_devices}
"""What is so from before the press until the seed is over."""
COSTLY: dict[str, Callable[[Strike], None]] = {
    "second device": _second_device,
    "browser killed": _browser_killed,
    "server killed": _server_killed,
}
"""A browser or the server starts again for these."""
ALL: tuple[str, ...] = ("none", *INSTANT, *BESIDES_A_BROWSER, *BEFOREHAND, *COSTLY)


def meanwhile(strike: Strike, fault: Callable[[Strike], None], press: Callable[[], str]) -> str:
    """Presses, and lets it happen while the request stands before Vinted, not yet applied. The job's id."""
    held = strike.held = strike.arm("hold", seconds=HOLD_SECONDS)
    job = press()

    def came() -> bool:
        struck = any(armed["id"] == held and armed["struck"] for armed in strike.vinted.faults())
        return struck or not job or strike.closet.job(job)["state"] in ("done", "failed")

    with contextlib.suppress(TimeoutError):
        strike.seat.wait_for("the request", came, COMES_WITHIN)
    fault(strike)
    strike.release()
    return job


def take_dump(strike: Strike) -> None:
    """The server is stopped for a copy of its database, in the middle of a move."""
    server = strike.seat.stack.server
    server.stop()
    strike.release()
    strike.dumped = dump(server)
    server.start()
