"""From a keystroke in Ctrl+K to the result on the screen, among 5,000 listings, in real Chromium."""

import statistics
from typing import Any

from tests.browser.extension_browser import ExtensionBrowser

THINGS = 5_000
CLOSET = "0198a000-0000-7000-8000-000000000001"
TYPED = ("robe", "marque 42 robe", "n 4711")

# what the panel keeps of its last answers: a closet and its listings (extension/storage/answers.ts)
FILL = """async ([closets, name, listings]) => {
  const opening = indexedDB.open("vintedbot");
  const database = await new Promise((done, failed) => {
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => failed(opening.error);
  });
  const transaction = database.transaction("answers", "readwrite");
  const at = Date.now();
  transaction.objectStore("answers").put({ value: closets, at }, "closets");
  transaction.objectStore("answers").put({ value: listings, at }, name);
  await new Promise((done) => { transaction.oncomplete = done; });
  database.close();
}"""

# types letter by letter, as a person does; each is over when the next frame after it has been drawn
TYPE = """async (words) => {
  const box = document.querySelector(".palette input");
  const times = [];
  for (let end = 1; end <= words.length; end += 1) {
    box.value = words.slice(0, end);
    const begun = performance.now();
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await new Promise((done) => {
      const list = document.querySelector(".palette-list");
      const look = () => list.dataset.query === words.slice(0, end) ? done() : setTimeout(look);
      look();
    });
    document.querySelector(".palette-list").getBoundingClientRect();
    times.push(performance.now() - begun);
    await new Promise(requestAnimationFrame);
  }
  return times;
}"""


def listing(number: int) -> dict[str, Any]:
    kinds = ("Robe", "Jean", "Manteau", "Pull", "Chemise", "Veste", "Jupe", "Sac", "Bottes", "Foulard")
    seen = {
        "item_id": number + 1, "title": f"{kinds[number % 10]} {kinds[number * 7 % 10]} n° {number}",
        "price": {"amount": 1000 + number, "currency": "EUR"}, "state": "active", "url": "", "brand": f"Marque {number % 97}",
        "size": str(number % 13), "condition": "", "photo_ids": [], "photo_url": None, "color": None, "favourites": 1, "views": 2,
        "oldest_photo_at": None, "alert": None,
    }  # fmt: skip
    at = "2026-11-26T00:00:00Z"
    return {"closet_id": CLOSET, "seen": seen, "first_seen_at": at, "seen_at": at, "job_id": None, "details": None}


def closet() -> dict[str, Any]:
    gauge = {
        f"{kind}_{what}": 0
        for kind in ("writes", "relists", "payloads", "follows", "favourites", "threads")
        for what in ("used", "limit")
    }
    return {
        "id": CLOSET, "country": "fr", "member_id": 7, "login": "bench", "photo_url": None, "currency": "EUR",
        "time_zone": "Europe/Paris", "active_from": 8, "active_until": 22, "state": "ready", "paused": None, "rest": None,
        "gauge": gauge, "listing_count": THINGS, "synced_at": None, "hands": None, "shared_with_other_user": False,
    }  # fmt: skip


def search_ms(browser: ExtensionBrowser) -> float:
    """The slowest keystroke of each round, the middle one of the rounds, in milliseconds."""
    page = browser.context.new_page()
    page.goto(browser.url("sidepanel.html#/settings"))
    page.locator(".shell").wait_for()
    page.evaluate(FILL, [{"items": [closet()]}, f"listings:{CLOSET}", [listing(number) for number in range(THINGS)]])
    page.reload()
    page.locator(".shell-account", has_text="bench").wait_for()
    page.keyboard.press("Control+k")
    page.locator(".palette input").wait_for()
    page.wait_for_timeout(500)  # the index is folded as soon as the listings are there
    page.evaluate(TYPE, "robe")  # once for nothing: the scripts are compiled by then
    if not page.locator(".palette").get_by_role("option").count():
        raise AssertionError("the palette found none of the listings")
    slowest = [max(page.evaluate(TYPE, words)) for words in TYPED]
    page.close()
    return float(statistics.median(slowest))
