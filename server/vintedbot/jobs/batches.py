"""Bulk acts: preview and start of those on listings; of all of them how they stand, stop what has not started, retry what failed.

The preview and the start ask the same rules (`bulk`), so what was shown is what is done, unless the closet changed in between.
A bulk act is wished by a person and paced as if nobody pressed: nobody waits at the screen for two hundred listings.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.batches import Batch, BatchAct, BatchCounts, BatchPage, BulkItem, BulkPreview, BulkRequest
from vintedbot_schemas.verbs import Verb, Work

from vintedbot.closets import service as closets
from vintedbot.kit.db import Record, execute, fetch, fetchrow, fetchval, transaction, uuid7
from vintedbot.kit.errors import NotFound
from vintedbot.kit.http import Paging
from vintedbot.kit.process import current
from vintedbot.listings import service as listings
from vintedbot.listings.service import KnownItem

from . import budget, bulk, bulk_drafts, effects, estimate, keepers, pacing, rows, wishes
from .errors import NothingChosen, WrongState
from .verbs import PLANS

WORD: dict[str, str] = {
    "waiting_approval": "waiting", "queued": "waiting",
    "leased": "doing", "running": "doing", "parked": "doing",
    "needs_person": "needs_you", "unknown": "needs_you",
    "done": "done", "failed": "failed", "expired": "failed", "cancelled": "stopped",
}  # fmt: skip
"""The word of `BatchCounts` for each state of a job."""


class Chosen(Struct, frozen=True, kw_only=True):
    """One listing of a request, with what becomes of it."""

    item_id: VintedId
    item: KnownItem | None
    plan: bulk.Plan


async def preview(user_id: UUID, request: BulkRequest) -> BulkPreview:
    """What would happen. Nothing is written. Raises NotFound, InvalidInput."""
    rules = await closets.owned(user_id, request.closet_id)
    chosen = await _chosen(rules, request)
    verb = bulk.VERBS[type(request.act)]
    count = sum(each.plan.excluded is None for each in chosen)
    closet, waiting = await day_of(rules)
    now = await clock()
    used = budget.used(closet.spent, now).cost
    span = estimate.span(waiting, [verb] * count, closet, now, current().settings.pace)
    cost = PLANS[verb].cost
    return BulkPreview(
        items=[_shown(each) for each in chosen],
        count=count,
        writes_needed=count * cost.writes,
        writes_left=max(0, closet.limits.writes - used.writes),
        relists_needed=count * cost.relists,
        relists_left=max(0, closet.limits.relists - used.relists),
        starts_at=span.starts_at,
        ends_at=span.ends_at,
    )


async def start(user_id: UUID, request: BulkRequest) -> Batch:
    """Makes the jobs of all that is not left out. Raises NotFound, InvalidInput, NothingChosen."""
    batch_id = uuid7()
    async with transaction():
        rules = await closets.owned(user_id, request.closet_id)
        await rows.lock_closet(rules.id)
        chosen = [each for each in await _chosen(rules, request) if each.plan.excluded is None]
        if not chosen:
            raise NothingChosen
        await execute(
            "INSERT INTO job_batches (id, user_id, closet_id, act, created_at) VALUES ($1, $2, $3, $4, clock_timestamp())",
            batch_id, user_id, rules.id, rows.encoded(request.act),
        )  # fmt: skip
        for each in chosen:
            assert each.item is not None
            work = bulk.wish(request.act, each.item, each.plan.new_price)
            subject = wishes.Subject(title=each.item.title, photo_url=each.item.photo_url, item_id=each.item_id)
            await wishes.insert(user_id, rules.id, work, subject, wishes.Wished(pressed=False, batch_id=batch_id))
    return await one(user_id, batch_id)


async def one(user_id: UUID, batch_id: UUID) -> Batch:
    """How a bulk act stands. Raises NotFound."""
    row = await fetchrow("SELECT * FROM job_batches WHERE id = $1 AND user_id = $2", batch_id, user_id)
    if row is None:
        raise NotFound
    return (await _batches([row]))[0]


async def page(user_id: UUID, paging: Paging) -> BatchPage:
    """The user's bulk acts, newest first."""
    position = paging.position(UUID)
    found = await fetch(
        "SELECT * FROM job_batches WHERE user_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3",
        user_id, position[0] if position else None, paging.limit + 1,
    )  # fmt: skip
    cut, following = paging.cut(found, lambda row: (row["id"],))
    return BatchPage(items=await _batches(cut), next=following)


