"""Trains a price model: candidates compared out of fold, the best kept, its interval from prices it had not seen.

Loads scikit-learn, so it is imported only where a model is trained or measured. Everything is fitted to logarithms of prices: a
price is wrong by a share of it, not by an amount. What was tried on tests/data/pricing (five folds, several shuffles): the linear
part alone errs by 0.31 in the median, trees on fields alone by 0.33, trees that also read the linear part by 0.28, their blend by
0.29 with the smallest mean error; support vectors and radial kernels in place of the linear part gained nothing.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import structs
from numpy.typing import NDArray
from scipy import linalg, sparse
from sklearn.ensemble import ExtraTreesRegressor, GradientBoostingRegressor, RandomForestRegressor
from sklearn.model_selection import KFold
from threadpoolctl import threadpool_limits

from .model import FORMAT, NUMBER_WEIGHT, UNSEEN, Facts, Floats, Model, Part, Trees, Vocabulary
from .piece import Piece, Priced
from .terms import FAMILIES, Terms, keys, numbers, terms_of

LEAST_ROWS = 30
"""Fewer rows cannot even be cut into folds that say anything."""
FOLDS = 5
RIDGE = 1.5
SMOOTHED = 4.0
"""A key's mean price counts as if so many pieces of the usual price had been seen besides."""
LEAST_DEFECTS = 8
"""Of fewer pieces with a defect nothing is learned of defects."""
LEAST_SEEN = {"w": 2, "c": 3, "t": 1, "p": 2, "b": 2, "f": 1}
"""In how many pieces a term has to occur."""
MOST_TERMS = 40_000
"""Of each family; those in the most pieces."""
CANDIDATES: dict[str, dict[Part, float]] = {
    "linear": {"linear": 1.0},
    "forest": {"forest": 1.0},
    "trees": {"trees": 1.0},
    "boosting": {"boosting": 1.0},
    "blend": {"linear": 1 / 3, "trees": 1 / 3, "boosting": 1 / 3},
}
INSIDE = (0.1, 0.9)
SALES_LEAST = 12
"""Fewer sales say nothing about how the price changes the days."""

Indices = NDArray[np.int64]


class TooFew(Exception):
    """Fewer than LEAST_ROWS."""


def fit(rows: Sequence[Priced], seed: int = 0) -> Model:
    """The best candidate, trained on all rows. Raises TooFew."""
    if len(rows) < LEAST_ROWS:
        raise TooFew(f"{len(rows)} prices; {LEAST_ROWS} are the least")
    # matrices this small are not worth a second thread, and on a busy machine its waiting costs ten times the work
    with threadpool_limits(1):
        return _fit(rows, seed)


def _fit(rows: Sequence[Priced], seed: int) -> Model:
    has_defects = sum(bool(row.piece.defects) for row in rows) >= LEAST_DEFECTS
    if not has_defects:
        rows = [structs.replace(row, piece=structs.replace(row.piece, defects=None)) for row in rows]
    seen = _Seen(rows)
    base = float(np.median(seen.logs))
    aims = seen.logs - base
    folds = list(KFold(FOLDS, shuffle=True, random_state=seed).split(aims))

    out = {part: np.zeros(len(aims)) for part in _parts()}
    for rest, held in folds:
        out["linear"][held] = seen.kernel[np.ix_(held, rest)] @ _dual(seen.kernel, aims, rest)
    features = np.column_stack((seen.figures, _encoded_out_of_fold(seen.keys, seen.logs, folds), out["linear"]))
    for rest, held in folds:
        for part in ("trees", "boosting", "forest"):
            columns = _columns(part, features.shape[1])
            out[part][held] = _grown(part, features[np.ix_(rest, columns)], aims[rest], seed).predict(
                features[np.ix_(held, columns)]
            )
    candidates = {name: _blended(parts, out) for name, parts in CANDIDATES.items()}
    # the mean of the errors is less of a lottery than their median, by which the candidates are told apart for people
    best = min(candidates, key=lambda name: float(np.abs(candidates[name] - aims).mean()))
    left = aims - candidates[best]
    low, high = _quantiles(left)
    dual = _dual(seen.kernel, aims, np.arange(len(aims)))
    chosen = CANDIDATES[best]
    facts = Facts(
        format=FORMAT,
        rows=len(rows),
        sales=sum(row.paid for row in rows),
        base=base,
        low=low,
        high=high,
        mdape=mdape(candidates[best], aims),
        error=float(np.abs(left).mean()),
        coverage=_coverage(left, folds),
        chosen=chosen,
        compared={name: mdape(said, aims) for name, said in candidates.items()},
        has_defects=has_defects,
        in_category=Counter(category for row in rows for category in row.piece.path),
        **_paces(rows, left),
    )
    return Model(
        facts,
        seen.vocabulary,
        np.asarray(seen.terms.T @ dual),
        seen.scaled.T @ dual,
        seen.means,
        seen.spreads,
        [_means(each, seen.logs) for each in seen.keys],
        {
            part: _packed(part, _grown(part, features[:, _columns(part, features.shape[1])], aims, seed))
            for part in chosen
            if part != "linear"
        },
    )


