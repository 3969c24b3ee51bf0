"""What a person says to a job: stop, not now, and the answers it waits for."""

from datetime import UTC, datetime, timedelta

from vintedbot.jobs import sweep
from vintedbot.kit import db
from vintedbot.kit.process import current

from tests.server.waiting import until

from .hands import ITEM, Seller, good, pass_time, refused


async def cancel(seller: Seller, job_id: str) -> dict[str, object]:
    return good(await seller.post(f"/jobs/{job_id}/cancel"))


async def test_a_queued_job_is_cancelled(seller: Seller):
    job = await seller.hide()
    assert (await cancel(seller, job["id"]))["state"] == "cancelled"
    assert (await seller.first.lease())["answer"] == "none"
    refused(await seller.post(f"/jobs/{job['id']}/cancel"), "wrong_state")


async def test_a_leased_job_that_sent_nothing_is_cancelled_at_once(seller: Seller):
    job = await seller.hide()
    await seller.first.lease()
    assert (await cancel(seller, job["id"]))["state"] == "cancelled"
    assert (await seller.first.go("hide"))["answer"] == "stop"
    await seller.hide(2)
    assert (await seller.first.lease())["answer"] == "lease"


async def test_a_begun_job_is_told_to_stop_and_undoes(seller: Seller):
    await seller.relist()
    await seller.first.lease()
    await seller.first.walk("upload", "draft")
    assert (await cancel(seller, seller.first.job_id))["state"] == "running"
    renewed = await seller.first.post(f"/jobs/{seller.first.job_id}/renew", {"epoch": seller.first.leased["epoch"]})
    assert renewed.json()["stop"] is True
    assert await seller.first.go("hide") == {"answer": "stop", "reason": "cancelled"}
    assert (await seller.first.go("delete_draft", undo=True))["answer"] == "go"
    await seller.first.result("delete_draft")
    assert (await seller.first.finish("failed", "stopped"))["state"] == "failed"


async def test_a_parked_job_that_is_stopped_is_settled(seller: Seller):
    await seller.relist()
    await seller.first.lease()
    await seller.first.walk("upload", "draft", "hide", "publish")
    await seller.first.finish("park", "processing", look="processing")
    await cancel(seller, seller.first.job_id)
    assert (await seller.first.lease(holding=[seller.first.job_id]))["mode"] == "settle"


async def test_an_unknown_end_is_answered_by_the_person(seller: Seller):
    for choice, state in (("was_done", "done"), ("was_not", "failed"), ("ask_again", "parked")):
        await db.execute("UPDATE closet_hands SET next_write_at = NULL")
        await seller.hide()
        await seller.first.lease()
        await seller.first.go("hide", seq=1)
        last = {"seq": 1, "step": "hide", "outcome": "unanswered"}
        assert (await seller.first.finish("park", "late_look", look="late", last=last))["state"] == "parked"
        await pass_time(700)
        assert (await seller.first.lease(holding=[seller.first.job_id]))["mode"] == "look"
        assert (await seller.first.finish("unknown", "unproved"))["state"] == "unknown"
        job = await seller.job(seller.first.job_id)
        assert job["choices"] == ["ask_again", "was_done", "was_not"]
        answer = await seller.post(f"/jobs/{job['id']}/resolve", {"choice": "wait"})
        assert refused(answer, "not_a_choice")["data"] == {"choices": ["ask_again", "was_done", "was_not"]}
        assert (await seller.resolve(job["id"], choice))["state"] == state


async def test_done_without_a_proof_is_not_done(seller: Seller):
    """Promise 3."""
    await seller.hide()
    await seller.first.lease()
    await seller.first.go("hide", seq=1)
    await seller.first.result("hide", "not_there", seq=1)
    assert (await seller.first.finish("done", "ok"))["state"] == "unknown"


async def test_not_now(seller: Seller):
    job = await seller.hide()
    until = datetime.now(UTC) + timedelta(hours=2)
    shown = good(await seller.post(f"/jobs/{job['id']}/snooze", {"until": until.isoformat()}))
    assert shown["next_at"] is not None
    assert (await seller.first.lease())["answer"] == "none"
    past = {"until": "2020-01-01T00:00:00Z"}
    assert (await seller.post(f"/jobs/{job['id']}/snooze", past)).status_code == 400


