"""Who liked what: doubles are one, seven days are all, and cards are made for those nobody has written to."""

from typing import Any

from vintedbot.inbox import likers, threads
from vintedbot.inbox.money import shown as money
from vintedbot.kit import db
from vintedbot_schemas.base import Money

from tests.server.bringing import (
    BUYER,
    ago,
    begins,
    card,
    has_listings,
    like,
    listed,
    member,
    message,
    proved,
    reads_likes,
    reads_thread,
)  # fmt: skip
from tests.server.jobs.hands import Seller, good, refused


async def likes(seller: Seller, **query: Any) -> list[tuple[int, int, bool]]:
    rows = (await seller.get("/messages/likers", **query))["items"]
    return [(row["member"]["member_id"], row["item_id"], row["contacted"]) for row in rows]


async def test_a_like_is_shown_once_with_its_item(seller: Seller):
    await has_listings(seller, listed(1))
    answer = await reads_likes(seller, like(1), like(2), like(3, member_id=BUYER + 1))
    assert answer["believed"] is True
    assert await likes(seller) == [(BUYER, 1, False), (BUYER + 1, 1, False)]
    first = (await seller.get("/messages/likers", limit=1))["items"][0]
    assert (first["item_title"], first["price"]["amount"], first["at"]) == ("Jeans 1", 1200, ago(hours=1).replace("+00:00", "Z"))
    page = await seller.get("/messages/likers", limit=1)
    assert (await seller.get("/messages/likers", limit=1, after=page["next"]))["items"][0]["member"]["member_id"] == BUYER + 1


async def test_liking_again_is_one_like_and_the_newer_one(seller: Seller):
    await reads_likes(seller, like(5))
    await reads_likes(seller, like(1, id="another"), like(5))
    rows = (await seller.get("/messages/likers"))["items"]
    assert [row["at"] for row in rows] == [ago(hours=1).replace("+00:00", "Z")]


async def test_after_seven_days_a_like_is_none(seller: Seller):
    answer = await reads_likes(seller, like(1), like(2, member_id=7, at=ago(days=8)))
    assert answer["enough"] is False, "it was the last page"
    assert await likes(seller) == [(BUYER, 1, False)]
    await db.execute("UPDATE notifications SET at = at - interval '7 days'")
    assert await likes(seller) == []
    await threads.clear()
    assert await db.fetchval("SELECT count(*) FROM notifications") == 0


async def test_a_page_older_than_seven_days_is_enough(seller: Seller):
    device = await begins(seller, "sync_notifications")
    page = {"read": "notifications", "page": 1, "last": False, "items": [like(1), like(2, at=ago(days=8))]}
    assert good(await device.brings(page))["enough"] is True


async def test_what_nobody_has_described_is_text_and_no_like(seller: Seller):
    odd = like(1, kind="other", text="<b>Something new</b>")
    await reads_likes(seller, odd, like(2, member=None), like(3, member=member(None, "gone")))
    assert await likes(seller) == []
    rows = (await seller.get("/messages/notifications"))["items"]
    assert [(row["kind"], row["text"]) for row in rows] == [
        ("other", "<b>Something new</b>"), ("favourited", "likes it"), ("favourited", "likes it")
    ]  # fmt: skip
    assert rows[1]["member"] is None


async def test_somebody_we_wrote_to_about_it_counts_as_contacted(seller: Seller):
    await reads_likes(seller, like(1), like(2, item_id=2), like(3, member_id=7), like(4, member_id=8))
    await reads_thread(seller, message(1, "Hello", mine=True))
    await proved(seller, "send_offer", {"card": card(amount=900, member_id=7), "thread_id": None})
    theirs = {"thread_id": 7_000_009, "other": member(8)}
    await reads_thread(seller, message(1, "Is it there?", mine=False), **theirs)
    assert await likes(seller) == [(BUYER, 1, True), (BUYER, 2, False), (7, 1, True), (8, 1, False)]


# ---------------------------------------------------------------- cards
async def prepared(seller: Seller, *pairs: tuple[int, int], **more: Any) -> Any:
    refs = [{"member_id": member_id, "item_id": item_id} for member_id, item_id in pairs]
    body = {"closet_id": seller.closet_id, "likers": refs, **more}
    return await seller.post("/messages/prepare", body)


async def test_cards_wait_for_approval_with_everything_filled_in(seller: Seller):
    await has_listings(seller, listed(1, 1250))
    await reads_likes(seller, like(1))
    made = good(await prepared(seller, (BUYER, 1), text="Hi {buyer_name}, {item_title} for {price}? {x}"))
    assert made["left_out"] == []
    job = await seller.job(made["job_ids"][0])
    assert job["state"] == "waiting_approval"
    assert job["card"]["text"] == "Hi bella, Jeans 1 for 12,50 €? {x}"
    assert (job["card"]["reason"], job["card"]["recipient"]["login"]) == ("liked_your_item", "bella")
    assert await likes(seller) == [(BUYER, 1, True)], "somebody is about to"


