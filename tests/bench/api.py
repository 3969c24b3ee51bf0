"""What a page of 50 drafts costs the server: against a bare handler, the replaced stack, and with a thousand times the stock.

`just bench api`. All servers are processes of their own on one embedded PostgreSQL; a cost is the CPU time a process used for
a round of requests, and for the growth that of its database as well, where growth would show first.
"""

import asyncio
import hashlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
from vintedbot.kit.embedded import Services, embedded
from vintedbot_schemas.photos import PART_BYTES

from .figures import Figure, ratio_in_turns, report
from .photos import photos
from .serving import Served, cpu_seconds
from .stock import Stock, new_stocks

LIMIT = 50
REQUESTS, ROUNDS = 300, 21
FEW, MANY = 100, 100_000

Ask = Callable[[], float]


@contextmanager
def services(data: Path) -> Iterator[Services]:
    """The embedded pair, for callers that are not asynchronous themselves."""
    with asyncio.Runner() as runner:
        running = embedded(data, durable=False)
        try:
            yield runner.run(running.__aenter__())
        finally:
            runner.run(running.__aexit__(None, None, None))


def ours(stock: Stock, data: Path) -> Served:
    return Served(["vintedbot", "web", "--port", "0"], {**stock.environ, "VINTEDBOT_DATA": str(data)})


def asking(server: Served, path: str, stock: Stock, also: Callable[[], float] = lambda: 0.0) -> Ask:
    """A round of requests, answering the CPU seconds of one; `also` is a reading to be added to the server's own."""

    def ask() -> float:
        before = server.cpu() + also()
        for _ in range(REQUESTS):
            answer = server.client.get(path, params={"limit": LIMIT}, headers=stock.headers)
            if answer.status_code != 200:
                raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:200]}")
        return (server.cpu() + also() - before) / REQUESTS

    return ask


def backends(services_: Services, stock: Stock) -> Callable[[], float]:
    """Reads the CPU seconds of the PostgreSQL processes that serve this stock's connections."""
    database = psutil.Process(services_.supervisors[0])
    name = stock.database_url.partition("?")[0].rpartition("/")[2]

    def read() -> float:
        serving = [each.pid for each in database.children(recursive=True) if name in " ".join(each.cmdline())]
        if not serving:
            raise RuntimeError(f"no process of PostgreSQL serves {name}: the growth would leave it out")
        return sum(map(cpu_seconds, serving))

    return read


def same_answers(servers: dict[str, tuple[Served, str]], stock: Stock) -> None:
    """All of them answer the same drafts, or the comparison would mean nothing."""
    pages = {
        name: server.client.get(path, params={"limit": LIMIT}, headers=stock.headers).json()["items"]
        for name, (server, path) in servers.items()
    }
    first, *others = pages.items()
    for name, items in others:
        for one, other in zip(first[1], items, strict=True):
            if (one["id"], one["fields"]["title"], len(one["photos"])) != (
                other["id"], other["fields"]["title"], len(other["photos"]),
            ):  # fmt: skip
                raise RuntimeError(f"{name} answers other drafts than {first[0]}")


SIMPLE, IDLE_SECONDS, PAUSE = "/api/v1/drafts", 20.0, 0.004
"""What is asked meanwhile, how long it is asked while nothing else goes on, and the seconds between two questions."""


def p99_during_photos(stock: Stock, data: Path) -> Figure:
    """The 99th percentile of a simple GET while 80 photos are sent and taken in, against the same server idle before and
    after."""
    environ = {**os.environ, **stock.environ, "VINTEDBOT_DATA": str(data)}
    worker = [sys.executable, "-m", "vintedbot", "worker"]
    with ours(stock, data) as web:
        working = subprocess.Popen(worker, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            before = _asked_for(web, stock, lambda since: since > IDLE_SECONDS)
            sending = threading.Thread(target=_send, args=(str(web.client.base_url), stock), daemon=True)
            sending.start()
            during = _asked_for(web, stock, lambda since: not sending.is_alive())
            after = _asked_for(web, stock, lambda since: since > IDLE_SECONDS)
        finally:
            working.terminate()
            working.wait(30)
    idle = (_p99(before) + _p99(after)) / 2
    yardstick = f"the same GET idle: {idle * 1000:.1f} ms; {len(during)} asked while 80 photos of 12 Mpx were sent and taken in"
    return Figure("api", "get_p99_during_photos", _p99(during) / idle, "ratio", yardstick, 3)


def _asked_for(web: Served, stock: Stock, is_over: Callable[[float], bool]) -> list[float]:
    """How long each answer took, in seconds."""
    start, took = time.monotonic(), []
    while not is_over(time.monotonic() - start):
        begun = time.perf_counter()
        web.client.get(SIMPLE, params={"limit": 1}, headers=stock.headers).raise_for_status()
        took.append(time.perf_counter() - begun)
        time.sleep(PAUSE)
    return took


def _p99(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.99)]


