"""Faults a test arms: which requests they meet, how often, and what then happens to the request.

A fault counts the requests that match it; from the `nth` on it strikes `times` times (`null`: until cleared).
What each kind does to the traffic is in `app.py`.
"""

import asyncio
import itertools
import re
from typing import Literal

import msgspec

from .http import Request
from .refusals import ROWS, Details

Kind = Literal["refusal", "500", "drop_before", "drop_after", "delay", "hold", "switch_account", "slow"]


class Match(msgspec.Struct, forbid_unknown_fields=True):
    """Empty fields match everything. `path_regex` is searched in path and query; `member` is the signed-in member's id."""

    method: str = ""
    path_regex: str = ""
    host_regex: str = ""
    member: int | None = None
    nth: int = 1


class FaultSpec(msgspec.Struct, forbid_unknown_fields=True):
    """One fault. `row` and `details` are for refusals; `applied` lets a refused write take effect first (also for "500")."""

    kind: Kind
    match: Match = msgspec.field(default_factory=Match)
    times: int | None = 1
    row: int | None = None
    details: Details = msgspec.field(default_factory=Details)
    applied: bool = False
    seconds: float = 0
    ms: float = 0
    member: int | None = None


class Fault:
    def __init__(self, fault_id: int, spec: FaultSpec) -> None:
        self.id, self.spec = fault_id, spec
        self.pattern, self.host = re.compile(spec.match.path_regex), re.compile(spec.match.host_regex)
        self.seen = self.struck = 0
        self.released = asyncio.Event()

    @property
    def spent(self) -> bool:
        return self.spec.times is not None and self.struck >= self.spec.times

    def meets(self, request: Request, member: int | None) -> bool:
        match = self.spec.match
        target = f"{request.path}?{request.query_string}" if request.query_string else request.path
        return (
            match.method.upper() in ("", request.method)
            and (match.member is None or match.member == member)
            and bool(self.host.search(request.host))
            and bool(self.pattern.search(target))
        )

    def shape(self) -> dict[str, object]:
        return {"id": self.id, "seen": self.seen, "struck": self.struck, "spent": self.spent, "spec": self.spec}


class Faults:
    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self.armed: dict[int, Fault] = {}

    def arm(self, spec: FaultSpec) -> Fault:
        """Raises ValueError for a specification that could never do what it says."""
        if spec.kind == "refusal" and spec.row not in ROWS:
            raise ValueError("a refusal needs row 1 to 16")
        if spec.kind == "switch_account" and spec.member is None:
            raise ValueError("switch_account needs the other member's id")
        if spec.kind == "hold" and spec.seconds <= 0:
            raise ValueError("hold needs the seconds after which it lets go by itself")
        fault = Fault(next(self._ids), spec)
        self.armed[fault.id] = fault
        return fault

    def take(self, request: Request, member: int | None) -> Fault | None:
        """The first armed fault that strikes this request; every fault that meets it counts it."""
        striking = None
        for fault in self.armed.values():
            if fault.spent or not fault.meets(request, member):
                continue
            fault.seen += 1
            if striking is None and fault.seen >= fault.spec.match.nth:
                fault.struck += 1
                striking = fault
        return striking

    def clear(self, fault_id: int | None = None) -> None:
        """Takes faults away and lets go what they hold."""
        for fault in list(self.armed.values()):
            if fault_id in (None, fault.id):
                fault.released.set()
                del self.armed[fault.id]

    @property
    def drops_armed(self) -> bool:
        return any(fault.spec.kind in ("drop_before", "drop_after") and not fault.spent for fault in self.armed.values())
