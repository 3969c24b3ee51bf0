"""How long `up` takes from its start to its first answer, warm: the data folder, the database and the file cache exist.

`just bench start`. A timing depends on what else the machine does, so it is measured here and no test fails by it.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from tests.browser.server import Server

from .figures import Figure, report
from .serving import cpu_seconds

ROUNDS = 5


def main() -> None:
    """Measure and print seconds by the clock, and of CPU."""
    walls, cpus = [], []
    with tempfile.TemporaryDirectory(prefix="vintedbot-bench-") as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)
        server = Server(folder / "data", pace={})
        for turn in range(ROUNDS + 1):
            began = time.perf_counter()
            server.start()
            httpx.get(f"{server.url}/health", timeout=10, trust_env=False)
            if turn:  # the first one makes the database
                walls.append(time.perf_counter() - began)
                assert server.process is not None
                cpus.append(cpu_seconds(server.process.pid))
            server.stop()
    least = min(_python() for _ in range(ROUNDS))
    report(
        [
            Figure("start", "first_answer_s", statistics.median(walls), "s", None, 2),
            Figure("start", "first_answer_cpu_s", statistics.median(cpus), "s"),
            Figure("start", "bare_python_s", least, "s"),
        ]
    )


def _python() -> float:
    """An interpreter that starts and ends: how quick this machine is today."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
