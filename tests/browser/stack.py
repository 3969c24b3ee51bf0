"""Server, sandbox and a connected browser together: what a test of the whole path starts from.

    stack.new_closet(photos=2)        a fresh Vinted member with listings, signed in in the tab, its closet claimed
    stack.wish({"verb": "set_hidden", …})   what a person's press sends
    stack.settled(job)                waits until the job has ended or needs the person

The person's own acts (pressing buttons on screens) are in the tests; this file only arranges and looks.
"""

import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from playwright.sync_api import Page, Playwright, expect

from tests.sandbox.client import Sandbox
from tests.sandbox.markets import MARKETS

from .chromium import SandboxAddress
from .extension_browser import ExtensionBrowser
from .extension_build import ensure_built
from .server import FAST_PACE, Server, wait_for

PASSWORD = "correct horse battery"
WAITS_FOR_PERSON = ("needs_person", "unknown")
OVER = ("done", "failed", "unknown", "cancelled", "expired")

numbers = itertools.count(1)


class Refused(AssertionError):
    """The extension's worker answered a question with a refusal."""


def ask(page: Page, name: str, **says: Any) -> Any:
    """Asks the extension's worker as one of its own pages does. Raises Refused with what it said."""
    reply = page.evaluate("(message) => chrome.runtime.sendMessage(message)", {"ask": name, **says})
    if reply is None or "refused" in reply:
        raise Refused(f"{name}: {reply}")
    return reply["value"]