async def stop(user_id: UUID, batch_id: UUID) -> Batch:
    """Cancels what has not started; what has goes on to its end. Raises NotFound."""
    async with transaction():
        batch = await one(user_id, batch_id)
        now = await rows.lock_closet(batch.closet_id)
        for row in await fetch(
            """SELECT id FROM jobs WHERE batch_id = $1 AND NOT begun AND state IN ('queued', 'leased', 'waiting_approval')
               ORDER BY id""",
            batch_id,
        ):
            held = await rows.lock(user_id, row["id"])
            if held.hands.job_id == held.job.id:
                await rows.free_hands(batch.closet_id)
            await execute(
                """UPDATE jobs SET state = 'cancelled', changed_by = 'person', reason = 'stopped', next_at = NULL, ended_at = $2
                   WHERE id = $1""",
                held.job.id, now,
            )  # fmt: skip
            await effects.gave_up(msgspec.structs.replace(held.job, state="cancelled"), now)
    return await one(user_id, batch_id)


async def retry(user_id: UUID, batch_id: UUID) -> Batch:
    """Wishes once more for what failed, and for nothing else; a draft is published as it is now.

    Raises NotFound, and WrongState when nothing failed, or nothing of it can be tried.
    """
    async with transaction():
        batch = await one(user_id, batch_id)
        failed = [row for row in await _newest([batch_id]) if WORD[row["state"]] == "failed"]
        # a draft is locked before its closet, as by a press
        ready = await bulk_drafts.frozen(user_id, [row["draft_id"] for row in failed if row["draft_id"] is not None])
        await rows.lock_closet(batch.closet_id)
        again = 0
        for row in await _newest([batch_id]):
            if WORD[row["state"]] != "failed":
                continue
            if row["draft_id"] is not None:
                again += await bulk_drafts.insert(user_id, batch.closet_id, ready.get(row["draft_id"]), batch_id)
                continue
            work = msgspec.json.decode(row["work"], type=Work)
            subject = wishes.Subject(title=row["title"], photo_url=row["photo_url"], item_id=row["item_id"])
            if await _is_busy(batch.closet_id, row["item_id"]):
                continue
            await wishes.insert(user_id, batch.closet_id, work, subject, wishes.Wished(pressed=False, batch_id=batch_id))
            again += 1
        if not again:
            raise WrongState(state="over" if batch.is_over else "under_way")
    return await one(user_id, batch_id)


async def _newest(batch_ids: Sequence[UUID]) -> list[Record]:
    """For each listing or draft of the batches its newest job: one that was retried stands as the retry does."""
    return await fetch(
        """SELECT DISTINCT ON (batch_id, item_id, draft_id) batch_id, item_id, draft_id, state, work, title, photo_url, next_at,
               ended_at FROM jobs
           WHERE batch_id = ANY($1) ORDER BY batch_id, item_id, draft_id, created_at DESC, id DESC""",
        list(batch_ids),
    )


async def _batches(found: Sequence[Record]) -> list[Batch]:
    newest = await _newest([row["id"] for row in found]) if found else []
    return [_batch(row, [job for job in newest if job["batch_id"] == row["id"]]) for row in found]


