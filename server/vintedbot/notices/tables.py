"""What was announced and is not numbered yet, the numbered events, and the tickets that open a socket."""

from piccolo.columns.column_types import JSONB, UUID, BigInt, BigSerial, Bytea, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.constraints import Unique

from vintedbot.kit.db import Table


class AnnouncedRow(Table, tablename="announced"):
    """Written by triggers in the transaction that changed something, once per subject; taken away by the relay."""

    id = BigSerial(primary_key=True)
    tx = BigInt(default=None)
    user_id = UUID(default=None)
    subject = Text(default=None)
    event = JSONB(default=None)
    once_per_transaction = Unique([tx, user_id, subject])


class EventCounter(Table, tablename="event_counters"):
    """The number of a user's last event."""

    user_id = UUID(default=None, primary_key=True)
    last = BigInt(default=None)


class EventRow(Table, tablename="events"):
    """A numbered event, kept for whoever was away."""

    id = BigInt(default=None, primary_key=True)
    user_id = UUID(default=None)
    number = BigInt(default=None)
    event = JSONB(default=None)
    at = Timestamptz(default=TimestamptzNow())
    one_per_number = Unique([user_id, number])


class LiveTicketRow(Table, tablename="live_tickets"):
    """Opens one socket for a device or a portal session; gone when it did. Only the digest is here."""

    ticket_sha256 = Bytea(default=None, primary_key=True)
    user_id = UUID(default=None)
    device_id = UUID(default=None, null=True)
    session_id = UUID(default=None, null=True)
    expires_at = Timestamptz(default=None)
