"""The rules of the protocol model that the server keeps, each named as in `tests/contract/protocol_model.py`.

Each test fails when its rule is left out of the code (seen once by hand); the device's rules are tested in the extension.
"""

from typing import Any

from vintedbot.jobs import service
from vintedbot.kit import db

from .conversations import Conversations, first_message, wish
from .hands import ITEM, Device, Seller, good, pass_time, refused

NEW = ITEM + 1
LATE_LOOK = 20 + 30 + 600


async def relisted_until(seller: Seller, *steps: str) -> Device:
    """A relist whose device did these steps."""
    await seller.relist()
    await seller.first.lease()
    await seller.first.walk(*steps)
    return seller.first


async def test_rule_go_renews(seller: Seller):
    """A go is given only inside a lease and renews it: its 20 s and the request's 30 s end before anybody else may lease."""
    other = await seller.second()
    await seller.hide()
    await seller.first.lease()
    await pass_time(89)
    assert (await seller.first.go("hide"))["answer"] == "go"
    await pass_time(89)  # 178 s after the lease: over for good, had the go not renewed it
    assert (await other.lease())["answer"] == "none"
    await pass_time(89)
    assert (await other.lease())["answer"] == "none"
    await pass_time(4)
    assert (await other.lease())["answer"] == "lease"


async def test_rule_unique_epoch(seller: Seller):
    """No epoch occurs twice: not at two leases of one device, and not after a restore that sets the counter back."""
    await seller.hide()
    before = await seller.first.lease()
    counter = await db.fetchval("SELECT counter FROM closet_hands")
    again = await seller.first.lease()
    assert again["epoch"] != before["epoch"]
    await db.execute("UPDATE closet_hands SET counter = $1 - 1", counter)  # the restored database does not remember the lease
    await service.restore()
    await journal(seller.first)
    restored = await seller.first.lease()
    assert restored["work"]["verb"] == "sync_closet"
    assert restored["epoch"] not in (before["epoch"], again["epoch"])


async def test_rule_undo_sticky(seller: Seller):
    """After the first undo nothing forward is sent in this job, by anyone, in any lease."""
    device = await relisted_until(seller, "upload", "draft", "hide")
    assert (await device.go("show", undo=True))["answer"] == "go"
    assert await device.go("publish") == {"answer": "stop", "reason": "undo_only"}
    again = await device.lease(holding=[device.job_id])
    assert (again["mode"], again["facts"]["undo"]) == ("settle", True)
    assert await device.go("publish") == {"answer": "stop", "reason": "undo_only"}


async def test_rule_undo_sticky_also_for_a_go_that_was_given_before(seller: Seller):
    device = await relisted_until(seller, "upload", "draft", "hide")
    seq = device.seq + 1
    assert (await device.go("publish", seq=seq))["answer"] == "go"
    device.facts = {**device.facts, "undo": True}
    assert await device.go("publish", seq=seq) == {"answer": "stop", "reason": "undo_only"}


async def test_rule_late_look(seller: Seller):
    """A write without an answer: no final verdict before the late look, and the item stays taken."""
    device = await relisted_until(seller, "upload")
    await device.go("draft")
    ended = await device.finish("failed", "undone", last={"seq": device.seq, "step": "draft", "outcome": "unanswered"})
    assert ended["state"] == "parked"
    busy = await seller.post("/jobs", {"closet_id": seller.closet_id, "wish": wish_hide()})
    assert busy.json()["code"] == "item_busy"
    await pass_time(LATE_LOOK - 5)
    assert (await device.lease(holding=[device.job_id]))["answer"] == "none"
    await pass_time(6)
    assert (await device.lease(holding=[device.job_id]))["mode"] == "look"
    assert (await device.finish("failed", "undone"))["state"] == "failed"


async def test_rule_late_look_when_another_device_settled(seller: Seller):
    """What the first device sent after its last word nobody knows: the second one's verdict waits as well."""
    other = await seller.second()
    await relisted_until(seller, "upload", "draft", "hide")
    await pass_time(181)
    await other.lease()
    await other.go("show", undo=True, seq=1)
    await other.result("show", seq=1)
    assert (await other.finish("failed", "old_shown", proof="wardrobe_flag"))["state"] == "parked"
    await pass_time(LATE_LOOK)
    assert (await other.lease())["mode"] == "look"
    assert (await other.finish("failed", "old_shown", proof="wardrobe_flag"))["state"] == "failed"


