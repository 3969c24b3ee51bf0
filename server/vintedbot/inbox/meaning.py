"""What a conversation's entries mean: who has written, whose turn it is, which offer counts. Pure."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from vintedbot_schemas.inbox import ThreadEntry

SAID = ("message", "offer_request", "offer")
"""Kinds by which somebody said something; a status or a kind nobody has described is not acted on."""

WAITS = "CASE WHEN t.offer_due THEN 'offer' WHEN s.due THEN 'label' WHEN t.reply_due THEN 'reply' ELSE 'nothing' END"
"""SQL: who waits, the most pressing first. An offer runs out, a parcel has a date, a question has neither."""


class Meaning(Struct, frozen=True, kw_only=True):
    """What is lifted out of the entries."""

    has_written: bool
    we_wrote: bool
    reply_due: bool
    offer_due: bool
    last_entry: str | None
    last_at: datetime | None
    preview: str


def of(entries: Sequence[ThreadEntry]) -> Meaning:
    """What these entries say, in Vinted's order."""
    said = [entry for entry in entries if entry.kind in SAID and entry.mine is not None]
    texts = [entry.text for entry in entries if entry.kind == "message" and entry.text.strip()]
    return Meaning(
        has_written=any(not entry.mine for entry in said),
        we_wrote=any(entry.mine for entry in said),
        reply_due=bool(said) and not said[-1].mine,
        offer_due=any(is_open(entry) for entry in entries),
        last_entry=entries[-1].id if entries else None,
        last_at=max((entry.at for entry in entries if entry.at is not None), default=None),
        preview=texts[-1][:200] if texts else "",
    )


def is_open(entry: ThreadEntry) -> bool:
    """Whether this is a buyer's offer that can be answered."""
    return entry.kind == "offer_request" and entry.current and entry.offer_state == "pending" and not entry.mine


def folded(text: str) -> str:
    """A text as it is compared: composed, its spaces folded. Vinted trims and joins them."""
    return " ".join(unicodedata.normalize("NFC", text).split())
