"""What a draft and an own listing may be sold for, through HTTP: what it rests on, and what it says when there is none."""

from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from msgspec import structs
from vintedbot.kit import db, store
from vintedbot.kit.process import current
from vintedbot.pricing import estimates, observations
from vintedbot_schemas.base import Money

from tests.server.bringing import begins, ends, has_listings, listed
from tests.server.jobs.hands import Seller, good, refused

from .market import BLAZERS, has_model, real, seen, seen_one, stained, trained
from .test_comparables import found

BLAZER = {"title": "Blazer noir en laine", "description": "Doublé", "catalog_id": 532, "condition_id": 2, "brand": "Zara"}


async def draft(seller: Seller, **fields: Any) -> str:
    body = {"country": "fr", "closet_id": seller.closet_id, "fields": {**BLAZER, **fields}}
    made = good(await seller.post("/drafts", body))
    draft_id: str = made["id"]
    return draft_id


async def price(seller: Seller, draft_id: str, **query: Any) -> dict[str, Any]:
    return await seller.get(f"/drafts/{draft_id}/price", **query)


async def searched(seller: Seller, draft_id: str, *items: dict[str, Any]) -> None:
    """A search as a person begins it in the draft, and what the hands bring."""
    good(await seller.post(f"/drafts/{draft_id}/comparables", {"closet_id": seller.closet_id}))
    await seller.first.lease(verbs=["read_comparables"])
    good(await seller.first.brings({"read": "comparables", "items": list(items)}))
    await ends(seller.first)


async def test_an_empty_closet_has_no_reliable_estimate(seller: Seller):
    told = await price(seller, await draft(seller))
    assert (told["basis"], told["model"], told["recommended"], told["comparables"]) == ("none", "not_trained", None, [])
    assert (told["country"], told["currency"], told["rests_on"]) == ("fr", "EUR", 0)
    assert told["query"]["text"] == "Blazer noir en laine"


async def test_one_observation_is_shown_and_is_no_estimate(seller: Seller):
    draft_id = await draft(seller)
    await searched(seller, draft_id, found(100, 1500, title="Blazer noir laine"))
    told = await price(seller, draft_id)
    assert (told["basis"], told["recommended"]) == ("none", None)
    assert [each["item_id"] for each in told["comparables"]] == [100]
    assert told["read_at"] is not None


async def test_without_a_model_the_comparables_speak_and_it_says_so(seller: Seller):
    draft_id = await draft(seller)
    begun = good(await seller.post(f"/drafts/{draft_id}/comparables", {"closet_id": seller.closet_id}))
    assert (await price(seller, draft_id))["job_id"] == begun["id"]
    amounts = (900, 1000, 1100, 1500, 2000)
    await searched(seller, draft_id, *(found(100 + n, amount, title=f"Blazer noir {n}") for n, amount in enumerate(amounts)))
    told = await price(seller, draft_id)
    assert (told["basis"], told["model"], told["rests_on"], told["sales"]) == ("comparables", "not_trained", 5, 0)
    assert [told[name]["amount"] for name in ("low", "recommended", "high")] == [940, 1100, 1800]
    assert told["coverage"] is None
    assert len(told["comparables"]) == 3


async def test_prices_of_another_currency_are_never_mixed_in(seller: Seller):
    draft_id = await draft(seller)
    zloty = [found(200 + n, 9_000, title="Blazer noir laine") for n in range(6)]
    await searched(seller, draft_id, *({**each, "price": {"amount": 9_000, "currency": "PLN"}} for each in zloty))
    told = await price(seller, draft_id)
    assert (told["basis"], told["comparables"], told["currency"]) == ("none", [], "EUR")
    await seen(seller.person.id, 60, currency="PLN", country="pl")
    assert (await price(seller, draft_id))["basis"] == "none"


async def test_absurd_prices_say_nothing(seller: Seller):
    draft_id = await draft(seller)
    absurd = (0, 1, 10**11, 10**10, 5_000_000)
    await searched(seller, draft_id, *(found(300 + n, amount, title="Blazer noir") for n, amount in enumerate(absurd)))
    assert (await price(seller, draft_id))["basis"] == "none"
    assert not observations.believable(Money(amount=5, currency="EUR"))


