"""The whole server as a process of its own: started, killed, frozen and started again on the same port and data.

What the browser tests, the demo and the benches talk to. PostgreSQL and Valkey are its children and die with it.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import psutil

START_SECONDS = 30

FAST_PACE: dict[str, Any] = {
    "lease": 3, "heartbeat": 0.8, "takeover_wait": 2.6, "go_age": 0.9, "request_deadline": 1.4, "undo_from": 3.2,
    "undo_until": 3.9, "late_look": 1.0, "looks": [0.4, 1, 2, 4], "absent_gap": 0.2, "read_gap": 0, "payload_gap": 0,
    "step_gap_min": 0, "step_gap_max": 0, "job_gap_min": 0, "job_gap_max": 0, "person_wait": 0, "identity_age": 2,
    "message_gap": 0, "second_try": 0.1, "poll": 0.5, "rest_after_challenge": 0.5,
}  # fmt: skip
"""Every wait of the protocol, shortened in proportion; the rules between them hold as in the product."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """`python -m vintedbot up` on a port and a data folder that stay the same over its lives."""

    def __init__(self, data: Path, pace: Mapping[str, Any] = FAST_PACE, environ: Mapping[str, str] | None = None) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.data = data
        self.log = data / "server.log"
        self.environ = {
            **os.environ,
            "VINTEDBOT_ENV": "test",
            "VINTEDBOT_DATA": str(data),
            "VINTEDBOT_PUBLIC_URL": self.url,
            "VINTEDBOT_PACE": json.dumps(dict(pace)),
            "VINTEDBOT_SWEEP_S": "0.5",
            "VINTEDBOT_REDISPATCH_S": "1",
            "VINTEDBOT_GRACE_S": "0",
            "VINTEDBOT_REQUESTS_PER_MINUTE": "100000",
            "VINTEDBOT_CLOSETS_PER_USER": "1000",
            **(environ or {}),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Server":
        """Starts it and returns when it answers; raises RuntimeError with its last words when it does not."""
        self.data.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "vintedbot", "up", "--no-open", "--port", str(self.port)],
                env=self.environ, stdout=subprocess.PIPE, stderr=log, start_new_session=True,
            )  # fmt: skip
        if self.process.stdout is None:
            raise RuntimeError("no pipe to the server")
        readable, _, _ = select.select([self.process.stdout], [], [], START_SECONDS)
        if not readable or b"answers at" not in self.process.stdout.readline():
            self.kill()
            raise RuntimeError(f"The server did not start:\n{self.log.read_text()[-2000:]}")
        return self

    def stop(self) -> None:
        """A clean end; the databases are shut down in order. Safe to call twice."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
            self._close_pipe()

    def kill(self) -> None:
        """SIGKILL, as a power cut; returns when its children are gone as well, so that the data folder is free."""
        if not self.process:
            return
        children = psutil.Process(self.process.pid).children(recursive=True) if self.process.poll() is None else []
        self.process.kill()
        self.process.wait(10)
        self._close_pipe()
        _, alive = psutil.wait_procs(children, timeout=10)
        if alive:
            raise RuntimeError(f"children outlived the server: {[p.cmdline() for p in alive]}")

    def _close_pipe(self) -> None:
        if self.process and self.process.stdout:
            self.process.stdout.close()

    def restart(self) -> None:
        self.kill()
        self.start()

    def freeze(self) -> None:
        """SIGSTOP: connections stay open and nothing answers."""
        if self.process:
            self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGCONT)

    def api(self, token: str = "") -> httpx.Client:
        """A client of the API, as the device whose token this is."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=15, trust_env=False)

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def wait_for(what: str, look: Any, seconds: float = 20, every: float = 0.05, pause: Callable[[float], Any] = time.sleep) -> Any:
    """Calls `look` until it answers something true, and answers that; TimeoutError naming `what` otherwise.

    `pause` takes seconds; with Playwright's sync interface it must be one that lets events in.
    """
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not happen within {seconds} s")
        pause(every)
