"""What the engine adds: to the wall time of a publish and of a relist over their bare requests, to the server's CPU over three
bare updates, and to a lease when the table of jobs grows a thousandfold.

`just bench engine`. Both jobs run as a seller's do, from the wish to the proof, in real Chromium on the sandbox, which answers
each request after 80 ms; only the pauses are off: between steps, and between the two looks that prove a listing gone.
"""

import io
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser.drafts import new_draft
from tests.browser.server import wait_for
from tests.browser.stack import WAITS_FOR_PERSON, ClosetOf, Seat, Stack
from tests.data.make_camera_roll import SAMPLES

from .api import services
from .figures import Figure, Turns, ratio_in_turns, report
from .job_cost import NO_PACING, job_cost
from .lease_growth import FEW, MANY, lease_growth
from .replay import Recording, again

LATENCY_MS = 80
PHOTOS, SIZE = 8, (1536, 2048)
ROUNDS = 5


def pictures() -> list[bytes]:
    """Eight photos as the panel sends them: 3 Mpx JPEGs."""
    found = []
    for path in sorted(SAMPLES.glob("*.jpg"))[:PHOTOS]:
        out = io.BytesIO()
        with Image.open(path) as image:
            image.convert("RGB").resize(SIZE).save(out, "JPEG", quality=85)
        found.append(out.getvalue())
    return found


class Acting:
    """One verb in turns: by our engine, in a closet nobody has seen before, and its requests once more without us."""

    what = ""

    def __init__(self, seat: Seat) -> None:
        self.seat, self.person = seat, seat.stack.person()
        self.tab: Page | None = None
        self.requests: list[dict[str, Any]] = []
        self.item, self.twins = 0, list[int]()

    def arranged(self) -> tuple[ClosetOf, dict[str, Any]]:
        """A closet and what is wished in it."""
        raise NotImplementedError

    def ours(self) -> float:
        """Seconds from the press to the proof."""
        closet, wish = self.arranged()
        before = set(closet.visible)
        self.tab = next(p for p in self.seat.browser.context.pages if p.url.startswith("https://www.vinted."))
        recording = Recording(self.seat.stack.vinted, self.tab, closet.member)
        recording.start()
        began = time.time()
        job = self._ended(closet.wish(**wish))
        (made,) = set(closet.visible) - before
        if job["state"] != "done" or len(self.seat.stack.vinted.item(made)["photos"]) != PHOTOS:
            raise RuntimeError(f"not as wished: {job}")
        ended = datetime.fromisoformat(job["ended_at"]).timestamp()
        self.requests = recording.stop(ended)
        return ended - began

    def bare(self) -> float:
        """Seconds for the same requests by one script in the tab."""
        assert self.tab is not None
        return again(self.tab, self.requests, {self.item: self.twins.pop()} if self.item else {})

    def _ended(self, job_id: str) -> dict[str, Any]:
        """Asked seldom and not through the browser, which is being measured; the job itself says when it ended."""

        def look() -> dict[str, Any] | None:
            job: dict[str, Any] = self.person.get(f"/jobs/{job_id}").raise_for_status().json()
            return job if job["ended_at"] or job["state"] in WAITS_FOR_PERSON else None

        ended: dict[str, Any] = wait_for(
            f"the {self.what}", look, 60, every=0.3, pause=lambda seconds: self.seat.page.wait_for_timeout(seconds * 1000)
        )
        return ended


class Publishing(Acting):
    what = "publish"

    def arranged(self) -> tuple[ClosetOf, dict[str, Any]]:
        closet = self.seat.new_closet(items=())
        draft = new_draft(self.person, closet, pictures())
        return closet, {"verb": "publish_listing", "draft_id": draft["id"], "revision": draft["revision"]}


class Relisting(Acting):
    what = "relist"

    def arranged(self) -> tuple[ClosetOf, dict[str, Any]]:
        """Listings that are alike: one for us, and one for each time that the bare requests are sent before we act again."""
        closet = self.seat.new_closet(items=[{"title": f"Robe {n}", "photos": PHOTOS} for n in range(3)])
        self.item, *self.twins = closet.items
        # the sandbox draws a photo when it is first asked for it: no work of ours, and the script would meet it drawn
        for photo in self.seat.stack.vinted.item(self.item)["photos"]:
            self.seat.stack.vinted.photo(photo["id"] if isinstance(photo, dict) else photo)
        # its first reading is not part of what is measured
        asked = {"closet_id": closet.id, "state": "queued,leased,running"}
        wait_for("nothing at work", lambda: not self.person.get("/jobs", params=asked).raise_for_status().json()["items"])
        return closet, {"verb": "relist", "item_id": self.item}


def in_turns(folder: Path, verbs: Sequence[type[Acting]]) -> list[Turns]:
    """Each verb's times, ours and bare."""
    turns = []
    with sync_playwright() as driver:
        stack = Stack(folder, driver, {**NO_PACING, "absent_gap": 0})
        try:
            stack.vinted.set(latency_ms=LATENCY_MS)
            seat = stack.browser().connect()
            for verb in verbs:
                acting = verb(seat)
                turns.append(ratio_in_turns(acting.ours, acting.bare, ROUNDS))
                acting.person.close()
            seat.browser.close()
        finally:
            stack.close()
    return turns


def main() -> None:
    """Measure and print the figures."""
    with tempfile.TemporaryDirectory(prefix="vintedbot-bench-") as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)
        publish, relist = in_turns(folder / "stack", [Publishing, Relisting])
        with services(folder / "services") as pair:
            cost = job_cost(pair, folder / "data")
            growth = lease_growth(pair, folder / "growth")
    report(
        [
            Figure("engine", "publish_vs_bare", publish.ratio, "ratio",
                   f"wall time of the same requests, {PHOTOS} photos, same order and concurrency, by one script in the tab; "
                   f"the sandbox answers after {LATENCY_MS} ms", 1.3),
            Figure("engine", "relist_vs_bare", relist.ratio, "ratio",
                   f"wall time of the same requests, {PHOTOS} photos and their {PHOTOS} pictures from the image host, same order "
                   f"and concurrency, by one script in the tab; the sandbox answers after {LATENCY_MS} ms", 1.3),
            Figure("engine", "job_cpu_vs_bare", cost.ratio, "ratio",
                   "CPU of three bare Litestar + asyncpg + msgspec handlers, each one single-row UPDATE; of the web processes "
                   "only: PostgreSQL's and the worker's share is on neither side", 4),
            Figure("engine", "lease_growth", growth.ratio, "ratio",
                   f"CPU of a lease, server and PostgreSQL, with {FEW:,} jobs in the table instead of {MANY:,}", 1.2),
            Figure("engine", "publish_s", publish.ours, "s"),
            Figure("engine", "relist_s", relist.ours, "s"),
            Figure("engine", "job_cpu_ms", cost.ours * 1000, "ms"),
        ]
    )  # fmt: skip


if __name__ == "__main__":
    main()
