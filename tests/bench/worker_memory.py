"""Whether the extension's worker keeps what it worked on: its heap after many jobs ÷ after a few, collected before each look.

The jobs are the ones a worker does most, readings of a closet, through the real loop in real Chromium on the sandbox.
The worker is kept awake meanwhile, as a debugger does, because one that was put to sleep would begin with nothing.
"""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Playwright

from tests.browser.stack import ClosetOf, Stack

from .job_cost import NO_PACING

FEW, MANY = 10, 1_000
AT_ONCE = 20


class WorkerHeap:
    """The heap of the extension's worker, asked through the browser: a page's own session does not reach it."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session
        self.answers: dict[int, Any] = {}
        session.on("Target.receivedMessageFromTarget", self._hear)
        targets = session.send("Target.getTargets")["targetInfos"]
        worker = next(each for each in targets if each["type"] == "service_worker")
        self.id = session.send("Target.attachToTarget", {"targetId": worker["targetId"], "flatten": False})["sessionId"]
        self.asked = 0

    def _hear(self, event: dict[str, Any]) -> None:
        answer = json.loads(event["message"])
        if "id" in answer:
            self.answers[answer["id"]] = answer.get("result", answer)

    def _ask(self, method: str) -> int:
        self.asked += 1
        message = json.dumps({"id": self.asked, "method": method})
        self.session.send("Target.sendMessageToTarget", {"sessionId": self.id, "message": message})
        return self.asked

    def used(self, closet: ClosetOf) -> int:
        """Bytes in use after a full collection."""
        for _ in range(3):
            done = self._ask("HeapProfiler.collectGarbage")
            closet.seat.wait_for("a collection", lambda wanted=done: wanted in self.answers)
        asked = self._ask("Runtime.getHeapUsage")
        closet.seat.wait_for("the heap", lambda: asked in self.answers)
        used: int = self.answers[asked]["usedSize"]
        return used


def work(closet: ClosetOf, jobs: int) -> None:
    """So many readings, one after the other; an unfinished one is never wished twice, so each waits for the one before."""
    for number in range(jobs):
        job = closet.settled(closet.wish(verb="sync_closet"), 30)
        if job["state"] != "done":
            raise RuntimeError(f"reading {number}: {job}")


def growth(driver: Playwright, folder: Path) -> tuple[float, int]:
    """The heap after `MANY` jobs ÷ after `FEW`, and the first in bytes."""
    stack = Stack(folder, driver, NO_PACING)
    try:
        seat = stack.browser().connect()
        closet = seat.new_closet(items=[{"title": f"Robe {n}", "photos": 1} for n in range(AT_ONCE)])
        browser = seat.browser.context.browser
        if browser is None:
            raise RuntimeError("no session with the browser itself")
        heap = WorkerHeap(browser.new_browser_cdp_session())
        work(closet, FEW)
        few = heap.used(closet)
        work(closet, MANY - FEW)
        many = heap.used(closet)
        seat.browser.close()
    finally:
        stack.close()
    return many / few, few
