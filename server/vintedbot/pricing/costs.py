"""What a seller paid for what a draft shows. It follows the draft to the notes of its listing, where it is kept from then on."""

from uuid import UUID

from vintedbot_schemas.base import Money
from vintedbot_schemas.pricing import DraftCost
from vintedbot_schemas.verbs import PublishListing

from vintedbot.jobs import service as jobs
from vintedbot.jobs.service import Ended
from vintedbot.kit.db import execute, fetchrow
from vintedbot.listings import service as listings


async def of(user_id: UUID, draft_id: UUID) -> Money | None:
    """None: not known."""
    row = await fetchrow("SELECT amount, currency FROM draft_costs WHERE draft_id = $1 AND user_id = $2", draft_id, user_id)
    return Money(amount=row["amount"], currency=row["currency"]) if row is not None else None


async def keep(user_id: UUID, draft_id: UUID, new: DraftCost) -> DraftCost:
    """Stores it in place of what was said before. Raises NotFound."""
    await listings.draft(user_id, draft_id)
    cost = new.purchase_cost
    if cost is None:
        await execute("DELETE FROM draft_costs WHERE draft_id = $1 AND user_id = $2", draft_id, user_id)
    else:
        await execute(
            """INSERT INTO draft_costs (draft_id, user_id, amount, currency) VALUES ($1, $2, $3, $4)
               ON CONFLICT (draft_id) DO UPDATE SET amount = EXCLUDED.amount, currency = EXCLUDED.currency""",
            draft_id, user_id, cost.amount, cost.currency,
        )  # fmt: skip
    return new


async def follow(job: Ended) -> None:
    """The draft became a listing."""
    made = job.facts.new_item_id or job.facts.draft_id
    if job.state != "done" or made is None or not isinstance(job.work, PublishListing):
        return
    cost = await of(job.user_id, job.work.draft_id)
    if cost is not None:
        await listings.cost_is(job.user_id, job.closet_id, made, cost)


jobs.after(follow, "publish_listing")
