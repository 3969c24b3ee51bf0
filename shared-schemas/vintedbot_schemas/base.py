"""What every contract module builds on: the two struct bases and the few scalar types with rules of their own."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta


class Wire(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is sent. Readers ignore fields they do not know, so that a newer sender is understood."""


class Request(Wire, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something the server is asked. An unknown field is refused by name: a typo must not be silently lost."""


Moment = Annotated[datetime, Meta(tz=True)]
"""An instant, aware; always UTC on the wire."""

VintedId = Annotated[int, Meta(ge=1, le=2**53 - 1)]
"""An id of Vinted's (member, item, photo, category, brand…). 33 billion and more in 2026, hence not 32 bit."""

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Country = Annotated[str, Meta(pattern="^[a-z]{2}$")]
"""The Vinted site: `fr` for www.vinted.fr."""

Currency = Annotated[str, Meta(pattern="^[A-Z]{3}$")]


class Money(Wire, frozen=True, kw_only=True):
    """An amount in minor units (cents) and its ISO 4217 currency."""

    amount: Annotated[int, Meta(ge=0, le=10**11)]
    currency: Currency