def _batch(row: Record, jobs: Sequence[Record]) -> Batch:
    words = [WORD[job["state"]] for job in jobs]
    ahead = [job["next_at"] for job in jobs if job["ended_at"] is None and job["next_at"] is not None]
    return Batch(
        id=row["id"],
        closet_id=row["closet_id"],
        act=msgspec.json.decode(row["act"], type=BatchAct),
        counts=BatchCounts(**{name: words.count(name) for name in BatchCounts.__struct_fields__}),
        created_at=row["created_at"],
        next_at=min(ahead, default=None),
        is_over=not any(job["ended_at"] is None for job in jobs),
    )


async def _chosen(rules: closets.Rules, request: BulkRequest) -> list[Chosen]:
    bulk.check(request.act)
    item_ids = list(dict.fromkeys(request.item_ids))
    known = await listings.known_items(rules.id, item_ids)
    busy = await _busy(rules.id, item_ids)
    relisted = await _relisted(rules.id, item_ids)
    offered = await keepers.threads().open_offers(rules.id, item_ids)
    rest, now = budget.cooldown(current().settings.ceilings), await clock()
    off = rules.switched_off(bulk.VERBS[type(request.act)])

    def planned(item_id: VintedId) -> bulk.Plan:
        since = relisted.get(item_id)
        around = bulk.Around(
            busy=item_id in busy,
            switched_off=off,
            rests_until=since + rest if since is not None else None,
            open_offer=item_id in offered,
            now=now,
        )
        return bulk.plan(request.act, known.get(item_id), around)

    return [Chosen(item_id=item_id, item=known.get(item_id), plan=planned(item_id)) for item_id in item_ids]


def _shown(each: Chosen) -> BulkItem:
    item = each.item
    return BulkItem(
        item_id=each.item_id,
        title=item.title if item else "",
        photo_url=item.photo_url if item else None,
        price=item.price if item else None,
        new_price=each.plan.new_price,
        excluded=each.plan.excluded,
    )


async def _busy(closet_id: UUID, item_ids: Sequence[VintedId]) -> set[VintedId]:
    found = await fetch(
        """SELECT item_id FROM jobs WHERE closet_id = $1 AND item_id = ANY($2) AND writing AND ended_at IS NULL
               AND member_id IS NULL""",
        closet_id, item_ids,
    )  # fmt: skip
    return {row["item_id"] for row in found}


async def _is_busy(closet_id: UUID, item_id: VintedId) -> bool:
    return bool(await _busy(closet_id, [item_id]))


async def _relisted(closet_id: UUID, item_ids: Sequence[VintedId]) -> dict[VintedId, datetime]:
    """When each of these was last relisted, by itself or as the listing it came from."""
    found = await fetch(
        """SELECT i.item_id, max(s.at) AS at FROM unnest($2::bigint[]) AS i (item_id)
           JOIN closet_spend s ON s.closet_id = $1 AND s.relists > 0 AND (s.item_id = i.item_id OR s.new_item_id = i.item_id)
           GROUP BY i.item_id""",
        closet_id, item_ids,
    )  # fmt: skip
    return {row["item_id"]: row["at"] for row in found}


async def day_of(rules: closets.Rules) -> tuple[estimate.Closet, list[Verb]]:
    """The closet's day, and the verbs of the writing jobs that wait already."""
    row = await fetchrow("SELECT * FROM closet_hands WHERE closet_id = $1", rules.id)
    names = pacing.Last.__struct_fields__
    closet = estimate.Closet(
        time_zone=rules.time_zone,
        active_from=rules.active_from,
        active_until=rules.active_until,
        limits=budget.lowered(rules, current().settings.ceilings),
        last=pacing.Last(**{name: row[name] if row is not None else None for name in names}),
        spent=await rows.spent_in_window(rules.id),
    )
    waiting = await fetch(
        "SELECT verb FROM jobs WHERE closet_id = $1 AND state = 'queued' AND writing AND NOT begun ORDER BY id LIMIT 500",
        rules.id,
    )
    return closet, [each["verb"] for each in waiting]


async def clock() -> datetime:
    """What the database's clock says."""
    now: datetime = await fetchval("SELECT clock_timestamp()")
    return now
