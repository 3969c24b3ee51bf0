"""What the steps of the demo share: the running parts, the panel's page, what a person does with it, and what is true."""

import functools
import re
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.browser.server import wait_for
from tests.data.make_camera_roll import CameraRoll

from .hands import Hand
from .parts import Parts
from .report import Report

EMAIL = "lucie@example.org"
PASSWORD = "a long demo password"
LONG_MS = 30_000
expect.set_options(timeout=15_000)


class Scene:
    """What the steps share: the running parts, the panel's page, and what was learned on the way."""

    def __init__(self, parts: Parts, report: Report, roll: "Future[CameraRoll]", hand: Hand) -> None:
        self.vinted, self.server, self.browser, self.member = parts.vinted, parts.server, parts.browser, parts.member
        self._roll, self.hand = roll, hand
        self._report = report
        self.panel: Page = wait_for("the page that opens at installation", self._welcome, pause=self._pause)
        self.window: Page | None = None
        """The sign-in window while it is open."""
        self.published: dict[str, Any] = {}
        """The listing the demo made, as the sandbox has it."""

    @property
    def roll(self) -> CameraRoll:
        """The photos the seller took; they are made while she signs up."""
        return self._roll.result(120)

    def _welcome(self) -> Page | None:
        return next((page for page in self.browser.context.pages if page.url.endswith("#/welcome")), None)

    def _pause(self, seconds: float) -> None:
        # Playwright handles events only inside its own calls
        self.browser.context.pages[0].wait_for_timeout(seconds * 1000)

    def wait_for(self, what: str, look: Callable[[], Any], seconds: float = 30) -> Any:
        return wait_for(what, look, seconds, pause=self._pause)

    def picture(self, name: str, page: Page | None = None) -> None:
        shown = page or self.panel
        shown.wait_for_load_state()
        self._report.picture(shown, name)

    def heading(self, words: str | re.Pattern[str]) -> Locator:
        return self.panel.get_by_role("heading", name=words)

    def press(self, name: str | re.Pattern[str], within: Page | Locator | None = None) -> None:
        """Presses the one button of this name."""
        self.hand.press((within or self.panel).get_by_role("button", name=name, exact=isinstance(name, str)))

    def go_to(self, screen: str) -> None:
        self.hand.press(self.panel.get_by_role("navigation", name="Screens").get_by_role("link", name=screen))
        expect(self.panel.get_by_role("main", name=screen)).to_be_visible()

    def item_of(self, title: str) -> dict[str, Any]:
        """The one visible listing of this title, as the sandbox has it."""
        state = self.vinted.state(self.member)
        standing = [item for item in state["items"] if item["fields"]["title"] == title and item["id"] in state["visible"]]
        assert len(standing) == 1, standing
        (found,) = standing
        return dict(found)

    def writes(self) -> list[str]:
        """Requests of ours that changed something on Vinted; the person's own sign-in is none."""
        return [f"{e['method']} {e['path']}" for e in self.vinted.log() if e["applied"] and e["path"].startswith("/api/")]

    @functools.cached_property
    def owner(self) -> httpx.Client:
        """The account's owner, asking the server from outside the browser; signed in once, as the server limits sign-ins."""
        api = self.server.api()
        api.headers["Origin"] = self.server.url
        api.post("/auth/login", json={"email": EMAIL, "password": PASSWORD}).raise_for_status()
        return api

    def read(self, path: str, **fields: Any) -> Any:
        """What the server answers the owner: a GET, or with fields a POST."""
        answer = self.owner.post(path, json=fields) if fields else self.owner.get(path)
        return answer.raise_for_status().json()


def wait_for_pictures(page: Page, tiles: Locator | None = None) -> None:
    """Until every picture is drawn, and one in each of the tiles."""
    if tiles:
        expect(tiles.filter(has=page.locator("img"))).to_have_count(tiles.count(), timeout=LONG_MS)
    page.wait_for_function("() => [...document.images].every((image) => image.complete && image.naturalWidth > 0)")
