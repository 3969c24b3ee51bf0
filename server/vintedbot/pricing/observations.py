"""Prices that are kept to learn from: the seller's own listings and sales, from what syncs keep, beside what searches found.

Nothing of any member is in them: neither who sells nor who bought. Own listings are taken over after each sync of their closet,
so that they are known to pricing even where the listing itself is forgotten later.
"""

import math
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from vintedbot_schemas.analysis import SeenDefect
from vintedbot_schemas.base import Money, VintedId
from vintedbot_schemas.listings import ListingFields

from vintedbot.analysis import service as analysis
from vintedbot.closets import service as closets
from vintedbot.jobs import service as jobs
from vintedbot.jobs.service import Ended
from vintedbot.kit.db import Record, execute, fetch, fetchrow, uuid7
from vintedbot.kit.tasks import enqueue
from vintedbot.listings import service as listings
from vintedbot.listings.service import Told
from vintedbot.orders import service as orders
from vintedbot.orders.service import Sold

from .piece import Piece

PAGE = 500
DAY_S = 86_400

KEEP = """INSERT INTO observations AS o (id, user_id, country, catalog_id, item_id, title, amount, currency, brand, size,
        condition, favourites, photo_url, url, seen_at, own, path, condition_id, description, colors, photo_count,
        sold, sold_days, defects)
    SELECT n.id, $1, $2, n.path[cardinality(n.path)], n.item_id, n.title, n.amount, n.currency, n.brand, n.size,
        n.condition, n.favourites, n.photo_url, n.url, clock_timestamp(), true, n.path, n.condition_id, n.description, n.colors,
        n.photo_count, n.sold, n.sold_days, n.defects
    FROM (SELECT id, item_id, title, amount, currency, brand, size, condition, favourites, photo_url, url,
            coalesce(string_to_array(nullif(path, ''), ' ')::bigint[], '{}') AS path, condition_id, description,
            coalesce(string_to_array(nullif(colors, ''), '/'), '{}') AS colors, photo_count, sold, sold_days,
            string_to_array(defects, '/') AS defects
        FROM unnest($3::uuid[], $4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[],
            $11::integer[], $12::text[], $13::text[], $14::text[], $15::integer[], $16::text[], $17::text[], $18::integer[],
            $19::boolean[], $20::float8[], $21::text[])
            AS u (id, item_id, title, amount, currency, brand, size, condition, favourites, photo_url, url, path, condition_id,
                description, colors, photo_count, sold, sold_days, defects)) AS n
    ON CONFLICT (user_id, country, item_id) DO UPDATE SET title = EXCLUDED.title, amount = EXCLUDED.amount,
        currency = EXCLUDED.currency, brand = EXCLUDED.brand, size = EXCLUDED.size, condition = EXCLUDED.condition,
        favourites = EXCLUDED.favourites, photo_url = EXCLUDED.photo_url, url = EXCLUDED.url, seen_at = EXCLUDED.seen_at,
        own = true,
        catalog_id = coalesce(EXCLUDED.catalog_id, o.catalog_id),
        path = CASE WHEN EXCLUDED.path = '{}' THEN o.path ELSE EXCLUDED.path END,
        condition_id = coalesce(EXCLUDED.condition_id, o.condition_id),
        description = coalesce(EXCLUDED.description, o.description), colors = EXCLUDED.colors,
        photo_count = EXCLUDED.photo_count, sold = EXCLUDED.sold, sold_days = coalesce(EXCLUDED.sold_days, o.sold_days),
        defects = coalesce(EXCLUDED.defects, o.defects)"""


class _Own(Struct, frozen=True):
    """One row of KEEP's arrays, in their order. Lists within lists cannot be sent, so path, colours and defects are joined."""

    id: UUID
    item_id: VintedId
    title: str
    amount: int
    currency: str
    brand: str
    size: str
    condition: str
    favourites: int | None
    photo_url: str | None
    url: str
    path: str
    condition_id: int | None
    description: str | None
    colors: str
    photo_count: int
    sold: bool
    sold_days: float | None
    defects: str | None


def piece_of(fields: ListingFields, photo_count: int | None, found: Sequence[SeenDefect] | None = None) -> Piece:
    """What a draft, or a listing whose payload was read, is priced by. `found`: the defects its photos show, None: not known."""
    condition = str(fields.condition_id) if fields.condition_id is not None else ""
    return Piece(
        title=fields.title,
        description=fields.description,
        path=listings.category_path(fields.catalog_id) if fields.catalog_id is not None else (),
        brand=fields.brand,
        size=(listings.size_title(fields.size_id, "en") or "") if fields.size_id is not None else "",
        condition=condition,
        colors=tuple(title for color in fields.color_ids if (title := listings.color_title(color, "en"))),
        photo_count=photo_count,
        defects=_sure(found, fields.description),
    )


def _sure(found: Sequence[SeenDefect] | None, description: str) -> tuple[str, ...] | None:
    """Those that are surely there, and those the seller says themselves."""
    if found is None:
        return None
    sure = [each for each in found if not each.close_up or any(said in description for said in each.sentences.values())]
    return tuple(f"{each.kind} {each.severity}" for each in sure)


def observed_piece(row: Record) -> Piece:
    """What an observation says of its piece."""
    return Piece(
        title=row["title"],
        description=row["description"],
        path=tuple(row["path"]),
        brand=row["brand"],
        size=row["size"],
        condition=str(row["condition_id"]) if row["condition_id"] is not None else row["condition"],
        colors=tuple(row["colors"]),
        photo_count=row["photo_count"],
        defects=tuple(row["defects"]) if row["defects"] is not None else None,
    )


