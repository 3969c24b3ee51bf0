"""A keeper of conversations for the tests of jobs: what it is told, it knows. The real one reads the inbox's tables."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec.structs import replace
from vintedbot.jobs import keepers
from vintedbot.jobs.keepers import KnownOffer, KnownThread, Pair
from vintedbot.kit import db
from vintedbot_schemas.base import Money
from vintedbot_schemas.cards import CardItem, Recipient

from .hands import ITEM, Seller, good

BEA, CARL = 5_000_001, 5_000_002
THREAD = 77


def euros(amount: int) -> Money:
    return Money(amount=amount, currency="EUR")


class Conversations:
    """`threads` by id, `offers` by (thread, offer)."""

    def __init__(self) -> None:
        self.threads: dict[int, KnownThread] = {}
        self.offers: dict[tuple[int, int], KnownOffer] = {}
        self.ended: list[keepers.Ended] = []

    def thread_is(self, thread_id: int = THREAD, member_id: int = BEA, **more: Any) -> None:
        usual: dict[str, Any] = {
            "recipient": Recipient(member_id=member_id, login="bea"), "item": CardItem(item_id=ITEM, title="A dress"),
            "transaction_id": 900, "allow_reply": True, "last_entry": "e1", "has_written": True, "we_wrote": False,
            "read_at": None,
        }  # fmt: skip
        self.threads[thread_id] = KnownThread(thread_id=thread_id, **{**usual, **more})

    def now_ends_with(self, entry: str, thread_id: int = THREAD) -> None:
        self.threads[thread_id] = replace(self.threads[thread_id], last_entry=entry)

    def offer_is(self, offer_id: int = 8, amount: int = 900, **more: Any) -> None:
        usual: dict[str, Any] = {"price": euros(amount), "state": "pending", "current": True, "transaction_id": 900}
        self.offers[THREAD, offer_id] = KnownOffer(**{**usual, **more})

    async def thread(self, closet_id: Any, thread_id: int) -> KnownThread | None:
        return self.threads.get(thread_id)

    async def thread_with(self, closet_id: Any, member_id: int, item_id: int) -> KnownThread | None:
        for thread in self.threads.values():
            about = thread.item is not None and thread.item.item_id == item_id
            if about and thread.recipient is not None and thread.recipient.member_id == member_id:
                return thread
        return None

    async def offer(self, closet_id: Any, thread_id: int, offer_id: int) -> KnownOffer | None:
        return self.offers.get((thread_id, offer_id))

    async def person(self, closet_id: Any, member_id: int) -> Recipient | None:
        return Recipient(member_id=member_id, login=f"member{member_id}")

    async def contacted(self, closet_id: Any, pairs: Sequence[Pair]) -> set[Pair]:
        return set()

    async def open_offers(self, closet_id: Any, item_ids: Sequence[int]) -> set[int]:
        about = {thread.thread_id: thread.item.item_id for thread in self.threads.values() if thread.item is not None}
        open_ = {thread_id for (thread_id, _), offer in self.offers.items() if offer.current and offer.state == "pending"}
        return {about[thread_id] for thread_id in open_ if thread_id in about}.intersection(item_ids)

    async def hear(self, ended: keepers.Ended) -> None:
        self.ended.append(ended)


async def has_listing(seller: Seller, item_id: int = ITEM, amount: int = 1200, state: str = "active") -> None:
    """A listing of the seller's, as a sync would have seen it."""
    seen = {
        "item_id": item_id, "title": f"Dress {item_id}", "price": {"amount": amount, "currency": "EUR"}, "state": state,
        "url": f"https://www.vinted.fr/items/{item_id}",
    }  # fmt: skip
    await db.execute(
        """INSERT INTO listings AS l (id, closet_id, item_id, user_id, title, state, seen, first_seen_at, seen_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, now(), now())
           ON CONFLICT (closet_id, item_id) DO UPDATE SET state = EXCLUDED.state, seen = EXCLUDED.seen""",
        db.uuid7(), seller.closet_id, item_id, seller.person.id, seen["title"], state, msgspec.json.encode(seen),
    )  # fmt: skip


def first_message(member_id: int = BEA, item_id: int = ITEM, text: str = "Hello! Still interested?") -> dict[str, Any]:
    return {"verb": "send_message", "member_id": member_id, "item_id": item_id, "text": text, "reason": "liked_your_item"}


def reply(text: str = "Yes, it is still there.") -> dict[str, Any]:
    return {"verb": "send_message", "thread_id": THREAD, "text": text}


async def wish(seller: Seller, wanted: dict[str, Any], *, prepare: bool = False) -> Any:
    return await seller.post("/jobs", {"closet_id": seller.closet_id, "wish": wanted, "prepare": prepare})


async def card_for(seller: Seller, wanted: dict[str, Any]) -> dict[str, Any]:
    """A job that waits in the approval queue."""
    job = good(await wish(seller, wanted, prepare=True))
    assert job["state"] == "waiting_approval", job
    return job


async def approve(seller: Seller, job: dict[str, Any], digest: str | None = None) -> Any:
    return await seller.post(f"/jobs/{job['id']}/approve", {"digest": digest or job["card"]["digest"]})
