"""All 26 markets: each with its hosts, language and currency; sessions belong to one, ids to all."""

import pytest

from .client import Sandbox
from .conftest import Browse
from .markets import MARKETS
from .test_pages import flight
from .visitor import Visitor


def test_there_are_26() -> None:
    assert len(MARKETS) == 26
    assert {market.currency for market in MARKETS.values()} == {"EUR", "GBP", "USD", "PLN", "CZK", "SEK", "DKK", "RON", "HUF"}


@pytest.mark.parametrize("site", MARKETS)
def test_each_market_is_served(sandbox: Sandbox, browse: Browse, site: str) -> None:
    market = MARKETS[site]
    member = sandbox.add_member(f"membre_{market.country.lower()}", country=market.country)
    [item] = sandbox.add_items(member, [{"title": "Robe"}])
    visitor = browse()
    visitor.host = f"www.{site}"
    visitor.sign_in(f"membre_{market.country.lower()}")
    page = visitor.open("/")
    assert f'<html lang="{market.lang}">' in page
    assert flight(page)[0][3]["config"]["currency"] == market.currency
    user = visitor.get("/api/v2/users/current").json()["user"]
    assert (user["country_iso_code"], user["profile_url"]) == (
        market.country,
        f"https://www.{site}/member/{member}-{user['login']}",
    )
    [row] = visitor.closet(member)
    assert (row["id"], row["price"]["currency_code"]) == (item, market.currency)
    [found] = visitor.service("GET", "/svc-catalogue/items").json()["items"]
    assert found["id"] == item
    countries = visitor.get("/api/v2/countries").json()["countries"]
    assert next(row for row in countries if row["id"] == user["country_id"])["currency"] == market.currency


def test_ids_are_the_same_everywhere_and_sessions_are_not(sandbox: Sandbox, visitor: Visitor, item: int, me: int) -> None:
    visitor.cookies = {c["name"]: c["value"] for c in sandbox.session_cookies("atelier_demo", "vinted.de")}
    assert visitor.get("/api/v2/users/current").status_code == 401
    german = visitor.get(f"/api/v2/users/{me}", host="www.vinted.de").json()["user"]
    assert (german["id"], german["profile_url"]) == (me, f"https://www.vinted.de/member/{me}-atelier_demo")
    assert visitor.get(f"/items/{item}", host="www.vinted.de").status_code == 200


def test_britain_is_written_two_ways(sandbox: Sandbox, visitor: Visitor) -> None:
    british = sandbox.add_member("british", country="GB")
    user = visitor.get(f"/api/v2/users/{british}").json()["user"]
    assert (user["country_code"], user["country_iso_code"]) == ("UK", "GB")


def test_the_american_api_host_is_another(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    visitor.cookies = {c["name"]: c["value"] for c in sandbox.session_cookies("atelier_demo", "vinted.com")}
    headers = {"x-next-app": "marketplace-web", "platform": "web"}
    assert visitor.get("/svc-catalogue/items", host="api.www.vinted.com", headers=headers).status_code == 200
    assert visitor.get("/svc-catalogue/items", host="api.vinted.com", headers=headers).status_code == 404
    policy = visitor.get("/", host="www.vinted.com").headers["content-security-policy"]
    assert "https://api.www.vinted.com;" in policy


def test_the_client_names_every_host(sandbox: Sandbox) -> None:
    assert {f"*.{site}" for site in MARKETS} < set(sandbox.hosts)
    assert {"*.vinted.net", "svc-shipping-labels.s3.eu-central-1.amazonaws.com"} < set(sandbox.hosts)
