"""What child processes are asked to do, by functions that load numpy and scikit-learn only where they run.

Web and worker hold neither: they name these functions, and only the plain values defined here cross between.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from .piece import Piece, Priced


class Trained(Struct, frozen=True, kw_only=True):
    """A new model's file and what it is worth. `error`, `error_before`: mean error of the log price on the held-out listings, of
    the new model and of the one before; None where there is none that can be read."""

    file: bytes
    rows: int
    sales: int
    chosen: str
    mdape: float
    coverage: float
    error: float
    error_before: float | None


class Estimated(Struct, frozen=True, kw_only=True):
    """A price in minor units with its interval, and what it rests on. `reasons`: kind, word, and how it moved the log price.
    `counts_defects`: the piece has some, and they are in the price. `fast`, `patient`: a price and the days of such sales."""

    price: float
    low: float
    high: float
    coverage: float
    rows: int
    sales: int
    like: int
    counts_defects: bool
    reasons: list[tuple[str, str, float]]
    fast: tuple[float, float] | None
    patient: tuple[float, float] | None


def train(learned: Sequence[Priced], held: Sequence[Priced], before: bytes | None) -> Trained:
    """Trains on the one and measures on the other. Runs in a child of its own, which steps back behind all other work."""
    import os

    from . import fitting

    os.nice(5)
    model = fitting.fit(learned)
    return Trained(
        file=model.to_bytes(),
        rows=model.facts.rows,
        sales=model.facts.sales,
        chosen="+".join(model.facts.chosen),
        mdape=model.facts.mdape,
        coverage=model.facts.coverage,
        error=_error(model, held) if held else model.facts.error,
        error_before=_error_before(before, held),
    )


def _error(model: Any, held: Sequence[Priced]) -> float:
    import math
    from statistics import fmean

    return fmean(abs(math.log(model.judge(row.piece).price / row.amount)) for row in held)


def _error_before(file: bytes | None, held: Sequence[Priced]) -> float | None:
    from .model import Model, Unreadable

    if file is None or not held:
        return None
    try:
        return _error(Model.from_bytes(file), held)
    except Unreadable:
        return None


def estimate(path: Path, sha256: str, piece: Piece) -> Estimated | None:
    """What the model of this file says; None when it is not the file that was trained, or not there."""
    import math

    from . import model

    try:
        trained = model.read(path, sha256)
    except model.Unreadable:
        return None
    judged, facts = trained.judge(piece), trained.facts
    paced = [(judged.price * math.exp(at[0]), at[1]) if at is not None else None for at in (facts.fast, facts.patient)]
    return Estimated(
        price=judged.price,
        low=judged.low,
        high=judged.high,
        coverage=facts.coverage,
        rows=facts.rows,
        sales=facts.sales,
        like=judged.like,
        counts_defects=judged.counts_defects,
        reasons=[(each.kind, each.text, each.moved) for each in judged.reasons],
        fast=paced[0],
        patient=paced[1],
    )
