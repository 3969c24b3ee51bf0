"""Sales and purchases: what is read of them, what state they are in, the label, and what is handed over to Vinted's own page."""

import hashlib
from typing import Any
from uuid import UUID

import pytest
from vintedbot.kit import db, process, store
from vintedbot.orders import board, labels
from vintedbot.orders.state import state_of

from tests.server.bringing import (
    BUYER,
    SALE,
    THREAD,
    ago,
    begins,
    ends,
    has_listings,
    listed,
    member,
    message,
    proved,
    reads_inbox,
    reads_thread,
    thread,
)  # fmt: skip
from tests.server.jobs.hands import Device, Seller, good, pass_time, refused

PDF = b"%PDF-1.4\n1 0 obj <</Type /Pages /Count 2>>\n2 0 obj <</Type /Page>>\n3 0 obj <</Type/Page>>\n%%EOF"


def order(transaction_id: int = SALE, **more: Any) -> dict[str, Any]:
    """A row of the order list."""
    return {
        "transaction_id": transaction_id, "thread_id": THREAD, "side": "sold", "title": "Jeans", "status_text": "Paiement validé",
        "price": {"amount": 1200, "currency": "EUR"}, "waits": "needs_action", "at": ago(hours=2), **more,
    }  # fmt: skip


def whole(transaction_id: int = SALE, **more: Any) -> dict[str, Any]:
    """A transaction read whole."""
    return {
        "read": "transaction",
        "transaction": {
            "transaction_id": transaction_id, "thread_id": THREAD, "item_ids": [1], "other": member(), "status": 230,
            "price": {"amount": 1200, "currency": "EUR"}, "shipment_id": 44, "shipment_status": None, "carrier": "Mondial Relay",
            "tracking_code": None, "ship_by": None, "label": "none", **more,
        },
    }  # fmt: skip


async def brings(device: Device, *orders: dict[str, Any], side: str = "sold", **more: Any) -> dict[str, Any]:
    page = {"read": "orders", "side": side, "page": 1, "last": True, "orders": list(orders), **more}
    return good(await device.brings(page))


async def reads(seller: Seller, *orders: dict[str, Any], side: str = "sold", confirmed: bool = False) -> dict[str, Any]:
    device = await begins(seller, "sync_orders")
    answer = await brings(device, *orders, side=side, confirmed=confirmed)
    await ends(device)
    return answer


async def sale(seller: Seller, **more: Any) -> dict[str, Any]:
    """A paid sale, read whole; as it is shown."""
    device = await begins(seller, "sync_orders")
    await brings(device, order())
    good(await device.brings(whole(**more)))
    await ends(device)
    return await shown(seller)


async def shown(seller: Seller, transaction_id: int = SALE) -> dict[str, Any]:
    return await seller.get(f"/orders/{transaction_id}")


# ---------------------------------------------------------------- what is read
async def test_only_what_is_under_way_and_unread_or_changed_is_read_whole(seller: Seller):
    device = await begins(seller, "sync_orders")
    done = order(2, waits="completed")
    assert (await brings(device, order(), done))["want"] == [SALE]
    good(await device.brings(whole()))
    await ends(device)
    assert (await reads(seller, order(), done))["want"] == []
    assert (await reads(seller, order(status_text="En acheminement"), done))["want"] == [SALE]


async def test_a_list_that_lost_half_is_read_once_more(seller: Seller):
    await reads(seller, *(order(n) for n in range(1, 6)))
    assert (await reads(seller))["believed"] is False
    assert (await reads(seller, order(1), confirmed=True))["believed"] is True
    assert len((await seller.get("/orders"))["items"]) == 5, "what was sold stays a fact"
    assert (await reads(seller, order(9), side="purchased"))["believed"] is True, "each side is a list of its own"


@pytest.mark.parametrize(
    ("waits", "status", "shipment", "state"),
    [
        ("needs_action", 230, None, "paid"),
        ("needs_action", 230, 100, "paid"),
        ("waiting", 230, 200, "shipped"),
        ("waiting", 230, 400, "delivered"),
        ("completed", 450, 400, "completed"),
        ("unknown", 450, None, "completed"),
        ("failed", 230, 200, "cancelled"),
        ("unknown", 400, None, "unknown"),
        ("waiting", 100, None, "negotiating"),
        ("waiting", 210, None, "unknown"),
        ("needs_action", None, None, "unknown"),
        ("completed", None, None, "completed"),
    ],
)
def test_the_state_is_what_the_numbers_say(waits: Any, status: int | None, shipment: int | None, state: str):
    assert state_of(waits, status, shipment) == state


async def test_an_order_is_shown_with_what_the_transaction_told(seller: Seller):
    read = await sale(seller, tracking_code="ABC", ship_by="2026-12-01T10:00:00Z")
    assert (read["state"], read["side"], read["status_text"]) == ("paid", "sold", "Paiement validé")
    assert (read["other"]["login"], read["item_ids"], read["label"]) == ("bella", [1], "none")
    assert (read["carrier"], read["tracking_code"], read["ship_by"]) == ("Mondial Relay", "ABC", "2026-12-01T10:00:00Z")
    assert (await seller.client.get("/api/v1/orders/1", headers=seller.person.portal)).status_code == 404


