"""The closets domain's share of the worker."""

from datetime import timedelta

from vintedbot.kit.tasks import periodic

from . import rests


@periodic("closets.clean", every=timedelta(days=1), timeout=300, why="retention times are counted in days")
async def daily() -> None:
    await rests.forget()