async def test_the_usual_price_of_the_category_in_its_condition(seller: Seller):
    piece = real()[4].piece
    for number in range(9):
        each = structs.replace(real()[4], piece=structs.replace(piece, path=BLAZERS, condition="2"), amount=1000 + 100 * number)
        await seen_one(seller.person.id, 500 + number, each)
    told = await price(seller, await draft(seller))
    assert (told["basis"], told["rests_on"], told["recommended"]["amount"]) == ("category_condition", 9, 1400)
    assert (await price(seller, await draft(seller, condition_id=3)))["basis"] == "none"
    assert (await price(seller, await draft(seller, catalog_id=None)))["basis"] == "none"


async def test_the_model_speaks_with_interval_reasons_and_what_it_rests_on(seller: Seller):
    await has_model()
    await seen(seller.person.id, 40)
    told = await price(seller, await draft(seller))
    assert (told["basis"], told["model"], told["rests_on"]) == ("model", "used", trained().facts.rows)
    assert told["low"]["amount"] < told["recommended"]["amount"] < told["high"]["amount"]
    assert 0.7 < told["coverage"] < 0.9
    assert told["reasons"]
    assert all(abs(each["percent"]) >= 2 for each in told["reasons"])
    assert 0 < len(told["comparables"]) <= 3
    assert all(each["price"]["currency"] == "EUR" for each in told["comparables"])


def a_defect(kind: str = "stain", **more: Any) -> dict[str, Any]:
    return {
        "kind": kind, "severity": "visible", "place": "front", "confidence": 0.9, "condition_id": 3, "price_step": 15,
        "sentences": {"fr": "Tache devant (bien visible)."}, "close_up": False, **more,
    }  # fmt: skip


async def looked_at(seller: Seller, draft_id: str, *defects: dict[str, Any], by: str = "openai") -> None:
    """The draft's photos were looked at, and this was seen."""
    shown = {"fields": [], "defects": list(defects), "notes": [], "keywords": [], "transcript": []}
    await db.execute("DELETE FROM analyses WHERE draft_id = $1", UUID(draft_id))
    await db.execute(
        """INSERT INTO analyses (draft_id, user_id, batch_id, place, language, hint, only_text, state, tries, skipped, asked_at,
               looked_by, shown) VALUES ($1, $2, $1, 0, 'fr', '', false, 'done', 0, '[]', now(), $3, $4)""",
        UUID(draft_id), seller.person.id, by, msgspec.json.encode(shown),
    )  # fmt: skip


async def test_the_drafts_defects_are_in_the_price_and_named_once(seller: Seller):
    await has_model(stained())
    draft_id = await draft(seller)
    before = await price(seller, draft_id)
    await looked_at(seller, draft_id, a_defect())
    told = await price(seller, draft_id)
    assert told["recommended"]["amount"] < 0.9 * before["recommended"]["amount"]
    assert told["defects"] == ["stain"]
    (reason,) = (each for each in told["reasons"] if each["kind"] == "defect")
    assert (reason["text"], reason["percent"] < -5) == ("stain", True)
    assert before["defects"] == []


async def test_a_defect_nobody_is_sure_of_counts_once_the_seller_says_it(seller: Seller):
    await has_model(stained())
    unsure = a_defect(close_up=True)
    for description, defects in (("Doublé", []), ("Doublé\nTache devant (bien visible).", ["stain"])):
        draft_id = await draft(seller, description=description)
        await looked_at(seller, draft_id, unsure)
        assert (await price(seller, draft_id))["defects"] == defects


async def test_a_model_that_was_not_taught_defects_leaves_their_step_to_the_seller(seller: Seller):
    await has_model()
    draft_id = await draft(seller)
    before = await price(seller, draft_id)
    await looked_at(seller, draft_id, a_defect())
    told = await price(seller, draft_id)
    assert (told["recommended"], told["defects"]) == (before["recommended"], [])