async def test_the_list_is_filtered_and_paged(seller: Seller):
    await reads(seller, order(1, at=ago(hours=1)), order(2, at=ago(hours=2)), order(3, at=ago(hours=3), waits="waiting"))
    await reads(seller, order(4, side="purchased", at=ago(hours=4)), side="purchased")
    numbers = [row["transaction_id"] for row in (await seller.get("/orders", side="sold"))["items"]]
    assert numbers == [1, 2, 3]
    page = await seller.get("/orders", limit=2)
    rest = await seller.get("/orders", limit=2, after=page["next"])
    assert [row["transaction_id"] for row in rest["items"]] == [3, 4]
    waiting = await seller.get("/orders", waits="waiting", closet_id=seller.closet_id)
    assert [row["transaction_id"] for row in waiting["items"]] == [3]


async def test_a_parcel_that_is_due_shows_in_its_conversation(seller: Seller):
    """Whichever of the two is read first."""
    await reads_inbox(seller, [thread()])
    await sale(seller)
    assert (await seller.get("/messages", waits="label"))["items"][0]["thread_id"] == THREAD
    await reads_inbox(seller, [thread(), thread(8)])
    await proved(seller, "mark_shipped", {"transaction_id": SALE})
    assert (await seller.get("/messages", waits="label"))["items"] == []
    assert (await shown(seller))["state"] == "shipped"

    device = await begins(seller, "sync_orders")
    await brings(device, order(5, thread_id=55))
    good(await device.brings(whole(5, thread_id=55)))
    await ends(device)
    await reads_thread(seller, message(1, "Thanks", mine=True), thread_id=55)
    read = (await seller.get("/messages/55"))["thread"]
    assert read["waits"] == "label"
    assert await db.fetchval("SELECT has_written FROM threads WHERE thread_id = 55"), "who bought there may be written to there"


# ---------------------------------------------------------------- the label
async def send(device: Device, content: bytes = PDF, sha256: str | None = None) -> Any:
    headers = {**device.connected.headers, "x-sha256": sha256 or hashlib.sha256(content).hexdigest()}
    headers["content-type"] = "application/pdf"
    return await device.client.put(f"/api/v1/jobs/{device.job_id}/label", content=content, headers=headers)


async def ship(seller: Seller, what: str, transaction_id: int = SALE) -> Any:
    return await seller.post(f"/orders/{transaction_id}/ship", {"closet_id": seller.closet_id, "what": what})


async def test_a_label_is_fetched_and_kept(seller: Seller):
    await sale(seller)
    answer = await ship(seller, "label")
    assert (answer.status_code, good(answer)["verb"]) == (202, "fetch_label")
    assert (await shown(seller))["job_id"] == answer.json()["id"]
    await seller.first.lease(verbs=["fetch_label"])
    assert seller.first.leased["work"] == {"verb": "fetch_label", "transaction_id": SALE, "order": False}
    refused(await send(seller.first, PDF, "b" * 64), "bytes_differ")
    refused(await send(seller.first, b"<html>not a label</html>"), "unsupported_media_type")
    refused(await send(seller.first, PDF + b"x" * labels.LABEL_MAX), "payload_too_large")
    assert good(await send(seller.first)) == {"sha256": hashlib.sha256(PDF).hexdigest(), "pages": 2}
    assert (await shown(seller))["label_sha256"] == hashlib.sha256(PDF).hexdigest()
    got = await seller.client.get(f"/api/v1/orders/{SALE}/label", headers=seller.person.portal)
    assert (got.content, got.headers["content-type"]) == (PDF, "application/pdf")
    assert got.headers["cache-control"] == "private, no-store"


async def test_only_the_device_with_the_lease_brings_a_label(seller: Seller):
    await sale(seller)
    await ship(seller, "label")
    await seller.first.lease(verbs=["fetch_label"])
    other = await seller.second()
    other.leased = seller.first.leased
    refused(await send(other), "lease_lost")
    await pass_time(91)
    refused(await send(seller.first), "lease_lost")


async def test_a_job_that_fetches_no_label_brings_none(seller: Seller):
    await seller.hide()
    await seller.first.lease()
    refused(await send(seller.first), "wrong_state")


async def test_a_label_fetched_anew_leaves_nothing_of_the_old_one(seller: Seller):
    await sale(seller)
    await ship(seller, "label")
    await seller.first.lease(verbs=["fetch_label"])
    folder = process.current().settings.label_folder
    old, new = [good(await send(seller.first, content))["sha256"] for content in (PDF, PDF + b"\n")]
    assert not await store.exists(folder, old)
    assert await store.exists(folder, new)
    assert (await shown(seller))["label_sha256"] == new


