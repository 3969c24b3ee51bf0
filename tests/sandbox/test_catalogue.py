"""Searching on the api host: what fits, in which order, how far it reaches, and what a search may be narrowed by."""

from typing import Any

import httpx
import pytest

from .client import Sandbox
from .conftest import Browse
from .visitor import Visitor

ITEMS = "/svc-catalogue/items"
MENS = 5


@pytest.fixture
def shop(sandbox: Sandbox, me: int, camille: int) -> dict[str, int]:
    """A handful of listings of two members."""
    mine = sandbox.add_items(me, [
        {"title": "Robe fleurie", "price": 12, "brand": "Zara", "size": 4, "condition": 2, "color_ids": [5], "age_days": 3},
        {"title": "Jean brut", "price": 30, "catalog_id": 1845, "brand": "Levi's", "size": 3, "color_ids": [1], "age_days": 1},
        {"title": "Robe masquée", "state": "hidden"}, {"title": "Robe vendue", "state": "sold"},
        {"title": "Robe réservée", "state": "reserved"},
    ])  # fmt: skip
    [theirs] = sandbox.add_items(camille, [{"title": "Robe d'été", "price": 20, "attributes": {"material": [44]}, "age_days": 9}])
    return {"dress": mine[0], "jeans": mine[1], "summer": theirs}


def search(visitor: Visitor, query: str = "") -> httpx.Response:
    return visitor.service("GET", f"{ITEMS}?{query}")


def found(visitor: Visitor, query: str = "") -> list[int]:
    answer = search(visitor, f"order=newest_first&{query}")
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["jeans", "dress", "summer"]), ("search_text=robe", ["dress", "summer"]), ("search_text=ete+ROBE", ["summer"]),
        ("price_from=15&price_to=25", ["summer"]), ("attribute_ids[catalog]=1059", ["dress", "summer"]),
        ("attribute_ids[catalog]=4", ["jeans", "dress", "summer"]), ("attribute_ids[catalog]=5", []),
        ("attribute_ids[brand]=12", ["dress"]), ("attribute_ids[size]=3", ["jeans"]), ("attribute_ids[color]=1,99", ["jeans"]),
        ("attribute_ids[status]=2,3&search_text=robe", ["dress", "summer"]), ("attribute_ids[material]=44", ["summer"]),
        ("attribute_ids[brand]=", ["jeans", "dress", "summer"]), ("catalog_ids=5&brand_ids=12", ["jeans", "dress", "summer"]),
    ],
)  # fmt: skip
def test_what_fits(visitor: Visitor, shop: dict[str, int], query: str, names: list[str]) -> None:
    assert found(visitor, query) == [shop[name] for name in names]


def test_by_price(visitor: Visitor, shop: dict[str, int]) -> None:
    low = [row["id"] for row in search(visitor, "order=price_low_to_high").json()["items"]]
    high = [row["id"] for row in search(visitor, "order=price_high_to_low").json()["items"]]
    assert low == high[::-1] == [shop["dress"], shop["summer"], shop["jeans"]]


def test_relevance_is_another_draw_each_time(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.add_stock(me, 200)
    pages = [{row["id"] for row in search(visitor, "order=relevance&per_page=96").json()["items"]} for _ in range(2)]
    assert pages[0] != pages[1]


def test_totals_stop_at_960_and_pages_at_96(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.add_stock(me, 1000)
    answer = search(visitor, "order=newest_first&per_page=200").json()
    pagination = {name: answer["pagination"][name] for name in ("total_entries", "total_pages", "per_page")}
    assert (len(answer["items"]), pagination) == (96, {"total_entries": 960, "total_pages": 10, "per_page": 96})
    assert len(search(visitor, "order=newest_first&page=10").json()["items"]) == 96
    assert search(visitor, "order=newest_first&page=11").json()["items"] == []


@pytest.mark.parametrize("query", ["price_from=", "price_to=", "currency=", "price_from=dix"])
def test_empty_and_senseless_parameters_are_a_mistake(visitor: Visitor, query: str) -> None:
    answer = search(visitor, query)
    assert (answer.status_code, answer.json()) == (400, {"error": "INVALID_REQUEST"})


def test_the_sites_headers_and_cookies_are_wanted(visitor: Visitor, browse: Browse, shop: dict[str, int]) -> None:
    assert visitor.service("GET", ITEMS, x_next_app="").status_code == 400
    assert visitor.service("GET", ITEMS, platform="", x_platform="web").status_code == 400
    assert visitor.service("GET", ITEMS, x_anon_id="").status_code == 200
    assert browse().service("GET", ITEMS).status_code == 403
    signed_out = browse()
    signed_out.open("/")
    assert signed_out.service("GET", ITEMS).status_code == 200


def test_a_row_may_lack_what_some_captures_lack(sandbox: Sandbox, visitor: Visitor, shop: dict[str, int]) -> None:
    row = search(visitor, "attribute_ids[brand]=12").json()["items"][0]
    assert (row["brand_title"], row["url"], row["user"]["login"]) == ("Zara", f"/items/{row['id']}-robe-fleurie", "atelier_demo")
    assert row["item_box"]["second_line"] == "M / 38 / 10 · Très bon état"
    sandbox.set(catalogue_sparse=True)
    sparse = search(visitor, "attribute_ids[brand]=12").json()["items"][0]
    assert set(row) - set(sparse) == {"brand_title", "size_title", "favourite_count"}


def test_the_old_route_is_dead(sandbox: Sandbox, visitor: Visitor) -> None:
    answer = visitor.get("/api/v2/catalog/items?search_text=robe")
    assert (answer.status_code, answer.json()["code"]) == (404, 104)
    sandbox.set(dead_catalogue_variant="html404")
    answer = visitor.get("/api/v2/catalog/items?search_text=robe")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")


def options(visitor: Visitor, query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = visitor.service("GET", f"/svc-filters/filters/facets?{query}").json()["options"]
    return rows


def test_filters_count_within_the_search(visitor: Visitor, shop: dict[str, int]) -> None:
    brands = {row["title"]: row["items_count"] for row in options(visitor, "filter_code=brand")}
    assert brands == {"Zara": 1, "Levi's": 1, "Marque Démo": 1}
    assert {row["title"] for row in options(visitor, "filter_code=brand&search_text=robe")} == {"Zara", "Marque Démo"}
    [group] = options(visitor, "filter_code=size")
    assert [(size["id"], size["items_count"]) for size in group["options"]] == [(3, 1), (4, 2)]
    assert visitor.service("GET", "/svc-filters/filters/facets").status_code == 400
    found = visitor.service("GET", "/svc-filters/filters/search?filter_search_code=brand&filter_search_text=zar").json()
    assert found["options"][0] == {"id": 12, "title": "Zara", "items_count": 1}


def test_titles_follow_the_locale_header(visitor: Visitor) -> None:
    def titles(locale: str) -> tuple[str, str]:
        filters = visitor.service("GET", "/svc-filters/filters", locale=locale).json()["filters"]
        tree = visitor.service("GET", "/svc-navigation/navigation_catalogs", locale=locale).json()["catalogs"]
        assert len(tree) == 9
        return filters[0]["title"], next(root["title"] for root in tree if root["id"] == MENS)

    assert titles("fr-FR") == ("Marque", "Hommes")
    assert titles("en-GB") == ("Brand", "Men")
    assert titles("") == ("Marque", "Hommes")
