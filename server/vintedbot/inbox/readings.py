"""What hands bring of the inbox: a page of the list, one conversation whole, a page of the notification feed."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.inbox import SeenConversation, SeenNotification, SeenThread
from vintedbot_schemas.jobs import ConversationRead, InboxPage, NotificationsPage, ReadingAnswer
from vintedbot_schemas.verbs import SendMessage, SendOffer, Verb

from vintedbot.jobs import service as jobs
from vintedbot.jobs.service import Brought
from vintedbot.kit import paged
from vintedbot.kit.db import execute, fetchval, uuid7
from vintedbot.kit.errors import InvalidInput
from vintedbot.listings import service as listings
from vintedbot.settings import RETENTION

from . import meaning
from .meaning import WAITS

INBOX, FEED = "inbox", "notifications"
READ_A_THREAD: tuple[Verb, ...] = (
    "sync_conversation", "send_message", "send_offer", "answer_offer", "mark_thread_read",
)  # fmt: skip
"""Verbs whose jobs have a conversation in their hands."""

_SALE = "EXISTS (SELECT 1 FROM thread_sales s WHERE s.closet_id = $2 AND s.thread_id = {0}{1})"
_SOLD, _TO_SHIP = _SALE.format("n.thread_id", ""), _SALE.format("n.thread_id", " AND s.to_ship")
_NEWS = "EXCLUDED.updated_at > t.updated_at"
_REPLY_DUE = f"CASE WHEN {_NEWS} THEN EXCLUDED.unread ELSE t.reply_due END"

KEEP_PAGE = f"""WITH new AS (
        SELECT * FROM unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
            $11::boolean[], $12::timestamptz[])
            AS n (id, thread_id, member_id, login, photo_url, item_title, item_photo_url, preview, unread, updated_at)
    ), kept AS (
        INSERT INTO threads AS t (id, user_id, closet_id, thread_id, member_id, login, photo_url, item_ids, item_title,
            item_photo_url, preview, unread, updated_at, seen_at, entries, has_written, reply_due, ship_due, waits)
        SELECT id, $1, $2, thread_id, member_id, login, photo_url, '{{}}', item_title, item_photo_url, preview, unread,
            updated_at, clock_timestamp(), '[]', unread OR {_SOLD}, unread, {_TO_SHIP},
            CASE WHEN {_TO_SHIP} THEN 'label' WHEN unread THEN 'reply' ELSE 'nothing' END
        FROM new n
        ON CONFLICT (closet_id, thread_id) DO UPDATE SET member_id = coalesce(EXCLUDED.member_id, t.member_id),
            login = EXCLUDED.login, photo_url = EXCLUDED.photo_url, preview = EXCLUDED.preview, unread = EXCLUDED.unread,
            item_title = CASE WHEN EXCLUDED.item_title = '' THEN t.item_title ELSE EXCLUDED.item_title END,
            item_photo_url = coalesce(EXCLUDED.item_photo_url, t.item_photo_url), seen_at = EXCLUDED.seen_at, gone_at = NULL,
            updated_at = GREATEST(EXCLUDED.updated_at, t.updated_at), archived = t.archived AND NOT ({_NEWS} AND EXCLUDED.unread),
            has_written = t.has_written OR EXCLUDED.has_written AND t.read_at IS NULL AND NOT t.we_wrote,
            reply_due = {_REPLY_DUE},
            waits = CASE WHEN t.offer_due THEN 'offer' WHEN t.ship_due THEN 'label' WHEN {_REPLY_DUE} THEN 'reply'
                ELSE 'nothing' END
    )
    SELECT count(*) FROM new n JOIN threads t ON t.closet_id = $2 AND t.thread_id = n.thread_id
    WHERE t.gone_at IS NULL AND t.updated_at >= n.updated_at AND t.unread = n.unread"""  # noqa: S608
"""Keeps a page of the list of closet $2 in one statement; how many of its rows were known just so before.

