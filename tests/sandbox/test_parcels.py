"""The parcel of an order: its label in every form, its journey, its deadline, marking it as shipped."""

import base64
import time
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from .client import Sandbox
from .markets import LABEL_HOST
from .visitor import Visitor


@pytest.fixture
def order(sandbox: Sandbox, me: int, camille: int, item: int) -> dict[str, Any]:
    """Camille has paid; nothing was done yet."""
    return sandbox.add_order(me, camille, [item])


def address(visitor: Visitor) -> int:
    found: int = visitor.get("/api/v2/user_addresses/default_shipping_address").json()["user_address"]["id"]
    return found


def order_label(visitor: Visitor, order: dict[str, Any], **changes: object) -> httpx.Response:
    body = {"seller_address_id": address(visitor), "drop_off_type": None, "label_type": None} | changes
    return visitor.write("PUT", f"/api/v2/transactions/{order['transaction']}/shipment/order", body)


def label_url(visitor: Visitor, order: dict[str, Any]) -> httpx.Response:
    return visitor.get(f"/api/v2/shipments/{order['shipment']}/label_url")


def download(visitor: Visitor, url: str) -> httpx.Response:
    parts = urlsplit(url)
    assert parts.hostname == LABEL_HOST
    return visitor.get(f"{parts.path}?{parts.query}", host=LABEL_HOST, headers={"origin": "https://www.vinted.fr"})


def test_a_label_is_ordered_then_downloaded_from_a_host_without_cors(
    sandbox: Sandbox, visitor: Visitor, me: int, order: dict[str, Any]
) -> None:
    assert label_url(visitor, order).status_code == 404, "not ready"
    assert order_label(visitor, order).json() == {"code": 0}
    file = download(visitor, label_url(visitor, order).json()["label_url"])
    assert (file.status_code, file.headers["content-type"]) == (200, "application/pdf")
    assert file.content.startswith(b"%PDF-")
    assert str(order["shipment"]).encode() in file.content
    assert not [name for name in file.headers if name.startswith("access-control")]
    assert sandbox.truth(me)["orders"][0]["shipment"]["label_ordered"] is True


def test_labels_open_to_every_page(sandbox: Sandbox, visitor: Visitor, order: dict[str, Any]) -> None:
    order_label(visitor, order)
    sandbox.set(files_without_cors=False)
    assert download(visitor, label_url(visitor, order).json()["label_url"]).headers["access-control-allow-origin"] == "*"


def test_ordering_twice_is_refused(sandbox: Sandbox, visitor: Visitor, order: dict[str, Any]) -> None:
    assert order_label(visitor, order).status_code == 200
    again = order_label(visitor, order)
    assert (again.status_code, again.json()["code"]) == (403, 106)


def test_several_in_a_row_are_refused(sandbox: Sandbox, visitor: Visitor, me: int, camille: int) -> None:
    orders = [sandbox.add_order(me, camille, [item]) for item in sandbox.add_stock(me, 5)]
    assert [order_label(visitor, order).status_code for order in orders] == [200, 200, 200, 403, 403]
    assert sandbox.order(orders[4]["transaction"])["shipment"]["label_ordered"] is False
    sandbox.set(label_orders_allowed=None)
    assert order_label(visitor, orders[4]).status_code == 200


def test_a_label_takes_its_time(sandbox: Sandbox, visitor: Visitor, order: dict[str, Any]) -> None:
    sandbox.set(label_seconds=60)
    assert order_label(visitor, order).status_code == 200
    assert label_url(visitor, order).status_code == 404
    sandbox.set(label_seconds=0)
    assert label_url(visitor, order).status_code == 200


def test_addresses_of_labels_are_signed_and_short_lived(sandbox: Sandbox, visitor: Visitor, order: dict[str, Any]) -> None:
    sandbox.change_order(order["transaction"], label_ordered=True)
    url = label_url(visitor, order).json()["label_url"]
    assert "X-Amz-Expires=900" in url
    assert download(visitor, url[:-1] + ("0" if url[-1] != "0" else "1")).status_code == 403
    assert visitor.get(f"/{order['shipment']}/label.pdf", host=LABEL_HOST).status_code == 403
    sandbox.set(label_url_seconds=-1)
    late = download(visitor, label_url(visitor, order).json()["label_url"])
    assert (late.status_code, late.headers["content-type"]) == (403, "application/xml")


@pytest.mark.parametrize("form", ["url", "pdf", "digital"])
def test_a_label_has_one_form_only(sandbox: Sandbox, visitor: Visitor, order: dict[str, Any], form: str) -> None:
    sandbox.change_order(order["transaction"], label_form=form, label_ordered=True)
    transaction = f"/api/v2/transactions/{order['transaction']}/shipment"
    answers = {
        "url": label_url(visitor, order), "pdf": visitor.get(f"{transaction}/pdf_label"),
        "digital": visitor.get(f"{transaction}/digital_label"),
    }  # fmt: skip
    assert {kind for kind, answer in answers.items() if answer.status_code == 200} == {form}
    options = visitor.get(f"/api/v2/shipments/{order['shipment']}/label_options").json()["label_options"]
    assert options == [{"type": "digital" if form == "digital" else "pdf"}]
    if form == "pdf":
        file = answers["pdf"].json()["file"]
        assert base64.b64decode(file["label"]).startswith(b"%PDF-")
        assert file["filename"].endswith(".pdf")


