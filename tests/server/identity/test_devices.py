"""The list of connected devices and their revocation, which holds from the next request on."""

from uuid import UUID

import httpx
import pytest
from vintedbot.identity import service
from vintedbot.kit import db
from vintedbot.kit.relay import Relay

from tests.server.people import ORIGIN, MakeUser, Person, new_device
from tests.server.waiting import until

from .conftest import code_of


async def test_the_list_names_each_device_and_marks_the_asking_one(client: httpx.AsyncClient, make_user: MakeUser):
    person = await make_user()
    other = await new_device(person.id, "Chromium on macOS")
    seen = (await client.get("/api/v1/auth/devices", headers=person.device)).json()["items"]
    assert {(d["label"], d["current"]) for d in seen} == {("Chrome on Linux", True), ("Chromium on macOS", False)}
    assert str(other.install_id) in {d["install_id"] for d in seen}
    assert not any("token" in key for d in seen for key in d)
    portal = (await client.get("/api/v1/auth/devices", headers=person.portal)).json()["items"]
    assert [d["current"] for d in portal] == [False, False]


async def test_a_revoked_device_is_refused_at_once(client: httpx.AsyncClient, make_user: MakeUser):
    person = await make_user()
    assert (await client.get("/api/v1/auth/me", headers=person.device)).status_code == 200
    gone = await client.delete(f"/api/v1/auth/devices/{person.connected.id}", headers=person.portal)
    assert (gone.status_code, gone.content) == (204, b"")
    assert code_of(await client.get("/api/v1/auth/me", headers=person.device)) == "401 device_revoked"
    assert code_of(await client.delete(f"/api/v1/auth/devices/{person.connected.id}", headers=person.portal)) == "404 not_found"
    assert (await client.get("/api/v1/auth/devices", headers=person.portal)).json()["items"] == []


async def test_a_device_may_disconnect_itself(client: httpx.AsyncClient, make_user: MakeUser):
    person = await make_user()
    assert (await client.delete(f"/api/v1/auth/devices/{person.connected.id}", headers=person.device)).status_code == 204
    assert code_of(await client.get("/api/v1/auth/me", headers=person.device)) == "401 device_revoked"


async def test_nobody_revokes_somebody_elses_device(client: httpx.AsyncClient, two_users: tuple[Person, Person]):
    anna, ben = two_users
    for headers in (ben.portal, ben.device):
        assert code_of(await client.delete(f"/api/v1/auth/devices/{anna.connected.id}", headers=headers)) == "404 not_found"
    assert (await client.get("/api/v1/auth/me", headers=anna.device)).status_code == 200


async def test_a_token_outranks_a_cookie(client: httpx.AsyncClient, two_users: tuple[Person, Person]):
    """A request with both is the device's; a bad token is not made good by a cookie."""
    anna, ben = two_users
    both = {**anna.portal, **ben.device}
    assert (await client.get("/api/v1/auth/me", headers=both)).json()["user"]["email"] == ben.email
    assert (await client.get("/api/v1/auth/me", headers={**anna.portal, "authorization": "Bearer vbd_x"})).status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer vbd_", "Bearer ünïcode", "vbd_abc"])
async def test_made_up_tokens_are_refused(client: httpx.AsyncClient, header: str):
    answer = await client.get("/api/v1/auth/me", headers=[(b"authorization", header.encode())])
    assert code_of(answer) == "401 not_signed_in"
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_last_seen_is_kept_without_a_write_per_request(client: httpx.AsyncClient, make_user: MakeUser):
    person = await make_user()

    async def seen() -> object:
        await client.get("/api/v1/auth/me", headers=person.device)
        return await db.fetchval("SELECT last_seen_at FROM devices")

    first = await seen()
    assert await seen() == first
    await db.execute("UPDATE devices SET last_seen_at = last_seen_at - interval '2 minutes'")
    assert await seen() > first  # type: ignore[operator]


async def test_other_domains_are_told_of_a_revocation(
    client: httpx.AsyncClient, make_user: MakeUser, worker: Relay, monkeypatch: pytest.MonkeyPatch
):
    told: list[UUID] = []

    async def follower(device_id: UUID) -> None:
        told.append(device_id)

    monkeypatch.setattr(service, "DEVICE_REVOKED", [])
    service.on_device_revoked(follower)
    person = await make_user()
    await client.delete(f"/api/v1/auth/devices/{person.connected.id}", headers={**person.portal, "origin": ORIGIN})
    await until(lambda: told == [person.connected.id], "the follower ran")


async def test_a_device_disconnects_itself_and_no_other(client, make_user):
    person = await make_user()
    other = await new_device(person.id)
    answer = await client.delete(f"/api/v1/auth/devices/{other.id}", headers=person.device)
    assert answer.status_code == 404
    assert (await client.get("/api/v1/auth/me", headers=other.headers)).status_code == 200
    assert (await client.delete(f"/api/v1/auth/devices/{other.id}", headers=other.headers)).status_code == 204
