"""The kit's own tables: the outbox and what keeps it going, answers kept for repeated requests, lists under reading."""

from piccolo.columns.column_types import JSONB, UUID, Boolean, Bytea, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.constraints import Unique

from .db import Table, id_column


class OutboxRow(Table, tablename="outbox"):
    """A task that must run; see `kit.tasks`. Gone when it has succeeded."""

    id = id_column()
    task = Text(default=None)
    subject = UUID(default=None, null=True)
    # at most one *waiting* row per key; cleared when the row is claimed
    once = Text(default=None, null=True, unique=True)
    due_at = Timestamptz(default=TimestamptzNow())
    attempts = Integer(default=0)
    claimed_until = Timestamptz(default=None, null=True)
    failed_at = Timestamptz(default=None, null=True)
    error = Text(default=None, null=True)
    created_at = Timestamptz(default=TimestamptzNow())


class PeriodicTask(Table, tablename="periodic_tasks"):
    """When each periodic task is due next; one conditional UPDATE decides which worker hands it out."""

    name = Text(default=None, primary_key=True)
    next_run_at = Timestamptz(default=None)


class WorkerHeartbeat(Table, tablename="worker_heartbeats"):
    """Written by a task that went the whole way: row, relay, Redis, worker. `/health` reads it."""

    worker = Text(default=None, primary_key=True)
    seen_at = Timestamptz(default=None)


class IdempotencyKey(Table, tablename="idempotency_keys"):
    """One request that may be sent again; see `kit.idempotency`. `status` is null while it runs."""

    id = id_column()
    caller = UUID(default=None)
    route = Text(default=None)
    key = Text(default=None)
    body_sha256 = Bytea(default=None)
    committed = Boolean(default=False)
    locked_until = Timestamptz(default=None)
    status = Integer(default=None, null=True)
    content_type = Text(default=None, null=True)
    body = Bytea(default=None, null=True)
    created_at = Timestamptz(default=TimestamptzNow())
    one_per_caller = Unique([caller, route, key])


class PagedReading(Table, tablename="paged_readings"):
    """A list that is read page by page; see `kit.paged`. `closed`: the reading ended well; `goes_on`: it must not stop."""

    id = id_column()
    subject = UUID(default=None)
    list = Text(default=None)
    reader = UUID(default=None)
    began_at = Timestamptz(default=None)
    # page -> entries
    arrived = JSONB(default=None)
    last_page = Integer(default=None, null=True)
    closed = Boolean(default=None)
    goes_on = Boolean(default=None)
    whole_at = Timestamptz(default=None, null=True)
    whole_count = Integer(default=0)
    one_per_list = Unique([subject, list])