def mdape(said: Floats, true: Floats) -> float:
    """The median of the errors' shares of the true prices, both given as logarithms."""
    return float(np.median(np.abs(np.expm1(said - true))))


def _blended(parts: dict[Part, float], out: dict[Part, Floats]) -> Floats:
    blended: Floats = np.add.reduce([weight * out[part] for part, weight in parts.items()])
    return blended


class _Seen:
    """The rows as arrays. `kernel`: how alike each two are in texts, fields and figures."""

    def __init__(self, rows: Sequence[Priced]) -> None:
        pieces = [row.piece for row in rows]
        terms = [terms_of(piece) for piece in pieces]
        self.logs = np.log([row.amount for row in rows])
        self.vocabulary = _vocabulary(terms)
        self.terms = _matrix(terms, self.vocabulary)
        raw = np.array([numbers(piece) for piece in pieces])
        known = ~np.isnan(raw)
        counts = np.maximum(known.sum(axis=0), 1)
        self.means = np.where(known, raw, 0).sum(axis=0) / counts
        self.figures = np.where(known, raw, self.means)
        self.spreads = np.maximum(self.figures.std(axis=0), 1e-9)
        self.scaled = np.clip((self.figures - self.means) / self.spreads, -3, 3) * NUMBER_WEIGHT
        self.kernel = (self.terms @ self.terms.T).toarray() + self.scaled @ self.scaled.T
        self.keys = _columns_of_keys(pieces)


def _columns_of_keys(pieces: Sequence[Piece]) -> list[list[str]]:
    named = [[key for key, _ in keys(piece)] for piece in pieces]
    return [list(column) for column in zip(*named, strict=True)]


def _vocabulary(all_terms: Sequence[Terms]) -> Vocabulary:
    names: list[str] = []
    idf: list[float] = []
    for family in FAMILIES:
        seen_in = Counter(term for terms in all_terms for term in terms.counts[family])
        often = [(term, count) for term, count in seen_in.most_common(MOST_TERMS) if count >= LEAST_SEEN[family]]
        names += [f"{family}:{term}" for term, _ in often]
        idf += [math.log((1 + len(all_terms)) / (1 + count)) + 1 for _, count in often]
    return Vocabulary(names, np.array(idf))


def _matrix(all_terms: Sequence[Terms], vocabulary: Vocabulary) -> Any:
    vectors = [vocabulary.vector(terms) for terms in all_terms]
    ends = np.cumsum([0, *(len(places) for places, _ in vectors)])
    places = np.concatenate([places for places, _ in vectors])
    values = np.concatenate([values for _, values in vectors])
    return sparse.csr_array((values, places, ends), shape=(len(vectors), len(vocabulary.terms)))


def _dual(kernel: Floats, aims: Floats, rows: Indices) -> Floats:
    """Ridge regression on these rows, as a weight for each of them."""
    own = kernel[np.ix_(rows, rows)]
    own[np.diag_indices(len(rows))] += RIDGE
    solved: Floats = linalg.solve(own, aims[rows], assume_a="pos")
    return solved


def _means(column: Sequence[str], logs: Floats) -> dict[str, float]:
    """Mean log price of each key, drawn to the usual one where few were seen."""
    usual = float(np.median(logs))
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for key, log in zip(column, logs, strict=True):
        sums[key][0] += float(log)
        sums[key][1] += 1
    return {UNSEEN: usual} | {key: (total + SMOOTHED * usual) / (count + SMOOTHED) for key, (total, count) in sums.items()}


