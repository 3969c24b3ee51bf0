"""Leases and the go through HTTP: who may act, one at a time, and what a lost answer costs."""

import asyncio

import httpx
import msgspec
from vintedbot.kit import db
from vintedbot.kit.process import current
from vintedbot.settings import Settings
from vintedbot_schemas import WIRE_VERSION

from tests.bench.serving import Served

from .hands import ITEM, Device, Seller, pass_time, refused


async def test_a_wish_becomes_a_job_that_hands_can_lease(seller: Seller):
    job = await seller.hide()
    assert (job["state"], job["verb"], job["item_id"]) == ("queued", "set_hidden", ITEM)
    leased = await seller.first.lease()
    assert (leased["job_id"], leased["mode"], leased["work"]) == (
        job["id"], "run", {"verb": "set_hidden", "item_id": ITEM, "hidden": True},
    )  # fmt: skip
    assert (await seller.job(job["id"]))["state"] == "leased"


async def test_hide_from_wish_to_proof(seller: Seller):
    await seller.hide()
    device = seller.first
    await device.lease()
    assert (await device.go("hide"))["answer"] == "go"
    assert (await seller.job(device.job_id))["state"] == "running"
    ended = await device.finish("done", "ok", proof="wardrobe_flag", last={"seq": 1, "step": "hide", "outcome": "proved"})
    assert ended["state"] == "done"
    job = await seller.job(device.job_id)
    assert (job["state"], job["steps_done"], job["steps_total"]) == ("done", 1, 1)
    assert [(s["step"], s["outcome"]) for s in job["history"]] == [("hide", "proved")]


async def test_two_devices_two_jobs_two_web_processes_one_lease_a_thousand_times(seller: Seller, settings: Settings):
    """Issue 2: two devices and two jobs of one closet leased at once; one wins, every time, with an epoch never seen.

    Each device asks a web process of its own, as behind a balancer (ARCHITECTURE §5).
    """
    other = await seller.second()
    await seller.hide(1)
    await seller.hide(2)
    environ = {
        "DATABASE_URL": settings.database.url.reveal(), "REDIS_URL": settings.redis.url.reveal(),
        "VINTEDBOT_ENV": "test", "VINTEDBOT_REQUESTS_PER_MINUTE": "100000", "VINTEDBOT_DATA": str(settings.data),
    }  # fmt: skip
    with Served(["vintedbot", "web", "--port", "0"], environ) as one, Served(["vintedbot", "web", "--port", "0"], environ) as two:
        async with (
            httpx.AsyncClient(base_url=one.client.base_url, timeout=30) as first,
            httpx.AsyncClient(base_url=two.client.base_url, timeout=30) as second,
        ):
            seller.first.client, other.client = first, second
            assert len(await won(1000, seller.first, other)) == 1000


async def won(times: int, *devices: Device) -> set[str]:
    """The epochs of the leases these devices asked for at once and gave back; each time exactly one got one."""
    epochs = set()
    for _ in range(times):
        answers = await asyncio.gather(*(device.lease() for device in devices))
        (winner,) = [device for device, answer in zip(devices, answers, strict=True) if answer["answer"] == "lease"]
        epochs.add(winner.leased["epoch"])
        await winner.finish("release", "no_tab")
    return epochs


async def test_a_build_below_the_oldest_served_is_told_to_update(seller: Seller, settings: Settings, monkeypatch):
    await seller.hide()
    newer = msgspec.structs.replace(settings, web=msgspec.structs.replace(settings.web, oldest_wire_version=2))
    monkeypatch.setattr(current(), "settings", newer)
    assert await seller.first.lease() == {"answer": "upgrade_required", "wire_version": WIRE_VERSION}
    assert (await seller.first.lease(wire_version=2))["answer"] == "lease"


async def test_a_wish_twice_is_one_job_and_another_verb_is_refused(seller: Seller):
    first = await seller.hide()
    assert (await seller.hide())["id"] == first["id"]
    answer = await seller.post("/jobs", {"closet_id": seller.closet_id, "wish": {"verb": "relist", "item_id": ITEM}})
    assert answer.status_code == 409
    assert refused(answer, "item_busy")["data"] == {"job_id": first["id"]}


