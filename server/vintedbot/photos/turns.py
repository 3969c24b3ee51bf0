"""Whose picture is worked on next: of one user only a few at once, however many they have waiting, so that nobody waits for
another.

Lost with the process: the sweepers find again what waited.
"""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from vintedbot.kit.tasks import enqueue

AT_ONCE = 2
"""All places of the pool, so that who is alone is not slower for it; somebody else waits for one picture at most."""


class Turns:
    """The turns of one task, whose subjects are photos."""

    def __init__(self, task: str) -> None:
        self._task = task
        self._at_work: Counter[UUID] = Counter()
        self._waiting: defaultdict[UUID, dict[UUID, None]] = defaultdict(dict)
        """By user, in order."""

    @asynccontextmanager
    async def turn(self, user_id: UUID, photo_id: UUID) -> AsyncIterator[bool]:
        """Whether it is this photo's turn; if not it comes up again by itself, behind those that wait already."""
        if self._at_work[user_id] >= AT_ONCE:
            self._waiting[user_id][photo_id] = None
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
        """Another of the user's photos gets in line, behind whatever other people have had waiting meanwhile."""
        waiting = self._waiting.get(user_id)
        if not waiting:
            return
        photo_id = next(iter(waiting))
        del waiting[photo_id]
        if not waiting:
            del self._waiting[user_id]
        await enqueue(self._task, photo_id)
