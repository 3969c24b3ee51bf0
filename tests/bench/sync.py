"""What a reading of a whole closet costs at Vinted: requests for 2,000 listings, the first time and again.

`just bench sync`. The closet is read as a seller's is, by the extension in real Chromium on the sandbox, with the product's own
pauses between reads; every request of the tab counts, the one that asks whose session it is too.
"""

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser.stack import ClosetOf, Stack

from .figures import Figure, report
from .job_cost import NO_PACING

LISTINGS = 2_000
READ_GAP = 1.2
"""The product's: slower reading asks more often whose session it is."""
SECONDS = 120


def read_once(closet: ClosetOf) -> list[dict[str, Any]]:
    """Every request the tab sent to Vinted's API while one sync_closet ran."""
    vinted = closet.seat.stack.vinted
    after = vinted.last_seq()
    job = closet.settled(closet.wish(verb="sync_closet"), SECONDS)
    if job["state"] != "done":
        raise RuntimeError(f"not read: {job}")
    sent = [entry for entry in vinted.log() if entry["seq"] > after and "/api/" in entry["path"]]
    if any("item_upload" in entry["path"] for entry in sent):
        raise RuntimeError("an edit payload was read")
    return sent


def main() -> None:
    """Measure and print the figures."""
    with tempfile.TemporaryDirectory(prefix="vintedbot-bench-") as temporary, sync_playwright() as driver:
        folder = Path(temporary)
        folder.chmod(0o755)
        stack = Stack(folder / "stack", driver, {**NO_PACING, "read_gap": READ_GAP})
        try:
            seat = stack.browser().connect()
            closet = seat.new_closet(items=())
            stack.vinted.add_stock(closet.member, LISTINGS)
            first, again = read_once(closet), read_once(closet)
            kept = seat.backend("listings", query={"closet_id": closet.id})["total"]
            if kept != LISTINGS:
                raise RuntimeError(f"{kept} listings kept")
            seat.browser.close()
        finally:
            stack.close()
    report(
        [
            Figure("sync", "unchanged_2000_requests", len(again), "requests", None, 25),
            Figure("sync", "first_2000_requests", len(first), "requests", None, 25),
        ]
    )


if __name__ == "__main__":
    main()
