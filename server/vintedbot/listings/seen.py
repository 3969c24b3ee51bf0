"""The listings on Vinted, as a sync saw them last. One wardrobe page at a time; nothing is called gone on half a reading.

An empty list, or one that lost half of what was known, is believed only when a second reading says the same.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.jobs import WardrobePage
from vintedbot_schemas.listings import ListingChange, ListingState, SeenListing

from vintedbot.kit import paged
from vintedbot.kit.db import execute, fetch, fetchrow, fetchval, uuid7
from vintedbot.kit.errors import NotFound
from vintedbot.settings import RETENTION

LIST = "wardrobe"
TELLING = ("title", "price", "state", "photo_ids", "brand", "size", "condition")
"""The fields of an entry whose change means that the listing was changed; counts and signed addresses change by themselves."""
IN_DETAILS = ("title", "price", "photo_ids", "brand", "size", "condition")
"""Those that the edit payload tells as well: when one differs, what was read of it is outdated."""


OVER = "('sold', 'closed', 'gone')"
"""States in which a listing has come to its end."""


class Named(Struct, frozen=True):
    """What people know a listing by; empty for one no sync has seen yet."""

    title: str = ""
    photo_url: str | None = None


class Reading(Struct, frozen=True):
    """Where a reading stands after a page: `closed` when all pages arrived, `count` their entries."""

    closed: bool
    believed: bool
    count: int
    began_at: datetime


async def named(user_id: UUID, closet_id: UUID, item_id: VintedId) -> Named:
    """Title and cover of a listing."""
    row = await fetchrow(
        "SELECT title, seen->>'photo_url' AS photo_url FROM listings WHERE user_id = $1 AND closet_id = $2 AND item_id = $3",
        user_id, closet_id, item_id,
    )  # fmt: skip
    return Named(row["title"], row["photo_url"]) if row is not None else Named()


async def there(closet_id: UUID, item_ids: Collection[VintedId]) -> set[VintedId]:
    """Which of these listings a sync saw and none has missed since."""
    rows = await fetch(
        "SELECT item_id FROM listings WHERE closet_id = $1 AND item_id = ANY($2) AND state <> 'gone'", closet_id, list(item_ids)
    )
    return {row["item_id"] for row in rows}


async def now_is(closet_id: UUID, item_id: VintedId, state: ListingState) -> None:
    """A job proved this listing's state; the next sync would say the same."""
    await execute(
        f"""UPDATE listings SET state = $3, seen = jsonb_set(seen, '{{state}}', to_jsonb($3::text)), seen_at = clock_timestamp(),
               over_at = CASE WHEN $3 IN {OVER} THEN coalesce(over_at, clock_timestamp()) END
           WHERE closet_id = $1 AND item_id = $2""",  # noqa: S608
        closet_id, item_id, state,
    )  # fmt: skip


async def changed(closet_id: UUID, item_id: VintedId, change: ListingChange) -> None:
    """A change was proved: the list shows its title and price before the next sync does."""
    shown = {name: getattr(change, name) for name in ("title", "price") if getattr(change, name) is not None}
    await execute(
        """UPDATE listings SET title = coalesce($3, title), seen = seen || $4, seen_at = clock_timestamp(),
               changed_at = clock_timestamp() WHERE closet_id = $1 AND item_id = $2""",
        closet_id, item_id, change.title, msgspec.json.encode(shown),
    )  # fmt: skip


async def take_page(user_id: UUID, closet_id: UUID, job_id: UUID, page: WardrobePage) -> Reading | None:
    """Takes one page of a reading, in the caller's transaction. A first page opens a new reading, all pages close it.

    None for a page of a reading whose first one never came.
    """
    stand = await paged.arrived(closet_id, LIST, job_id, page.page, count=len(page.items), last=page.page >= page.pages)
    if stand is None:
        return None
    if page.items:
        await execute(KEEP, user_id, closet_id, *_columns(page.items))
    if not stand.whole:
        return Reading(closed=False, believed=True, count=0, began_at=stand.began_at)
    counts = await fetchrow(
        """SELECT count(*) FILTER (WHERE seen_at >= $2) AS seen, count(*) AS known FROM listings
           WHERE closet_id = $1 AND state <> 'gone'""",
        closet_id, stand.began_at,
    )  # fmt: skip
    assert counts is not None
    if paged.is_doubtful(counts["seen"], counts["known"], confirmed=page.confirmed):
        return Reading(closed=True, believed=False, count=counts["seen"], began_at=stand.began_at)
    await execute(
        """UPDATE listings SET state = 'gone', seen = jsonb_set(seen, '{state}', '"gone"'), changed_at = clock_timestamp(),
               over_at = coalesce(over_at, clock_timestamp())
           WHERE closet_id = $1 AND state <> 'gone' AND seen_at < $2""",
        closet_id, stand.began_at,
    )  # fmt: skip
    await paged.close(closet_id, LIST, counts["seen"])
    return Reading(closed=True, believed=True, count=counts["seen"], began_at=stand.began_at)


