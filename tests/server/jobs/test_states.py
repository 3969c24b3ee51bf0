"""The table of transitions, walked through the database: every pair of states by every actor."""

from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from vintedbot.jobs.states import allowed, trigger_sql
from vintedbot.kit import db
from vintedbot_schemas.jobs import ENDED, TRANSITIONS, Actor, JobState

STATES = JobState.__args__  # type: ignore[attr-defined]
ACTORS = Actor.__args__  # type: ignore[attr-defined]


def test_the_migration_holds_the_trigger_of_the_table():
    import vintedbot.jobs

    sql = "".join(p.read_text() for p in sorted((Path(vintedbot.jobs.__file__).parent / "migrations").glob("*.sql")))
    assert trigger_sql() in sql


def test_the_table_names_only_states_and_actors_that_exist():
    assert {s for before, after, _ in TRANSITIONS for s in (before, after)} <= set(STATES)
    assert {by for _, _, by in TRANSITIONS} <= set(ACTORS)


@pytest.mark.parametrize("before", STATES)
async def test_the_database_refuses_every_other_change(database: None, before: str):
    job = db.uuid7()
    await db.execute(
        """INSERT INTO jobs (id, user_id, closet_id, verb, writing, pressed, work, title, state, changed_by, facts, created_at)
           VALUES ($1, $1, $1, 'relist', true, true, '{}', '', 'queued', 'person', '{}', now())""",
        job,
    )
    for after in STATES:
        for by in ACTORS:
            await db.execute("ALTER TABLE jobs DISABLE TRIGGER USER")
            await db.execute(
                "UPDATE jobs SET state = $2, ended_at = $3 WHERE id = $1",
                job,
                before,
                datetime.now(UTC) if before in ENDED else None,
            )
            await db.execute("ALTER TABLE jobs ENABLE TRIGGER USER")
            change = db.execute(
                "UPDATE jobs SET state = $2, changed_by = $3, ended_at = $4 WHERE id = $1",
                job, after, by, datetime.now(UTC) if after in ENDED else None,
            )  # fmt: skip
            if allowed(before, after, by):
                await change
            else:
                with pytest.raises(asyncpg.CheckViolationError):
                    await change


async def test_an_ended_job_has_a_time_and_no_other(database: None):
    job = db.uuid7()
    await db.execute(
        """INSERT INTO jobs (id, user_id, closet_id, verb, writing, pressed, work, title, state, changed_by, facts, created_at)
           VALUES ($1, $1, $1, 'relist', true, true, '{}', '', 'queued', 'person', '{}', now())""",
        job,
    )
    with pytest.raises(asyncpg.CheckViolationError):
        await db.execute("UPDATE jobs SET state = 'cancelled', changed_by = 'person' WHERE id = $1", job)