def _encoded_out_of_fold(columns: Sequence[Sequence[str]], logs: Floats, folds: Sequence[tuple[Indices, Indices]]) -> Floats:
    encoded = np.zeros((len(logs), len(columns)))
    for rest, held in folds:
        for at, column in enumerate(columns):
            means = _means([column[row] for row in rest], logs[rest])
            encoded[held, at] = [means.get(column[row], means[UNSEEN]) for row in held]
    return encoded


def _parts() -> list[Part]:
    return ["linear", "trees", "boosting", "forest"]


def _columns(part: Part, count: int) -> Indices:
    """The forest reads fields and figures only; it is what the others are compared with."""
    return np.arange(count - 1 if part == "forest" else count)


def _grown(part: Part, features: Floats, aims: Floats, seed: int) -> Any:
    match part:
        case "trees":
            grown = ExtraTreesRegressor(150, min_samples_leaf=2, max_features=0.5, random_state=seed)
        case "boosting":
            grown = GradientBoostingRegressor(
                loss="huber", alpha=0.8, n_estimators=150, learning_rate=0.05, max_depth=4, subsample=0.6, max_features=0.3,
                min_samples_leaf=4, random_state=seed,
            )  # fmt: skip
        case _:
            grown = RandomForestRegressor(150, min_samples_leaf=3, max_features=0.4, random_state=seed)
    return grown.fit(features, aims)


def _packed(part: Part, grown: Any) -> Trees:
    """The trees as flat arrays, each node's value the mean of the pieces below it."""
    if part == "boosting":
        trees, share, base = (
            [each.tree_ for each in grown.estimators_[:, 0]],
            grown.learning_rate,
            float(grown.init_.constant_[0, 0]),
        )
    else:
        trees, share, base = [each.tree_ for each in grown.estimators_], 1 / len(grown.estimators_), 0.0
    starts = np.cumsum([0, *(tree.node_count for tree in trees)])
    fields: dict[str, list[Any]] = {name: [] for name in ("left", "right", "feature", "threshold", "value")}
    for tree, start in zip(trees, starts, strict=False):
        inner = tree.children_left >= 0
        value = tree.value[:, 0, 0] * share
        # the leaves of a boosted tree were changed after it had grown; children stand behind their parents
        for node in np.flatnonzero(inner)[::-1]:
            both = [tree.children_left[node], tree.children_right[node]]
            value[node] = np.average(value[both], weights=tree.weighted_n_node_samples[both])
        fields["left"].append(np.where(inner, tree.children_left + start, 0))
        fields["right"].append(np.where(inner, tree.children_right + start, 0))
        fields["feature"].append(np.where(inner, tree.feature, -1))
        fields["threshold"].append(np.where(inner, tree.threshold, 0.0))
        fields["value"].append(value)
    joined = {name: np.concatenate(parts) for name, parts in fields.items()}
    return Trees(
        joined["left"].astype(np.int32), joined["right"].astype(np.int32), joined["feature"].astype(np.int32),
        joined["threshold"], joined["value"].astype(np.float64), starts[:-1].astype(np.int32), base,
    )  # fmt: skip


def _quantiles(left: Floats) -> tuple[float, float]:
    """Between these lie 80 % of what was left; one piece more is counted on each side, as conformal prediction asks."""
    outside = INSIDE[0] * (len(left) - 1) / len(left)
    low, high = np.quantile(left, (outside, 1 - outside))
    return float(low), float(high)


def _coverage(left: Floats, folds: Sequence[tuple[Indices, Indices]]) -> float:
    """The share of each fold's prices inside the interval that the other folds would have given it."""
    inside = 0
    for rest, held in folds:
        low, high = _quantiles(left[rest])
        inside += int(((left[held] >= low) & (left[held] <= high)).sum())
    return inside / len(left)


def _paces(rows: Sequence[Priced], left: Floats) -> dict[str, tuple[float, float]]:
    """What quick sales were sold for, against the estimate, and patient ones; empty when that says nothing."""
    days = np.array([math.nan if row.sold_days is None else row.sold_days for row in rows])
    sold = ~np.isnan(days)
    if int(sold.sum()) < SALES_LEAST:
        return {}
    middle = float(np.median(days[sold]))
    quick, slow = sold & (days <= middle), sold & (days > middle)
    if not quick.any() or not slow.any():
        return {}
    fast, patient = float(np.median(left[quick])), float(np.median(left[slow]))
    if fast >= patient:
        return {}
    return {"fast": (fast, float(np.median(days[quick]))), "patient": (patient, float(np.median(days[slow])))}
