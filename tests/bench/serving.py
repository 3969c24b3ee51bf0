"""A server process to be measured: started on a free port, asked over one connection, and its CPU time read from the system.

Ours (`python -m vintedbot web`) and the yardsticks (`bare`, `replaced`) are started and read alike. A yardstick calls `serve`.
"""

import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
import psutil
import uvicorn

START_SECONDS = 30


def cpu_seconds(pid: int) -> float:
    """CPU seconds a process has used so far, in its own code and in the kernel for it."""
    if sys.platform == "linux":
        # its own clock, to the nanosecond (clock_getcpuclockid(3)); /proc counts in steps of 10 ms
        return time.clock_gettime((~pid << 3) | 2)
    times = psutil.Process(pid).cpu_times()
    used: float = times.user + times.system
    return used


class Served:
    """A running server process; `client` keeps one connection to it."""

    def __init__(self, arguments: Sequence[str], environ: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            env={**os.environ, **environ}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        readable, _, _ = select.select([self._process.stdout], [], [], START_SECONDS)
        said = self._process.stdout.readline().split() if readable else []
        if said[:1] != [b"port"]:
            self.stop()
            raise RuntimeError(f"{' '.join(arguments)} did not start")
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{int(said[1])}", timeout=30, trust_env=False)

    def cpu(self) -> float:
        """CPU seconds this process has used so far, in its own code and in the kernel for it."""
        return cpu_seconds(self._process.pid)

    def stop(self) -> None:
        """Ends the process; safe to call twice."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(5)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def __enter__(self) -> "Served":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self.stop()


def serve(app: Any) -> None:
    """Runs a yardstick's application as ours is run: uvicorn with uvloop and httptools, no access log; prints `port N`."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False, lifespan="on")
    print(f"port {listener.getsockname()[1]}", flush=True)
    listener.listen(128)
    uvicorn.Server(config).run([listener])