async def test_rule_hidden_never_ends(seller: Seller):
    """While the old listing is hidden and nothing proves it shown, a relist is the person's, whatever the device says."""
    for end, reason in (("failed", "refused"), ("unknown", "unproved"), ("done", "ok")):
        device = await relisted_until(seller, "upload", "draft", "hide")
        ended = await device.finish(end, reason)
        assert ended["state"] == "needs_person", end
        job = await seller.job(device.job_id)
        assert (job["reason"], job["restorable"], job["choices"]) == ("restorable", True, ["show", "ask_again"])
        await seller.resolve(device.job_id, "show")
        leased = await device.lease(holding=[device.job_id])
        assert (leased["mode"], leased["answer_of_person"]) == ("settle", "show")
        await device.go("show", undo=True)
        await device.result("show")
        assert (await device.finish("failed", "old_shown", proof="wardrobe_flag"))["state"] == "failed"
        await db.execute("DELETE FROM closet_spend")
        await db.execute("UPDATE closet_hands SET next_write_at = NULL")


async def test_rule_stuck_person(seller: Seller):
    """Processing after the last look: the person waits, or gives up; only then a go for deleting the new listing."""
    device = await relisted_until(seller, "upload", "draft", "hide", "publish")
    at = [60, 300, 900, 3600]
    for look, gap in zip(at, (b - a for a, b in zip([0, *at], at, strict=False)), strict=False):
        ended = await device.finish("park", "processing", look="processing")
        assert ended["state"] == "parked", look
        await pass_time(gap + 1)
        assert (await device.lease(holding=[device.job_id]))["mode"] == "run"
    assert (await device.go("delete_new", undo=True)) == {"answer": "stop", "reason": "wrong_state"}
    assert (await device.finish("park", "processing", look="processing"))["state"] == "needs_person"
    job = await seller.job(device.job_id)
    assert (job["reason"], job["choices"]) == ("still_processing", ["wait", "give_up"])
    await seller.resolve(device.job_id, "give_up")
    leased = await device.lease(holding=[device.job_id])
    assert (leased["mode"], leased["answer_of_person"]) == ("settle", "give_up")
    assert (await device.go("delete_new", undo=True))["answer"] == "go"


async def test_rule_leftover_look(seller: Seller):
    """A leftover is tried once a day, each time naming the listing that must be proved live first, until it is proved gone."""
    from vintedbot.jobs import sweep

    device = await relisted_until(seller, "upload", "draft", "hide", "publish")
    device.facts = {**device.facts, "new_item_id": NEW}
    await device.go("delete")
    ended = await device.finish(
        "done", "leftover", proof="wardrobe_entry", last={"seq": device.seq, "step": "delete", "outcome": "refused"}
    )
    assert ended["state"] == "done"
    relist = await seller.job(device.job_id)
    assert relist["leftover_item_id"] == ITEM
    await sweep.sweep()
    assert await tries(seller) == []
    for day in (1, 2):
        await pass_time(86_400)
        await sweep.sweep()
        await sweep.sweep()
        assert len(await tries(seller)) == day
        await db.execute("UPDATE jobs SET pressed = true WHERE verb = 'delete_listing'")  # not bound to the hours of this test
        await db.execute("UPDATE jobs SET next_at = NULL WHERE verb = 'sync_closet'")
        assert (await device.lease())["work"] == {"verb": "delete_listing", "item_id": ITEM, "replaced_by": NEW}
        if day == 1:
            await device.finish("failed", "refused")
    assert (await device.go("show", undo=True))["answer"] == "go"
    await device.result("show")
    await device.finish("failed", "leftover_shown", proof="wardrobe_flag")
    assert (await seller.job(str(relist["id"])))["leftover_item_id"] is None
    await pass_time(90_000)
    await sweep.sweep()
    assert len(await tries(seller)) == 2


async def test_rule_restore_proof(seller: Seller):
    """A restored job is settled or answered, never run anew: after every journal, and after the late look."""
    other = await seller.second()
    await relisted_until(seller, "upload", "draft", "hide")
    job_id = seller.first.job_id
    await service.restore()
    assert (await seller.job(job_id))["state"] == "needs_person"
    assert (await seller.first.lease())["answer"] == "journal_wanted"
    assert (await journal(seller.first)) == {"taken": 0, "waiting": 1}
    assert (await seller.job(job_id))["choices"] == ["journal_lost"]
    await journal(other)
    assert (await seller.job(job_id))["choices"] == ["ask_again"]
    await synced(seller.first)
    await seller.resolve(job_id, "ask_again")
    assert (await seller.first.lease(holding=[job_id]))["answer"] == "none"
    await pass_time(LATE_LOOK)
    leased = await seller.first.lease(holding=[job_id])
    assert (leased["job_id"], leased["mode"]) == (job_id, "settle")
    assert await seller.first.go("publish") == {"answer": "stop", "reason": "undo_only"}


