"""Publishing many drafts: the preview promises, the start keeps it, one job each, and what failed is tried again alone."""

from typing import Any

import pytest
from vintedbot.kit import db

from tests.server.jobs.hands import Seller, good, pass_time, refused

from .test_publishing import draft_now, draft_of, save

PUBLISH = "/drafts/publish"


@pytest.fixture
async def open_all_day(seller: Seller) -> None:
    await db.execute("UPDATE closets SET active_from = 0, active_until = 24")


async def looked(seller: Seller, *drafts: dict[str, Any]) -> dict[str, Any]:
    body = {"closet_id": seller.closet_id, "draft_ids": [draft["id"] for draft in drafts]}
    return good(await seller.post(PUBLISH + "/preview", body))


async def start(seller: Seller, *drafts: dict[str, Any]):
    ats = [{"draft_id": draft["id"], "revision": draft["revision"]} for draft in drafts]
    return await seller.post(PUBLISH, {"closet_id": seller.closet_id, "drafts": ats})


async def test_the_preview_names_what_is_left_out_and_nothing_leaves(seller, open_all_day):
    ready, bare = await draft_of(seller), await draft_of(seller, photos=0, price=None)
    published, gone = await draft_of(seller), await draft_of(seller)
    await db.execute("UPDATE drafts SET state = 'published' WHERE id = $1", published["id"])
    await seller.client.delete(f"/api/v1/drafts/{gone['id']}", headers=seller.person.device)
    preview = await looked(seller, ready, bare, published, gone)
    assert [item["excluded"] for item in preview["items"]] == [None, "not_ready", "published", "not_found"]
    assert {p["code"] for p in preview["items"][1]["problems"]} >= {"photos_missing", "price_missing"}
    assert (preview["count"], preview["writes_needed"]) == (1, 1)
    assert preview["items"][0]["photo_id"] == ready["photos"][0]["photo_id"]
    assert preview["starts_at"] <= preview["ends_at"]
    assert (await seller.get("/jobs"))["items"] == []


async def test_one_job_each_and_one_changed_since_is_left_out(seller, open_all_day):
    first, second, changed = [await draft_of(seller) for _ in range(3)]
    good(await save(seller, changed, title="Typed meanwhile"))
    batch = good(await start(seller, first, second, changed))
    assert (batch["act"], batch["counts"]["waiting"]) == ({"act": "publish"}, 2)
    jobs = (await seller.get(f"/jobs?batch_id={batch['id']}"))["items"]
    assert {job["draft_id"] for job in jobs} == {first["id"], second["id"]}
    assert [(await draft_now(seller, each))["state"] for each in (first, changed)] == ["publishing", "open"]
    refused(await start(seller, first, second), "nothing_chosen")
    # what has not started is given back
    stopped = good(await seller.post(f"/jobs/batches/{batch['id']}/stop"))
    assert (stopped["counts"]["stopped"], (await draft_now(seller, first))["state"]) == (2, "open")


async def test_what_failed_is_tried_again_alone_and_as_the_draft_is_now(seller, open_all_day):
    first, second = await draft_of(seller), await draft_of(seller, title="Robe longue")
    batch = good(await start(seller, first, second))
    device = seller.first
    lease = await device.lease()
    await device.walk("upload")
    await device.go("draft")
    refusal = {"kind": "validation", "status": 400, "code": 99, "fields": [{"field": "price", "message": "Trop bas"}]}
    await device.finish("failed", "validation", refusal=refusal, last={"seq": device.seq, "step": "draft", "outcome": "refused"})
    [failed] = [each for each in (first, second) if each["id"] == lease["work"]["draft_id"]]
    assert (await seller.get(f"/jobs/batches/{batch['id']}"))["counts"]["failed"] == 1
    # nothing was changed: Vinted would refuse it again
    refused(await seller.post(f"/jobs/batches/{batch['id']}/retry"), "wrong_state")
    now = await draft_now(seller, failed)
    good(await save(seller, now, price={"amount": 2000, "currency": "EUR"}))
    again = good(await seller.post(f"/jobs/batches/{batch['id']}/retry"))
    assert (again["counts"]["failed"], again["counts"]["waiting"]) == (0, 2)
    jobs = (await seller.get(f"/jobs?batch_id={batch['id']}"))["items"]
    assert len(jobs) == 3
    await pass_time(3600)
    leases = [(await device.lease())["work"]]
    prices = {work["draft_id"]: work["content"]["fields"]["price"]["amount"] for work in leases}
    assert prices.get(failed["id"], 2000) == 2000


async def test_another_countrys_account_and_a_strangers_closet_publish_nothing(seller, open_all_day, make_user, client):
    draft = await draft_of(seller)
    await db.execute("UPDATE drafts SET country = 'de'")
    assert [item["excluded"] for item in (await looked(seller, draft))["items"]] == ["other_country"]
    refused(await start(seller, draft), "nothing_chosen")
    stranger = await Seller(client, await make_user()).connected()
    assert [item["excluded"] for item in (await looked(stranger, draft))["items"]] == ["not_found"]
    body = {"closet_id": seller.closet_id, "draft_ids": [draft["id"]]}
    assert (await stranger.post(PUBLISH + "/preview", body)).status_code == 404
