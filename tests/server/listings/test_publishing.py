"""From a draft to a job and back, through HTTP: the check, the frozen content, the end, Vinted's refusals."""

import asyncio
from typing import Any

import pytest
from vintedbot.kit import db

from tests.server.jobs.hands import Seller, good, refused
from tests.server.photos.test_groups import seeded

from .test_rules import DRESS, SIZE

FIELDS: dict[str, Any] = {
    "title": "Robe d'été à fleurs", "description": "Portée deux fois, coton léger, taille bien.", "catalog_id": DRESS,
    "price": {"amount": 1250, "currency": "EUR"}, "brand_id": 53, "brand": "Nike", "size_id": SIZE, "condition_id": 2,
    "color_ids": [1], "package_size_id": 1,
}  # fmt: skip


@pytest.fixture
async def seller(client, make_user) -> Seller:
    return await Seller(client, await make_user()).connected()


async def draft_of(seller: Seller, photos: int = 2, **fields: Any) -> dict[str, Any]:
    [ids] = await seeded(seller.person, [photos]) if photos else [[]]
    body = {"closet_id": seller.closet_id, "fields": {**FIELDS, **fields}, "photo_ids": ids}
    return good(await seller.post("/drafts", body))


async def publish(seller: Seller, draft: dict[str, Any], **more: Any):
    body = {"draft_id": draft["id"], "revision": draft["revision"], "closet_id": seller.closet_id, **more}
    return await seller.post("/vinted/listing/publish", body)


async def draft_now(seller: Seller, draft: dict[str, Any]) -> dict[str, Any]:
    return await seller.get(f"/drafts/{draft['id']}")


async def save(seller: Seller, draft: dict[str, Any], **fields: Any):
    body = {
        "revision": draft["revision"], "fields": {**draft["fields"], **fields}, "closet_id": draft["closet_id"],
        "photo_ids": [photo["photo_id"] for photo in draft["photos"]],
    }  # fmt: skip
    return await seller.client.put(f"/api/v1/drafts/{draft['id']}", json=body, headers=seller.person.portal)


async def test_a_ready_draft_becomes_a_job_with_all_its_photos(seller):
    draft = await draft_of(seller, photos=3)
    prepared = good(await seller.post("/vinted/listing/prepare", {"draft_id": draft["id"]}))
    assert prepared == {"draft": draft, "ready": True, "problems": []}
    answer = await publish(seller, draft)
    assert answer.status_code == 202, answer.text
    job = answer.json()
    assert (job["verb"], job["state"], job["title"], job["draft_id"]) == (
        "publish_listing",
        "queued",
        FIELDS["title"],
        draft["id"],
    )
    lease = await seller.first.lease()
    content = lease["work"]["content"]
    assert content["fields"] == draft["fields"]
    assert [photo["photo_id"] for photo in content["photos"]] == [photo["photo_id"] for photo in draft["photos"]]
    now = await draft_now(seller, draft)
    assert (now["state"], now["job_id"]) == ("publishing", job["id"])


