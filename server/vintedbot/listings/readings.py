"""What jobs bring about listings, and what follows for them when a job has ended. Jobs knows of it once this is imported."""

from vintedbot_schemas.base import VintedId
from vintedbot_schemas.jobs import FormReferenceRead, ListingRead, ReadingAnswer, WardrobePage
from vintedbot_schemas.verbs import PublishListing, ReadFormReference, Relist, Restore, UpdateListing, Verb

from vintedbot.closets import service as closets
from vintedbot.jobs import service as jobs
from vintedbot.jobs.service import Brought, Ended
from vintedbot.kit.errors import InvalidInput

from . import changes, copies, details, drafts, form_references, notes, seen

READ_A_PAYLOAD: tuple[Verb, ...] = (
    "sync_listing", "update_listing", "relist", "restore", "publish_listing", "save_vinted_draft", "set_hidden", "delete_listing",
)  # fmt: skip
"""Verbs whose jobs may have an edit payload in their hands."""


async def take_wardrobe(brought: Brought, page: WardrobePage) -> ReadingAnswer:
    """`believed` false: read the whole list once more and say `confirmed`."""
    reading = await seen.take_page(brought.user_id, brought.closet_id, brought.job_id, page)
    if reading is None:
        return ReadingAnswer(believed=False)
    if reading.closed and reading.believed:
        await closets.synced(brought.closet_id, reading.count)
        await jobs.look_after(brought.closet_id, reading.began_at)
    return ReadingAnswer(believed=reading.believed)


async def take_form(brought: Brought, read: FormReferenceRead) -> ReadingAnswer:
    """Keeps what the form offers for the category that was asked for."""
    work = brought.work
    if not isinstance(work, ReadFormReference) or work.catalog_id != read.reference.catalog_id:
        raise InvalidInput("Not the category this job is about.", field="reading.reference.catalog_id")
    rules = (await closets.rules_of([brought.closet_id]))[0]
    if read.reference.country != rules.country:
        raise InvalidInput("Not this closet's country.", field="reading.reference.country")
    await form_references.keep(brought.user_id, read.reference)
    return ReadingAnswer()


async def take_listing(brought: Brought, read: ListingRead) -> ReadingAnswer:
    """Keeps an edit payload's fields, if the job is about that listing."""
    if read.item_id not in _items_of(brought):
        raise InvalidInput("Not a listing this job is about.", field="reading.item_id")
    await details.keep(brought.user_id, brought.closet_id, read.item_id, read.fields, read.photo_ids, read.photo_urls)
    return ReadingAnswer()


def _items_of(brought: Brought) -> set[VintedId | None]:
    facts, work = brought.facts, brought.work
    return {getattr(work, "item_id", None), facts.old_item_id, facts.new_item_id, facts.draft_id}


async def ended(job: Ended) -> None:
    """A listing's notes, details and draft go where the item goes."""
    if job.verb == "sync_listing":
        await copies.fill(job)
    if job.state != "done":
        return
    match job.work:
        case Relist(item_id=old) if job.facts.new_item_id is not None:
            await _moved(job, old, job.facts.new_item_id)
        case Restore(snapshot=snapshot, replaced_by=replaced_by) if job.facts.new_item_id is not None:
            if replaced_by is not None:  # what was written since the relist is newer than what was before it
                await _moved(job, replaced_by, job.facts.new_item_id)
            await _moved(job, snapshot.item_id, job.facts.new_item_id)
        case UpdateListing(item_id=item_id, change=change):
            await seen.changed(job.closet_id, item_id, change)
            read = await details.of(job.closet_id, item_id)
            if read is not None:
                fields = changes.applied(read.fields, change)
                await details.changed(job.closet_id, item_id, fields, photos=change.photos is not None)
        case PublishListing(content=content):
            made = job.facts.new_item_id or job.facts.draft_id
            if made is not None:
                await details.keep(job.user_id, job.closet_id, made, content.fields, job.facts.photo_ids)
        case _:
            return


async def _moved(job: Ended, old: VintedId, new: VintedId) -> None:
    await drafts.follows(job.user_id, old, new)
    await notes.follow(job.closet_id, old, new)
    await details.follow(job.closet_id, old, new, job.facts.photo_ids)


jobs.keeps_reading(WardrobePage, take_wardrobe, "sync_closet")
jobs.keeps_reading(FormReferenceRead, take_form, "read_form_reference")
jobs.keeps_reading(ListingRead, take_listing, *READ_A_PAYLOAD)
jobs.after(ended, "sync_listing", "update_listing", "relist", "restore", "publish_listing")
