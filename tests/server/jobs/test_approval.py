"""The approval queue: what a person sees is what is sent, or nothing is.

Each test acts as two people at two screens would, and as hands that are slow: what was true at the press may not be at the go.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace
from vintedbot.closets import service as closets
from vintedbot.jobs import sweep, wishes
from vintedbot.kit import db
from vintedbot.listings import service as listings
from vintedbot_schemas.verbs import WishMessage

from .conversations import (
    BEA,
    CARL,
    THREAD,
    Conversations,
    approve,
    card_for,
    euros,
    first_message,
    has_listing,
    reply,
    wish,
)  # fmt: skip
from .hands import ITEM, Seller, good, pass_time, refused


async def sent(seller: Seller, job: dict[str, Any], step: str = "message") -> dict[str, Any]:
    """What the server answers when hands ask to send it."""
    leased = await seller.first.lease()
    assert leased["answer"] == "lease", leased
    assert leased["job_id"] == job["id"]
    return await seller.first.go(step)


# ------------------------------------------------------------------------------------------------ press and card
async def test_a_press_with_the_card_before_ones_eyes_is_the_approval(writer: Seller, conversations: Conversations):
    conversations.thread_is()
    job = good(await wish(writer, reply()))
    assert (job["state"], job["thread_id"], job["item_id"]) == ("queued", THREAD, ITEM)
    assert job["card"]["text"] == "Yes, it is still there."
    assert (job["card"]["recipient"]["login"], job["card"]["item"]["price"]["amount"]) == ("bea", 1200)
    assert (await sent(writer, job))["answer"] == "go"
    work = writer.first.leased["work"]
    assert (work["thread_id"], work["after"], work["card"]["digest"]) == (THREAD, "e1", job["card"]["digest"])


async def test_a_prepared_card_does_not_leave_before_somebody_approved_it(writer: Seller):
    job = await card_for(writer, first_message())
    assert job["waits_for"] == "approval"
    until = datetime.fromisoformat(job["card"]["expires_at"]) - datetime.now(UTC)
    assert timedelta(hours=47, minutes=58) < until <= timedelta(hours=48)
    assert (await writer.first.lease())["answer"] == "none"
    approved = good(await approve(writer, job))
    assert (approved["state"], approved["card"]["expires_at"]) == ("queued", None)
    assert (await sent(writer, job))["answer"] == "go"


async def test_pressing_send_on_what_waits_as_a_card_approves_it(writer: Seller):
    job = await card_for(writer, first_message())
    pressed = good(await wish(writer, first_message()))
    assert (pressed["id"], pressed["state"]) == (job["id"], "queued")


async def test_the_same_again_is_one_job_and_another_text_to_the_same_person_is_refused(writer: Seller):
    job = await card_for(writer, first_message())
    assert (await card_for(writer, first_message()))["id"] == job["id"]
    for other in (first_message(text="Something else"), {**first_message(), "verb": "send_offer", "price": None, "text": None}):
        if other["verb"] == "send_offer":
            other = {"verb": "send_offer", "member_id": BEA, "item_id": ITEM, "price": {"amount": 1000, "currency": "EUR"}}
        refused(await wish(writer, other), "already_contacted")
    assert (await card_for(writer, first_message(CARL)))["id"] != job["id"]


async def test_one_conversation_has_one_unfinished_job(writer: Seller, conversations: Conversations):
    conversations.thread_is()
    job = good(await wish(writer, reply()))
    assert good(await wish(writer, reply()))["id"] == job["id"]
    assert refused(await wish(writer, reply("And one more thing")), "item_busy")["data"] == {"job_id": job["id"]}


async def test_a_message_about_an_item_does_not_stand_in_the_way_of_work_on_it(writer: Seller):
    await card_for(writer, first_message())
    assert (await writer.relist())["state"] == "queued"


# ------------------------------------------------------------------------------------------------ two screens
async def test_edited_on_one_device_while_approved_on_another(writer: Seller):
    seen = await card_for(writer, first_message())
    body = {"digest": seen["card"]["digest"], "text": "A better text"}
    path = f"/api/v1/jobs/{seen['id']}/card"
    changed = good(await writer.client.put(path, json=body, headers=writer.person.device))
    assert changed["card"]["digest"] != seen["card"]["digest"]
    stale = refused(await approve(writer, seen), "card_changed")
    assert stale["data"]["current"]["text"] == "A better text"
    assert (await writer.job(seen["id"]))["state"] == "waiting_approval"
    assert refused(await writer.client.put(path, json=body, headers=writer.person.portal), "card_changed")
    good(await approve(writer, changed))
    assert (await sent(writer, changed))["answer"] == "go"
    assert writer.first.leased["work"]["card"]["text"] == "A better text"


@pytest.mark.parametrize("turn", range(4))
async def test_an_edit_and_an_approval_at_the_same_moment_are_not_both_believed(writer: Seller, turn: int):
    seen = await card_for(writer, first_message())
    body = {"digest": seen["card"]["digest"], "text": "A better text"}
    edit = writer.client.put(f"/api/v1/jobs/{seen['id']}/card", json=body, headers=writer.person.device)
    asked = (edit, approve(writer, seen)) if turn % 2 else (approve(writer, seen), edit)
    answers = await asyncio.gather(*asked)
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    won, lost = (answer.json() for answer in sorted(answers, key=lambda answer: answer.status_code))
    now = await writer.job(seen["id"])
    assert won["card"]["digest"] == now["card"]["digest"]
    if now["card"]["text"] == "A better text":
        assert (lost["code"], lost["data"]["current"]["digest"]) == ("card_changed", now["card"]["digest"])
        assert now["state"] == "waiting_approval"
    else:
        assert lost["code"] == "not_waiting"
        assert (now["state"], now["card"]["digest"]) == ("queued", seen["card"]["digest"])


async def test_approved_on_one_device_it_is_no_longer_edited_on_another(writer: Seller):
    job = await card_for(writer, first_message())
    good(await approve(writer, job))
    good(await approve(writer, job))  # whose answer was lost
    body = {"digest": job["card"]["digest"], "text": "Too late"}
    refused(await writer.client.put(f"/api/v1/jobs/{job['id']}/card", json=body, headers=writer.person.portal), "not_waiting")
    refused(await writer.post(f"/jobs/{job['id']}/decline", {}), "not_waiting")


async def test_declined_and_never_again(writer: Seller):
    job, other = await card_for(writer, first_message()), await card_for(writer, first_message(CARL))
    await has_listing(writer, ITEM + 1)
    same_person = await card_for(writer, first_message(BEA, ITEM + 1))
    shown = good(await writer.post(f"/jobs/{job['id']}/decline", {"never_again": True}))
    assert (shown["state"], shown["reason"]) == ("cancelled", "declined")
    assert (await writer.job(same_person["id"]))["state"] == "cancelled"
    assert (await writer.job(other["id"]))["state"] == "waiting_approval"
    refused(await wish(writer, first_message()), "person_ignored")
    ignored = f"/accounts/vinted/{writer.closet_id}/ignored"
    assert [person["member_id"] for person in (await writer.get(ignored))["items"]] == [BEA]
    gone = await writer.client.delete(f"/api/v1{ignored}/{BEA}", headers=writer.person.portal)
    assert gone.status_code == 204
    assert (await card_for(writer, first_message()))["state"] == "waiting_approval"


async def test_a_declined_one_may_be_prepared_again(writer: Seller):
    job = await card_for(writer, first_message())
    good(await writer.post(f"/jobs/{job['id']}/decline", {}))
    assert (await card_for(writer, first_message()))["id"] != job["id"]


async def test_not_now(writer: Seller):
    job = await card_for(writer, first_message())
    until = datetime.now(UTC) + timedelta(hours=72)
    shown = good(await writer.post(f"/jobs/{job['id']}/snooze", {"until": until.isoformat()}))
    assert datetime.fromisoformat(shown["next_at"]) == until
    assert datetime.fromisoformat(shown["card"]["expires_at"]) == until + timedelta(hours=48)
    await pass_time(48 * 3600 + 1)
    await sweep.sweep()
    assert (await writer.job(job["id"]))["state"] == "waiting_approval"


async def test_now_after_all(writer: Seller):
    job = await card_for(writer, first_message())
    good(await writer.post(f"/jobs/{job['id']}/snooze", {"until": (datetime.now(UTC) + timedelta(hours=72)).isoformat()}))
    shown = good(await writer.post(f"/jobs/{job['id']}/snooze", {"until": None}))
    assert datetime.fromisoformat(shown["next_at"]) <= datetime.now(UTC) + timedelta(seconds=5)
    assert good(await approve(writer, shown))["state"] == "queued"


async def test_a_card_expires_after_48_hours_and_cannot_be_approved_then(writer: Seller, conversations: Conversations):
    job = await card_for(writer, first_message())
    await pass_time(48 * 3600 - 60)
    await sweep.sweep()
    assert (await writer.job(job["id"]))["state"] == "waiting_approval"
    await pass_time(61)
    await sweep.sweep()
    shown = await writer.job(job["id"])
    assert (shown["state"], shown["reason"], shown["waits_for"]) == ("expired", "expired", "approval")
    refused(await approve(writer, job), "not_waiting")
    assert [ended.state for ended in conversations.ended] == ["expired"]


# ------------------------------------------------------------------------------------------------ between approval and go
async def repriced(seller: Seller) -> None:
    await has_listing(seller, amount=1100)


async def sold(seller: Seller) -> None:
    await has_listing(seller, state="sold")


async def hidden(seller: Seller) -> None:
    await has_listing(seller, state="hidden")


async def ignored(seller: Seller) -> None:
    from vintedbot_schemas.cards import Recipient

    await closets.ignore(UUID(seller.closet_id), Recipient(member_id=BEA, login="bea"), datetime.now(UTC))


@pytest.mark.parametrize(
    ("change", "reason"),
    [(repriced, "item_changed"), (sold, "item_sold"), (hidden, "item_changed"), (ignored, "ignored")],
)
async def test_what_changed_between_approval_and_go_is_not_sent(writer: Seller, change: Any, reason: str):
    job = await card_for(writer, first_message())
    good(await approve(writer, job))
    await change(writer)
    assert await sent(writer, job) == {"answer": "stop", "reason": reason}
    ended = await writer.first.finish("failed", reason)
    assert ended["state"] == "failed"
    shown = await writer.job(job["id"])
    assert (shown["reason"], shown["history"]) == (reason, [])
    assert (await writer.get("/accounts/vinted"))["items"][0]["gauge"]["writes_used"] == 0


async def test_what_was_said_since_is_read_first(writer: Seller, conversations: Conversations):
    conversations.thread_is()
    job = await card_for(writer, reply())
    good(await approve(writer, job))
    conversations.now_ends_with("e2")
    assert await sent(writer, job) == {"answer": "stop", "reason": "thread_changed"}


async def test_an_answer_about_what_is_sold_goes_out(writer: Seller, conversations: Conversations):
    """A buyer asks when the parcel leaves: the item's price is not what was approved."""
    await has_listing(writer, state="sold")
    conversations.thread_is()
    job = good(await wish(writer, reply("Tomorrow morning.")))
    assert job["card"]["item"]["price"] is None
    assert (await sent(writer, job))["answer"] == "go"


