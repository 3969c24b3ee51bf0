"""The one pool of image processes of a server process: opened at first use, closed with the process."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from vintedbot.kit import process

from .pool import Pool, WorkLost

__all__ = ["WorkLost", "run"]

P = ParamSpec("P")
R = TypeVar("R")

_pool: Pool | None = None


async def run(fn: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What a function of `work.py` answers, from a child process. Raises WorkLost when the work ends its process twice."""
    global _pool
    if _pool is None:
        _pool = Pool()
        process.current().closing.append(_close)
    return await _pool.run(fn, *args, **kwargs)


async def _close() -> None:
    global _pool
    pool, _pool = _pool, None
    if pool is not None:
        await pool.close()
