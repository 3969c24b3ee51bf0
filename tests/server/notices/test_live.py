"""The socket: who gets in, what they hear and from where, and what becomes of it when parts of the server go away."""

import asyncio
import json
import random
import subprocess
import sys
from functools import partial
from typing import get_args

import asyncpg
import httpx
import pytest
from vintedbot.kit import db
from vintedbot.kit.embedded import _binaries
from vintedbot.kit.relay import Relay, working
from vintedbot.notices import routes, service
from vintedbot_schemas.events import ClosetEvent, DraftEvent, Event, PhotoEvent, StartOver
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.server.people import MakeUser, Person, new_device
from tests.server.photos.sending import SAMPLES, announce, announced, send
from tests.server.test_two_tenants import THINGS
from tests.server.waiting import until as until_within

from .conftest import EXTENSION, environment, free_port, listening, ticket_of, url_of

# whatever comes, comes as soon as it is there: the bound only ends a test of what never comes
until = partial(until_within, within=60)


async def draft(url: str, headers: dict[str, str], title: str = "A dress") -> str:
    async with httpx.AsyncClient(base_url=url, timeout=20) as client:
        answer = await client.post("/api/v1/drafts", json={"fields": {"title": title}}, headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


# ---------------------------------------------------------------- who gets in


async def test_a_device_and_a_portal_page_get_in_and_hear_that_a_draft_was_made(here: str, worker: Relay, make_user: MakeUser):
    person = await make_user()
    async with listening(here, person.device) as panel, listening(here, person.portal, origin="http://testserver") as portal:
        made = await draft(here, person.portal)
        for page in (panel, portal):
            await until(lambda page=page: page.numbers == [1], "both hear of it")
            assert page.frames[0] == "welcome"
            assert [str(e.draft_id) for e in page.of(DraftEvent)] == [made]


async def test_news_come_by_redis_at_once(here: str, worker: Relay, make_user: MakeUser, monkeypatch):
    """And not by the look every other second, which would hide that the quick way is broken."""

    async def nothing(_: object) -> None:
        """The hub outlives this test, so its look is switched off and not put off."""

    monkeypatch.setattr("vintedbot.notices.hub.Hub._round", nothing)
    person = await make_user()
    async with listening(here, person.device) as page:
        await until(lambda: page.frames, "in")
        for number in range(1, 4):
            await draft(here, person.device)
            await until(lambda number=number: len(page.numbers) == number, "heard")


@pytest.mark.parametrize("origin", [None, "https://evil.example", "chrome-extension://somebodyelse", "null"])
async def test_from_another_page_not_even_the_handshake_succeeds(here: str, make_user: MakeUser, origin: str | None):
    person = await make_user()
    with pytest.raises(InvalidStatus) as refused:
        async with listening(here, person.device, origin=origin):
            pass
    assert refused.value.response.status_code == 403


async def test_a_ticket_works_once_and_not_for_long(here: str, make_user: MakeUser):
    person = await make_user()
    async with httpx.AsyncClient(base_url=here) as client:
        once, late = [await ticket_of(client, person.device) for _ in range(2)]
        assert (await client.post("/api/v1/live/ticket")).status_code == 401
    await db.execute("UPDATE live_tickets SET expires_at = now() WHERE ticket_sha256 = sha256($1)", late.encode())
    async with listening(here, {}, ticket=once) as good:
        await until(lambda: good.frames[:1] == ["welcome"], "the first one in")
        for bad in (once, late, "made up", ""):
            async with listening(here, {}, ticket=bad) as page:
                await until(lambda page=page: page.closed == 4401, "refused")
                assert page.frames == []


async def test_a_ticket_is_worth_no_more_than_its_device(here: str, make_user: MakeUser):
    person = await make_user()
    async with httpx.AsyncClient(base_url=here) as client:
        ticket = await ticket_of(client, person.device)
        await client.delete(f"/api/v1/auth/devices/{person.connected.id}", headers=person.device)
    async with listening(here, {}, ticket=ticket) as page:
        await until(lambda: page.closed == 4401, "refused")


@pytest.mark.parametrize(
    ("frame", "code"),
    [("not json", 4400), ('{"ticket": 5}', 4400), ('{"ticket": "x", "more": 1}', 4400), (b"\x00", 4400), ("x" * 5000, 1009)],
)
async def test_a_first_frame_that_is_no_hello_ends_it(here: str, frame: str | bytes, code: int):
    async with connect(f"{here.replace('http', 'ws')}/api/v1/live", origin=EXTENSION, proxy=None) as connection:
        await connection.send(frame)
        await connection.wait_closed()
        assert connection.close_code == code


async def test_who_says_nothing_is_not_waited_for(here: str, monkeypatch):
    monkeypatch.setattr(routes, "HELLO_S", 0.1)
    async with connect(f"{here.replace('http', 'ws')}/api/v1/live", origin=EXTENSION, proxy=None) as connection:
        await connection.wait_closed()
        assert connection.close_code == 4408


async def test_who_goes_on_talking_is_let_go(here: str, make_user: MakeUser):
    async with listening(here, (await make_user()).device) as page:
        await until(lambda: page.frames, "in")
        await page.connection.send("{}")
        await until(lambda: page.closed == 4400, "let go")


async def test_a_revoked_device_and_an_ended_session_lose_their_sockets(here: str, make_user: MakeUser):
    person = await make_user()
    other = await new_device(person.id)
    async with (
        listening(here, person.device) as revoked,
        listening(here, person.portal, origin="http://testserver") as portal,
        listening(here, other.headers) as stays,
    ):
        await until(lambda: revoked.frames and portal.frames and stays.frames, "all in")
        async with httpx.AsyncClient(base_url=here) as client:
            await client.delete(f"/api/v1/auth/devices/{person.connected.id}", headers=person.portal)
        await db.execute("UPDATE sessions SET revoked_at = now() WHERE user_id = $1", person.id)
        await until(lambda: (revoked.closed, portal.closed) == (4401, 4401), "both closed")
        assert stays.closed is None


async def test_of_too_many_windows_the_oldest_goes(here: str, make_user: MakeUser, monkeypatch):
    monkeypatch.setattr("vintedbot.notices.hub.SOCKETS_PER_USER", 2)
    person = await make_user()
    async with listening(here, person.device) as first:
        await until(lambda: first.frames, "in")
        async with listening(here, person.device) as second, listening(here, person.device) as third:
            await until(lambda: first.closed == 4429, "the oldest goes")
            await until(lambda: second.frames and third.frames, "the others stay")
            assert (second.closed, third.closed) == (None, None)


# ---------------------------------------------------------------- what is heard


async def test_of_everything_that_is_announced_its_owner_hears_and_nobody_else(
    here: str, client: httpx.AsyncClient, worker: Relay, two_users: tuple[Person, Person]
):
    """Each kind of the closed union comes from a real change, and has the union's shape, or `Page` would not read it."""
    owner, other = two_users
    async with listening(here, owner.device) as page, listening(here, other.device) as others:
        ids = {name: await thing(client, owner) for name, thing in sorted(THINGS.items()) if name not in ("photo_id", "group_id")}
        content = SAMPLES[0].read_bytes()
        [photo] = await announce(client, owner.device, [announced(content)])
        await send(client, owner.device, photo["id"], content)
        await until(lambda: [e.state for e in page.of(PhotoEvent)][-1:] == ["ready"], "the photo gets in")
        grouped = await client.post("/api/v1/bulk/cluster", json={"photo_ids": [photo["id"]]}, headers=owner.device)
        assert grouped.status_code == 200
        await until(lambda: {type(e) for e in page.events} == set(get_args(Event)), "every kind")
        assert page.numbers == list(range(1, len(page.numbers) + 1))
        assert str(page.of(ClosetEvent)[0].closet_id) == ids["closet_id"]
        said = json.dumps([repr(e) for e in page.events])
        assert "A dress" not in said, "what was written is nobody's business here"
        await draft(here, other.device)
        await until(lambda: others.numbers, "the other hears of their own")
        assert (others.numbers, {type(e) for e in others.events}) == ([1], {DraftEvent})


async def test_two_hundred_writers_at_once_leave_no_gap_and_no_disorder(
    here: str, worker: Relay, settings, two_users: tuple[Person, Person]
):
    """Writers that commit late, and some that do not, while two relays number."""
    chance = random.Random(5)
    pool = await asyncpg.create_pool(**db.connection_options(settings.database.url.reveal()), min_size=0, max_size=40)

    async def write(number: int) -> list[str]:
        ids = [db.uuid7() for _ in range(chance.randint(1, 3))]
        keeps = chance.random() > 0.2
        async with pool.acquire() as connection:
            transaction = connection.transaction()
            await transaction.start()
            for draft_id in ids:
                await connection.execute(
                    """INSERT INTO drafts (id, user_id, country, fields, photos, photo_ids, problems, created_at, saved_at)
                       VALUES ($1, $2, 'fr', '{}', '[]', '{}', '[]', now(), now())""",
                    draft_id, two_users[number % 2].id,
                )  # fmt: skip
                await asyncio.sleep(chance.random() / 50)
            await (transaction.commit() if keeps else transaction.rollback())
        return [str(draft_id) for draft_id in ids] if keeps else []

    async with listening(here, two_users[0].device) as first, listening(here, two_users[1].device) as second, working(settings):
        written = await asyncio.gather(*(write(number) for number in range(200)))
        for turn, page in enumerate((first, second)):
            wanted = {draft_id for ids in written[turn::2] for draft_id in ids}
            await until(lambda page=page, wanted=wanted: len(page.numbers) >= len(wanted), "all are told")
            assert page.numbers == list(range(1, len(wanted) + 1))
            assert {str(e.draft_id) for e in page.of(DraftEvent)} == wanted
    await pool.close()


async def test_numbers_have_no_gaps_however_the_announcements_fall_into_batches(database: None, make_user: MakeUser, monkeypatch):
    people = [(await make_user()).id for _ in range(3)]
    for seed in range(25):
        chance = random.Random(seed)
        monkeypatch.setattr(service, "BATCH", chance.randint(1, 7))
        await db.execute("DELETE FROM events")
        await db.execute("DELETE FROM event_counters")
        last: dict[tuple[int, int], int] = {}
        for _ in range(chance.randint(1, 6)):
            for _ in range(chance.randint(0, 12)):
                who, subject = chance.randrange(3), chance.randrange(4)
                last[who, subject] = value = chance.randrange(1000)
                more = json.dumps({"revision": value}).encode()
                await db.execute("SELECT announce($1, $2, NULL, $3)", people[who], f"kind{subject}", more)
            await service.number_and_tell()
        for who, user_id in enumerate(people):
            events = await service.since(user_id, 0)
            assert events is not None
            assert [e.number for e in events] == list(range(1, len(events) + 1)), seed
            heard = {}
            for e in events:
                what = json.loads(bytes(e.what))
                heard[who, int(what["event"][-1])] = what["revision"]
            assert heard == {key: value for key, value in last.items() if key[0] == who}, "of each thing the last word is heard"


# ---------------------------------------------------------------- being away


async def test_who_was_away_is_told_what_was_missed(here: str, worker: Relay, make_user: MakeUser):
    person = await make_user()
    async with listening(here, person.device) as page:
        await draft(here, person.device)
        await until(lambda: page.numbers == [1], "the first")
    missed = [await draft(here, person.device) for _ in range(3)]
    async with listening(here, person.device, after=1) as again:
        await until(lambda: again.numbers == [2, 3, 4], "what was missed")
        assert [str(e.draft_id) for e in again.of(DraftEvent)] == missed
        await draft(here, person.device)
        await until(lambda: again.numbers == [2, 3, 4, 5], "and what comes")


@pytest.mark.parametrize("why", ["forgotten", "too_many", "never_given"])
async def test_who_was_away_for_too_long_starts_over(here: str, worker: Relay, make_user: MakeUser, monkeypatch, why: str):
    person = await make_user()
    for _ in range(3):
        await draft(here, person.device)
    await until(lambda: db.fetchval("SELECT last = 3 FROM event_counters WHERE user_id = $1", person.id), "numbered")
    after = 1
    if why == "forgotten":
        await db.execute("UPDATE events SET at = now() - interval '25 hours' WHERE number < 3")
        await service.clear()
    elif why == "too_many":
        monkeypatch.setattr(service, "MISSED_MOST", 1)
    else:
        after = 99
    async with listening(here, person.device, after=after) as page:
        await until(lambda: "start_over" in page.frames, "told so")
        await draft(here, person.device)
        await until(lambda: page.numbers == [4], "goes on from there")
    assert StartOver.__struct_config__.tag == "start_over"


async def test_two_web_processes_one_of_which_dies_and_comes_back(started, worker: Relay, make_user: MakeUser):
    person = await make_user()
    port = free_port()
    one, two = started(), started(port=port)
    async with listening(url_of(two), person.device) as page:
        await draft(url_of(one), person.device)
        await until(lambda: page.numbers == [1], "made at one, heard at the other")
        two.stop()
        await until(lambda: page.closed is not None, "the line breaks")
        assert page.closed == 1012
    await draft(url_of(one), person.device)
    again = started(port=port)
    async with listening(url_of(again), person.device, after=1) as page:
        await until(lambda: page.numbers == [2], "what happened meanwhile")


async def test_valkey_killed_emptied_and_back_loses_nothing(started, settings, tmp_path_factory, make_user: MakeUser):
    person = await make_user()
    folder = tmp_path_factory.mktemp("v")
    address = f"unix://{folder}/v.sock"
    command = [str(_binaries(settings.database.embedded_version)[1]), "--port", "0", "--unixsocket", str(folder / "v.sock"),
               "--dir", str(folder), "--save", ""]  # fmt: skip

    def valkey() -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, stdout=subprocess.DEVNULL)

    first = valkey()
    await until((folder / "v.sock").exists, "Valkey is there")
    relay = subprocess.Popen(
        [sys.executable, "-m", "vintedbot", "worker"],
        env={"PATH": "", **environment(settings, REDIS_URL=address)},
        stderr=subprocess.DEVNULL,
    )
    second = None
    try:
        url = url_of(started(REDIS_URL=address))
        async with listening(url, person.device) as page:
            await draft(url, person.device)
            await until(lambda: page.numbers == [1], "heard")
            first.kill()
            first.wait()
            for _ in range(3):
                await draft(url, person.device)
            await until(lambda: page.numbers == [1, 2, 3, 4], "heard without it, a little later")
            second = valkey()
            await draft(url, person.device)
            await until(lambda: page.numbers == [1, 2, 3, 4, 5], "heard when it is back")
            assert page.closed is None
    finally:
        for process in (relay, first, second):
            if process is not None:
                process.kill()
                process.wait()
