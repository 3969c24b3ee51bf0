"""`vintedbot pricing evaluate FILE.csv`: how far the price model is off on prices it has not seen, against plain baselines.

Everything, the words' weights and the choice of the candidate included, is fitted inside each fold. Imported by that command and
the bench only: it loads scikit-learn.
"""

import csv
import io
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import KFold
from sklearn.preprocessing import OrdinalEncoder

from vintedbot.listings import service as listings

from .fitting import LEAST_ROWS, fit, mdape
from .model import Floats
from .piece import Piece, Priced

COLUMNS = ("title", "description", "catalog_id", "size", "condition", "brand", "color", "photo_count", "price")
NEEDED = ("title", "price")
DEAREST = 1_000_000
"""No price above it is believed: Vinted's own limit is far below."""
FEWEST = 2 * LEAST_ROWS
"""So that each half of them can train a model."""
MOST_BYTES, MOST_ROWS = 100_000_000, 6_000
"""A market's model reads half as many rows; the time grows faster than their number."""


class BadFile(Exception):
    """The file cannot be used; the message names line, column and fix."""


class Baselines(Struct, frozen=True, kw_only=True):
    """Median absolute percentage errors, out of fold as well."""

    median: float
    category_median: float
    forest_ordinal: float


class Evaluation(Struct, frozen=True, kw_only=True):
    """`mae` in the file's currency; `coverage80`: the share of prices inside the interval meant for 80 %."""

    rows: int
    mdape: float
    rmsle: float
    mae: float
    coverage80: float
    baselines: Baselines


def read(path: Path) -> list[Priced]:
    """The rows of a CSV file. Raises BadFile."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadFile(f"{path} is larger than {MOST_BYTES // 1_000_000} MB. Give a part of it.")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadFile(f"{path} cannot be read ({error.strerror}). Name a file that is there.") from None
    except UnicodeDecodeError as error:
        raise BadFile(f"{path} is no UTF-8 (byte {error.start}). Save it as UTF-8.") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Priced] = []
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        _check_header(header)
        while True:
            line = reader.line_num + 1
            cells = next(reader, None)
            if cells is None:
                break
            if any(cell.strip() for cell in cells):
                rows.append(_row(header, cells, line))
    except csv.Error as error:
        raise BadFile(f"line {reader.line_num}: {error}. Put texts with commas, quotes or line ends into quotes.") from None
    if not FEWEST <= len(rows) <= MOST_ROWS:
        raise BadFile(f"{path} has {len(rows)} rows with a price. Give at least {FEWEST} and at most {MOST_ROWS}.")
    return rows


def _check_header(header: Sequence[str]) -> None:
    for name in NEEDED:
        if name not in header:
            raise BadFile(f'line 1: there is no column "{name}". Name the columns in the first line: {", ".join(COLUMNS)}.')
    for name in COLUMNS:
        if header.count(name) > 1:
            raise BadFile(f'line 1, column "{name}": it is there twice. Keep one.')


def _row(header: Sequence[str], cells: Sequence[str], line: int) -> Priced:
    if len(cells) != len(header):
        raise BadFile(f"line {line}: {len(cells)} cells instead of {len(header)}. Put texts with commas into quotes.")
    named = dict(zip(header, (cell.strip() for cell in cells), strict=True))
    if not named["title"]:
        raise BadFile(f'line {line}, column "title": it is empty. Write a title or leave the line out.')
    price = _number(named["price"], line, "price", "Write a price like 12.50 that is more than nothing.")
    if price is None or not 0 < price <= DEAREST or round(price * 100) < 1:
        raise BadFile(f'line {line}, column "price": {named["price"]!r}. Write a price like 12.50 that is more than nothing.')
    catalog_id = _number(named.get("catalog_id", ""), line, "catalog_id", "Write Vinted's number of the category, or nothing.")
    photos = _number(named.get("photo_count", ""), line, "photo_count", "Write a whole number, or nothing.")
    piece = Piece(
        title=named["title"],
        description=named.get("description"),
        path=listings.category_path(int(catalog_id)) if catalog_id is not None else (),
        brand=named.get("brand", ""),
        size=named.get("size", ""),
        condition=condition(named.get("condition", "")),
        colors=(named["color"],) if named.get("color") else (),
        photo_count=int(photos) if photos is not None else None,
    )
    return Priced(piece=piece, amount=round(price * 100))


def condition(text: str) -> str:
    """Vinted's id of a condition that is named in one of our languages, else the words."""
    known = listings.condition_named(text)
    return str(known) if known is not None else text


def _number(text: str, line: int, column: str, fix: str) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    whole = column == "price" or (number.is_integer() and 0 <= number < 2**53)
    if not math.isfinite(number) or not whole:
        raise BadFile(f'line {line}, column "{column}": {text!r}. {fix}')
    return number


def evaluate(rows: Sequence[Priced], folds: int = 5, seeds: int = 2) -> Evaluation:
    """Shuffles the rows `seeds` times, each time predicting every fold by what was trained on the others."""
    logs = np.log([row.amount for row in rows])
    said, inside, plain = [], [], defaultdict(list)
    for seed in range(seeds):
        here, held_by = np.zeros(len(rows)), np.zeros(len(rows), bool)
        base = {name: np.zeros(len(rows)) for name in Baselines.__struct_fields__}
        for rest, held in KFold(folds, shuffle=True, random_state=seed).split(logs):
            model = fit([rows[at] for at in rest])
            for at in held:
                judged = model.judge(rows[at].piece)
                here[at] = math.log(judged.price)
                held_by[at] = judged.low <= rows[at].amount <= judged.high
            for name, values in _baselines(rows, logs, rest, held):
                base[name][held] = values
        said.append(here)
        inside.append(held_by)
        for name, values in base.items():
            plain[name].append(values)
    every, true = np.concatenate(said), np.tile(logs, seeds)
    prices, wanted = np.exp(every) / 100, np.exp(true) / 100
    return Evaluation(
        rows=len(rows),
        mdape=round(mdape(every, true), 4),
        rmsle=round(float(np.sqrt(np.mean((np.log1p(prices) - np.log1p(wanted)) ** 2))), 4),
        mae=round(float(np.mean(np.abs(prices - wanted))), 4),
        coverage80=round(float(np.mean(np.concatenate(inside))), 4),
        baselines=Baselines(**{name: round(mdape(np.concatenate(values), true), 4) for name, values in plain.items()}),
    )


def _baselines(rows: Sequence[Priced], logs: Floats, rest: Sequence[int], held: Sequence[int]) -> Iterator[tuple[str, Floats]]:
    """What the plain ways say of the held rows: one price for all, one for each category, a forest on numbered fields."""
    middle = float(np.median(logs[rest]))
    yield "median", np.full(len(held), middle)
    in_category = defaultdict(list)
    for at in rest:
        in_category[rows[at].piece.path[-1:]].append(logs[at])
    yield "category_median", np.array([np.median(in_category.get(rows[at].piece.path[-1:]) or [middle]) for at in held])
    fields = [
        [str(piece.path[-1:]), piece.size, piece.condition, piece.brand, "/".join(piece.colors), str(piece.photo_count)]
        for piece in (row.piece for row in rows)
    ]
    coded = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1).fit([fields[at] for at in rest])
    forest = RandomForestRegressor(150, random_state=0).fit(coded.transform([fields[at] for at in rest]), logs[rest])
    yield "forest_ordinal", forest.predict(coded.transform([fields[at] for at in held]))
