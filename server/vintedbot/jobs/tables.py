"""The tables of the jobs domain. Rows are read and changed by the SQL of the modules that hold the rule.

`closet_hands` is the mutex: whoever changes a job, a lease or a spend of a closet locks its row first (`rows.lock`), so that
nothing else about the closet moves in between, and locks are always taken in that order.
"""

from piccolo.columns import ForeignKey
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import JSONB, UUID, Array, BigInt, Boolean, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzOffset
from piccolo.constraints import Unique

from vintedbot.kit.db import Table, id_column


class JobTable(Table, tablename="jobs"):
    """One verb on one closet. `changed_by` names who made the last change of state; a trigger checks it."""

    id = id_column()
    user_id = UUID(default=None)
    closet_id = UUID(default=None)
    verb = Text(default=None)
    writing = Boolean(default=None)
    pressed = Boolean(default=None)
    work = JSONB(default=None)
    title = Text(default=None)
    photo_url = Text(default=None, null=True)
    item_id = BigInt(default=None, null=True)
    draft_id = UUID(default=None, null=True)
    # who wished it: person, rule or api; and as part of which bulk act
    origin = Text(default="person")
    batch_id = UUID(default=None, null=True)
    # whom it addresses, and where; `member_id` is set for verbs with a card only
    member_id = BigInt(default=None, null=True)
    thread_id = BigInt(default=None, null=True)
    transaction_id = BigInt(default=None, null=True)
    # it opens a conversation with somebody who did not write first
    new_thread = Boolean(default=False)
    # the digest a person approved, or the consent it rests on instead
    approved_digest = Text(default=None, null=True)
    consent_id = UUID(default=None, null=True)
    # nobody wants it any more after this, unless it has begun
    expires_at = Timestamptz(default=TimestamptzOffset(days=7))
    state = Text(default=None)
    changed_by = Text(default=None)
    # a go was given; from here on only settled by other devices, and counted
    begun = Boolean(default=False)
    go_step = Text(default=None, null=True)
    go_at = Timestamptz(default=None, null=True)
    # who leased it last, under which epoch and in which mode
    device_id = UUID(default=None, null=True)
    epoch = Text(default=None, null=True)
    mode = Text(default=None, null=True)
    facts = JSONB(default=None)
    look = Text(default=None, null=True)
    # a relist's old listing is hidden or may be, and was not shown again
    hidden = Boolean(default=False)
    restored = Boolean(default=False)
    stop = Boolean(default=False)
    answer = Text(default=None, null=True)
    reason = Text(default=None, null=True)
    waits_for = Text(default=None, null=True)
    refusal = JSONB(default=None, null=True)
    leftover_item_id = BigInt(default=None, null=True)
    # of a relist's listings, see aftermath.py
    aftermath = Text(default=None, null=True)
    next_at = Timestamptz(default=None, null=True)
    created_at = Timestamptz(default=None)
    ended_at = Timestamptz(default=None, null=True)


class JobBatch(Table, tablename="job_batches"):
    """A bulk act as it was started; its jobs name it."""

    id = id_column()
    user_id = UUID(default=None)
    closet_id = UUID(default=None)
    act = JSONB(default=None)
    created_at = Timestamptz(default=None)


class JobStep(Table, tablename="job_steps"):
    """A go that was given (or an undo without one, reported later), and what came of it."""

    id = id_column()
    job_id = ForeignKey(JobTable, default=None, null=False, on_delete=OnDelete.cascade, on_update=OnUpdate.no_action)
    epoch = Text(default=None)
    device_id = UUID(default=None)
    seq = Integer(default=None)
    step = Text(default=None)
    undo = Boolean(default=None)
    sent_at = Timestamptz(default=None)
    ended_at = Timestamptz(default=None, null=True)
    outcome = Text(default=None, null=True)
    proof = JSONB(default=None, null=True)
    refusal = JSONB(default=None, null=True)
    one_go_per_seq = Unique([job_id, epoch, seq])


class ClosetHands(Table, tablename="closet_hands"):
    """Who may act on a closet. `device_id` stays after a lease ran out: that device may come back at once, others later."""

    closet_id = UUID(default=None, primary_key=True)
    device_id = UUID(default=None, null=True)
    job_id = UUID(default=None, null=True)
    counter = BigInt(default=0)
    epoch = Text(default=None, null=True)
    until = Timestamptz(default=None, null=True)
    last_write_at = Timestamptz(default=None, null=True)
    next_write_at = Timestamptz(default=None, null=True)
    next_message_at = Timestamptz(default=None, null=True)


class ClosetSpend(Table, tablename="closet_spend"):
    """What a job reserved of the safety budget (`budget.Spent`); for a relist also the item's date of its last relist."""

    job_id = UUID(default=None, primary_key=True)
    closet_id = UUID(default=None)
    at = Timestamptz(default=None)
    open = Boolean(default=None)
    writes = Integer(default=None)
    relists = Integer(default=None)
    payloads = Integer(default=None)
    follows = Integer(default=0)
    favourites = Integer(default=0)
    threads = Integer(default=0)
    messages = Integer(default=0)
    item_id = BigInt(default=None, null=True)
    new_item_id = BigInt(default=None, null=True)


class Installation(Table, tablename="installation"):
    """One row: the generation of this database, random and new after every restore."""

    one = Boolean(default=None, primary_key=True)
    generation = Text(default=None)
    restored_at = Timestamptz(default=None, null=True)


class DeviceJournal(Table, tablename="device_journals"):
    """For which generation a device has sent its journal, or the person declared it lost."""

    device_id = UUID(default=None, primary_key=True)
    generation = Text(default=None)
    at = Timestamptz(default=None)


class JournalEnd(Table, tablename="journal_ends"):
    """A job's end as a journal knew it, kept until every journal is here and the late look is over."""

    job_id = UUID(default=None, primary_key=True)
    device_id = UUID(default=None)
    finish = JSONB(default=None)
    at = Timestamptz(default=None)


class SnapshotTable(Table, tablename="snapshots"):
    """A listing as it was before a relist; `complete` once every photo is in the store."""

    id = id_column()
    user_id = UUID(default=None)
    closet_id = UUID(default=None)
    job_id = UUID(default=None, unique=True)
    item_id = BigInt(default=None)
    payload = JSONB(default=None)
    photo_ids = Array(base_column=BigInt(), default=None)
    complete = Boolean(default=None)
    taken_at = Timestamptz(default=None)


class VintedPhoto(Table, tablename="vinted_photos"):
    """Which bytes of ours a photo on Vinted was made from, or was fetched as."""

    id = id_column()
    closet_id = UUID(default=None)
    vinted_photo_id = BigInt(default=None)
    sha256 = Text(default=None)
    size = Integer(default=0)
    one_per_photo = Unique([closet_id, vinted_photo_id])
