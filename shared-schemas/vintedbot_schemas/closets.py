"""Closets: connected Vinted accounts, their state, their safety budget and their diary of refusals."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from .base import Country, Currency, Moment, Request, VintedId, Wire
from .refusals import RefusalKind, RestKind

ClosetState = Literal["ready", "working", "paused", "resting", "needs_you"]
"""The one word the popup shows. `needs_you`: a challenge, a sign-out or another member is in the way."""

PauseReason = Literal["person", "other_member", "signed_out", "challenge", "restored"]


class ClaimRequest(Request, frozen=True, kw_only=True):
    """POST /accounts/vinted: a device found this member signed in in its tab. Believed for this user only."""

    country: Country
    member_id: VintedId
    login: Annotated[str, Meta(min_length=1, max_length=120)]
    photo_url: Annotated[str, Meta(max_length=600, pattern="^https://")] | None = None
    currency: Currency
    item_count: Annotated[int, Meta(ge=0)] | None = None
    time_zone: Annotated[str, Meta(max_length=64)] = "Europe/Paris"


class Rest(Wire, frozen=True, kw_only=True):
    """Why nothing is sent for a while: what was refused, since when, until when (None: until the person acts)."""

    kind: RestKind
    since: Moment
    until: Moment | None
    scope: Literal["closet", "writes", "route", "job"]


class Gauge(Wire, frozen=True, kw_only=True):
    """One safety budget, by effect at Vinted over a rolling 24 h."""

    writes_used: int
    writes_limit: int
    relists_used: int
    relists_limit: int
    payloads_used: int
    payloads_limit: int
    follows_used: int = 0
    follows_limit: int = 20
    favourites_used: int = 0
    favourites_limit: int = 20
    threads_used: int = 0
    threads_limit: int = 2
    """New conversations with members who did not write first."""
    next_write_at: Moment | None = None
    frees_at: Moment | None = None
    """When the oldest counted write leaves the window."""
    writes_most: int
    relists_most: int
    follows_most: int = 20
    favourites_most: int = 20
    threads_most: int = 4
    """What this server's operator allows at most; the owner's own limits lie at or under it."""
    relist_cost: int
    """Writes one relist takes."""
    cooldown_days: int
    """How long an item rests after a relist."""


class Closet(Wire, frozen=True, kw_only=True):
    """A connected Vinted account as its owner sees it."""

    id: UUID
    country: Country
    member_id: VintedId
    login: str
    photo_url: str | None
    currency: Currency
    time_zone: str
    active_from: int = 8
    active_until: int = 22
    """Hours of the closet's own day in which rules may act; a person's press is not bound by them."""
    state: ClosetState
    paused: PauseReason | None = None
    rest: Rest | None = None
    gauge: Gauge
    listing_count: int | None = None
    synced_at: Moment | None = None
    hands: str | None = None
    """Label of the device that holds the lease now."""
    shared_with_other_user: bool = False
    """Another of our users claimed the same Vinted account; both are told."""


class ClosetList(Wire, frozen=True, kw_only=True):
    """GET /accounts/vinted."""

    items: list[Closet]


class ClosetChange(Request, frozen=True, kw_only=True):
    """PUT /accounts/vinted/{id}: only the given fields change."""

    paused: bool | None = None
    time_zone: Annotated[str, Meta(max_length=64)] | None = None
    active_from: Annotated[int, Meta(ge=0, le=23)] | None = None
    active_until: Annotated[int, Meta(ge=1, le=24)] | None = None
    writes_per_day: Annotated[int, Meta(ge=0, le=1000)] | None = None
    relists_per_day: Annotated[int, Meta(ge=0, le=100)] | None = None
    follows_per_day: Annotated[int, Meta(ge=0, le=1000)] | None = None
    favourites_per_day: Annotated[int, Meta(ge=0, le=1000)] | None = None
    threads_per_day: Annotated[int, Meta(ge=0, le=100)] | None = None
    """Each at most what the gauge says (`writes_most` and so on)."""


class DiaryEntry(Wire, frozen=True, kw_only=True):
    """One refusal: what happened, during what, and what followed."""

    id: UUID
    kind: RefusalKind
    at: Moment
    until: Moment | None
    job_id: UUID | None = None
    ended_at: Moment | None = None


class Diary(Wire, frozen=True, kw_only=True):
    """GET /accounts/vinted/{id}/diary, newest first."""

    items: list[DiaryEntry]
    next: str | None = None
