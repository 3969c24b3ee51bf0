"""The diary of every request, and waiting for one that looks a certain way."""

import asyncio
import re
import time
from dataclasses import asdict, dataclass, field
from typing import Literal

from .http import Request

Phase = Literal["received", "held", "answered", "dropped"]
ORDER: tuple[Phase, ...] = ("received", "held", "answered", "dropped")
KEPT_HEADERS = (
    "origin", "referer", "content-type", "content-length", "x-csrf-token", "x-anon-id", "x-upload-form", "sec-fetch-site",
    "sec-fetch-mode", "x-enable-multiple-size-groups", "x-enable-dynamic-attribute-condition",
    "x-enable-dynamic-attribute-size", "x-enable-dynamic-attribute-video-game-rating", "user-agent", "platform", "x-next-app",
    "locale", "x-money-object",
)  # fmt: skip


@dataclass
class Entry:
    """`applied` says that the request changed Vinted's state, whatever its sender was told."""

    seq: int
    at: float
    method: str
    host: str
    path: str
    query: str
    headers: dict[str, str]
    member: int | None
    phase: Phase = "received"
    status: int | None = None
    applied: bool = False
    fault: int | None = None
    seconds: float = 0
    client_gone: bool = False


@dataclass
class Log:
    entries: list[Entry] = field(default_factory=list)
    last: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, request: Request, member: int | None) -> Entry:
        headers = {name: request.headers[name] for name in KEPT_HEADERS if name in request.headers}
        self.last += 1
        entry = Entry(self.last, time.time(), request.method, request.host, request.path, request.query_string, headers, member)
        self.entries.append(entry)
        self.changed()
        return entry

    def changed(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def clear(self) -> None:
        """Forgets the entries but goes on counting, so that a number once seen never means another request."""
        self.entries = []

    def find(self, method: str, path_regex: str, after: int, phase: Phase) -> Entry | None:
        """The first entry after a number that has come at least to this phase; "dropped" means exactly that."""
        pattern = re.compile(path_regex)
        for entry in self.entries:
            reached = entry.phase == phase if phase in ("held", "dropped") else ORDER.index(entry.phase) >= ORDER.index(phase)
            target = f"{entry.path}?{entry.query}" if entry.query else entry.path
            if entry.seq > after and reached and method.upper() in ("", entry.method) and pattern.search(target):
                return entry
        return None

    async def wait(self, method: str, path_regex: str, after: int, phase: Phase, timeout: float) -> Entry | None:
        """As `find`, waiting up to `timeout` seconds for it."""
        deadline = time.monotonic() + timeout
        while (entry := self.find(method, path_regex, after, phase)) is None:
            changed, left = self._changed, deadline - time.monotonic()
            if left <= 0:
                return None
            try:
                await asyncio.wait_for(changed.wait(), left)
            except TimeoutError:
                return self.find(method, path_regex, after, phase)
        return entry


def shape(entry: Entry) -> dict[str, object]:
    return asdict(entry)
