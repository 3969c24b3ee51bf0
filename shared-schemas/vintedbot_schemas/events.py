"""What the live socket says: which of a person's things changed, and never what they hold; that is asked for in the usual way.

/api/v1/live is a WebSocket. Its first frame is a `LiveHello` with the ticket of POST /live/ticket; from then on only the server
speaks, in `LiveFrame`s. Events are numbered per user from 1 without gaps, so whoever was away names the last number it heard.
A reader that meets an event it does not know reads everything anew: a newer server may say more.
"""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from .base import Request, Wire
from .jobs import JobState
from .listings import DraftState
from .photos import PhotoState

Number = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""Of an event, among its user's; 0: none yet."""


class PhotoEvent(Wire, frozen=True, kw_only=True, tag_field="event", tag="photo_changed"):
    """A photo got further on its way in, was thrown away or was brought back."""

    photo_id: UUID
    state: PhotoState


class GroupsEvent(Wire, frozen=True, kw_only=True, tag_field="event", tag="groups_changed"):
    """The board of groups is another one."""

    version: UUID


class DraftEvent(Wire, frozen=True, kw_only=True, tag_field="event", tag="draft_changed"):
    """A draft was made, saved, filled in, published, thrown away (`deleted`) or brought back."""

    draft_id: UUID
    revision: int
    state: DraftState
    deleted: bool


class JobEvent(Wire, frozen=True, kw_only=True, tag_field="event", tag="job_changed"):
    """A job was wished for, or got further: its state, a step, or what it waits for."""

    job_id: UUID
    closet_id: UUID
    state: JobState


class ClosetEvent(Wire, frozen=True, kw_only=True, tag_field="event", tag="closet_changed"):
    """A closet was connected, changed, paused or removed, or its diary has an entry more."""

    closet_id: UUID


class ListingsEvent(Wire, frozen=True, kw_only=True, tag_field="event", tag="listings_changed"):
    """A closet's listings are known anew."""

    closet_id: UUID


class InboxEvent(Wire, frozen=True, kw_only=True, tag_field="event", tag="inbox_changed"):
    """A closet's conversations are known anew."""

    closet_id: UUID


class OrdersEvent(Wire, frozen=True, kw_only=True, tag_field="event", tag="orders_changed"):
    """A closet's sales and purchases are known anew."""

    closet_id: UUID


Event = PhotoEvent | GroupsEvent | DraftEvent | JobEvent | ClosetEvent | ListingsEvent | InboxEvent | OrdersEvent


class NumberedEvent(Wire, frozen=True, kw_only=True):
    """One event in its place."""

    number: Number
    what: Event


class LiveTicket(Wire, frozen=True, kw_only=True):
    """POST /live/ticket: opens one socket within half a minute, and is used up by it."""

    ticket: str


class LiveHello(Request, frozen=True, kw_only=True):
    """The first frame, the client's only one. `after`: the last number it heard; without it, it wants what comes from now on."""

    ticket: Annotated[str, Meta(max_length=100)]
    after: Number | None = None


class Welcome(Wire, frozen=True, kw_only=True, tag_field="frame", tag="welcome"):
    """The ticket was good. `number`: the last there is; what was missed follows."""

    number: Number


class Happened(Wire, frozen=True, kw_only=True, tag_field="frame", tag="happened"):
    """The next events, in order."""

    events: list[NumberedEvent]


class StartOver(Wire, frozen=True, kw_only=True, tag_field="frame", tag="start_over"):
    """What was missed is no longer kept, or too much: read everything anew, and go on from `number`."""

    number: Number


class Beat(Wire, frozen=True, kw_only=True, tag_field="frame", tag="beat"):
    """Nothing happened for a while; the line is alive. Whoever hears nothing for two of them opens another."""

    number: Number


LiveFrame = Welcome | Happened | StartOver | Beat

LIVE_BEAT_S = 20
"""Seconds of silence after which the server says a Beat."""