async def test_an_offer_is_a_part_of_the_price(seller: Seller):
    await has_listings(seller, listed(1, 1250))
    await reads_likes(seller, like(1))
    made = good(await prepared(seller, (BUYER, 1), price_percent=90))
    job = await seller.job(made["job_ids"][0])
    assert (job["verb"], job["card"]["amount"]["amount"]) == ("send_offer", 1125)


async def test_whom_no_card_was_made_for_and_why(seller: Seller):
    await has_listings(seller, listed(1), listed(2, state="sold"), listed(3))
    notes = {"floor": {"amount": 1190, "currency": "EUR"}}
    good(await seller.client.put("/api/v1/vinted/listings/3/notes", json=notes, headers=seller.person.portal))
    await reads_likes(seller, like(1), like(2, item_id=2), like(3, item_id=3), like(4, member_id=7))
    await reads_thread(seller, message(1, "Hello", mine=True))
    made = good(await prepared(seller, (BUYER, 1), (BUYER, 2), (BUYER, 3), (7, 1), price_percent=90))
    assert [(out["member_id"], out["item_id"], out["why"]) for out in made["left_out"]] == [
        (BUYER, 1, "contacted"), (BUYER, 2, "item_not_active"), (BUYER, 3, "below_floor")
    ]  # fmt: skip
    assert len(made["job_ids"]) == 1


async def test_a_card_is_made_for_somebody_who_liked(seller: Seller):
    await has_listings(seller, listed(1))
    assert (await prepared(seller, (BUYER, 1), text="Hi")).status_code == 404
    await reads_likes(seller, like(1))
    refused(await prepared(seller, (BUYER, 1), text="Hi", price_percent=90), "invalid_input")
    refused(await prepared(seller, (BUYER, 1)), "invalid_input")
    assert (await prepared(seller, (BUYER, 1), text="Hi {item_title}" * 200)).status_code == 400


async def test_an_answer_is_a_job_for_its_thread(seller: Seller):
    await reads_thread(seller, message(1, "Still there?", mine=False))
    reply = {"closet_id": seller.closet_id, "text": "Yes"}
    answer = await seller.post("/messages/7000001/reply", reply)
    assert answer.status_code == 202
    job = good(answer)
    assert (job["verb"], job["state"], job["thread_id"], job["card"]["text"]) == ("send_message", "queued", 7_000_001, "Yes")
    assert (await seller.get("/messages/7000001"))["job_ids"] == [job["id"]]
    refused(await seller.post("/messages/7000002/reply", reply), "thread_unknown")


async def test_the_same_answer_sent_twice_is_one_job(seller: Seller):
    await reads_thread(seller, message(1, "Still there?", mine=False))
    headers = {**seller.person.portal, "idempotency-key": "k"}
    body = {"closet_id": seller.closet_id, "text": "Yes"}
    path = "/api/v1/messages/7000001/reply"
    first, again = [await seller.client.post(path, json=body, headers=headers) for _ in range(2)]
    assert (good(first)["id"], again.headers["idempotent-replayed"]) == (good(again)["id"], "true")


# ---------------------------------------------------------------- texts, and what a list costs
def test_an_amount_is_written_as_the_site_does():
    assert money(Money(amount=1250, currency="EUR"), "fr") == "12,50 €"
    assert money(Money(amount=1200, currency="PLN"), "pl") == "12 zł"
    assert money(Money(amount=1205, currency="GBP"), "gb") == "£12.05"


async def test_the_list_reads_from_its_index(seller: Seller):
    await db.execute(
        """INSERT INTO notifications (id, user_id, closet_id, fold, kind, item_id, member_id, text, at, is_read)
           SELECT gen_random_uuid(), CASE WHEN n % 20 = 0 THEN $1 ELSE gen_random_uuid() END, gen_random_uuid(), n::text,
               CASE WHEN n % 40 = 0 THEN 'favourited' ELSE 'follower' END, n, n, '', now() - n * interval '1 second', false
           FROM generate_series(1, 20000) n""",
        seller.person.id,
    )  # fmt: skip
    await db.execute("ANALYZE notifications")
    sql = likers.list_sql(later=False, by_closet=False)
    asked = (seller.person.id, likers.RETENTION["notification"], None, None, None, 51)
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}", *asked))
    assert "notifications_likes" in plan, plan
