"""What the clock does, once a minute: ends leases that ran out, lets wishes expire, and sees to leftovers.

Nothing is handed to devices from here: they ask. So a lost queue costs at most the minute until the next round.
"""

from datetime import timedelta

from vintedbot_schemas.verbs import DeleteListing

from vintedbot.kit.db import execute, fetch, transaction
from vintedbot.kit.process import current
from vintedbot.settings import RETENTION

from . import budget, effects, goes, journals, leases, rows, snapshots, wishes

LEFTOVER_EVERY = timedelta(days=1)


async def sweep() -> None:
    """One round."""
    await leases.end_lapsed()
    await expire()
    await give_up_waiting()
    await try_leftovers()
    await journals.settle_due()


async def expire() -> None:
    """Ends what nobody's hands took, and cards nobody looked at, in time; each keeps what it had waited for."""
    for row in await fetch(
        """SELECT id, user_id FROM jobs WHERE state IN ('queued', 'waiting_approval')
               AND expires_at <= clock_timestamp() ORDER BY expires_at LIMIT 500"""
    ):
        async with transaction():
            held = await rows.lock(row["user_id"], row["id"])
            if held.job.state in ("queued", "waiting_approval") and not held.job.begun and held.job.expires_at <= held.now:
                await effects.expire(held, await goes.waits_for(held))


async def give_up_waiting() -> None:
    """Ends what was opened on Vinted for a person who did not come."""
    for row in await fetch(
        """SELECT id, user_id FROM jobs WHERE state = 'needs_person' AND verb = 'open_on_vinted'
               AND next_at <= clock_timestamp() LIMIT 500"""
    ):
        async with transaction():
            held = await rows.lock(row["user_id"], row["id"])
            if held.job.state == "needs_person" and held.job.next_at is not None and held.job.next_at <= held.now:
                await effects.expire(held, None)


async def try_leftovers() -> None:
    """Queues one try a day to delete what a relist left; each try first proves the new listing active (rule: leftover_look)."""
    for row in await fetch(
        """SELECT r.id, r.user_id, r.closet_id, r.leftover_item_id, r.title, r.photo_url, (r.facts->>'new_item_id')::bigint AS new
           FROM jobs r WHERE r.leftover_item_id IS NOT NULL AND r.facts->>'new_item_id' IS NOT NULL
               AND r.ended_at < clock_timestamp() - $1::interval
               AND NOT EXISTS (SELECT 1 FROM jobs d WHERE d.closet_id = r.closet_id AND d.item_id = r.leftover_item_id
                   AND d.id > r.id AND (d.ended_at IS NULL OR d.created_at > clock_timestamp() - $1::interval))
           ORDER BY r.id LIMIT 500""",
        LEFTOVER_EVERY,
    ):
        work = DeleteListing(item_id=row["leftover_item_id"], replaced_by=row["new"])
        subject = wishes.Subject(title=row["title"], photo_url=row["photo_url"], item_id=row["leftover_item_id"])
        try:
            async with transaction():
                await rows.lock_closet(row["closet_id"])
                await wishes.insert(row["user_id"], row["closet_id"], work, subject, wishes.Wished(pressed=False, origin="rule"))
        except wishes.ItemBusy:
            continue  # a worker beside us was faster, or the person works on it


async def clean() -> None:
    """Forgets what nobody can use any more: snapshots, whose bytes photos are, budget rows, journals, whom a card addressed."""
    await snapshots.forget()
    cooldown = budget.cooldown(current().settings.ceilings)
    await execute(
        "DELETE FROM closet_spend WHERE NOT open AND at < clock_timestamp() - $1::interval",
        max(cooldown, budget.WINDOW) + timedelta(days=1),
    )
    await journals.forget()
    await execute(
        """UPDATE jobs SET title = CASE WHEN item_id IS NULL THEN '' ELSE title END,
               work = jsonb_set(jsonb_set(work, '{card,recipient,login}', '""'), '{card,recipient,photo_url}', 'null')
           WHERE member_id IS NOT NULL AND ended_at < clock_timestamp() - $1::interval
               AND work #>> '{card,recipient,login}' <> ''""",
        RETENTION["buyer_name"],
    )
