"""What reading jobs and snapshots bring: pages of the wardrobe, the form's choices, photo bytes."""

import hashlib
from typing import Any

from vintedbot.kit import db, process, store
from vintedbot.kit.magic import picture_type

from .hands import ITEM, Device, Seller, good, pass_time, refused


def entry(item_id: int, **more: Any) -> dict[str, Any]:
    return {
        "item_id": item_id, "title": f"Jeans {item_id}", "price": {"amount": 1200, "currency": "EUR"}, "state": "active",
        "url": f"https://www.vinted.fr/items/{item_id}", **more,
    }  # fmt: skip


async def read(device: Device, *pages: list[dict[str, Any]], confirmed: bool = False) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    for number, items in enumerate(pages, 1):
        page = {
            "read": "wardrobe", "page": number, "pages": len(pages), "total": sum(map(len, pages)), "items": items,
            "confirmed": confirmed,
        }  # fmt: skip
        answer = good(await device.brings(page))
    return answer


async def sync(seller: Seller) -> Device:
    await seller.wish("sync_closet")
    await seller.first.lease()
    return seller.first


async def shown(seller: Seller, **query: Any) -> list[int]:
    return [i["seen"]["item_id"] for i in (await seller.get("/vinted/listings", **query))["items"]]


async def test_a_sync_brings_the_listings(seller: Seller):
    device = await sync(seller)
    assert await read(device, [entry(1), entry(2)], [entry(3, state="hidden")]) == {
        "believed": True,
        "enough": False,
        "want": [],
        "give_way": False,
    }
    assert (await seller.job(device.job_id))["state"] == "running"
    assert (await device.finish("done", "ok", proof="read_whole"))["state"] == "done"
    assert sorted(await shown(seller)) == [1, 2, 3]
    assert await shown(seller, state="hidden") == [3]
    closet = (await seller.get("/accounts/vinted"))["items"][0]
    assert (closet["listing_count"], closet["synced_at"] is not None) == (3, True)


async def test_nothing_is_gone_on_half_a_reading(seller: Seller):
    device = await sync(seller)
    await read(device, [entry(1), entry(2)])
    good(await device.brings({"read": "wardrobe", "page": 1, "pages": 2, "total": 2, "items": [entry(1)]}))
    assert sorted(await shown(seller)) == [1, 2]


async def test_an_empty_or_halved_list_is_believed_at_the_second_reading(seller: Seller):
    device = await sync(seller)
    await read(device, [entry(n) for n in range(1, 7)])
    for few in ([], [entry(1), entry(2)]):
        assert (await read(device, few))["believed"] is False
        assert len(await shown(seller)) == 6
    assert (await read(device, [entry(1), entry(2)], confirmed=True))["believed"] is True
    assert sorted(await shown(seller)) == [1, 2]
    assert sorted(await shown(seller, state="gone")) == [3, 4, 5, 6]


async def test_a_page_without_its_lease_is_refused(seller: Seller):
    device = await sync(seller)
    await pass_time(91)
    refused(await device.brings({"read": "wardrobe", "page": 1, "pages": 1, "total": 0, "items": []}), "lease_lost")


async def test_hiding_and_deleting_a_listing_are_jobs(seller: Seller):
    device = await sync(seller)
    await read(device, [entry(1)])
    await device.finish("done", "ok", proof="read_whole")
    path = "/api/v1/vinted/listing/1"
    edit = await seller.client.put(path, json={"closet_id": seller.closet_id, "hidden": True}, headers=seller.person.portal)
    assert (edit.status_code, good(edit)["title"]) == (202, "Jeans 1")
    assert (await seller.get("/vinted/listings"))["items"][0]["job_id"] == edit.json()["id"]
    assert (await seller.client.delete(path, headers=seller.person.portal)).json()["code"] == "item_busy"
    await device.lease()
    await device.walk("hide")
    await device.finish("done", "ok", proof="wardrobe_flag")
    assert await shown(seller, state="hidden") == [1]
    assert (await seller.client.delete(path, headers=seller.person.portal)).status_code == 202


