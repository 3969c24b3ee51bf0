"""The closet and the edit payload: who sees what, in which shape."""

import time

import pytest

from .client import Sandbox
from .visitor import FORM_HEADERS, Visitor

STATES = ["active", "draft", "hidden", "reserved", "sold"]


@pytest.fixture
def closet(sandbox: Sandbox, me: int) -> dict[str, int]:
    seeds: list[dict[str, object]] = [{"title": f"Article {state}", "state": state} for state in STATES]
    seeds.append({"title": "Article récent", "processing_seconds": 60})
    return dict(zip([*STATES, "processing"], sandbox.add_items(me, seeds), strict=True))


def test_the_owner_sees_every_state_by_its_flags(visitor: Visitor, me: int, closet: dict[str, int]) -> None:
    flags = ("is_draft", "is_hidden", "is_reserved", "is_closed", "is_processing")
    seen = {item["id"]: [flag for flag in flags if item[flag]] for item in visitor.closet(me)}
    assert seen == {
        closet["active"]: [], closet["draft"]: ["is_draft"], closet["hidden"]: ["is_hidden"],
        closet["reserved"]: ["is_reserved"], closet["sold"]: ["is_closed"], closet["processing"]: ["is_processing"],
    }  # fmt: skip


def test_others_see_only_what_is_for_sale_or_sold(stranger: Visitor, me: int, closet: dict[str, int]) -> None:
    assert {item["id"] for item in stranger.closet(me)} == {closet["active"], closet["sold"]}


def test_counts_are_the_owners(visitor: Visitor, stranger: Visitor, me: int, closet: dict[str, int]) -> None:
    own = next(item for item in visitor.closet(me) if item["id"] == closet["active"])
    seen = next(item for item in stranger.closet(me) if item["id"] == closet["active"])
    assert (own["view_count"], own["stats_visible"]) == (40, True)
    assert (seen["view_count"], seen["stats_visible"]) == (0, False)


def test_the_list_has_no_description_category_or_date(visitor: Visitor, me: int, closet: dict[str, int]) -> None:
    [item] = [item for item in visitor.closet(me) if item["id"] == closet["active"]]
    assert not {"description", "catalog_id", "brand_id", "size_id", "created_at"} & set(item)


def test_pages_hold_96_at_most(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.add_items(me, [{"title": f"Article {n}"} for n in range(100)])
    answer = visitor.get(f"/api/v2/wardrobe/{me}/items?per_page=200").json()
    assert len(answer["items"]) == 96
    page = {name: answer["pagination"][name] for name in ("current_page", "total_pages", "total_entries", "per_page")}
    assert page == {"current_page": 1, "total_pages": 2, "total_entries": 100, "per_page": 96}
    assert len(visitor.get(f"/api/v2/wardrobe/{me}/items?per_page=96&page=2").json()["items"]) == 4
    assert len(visitor.get(f"/api/v2/wardrobe/{me}/items").json()["items"]) == 20


def test_newest_first(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    old, new, middle = sandbox.add_items(me, [{"title": "x", "age_days": days} for days in (30, 1, 7)])
    assert [item["id"] for item in visitor.closet(me, order="newest_first")] == [new, middle, old]


def test_age_shows_only_in_the_photos(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.add_items(me, [{"title": "x", "age_days": 30}])
    stamp = visitor.closet(me)[0]["photos"][0]["high_resolution"]["timestamp"]
    assert abs(time.time() - stamp - 30 * 86400) < 60


def test_processing_ends_by_itself(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    [item] = sandbox.add_items(me, [{"title": "x", "processing_seconds": 0.3}])
    assert visitor.closet(me)[0]["is_processing"]
    assert sandbox.visible(me) == []
    deadline = time.monotonic() + 5
    while visitor.closet(me)[0]["is_processing"] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert sandbox.visible(me) == [item]


def edit_payload(visitor: Visitor, item: int, headers: dict[str, str] = FORM_HEADERS) -> dict[str, object]:
    answer = visitor.get(f"/api/v2/item_upload/items/{item}", headers=headers)
    assert answer.status_code == 200, answer.text
    payload: dict[str, object] = answer.json()["item"]
    return payload


def test_the_edit_payload_has_description_and_attributes(visitor: Visitor, closet: dict[str, int]) -> None:
    payload = edit_payload(visitor, closet["active"])
    assert payload["catalog_id"] == 1059
    assert payload["size_id"] is None
    assert "status_id" not in payload
    assert payload["item_attributes"] == [{"code": "condition", "ids": [2]}, {"code": "size", "ids": [4]}]


def test_without_the_form_headers_condition_and_size_are_missing(visitor: Visitor, closet: dict[str, int]) -> None:
    assert edit_payload(visitor, closet["active"], {})["item_attributes"] == []


def test_the_older_form_of_the_edit_payload(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    [item] = sandbox.add_items(me, [{"title": "x", "brand": None}])
    sandbox.set(edit_payload="older")
    payload = edit_payload(visitor, item)
    assert (payload["price"], payload["status_id"], payload["size_id"]) == ("18.0", 2, 4)
    assert (payload["brand_id"], payload["isbn"], payload["item_attributes"]) == (1, "0000000000000", [])


def test_drafts_and_hidden_ones_can_be_read_by_their_owner(visitor: Visitor, closet: dict[str, int]) -> None:
    assert edit_payload(visitor, closet["draft"])["is_draft"] is True
    assert edit_payload(visitor, closet["hidden"])["is_hidden"] is True


@pytest.mark.parametrize("state", ["sold", "reserved"])
def test_sold_and_reserved_are_refused(visitor: Visitor, closet: dict[str, int], state: str) -> None:
    assert visitor.get(f"/api/v2/item_upload/items/{closet[state]}", headers=FORM_HEADERS).status_code == 403


def test_others_edit_payloads_are_refused(stranger: Visitor, closet: dict[str, int]) -> None:
    answer = stranger.get(f"/api/v2/item_upload/items/{closet['active']}", headers=FORM_HEADERS)
    assert (answer.status_code, answer.json()["code"]) == (403, 106)


def test_drafts_are_listed(visitor: Visitor, closet: dict[str, int]) -> None:
    assert [draft["id"] for draft in visitor.get("/api/v2/item_upload/drafts").json()["drafts"]] == [closet["draft"]]


@pytest.mark.parametrize(("variant", "status", "kind"), [
    ("html404", 404, "text/html"), ("html200", 200, "text/html"), ("json404", 404, "application/json")])  # fmt: skip
def test_the_dead_item_route(
    sandbox: Sandbox, visitor: Visitor, closet: dict[str, int], variant: str, status: int, kind: str
) -> None:
    sandbox.set(dead_route_variant=variant)
    answer = visitor.get(f"/api/v2/items/{closet['active']}")
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith(kind)


@pytest.mark.parametrize("path", ["catalog/items", "users/90000001/items", "catalogs", "sizes", "package_sizes"])
def test_dead_routes_answer_104(visitor: Visitor, path: str) -> None:
    answer = visitor.get(f"/api/v2/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, 104)


def test_the_services_host_wants_cookies(visitor: Visitor, browse: object) -> None:
    assert visitor.get("/svc-catalogue/items?price_from=", host="api.vinted.fr").status_code == 400
    visitor.cookies.clear()
    assert visitor.get("/svc-catalogue/items", host="api.vinted.fr").status_code == 403
