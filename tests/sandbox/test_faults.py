"""Refusals and broken connections on demand: what the sender sees, and what took effect at Vinted."""

import threading
import time

import httpx
import pytest

from .client import Sandbox, SandboxError
from .conftest import Browse
from .visitor import Visitor, jpeg

DELETE = r"/items/\d+/delete"


@pytest.fixture
def item(sandbox: Sandbox, me: int) -> int:
    [item] = sandbox.add_items(me, [{"title": "x"}])
    return item


def delete(visitor: Visitor, item: int) -> httpx.Response:
    return visitor.write("POST", f"/api/v2/items/{item}/delete")


def in_background(visitor: Visitor, item: int) -> threading.Thread:
    """Sends the delete from a thread; whoever waits looks at the sandbox's diary."""

    def send() -> None:
        try:
            delete(visitor, item)
        except httpx.TransportError:
            return

    thread = threading.Thread(target=send)
    thread.start()
    return thread


ROWS = {
    1: (403, "json", None), 2: (403, "html", "ct.captcha-delivery.com"), 3: (403, "json", None),
    4: (403, "html", "Accès temporairement restreint"), 5: (403, "html", "Just a moment"), 6: (200, "html", "<"),
    7: (401, "json", 100), 8: (401, "json", 21), 9: (403, "json", 106), 10: (429, "json", 106), 11: (400, "json", 99),
    12: (500, "json", 105), 13: (404, "json", 104), 14: (403, "json", 156), 15: (400, "json", None), 16: (200, "json", 0),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_each_row_of_refusals(sandbox: Sandbox, visitor: Visitor, item: int, row: int) -> None:
    sandbox.refuse(row, method="POST", path_regex=DELETE)
    answer = delete(visitor, item)
    status, kind, mark = ROWS[row]
    assert answer.status_code == status
    assert kind in answer.headers["content-type"]
    if isinstance(mark, int):
        assert answer.json()["code"] == mark
    elif mark:
        assert mark in answer.text
    assert sandbox.item(item)["state"] == "active", "a refusal applies nothing"
    assert delete(visitor, item).status_code == 200, "it was armed for one request"


def test_datadome_on_an_api_call(sandbox: Sandbox, visitor: Visitor, item: int) -> None:
    sandbox.refuse(1, path_regex="users/current")
    answer = visitor.get("/api/v2/users/current")
    assert list(answer.json()) == ["url"]
    assert answer.json()["url"].startswith("https://geo.captcha-delivery.com/captcha/?")
    assert {"x-dd-b", "x-datadome-cid", "x-request-id"} <= set(answer.headers)


def test_a_hard_block_and_other_variants(sandbox: Sandbox, visitor: Visitor) -> None:
    sandbox.arm("refusal", row=2, details={"hard": True, "status": 200})
    page = visitor.get("/")
    assert page.status_code == 200
    assert "'t':'bv'" in page.text
    sandbox.arm("refusal", row=10, details={"retry_after": 7})
    assert visitor.get("/api/v2/users/current").headers["retry-after"] == "7"
    sandbox.arm("refusal", row=13, details={"html": True})
    assert "html" in visitor.get("/api/v2/users/current").headers["content-type"]
    sandbox.arm("refusal", row=11, details={"errors": [{"field": "size", "value": "Taille refusée"}]})
    assert visitor.get("/api/v2/users/current").json()["errors"] == [{"field": "size", "value": "Taille refusée"}]


def test_a_challenge_inside_a_live_page(sandbox: Sandbox, visitor: Visitor) -> None:
    sandbox.refuse(3, path_regex="^/items/new")
    page = visitor.get("/items/new")
    assert page.status_code == 200
    assert 'id="datadome-captcha"' in page.text
    assert "CSRF_TOKEN" in page.text
    assert 'id="datadome-captcha"' not in visitor.get("/items/new").text


def test_an_outage_may_have_applied_the_write(sandbox: Sandbox, visitor: Visitor, item: int) -> None:
    sandbox.arm("500", path_regex=DELETE, applied=True)
    assert delete(visitor, item).json()["code"] == 105
    assert sandbox.item(item)["state"] == "deleted"
    assert sandbox.log()[-1]["applied"] is True


def test_faults_count_what_matches(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    fault = sandbox.arm("500", method="GET", path_regex=r"wardrobe/\d+/items\?.*page=1", nth=2, times=2)
    path = f"/api/v2/wardrobe/{me}/items?page=1"
    assert [visitor.get(path).status_code for _ in range(4)] == [200, 500, 500, 200]
    assert visitor.get(f"/api/v2/wardrobe/{me}/items?per_page=3").status_code == 200
    assert [(f["id"], f["seen"], f["struck"], f["spent"]) for f in sandbox.faults()] == [(fault, 3, 2, True)]


def test_a_lasting_fault_is_lifted(sandbox: Sandbox, visitor: Visitor) -> None:
    fault = sandbox.refuse(14, times=None)
    assert [visitor.get("/api/v2/users/current").status_code for _ in range(3)] == [403] * 3
    sandbox.clear_faults(fault)
    assert visitor.get("/api/v2/users/current").status_code == 200
    assert sandbox.faults() == []


def test_a_fault_may_meet_one_member_only(sandbox: Sandbox, visitor: Visitor, stranger: Visitor, me: int) -> None:
    sandbox.arm("500", path_regex="users/current", times=None, member_is=me)
    assert stranger.get("/api/v2/users/current").status_code == 200
    assert visitor.get("/api/v2/users/current").status_code == 500


def test_dropped_before_anything_happened(sandbox: Sandbox, visitor: Visitor, item: int) -> None:
    sandbox.arm("drop_before", path_regex=DELETE)
    with pytest.raises(httpx.TransportError):
        delete(visitor, item)
    assert sandbox.item(item)["state"] == "active"
    assert sandbox.wait_request("POST", DELETE, phase="dropped")["applied"] is False


def test_applied_but_the_answer_is_lost(sandbox: Sandbox, visitor: Visitor, item: int) -> None:
    sandbox.arm("drop_after", path_regex=DELETE)
    with pytest.raises(httpx.TransportError):
        delete(visitor, item)
    entry = sandbox.wait_request("POST", DELETE, phase="dropped")
    assert (entry["applied"], sandbox.item(item)["state"]) == (True, "deleted")


def test_delayed_until_late(sandbox: Sandbox, visitor: Visitor, item: int) -> None:
    sandbox.arm("delay", path_regex=DELETE, seconds=0.4)
    thread = in_background(visitor, item)
    sandbox.wait_request("POST", DELETE, phase="received")
    assert sandbox.item(item)["state"] == "active"
    sandbox.wait_request("POST", DELETE)
    assert sandbox.item(item)["state"] == "deleted"
    thread.join(5)


def test_slow_is_applied_at_once(sandbox: Sandbox, visitor: Visitor, item: int) -> None:
    sandbox.arm("slow", path_regex=DELETE, ms=600)
    start = time.monotonic()
    thread = in_background(visitor, item)
    sandbox.wait_request("POST", DELETE, phase="received")
    deadline = time.monotonic() + 0.5
    while sandbox.item(item)["state"] != "deleted" and time.monotonic() < deadline:
        time.sleep(0.01)
    assert sandbox.item(item)["state"] == "deleted"
    thread.join(5)
    assert time.monotonic() - start > 0.55


def test_held_until_released(sandbox: Sandbox, visitor: Visitor, item: int) -> None:
    fault = sandbox.arm("hold", path_regex=DELETE, seconds=20)
    thread = in_background(visitor, item)
    sandbox.wait_request("POST", DELETE, phase="held")
    assert sandbox.item(item)["state"] == "active"
    sandbox.release(fault)
    assert sandbox.wait_request("POST", DELETE)["status"] == 200
    assert sandbox.item(item)["state"] == "deleted"
    thread.join(5)


def test_held_and_applied_though_the_sender_has_gone(sandbox: Sandbox, visitor: Visitor, item: int) -> None:
    fault = sandbox.arm("hold", path_regex=DELETE, seconds=20)
    visitor.http.timeout = httpx.Timeout(0.3)
    with pytest.raises(httpx.ReadTimeout):
        delete(visitor, item)
    visitor.http.close()
    assert sandbox.item(item)["state"] == "active"
    sandbox.release(fault)
    sandbox.wait_request("POST", DELETE)
    assert sandbox.item(item)["state"] == "deleted"


def test_an_upload_takes_effect_though_the_sender_has_gone(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    fault = sandbox.arm("hold", path_regex="api/v2/photos", seconds=20)
    visitor.http.timeout = httpx.Timeout(0.3)
    with pytest.raises(httpx.ReadTimeout):
        visitor.upload(jpeg(), "session")
    sandbox.release(fault)
    sandbox.wait_request("POST", "photos")
    assert len(sandbox.state(me)["loose_photos"]) == 1


def test_the_account_is_switched_between_two_requests(sandbox: Sandbox, visitor: Visitor, item: int, me: int) -> None:
    other = sandbox.add_member("camille_ex")
    sandbox.arm("switch_account", method="POST", path_regex=DELETE, member=other)
    assert visitor.get("/api/v2/users/current").json()["user"]["id"] == me
    answer = delete(visitor, item)
    assert (answer.status_code, answer.json()["code"]) == (403, 106)
    assert visitor.get("/api/v2/users/current").json()["user"]["id"] == other
    assert visitor.cookies["v_uid"] == str(other)


@pytest.mark.parametrize(
    "spec", [{"kind": "refusal", "row": 17}, {"kind": "hold"}, {"kind": "switch_account"}, {"kind": "flood"}]
)
def test_a_fault_that_makes_no_sense_is_refused(sandbox: Sandbox, spec: dict[str, object]) -> None:
    with pytest.raises(SandboxError):
        sandbox.arm(**spec)  # type: ignore[arg-type]


def test_latency(sandbox: Sandbox, visitor: Visitor) -> None:
    sandbox.set(latency_ms=80)
    start = time.monotonic()
    visitor.get("/api/v2/users/current")
    assert time.monotonic() - start >= 0.08


def test_waiting_in_vain_names_what_came(sandbox: Sandbox, browse: Browse) -> None:
    browse().open("/")
    with pytest.raises(TimeoutError, match="GET / answered 200"):
        sandbox.wait_request("POST", "delete", timeout=0.1)
