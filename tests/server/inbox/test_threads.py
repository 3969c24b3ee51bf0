"""The inbox: what a sync believes, what waits, what is put away, and what a proved job leaves in a conversation."""

from typing import Any

import pytest
from vintedbot.inbox import meaning, threads
from vintedbot.kit import db
from vintedbot_schemas.base import Money
from vintedbot_schemas.inbox import ThreadEntry

from tests.server.bringing import (
    SALE,
    THREAD,
    ago,
    begins,
    card,
    conversation,
    ends,
    has_listings,
    listed,
    message,
    offer,
    proved,
    reads_inbox,
    reads_thread,
    thread,
)  # fmt: skip
from tests.server.jobs.hands import Seller, good, refused


async def shown(seller: Seller, **query: Any) -> list[int]:
    return [row["thread_id"] for row in (await seller.get("/messages", **query))["items"]]


async def put(seller: Seller, **body: Any) -> Any:
    body = {"closet_id": seller.closet_id, **body}
    return await seller.client.put(f"/api/v1/messages/{THREAD}", json=body, headers=seller.person.portal)


# ---------------------------------------------------------------- what a sync believes
async def test_a_sync_shows_the_newest_first(seller: Seller):
    answer = await reads_inbox(
        seller, [thread(1, updated_at=ago(hours=3)), thread(2, unread=True)], [thread(3, updated_at=ago(days=9))]
    )
    assert answer["enough"] is False
    first = await seller.get("/messages", limit=2)
    assert [row["thread_id"] for row in first["items"]] == [2, 1]
    assert [row["thread_id"] for row in (await seller.get("/messages", limit=2, after=first["next"]))["items"]] == [3]
    assert first["items"][0]["other"]["login"] == "bella"
    assert first["items"][0]["waits"] == "reply"
    assert first["items"][0]["read_at"] is None
    assert await shown(seller, unread="true") == [2]
    assert await shown(seller, closet_id=seller.closet_id, waits="reply") == [2]


async def test_a_page_that_is_known_is_enough_once_the_list_was_read_whole(seller: Seller):
    page = [thread(1), thread(2)]
    assert (await reads_inbox(seller, page, last=False))["enough"] is False
    assert (await reads_inbox(seller, page, last=False))["enough"] is False, "the reading before was interrupted"
    await reads_inbox(seller, page, [thread(3, updated_at=ago(days=3))])
    assert (await reads_inbox(seller, page, last=False))["enough"] is True
    assert (await reads_inbox(seller, [thread(1, updated_at=ago(minutes=1)), thread(2)], last=False))["enough"] is False
    assert (await reads_inbox(seller, page, last=False))["enough"] is False, "that one ended before anything was known"


async def test_now_and_then_the_list_is_read_to_its_end(seller: Seller):
    await reads_inbox(seller, [thread(1)])
    await db.execute("UPDATE paged_readings SET whole_at = whole_at - interval '8 days'")
    assert (await reads_inbox(seller, [thread(1)], last=False))["enough"] is False


async def test_a_list_that_lost_half_is_read_once_more(seller: Seller):
    await reads_inbox(seller, [thread(n) for n in range(1, 6)])
    for few in ([], [thread(1), thread(2)]):
        assert (await reads_inbox(seller, few))["believed"] is False
        assert len(await shown(seller)) == 5
    assert (await reads_inbox(seller, [thread(1), thread(2)], confirmed=True))["believed"] is True
    assert sorted(await shown(seller)) == [1, 2]
    await reads_inbox(seller, [thread(3)], confirmed=True)
    assert await shown(seller) == [3], "one that comes back is there again"


# ---------------------------------------------------------------- one conversation
async def test_a_conversation_is_shown_as_it_was_read(seller: Seller):
    await has_listings(seller, listed(1))
    await reads_thread(seller, message(1, "Still there?", mine=False), message(2, "Yes", mine=True))
    read = await seller.get(f"/messages/{THREAD}", closet_id=seller.closet_id)
    assert [e["text"] for e in read["entries"]] == ["Still there?", "Yes"]
    assert (read["item_ids"], read["transaction_id"], read["allow_reply"]) == ([1], SALE, True)
    assert (read["thread"]["item_title"], read["thread"]["waits"], read["thread"]["preview"]) == ("Jeans 1", "nothing", "Yes")
    assert read["thread"]["read_at"] is not None
    assert read["job_ids"] == []