async def test_many_wishes_at_once_are_one_job(seller: Seller):
    made = await asyncio.gather(*(seller.hide() for _ in range(20)))
    assert len({job["id"] for job in made}) == 1


async def test_a_go_only_inside_a_lease(seller: Seller):
    await seller.hide()
    await seller.first.lease()
    await pass_time(91)
    assert await seller.first.go("hide") == {"answer": "stop", "reason": "lease_lost"}
    assert (await seller.job(seller.first.job_id))["history"] == []


async def test_a_lost_go_is_given_again_for_the_same_step_only(seller: Seller):
    await seller.hide()
    await seller.first.lease()
    go = await seller.first.go("hide", seq=1)
    assert await seller.first.go("hide", seq=1) == go == {"answer": "go", "seq": 1, "step": "hide"}
    assert await db.fetchval("SELECT count(*) FROM job_steps") == 1
    assert await seller.first.go("show", seq=1) == {"answer": "stop", "reason": "wrong_state"}


async def test_another_device_waits_out_what_may_still_arrive(seller: Seller):
    other = await seller.second()
    await seller.hide()
    await seller.first.lease()
    await pass_time(91)
    assert (await other.lease())["answer"] == "none"
    await pass_time(90)
    assert (await other.lease())["answer"] == "lease"


async def test_the_same_device_comes_back_at_once_with_a_new_epoch(seller: Seller):
    await seller.hide()
    before = await seller.first.lease()
    after = await seller.first.lease(holding=[before["job_id"]])
    assert after["job_id"] == before["job_id"]
    assert after["epoch"] != before["epoch"]
    assert after["mode"] == "run"


async def test_a_device_whose_journal_knows_the_job_carries_on_after_a_go(seller: Seller):
    await seller.relist()
    await seller.first.lease()
    await seller.first.walk("upload", "draft", "hide")
    again = await seller.first.lease(holding=[seller.first.job_id])
    assert (again["mode"], again["last_step"]) == ("run", "hide")
    assert (await seller.first.go("publish"))["answer"] == "go"


async def test_a_device_without_the_journal_settles_even_its_own_job(seller: Seller):
    await seller.relist()
    await seller.first.lease()
    await seller.first.walk("upload", "draft")
    assert (await seller.first.lease())["mode"] == "settle"


async def test_another_device_settles_and_takes_no_step_forward(seller: Seller):
    other = await seller.second()
    await seller.relist()
    await seller.first.lease()
    await seller.first.walk("upload", "draft", "hide")
    await pass_time(181)
    assert (await other.lease())["mode"] == "settle"
    assert await other.go("publish") == {"answer": "stop", "reason": "undo_only"}
    assert (await other.go("delete_draft", undo=True))["answer"] == "go"
    assert (await other.go("show", undo=True))["answer"] == "go"


async def test_the_heartbeat_keeps_the_lease_and_tells_when_it_is_lost(seller: Seller):
    await seller.hide()
    await seller.first.lease()
    await pass_time(80)
    renewed = await seller.first.post(f"/jobs/{seller.first.job_id}/renew", {"epoch": seller.first.leased["epoch"]})
    assert renewed.json() == {"give_way": False, "stop": False}
    await pass_time(80)
    assert (await seller.first.go("hide"))["answer"] == "go"
    await pass_time(91)
    lost = await seller.first.post(f"/jobs/{seller.first.job_id}/renew", {"epoch": seller.first.leased["epoch"]})
    refused(lost, "lease_lost")


async def test_an_end_from_an_old_epoch_is_a_fact_only(seller: Seller):
    other = await seller.second()
    await seller.hide()
    await seller.first.lease()
    await pass_time(181)
    await other.lease()
    late = await seller.first.finish("failed", "refused")
    assert late["state"] == "leased"
    assert (await other.go("hide"))["answer"] == "go"


