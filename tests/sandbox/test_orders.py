"""Orders: lists without ids of listings, single transactions, invoices."""

import time
from typing import Any

import pytest

from .client import Sandbox
from .visitor import Visitor


@pytest.fixture
def order(sandbox: Sandbox, me: int, camille: int, item: int) -> dict[str, Any]:
    """Camille has paid."""
    return sandbox.add_order(me, camille, [item])


def orders(visitor: Visitor, query: str = "type=sold", **headers: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = visitor.get(f"/api/v2/my_orders?{query}", headers=headers).json()["my_orders"]
    return rows


def transaction(visitor: Visitor, order: dict[str, Any], **headers: str) -> dict[str, Any]:
    answer = visitor.get(f"/api/v2/transactions/{order['transaction']}", headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["transaction"]
    return found


def test_a_row_has_no_id_of_the_listing(visitor: Visitor, order: dict[str, Any], item: int) -> None:
    [row] = orders(visitor)
    assert (row["transaction_id"], row["conversation_id"]) == (order["transaction"], order["conversation"])
    assert str(item) not in str(row)
    assert transaction(visitor, order)["item_id"] == item


def test_sales_purchases_and_a_type_that_misbehaves(
    sandbox: Sandbox, visitor: Visitor, me: int, camille: int, order: Any
) -> None:
    [bought] = sandbox.add_items(camille, [{"title": "Livre"}])
    purchase = sandbox.add_order(camille, me, [bought])
    sold, purchased = order["transaction"], purchase["transaction"]
    seen = {kind: {row["transaction_id"] for row in orders(visitor, f"type={kind}")} for kind in ("sold", "purchased", "bought")}
    assert seen == {"sold": {sold}, "purchased": {purchased}, "bought": {sold}}
    assert {row["transaction_id"] for row in orders(visitor, "page=1")} == {sold, purchased}


@pytest.mark.parametrize(
    ("state", "filed", "seller", "buyer", "number", "parcel"),
    [("paid", "in_progress", "needs_action", "waiting", 230, 10), ("shipped", "in_progress", "waiting", "waiting", 250, 200),
     ("delivered", "in_progress", "waiting", "needs_action", 300, 400),
     ("completed", "completed", "completed", "completed", 450, 400),
     ("cancelled", "cancelled", "failed", "failed", 410, 10), ("suspended", "in_progress", "waiting", "waiting", 260, 10)],
)  # fmt: skip
def test_each_state_is_filed_and_told_to_both_sides(
    sandbox: Sandbox, visitor: Visitor, stranger: Visitor, me: int, camille: int, item: int,
    state: str, filed: str, seller: str, buyer: str, number: int, parcel: int,
) -> None:  # fmt: skip
    order = sandbox.add_order(me, camille, [item], state)
    for status in ("in_progress", "completed", "cancelled"):
        assert len(orders(visitor, f"type=sold&status={status}")) == (status == filed)
    assert len(orders(visitor, "type=sold&status=all")) == 1
    assert orders(visitor)[0]["transaction_user_status"] == seller
    assert orders(stranger, "type=purchased")[0]["transaction_user_status"] == buyer
    found = transaction(visitor, order)
    assert (found["status"], found["shipment"]["status"]) == (number, parcel)
    assert sandbox.truth(me)["orders"][0]["state"] == state


def test_the_status_is_a_sentence_in_the_language_asked_for(sandbox: Sandbox, visitor: Visitor, order: dict[str, Any]) -> None:
    assert orders(visitor)[0]["status"] == "Paiement validé"
    assert orders(visitor, locale="en-GB")[0]["status"] == "Payment successful"
    sandbox.change_order(order["transaction"], label_ordered=True)
    assert orders(visitor)[0]["status"] == "Bordereau envoyé au vendeur"


def test_a_bundle_and_listings_that_are_gone(sandbox: Sandbox, visitor: Visitor, me: int, camille: int) -> None:
    items = sandbox.add_items(me, [{"title": "Robe", "price": 10}, {"title": "Jupe", "price": 8}])
    bundle = sandbox.add_order(me, camille, items, price=15)
    assert (orders(visitor)[0]["title"], orders(visitor)[0]["price"]["amount"]) == ("Lot 2 articles", "15.0")
    found = transaction(visitor, bundle)
    assert (found["is_bundle"], found["items_count"], len(found["order"]["items"])) == (True, 2, 2)
    assert (found["item"]["id"], found["removed_item_title"]) == (items[0], None)
    sandbox.change_order(bundle["transaction"], removed=True)
    gone = transaction(visitor, bundle)
    assert (gone["item"], gone["removed_item_title"]) == (None, "Lot 2 articles")
    assert orders(visitor)[0]["photo"] is None
    assert {item["state"] for item in sandbox.state(me)["items"]} == {"deleted"}


def test_buying_sells_the_listing_and_says_so_in_the_thread(
    sandbox: Sandbox, visitor: Visitor, me: int, camille: int, item: int
) -> None:
    noa = sandbox.add_member("noa_test")
    sandbox.like(noa, item)
    order = sandbox.add_order(me, camille, [item])
    assert sandbox.item(item)["state"] == "sold"
    assert [entry["entry_type"] for entry in sandbox.notifications(noa)] == [300]
    messages = visitor.get(f"/api/v2/conversations/{order['conversation']}").json()["conversation"]["messages"]
    assert [message["entity_type"] for message in messages] == ["status_message", "action_message"]


def test_the_older_form_of_a_transaction(sandbox: Sandbox, visitor: Visitor, order: dict[str, Any]) -> None:
    sandbox.set(transaction_variant="older")
    older = transaction(visitor, order)
    assert (older["offer"]["price"], older["currency"], older["msg_thread_id"]) == ("18.0", "EUR", order["conversation"])
    assert (older["shipment"]["carrier"]["name"], "carrier_name" in older["shipment"]) == ("Transporteur Démo", False)
    assert transaction(visitor, order, **{"x-money-object": "true"})["offer"]["price"]["amount"] == "18.0"


def test_a_transaction_is_for_its_two_members(
    visitor: Visitor, stranger: Visitor, sandbox: Sandbox, me: int, camille: int
) -> None:
    [item] = sandbox.add_items(camille, [{"title": "x"}])
    order = sandbox.add_order(camille, sandbox.add_member("noa_test"), [item])
    assert visitor.get(f"/api/v2/transactions/{order['transaction']}").status_code == 403
    assert stranger.get(f"/api/v2/transactions/{order['transaction']}").status_code == 200
    assert visitor.get("/api/v2/transactions/1").status_code == 404


def test_what_may_be_done_is_listed(sandbox: Sandbox, visitor: Visitor, stranger: Visitor, order: dict[str, Any]) -> None:
    path = f"/escrow-order-fulfilment/app/v1/escrow_orders/{order['transaction']}/actions"
    actions = {"cancel", "change_delivery_option", "extend_shipping_deadline"}
    assert set(visitor.service("GET", path).json()["actions"]) == actions
    assert set(transaction(visitor, order)["available_actions"]) == actions
    sandbox.change_order(order["transaction"], tracked=False)
    assert "mark_as_shipped" in visitor.service("GET", path).json()["actions"]
    assert stranger.service("GET", path).json()["actions"] == []
    sandbox.change_order(order["transaction"], state="shipped")
    assert visitor.service("GET", path).json()["actions"] == []


def test_pages_of_orders(sandbox: Sandbox, visitor: Visitor, me: int, camille: int) -> None:
    for days, item in enumerate(sandbox.add_stock(me, 21)):
        sandbox.add_order(me, camille, [item], days_ago=days)
    first, second = (visitor.get(f"/api/v2/my_orders?type=sold&page={page}").json() for page in (1, 2))
    assert (len(first["my_orders"]), len(second["my_orders"])) == (20, 1)
    dates = [row["date"] for row in first["my_orders"] + second["my_orders"]]
    assert dates == sorted(dates, reverse=True)


def test_invoices_reach_back_to_joining_and_list_completed_sales(
    sandbox: Sandbox, visitor: Visitor, me: int, camille: int
) -> None:
    sandbox.add_member("ancienne", days_since_joining=800)
    items = sandbox.add_items(me, [{"title": "Sac", "price": 30}, {"title": "Robe"}])
    order = sandbox.add_order(me, camille, items[:1], "completed", days_ago=0)
    sandbox.add_order(me, camille, items[1:], "delivered", days_ago=0)
    current = visitor.get("/api/v2/wallet/invoices/current").json()
    now = time.localtime()
    assert (current["history"][0]["year"], len(current["history"])) == (now.tm_year, 14)
    [line] = current["invoice_lines"]
    assert (line["title"], line["entity_type"], line["entity_id"]) == ("Vente", "user_msg_thread", order["conversation"])
    month = current["history"][0]
    assert visitor.get(f"/api/v2/wallet/invoices/{month['year']}/{month['month']}").json()["invoice_lines"] == [line]
    assert visitor.get("/api/v2/wallet/invoices/2020/1").json()["invoice_lines_pagination"]["total_records"] == 0
