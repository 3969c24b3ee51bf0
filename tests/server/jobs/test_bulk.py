"""Bulk acts: the preview promises, the start keeps it, and what failed is tried again alone."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vintedbot.closets import switches
from vintedbot.jobs import bulk, estimate
from vintedbot.jobs.budget import Spent
from vintedbot.jobs.pacing import Last
from vintedbot.jobs.verbs import Cost
from vintedbot.kit import db
from vintedbot_schemas.base import Money
from vintedbot_schemas.batches import BulkPrice
from vintedbot_schemas.jobs import Pace

from tests.server.bringing import offer, reads_thread

from .conversations import has_listing
from .hands import ITEM, Seller, good, pass_time, refused

BULK = "/vinted/listings/bulk"


def asked(seller: Seller, act: dict[str, Any], count: int = 3) -> dict[str, Any]:
    return {"closet_id": seller.closet_id, "item_ids": [ITEM + n for n in range(count)], "act": act}


async def shelf(seller: Seller, count: int = 3, **more: Any) -> None:
    for n in range(count):
        await has_listing(seller, ITEM + n, **more)
    await db.execute("UPDATE closets SET active_from = 0, active_until = 24")


# ------------------------------------------------------------------------------------------------ prices
prices = st.integers(1, 10**9)
percents, amounts, steps = st.integers(-90, 200), st.integers(-(10**6), 10**6), st.integers(1, 1000)


@given(prices, percents, steps)
def test_a_part_is_rounded_down_to_whole_steps_and_never_the_wrong_way(amount: int, percent: int, step: int):
    new = bulk.new_price(BulkPrice(percent=percent, round_to=step), Money(amount=amount, currency="EUR")).amount
    exact = amount * (100 + percent) // 100
    assert isinstance(new, int)
    if percent < 0:
        assert new % step == 0
        assert exact - step < new <= exact
    else:
        assert new == amount or (new % step == 0 and exact - step < new <= exact)
        assert new >= amount


@given(prices, amounts, steps)
def test_an_amount_is_rounded_down_as_well_and_never_below_nothing(amount: int, by: int, step: int):
    new = bulk.new_price(BulkPrice(amount=by, round_to=step), Money(amount=amount, currency="EUR")).amount
    assert 0 <= new <= max(0, amount + by)
    assert new % step == 0 or (by >= 0 and new == amount)
    assert by < 0 or new >= amount


@given(prices, percents, st.integers(1, 1000))
def test_a_dearer_listing_stays_dearer(amount: int, percent: int, more: int):
    act = BulkPrice(percent=percent, round_to=1)
    cheap, dear = (bulk.new_price(act, Money(amount=a, currency="EUR")).amount for a in (amount, amount + more))
    assert cheap <= dear


@pytest.mark.parametrize(
    ("act", "price", "new"),
    [
        ({"percent": -10}, 1234, 1100),
        ({"percent": -10, "round_to": 1}, 1999, 1799),
        ({"amount": -100}, 1250, 1150),
        ({"amount": -5000}, 1250, 0),
        ({"percent": 1}, 1230, 1230),
        ({"percent": 10, "round_to": 100}, 1500, 1600),
        ({"set_to": Money(amount=777, currency="EUR")}, 1500, 777),
    ],
)
def test_prices_as_a_seller_would_reckon(act: dict[str, Any], price: int, new: int):
    assert bulk.new_price(BulkPrice(**act), Money(amount=price, currency="EUR")).amount == new


# ------------------------------------------------------------------------------------------------ preview
async def test_the_preview_names_what_is_left_out_and_nothing_leaves(seller: Seller):
    await shelf(seller, 2)
    for item_id, amount, state in ((3, 1200, "sold"), (4, 1200, "hidden"), (5, 150, "active")):
        await has_listing(seller, item_id, amount, state)
    await has_listing(seller, 6, 1200)
    await db.execute("UPDATE listings SET seen = jsonb_set(seen, '{price,currency}', '\"PLN\"') WHERE item_id = 6")
    await seller.hide(ITEM + 1)
    request = {
        "closet_id": seller.closet_id, "item_ids": [ITEM, ITEM + 1, 3, 4, 5, 6, 7],
        "act": {"act": "price", "amount": -100},
    }  # fmt: skip
    shown = good(await seller.post(f"{BULK}/preview", request))
    found = {item["item_id"]: (item["excluded"], (item["new_price"] or {}).get("amount")) for item in shown["items"]}
    assert found == {
        ITEM: (None, 1100), ITEM + 1: ("busy", 1100), 3: ("not_active", 1100), 4: (None, 1100), 5: ("price_low", 50),
        6: (None, 1100), 7: ("not_found", None),
    }  # fmt: skip
    assert (shown["count"], shown["writes_needed"], shown["writes_left"]) == (3, 3, 30)
    assert len((await seller.get("/jobs"))["items"]) == 1
    set_to = {**request, "act": {"act": "price", "set_to": {"amount": 1200, "currency": "EUR"}}}
    again = {i["item_id"]: i["excluded"] for i in good(await seller.post(f"{BULK}/preview", set_to))["items"]}
    assert (again[ITEM], again[5], again[6]) == ("price_same", None, "other_currency")


async def test_hide_and_show_leave_out_what_is_so_already(seller: Seller):
    await shelf(seller, 1)
    await has_listing(seller, ITEM + 1, state="hidden")
    hide = good(await seller.post(f"{BULK}/preview", asked(seller, {"act": "hide"}, 2)))
    show = good(await seller.post(f"{BULK}/preview", asked(seller, {"act": "show"}, 2)))
    assert [item["excluded"] for item in hide["items"]] == [None, "already_so"]
    assert [item["excluded"] for item in show["items"]] == ["already_so", None]


async def test_relists_need_three_writes_and_three_a_day_are_left(seller: Seller):
    await shelf(seller, 5)
    await db.execute(
        """INSERT INTO closet_spend (job_id, closet_id, at, open, writes, relists, payloads, item_id)
           VALUES ($1, $2, clock_timestamp() - interval '2 days', false, 3, 1, 3, $3)""",
        db.uuid7(), seller.closet_id, ITEM,
    )  # fmt: skip
    shown = good(await seller.post(f"{BULK}/preview", asked(seller, {"act": "relist"}, 5)))
    assert [item["excluded"] for item in shown["items"]] == ["cooldown", None, None, None, None]
    assert (shown["writes_needed"], shown["relists_needed"], shown["relists_left"]) == (12, 4, 3)
    begins, ends = datetime.fromisoformat(shown["starts_at"]), datetime.fromisoformat(shown["ends_at"])
    assert begins - datetime.now(UTC) < timedelta(minutes=1)
    assert timedelta(hours=24) < ends - begins < timedelta(hours=25)  # the fourth waits for the day after


async def test_an_open_offer_is_left_out_of_a_relist_and_of_nothing_else(seller: Seller):
    await shelf(seller, 2)
    await reads_thread(seller, offer(), item_ids=[ITEM])
    for act, excluded in (("relist", ["open_offer", None]), ("hide", [None, None])):
        shown = good(await seller.post(f"{BULK}/preview", asked(seller, {"act": act}, 2)))
        assert [item["excluded"] for item in shown["items"]] == excluded
    started = good(await seller.post(BULK, asked(seller, {"act": "relist"}, 2)))
    assert started["counts"]["waiting"] == 1
    shelved = (await seller.get("/vinted/listings"))["items"]
    assert {each["seen"]["item_id"]: each["open_offer"] for each in shelved} == {ITEM: True, ITEM + 1: False}


async def test_what_is_switched_off_is_left_out_with_that_reason(seller: Seller):
    await shelf(seller, 1)
    await switches.turn_off("set_hidden", None, "", None)
    shown = good(await seller.post(f"{BULK}/preview", asked(seller, {"act": "hide"}, 1)))
    assert shown["items"][0]["excluded"] == "switched_off"
    refused(await seller.post(BULK, asked(seller, {"act": "hide"}, 1)), "nothing_chosen")


async def test_a_price_change_says_one_thing(seller: Seller):
    for act in ({"act": "price"}, {"act": "price", "percent": -5, "amount": 3}):
        assert refused(await seller.post(f"{BULK}/preview", asked(seller, act)), "invalid_input")["field"] == "act"


def test_the_estimate_keeps_gaps_hours_and_budget():
    closet = estimate.Closet(
        time_zone="Europe/Paris", active_from=8, active_until=22, limits=Cost(writes=30, relists=3, payloads=300),
        last=Last(last_write_at=None, next_write_at=None, next_message_at=None), spent=[],
    )  # fmt: skip
    evening = datetime(2026, 11, 23, 20, 58, tzinfo=UTC)  # 21:58 in Paris
    span = estimate.span([], ["set_hidden"] * 3, closet, evening, Pace())
    assert span.starts_at == evening
    assert span.ends_at.hour == 7  # two go out before 22:00, the third at 08:00 the next morning
    full = [Spent(at=evening, cost=Cost(writes=30))]
    waits = estimate.span([], ["set_hidden"], closet.__class__(**{**_fields(closet), "spent": full}), evening, Pace())
    assert waits.starts_at == datetime(2026, 11, 24, 20, 58, tzinfo=UTC)
    behind = estimate.span(["relist"], ["set_hidden"], closet, evening.replace(hour=9), Pace())
    assert behind.starts_at == evening.replace(hour=9) + timedelta(seconds=150)


def _fields(closet: estimate.Closet) -> dict[str, Any]:
    return {name: getattr(closet, name) for name in closet.__struct_fields__}


# ------------------------------------------------------------------------------------------------ start to summary
ACTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "price": ({"percent": -10}, "update", "edit_payload"),
    "hide": ({}, "hide", "wardrobe_flag"),
    "show": ({}, "show", "wardrobe_flag"),
    "delete": ({}, "delete", "absent_twice"),
    "relist": ({}, "upload draft hide publish delete", "absent_twice"),
}
"""Each act: what it says, the steps of one of its jobs, and the proof at their end."""


async def one_done(seller: Seller, act: str) -> int:
    """The next job of the act is done; its item."""
    leased = await seller.first.lease()
    assert leased["answer"] == "lease"
    _, steps, proof = ACTS[act]
    await seller.first.walk(*steps.split())
    await seller.first.finish("done", "ok", proof=proof)
    await db.execute("DELETE FROM jobs WHERE NOT writing")
    await pass_time(181)
    return int(leased["work"]["item_id"])


@pytest.mark.parametrize("act", ACTS)
async def test_item_by_item_then_retry_of_what_failed_alone(seller: Seller, act: str):
    await shelf(seller, state="hidden" if act == "show" else "active")
    batch = good(await seller.post(BULK, asked(seller, {"act": act, **ACTS[act][0]})))
    assert (batch["counts"]["waiting"], batch["is_over"]) == (3, False)
    done = [await one_done(seller, act)]
    failed = (await seller.first.lease())["work"]["item_id"]
    await seller.first.finish("failed", "refused")
    done.append(await one_done(seller, act))
    path = f"/jobs/batches/{batch['id']}"
    over = await seller.get(path)
    assert (over["counts"]["done"], over["counts"]["failed"], over["is_over"]) == (2, 1, True)
    again = good(await seller.post(f"{path}/retry"))
    assert (again["counts"]["waiting"], again["counts"]["failed"], again["is_over"]) == (1, 0, False)
    jobs = (await seller.get("/jobs", batch_id=batch["id"]))["items"]
    assert len(jobs) == 4
    assert await one_done(seller, act) == failed
    assert failed not in done
    assert (await seller.get(path))["counts"]["done"] == 3
    refused(await seller.post(f"{path}/retry"), "wrong_state")
    assert [each["id"] for each in (await seller.get("/jobs/batches"))["items"]] == [batch["id"]]


async def test_stop_ends_what_has_not_started_and_nothing_else(seller: Seller):
    await shelf(seller)
    batch = good(await seller.post(BULK, asked(seller, {"act": "relist"})))
    await seller.first.lease()
    await seller.first.walk("upload", "draft", "hide")
    stopped = good(await seller.post(f"/jobs/batches/{batch['id']}/stop"))
    assert (stopped["counts"]["doing"], stopped["counts"]["stopped"]) == (1, 2)
    await seller.first.walk("publish", "delete")
    assert (await seller.first.finish("done", "ok", proof="absent_twice"))["state"] == "done"
    assert (await seller.get(f"/jobs/batches/{batch['id']}"))["is_over"]


async def test_a_leased_one_that_sent_nothing_is_stopped_too(seller: Seller):
    await shelf(seller, 1)
    batch = good(await seller.post(BULK, asked(seller, {"act": "hide"}, 1)))
    await seller.first.lease()
    assert good(await seller.post(f"/jobs/batches/{batch['id']}/stop"))["counts"]["stopped"] == 1
    assert await seller.first.go("hide") == {"answer": "stop", "reason": "lease_lost"}


async def test_a_bulk_act_keeps_the_gaps_and_a_press_goes_before_it(seller: Seller):
    await shelf(seller)
    good(await seller.post(BULK, asked(seller, {"act": "hide"})))
    pressed = await seller.hide(9)
    assert (await seller.first.lease())["job_id"] == pressed["id"]
    await seller.first.walk("hide")
    await seller.first.finish("done", "ok", proof="wardrobe_flag")
    await pass_time(59)
    assert (await seller.first.lease())["answer"] == "none"
    await pass_time(122)
    assert (await seller.first.lease())["answer"] == "lease"


async def test_the_same_act_twice_makes_nothing_twice(seller: Seller):
    await shelf(seller, 1)
    good(await seller.post(BULK, asked(seller, {"act": "hide"}, 1)))
    refused(await seller.post(BULK, asked(seller, {"act": "hide"}, 1)), "nothing_chosen")


async def test_somebody_elses_batch_is_not_there(seller: Seller):
    assert (await seller.client.get(f"/api/v1/jobs/batches/{UUID(int=7)}", headers=seller.person.portal)).status_code == 404
