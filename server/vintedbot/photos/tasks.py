"""The tasks of the photos domain."""

from datetime import timedelta
from uuid import UUID

from vintedbot.kit.tasks import periodic, sweeper, task

from . import editing, intake, reading, retention


@task("photos.process", timeout=130, retries=10)
async def process(photo_id: UUID) -> None:
    """A photo whose bytes are all here is taken in."""
    await intake.process(photo_id)


@sweeper("photos.reconcile", why="a killed worker keeps its claim for minutes; the person looks at the tile")
async def reconcile() -> None:
    """The way back for photos that wait without a task."""
    await intake.reconcile()


@task("photos.read", timeout=600)
async def read(user_id: UUID) -> None:
    """What is written on a person's new photos is read."""
    await reading.read(user_id)


@sweeper("photos.reread", why="until a photo is read, its size tells nothing to the grouping")
async def reread() -> None:
    """The way back for photos that wait to be read without a task."""
    await reading.reconcile()


@task("photos.render", timeout=200, retries=10)
async def render(photo_id: UUID) -> None:
    """A photo's operations are drawn."""
    await editing.render(photo_id)


@sweeper("photos.redraw", why="a photo whose edit waits is published in no draft")
async def redraw() -> None:
    """The way back for drawings that wait without a task."""
    await editing.reconcile()


@periodic("photos.retain", every=timedelta(days=1), timeout=3600, why="retention times are counted in days")
async def retain() -> None:
    """Gives up what has been kept long enough."""
    await retention.daily()


@periodic(
    "photos.clear", every=timedelta(hours=1), timeout=300, why="what lies in incoming may carry a place; a week is the promise"
)
async def clear() -> None:
    """Ends what nobody went on with."""
    await intake.clear()
