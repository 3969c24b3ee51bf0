"""What became of a relist's listings after its end, and what may be made again from its snapshot.

`jobs.aftermath` is `vanished` when a whole reading of the wardrobe that began after the end found neither the old nor the new
listing (at the latest the one 24 h later, `effects.LOOK_AGAIN`), `left` when the person knows, `restored` when a restore is done.
Only what vanished may be restored, so that a restore never makes a second listing (rule: restore_look).
"""

from datetime import datetime
from uuid import UUID

from vintedbot_schemas.base import VintedId

from vintedbot.kit.db import execute, fetch, fetchval
from vintedbot.listings import service as listings
from vintedbot.settings import RETENTION

from .rows import JobRow

RESTORE_FROM = """CASE WHEN j.aftermath = 'vanished' OR j.state = 'needs_person' AND j.reason = 'lost' THEN (
        SELECT n.id FROM snapshots n WHERE n.job_id = j.id AND n.complete AND NOT EXISTS (SELECT 1 FROM jobs o
            WHERE o.closet_id = j.closet_id AND o.item_id = j.item_id AND o.id <> j.id AND o.writing AND o.ended_at IS NULL))
    END"""
"""SQL: the snapshot that job `j` can be restored from now; none while another job works on the item."""

# of a listing that was relisted again, that later relist tells
_RELISTED = """SELECT j.id, j.item_id, n.new, j.aftermath
    FROM jobs j CROSS JOIN LATERAL (SELECT (j.facts->>'new_item_id')::bigint AS new) n
    WHERE j.closet_id = $1 AND j.verb = 'relist' AND j.state IN ('done', 'failed') AND j.ended_at < $2
        AND j.ended_at > clock_timestamp() - $3::interval AND (j.aftermath IS NULL OR j.aftermath = 'vanished')
        AND EXISTS (SELECT 1 FROM snapshots s WHERE s.job_id = j.id AND s.complete)
        AND NOT EXISTS (SELECT 1 FROM jobs o WHERE o.closet_id = $1 AND o.item_id IN (j.item_id, n.new) AND o.verb = 'relist'
            AND o.id > j.id AND (o.state = 'done' OR o.ended_at IS NULL OR o.reason = 'lost'))"""


async def look(closet_id: UUID, began_at: datetime) -> None:
    """A whole reading that began then is believed: which relists left nothing, and which are there again."""
    relisted = await fetch(_RELISTED, closet_id, began_at, RETENTION["snapshot"])
    there = await listings.there(
        closet_id, {item for row in relisted for item in (row["item_id"], row["new"]) if item is not None}
    )
    gone = [row["id"] for row in relisted if row["item_id"] not in there and row["new"] not in there]
    back = [row["id"] for row in relisted if row["aftermath"] is not None and row["id"] not in gone]
    if gone:
        await execute("UPDATE jobs SET aftermath = 'vanished' WHERE id = ANY($1)", gone)
    if back:
        await execute("UPDATE jobs SET aftermath = NULL WHERE id = ANY($1)", back)


async def restore_from(job: JobRow) -> UUID | None:
    """The snapshot this job can be restored from now."""
    found: UUID | None = await fetchval(f"SELECT {RESTORE_FROM} FROM jobs j WHERE j.id = $1", job.id)  # noqa: S608
    return found


async def vanished(snapshot_id: UUID) -> bool:
    """Whether nothing is left of what the relist that took this snapshot worked on."""
    return bool(
        await fetchval(
            "SELECT j.aftermath = 'vanished' FROM snapshots n JOIN jobs j ON j.id = n.job_id WHERE n.id = $1", snapshot_id
        )
    )


async def leave(job_id: UUID) -> None:
    """The person knows that it is gone."""
    await execute("UPDATE jobs SET aftermath = 'left' WHERE id = $1", job_id)


async def deleted(closet_id: UUID, item_id: VintedId) -> None:
    """The person had this listing deleted from here: its relist has nothing to announce."""
    await execute(
        """UPDATE jobs SET aftermath = 'left' WHERE closet_id = $1 AND verb = 'relist' AND ended_at IS NOT NULL
               AND (facts->>'new_item_id')::bigint = $2""",
        closet_id, item_id,
    )  # fmt: skip


async def restored(snapshot_id: UUID) -> None:
    """A listing was made from this snapshot: from no other one of that item may a second be made."""
    await execute(
        """UPDATE jobs j SET aftermath = 'restored' FROM snapshots n
           WHERE n.id = $1 AND j.closet_id = n.closet_id AND j.item_id = n.item_id AND j.verb = 'relist'
               AND j.ended_at IS NOT NULL""",
        snapshot_id,
    )
