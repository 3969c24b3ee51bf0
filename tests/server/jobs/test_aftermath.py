"""What follows a relist: leftovers that are none any more, and a restore that never makes a second listing."""

from typing import Any

import pytest
from vintedbot.jobs import sweep
from vintedbot.kit import db

from .hands import ITEM, Device, Seller, good, pass_time, refused
from .test_readings import entry, read

NEW = ITEM + 1
PHOTO = 7_000_001


async def snapshot(device: Device) -> str:
    """A complete snapshot of the leased relist's listing, whose one photo is ours."""
    await db.execute(
        "INSERT INTO vinted_photos VALUES ($1, (SELECT closet_id FROM jobs WHERE id = $2), $3, $4) ON CONFLICT DO NOTHING",
        db.uuid7(), device.job_id, PHOTO, await kept(),
    )  # fmt: skip
    body = {"epoch": device.leased["epoch"], "payload": {"title": "not read"}, "photo_ids": [PHOTO], "title": "Jeans"}
    taken = good(await device.post(f"/jobs/{device.job_id}/snapshot", body))["snapshot"]
    device.facts = {**device.facts, "snapshot_id": taken["id"]}
    return str(taken["id"])


async def kept() -> str:
    from vintedbot.kit import store
    from vintedbot.kit.process import current

    return await store.put(current().settings.photo_folder, b"a photo of jeans")


async def relisted(seller: Seller, *, end: str = "ok", item: int = ITEM) -> tuple[str, str]:
    """A done relist: its job and its snapshot."""
    await seller.relist(item)
    device = seller.first
    await device.lease()
    taken = await snapshot(device)
    device.facts = {**device.facts, "new_item_id": NEW}
    await device.walk("upload", "draft", "hide", "publish")
    await device.go("delete")
    last = {"seq": device.seq, "step": "delete", "outcome": "proved" if end == "ok" else "refused"}
    assert (await device.finish("done", end, proof="absent_twice", last=last))["state"] == "done"
    return device.job_id, taken


async def synced(seller: Seller, *items: dict[str, Any]) -> None:
    """The next sync is done, and saw these; the one of a day later is brought forward by as much as time passed."""
    await db.execute("DELETE FROM jobs WHERE verb = 'sync_closet' AND state = 'queued'")
    await seller.wish("sync_closet")
    leased = await seller.first.lease()
    assert leased["work"]["verb"] == "sync_closet", leased
    await read(seller.first, list(items), confirmed=True)
    await seller.first.finish("done", "ok", proof="read_whole")


async def for_person(seller: Seller) -> list[str]:
    return [job["id"] for job in (await seller.get("/jobs", waits="person"))["items"]]


async def wish_restore(seller: Seller, snapshot_id: str) -> Any:
    return await seller.post("/jobs", {"closet_id": seller.closet_id, "wish": {"verb": "restore", "snapshot_id": snapshot_id}})


# ------------------------------------------------------------------------------------------------ leftovers

OVER = {
    "deleted": ("done", "ok", "absent_twice", ITEM),
    "was gone": ("done", "nothing_to_do", "absent_twice", ITEM),
    "shown again": ("failed", "leftover_shown", "wardrobe_flag", ITEM),
    "both gone": ("failed", "not_found", "absent_twice", ITEM),
    "sold": ("failed", "not_active", "wardrobe_flag", ITEM),
}
STAYS = {
    "refused": ("failed", "refused", None, None),
    "the new one is not live yet": ("failed", "not_active", "wardrobe_flag", NEW),
    "unproved": ("failed", "unproved", None, None),
}
"""The ends `extension/actions/delete_listing` sends for a leftover: state, reason, proof and whose it is."""


@pytest.mark.parametrize("name", [*OVER, *STAYS])
async def test_a_leftover_is_one_until_it_is_gone_shown_or_sold(seller: Seller, name: str):
    end, reason, kind, of = (OVER | STAYS)[name]
    job_id, _ = await relisted(seller, end="leftover")
    assert await for_person(seller) == [job_id]
    await pass_time(86_401)
    await sweep.sweep()
    await db.execute("UPDATE jobs SET pressed = true WHERE verb = 'delete_listing'")  # not bound to the hours of this test
    await db.execute("UPDATE jobs SET next_at = NULL WHERE verb = 'sync_closet'")
    assert (await seller.first.lease())["work"]["replaced_by"] == NEW
    if kind == "absent_twice" and reason == "ok":
        await seller.first.walk("delete")
    if reason == "leftover_shown":
        await seller.first.go("show", undo=True)
        await seller.first.result("show")
    await seller.first.tell_end(end, reason, {"kind": kind, "at": "2026-11-23T10:00:00Z", "item_id": of} if kind else None)
    assert (await seller.job(job_id))["leftover_item_id"] == (None if name in OVER else ITEM)
    assert await for_person(seller) == ([] if name in OVER else [job_id])


