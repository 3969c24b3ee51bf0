"""Whether a change of a listing on Vinted may be wished for: the rules of a draft, as far as they speak of what is changed.

What is not named stays as it is on Vinted, so a fault that was there before stands in no change's way. Without the edit payload
the other fields are not known, and no rule that needs them is asked.
"""

from uuid import UUID

import msgspec
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.listings import ChangedPhoto, ListingChange, ListingFields, RuleProblem

from vintedbot.closets import service as closets
from vintedbot.kit.errors import InvalidInput
from vintedbot.photos import service as photos

from . import details, form_references, notes
from .known import KnownItem, refuse_below_floor
from .known import known as known_listing
from .rules import DraftNotReady, Subject, SubjectPhoto, problems

MAY_NOT_CHANGE = frozenset({"sold", "closed", "gone", "processing", "draft"})


async def check(user_id: UUID, closet_id: UUID, item_id: VintedId, change: ListingChange) -> None:
    """Raises DraftNotReady for what Vinted would refuse, BelowFloor, InvalidInput; NotFound for an unknown photo."""
    if not _named(change):
        raise InvalidInput("Name what is to be different.", field="change")
    known = await known_listing(closet_id, item_id)
    if known is not None and known.state in MAY_NOT_CHANGE:
        raise InvalidInput("A listing in this state cannot be changed.", field="change", state=known.state)
    if known is not None and change.price and known.price and change.price.currency != known.price.currency:
        raise InvalidInput("The price is in the account's currency.", field="change.price.currency")
    refuse_below_floor(change.price, (await notes.of(closet_id, item_id)).floor)
    blocking = await _blocking(user_id, closet_id, item_id, known, change)
    if blocking:
        raise DraftNotReady(problems=msgspec.to_builtins(blocking))


def applied(fields: ListingFields, change: ListingChange) -> ListingFields:
    """The fields as they are after the change. A brand chosen by its id alone brings no name along."""
    new_brand = change.brand_id not in (None, fields.brand_id)
    without = msgspec.structs.replace(fields, brand="") if new_brand else fields
    return msgspec.structs.replace(without, **{name: getattr(change, name) for name in _named(change) - {"photos"}})


def _named(change: ListingChange) -> set[str]:
    return {name for name in change.__struct_fields__ if getattr(change, name) is not None}


async def _blocking(
    user_id: UUID, closet_id: UUID, item_id: VintedId, known: KnownItem | None, change: ListingChange
) -> list[RuleProblem]:
    country = (await closets.owned(user_id, closet_id)).country
    read = await details.of(closet_id, item_id)
    seen_only = ListingFields(title=known.title, price=known.price) if known is not None else ListingFields()
    after = applied(read.fields if read is not None else seen_only, change)
    form = await form_references.fresh(user_id, country, after.catalog_id) if after.catalog_id else None
    shown = await _photos(user_id, change.photos) if change.photos is not None else []
    found = problems(Subject(fields=after, photos=shown, form=form))
    codes = {each.code for each in change.attributes or []}
    # a new category changes what is asked for, so what it asks for is looked at as well
    touched = _named(change) | codes | ({field.code for field in form.fields} if form and change.catalog_id else set())
    return [problem for problem in found if problem.level == "block" and problem.field in touched]


async def _photos(user_id: UUID, chosen: list[ChangedPhoto]) -> list[SubjectPhoto]:
    """The photos as the rules see them; one that is on Vinted already is ready."""
    ours: list[UUID] = []
    for each in chosen:
        if (each.photo is None) == (each.vinted_photo_id is None):
            raise InvalidInput("Each photo is one on Vinted or one of ours.", field="change.photos")
        if each.photo is not None:
            if each.photo.photo_id is None:
                raise InvalidInput("Name our photo by its id.", field="change.photos.photo")
            ours.append(each.photo.photo_id)
    kept = {each.id: each.kept_sha256 for each in await photos.described(user_id, ours)}
    for each in chosen:
        if each.photo is not None and each.photo.photo_id is not None and kept[each.photo.photo_id] != each.photo.sha256:
            raise InvalidInput("These are not that photo's bytes.", field="change.photos.photo.sha256")
    on_vinted = [SubjectPhoto(UUID(int=0), "") for each in chosen if each.photo is None]
    return [*on_vinted, *(SubjectPhoto(photo_id, sha256) for photo_id, sha256 in kept.items())]
