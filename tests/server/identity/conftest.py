"""Browsers that keep cookies, and the passwords they type."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import httpx
import pytest
from litestar import Litestar
from vintedbot.settings import EXTENSION_ID

from tests.server.people import ORIGIN

PASSWORD = "a long enough password"
Browser = httpx.AsyncClient


@pytest.fixture
async def open_browser(app: Litestar, database: None) -> AsyncIterator[Callable[..., Browser]]:
    """`open_browser()`: a browser on our pages with a cookie jar of its own. `address`: the machine it runs on."""
    async with AsyncExitStack() as opened:
        browsers: list[Browser] = []

        def open_one(address: str = "10.0.0.1", **headers: str) -> Browser:
            transport = httpx.ASGITransport(app=app, client=(address, 5000))
            browsers.append(Browser(transport=transport, base_url=f"{ORIGIN}/api/v1", headers={"origin": ORIGIN, **headers}))
            opened.push_async_callback(browsers[-1].aclose)
            return browsers[-1]

        yield open_one


@pytest.fixture
async def browser(open_browser: Callable[..., Browser]) -> Browser:
    """Signed out."""
    return open_browser()


@pytest.fixture
async def anna(open_browser: Callable[..., Browser]) -> Browser:
    """Registered and signed in as anna@example.com."""
    signed_in = open_browser("10.0.0.2")
    answer = await signed_in.post("/auth/register", json={"email": "anna@example.com", "password": PASSWORD})
    assert answer.status_code == 201
    return signed_in


@pytest.fixture
def extension(open_browser: Callable[..., Browser]) -> Browser:
    """The extension's worker: another origin, no cookie of ours."""
    return open_browser(origin=f"chrome-extension://{EXTENSION_ID}")


def code_of(answer: httpx.Response) -> str:
    """The problem's code, with its status, so that a test reads both at once: `"401 not_signed_in"`."""
    return f"{answer.status_code} {answer.json()['code']}"


def hold(browser: Browser, refresh_token: str) -> None:
    """Puts a refresh token where ours lies, so that the next one replaces it."""
    browser.cookies.set("vintedbot_refresh", refresh_token, domain="testserver.local", path="/api/v1/auth")