# ------------------------------------------------------------------------------------------------ restores


async def test_rule_restore_look(seller: Seller):
    """Before a sync after the end found both gone, nothing is offered and a wish is refused: it would be a second listing."""
    job_id, taken = await relisted(seller)
    assert refused(await wish_restore(seller, taken), "still_listed")
    assert (await seller.job(job_id))["restore_from"] is None
    await synced(seller, entry(NEW), entry(3))
    assert refused(await wish_restore(seller, taken), "still_listed")
    await pass_time(86_400)
    await synced(seller, entry(3))
    assert (await seller.job(job_id))["restore_from"] == taken
    assert (await wish_restore(seller, taken)).status_code == 202


async def test_a_new_listing_that_is_gone_a_day_later_is_named_and_restored(seller: Seller):
    job_id, taken = await relisted(seller)
    await synced(seller, entry(NEW), entry(3))
    assert await for_person(seller) == []
    await pass_time(86_400)
    await synced(seller, entry(3))
    assert await for_person(seller) == [job_id]
    job = await seller.job(job_id)
    assert (job["state"], job["restore_from"], job["choices"]) == ("done", taken, ["restore", "leave"])
    await seller.resolve(job_id, "restore")
    assert await for_person(seller) == [job_id], "a restore that has not begun may still fail"
    assert (await seller.job(job_id))["choices"] == []
    leased = await seller.first.lease()
    assert (leased["work"]["verb"], leased["work"]["snapshot"]["id"]) == ("restore", taken)
    await seller.first.walk("upload", "draft", "publish")
    assert (await seller.first.finish("done", "ok", proof="wardrobe_entry"))["state"] == "done"
    assert await for_person(seller) == []
    assert refused(await wish_restore(seller, taken), "still_listed")


async def test_what_the_person_knows_is_gone_is_no_longer_named(seller: Seller):
    job_id, _ = await relisted(seller)
    await synced(seller, entry(3))
    await seller.resolve(job_id, "leave")
    assert await for_person(seller) == []
    await synced(seller, entry(3))
    assert await for_person(seller) == []


async def test_a_listing_that_comes_back_is_not_offered_any_more(seller: Seller):
    job_id, taken = await relisted(seller)
    await synced(seller, entry(3))
    await synced(seller, entry(3), entry(NEW))
    assert (await seller.job(job_id))["restore_from"] is None
    assert refused(await wish_restore(seller, taken), "still_listed")


async def test_of_two_relists_only_the_later_one_tells(seller: Seller):
    """The first one's new listing was relisted itself: gone, and still standing as the newest."""
    first, taken = await relisted(seller)
    await pass_time(31 * 86_400)
    await db.execute("UPDATE jobs SET facts = jsonb_set(facts, '{new_item_id}', '9') WHERE id = $1", first)
    await db.execute("DELETE FROM jobs WHERE verb = 'sync_closet'")
    second, _ = await relisted(seller, item=9)
    await synced(seller, entry(NEW), entry(3))
    assert refused(await wish_restore(seller, taken), "still_listed")
    await synced(seller, entry(3))
    assert await for_person(seller) == [second]


async def test_nothing_left_while_the_relist_was_under_way(seller: Seller):
    """The person deleted the hidden listing by hand while the publish was refused: one way out, that ends in one listing."""
    await seller.relist()
    device = seller.first
    await device.lease()
    taken = await snapshot(device)
    await device.walk("upload", "draft", "hide")
    assert (await device.finish("needs_person", "lost"))["state"] == "needs_person"
    job = await seller.job(device.job_id)
    assert (job["restorable"], job["restore_from"], job["choices"]) == (False, taken, ["restore", "ask_again"])
    await seller.resolve(job["id"], "restore")
    ended = await seller.job(job["id"])
    assert (ended["state"], ended["reason"], ended["choices"]) == ("failed", "lost", [])
    leased = await device.lease()
    assert (leased["work"]["verb"], leased["facts"]["old_item_id"]) == ("restore", ITEM)
    gauge = (await seller.get("/accounts/vinted"))["items"][0]["gauge"]
    assert gauge["writes_used"] == 3, "what was done counts"


