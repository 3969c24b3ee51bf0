"""The inbox's tables: conversations as they were read, the sales that belong to them, and the notifications of seven days.

Of another member there is a login, an id, the address of a picture, and what was written.
"""

from piccolo.columns.column_types import JSONB, UUID, Array, BigInt, Boolean, Text, Timestamptz
from piccolo.constraints import Unique

from vintedbot.kit.db import Table, id_column


class ThreadTable(Table, tablename="threads"):
    """A conversation. `entries` is JSON as the contract has it; what is asked of it in lists is lifted out when it is read.

    `waits` follows from the three `…_due`; `gone_at`: Vinted's list no longer has it, kept until its time is over because
    nobody is to be written to twice.
    """

    id = id_column()
    user_id = UUID(default=None)
    closet_id = UUID(default=None)
    thread_id = BigInt(default=None)
    member_id = BigInt(default=None, null=True)
    login = Text(default=None)
    photo_url = Text(default=None, null=True)
    item_ids = Array(base_column=BigInt(), default=None)
    item_title = Text(default=None)
    item_photo_url = Text(default=None, null=True)
    transaction_id = BigInt(default=None, null=True)
    preview = Text(default=None)
    unread = Boolean(default=None)
    updated_at = Timestamptz(default=None)
    seen_at = Timestamptz(default=None)
    read_at = Timestamptz(default=None, null=True)
    allow_reply = Boolean(default=True)
    entries = JSONB(default=None)
    last_entry = Text(default=None, null=True)
    has_written = Boolean(default=None)
    we_wrote = Boolean(default=False)
    reply_due = Boolean(default=None)
    offer_due = Boolean(default=False)
    ship_due = Boolean(default=None)
    waits = Text(default=None)
    archived = Boolean(default=False)
    gone_at = Timestamptz(default=None, null=True)
    one_per_thread = Unique([closet_id, thread_id])


class ThreadSale(Table, tablename="thread_sales"):
    """A sale in a conversation, known before or after the conversation is."""

    id = id_column()
    closet_id = UUID(default=None)
    thread_id = BigInt(default=None)
    transaction_id = BigInt(default=None)
    to_ship = Boolean(default=None)
    one_per_sale = Unique([closet_id, transaction_id])


class NotificationTable(Table, tablename="notifications"):
    """A notification. `fold`: Vinted's id, or for a like the pair, so that liking twice is one like."""

    id = id_column()
    user_id = UUID(default=None)
    closet_id = UUID(default=None)
    fold = Text(default=None)
    kind = Text(default=None)
    item_id = BigInt(default=None, null=True)
    member_id = BigInt(default=None, null=True)
    login = Text(default=None, null=True)
    photo_url = Text(default=None, null=True)
    text = Text(default=None)
    at = Timestamptz(default=None)
    is_read = Boolean(default=None)
    one_per_fold = Unique([closet_id, fold])
