"""Signing in, the cookies, the gate before writes, expiry, refresh, and the account changing under a browser."""

import base64
import json

import pytest

from .client import Sandbox
from .conftest import Browse
from .visitor import Visitor

CURRENT = "/api/v2/users/current"


def test_a_visitor_has_an_access_token_but_no_member(sandbox: Sandbox, browse: Browse) -> None:
    visitor = browse()
    visitor.open("/")
    assert {"access_token_web", "anon_id", "datadome"} <= set(visitor.cookies)
    assert "v_uid" not in visitor.cookies
    assert visitor.get(CURRENT).status_code == 401


def test_without_the_visitors_token_only_signing_in_brings_one(sandbox: Sandbox, browse: Browse, me: int) -> None:
    sandbox.set(visitor_token=False)
    visitor = browse()
    visitor.open("/")
    assert {"access_token_web", "refresh_token_web", "v_uid"}.isdisjoint(visitor.cookies)
    visitor.sign_in("atelier_demo")
    assert visitor.get(CURRENT).json()["user"]["id"] == me


@pytest.mark.parametrize(("variant", "code"), [(401, 100), (403, 106)])
def test_signed_out_is_said_in_two_ways(sandbox: Sandbox, browse: Browse, variant: int, code: int) -> None:
    sandbox.set(users_current_variant=variant)
    visitor = browse()
    visitor.open("/")
    answer = visitor.get(CURRENT)
    assert (answer.status_code, answer.json()["code"]) == (variant, code)


def test_signing_in_gives_the_member_cookie(visitor: Visitor, me: int) -> None:
    assert visitor.cookies["v_uid"] == str(me)
    assert visitor.get(CURRENT).json()["user"]["id"] == me


def test_tokens_are_http_only_and_name_another_account_id(visitor: Visitor, me: int) -> None:
    visitor.cookies.clear()
    answer = visitor.get("/")
    cookies = {line.partition("=")[0]: line for line in answer.headers.get_list("set-cookie")}
    assert "HttpOnly" in cookies["access_token_web"]
    assert "HttpOnly" not in cookies["anon_id"]
    claims = json.loads(base64.urlsafe_b64decode(cookies["access_token_web"].split("=")[1].split(".")[1] + "=="))
    assert claims["account_id"] != str(me)


def test_a_session_belongs_to_one_market(visitor: Visitor) -> None:
    assert visitor.get(CURRENT, host="www.vinted.de").status_code == 401


def test_reads_need_a_token(sandbox: Sandbox, browse: Browse, me: int) -> None:
    assert browse().get(f"/api/v2/wardrobe/{me}/items").json()["code"] == 100


NOT_FROM_THE_PAGE = [
    {"x_csrf_token": ""}, {"x_csrf_token": "00000000-0000-4000-8000-000000000000"}, {"origin": ""},
    {"origin": "chrome-extension://abcdefghijklmnop"}, {"origin": "https://www.vinted.de"},
]  # fmt: skip


@pytest.mark.parametrize("headers", NOT_FROM_THE_PAGE)
def test_an_open_gate_lets_any_write_pass(sandbox: Sandbox, visitor: Visitor, me: int, headers: dict[str, str]) -> None:
    [item] = sandbox.add_items(me, [{"title": "Robe"}])
    sandbox.set(write_gate=False)
    assert visitor.write("PUT", f"/api/v2/items/{item}/is_hidden", {"is_hidden": True}, **headers).status_code == 200
    assert sandbox.item(item)["state"] == "hidden"


@pytest.mark.parametrize("headers", NOT_FROM_THE_PAGE)
def test_writes_need_the_exact_token_and_origin(sandbox: Sandbox, visitor: Visitor, me: int, headers: dict[str, str]) -> None:
    [item] = sandbox.add_items(me, [{"title": "Robe"}])
    answer = visitor.write("PUT", f"/api/v2/items/{item}/is_hidden", {"is_hidden": True}, **headers)
    assert (answer.status_code, answer.json()["code"]) == (403, 106)
    assert sandbox.item(item)["state"] == "active"