async def test_an_own_listing_is_learned_from_with_the_defects_of_its_draft(seller: Seller):
    for item_id, defects, by in (
        (1, (a_defect(), a_defect("tear", close_up=True)), "openai"),
        (2, (), "openai"),
        (3, (), "local"),
    ):
        draft_id = await draft(seller)
        await looked_at(seller, draft_id, *defects, by=by)
        await db.execute("UPDATE drafts SET item_id = $2, state = 'published' WHERE id = $1", UUID(draft_id), item_id)
    await has_listings(seller, *(listed(item_id, title="Blazer") for item_id in (1, 2, 3, 4)))
    await observations.observe(UUID(seller.closet_id))
    rows = {row["item_id"]: row["defects"] for row in await db.fetch("SELECT item_id, defects FROM observations")}
    assert rows == {1: ["stain visible"], 2: [], 3: None, 4: None}, "this server itself sees no defects, so it knows of none"
    row = await db.fetchrow("SELECT * FROM observations WHERE item_id = 1")
    assert row is not None
    assert observations.observed_piece(row).defects == ("stain visible",)
    # what was learned stays when the draft is thrown away for good
    await db.execute("DELETE FROM drafts")
    await observations.observe(UUID(seller.closet_id))
    assert await db.fetchval("SELECT defects FROM observations WHERE item_id = 1") == ["stain visible"]


async def test_what_it_knows_too_little_of_it_leaves_to_others(seller: Seller):
    await has_model()
    assert (await price(seller, await draft(seller, catalog_id=None)))["model"] == "no_category"
    told = await price(seller, await draft(seller, catalog_id=2994))
    assert (told["model"], told["basis"]) == ("too_few_alike", "none")


async def test_a_copy_that_is_missing_or_damaged_is_made_anew(seller: Seller):
    sha256 = await has_model()
    draft_id = await draft(seller)
    assert (await price(seller, draft_id))["model"] == "used"
    folder = current().settings.model_folder
    copy = folder / sha256[:2] / sha256[2:4] / sha256
    whole = copy.read_bytes()
    copy.chmod(0o600)
    copy.write_bytes(b"broken")
    from vintedbot.pricing import work

    assert work.estimate(copy, sha256, observations.piece_of(_fields(), 3)) is None
    copy.unlink()
    assert (await price(seller, draft_id))["model"] == "used"
    await store.put(folder, whole)


def _fields() -> Any:
    from vintedbot_schemas.listings import ListingFields

    return ListingFields(title="Blazer", catalog_id=532)


async def test_a_model_damaged_for_good_is_said_and_the_others_speak(seller: Seller):
    sha256 = await has_model(file=b"not what was trained")
    copy = current().settings.model_folder / sha256[:2] / sha256[2:4] / sha256
    copy.unlink(missing_ok=True)
    # the children of this process keep a model they read in memory: another checksum is another model
    await db.execute("UPDATE price_models SET sha256 = $1", "c" * 64)
    draft_id = await draft(seller)
    assert (await price(seller, draft_id))["model"] == "unreadable"
    await searched(seller, draft_id, *(found(100 + n, 1000, title="Blazer noir") for n in range(5)))
    told = await price(seller, draft_id)
    assert (told["model"], told["basis"]) == ("unreadable", "comparables")


async def test_what_was_paid_is_the_floor_and_unknown_is_unknown(seller: Seller):
    draft_id = await draft(seller)
    assert (await price(seller, draft_id))["floor"] is None
    cost = {"purchase_cost": {"amount": 1200, "currency": "EUR"}}
    assert good(await seller.client.put(f"/api/v1/drafts/{draft_id}/cost", json=cost, headers=seller.person.portal)) == cost
    told = await price(seller, draft_id)
    assert (told["floor"]["amount"], told["purchase_cost"]["amount"]) == (1200, 1200)
    none = {"purchase_cost": None}
    good(await seller.client.put(f"/api/v1/drafts/{draft_id}/cost", json=none, headers=seller.person.portal))
    assert (await price(seller, draft_id))["floor"] is None


