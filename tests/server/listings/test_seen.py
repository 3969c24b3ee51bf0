"""Listings on Vinted: what a sync compares, what the edit payload tells, what the seller notes, what a change keeps to."""

import hashlib
import time
from typing import Any

import pytest
from vintedbot.kit import db
from vintedbot.listings import service as listings

from tests.server.bringing import ago, begins, ends, has_listings, listed, proved
from tests.server.jobs.hands import Device, Seller, good, refused
from tests.server.people import Person

FIELDS = {
    "title": "Jeans 1", "description": "Blue jeans, hardly worn", "price": {"amount": 1200, "currency": "EUR"},
    "catalog_id": 1812, "condition_id": 2, "package_size_id": 1,
}  # fmt: skip


async def reads(seller: Seller, item_id: int = 1, photo_ids: tuple[int, ...] = (11, 12), **fields: Any) -> None:
    """A tab reads the edit payload."""
    device = await begins(seller, "sync_listing", item_id=item_id)
    read = {"read": "listing", "item_id": item_id, "fields": {**FIELDS, **fields}, "photo_ids": list(photo_ids)}
    good(await device.brings(read))
    await ends(device)


async def shown(seller: Seller, item_id: int = 1) -> dict[str, Any]:
    items = (await seller.get("/vinted/listings"))["items"]
    return next(item for item in items if item["seen"]["item_id"] == item_id)


async def put(seller: Seller, path: str, body: Any) -> Any:
    return await seller.client.put(f"/api/v1{path}", json=body, headers=seller.person.portal)


# ---------------------------------------------------------------- details
async def test_details_are_not_read_yet_until_one_is_read(seller: Seller):
    await has_listings(seller, listed(1), listed(2))
    assert (await shown(seller))["details"] is None
    await reads(seller)
    details = (await shown(seller))["details"]
    assert (details["fields"]["description"], details["photo_ids"]) == ("Blue jeans, hardly worn", [11, 12])
    assert (await shown(seller, 2))["details"] is None


async def test_details_say_where_each_photo_is(seller: Seller):
    await has_listings(seller, listed(1))
    device = await begins(seller, "sync_listing", item_id=1)
    read = {"read": "listing", "item_id": 1, "fields": FIELDS, "photo_ids": [11, 12]}
    for told, kept in ((["https://img/11", "https://img/12"], ["https://img/11", "https://img/12"]), (["https://img/11"], [])):
        good(await device.brings({**read, "photo_urls": told}))
        assert (await shown(seller))["details"]["photo_urls"] == kept, "one too few, and no address is known to be whose"


async def test_only_the_listing_that_was_asked_for_is_taken(seller: Seller):
    device = await begins(seller, "sync_listing", item_id=1)
    refused(await device.brings({"read": "listing", "item_id": 2, "fields": FIELDS, "photo_ids": []}), "invalid_input")


async def test_a_writing_job_brings_the_payload_it_read(seller: Seller):
    """And has not begun by it: only a go begins what changes something."""
    await has_listings(seller, listed(1))
    await seller.wish("relist", item_id=1)
    await seller.first.lease()
    good(await seller.first.brings({"read": "listing", "item_id": 1, "fields": FIELDS, "photo_ids": [11]}))
    assert (await seller.job(seller.first.job_id))["state"] == "leased"
    assert (await shown(seller))["details"]["photo_ids"] == [11]


async def stalest(seller: Seller, *but: int, limit: int = 9) -> list[int]:
    return await listings.stalest(db.UUID(seller.closet_id), list(but), limit)


async def test_a_sync_tells_which_details_are_outdated(seller: Seller):
    three = [listed(1, photo_ids=[11]), listed(2), listed(3)]
    await has_listings(seller, *three)
    for item_id in (3, 1, 2):
        await reads(seller, item_id)
    assert await stalest(seller) == [3, 1, 2], "read longest ago first"
    await has_listings(seller, {**three[0], "favourites": 7, "views": 90, "photo_url": "https://img/new"}, *three[1:])
    assert await stalest(seller) == [3, 1, 2], "counts and signed addresses change by themselves"
    for changed in ({"title": "Jeans"}, {"price": {"amount": 1000, "currency": "EUR"}}, {"photo_ids": [12]}):
        await has_listings(seller, {**three[0], **changed}, *three[1:])
        assert (await stalest(seller))[0] == 1, changed
        await reads(seller, 1)
        await has_listings(seller, *three)
        await reads(seller, 1)
        assert (await stalest(seller))[0] == 3
    await has_listings(seller, *three, listed(4), listed(5, state="sold"))
    assert await stalest(seller) == [4, 3, 2, 1]
    assert await stalest(seller, 4, limit=1) == [3]