class Stack:
    """One server, one sandbox, and the browsers on them."""

    def __init__(
        self,
        folder: Path,
        driver: Playwright,
        pace: Mapping[str, Any] = FAST_PACE,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, self.driver = folder, driver
        self.build = ensure_built()
        self.server = Server(folder / "data", pace, environ)
        self.vinted = Sandbox.start()
        self.server.start()
        self.address = f"{uuid4().hex[:12]}@example.org"
        self._session, self._signed_in_until = httpx.Cookies(), 0.0
        with self.server.api() as api:
            account = {"email": self.address, "password": PASSWORD, "language": "en"}
            api.post("/auth/register", json=account, headers={"Origin": self.server.url}).raise_for_status()

    def person(self) -> httpx.Client:
        """The account's owner at the API, signed in as on the portal; one sign-in serves for half a minute."""
        api = self.server.api()
        api.headers["Origin"] = self.server.url
        if time.monotonic() > self._signed_in_until:
            account = {"email": self.address, "password": PASSWORD}
            api.post("/auth/login", json=account).raise_for_status()
            self._session, self._signed_in_until = api.cookies, time.monotonic() + 30
        api.cookies = self._session
        return api

    @property
    def sandbox_address(self) -> SandboxAddress:
        return SandboxAddress(self.vinted.port, self.vinted.spki, self.vinted.hosts)

    def browser(self, name: str = "a", **options: Any) -> "Seat":
        """A browser of this name with our extension; the same name again is the same installation."""
        started = ExtensionBrowser.launch(
            self.driver, self.folder / f"profile-{name}", build=self.build, sandbox=self.sandbox_address, **options
        )
        return Seat(self, started)

    def close(self) -> None:
        self.server.stop()
        self.vinted.stop()


class Seat:
    """One browser, connected to our user's account, with an extension page from which the worker can be asked."""

    def __init__(self, stack: Stack, browser: ExtensionBrowser) -> None:
        self.stack, self.browser = stack, browser
        self.page = browser.open_inert_page()

    def connect(self, address: str | None = None) -> "Seat":
        """Signs the extension in as a person does: own server entered, sign-in window, Connect."""
        ask(self.page, "use_server", address=self.stack.server.url)
        # a new installation also opens its welcome page, at its own time
        with self.browser.context.expect_page(lambda page: page.url.startswith(self.stack.server.url)) as opened:
            # the answer comes when the window is gone, so the question is left open meanwhile
            self.page.evaluate(
                "(message) => { window.signedIn = chrome.runtime.sendMessage(message) }",
                {"ask": "sign_in", "label": "Chrome · Linux", "interactive": True},
            )
        window = opened.value
        window.get_by_label("E-mail address").fill(address or self.stack.address)
        window.get_by_label("Password").fill(PASSWORD)
        window.get_by_role("button", name="Sign in").click()
        window.get_by_role("button", name="Connect").click()
        outcome = self.page.evaluate("() => window.signedIn")
        if "refused" in outcome:
            raise Refused(str(outcome))
        return self

    def wait_for(self, what: str, look: Any, seconds: float = 20) -> Any:
        """`server.wait_for` that lets the browser's events in meanwhile."""
        return wait_for(what, look, seconds, pause=lambda s: self.page.wait_for_timeout(s * 1000))

    def backend(self, operation: str, **args: Any) -> Any:
        """Asks our server through the worker, as a screen does."""
        answer = ask(self.page, "backend", operation=operation, args=args)
        if not answer["ok"]:
            raise Refused(f"{operation}: {answer}")
        return answer["value"]

    def open_screen(self, place: str, closet: "ClosetOf | None" = None, width: int = 400) -> Page:
        """A screen in the panel's usual width; with `closet` once it shows that one, and not the last one from its cache."""
        page = self.browser.context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(self.browser.url(f"sidepanel.html#/{place}"))
        if closet:
            expect(page.locator(".shell-head")).to_contain_text(closet.login)
        return page

    def start_again(self) -> None:
        """The same installation in a new browser, after the old one was killed."""
        self.browser = ExtensionBrowser.launch(
            self.stack.driver, self.browser.profile, build=self.stack.build, sandbox=self.stack.sandbox_address
        )
        self.page = self.browser.open_inert_page()

    # ------------------------------------------------------------------------------------------------ Vinted
    def close_vinted(self) -> None:
        """Closes every Vinted tab."""
        for page in self.browser.context.pages:
            if "vinted." in page.url:
                page.close()

    def sign_in_on_vinted(self, login: str, site: str = "vinted.fr") -> Page:
        """A Vinted tab signed in as this member; all tabs of the browser on this country's site share the session."""
        self.close_vinted()
        return self.switch_account(login, site)

    def switch_account(self, login: str, site: str = "vinted.fr") -> Page:
        """Signs out and in as this member in a tab of its own; the other tabs stay as they are and share the new session."""
        self.browser.context.clear_cookies(domain=f"www.{site}")
        self.browser.context.clear_cookies(domain=f".www.{site}")
        self.browser.context.add_cookies(self.stack.vinted.session_cookies(login, site))  # type: ignore[arg-type]
        tab = self.browser.context.new_page()
        tab.goto(f"https://www.{site}/")
        return tab

    def new_closet(
        self, items: Sequence[Mapping[str, Any]] = ({"title": "Robe fleurie", "photos": 2},), site: str = "vinted.fr"
    ) -> "ClosetOf":
        """A member nobody has met before, with these listings, its closet claimed and read."""
        login = f"atelier_{next(numbers)}_{uuid4().hex[:6]}"
        member = self.stack.vinted.add_member(login, country=MARKETS[site].country)
        ids = self.stack.vinted.add_items(member, [dict(item) for item in items]) if items else []
        self.sign_in_on_vinted(login, site)

        return ClosetOf(self, self.claim(member), member, login, ids)

    def claim(self, member: int) -> str:
        """Says that the member in the tab is ours, as the first run does; the closet's id."""

        def here() -> Any:
            tabs = ask(self.page, "engine_status")["tabs"]
            return next((t["member"] for t in tabs if t["member"] and t["member"]["member_id"] == member), None)

        closet = self.backend("claim_closet", body=self.wait_for("the member in the tab", here))
        # what nobody pressed for waits for the active hours; no test may depend on the hour it runs at
        self.backend("change_closet", path={"id": closet["id"]}, body={"active_from": 0, "active_until": 24})
        return str(closet["id"])


class ClosetOf:
    """A claimed closet: what a person wishes for it, and what is true of it."""

    def __init__(self, seat: Seat, closet_id: str, member: int, login: str, items: list[int]) -> None:
        self.seat, self.id, self.member, self.login, self.items = seat, closet_id, member, login, items

    def wish(self, **wish: Any) -> str:
        """The id of the job that a press makes; the loop is woken as the panel does."""
        job: dict[str, Any] = self.seat.backend("wish", body={"closet_id": self.id, "wish": wish})
        ask(self.seat.page, "wake")
        return str(job["id"])

    def job(self, job_id: str, by: Seat | None = None) -> dict[str, Any]:
        found: dict[str, Any] = (by or self.seat).backend("job", path={"id": job_id})
        return found

    def settled(
        self,
        job_id: str,
        seconds: float = 20,
        by: Seat | None = None,
        watch: Callable[[], None] = lambda: None,
        over: Callable[[dict[str, Any]], bool] = lambda job: False,
    ) -> dict[str, Any]:
        """The job once it has ended, waits for the person, or is `over`; asked through the device `by`.

        `watch` is called meanwhile.
        """
        last: dict[str, Any] = {}

        def look() -> dict[str, Any] | None:
            watch()
            try:
                last.update(self.job(job_id, by))
            except Refused:  # the server is away; the screen shows what it knew
                return None
            return last if last["state"] in (*OVER, *WAITS_FOR_PERSON) or over(last) else None

        try:
            found: dict[str, Any] = (by or self.seat).wait_for(f"the end of job {job_id}", look, seconds)
        except TimeoutError as late:
            raise TimeoutError(f"{late}; it stands at {last}") from None
        return found

    @property
    def visible(self) -> list[int]:
        """Ids of the listings that others can see."""
        return self.seat.stack.vinted.visible(self.member)
