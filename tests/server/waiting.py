"""Waiting, bounded: for a condition (`await until(lambda: seen, "the task ran")`), for processes to be gone."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import psutil


async def until(condition: Callable[[], Any | Awaitable[Any]], what: str, within: float = 10.0) -> Any:
    """The condition's first truthy value (plain or awaited); AssertionError naming `what` after `within` seconds."""
    ends = time.monotonic() + within
    while True:
        value = condition()
        if asyncio.iscoroutine(value):
            value = await value
        if value:
            return value
        assert time.monotonic() < ends, f"not within {within:g} s: {what}"
        await asyncio.sleep(0.01)


def survivors(processes: list[psutil.Process], within: float) -> list[psutil.Process]:
    """Those still running after `within` seconds. One that ended but was not collected by its new parent is gone."""
    ends = time.monotonic() + within
    while True:
        alive = [p for p in processes if _runs(p)]
        if not alive or time.monotonic() > ends:
            return alive
        time.sleep(0.02)


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False
