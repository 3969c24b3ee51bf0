"""A trained price model: its file, and what it says of a piece, with the reasons. Needs numpy, and no more.

A model is arrays and words, never code: its file is numpy's with pickles refused, and is read only under the checksum that was
stored when it was trained. The logarithm of a price is a sum, so each reason is a part of it: the linear part gives each word and
field a weight; in a tree each step from a node to the next moves the value, and the move belongs to the field that was asked.
"""

import hashlib
import io
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from msgspec import Struct, json, structs
from numpy.typing import NDArray
from vintedbot_schemas.pricing import ReasonKind

from .piece import Piece
from .terms import (
    FAMILIES,
    GRAMS,
    NUMBER_FIELDS,
    Terms,
    brand_of,
    defects_of,
    fields_of,
    fold,
    grams,
    keys,
    numbers,
    terms_of,
    weights_of,
)

Floats = NDArray[np.float64]
Part = Literal["linear", "trees", "boosting", "forest"]
FORMAT = 2
"""Another number is a model this code cannot read: it is trained anew."""
FAMILY_WEIGHT = {"w": 1.0, "c": 2.0**0.5, "t": 0.5**0.5, "p": 1.0, "b": 1.0, "f": 0.4}
"""How much of a family's length counts; chosen by cross-validation."""
NUMBER_WEIGHT = (0.1 / 9) ** 0.5
"""Of each number; chosen by cross-validation when there were nine of them."""
UNSEEN = "\n"
"""The key of a value that training has not met; no folded text has a line end."""
REASONS = 6
LEAST_REASON = 0.025
"""A reason that moves the price by less, as a logarithm, is noise."""
COMMON = math.log(10) + 1
"""The idf of a word in a tenth of all pieces: it belongs to the language, and is no reason anybody could act on."""


class Unreadable(Exception):
    """The model's file is missing, damaged, or of another format."""


class Facts(Struct, frozen=True, kw_only=True):
    """What is known of a model without its arrays. Quantiles and errors are of logarithms of prices it was not trained on."""

    format: int
    rows: int
    sales: int
    base: float
    low: float
    high: float
    mdape: float
    error: float
    coverage: float
    chosen: dict[Part, float]
    """The parts of the blend with their weights; the sum of these is 1."""
    compared: dict[str, float]
    """Median absolute percentage error of every candidate, out of fold."""
    in_category: dict[int, int]
    """How many pieces were trained on in each category and below it."""
    has_defects: bool
    """Enough pieces with a defect were trained on to know what one costs."""
    fast: tuple[float, float] | None = None
    patient: tuple[float, float] | None = None
    """Log of the price against the estimate, and the days it stood: medians of the quicker and of the slower half of sales."""


class Reasoned(Struct, frozen=True):
    """`moved`: by how much this moved the logarithm of the price."""

    kind: ReasonKind
    text: str
    moved: float


class Judged(Struct, frozen=True, kw_only=True):
    """Prices in minor units. `like`: pieces of the nearest category that enough were seen of; 0 = of none. `counts_defects`: it
    has some, and they are in the price."""

    price: float
    low: float
    high: float
    like: int
    counts_defects: bool
    reasons: list[Reasoned]


class Vocabulary:
    """The terms a model knows, with how much each tells (its idf) and whose family it is."""

    def __init__(self, terms: Sequence[str], idf: Floats) -> None:
        self.terms = terms
        self.places = {term: place for place, term in enumerate(terms)}
        self.idf = idf

    def vector(self, terms: Terms) -> tuple[NDArray[np.int64], Floats]:
        """Places and values of the terms that are known; each family of texts has its weight as length."""
        places: list[int] = []
        values: list[Floats] = []
        for family in FAMILIES:
            known = [
                (self.places[name], count)
                for term, count in terms.counts[family].items()
                if (name := f"{family}:{term}") in self.places
            ]
            if not known:
                continue
            found, counts = zip(*known, strict=True)
            places += found
            if family == "f":
                values.append(np.full(len(found), FAMILY_WEIGHT[family]))
                continue
            told = (1 + np.log(counts)) * self.idf[list(found)]
            values.append(told * (FAMILY_WEIGHT[family] / float(np.linalg.norm(told))))
        return np.array(places, dtype=np.int64), np.concatenate(values) if values else np.zeros(0)


class Trees:
    """Many regression trees in flat arrays, walked all at once. A leaf's `left` is itself."""

    def __init__(self, left: Any, right: Any, feature: Any, threshold: Any, value: Any, roots: Any, base: float) -> None:
        self.left, self.right, self.feature, self.threshold, self.value = left, right, feature, threshold, value
        self.roots, self.base = roots, base

    def moves(self, features: Floats) -> tuple[float, Floats]:
        """What the trees say before any question, and by how much the questions about each feature moved it."""
        # the trees were grown on 32 bit figures
        asked = features.astype(np.float32).astype(np.float64)
        moved = np.zeros(len(asked))
        start = at = self.roots
        while len(at):
            feature = self.feature[at]
            inner = feature >= 0
            at, feature = at[inner], feature[inner]
            after = np.where(asked[feature] <= self.threshold[at], self.left[at], self.right[at])
            moved += np.bincount(feature, self.value[after] - self.value[at], len(asked))
            at = after
        return self.base + float(self.value[start].sum()), moved


