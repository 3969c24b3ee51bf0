"""The whole way from registering to a revoked device, with every log line read: no secret is in any of them."""

import io
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog
from vintedbot.kit import db, log

from .conftest import PASSWORD, Browser
from .device_flow import VERIFIER, bearer, code_for, exchanged


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """All that is logged, down to DEBUG."""
    root, before = logging.getLogger(), (logging.getLogger().handlers[:], logging.getLogger().level)
    written = io.StringIO()
    log.configure("json", level=logging.DEBUG, stream=written)
    yield written
    structlog.reset_defaults()
    root.handlers[:], root.level = before[0], before[1]


async def test_no_secret_is_logged(open_browser: Callable[..., Browser], extension: Browser, lines: io.StringIO):
    anna, secrets = open_browser(), {PASSWORD, VERIFIER}
    anna_says = {"email": "anna@example.com", "password": PASSWORD}
    await anna.post("/auth/register", json=anna_says)
    secrets |= set(anna.cookies.values())
    await anna.post("/auth/login", json={**anna_says, "password": PASSWORD + "!"})
    await anna.post("/auth/login", json=anna_says)
    await anna.post("/auth/refresh")
    code = await code_for(anna)
    given = (await extension.post("/auth/device/token", json=exchanged(code))).json()
    await extension.post("/auth/device/token?code=" + code, json=exchanged(code))
    await extension.get("/auth/me", headers=bearer(given))
    old = anna.cookies["vintedbot_refresh"]
    await anna.post("/auth/refresh")
    await db.execute("UPDATE refresh_tokens SET used_at = used_at - interval '1 hour'")
    await anna.post("/auth/refresh", headers={"cookie": f"vintedbot_refresh={old}"})
    secrets |= {code, given["device_token"], old, *anna.cookies.values()}

    text = lines.getvalue()
    assert "device_code_used_twice" in text
    assert "refresh_reused" in text
    assert text.count('"event":"request"') >= 9
    assert [s for s in secrets if s in text] == []
    assert "anna@example.com" not in text