async def test_only_the_conversation_that_was_asked_for_is_taken(seller: Seller):
    device = await begins(seller, "sync_conversation", thread_id=THREAD)
    refused(await device.brings(conversation(thread_id=THREAD + 1)), "invalid_input")
    inbox = {"read": "inbox", "page": 1, "threads": [], "last": True}
    refused(await device.brings(inbox), "wrong_state")


async def test_a_character_no_text_may_hold_breaks_no_reading(seller: Seller):
    await reads_thread(seller, message(1, "a\0b", mine=False), other={"member_id": None, "login": "x\0"})
    read = await seller.get(f"/messages/{THREAD}")
    assert (read["entries"][0]["text"], read["thread"]["other"]) == ("ab", {"member_id": None, "login": "x", "photo_url": None})


async def test_what_waits_follows_from_what_was_said(seller: Seller):
    for entries, waits in (
        ([message(1, "?", mine=False)], "reply"),
        ([message(1, "?", mine=False), message(2, "!", mine=True)], "nothing"),
        ([offer()], "offer"),
        ([offer("rejected")], "reply"),
        ([offer(), message(2, "!", mine=True)], "offer"),
        ([message(1, "?", mine=False), {"id": "s", "kind": "status", "at": ago(hours=1), "mine": None, "text": "Sent"}], "reply"),
        ([{"id": "x", "kind": "other", "at": None, "mine": None, "text": "new"}], "nothing"),
    ):
        await reads_thread(seller, *entries)
        assert (await seller.get(f"/messages/{THREAD}"))["thread"]["waits"] == waits, entries
    await reads_thread(seller, offer())
    assert await shown(seller, waits="offer") == [THREAD]
    assert await shown(seller, waits="reply") == []


def test_texts_are_compared_composed_and_without_their_spaces():
    assert meaning.folded(" e\u0301te\u0301 \n ici ") == meaning.folded("été ici")
    said = meaning.of([ThreadEntry(id="1", kind="offer", at=None, mine=True, price=Money(amount=1, currency="EUR"))])
    assert (said.we_wrote, said.has_written, said.last_entry, said.last_at) == (True, False, "1", None)


# ---------------------------------------------------------------- what people change
async def test_a_thread_is_put_away_and_comes_back_with_a_message(seller: Seller):
    await reads_inbox(seller, [thread()])
    changed = await put(seller, archived=True)
    assert (changed.status_code, good(changed)["thread"]["archived"], good(changed)["job_id"]) == (200, True, None)
    assert (await shown(seller), await shown(seller, archived="true")) == ([], [THREAD])
    await reads_inbox(seller, [thread(updated_at=ago(minutes=5), unread=True)])
    assert await shown(seller) == [THREAD]
    assert good(await put(seller, archived=True))
    assert good(await put(seller, archived=False))["thread"]["archived"] is False
    refused(await put(seller), "invalid_input")


async def test_marking_as_read_is_a_job_where_something_is_unread(seller: Seller):
    await reads_inbox(seller, [thread(unread=True)])
    changed = await put(seller, read=True)
    assert changed.status_code == 202
    assert (await seller.job(good(changed)["job_id"]))["verb"] == "mark_thread_read"
    assert good(changed)["thread"]["unread"] is True, "it is, until Vinted says otherwise"
    await proved(seller, "mark_thread_read", {"thread_id": THREAD})
    assert await shown(seller, unread="true") == []
    again = await put(seller, read=True)
    assert (again.status_code, good(again)["job_id"]) == (200, None)


# ---------------------------------------------------------------- what a proved job leaves
async def entries(seller: Seller) -> list[tuple[str, bool]]:
    return [(e["text"], e["mine"]) for e in (await seller.get(f"/messages/{THREAD}"))["entries"]]


async def test_a_message_that_was_proved_stands_in_the_thread(seller: Seller):
    await reads_thread(seller, message(1, "Still there?", mine=False), unread=True)
    await proved(seller, "send_message", {"card": card("Yes,  it is"), "thread_id": THREAD}, {"after": "1"})
    assert await entries(seller) == [("Still there?", False), ("Yes,  it is", True)]
    read = (await seller.get(f"/messages/{THREAD}"))["thread"]
    assert (read["waits"], read["unread"], read["preview"]) == ("nothing", False, "Yes,  it is")
    assert await db.fetchval("SELECT last_entry FROM threads") is None, "Vinted's id of our message is not known yet"


