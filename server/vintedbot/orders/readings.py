"""What hands bring of orders: a page of the list, one transaction whole; and what a proved job changes."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.jobs import OrdersPage, ReadingAnswer, TransactionRead
from vintedbot_schemas.orders import SeenOrder, SeenTransaction
from vintedbot_schemas.verbs import FetchLabel, MarkShipped

from vintedbot.inbox import service as inbox
from vintedbot.inbox.service import Sale
from vintedbot.jobs import service as jobs
from vintedbot.jobs.service import Brought, Ended
from vintedbot.kit import paged
from vintedbot.kit.db import Record, execute, fetch, fetchrow, uuid7
from vintedbot.kit.errors import InvalidInput

from .state import SHIPPED, is_to_ship, state_of

UNDER_WAY = ("needs_action", "waiting", "unknown")

KEEP_PAGE = """WITH new AS (
        SELECT * FROM unnest($4::uuid[], $5::bigint[], $6::bigint[], $7::text[], $8::jsonb[], $9::text[], $10::text[],
            $11::timestamptz[], $12::text[])
            AS n (id, transaction_id, thread_id, title, price, status_text, waits, at, photo_url)
    )
    INSERT INTO orders AS o (id, user_id, closet_id, transaction_id, thread_id, side, title, photo_url, price, status_text, waits,
        at, placed_at, seen_at, item_ids, label)
    SELECT id, $1, $2, transaction_id, thread_id, $3, title, photo_url, price, status_text, waits, at,
        coalesce(at, clock_timestamp()), clock_timestamp(), '{}', 'unknown' FROM new
    ON CONFLICT (closet_id, transaction_id) DO UPDATE SET thread_id = coalesce(EXCLUDED.thread_id, o.thread_id), side = $3,
        title = EXCLUDED.title, photo_url = coalesce(EXCLUDED.photo_url, o.photo_url), price = coalesce(EXCLUDED.price, o.price),
        status_text = EXCLUDED.status_text, waits = EXCLUDED.waits, at = coalesce(EXCLUDED.at, o.at),
        placed_at = coalesce(EXCLUDED.at, o.placed_at), seen_at = EXCLUDED.seen_at
    RETURNING transaction_id, thread_id, waits, status, shipment_status, read_as IS NOT DISTINCT FROM waits || ' ' || status_text
        AS is_read"""
"""Keeps a page of one side ($3) of closet $2 in one statement."""


async def take_page(brought: Brought, page: OrdersPage) -> ReadingAnswer:
    """`want`: the transactions under way that were never read whole, or have moved on since."""
    closet_id, name = brought.closet_id, f"orders:{page.side}"
    stand = await paged.arrived(closet_id, name, brought.job_id, page.page, count=len(page.orders), last=page.last)
    if stand is None:
        return ReadingAnswer(believed=False)
    rows = await _keep_page(brought.user_id, closet_id, page) if page.orders else []
    want = [row["transaction_id"] for row in rows if row["waits"] in UNDER_WAY and not row["is_read"]]
    if stand.whole:
        if paged.is_doubtful(stand.count, stand.known, confirmed=page.confirmed):
            return ReadingAnswer(believed=False, want=want)
        await paged.close(closet_id, name, stand.count)
    return ReadingAnswer(want=want)


async def _keep_page(user_id: UUID, closet_id: UUID, page: OrdersPage) -> Sequence[Record]:
    one_each: list[SeenOrder] = list({order.transaction_id: order for order in page.orders}.values())
    rows = await fetch(
        KEEP_PAGE, user_id, closet_id, page.side, [uuid7() for _ in one_each], [o.transaction_id for o in one_each],
        [o.thread_id for o in one_each], [o.title for o in one_each],
        [msgspec.json.encode(o.price) if o.price is not None else None for o in one_each], [o.status_text for o in one_each],
        [o.waits for o in one_each], [o.at for o in one_each], [o.photo_url for o in one_each],
    )  # fmt: skip
    if page.side == "sold":
        await inbox.sold(closet_id, [sale for row in rows if (sale := _sale(row)) is not None])
    return rows


def _sale(row: Record) -> Sale | None:
    if row["thread_id"] is None:
        return None
    state = state_of(row["waits"], row["status"], row["shipment_status"])
    return Sale(thread_id=row["thread_id"], transaction_id=row["transaction_id"], to_ship=is_to_ship("sold", state))


async def take_transaction(brought: Brought, read: TransactionRead) -> ReadingAnswer:
    """Keeps one transaction whole."""
    asked = getattr(brought.work, "transaction_id", None)
    if asked not in (None, read.transaction.transaction_id):
        raise InvalidInput("Not the transaction this job is about.", field="reading.transaction.transaction_id")
    await _keep(brought.user_id, brought.closet_id, read.transaction)
    return ReadingAnswer()


async def _keep(user_id: UUID, closet_id: UUID, read: SeenTransaction) -> None:
    """One that no list has shown yet is a sale: only sales are shipped, and purchases come by their list first."""
    row = await fetchrow(
        """INSERT INTO orders AS o (id, user_id, closet_id, transaction_id, thread_id, side, title, price, status_text, waits,
               placed_at, seen_at, read_at, status, item_ids, member_id, login, member_photo_url, shipment_id, shipment_status,
               carrier, tracking_code, ship_by, label)
           VALUES ($1, $2, $3, $4, $5, 'sold', '', $6, '', 'unknown', clock_timestamp(), clock_timestamp(), clock_timestamp(),
               $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
           ON CONFLICT (closet_id, transaction_id) DO UPDATE SET thread_id = coalesce(EXCLUDED.thread_id, o.thread_id),
               price = coalesce(EXCLUDED.price, o.price), read_at = EXCLUDED.read_at, read_as = o.waits || ' ' || o.status_text,
               status = EXCLUDED.status, item_ids = EXCLUDED.item_ids, member_id = EXCLUDED.member_id, login = EXCLUDED.login,
               member_photo_url = EXCLUDED.member_photo_url, shipment_id = EXCLUDED.shipment_id,
               shipment_status = EXCLUDED.shipment_status, carrier = coalesce(EXCLUDED.carrier, o.carrier),
               tracking_code = coalesce(EXCLUDED.tracking_code, o.tracking_code), ship_by = coalesce(EXCLUDED.ship_by, o.ship_by),
               label = CASE WHEN EXCLUDED.label = 'unknown' THEN o.label ELSE EXCLUDED.label END
           RETURNING side, thread_id, transaction_id, waits, status, shipment_status""",
        uuid7(), user_id, closet_id, read.transaction_id, read.thread_id,
        msgspec.json.encode(read.price) if read.price is not None else None, read.status, read.item_ids, read.other.member_id,
        read.other.login, read.other.photo_url, read.shipment_id, read.shipment_status, read.carrier, read.tracking_code,
        read.ship_by, read.label,
    )  # fmt: skip
    await _tell_inbox(closet_id, row)


async def _tell_inbox(closet_id: UUID, row: Record | None) -> None:
    sale = _sale(row) if row is not None and row["side"] == "sold" else None
    if sale is not None:
        await inbox.sold(closet_id, [sale])


async def ended(job: Ended) -> None:
    """What was proved of a parcel."""
    if job.state != "done":
        return
    match job.work:
        case MarkShipped(transaction_id=transaction_id):
            await _shipped(job.closet_id, transaction_id)
        case FetchLabel(transaction_id=transaction_id):
            await execute(
                """UPDATE orders SET label = 'ready' WHERE closet_id = $1 AND transaction_id = $2
                       AND label IN ('none', 'unknown')""",
                job.closet_id, transaction_id,
            )  # fmt: skip
        case _:
            return


async def _shipped(closet_id: UUID, transaction_id: VintedId) -> None:
    row = await fetchrow(
        """UPDATE orders SET shipment_status = GREATEST(coalesce(shipment_status, 0), $3),
               waits = CASE WHEN waits = 'needs_action' THEN 'waiting' ELSE waits END
           WHERE closet_id = $1 AND transaction_id = $2
           RETURNING side, thread_id, transaction_id, waits, status, shipment_status""",
        closet_id, transaction_id, SHIPPED,
    )  # fmt: skip
    await _tell_inbox(closet_id, row)


jobs.keeps_reading(OrdersPage, take_page, "sync_orders")
jobs.keeps_reading(TransactionRead, take_transaction, "sync_orders", "fetch_label", "mark_shipped")
jobs.after(ended, "mark_shipped", "fetch_label")