# ---------------------------------------------------------------- notes
NOTES = {
    "purchase_cost": {"amount": 0, "currency": "EUR"}, "floor": {"amount": 1000, "currency": "EUR"}, "tags": ["winter", "box"],
    "storage_place": "Shelf 3",
}  # fmt: skip


async def test_notes_are_kept_beside_the_listing(seller: Seller):
    await has_listings(seller, listed(1))
    assert (await shown(seller))["notes"] == {"purchase_cost": None, "floor": None, "tags": [], "storage_place": ""}
    kept = await put(seller, "/vinted/listings/1/notes", {**NOTES, "tags": ["winter", " winter", "box", " "]})
    assert good(kept) == NOTES
    assert (await shown(seller))["notes"] == NOTES
    await has_listings(seller, listed(1, 900))
    assert (await shown(seller))["notes"] == NOTES, "a sync knows nothing of them"
    assert (await put(seller, "/vinted/listings/2/notes", NOTES)).status_code == 404


async def test_notes_and_details_go_with_a_relist(seller: Seller):
    await has_listings(seller, listed(1))
    await put(seller, "/vinted/listings/1/notes", NOTES)
    await reads(seller)
    await proved(seller, "relist", {"item_id": 1}, {"new_item_id": 2, "photo_ids": [21, 22]})
    await has_listings(seller, listed(2))
    new = await shown(seller, 2)
    assert new["notes"] == NOTES
    assert (new["details"]["fields"]["description"], new["details"]["photo_ids"]) == ("Blue jeans, hardly worn", [21, 22])


async def test_what_was_noted_since_the_relist_goes_with_a_restore(seller: Seller):
    await has_listings(seller, listed(1))
    await put(seller, "/vinted/listings/1/notes", NOTES)
    await proved(seller, "relist", {"item_id": 1}, {"new_item_id": 2})
    await has_listings(seller, listed(2))
    later = {**NOTES, "storage_place": "attic"}
    await put(seller, "/vinted/listings/2/notes", later)
    snapshot = {"id": str(db.uuid7()), "item_id": 1, "payload": {}, "photos": [], "taken_at": ago(hours=1)}
    await proved(seller, "restore", {"snapshot": snapshot, "replaced_by": 2}, {"new_item_id": 3})
    await has_listings(seller, listed(3))
    assert (await shown(seller, 3))["notes"] == later


async def test_a_published_draft_tells_its_details(seller: Seller):
    content = {"fields": FIELDS, "photos": [{"sha256": "a" * 64}]}
    work = {"draft_id": str(db.uuid7()), "content": content}
    await proved(seller, "publish_listing", work, {"new_item_id": 5, "draft_id": 4, "photo_ids": [51]})
    await has_listings(seller, listed(5))
    assert (await shown(seller, 5))["details"]["photo_ids"] == [51]


# ---------------------------------------------------------------- changes
async def change(seller: Seller, **changed: Any) -> Any:
    return await put(seller, "/vinted/listing/1", {"closet_id": seller.closet_id, "change": changed})


def euros(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


async def test_a_change_is_a_job_and_stands_in_the_list_once_proved(seller: Seller):
    await has_listings(seller, listed(1))
    await reads(seller)
    answer = await change(seller, price=euros(1100), description="Blue jeans, worn twice")
    assert (answer.status_code, good(answer)["verb"]) == (202, "update_listing")
    await proved(seller, "update_listing", {"item_id": 1, "change": {"price": euros(1100), "title": "New jeans"}})
    now = await shown(seller)
    assert (now["seen"]["price"]["amount"], now["seen"]["title"]) == (1100, "New jeans")
    assert now["details"]["fields"]["price"]["amount"] == 1100


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"price": euros(50)}, "price_low"),
        ({"title": "   "}, "title_missing"),
        ({"description": "Write me: anna@example.com"}, "contact_details"),
        ({"color_ids": [999_999], "condition_id": 9_999, "catalog_id": 5}, "category_not_leaf"),
    ],
)
async def test_what_vinted_would_refuse_is_said_before(seller: Seller, changed: dict[str, Any], code: str):
    await has_listings(seller, listed(1))
    problems = refused(await change(seller, **changed), "draft_not_ready")["data"]["problems"]
    assert code in [problem["code"] for problem in problems]


