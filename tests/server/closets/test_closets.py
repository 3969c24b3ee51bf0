"""Connected accounts through HTTP: claim, list, limits, pause, removal, and the same account under two users."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import msgspec
from vintedbot.kit import db
from vintedbot.kit.process import current
from vintedbot.settings import Ceilings

from tests.server.jobs.hands import MEMBER, Seller, good, refused
from tests.server.people import Person

NewUser = Callable[..., Awaitable[Person]]


async def closets(seller: Seller) -> list[dict]:
    return (await seller.get("/accounts/vinted"))["items"]


async def put(seller: Seller, **changes: object) -> httpx.Response:
    return await seller.client.put(f"/api/v1/accounts/vinted/{seller.closet_id}", json=changes, headers=seller.person.portal)


async def delete(seller: Seller) -> httpx.Response:
    return await seller.client.delete(f"/api/v1/accounts/vinted/{seller.closet_id}", headers=seller.person.portal)


async def test_a_claim_makes_a_closet_once_and_keeps_it_up_to_date(seller: Seller):
    again = await seller.first.claim(login="anna_b", item_count=48)
    assert again["id"] == seller.closet_id
    [closet] = await closets(seller)
    assert (closet["login"], closet["listing_count"], closet["state"]) == ("anna_b", 48, "ready")
    assert closet["gauge"]["writes_limit"] == 30
    assert closet["shared_with_other_user"] is False


async def test_the_same_account_under_two_users_is_told_to_both(seller: Seller, make_user: NewUser):
    other = await Seller(seller.client, await make_user()).connected()
    assert other.closet_id != seller.closet_id
    assert [c["shared_with_other_user"] for c in await closets(seller) + await closets(other)] == [True, True]
    await delete(other)
    assert (await closets(seller))[0]["shared_with_other_user"] is False


async def test_a_claim_is_believed_for_that_user_only(seller: Seller, make_user: NewUser):
    """Lesson 1: nobody reaches a closet by claiming its member id."""
    other = await Seller(seller.client, await make_user()).connected()
    await seller.hide()
    assert (await other.first.lease())["answer"] == "none"
    wish = {"closet_id": seller.closet_id, "wish": {"verb": "sync_closet"}}
    assert (await other.post("/jobs", wish)).status_code == 404


async def test_only_a_device_claims(seller: Seller):
    body = {"country": "fr", "member_id": MEMBER, "login": "x", "currency": "EUR"}
    assert (await seller.post("/accounts/vinted", body)).status_code == 403


async def test_the_owner_lowers_limits_and_never_raises_them(seller: Seller):
    assert good(await put(seller, writes_per_day=5, relists_per_day=0))["gauge"]["writes_limit"] == 5
    assert (await put(seller, writes_per_day=31)).status_code == 400
    assert (await put(seller, time_zone="Europe/Nowhere")).json()["field"] == "time_zone"
    assert (await put(seller, active_from=9, active_until=9)).json()["field"] == "active_until"


async def test_two_choices_made_at_once_both_stay(seller: Seller):
    """As a person does who sets both hours: the second request must not bring the old value of the first one's field back."""
    for hour in range(1, 9):
        await asyncio.gather(put(seller, active_from=hour), put(seller, active_until=hour + 10))
        [closet] = await closets(seller)
        assert (closet["active_from"], closet["active_until"]) == (hour, hour + 10)


async def test_a_pause_is_ended_by_the_person_who_made_it(seller: Seller):
    assert good(await put(seller, paused=True))["paused"] == "person"
    assert good(await put(seller, paused=False))["paused"] is None
    await db.execute("UPDATE closets SET paused = 'other_member'")
    assert good(await put(seller, paused=False))["paused"] == "other_member"


async def test_while_hands_are_at_it_the_closet_is_working_and_names_them(seller: Seller):
    await seller.hide()
    await seller.first.lease()
    [closet] = await closets(seller)
    assert (closet["state"], closet["hands"]) == ("working", "Chrome on Linux")


async def test_switch_names_the_current_closet(seller: Seller):
    second = await seller.first.claim(member_id=MEMBER + 1, login="bea")
    assert [c["login"] for c in await closets(seller)] == ["anna", "bea"]
    good(await seller.post(f"/accounts/vinted/{second['id']}/switch"))
    assert [c["login"] for c in await closets(seller)] == ["bea", "anna"]


async def test_removal_waits_for_what_has_begun_and_ends_what_has_not(seller: Seller):
    job = await seller.hide(1)
    await seller.relist()
    await db.execute("UPDATE jobs SET pressed = false WHERE id = $1", job["id"])
    await seller.first.lease()
    await seller.first.walk("upload")
    refused(await delete(seller), "closet_busy")
    await db.execute("DELETE FROM jobs WHERE verb = 'relist'")
    assert (await delete(seller)).status_code == 204
    assert await closets(seller) == []
    assert (await seller.job(job["id"]))["state"] == "cancelled"
    assert (await seller.first.lease())["answer"] == "none"


async def test_sign_in_is_asked_of_a_device_once_there_is_a_closet(seller: Seller, make_user: NewUser):
    fresh = Seller(seller.client, await make_user())
    refused(await fresh.post("/accounts/vinted/login"), "no_closet")
    job = good(await seller.post("/accounts/vinted/login"))
    assert (job["verb"], job["state"]) == ("open_on_vinted", "queued")


async def test_the_diary_is_paged_newest_first(seller: Seller):
    for number in range(3):
        await seller.hide(number + 1)
        await db.execute("UPDATE closet_hands SET next_write_at = NULL")
        await seller.first.lease()
        await seller.first.finish("failed", "refused", refusal={"kind": "not_found", "status": 404})
    path = f"/accounts/vinted/{seller.closet_id}/diary"
    first = await seller.get(path, limit=2)
    second = await seller.get(path, limit=2, after=first["next"])
    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)
    assert first["items"][0]["at"] > first["items"][1]["at"] > second["items"][0]["at"]


async def test_the_operators_ceilings_are_told_and_bind(seller: Seller, settings, monkeypatch):
    raised = msgspec.structs.replace(settings, ceilings=Ceilings(writes=40, relists=2, cooldown_days=10))
    monkeypatch.setattr(current(), "settings", raised)
    gauge = (await closets(seller))[0]["gauge"]
    told = [gauge[name] for name in ("writes_most", "relists_most", "relist_cost", "cooldown_days", "relists_limit")]
    assert told == [40, 2, 3, 10, 2]
    assert good(await put(seller, writes_per_day=40))["gauge"]["writes_limit"] == 40
    assert refused(await put(seller, writes_per_day=41), "invalid_input")["field"] == "writes_per_day"