async def test_it_is_published_once_however_often_it_is_pressed(seller):
    draft = await draft_of(seller)
    answers = await asyncio.gather(*(publish(seller, draft) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_done_is_linked_to_its_draft_and_locks_it(seller):
    draft = await draft_of(seller)
    await publish(seller, draft)
    device = seller.first
    await device.lease()
    device.facts = {**device.facts, "photo_ids": [11, 12], "draft_id": 77, "new_item_id": 88}
    await device.walk("upload", "draft", "publish")
    await device.finish("done", "ok", proof="wardrobe_entry")
    now = await draft_now(seller, draft)
    assert (now["state"], now["item_id"]) == ("published", 88)
    refused(await publish(seller, now), "draft_locked")
    refused(await save(seller, now, title="Another"), "draft_locked")
    # what was published is still there to begin a new one from
    copy = good(await seller.post(f"/drafts/{draft['id']}/duplicate"))
    assert (copy["state"], copy["item_id"], copy["fields"]) == ("open", None, draft["fields"])


async def test_saved_on_vinted_as_a_draft(seller):
    draft = await draft_of(seller)
    job = good(await publish(seller, draft, as_vinted_draft=True))
    assert job["verb"] == "save_vinted_draft"
    device = seller.first
    await device.lease()
    device.facts = {**device.facts, "photo_ids": [11, 12], "draft_id": 77}
    await device.walk("upload", "draft")
    await device.finish("done", "ok", proof="wardrobe_entry")
    now = await draft_now(seller, draft)
    assert (now["state"], now["item_id"]) == ("on_vinted_as_draft", 77)
    assert (await save(seller, now, title="Robe d'été longue")).status_code == 200


async def test_a_400_leads_back_to_the_draft_with_the_field_marked(seller):
    draft = await draft_of(seller)
    await publish(seller, draft)
    device = seller.first
    await device.lease()
    await device.walk("upload")
    fields = [{"field": "price", "message": "Le prix est trop bas"}, {"field": "model", "message": "Choisis un modèle"}]
    refusal = {"kind": "validation", "status": 400, "code": 99, "fields": fields}
    await device.go("draft")
    await device.finish("failed", "validation", refusal=refusal, last={"seq": device.seq, "step": "draft", "outcome": "refused"})
    now = await draft_now(seller, draft)
    assert (now["state"], now["revision"]) == ("open", draft["revision"])
    assert [(p["code"], p["field"], p["message"]) for p in now["problems"]] == [
        ("refused_by_vinted", each["field"], each["message"]) for each in fields
    ]
    problem = refused(await publish(seller, now), "draft_not_ready")
    assert [(p["code"], p["field"]) for p in problem["data"]["problems"]] == [("refused_by_vinted", "price")]
    # another field changed: the mark stays; that field changed: it is gone
    other = good(await save(seller, now, title="Robe d'été longue"))
    assert [p["field"] for p in other["problems"]] == ["price"]
    cured = good(await save(seller, other, price={"amount": 2000, "currency": "EUR"}))
    assert cured["problems"] == []
    assert (await publish(seller, cured)).status_code == 202


async def test_what_blocks_is_named_and_no_job_is_made(seller):
    draft = await draft_of(seller, photos=0, price=None, catalog_id=999_999_999)
    answer = await publish(seller, draft)
    assert answer.status_code == 422
    problems = refused(answer, "draft_not_ready")["data"]["problems"]
    assert {problem["code"] for problem in problems} == {"photos_missing", "price_missing", "category_unknown"}
    assert (await seller.get("/jobs"))["items"] == []


@pytest.mark.parametrize(("amount", "code"), [(0, "price_low"), (10**11, "price_high")])
async def test_an_odd_price_is_not_published(seller, amount, code):
    draft = await draft_of(seller, price={"amount": amount, "currency": "EUR"})
    [problem] = refused(await publish(seller, draft), "draft_not_ready")["data"]["problems"]
    assert (problem["code"], problem["field"]) == (code, "price")


async def test_an_older_revision_is_not_published(seller):
    draft = await draft_of(seller)
    newer = good(await save(seller, draft, title="Robe d'été longue"))
    problem = refused(await publish(seller, draft), "draft_changed")
    assert problem["data"]["current"] == newer


async def test_while_it_is_published_it_is_neither_changed_nor_thrown_away(seller):
    draft = await draft_of(seller)
    await publish(seller, draft)
    refused(await save(seller, draft, title="Too late"), "draft_locked")
    address = f"/api/v1/drafts/{draft['id']}"
    refused(await seller.client.delete(address, headers=seller.person.portal), "draft_locked")


async def test_a_cancelled_job_gives_the_draft_back(seller):
    draft = await draft_of(seller)
    job = good(await publish(seller, draft))
    good(await seller.post(f"/jobs/{job['id']}/cancel"))
    assert (await draft_now(seller, draft))["state"] == "open"


async def test_an_account_of_another_country_is_refused(seller):
    draft = await draft_of(seller)
    german = await seller.first.claim(country="de", member_id=4_000_009)
    assert refused(await publish(seller, draft, closet_id=german["id"]), "invalid_input")["field"] == "closet_id"


async def test_two_drafts_of_one_item_are_pointed_out(seller):
    first = await draft_of(seller)
    ids = [photo["photo_id"] for photo in first["photos"]]
    body = {"closet_id": seller.closet_id, "fields": {**FIELDS, "title": "Toute autre robe"}, "photo_ids": ids}
    second = good(await seller.post("/drafts", body))
    [problem] = good(await seller.post("/vinted/listing/prepare", {"draft_id": second["id"]}))["problems"]
    assert (problem["code"], problem["level"], problem["found"]) == ("duplicate_of_own", "warn", FIELDS["title"])
    third = await draft_of(seller)
    assert good(await seller.post("/vinted/listing/prepare", {"draft_id": third["id"]}))["problems"][0]["field"] == "title"


async def test_a_listing_on_vinted_with_title_and_price_is_pointed_out(seller):
    from tests.server.jobs.test_readings import entry, read, sync

    device = await sync(seller)
    await read(device, [entry(7, title=FIELDS["title"], price=FIELDS["price"]), entry(8, title=FIELDS["title"])])
    draft = await draft_of(seller)
    problems = good(await seller.post("/vinted/listing/prepare", {"draft_id": draft["id"]}))["problems"]
    assert [problem["code"] for problem in problems] == ["duplicate_of_own"]


async def test_what_the_form_offered_is_believed_for_seven_days_in_its_own_country(seller):
    await seller.wish("read_form_reference", catalog_id=DRESS)
    device = seller.first
    await device.lease()
    form = {"country": "fr", "catalog_id": DRESS, "fields": [], "read_at": "2026-11-23T10:00:00Z"}
    good(await device.brings({"read": "form_reference", "reference": form}))

    async def status(country: str, seconds: int) -> int:
        read_at = "clock_timestamp() - interval '7 days' + $1 * interval '1 second'"
        await db.execute(f"UPDATE form_references SET read_at = {read_at}", seconds)
        answer = await seller.client.get(f"/api/v1/reference/form/{country}/{DRESS}", headers=seller.person.portal)
        return answer.status_code

    assert await status("fr", 5) == 200
    assert await status("fr", -1) == 404
    assert await status("es", 5) == 404, "another country's form may offer something else"


async def test_vinteds_form_outranks_the_files(seller):
    address = f"/api/v1/reference/form/fr/{DRESS}"
    missing = await seller.client.get(address, headers=seller.person.portal)
    assert (missing.status_code, missing.json()["code"]) == (404, "not_read_yet")
    await seller.wish("read_form_reference", catalog_id=DRESS)
    device = seller.first
    await device.lease()
    sizes = {"code": "size", "title": "Taille", "required": True, "options": [{"id": 3, "title": "S"}]}
    form = {"country": "fr", "catalog_id": DRESS, "fields": [sizes], "read_at": "2026-11-23T10:00:00Z"}
    answer = await device.brings({"read": "form_reference", "reference": form})
    assert answer.status_code < 300, answer.text
    assert good(await seller.client.get(address, headers=seller.person.portal))["fields"][0]["options"][0]["title"] == "S"
    draft = await draft_of(seller, size_id=99_999)
    [problem] = refused(await publish(seller, draft), "draft_not_ready")["data"]["problems"]
    assert (problem["code"], problem["level"]) == ("size_unknown", "block")
