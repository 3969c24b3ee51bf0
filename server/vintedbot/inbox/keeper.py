"""The conversations as the jobs domain sees them (`jobs.keepers.Threads`), and what a proved job changes in them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.cards import Card, CardItem, Recipient
from vintedbot_schemas.inbox import OfferState, ThreadEntry
from vintedbot_schemas.verbs import AnswerOffer, MarkThreadRead, SendMessage, SendOffer

from vintedbot.jobs import service as jobs
from vintedbot.jobs.service import Ended, KnownOffer, KnownThread, Pair
from vintedbot.kit.db import Record, execute, fetch, fetchrow, fetchval, uuid7

from . import meaning

KNOWN = """SELECT thread_id, member_id, login, photo_url, item_ids, item_title, item_photo_url, transaction_id, allow_reply,
    last_entry, has_written, we_wrote, read_at FROM threads"""
OPEN_OFFERS = """SELECT DISTINCT i.item_id FROM threads t, unnest(t.item_ids) AS i (item_id)
    WHERE t.closet_id = $1 AND i.item_id = ANY($2) AND t.gone_at IS NULL
        AND t.entries @> '[{"current": true, "offer_state": "pending"}]'"""
"""Of either side, unlike `meaning.is_open`: that is what we can answer. Its index holds these conversations alone."""


def _known(row: Record) -> KnownThread:
    member_id, items = row["member_id"], row["item_ids"]
    return KnownThread(
        thread_id=row["thread_id"],
        recipient=Recipient(member_id=member_id, login=row["login"], photo_url=row["photo_url"]) if member_id else None,
        item=CardItem(item_id=items[0], title=row["item_title"], photo_url=row["item_photo_url"]) if len(items) == 1 else None,
        transaction_id=row["transaction_id"],
        allow_reply=row["allow_reply"],
        last_entry=row["last_entry"],
        has_written=row["has_written"],
        we_wrote=row["we_wrote"],
        read_at=row["read_at"],
    )


class Keeper:
    """`jobs.keepers.Threads`."""

    async def thread(self, closet_id: UUID, thread_id: VintedId) -> KnownThread | None:
        row = await fetchrow(f"{KNOWN} WHERE closet_id = $1 AND thread_id = $2", closet_id, thread_id)
        return _known(row) if row is not None else None

    async def thread_with(self, closet_id: UUID, member_id: VintedId, item_id: VintedId) -> KnownThread | None:
        row = await fetchrow(
            f"{KNOWN} WHERE closet_id = $1 AND member_id = $2 AND $3 = ANY(item_ids) ORDER BY updated_at DESC LIMIT 1",
            closet_id, member_id, item_id,
        )  # fmt: skip
        return _known(row) if row is not None else None

    async def offer(self, closet_id: UUID, thread_id: VintedId, offer_id: VintedId) -> KnownOffer | None:
        row = await fetchrow(
            "SELECT entries, transaction_id FROM threads WHERE closet_id = $1 AND thread_id = $2", closet_id, thread_id
        )
        entries = msgspec.json.decode(row["entries"], type=list[ThreadEntry]) if row is not None else []
        for entry in entries:
            if row is not None and entry.offer_id == offer_id and entry.kind == "offer_request":
                return KnownOffer(
                    price=entry.price,
                    state=entry.offer_state or "unknown",
                    current=entry.current,
                    transaction_id=row["transaction_id"],
                )
        return None

    async def person(self, closet_id: UUID, member_id: VintedId) -> Recipient | None:
        row = await fetchrow(
            """(SELECT login, photo_url, 0 AS place, updated_at AS at FROM threads WHERE closet_id = $1 AND member_id = $2
                    ORDER BY updated_at DESC LIMIT 1)
               UNION ALL
               (SELECT login, photo_url, 1, at FROM notifications WHERE closet_id = $1 AND member_id = $2 AND login IS NOT NULL
                    ORDER BY at DESC LIMIT 1)
               ORDER BY place LIMIT 1""",
            closet_id, member_id,
        )  # fmt: skip
        return Recipient(member_id=member_id, login=row["login"], photo_url=row["photo_url"]) if row is not None else None

    async def contacted(self, closet_id: UUID, pairs: Sequence[Pair]) -> set[Pair]:
        found = await fetch(
            """SELECT DISTINCT p.member_id, p.item_id FROM unnest($2::bigint[], $3::bigint[]) AS p (member_id, item_id)
               JOIN threads t ON t.closet_id = $1 AND t.member_id = p.member_id AND p.item_id = ANY(t.item_ids) AND t.we_wrote""",
            closet_id, [member for member, _ in pairs], [item for _, item in pairs],
        )  # fmt: skip
        return {(row["member_id"], row["item_id"]) for row in found}

    async def open_offers(self, closet_id: UUID, item_ids: Sequence[VintedId]) -> set[VintedId]:
        return {row["item_id"] for row in await fetch(OPEN_OFFERS, closet_id, item_ids)}


async def ended(job: Ended) -> None:
    """What was proved stands in the conversation at once; its next reading takes the place of this."""
    if job.state != "done":
        return
    work = job.work
    match work:
        case SendMessage(card=card):
            text = meaning.folded(card.text or "")
            said = ThreadEntry(id=f"job:{job.job_id}", kind="message", at=job.now, mine=True, text=card.text or "")
            await _add(job, card, said, lambda known: known.kind == "message" and meaning.folded(known.text) == text)
        case SendOffer(card=card):
            await _offered(job, card)
        case AnswerOffer(card=card, answer="counter"):
            await _offered(job, card)
        case AnswerOffer():
            await _answered(job, work)
        case MarkThreadRead(thread_id=thread_id):
            await execute("UPDATE threads SET unread = false WHERE closet_id = $1 AND thread_id = $2", job.closet_id, thread_id)
        case _:
            return


async def _offered(job: Ended, card: Card) -> None:
    offer = ThreadEntry(
        id=f"job:{job.job_id}", kind="offer", at=job.now, mine=True, price=card.amount, current=True, offer_state="pending"
    )
    await _add(job, card, offer, lambda known: known.kind == "offer" and known.current and known.price == card.amount)


async def _add(job: Ended, card: Card, entry: ThreadEntry, is_it: Callable[[ThreadEntry], bool]) -> None:
    """Appends what we said, unless the job's own last reading of the thread shows it already."""
    thread_id = getattr(job.work, "thread_id", None) or job.facts.thread_id
    if thread_id is None:
        return
    entries = await _entries(job.closet_id, thread_id)
    if entries is None:
        await _opened(job, card, thread_id)
        entries = []
    if any(known.mine and is_it(known) for known in _after(entries, job.facts.after)):
        return
    others = [msgspec.structs.replace(known, current=False) if entry.current else known for known in entries]
    await _store(job.closet_id, thread_id, [*others, entry], preview=entry.text[:200], at=job.now)