async def test_the_form_is_kept_for_the_category_that_was_asked(seller: Seller):
    from vintedbot.listings import form_references

    await seller.wish("read_form_reference", catalog_id=77)
    await seller.first.lease()
    reference = {"country": "fr", "catalog_id": 77, "fields": [], "read_at": "2026-11-23T10:00:00Z"}
    good(await seller.first.brings({"read": "form_reference", "reference": reference}))
    assert await form_references.fresh(seller.person.id, "fr", 77) is not None
    wrong = {"read": "form_reference", "reference": {**reference, "catalog_id": 78}}
    assert (await seller.first.brings(wrong)).status_code == 400


async def send(device: Device, photo_id: int, content: bytes, sha: str | None = None) -> Any:
    headers = {**device.connected.headers, "x-sha256": sha or hashlib.sha256(content).hexdigest(), "content-type": "image/jpeg"}
    path = f"/api/v1/jobs/{device.job_id}/snapshot/{photo_id}"
    return await device.client.put(path, content=content, headers=headers)


async def test_a_snapshot_is_whole_when_every_photo_is_verified(seller: Seller):
    await seller.relist()
    await seller.first.lease()
    asked = {"epoch": seller.first.leased["epoch"], "payload": {"title": "x"}, "title": "Robe", "photo_ids": [11, 12]}
    path = f"/jobs/{seller.first.job_id}/snapshot"
    assert good(await seller.first.post(path, asked)) == {"snapshot": None, "missing": [11, 12]}
    refused(await send(seller.first, 11, b"\xff\xd8\xffone", "b" * 64), "bytes_differ")
    assert good(await send(seller.first, 11, b"\xff\xd8\xffone"))["missing"] == [12]
    whole = good(await send(seller.first, 12, b"\xff\xd8\xfftwo"))
    assert [p["vinted_photo_id"] for p in whole["snapshot"]["photos"]] == [11, 12]
    assert (await send(seller.first, 13, b"three")).status_code == 404
    for content in (b"<html><script>", b"%PDF-1.4", b"RIFF1234WAVE", b""):
        refused(await send(seller.first, 11, content), "unsupported_media_type")
    for content, kind in ((b"\x89PNG\r\n\x1a\n...", "image/png"), (b"RIFF1234WEBP...", "image/webp"), (b"12", None)):
        assert picture_type(content) == kind
    seller.first.facts = {**seller.first.facts, "snapshot_id": whole["snapshot"]["id"]}
    await seller.first.walk("upload")
    again = await seller.first.lease(holding=[seller.first.job_id])
    assert again["snapshot"]["payload"] == {"title": "x"}
    assert (await seller.job(seller.first.job_id))["title"] == "Robe"


async def test_other_bytes_under_a_known_photo_are_not_kept(seller: Seller):
    await seller.relist()
    await seller.first.lease()
    asked = {"epoch": seller.first.leased["epoch"], "payload": {}, "title": "Robe", "photo_ids": [11, 12]}
    good(await seller.first.post(f"/jobs/{seller.first.job_id}/snapshot", asked))
    sent = [b"\xff\xd8\xff" + bytes([number]) for number in range(5)]
    answers = [good(await send(seller.first, 11, content)) for content in sent]
    assert [answer["missing"] for answer in answers] == [[12]] * 5
    folder = process.current().settings.photo_folder
    kept = [await store.exists(folder, hashlib.sha256(content).hexdigest()) for content in sent]
    assert kept == [True, False, False, False, False]


