"""What other domains may ask of drafts and of the listings seen on Vinted."""

from collections.abc import Sequence
from uuid import UUID

from vintedbot_schemas.listings import DraftCreate

from . import drafts, reference, wording
from .changes import check as check_change
from .details import of as details_of
from .drafts import (
    DraftChanged,
    DraftLocked,
    countries_of,
    drafts_of,
    fields_of,
    fill_untouched,
    laid_over,
    photo_is_ready,
    photos_in_use,
    photos_over,
    these,
    usual_parcels,
)
from .drafts import one as draft
from .field_words import words_of
from .form_references import fresh as form_read
from .known import BelowFloor, KnownItem, is_below_floor, known, known_items, refuse_below_floor, stalest
from .notes import cost_is
from .notes import of as notes_of
from .reference import category_path, color_title, condition_named, size_title
from .rules import DraftNotReady, price_range
from .seen import closet_of, named, now_is, own, there, vinted_photos
from .told import Told, told

__all__ = [
    "BelowFloor", "DraftChanged", "DraftLocked", "DraftNotReady", "KnownItem", "Told", "bring_back", "category_path",
    "check_change", "closet_of", "color_title", "condition_named", "cost_is", "countries_of", "details_of", "draft",
    "draft_from_photos", "drafts_of", "fields_of", "fill_untouched", "form_read", "is_below_floor", "known", "known_items",
    "laid_over", "named", "notes_of", "now_is", "own", "photo_is_ready", "photos_in_use", "photos_over", "price_range",
    "reference", "refuse_below_floor", "size_title", "stalest", "there", "these", "told", "usual_parcels", "vinted_photos",
    "wording",
    "words_of",
]  # fmt: skip


async def draft_from_photos(user_id: UUID, closet_id: UUID | None, photo_ids: Sequence[UUID]) -> UUID:
    """A new empty draft with these photos, in the caller's transaction. Raises NotFound."""
    return (await drafts.insert(user_id, DraftCreate(closet_id=closet_id, photo_ids=list(photo_ids)))).id


async def bring_back(user_id: UUID, draft_id: UUID) -> None:
    """If the draft was thrown away within 30 days it is there again. Raises NotFound."""
    await drafts.bring_back(user_id, draft_id)
