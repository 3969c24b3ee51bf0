"""The inbox's share of the worker. Imported by web and worker alike, so both know who keeps the conversations."""

from datetime import timedelta

from vintedbot.kit.tasks import periodic

from . import keeper as keeper
from . import readings as readings
from . import threads


@periodic("inbox.clean", every=timedelta(days=1), timeout=300, why="retention times are counted in days")
async def daily() -> None:
    """Forgets conversations and notifications whose time is over."""
    await threads.clear()
