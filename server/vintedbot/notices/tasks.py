"""The worker's share of live updates: numbering at each turn of the relay, and forgetting."""

from datetime import timedelta

from vintedbot.kit.tasks import each_turn, periodic

from . import service

each_turn(service.number_and_tell)


@periodic("notices.clear", every=timedelta(days=1), timeout=300, why="events are kept for a day")
async def clear() -> None:
    """Ends what was kept long enough."""
    await service.clear()
