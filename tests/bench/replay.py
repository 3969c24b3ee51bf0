"""The same requests again, from one script in the tab: what a job's wall time is measured against.

`Recording` listens to a Vinted tab while our engine works; `again` sends what it heard in the same order and with the same
concurrency, which the sandbox's log tells: a request waits for those, and only those, that were answered before it came.
Ids that Vinted gave in between (photos, the draft) are replaced by the ones it gives this time, and the ids of what was there
before by those of its twin. The pictures that our worker fetched from Vinted's image host are shown by the script: Vinted's pages
let no script fetch them.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from playwright.sync_api import Page, Request

from tests.sandbox.client import Sandbox

OWN_HEADERS = ("accept", "content-type", "x-")
"""The headers a script sets; the browser adds the rest."""

SCRIPT = """async ([requests, twins]) => {
    const ids = new Map(twins);
    const renamed = (text) => [...ids].reduce((all, [old, now]) => all.replaceAll(old, now), text);
    const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    for (const one of requests) if (one.photo) one.file = new Blob([bytes(one.photo)], { type: "image/jpeg" });
    const bodyOf = (one) => {
        if (!one.file) return one.body === null ? undefined : renamed(one.body);
        const form = new FormData();
        form.set("photo[type]", "item");
        form.set("photo[temp_uuid]", one.session);
        form.set("photo[file]", one.file, "photo.jpg");
        return form;
    };
    const shown = (src) =>
        new Promise((done, fail) => Object.assign(new Image(), { onload: done, onerror: fail, src }));
    const send = async (one) => {
        if (one.is_image) return shown(one.path);
        const { method, headers } = one;
        const answer = await fetch(renamed(one.path), { method, headers, body: bodyOf(one), credentials: "include" });
        if (answer.status !== one.status) throw new Error(`${method} ${one.path}: ${answer.status} ${await answer.text()}`);
        const text = await answer.text();
        if (one.made) ids.set(one.made, String(one.photo ? JSON.parse(text).id : JSON.parse(text).draft.id));
    };
    const began = performance.now();
    const sent = [];
    for (const one of requests) sent.push(Promise.all(one.after.map((n) => sent[n])).then(() => send(one)));
    await Promise.all(sent);
    return (performance.now() - began) / 1000;
}"""


class Recording:
    """What a tab asked Vinted between `start` and `stop`."""

    def __init__(self, vinted: Sandbox, tab: Page, member: int) -> None:
        self.vinted, self.tab, self.member = vinted, tab, member
        self._heard: list[Request] = []
        self._from = 0

    def start(self) -> None:
        self._from = self.vinted.last_seq()
        self.tab.on("request", self._hear)

    def _hear(self, request: Request) -> None:
        if urlsplit(request.url).path.startswith("/api/"):
            self._heard.append(request)

    def stop(self, ended: float) -> list[dict[str, Any]]:
        """The requests in the order in which they reached Vinted, up to the time `ended` (seconds since 1970).

        Raises RuntimeError for one that did not come from the tab.
        """
        self.tab.remove_listener("request", self._hear)
        since = [e for e in self.vinted.log() if e["seq"] > self._from and e["at"] <= ended]
        entries = [e for e in since if e["path"].startswith("/api/") or _is_image(e)]
        waiting = list(self._heard)
        requests = []
        for entry in entries:
            if _is_image(entry):
                requests.append(_image(entry, entries))
                continue
            found = next((r for r in waiting if (r.method, urlsplit(r.url).path) == (entry["method"], entry["path"])), None)
            if found is None:
                raise RuntimeError(f"{entry['method']} {entry['path']} did not come from the tab")
            waiting.remove(found)
            requests.append(_described(found, entry, entries))
        photos = iter(self.vinted.state(self.member)["items"][-1]["photos"])
        for one in requests:
            if one["is_photo"]:
                one["photo"] = base64.b64encode(self.vinted.photo_sent(_id(next(photos)))).decode()
        return requests


def again(tab: Page, requests: list[dict[str, Any]], twins: Mapping[int, int] | None = None) -> float:
    """Seconds from the first request to the last answer, measured in the tab. Raises playwright's Error when one is refused.

    `twins`: ids that the requests name, and those to name instead.
    """
    session = str(uuid4())
    ready = [{**one, "session": session, "body": _in_session(one["body"], session)} for one in requests]
    took: float = tab.evaluate(SCRIPT, [ready, [[str(old), str(now)] for old, now in (twins or {}).items()]])
    return took


def _described(request: Request, entry: dict[str, Any], entries: list[dict[str, Any]]) -> dict[str, Any]:
    parts = urlsplit(request.url)
    is_photo = (entry["method"], entry["path"]) == ("POST", "/api/v2/photos")
    is_draft = (entry["method"], entry["path"]) == ("POST", "/api/v2/item_upload/drafts")
    made = None
    if is_photo or is_draft:
        answer = request.response()
        told = answer.json() if answer else {}
        made = str(told["id"] if is_photo else told["draft"]["id"])
    headers = {n: v for n, v in request.headers.items() if n.startswith(OWN_HEADERS) and not (is_photo and n == "content-type")}
    return {
        "method": request.method,
        "status": entry["status"],
        "path": f"{parts.path}?{parts.query}" if parts.query else parts.path,
        "headers": headers,
        "body": None if is_photo else request.post_data,
        "is_photo": is_photo,
        "made": made,
        "after": _answered_before(entry, entries),
    }


def _image(entry: dict[str, Any], entries: list[dict[str, Any]]) -> dict[str, Any]:
    path = f"https://{entry['host']}{entry['path']}?{entry['query']}"
    return {"is_image": True, "path": path, "body": None, "is_photo": False, "after": _answered_before(entry, entries)}


def _is_image(entry: dict[str, Any]) -> bool:
    """A listing's picture; those that a page of ours shows small are not the job's."""
    return bool(entry["host"].startswith("images") and "100x100" not in entry["path"])


def _answered_before(entry: dict[str, Any], entries: list[dict[str, Any]]) -> list[int]:
    return [n for n, other in enumerate(entries) if other["at"] + other["seconds"] <= entry["at"]]


def _in_session(body: str | None, session: str) -> str | None:
    """The body with this upload session instead of its own."""
    if body is None or "upload_session_id" not in body:
        return body
    old = json.loads(body)["upload_session_id"]
    return body.replace(old, session) if old else body


def _id(photo: Any) -> int:
    return int(photo["id"] if isinstance(photo, dict) else photo)
