"""Conversations as people see them: the list over all closets, one conversation whole, read and put away."""

from datetime import datetime
from uuid import UUID

import msgspec
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.inbox import (
    Conversation,
    Member,
    Notification,
    NotificationPage,
    Thread,
    ThreadChange,
    ThreadChanged,
    ThreadEntry,
    ThreadPage,
    ThreadWaits,
)  # fmt: skip
from vintedbot_schemas.verbs import MarkThreadRead

from vintedbot.closets import service as closets
from vintedbot.jobs import service as jobs
from vintedbot.kit.db import Record, execute, fetch, fetchrow, transaction
from vintedbot.kit.errors import InvalidInput, NotFound
from vintedbot.kit.http import Paging
from vintedbot.settings import RETENTION

SHOWN = """id, closet_id, thread_id, member_id, login, photo_url, item_ids, item_title, item_photo_url, preview, unread, waits,
    updated_at, read_at, archived"""


def list_sql(*, later: bool, by_closet: bool, unread: bool | None, waits: bool, archived: bool) -> str:
    """The list's statement, newest first. Each filter is its own text, so that a page is read from one index."""
    unread_is = {None: "", True: "AND unread", False: "AND NOT unread"}[unread]
    return f"""SELECT {SHOWN} FROM threads WHERE user_id = $1 AND gone_at IS NULL
        AND {"archived" if archived else "NOT archived"} {unread_is}
        AND {"closet_id = $2" if by_closet else "$2::uuid IS NULL"}
        AND {"waits = $3 AND waits <> 'nothing'" if waits else "$3::text IS NULL"}
        AND {"(updated_at, id) < ($4, $5)" if later else "$4::timestamptz IS NULL AND $5::uuid IS NULL"}
        ORDER BY updated_at DESC, id DESC LIMIT $6"""  # noqa: S608


async def page(
    user_id: UUID, closet_id: UUID | None, unread: bool | None, waits: ThreadWaits | None, archived: bool, paging: Paging
) -> ThreadPage:
    """A page of the user's conversations, newest first."""
    if waits == "nothing":
        raise InvalidInput("Choose what waits: reply, offer or label.", field="waits", source="query")
    position = paging.position(datetime, UUID)
    sql = list_sql(
        later=position is not None, by_closet=closet_id is not None, unread=unread, waits=waits is not None, archived=archived
    )
    rows = await fetch(sql, user_id, closet_id, waits, *(position or (None, None)), paging.limit + 1)
    cut, following = paging.cut(rows, lambda row: (row["updated_at"], row["id"]))
    return ThreadPage(items=[_thread(row) for row in cut], next=following)


def _thread(row: Record) -> Thread:
    items = row["item_ids"]
    return Thread(
        closet_id=row["closet_id"],
        thread_id=row["thread_id"],
        other=Member(member_id=row["member_id"], login=row["login"], photo_url=row["photo_url"]),
        item_id=items[0] if len(items) == 1 else None,
        item_title=row["item_title"],
        item_photo_url=row["item_photo_url"],
        preview=row["preview"],
        unread=row["unread"],
        waits=row["waits"],
        updated_at=row["updated_at"],
        read_at=row["read_at"],
        archived=row["archived"],
    )


async def one(user_id: UUID, closet_id: UUID | None, thread_id: VintedId) -> Conversation:
    """A conversation as it was read last; of two closets' the one that moved last. Raises NotFound."""
    row = await fetchrow(
        f"""SELECT {SHOWN}, transaction_id, allow_reply, entries FROM threads
            WHERE user_id = $1 AND thread_id = $2 AND ($3::uuid IS NULL OR closet_id = $3) AND gone_at IS NULL
            ORDER BY updated_at DESC LIMIT 1""",  # noqa: S608
        user_id, thread_id, closet_id,
    )  # fmt: skip
    if row is None:
        raise NotFound
    return Conversation(
        thread=_thread(row),
        item_ids=list(row["item_ids"]),
        transaction_id=row["transaction_id"],
        allow_reply=row["allow_reply"],
        entries=msgspec.json.decode(row["entries"], type=list[ThreadEntry]),
        job_ids=await jobs.of_thread(user_id, row["closet_id"], thread_id),
    )


async def change(user_id: UUID, thread_id: VintedId, wanted: ThreadChange) -> ThreadChanged:
    """Puts it away or back; marks it as read on Vinted, which is a job. Raises NotFound, InvalidInput."""
    async with transaction():
        await closets.owned(user_id, wanted.closet_id)
        thread = (await one(user_id, wanted.closet_id, thread_id)).thread
        if wanted.read is None and wanted.archived is None:
            raise InvalidInput("Name `read` or `archived`.", field="read")
        if wanted.archived is not None:
            await execute(
                "UPDATE threads SET archived = $3 WHERE closet_id = $1 AND thread_id = $2",
                wanted.closet_id, thread_id, wanted.archived,
            )  # fmt: skip
            thread = msgspec.structs.replace(thread, archived=wanted.archived)
        job_id = None
        if wanted.read and thread.unread:
            job_id = await jobs.wish(user_id, wanted.closet_id, MarkThreadRead(thread_id=thread_id))
        return ThreadChanged(thread=thread, job_id=job_id)


def notifications_sql(*, later: bool, by_closet: bool) -> str:
    """The statement of the notifications, newest first."""
    return f"""SELECT id, closet_id, kind, text, item_id, member_id, login, photo_url, at, is_read FROM notifications
        WHERE user_id = $1 AND at > clock_timestamp() - $2::interval
        AND {"closet_id = $3" if by_closet else "$3::uuid IS NULL"}
        AND {"(at, id) < ($4, $5)" if later else "$4::timestamptz IS NULL AND $5::uuid IS NULL"}
        ORDER BY at DESC, id DESC LIMIT $6"""  # noqa: S608


async def notifications(user_id: UUID, closet_id: UUID | None, paging: Paging) -> NotificationPage:
    """A page of the notifications of the last seven days."""
    position = paging.position(datetime, UUID)
    sql = notifications_sql(later=position is not None, by_closet=closet_id is not None)
    rows = await fetch(sql, user_id, RETENTION["notification"], closet_id, *(position or (None, None)), paging.limit + 1)
    cut, following = paging.cut(rows, lambda row: (row["at"], row["id"]))
    shown = [
        Notification(
            closet_id=row["closet_id"],
            kind=row["kind"],
            text=row["text"],
            item_id=row["item_id"],
            member=member(row),
            at=row["at"],
            is_read=row["is_read"],
        )
        for row in cut
    ]
    return NotificationPage(items=shown, next=following)


def member(row: Record) -> Member | None:
    """The member of a row that has `member_id`, `login` and `photo_url`."""
    if row["member_id"] is None and row["login"] is None:
        return None
    return Member(member_id=row["member_id"], login=row["login"] or "", photo_url=row["photo_url"])


async def clear() -> None:
    """Deletes what its time is over for: conversations, and notifications as Vinted itself does."""
    await execute("DELETE FROM threads WHERE updated_at < clock_timestamp() - $1::interval", RETENTION["thread"])
    await execute("DELETE FROM notifications WHERE at < clock_timestamp() - $1::interval", RETENTION["notification"])
    await execute(
        """DELETE FROM thread_sales s WHERE NOT to_ship AND NOT EXISTS (SELECT 1 FROM threads t WHERE t.closet_id = s.closet_id
               AND t.thread_id = s.thread_id)"""
    )
