"""How much one account may keep, and when the disk takes nothing more: floods end at their account and not at PostgreSQL.

The figures are the operator's (`settings.Quotas`), far above what a seller has. A domain counts what is its own and asks here.
"""

import shutil
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from vintedbot_schemas.errors import ErrorCode

from . import process
from .db import execute
from .errors import AppError, Unavailable

GIB = 1 << 30


class QuotaReached(AppError):
    """`what` and `most`: of what this account has all it may. Something must be thrown away first."""

    code: ClassVar[ErrorCode] = "quota_reached"
    status = 409
    title = "This account holds as much as it may"


def within(what: str, there: int, most: int) -> None:
    """Raises QuotaReached when there would be more than `most`."""
    if there > most:
        raise QuotaReached(what=what, most=most)


async def counted(user_id: UUID) -> None:
    """Until the caller's transaction ends nobody else counts or takes of this account's room; each would miss the other's."""
    await execute("SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))", str(user_id))


def on_disk(folder: Path) -> None:
    """Raises Unavailable when the disk is nearly full: what is left belongs to the database."""
    here = next(path for path in (folder, *folder.parents) if path.exists())
    if shutil.disk_usage(here).free < process.current().settings.quotas.free_gib * GIB:
        raise Unavailable("The server's disk is nearly full.")
