"""What one account may ask and keep, and a disk that is nearly full: each refusal says what it is about."""

import struct
import zlib
from io import BytesIO
from typing import Any

import httpx
import msgspec
import numpy as np
import pytest
from PIL import Image
from vintedbot.kit import process, room
from vintedbot.photos import stored

from tests.server.people import MakeUser, Person, new_device
from tests.server.photos.sending import announced, send, uploaded
from tests.server.waiting import until


@pytest.fixture
def quotas(held: process.Process, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`quotas(requests=10)`: these, for this test."""

    def change(**changes: float) -> None:
        changed = msgspec.structs.replace(held.settings.quotas, **changes)
        monkeypatch.setattr(held, "settings", msgspec.structs.replace(held.settings, quotas=changed))

    return change


def told(answer: httpx.Response) -> tuple[int, str, Any]:
    problem = answer.json()
    return answer.status_code, problem["code"], problem["data"]


async def announce(client: httpx.AsyncClient, who: Person, *contents: bytes) -> httpx.Response:
    body = {"photos": [announced(content) for content in contents]}
    return await client.post("/api/v1/bulk/photos/upload", json=body, headers=who.device)


async def test_each_user_has_a_rate_of_their_own_over_all_devices(client: httpx.AsyncClient, make_user: MakeUser, quotas: Any):
    quotas(requests=10)
    anna, bob = await make_user(), await make_user()
    second = await new_device(anna.id)
    got = [await client.get("/api/v1/drafts", headers=anna.device if n % 2 else second.headers) for n in range(12)]
    assert [a.status_code for a in got] == [200] * 10 + [429] * 2
    assert got[-1].json()["data"]["limit"] == "person"
    assert int(got[-1].headers["retry-after"]) >= 1
    assert (await client.get("/api/v1/drafts", headers=bob.device)).status_code == 200


async def test_taken_a_few_at_a_time_the_rate_is_as_exact(client: httpx.AsyncClient, make_user: MakeUser, quotas: Any):
    quotas(requests=70)
    anna = await make_user()
    got = [(await client.get("/api/v1/drafts", headers=anna.device)).status_code for _ in range(73)]
    passed = got.index(429)
    # a minute's rate fills up again meanwhile
    assert 70 <= passed <= 72
    assert set(got[:passed]) == {200}


async def test_presses_do_not_starve_the_work_of_a_device_nor_pictures(client: httpx.AsyncClient, make_user, quotas: Any):
    quotas(requests=10)
    anna = await make_user()
    for _ in range(11):
        await client.get("/api/v1/drafts", headers=anna.device)
    lease = {"build": "1", "wire_version": 1, "verbs": [], "hands": [], "holding": []}
    got = [(await client.post("/api/v1/jobs/lease", json=lease, headers=anna.device)).status_code for _ in range(41)]
    assert got == [200] * 40 + [429]
    assert (await client.get(f"/api/v1/photos/by-hash/{'a' * 64}", headers=anna.device)).status_code == 404


async def test_photos_by_number_and_by_bytes(client: httpx.AsyncClient, make_user: MakeUser, quotas: Any):
    anna, bob = await make_user(), await make_user()
    quotas(photos=2)
    assert (await announce(client, anna, b"one", b"two")).status_code == 200
    assert told(await announce(client, anna, b"three")) == (409, "quota_reached", {"what": "photos", "most": 2})
    assert (await announce(client, bob, b"three")).status_code == 200
    quotas(photos=100, gib=2_000 / room.GIB)
    assert (await announce(client, anna, b"x" * 1_900)).status_code == 200
    assert told(await announce(client, anna, b"y" * 200)) == (409, "quota_reached", {"what": "bytes", "most": 2_000})


async def test_drafts_and_closets(client: httpx.AsyncClient, make_user: MakeUser, quotas: Any):
    anna = await make_user()
    quotas(drafts=1, closets=1)
    new = [await client.post("/api/v1/drafts", json={}, headers=anna.device) for _ in range(2)]
    assert new[0].status_code == 201
    assert told(new[1]) == (409, "quota_reached", {"what": "drafts", "most": 1})
    for member, status in ((1, 200), (1, 200), (2, 409)):
        body = {"country": "fr", "member_id": member, "login": "anna", "currency": "EUR"}
        answer = await client.post("/api/v1/accounts/vinted", json=body, headers=anna.device)
        assert answer.status_code in (status, status + 1), answer.text


async def test_templates_and_a_file_of_them(client: httpx.AsyncClient, make_user: MakeUser, quotas: Any):
    anna = await make_user()
    quotas(templates=1)
    body = {"name": "Robes", "language": "fr"}
    assert (await client.post("/api/v1/templates", json=body, headers=anna.device)).status_code == 201
    full = await client.post("/api/v1/templates", json={**body, "name": "Jupes"}, headers=anna.device)
    assert told(full) == (409, "quota_reached", {"what": "templates", "most": 1})
    file = {"templates": [{**body, "name": "Jupes"}, body]}
    lines = (await client.post("/api/v1/templates/import", json=file, headers=anna.device)).json()["lines"]
    assert [(line["outcome"], (line["refusal"] or {}).get("code")) for line in lines] == [
        ("refused", "too_many"),
        ("known", None),
    ]


async def test_a_disk_that_is_nearly_full_takes_no_photo(client: httpx.AsyncClient, make_user: MakeUser, quotas: Any):
    anna = await make_user()
    begun = (await announce(client, anna, b"one")).json()["items"][0]["id"]
    quotas(free_gib=1e9)
    assert told(await announce(client, anna, b"two"))[:2] == (503, "unavailable")
    assert told(await send(client, anna.device, begun, b"one"))[:2] == (503, "unavailable")


def grown(seed: int) -> bytes:
    """A PNG of a quarter of a MB whose JPEG is a hundred times as large: eight noisy rows, over and over."""
    rows = np.random.default_rng(seed).integers(0, 256, (8, 200, 3), dtype=np.uint8)
    lines = b"".join(b"\0" + np.tile(row, (5, 1)).tobytes() for row in rows) * 500
    held = [(b"IHDR", struct.pack(">IIBBBBB", 1000, 4000, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    chunks = [struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in held]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


async def test_a_file_that_grows_when_it_is_taken_in_needs_the_room_for_it(client, make_user, worker, quotas: Any):
    anna = await make_user()
    small = [grown(seed) for seed in range(3)]
    quotas(gib=2e7 / room.GIB)
    states = {photo["state"]: photo["problem"] for photo in await uploaded(client, anna.device, small)}
    assert states == {"ready": None, "failed": "too_large"}
    assert (await stored.held(anna.id)).bytes <= 2e7


async def test_edits_saved_together_are_drawn_only_while_there_is_room(client, make_user, worker, quotas: Any):
    anna = await make_user()
    photos = []
    for seed in range(4):
        held = BytesIO()
        Image.fromarray(np.random.default_rng(seed).integers(0, 256, (600, 600, 3), dtype=np.uint8)).save(held, "JPEG", quality=5)
        photos.append(held.getvalue())
    ids = [photo["id"] for photo in await uploaded(client, anna.device, photos)]
    most = (await stored.held(anna.id)).bytes * 3
    quotas(gib=most / room.GIB)
    body = {"photo_ids": ids, "operations": [{"is": "sharpen", "percent": 100}]}
    saved = (await client.post("/api/v1/photos/edits/batch", json=body, headers=anna.device)).json()["items"]
    assert {each["state"] for each in saved} == {"waiting"}

    async def drawn() -> list[dict[str, Any]] | None:
        found = (await client.get("/api/v1/photos/edits", params={"ids": ",".join(ids)}, headers=anna.device)).json()["items"]
        return found if all(each["state"] != "waiting" for each in found) else None

    ends = {each["problem"] for each in await until(drawn, "all are drawn or have failed")}
    assert "no_room" in ends
    # two are drawn at once
    assert (await stored.held(anna.id)).bytes <= most * 1.5