async def test_an_own_listing_has_its_price_and_its_sellers_floor(seller: Seller):
    await has_model()
    await has_listings(seller, listed(1, title="Blazer noir en laine", brand="Zara", condition="Très bon état"))
    assert (await seller.get("/vinted/listings/1/price"))["model"] == "no_category"
    device = await begins(seller, "sync_listing", item_id=1)
    good(await device.brings({"read": "listing", "item_id": 1, "fields": BLAZER, "photo_ids": [11]}))
    await ends(device)
    notes = {"purchase_cost": {"amount": 500, "currency": "EUR"}, "floor": {"amount": 900, "currency": "EUR"}}
    good(await seller.client.put("/api/v1/vinted/listings/1/notes", json=notes, headers=seller.person.portal))
    told = await seller.get("/vinted/listings/1/price")
    assert (told["basis"], told["floor"]["amount"], told["purchase_cost"]["amount"]) == ("model", 900, 500)


async def test_nothing_of_anothers_draft_or_of_what_their_tab_saw(
    seller: Seller, client: httpx.AsyncClient, two_users: tuple[Any, Any]
):
    await seen(two_users[0].id, 30)
    draft_id = await draft(seller, title=real()[0].piece.title)
    assert (await price(seller, draft_id))["comparables"] == []
    stranger = two_users[1].portal
    for method, path, body in (
        ("GET", f"/drafts/{draft_id}/price", None),
        ("PUT", f"/drafts/{draft_id}/cost", {"purchase_cost": None}),
        ("POST", f"/drafts/{draft_id}/comparables", {"closet_id": seller.closet_id}),
    ):
        refused(await client.request(method, f"/api/v1{path}", json=body, headers=stranger), "not_found")


async def test_a_draft_without_a_title_is_searched_for_by_nothing(seller: Seller):
    draft_id = await draft(seller, title="")
    answer = refused(await seller.post(f"/drafts/{draft_id}/comparables", {"closet_id": seller.closet_id}), "invalid_input")
    assert answer["field"] == "title"


@pytest.mark.parametrize("title", ["‮ebor", "𝕽𝖔𝖇𝖊 💶💶", "'; DROP TABLE drafts; --", "\u200b", "price = 1 EUR"])
async def test_no_title_breaks_an_estimate(seller: Seller, title: str):
    await has_model()
    assert (await price(seller, await draft(seller, title=title)))["basis"] == "model"


def test_two_figures_are_enough_and_never_below_what_vinted_takes():
    def of(amount: int) -> int:
        return estimates.rounded(Money(amount=amount, currency="EUR")).amount

    assert [of(amount) for amount in (0, 99, 104, 1234, 9_960, 123_456)] == [100, 100, 100, 1200, 10_000, 120_000]


async def test_an_own_sale_is_learned_from_with_its_price_and_days_and_without_its_buyer(seller: Seller):
    from datetime import timedelta

    from tests.server.bringing import BUYER, NOW, SALE

    sold = listed(1, amount=2000, title="Blazer", state="sold", oldest_photo_at=(NOW - timedelta(days=20)).isoformat())
    await has_listings(seller, sold, listed(2, amount=3), listed(3))
    await _sold(seller, SALE, BUYER, 1500, NOW - timedelta(days=10))
    assert [str(each) for each in await observations.observe(UUID(seller.closet_id))]
    rows = {row["item_id"]: row for row in await db.fetch("SELECT * FROM observations")}
    assert rows.keys() == {1, 3}, "three cents are no price"
    assert (rows[1]["amount"], rows[1]["sold"], round(rows[1]["sold_days"]), rows[1]["own"]) == (1500, True, 10, True)
    assert (rows[3]["amount"], rows[3]["sold"], rows[3]["sold_days"]) == (1200, False, None)
    assert "bella" not in str([dict(row) for row in rows.values()])
    await observations.observe(UUID(seller.closet_id))
    assert await db.fetchval("SELECT count(*) FROM observations") == 2


async def _sold(seller: Seller, transaction: int, member: int, amount: int, at: Any) -> None:
    await db.execute(
        """INSERT INTO orders (id, user_id, closet_id, transaction_id, side, title, price, status_text, waits, at, placed_at,
               seen_at, item_ids, member_id, login, label)
           VALUES ($1, $2, $3, $4, 'sold', 'Blazer', $5, '', 'completed', $6, $6, $6, '{1}', $7, 'bella', 'none')""",
        db.uuid7(), seller.person.id, UUID(seller.closet_id), transaction, f'{{"amount": {amount}, "currency": "EUR"}}', at,
        member,
    )  # fmt: skip