async def test_lost_is_said_only_after_the_late_look(seller: Seller):
    """A publish without an answer may still arrive, and a restore beside it would be the second listing."""
    await seller.relist()
    device = seller.first
    await device.lease()
    await snapshot(device)
    await device.walk("upload", "draft", "hide")
    await device.go("publish")
    last = {"seq": device.seq, "step": "publish", "outcome": "unanswered"}
    assert (await device.finish("needs_person", "lost", last=last))["state"] == "parked"
    await pass_time(20 + 30 + 601)
    assert (await device.lease(holding=[device.job_id]))["mode"] == "look"
    assert (await device.finish("needs_person", "lost"))["state"] == "needs_person"


async def test_a_restore_that_fails_is_offered_again(seller: Seller):
    job_id, taken = await relisted(seller)
    await synced(seller, entry(3))
    await seller.resolve(job_id, "restore")
    await seller.first.lease()
    await seller.first.finish("failed", "photo_missing")
    assert (await seller.job(job_id))["restore_from"] == taken


# ------------------------------------------------------------------------------------------------ Vinted's own page


async def test_a_sign_in_on_vinted_is_done_when_the_member_is_there(seller: Seller):
    job_id = (await seller.post("/accounts/vinted/login")).json()["id"]
    await seller.first.lease(hands=[])
    assert (await seller.first.finish("done", "opened", proof="opened"))["state"] == "needs_person"
    assert await for_person(seller) == [job_id]
    assert (await seller.first.lease(hands=[]))["answer"] == "none", "the page is open already"
    again = (await seller.post("/accounts/vinted/login")).json()
    assert (again["id"], again["state"]) == (job_id, "parked")
    assert (await seller.first.lease(hands=[]))["job_id"] == job_id
    await seller.first.finish("done", "opened", proof="opened")
    other = Device(seller.client, seller.person.connected, member_id=4_000_002)
    await other.claim(login="bea")
    assert (await seller.job(job_id))["state"] == "needs_person"
    await seller.first.claim()
    assert (await seller.job(job_id))["state"] == "done"


async def test_a_sign_in_nobody_came_to_is_over_after_ten_minutes(seller: Seller):
    job_id = (await seller.post("/accounts/vinted/login")).json()["id"]
    await seller.first.lease(hands=[])
    await seller.first.finish("done", "opened", proof="opened")
    await pass_time(595)
    await sweep.sweep()
    assert (await seller.job(job_id))["state"] == "needs_person"
    await pass_time(10)
    await sweep.sweep()
    assert (await seller.job(job_id))["state"] == "expired"
    again = (await seller.post("/accounts/vinted/login")).json()
    await seller.first.lease(hands=[])
    await seller.first.finish("done", "opened", proof="opened")
    assert (await seller.post(f"/jobs/{again['id']}/cancel")).json()["state"] == "cancelled"


async def test_an_item_that_was_opened_is_waited_for_no_longer(seller: Seller):
    await seller.wish("open_on_vinted", purpose="item", item_id=ITEM)
    await seller.first.lease()
    assert (await seller.first.finish("done", "opened", proof="opened"))["state"] == "done"


async def test_the_hands_are_told_what_the_relist_had_made(seller: Seller):
    from vintedbot.jobs import snapshots
    from vintedbot.kit import db
    from vintedbot_schemas.jobs import Snapshot

    job = await seller.relist()
    facts = b'{"new_item_id": 35000000001, "photo_ids": [1, 2]}'
    await db.execute("UPDATE jobs SET facts = $2 WHERE id = $1", job["id"], facts)
    row = await db.fetchrow(
        """INSERT INTO snapshots (id, user_id, closet_id, job_id, item_id, payload, photo_ids, complete, taken_at)
           VALUES (gen_random_uuid(), $1, $2, $3, 1, '{}', '{}', true, now()) RETURNING id, taken_at""",
        seller.person.id, seller.closet_id, job["id"],
    )  # fmt: skip
    assert row is not None
    work = await snapshots.to_restore(Snapshot(id=row["id"], item_id=1, payload={}, photos=[], taken_at=row["taken_at"]))
    assert (work.replaced_by, work.replaced_photo_ids) == (35000000001, [1, 2])
