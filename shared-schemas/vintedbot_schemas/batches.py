"""Bulk acts on own listings, and many drafts published: choose, preview, start, item by item, summary, retry failed only."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from .base import Moment, Money, Request, VintedId, Wire
from .listings import DraftAt, RuleProblem

BATCH_MAX = 200


class BulkPrice(Request, frozen=True, kw_only=True, tag_field="act", tag="price"):
    """Change the price by a part or an amount (both may be negative), rounded down to `round_to` minor units."""

    percent: Annotated[int, Meta(ge=-90, le=200)] | None = None
    amount: int | None = None
    set_to: Money | None = None
    round_to: Annotated[int, Meta(ge=1, le=1000)] = 50


class BulkHide(Request, frozen=True, kw_only=True, tag_field="act", tag="hide"):
    """Hide each."""


class BulkShow(Request, frozen=True, kw_only=True, tag_field="act", tag="show"):
    """Show each again."""


class BulkDelete(Request, frozen=True, kw_only=True, tag_field="act", tag="delete"):
    """Delete each."""


class BulkRelist(Request, frozen=True, kw_only=True, tag_field="act", tag="relist"):
    """Relist each, as the budget lets it."""


class BulkPublish(Request, frozen=True, kw_only=True, tag_field="act", tag="publish"):
    """Publish each draft."""


BulkAct = BulkPrice | BulkHide | BulkShow | BulkDelete | BulkRelist
"""What is done to listings."""

BatchAct = BulkPrice | BulkHide | BulkShow | BulkDelete | BulkRelist | BulkPublish
"""What a batch may be of."""


class BulkRequest(Request, frozen=True, kw_only=True):
    """POST /vinted/listings/bulk/preview and /vinted/listings/bulk."""

    closet_id: UUID
    item_ids: Annotated[list[VintedId], Meta(min_length=1, max_length=200)]
    act: BulkAct


Exclusion = Literal[
    "not_active", "already_so", "busy", "cooldown", "open_offer", "below_floor", "price_low", "price_high", "price_same",
    "not_found", "switched_off", "other_currency",
]  # fmt: skip


class BulkItem(Wire, frozen=True, kw_only=True):
    """One chosen listing in the preview. `excluded` None: it will be done."""

    item_id: VintedId
    title: str
    photo_url: str | None
    price: Money | None
    new_price: Money | None = None
    excluded: Exclusion | None = None


class BulkPreview(Wire, frozen=True, kw_only=True):
    """What would happen. Nothing has left yet."""

    items: list[BulkItem]
    count: int
    writes_needed: int
    writes_left: int
    relists_needed: int
    relists_left: int
    starts_at: Moment
    ends_at: Moment
    """When the last one will be done at the earliest, pauses and budget included."""


class DraftsLook(Request, frozen=True, kw_only=True):
    """POST /drafts/publish/preview."""

    closet_id: UUID
    draft_ids: Annotated[list[UUID], Meta(min_length=1, max_length=200)]


class PublishDrafts(Request, frozen=True, kw_only=True):
    """POST /drafts/publish: 202 with the batch. Each draft on the revision the preview showed; one changed since is left out."""

    closet_id: UUID
    drafts: Annotated[list[DraftAt], Meta(min_length=1, max_length=200)]


DraftExclusion = Literal["not_found", "not_ready", "publishing", "published", "other_country", "switched_off"]


class BulkDraft(Wire, frozen=True, kw_only=True):
    """One chosen draft in the preview. `excluded` None: it will be published. `problems`: its whole rule check."""

    draft_id: UUID
    revision: int
    title: str
    photo_id: UUID | None
    price: Money | None
    excluded: DraftExclusion | None = None
    problems: list[RuleProblem] = []


class DraftsPreview(Wire, frozen=True, kw_only=True):
    """What publishing would do. Nothing has left yet."""

    items: list[BulkDraft]
    count: int
    writes_needed: int
    writes_left: int
    starts_at: Moment
    ends_at: Moment
    """When the last one will be done at the earliest, pauses and budget included."""


class BatchCounts(Wire, frozen=True, kw_only=True):
    """How the jobs of a batch stand."""

    waiting: int
    doing: int
    done: int
    needs_you: int
    failed: int
    stopped: int


class Batch(Wire, frozen=True, kw_only=True):
    """A bulk act under way or over. Its jobs: GET /jobs?batch_id="""

    id: UUID
    closet_id: UUID
    act: BatchAct
    counts: BatchCounts
    created_at: Moment
    next_at: Moment | None = None
    is_over: bool


class BatchPage(Wire, frozen=True, kw_only=True):
    """GET /jobs/batches, newest first."""

    items: list[Batch]
    next: str | None = None
