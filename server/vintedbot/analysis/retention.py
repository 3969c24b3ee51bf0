"""What is kept how long, and the way back for analyses that nobody works on."""

from datetime import timedelta

from vintedbot.kit.db import execute, fetch
from vintedbot.kit.tasks import enqueue
from vintedbot.settings import RETENTION

from .run import TASK

_GIVEN_UP_AFTER = timedelta(minutes=10)
_LOST_AFTER = timedelta(minutes=1)
"""Who waits for their turn has no task either: to be handed out once too often costs nothing."""
_GIVEN_UP = """UPDATE analyses a SET state = 'failed', problem = 'interrupted', done_at = clock_timestamp()
    WHERE state IN ('waiting', 'working') AND asked_at < clock_timestamp() - $2::interval
        AND EXISTS (SELECT 1 FROM outbox o WHERE o.task = $1 AND o.subject = a.draft_id)
        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.task = $1 AND o.subject = a.draft_id AND o.failed_at IS NULL)"""
_LOST = """SELECT draft_id FROM analyses a WHERE state IN ('waiting', 'working') AND asked_at < clock_timestamp() - $2::interval
    AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.task = $1 AND o.subject = a.draft_id) LIMIT 200"""


async def reconcile() -> None:
    """What failed for good says so; what has been open for long and has no task is handed out again."""
    await execute(_GIVEN_UP, TASK, _GIVEN_UP_AFTER)
    for row in await fetch(_LOST, TASK, _LOST_AFTER):
        await enqueue(TASK, row["draft_id"], once=str(row["draft_id"]))


async def clear() -> None:
    """Forgets answers and costs that were kept long enough."""
    await execute(
        "DELETE FROM analysis_answers WHERE created_at < clock_timestamp() - $1::interval", RETENTION["analysis_answer"]
    )
    await execute("DELETE FROM analysis_calls WHERE at < clock_timestamp() - $1::interval", RETENTION["analysis_cost"])
    await execute("DELETE FROM analysis_spent WHERE month < clock_timestamp() - $1::interval", RETENTION["analysis_cost"])
