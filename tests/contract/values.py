"""Makes random valid values of any struct of the contract, from msgspec's own description of the type.

Used by the round trip; seeded, so that a failure can be made again. Strings contain what breaks encoders: emoji,
right-to-left text, quotes, line ends.
"""

import random
import string
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import inspect
from vintedbot_schemas.edits import WATERMARK_TEXT

TEXT = string.ascii_letters + string.digits + " '\"\\/<>&\n\tàéîöñß€😀🧥שלוםمرحبا"
PATTERNS = {
    "^#[0-9a-f]{6}$": lambda r: f"#{r.randrange(2**24):06x}",
    WATERMARK_TEXT: lambda r: "".join(r.choices("abcXYZ 019 é€ł…", k=r.randint(1, 40))),
    "^https://": lambda r: f"https://images1.vinted.net/{r.randint(0, 10**9)}.jpg",
    "^[0-9a-f]{64}$": lambda r: "".join(r.choices("0123456789abcdef", k=64)),
    "^[a-z]{2}$": lambda r: "".join(r.choices(string.ascii_lowercase, k=2)),
    "^[A-Z]{3}$": lambda r: "".join(r.choices(string.ascii_uppercase, k=3)),
    "^[a-z0-9_]{1,60}$": lambda r: "".join(r.choices("abcxyz019_", k=r.randint(1, 60))),
    "^[A-Za-z0-9_-]{43}$": lambda r: "".join(r.choices(string.ascii_letters + "_-0123456789", k=43)),
    "^[A-Za-z0-9._~-]{43,128}$": lambda r: "".join(r.choices(string.ascii_letters + "._~-", k=r.randint(43, 128))),
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": lambda r: f"{r.choice(['a', 'Zoë', 'x.y'])}@{r.choice(['example', 'münchen'])}.test",
}


def value_of(t: inspect.Type, r: random.Random) -> Any:
    """A value of the described type, ready for its constructor. Raises TypeError for a kind the contract does not use yet."""
    match t:
        case inspect.Metadata():
            return value_of(t.type, r)
        case inspect.NoneType():
            return None
        case inspect.BoolType():
            return r.random() < 0.5
        case inspect.IntType():
            low = t.ge if t.ge is not None else -(2**53) + 1
            high = t.le if t.le is not None else 2**53 - 1
            return r.choice([low, high, r.randint(low, high)])
        case inspect.FloatType():
            low = t.ge if t.ge is not None else -1e9
            return r.choice([low, low + 0.1, r.uniform(low, t.le if t.le is not None else low + 1e6)])
        case inspect.StrType():
            if t.pattern is not None:
                return PATTERNS[t.pattern](r)
            low = t.min_length or 0
            high = t.max_length if t.max_length is not None else 40
            # the other side counts UTF-16 units, so that stay inside both ways of counting
            return (
                "".join(r.choices(TEXT[:-9], k=r.randint(low, high)))
                if high < 12
                else "".join(r.choices(TEXT, k=r.randint(low, max(low, high // 2))))
            )
        case inspect.UUIDType():
            return UUID(int=r.getrandbits(128), version=4)
        case inspect.DateTimeType():
            return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=r.randrange(10**14))
        case inspect.LiteralType():
            return r.choice(t.values)
        case inspect.ListType():
            high = min(t.max_length if t.max_length is not None else 4, 4)
            return [value_of(t.item_type, r) for _ in range(r.randint(t.min_length or 0, max(high, t.min_length or 0)))]
        case inspect.VarTupleType():
            return tuple(value_of(t.item_type, r) for _ in range(r.randint(0, 4)))
        case inspect.DictType():
            return {value_of(t.key_type, r): value_of(t.value_type, r) for _ in range(r.randint(0, 3))}
        case inspect.AnyType():
            return r.choice([None, 1, "x", [1, {"a": "é"}], {"b": True}])
        case inspect.UnionType():
            return value_of(r.choice(t.types), r)
        case inspect.StructType():
            given = {f.name: value_of(f.type, r) for f in t.fields if f.required or r.random() < 0.7}
            return t.cls(**given)
        case _:
            raise TypeError(f"the contract does not use {t!r} yet; teach tests/contract/values.py to make one")
