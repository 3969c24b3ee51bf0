"""The two listening sockets: Vinted under its names over TLS, and the control API in the clear, both on loopback.

The certificate is made at start for Vinted's hosts; browsers are told to accept it by `spki`.
"""

import asyncio
import base64
import datetime as dt
import hashlib
import secrets
import socket
import tempfile
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .app import App
from .control import Control
from .markets import BY_HOST, LABEL_HOST, MARKETS


def hosts() -> list[str]:
    return [*(f"*.{site}" for site in MARKETS), *BY_HOST, "*.vinted.net", LABEL_HOST]


def make_certificate(folder: Path) -> str:
    """Writes `cert.pem` and `key.pem`; returns base64(sha256(SubjectPublicKeyInfo))."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sandbox")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts()]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    secret = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "cert.pem").write_bytes(certificate.public_bytes(encoding))
    (folder / "key.pem").write_bytes(secret)
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(public).digest()).decode()


class CuttableProtocol(HttpToolsProtocol):
    """Hands the connection to the application, so that a fault can cut it."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["sandbox.transport"] = self.transport  # type: ignore[typeddict-unknown-key]


class _Server(uvicorn.Server):
    def install_signal_handlers(self) -> None: ...

    def capture_signals(self) -> Any:
        """Signals belong to `__main__`."""
        import contextlib

        return contextlib.nullcontext()


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    return listener


class SandboxServer(AbstractAsyncContextManager["SandboxServer"]):
    """Both servers in the running event loop: `async with SandboxServer() as server: server.port, server.spki`."""

    def __init__(self, port: int = 0, control_port: int = 0) -> None:
        self.app = App()
        self.token = secrets.token_urlsafe(16)
        self.control = Control(self.app, self.cut_idle_connections, self.token)
        self._sockets = [_listen(port), _listen(control_port)]
        self.port, self.control_port = (s.getsockname()[1] for s in self._sockets)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            self.spki = make_certificate(folder)
            tls = uvicorn.Config(
                self.app, interface="asgi3", lifespan="off", log_level="error", http=CuttableProtocol, timeout_keep_alive=75,
                ssl_certfile=folder / "cert.pem", ssl_keyfile=folder / "key.pem", timeout_graceful_shutdown=1,
                server_header=False, ws="none",
            )  # fmt: skip
            tls.load()
        plain = uvicorn.Config(
            self.control, interface="asgi3", lifespan="off", log_level="error", timeout_keep_alive=75,
            timeout_graceful_shutdown=1, ws="none",
        )  # fmt: skip
        self._servers = [_Server(tls), _Server(plain)]
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "SandboxServer":
        self._tasks = [
            asyncio.create_task(server.serve(sockets=[listener]))
            for server, listener in zip(self._servers, self._sockets, strict=True)
        ]
        while not all(server.started for server in self._servers):
            for task in self._tasks:
                if task.done():
                    task.result()
            await asyncio.sleep(0.005)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.app.faults.clear()
        for server in self._servers:
            server.should_exit = True
            for connection in list(server.server_state.connections):
                connection.transport.abort()
        await asyncio.gather(*self._tasks)

    def cut_idle_connections(self) -> None:
        """Chromium sends a request anew when a *reused* connection breaks before an answer, also a POST.

        So that a drop hits each request once, idle connections are closed when it is armed and none is kept while it is.
        """
        for connection in list(self._servers[0].server_state.connections):
            cycle = getattr(connection, "cycle", None)
            if isinstance(connection, CuttableProtocol) and (cycle is None or cycle.response_complete):
                connection.transport.close()
