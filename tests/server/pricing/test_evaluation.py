"""`vintedbot pricing evaluate`: what it prints, that no price leaks into its own estimate, and what it says of bad files."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from msgspec import structs
from vintedbot.pricing import evaluation
from vintedbot.pricing.evaluation import BadFile

from .market import LISTINGS, real

Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str | bytes) -> Path:
        path = tmp_path / "prices.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return written


def test_it_prints_one_json_object(write: Write):
    cut = write(_first_rows(60))
    ran = subprocess.run(
        [sys.executable, "-m", "vintedbot", "pricing", "evaluate", str(cut), "--folds", "2", "--seeds", "1"],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    told = json.loads(ran.stdout)
    assert told.keys() == {"rows", "mdape", "rmsle", "mae", "coverage80", "baselines"}
    assert told["baselines"].keys() == {"median", "category_median", "forest_ordinal"}
    assert told["rows"] == 60
    assert 0 < told["mdape"] < 1
    assert 0.6 < told["coverage80"] <= 1


def _first_rows(count: int) -> str:
    out = io.StringIO()
    with LISTINGS.open(newline="") as file:
        csv.writer(out).writerows(islice(csv.reader(file), count + 1))
    return out.getvalue()


def test_a_price_says_nothing_of_itself():
    """Prices dealt out at random: whoever tells them better than their median does has seen them."""
    chance = Random(5)
    amounts = [row.amount for row in real()[:120]]
    chance.shuffle(amounts)
    rows = [structs.replace(row, amount=amount) for row, amount in zip(real(), amounts, strict=False)]
    found = evaluation.evaluate(rows, folds=2, seeds=1)
    assert found.mdape > 0.85 * found.baselines.median


def test_only_title_and_price_are_needed_and_more_does_no_harm(write: Write):
    rows = evaluation.read(write("Colour of the sky,PRICE,title\n" + "blue,12.5,Robe\n" * 80))
    assert rows[0].amount == 1250
    assert rows[0].piece.title == "Robe"
    assert rows[0].piece.photo_count is None


def test_the_real_file_is_read_whole():
    assert len(real()) == 879
    assert real()[0].piece.condition == "2", "Very good"
    assert real()[0].piece.path[0] == 1904


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", 'line 1: there is no column "title"'),
        ("title,cost\na,1\n", 'no column "price"'),
        ("title,price,price\na,1,2\n", 'line 1, column "price": it is there twice'),
        ("title,price\na,1\nb\n", "line 3: 1 cells instead of 2"),
        ("title,price\na,1\n,2\n", 'line 3, column "title": it is empty'),
        ("title,price\n\na,much\n", "line 3, column \"price\": 'much'"),
        ("title,price\na,\n", 'line 2, column "price"'),
        ("title,price\na,-3\n", 'line 2, column "price"'),
        ("title,price\na,nan\n", 'line 2, column "price"'),
        ("title,price\na,1e9\n", 'line 2, column "price"'),
        ("title,price,photo_count\na,1,2.5\n", 'line 2, column "photo_count"'),
        ("title,price,catalog_id\na,1,dress\n", "line 2, column \"catalog_id\": 'dress'"),
        ('title,price\n"a\nb",1\nc,x\n', 'line 4, column "price"'),
        ('title,price\n"a,1\n', "Put texts with commas"),
        ("title,price\na,1\n", "has 1 rows with a price. Give at least 60"),
        (b"title,price\n\xff\xfe,1\n", "no UTF-8"),
    ],
)
def test_a_bad_file_is_told_by_line_column_and_fix(write: Write, text: str | bytes, says: str):
    with pytest.raises(BadFile) as bad:
        evaluation.read(write(text))
    assert says in str(bad.value)
