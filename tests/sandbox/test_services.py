"""The api host: which page may read which path, which host answers at all, refusals and faults there."""

import pytest

from .client import Sandbox, SandboxError
from .conftest import Browse
from .markets import LABEL_HOST
from .visitor import Visitor

OPEN = ["/svc-catalogue/items", "/messaging/main/conversations/1", "/inbox-notifications/v1/notifications"]
CLOSED = [
    "/messaging/main/inbox", "/messaging/main/users/unread_count", "/messaging/main/inquiries", "/svc-filters/filters",
    "/svc-navigation/navigation_catalogs", "/escrow-order-fulfilment/app/v1/escrow_orders/1/actions",
]  # fmt: skip
SITE = "https://www.vinted.fr"


def shared(visitor: Visitor, method: str, path: str, origin: str = SITE) -> str | None:
    headers = {"origin": origin, "access-control-request-method": "GET"}
    answer = visitor.send(method, path, host="api.vinted.fr", headers=headers)
    allowed: str | None = answer.headers.get("access-control-allow-origin")
    assert (answer.headers.get("access-control-allow-credentials") == "true") is (allowed is not None)
    return allowed


@pytest.mark.parametrize("path", OPEN)
def test_some_paths_are_open_to_the_sites_pages(visitor: Visitor, path: str) -> None:
    assert [shared(visitor, method, path) for method in ("OPTIONS", "GET")] == [SITE, SITE]
    assert shared(visitor, "OPTIONS", path, "https://www.vinted.de") is None
    assert shared(visitor, "GET", path, "https://evil.example") is None


@pytest.mark.parametrize("path", CLOSED)
def test_the_others_answer_without_sharing(visitor: Visitor, path: str) -> None:
    assert [shared(visitor, method, path) for method in ("OPTIONS", "GET")] == [None, None]


def test_which_paths_are_open_is_a_switch(sandbox: Sandbox, visitor: Visitor) -> None:
    sandbox.set(cors_open=["/messaging/"])
    assert shared(visitor, "GET", "/messaging/main/inbox") == SITE
    assert shared(visitor, "GET", "/svc-catalogue/items") is None


def test_a_preflight_allows_the_sites_headers_and_is_no_request(sandbox: Sandbox, visitor: Visitor) -> None:
    fault = sandbox.refuse(1, path_regex="svc-catalogue")
    before = sandbox.last_seq()
    answer = visitor.send("OPTIONS", OPEN[0], host="api.vinted.fr", headers={"origin": SITE})
    allowed = answer.headers["access-control-allow-headers"]
    assert all(name in allowed for name in ("x-next-app", "platform", "x-csrf-token"))
    assert sandbox.last_seq() == before
    assert [armed["seen"] for armed in sandbox.faults() if armed["id"] == fault] == [0]


def test_a_worker_is_answered_on_every_path(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    worker = "chrome-extension://" + "abcdefghijklmnop" * 2
    for path in ("/svc-catalogue/items", "/svc-filters/filters", "/inbox-notifications/v1/notifications"):
        answer = visitor.service("GET", path, origin=worker)
        assert answer.status_code == 200
        assert "access-control-allow-origin" not in answer.headers


def test_datadome_answers_here_too_and_can_be_recognised(sandbox: Sandbox, visitor: Visitor) -> None:
    sandbox.refuse(1, host_regex="^api")
    answer = visitor.service("GET", OPEN[0])
    assert (answer.status_code, list(answer.json())) == (403, ["url"])
    assert "x-dd-b" in answer.headers
    assert "x-dd-b" in answer.headers["access-control-expose-headers"]
    sandbox.refuse(3, host_regex="^api")
    assert list(visitor.service("GET", OPEN[0]).json()) == ["url"], "a challenge inside a page is none on an api path"


@pytest.mark.parametrize("row", [2, 5, 7, 9, 10, 12, 14, 16])
def test_every_refusal_meets_every_host(sandbox: Sandbox, visitor: Visitor, row: int) -> None:
    expected = {2: 403, 5: 403, 7: 401, 9: 403, 10: 429, 12: 500, 14: 403, 16: 200}[row]
    asked = {"api.vinted.fr": OPEN[0], "www.vinted.fr": "/api/v2/inbox", "images1.vinted.net": "/t/x", LABEL_HOST: "/x/label.pdf"}
    for host, path in asked.items():
        sandbox.refuse(row)
        assert visitor.get(path, host=host).status_code == expected


def test_a_failure_may_come_with_200(sandbox: Sandbox, visitor: Visitor) -> None:
    for row, code in ((7, 100), (9, 106), (11, 99), (12, 105)):
        sandbox.refuse(row, details={"status": 200})
        answer = visitor.get("/api/v2/users/current")
        assert (answer.status_code, answer.json()["code"]) == (200, code)


def test_expiry_and_signing_out_are_told_apart(sandbox: Sandbox, visitor: Visitor, browse: Browse) -> None:
    sandbox.expire_sessions()
    assert visitor.service("GET", OPEN[0]).status_code == 401
    assert browse().service("GET", "/messaging/main/inbox").status_code == 403


def test_paths_nobody_serves(visitor: Visitor) -> None:
    assert visitor.service("GET", "/homepage/homepage").status_code == 404
    assert visitor.get("/svc-catalogue/items").status_code == 404, "on the site itself there is none"


def test_faults_want_a_row_that_exists(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError):
        sandbox.refuse(17)
