"""The generation of this database: random, part of every epoch, and new after every restore (rule: unique_epoch)."""

import secrets
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from vintedbot.kit.db import Record, execute, fetchrow

COLUMNS = "g.generation, g.restored_at, g.journal"
OF_DEVICE = """SELECT i.generation, i.restored_at, j.generation AS journal FROM installation i
    LEFT JOIN device_journals j ON j.device_id = $1"""
"""SQL: what `read` needs, of device $1; for a statement that asks for more at once."""


class Installed(Struct, frozen=True, kw_only=True):
    """The database this server works on, as one device must see it."""

    generation: str
    restored_at: datetime | None
    journal_wanted: bool
    """It was restored, and this device has not sent its journal since."""


async def of_device(device_id: UUID | None = None) -> Installed:
    """The generation, drawn at the very first question, and whether this device's journal is missing."""
    row = await fetchrow(OF_DEVICE, device_id)
    if row is None:
        await execute("INSERT INTO installation (one, generation) VALUES (true, $1) ON CONFLICT DO NOTHING", secrets.token_hex(8))
        row = await fetchrow(OF_DEVICE, device_id)
    assert row is not None
    installed = read(row)
    assert installed is not None
    return installed


def read(row: Record) -> Installed | None:
    """What a row with `COLUMNS` says; None before the very first question."""
    if row["generation"] is None:
        return None
    return Installed(
        generation=row["generation"],
        restored_at=row["restored_at"],
        journal_wanted=row["restored_at"] is not None and row["journal"] != row["generation"],
    )


async def draw_anew() -> str:
    """Called when the database was restored; every epoch of before is void from now on."""
    generation = secrets.token_hex(8)
    await execute(
        """INSERT INTO installation (one, generation, restored_at) VALUES (true, $1, clock_timestamp())
           ON CONFLICT (one) DO UPDATE SET generation = $1, restored_at = clock_timestamp()""",
        generation,
    )
    return generation