async def test_photos_we_published_are_not_fetched_again(seller: Seller):
    """Our own original wins over Vinted's copy: a relist of a relist sends no bytes twice."""
    await seller.relist()
    await seller.first.lease()
    asked = {"epoch": seller.first.leased["epoch"], "payload": {}, "photo_ids": [11]}
    good(await seller.first.post(f"/jobs/{seller.first.job_id}/snapshot", asked))
    good(await send(seller.first, 11, b"\xff\xd8\xffone"))
    seller.first.facts = {**seller.first.facts, "photo_ids": [21], "new_item_id": ITEM + 1}
    await seller.first.walk("upload", "draft", "hide", "publish", "delete")
    await seller.first.finish("done", "ok", proof="absent_twice")
    await db.execute("DELETE FROM jobs WHERE verb = 'sync_closet'")
    await pass_time(31 * 86_400)
    await seller.relist(ITEM + 1)
    await seller.first.lease()
    asked = {"epoch": seller.first.leased["epoch"], "payload": {}, "photo_ids": [21]}
    assert good(await seller.first.post(f"/jobs/{seller.first.job_id}/snapshot", asked))["missing"] == []


async def test_while_a_relist_lasts_its_old_listing_reads_as_hidden(seller: Seller):
    device = await sync(seller)
    await read(device, [entry(ITEM)])
    await device.finish("done", "ok", proof="read_whole")
    await seller.relist()
    await device.lease()
    await device.walk("upload", "draft", "hide")
    await device.go("show", undo=True)
    assert await shown(seller, state="hidden") == [ITEM]
    await device.result("show")
    assert await shown(seller, state="active") == [ITEM]


async def test_a_restore_is_for_what_is_gone(seller: Seller):
    device = await sync(seller)
    await read(device, [entry(ITEM)])
    await device.finish("done", "ok", proof="read_whole")
    await seller.relist()
    await device.lease()
    asked = {"epoch": device.leased["epoch"], "payload": {"title": "Robe"}, "photo_ids": [11]}
    good(await device.post(f"/jobs/{device.job_id}/snapshot", asked))
    snapshot = good(await send(device, 11, b"\xff\xd8\xffone"))["snapshot"]
    await device.finish("failed", "no_tab")
    wish = {"closet_id": seller.closet_id, "wish": {"verb": "restore", "snapshot_id": snapshot["id"]}}
    refused(await seller.post("/jobs", wish), "still_listed")
    await sync(seller)
    await read(device, [entry(3)])
    await device.finish("done", "ok", proof="read_whole")
    assert (await seller.get("/vinted/listings", state="gone"))["items"][0]["restorable"] == snapshot["id"]
    assert (await seller.get("/jobs", waits="person"))["items"] == [], "offered, not announced: the relist left it where it was"
    job = good(await seller.post("/jobs", wish))
    assert (job["verb"], job["title"]) == ("restore", f"Jeans {ITEM}")
    assert (await device.lease())["work"]["snapshot"]["photos"][0]["vinted_photo_id"] == 11


async def test_of_a_picture_s_address_only_https_is_kept(seller: Seller):
    """Panel and popup show it as a picture: the browser would ask any address for it."""
    told = {"read": "wardrobe", "page": 1, "pages": 1, "total": 2, "confirmed": True, "items": [
        {"item_id": n, "title": "A", "price": None, "state": "active", "url": "", "photo_url": url}
        for n, url in ((1, "http://192.168.1.1/cgi"), (2, "https://images1.vinted.net/2.jpg"))
    ]}  # fmt: skip
    await seller.wish("sync_closet")
    await seller.first.lease()
    assert good(await seller.first.brings(told))["believed"]
    seen = (await seller.get("/vinted/listings", closet_id=seller.closet_id))["items"]
    assert {each["seen"]["item_id"]: each["seen"]["photo_url"] for each in seen} == {
        1: None,
        2: "https://images1.vinted.net/2.jpg",
    }
    assert (await seller.first.post("/accounts/vinted", {**CLAIM, "photo_url": "javascript:alert(1)"})).status_code == 400


CLAIM = {"country": "fr", "member_id": 4_000_001, "login": "anna", "currency": "EUR"}
