"""Each of the sixteen rows of what Vinted refuses with (CONTRACT 18.2), to its end.

In the middle of a relist Vinted refuses; what has begun is brought to its end, what has not waits as long as the row says, and
diary and screen say so. Then the rest is over, and work goes on.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest

from .hands import ITEM, Device, Seller, pass_time

DAY = 86_400


class Row(NamedTuple):
    """`rests`: seconds after which a hide may begin (0: at once; None: when the member is back); `state`: the screen's word."""

    number: int
    kind: str
    more: dict[str, Any]
    rests: int | None
    state: str
    scope: str | None


ROWS = [
    Row(1, "challenge", {"status": 403}, None, "needs_you", "closet"),
    Row(2, "hard_block", {"status": 403}, DAY, "resting", "closet"),
    Row(3, "challenge", {}, None, "needs_you", "closet"),
    Row(4, "block_page", {"status": 403}, 6 * 3600, "resting", "closet"),
    Row(5, "challenge", {"status": 503}, None, "needs_you", "closet"),
    Row(6, "html_instead", {"status": 404}, 0, "ready", None),
    Row(7, "signed_out", {"status": 401, "code": 100}, None, "needs_you", None),
    Row(8, "signed_out", {"status": 403, "code": 21}, None, "needs_you", None),
    Row(9, "access_denied", {"status": 403, "code": 106}, 0, "ready", "job"),
    Row(10, "rate_limit", {"status": 429, "retry_after_s": 120}, 120, "resting", "route"),
    Row(11, "validation", {"status": 400, "code": 99}, 0, "ready", "job"),
    Row(12, "server_error", {"status": 500, "code": 105}, 0, "ready", None),
    Row(13, "not_found", {"status": 404, "code": 104}, 0, "ready", None),
    Row(14, "restriction", {"status": 403, "code": 156}, DAY, "resting", "writes"),
    Row(15, "bad_query", {"status": 400}, 0, "ready", "job"),
    Row(16, "empty_list", {"status": 200}, 0, "ready", None),
]
ids = [f"row {row.number} {row.kind}" for row in ROWS]


async def refused_while_publishing(seller: Seller, row: Row) -> Device:
    """A relist whose completion of the draft Vinted refuses, and an update of another listing that waits."""
    await seller.relist()
    device = seller.first
    await device.lease()
    await device.walk("upload", "draft", "hide")
    await device.go("publish")
    await device.result("publish", "refused", refusal={"kind": row.kind, **row.more})
    return device


@pytest.mark.parametrize("row", ROWS, ids=ids)
async def test_each_row_to_its_end(seller: Seller, row: Row):
    device = await refused_while_publishing(seller, row)
    change = {"price": {"amount": 900, "currency": "EUR"}}
    waiting = await seller.wish("update_listing", item_id=ITEM + 1, change=change)  # of the same routes as the relist's
    closet = (await seller.get("/accounts/vinted"))["items"][0]
    diary = (await seller.get(f"/accounts/vinted/{seller.closet_id}/diary"))["items"]
    assert [(entry["kind"], entry["job_id"]) for entry in diary] == [(row.kind, device.job_id)]
    assert closet["state"] == ("working" if row.state == "ready" else row.state)
    assert (closet["rest"] or {}).get("scope") == (row.scope if row.state == "resting" or row.kind == "challenge" else None)
    # what has begun is brought to its end: the old listing is shown whatever rests
    assert (await device.go("show", undo=True))["answer"] == "go"
    await device.result("show")
    ended = await device.finish("failed", "old_shown", proof="wardrobe_flag", refusal={"kind": row.kind, **row.more})
    assert ended["state"] == "failed"
    # what has not begun waits for its time
    leased = await device.lease()
    if row.rests == 0:
        assert leased["job_id"] == waiting["id"]
        return
    assert leased["answer"] == "none"
    if row.rests is None:
        await device.claim()
        if row.kind == "challenge":
            assert (await device.lease())["answer"] == "none"
            await pass_time(1801)
    else:
        assert (await seller.job(waiting["id"]))["waits_for"] == "rest"
        await pass_time(row.rests - 5)
        assert (await device.lease())["answer"] == "none"
        await pass_time(6)
    assert (await device.lease())["job_id"] == waiting["id"]
    assert (await seller.get("/accounts/vinted"))["items"][0]["rest"] is None


async def test_a_rate_limit_rests_its_routes_and_no_others(seller: Seller):
    await seller.wish("sync_inbox")
    device = seller.first
    await device.lease(verbs=["sync_inbox"])
    await device.finish("failed", "refused", refusal={"kind": "rate_limit", "status": 429, "retry_after_s": 300})
    await seller.wish("sync_conversation", thread_id=7)
    verbs = ["sync_conversation", "set_hidden", "sync_closet"]
    assert (await device.lease(verbs=verbs))["answer"] == "none"
    hide = await seller.hide()
    assert (await device.lease(verbs=verbs))["job_id"] == hide["id"]
    await device.finish("failed", "no_tab")
    await pass_time(301)
    assert (await device.lease(verbs=verbs))["work"]["verb"] == "sync_conversation"


async def test_a_second_rate_limit_within_the_hour_ends_the_day(seller: Seller):
    device = seller.first
    for _ in range(2):
        await seller.wish("sync_inbox")
        await device.lease(verbs=["sync_inbox"])
        await device.finish("failed", "refused", refusal={"kind": "rate_limit", "status": 429})
        await pass_time(61)
    await seller.hide()
    assert (await device.lease())["answer"] == "none"
    rest = (await seller.get("/accounts/vinted"))["items"][0]["rest"]
    assert (rest["kind"], rest["scope"]) == ("rate_limit", "closet")
    await pass_time(DAY)
    assert (await device.lease())["answer"] == "lease"


async def test_a_relist_refused_by_a_block_still_shows_the_old_listing_when_the_rest_ends(seller: Seller):
    device = await refused_while_publishing(seller, ROWS[1])
    refusal = {"kind": "hard_block", "status": 403}
    await device.go("show", undo=True)
    last = {"seq": device.seq, "step": "show", "outcome": "refused", "refusal": refusal}
    assert (await device.finish("needs_person", "restorable", refusal=refusal, last=last))["state"] == "needs_person"
    assert (await device.lease(holding=[device.job_id]))["answer"] == "none"
    await pass_time(DAY + 1)
    assert (await device.lease(holding=[device.job_id]))["mode"] == "settle"


async def test_a_begun_job_that_waits_for_a_rest_says_so_and_until_when(seller: Seller):
    device = await refused_while_publishing(seller, ROWS[1])
    assert (await device.finish("release", "other_member"))["state"] == "parked"
    job = await seller.job(device.job_id)
    assert job["waits_for"] == "rest"
    assert datetime.fromisoformat(job["next_at"]) > datetime.now(UTC) + timedelta(seconds=DAY - 60)
