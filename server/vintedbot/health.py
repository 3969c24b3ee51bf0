"""`/health`: what the server cannot work without, each asked for real and within two seconds."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from pathlib import Path

import litestar
from litestar import Response
from vintedbot_schemas.health import CheckName, Health, HealthCheck

from vintedbot.kit import db, process
from vintedbot.kit.limits import limit

CHECK_S = 2.0
WORKER_SILENT_S = 45


class Unwell(Exception):
    """A check's short reason."""


async def _database() -> None:
    if await db.fetchval("SELECT 1") != 1:
        raise Unwell("odd answer")


async def _queue() -> None:
    await process.current().redis.execute_command("PING")  # type: ignore[no-untyped-call]


async def _worker() -> None:
    silent = await db.fetchval("SELECT extract(epoch FROM now() - max(seen_at))::float8 FROM worker_heartbeats")
    if silent is None or silent > WORKER_SILENT_S:
        raise Unwell("never seen" if silent is None else f"silent for {silent:.0f} s")


async def _photo_store() -> None:
    await asyncio.to_thread(_write_and_remove, process.current().settings.photo_folder)


def _write_and_remove(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / f".health-{os.getpid()}"
    probe.write_bytes(b"ok")
    probe.unlink()


CHECKS: dict[CheckName, Callable[[], Awaitable[None]]] = {
    "database": _database,
    "queue": _queue,
    "worker": _worker,
    "photo_store": _photo_store,
}


async def _run(name: CheckName) -> HealthCheck:
    began, reason = time.perf_counter(), ""
    try:
        async with asyncio.timeout(CHECK_S):
            await CHECKS[name]()
    except Unwell as unwell:
        reason = str(unwell)
    except Exception as wrong:
        reason = type(wrong).__name__
    return HealthCheck(name=name, ok=not reason, took_ms=round((time.perf_counter() - began) * 1000, 1), reason=reason)


@litestar.get("/health", guards=[limit("health", 600, per=60)], summary="Whether every part works", responses={})
async def health() -> Response[Health]:
    """200 when all is well, else 503; `checks` says which part is not."""
    checks = list(await asyncio.gather(*(_run(name) for name in CHECKS)))
    well = all(check.ok for check in checks)
    return Response(
        Health(ok=well, version=version("vintedbot"), checks=checks),
        status_code=200 if well else 503,
    )
