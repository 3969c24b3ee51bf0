"""The list of a person's listings on Vinted, with what their jobs, their payload and the seller know of each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from vintedbot_schemas.listings import Listing, ListingNotes, ListingPage, ListingState, SeenListing

from vintedbot.jobs import service as jobs
from vintedbot.kit.db import Record, fetch, fetchval
from vintedbot.kit.http import Paging

from . import details

COUNTED = 10_000
"""A list says that it has at least so many."""


def list_sql(*, later: bool, by_closet: bool, by_state: bool) -> str:
    """The list's statement, newest first; those gone only when asked for by state. Each filter is its own text, for its index."""
    return f"""SELECT l.closet_id, l.item_id, l.seen, l.first_seen_at, l.seen_at, d.fields, d.photo_ids, d.photo_urls,
            d.read_at, n.notes
        FROM listings l LEFT JOIN listing_details d ON d.closet_id = l.closet_id AND d.item_id = l.item_id
            LEFT JOIN listing_notes n ON n.closet_id = l.closet_id AND n.item_id = l.item_id
        WHERE l.user_id = $1 AND {"l.closet_id = $2" if by_closet else "$2::uuid IS NULL"}
        AND {"l.state = $3" if by_state else "l.state <> 'gone' AND $3::text IS NULL"}
        AND {"(l.first_seen_at, l.item_id) < ($4, $5)" if later else "$4::timestamptz IS NULL AND $5::bigint IS NULL"}
        ORDER BY l.first_seen_at DESC, l.item_id DESC LIMIT $6"""  # noqa: S608


def count_sql(*, by_closet: bool, by_state: bool) -> str:
    """How many there are, at most $4: so that a page costs the same whatever is in stock."""
    return f"""SELECT count(*) FROM (SELECT 1 FROM listings WHERE user_id = $1
        AND {"closet_id = $2" if by_closet else "$2::uuid IS NULL"}
        AND {"state = $3" if by_state else "state <> 'gone' AND $3::text IS NULL"} LIMIT $4) AS l"""  # noqa: S608


async def page(user_id: UUID, closet_id: UUID | None, state: ListingState | None, paging: Paging) -> ListingPage:
    """A page of the user's listings, newest first; those gone only when asked for by state."""
    position = paging.position(datetime, int)
    sql = list_sql(later=position is not None, by_closet=closet_id is not None, by_state=state is not None)
    found = await fetch(sql, user_id, closet_id, state, *(position or (None, None)), paging.limit + 1)
    cut, following = paging.cut(found, lambda row: (row["first_seen_at"], row["item_id"]))
    total: int = await fetchval(
        count_sql(by_closet=closet_id is not None, by_state=state is not None), user_id, closet_id, state, COUNTED
    )
    return ListingPage(items=await _shown(cut), next=following, total=total)


async def _shown(rows: Sequence[Record]) -> list[Listing]:
    news = await jobs.about_items([row["closet_id"] for row in rows], [row["item_id"] for row in rows]) if rows else {}
    shown = []
    for row in rows:
        seen = msgspec.json.decode(row["seen"], type=SeenListing)
        known = news[row["closet_id"], row["item_id"]]
        shown.append(
            Listing(
                closet_id=row["closet_id"],
                seen=seen,
                first_seen_at=row["first_seen_at"],
                seen_at=row["seen_at"],
                job_id=known.job_id,
                relisted_at=known.relisted_at,
                open_offer=known.open_offer,
                restorable=known.snapshot_id,
                details=details.decoded(row),
                notes=msgspec.json.decode(row["notes"], type=ListingNotes) if row["notes"] is not None else ListingNotes(),
            )
        )
    return shown
