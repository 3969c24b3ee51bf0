"""Reading jobs as the tests of inbox, orders, pricing and listings use them: one wish, one lease, and what the hands bring."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import msgspec
import pytest
from vintedbot.jobs import effects, rows
from vintedbot.kit import db

from tests.server.jobs.hands import Device, Seller, good
from tests.server.people import MakeUser

BUYER = 5_000_001
THREAD = 7_000_001
SALE = 9_000_001
NOW = datetime.now(UTC).replace(microsecond=0)


def ago(**more: float) -> str:
    """An ISO time so long before the tests began."""
    return (NOW - timedelta(**more)).isoformat()


@pytest.fixture
async def seller(client: httpx.AsyncClient, make_user: MakeUser) -> Seller:
    """A seller with one closet and one device."""
    return await Seller(client, await make_user()).connected()


async def begins(seller: Seller, verb: str, **wish: Any) -> Device:
    """The device of the seller, with a lease of such a job."""
    await seller.wish(verb, **wish)
    lease = await seller.first.lease(verbs=[verb])
    assert lease["answer"] == "lease", lease
    return seller.first


async def ends(device: Device) -> None:
    """The job read all it was to read."""
    assert (await device.finish("done", "ok", proof="read_whole"))["state"] == "done"


async def has_listings(seller: Seller, *items: dict[str, Any]) -> None:
    """A sync shows these listings."""
    device = await begins(seller, "sync_closet")
    good(await device.brings({"read": "wardrobe", "page": 1, "pages": 1, "total": len(items), "items": list(items)}))
    await ends(device)


def listed(item_id: int, amount: int = 1200, **more: Any) -> dict[str, Any]:
    """An entry of the wardrobe."""
    price = {"amount": amount, "currency": "EUR"}
    url = f"https://www.vinted.fr/items/{item_id}"
    return {"item_id": item_id, "title": f"Jeans {item_id}", "price": price, "state": "active", "url": url, **more}


def member(member_id: int | None = BUYER, login: str = "bella") -> dict[str, Any]:
    return {"member_id": member_id, "login": login, "photo_url": None}


def thread(thread_id: int = THREAD, **more: Any) -> dict[str, Any]:
    """A row of the inbox list."""
    row = {"thread_id": thread_id, "other": member(), "item_title": "Jeans", "preview": "Hello", "updated_at": ago(hours=1)}
    return {**row, **more}


def message(entry_id: int, text: str, *, mine: bool, hours: float = 1) -> dict[str, Any]:
    return {"id": str(entry_id), "kind": "message", "at": ago(hours=hours), "mine": mine, "text": text}


def offer(state: str = "pending", *, current: bool = True, mine: bool = False) -> dict[str, Any]:
    """A buyer's offer, or with `mine` the seller's."""
    return {
        "id": "o1", "kind": "offer" if mine else "offer_request", "at": ago(hours=1), "mine": mine,
        "price": {"amount": 900, "currency": "EUR"}, "offer_id": 77, "offer_state": state, "current": current,
    }  # fmt: skip


def conversation(*entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A conversation as a tab read it."""
    read = {
        "thread_id": THREAD, "other": member(), "item_ids": [1], "transaction_id": SALE, "allow_reply": True,
        "entries": list(entries), **more,
    }  # fmt: skip
    return {"read": "conversation", "conversation": read}


async def reads_inbox(seller: Seller, *pages: list[dict[str, Any]], confirmed: bool = False, last: bool = True) -> dict[str, Any]:
    """A sync of the inbox brings these pages; the last answer."""
    device = await begins(seller, "sync_inbox")
    answer: dict[str, Any] = {}
    for number, threads in enumerate(pages, 1):
        over = last and number == len(pages)
        answer = good(
            await device.brings({"read": "inbox", "page": number, "threads": threads, "last": over, "confirmed": confirmed})
        )
    await ends(device)
    return answer


async def reads_thread(seller: Seller, *entries: dict[str, Any], **more: Any) -> None:
    """A sync of one conversation."""
    device = await begins(seller, "sync_conversation", thread_id=more.get("thread_id", THREAD))
    good(await device.brings(conversation(*entries, **more)))
    await ends(device)


async def reads_likes(seller: Seller, *likes: dict[str, Any]) -> dict[str, Any]:
    """A sync of the notifications."""
    device = await begins(seller, "sync_notifications")
    answer = good(await device.brings({"read": "notifications", "page": 1, "last": True, "items": list(likes)}))
    await ends(device)
    return answer


def like(number: int, member_id: int = BUYER, item_id: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": f"n{number}", "kind": "favourited", "item_id": item_id, "member": member(member_id), "text": "likes it",
        "at": ago(hours=number), "is_read": False, **more,
    }  # fmt: skip


async def proved(seller: Seller, verb: str, work: dict[str, Any], facts: dict[str, Any] | None = None) -> str:
    """A job of this work, as its wish would have frozen it, that a device has just ended with a proof; its id."""
    job_id = db.uuid7()
    addressed = work.get("card")
    await db.execute(
        """INSERT INTO jobs (id, user_id, closet_id, verb, writing, pressed, work, title, item_id, member_id, thread_id,
               transaction_id, state, changed_by, facts, created_at, ended_at)
           VALUES ($1, $2, $3, $4, true, true, $5, '', $6, $7, $8, $9, 'done', 'device', $10, now(), now())""",
        job_id, seller.person.id, db.UUID(seller.closet_id), verb, msgspec.json.encode({"verb": verb, **work}),
        addressed["item"]["item_id"] if addressed else work.get("item_id"),
        addressed["recipient"]["member_id"] if addressed else None, work.get("thread_id"), work.get("transaction_id"),
        msgspec.json.encode(facts or {}),
    )  # fmt: skip
    row = await db.fetchrow(f"SELECT {rows.COLUMNS} FROM jobs j WHERE id = $1", job_id)
    async with db.transaction():
        await effects.told_by_person(rows.job_row(row), datetime.now(UTC))
    return str(job_id)


def card(text: str | None = None, amount: int | None = None, item_id: int = 1, member_id: int = BUYER) -> dict[str, Any]:
    """A card of a job's work."""
    return {
        "recipient": {"member_id": member_id, "login": "bella"}, "item": {"item_id": item_id, "title": "Jeans"},
        "text": text, "amount": {"amount": amount, "currency": "EUR"} if amount else None, "reason": "written_by_you",
        "digest": "a" * 64,
    }  # fmt: skip