async def test_a_message_that_the_job_read_back_stands_there_once(seller: Seller):
    await reads_thread(seller, message(1, "Yes", mine=True), message(2, "Sure?", mine=False), message(3, "Yes", mine=True))
    await proved(seller, "send_message", {"card": card("Yes "), "thread_id": THREAD}, {"after": "2"})
    assert len(await entries(seller)) == 3
    await proved(seller, "send_message", {"card": card("Yes"), "thread_id": THREAD}, {"after": "3"})
    assert len(await entries(seller)) == 4, "the same words said again"


async def test_a_first_message_opens_its_thread_here(seller: Seller):
    await proved(seller, "send_message", {"card": card("Hello"), "thread_id": None}, {"thread_id": THREAD, "transaction_id": 5})
    read = await seller.get(f"/messages/{THREAD}")
    assert (await entries(seller), read["transaction_id"], read["item_ids"]) == ([("Hello", True)], 5, [1])


async def test_an_unread_mark_is_no_word_of_somebody_we_wrote_to_first(seller: Seller):
    await proved(seller, "send_message", {"card": card("Hello"), "thread_id": None}, {"thread_id": THREAD})
    await reads_inbox(seller, [thread(unread=True, updated_at=ago(seconds=-60)), thread(2, unread=True)])
    known = {row["thread_id"]: row["has_written"] for row in await db.fetch("SELECT thread_id, has_written FROM threads")}
    assert known == {THREAD: False, 2: True}
    reply = {"closet_id": seller.closet_id, "text": "And?"}
    refused(await seller.post(f"/messages/{THREAD}/reply", reply), "already_contacted")


@pytest.mark.parametrize(("answer", "state"), [("accept", "accepted"), ("decline", "rejected")])
async def test_an_answered_offer_waits_no_more(seller: Seller, answer: str, state: str):
    await reads_thread(seller, offer())
    work = {"card": card(amount=900), "thread_id": THREAD, "transaction_id": SALE, "offer_id": 77, "answer": answer}
    await proved(seller, "answer_offer", work)
    read = await seller.get(f"/messages/{THREAD}")
    assert (read["entries"][0]["offer_state"], read["thread"]["waits"]) == (state, "reply")


async def test_an_offer_of_ours_is_the_one_that_counts(seller: Seller):
    await reads_thread(seller, offer())
    work = {"card": card(amount=1000), "thread_id": THREAD, "transaction_id": SALE, "offer_id": 77, "answer": "counter"}
    await proved(seller, "answer_offer", work)
    read = await seller.get(f"/messages/{THREAD}")
    assert [(e["kind"], e["current"]) for e in read["entries"]] == [("offer_request", False), ("offer", True)]
    assert read["thread"]["waits"] == "nothing"


# ---------------------------------------------------------------- what is forgotten, and what it costs
async def test_a_thread_is_forgotten_180_days_after_its_last_message(seller: Seller):
    await reads_inbox(seller, [thread(1, updated_at=ago(days=181)), thread(2, updated_at=ago(days=179))])
    await threads.clear()
    assert await shown(seller) == [2]


async def test_a_page_of_the_list_is_one_statement(seller: Seller):
    device = await begins(seller, "sync_inbox")
    hundred = [thread(n, updated_at=ago(minutes=n)) for n in range(1, 101)]
    good(await device.brings({"read": "inbox", "page": 1, "threads": [*hundred, hundred[0]][:100], "last": True}))
    await ends(device)
    assert await db.fetchval("SELECT count(*) FROM threads") == 100


async def test_the_lists_read_from_their_indexes(seller: Seller):
    await db.execute(
        """INSERT INTO threads (id, user_id, closet_id, thread_id, login, item_ids, item_title, preview, unread, updated_at,
               seen_at, entries, has_written, reply_due, ship_due, waits)
           SELECT gen_random_uuid(), CASE WHEN n % 20 = 0 THEN $1 ELSE gen_random_uuid() END, gen_random_uuid(), n, '', '{}', '',
               '', n % 400 = 0, now() - n * interval '1 minute', now(), '[]', false, false, false,
               CASE WHEN n % 400 = 0 THEN 'offer' ELSE 'nothing' END
           FROM generate_series(1, 20000) n""",
        seller.person.id,
    )  # fmt: skip
    await db.execute("ANALYZE threads")
    for unread, waits, index in (
        (None, False, "threads_newest"),
        (True, False, "threads_unread"),
        (None, True, "threads_waiting"),
    ):
        sql = threads.list_sql(later=False, by_closet=False, unread=unread, waits=waits, archived=False)
        asked = (seller.person.id, None, "offer" if waits else None, None, None, 51)
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}", *asked))
        assert index in plan, plan
        assert "Seq Scan" not in plan, plan
