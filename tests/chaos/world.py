"""What all seeds share: one server, one sandbox, the person's browser, and a second one when it is first needed."""

import contextlib
import shutil
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
from playwright.sync_api import Error, Playwright

from tests.browser.server import FAST_PACE
from tests.browser.stack import Refused, Seat, Stack, ask

SIGN_IN_SECONDS = 300
"""A session is over after ten minutes without a renewal; no seed takes five."""
PACE = FAST_PACE | {"identity_age": 20, "late_look": 2.0}
"""The late look comes later than in other tests: on a busy machine it takes its time until what is held is let go."""
JOURNAL = """() => new Promise((done, fail) => {
  const opening = indexedDB.open("vintedbot");
  opening.onerror = () => fail(opening.error);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("journal").objectStore("journal").getAll();
    asked.onsuccess = () => { opening.result.close(); done(asked.result); };
    asked.onerror = () => fail(asked.error);
  };
})"""


class Shared:
    """The running stack. `renew` replaces it when a seed left it in a state nobody can go on from."""

    def __init__(self, folder: Path, driver: Playwright) -> None:
        self.folder, self.driver, self.number = folder, driver, 0
        self._start()

    def _start(self) -> None:
        self.number += 1
        self.stack = Stack(self.folder / f"stack-{self.number}", self.driver, PACE)
        self.stack.vinted.set(duplicate_rule=True)
        # a seed may raise its version
        self.stack.build = Path(shutil.copytree(self.stack.build, self.folder / f"build-{self.number}"))
        self.seat = self.stack.browser("a").connect()
        self._second: Seat | None = None
        self._sign_in()

    def _sign_in(self) -> None:
        self._person, self._signed_in = self.stack.person(), time.monotonic()

    def person(self) -> httpx.Client:
        """The account's owner at the API, signed in for as long as a seed takes."""
        if time.monotonic() - self._signed_in > SIGN_IN_SECONDS:
            self._person.close()
            self._sign_in()
        return self._person

    def second(self) -> Seat:
        self._second = self._second or self.stack.browser("b").connect()
        return self._second

    def devices(self) -> list[Seat]:
        return [self.seat, *([self._second] if self._second else [])]

    def journals(self, closet_id: str) -> list[dict[str, Any]]:
        """What the devices have written down of the jobs of a closet."""
        entries = []
        for seat in self.devices():
            with contextlib.suppress(Error):
                entries += [entry for entry in seat.page.evaluate(JOURNAL) if entry["closet_id"] == closet_id]
        return entries

    def engines(self) -> list[Any]:
        """How the devices see their tabs and their work."""
        seen = []
        for seat in self.devices():
            with contextlib.suppress(Error, Refused):
                seen.append(ask(seat.page, "engine_status"))
        return seen

    def rest(self) -> None:
        """Between two seeds: no fault is armed and no Vinted tab is open."""
        self.stack.vinted.clear_faults()
        for seat in self.devices():
            seat.close_vinted()

    def renew(self) -> None:
        self.close()
        self._start()

    def close(self) -> None:
        self._person.close()
        for seat in self.devices():
            with contextlib.suppress(Error, Refused, ProcessLookupError):
                seat.browser.close()
        self.stack.close()

    def __enter__(self) -> "Shared":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