async def test_nothing_goes_into_a_conversation_the_other_one_has_not_written_in(writer: Seller, conversations: Conversations):
    conversations.thread_is(has_written=False, we_wrote=True)
    refused(await wish(writer, reply()), "already_contacted")
    refused(await wish(writer, first_message()), "already_contacted")
    conversations.threads.clear()
    refused(await wish(writer, reply()), "thread_unknown")


async def test_never_the_same_person_twice_for_one_item(writer: Seller):
    job = good(await wish(writer, first_message()))
    await sent(writer, job, "thread")
    writer.first.facts = {**writer.first.facts, "thread_id": 99}
    await writer.first.walk("message")
    assert (await writer.first.finish("done", "ok", proof="thread_entry"))["state"] == "done"
    assert (await writer.job(job["id"]))["thread_id"] == 99
    refused(await wish(writer, first_message(text="Hello again")), "already_contacted")


async def test_an_item_that_is_not_for_sale_is_offered_to_nobody(writer: Seller):
    await sold(writer)
    assert refused(await wish(writer, first_message()), "item_not_active")["data"] == {"state": "sold"}
    assert refused(await wish(writer, first_message(item_id=5)), "item_not_active")["data"] == {"state": None}


# ------------------------------------------------------------------------------------------------ offers and floors
@pytest.fixture
def floor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seller accepts 8.00 at least."""
    real = listings.known

    async def known(closet_id: Any, item_id: int) -> Any:
        found = await real(closet_id, item_id)
        return replace(found, floor=euros(800)) if found is not None else None

    monkeypatch.setattr(listings, "known", known)


def offer(amount: int, **more: Any) -> dict[str, Any]:
    return {"verb": "send_offer", "member_id": BEA, "item_id": ITEM, "price": {"amount": amount, "currency": "EUR"}, **more}


async def test_an_offer_lies_between_floor_and_price(writer: Seller, floor: None):
    assert refused(await wish(writer, offer(799)), "below_floor")["data"] == {"floor": {"amount": 800, "currency": "EUR"}}
    assert refused(await wish(writer, offer(1200)), "invalid_input")["field"] == "price"
    job = await card_for(writer, offer(1000))
    path = f"/api/v1/jobs/{job['id']}/card"
    low = {"digest": job["card"]["digest"], "amount": {"amount": 700, "currency": "EUR"}}
    refused(await writer.client.put(path, json=low, headers=writer.person.portal), "below_floor")
    other = {"digest": job["card"]["digest"], "amount": {"amount": 850, "currency": "EUR"}}
    changed = good(await writer.client.put(path, json=other, headers=writer.person.portal))
    assert changed["card"]["amount"]["amount"] == 850
    good(await approve(writer, changed))
    assert (await sent(writer, job, "thread"))["answer"] == "go"


async def test_a_floor_raised_between_approval_and_go_holds(writer: Seller, monkeypatch: pytest.MonkeyPatch):
    job = good(await wish(writer, offer(1000)))
    real = listings.known

    async def known(closet_id: Any, item_id: int) -> Any:
        return replace(await real(closet_id, item_id), floor=euros(1100))

    monkeypatch.setattr(listings, "known", known)
    assert await sent(writer, job, "thread") == {"answer": "stop", "reason": "below_floor"}


async def test_a_buyers_offer_is_accepted_declined_or_countered(writer: Seller, conversations: Conversations, floor: None):
    conversations.thread_is()
    answer = {"verb": "answer_offer", "thread_id": THREAD, "offer_id": 8}
    refused(await wish(writer, {**answer, "answer": "accept"}), "offer_not_open")
    conversations.offer_is(amount=700)
    refused(await wish(writer, {**answer, "answer": "accept"}), "below_floor")
    refused(await wish(writer, {**answer, "answer": "accept", "price": {"amount": 900, "currency": "EUR"}}), "invalid_input")
    counter = {**answer, "answer": "counter", "price": {"amount": 900, "currency": "EUR"}}
    job = good(await wish(writer, counter))
    assert (job["card"]["amount"]["amount"], job["transaction_id"]) == (900, 900)
    refused(await wish(writer, {**answer, "answer": "decline"}), "item_busy")
    await seller_cancels(writer, job)
    declined = good(await wish(writer, {**answer, "answer": "decline"}))
    assert (await sent(writer, declined, "answer"))["answer"] == "go"
    await writer.first.finish("done", "ok", proof="offer_state")
    assert [job["verb"] for job in (await writer.get("/jobs", thread_id=THREAD))["items"]][:1] == ["sync_conversation"]


async def seller_cancels(seller: Seller, job: dict[str, Any]) -> None:
    good(await seller.post(f"/jobs/{job['id']}/cancel"))


async def test_an_offer_withdrawn_since_is_not_answered(writer: Seller, conversations: Conversations):
    conversations.thread_is()
    conversations.offer_is()
    job = good(await wish(writer, {"verb": "answer_offer", "thread_id": THREAD, "offer_id": 8, "answer": "accept"}))
    conversations.offer_is(state="cancelled")
    assert await sent(writer, job, "answer") == {"answer": "stop", "reason": "thread_changed"}


async def test_four_about_one_item_within_a_day(writer: Seller):
    for member in range(4):
        job = good(await wish(writer, offer(1000, member_id=BEA + member)))
        assert job["state"] == "queued"
    refused(await wish(writer, offer(1000, member_id=BEA + 4)), "item_limit_reached")
    await has_listing(writer, ITEM + 1)
    good(await wish(writer, offer(1000, member_id=BEA + 4, item_id=ITEM + 1)))


async def test_the_fifth_about_one_item_is_not_sent(writer: Seller):
    job = good(await wish(writer, offer(1000)))
    await db.execute(
        """INSERT INTO closet_spend (job_id, closet_id, at, open, writes, relists, payloads, messages, item_id)
           VALUES ($1, $2, now(), false, 0, 0, 0, 4, $3)""",
        db.uuid7(), writer.closet_id, ITEM,
    )  # fmt: skip
    assert await sent(writer, job, "thread") == {"answer": "stop", "reason": "item_limit"}


# ------------------------------------------------------------------------------------------------ budget and pace
async def test_two_new_conversations_a_day_and_answers_beside_them(writer: Seller, conversations: Conversations):
    for number in range(2):
        job = good(await wish(writer, first_message(BEA + number)))
        await sent(writer, job, "thread")
        await writer.first.walk("message")
        await writer.first.finish("done", "ok", proof="thread_entry")
        await pass_time(91)
    third = good(await wish(writer, first_message(BEA + 2)))
    assert (await writer.first.lease())["answer"] == "none"
    assert (await writer.job(third["id"]))["waits_for"] == "budget"
    gauge = (await writer.get("/accounts/vinted"))["items"][0]["gauge"]
    assert (gauge["threads_used"], gauge["threads_limit"]) == (2, 2)
    conversations.thread_is(member_id=BEA + 9)
    answered = good(await wish(writer, reply()))
    assert (await sent(writer, answered))["answer"] == "go"
    raised = await writer.client.put(
        f"/api/v1/accounts/vinted/{writer.closet_id}", json={"threads_per_day": 4}, headers=writer.person.portal
    )
    assert good(raised)["gauge"]["threads_limit"] == 4


async def test_ninety_seconds_between_messages_also_for_a_press(writer: Seller):
    first = good(await wish(writer, first_message()))
    await sent(writer, first, "thread")
    await writer.first.walk("message")
    await writer.first.finish("done", "ok", proof="thread_entry")
    second = good(await wish(writer, first_message(CARL)))
    hide = await writer.hide(5)
    assert (await writer.first.lease())["job_id"] == hide["id"]  # another lane
    await writer.first.finish("release", "no_tab")
    good(await writer.post(f"/jobs/{hide['id']}/cancel"))
    assert (await writer.first.lease())["answer"] == "none"
    shown = await writer.job(second["id"])
    assert (shown["state"], shown["waits_for"]) == ("queued", "pace")
    await pass_time(86)
    await writer.first.lease()
    answer = await writer.first.go("thread")
    assert (answer["answer"], answer["reason"]) == ("wait", "pace")
    await pass_time(6)
    assert (await writer.first.go("thread"))["answer"] == "go"


# ------------------------------------------------------------------------------------------------ consents
async def rule_wishes(seller: Seller, member_id: int = BEA) -> dict[str, Any]:
    async with db.transaction():
        wanted = WishMessage(text="Hello!", member_id=member_id, item_id=ITEM, reason="rule")
        job_id = await wishes.wish(seller.person.id, UUID(seller.closet_id), wanted, pressed=False, origin="rule")
    return await seller.job(str(job_id))


async def consent(seller: Seller, method: str = "PUT") -> Any:
    path = f"/api/v1/accounts/vinted/{seller.closet_id}/consents/send_message"
    return await seller.client.request(method, path, headers=seller.person.portal)


async def test_a_rule_waits_for_the_person_unless_they_consented(writer: Seller):
    await db.execute("UPDATE closets SET active_from = 0, active_until = 24")
    assert (await rule_wishes(writer))["state"] == "waiting_approval"
    given = good(await consent(writer))
    assert good(await consent(writer))["given_at"] == given["given_at"]
    automatic = await rule_wishes(writer, CARL)
    assert automatic["state"] == "queued"
    assert (await sent(writer, automatic, "thread"))["answer"] == "go"
    listed = await writer.get(f"/accounts/vinted/{writer.closet_id}/consents")
    assert [each["verb"] for each in listed["items"]] == ["send_message"]


async def test_a_consent_revoked_with_jobs_queued_puts_them_before_the_person(writer: Seller):
    await db.execute("UPDATE closets SET active_from = 0, active_until = 24")
    good(await consent(writer))
    leased, queued = await rule_wishes(writer), await rule_wishes(writer, CARL)
    assert (await writer.first.lease())["job_id"] == leased["id"]
    assert (await consent(writer, "DELETE")).status_code == 204
    for job in (leased, queued):
        shown = await writer.job(job["id"])
        assert (shown["state"], shown["card"]["expires_at"] is not None) == ("waiting_approval", True)
    assert await writer.first.go("thread") == {"answer": "stop", "reason": "lease_lost"}
    assert (await writer.first.lease())["answer"] == "none"
    good(await consent(writer))  # another consent than the one they were made under
    assert (await writer.first.lease())["answer"] == "none"
    good(await approve(writer, await writer.job(queued["id"])))
    assert (await writer.first.lease())["job_id"] == queued["id"]


async def test_a_consent_is_for_a_verb_that_addresses_somebody(writer: Seller):
    path = f"/api/v1/accounts/vinted/{writer.closet_id}/consents/relist"
    refused(await writer.client.put(path, headers=writer.person.portal), "invalid_input")


async def test_follows_and_favourites_are_toggles_with_a_card(writer: Seller):
    follow = good(await wish(writer, {"verb": "set_follow", "member_id": BEA, "follow": True}))
    assert follow["card"]["recipient"]["member_id"] == BEA
    favourite = good(await wish(writer, {"verb": "set_favourite", "member_id": BEA, "item_id": 4_711, "favourite": True}))
    assert favourite["id"] != follow["id"]
    refused(await wish(writer, {"verb": "set_follow", "member_id": BEA, "follow": False}), "item_busy")
    assert (await sent(writer, follow, "follow"))["answer"] == "go"
    await writer.first.finish("done", "ok", proof="flag_read")
    gauge = (await writer.get("/accounts/vinted"))["items"][0]["gauge"]
    assert (gauge["follows_used"], gauge["favourites_used"], gauge["writes_used"]) == (1, 0, 1)


async def test_whom_a_card_addressed_is_forgotten_after_ninety_days(writer: Seller):
    job = await card_for(writer, first_message())
    good(await writer.post(f"/jobs/{job['id']}/decline", {}))
    await pass_time(91 * 86_400)
    await sweep.clean()
    assert (await writer.job(job["id"]))["card"]["recipient"] == {"member_id": BEA, "login": "", "photo_url": None}