async def test_what_addresses_nobody_waits_for_no_approval(seller: Seller):
    job = await seller.hide()
    refused(await seller.post(f"/jobs/{job['id']}/approve", {"digest": "a" * 64}), "not_waiting")
    refused(await seller.post(f"/jobs/{job['id']}/decline", {}), "not_waiting")


async def test_a_wish_nobody_took_for_a_week_expires(seller: Seller):
    job = await seller.hide()
    await pass_time(6 * 86_400)
    await sweep.sweep()
    assert (await seller.job(job["id"]))["state"] == "queued"
    await pass_time(2 * 86_400)
    await sweep.sweep()
    assert (await seller.job(job["id"]))["state"] == "expired"


async def test_what_expires_while_leased_gets_no_go(seller: Seller):
    job = await seller.hide()
    await seller.first.lease()
    await db.execute("UPDATE jobs SET expires_at = now() - interval '1 second'")
    assert await seller.first.go("hide") == {"answer": "stop", "reason": "lease_lost"}
    assert (await seller.job(job["id"]))["state"] == "expired"
    assert (await seller.first.lease())["answer"] == "none"


async def test_what_expires_says_what_it_had_waited_for(seller: Seller):
    await db.execute("UPDATE closets SET active_from = 0, active_until = 24")
    by_budget = await seller.relist()
    await db.execute(
        """INSERT INTO closet_spend (job_id, closet_id, at, open, writes, relists, payloads)
           VALUES ($1, $2, now() + interval '7 days', false, 28, 0, 0)""",
        db.uuid7(), seller.closet_id,
    )  # fmt: skip
    younger = await seller.hide(ITEM + 1)  # one write is left, and the relist that waits for three comes first
    assert (await seller.job(younger["id"]))["waits_for"] == "budget"
    assert (await seller.first.lease())["answer"] == "none"
    await pass_time(7 * 86_400 + 1)
    await sweep.sweep()
    shown = await seller.job(by_budget["id"])
    assert (shown["state"], shown["reason"], shown["waits_for"], shown["expires_at"]) == ("expired", "expired", "budget", None)
    by_pause = await seller.hide(ITEM + 2)
    await db.execute("UPDATE closets SET paused = 'person'")
    await pass_time(7 * 86_400 + 1)
    await sweep.sweep()
    assert (await seller.job(by_pause["id"]))["waits_for"] == "paused"


async def test_the_list_is_newest_first_and_paged_and_filtered(seller: Seller):
    made = [(await seller.hide(ITEM + n))["id"] for n in range(5)]
    await cancel(seller, made[0])
    first = await seller.get("/jobs", limit=2)
    assert [job["id"] for job in first["items"]] == made[:2:-1]
    second = await seller.get("/jobs", limit=3, after=first["next"])
    assert [job["id"] for job in second["items"]] == made[2::-1]
    assert second["next"] is None
    assert [j["id"] for j in (await seller.get("/jobs", state="cancelled,done"))["items"]] == [made[0]]
    assert len((await seller.get("/jobs", state="queued,unknown"))["items"]) == 4
    assert len((await seller.get("/jobs", closet_id=seller.closet_id))["items"]) == 5
    assert [j["id"] for j in (await seller.get("/jobs", item_id=ITEM + 3))["items"]] == [made[3]]


async def test_states_are_right_a_minute_after_everything_in_valkey_was_lost(seller: Seller, worker):
    async def leased() -> bool:
        return (await seller.first.lease())["answer"] == "lease"

    await seller.relist()
    # the worker's sweep may hold the row at the moment of asking; a device asks again
    await until(leased, "the lease")
    await seller.first.walk("upload")
    await pass_time(91)
    await current().redis.flushall()

    async def parked() -> bool:
        return (await seller.job(seller.first.job_id))["state"] == "parked"

    await until(parked, "the sweeper ended the lease")
