"""The shape of an answer: which fields, of which kinds, nested how, which of them empty or missing at times.

Two answers are compared by it. Nothing is forgiven here: that a field is null or missing in only one of them is a difference too,
and whoever compares says which differences have a reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Shape:
    """Rows of a list are one shape: `sometimes` holds the fields that only some of them have."""

    kinds: set[str] = field(default_factory=set)
    fields: dict[str, "Shape"] = field(default_factory=dict)
    sometimes: set[str] = field(default_factory=set)
    rows: "Shape | None" = None


def kind_of(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "number"
        case str():
            return "text"
        case dict():
            return "object"
    return "list"


def shape_of(*values: Any) -> Shape:
    """The one shape that all the values have."""
    shape = Shape({kind_of(value) for value in values})
    objects = [value for value in values if isinstance(value, dict)]
    for name in dict.fromkeys(name for one in objects for name in one):
        shape.fields[name] = shape_of(*(one[name] for one in objects if name in one))
        if any(name not in one for one in objects):
            shape.sometimes.add(name)
    rows = [row for value in values if isinstance(value, list) for row in value]
    shape.rows = shape_of(*rows) if rows else None
    return shape


def differences(recorded: Shape, given: Shape, at: str = "") -> Iterator[tuple[str, str]]:
    """Every place where the two differ, with words for it. Where one side holds no value at all, nothing below is compared."""
    filled = [shape.kinds - {"null"} for shape in (recorded, given)]
    if all(filled) and filled[0] != filled[1]:
        yield at, f"{' or '.join(sorted(filled[0]))} recorded, {' or '.join(sorted(filled[1]))} here"
        return
    if ("null" in recorded.kinds) != ("null" in given.kinds):
        yield at, "null only in the record" if "null" in recorded.kinds else "null only here"
    if all(filled):
        yield from _in_objects(recorded, given, at)
    if recorded.rows and given.rows:
        yield from differences(recorded.rows, given.rows, f"{at}[]")


def _in_objects(recorded: Shape, given: Shape, at: str) -> Iterator[tuple[str, str]]:
    for name in sorted(recorded.fields.keys() | given.fields.keys()):
        path = f"{at}.{name}" if at else name
        if name not in given.fields:
            yield path, "only in the record"
        elif name not in recorded.fields:
            yield path, "only here"
        else:
            if (name in recorded.sometimes) != (name in given.sometimes):
                yield path, "missing at times in the record only" if name in recorded.sometimes else "missing at times here only"
            yield from differences(recorded.fields[name], given.fields[name], path)
