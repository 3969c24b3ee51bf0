"""How much is too much (CONTRACT §18.4): what was asked lately, and whether the next call still passes.

Each limit answers the seconds to wait, or None; the routes turn those into a 429 or a 403.
"""

import time
from dataclasses import dataclass, field


@dataclass
class Limits:
    user_reads: list[float] = field(default_factory=list)
    conversation_calls: int = 0
    conversations_closed_until: float = 0
    follows: dict[int, list[float]] = field(default_factory=dict)
    label_orders: dict[int, list[float]] = field(default_factory=dict)
    offer_requests: dict[int, list[float]] = field(default_factory=dict)
    new_threads: dict[int, list[float]] = field(default_factory=dict)

    def user_read(self, allowed: int) -> int | None:
        """`allowed` quick reads pass, then one per second."""
        now = time.monotonic()
        while self.user_reads and self.user_reads[0] <= now - allowed:
            self.user_reads.pop(0)
        if len(self.user_reads) >= allowed:
            return 60
        self.user_reads.append(now)
        return None

    def conversation_call(self, allowed: int | None) -> int | None:
        """After `allowed` calls conversations stay closed until the next full hour."""
        now = time.time()
        if allowed is None or now >= self.conversations_closed_until > 0:
            self.conversation_calls, self.conversations_closed_until = 0, 0
        if allowed is None or self.conversation_calls < allowed:
            self.conversation_calls += 1
            return None
        if not self.conversations_closed_until:
            self.conversations_closed_until = (now // 3600 + 1) * 3600
        return max(1, int(self.conversations_closed_until - now))

    def follow(self, member: int, allowed: int | None, rest: int) -> int | None:
        """`allowed` follows in a burst; one more is refused until `rest` seconds have passed without any."""
        made = self.follows.setdefault(member, [])
        now = time.monotonic()
        if made and made[-1] <= now - rest:
            made.clear()
        if allowed is not None and len(made) >= allowed:
            return rest
        made.append(now)
        return None


def within(calls: dict[int, list[float]], member: int, seconds: float, allowed: int | None) -> bool:
    """Counts a call and says whether it is among the `allowed` ones of a member's last `seconds`."""
    now = time.monotonic()
    lately = calls[member] = [at for at in calls.get(member, []) if at > now - seconds]
    if allowed is not None and len(lately) >= allowed:
        return False
    lately.append(now)
    return True
