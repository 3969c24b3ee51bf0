"""Comparable listings: the search for an own one, what is kept of what it found, and the quartiles."""

from typing import Any

from vintedbot.kit import db
from vintedbot.pricing import comparables, quartiles
from vintedbot_schemas.base import Money

from tests.server.bringing import begins, ends, has_listings, listed
from tests.server.jobs.hands import Seller, good, refused


def euros(*amounts: int) -> list[Money]:
    return [Money(amount=amount, currency="EUR") for amount in amounts]


def found(item_id: int, amount: int, **more: Any) -> dict[str, Any]:
    url = f"https://www.vinted.fr/items/{item_id}"
    return {"item_id": item_id, "title": "Jeans", "price": {"amount": amount, "currency": "EUR"}, "url": url, **more}


async def search(seller: Seller, *items: dict[str, Any], item_id: int = 1) -> dict[str, Any]:
    """A search as a person begins it, and what the hands bring; what is shown then."""
    answer = await seller.post(f"/vinted/listings/{item_id}/comparables")
    assert answer.status_code == 202
    await seller.first.lease(verbs=["read_comparables"])
    good(await seller.first.brings({"read": "comparables", "items": list(items)}))
    await ends(seller.first)
    return await seller.get(f"/vinted/listings/{item_id}/comparables")


async def test_before_a_search_there_is_a_query_and_no_figure(seller: Seller):
    await has_listings(seller, listed(1, title="Robe longue fleurie bleue d'été taille haute"))
    shown = await seller.get("/vinted/listings/1/comparables")
    assert shown["query"]["text"] == "Robe longue fleurie bleue d'été taille"
    assert (shown["support"], shown["items"], shown["read_at"], shown["job_id"]) == ("none", [], None, None)
    assert shown["country"] == "fr"
    job = good(await seller.post("/vinted/listings/1/comparables"))
    assert job["verb"] == "read_comparables"
    assert (await seller.get("/vinted/listings/1/comparables"))["job_id"] == job["id"]
    assert good(await seller.post("/vinted/listings/1/comparables"))["id"] == job["id"]


async def test_what_the_payload_told_narrows_the_search(seller: Seller):
    await has_listings(seller, listed(1))
    device = await begins(seller, "sync_listing", item_id=1)
    fields = {"title": "Jeans", "catalog_id": 77, "brand_id": 53, "size_id": 208, "condition_id": 2}
    good(await device.brings({"read": "listing", "item_id": 1, "fields": fields, "photo_ids": [11]}))
    await ends(device)
    query = (await seller.get("/vinted/listings/1/comparables"))["query"]
    assert (query["catalog_id"], query["brand_id"], query["size_id"], query["condition_ids"]) == (77, 53, 208, [])


async def test_quartiles_of_what_was_found(seller: Seller):
    await has_listings(seller, listed(1))
    shown = await search(seller, *(found(100 + n, amount) for n, amount in enumerate((900, 1000, 1100, 1500, 2000))))
    assert (shown["support"], shown["low"]["amount"], shown["middle"]["amount"], shown["high"]["amount"]) == (
        "enough", 1000, 1100, 1500
    )  # fmt: skip
    assert [item["item_id"] for item in shown["items"]] == [100, 101, 102, 103, 104]
    assert shown["read_at"] is not None


async def test_own_listings_and_doubles_are_no_comparables(seller: Seller):
    await has_listings(seller, listed(1), listed(2))
    shown = await search(seller, found(2, 900), found(100, 1000), found(100, 1100))
    assert [(item["item_id"], item["price"]["amount"]) for item in shown["items"]] == [(100, 1100)]
    assert (shown["support"], shown["low"]) == ("too_few", None)


async def test_a_search_that_finds_nothing_was_made_all_the_same(seller: Seller):
    await has_listings(seller, listed(1))
    shown = await search(seller)
    assert (shown["support"], shown["items"], shown["read_at"] is not None) == ("too_few", [], True)


async def test_nothing_of_a_member_is_kept(seller: Seller):
    await has_listings(seller, listed(1))
    await seller.post("/vinted/listings/1/comparables")
    await seller.first.lease(verbs=["read_comparables"])
    # readers of ours send no such field; one that did would be passed over, and there is no column for it
    await seller.first.brings({"read": "comparables", "items": [found(100, 900, user={"id": 5, "login": "carla"})]})
    kept = await db.fetch("SELECT * FROM observations")
    assert len(kept) == 1
    assert "carla" not in str([dict(row) for row in kept])


async def test_prices_are_forgotten_after_180_days(seller: Seller):
    await has_listings(seller, listed(1))
    await search(seller, found(100, 900))
    await comparables.clear()
    assert await db.fetchval("SELECT count(*) FROM observations") == 1
    await db.execute("UPDATE observations SET seen_at = seen_at - interval '181 days'")
    await db.execute("UPDATE price_checks SET read_at = read_at - interval '181 days'")
    await comparables.clear()
    assert (await seller.get("/vinted/listings/1/comparables"))["support"] == "none"


async def test_another_job_brings_no_comparables(seller: Seller):
    device = await begins(seller, "sync_orders")
    refused(await device.brings({"read": "comparables", "items": []}), "wrong_state")


def test_quartiles_are_whole_and_between_the_prices():
    spread = quartiles.spread(euros(100, 200, 300, 401, 500, 600))
    assert (spread.low, spread.middle, spread.high) == tuple(euros(225, 350, 475))
    assert quartiles.spread(euros(1, 2, 3, 4)).support == "too_few"
    assert quartiles.spread([]).support == "too_few"


def test_two_currencies_are_never_mixed():
    prices = [*euros(100, 200, 300, 400, 500), *(Money(amount=9_000, currency="PLN") for _ in range(4))]
    assert quartiles.spread(prices).middle == euros(300)[0]
    assert quartiles.spread(prices, "PLN").support == "too_few"


async def test_a_price_vinted_does_not_take_is_not_kept(seller: Seller):
    await has_listings(seller, listed(1))
    shown = await search(seller, found(101, 0), found(102, 10**11), found(103, 900))
    assert [item["item_id"] for item in shown["items"]] == [103]
    assert await db.fetchval("SELECT count(*) FROM observations WHERE item_id IN (101, 102)") == 0
