"""Our answers against the recorded examples of confidence A and B: the same names, nesting and kinds of values.

Values are invented on both sides. What differs stands in `DIFFERENCES` with a reason, and the README's table is that list;
`data/examples` holds the examples of the routes this stand-in serves, some of confidence C among them.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from .client import Sandbox
from .ground import SERVED, Ground
from .shape_of import differences, shape_of
from .test_pages import flight
from .visitor import Visitor

HERE = Path(__file__).parent
EXAMPLES = {path.stem: json.loads(path.read_text()) for path in (HERE / "data/examples").glob("*.json")}
# examples that are parts of a page: where the page is
FRAGMENTS = {"page_rsc_config": "/", "page_rsc_item": "/items/{item}", "page_rsc_catalogue": "/catalog"}
# example and path → the difference, why it is there
DIFFERENCES: dict[tuple[str, str], tuple[str, str]] = {
    ("error_code_in_200", "payload"): ("only here", "the same refusal as with status 400, which has it; §5.2 calls it optional"),
    ("my_orders_purchased", "my_orders[].photo.high_resolution"): (
        "only here", "single listings have it among sales, and nothing says that purchases differ"),
    ("wallet_invoices_month", "invoice_lines[].subtitle"): (
        "null only in the record", "null belongs to withdrawals, which this stand-in does not keep"),
}  # fmt: skip


@pytest.fixture
def ground(sandbox: Sandbox, visitor: Visitor, me: int) -> Ground:
    return Ground(sandbox, visitor, me)


def unexplained(name: str, recorded: Any, given: Any) -> list[tuple[str, str]]:
    found = list(differences(shape_of(recorded), shape_of(given)))
    explained = {(path, words) for (example, path), (words, _) in DIFFERENCES.items() if example == name}
    return [difference for difference in found if difference not in explained]


@pytest.mark.parametrize("name", SERVED)
def test_answers_have_the_examples_shape(ground: Ground, name: str) -> None:
    expected = EXAMPLES[name]["response"]
    answer = SERVED[name](ground)
    assert answer.status_code == expected["status"], answer.text
    for header in set(expected.get("headers", {})) - {"set-cookie"}:
        assert header in answer.headers
    if expected["body"] is None:
        assert answer.content == b""
    elif isinstance(expected["body"], str):
        assert answer.headers["content-type"].startswith("text/html")
    else:
        assert unexplained(name, expected["body"], answer.json()) == []


@pytest.mark.parametrize("name", FRAGMENTS)
def test_pages_hold_the_examples_fragments(ground: Ground, name: str) -> None:
    lines = flight(ground.visitor.open(FRAGMENTS[name].format(item=ground.item)))
    known = {**lines[0][3], **lines[-1]}
    for part, recorded in EXAMPLES[name]["response"]["body"].items():
        given = known[part]
        if part == "config":
            given = {field: given[field] for field in recorded}
        if part == "plugins":
            recorded, given = ({plugin["name"]: plugin for plugin in rows} for rows in (recorded, given))
        assert unexplained(name, recorded, given) == []


def test_every_example_is_compared() -> None:
    assert set(EXAMPLES) == set(SERVED) | set(FRAGMENTS)


@pytest.mark.parametrize(("name", "path"), DIFFERENCES)
def test_a_known_difference_is_one_and_stands_in_the_readme(ground: Ground, name: str, path: str) -> None:
    words, reason = DIFFERENCES[name, path]
    found = differences(shape_of(EXAMPLES[name]["response"]["body"]), shape_of(SERVED[name](ground).json()))
    assert (path, words) in found
    assert f"| `{name}` | `{path}` | {words} | {reason} |" in (HERE / "README.md").read_text()


def test_the_smallest_difference_would_be_seen() -> None:
    def between(recorded: Any, given: Any) -> list[tuple[str, str]]:
        return list(differences(shape_of(recorded), shape_of(given)))

    assert between({"a": [{"b": 1}]}, {"a": [{"b": "1"}]}) == [("a[].b", "number recorded, text here")]
    assert between({"a": 1}, {"a": 1, "c": 2}) == [("c", "only here")]
    assert between({"a": None}, {"a": 1}) == [("a", "null only in the record")]
    assert between([{"a": 1}, {}], [{"a": 1}]) == [("[].a", "missing at times in the record only")]
    assert between({"a": True}, {"a": 1}) == [("a", "true or false recorded, number here")]
