"""A draft from a listing on Vinted: one's own is taken over whole, of somebody else's only the facts.

What is not here yet of an own listing, its text or its photos' bytes, is brought by a job; the draft is there at once and is
filled when the job is done, where the person has not written meanwhile.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.listings import Draft, DraftCreate, DraftFromListing, ListingFields
from vintedbot_schemas.verbs import SyncListing

from vintedbot.closets import service as closets
from vintedbot.jobs import service as jobs
from vintedbot.kit.db import execute, fetch, transaction
from vintedbot.kit.errors import InvalidInput, NotFound
from vintedbot.photos import service as photos
from vintedbot.settings import RETENTION

from . import details, drafts
from .known import known


async def create(user_id: UUID, wanted: DraftFromListing) -> Draft:
    """The new draft. Raises NotFound, InvalidInput."""
    if wanted.closet_id is not None:
        await closets.owned(user_id, wanted.closet_id)
    if (wanted.item_id is None) == (wanted.facts is None):
        raise InvalidInput("Name either `item_id` or `facts`.", field="facts")
    if wanted.item_id is not None:
        return await _own(user_id, wanted.closet_id, wanted.item_id)
    facts = msgspec.structs.asdict(wanted.facts) if wanted.facts is not None else {}
    new = DraftCreate(country=wanted.country, closet_id=wanted.closet_id, fields=ListingFields(**facts))
    return await drafts.create(user_id, new)


async def _own(user_id: UUID, closet_id: UUID | None, item_id: VintedId) -> Draft:
    if closet_id is None:
        raise InvalidInput("Name the account whose listing it is.", field="closet_id")
    listed = await known(closet_id, item_id)
    if listed is None:
        raise NotFound
    read = await details.of(closet_id, item_id)
    fields = read.fields if read is not None else ListingFields(title=listed.title, price=listed.price)
    ours = await _ours(user_id, closet_id, read.photo_ids) if read is not None else None
    new = DraftCreate(closet_id=closet_id, fields=fields, photo_ids=ours or [])
    async with transaction():
        draft = await drafts.insert(user_id, new)
        if read is not None and ours is not None:
            return draft
        job_id = await jobs.wish(user_id, closet_id, SyncListing(item_id=item_id, photos=True))
        await execute(
            """INSERT INTO draft_copies (draft_id, user_id, closet_id, item_id, job_id, made_at)
               VALUES ($1, $2, $3, $4, $5, clock_timestamp())""",
            draft.id, user_id, closet_id, item_id, job_id,
        )  # fmt: skip
        await execute("UPDATE drafts SET job_id = $2 WHERE id = $1", draft.id, job_id)
    return msgspec.structs.replace(draft, job_id=job_id)


async def _ours(user_id: UUID, closet_id: UUID, photo_ids: Sequence[VintedId]) -> list[UUID] | None:
    """Our photos of these on Vinted, in order; None unless all of them are here."""
    known = await jobs.bytes_known(closet_id, photo_ids)
    kept = await photos.kept(user_id, list(known.values()))
    found = [kept.get(known.get(photo_id, "")) for photo_id in photo_ids]
    return [photo_id for photo_id in found if photo_id is not None] if all(found) else None


async def fill(job: jobs.Ended) -> None:
    """The job that was to bring a listing has ended: its drafts get what it brought. In the ending transaction."""
    waiting = await fetch("DELETE FROM draft_copies WHERE job_id = $1 RETURNING draft_id, item_id", job.job_id)
    if not waiting or job.state != "done":
        return
    snapshot = await jobs.snapshot_of(job.job_id)
    hashes = [photo.sha256 for photo in snapshot.photos] if snapshot is not None else []
    kept = await photos.kept(job.user_id, hashes)
    for sha256 in hashes:
        if sha256 not in kept:
            kept[sha256] = await photos.adopt(job.user_id, await jobs.snapshot_photo(job.user_id, sha256))
    for copy in waiting:
        read = await details.of(job.closet_id, copy["item_id"])
        if read is not None:
            ids = list(dict.fromkeys(kept[sha256] for sha256 in hashes))
            await drafts.fill(job.user_id, copy["draft_id"], read.fields, ids)


async def clear() -> None:
    """Forgets copies whose job never ended."""
    await execute("DELETE FROM draft_copies WHERE made_at < clock_timestamp() - $1::interval", RETENTION["deleted_draft"])