@pytest.mark.parametrize("body", [{}, {"drop_off_type": None, "label_type": None}, {"seller_address_id": 1, "label_type": None}])
def test_the_order_of_a_label_is_complete(visitor: Visitor, order: dict[str, Any], body: object) -> None:
    path = f"/api/v2/transactions/{order['transaction']}/shipment/order"
    assert visitor.write("PUT", path, body).json()["code"] == 105


def test_a_label_is_ordered_from_the_sellers_own_address(visitor: Visitor, stranger: Visitor, order: dict[str, Any]) -> None:
    assert order_label(visitor, order, seller_address_id=1).json()["errors"][0]["field"] == "seller_address_id"
    assert order_label(visitor, order, seller_address_id=str(address(visitor))).json()["code"] == 105
    assert order_label(stranger, order).status_code == 403, "the buyer sends nothing"


def test_the_address_may_come_bare(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.set(address_answer="bare")
    assert visitor.get("/api/v2/user_addresses/default_shipping_address").json()["user_id"] == me


# ---------------------------------------------------------------- journey


def journey(visitor: Visitor, order: dict[str, Any]) -> dict[str, Any]:
    summary: dict[str, Any] = visitor.get(f"/api/v2/transactions/{order['transaction']}/shipment/journey_summary").json()[
        "journey_summary"
    ]
    return summary


def test_a_journey_tells_newest_first_and_who_carries(sandbox: Sandbox, visitor: Visitor, order: dict[str, Any]) -> None:
    assert journey(visitor, order)["details"] == []
    sandbox.change_order(order["transaction"], state="delivered")
    found = journey(visitor, order)
    assert [step["message"] for step in found["details"]] == ["Colis livré", "Colis pris en charge", "Bordereau créé"]
    [carrier] = found["carriers"]
    assert (carrier["is_current"], carrier["tracking_code"][:2]) == (True, "XX")
    assert found["current_carrier"] == {"code": carrier["code"]}


def test_a_journey_without_carrier(sandbox: Sandbox, visitor: Visitor, order: dict[str, Any]) -> None:
    sandbox.change_order(order["transaction"], carrier=None, state="shipped")
    found = journey(visitor, order)
    assert (found["carriers"], found["current_carrier"], len(found["details"])) == ([], None, 2)
    instructions = visitor.get(f"/api/v2/transactions/{order['transaction']}/shipping_instructions").json()
    assert instructions["shipping_instructions"]["carrier"] is None


def test_nothing_to_ship_before_paying(sandbox: Sandbox, visitor: Visitor, me: int, camille: int, item: int) -> None:
    thread = sandbox.add_thread(me, camille, [item])
    for tail in ("shipment/journey_summary", "shipping_instructions"):
        assert visitor.get(f"/api/v2/transactions/{thread['transaction']}/{tail}").status_code == 404
    assert visitor.get("/api/v2/shipments/1").status_code == 404


# ---------------------------------------------------------------- deadline, shipped


def test_a_deadline_near_is_extended_once(sandbox: Sandbox, visitor: Visitor, order: dict[str, Any]) -> None:
    sandbox.change_order(order["transaction"], ship_by_hours=3)
    path = f"/api/v2/shipments/{order['shipment']}/deadline_extension"
    options = visitor.get(f"{path}_options").json()
    left = datetime.fromisoformat(options["current_shipping_deadline"]).timestamp() - time.time()
    assert 2.9 < left / 3600 <= 3
    assert options["options"] == [{"key": "3"}, {"key": "5"}]
    wish = {"deadline_extension": {"key": "3", "reason": "holiday"}}
    assert visitor.write("POST", path, {"deadline_extension": {"key": "4", "reason": "x"}}).json()["code"] == 99
    assert visitor.write("POST", path, {"deadline_extension": {"key": 3, "reason": "x"}}).json()["code"] == 105
    assert visitor.write("POST", path, wish).json() == {"code": 0}
    assert visitor.write("POST", path, wish).status_code == 403
    assert visitor.get(f"{path}_options").json()["options"] == []
    shipment = sandbox.order(order["transaction"])["shipment"]
    assert (shipment["extended_by"], round((shipment["ship_by"] - time.time()) / 3600)) == (3, 75)


def test_only_untracked_parcels_are_marked_as_shipped(
    sandbox: Sandbox, visitor: Visitor, stranger: Visitor, order: dict[str, Any]
) -> None:
    path = f"/api/v2/transactions/{order['transaction']}/shipment/mark_as_shipped"
    assert visitor.write("PUT", path).status_code == 403
    sandbox.change_order(order["transaction"], tracked=False)
    assert stranger.write("PUT", path).status_code == 403
    assert visitor.write("PUT", path).json() == {"code": 0}
    assert visitor.write("PUT", path).status_code == 403
    assert sandbox.order(order["transaction"])["shipment"]["shipped"] is True


def test_a_refusal_meets_the_label_host_too(sandbox: Sandbox, visitor: Visitor, order: dict[str, Any]) -> None:
    sandbox.change_order(order["transaction"], label_ordered=True)
    url = label_url(visitor, order).json()["label_url"]
    sandbox.refuse(4, host_regex="amazonaws")
    assert "temporairement" in download(visitor, url).text
    assert download(visitor, url).status_code == 200
