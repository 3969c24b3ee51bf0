"""One stand-in per test process, made new before each test, and browsers that are closed after it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright

from tests.browser.chromium import find_chromium

from .client import Sandbox
from .screen import cookies
from .visitor import Visitor

Browse = Callable[[], Visitor]


@pytest.fixture(scope="session")
def _running() -> Iterator[Sandbox]:
    with Sandbox.start() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(_running: Sandbox) -> Sandbox:
    _running.reset()
    return _running


@pytest.fixture
def browse(sandbox: Sandbox) -> Iterator[Browse]:
    """Opens a browser of its own, not signed in."""
    opened: list[Visitor] = []

    def open_browser() -> Visitor:
        opened.append(Visitor(sandbox))
        return opened[-1]

    yield open_browser
    for visitor in opened:
        visitor.http.close()


@pytest.fixture
def me(sandbox: Sandbox) -> int:
    return sandbox.add_member("atelier_demo")


@pytest.fixture
def visitor(browse: Browse, me: int) -> Visitor:
    """A browser signed in as `me`."""
    return browse().sign_in("atelier_demo")


@pytest.fixture
def camille(sandbox: Sandbox) -> int:
    """Another member."""
    return sandbox.add_member("camille_ex")


@pytest.fixture
def stranger(browse: Browse, camille: int) -> Visitor:
    """A browser signed in as `camille`."""
    return browse().sign_in("camille_ex")


@pytest.fixture
def item(sandbox: Sandbox, me: int) -> int:
    """A listing of `me` at 18 €."""
    [item] = sandbox.add_items(me, [{"title": "Robe fleurie"}])
    return item


@pytest.fixture(scope="session")
def _chromium(playwright_driver: Playwright, _running: Sandbox) -> Iterator[Any]:
    rules = [*(f"MAP {host}:443 127.0.0.1:{_running.port}" for host in _running.hosts), "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1"]
    browser = playwright_driver.chromium.launch(
        executable_path=str(find_chromium()), chromium_sandbox=False,
        args=[f"--host-resolver-rules={', '.join(rules)}", f"--ignore-certificate-errors-spki-list={_running.spki}"],
    )  # fmt: skip
    yield browser
    browser.close()


@pytest.fixture
def context(sandbox: Sandbox, me: int, _chromium: Any) -> Iterator[BrowserContext]:
    """A real browser signed in as `me`."""
    context = _chromium.new_context()
    context.set_default_timeout(10_000)
    context.add_cookies(cookies(sandbox, "atelier_demo"))
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