async def test_what_is_not_changed_stands_in_no_way(seller: Seller):
    await has_listings(seller, listed(1))
    await reads(seller, description="", catalog_id=None, condition_id=None)
    assert (await change(seller, price=euros(1100))).status_code == 202


async def test_no_price_goes_below_the_floor(seller: Seller):
    await has_listings(seller, listed(1))
    await put(seller, "/vinted/listings/1/notes", NOTES)
    assert refused(await change(seller, price=euros(999)), "below_floor")["data"]["floor"]["amount"] == 1000
    wish = {"verb": "update_listing", "item_id": 1, "change": {"price": euros(999)}}
    refused(await seller.post("/jobs", {"closet_id": seller.closet_id, "wish": wish}), "below_floor")
    assert (await change(seller, price=euros(1000))).status_code == 202


async def test_a_change_names_something_and_of_a_listing_that_can_change(seller: Seller):
    await has_listings(seller, listed(1), listed(2, state="sold"))
    refused(await change(seller), "invalid_input")
    refused(await change(seller, price={"amount": 1000, "currency": "PLN"}), "invalid_input")
    sold = {"closet_id": seller.closet_id, "change": {"title": "Sold"}}
    refused(await put(seller, "/vinted/listing/2", sold), "invalid_input")
    both = {"closet_id": seller.closet_id, "hidden": True, "change": {"title": "Jeans"}}
    refused(await put(seller, "/vinted/listing/1", both), "invalid_input")


async def photo_of(person: Person, sha256: str) -> str:
    photo_id = db.uuid7()
    await db.execute(
        """INSERT INTO photos (id, user_id, client_id, name, size, sha256, orientation, state, kept_sha256, large_sha256,
               thumb_sha256) VALUES ($1, $2, $1, 'a.jpg', 9, $3, 1, 'ready', $3, $3, $3)""",
        photo_id, person.id, sha256,
    )  # fmt: skip
    return str(photo_id)


async def test_new_photos_are_those_of_vinted_or_ours(seller: Seller, two_users: tuple[Person, Person]):
    await has_listings(seller, listed(1))
    photo_id = await photo_of(seller.person, "d" * 64)
    ours = {"photo": {"sha256": "d" * 64, "photo_id": photo_id}}
    for wrong in ({}, {**ours, "vinted_photo_id": 11}, {"photo": {"sha256": "e" * 64, "photo_id": photo_id}}):
        refused(await change(seller, photos=[wrong]), "invalid_input")
    foreign = {"photo": {"sha256": "f" * 64, "photo_id": await photo_of(two_users[0], "f" * 64)}}
    assert (await change(seller, photos=[foreign])).status_code == 404
    assert (await change(seller, photos=[{"vinted_photo_id": 11}, ours])).status_code == 202


# ---------------------------------------------------------------- copies
async def copy(seller: Seller, **body: Any) -> Any:
    return await seller.post("/drafts/from-listing", body)


async def test_of_somebody_elses_listing_only_facts_are_taken(seller: Seller):
    facts = {"catalog_id": 1812, "brand_id": 53, "brand": "Levi's", "size_id": 208, "condition_id": 2, "color_ids": [12]}
    answer = await copy(seller, facts=facts, country="de")
    assert answer.status_code == 201
    draft = good(answer)
    assert (draft["country"], draft["fields"]["brand"], draft["fields"]["title"]) == ("de", "Levi's", "")
    refused(await copy(seller, facts={**facts, "title": "Theirs"}), "invalid_input")
    refused(await copy(seller, facts=facts, item_id=1), "invalid_input")
    refused(await copy(seller), "invalid_input")


async def test_an_own_listing_whose_photos_are_here_is_copied_at_once(seller: Seller):
    await has_listings(seller, listed(1))
    await reads(seller)
    kept = [await photo_of(seller.person, letter * 64) for letter in "ab"]
    for photo_id, letter in ((11, "a"), (12, "b")):
        await db.execute(
            "INSERT INTO vinted_photos (id, closet_id, vinted_photo_id, sha256) VALUES ($1, $2, $3, $4)",
            db.uuid7(), db.UUID(seller.closet_id), photo_id, letter * 64,
        )  # fmt: skip
    draft = good(await copy(seller, item_id=1, closet_id=seller.closet_id))
    assert (draft["fields"]["description"], draft["job_id"]) == ("Blue jeans, hardly worn", None)
    assert [photo["photo_id"] for photo in draft["photos"]] == kept


