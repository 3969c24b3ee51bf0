"""What it costs to decide a lease with a million jobs in the table, against a thousand: CPU of the server and of its database.

The closet that asks has as many jobs waiting in both; all others belong to other closets, most of them over.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from vintedbot.kit.embedded import Services

from .api import backends
from .figures import Turns, ratio_in_turns
from .job_cost import MEMBER, NO_PACING, Hands
from .serving import Served
from .stock import Stock, new_stocks

FEW, MANY = 1_000, 1_000_000
WAITING = 50
LEASES, ROUNDS = 200, 7

_FILL = """INSERT INTO jobs (id, user_id, closet_id, verb, writing, pressed, work, title, item_id, state, changed_by, facts,
        next_at, created_at, ended_at)
    SELECT gen_random_uuid(), ('00000000-0000-7000-a000-' || lpad(to_hex(n % 500), 12, '0'))::uuid,
        ('00000000-0000-7000-8000-' || lpad(to_hex(n % 2000), 12, '0'))::uuid,
        (ARRAY['set_hidden', 'relist', 'update_listing', 'sync_closet'])[n % 4 + 1], n % 4 < 3, n % 2 = 0,
        '{"verb": "set_hidden", "item_id": 1, "hidden": true}', 'A dress', n,
        CASE WHEN n % 100 = 0 THEN 'queued' ELSE 'done' END, 'person', '{}', now() - interval '1 minute', now(),
        CASE WHEN n % 100 = 0 THEN NULL ELSE now() END
    FROM generate_series($1::int, $2::int) n"""


async def _fill(stock: Stock, jobs: int) -> None:
    async with stock.connection() as connection:
        for start in range(1, jobs, 100_000):
            await connection.execute(_FILL, start, min(start + 99_999, jobs), timeout=300)
        await connection.execute("VACUUM ANALYZE", timeout=300)


def _asking(held: ExitStack, services: Services, stock: Stock, data: Path) -> Callable[[], float]:
    """Rounds of leases by one device: each ends the one before and is a decision anew."""
    environ = {**stock.environ, "VINTEDBOT_DATA": str(data), "VINTEDBOT_PACE": json.dumps(NO_PACING)}
    server = held.enter_context(Served(["vintedbot", "web", "--port", "0"], environ))
    hands, database = Hands(server, stock), backends(services, stock)
    for _ in range(WAITING):
        hands.wish()
    asked = {
        "build": "1.0.0", "wire_version": 1, "verbs": ["set_hidden", "sync_closet"], "holding": [],
        "hands": [{"country": "fr", "member_id": MEMBER}],
    }  # fmt: skip

    def ask() -> float:
        before = server.cpu() + database()
        for _ in range(LEASES):
            if hands.post("/jobs/lease", asked)["answer"] != "lease":
                raise RuntimeError("no lease although fifty jobs wait")
        return (server.cpu() + database() - before) / LEASES

    return ask


def lease_growth(services: Services, data: Path) -> Turns:
    """CPU seconds of one lease with a million jobs in stock, and with a thousand."""
    few, many = asyncio.run(new_stocks(services.database_url, services.redis_url, (0, 0)))
    asyncio.run(_fill(few, FEW))
    asyncio.run(_fill(many, MANY))
    with ExitStack() as held:
        return ratio_in_turns(_asking(held, services, many, data / "many"), _asking(held, services, few, data / "few"), ROUNDS)