async def test_a_label_goes_after_90_days(seller: Seller):
    await sale(seller)
    await ship(seller, "label")
    await seller.first.lease(verbs=["fetch_label"])
    kept = good(await send(seller.first))["sha256"]
    await labels.clear()
    assert (await shown(seller))["label_sha256"] == kept
    await db.execute("UPDATE orders SET label_at = label_at - interval '91 days'")
    await labels.clear()
    assert (await shown(seller))["label_sha256"] is None
    assert not await store.exists(process.current().settings.label_folder, kept)
    assert (await seller.client.get(f"/api/v1/orders/{SALE}/label", headers=seller.person.portal)).status_code == 404


# ---------------------------------------------------------------- what a person does
async def test_a_label_is_ordered_only_when_that_was_said(seller: Seller):
    await sale(seller)
    await ship(seller, "order_label")
    await seller.first.lease(verbs=["fetch_label"])
    assert seller.first.leased["work"]["order"] is True
    assert good(await ship(seller, "handed_over"))["verb"] == "mark_shipped"


async def test_only_a_sale_is_shipped(seller: Seller):
    await reads(seller, order(side="purchased"), side="purchased")
    refused(await ship(seller, "label"), "invalid_input")
    assert (await ship(seller, "label", SALE + 1)).status_code == 404


@pytest.mark.parametrize(
    ("to", "purpose"), [("reserved", "reserve"), ("sold", "mark_sold"), ("feedback", "feedback"), ("cancelled", "order")]
)
async def test_a_status_is_changed_on_vinteds_own_page(seller: Seller, to: str, purpose: str):
    await sale(seller)
    body = {"closet_id": seller.closet_id, "to": to}
    answer = await seller.client.put(f"/api/v1/orders/{SALE}/status", json=body, headers=seller.person.portal)
    assert (answer.status_code, good(answer)["verb"]) == (202, "open_on_vinted")
    await seller.first.lease(verbs=["open_on_vinted"])
    work = seller.first.leased["work"]
    assert (work["purpose"], work["item_id"], work["transaction_id"], work["thread_id"]) == (purpose, 1, SALE, THREAD)


async def test_a_dispute_has_its_evidence_at_hand(seller: Seller):
    await has_listings(seller, listed(1))
    device = await begins(seller, "sync_listing", item_id=1)
    fields = {"title": "Jeans", "description": "Blue, a small hole at the knee"}
    good(await device.brings({"read": "listing", "item_id": 1, "fields": fields, "photo_ids": [11, 12]}))
    await ends(device)
    await db.execute(
        "INSERT INTO vinted_photos (id, closet_id, vinted_photo_id, sha256) VALUES ($1, $2, 11, $3)",
        db.uuid7(), UUID(seller.closet_id), "c" * 64,
    )  # fmt: skip
    await reads_thread(seller, message(1, "It has a hole!", mine=False))
    await sale(seller, tracking_code="ABC")
    opened = good(await seller.post(f"/orders/{SALE}/dispute", {"closet_id": seller.closet_id}))
    assert (await seller.job(opened["job_id"]))["verb"] == "open_on_vinted"
    evidence = opened["evidence"]
    assert evidence["description"] == "Blue, a small hole at the knee"
    assert evidence["photo_sha256"] == ["c" * 64]
    assert (evidence["tracking_code"], [e["text"] for e in evidence["entries"]]) == ("ABC", ["It has a hole!"])


async def test_after_90_days_it_was_a_buyer(seller: Seller):
    await sale(seller)
    await db.execute("UPDATE orders SET placed_at = placed_at - interval '91 days'")
    await board.forget_names()
    assert (await shown(seller))["other"]["member_id"] == BUYER, "it is still under way"
    await db.execute("UPDATE orders SET waits = 'completed'")
    await board.forget_names()
    assert (await shown(seller))["other"] is None


async def test_the_lists_read_from_their_indexes(seller: Seller):
    await db.execute(
        """INSERT INTO orders (id, user_id, closet_id, transaction_id, side, title, status_text, waits, placed_at, seen_at,
               item_ids, label)
           SELECT gen_random_uuid(), CASE WHEN n % 20 = 0 THEN $1 ELSE gen_random_uuid() END, gen_random_uuid(), n,
               CASE WHEN n % 400 = 0 THEN 'purchased' ELSE 'sold' END, '', '',
               CASE WHEN n % 400 = 0 THEN 'waiting' ELSE 'completed' END, now() - n * interval '1 minute', now(), '{}', 'none'
           FROM generate_series(1, 20000) n""",
        seller.person.id,
    )  # fmt: skip
    await db.execute("ANALYZE orders")
    for side, waits, index in (
        (None, None, "orders_newest"),
        ("purchased", None, "orders_by_side"),
        (None, "waiting", "orders_waiting"),
    ):
        sql = board.list_sql(later=False, by_closet=False, by_side=side is not None, by_waits=waits is not None)
        asked = (seller.person.id, None, side, waits, None, None, 51)
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}", *asked))
        assert index in plan, plan
        assert "Seq Scan" not in plan, plan
