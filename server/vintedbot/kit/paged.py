"""A list that is read from outside page by page: which pages of the reading arrived, and what may be concluded from them.

Nothing is missing on half a reading. A reading may stop at a page that is known unchanged, but only when the one before ended
well: else what was interrupted would never be read. Now and then a list is read to its end all the same, because what is gone
from it shows nowhere else.
"""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec import Struct

from .db import execute, fetchrow, uuid7

TO_THE_END_EVERY = timedelta(days=7)
HALF = 2
"""Fewer than known divided by this needs a second reading."""


class Stand(Struct, frozen=True, kw_only=True):
    """Where a reading is after a page. `whole`: every page is here, `count` entries; `may_stop`: the rest need not be read."""

    began_at: datetime
    whole: bool
    count: int
    may_stop: bool
    known: int
    """How many entries the last whole reading had."""


async def arrived(subject: UUID, name: str, reader: UUID, page: int, *, count: int, last: bool) -> Stand | None:
    """Notes a page of `count` entries, in the caller's transaction. A first page opens a new reading; None without one."""
    if page == 1:
        await execute(
            """INSERT INTO paged_readings AS r (id, subject, list, reader, began_at, arrived, closed, goes_on)
               VALUES ($1, $2, $3, $4, clock_timestamp(), '{}', false, true)
               ON CONFLICT (subject, list) DO UPDATE SET reader = $4, began_at = EXCLUDED.began_at, arrived = '{}',
                   last_page = NULL, closed = false, goes_on = NOT r.closed OR r.whole_at IS NULL
                       OR r.whole_at < clock_timestamp() - $5::interval""",
            uuid7(), subject, name, reader, TO_THE_END_EVERY,
        )  # fmt: skip
    row = await fetchrow(
        """UPDATE paged_readings SET arrived = arrived || jsonb_build_object($4::text, $5::integer),
               last_page = CASE WHEN $6 THEN $7 ELSE last_page END
           WHERE subject = $1 AND list = $2 AND reader = $3 RETURNING *""",
        subject, name, reader, str(page), count, last, page,
    )  # fmt: skip
    if row is None:
        return None
    pages = msgspec.json.decode(row["arrived"], type=dict[int, int])
    return Stand(
        began_at=row["began_at"],
        whole=row["last_page"] is not None and all(n in pages for n in range(1, row["last_page"] + 1)),
        count=sum(pages.values()),
        may_stop=not row["goes_on"],
        known=row["whole_count"],
    )


def is_doubtful(count: int, known: int, *, confirmed: bool) -> bool:
    """Whether a list that suddenly lost half of what was known must be read once more."""
    return not confirmed and count * HALF < known


async def close(subject: UUID, name: str, count: int | None = None) -> None:
    """The reading ended well: whole, with `count` entries, or at a page that was known."""
    await execute(
        """UPDATE paged_readings SET closed = true, whole_count = coalesce($3, whole_count),
               whole_at = CASE WHEN $3::integer IS NULL THEN whole_at ELSE clock_timestamp() END
           WHERE subject = $1 AND list = $2""",
        subject, name, count,
    )  # fmt: skip
