"""A seller with closets and devices, as their HTTP requests: what the tests of jobs act through.

Time passes by moving every stored time into the past: the protocol knows no clock but the database's, so nothing sleeps.
"""

from typing import Any
from uuid import UUID

import httpx
from vintedbot.kit import db

from tests.server.people import Connected, Person, new_device

ITEM = 33_000_000_001
MEMBER = 4_000_001
SHA = "a" * 64

_SHIFT = {
    "jobs": ("next_at", "created_at", "ended_at", "go_at", "expires_at"),
    "closet_hands": ("until", "last_write_at", "next_write_at", "next_message_at"),
    "job_steps": ("sent_at", "ended_at"),
    "closet_spend": ("at",),
    "closet_diary": ("at", "until", "ended_at"),
    "installation": ("restored_at",),
    "journal_ends": ("at",),
}


async def pass_time(seconds: float) -> None:
    """As if so much time had passed since everything that happened."""
    for table, columns in _SHIFT.items():
        changes = ", ".join(f"{c} = {c} - $1 * interval '1 second'" for c in columns)
        await db.execute(f"UPDATE {table} SET {changes}", seconds)


class Device:
    """One browser of a seller. `leased` is its last lease; `facts` what its journal knows."""

    def __init__(self, client: httpx.AsyncClient, connected: Connected, member_id: int = MEMBER) -> None:
        self.client = client
        self.connected = connected
        self.member_id = member_id
        self.leased: dict[str, Any] = {}
        self.facts: dict[str, Any] = {}
        self.seq = 0

    @property
    def id(self) -> UUID:
        return self.connected.id

    async def post(self, path: str, body: Any = None) -> httpx.Response:
        return await self.client.post(f"/api/v1{path}", json=body, headers=self.connected.headers)

    async def brings(self, reading: dict[str, Any]) -> httpx.Response:
        """One piece of what the leased job read."""
        return await self.post(f"/jobs/{self.job_id}/readings", {"epoch": self.leased["epoch"], "reading": reading})

    async def claim(self, **changes: Any) -> dict[str, Any]:
        body = {"country": "fr", "member_id": self.member_id, "login": "anna", "currency": "EUR", **changes}
        return good(await self.post("/accounts/vinted", body))

    async def lease(self, holding: list[str] | None = None, **changes: Any) -> dict[str, Any]:
        body = {
            "build": "1.0.0",
            "wire_version": 1,
            "verbs": [
                "sync_closet", "read_form_reference", "publish_listing", "save_vinted_draft", "set_hidden", "delete_listing",
                "relist", "restore", "open_on_vinted", "update_listing", "sync_listing", "send_message", "send_offer",
                "answer_offer", "set_favourite", "set_follow", "mark_thread_read", "fetch_label", "mark_shipped",
            ],
            "hands": [{"country": "fr", "member_id": self.member_id}],
            "holding": holding or [],
            **changes,
        }  # fmt: skip
        answer = good(await self.post("/jobs/lease", body))
        if answer["answer"] == "lease":
            self.leased, self.facts = answer, answer["facts"]
        return answer

    @property
    def job_id(self) -> str:
        return str(self.leased["job_id"])

    async def go(self, step: str, *, undo: bool = False, seq: int | None = None, **changes: Any) -> dict[str, Any]:
        """Asks for the go of the next step (or of `seq` again)."""
        if seq is None:
            self.seq += 1
        asked = {"seq": seq or self.seq, "step": step, "undo": undo}
        return await self.steps(next=asked, **changes)

    async def result(self, step: str, outcome: str = "proved", *, seq: int | None = None, **more: Any) -> dict[str, Any]:
        """Reports how a step ended, without asking for another."""
        return await self.steps(last={"seq": seq or self.seq, "step": step, "outcome": outcome, **more})

    async def steps(self, **changes: Any) -> dict[str, Any]:
        body = {"epoch": self.leased["epoch"], "facts": self.facts, **changes}
        return good(await self.post(f"/jobs/{self.job_id}/steps", body))

    async def finish(self, end: str, reason: str, *, proof: str | None = None, **changes: Any) -> dict[str, Any]:
        """Ends the lease, with a proof of this kind of the item the job is about."""
        about = {"kind": proof, "at": "2026-11-23T10:00:00Z", "item_id": self.leased["work"].get("item_id")}
        return await self.tell_end(end, reason, about if proof is not None else None, **changes)

    async def tell_end(self, end: str, reason: str, proof: dict[str, Any] | None, **changes: Any) -> dict[str, Any]:
        """Ends the lease, with this very proof."""
        body = {"epoch": self.leased["epoch"], "end": end, "reason": reason, "facts": self.facts, "proof": proof, **changes}
        return good(await self.post(f"/jobs/{self.job_id}/finish", body))

    async def walk(self, *steps: str) -> None:
        """Each step: go, done, proved."""
        for step in steps:
            answer = await self.go(step)
            assert answer["answer"] == "go", answer
            await self.result(step)


class Seller:
    """A person, one closet, and any number of devices."""

    def __init__(self, client: httpx.AsyncClient, person: Person) -> None:
        self.client = client
        self.person = person
        self.first = Device(client, person.connected)
        self.closet_id = ""

    async def connected(self) -> "Seller":
        self.closet_id = (await self.first.claim())["id"]
        return self

    async def second(self) -> Device:
        device = Device(self.client, await new_device(self.person.id, "Firefox on macOS"))
        await device.claim()
        return device

    async def post(self, path: str, body: Any = None) -> httpx.Response:
        return await self.client.post(f"/api/v1{path}", json=body, headers=self.person.portal)

    async def get(self, path: str, **query: Any) -> dict[str, Any]:
        return good(await self.client.get(f"/api/v1{path}", params=query, headers=self.person.portal))

    async def wish(self, verb: str, **more: Any) -> dict[str, Any]:
        return good(await self.post("/jobs", {"closet_id": self.closet_id, "wish": {"verb": verb, **more}}))

    async def hide(self, item_id: int = ITEM) -> dict[str, Any]:
        return await self.wish("set_hidden", item_id=item_id, hidden=True)

    async def relist(self, item_id: int = ITEM) -> dict[str, Any]:
        return await self.wish("relist", item_id=item_id)

    async def job(self, job_id: str) -> dict[str, Any]:
        return await self.get(f"/jobs/{job_id}")

    async def resolve(self, job_id: str, choice: str) -> dict[str, Any]:
        return good(await self.post(f"/jobs/{job_id}/resolve", {"choice": choice}))


def good(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code < 300, f"{answer.status_code} {answer.text}"
    found: dict[str, Any] = answer.json()
    return found


def refused(answer: httpx.Response, code: str) -> dict[str, Any]:
    found: dict[str, Any] = answer.json()
    assert found["code"] == code, found
    return found