An unread mark says that the other one wrote only where nothing better is known: in a conversation that we began it may stand for
a status of Vinted's, and nobody is written to again because of that.
"""


async def take_inbox(brought: Brought, page: InboxPage) -> ReadingAnswer:
    """`enough`: the page is known, and so is what follows. A list that lost half of its rows is read once more first."""
    closet_id, count = brought.closet_id, len(page.threads)
    stand = await paged.arrived(closet_id, INBOX, brought.job_id, page.page, count=count, last=page.last)
    if stand is None:
        return ReadingAnswer(believed=False)
    known = await _keep_page(brought.user_id, closet_id, page.threads) if page.threads else 0
    if stand.whole:
        there = await fetchval("SELECT count(*) FROM threads WHERE closet_id = $1 AND gone_at IS NULL", closet_id)
        if paged.is_doubtful(stand.count, there, confirmed=page.confirmed):
            return ReadingAnswer(believed=False)
        await execute(
            "UPDATE threads SET gone_at = clock_timestamp() WHERE closet_id = $1 AND gone_at IS NULL AND seen_at < $2",
            closet_id, stand.began_at,
        )  # fmt: skip
        await paged.close(closet_id, INBOX, stand.count)
    elif count and known == count and stand.may_stop:
        await paged.close(closet_id, INBOX)
        return ReadingAnswer(enough=True)
    return ReadingAnswer()


async def _keep_page(user_id: UUID, closet_id: UUID, threads: list[SeenThread]) -> int:
    one_each = list({thread.thread_id: thread for thread in threads}.values())
    known: int = await fetchval(
        KEEP_PAGE, user_id, closet_id, [uuid7() for _ in one_each], [t.thread_id for t in one_each],
        [t.other.member_id for t in one_each], [t.other.login for t in one_each], [t.other.photo_url for t in one_each],
        [t.item_title for t in one_each], [t.item_photo_url for t in one_each], [t.preview for t in one_each],
        [t.unread for t in one_each], [t.updated_at for t in one_each],
    )  # fmt: skip
    return known + len(threads) - len(one_each)


async def take_conversation(brought: Brought, read: ConversationRead) -> ReadingAnswer:
    """Keeps the conversation of the job in place of what was known of it."""
    if not _is_about(brought, read.conversation):
        raise InvalidInput("Not the conversation this job is about.", field="reading.conversation.thread_id")
    await keep_conversation(brought.user_id, brought.closet_id, read.conversation)
    return ReadingAnswer()


def _is_about(brought: Brought, read: SeenConversation) -> bool:
    """By the thread's id, or, where the job itself opened it, by whom it is with."""
    thread_id = getattr(brought.work, "thread_id", None) or brought.facts.thread_id
    if thread_id is not None:
        return bool(thread_id == read.thread_id)
    work = brought.work
    return isinstance(work, SendMessage | SendOffer) and work.card.recipient.member_id == read.other.member_id


KEEP_CONVERSATION = f"""INSERT INTO threads AS t (id, user_id, closet_id, thread_id, member_id, login, photo_url, item_ids,
        item_title, item_photo_url, transaction_id, preview, unread, updated_at, seen_at, read_at, allow_reply, entries,
        last_entry, has_written, we_wrote, reply_due, offer_due, ship_due, waits)
    SELECT $3, $1, $2, n.thread_id, $5, $6, $7, $8, $9, $10, $11, $12, $13, coalesce($14, clock_timestamp()),
        clock_timestamp(), clock_timestamp(), $15, $16, $17, $18 OR {_SOLD}, $19, $20, $21, {_TO_SHIP},
        CASE WHEN $21 THEN 'offer' WHEN {_TO_SHIP} THEN 'label' WHEN $20 THEN 'reply' ELSE 'nothing' END
    FROM (SELECT $4::bigint) AS n (thread_id)
    ON CONFLICT (closet_id, thread_id) DO UPDATE SET member_id = coalesce(EXCLUDED.member_id, t.member_id),
        login = EXCLUDED.login, photo_url = EXCLUDED.photo_url, item_ids = EXCLUDED.item_ids,
        item_title = CASE WHEN EXCLUDED.item_title = '' THEN t.item_title ELSE EXCLUDED.item_title END,
        item_photo_url = coalesce(EXCLUDED.item_photo_url, t.item_photo_url),
        transaction_id = coalesce(EXCLUDED.transaction_id, t.transaction_id),
        preview = CASE WHEN EXCLUDED.preview = '' THEN t.preview ELSE EXCLUDED.preview END, unread = EXCLUDED.unread,
        updated_at = GREATEST(t.updated_at, coalesce($14, t.updated_at)), read_at = EXCLUDED.read_at, gone_at = NULL,
        allow_reply = EXCLUDED.allow_reply, entries = EXCLUDED.entries, last_entry = EXCLUDED.last_entry,
        has_written = t.has_written OR EXCLUDED.has_written, we_wrote = t.we_wrote OR EXCLUDED.we_wrote,
        reply_due = EXCLUDED.reply_due, offer_due = EXCLUDED.offer_due, ship_due = EXCLUDED.ship_due,
        waits = EXCLUDED.waits"""  # noqa: S608
"""Keeps a conversation read whole. What it says of its sales is known from the orders."""


async def keep_conversation(user_id: UUID, closet_id: UUID, read: SeenConversation) -> None:
    """In the caller's transaction."""
    said = meaning.of(read.entries)
    item = await listings.known(closet_id, read.item_ids[0]) if len(read.item_ids) == 1 else None
    await execute(
        KEEP_CONVERSATION,
        user_id, closet_id, uuid7(), read.thread_id, read.other.member_id, read.other.login, read.other.photo_url, read.item_ids,
        item.title if item else "", item.photo_url if item else None, read.transaction_id, said.preview, read.unread,
        said.last_at, read.allow_reply, msgspec.json.encode(read.entries), said.last_entry, said.has_written, said.we_wrote,
        said.reply_due, said.offer_due,
    )  # fmt: skip


