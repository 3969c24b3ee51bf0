"""remove.bg as its documentation describes it, on a port of this machine: `POST /v1.0/removebg`, a key, credits, and its errors.

`Service.answers` says what the next requests meet, in order; afterwards every request succeeds. It takes the middle of a picture
for the item. What came is in `requests`, so that a test can count what would have been paid.
"""

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Literal, NamedTuple

from PIL import Image, ImageDraw

Answer = Literal["good", "no_subject", "no_credits", "key_refused", "busy", "broken", "silent", "no_picture"]
KEY = "removebg-test-key"
_ERRORS: dict[Answer, tuple[int, str]] = {
    "no_subject": (400, "Could not identify foreground in image."),
    "no_credits": (402, "Insufficient credits"),
    "key_refused": (403, "API Key invalid"),
    "busy": (429, "Rate limit exceeded"),
    "broken": (500, "Internal error"),
}


class Asked(NamedTuple):
    """One request as it came: the picture's bytes and the form's other fields."""

    picture: bytes
    fields: dict[str, str]


class Service:
    """The running double."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.requests: list[Asked] = []
        self.retry_after = "0"
        self.url = ""

    def answer(self, key: str, content_type: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for a request."""
        found = _form(content_type, body)
        self.requests.append(found)
        wanted: Answer = self.answers.pop(0) if self.answers else "good"
        if key != KEY:
            wanted = "key_refused"
        if wanted == "silent":
            time.sleep(2)
        if wanted in _ERRORS:
            status, title = _ERRORS[wanted]
            said = json.dumps({"errors": [{"title": title, "code": wanted}]}).encode()
            more = {"Retry-After": self.retry_after} if wanted == "busy" else {}
            return status, {"Content-Type": "application/json", **more}, said
        made = b"no picture" if wanted == "no_picture" else _cut_out(found.picture)
        return 200, {"Content-Type": "image/png", "X-Credits-Charged": "1.0", "X-Type": "product"}, made


def _form(content_type: str, body: bytes) -> Asked:
    boundary = content_type.split("boundary=")[1].encode()
    picture, fields = b"", {}
    for part in body.split(b"--" + boundary)[1:-1]:
        head, content = part[2:-2].split(b"\r\n\r\n", 1)
        name = re.search(rb'name="([^"]+)"', head)
        if name is None:
            continue
        if name[1] == b"image_file":
            picture = content
        else:
            fields[name[1].decode()] = content.decode()
    return Asked(picture, fields)


def _cut_out(picture: bytes) -> bytes:
    with Image.open(BytesIO(picture)) as opened:
        image = opened.convert("RGBA")
    mask = Image.new("L", image.size)
    width, height = image.size
    ImageDraw.Draw(mask).ellipse((width // 4, height // 6, width * 3 // 4, height * 5 // 6), fill=255)
    image.putalpha(mask)
    held = BytesIO()
    image.save(held, "PNG")
    return held.getvalue()


@contextmanager
def removebg() -> Iterator[Service]:
    """The service, until the block ends."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path != "/v1.0/removebg":
                self.send_error(404)
                return
            key, content_type = self.headers.get("X-Api-Key", ""), self.headers["Content-Type"]
            status, headers, said = service.answer(key, content_type, body)
            try:
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(said))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(said)
            except OSError:  # the asker did not wait
                return

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