async def told(job: Ended) -> None:
    """After a sync of listings or orders the closet is looked through, once, when both have had time to come."""
    if job.state == "done":
        await enqueue("pricing.observe", job.closet_id, once=str(job.closet_id))


async def observe(closet_id: UUID) -> list[UUID]:
    """Takes over what is known of a closet's listings; the markets they belong to."""
    found = await closets.rules_of([closet_id])
    if not found:
        return []
    rules = found[0]
    sales = await orders.sales(closet_id)
    currencies: set[str] = set()
    after = 0
    while page := await listings.told(closet_id, after, PAGE):
        after = page[-1].seen.item_id
        defects = await defects_of(rules.user_id, [each.seen.item_id for each in page])
        named = ((each, each.seen.item_id) for each in page)
        rows = [row for each, item_id in named if (row := _own(each, sales.get(item_id), defects.get(item_id))) is not None]
        if rows:
            columns = [[getattr(row, name) for row in rows] for name in _Own.__struct_fields__]
            await execute(KEEP, rules.user_id, rules.country, *columns)
        currencies |= {row.currency for row in rows}
    return [await market(rules.country, currency) for currency in sorted(currencies)]


async def defects_of(user_id: UUID, item_ids: Sequence[VintedId]) -> dict[VintedId, list[SeenDefect]]:
    """What the photos of the drafts these listings were made of show; without those that nobody looked at."""
    drafts = await listings.drafts_of(user_id, item_ids)
    found = await analysis.defects_of(user_id, list(drafts.values()))
    return {item_id: found[draft_id] for item_id, draft_id in drafts.items() if draft_id in found}


def _own(told: Told, sold: Sold | None, found: Sequence[SeenDefect] | None) -> _Own | None:
    """None for a listing without a price that can be believed."""
    seen, fields = told.seen, told.fields
    price = sold.price if sold is not None else seen.price
    if price is None or not believable(price):
        return None
    piece = piece_of(fields, len(seen.photo_ids), found) if fields is not None else None
    defects = piece.defects if piece is not None else _sure(found, "")
    return _Own(
        id=uuid7(),
        item_id=seen.item_id,
        title=seen.title,
        amount=price.amount,
        currency=price.currency,
        brand=seen.brand,
        size=seen.size,
        condition=seen.condition,
        favourites=seen.favourites,
        photo_url=seen.photo_url,
        url=seen.url,
        path=" ".join(map(str, piece.path)) if piece is not None else "",
        condition_id=fields.condition_id if fields is not None else listings.condition_named(seen.condition),
        description=fields.description if fields is not None else None,
        colors="/".join(piece.colors) if piece is not None else "",
        photo_count=len(seen.photo_ids),
        sold=told.state == "sold" or sold is not None,
        sold_days=_days(seen.oldest_photo_at, sold.at if sold is not None else None),
        defects="/".join(defects) if defects is not None else None,
    )


def _days(since: datetime | None, until: datetime | None) -> float | None:
    """How long it stood; None where one end is not known, or a photo was added after the sale."""
    if since is None or until is None or until < since:
        return None
    return (until - since).total_seconds() / DAY_S


def believable(price: Money) -> bool:
    """Whether Vinted takes such a price at all: what it does not take was misread, or is a joke."""
    least, most = listings.price_range(price.currency)
    return least <= price.amount <= (most if most is not None else math.inf)


async def market(country: str, currency: str) -> UUID:
    """The market, new or known."""
    row = await fetchrow(
        """WITH made AS (INSERT INTO price_markets (id, country, currency) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
               RETURNING id)
           SELECT id FROM made UNION ALL SELECT id FROM price_markets WHERE country = $2 AND currency = $3 LIMIT 1""",
        uuid7(), country, currency,
    )  # fmt: skip
    if row is None:  # two made it at once: the other's stands by now
        return await market(country, currency)
    found: UUID = row["id"]
    return found


USUAL_PER_USER = 100
"""Of one user's prices, the newest, so that nobody alone says what is usual."""


async def usual(country: str, currency: str, path: tuple[int, ...], condition_id: int, least: int) -> Record | None:
    """Tenth, half and nine tenths of the prices seen in a category and condition, or in the nearest category above it of which
    `least` were seen, with their count and how many were paid; None when there is none."""
    for category in path[:1:-1] if len(path) > 2 else path[-1:]:
        rows = await fetch(
            """SELECT count(*) AS seen, count(*) FILTER (WHERE sold) AS paid,
                   percentile_cont(ARRAY[0.1, 0.5, 0.9]) WITHIN GROUP (ORDER BY amount) AS amounts
               FROM (SELECT amount, sold, row_number() OVER (PARTITION BY user_id ORDER BY seen_at DESC) AS place FROM (
                   SELECT amount, sold, user_id, seen_at FROM observations
                   WHERE path @> ARRAY[$3::bigint] AND country = $1 AND currency = $2 AND condition_id = $4 AND amount > 0
                   ORDER BY seen_at DESC LIMIT 10000) AS newest) AS o
               WHERE place <= $5""",
            country, currency, category, condition_id, USUAL_PER_USER,
        )  # fmt: skip
        if rows[0]["seen"] >= least:
            return rows[0]
    return None


jobs.after(told, "sync_closet", "sync_orders")