async def brings_photos(device: Device, *photos: bytes) -> None:
    ids = [11 + place for place in range(len(photos))]
    asked = {"epoch": device.leased["epoch"], "payload": {"title": "Jeans"}, "photo_ids": ids}
    assert good(await device.post(f"/jobs/{device.job_id}/snapshot", asked))["missing"] == ids
    for photo_id, content in zip(ids, photos, strict=True):
        headers = {**device.connected.headers, "x-sha256": hashlib.sha256(content).hexdigest(), "content-type": "image/jpeg"}
        good(await device.client.put(f"/api/v1/jobs/{device.job_id}/snapshot/{photo_id}", content=content, headers=headers))


async def test_an_own_listing_that_is_not_here_yet_is_brought_by_a_job(seller: Seller):
    await has_listings(seller, listed(1))
    draft = good(await copy(seller, item_id=1, closet_id=seller.closet_id))
    assert (draft["fields"]["title"], draft["fields"]["description"], draft["photos"]) == ("Jeans 1", "", [])
    assert (await seller.job(draft["job_id"]))["verb"] == "sync_listing"
    await seller.first.lease(verbs=["sync_listing"])
    assert seller.first.leased["work"] == {"verb": "sync_listing", "item_id": 1, "photos": True}
    good(await seller.first.brings({"read": "listing", "item_id": 1, "fields": FIELDS, "photo_ids": [11, 12]}))
    await brings_photos(seller.first, b"\xff\xd8\xffone", b"\xff\xd8\xfftwo")
    await ends(seller.first)
    filled = await seller.get(f"/drafts/{draft['id']}")
    assert (filled["fields"]["description"], len(filled["photos"]), filled["revision"]) == ("Blue jeans, hardly worn", 2, 2)
    assert await db.fetchval("SELECT count(*) FROM draft_copies") == 0


async def test_what_the_person_wrote_meanwhile_stays(seller: Seller):
    await has_listings(seller, listed(1))
    draft = good(await copy(seller, item_id=1, closet_id=seller.closet_id))
    fields = {**draft["fields"], "title": "My own title"}
    saved = {"revision": 1, "fields": fields, "photo_ids": [], "closet_id": seller.closet_id}
    good(await put(seller, f"/drafts/{draft['id']}", saved))
    await seller.first.lease(verbs=["sync_listing"])
    good(await seller.first.brings({"read": "listing", "item_id": 1, "fields": FIELDS, "photo_ids": [11]}))
    await ends(seller.first)
    filled = await seller.get(f"/drafts/{draft['id']}")
    assert (filled["fields"]["title"], filled["fields"]["catalog_id"]) == ("My own title", 1812)


async def test_an_unknown_listing_is_not_copied(seller: Seller):
    assert (await copy(seller, item_id=1, closet_id=seller.closet_id)).status_code == 404
    refused(await copy(seller, item_id=1), "invalid_input")


# ---------------------------------------------------------------- what a sync costs
async def test_a_sync_of_two_thousand_listings_costs_a_few_statements_a_page(seller: Seller, monkeypatch: pytest.MonkeyPatch):
    """20 pages of 100; each page is one request, and a page with a hundred changes costs what one with none does."""
    ours, ran = list[str](), db._connection

    def counted() -> Any:
        ours.append("statement")
        return ran()

    for change_all in (False, True):
        device = await begins(seller, "sync_closet")
        began = time.perf_counter()
        ours.clear()
        monkeypatch.setattr(db, "_connection", counted)
        for page in range(1, 21):
            items = [listed(page * 1000 + n, 1200 + change_all, photo_ids=[page * 1000 + n]) for n in range(100)]
            good(await device.brings({"read": "wardrobe", "page": page, "pages": 20, "total": 2000, "items": items}))
        monkeypatch.setattr(db, "_connection", ran)
        assert len(ours) / 20 < 12, "statements of a request, the sign-in and the lease included"
        assert time.perf_counter() - began < 20
        await ends(device)
    assert (await seller.get("/vinted/listings", limit=1))["total"] == 2000


async def test_a_page_of_the_shelf_is_a_few_statements(seller: Seller, monkeypatch: pytest.MonkeyPatch):
    await has_listings(seller, *(listed(n) for n in range(1, 61)))
    for item_id in (1, 2):
        await put(seller, f"/vinted/listings/{item_id}/notes", NOTES)
    counts, ran = list[str](), db._connection

    def counted() -> Any:
        counts.append("statement")
        return ran()

    used = []
    for limit in (1, 60):
        counts.clear()
        monkeypatch.setattr(db, "_connection", counted)
        await seller.get("/vinted/listings", limit=limit)
        monkeypatch.setattr(db, "_connection", ran)
        used.append(len(counts))
    assert used[0] == used[1]
