"""Fixtures for tests in real Chromium with the real extension. One browser per test worker, cleared between tests."""

import re
import tempfile
from collections.abc import Callable, Generator, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Playwright, expect

from .chromium import SandboxAddress
from .extension_browser import ExtensionBrowser
from .extension_build import ROOT, ensure_built
from .stack import ClosetOf, Seat, Stack

OUTPUT = ROOT / "test-output"
# how long a fact may take on two cores that other work shares; whatever comes, comes as soon as it is there
expect.set_options(timeout=15_000)
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
def extension_build() -> Path:
    """The folder of an up-to-date build."""
    return ensure_built()


@pytest.fixture(scope="session")
def sandbox_address() -> SandboxAddress | None:
    """Where Vinted's stand-in listens. None: no Vinted at all, every outside host is an error."""
    return None


@pytest.fixture(scope="session")
def shared_browser(
    playwright_driver: Playwright, extension_build: Path, sandbox_address: SandboxAddress | None
) -> Iterator[ExtensionBrowser]:
    with tempfile.TemporaryDirectory(prefix="vb-profile-", ignore_cleanup_errors=True) as profile:
        browser = ExtensionBrowser.launch(playwright_driver, Path(profile), build=extension_build, sandbox=sandbox_address)
        yield browser
        browser.close()


@pytest.fixture
def browser(shared_browser: ExtensionBrowser, request: pytest.FixtureRequest) -> Iterator[ExtensionBrowser]:
    """The worker's browser in a clean state."""
    shared_browser.clear()
    yield shared_browser
    _keep_pictures(shared_browser, request)


@pytest.fixture
def fresh_browser(
    playwright_driver: Playwright,
    extension_build: Path,
    sandbox_address: SandboxAddress | None,
    request: pytest.FixtureRequest,
) -> Iterator[Callable[..., ExtensionBrowser]]:
    """Starts a browser of one's own: `fresh_browser()`, `fresh_browser(profile, languages=("fr",))`.

    The same profile again is the same installation after a restart.
    """
    started: list[ExtensionBrowser] = []
    with tempfile.TemporaryDirectory(prefix="vb-profiles-", ignore_cleanup_errors=True) as folder:

        def start(profile: Path | None = None, **options: Any) -> ExtensionBrowser:
            own = profile or Path(tempfile.mkdtemp(dir=folder))
            options = {"build": extension_build, "sandbox": sandbox_address} | options
            browser = ExtensionBrowser.launch(playwright_driver, own, **options)
            started.append(browser)
            return browser

        yield start
        for number, browser in enumerate(started):
            _keep_pictures(browser, request, f"browser-{number}")
            browser.close()


@pytest.fixture
def kill_worker(browser: ExtensionBrowser) -> Callable[[], None]:
    return browser.kill_worker


@pytest.fixture
def panel(browser: ExtensionBrowser) -> Page:
    return browser.open_panel()


# ------------------------------------------------------------------------------------------------ on a module's `stack`
@pytest.fixture(scope="module")
def seat(stack: Stack) -> Iterator[Seat]:
    """The browser at which the person sits."""
    seat = stack.browser("a").connect()
    yield seat
    seat.browser.close()


@pytest.fixture
def closet(seat: Seat) -> Iterator[ClosetOf]:
    """A closet of its own, the one that is shown; no page of ours is left open after the test."""
    closet = seat.new_closet(())
    seat.backend("switch_closet", path={"id": closet.id})
    yield closet
    for page in seat.browser.context.pages:
        if page != seat.page:
            page.close()


@pytest.fixture(scope="module")
def second(stack: Stack) -> Iterator[Callable[[], Seat]]:
    """The other device; its browser starts when it is first needed."""

    @cache
    def started() -> Seat:
        return stack.browser("b").connect()

    yield started
    if started.cache_info().currsize:
        started().browser.close()


@pytest.fixture(scope="module")
def person(stack: Stack) -> Iterator[httpx.Client]:
    """The account's owner at the API."""
    client = stack.person()
    yield client
    client.close()


@pytest.fixture
def lifted(stack: Stack) -> Iterator[None]:
    """Vinted's log begins with the test, and afterwards no fault is armed."""
    stack.vinted.clear_log()
    yield
    stack.vinted.clear_faults()


def _keep_pictures(browser: ExtensionBrowser, request: pytest.FixtureRequest, name: str = "browser") -> None:
    if not request.node.stash.get(FAILED, False):
        return
    folder = OUTPUT / re.sub(r"[^\w.-]+", "_", request.node.nodeid) / name
    taken = browser.screenshots(folder)
    request.node.add_report_section("teardown", "screenshots", "\n".join(str(path.relative_to(ROOT)) for path in taken))
    if browser.errors:
        request.node.add_report_section("teardown", "browser console", "\n".join(browser.errors))
