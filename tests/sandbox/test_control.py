"""The process and what surrounds Vinted: starting, ending with the parent, reset, the diary, wrong calls."""

import base64
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from .client import ROOT, Sandbox, SandboxError
from .visitor import Visitor


def wait_until_gone(pid: int, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def test_it_starts_at_once_and_stops() -> None:
    start = time.monotonic()
    sandbox = Sandbox.start()
    assert time.monotonic() - start < 5
    assert sandbox.process is not None
    browser = Visitor(sandbox)
    browser.open("/")
    start = time.monotonic()
    sandbox.stop()
    assert time.monotonic() - start < 0.9, "a connection that is kept open does not hold it up"
    browser.http.close()
    assert sandbox.process.returncode == 0


def test_it_ends_with_its_parent() -> None:
    code = "import time; from tests.sandbox.client import Sandbox; s = Sandbox.start()"
    code += "; print(s.process.pid, flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
        parent.wait(5)
    assert wait_until_gone(child)


def test_reset_forgets_everything(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.add_items(me, [{"title": "x"}])
    sandbox.set(latency_ms=1)
    sandbox.refuse(1, times=None)
    sandbox.reset()
    assert sandbox.faults() == []
    assert sandbox.set()["latency_ms"] == 0
    with pytest.raises(SandboxError):
        sandbox.state(me)
    assert visitor.get("/api/v2/users/current").status_code == 401


def test_a_closet_is_seeded_as_described(sandbox: Sandbox, me: int) -> None:
    seed = {
        "title": "Jean brut", "price": 24.9, "description": "Coupe droite.", "catalog_id": 1845, "brand": "Zara", "size": 3,
        "condition": 1, "color_ids": [1, 12], "package_size_id": 2, "attributes": {"material": [44]}, "isbn": "0000000000000",
        "photos": [{"seed": 5, "width": 90, "height": 120}, {"seed": 6}], "state": "hidden", "views": 9, "favourites": 2,
    }  # fmt: skip
    [item] = sandbox.add_items(me, [seed])
    kept = sandbox.item(item)
    assert (kept["state"], len(kept["photos"])) == ("hidden", 2)
    fields = kept["fields"]
    assert (fields["brand_id"], fields["price"], fields["isbn"]) == (12, 24.9, "0000000000000")
    assert fields["attributes"] == {"condition": [1], "size": [3], "material": [44]}


def test_what_happens_without_the_seller(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    [item] = sandbox.add_items(me, [{"title": "x"}])
    assert sandbox.change_item(item, closing_action="sold")["state"] == "sold"
    assert sandbox.change_item(item, closing_action=None, processing_seconds=60)["state"] == "processing"
    assert sandbox.change_item(item, processing_seconds=0, deleted=True)["state"] == "deleted"
    assert visitor.closet(me) == []


def test_the_diary(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    [item] = sandbox.add_items(me, [{"title": "x"}])
    sandbox.clear_log()
    before = sandbox.last_seq()
    visitor.write("PUT", f"/api/v2/items/{item}/is_hidden", {"is_hidden": True})
    entry = sandbox.wait_request("PUT", "is_hidden", after=before)
    kept = {name: entry[name] for name in ("method", "path", "member", "status", "applied", "phase")}
    assert kept == {
        "method": "PUT", "path": f"/api/v2/items/{item}/is_hidden", "member": me, "status": 200, "applied": True,
        "phase": "answered",
    }  # fmt: skip
    assert entry["headers"]["origin"] == "https://www.vinted.fr"
    assert "cookie" not in entry["headers"]


@pytest.mark.parametrize(
    "wrong",
    [lambda s: s.set(no_such=1), lambda s: s.add_member("atelier_demo"), lambda s: s.add_member("x", country="ZZ"),
     lambda s: s.add_items(1, []), lambda s: s.session_cookies("nobody"), lambda s: s.set(photo_answer="round"),
     lambda s: s.item(1), lambda s: s.photo(1), lambda s: s.release(99)],
)  # fmt: skip
def test_wrong_calls_are_refused_with_words(sandbox: Sandbox, me: int, wrong: object) -> None:
    with pytest.raises(SandboxError, match=": "):
        wrong(sandbox)  # type: ignore[operator]


def test_it_says_what_a_browser_needs(sandbox: Sandbox) -> None:
    assert "*.vinted.fr" in sandbox.hosts
    assert len(base64.b64decode(sandbox.spki)) == 32
