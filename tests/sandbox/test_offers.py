"""Prices: the seller's offers, the buyer's requests, what accepting and rejecting demands, limits and fees."""

from typing import Any

import pytest

from .client import Sandbox
from .visitor import Visitor


@pytest.fixture
def thread(sandbox: Sandbox, me: int, camille: int, item: int) -> dict[str, Any]:
    return sandbox.add_thread(me, camille, [item])


def path(thread: dict[str, Any], tail: str) -> str:
    return f"/api/v2/transactions/{thread['transaction']}/{tail}"


def offer(visitor: Visitor, thread: dict[str, Any], price: object, currency: str = "EUR") -> Any:
    return visitor.write("POST", path(thread, "offers"), {"offer": {"price": price, "currency": currency}})


def ask(visitor: Visitor, thread: dict[str, Any], price: str) -> Any:
    return visitor.write("POST", path(thread, "offer_requests"), {"offer_request": {"price": price, "currency": "EUR"}})


def answer(visitor: Visitor, thread: dict[str, Any], request: int, how: str) -> int:
    return visitor.write("PUT", path(thread, f"offer_requests/{request}/{how}")).status_code


def test_a_seller_offers_as_often_as_she_likes(
    sandbox: Sandbox, visitor: Visitor, me: int, camille: int, thread: dict[str, Any]
) -> None:
    made = [offer(visitor, thread, price).json()["offer"] for price in ("16.50", "15.00")]
    assert made[0]["price"] == {"amount": "16.5", "currency_code": "EUR"}
    assert made[0]["user_msg_thread_id"] == thread["conversation"]
    offers = sandbox.truth(me)["offers"]
    assert [(one["price"], one["status"], one["current"], one["by_me"]) for one in offers] == [
        (16.5, 10, False, True), (15.0, 10, True, True)]  # fmt: skip
    assert [entry["entry_type"] for entry in sandbox.notifications(camille)] == [120, 120]


def test_the_bounds_of_an_offer(sandbox: Sandbox, visitor: Visitor, thread: dict[str, Any]) -> None:
    options = visitor.get(path(thread, "offers/seller_options")).json()["offer_options"]
    assert (options["min_price"]["amount"], options["max_price"]["amount"]) == ("1.0", "30000.0")
    for price in ("0.99", "30000.01", "16.505"):
        assert offer(visitor, thread, price).json()["errors"][0]["field"] == "price"
    assert offer(visitor, thread, "16.50", "GBP").json()["errors"][0]["field"] == "currency"


@pytest.mark.parametrize("price", [16.5, 16, None, "seize", {"amount": "16.5", "currency_code": "EUR"}])
def test_an_offers_price_is_a_string(visitor: Visitor, thread: dict[str, Any], price: object) -> None:
    assert offer(visitor, thread, price).json()["code"] == 105


def test_only_the_seller_offers_and_only_the_buyer_asks(visitor: Visitor, stranger: Visitor, thread: dict[str, Any]) -> None:
    assert offer(stranger, thread, "15.00").status_code == 403
    assert ask(visitor, thread, "15.00").status_code == 403
    assert visitor.write("POST", "/api/v2/transactions/1/offers", {"offer": {}}).status_code == 404


def test_a_sold_listing_is_not_talked_about(sandbox: Sandbox, visitor: Visitor, item: int, thread: dict[str, Any]) -> None:
    sandbox.change_item(item, closing_action="sold")
    assert offer(visitor, thread, "15.00").status_code == 403


def test_a_buyers_request_is_accepted(
    sandbox: Sandbox, visitor: Visitor, stranger: Visitor, me: int, camille: int, thread: dict[str, Any]
) -> None:
    request = ask(stranger, thread, "15.00").json()["offer_request"]["id"]
    [told] = sandbox.notifications(me)
    assert (told["entry_type"], told["link"]) == (121, f"/inbox/{thread['conversation']}")
    assert answer(visitor, thread, request, "accept") == 200
    assert [(one["id"], one["status"]) for one in sandbox.truth(me)["offers"]] == [(request, 20)]
    conversation = visitor.get(f"/api/v2/conversations/{thread['conversation']}").json()["conversation"]
    assert conversation["transaction"]["offer_price"] == {"amount": "15.0", "currency_code": "EUR"}
    assert sandbox.notifications(camille)[-1]["entry_type"] == 125


