"""A market made of the real prices in tests/data/pricing, for the tests of models and estimates."""

import hashlib
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from msgspec import structs
from vintedbot.kit import db
from vintedbot.pricing import evaluation, fitting, observations
from vintedbot.pricing.model import Model
from vintedbot.pricing.piece import Priced

LISTINGS = Path(__file__).parents[2] / "data/pricing/listings.csv"
BLAZERS = (1904, 4, 8, 532)
"""A category of which the file has many: Women › Clothing › Suits & blazers › Blazers."""


@cache
def real() -> tuple[Priced, ...]:
    return tuple(evaluation.read(LISTINGS))


@cache
def trained() -> Model:
    """Trained once a test process, on a third of the file."""
    return fitting.fit(real()[::3])


@cache
def stained() -> Model:
    """The same, as if half of what was seen had been looked at, and a third of this had a stain and cost a third less."""
    rows = []
    for number, each in enumerate(real()[::3]):
        if number % 2 == 0:
            defects = ("stain visible",) if number % 3 == 0 else ()
            piece = structs.replace(each.piece, defects=defects)
            each = structs.replace(each, piece=piece, amount=round(each.amount * (0.65 if defects else 1)))
        rows.append(each)
    return fitting.fit(rows)


async def seen(user_id: UUID, rows: int, *, currency: str = "EUR", country: str = "fr", first: int = 1_000_000) -> UUID:
    """The market, with so many of the real prices as if this user's tab had seen them."""
    for number, each in enumerate(real()[:rows]):
        await seen_one(user_id, first + number, each, currency=currency, country=country)
    return await observations.market(country, currency)


async def seen_one(user_id: UUID, item_id: int, each: Priced, *, currency: str = "EUR", country: str = "fr") -> None:
    piece = each.piece
    await db.execute(
        """INSERT INTO observations (id, user_id, country, item_id, catalog_id, path, title, amount, currency, brand, size,
               condition, condition_id, description, colors, photo_count, url, seen_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', $12, $13, $14, $15, 'https://www.vinted.fr/items/1',
               clock_timestamp())""",
        uuid4(), user_id, country, item_id, piece.path[-1], list(piece.path), piece.title, each.amount, currency, piece.brand,
        piece.size, int(piece.condition), piece.description, list(piece.colors), piece.photo_count,
    )  # fmt: skip


async def has_model(model: Model | None = None, country: str = "fr", currency: str = "EUR", file: bytes | None = None) -> str:
    """The market's current model is this one or that of `trained`; its checksum. `file`: what the row holds instead."""
    market_id = await observations.market(country, currency)
    whole = (model or trained()).to_bytes()
    sha256 = hashlib.sha256(whole).hexdigest()
    await db.execute(
        """INSERT INTO price_models (id, market_id, state, trained_at, rows, sales, chosen, mdape, held_out_error, coverage,
               sha256, file) VALUES ($1, $2, 'current', now(), 293, 0, 'blend', 0.3, 0.4, 0.8, $3, $4)""",
        uuid4(), market_id, sha256, file if file is not None else whole,
    )  # fmt: skip
    return sha256
