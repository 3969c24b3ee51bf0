"""Publishing many drafts: preview and start. How the batch stands, its stop and its retry are those of every batch."""

from uuid import UUID

from vintedbot_schemas.batches import Batch, BulkDraft, BulkPublish, DraftsLook, DraftsPreview, PublishDrafts
from vintedbot_schemas.verbs import Verb

from vintedbot.closets import service as closets
from vintedbot.kit.db import execute, transaction, uuid7
from vintedbot.kit.process import current

from . import batches, budget, bulk_drafts, drafts, estimate, rows
from .errors import NothingChosen, SwitchedOff
from .verbs import PLANS

VERB: Verb = "publish_listing"


async def preview(user_id: UUID, asked: DraftsLook) -> DraftsPreview:
    """What would happen, with each draft's rule check. Nothing is written. Raises NotFound for a closet."""
    rules = await closets.owned(user_id, asked.closet_id)
    looks = await drafts.looked_at(user_id, asked.draft_ids, check=True)
    off = rules.switched_off(VERB)
    items = []
    for draft_id in dict.fromkeys(asked.draft_ids):
        look = looks.get(draft_id)
        items.append(
            BulkDraft(
                draft_id=draft_id,
                revision=look.revision if look else 0,
                title=look.title if look else "",
                photo_id=look.photo_id if look else None,
                price=look.price if look else None,
                excluded=bulk_drafts.excluded(look, rules.country, switched_off=off),
                problems=look.problems if look else [],
            )
        )
    count = sum(each.excluded is None for each in items)
    closet, waiting = await batches.day_of(rules)
    now = await batches.clock()
    span = estimate.span(waiting, [VERB] * count, closet, now, current().settings.pace)
    return DraftsPreview(
        items=items,
        count=count,
        writes_needed=count * PLANS[VERB].cost.writes,
        writes_left=max(0, closet.limits.writes - budget.used(closet.spent, now).cost.writes),
        starts_at=span.starts_at,
        ends_at=span.ends_at,
    )


async def start(user_id: UUID, wanted: PublishDrafts) -> Batch:
    """Makes the jobs of all that can be published as they were looked at. Raises NotFound, SwitchedOff, NothingChosen."""
    batch_id = uuid7()
    async with transaction():
        rules = await closets.owned(user_id, wanted.closet_id)
        if rules.switched_off(VERB):
            raise SwitchedOff(verb=VERB, country=rules.country)
        revisions = {each.draft_id: each.revision for each in wanted.drafts}
        # a draft is locked before its closet, as by a press
        ready = await bulk_drafts.frozen(user_id, list(revisions), revisions, rules.country)
        await rows.lock_closet(rules.id)
        await execute(
            "INSERT INTO job_batches (id, user_id, closet_id, act, created_at) VALUES ($1, $2, $3, $4, clock_timestamp())",
            batch_id, user_id, rules.id, rows.encoded(BulkPublish()),
        )  # fmt: skip
        made = [await bulk_drafts.insert(user_id, rules.id, ready.get(draft_id), batch_id) for draft_id in revisions]
        if not any(made):
            raise NothingChosen
    return await batches.one(user_id, batch_id)
