"""Request rates: exact under concurrency, and no outage of their own."""

import asyncio

import msgspec
import redis.asyncio
from litestar.params import JSONBody
from vintedbot.kit import limits, process
from vintedbot.kit.http import get, post
from vintedbot.kit.limits import limit, wait_ms

ALICE, BOB = "00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-00000000000b"


@get("/api/v1/t/by-user", guards=[limit("t-user", 3, per=60, by="user")])
async def by_user() -> str:
    return "ok"


@post("/api/v1/t/sign-in", guards=[limit("t-ip", 5, per=60)])
async def sign_in(data: JSONBody[dict[str, str]]) -> None: ...


async def test_of_100_at_once_exactly_the_burst_passes(database, monkeypatch):
    # the real client gives up after half a second and lets the request pass; here the machine may be busy
    held = process.current()
    patient = redis.asyncio.Redis.from_url(held.settings.redis.url.reveal(), max_connections=100)
    monkeypatch.setattr(held, "redis", patient)
    waits = await asyncio.gather(*(wait_ms("t", "someone", 10, 60) for _ in range(100)))
    assert waits.count(0) == 10
    assert all(0 <= w <= 6000 for w in waits)
    await patient.aclose()


async def test_it_fills_up_again_evenly(database):
    assert [await wait_ms("t2", "someone", 2, 0.2) for _ in range(2)] == [0, 0]
    wait = await wait_ms("t2", "someone", 2, 0.2)
    assert 0 < wait <= 100
    await asyncio.sleep(wait / 1000 + 0.01)
    assert await wait_ms("t2", "someone", 2, 0.2) == 0


async def test_past_the_limit_a_route_says_when(opened):
    async with opened(sign_in) as client:
        statuses = [(await client.post("/api/v1/t/sign-in", json={})).status_code for _ in range(5)]
        assert statuses == [201] * 5
        refused = await client.post("/api/v1/t/sign-in", json={})
        assert refused.status_code == 429
        assert refused.json()["code"] == "rate_limited"
        assert 1 <= int(refused.headers["retry-after"]) <= 13


async def test_users_are_counted_apart(opened):
    async with opened(by_user) as client:
        for user in (ALICE, BOB):
            got = [(await client.get("/api/v1/t/by-user", headers={"x-test-user": user})).status_code for _ in range(4)]
            assert got == [200, 200, 200, 429]


async def test_without_redis_requests_pass_and_a_line_is_logged(database, monkeypatch):
    lines: list[str] = []
    monkeypatch.setattr(limits.log, "warning", lambda event, **_: lines.append(event), raising=False)
    held = process.current()
    url = type(held.settings.redis.url)("unix:///nowhere/valkey.sock")
    away = process.quick_redis(
        msgspec.structs.replace(held.settings, redis=msgspec.structs.replace(held.settings.redis, url=url))
    )
    monkeypatch.setattr(held, "redis", away)
    assert [await wait_ms("t3", "someone", 1, 60) for _ in range(3)] == [0, 0, 0]
    assert lines == ["limit_not_counted"] * 3
    await away.aclose()
