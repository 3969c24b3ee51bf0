"""One open socket's place in the stream: what it has been sent, what waits for it, and why it has to close.

Knows neither socket nor Redis, so that its rules can be tried by themselves. It holds no more than `WAITING_MOST` events: what
does not follow on the last one is fetched from PostgreSQL, and who reads too slowly is let go and comes back with a number.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from enum import IntEnum

from . import service
from .service import Numbered
from .tickets import Holder

WAITING_MOST = 200


class Close(IntEnum):
    """Why a socket is closed, as its close code (RFC 6455: 4000 and up are an application's own)."""

    GOING_AWAY = 1001
    BROKEN = 1011
    TOO_SLOW = 1013
    BAD_FRAME = 4400
    NOT_SIGNED_IN = 4401
    TOO_LATE = 4408
    TOO_MANY = 4429


class Listener:
    """`sent`: the number of the last event that went out."""

    def __init__(self, holder: Holder, sent: int) -> None:
        self.holder = holder
        self.sent = sent
        self.closing: Close | None = None
        self._waiting: deque[Numbered] = deque()
        self._behind = True
        self._wake = asyncio.Event()
        self._wake.set()

    def hear(self, events: Sequence[Numbered]) -> None:
        """Events that were told to this process, perhaps not all, perhaps again."""
        for event in events:
            newest = self._waiting[-1].number if self._waiting else self.sent
            if self._behind or event.number > newest + 1:
                self.look()
                return
            if event.number == newest + 1:
                self._waiting.append(event)
        if len(self._waiting) > WAITING_MOST:
            self._waiting.clear()
            self.close(Close.TOO_SLOW)
        if self._waiting:
            self._wake.set()

    def look(self) -> None:
        """Something may have been missed: what there is is read from where it is kept."""
        self._behind = True
        self._waiting.clear()
        self._wake.set()

    def knows(self, number: int) -> bool:
        """Whether this event went out, or is about to."""
        return self._behind or number <= (self._waiting[-1].number if self._waiting else self.sent)

    def close(self, why: Close) -> None:
        """Ends it; the first reason stands."""
        self.closing = self.closing or why
        self._wake.set()

    async def next(self, patience: float) -> list[Numbered] | None:
        """What is to be sent next, empty after `patience` seconds of nothing; None: start over from `sent`."""
        try:
            async with asyncio.timeout(patience):
                await self._wake.wait()
        except TimeoutError:
            return []
        self._wake.clear()
        if self.closing:
            return []
        if not self._behind:
            events = list(self._waiting)
            self._waiting.clear()
        else:
            self._behind = False
            missed = await service.since(self.holder.user_id, self.sent)
            if missed is None:
                self.sent = (await service.last_numbers([self.holder.user_id])).get(self.holder.user_id, 0)
                self._waiting.clear()
                return None
            events = missed
            while self._waiting and events and self._waiting[0].number <= events[-1].number:
                self._waiting.popleft()
        if events:
            self.sent = events[-1].number
        return events
