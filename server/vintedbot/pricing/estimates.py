"""What a draft or an own listing may be sold for: the market's model where it knows enough of the like, else what the last search
found, else the usual price of its category in its condition, else honestly nothing. What it rests on is always said."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import structlog
from msgspec import Struct
from vintedbot_schemas.analysis import SeenDefect
from vintedbot_schemas.base import Money, VintedId
from vintedbot_schemas.jobs import Job
from vintedbot_schemas.listings import Draft, ListingFields
from vintedbot_schemas.pricing import (
    Comparable,
    ComparableQuery,
    ModelState,
    PacedPrice,
    PriceEstimate,
    PriceReason,
)
from vintedbot_schemas.verbs import ReadComparables

from vintedbot.analysis import service as analysis
from vintedbot.closets import service as closets
from vintedbot.jobs import service as jobs
from vintedbot.kit.db import fetch, fetchrow
from vintedbot.kit.errors import InvalidInput, NotFound
from vintedbot.listings import service as listings
from vintedbot.photos import service as photos

from . import comparables, costs, markets, observations, quartiles, work
from .nearest import nearest
from .piece import Piece
from .terms import weights_of

log = structlog.get_logger()
ELSEWHERE = "EUR"
"""The currency of a draft that no closet and no price gives one."""
LIKE_LEAST = 8
"""Of fewer prices of its kind no estimate is called reliable."""
FRESH = timedelta(days=30)
"""An older search says what was asked then."""
CANDIDATES = 200
"""Of what was seen so many are looked through for the nearest: the newest, those of the category first."""


class _Asked(Struct, frozen=True, kw_only=True):
    """What an estimate is made for. `closet_id` None: nobody can search for it yet."""

    user_id: UUID
    closet_id: UUID | None
    country: str
    currency: str
    piece: Piece
    query: ComparableQuery
    cost: Money | None
    floor: Money | None
    own: VintedId | None = None


async def of_draft(user_id: UUID, draft_id: UUID, closet_id: UUID | None = None) -> PriceEstimate:
    """`closet_id`: the closet it may be published in, if the draft does not say. Raises NotFound."""
    draft = await listings.draft(user_id, draft_id)
    closet = draft.closet_id or closet_id
    rules = await closets.owned(user_id, closet) if closet is not None else None
    price = draft.fields.price
    found = await analysis.defects_of(user_id, [draft_id])
    return await _estimate(
        _Asked(
            user_id=user_id,
            closet_id=closet,
            country=rules.country if rules is not None else draft.country,
            currency=rules.currency if rules is not None else price.currency if price is not None else ELSEWHERE,
            piece=observations.piece_of(draft.fields, len(draft.photos), found.get(draft_id)),
            query=comparables.query_for(draft.fields.title, draft.fields),
            cost=await costs.of(user_id, draft_id),
            floor=None,
        )
    )


async def of_listing(user_id: UUID, item_id: VintedId) -> PriceEstimate:
    """Raises NotFound."""
    closet_id = await listings.closet_of(user_id, item_id)
    rules = await closets.owned(user_id, closet_id)
    listed = await listings.known(closet_id, item_id)
    if listed is None:
        raise NotFound
    details = await listings.details_of(closet_id, item_id)
    row = await fetchrow(
        "SELECT * FROM observations WHERE user_id = $1 AND country = $2 AND item_id = $3 AND own", user_id, rules.country, item_id
    )
    fields = details.fields if details is not None else None
    notes = await listings.notes_of(closet_id, item_id)
    found = await observations.defects_of(user_id, [item_id])
    return await _estimate(
        _Asked(
            user_id=user_id,
            closet_id=closet_id,
            country=rules.country,
            currency=listed.price.currency if listed.price is not None else rules.currency,
            piece=_piece(listed.title, fields, len(details.photo_ids) if details is not None else None, found.get(item_id))
            if row is None or fields is not None
            else observations.observed_piece(row),
            query=comparables.query_for(listed.title, fields),
            cost=notes.purchase_cost,
            floor=notes.floor,
            own=item_id,
        )
    )


def _piece(title: str, fields: ListingFields | None, photo_count: int | None, found: Sequence[SeenDefect] | None) -> Piece:
    return observations.piece_of(fields, photo_count, found) if fields is not None else Piece(title=title)


async def search(user_id: UUID, draft_id: UUID, closet_id: UUID) -> Job:
    """A person's wish for a search of what is like their draft. Raises NotFound, InvalidInput for a draft without a title."""
    draft: Draft = await listings.draft(user_id, draft_id)
    await closets.owned(user_id, closet_id)
    query = comparables.query_for(draft.fields.title, draft.fields)
    if not query.text:
        raise InvalidInput("Give the draft a title first: its words are searched for.", field="title")
    return await jobs.press(user_id, closet_id, ReadComparables(query=query))


async def _estimate(asked: _Asked) -> PriceEstimate:
    check = await _last_search(asked)
    near = await _nearest(asked, check.item_ids)
    shown = PriceEstimate(
        country=asked.country,
        currency=asked.currency,
        basis="none",
        model="not_trained",
        query=asked.query,
        comparables=near,
        purchase_cost=asked.cost,
        floor=_floor(asked),
        read_at=check.read_at,
        job_id=check.job_id,
    )
    state, found = await _by_model(asked)
    if found is None:
        found = await _by_search(asked, check) or await _by_category(asked) or {}
    return msgspec.structs.replace(shown, model=state, **found)


