"""What the listing form may choose from."""

import pytest

from .client import Sandbox
from .test_pages import flight
from .visitor import FORM_HEADERS, Visitor

UPLOAD = "/api/v2/item_upload"
DRESSES, HANDBAGS, VASES, PUSHCHAIRS, WATCHES = 1059, 156, 1940, 1612, 97


def test_the_tree_has_eight_roots_and_leaves(visitor: Visitor) -> None:
    roots = visitor.get(f"{UPLOAD}/catalogs").json()["catalogs"]
    assert len(roots) == 8
    nodes, leaves = list(roots), set()
    while nodes:
        node = nodes.pop()
        nodes += node["catalogs"]
        if not node["catalogs"]:
            leaves.add(node["id"])
    assert {DRESSES, HANDBAGS, VASES} <= leaves
    assert len(leaves) > 2000


def test_titles_are_in_the_markets_language(sandbox: Sandbox, visitor: Visitor) -> None:
    visitor.cookies = {c["name"]: c["value"] for c in sandbox.session_cookies("atelier_demo", "vinted.de")}
    titles = [root["title"] for root in visitor.get(f"{UPLOAD}/catalogs", host="www.vinted.de").json()["catalogs"]]
    assert "Damen" in titles


def test_categories_are_found_by_words(visitor: Visitor) -> None:
    found = visitor.get(f"{UPLOAD}/catalogs/search?keyword=robes+casual").json()["catalog_ids"]
    assert DRESSES in found


def test_brands_by_their_beginning_and_without_accents(visitor: Visitor) -> None:
    titles = [brand["title"] for brand in visitor.get(f"{UPLOAD}/brands?category_id=1059&keyword=zar").json()["brands"]]
    assert titles[0] == "Zara"
    assert [b["id"] for b in visitor.get(f"{UPLOAD}/brands?keyword=marque+demo").json()["brands"]] == [123456]
    assert visitor.get(f"{UPLOAD}/brands").json()["brands"][0]["title"] == "Zara"


def test_sizes_or_a_page_where_there_are_none(visitor: Visitor) -> None:
    [group] = visitor.get(f"{UPLOAD}/size_groups?catalog_ids={DRESSES}").json()["size_groups"]
    assert {"id": 4, "title": "M / 38 / 10"} in group["sizes"]
    answer = visitor.get(f"{UPLOAD}/size_groups?catalog_ids={HANDBAGS}")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_an_empty_list_where_there_are_no_sizes(sandbox: Sandbox, visitor: Visitor) -> None:
    sandbox.set(sizeless_variant="empty")
    answer = visitor.get(f"{UPLOAD}/size_groups?catalog_ids={HANDBAGS}")
    assert (answer.status_code, answer.json()) == (200, {"size_groups": [], "code": 0})
    assert visitor.get(f"{UPLOAD}/size_groups?catalog_ids={DRESSES}").json()["size_groups"]


def test_colours_and_conditions(visitor: Visitor) -> None:
    assert visitor.get(f"{UPLOAD}/colors").json()["colors"][0] == {"id": 1, "title": "Noir", "hex": "000000", "code": "BLACK"}
    assert [c["id"] for c in visitor.get(f"{UPLOAD}/conditions?catalog_id=1059").json()["conditions"]] == [6, 1, 2, 3, 4]


@pytest.mark.parametrize(("catalog", "ids"), [(DRESSES, [1, 2, 3]), (VASES, [8, 9, 10]), (PUSHCHAIRS, [11, 12, 13, 14])])
def test_parcels_come_in_families(visitor: Visitor, catalog: int, ids: list[int]) -> None:
    parcels = visitor.get(f"/api/v2/catalogs/{catalog}/package_sizes?item_id=1").json()["package_sizes"]
    assert [parcel["id"] for parcel in parcels] == ids


def test_a_parcel_is_wanted_where_the_form_hides_its_section(sandbox: Sandbox, visitor: Visitor) -> None:
    hidden = flight(visitor.open("/items/new"))[0][3]["config"]["parcelHiddenIn"]
    assert (WATCHES in hidden, DRESSES in hidden) == (True, False)
    watch, session = visitor.listing(photos=1, catalog_id=WATCHES, package_size_id=None)
    watch["item_attributes"] = [{"code": "condition", "ids": [2]}]
    errors = visitor.create(watch, session).json()["errors"]
    assert [error["field"] for error in errors] == ["package_size"]
    assert visitor.create(watch | {"package_size_id": 1}, session).status_code == 200
    sandbox.set(parcel_hidden_in=[4])
    assert DRESSES in flight(visitor.open("/items/new"))[0][3]["config"]["parcelHiddenIn"], "all below it, too"


def attributes(visitor: Visitor, catalog: int, **headers: str) -> list[str]:
    wish = {"attributes": [{"code": "category", "value": [catalog]}]}
    answer = visitor.write("POST", f"{UPLOAD}/attributes", wish, **headers)
    assert answer.status_code == 200, answer.text
    return [attribute["code"] for attribute in answer.json()["attributes"]]


def test_attributes_depend_on_the_category(visitor: Visitor) -> None:
    assert attributes(visitor, DRESSES) == ["condition", "size", "material", "color"]
    assert "size" not in attributes(visitor, HANDBAGS)
    assert {"internal_memory_capacity", "sim_lock"} <= set(attributes(visitor, 3661))


def test_attributes_are_stripped_outside_the_page(sandbox: Sandbox, visitor: Visitor) -> None:
    assert attributes(visitor, DRESSES, **dict.fromkeys(FORM_HEADERS, "")) == []
    assert attributes(visitor, DRESSES, origin="chrome-extension://abcdefgh") == []
    sandbox.set(attributes_stripped=True)
    assert attributes(visitor, DRESSES) == []


def test_attributes_need_the_token(visitor: Visitor) -> None:
    assert visitor.write("POST", f"{UPLOAD}/attributes", {"attributes": []}, x_csrf_token="").status_code == 403
