"""Helps tests that look at the mock front end in a real browser; the browser itself is a fixture in `conftest.py`."""

from typing import Any, cast

from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Page

from .client import Sandbox

HOME = "https://www.vinted.fr"


def cookies(sandbox: Sandbox, login: str) -> list[SetCookieParam]:
    return cast("list[SetCookieParam]", sandbox.session_cookies(login))


def in_page(page: Page, method: str, path: str) -> Any:
    """A request by the page's own means; its status, or what the browser says when it failed."""
    return page.evaluate(
        """async ([method, path]) => {
            const text = [...document.scripts].map((script) => script.textContent).join("");
            const csrf = text.match(/CSRF_TOKEN\\\\":\\\\"([0-9a-f-]+)/)[1];
            try {
                return (await fetch(path, { method, headers: { "X-CSRF-Token": csrf } })).status;
            } catch (error) {
                return String(error);
            }
        }""",
        [method, path],
    )


def service(page: Page, path: str) -> Any:
    """A read of the api host as the page's own client makes it; its status, or what the browser says when it failed."""
    return page.evaluate(
        """async (path) => {
            const headers = { "X-Next-App": "marketplace-web", Platform: "web" };
            try {
                return (await fetch(`https://api.vinted.fr${path}`, { headers, credentials: "include" })).status;
            } catch (error) {
                return String(error);
            }
        }""",
        path,
    )
