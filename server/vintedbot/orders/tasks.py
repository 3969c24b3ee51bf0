"""The orders' share of the worker. Imported by web and worker alike, so both know who keeps the orders."""

from datetime import timedelta

from vintedbot.kit.tasks import periodic

from . import board, labels
from . import readings as readings


@periodic("orders.clean", every=timedelta(days=1), timeout=300, why="retention times are counted in days")
async def daily() -> None:
    """Forgets buyers' names and labels whose time is over."""
    await board.forget_names()
    await labels.clear()
