"""A model per market: when one is trained, by whom, and when it takes the place of the one before.

A tenth of a market's listings, told by their ids, is never trained on: on it the new model and the current one are compared, and
the new one stays only if it errs less. A training is claimed by one worker for as long as it may take; one that was killed leaves
everything as it was, and the claim ends by itself. The rows are the truth: a file on this machine is a copy of a row's.
"""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import structlog
from msgspec import Struct

from vintedbot.kit import store
from vintedbot.kit.db import Record, execute, fetch, fetchrow, fetchval, transaction, uuid7
from vintedbot.kit.process import current
from vintedbot.kit.tasks import enqueue
from vintedbot.photos import service as photos

from . import work
from .observations import observed_piece
from .piece import Priced

log = structlog.get_logger()
LEAST = 150
"""Below so many prices a market has no model: its folds would be smaller than the words they share."""
MOST = 3_000
"""The newest that are read; more would take a worker many minutes, for prices that are older."""
PER_USER = 1_500
"""Of one user's at most;"""
UNQUESTIONED = 200
"""and of more than these only half of what all others brought together, so that nobody alone says what a market pays."""
GROWN = 1.25
"""Trained anew when so many times as many prices are there as at the last try,"""
AGED = timedelta(days=14)
"""or after this time: what is worn changes."""
TRAINING_S = 900.0
KEPT = 3
"""Versions of a market that stay in the table."""

ROWS = """SELECT * FROM (
        SELECT *, row_number() OVER (PARTITION BY item_id ORDER BY amount, id) AS rank,
            count(*) OVER (PARTITION BY item_id) AS seen_by
        FROM (
            SELECT * FROM (
                SELECT o.*, row_number() OVER (PARTITION BY o.user_id ORDER BY o.seen_at DESC) AS place
                FROM observations o JOIN price_markets m ON m.country = o.country AND m.currency = o.currency
                WHERE m.id = $1 AND o.amount > 0) AS each
            WHERE place <= $3 ORDER BY seen_at DESC LIMIT $2) AS newest) AS ranked
    WHERE rank = (seen_by + 1) / 2 ORDER BY seen_at DESC"""
"""Of one listing that several saw, the price in the middle: who says that it is theirs is not believed more."""


class Current(Struct, frozen=True):
    """The model that a market's prices are estimated by."""

    id: UUID
    sha256: str


async def look(market_id: UUID) -> None:
    """Has the market trained if enough was seen of it since the last try."""
    if await _is_due(market_id):
        await enqueue("pricing.train", market_id, once=str(market_id))


async def look_everywhere() -> None:
    """`look` at all markets: also what no sync or search has touched for long grows old."""
    for row in await fetch("SELECT id FROM price_markets"):
        await look(row["id"])


async def _is_due(market_id: UUID) -> bool:
    row = await fetchrow(
        """SELECT m.tried_rows, m.tried_at IS NULL OR m.tried_at < clock_timestamp() - $2::interval AS aged,
               (SELECT count(*) FROM (SELECT FROM observations o WHERE o.country = m.country AND o.currency = m.currency
                   LIMIT $3) AS newest) AS seen
           FROM price_markets m WHERE m.id = $1""",
        market_id, AGED, MOST,
    )  # fmt: skip
    return row is not None and row["seen"] >= LEAST and (row["aged"] or row["seen"] >= GROWN * row["tried_rows"])


async def train(market_id: UUID) -> None:
    """Trains the market, unless somebody does already or it is not due any more."""
    claim = uuid4()
    taken = await fetchval(
        """UPDATE price_markets SET claim = $2, claimed_until = clock_timestamp() + $3 * interval '1 second'
           WHERE id = $1 AND (claimed_until IS NULL OR claimed_until < clock_timestamp()) RETURNING id""",
        market_id, claim, TRAINING_S,
    )  # fmt: skip
    if taken is None:
        # whoever holds it may have been killed: look again when the claim is over
        await enqueue("pricing.train", market_id, after=timedelta(seconds=TRAINING_S), once=str(market_id))
        return
    try:
        if await _is_due(market_id):
            await _train(market_id, claim)
    finally:
        await execute(
            "UPDATE price_markets SET claim = NULL, claimed_until = NULL WHERE id = $1 AND claim = $2", market_id, claim
        )


