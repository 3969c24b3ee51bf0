"""Whose subject a task works on next: of one user only a few at once, however many they have waiting, so that nobody waits for
another.

Lost with the process: the sweepers find again what waited.
"""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from .tasks import enqueue

AT_ONCE = 2
"""All places of the image processes, so that who is alone is not slower for it; somebody else waits for one of them at most."""


class Turns:
    """The turns of one task, whose subjects belong to users."""

    def __init__(self, task: str) -> None:
        self._task = task
        self._at_work: Counter[UUID] = Counter()
        self._waiting: defaultdict[UUID, dict[UUID, None]] = defaultdict(dict)
        """By user, in order."""

    @asynccontextmanager
    async def turn(self, user_id: UUID, subject: UUID) -> AsyncIterator[bool]:
        """Whether it is this subject's turn; if not it comes up again by itself, behind those that wait already."""
        if self._at_work[user_id] >= AT_ONCE:
            self._waiting[user_id][subject] = None
            yield False
            return
        self._at_work[user_id] += 1
        try:
            yield True
        finally:
            self._at_work[user_id] -= 1
            if not self._at_work[user_id]:
                del self._at_work[user_id]
        await self._next_of(user_id)

    async def _next_of(self, user_id: UUID) -> None:
        """Another of the user's subjects gets in line, behind whatever other people have had waiting meanwhile."""
        waiting = self._waiting.get(user_id)
        if not waiting:
            return
        subject = next(iter(waiting))
        del waiting[subject]
        if not waiting:
            del self._waiting[user_id]
        await enqueue(self._task, subject)