async def test_rule_stored_result(seller: Seller):
    """A device whose journal knows the end answers with it when it takes the job over; that outranks the late look."""
    other = await seller.second()
    await relisted_until(seller, "upload", "draft", "hide")
    await seller.first.go("show", undo=True)
    await pass_time(181)
    assert (await other.lease())["mode"] == "settle"
    assert (await other.finish("failed", "old_shown", proof="wardrobe_flag"))["state"] == "parked"
    await db.execute("UPDATE jobs SET next_at = clock_timestamp() WHERE verb = 'relist'")
    await seller.first.lease(holding=[seller.first.job_id])
    told = {"proof": "wardrobe_flag", "last": {"seq": seller.first.seq, "step": "show", "outcome": "unanswered"}}
    assert (await seller.first.finish("failed", "old_shown", **told))["state"] == "parked"  # what nobody saw ended is looked for
    await db.execute("UPDATE jobs SET next_at = clock_timestamp() WHERE verb = 'relist'")
    await seller.first.lease(holding=[seller.first.job_id])
    assert (await seller.first.finish("failed", "old_shown", stored=True, **told))["state"] == "failed"


def wish_hide() -> dict[str, Any]:
    return {"verb": "set_hidden", "item_id": ITEM, "hidden": True}


async def tries(seller: Seller) -> list[dict[str, Any]]:
    page = await seller.get("/jobs", item_id=ITEM)
    return [job for job in page["items"] if job["verb"] == "delete_listing"]


async def journal(device: Device, *entries: dict[str, Any]) -> dict[str, Any]:
    generation = await db.fetchval("SELECT generation FROM installation")
    return good(await device.post("/jobs/journal", {"generation": generation, "entries": list(entries)}))


async def synced(device: Device) -> None:
    leased = await device.lease()
    assert leased["work"] == {"verb": "sync_closet"}, leased
    page = {"read": "wardrobe", "page": 1, "pages": 1, "total": 0, "items": [], "confirmed": True}
    assert good(await device.brings(page))["believed"]
    await device.finish("done", "ok", proof="read_whole")


# ------------------------------------------------------------------------------------------------ the same rules on messages
async def message_sent(seller: Seller, outcome: str = "unanswered") -> dict[str, Any]:
    """A message whose request left, and what its device knows of it."""
    job: dict[str, Any] = good(await wish(seller, first_message()))
    await seller.first.lease()
    await seller.first.walk("thread")
    await seller.first.go("message")
    seller.first.facts = {**seller.first.facts, "thread_id": 99, "after": "e0"}
    await seller.first.result("message", outcome)
    return job


async def test_a_message_without_an_answer_waits_for_the_late_look_and_holds_its_place(writer: Seller):
    """rule: late_look - until then neither "it was sent" nor "it was not" is known, and the same is not sent again."""
    job = await message_sent(writer)
    assert (await writer.first.finish("unknown", "unproved"))["state"] == "parked"
    assert (await writer.job(job["id"]))["choices"] == []
    assert good(await wish(writer, first_message()))["id"] == job["id"]
    refused(await wish(writer, first_message(text="Or rather")), "already_contacted")
    await pass_time(LATE_LOOK + 1)
    assert (await writer.first.lease(holding=[job["id"]]))["mode"] == "look"
    assert (await writer.first.finish("unknown", "unproved"))["state"] == "unknown"
    shown = await writer.job(job["id"])
    assert shown["choices"] == ["ask_again", "was_done", "was_not"]
    assert good(await wish(writer, first_message()))["id"] == job["id"]  # still nobody knows


async def test_it_was_not_sent_is_not_offered_before_the_late_look(writer: Seller):
    """rule: late_look - also when a stored end made it unknown at once."""
    job = await message_sent(writer)
    assert (await writer.first.finish("unknown", "unproved", stored=True))["state"] == "unknown"
    assert (await writer.job(job["id"]))["choices"] == ["ask_again", "was_done"]
    refused(await writer.post(f"/jobs/{job['id']}/resolve", {"choice": "was_not"}), "not_a_choice")
    await pass_time(LATE_LOOK + 1)
    assert (await writer.resolve(job["id"], "was_not"))["state"] == "failed"
    assert (await wish(writer, first_message())).status_code == 202  # now it may be written once more


