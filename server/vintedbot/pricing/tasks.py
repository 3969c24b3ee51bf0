"""The pricing domain's share of the worker. Imported by web and worker alike, so both know who keeps seen prices."""

from datetime import timedelta
from uuid import UUID

from vintedbot.kit.tasks import periodic, task

from . import comparables, markets, observations
from . import costs as costs


@task("pricing.observe", timeout=300)
async def observe(closet_id: UUID) -> None:
    """What a sync brought of own listings and sales is taken over."""
    for market_id in await observations.observe(closet_id):
        await markets.look(market_id)


@task("pricing.look", timeout=60)
async def look(market_id: UUID) -> None:
    """A search brought prices: perhaps enough of them."""
    await markets.look(market_id)


@task("pricing.train", timeout=markets.TRAINING_S + 60, retries=2)
async def train(market_id: UUID) -> None:
    """Enough was observed of a market since its model was trained."""
    await markets.train(market_id)


@periodic("pricing.refresh", every=timedelta(hours=6), timeout=300, why="a model grows old by the fortnight; a day would do")
async def refresh() -> None:
    """Trains the markets that are due, also after a training that was lost."""
    await markets.look_everywhere()


@periodic("pricing.clean", every=timedelta(days=1), timeout=300, why="retention times are counted in days")
async def daily() -> None:
    """Forgets prices seen too long ago, and copies of models that were replaced."""
    await comparables.clear()
    await markets.clear()
