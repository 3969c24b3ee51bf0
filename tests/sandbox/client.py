"""`Sandbox`: starts the stand-in as a process of its own and speaks its control API. What fixtures and the demo use.

    with Sandbox.start() as vinted:
        me = vinted.add_member("atelier_demo")
        vinted.add_items(me, [{"title": "Robe fleurie", "photos": 2}])

Everything is synchronous; every call has a deadline.
"""

import io
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
from PIL import Image, ImageChops, ImageStat

from .client_others import Others
from .control import TOKEN_HEADER
from .markets import LABEL_HOST, MARKETS

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 20


class SandboxError(Exception):
    """The control API refused a call; the text says why."""


class Sandbox(Others):
    """A running stand-in. `port` is the TLS port, `spki` what a browser needs to accept its certificate."""

    hosts = (*(f"*.{site}" for site in MARKETS), "*.vinted.net", LABEL_HOST)
    """Host patterns it answers for, as Chromium's resolver rules write them."""

    def __init__(
        self, port: int, control_port: int, spki: str, token: str, process: subprocess.Popen[bytes] | None = None
    ) -> None:
        self.port, self.control_port, self.spki, self.token, self.process = port, control_port, spki, token, process
        self._http = httpx.Client(
            base_url=f"http://127.0.0.1:{control_port}", headers={TOKEN_HEADER: token}, timeout=30, trust_env=False
        )

    @classmethod
    def start(cls, port: int = 0) -> "Sandbox":
        """Starts the process and waits until it listens; raises SandboxError when it does not within 20 s."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.sandbox", "--port", str(port)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        if process.stdout is None:
            raise SandboxError("no pipe to the sandbox")
        readable, _, _ = select.select([process.stdout], [], [], START_SECONDS)
        line = process.stdout.readline() if readable else b""
        if not line:
            process.kill()
            process.wait(5)
            raise SandboxError("the sandbox did not start; its own words are on standard error")
        ready = json.loads(line)
        return cls(ready["port"], ready["control_port"], ready["spki"], ready["token"], process)

    def stop(self) -> None:
        """Ends the process; safe to call twice."""
        self._http.close()
        if self.process is None or self.process.poll() is not None:
            return
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def _call(self, method: str, path: str, body: object = None, timeout: float = 30) -> httpx.Response:
        answer = self._http.request(method, path, json=body, timeout=timeout)
        if answer.status_code >= 400:
            raise SandboxError(f"{method} {path}: {answer.text}")
        return answer

    def _json(self, method: str, path: str, body: object = None, timeout: float = 30) -> Any:
        return self._call(method, path, body, timeout).json()

    # -- arranging

    def reset(self) -> None:
        """A new, empty Vinted with all switches at their defaults."""
        self._call("POST", "/reset")

    def add_member(self, login: str, **seed: Any) -> int:
        """A member's id; other fields as in `seeding.MemberSeed`."""
        member: int = self._json("POST", "/members", {"login": login, **seed})["id"]
        return member

    def add_items(self, member: int, seeds: Sequence[dict[str, Any]]) -> list[int]:
        """Ids of new listings, in order; fields as in `seeding.ItemSeed`."""
        ids: list[int] = self._json("POST", f"/members/{member}/items", list(seeds))
        return ids

    def add_stock(self, member: int, count: int, title: str = "Article", **seed: Any) -> list[int]:
        """Ids of `count` listings with numbered titles, made in one call; thousands take a moment only."""
        wish = {"count": count, "seed": {"title": title, **seed}}
        ids: list[int] = self._json("POST", f"/members/{member}/stock", wish)
        return ids

    def change_member(self, member: int, **changes: Any) -> None:
        """`messaging` (1 or 2), `deleted`, `on_holiday`."""
        self._call("PATCH", f"/members/{member}", changes)

    def restrict(self, member: int, seconds: float) -> None:
        """Closes publishing and editing for that long; 0 lifts it."""
        self._call("POST", f"/members/{member}/restriction", {"seconds": seconds})

    def session_cookies(self, login: str, site: str = "vinted.fr") -> list[dict[str, Any]]:
        """Cookies for Playwright's `context.add_cookies` that sign a browser in."""
        rows = self._json("POST", "/sessions", {"login": login, "site": site})
        return [
            {
                "name": row["name"], "value": row["value"], "domain": row["domain"], "path": row["path"], "secure": True,
                "httpOnly": row["http_only"], "sameSite": "Lax", "expires": time.time() + row["max_age"],
            }
            for row in rows
        ]  # fmt: skip

    def expire_sessions(self) -> None:
        """All access tokens are out of date until refreshed."""
        self._call("POST", "/sessions/expire")

    def switch_sessions(self, login: str) -> None:
        """All browsers are now this member's (empty: signed out), as if changed in another tab."""
        self._call("POST", "/sessions/switch", {"login": login})

    def sign_in_as(self, login: str) -> None:
        """What the sign-in page has filled in."""
        self._call("PUT", "/sign_in_as", {"login": login})

    def set(self, **switches: Any) -> dict[str, Any]:
        """Changes switches by name (`switches.Switches`); answers all of them."""
        changed: dict[str, Any] = self._json("PATCH", "/switches", switches)
        return changed

    def rotate_csrf(self) -> str:
        token: str = self._json("POST", "/csrf/rotate")
        return token

    def rotate_class_names(self) -> str:
        """Pages loaded from now on have other hashed class names."""
        names: str = self._json("POST", "/class_names/rotate")
        return names

    def expire_image_urls(self) -> None:
        """Every image address handed out so far answers 403; reads hand out fresh ones."""
        self._call("POST", "/image_urls/expire")

    def change_item(self, item: int, **changes: Any) -> dict[str, Any]:
        """What happens to a listing without its seller, e.g. `closing_action="sold"` or `deleted=True`."""
        changed: dict[str, Any] = self._json("PATCH", f"/items/{item}", changes)
        return changed

    # -- faults

    def arm(self, kind: str, *, method: str = "", path_regex: str = "", nth: int = 1, times: int | None = 1, **spec: Any) -> int:
        """Arms a fault and answers its id. `spec`: fields of `faults.FaultSpec`, e.g. `row=1`, `seconds=2`, `applied=True`.

        `member_is` meets only requests of that member; `host_regex` only those hosts.
        """
        match = {"method": method, "path_regex": path_regex, "nth": nth, "host_regex": spec.pop("host_regex", "")}
        match["member"] = spec.pop("member_is", None)
        fault: int = self._json("POST", "/faults", {"kind": kind, "match": match, "times": times, **spec})
        return fault

    def refuse(self, row: int, **match: Any) -> int:
        """Arms a refusal of CONTRACT §18.2 by its row."""
        return self.arm("refusal", row=row, **match)

    def faults(self) -> list[dict[str, Any]]:
        armed: list[dict[str, Any]] = self._json("GET", "/faults")
        return armed

    def clear_faults(self, fault: int | None = None) -> None:
        """Clears one fault or all; held requests go on."""
        self._call("DELETE", "/faults" if fault is None else f"/faults/{fault}")

    def release(self, fault: int) -> None:
        """Lets go the requests a `hold` holds, now and later."""
        self._call("POST", f"/faults/{fault}/release")

    # -- looking

    def state(self, member: int) -> dict[str, Any]:
        """All a member has: `items` (deleted ones too), ids of `visible`, `drafts`, `loose_photos`."""
        found: dict[str, Any] = self._json("GET", f"/members/{member}")
        return found

    def visible(self, member: int) -> list[int]:
        """Ids of the listings others can see for sale."""
        ids: list[int] = self.state(member)["visible"]
        return ids

    def item(self, item: int) -> dict[str, Any]:
        found: dict[str, Any] = self._json("GET", f"/items/{item}")
        return found

    def photo(self, photo: int) -> bytes:
        """The WebP Vinted keeps of a photo, also of a deleted listing."""
        return self._call("GET", f"/photos/{photo}").content

    def photo_sent(self, photo: int) -> bytes:
        """The very bytes that were uploaded."""
        return self._call("GET", f"/photos/{photo}/sent").content

    def photo_difference(self, one: int, other: int) -> float:
        """Mean absolute error between two photos, 0 to 1; 1 when their sizes differ."""
        a, b = (Image.open(io.BytesIO(self.photo(photo))).convert("RGB") for photo in (one, other))
        if a.size != b.size:
            return 1.0
        return sum(ImageStat.Stat(ImageChops.difference(a, b)).mean) / 3 / 255

    def log(self) -> list[dict[str, Any]]:
        """Every request since the start or the last `clear_log`, oldest first (`log.Entry`)."""
        entries: list[dict[str, Any]] = self._json("GET", "/log")
        return entries

    def clear_log(self) -> None:
        self._call("DELETE", "/log")

    def last_seq(self) -> int:
        """The number of the newest request, to wait for one after it."""
        last: int = self._json("GET", "/log/last")
        return last

    def wait_request(
        self, method: str, path_regex: str, timeout: float = 10, *, phase: str = "answered", after: int = 0
    ) -> dict[str, Any]:
        """The first request after number `after` that came to `phase` (received, held, answered, dropped).

        Raises TimeoutError after `timeout` seconds, listing what did arrive.
        """
        wish = {"method": method, "path_regex": path_regex, "phase": phase, "after": after, "timeout": timeout}
        entry: dict[str, Any] | None = self._json("POST", "/log/wait", wish, timeout + 5)
        if entry is None:
            seen = "\n".join(f"  {e['seq']} {e['method']} {e['path']} {e['phase']} {e['status']}" for e in self.log()[-20:])
            raise TimeoutError(f"no {method} {path_regex} came to '{phase}' within {timeout} s; the last that arrived:\n{seen}")
        return entry
