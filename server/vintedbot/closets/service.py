"""What other domains may ask of closets: who may act on them now, what a refusal leads to, and the sync after a restore.

`Rules` is what the jobs domain reads before it lets hands act: pause, rests, hours and limits of a closet, in one row.
What people see and change is in `accounts`, which knows jobs; this module does not.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas.closets import PauseReason
from vintedbot_schemas.jobs import HandsOn

from vintedbot.kit.db import Record, execute, fetch, fetchrow
from vintedbot.kit.errors import NotFound

from . import rests, switches
from .people import consent_for, consent_holds, ignore, is_ignored
from .rests import OpenRest, enter, entries_since, pause
from .switches import turn_off, turn_on

__all__ = [
    "Limits", "OpenRest", "Rules", "consent_for", "consent_holds", "devices_of", "enter", "entries_since", "ignore",
    "is_ignored", "open_closets", "owned", "pause", "resync_all", "rules_for", "rules_of", "synced", "turn_off", "turn_on",
]  # fmt: skip


class Limits(Struct, frozen=True, kw_only=True):
    """What the owner allows within 24 hours."""

    writes_per_day: int
    relists_per_day: int
    follows_per_day: int
    favourites_per_day: int
    threads_per_day: int


class Rules(Limits, frozen=True, kw_only=True):
    """What decides whether hands may act on a closet now."""

    id: UUID
    user_id: UUID
    country: str
    member_id: int
    login: str
    paused: PauseReason | None
    resync: bool
    time_zone: str
    active_from: int
    active_until: int
    currency: str
    rests: list[OpenRest]
    off: list[str]
    """Verbs the operator turned off here; `*`: all."""
    in_hands: bool = False
    """The asking device has this member signed in now."""

    def switched_off(self, verb: str) -> bool:
        """Whether the operator turned this verb, or this country, off."""
        return verb in self.off or "*" in self.off


_RULES = f"""SELECT c.id, c.user_id, c.country, c.member_id, c.login, c.paused, c.resync, c.time_zone, c.active_from,
    c.active_until, c.currency, {", ".join(f"c.{name}" for name in Limits.__struct_fields__)}, {rests.OPEN} AS rests,
    {switches.OFF} AS off FROM closets c"""  # noqa: S608
_RESTS = msgspec.json.Decoder(list[OpenRest])
_OFF = msgspec.json.Decoder(list[str])


def _rules(row: Record, *, in_hands: bool = False) -> Rules:
    return Rules(**{**row, "rests": _RESTS.decode(row["rests"]), "off": _OFF.decode(row["off"])}, in_hands=in_hands)


async def rules_of(closet_ids: Collection[UUID]) -> list[Rules]:
    """The rules of these closets, removed ones too: their begun jobs must be able to end."""
    return [_rules(row) for row in await fetch(f"{_RULES} WHERE c.id = ANY($1)", list(closet_ids))]


async def rules_for(user_id: UUID, device_id: UUID, hands: Sequence[HandsOn]) -> list[Rules]:
    """The user's closets this device has claimed; `in_hands` says which it can act on now."""
    now = {(on.country, on.member_id) for on in hands}
    rows = await fetch(
        f"""{_RULES} JOIN closet_devices s ON s.closet_id = c.id AND s.device_id = $2
            WHERE c.user_id = $1 AND c.removed_at IS NULL""",
        user_id, device_id,
    )  # fmt: skip
    return [_rules(row, in_hands=(row["country"], row["member_id"]) in now) for row in rows]


async def open_closets() -> list[Rules]:
    """Every closet that is connected, not paused and not waiting for its sync after a restore."""
    return [_rules(row) for row in await fetch(f"{_RULES} WHERE c.removed_at IS NULL AND c.paused IS NULL AND NOT c.resync")]


async def devices_of(closet_id: UUID) -> set[UUID]:
    """The devices this closet was seen in."""
    return {row["device_id"] for row in await fetch("SELECT device_id FROM closet_devices WHERE closet_id = $1", closet_id)}


async def owned(user_id: UUID, closet_id: UUID) -> Rules:
    """The user's own closet. Raises NotFound."""
    row = await fetchrow(f"{_RULES} WHERE c.id = $1 AND c.user_id = $2 AND c.removed_at IS NULL", closet_id, user_id)
    if row is None:
        raise NotFound
    return _rules(row)


async def synced(closet_id: UUID, count: int) -> None:
    """The whole wardrobe was read; after a restore this lets the closet work again."""
    await execute(
        "UPDATE closets SET listing_count = $2, synced_at = clock_timestamp(), resync = false WHERE id = $1", closet_id, count
    )


async def resync_all() -> list[tuple[UUID, UUID]]:
    """After a restore: nothing is leased before a sync. The closets, each with its user."""
    return [tuple(r) for r in await fetch("UPDATE closets SET resync = true WHERE removed_at IS NULL RETURNING user_id, id")]