# ------------------------------------------------------------------------------------------------ the three ways
async def _by_model(asked: _Asked) -> tuple[ModelState, dict[str, Any] | None]:
    model = await markets.model_of(asked.country, asked.currency)
    if model is None:
        return "not_trained", None
    if not asked.piece.path:
        return "no_category", None
    try:
        said = await photos.in_pool(work.estimate, markets.path_of(model), model.sha256, asked.piece)
        if said is None and await markets.bring(model) is not None:
            said = await photos.in_pool(work.estimate, markets.path_of(model), model.sha256, asked.piece)
    except photos.WorkLost as lost:
        log.warning("estimate_lost", why=str(lost))
        said = None
    if said is None:
        return "unreadable", None
    if said.like < LIKE_LEAST:
        return "too_few_alike", None
    return "used", {
        "basis": "model",
        "recommended": _money(said.price, asked.currency),
        "low": _money(said.low, asked.currency),
        "high": _money(said.high, asked.currency),
        "coverage": round(said.coverage, 3),
        "rests_on": said.rows,
        "sales": said.sales,
        "reasons": [
            PriceReason(kind=kind, text=text, percent=round(math.expm1(moved) * 100))  # type: ignore[arg-type]
            for kind, text, moved in said.reasons
        ],
        "defects": list(weights_of(asked.piece.defects or ())) if said.counts_defects else [],
        "fast": _paced(said.fast, asked.currency),
        "patient": _paced(said.patient, asked.currency),
    }


async def _by_search(asked: _Asked, check: "_Search") -> dict[str, Any] | None:
    if not check.is_fresh or not check.item_ids:
        return None
    items = await comparables.observed(asked.user_id, asked.country, check.item_ids)
    inner = quartiles.inner([item.price for item in items if observations.believable(item.price)], asked.currency)
    if inner is None:
        return None
    low, middle, high = inner
    count = sum(item.price.currency == asked.currency for item in items)
    return {
        "basis": "comparables", "recommended": rounded(middle), "low": rounded(low), "high": rounded(high), "rests_on": count,
    }  # fmt: skip


async def _by_category(asked: _Asked) -> dict[str, Any] | None:
    condition = asked.piece.condition
    if not asked.piece.path or not condition.isdecimal():
        return None
    usual = await observations.usual(asked.country, asked.currency, asked.piece.path, int(condition), LIKE_LEAST)
    if usual is None:
        return None
    low, middle, high = (_money(amount, asked.currency) for amount in usual["amounts"])
    return {
        "basis": "category_condition", "recommended": middle, "low": low, "high": high, "rests_on": usual["seen"],
        "sales": usual["paid"],
    }  # fmt: skip


# ------------------------------------------------------------------------------------------------ what stands beside it
class _Search(Struct, frozen=True):
    item_ids: list[VintedId]
    read_at: datetime | None
    is_fresh: bool
    job_id: UUID | None


async def _last_search(asked: _Asked) -> _Search:
    if asked.closet_id is None:
        return _Search([], None, False, None)
    job_id = await jobs.under_way(asked.user_id, asked.closet_id, ReadComparables(query=asked.query))
    row = await fetchrow(
        """SELECT item_ids, read_at, read_at > clock_timestamp() - $3::interval AS fresh FROM price_checks
           WHERE closet_id = $1 AND query_sha256 = $2""",
        asked.closet_id, comparables.key(asked.query), FRESH,
    )  # fmt: skip
    if row is None:
        return _Search([], None, False, job_id)
    return _Search(list(row["item_ids"]), row["read_at"], row["fresh"], job_id)


async def _nearest(asked: _Asked, found: list[VintedId]) -> list[Comparable]:
    """Among what the user's own tabs have seen, in this currency."""
    rows = await fetch(
        """SELECT * FROM (SELECT * FROM observations WHERE user_id = $1 AND country = $2 AND NOT own
               ORDER BY seen_at DESC LIMIT 2000) AS o
           WHERE currency = $3 ORDER BY item_id = ANY($4) DESC, catalog_id IS NOT DISTINCT FROM $5 DESC, seen_at DESC LIMIT $6""",
        asked.user_id, asked.country, asked.currency, found, asked.piece.path[-1] if asked.piece.path else None, CANDIDATES,
    )  # fmt: skip
    return [
        comparables.comparable(row) for row in nearest(asked.piece, ((observations.observed_piece(row), row) for row in rows))
    ]


def _floor(asked: _Asked) -> Money | None:
    """Vinted takes nothing from the seller, so what was paid is the lowest price without a loss."""
    known = [each for each in (asked.cost, asked.floor) if each is not None and each.currency == asked.currency]
    return max(known, key=lambda each: each.amount, default=None)


def _paced(at: tuple[float, float] | None, currency: str) -> PacedPrice | None:
    return PacedPrice(price=_money(at[0], currency), days=round(at[1])) if at is not None else None


def _money(amount: float, currency: str) -> Money:
    return rounded(Money(amount=max(0, round(amount)), currency=currency))


def rounded(price: Money) -> Money:
    """To two figures, and not below what Vinted takes: more would promise an exactness that no estimate has."""
    step = 10 ** max(0, len(str(price.amount)) - 2)
    least, _ = listings.price_range(price.currency)
    return Money(amount=max(least, round(price.amount / step) * step), currency=price.currency)
