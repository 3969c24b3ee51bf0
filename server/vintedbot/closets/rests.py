"""The diary of refusals, and the rests that follow from it. What a refusal leads to is decided in `jobs.refusals`.

A rest is an open diary entry with a scope: `closet` all of it, `writes` what changes something, `route` the verbs that ask the
same routes of Vinted's (their `family`, a name of the jobs domain's), `job` that job alone (kept for the diary; it stops nothing
else).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct
from vintedbot_schemas.closets import PauseReason, Rest
from vintedbot_schemas.refusals import RefusalKind, RestKind

from vintedbot.kit.db import execute, fetch, uuid7
from vintedbot.settings import RETENTION

Scope = Literal["closet", "writes", "route", "job"]


class OpenRest(Struct, frozen=True, kw_only=True):
    """A rest that holds now. `family`: whom a rest of scope `route` stops."""

    kind: RestKind
    scope: Scope
    family: str | None
    since: datetime
    until: datetime | None

    def stops(self, family: str, *, writes: bool, begun: bool) -> bool:
        """Whether a job of this family waits. A challenge that was solved lets a begun job finish."""
        if self.kind == "challenge" and self.until is not None and begun:
            return False
        return {"closet": True, "writes": writes, "route": family == self.family, "job": False}[self.scope]

    def shown(self) -> Rest:
        """As people see it."""
        return Rest(kind=self.kind, since=self.since, until=self.until, scope=self.scope)


OPEN = """(SELECT coalesce(json_agg(json_build_object('kind', d.kind, 'scope', d.scope, 'family', d.family, 'since', d.at,
    'until', d.until) ORDER BY d.until DESC NULLS FIRST), '[]') FROM closet_diary d
  WHERE d.closet_id = c.id AND d.scope IS NOT NULL AND d.scope <> 'job' AND d.ended_at IS NULL
    AND (d.until IS NULL OR d.until > clock_timestamp()))"""
"""SQL: the open rests of closet `c` as JSON, the longest first."""


async def enter(
    closet_id: UUID,
    *,
    kind: RefusalKind,
    scope: Scope | None,
    verb: str,
    family: str,
    at: datetime,
    until: datetime | None,
    job_id: UUID,
) -> None:
    """Writes a diary entry."""
    await execute(
        """INSERT INTO closet_diary (id, closet_id, kind, scope, verb, family, at, until, job_id)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        uuid7(), closet_id, kind, scope, verb, family, at, until, job_id,
    )  # fmt: skip


async def entries_since(closet_id: UUID, since: datetime) -> Sequence[tuple[RefusalKind, datetime, UUID | None]]:
    """Kind, time and job of the diary's entries since then, newest first."""
    rows = await fetch(
        "SELECT kind, at, job_id FROM closet_diary WHERE closet_id = $1 AND at > $2 ORDER BY id DESC LIMIT 100", closet_id, since
    )
    return [(row["kind"], row["at"], row["job_id"]) for row in rows]


async def solved(closet_id: UUID, then: timedelta) -> None:
    """The person solved the challenge: what has not begun waits `then` more."""
    await execute(
        """UPDATE closet_diary SET until = clock_timestamp() + $2
           WHERE closet_id = $1 AND kind = 'challenge' AND scope = 'closet' AND ended_at IS NULL AND until IS NULL""",
        closet_id, then,
    )  # fmt: skip


async def pause(closet_id: UUID, reason: PauseReason) -> None:
    """Stops the closet. What stands in the way outranks the person's own pause, which they can set again."""
    await execute("UPDATE closets SET paused = $2 WHERE id = $1", closet_id, reason)


async def resume(closet_id: UUID, *reasons: PauseReason) -> bool:
    """Ends a pause for one of these reasons; whether there was one."""
    return bool(await execute("UPDATE closets SET paused = NULL WHERE id = $1 AND paused = ANY($2)", closet_id, list(reasons)))


async def forget() -> None:
    """Ends the diary's old entries; what still rests the closet stays."""
    await execute(
        """DELETE FROM closet_diary WHERE at < clock_timestamp() - $1::interval
               AND (scope IS NULL OR scope = 'job' OR ended_at IS NOT NULL OR until <= clock_timestamp())""",
        RETENTION["diary"],
    )