async def test_an_old_epoch_makes_an_unknown_job_done_and_nothing_else(seller: Seller):
    other = await seller.second()
    await seller.hide()
    await seller.first.lease()
    await seller.first.go("hide")
    await pass_time(181)
    await other.lease()
    await pass_time(0)
    await db.execute("UPDATE job_steps SET sent_at = sent_at - interval '1 hour'")
    assert (await other.finish("unknown", "unproved"))["state"] == "unknown"
    assert (await seller.first.finish("failed", "refused"))["state"] == "unknown"
    assert (await seller.first.finish("done", "ok", proof="wardrobe_flag"))["state"] == "done"


async def test_a_finish_whose_answer_was_lost_is_answered_the_same(seller: Seller):
    await seller.hide()
    await seller.first.lease()
    await seller.first.go("hide")
    first = await seller.first.finish("done", "ok", proof="wardrobe_flag")
    assert await seller.first.finish("done", "ok", proof="wardrobe_flag") == first


async def test_no_hands_no_lease_but_what_the_person_is_to_open(seller: Seller):
    await seller.hide()
    assert (await seller.first.lease(hands=[]))["answer"] == "none"
    opened = (await seller.post("/accounts/vinted/login")).json()
    leased = await seller.first.lease(hands=[])
    assert (leased["job_id"], leased["work"]["purpose"]) == (opened["id"], "sign_in")
    assert (await seller.first.finish("done", "opened"))["state"] == "needs_person"


async def test_only_the_verbs_a_build_knows(seller: Seller):
    await seller.hide()
    assert (await seller.first.lease(verbs=["sync_closet"]))["answer"] == "none"


async def test_a_persons_press_goes_before_what_the_server_wished(seller: Seller):
    await db.execute("UPDATE jobs SET pressed = false WHERE id = $1", (await seller.hide(1))["id"])
    pressed = await seller.hide(2)
    assert (await seller.first.lease())["job_id"] == pressed["id"]


async def test_what_it_holds_comes_first(seller: Seller):
    await seller.hide(1)
    held = await seller.hide(2)
    assert (await seller.first.lease(holding=[held["id"]]))["job_id"] == held["id"]


async def test_a_reading_job_gives_way_to_a_writing_one(seller: Seller):
    await seller.wish("sync_closet")
    await seller.first.lease()
    epoch = {"epoch": seller.first.leased["epoch"]}
    renew = f"/jobs/{seller.first.job_id}/renew"
    assert (await seller.first.post(renew, epoch)).json()["give_way"] is False
    await seller.hide()
    assert (await seller.first.post(renew, epoch)).json()["give_way"] is True
    assert (await seller.first.finish("release", "gave_way"))["state"] == "queued"


async def test_a_revoked_device_ends_its_lease(seller: Seller):
    from vintedbot.jobs import service

    other = await seller.second()
    await seller.hide()
    await seller.first.lease()
    await service.device_gone(seller.first.id)
    assert (await seller.job(seller.first.job_id))["state"] == "queued"
    await pass_time(91)
    assert (await other.lease())["answer"] == "lease"


async def test_a_device_revoked_after_a_go_is_settled_by_another(seller: Seller):
    """What it sent may have been applied: its token is refused, its lease over, and nobody carries its job on."""
    from vintedbot.jobs import service

    other = await seller.second()
    await seller.relist()
    await seller.first.lease()
    await seller.first.walk("upload", "draft")
    await seller.first.go("hide")
    job_id, epoch = seller.first.job_id, seller.first.leased["epoch"]
    gone = await seller.client.delete(f"/api/v1/auth/devices/{seller.first.id}", headers=seller.person.portal)
    assert gone.status_code == 204
    await service.device_gone(seller.first.id)  # what the outbox's task does
    told = {"epoch": epoch, "facts": seller.first.facts, "next": {"seq": 4, "step": "publish", "undo": False}}
    assert refused(await seller.first.post(f"/jobs/{job_id}/steps", told), "device_revoked")
    assert (await seller.job(job_id))["state"] == "parked"
    assert (await other.lease())["answer"] == "none", "a request of the revoked device may still arrive"
    await pass_time(91)
    leased = await other.lease()
    assert (leased["job_id"], leased["mode"]) == (job_id, "settle")
    assert await other.go("publish", seq=1) == {"answer": "stop", "reason": "undo_only"}
    assert (await other.go("show", undo=True, seq=1))["answer"] == "go"
