"""Which unfinished jobs work on a conversation, an order, or do exactly this: for the screens that show it beside the thing."""

from collections.abc import Sequence
from uuid import UUID

from vintedbot_schemas.base import VintedId
from vintedbot_schemas.verbs import Work

from vintedbot.kit.db import fetch, fetchval

from . import rows


async def of_thread(user_id: UUID, closet_id: UUID, thread_id: VintedId) -> list[UUID]:
    """The jobs that are unfinished, or unknown, and write in this conversation; the oldest first."""
    found = await fetch(
        """SELECT id FROM jobs WHERE user_id = $1 AND closet_id = $2 AND (ended_at IS NULL OR state = 'unknown')
               AND member_id IS NOT NULL AND thread_id = $3
           ORDER BY id""",
        user_id, closet_id, thread_id,
    )  # fmt: skip
    return [row["id"] for row in found]


async def under_way(user_id: UUID, closet_id: UUID, work: Work) -> UUID | None:
    """The unfinished job that does exactly this."""
    found: UUID | None = await fetchval(
        """SELECT id FROM jobs WHERE user_id = $1 AND closet_id = $2 AND ended_at IS NULL AND work = $3::jsonb
           ORDER BY id LIMIT 1""",
        user_id, closet_id, rows.encoded(work),
    )  # fmt: skip
    return found


async def about_order(
    user_id: UUID, closet_ids: Sequence[UUID], transaction_ids: Sequence[VintedId]
) -> dict[tuple[UUID, int], UUID]:
    """For each (closet, transaction) of two lists of the same length the unfinished job that works on it."""
    found = await fetch(
        """SELECT DISTINCT ON (j.closet_id, o.transaction_id) j.closet_id, o.transaction_id, j.id
           FROM unnest($2::uuid[], $3::bigint[]) AS o (closet_id, transaction_id)
           JOIN jobs j ON j.user_id = $1 AND j.closet_id = o.closet_id AND (j.ended_at IS NULL OR j.state = 'unknown')
               AND j.transaction_id = o.transaction_id AND j.member_id IS NULL
           ORDER BY j.closet_id, o.transaction_id, j.id DESC""",
        user_id, closet_ids, transaction_ids,
    )  # fmt: skip
    return {(row["closet_id"], row["transaction_id"]): row["id"] for row in found}
