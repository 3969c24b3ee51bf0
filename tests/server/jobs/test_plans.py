"""The two hot statements read from their indexes, whatever is in stock."""

import msgspec
from vintedbot.jobs import history, leases
from vintedbot.kit import db

OURS = "00000000-0000-7000-8000-000000000001"


async def stock(database: None) -> None:
    """100,000 jobs of 20 users in 50 closets each; a few wait."""
    await db.execute(
        """INSERT INTO jobs (id, user_id, closet_id, verb, writing, pressed, work, title, item_id, state, changed_by, facts,
               next_at, created_at, ended_at)
           SELECT ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid,
               CASE WHEN n % 20 = 0 THEN $1 ELSE ('00000000-0000-7000-a000-' || lpad(to_hex(n % 20), 12, '0'))::uuid END,
               ('00000000-0000-7000-8000-' || lpad(to_hex(n / 20 % 50 + 16), 12, '0'))::uuid, 'relist', true, true, '{}', '', n,
               CASE WHEN n % 500 = 0 THEN 'queued' ELSE 'done' END, 'person', '{}', now(), now(),
               CASE WHEN n % 500 = 0 THEN NULL ELSE now() END
           FROM generate_series(1, 100000) n""",
        OURS,
    )
    await db.execute("ANALYZE jobs")


async def plan(sql: str, *args: object) -> str:
    return "\n".join(row[0] for row in await db.fetch(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}", *args))


async def test_lease_and_list_use_their_indexes(database: None):
    await stock(database)
    free = [
        leases.Open(
            id=f"00000000-0000-7000-8000-{16:012x}",
            begun=["relist"],
            pressed=["relist"],
            other=["relist"],
            ready_pressed=["relist"],
            ready_other=["relist"],
            writes=30,
            relists=3,
            payloads=300,
            follows=20,
            favourites=20,
            threads=2,
        )
    ]
    lease = await plan(leases.PICK, msgspec.json.encode(free), leases._PLANS, ["relist"], [])
    assert "jobs_waiting" in lease, lease
    closet = free[0].id
    for sql, asked, more, index in (
        (history.list_sql(), (None, None), (None, None), "jobs_of_user"),
        (history.list_sql(by_closet=True), (closet, None), (None, None), "jobs_of_closet"),
        (history.list_sql(by_item=True), (None, 500), (None, None), "jobs_of_item"),
        (history.list_sql(by_thread=True), (None, None), (7, None), "jobs_of_thread"),
        (history.list_sql(by_batch=True), (None, None), (None, closet), "jobs_of_batch"),
        (history.list_sql(only_open=True), (None, None), (None, None), "jobs_open"),
    ):
        shown = await plan(sql, OURS, None, None, None, *asked, 51, *more)
        assert index in shown, shown
        assert "Seq Scan on jobs" not in shown, shown
