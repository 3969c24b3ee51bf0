"""The tasks of the analysis domain."""

from datetime import timedelta
from uuid import UUID

from vintedbot.kit.tasks import periodic, sweeper, task

from . import learned, retention, run


@task(run.TASK, timeout=280, retries=3)
async def analyse(draft_id: UUID) -> None:
    """A draft's photos are looked at, and what nobody has touched is filled in."""
    await run.analyse(draft_id)


@sweeper("analysis.reconcile", why="an analysis whose task was given up must not say 'working' for ever")
async def reconcile() -> None:
    """The way back for analyses that wait without a task."""
    await retention.reconcile()


@periodic("analysis.daily", every=timedelta(days=1), timeout=1800, why="retention times are counted in days")
async def daily() -> None:
    """Keeps what people corrected before their drafts go, and forgets what was kept long enough."""
    await learned.learn_from_all()
    await retention.clear()
