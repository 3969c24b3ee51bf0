"""What follows from a refusal of Vinted's: one table (ARCHITECTURE §3.8), one function that reads it.

Pure: `reactions` writes the diary and the rests, `ends` changes the job. The extension classifies (CONTRACT §18.2).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct
from vintedbot_schemas.closets import PauseReason
from vintedbot_schemas.refusals import Refusal, RefusalKind

from .pacing import end_of_day

Scope = Literal["closet", "writes", "route", "job"]
HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)


class Row(Struct, frozen=True, kw_only=True):
    """A line of the table. `rest` None with a scope: until a person acts. No scope: nothing stops."""

    scope: Scope | None = None
    rest: timedelta | None = None
    pause: PauseReason | None = None
    diary: bool = True


TABLE: dict[RefusalKind, Row] = {
    "challenge": Row(scope="closet", pause="challenge"),
    "hard_block": Row(scope="closet", rest=DAY),
    "block_page": Row(scope="closet", rest=timedelta(hours=6)),
    "restriction": Row(scope="writes", rest=DAY),
    "rate_limit": Row(scope="route", rest=timedelta(seconds=60)),
    "signed_out": Row(pause="signed_out"),
    "other_member": Row(pause="other_member"),
    "access_denied": Row(scope="job"),
    "validation": Row(scope="job"),
    "bad_query": Row(scope="job"),
    "server_error": Row(),
    "html_instead": Row(),
    "not_found": Row(),
    "empty_list": Row(),
    # the network's doing, not Vinted's
    "no_answer": Row(diary=False),
}

NEEDS_PERSON: frozenset[RefusalKind] = frozenset({"challenge", "signed_out", "other_member"})
"""Whoever gets one of these goes on after the person acted: the refused step was not applied."""


class Before(Struct, frozen=True, kw_only=True):
    """An earlier entry of the closet's diary."""

    kind: RefusalKind
    at: datetime
    job_id: UUID | None


class Reaction(Struct, frozen=True, kw_only=True):
    """What is written: the diary entry's rest (scope None: an entry only), and the pause of the closet."""

    diary: bool
    scope: Scope | None
    until: datetime | None
    pause: PauseReason | None


def reaction(refusal: Refusal, job_id: UUID, before: Sequence[Before], now: datetime, time_zone: str) -> Reaction:
    """What follows from `refusal` met by this job. `before`: the closet's diary of the last hour."""
    row = TABLE[refusal.kind]
    same = [entry for entry in before if entry.kind == refusal.kind and entry.at > now - HOUR]
    if refusal.kind == "access_denied" and any(entry.job_id != job_id for entry in same):
        row = TABLE["restriction"]  # two jobs within an hour: Vinted means the account
    if refusal.kind == "rate_limit" and same:
        return Reaction(diary=True, scope="closet", until=end_of_day(now, time_zone), pause=None)
    rest = timedelta(seconds=refusal.retry_after_s) if refusal.retry_after_s and row.rest else row.rest
    return Reaction(diary=row.diary, scope=row.scope, until=now + rest if rest else None, pause=row.pause)
