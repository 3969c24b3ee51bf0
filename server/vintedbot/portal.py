"""Serves the built portal beside the API: hashed assets kept by browsers for a year, every other path its index page.

The build is small and read once, so no request's path ever reaches the file system.
"""

import hashlib
import mimetypes
from pathlib import Path
from typing import Any

from litestar.types import ASGIApp, Receive, Send
from msgspec import Struct

from vintedbot.settings import Settings

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SERVER_PATHS = ("/health", "/metrics", "/docs", "/redoc", "/openapi.json")
_SERVER_FOLDERS = ("/api/", *(f"{path}/" for path in SERVER_PATHS))


class _File(Struct, frozen=True):
    body: bytes
    headers: list[tuple[bytes, bytes]]
    etag: bytes


def portal_folder(settings: Settings) -> Path | None:
    """Where the build lies: as set, else in the checkout; None if there is none."""
    folder = settings.web.portal_dir or Path(__file__).parents[2] / "extension" / "portal" / "dist"
    return folder if (folder / "index.html").is_file() else None


class Portal:
    """Answers GET and HEAD outside the server's own paths; passes everything else on."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self.app = app
        self.files = {f"/{p.relative_to(folder).as_posix()}": _file(p) for p in sorted(folder.rglob("*")) if p.is_file()}
        self.index = self.files["/index.html"]

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        path = scope["path"]
        ours = scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and not _is_servers(path)
        file = self.files.get(path, None if path.startswith("/assets/") else self.index) if ours else None
        if file is None:
            await self.app(scope, receive, send)
            return
        known = (b"if-none-match", file.etag) in scope["headers"]
        body = b"" if known or scope["method"] == "HEAD" else file.body
        length = [] if known else [(b"content-length", str(len(file.body)).encode())]
        await send({"type": "http.response.start", "status": 304 if known else 200, "headers": file.headers + length})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def _is_servers(path: str) -> bool:
    return path.startswith(_SERVER_FOLDERS) or path in SERVER_PATHS


def _file(path: Path) -> _File:
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'.encode()
    hashed = path.parent.name == "assets"
    headers = [
        (b"content-type", (f"{kind}; charset=utf-8" if kind.startswith("text/") or "javascript" in kind else kind).encode()),
        (b"content-security-policy", CSP.encode()),
        (b"cache-control", b"public, max-age=31536000, immutable" if hashed else b"no-cache"),
        (b"etag", etag),
    ]
    return _File(body, headers, etag)
