"""The edit payloads that are read in the background: ten a day and closet, so that what is said of listings does not grow old."""

from datetime import timedelta

from vintedbot_schemas.verbs import SyncListing

from vintedbot.closets import service as closets
from vintedbot.kit.db import fetch, fetchval, transaction
from vintedbot.kit.process import current
from vintedbot.listings import service as listings

from . import budget, pacing, rows, wishes
from .verbs import PLANS

A_DAY = 10
LIVES = timedelta(days=1)
"""What was not read today is chosen anew tomorrow."""


async def refresh() -> None:
    """One listing per closet inside its hours and budget; an hour later the next."""
    for rules in await closets.open_closets():
        async with transaction():
            now = await rows.lock_closet(rules.id)
            if pacing.opens_at(
                now, time_zone=rules.time_zone, active_from=rules.active_from, active_until=rules.active_until
            ) > now or rules.switched_off("sync_listing"):  # fmt: skip
                continue
            await _one(rules)


async def _one(rules: closets.Rules) -> None:
    asked = await fetch(
        """SELECT item_id, origin FROM jobs WHERE closet_id = $1 AND verb = 'sync_listing' AND item_id IS NOT NULL
               AND created_at > clock_timestamp() - interval '24 hours'""",
        rules.id,
    )
    if sum(row["origin"] == "rule" for row in asked) >= A_DAY:
        return
    now = await fetchval("SELECT clock_timestamp()")
    limits = budget.lowered(rules, current().settings.ceilings)
    taken = budget.used(await rows.spent_in_window(rules.id), now).cost
    if not budget.fits(PLANS["sync_listing"].cost, taken, limits):
        return
    for item_id in await listings.stalest(rules.id, [row["item_id"] for row in asked], 1):
        item = await listings.named(rules.user_id, rules.id, item_id)
        await wishes.insert(
            rules.user_id,
            rules.id,
            SyncListing(item_id=item_id),
            wishes.Subject(title=item.title, photo_url=item.photo_url, item_id=item_id),
            wishes.Wished(pressed=False, origin="rule", lives=LIVES),
        )
