"""Tickets: what a device or a portal session is let in by. Good for one socket, for half a minute, kept as a digest.

A socket's address is logged by whoever stands in between, so the ticket travels in the first frame; and a page needs no token,
only the ticket that the extension's worker fetched for it.
"""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from msgspec import Struct

from vintedbot.identity import service as identity
from vintedbot.identity.caller import Caller
from vintedbot.kit.db import execute, fetchrow

LIVES = timedelta(seconds=30)


class Holder(Struct, frozen=True):
    """Whose socket it is, and by which device or session: with its end the socket ends."""

    user_id: UUID
    device_id: UUID | None
    session_id: UUID | None

    @property
    def by(self) -> UUID | None:
        return self.device_id or self.session_id


async def issue(caller: Caller) -> str:
    """A new ticket, shown this once."""
    ticket = secrets.token_urlsafe(32)
    await execute(
        """INSERT INTO live_tickets (ticket_sha256, user_id, device_id, session_id, expires_at)
           VALUES ($1, $2, $3, $4, now() + $5)""",
        _digest(ticket), caller.user_id, caller.device_id, caller.session_id, LIVES,
    )  # fmt: skip
    return ticket


async def redeem(ticket: str) -> Holder | None:
    """Who may come in with it; None for a ticket that is none, is over, was used, or whose device or session has ended."""
    row = await fetchrow(
        """DELETE FROM live_tickets WHERE ticket_sha256 = $1
           RETURNING user_id, device_id, session_id, expires_at > now() AS good""",
        _digest(ticket),
    )
    if row is None or not row["good"]:
        return None
    holder = Holder(row["user_id"], row["device_id"], row["session_id"])
    return None if await ended([holder]) else holder


async def ended(holders: list[Holder]) -> set[UUID]:
    """Of these holders' devices and sessions those that have ended."""
    devices = {h.device_id for h in holders if h.device_id}
    return await identity.ended(devices, {h.session_id for h in holders if h.session_id})


def _digest(ticket: str) -> bytes:
    return hashlib.sha256(ticket.encode()).digest()