def _send(address: str, stock: Stock) -> None:
    """80 photos as a panel sends them, until each is taken in."""
    contents = [path.read_bytes() for path in photos(1)]
    new = [
        {"client_id": str(uuid4()), "name": "a.jpg", "size": len(each), "sha256": hashlib.sha256(each).hexdigest()}
        for each in contents
    ]
    with httpx.Client(base_url=address, headers=stock.headers, timeout=60, trust_env=False) as client:
        items = client.post("/api/v1/bulk/photos/upload", json={"photos": new}).raise_for_status().json()["items"]
        for item, content in zip(items, contents, strict=True):
            for offset in range(0, len(content), PART_BYTES):
                part = content[offset : offset + PART_BYTES]
                address = f"/api/v1/bulk/photos/{item['id']}/parts"
                client.put(address, params={"offset": offset}, content=part).raise_for_status()
        ids = ",".join(item["id"] for item in items)
        while True:
            there = client.get("/api/v1/bulk/photos", params={"ids": ids}).raise_for_status().json()["items"]
            if all(photo["state"] in ("ready", "failed") for photo in there):
                break
            time.sleep(0.5)
    if failed := [photo["problem"] for photo in there if photo["state"] == "failed"]:
        raise RuntimeError(f"photos were refused: {failed}")


def main() -> None:
    """Measure and print the figures; `photos` alone measures what 80 photos do to the others' answers."""
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="vintedbot-bench-")))
        folder.chmod(0o755)
        pair = held.enter_context(services(folder / "services"))
        if sys.argv[1:] == ["photos"]:
            (few,) = asyncio.run(new_stocks(pair.database_url, pair.redis_url, (FEW,)))
            report([p99_during_photos(few, folder / "photos")])
            return
        few, many = asyncio.run(new_stocks(pair.database_url, pair.redis_url, (FEW, MANY)))
        our_few = held.enter_context(ours(few, folder / "few"))
        our_many = held.enter_context(ours(many, folder / "many"))
        bare = held.enter_context(Served(["tests.bench.bare", few.database_url, str(few.user_id)], {}))
        replaced = held.enter_context(Served(["tests.bench.replaced", few.database_url], {}))
        path = "/api/v1/drafts"
        same_answers({"ours": (our_few, path), "bare": (bare, "/drafts"), "replaced": (replaced, "/drafts")}, few)
        mine = asking(our_few, path, few)
        against_bare = ratio_in_turns(mine, asking(bare, "/drafts", few), ROUNDS)
        against_replaced = ratio_in_turns(mine, asking(replaced, "/drafts", few), ROUNDS)
        growth = ratio_in_turns(
            asking(our_many, path, many, backends(pair, many)), asking(our_few, path, few, backends(pair, few)), ROUNDS
        )
        during_photos = p99_during_photos(few, folder / "photos")
    report(
        [
            Figure("api", "list_vs_bare", against_bare.ratio, "ratio",
                   "CPU of a bare Litestar + asyncpg + msgspec handler of the same 50 rows, without sign-in, checks or log; "
                   "ours signs a device in by its token", 1.5),
            Figure("api", "list_stock_growth", growth.ratio, "ratio",
                   f"the same GET, CPU of server and PostgreSQL, {FEW} drafts in stock instead of {MANY}", 1.1),
            Figure("api", "list_vs_fastapi", against_replaced.ratio, "ratio",
                   "CPU of FastAPI + SQLAlchemy + pydantic doing the same GET with the same sign-in by token", 0.35),
            Figure("api", "list_cpu_ms", against_bare.ours * 1000, "ms"),
            during_photos,
        ]
    )  # fmt: skip


if __name__ == "__main__":
    main()
