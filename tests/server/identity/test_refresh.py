"""Refresh tokens: each works once, a second tab is forgiven for ten seconds, a thief ends the session for everybody."""

import asyncio
from collections.abc import Callable

from vintedbot.kit import db

from .conftest import Browser, code_of, hold
from .device_flow import asked, code_for, exchanged

LATER = "UPDATE refresh_tokens SET used_at = used_at - interval '11 seconds' WHERE used_at IS NOT NULL"


async def test_refreshing_gives_new_cookies_that_work(anna: Browser):
    before = dict(anna.cookies)
    assert (await anna.post("/auth/refresh")).status_code == 204
    assert anna.cookies["vintedbot_refresh"] != before["vintedbot_refresh"]
    assert (await anna.get("/auth/me")).status_code == 200


async def test_the_refresh_cookie_alone_brings_the_session_back(anna: Browser):
    anna.cookies.delete("vintedbot_access")
    assert code_of(await anna.get("/auth/me")) == "401 not_signed_in"
    assert (await anna.post("/auth/refresh")).status_code == 204
    assert (await anna.get("/auth/me")).status_code == 200


async def test_twenty_at_once_make_one_new_token(anna: Browser, open_browser: Callable[..., Browser]):
    tabs = [open_browser() for _ in range(20)]
    for tab in tabs:
        hold(tab, anna.cookies["vintedbot_refresh"])
    answers = await asyncio.gather(*(tab.post("/auth/refresh") for tab in tabs))
    assert sorted(a.status_code for a in answers) == [204] + [409] * 19
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"refreshed_elsewhere"}
    assert not any(a.headers.get_list("set-cookie") for a in answers if a.status_code == 409), "the losers keep what they have"
    assert await db.fetchval("SELECT count(*) FROM refresh_tokens") == 2
    winner = tabs[[a.status_code for a in answers].index(204)]
    assert (await winner.post("/auth/refresh")).status_code == 204, "nobody was signed out"


async def test_a_token_used_again_later_ends_the_session_for_all(anna: Browser, open_browser: Callable[..., Browser]):
    thief = open_browser("10.6.6.6")
    hold(thief, anna.cookies["vintedbot_refresh"])
    assert (await anna.post("/auth/refresh")).status_code == 204
    await db.execute(LATER)
    assert code_of(await thief.post("/auth/refresh")) == "401 not_signed_in"
    assert code_of(await anna.post("/auth/refresh")) == "401 not_signed_in", "the newest token of the family as well"


async def test_reuse_leaves_other_sessions_alone(anna: Browser, browser: Browser):
    await browser.post("/auth/login", json={"email": "anna@example.com", "password": "a long enough password"})
    old = anna.cookies["vintedbot_refresh"]
    await anna.post("/auth/refresh")
    await db.execute(LATER)
    anna.cookies.clear()
    hold(anna, old)
    assert (await anna.post("/auth/refresh")).status_code == 401
    assert (await browser.post("/auth/refresh")).status_code == 204


async def test_a_token_expires_unused(anna: Browser):
    await db.execute("UPDATE refresh_tokens SET expires_at = now()")
    assert code_of(await anna.post("/auth/refresh")) == "401 not_signed_in"
    assert await db.fetchval("SELECT revoked_at FROM sessions") is None, "late is no theft"


async def test_made_up_tokens_are_refused(browser: Browser):
    assert code_of(await browser.post("/auth/refresh")) == "401 not_signed_in"
    hold(browser, "made-up")
    assert code_of(await browser.post("/auth/refresh")) == "401 not_signed_in"


async def test_what_is_over_is_forgotten(anna: Browser):
    from vintedbot.identity.tasks import clean

    await anna.post("/auth/refresh")
    await clean()
    assert await db.fetchval("SELECT count(*) FROM refresh_tokens") == 2, "a used one still shows a theft"
    await db.execute("UPDATE refresh_tokens SET expires_at = now() - interval '1 s'")
    await db.execute("UPDATE sessions SET created_at = now() - interval '31 days'")
    await clean()
    assert await db.fetchval("SELECT count(*) FROM sessions") == 0


async def test_what_was_kept_of_a_session_ends_with_it(anna: Browser, open_browser: Callable[..., Browser], extension: Browser):
    """The access cookie holds for ten minutes; of a session that has ended it must not buy a device token, which has no end."""
    kept = open_browser("10.6.6.6")
    for name in ("vintedbot_access", "vintedbot_refresh"):
        kept.cookies.set(name, anna.cookies[name], domain="testserver.local", path="/api/v1")
    code = await code_for(kept)
    assert (await anna.post("/auth/logout")).status_code == 204
    assert code_of(await kept.post("/auth/device/authorize", json=asked())) == "401 not_signed_in"
    assert code_of(await kept.get("/auth/me")) == "401 not_signed_in"
    assert code_of(await extension.post("/auth/device/token", json=exchanged(code))) == "400 code_refused"


async def test_a_theft_that_was_noticed_ends_what_the_thief_holds(anna: Browser, open_browser: Callable[..., Browser]):
    thief = open_browser("10.6.6.6")
    hold(thief, anna.cookies["vintedbot_refresh"])
    assert (await thief.post("/auth/refresh")).status_code == 204
    await db.execute(LATER)
    assert code_of(await anna.post("/auth/refresh")) == "401 not_signed_in"
    assert code_of(await thief.post("/auth/device/authorize", json=asked())) == "401 not_signed_in"
