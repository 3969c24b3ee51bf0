"""A POST sent twice happens once."""

import asyncio

import msgspec
import pytest
from litestar import Response
from litestar.params import JSONBody
from vintedbot.kit import db, idempotency
from vintedbot.kit.errors import Conflict
from vintedbot.kit.http import post

from tests.server.waiting import until

ALICE, BOB = "00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-00000000000b"
gate = asyncio.Event()


class Wish(msgspec.Struct):
    name: str


async def act(name: str) -> None:
    async with db.transaction():
        await db.execute("INSERT INTO worker_heartbeats (worker, seen_at) VALUES ($1, now())", f"{name}:{db.uuid7()}")


async def done() -> int:
    return int(await db.fetchval("SELECT count(*) FROM worker_heartbeats"))


@post("/api/v1/t/wish")
async def wish(data: JSONBody[Wish]) -> Wish:
    await act(data.name)
    return data


@post("/api/v1/t/refuse")
async def refuse(data: JSONBody[Wish]) -> None:
    raise Conflict


@post("/api/v1/t/slow")
async def slow(data: JSONBody[Wish]) -> Wish:
    await gate.wait()
    await act(data.name)
    return data


@post("/api/v1/t/breaks")
async def breaks(data: JSONBody[Wish]) -> None:
    await act(data.name)
    raise RuntimeError("after the commit")


@post("/api/v1/t/secret", opt={"idempotency": False})
async def secret(data: JSONBody[Wish]) -> Response[Wish]:
    await act(data.name)
    return Response(data)


@pytest.fixture(autouse=True)
def closed_gate():
    gate.clear()


def send(client, path="wish", key="k1", user=ALICE, name="a"):
    headers = {"idempotency-key": key} | ({"x-test-user": user} if user else {})
    return client.post(f"/api/v1/t/{path}", json={"name": name}, headers=headers)


async def test_the_same_request_gets_the_same_answer_and_acts_once(opened):
    async with opened(wish) as client:
        first, second = await send(client), await send(client)
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.content == second.content
        assert second.headers["content-type"] == first.headers["content-type"]
        assert second.headers["idempotent-replayed"] == "true"
        assert "idempotent-replayed" not in first.headers
        assert await done() == 1


async def test_another_body_is_refused(opened):
    async with opened(wish) as client:
        await send(client)
        other = await send(client, name="b")
        assert (other.status_code, other.json()["code"]) == (409, "key_reused")
        assert await done() == 1


async def test_keys_belong_to_a_user_and_a_route(opened):
    async with opened(wish, secret) as client:
        await send(client)
        await send(client, user=BOB, name="b")
        assert await done() == 2


async def test_without_user_or_with_opt_out_nothing_is_kept(opened):
    async with opened(wish, secret) as client:
        for _ in range(2):
            await send(client, user=None)
            await send(client, path="secret")
        assert await done() == 4
        assert await db.fetchval("SELECT count(*) FROM idempotency_keys") == 0


async def test_a_hundred_at_once_act_once(opened):
    async with opened(wish) as client:
        answers = await asyncio.gather(*(send(client) for _ in range(100)))
        assert await done() == 1
        codes = {a.status_code for a in answers}
        assert codes <= {201, 409}
        assert {a.json()["code"] for a in answers if a.status_code == 409} <= {"still_running"}


async def test_a_refusal_frees_the_key(opened):
    async with opened(refuse) as client:
        assert (await send(client, path="refuse")).json()["code"] == "conflict"
        assert (await send(client, path="refuse", name="corrected")).json()["code"] == "conflict"


async def test_a_second_one_while_the_first_runs(opened):
    async with opened(slow) as client:
        first = asyncio.create_task(send(client, path="slow"))
        await until(lambda: db.fetchval("SELECT count(*) FROM idempotency_keys"), "the first began")
        second = await send(client, path="slow")
        assert (second.status_code, second.json()["code"]) == (409, "still_running")
        assert second.headers["retry-after"] == "1"
        gate.set()
        assert (await first).status_code == 201


async def test_done_but_answer_lost_is_said_and_not_repeated(opened):
    async with opened(breaks) as client:
        assert (await send(client, path="breaks")).status_code == 500
        again = await send(client, path="breaks")
        assert (again.status_code, again.json()["code"]) == (409, "answer_lost")
        assert await done() == 1


async def test_a_server_that_died_before_acting_is_simply_asked_again(opened):
    async with opened(wish) as client:
        await send(client)
        await db.execute("DELETE FROM worker_heartbeats")
        await db.execute("UPDATE idempotency_keys SET status = NULL, committed = false, locked_until = now() - interval '1 s'")
        assert (await send(client)).status_code == 201
        assert await done() == 1


async def test_a_first_one_that_was_overtaken_cannot_commit_any_more(opened, monkeypatch):
    async with opened(slow, wish) as client:
        first = asyncio.create_task(send(client, path="slow"))
        await until(lambda: db.fetchval("SELECT count(*) FROM idempotency_keys"), "the first began")
        await db.execute("UPDATE idempotency_keys SET locked_until = now() - interval '1 s'")
        second = asyncio.create_task(send(client, path="slow"))
        await until(lambda: db.fetchval("SELECT count(*) FROM idempotency_keys WHERE locked_until > now()"), "taken over")
        gate.set()
        assert sorted(a.status_code for a in await asyncio.gather(first, second)) == [201, 500]
        assert await done() == 1


async def test_an_overtaken_one_that_ends_first_does_not_take_the_lock_away(database):
    caller, digest = db.uuid7(), b"d"
    first = await idempotency._begin(caller, "/r", "k", digest)
    await db.execute("UPDATE idempotency_keys SET locked_until = now() - interval '1 s'")
    second = await idempotency._begin(caller, "/r", "k", digest)
    await idempotency._end(first, {"status": 500, "headers": [], "body": b""})
    assert await db.fetchval("SELECT locked_until FROM idempotency_keys") == second["locked_until"]


async def test_a_key_that_is_no_key(opened):
    async with opened(wish) as client:
        answer = await send(client, key="x" * 201)
        assert (answer.status_code, answer.json()["field"]) == (400, "Idempotency-Key")


async def test_a_body_too_large_to_keep(opened):
    async with opened(wish) as client:
        answer = await send(client, name="x" * (idempotency.BODY_MAX + 1))
        assert answer.status_code == 413