def _part(row: str, names: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"{row}.seen -> '{name}'" for name in names) + ")"


KEEP = f"""WITH new AS (
        SELECT * FROM unnest($3::uuid[], $4::bigint[], $5::text[], $6::text[], $7::jsonb[]) AS n (id, item_id, title, state, seen)
    ), outdated AS (
        UPDATE listing_details d SET outdated = true FROM new n
        JOIN listings l ON l.closet_id = $2 AND l.item_id = n.item_id
        WHERE d.closet_id = $2 AND d.item_id = n.item_id AND NOT d.outdated
            AND {_part("l", IN_DETAILS)} IS DISTINCT FROM {_part("n", IN_DETAILS)}
    )
    INSERT INTO listings AS l (id, closet_id, item_id, user_id, title, state, seen, first_seen_at, seen_at, changed_at, over_at)
    SELECT n.id, $2, n.item_id, $1, n.title, n.state, n.seen, clock_timestamp(), clock_timestamp(), clock_timestamp(),
        CASE WHEN n.state IN {OVER} THEN clock_timestamp() END FROM new n
    ON CONFLICT (closet_id, item_id) DO UPDATE SET title = EXCLUDED.title, state = EXCLUDED.state, seen = EXCLUDED.seen,
        seen_at = EXCLUDED.seen_at,
        over_at = CASE WHEN EXCLUDED.over_at IS NOT NULL THEN coalesce(l.over_at, EXCLUDED.over_at) END,
        changed_at = CASE WHEN {_part("l", TELLING)} IS DISTINCT FROM {_part("EXCLUDED", TELLING)}
            THEN EXCLUDED.seen_at ELSE l.changed_at END"""  # noqa: S608
"""One statement for a page of a user's ($1) closet ($2), whatever its length."""


def _columns(items: list[SeenListing]) -> tuple[list[object], ...]:
    # an entry that moved to this page while the list was read may be on it twice
    one_each = list({item.item_id: item for item in items}.values())
    return (
        [uuid7() for _ in one_each],
        [item.item_id for item in one_each],
        [item.title for item in one_each],
        [item.state for item in one_each],
        [msgspec.json.encode(item) for item in one_each],
    )


async def own(user_id: UUID, item_ids: list[VintedId]) -> set[VintedId]:
    """Which of these are the user's own listings."""
    rows = await fetch("SELECT DISTINCT item_id FROM listings WHERE user_id = $1 AND item_id = ANY($2)", user_id, item_ids)
    return {row["item_id"] for row in rows}


async def closet_of(user_id: UUID, item_id: VintedId) -> UUID:
    """The closet a listing of the user's is in. Raises NotFound."""
    found: UUID | None = await fetchval(
        "SELECT closet_id FROM listings WHERE user_id = $1 AND item_id = $2 ORDER BY seen_at DESC LIMIT 1", user_id, item_id
    )
    if found is None:
        raise NotFound
    return found


async def vinted_photos(closet_id: UUID, kept: timedelta) -> list[VintedId]:
    """Ids of the photos that listings show which are not over, or not that long."""
    rows = await fetch(
        """SELECT DISTINCT p::bigint AS id FROM listings l, jsonb_array_elements_text(l.seen->'photo_ids') AS p
           WHERE l.closet_id = $1 AND (l.over_at IS NULL OR l.over_at > clock_timestamp() - $2::interval)""",
        closet_id, kept,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def forget() -> None:
    """Ends listings that are gone since long; sold ones stay, as sales are looked back at."""
    await execute(
        "DELETE FROM listings WHERE state = 'gone' AND over_at < clock_timestamp() - $1::interval", RETENTION["gone_listing"]
    )