def test_a_request_is_rejected_once(sandbox: Sandbox, visitor: Visitor, me: int, camille: int, thread: dict[str, Any]) -> None:
    request = sandbox.propose(thread["conversation"], camille, 15)
    assert answer(visitor, thread, request, "reject") == 200
    assert answer(visitor, thread, request, "reject") == 403
    assert answer(visitor, thread, request, "accept") == 403
    assert sandbox.truth(me)["offers"][0]["status"] == 30
    assert sandbox.notifications(camille)[-1]["entry_type"] == 126


def test_only_the_current_pending_request_can_be_answered(
    sandbox: Sandbox, visitor: Visitor, me: int, camille: int, thread: dict[str, Any]
) -> None:
    older, newer = (sandbox.propose(thread["conversation"], camille, price) for price in (14, 15))
    assert answer(visitor, thread, older, "accept") == 403
    sandbox.settle(newer, 40)
    assert answer(visitor, thread, newer, "accept") == 403
    assert answer(visitor, thread, 1, "accept") == 404
    mine = sandbox.propose(thread["conversation"], me, 16)
    assert answer(visitor, thread, mine, "accept") == 404, "an offer of one's own is no request"


def test_every_status_is_told_with_its_words(sandbox: Sandbox, visitor: Visitor, camille: int, thread: dict[str, Any]) -> None:
    for status in (10, 20, 30, 40):
        sandbox.propose(thread["conversation"], camille, 15, status=status)
    messages = visitor.get(f"/api/v2/conversations/{thread['conversation']}").json()["conversation"]["messages"]
    seen = [(m["entity"]["status"], m["entity"]["status_title"], m["entity"]["current"]) for m in messages]
    assert seen == [(10, "En attente", False), (20, "Acceptée", False), (30, "Refusée", False), (40, "Annulée", True)]


def test_the_buyer_accepts_my_offer(sandbox: Sandbox, visitor: Visitor, me: int, thread: dict[str, Any]) -> None:
    made = offer(visitor, thread, "15.00").json()["offer"]["id"]
    sandbox.settle(made, 20)
    assert sandbox.truth(me)["offers"][0]["status"] == 20
    assert sandbox.notifications(me)[-1]["entry_type"] == 125


def test_a_buyer_asks_within_bounds_and_25_times_a_day(
    sandbox: Sandbox, stranger: Visitor, me: int, item: int, thread: dict[str, Any]
) -> None:
    wish = {"price": {"amount": "18.0", "currency_code": "EUR"}, "item_ids": [item], "seller_id": me}
    assert ask(stranger, thread, "10.79").json()["errors"][0]["field"] == "price"
    assert ask(stranger, thread, "18.01").json()["errors"][0]["field"] == "price"
    assert [ask(stranger, thread, "10.80").status_code for _ in range(26)] == [200] * 25 + [403]
    options = stranger.write("POST", "/api/v2/offers/request_options", wish).json()["request_options"]
    assert (options["min_price"]["amount"], options["remaining_offer_count"]) == ("10.8", 0)


def test_the_price_with_fees(sandbox: Sandbox, stranger: Visitor, item: int) -> None:
    wish = {"item_ids": [item], "offer_price": "16.5", "fees": ["buyer_protection"]}
    total = stranger.write("POST", "/api/v2/offer/estimate_with_fees", wish).json()["total_price"]
    assert total["amount"] == "18.03"
    assert stranger.write("POST", "/api/v2/offers/estimate_with_fees", wish).status_code == 404


def test_a_restricted_member_may_still_ask_what_it_costs(sandbox: Sandbox, stranger: Visitor, camille: int, item: int) -> None:
    sandbox.restrict(camille, 60)
    wish = {"item_ids": [item], "offer_price": "16.5", "fees": []}
    assert stranger.write("POST", "/api/v2/offer/estimate_with_fees", wish).status_code == 200
    assert stranger.write("POST", "/api/v2/offer/estimate_with_fees", wish, origin="").status_code == 403