async def take_notifications(brought: Brought, page: NotificationsPage) -> ReadingAnswer:
    """Keeps what is younger than seven days; what is older than that needs no further page."""
    closet_id = brought.closet_id
    stand = await paged.arrived(closet_id, FEED, brought.job_id, page.page, count=len(page.items), last=page.last)
    oldest = brought.now - RETENTION["notification"]
    fresh = [item for item in page.items if item.at > oldest]
    known = await _keep_notifications(brought.user_id, closet_id, fresh) if fresh else 0
    done = len(fresh) < len(page.items) or (stand is not None and stand.may_stop and bool(fresh) and known == len(fresh))
    if stand is not None and (done or stand.whole):
        await paged.close(closet_id, FEED, stand.count if stand.whole else None)
    return ReadingAnswer(enough=done and not page.last)


KEEP_NOTIFICATIONS = """WITH new AS (
        SELECT DISTINCT ON (fold) * FROM unnest($3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::text[],
            $9::text[], $10::text[], $11::timestamptz[], $12::boolean[])
            AS n (id, fold, kind, item_id, member_id, login, photo_url, text, at, is_read) ORDER BY fold, at DESC
    ), kept AS (
        INSERT INTO notifications AS o (id, user_id, closet_id, fold, kind, item_id, member_id, login, photo_url, text, at,
            is_read)
        SELECT id, $1, $2, fold, kind, item_id, member_id, login, photo_url, text, at, is_read FROM new
        ON CONFLICT (closet_id, fold) DO UPDATE SET at = GREATEST(o.at, EXCLUDED.at), is_read = EXCLUDED.is_read,
            text = EXCLUDED.text, login = coalesce(EXCLUDED.login, o.login), photo_url = coalesce(EXCLUDED.photo_url, o.photo_url)
    )
    SELECT count(*) FROM unnest($4::text[], $11::timestamptz[]) AS n (fold, at)
    JOIN notifications o ON o.closet_id = $2 AND o.fold = n.fold AND o.at >= n.at"""
"""Keeps a page of the feed of closet $2 in one statement; how many of its entries were known before."""


async def _keep_notifications(user_id: UUID, closet_id: UUID, items: list[SeenNotification]) -> int:
    members = [item.member for item in items]
    known: int = await fetchval(
        KEEP_NOTIFICATIONS, user_id, closet_id, [uuid7() for _ in items], [_fold(item) for item in items],
        [item.kind for item in items], [item.item_id for item in items], [m.member_id if m else None for m in members],
        [m.login if m else None for m in members], [m.photo_url if m else None for m in members], [item.text for item in items],
        [item.at for item in items], [item.is_read for item in items],
    )  # fmt: skip
    return known


def _fold(item: SeenNotification) -> str:
    """Somebody who likes an item, stops and likes it again, likes it once."""
    if item.kind == "favourited" and item.item_id is not None and item.member is not None and item.member.member_id is not None:
        return f"like:{item.member.member_id}:{item.item_id}"
    return f"id:{item.id}"


class Sale(Struct, frozen=True, kw_only=True):
    """A sale in a conversation."""

    thread_id: VintedId
    transaction_id: VintedId
    to_ship: bool


async def sold(closet_id: UUID, sales: Sequence[Sale]) -> None:
    """These conversations, known or not, have a sale: there a seller may write, and while a parcel is due they wait for it."""
    threads = [sale.thread_id for sale in sales]
    await execute(
        """INSERT INTO thread_sales (id, closet_id, thread_id, transaction_id, to_ship)
           SELECT n.id, $1, n.thread_id, n.transaction_id, n.to_ship
           FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::boolean[]) AS n (id, thread_id, transaction_id, to_ship)
           ON CONFLICT (closet_id, transaction_id) DO UPDATE SET thread_id = EXCLUDED.thread_id, to_ship = EXCLUDED.to_ship""",
        closet_id, [uuid7() for _ in sales], threads, [sale.transaction_id for sale in sales], [sale.to_ship for sale in sales],
    )  # fmt: skip
    await execute(
        f"""UPDATE threads t SET has_written = true, ship_due = s.due, waits = {WAITS}
            FROM (SELECT thread_id, bool_or(to_ship) AS due FROM thread_sales WHERE closet_id = $1 AND thread_id = ANY($2)
                GROUP BY thread_id) AS s
            WHERE t.closet_id = $1 AND t.thread_id = s.thread_id AND (t.ship_due <> s.due OR NOT t.has_written)""",  # noqa: S608
        closet_id, threads,
    )  # fmt: skip


jobs.keeps_reading(InboxPage, take_inbox, "sync_inbox")
jobs.keeps_reading(ConversationRead, take_conversation, *READ_A_THREAD)
jobs.keeps_reading(NotificationsPage, take_notifications, "sync_notifications")
