"""The orders' table: sales and purchases as the list and the transaction showed them last. A buyer's address is never in it."""

from piccolo.columns.column_types import JSONB, UUID, Array, BigInt, Integer, Text, Timestamptz
from piccolo.constraints import Unique

from vintedbot.kit.db import Table, id_column


class OrderTable(Table, tablename="orders"):
    """An order. `read_as`: what the list said when the transaction was read whole; another text means that it moved on."""

    id = id_column()
    user_id = UUID(default=None)
    closet_id = UUID(default=None)
    transaction_id = BigInt(default=None)
    thread_id = BigInt(default=None, null=True)
    side = Text(default=None)
    title = Text(default=None)
    photo_url = Text(default=None, null=True)
    price = JSONB(default=None, null=True)
    status_text = Text(default=None)
    waits = Text(default=None)
    at = Timestamptz(default=None, null=True)
    # `at`, or when it was first seen: the order of the list
    placed_at = Timestamptz(default=None)
    seen_at = Timestamptz(default=None)
    read_at = Timestamptz(default=None, null=True)
    read_as = Text(default=None, null=True)
    status = Integer(default=None, null=True)
    item_ids = Array(base_column=BigInt(), default=None)
    member_id = BigInt(default=None, null=True)
    login = Text(default=None, null=True)
    member_photo_url = Text(default=None, null=True)
    shipment_id = BigInt(default=None, null=True)
    shipment_status = Integer(default=None, null=True)
    carrier = Text(default=None, null=True)
    tracking_code = Text(default=None, null=True)
    ship_by = Timestamptz(default=None, null=True)
    label = Text(default=None)
    label_sha256 = Text(default=None, null=True)
    label_at = Timestamptz(default=None, null=True)
    one_per_transaction = Unique([closet_id, transaction_id])