def fair(rows: Sequence[Record]) -> list[Record]:
    """Of each user the first rows, as many as `UNQUESTIONED` allows; all of who is alone."""
    brought = Counter(row["user_id"] for row in rows)
    left = {user: max(UNQUESTIONED, (len(rows) - count) // 2) if count < len(rows) else count for user, count in brought.items()}
    kept = []
    for row in rows:
        left[row["user_id"]] -= 1
        if left[row["user_id"]] >= 0:
            kept.append(row)
    return kept


async def _train(market_id: UUID, claim: UUID) -> None:
    rows = fair(await fetch(ROWS, market_id, MOST, PER_USER))
    learned: list[Priced] = []
    held: list[Priced] = []
    for row in rows:
        (held if _is_held_out(row["item_id"]) else learned).append(priced(row))
    if len(rows) < LEAST:  # several users saw the same listings
        await _tried(market_id, claim, len(rows))
        return
    before = await _file_of(await current_model(market_id))
    pool = photos.Pool(size=1, seconds=TRAINING_S)
    try:
        trained = await pool.run(work.train, learned, held, before)
    except photos.WorkLost as lost:
        log.warning("training_lost", market=str(market_id), why=str(lost))
        return
    finally:
        await pool.close()
    await _keep(market_id, claim, len(rows), trained)


def _is_held_out(item_id: int) -> bool:
    """The same tenth for every version of every market, whatever else is seen later."""
    return hashlib.sha256(str(item_id).encode()).digest()[0] < 26


def priced(row: Record) -> Priced:
    """An observation as it is learned from."""
    return Priced(piece=observed_piece(row), amount=row["amount"], paid=row["sold"], sold_days=row["sold_days"])


async def _keep(market_id: UUID, claim: UUID, seen: int, trained: work.Trained) -> None:
    """In one transaction: a new version, and the one before replaced; or the new one refused. Nothing if the claim was lost."""
    sha256 = hashlib.sha256(trained.file).hexdigest()
    is_better = trained.error_before is None or trained.error < trained.error_before
    async with transaction():
        if not await _tried(market_id, claim, seen):
            return
        if is_better:
            await execute("UPDATE price_models SET state = 'replaced' WHERE market_id = $1 AND state = 'current'", market_id)
        await execute(
            """INSERT INTO price_models (id, market_id, state, trained_at, rows, sales, chosen, mdape, held_out_error, coverage,
                   sha256, file)
               VALUES ($1, $2, $3, clock_timestamp(), $4, $5, $6, $7, $8, $9, $10, $11)""",
            uuid7(), market_id, "current" if is_better else "refused", trained.rows, trained.sales, trained.chosen, trained.mdape,
            trained.error, trained.coverage, sha256, trained.file if is_better else None,
        )  # fmt: skip
        await execute(
            """DELETE FROM price_models WHERE market_id = $1 AND state <> 'current' AND id NOT IN
                   (SELECT id FROM price_models WHERE market_id = $1 ORDER BY trained_at DESC LIMIT $2)""",
            market_id, KEPT,
        )  # fmt: skip


async def _tried(market_id: UUID, claim: UUID, seen: int) -> bool:
    """Whether the claim is still ours."""
    tried = "UPDATE price_markets SET tried_rows = $3, tried_at = clock_timestamp() WHERE id = $1 AND claim = $2 RETURNING true"
    return bool(await fetchval(tried, market_id, claim, seen))


async def model_of(country: str, currency: str) -> Current | None:
    """The current model of a market; None when none was trained yet."""
    row = await fetchrow(
        """SELECT p.id, p.sha256 FROM price_models p JOIN price_markets m ON m.id = p.market_id
           WHERE m.country = $1 AND m.currency = $2 AND p.state = 'current'""",
        country, currency,
    )  # fmt: skip
    return Current(*row) if row is not None else None


async def current_model(market_id: UUID) -> Current | None:
    """The same by the market's id."""
    row = await fetchrow("SELECT id, sha256 FROM price_models WHERE market_id = $1 AND state = 'current'", market_id)
    return Current(*row) if row is not None else None


def path_of(model: Current) -> Path:
    """Where this machine keeps its copy."""
    return current().settings.model_folder / model.sha256[:2] / model.sha256[2:4] / model.sha256


async def bring(model: Current) -> Path | None:
    """Writes this machine's copy anew from the row; None when the row's own file is not what was trained."""
    file: bytes | None = await fetchval("SELECT file FROM price_models WHERE id = $1", model.id)
    if file is None or hashlib.sha256(file).hexdigest() != model.sha256:
        log.error("price_model_damaged", model=str(model.id))
        return None
    folder = current().settings.model_folder
    await store.drop(folder, model.sha256)
    await store.put(folder, file)
    return path_of(model)


async def _file_of(model: Current | None) -> bytes | None:
    if model is None:
        return None
    file: bytes | None = await fetchval("SELECT file FROM price_models WHERE id = $1", model.id)
    return file


async def clear() -> None:
    """Deletes copies of models that no row names any more."""
    named: Sequence[Record] = await fetch("SELECT sha256 FROM price_models WHERE file IS NOT NULL")
    await asyncio.to_thread(_clear, current().settings.model_folder, {row["sha256"] for row in named})


def _clear(folder: Path, kept: set[str]) -> None:
    for copy in folder.glob("*/*/*"):
        if copy.name not in kept:
            copy.unlink(missing_ok=True)
