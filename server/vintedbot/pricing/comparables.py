"""Comparable listings: the search for an own one, what the hands found, and what people see of it."""

import hashlib
from uuid import UUID

import msgspec
from vintedbot_schemas.base import Money, VintedId
from vintedbot_schemas.jobs import ComparablesRead, Job, ReadingAnswer
from vintedbot_schemas.listings import ListingFields
from vintedbot_schemas.pricing import Comparable, ComparableQuery, PriceCheck
from vintedbot_schemas.verbs import ReadComparables

from vintedbot.closets import service as closets
from vintedbot.jobs import service as jobs
from vintedbot.jobs.service import Brought
from vintedbot.kit.db import Record, execute, fetch, fetchrow, uuid7
from vintedbot.kit.errors import InvalidInput, NotFound
from vintedbot.kit.tasks import enqueue
from vintedbot.listings import service as listings
from vintedbot.settings import RETENTION

from . import observations, quartiles

WORDS = 6
"""Of a title at most so many words are searched for: each more finds fewer."""
NO_BRAND = 1
"""Vinted's brand "without a brand": it narrows nothing."""


async def check(user_id: UUID, item_id: VintedId) -> PriceCheck:
    """What the last search for this listing found. Raises NotFound."""
    closet_id, query, price = await _search(user_id, item_id)
    country = (await closets.owned(user_id, closet_id)).country
    job_id = await jobs.under_way(user_id, closet_id, ReadComparables(query=query))
    found = await fetchrow(
        "SELECT item_ids, read_at FROM price_checks WHERE closet_id = $1 AND query_sha256 = $2", closet_id, key(query)
    )
    if found is None:
        return PriceCheck(country=country, query=query, items=[], support="none", job_id=job_id)
    items = await observed(user_id, country, found["item_ids"])
    spread = quartiles.spread([item.price for item in items], price.currency if price is not None else None)
    return PriceCheck(
        country=country,
        query=query,
        items=items,
        support=spread.support,
        low=spread.low,
        middle=spread.middle,
        high=spread.high,
        read_at=found["read_at"],
        job_id=job_id,
    )


async def search(user_id: UUID, item_id: VintedId) -> Job:
    """A person's wish for such a search. Raises NotFound."""
    closet_id, query, _ = await _search(user_id, item_id)
    return await jobs.press(user_id, closet_id, ReadComparables(query=query))


async def _search(user_id: UUID, item_id: VintedId) -> tuple[UUID, ComparableQuery, Money | None]:
    """The closet, the query and the price of an own listing."""
    closet_id = await listings.closet_of(user_id, item_id)
    await closets.owned(user_id, closet_id)
    listed = await listings.known(closet_id, item_id)
    if listed is None:
        raise NotFound
    details = await listings.details_of(closet_id, item_id)
    return closet_id, query_for(listed.title, details.fields if details is not None else None), listed.price


def query_for(title: str, fields: ListingFields | None) -> ComparableQuery:
    """Words of the title, and what the edit payload told, if it was read."""
    text = " ".join(title.split()[:WORDS])[:200]
    if fields is None:
        return ComparableQuery(text=text)
    brand_id = fields.brand_id if fields.brand_id != NO_BRAND else None
    return ComparableQuery(text=text, catalog_id=fields.catalog_id, brand_id=brand_id, size_id=fields.size_id)


def key(query: ComparableQuery) -> str:
    """What a search is found by again."""
    return hashlib.sha256(msgspec.json.encode(query)).hexdigest()


