"""What publishing many would do to one draft: why it is left out, and its job when it is not."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from vintedbot_schemas.base import Country
from vintedbot_schemas.batches import DraftExclusion
from vintedbot_schemas.verbs import PublishListing

from vintedbot.kit.errors import AppError

from . import drafts, wishes
from .drafts import Look


class Ready(Struct, frozen=True, kw_only=True):
    """A draft whose content is frozen."""

    work: PublishListing
    subject: wishes.Subject


def excluded(look: Look | None, country: Country, *, switched_off: bool) -> DraftExclusion | None:
    """Why a draft that was checked is not published from a closet of this country; None: it will be."""
    if look is None:
        return "not_found"
    match look.state:
        case "publishing":
            return "publishing"
        case "published":
            return "published"
        case "open" | "on_vinted_as_draft":
            pass
    if switched_off:
        return "switched_off"
    if look.country != country:
        return "other_country"
    return "not_ready" if any(problem.level == "block" for problem in look.problems) else None


async def frozen(
    user_id: UUID, draft_ids: Sequence[UUID], revisions: dict[UUID, int] | None = None, country: Country | None = None
) -> dict[UUID, Ready]:
    """Those that can be published now, locked in one order: on the revision that was looked at, or on the newest."""
    ready = {}
    for draft_id, look in sorted((await drafts.looked_at(user_id, draft_ids, check=False)).items()):
        if excluded(look, country or look.country, switched_off=False) is not None:
            continue
        try:
            content = await drafts.frozen(user_id, draft_id, revisions[draft_id] if revisions else look.revision)
        except AppError:  # changed, thrown away, or found wanting since it was looked at
            continue
        ready[draft_id] = Ready(
            work=PublishListing(draft_id=draft_id, content=content),
            subject=wishes.Subject(title=content.fields.title, draft_id=draft_id),
        )
    return ready


async def insert(user_id: UUID, closet_id: UUID, ready: Ready | None, batch_id: UUID) -> bool:
    """Makes the draft's job, in the caller's transaction; False where there is nothing to make or one works on it already."""
    if ready is None:
        return False
    wished = wishes.Wished(pressed=False, batch_id=batch_id)
    try:
        await wishes.insert(user_id, closet_id, ready.work, ready.subject, wished)
    except wishes.ItemBusy:
        return False
    return True
