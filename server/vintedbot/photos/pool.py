"""A few processes for image work, so that no picture ever holds up the event loop, and a picture that kills its decoder kills
only a child. Knows nothing of photos: what it runs are plain functions that can be pickled, their arguments and their answers.

Each child works on one thing at a time over its own pipe: when it dies, only that thing is affected, and it is tried once more
on a new child. A child ends by itself when its pipe closes, so none outlives a killed parent.
"""

import asyncio
import contextlib
import ctypes
import importlib
import multiprocessing
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import ParamSpec, TypeVar

import structlog

P = ParamSpec("P")
R = TypeVar("R")

log = structlog.get_logger()
MEMORY = 1_500_000_000
"""Bytes a child may take beyond what it holds when it is warm: the largest picture we take needs less than half."""
_KEEP, _REST = 256_000_000, 1.0
"""Bytes a child holds on to between two pictures, and the seconds without work after which it gives them back."""
_WARM_MODULES = ("vintedbot.photos.pictures", "vintedbot.photos.likeness", "vintedbot.photos.grouping")


class WorkLost(Exception):
    """The child died twice, or took longer than the pool allows. The work may be the cause: do not try it in a loop."""


class Pool:
    """At most `size` children, started when first needed; `seconds` bounds one piece of work. Close it at shutdown."""

    def __init__(self, size: int = 2, seconds: float = 60.0) -> None:
        self._seconds = seconds
        self._children = [_Child() for _ in range(size)]
        self._idle: list[_Child] = list(self._children)
        self._free = asyncio.Semaphore(size)
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="image-work")
        self._closed = False

    async def run(self, fn: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `fn(*args)` answers or raises, run in a child. `fn` is a module's function. Raises WorkLost."""
        async with self._free:
            if self._closed:
                raise WorkLost("the pool is closed")
            child = self._idle.pop()
            work = asyncio.get_running_loop().run_in_executor(self._threads, lambda: self._run_twice(child, fn, args, kwargs))
            try:
                return await asyncio.shield(work)
            except asyncio.CancelledError:
                child.kill()  # nobody waits for the answer: free the place instead of finishing
                with contextlib.suppress(Exception):
                    await work
                raise
            finally:
                self._idle.append(child)

    async def close(self) -> None:
        """End the children. Work under way ends with WorkLost."""
        self._closed = True
        for child in self._children:
            child.end()
        await asyncio.to_thread(self._threads.shutdown, True)

    def _run_twice(self, child: "_Child", fn: Callable[..., R], args: tuple[object, ...], kwargs: dict[str, object]) -> R:
        try:
            return child.ask(fn, args, kwargs, self._seconds)
        except EOFError:
            if child.killed or self._closed:
                raise WorkLost("ended while working") from None
        log.warning("image_child_died", work=fn.__qualname__)
        try:
            return child.ask(fn, args, kwargs, self._seconds)
        except EOFError:
            raise WorkLost(f"{fn.__qualname__} ended its process twice") from None


class _Child:
    """One process and the pipe to it; used by one thread at a time, killed from any."""

    def __init__(self) -> None:
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._lock = threading.Lock()
        self.killed = False
        self._ended = False

    def ask(self, fn: Callable[..., R], args: tuple[object, ...], kwargs: dict[str, object], seconds: float) -> R:
        pipe = self._connected()
        try:
            pipe.send((fn, args, kwargs))
            if not pipe.poll(seconds):
                self.kill()
                raise WorkLost(f"{fn.__qualname__} took longer than {seconds:g} s")
            good, answer = pipe.recv()
        except (EOFError, OSError) as error:
            self._drop()
            raise EOFError from error
        if good:
            return answer  # type: ignore[no-any-return]
        raise answer

    def kill(self) -> None:
        with self._lock:
            self.killed = True
            if self._process is not None and self._process.is_alive():
                self._process.kill()

    def end(self) -> None:
        """Kill the process and never start another."""
        self._ended = True
        self.kill()

    def _connected(self) -> Connection:
        with self._lock:
            if self._ended:
                raise EOFError("the pool is closed")
            # a killed process may still count as alive for a moment
            if self._process is not None and not self.killed and self._process.is_alive() and self._pipe is not None:
                return self._pipe
            self._clear()
            spawn = multiprocessing.get_context("spawn")
            ours, theirs = spawn.Pipe()
            self._process = spawn.Process(target=_serve, args=(theirs,), name="image-work", daemon=True)
            self._process.start()
            theirs.close()
            self._pipe, self.killed = ours, False
            return ours

    def _drop(self) -> None:
        with self._lock:
            self._clear()

    def _clear(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join(5)
        self._pipe = self._process = None


def _bound_memory() -> None:
    """A picture that wants more ends this child and no other process of the machine. Only Linux keeps such a bound."""
    if sys.platform != "linux":
        return
    with open("/proc/self/statm") as file:
        held = int(file.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = held + MEMORY if hard == resource.RLIM_INFINITY else min(held + MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def prepare() -> Callable[[], object]:
    """Make this process one that works on pictures; the answer is to be called when it has nothing to do for a while."""
    # two children on two cores: a third thread each would only wait. Read by libvips when it is loaded
    os.environ["VIPS_CONCURRENCY"] = "1"
    give_back = _hold_memory()
    for module in _WARM_MODULES:
        importlib.import_module(module)
    return give_back


def _hold_memory() -> Callable[[], object]:
    """A decoded photo is 36 MB; taken from the system anew each time, clearing those pages is a fifth of the work."""
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "malloc_trim"):  # glibc alone has the three
        return lambda: None
    m_trim_threshold, m_mmap_threshold = -1, -3  # malloc.h
    libc.mallopt(m_trim_threshold, _KEEP)
    libc.mallopt(m_mmap_threshold, _KEEP)
    return lambda: libc.malloc_trim(0)


def _serve(pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides when we end
    give_back = prepare()
    _bound_memory()
    while True:
        try:
            if not pipe.poll(_REST):
                give_back()
            fn, args, kwargs = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = (True, fn(*args, **kwargs))
        except Exception as error:  # crosses to the caller, who raises it
            answer = (False, error)
        try:
            pipe.send(answer)
        except OSError:
            return
        except Exception as error:  # the answer cannot be pickled: a mistake to show, no reason to die and be tried again
            pipe.send((False, TypeError(f"the answer of {fn.__qualname__} cannot cross: {error}")))
