"""What the jobs domain asks of our drafts: how they stand, their content, frozen at the wish, and to be told how the job went.

The listings domain keeps drafts and calls `keeps_drafts` once, when it is imported; jobs knows no more of them than this.
"""

from collections.abc import Sequence
from typing import Literal, Protocol
from uuid import UUID

from msgspec import Struct
from vintedbot_schemas.base import Country, Money, VintedId
from vintedbot_schemas.listings import DraftState, ListingContent, RuleProblem
from vintedbot_schemas.refusals import FieldProblem

from vintedbot.kit.errors import NotFound


class Moved(Struct, frozen=True, kw_only=True):
    """How a draft's job stands now. `problems`: the fields Vinted refused, with its own sentences."""

    state: Literal["open", "publishing", "published", "on_vinted_as_draft"]
    job_id: UUID
    item_id: VintedId | None = None
    problems: list[FieldProblem] = []


class Look(Struct, frozen=True, kw_only=True):
    """A draft as a bulk act needs to know it. `problems`: its rule check, where one was asked for."""

    draft_id: UUID
    revision: int
    state: DraftState
    country: Country
    title: str
    price: Money | None
    photo_id: UUID | None
    problems: list[RuleProblem] = []


class Drafts(Protocol):
    """Who keeps the drafts."""

    async def look(self, user_id: UUID, draft_ids: Sequence[UUID], *, check: bool) -> dict[UUID, Look]:
        """Those of these that are the user's. `check`: with the rule check of those that may still be published."""
        ...

    async def freeze(self, user_id: UUID, draft_id: UUID, revision: int) -> ListingContent:
        """The complete content of that revision. Raises NotFound, or the problem of a draft that changed or is incomplete."""
        ...

    async def owns(self, user_id: UUID, draft_id: UUID) -> bool:
        """Whether this user has such a draft."""
        ...

    async def moved(self, user_id: UUID, draft_id: UUID, moved: Moved) -> None:
        """Called in the transaction that changes the job."""
        ...


_kept: list[Drafts] = []


def keeps_drafts(drafts: Drafts) -> None:
    """Names who keeps the drafts; the last one named does."""
    _kept[:] = [drafts]


async def frozen(user_id: UUID, draft_id: UUID, revision: int) -> ListingContent:
    """The draft's content. Raises NotFound where nobody keeps drafts."""
    if not _kept:
        raise NotFound
    return await _kept[0].freeze(user_id, draft_id, revision)


async def looked_at(user_id: UUID, draft_ids: Sequence[UUID], *, check: bool) -> dict[UUID, Look]:
    """How these drafts stand, by id."""
    return await _kept[0].look(user_id, draft_ids, check=check) if _kept else {}


async def owned(user_id: UUID, draft_id: UUID) -> bool:
    """Whether this user has such a draft; a journal may name any."""
    return bool(_kept) and await _kept[0].owns(user_id, draft_id)


async def tell(user_id: UUID, draft_id: UUID | None, moved: Moved) -> None:
    """Tells the draft's keeper, if the job has a draft."""
    if draft_id is not None and _kept:
        await _kept[0].moved(user_id, draft_id, moved)