async def test_the_person_says_it_was_sent(writer: Seller, conversations: Conversations):
    job = await message_sent(writer)
    await writer.first.finish("unknown", "unproved", stored=True)
    assert (await writer.resolve(job["id"], "was_done"))["state"] == "done"
    assert [ended.state for ended in conversations.ended] == ["unknown", "done"]
    refused(await wish(writer, first_message(text="Hello again")), "already_contacted")


async def test_a_device_cannot_say_that_a_message_which_may_have_arrived_failed(writer: Seller):
    """Without the person's word it stays unknown; refused by Vinted, it failed and costs nothing."""
    await message_sent(writer)
    await pass_time(LATE_LOOK + 1)
    await writer.first.lease(holding=[writer.first.job_id])
    assert (await writer.first.finish("failed", "unproved"))["state"] == "unknown"


async def test_a_refused_message_failed(writer: Seller):
    job: dict[str, Any] = good(await wish(writer, first_message()))
    await writer.first.lease()
    await writer.first.go("thread")
    last = {"seq": writer.first.seq, "step": "thread", "outcome": "refused"}
    assert (await writer.first.finish("failed", "personal_data", last=last))["state"] == "failed"
    gauge = (await writer.get("/accounts/vinted"))["items"][0]["gauge"]
    assert (gauge["writes_used"], gauge["threads_used"]) == (0, 0)
    assert (await writer.job(job["id"]))["reason"] == "personal_data"


async def test_a_conversation_that_was_there_already_costs_nothing(writer: Seller):
    await wish(writer, first_message())
    await writer.first.lease()
    await writer.first.walk("thread")
    assert (await writer.first.finish("failed", "contacted"))["state"] == "failed"
    gauge = (await writer.get("/accounts/vinted"))["items"][0]["gauge"]
    assert (gauge["writes_used"], gauge["threads_used"]) == (0, 0)


async def test_another_device_proves_a_message_and_never_sends_it(writer: Seller):
    """rule: undo_sticky - a take-over settles, and a message has nothing to take back."""
    other = await writer.second()
    await message_sent(writer)
    await pass_time(181)
    assert (await other.lease())["mode"] == "settle"
    assert await other.go("message") == {"answer": "stop", "reason": "undo_only"}
    assert (await other.finish("done", "ok", proof="thread_entry"))["state"] == "done"


async def test_a_restored_message_is_settled_and_never_run_anew(writer: Seller, conversations: Conversations):
    """rule: restore_proof - a card that waited may have been approved and sent after the copy was made."""
    job: dict[str, Any] = good(await wish(writer, first_message(), prepare=True))
    await service.restore()
    assert (await writer.job(job["id"]))["state"] == "needs_person"
    refused(await writer.post(f"/jobs/{job['id']}/approve", {"digest": job["card"]["digest"]}), "not_waiting")
    await writer.first.lease()
    await journal(writer.first)
    await synced(writer.first)
    await writer.resolve(job["id"], "ask_again")
    await pass_time(LATE_LOOK)
    leased = await writer.first.lease(holding=[job["id"]])
    assert (leased["job_id"], leased["mode"]) == (job["id"], "settle")
    assert await writer.first.go("thread") == {"answer": "stop", "reason": "undo_only"}
    assert (await writer.first.finish("unknown", "unproved"))["state"] == "unknown"


async def test_a_message_the_database_never_heard_of_comes_back_from_a_journal(writer: Seller):
    """rule: restore_proof - the person does not get to write the same again meanwhile."""
    job: dict[str, Any] = good(await wish(writer, first_message()))
    work = (await writer.first.lease())["work"]
    await writer.first.walk("thread")
    at = "2026-11-23T10:00:00Z"
    entry = {
        "job_id": job["id"], "closet_id": writer.closet_id, "epoch": writer.first.leased["epoch"], "verb": "send_message",
        "version": 1, "work": work, "facts": {"thread_id": 99}, "at": at,
        "steps": [{"seq": 2, "step": "message", "undo": False, "status": "sent", "at": at}],
    }  # fmt: skip
    await db.execute("DELETE FROM job_steps")
    await db.execute("DELETE FROM jobs")
    await db.execute("DELETE FROM closet_spend")
    await service.restore()
    await writer.first.lease()
    await journal(writer.first, entry)
    shown = await writer.job(job["id"])
    assert (shown["state"], shown["card"]["text"], shown["item_id"]) == ("needs_person", "Hello! Still interested?", ITEM)
    assert good(await wish(writer, first_message()))["id"] == job["id"]
    spent = await db.fetchrow("SELECT writes, threads, messages, item_id FROM closet_spend")
    assert tuple(spent) == (1, 1, 1, ITEM)