def _after(entries: Sequence[ThreadEntry], last: str | None) -> Sequence[ThreadEntry]:
    """The entries after the one that was the last before anything was sent."""
    places = [place for place, entry in enumerate(entries) if entry.id == last]
    return entries[places[-1] + 1 :] if places else entries


async def _answered(job: Ended, work: AnswerOffer) -> None:
    entries = await _entries(job.closet_id, work.thread_id)
    if entries is None:
        return
    state: OfferState = "accepted" if work.answer == "accept" else "rejected"
    told = [msgspec.structs.replace(entry, offer_state=state) if entry.offer_id == work.offer_id else entry for entry in entries]
    await _store(job.closet_id, work.thread_id, told, preview="", at=job.now)


async def _entries(closet_id: UUID, thread_id: VintedId) -> list[ThreadEntry] | None:
    found = await fetchval("SELECT entries FROM threads WHERE closet_id = $1 AND thread_id = $2 FOR UPDATE", closet_id, thread_id)
    return msgspec.json.decode(found, type=list[ThreadEntry]) if found is not None else None


async def _store(closet_id: UUID, thread_id: VintedId, entries: Sequence[ThreadEntry], *, preview: str, at: datetime) -> None:
    """The entries with what we did. Vinted's id of it is not known, so until a reading there is no last entry to compare."""
    said = meaning.of(entries)
    await execute(
        """UPDATE threads t SET entries = $3, last_entry = NULL, we_wrote = we_wrote OR $4, reply_due = $5, offer_due = $6,
                updated_at = GREATEST(updated_at, $7), preview = CASE WHEN $8 = '' THEN preview ELSE $8 END, unread = false,
                waits = CASE WHEN $6 THEN 'offer' WHEN ship_due THEN 'label' WHEN $5 THEN 'reply' ELSE 'nothing' END
            WHERE closet_id = $1 AND thread_id = $2""",
        closet_id, thread_id, msgspec.json.encode(entries), said.we_wrote, said.reply_due, said.offer_due, at, preview,
    )  # fmt: skip


async def _opened(job: Ended, card: Card, thread_id: VintedId) -> None:
    """A conversation that the job itself has begun."""
    item = card.item
    await execute(
        """INSERT INTO threads (id, user_id, closet_id, thread_id, member_id, login, photo_url, item_ids, item_title,
               item_photo_url, transaction_id, preview, unread, updated_at, seen_at, entries, has_written, reply_due, ship_due,
               waits)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', false, $12, $12, '[]', false, false, false, 'nothing')
           ON CONFLICT (closet_id, thread_id) DO NOTHING""",
        uuid7(), job.user_id, job.closet_id, thread_id, card.recipient.member_id, card.recipient.login, card.recipient.photo_url,
        [item.item_id] if item is not None else [], item.title if item is not None else "",
        item.photo_url if item is not None else None, job.facts.transaction_id, job.now,
    )  # fmt: skip


jobs.keeps_threads(Keeper())
jobs.after(ended, "send_message", "send_offer", "answer_offer", "mark_thread_read")