async def take(brought: Brought, read: ComparablesRead) -> ReadingAnswer:
    """Keeps what a search found: own listings are left out, and prices Vinted does not take."""
    work = brought.work
    if not isinstance(work, ReadComparables):
        raise InvalidInput("This job searches for nothing.", field="reading")
    rules = (await closets.rules_of([brought.closet_id]))[0]
    own = await listings.own(brought.user_id, [item.item_id for item in read.items])
    others = [item for item in read.items if item.item_id not in own and observations.believable(item.price)]
    items = list({item.item_id: item for item in others}.values())
    await execute(
        """INSERT INTO observations AS o (id, user_id, country, catalog_id, path, item_id, title, amount, currency, brand, size,
               condition, condition_id, favourites, photo_url, url, seen_at, own, colors, sold)
           SELECT n.id, $1, $2, $3, $15, n.item_id, n.title, n.amount, n.currency, n.brand, n.size, n.condition, n.condition_id,
               n.favourites, n.photo_url, n.url, clock_timestamp(), false, '{}', false
           FROM unnest($4::uuid[], $5::bigint[], $6::text[], $7::bigint[], $8::text[], $9::text[], $10::text[], $11::text[],
               $12::integer[], $13::text[], $14::text[], $16::integer[])
               AS n (id, item_id, title, amount, currency, brand, size, condition, favourites, photo_url, url, condition_id)
           ON CONFLICT (user_id, country, item_id) DO UPDATE SET catalog_id = coalesce(EXCLUDED.catalog_id, o.catalog_id),
               path = CASE WHEN EXCLUDED.path = '{}' THEN o.path ELSE EXCLUDED.path END, condition_id = EXCLUDED.condition_id,
               title = EXCLUDED.title, amount = EXCLUDED.amount, currency = EXCLUDED.currency, brand = EXCLUDED.brand,
               size = EXCLUDED.size, condition = EXCLUDED.condition, favourites = EXCLUDED.favourites,
               photo_url = EXCLUDED.photo_url, url = EXCLUDED.url, seen_at = EXCLUDED.seen_at""",
        brought.user_id, rules.country, work.query.catalog_id, [uuid7() for _ in items], [item.item_id for item in items],
        [item.title for item in items], [item.price.amount for item in items], [item.price.currency for item in items],
        [item.brand for item in items], [item.size for item in items], [item.condition for item in items],
        [item.favourites for item in items], [item.photo_url for item in items], [item.url for item in items],
        list(listings.category_path(work.query.catalog_id)) if work.query.catalog_id is not None else [],
        [listings.condition_named(item.condition) for item in items],
    )  # fmt: skip
    await execute(
        """INSERT INTO price_checks (id, user_id, closet_id, query_sha256, item_ids, read_at)
           VALUES ($1, $2, $3, $4, $5, clock_timestamp())
           ON CONFLICT (closet_id, query_sha256) DO UPDATE SET item_ids = EXCLUDED.item_ids, read_at = EXCLUDED.read_at""",
        uuid7(), brought.user_id, brought.closet_id, key(work.query), [item.item_id for item in items],
    )  # fmt: skip
    for currency in sorted({item.price.currency for item in items}):
        await enqueue("pricing.look", await observations.market(rules.country, currency))
    return ReadingAnswer()


async def observed(user_id: UUID, country: str, item_ids: list[VintedId]) -> list[Comparable]:
    """What the user's own tabs saw of these, in this order."""
    rows = await fetch(
        """SELECT o.* FROM unnest($3::bigint[]) WITH ORDINALITY AS f (item_id, place)
           JOIN observations o ON o.user_id = $1 AND o.country = $2 AND o.item_id = f.item_id ORDER BY f.place""",
        user_id, country, item_ids,
    )  # fmt: skip
    return [comparable(row) for row in rows]


def comparable(row: Record) -> Comparable:
    """An observation as people see it."""
    return Comparable(
        item_id=row["item_id"],
        title=row["title"],
        price=Money(amount=row["amount"], currency=row["currency"]),
        brand=row["brand"],
        size=row["size"],
        condition=row["condition"],
        favourites=row["favourites"],
        photo_url=row["photo_url"],
        url=row["url"],
    )


async def clear() -> None:
    """Forgets what was seen too long ago to say anything."""
    await execute("DELETE FROM observations WHERE seen_at < clock_timestamp() - $1::interval", RETENTION["observation"])
    await execute("DELETE FROM price_checks WHERE read_at < clock_timestamp() - $1::interval", RETENTION["observation"])


jobs.keeps_reading(ComparablesRead, take, "read_comparables")