class Model:
    """Everything of a trained model. `means` of `numbers`, and their `spreads`; `encodings`: mean log price of each key."""

    def __init__(
        self,
        facts: Facts,
        vocabulary: Vocabulary,
        weights: Floats,
        number_weights: Floats,
        means: Floats,
        spreads: Floats,
        encodings: Sequence[Mapping[str, float]],
        trees: Mapping[Part, Trees],
    ) -> None:
        self.facts, self.vocabulary, self.weights, self.number_weights = facts, vocabulary, weights, number_weights
        self.means, self.spreads, self.encodings, self.trees = means, spreads, encodings, trees

    # -------------------------------------------------------------------------------------------- the file
    def to_bytes(self) -> bytes:
        """The file."""
        arrays: dict[str, Any] = {
            "facts": np.frombuffer(json.encode(self.facts), np.uint8),
            "terms": np.frombuffer("\n".join(self.vocabulary.terms).encode(), np.uint8),
            "idf": self.vocabulary.idf.astype(np.float32),
            "weights": self.weights.astype(np.float32),
            "number_weights": self.number_weights,
            "means": self.means,
            "spreads": self.spreads,
            "encodings": np.frombuffer(json.encode(self.encodings), np.uint8),
        }
        for part, trees in self.trees.items():
            for name in ("left", "right", "feature", "threshold", "value", "roots"):
                arrays[f"{part}.{name}"] = getattr(trees, name)
            arrays[f"{part}.base"] = np.array(trees.base)
        file = io.BytesIO()
        np.savez_compressed(file, **arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Model":
        """Raises Unreadable."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                facts = json.decode(arrays["facts"].tobytes(), type=Facts)
                if facts.format != FORMAT:
                    raise Unreadable(f"format {facts.format} instead of {FORMAT}")
                words = arrays["terms"].tobytes().decode()
                return cls(
                    facts,
                    Vocabulary(words.split("\n") if words else [], arrays["idf"].astype(np.float64)),
                    arrays["weights"].astype(np.float64),
                    arrays["number_weights"],
                    arrays["means"],
                    arrays["spreads"],
                    json.decode(arrays["encodings"].tobytes(), type=list[dict[str, float]]),
                    {part: _trees(arrays, part) for part in facts.chosen if part != "linear"},
                )
        except Unreadable:
            raise
        except Exception as error:  # whatever a damaged file makes numpy, zip or JSON say
            raise Unreadable(str(error)) from error

    # -------------------------------------------------------------------------------------------- a price
    def judge(self, piece: Piece) -> Judged:
        """The price of a piece, the interval that held 80 % of unseen prices, and what moved it. What few pieces taught may be
        that a defect makes dearer, or having none cheaper: then the price is that of a piece nobody looked at."""
        terms = terms_of(piece)
        places, values = self.vocabulary.vector(terms)
        lifted = values * self.weights[places]
        figures = np.array(numbers(piece))
        known = np.where(np.isnan(figures), self.means, figures)
        scaled = np.clip((known - self.means) / self.spreads, -3, 3) * NUMBER_WEIGHT * self.number_weights
        linear = float(lifted.sum() + scaled.sum())
        named = keys(piece)
        features = np.array(
            [*known, *(each.get(key, each[UNSEEN]) for each, (key, _) in zip(self.encodings, named, strict=True)), linear]
        )

        said, told = self.facts.base, _Told()
        share = self.facts.chosen.get("linear", 0.0)  # how much of the linear part goes into the price, tree by tree
        for part, trees in self.trees.items():
            weight = self.facts.chosen[part]
            base, moved = trees.moves(features)
            said += weight * (base + float(moved.sum()))
            for field, move in zip((*NUMBER_FIELDS, *(field for _, field in named)), moved, strict=False):
                told.add(field, "", weight * float(move))
            share += weight * _share(float(moved[-1]), linear)
        said += self.facts.chosen.get("linear", 0.0) * linear
        self._tell(piece, terms, places, share * lifted, told)
        for field, move in zip(NUMBER_FIELDS, share * scaled, strict=True):
            told.add(field, "", float(move))
        if piece.defects is not None:
            moved_by_them = told.tell_defects(piece.defects)
            is_absurd = moved_by_them > 0 if piece.defects else moved_by_them < 0
            if is_absurd:
                return self.judge(structs.replace(piece, defects=None))
        return Judged(
            price=math.exp(said),
            low=math.exp(said + self.facts.low),
            high=math.exp(said + self.facts.high),
            like=self.like(piece),
            counts_defects=self.facts.has_defects and bool(piece.defects),
            reasons=told.reasons(piece, terms.spelled),
        )

    def like(self, piece: Piece) -> int:
        """How many pieces of its category were trained on, or of the nearest above it that is still a kind of thing."""
        kinds = piece.path[-1:] if len(piece.path) < 3 else piece.path[:1:-1]
        counts = (self.facts.in_category.get(category, 0) for category in kinds)
        return next((count for count in counts if count >= LIKE_LEAST), 0)

    def _tell(self, piece: Piece, terms: Terms, places: NDArray[np.int64], moved: Floats, told: "_Told") -> None:
        """Gives each term's share to the words it was made of, and to the fields."""
        per_term = dict(zip((self.vocabulary.terms[place] for place in places), moved.tolist(), strict=True))
        of_brand = set(brand_of(piece).split())

        def tell(word: str, move: float) -> None:
            if word in of_brand:
                told.add("brand", "", move)
            elif (place := self.vocabulary.places.get(f"w:{word}")) is not None and self.vocabulary.idf[place] >= COMMON:
                told.add("word", word, move)

        for family in "wt":
            for term in terms.counts[family]:
                move = per_term.get(f"{family}:{term}")
                if move is not None:
                    parts = term.split(" ")
                    for word in parts:
                        tell(word, move / len(parts))
        for family, (shortest, longest) in GRAMS.items():
            counts = terms.counts[family]
            for word, count in terms.words[family].items():
                move = 0.0
                for gram in grams(word, shortest, longest):
                    of_term = per_term.get(f"{family}:{gram}")
                    if of_term is not None:
                        move += of_term * count / counts[gram]
                tell(word, move)
        for term, field in fields_of(piece):
            told.add(field, "", per_term.get(f"f:{term}", 0.0))
        for term, kind in defects_of(piece):
            told.add("defect", kind, per_term.get(f"f:{term}", 0.0))


LIKE_LEAST = 8
"""Of fewer pieces like it no price is called reliable."""


def _share(moved: float, linear: float) -> float:
    """How much of the linear part the trees took over: what they moved when asked for it, by its size; never more than all."""
    return min(1.0, max(0.0, moved / linear)) if abs(linear) > 0.05 else 0.0


def _trees(arrays: Any, part: str) -> Trees:
    names = ("left", "right", "feature", "threshold", "value", "roots")
    left, right, feature, threshold, value, roots = (arrays[f"{part}.{name}"] for name in names)
    trees = Trees(left, right, feature, threshold, value, roots, float(arrays[f"{part}.base"]))
    # a walk stays inside the arrays and ends: a child stands behind its parent
    count = len(trees.feature)
    inner = np.flatnonzero(trees.feature >= 0)
    children = np.concatenate((trees.left[inner] - inner, trees.right[inner] - inner, [1]))
    if (children <= 0).any() or max(trees.left.max(initial=0), trees.right.max(initial=0), trees.roots.max(initial=0)) >= count:
        raise Unreadable("a tree leads nowhere")
    return trees


class _Told:
    """Gathers what moved a price."""

    def __init__(self) -> None:
        self._moved: dict[tuple[str, str], float] = defaultdict(float)

    def add(self, kind: str, text: str, move: float) -> None:
        self._moved[kind, text] += move

    def tell_defects(self, defects: Sequence[str]) -> float:
        """Shares among these by their weight what all of them moved together; how much all that is said of them moved."""
        weights = weights_of(defects)
        if weights:
            together = self._moved.pop(("defect", ""), 0.0)
            for kind, weight in weights.items():
                self.add("defect", kind, together * weight / sum(weights.values()))
        return sum(move for (kind, _), move in self._moved.items() if kind == "defect")

    def reasons(self, piece: Piece, spelled: Mapping[str, str]) -> list[Reasoned]:
        """The strongest first, a word as it was spelled."""
        strongest = sorted(self._worth_saying(piece), key=lambda entry: -abs(entry[1]))[:REASONS]
        return [Reasoned(kind, spelled.get(text, text), moved) for (kind, text), moved in strongest]  # type: ignore[arg-type]

    def _worth_saying(self, piece: Piece) -> Iterator[tuple[tuple[str, str], float]]:
        is_empty = {"brand": not brand_of(piece), "size": not fold(piece.size), "color": not piece.colors}
        is_empty["defect"] = piece.defects is None
        for (kind, text), moved in self._moved.items():
            if abs(moved) >= LEAST_REASON and not is_empty.get(kind, False):
                yield (kind, text), moved


@lru_cache(maxsize=4)
def read(path: Path, sha256: str) -> Model:
    """The model of a file of ours; kept in memory. Raises Unreadable."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(str(error)) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Unreadable("not the file that was trained")
    return Model.from_bytes(data)
