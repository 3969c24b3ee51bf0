"""Orders as people see them: the list and one of them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from vintedbot_schemas.base import Money, VintedId
from vintedbot_schemas.inbox import Member
from vintedbot_schemas.orders import Order, OrderPage, OrderSide, OrderWaits

from vintedbot.jobs import service as jobs
from vintedbot.kit.db import Record, execute, fetch
from vintedbot.kit.errors import NotFound
from vintedbot.kit.http import Paging
from vintedbot.settings import RETENTION

from .state import state_of


def list_sql(*, later: bool, by_closet: bool, by_side: bool, by_waits: bool) -> str:
    """The list's statement, newest first. Each filter is its own text, so that a page is read from one index."""
    return f"""SELECT * FROM orders WHERE user_id = $1 AND {"closet_id = $2" if by_closet else "$2::uuid IS NULL"}
        AND {"side = $3" if by_side else "$3::text IS NULL"} AND {"waits = $4" if by_waits else "$4::text IS NULL"}
        AND {"(placed_at, id) < ($5, $6)" if later else "$5::timestamptz IS NULL AND $6::uuid IS NULL"}
        ORDER BY placed_at DESC, id DESC LIMIT $7"""  # noqa: S608


async def page(
    user_id: UUID, closet_id: UUID | None, side: OrderSide | None, waits: OrderWaits | None, paging: Paging
) -> OrderPage:
    """A page of the user's orders, newest first."""
    position = paging.position(datetime, UUID)
    sql = list_sql(
        later=position is not None, by_closet=closet_id is not None, by_side=side is not None, by_waits=waits is not None
    )
    rows = await fetch(sql, user_id, closet_id, side, waits, *(position or (None, None)), paging.limit + 1)
    cut, following = paging.cut(rows, lambda row: (row["placed_at"], row["id"]))
    return OrderPage(items=await _shown(user_id, cut), next=following)


async def one(user_id: UUID, closet_id: UUID | None, transaction_id: VintedId) -> Order:
    """One order; of two own closets' that dealt with each other the sale. Raises NotFound."""
    rows = await fetch(
        """SELECT * FROM orders WHERE user_id = $1 AND transaction_id = $2 AND ($3::uuid IS NULL OR closet_id = $3)
           ORDER BY side DESC LIMIT 1""",
        user_id, transaction_id, closet_id,
    )  # fmt: skip
    if not rows:
        raise NotFound
    return (await _shown(user_id, rows))[0]


async def _shown(user_id: UUID, rows: Sequence[Record]) -> list[Order]:
    closets, transactions = [row["closet_id"] for row in rows], [row["transaction_id"] for row in rows]
    at_work = await jobs.about_order(user_id, closets, transactions) if rows else {}
    return [_order(row, at_work.get((row["closet_id"], row["transaction_id"]))) for row in rows]


def _order(row: Record, job_id: UUID | None) -> Order:
    other = Member(member_id=row["member_id"], login=row["login"], photo_url=row["member_photo_url"]) if row["login"] else None
    return Order(
        closet_id=row["closet_id"],
        transaction_id=row["transaction_id"],
        thread_id=row["thread_id"],
        side=row["side"],
        state=state_of(row["waits"], row["status"], row["shipment_status"]),
        waits=row["waits"],
        title=row["title"],
        photo_url=row["photo_url"],
        price=msgspec.json.decode(row["price"], type=Money) if row["price"] is not None else None,
        status_text=row["status_text"],
        other=other,
        item_ids=list(row["item_ids"]),
        carrier=row["carrier"],
        tracking_code=row["tracking_code"],
        ship_by=row["ship_by"],
        label=row["label"],
        label_sha256=row["label_sha256"],
        job_id=job_id,
        at=row["at"],
        seen_at=row["seen_at"],
    )


async def forget_names() -> None:
    """After 90 days it was "a buyer", unless the order is still under way."""
    await execute(
        """UPDATE orders SET login = NULL, member_id = NULL, member_photo_url = NULL
           WHERE login IS NOT NULL AND placed_at < clock_timestamp() - $1::interval AND waits IN ('completed', 'failed')""",
        RETENTION["buyer_name"],
    )
