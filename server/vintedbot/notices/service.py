"""Events: numbered per user by the relay, kept for a day, read by whoever was away.

Whoever changes something writes no number: two transactions that ran side by side would leave gaps or commit out of order. The
triggers of `migrations/0001_live.sql` put down what changed in the same transaction; the relay of one worker at a time takes it
away and numbers it, in a transaction of its own. So a user's numbers have no gaps, and 8 is never seen before 7.
"""

import itertools
from typing import cast
from uuid import UUID

import msgspec
import structlog
from msgspec import Raw, Struct
from redis.exceptions import RedisError

from vintedbot.kit.db import Record, execute, fetch, fetchval, transaction
from vintedbot.kit.process import current
from vintedbot.settings import RETENTION

log = structlog.get_logger("vintedbot.notices")

CHANNEL = "vintedbot-live"
"""Where every web process hears of new events. What is lost there is found again by its number."""

BATCH = 1000
MISSED_MOST = 500
"""More than so many are not told one by one: reading everything anew is cheaper for both sides."""

_NUMBERING = 8_710_002


class Numbered(Struct, frozen=True):
    """A NumberedEvent as it is stored."""

    number: int
    what: Raw


class Told(Struct, frozen=True, array_like=True):
    """The next events of one user, as web processes are told of them."""

    user_id: UUID
    events: list[Numbered]


# one statement, so that it counts on nothing that another worker could change meanwhile
_NUMBER = """
    WITH taken AS (DELETE FROM announced WHERE id IN (SELECT id FROM announced ORDER BY id LIMIT $1) RETURNING *),
    -- of one thing's changes that wait together only the last is news
    news AS (SELECT DISTINCT ON (user_id, subject) id, user_id, event FROM taken ORDER BY user_id, subject, id DESC),
    placed AS (SELECT *, row_number() OVER (PARTITION BY user_id ORDER BY id) AS place,
            count(*) OVER (PARTITION BY user_id) AS of FROM news),
    counted AS (INSERT INTO event_counters AS c (user_id, last) SELECT DISTINCT user_id, of FROM placed
        ON CONFLICT (user_id) DO UPDATE SET last = c.last + EXCLUDED.last RETURNING user_id, last)
    INSERT INTO events (id, user_id, number, event)
    SELECT p.id, p.user_id, c.last - p.of + p.place, p.event FROM placed p JOIN counted c USING (user_id)
    RETURNING user_id, number, event"""


async def number_and_tell() -> None:
    """Numbers what was announced and tells the web processes; what another worker is about to number is left to it."""
    while await fetchval("SELECT EXISTS (SELECT FROM announced)"):
        async with transaction():
            if not await fetchval("SELECT pg_try_advisory_xact_lock($1)", _NUMBERING):
                return
            rows = await fetch(_NUMBER, BATCH)
        await _tell(rows)


async def _tell(rows: list[Record]) -> None:
    pipeline = current().redis.pipeline(transaction=False)
    rows = sorted(rows, key=lambda row: (row["user_id"], row["number"]))
    for user_id, theirs in itertools.groupby(rows, key=lambda row: cast("UUID", row["user_id"])):
        told = Told(user_id, [Numbered(row["number"], row["event"]) for row in theirs])
        pipeline.publish(CHANNEL, msgspec.json.encode(told))
    try:
        await pipeline.execute()
    except (RedisError, OSError) as wrong:
        # the web processes look for themselves every other second
        log.warning("events_not_told", error=repr(wrong))


async def last_numbers(user_ids: list[UUID]) -> dict[UUID, int]:
    """The number of each user's last event; users without one are left out."""
    rows = await fetch("SELECT user_id, last FROM event_counters WHERE user_id = ANY($1)", user_ids)
    return {row["user_id"]: row["last"] for row in rows}


async def since(user_id: UUID, after: int) -> list[Numbered] | None:
    """A user's events after this number, in order; None when they are no longer all there, or too many, or it was never given."""
    last = (await last_numbers([user_id])).get(user_id, 0)
    if not 0 <= last - after <= MISSED_MOST:
        return None
    rows = await fetch(
        "SELECT number, event FROM events WHERE user_id = $1 AND number > $2 ORDER BY number LIMIT $3",
        user_id,
        after,
        MISSED_MOST,
    )
    if last > after and (not rows or rows[0]["number"] != after + 1):
        return None
    return [Numbered(row["number"], row["event"]) for row in rows]


async def clear() -> None:
    """Forgets events nobody will ask for, and tickets nobody came with."""
    await execute("DELETE FROM events WHERE at < now() - $1::interval", RETENTION["live_event"])
    await execute("DELETE FROM live_tickets WHERE expires_at < now()")
