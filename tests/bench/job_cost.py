"""What one job costs the server: lease, one go, finish, against three bare handlers that each change one row."""

import asyncio
import json
from pathlib import Path
from typing import Any

from vintedbot.kit.embedded import Services

from .figures import Turns, ratio_in_turns
from .serving import Served
from .stock import Stock, new_stock

MEMBER = 4_000_001
JOBS, BATCHES, ROUNDS = 25, 6, 5
"""A closet may write 30 times a day, so a round is batches of fewer, and the day is over between them."""
NO_PACING = {
    "read_gap": 0, "payload_gap": 0, "step_gap_min": 0, "step_gap_max": 0, "job_gap_min": 0, "job_gap_max": 0, "person_wait": 0,
    "message_gap": 0,
}  # fmt: skip


class Hands:
    """One device at one closet, asking our server as the extension's loop does."""

    def __init__(self, server: Served, stock: Stock) -> None:
        self.server, self.stock = server, stock
        claim = {"country": "fr", "member_id": MEMBER, "login": "anna", "currency": "EUR"}
        self.closet_id = self.post("/accounts/vinted", claim)["id"]
        self.items = iter(range(33_000_000_000, 34_000_000_000))

    def post(self, path: str, body: object) -> dict[str, Any]:
        answer = self.server.client.post(f"/api/v1{path}", json=body, headers=self.stock.headers)
        if answer.status_code >= 300:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:300]}")
        found: dict[str, Any] = answer.json()
        return found

    def wish(self) -> None:
        wish = {"verb": "set_hidden", "item_id": next(self.items), "hidden": True}
        self.post("/jobs", {"closet_id": self.closet_id, "wish": wish})

    def work(self) -> None:
        """One job: lease, go, finish with its proof."""
        leased = self.post(
            "/jobs/lease",
            {"build": "1.0.0", "wire_version": 1, "verbs": ["set_hidden"], "holding": [],
             "hands": [{"country": "fr", "member_id": MEMBER}]},
        )  # fmt: skip
        if leased["answer"] != "lease":
            raise RuntimeError(f"no lease: {leased}")
        told = {"epoch": leased["epoch"], "facts": leased["facts"]}
        job = f"/jobs/{leased['job_id']}"
        go = self.post(f"{job}/steps", {**told, "next": {"seq": 1, "step": "hide", "undo": False}})
        if go["answer"] != "go":
            raise RuntimeError(f"no go: {go}")
        proof = {"kind": "wardrobe_flag", "at": "2026-11-23T10:00:00Z", "item_id": leased["work"]["item_id"]}
        last = {"seq": 1, "step": "hide", "outcome": "proved", "proof": proof}
        ended = self.post(f"{job}/finish", {**told, "end": "done", "reason": "ok", "proof": proof, "last": last})
        if ended["state"] != "done":
            raise RuntimeError(f"not done: {ended}")


async def _next_day(stock: Stock) -> None:
    async with stock.connection() as connection:
        await connection.execute("UPDATE closet_spend SET at = at - interval '2 days'")


async def _bare_rows(stock: Stock) -> None:
    async with stock.connection() as connection:
        await connection.execute("CREATE TABLE bare_jobs (id integer PRIMARY KEY, state text, changed_at timestamptz)")
        await connection.execute("INSERT INTO bare_jobs SELECT n, 'queued', now() FROM generate_series(1, $1) n", JOBS * BATCHES)


def job_cost(services: Services, data: Path) -> Turns:
    """CPU seconds of the serving process for one job, and of the bare one for its three updates."""
    stock = asyncio.run(new_stock(services.database_url, services.redis_url))
    asyncio.run(_bare_rows(stock))
    environ = {**stock.environ, "VINTEDBOT_DATA": str(data), "VINTEDBOT_PACE": json.dumps(NO_PACING)}
    with (
        Served(["vintedbot", "web", "--port", "0"], environ) as our_server,
        Served(["tests.bench.bare", stock.database_url, str(stock.user_id)], {}) as bare,
    ):
        hands = Hands(our_server, stock)

        def ours() -> float:
            used = 0.0
            for _ in range(BATCHES):
                asyncio.run(_next_day(stock))
                for _ in range(JOBS):
                    hands.wish()
                before = our_server.cpu()
                for _ in range(JOBS):
                    hands.work()
                used += our_server.cpu() - before
            return used / (JOBS * BATCHES)

        def least() -> float:
            before = bare.cpu()
            for number in range(1, JOBS * BATCHES + 1):
                for step in ("lease", "go", "finish"):
                    bare.client.post(f"/{step}", json={"number": number, "state": step}).raise_for_status()
            return (bare.cpu() - before) / (JOBS * BATCHES)

        return ratio_in_turns(ours, least, ROUNDS)
