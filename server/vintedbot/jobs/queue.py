"""Which job is done next, said without a database: the rule that `leases.PICK` says in SQL, and what it is simulated by.

Person, then age. Reading comes after writing of the same standing. A job that waits for the budget is not overtaken by a younger
one that takes of the same, or a big one would wait for ever while small ones go by.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct

from . import budget
from .verbs import Cost


class Waiting(Struct, frozen=True, kw_only=True):
    """A job in the queue. `age`: smaller is older; `due`: not before; `begun`: its cost is reserved already."""

    age: int
    pressed: bool
    writing: bool
    cost: Cost
    due: datetime
    expires_at: datetime
    begun: bool = False


def before(job: Waiting) -> tuple[bool, int]:
    """Person, then age."""
    return (not job.pressed, job.age)


def first(
    waiting: Sequence[Waiting], taken: Cost, limits: Cost, now: datetime, ready: Callable[[Waiting], bool]
) -> Waiting | None:
    """The job to be leased now. `waiting`: those the closet lets through; `ready`: whether the pause before it is over."""
    able: list[Waiting] = []
    waited_for: set[str] = set()
    """Of what there is too little left for a job that stands before."""
    for job in sorted(waiting, key=before):
        if job.due > now or (job.expires_at <= now and not job.begun):
            continue
        lacks = set[str]() if job.begun else budget.lacking(job.cost, taken, limits)
        if job.begun or (not lacks and not any(getattr(job.cost, name) for name in waited_for) and ready(job)):
            able.append(job)
        if lacks and budget.fits(job.cost, Cost(), limits):
            waited_for |= lacks
    return min(able, key=lambda job: (not job.pressed, not job.writing, job.age), default=None)
