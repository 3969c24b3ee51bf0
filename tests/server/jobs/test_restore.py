"""Dump, publish, restore the dump, start: nothing happens twice and the history is whole again."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from vintedbot.jobs import service, sweep
from vintedbot.kit import db

from .hands import ITEM, SHA, Device, Seller, good, pass_time, refused
from .test_rules import LATE_LOOK, journal, synced

CONTENT = {
    "fields": {"title": "Robe rouge", "price": {"amount": 1500, "currency": "EUR"}, "catalog_id": 1},
    "photos": [{"sha256": SHA}],
}


def now(ago: float = 0) -> str:
    return (datetime.now(UTC) - timedelta(seconds=ago)).isoformat()


def step(seq: int, name: str, status: str = "done", outcome: str | None = "proved", ago: float = 60) -> dict[str, Any]:
    return {"seq": seq, "step": name, "undo": False, "status": status, "outcome": outcome, "at": now(ago)}


def published(seller: Seller, **changes: Any) -> dict[str, Any]:
    """What a device remembers of a publish the restored database never heard of."""
    return {
        "job_id": str(db.uuid7()), "closet_id": seller.closet_id, "epoch": "old.7", "verb": "publish_listing", "version": 1,
        "work": {"verb": "publish_listing", "draft_id": str(db.uuid7()), "content": CONTENT},
        "facts": {"photo_ids": [71], "draft_id": 900, "new_item_id": 900},
        "steps": [step(1, "upload"), step(2, "draft"), step(3, "publish")],
        "end": "done", "reason": "ok", "at": now(50), **changes,
    }  # fmt: skip


async def test_a_draft_only_a_journal_knows_as_published_is_not_published_again(seller: Seller):
    made = good(await seller.post("/drafts", {"closet_id": seller.closet_id}))
    kept, done = published(seller, at=now(80)), published(seller)
    for entry in (kept, done):
        entry["work"]["draft_id"] = made["id"]
    kept |= {"verb": "save_vinted_draft", "work": {**kept["work"], "verb": "save_vinted_draft"}}
    await service.restore()
    await journal(seller.first, done, kept)  # in any order
    draft = await seller.get(f"/drafts/{made['id']}")
    assert (draft["state"], draft["job_id"], draft["item_id"]) == ("published", done["job_id"], 900)
    wish = {"verb": "publish_listing", "draft_id": made["id"], "revision": 1}
    refused(await seller.post("/jobs", {"closet_id": seller.closet_id, "wish": wish}), "draft_locked")


async def test_a_draft_whose_publish_a_journal_left_open_waits_with_it(seller: Seller):
    made = good(await seller.post("/drafts", {"closet_id": seller.closet_id}))
    begun = published(seller, end=None, reason=None, steps=[step(1, "upload"), step(2, "draft", "sent", None)])
    begun["work"]["draft_id"] = made["id"]
    await service.restore()
    await journal(seller.first, begun)
    draft = await seller.get(f"/drafts/{made['id']}")
    assert (draft["state"], draft["job_id"]) == ("publishing", begun["job_id"])


def relisting(seller: Seller, **changes: Any) -> dict[str, Any]:
    return published(seller, verb="relist", work={"verb": "relist", "item_id": ITEM}, **changes)


async def test_a_publish_that_had_ended_is_history_again_and_counts(seller: Seller):
    await service.restore()
    entry = published(seller)
    assert await journal(seller.first, entry) == {"taken": 0, "waiting": 0}
    job = await seller.job(entry["job_id"])
    assert (job["state"], job["title"], [s["step"] for s in job["history"]]) == (
        "done", "Robe rouge", ["upload", "draft", "publish"],
    )  # fmt: skip
    assert (await seller.get("/accounts/vinted"))["items"][0]["gauge"]["writes_used"] == 1
    await journal(seller.first, entry)  # sent again: the answer was lost
    assert len((await seller.get("/jobs"))["items"]) == 2  # and the sync


async def test_a_job_the_backup_has_unfinished_is_answered_by_the_journal_that_knows_its_end(seller: Seller):
    await seller.relist()
    await seller.first.lease()
    await seller.first.walk("upload", "draft", "hide")
    job_id = seller.first.job_id
    await service.restore()
    entry = relisting(
        seller, job_id=job_id,
        steps=[step(n, s) for n, s in enumerate(("upload", "draft", "hide", "publish", "delete"), 1)],
        proof={"kind": "absent_twice", "at": now(50)},
    )  # fmt: skip
    assert await journal(seller.first, entry) == {"taken": 0, "waiting": 1}  # not before the late look is over
    assert (await seller.job(job_id))["state"] == "needs_person"
    await pass_time(LATE_LOOK)
    await sweep.sweep()
    job = await seller.job(job_id)
    assert (job["state"], job["new_item_id"], job["restorable"]) == ("done", 900, False)


async def test_an_end_that_proves_nothing_leaves_the_job_to_the_person(seller: Seller):
    """It was refused by the database as a whole, and no device of this account was given work any more (chaos seed 91)."""
    hidden = await seller.hide()
    await service.restore()
    await pass_time(LATE_LOOK)
    entry = published(
        seller, job_id=hidden["id"], verb="set_hidden", work={"verb": "set_hidden", "item_id": ITEM, "hidden": True},
        facts={}, steps=[step(1, "hide")],
    )  # fmt: skip
    assert await journal(seller.first, entry) == {"taken": 0, "waiting": 1}
    job = await seller.job(hidden["id"])
    assert (job["state"], job["reason"], job["choices"]) == ("needs_person", "restored", ["ask_again"])
    await sweep.sweep()
    assert (await seller.job(hidden["id"]))["state"] == "needs_person"


async def test_an_end_waits_for_the_other_devices_journal(seller: Seller):
    other = await seller.second()
    await seller.relist()
    await service.restore()
    await pass_time(LATE_LOOK)
    job_id = (await seller.get("/jobs", item_id=ITEM))["items"][0]["id"]
    entry = relisting(seller, job_id=job_id, proof={"kind": "absent_twice", "at": now(50)})
    assert await journal(seller.first, entry) == {"taken": 0, "waiting": 1}
    assert await journal(other) == {"taken": 1, "waiting": 0}
    assert (await seller.job(job_id))["state"] == "done"


async def test_the_person_may_call_a_journal_lost(seller: Seller):
    await seller.second()
    await seller.relist()
    await service.restore()
    await journal(seller.first)
    job_id = (await seller.get("/jobs", item_id=ITEM))["items"][0]["id"]
    assert (await seller.job(job_id))["choices"] == ["journal_lost"]
    await seller.resolve(job_id, "journal_lost")
    assert (await seller.job(job_id))["choices"] == ["ask_again"]


async def test_an_unfinished_job_only_a_journal_knows_waits_for_the_person_and_is_settled(seller: Seller):
    await service.restore()
    entry = relisting(seller, end=None, reason=None, steps=[step(1, "upload"), step(2, "draft"), step(3, "hide", "sent", None)])
    assert await journal(seller.first, entry) == {"taken": 0, "waiting": 1}
    job = await seller.job(entry["job_id"])
    assert (job["state"], job["reason"], job["restorable"]) == ("needs_person", "restored", True)
    busy = {"closet_id": seller.closet_id, "wish": {"verb": "set_hidden", "item_id": ITEM, "hidden": True}}
    refused(await seller.post("/jobs", busy), "item_busy")
    await synced(seller.first)
    await pass_time(LATE_LOOK)
    await seller.resolve(entry["job_id"], "ask_again")
    leased = await seller.first.lease(holding=[entry["job_id"]])
    assert (leased["mode"], leased["facts"]["draft_id"], leased["facts"]["undo"]) == ("settle", 900, True)


async def test_a_wish_that_never_began_gives_way_to_what_had(seller: Seller):
    """After the restore the person pressed Relist again; the first one, half done, comes back with the journal."""
    await service.restore()
    again = await seller.relist()
    entry = relisting(seller, end=None, reason=None, steps=[step(1, "upload"), step(2, "draft")])
    await journal(seller.first, entry)
    assert (await seller.job(again["id"]))["state"] == "expired"
    assert (await seller.job(entry["job_id"]))["state"] == "needs_person"


async def test_nothing_but_a_sync_is_leased_first(seller: Seller):
    await service.restore()
    await journal(seller.first)
    await seller.hide(5)
    await synced(seller.first)
    assert (await seller.first.lease())["work"]["verb"] == "set_hidden"


async def test_a_journal_of_another_generation_and_of_others_closets_changes_nothing(seller: Seller, make_user):
    await service.restore()
    answer = await seller.first.post("/jobs/journal", {"generation": "old", "entries": []})
    assert refused(answer, "wrong_generation")["data"]["generation"] == await db.fetchval("SELECT generation FROM installation")
    other = await Seller(seller.client, await make_user()).connected()
    await journal(other.first, published(seller))
    assert [job["verb"] for job in (await seller.get("/jobs"))["items"]] == ["sync_closet"]


async def test_the_budget_and_the_cooldown_come_back_with_the_journal(seller: Seller):
    await service.restore()
    entry = relisting(seller, steps=[step(n, s) for n, s in enumerate(("upload", "draft", "hide", "publish", "delete"), 1)])
    await journal(seller.first, entry)
    gauge = (await seller.get("/accounts/vinted"))["items"][0]["gauge"]
    assert (gauge["writes_used"], gauge["relists_used"]) == (3, 1)
    for item in (ITEM, 900):
        wish = {"closet_id": seller.closet_id, "wish": {"verb": "relist", "item_id": item}}
        refused(await seller.post("/jobs", wish), "relist_cooldown")


async def test_a_stranger_to_the_old_jobs_may_not_lease_before_its_journal(seller: Seller):
    await service.restore()
    device: Device = await seller.second()
    answer = await device.lease()
    assert answer == {"answer": "journal_wanted", "generation": await db.fetchval("SELECT generation FROM installation")}


async def test_a_draft_whose_wish_gives_way_may_be_edited_again(seller: Seller):
    """The draft that was published before the restore comes back under another job than the one that waits for another draft."""
    made = good(await seller.post("/drafts", {"closet_id": seller.closet_id}))
    await service.restore()
    waiting = await seller.relist()
    await db.execute("UPDATE jobs SET draft_id = $2 WHERE id = $1", UUID(waiting["id"]), UUID(made["id"]))
    await db.execute("UPDATE drafts SET state = 'publishing', job_id = $2 WHERE id = $1", UUID(made["id"]), UUID(waiting["id"]))
    await journal(seller.first, relisting(seller, end=None, reason=None, steps=[step(1, "upload")]))
    assert (await seller.job(waiting["id"]))["state"] == "expired"
    assert (await seller.get(f"/drafts/{made['id']}"))["state"] == "open"


async def test_an_entry_in_the_way_of_a_running_job_does_not_spoil_the_journal(seller: Seller):
    second = await seller.second()
    await service.restore()
    await journal(seller.first)
    await journal(second)
    await synced(seller.first)
    await seller.hide()
    await seller.first.lease()
    await seller.first.go("hide")
    entry = relisting(seller, end=None, reason=None, steps=[step(1, "upload"), step(2, "draft", "sent", None)])
    other = {**relisting(seller), "work": {"verb": "relist", "item_id": ITEM + 7}}
    await db.execute("DELETE FROM device_journals WHERE device_id = $1", second.id)
    await journal(second, entry, other)
    assert (await seller.job(seller.first.job_id))["state"] == "running"
    assert (await seller.job(other["job_id"]))["state"] == "done"
