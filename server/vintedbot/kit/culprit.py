"""Which part of a request holds a value that no column, clock or decoder takes: a NUL, a number or a date out of range.

The contract says what a value means, not how wide a column is; so such a value is found out where it is used, and named here for
the one renderer of errors. A failure without such a value in the request is a fault of ours and stays one.
"""

import re
from collections.abc import Iterator
from typing import Any

import asyncpg
import msgspec
from litestar import Request
from litestar.utils.scope.state import ScopeState

BODY_READ = 2 << 20
INT4, INT8, LARGEST_FLOAT = 2**31 - 1, 2**63 - 1, 1e12
_EDGE_OF_TIME = re.compile(r"(?:0000|0001|9999)-\d\d-\d\d")
_NUMBER = re.compile(r"[+-]?\d{10,}")
UNFIT = (asyncpg.DataError, OverflowError)
"""What is raised when such a value is used."""


def named(request: Request[Any, Any, Any], error: Exception) -> tuple[str, str] | None:
    """Source (path, query, body) and dotted name of the value behind `error`; None if the request holds none."""
    message = str(error)
    found = [(_weight(value, message), where) for *where, value in _leaves(request)]
    weight, where = max(found, key=lambda each: each[0], default=(0, []))
    return (where[0], where[1]) if weight else None


def _weight(value: Any, message: str) -> int:
    """How likely this value is the one; 0: it is not."""
    if isinstance(value, str):
        if "\0" in value:
            return 4
        if _NUMBER.fullmatch(value) and len(value) < 400:
            return _weight(int(value), message)
        return 2 if _EDGE_OF_TIME.match(value) else 0
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    if isinstance(value, float):
        return 2 if not abs(value) <= LARGEST_FLOAT else 0
    if abs(value) <= INT4:
        return 0
    return 3 if str(value) in message else 2 if abs(value) > INT8 else 1


def _leaves(request: Request[Any, Any, Any]) -> Iterator[tuple[str, str, Any]]:
    for name, value in request.path_params.items():
        yield "path", name, value
    for name, value in request.query_params.multi_items():
        # a cursor is ours, and only somebody who wrote one anew has it hold such a value
        yield "query", name, "\0" if name == "after" else value
    body = ScopeState.from_scope(request.scope).body
    if isinstance(body, bytes) and 0 < len(body) <= BODY_READ:
        try:
            decoded = msgspec.json.decode(body)
        except (msgspec.DecodeError, RecursionError):
            return
        yield from (("body", path, value) for path, value in _inside(decoded, ""))


def _inside(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield f"{path}.{key}".lstrip("."), key if "\0" in key else None
            yield from _inside(each, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _inside(each, f"{path}[{place}]")
    else:
        yield path, value
