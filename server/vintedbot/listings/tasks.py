"""The tasks of the listings domain. Imported by web and worker alike, so both know who keeps what jobs ask for and bring."""

from datetime import timedelta

from vintedbot.kit.tasks import periodic

from . import copies, drafts, form_references, seen, templates, templates_use
from . import publishing as publishing
from . import readings as readings


@periodic(
    "listings.clear",
    every=timedelta(hours=6),
    timeout=300,
    why="thirty days are promised; a quarter of a day more is within them",
)
async def clear() -> None:
    """Ends drafts and templates thrown away long ago, listings gone long ago, and what Vinted's form offered too long ago."""
    await drafts.clear()
    await templates.clear()
    await templates_use.clear()
    await seen.forget()
    await form_references.forget()
    await copies.clear()