def test_a_visitor_cannot_write(sandbox: Sandbox, browse: Browse, me: int) -> None:
    [item] = sandbox.add_items(me, [{"title": "Robe"}])
    visitor = browse()
    visitor.open("/")
    assert visitor.write("POST", f"/api/v2/items/{item}/delete").json()["code"] == 21


def test_a_rotated_csrf_token_is_on_the_next_page(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    [item] = sandbox.add_items(me, [{"title": "Robe"}])
    sandbox.rotate_csrf()
    assert visitor.write("POST", f"/api/v2/items/{item}/delete").status_code == 403
    visitor.open("/items/new")
    assert visitor.write("POST", f"/api/v2/items/{item}/delete").status_code == 200


def test_expiry_and_rotating_refresh(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.expire_sessions()
    assert visitor.get(CURRENT).json()["code"] == 100
    spent = visitor.cookies["refresh_token_web"]
    assert visitor.send("POST", "/web/api/auth/refresh").json()["token_type"] == "Bearer"
    assert visitor.get(CURRENT).json()["user"]["id"] == me
    visitor.cookies["refresh_token_web"] = spent
    assert visitor.send("POST", "/web/api/auth/refresh").status_code == 401
    assert visitor.get(CURRENT).status_code == 401, "a spent token ends the session"


def test_a_token_runs_out_by_itself(sandbox: Sandbox, browse: Browse, me: int) -> None:
    sandbox.set(access_seconds=0)
    visitor = browse().sign_in("atelier_demo")
    assert visitor.get(CURRENT).json()["code"] == 100
    sandbox.set(access_seconds=60)
    assert visitor.send("POST", "/web/api/auth/refresh").status_code == 200
    assert visitor.get(CURRENT).status_code == 200


def test_refresh_without_cookies_is_a_bare_400(sandbox: Sandbox, browse: Browse) -> None:
    answer = browse().send("POST", "/web/api/auth/refresh")
    assert (answer.status_code, answer.content) == (400, b"")


def test_an_expired_session_may_show_an_empty_closet(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.add_items(me, [{"title": "Robe"}])
    sandbox.set(expired_session_variant="empty")
    sandbox.expire_sessions()
    assert visitor.closet(me) == []


def test_session_refresh_page_leads_back(sandbox: Sandbox, visitor: Visitor) -> None:
    sandbox.expire_sessions()
    answer = visitor.get("/session-refresh?ref_url=%2Fitems%2Fnew")
    assert (answer.status_code, answer.headers["location"]) == (307, "/items/new")
    assert visitor.get(CURRENT).status_code == 200


def test_another_account_in_another_tab(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    other = sandbox.add_member("camille_ex")
    sandbox.switch_sessions("camille_ex")
    assert visitor.get(CURRENT).json()["user"]["id"] == other
    sandbox.switch_sessions("")
    assert visitor.get(CURRENT).status_code == 401


def test_signing_in_again_changes_the_member_for_all_tabs(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    other = sandbox.add_member("camille_ex")
    visitor.sign_in("camille_ex")
    assert visitor.get(CURRENT).json()["user"]["id"] == other
    assert visitor.cookies["v_uid"] == str(other)


def test_signing_out(visitor: Visitor) -> None:
    assert visitor.send("POST", "/web/api/auth/logout").status_code == 200
    assert "v_uid" not in visitor.cookies
    assert visitor.get(CURRENT).status_code == 401


def test_cookies_made_for_a_browser_work(sandbox: Sandbox, browse: Browse, me: int) -> None:
    visitor = browse()
    visitor.cookies = {cookie["name"]: cookie["value"] for cookie in sandbox.session_cookies("atelier_demo")}
    assert visitor.get(CURRENT).json()["user"]["id"] == me


def test_thirty_quick_reads_of_a_member(visitor: Visitor, me: int) -> None:
    statuses = [visitor.get(f"/api/v2/users/{me}").status_code for _ in range(31)]
    assert statuses == [200] * 30 + [429]
    assert visitor.get(f"/api/v2/users/{me}").headers["retry-after"] == "60"
