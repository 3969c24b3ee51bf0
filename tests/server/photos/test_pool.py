"""Image work in children: answers and refusals come back, a dying child costs at most its own work, none is left behind."""

import asyncio
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
from vintedbot.photos.pictures import PhotoRefused, take_in
from vintedbot.photos.pool import Pool, WorkLost

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def pool() -> AsyncIterator[Pool]:
    opened = Pool(size=2, seconds=30)
    yield opened
    await opened.close()
    assert not [child for child in psutil.Process().children() if child.name().startswith("image-work")]


def die() -> None:
    os._exit(9)


def die_the_first_time(mark: str) -> str:
    if not Path(mark).exists():
        Path(mark).touch()
        os._exit(9)
    return "done"


def child_id(seconds: float = 0.0) -> int:
    time.sleep(seconds)
    return os.getpid()


def unsendable() -> object:
    return lambda: None


async def test_no_child_before_the_first_work(pool: Pool) -> None:
    before = set(psutil.Process().children())
    assert await pool.run(child_id) != os.getpid()
    assert len(set(psutil.Process().children()) - before) >= 1


async def test_a_refusal_comes_back_as_it_was_raised(pool: Pool) -> None:
    with pytest.raises(PhotoRefused) as raised:
        await pool.run(take_in, b"no picture at all")
    assert raised.value.code == "not_a_picture"


async def test_at_most_two_at_once_and_the_loop_stays_free(pool: Pool) -> None:
    await asyncio.gather(pool.run(child_id, 0.05), pool.run(child_id, 0.05))
    work = asyncio.gather(*(pool.run(child_id, 0.1) for _ in range(6)))
    longest = 0.0
    while not work.done():
        start = time.perf_counter()
        await asyncio.sleep(0.005)
        longest = max(longest, time.perf_counter() - start)
    assert len(set(work.result())) == 2
    assert longest < 0.25


async def test_a_killed_child_is_replaced_and_its_work_done(pool: Pool, tmp_path: Path) -> None:
    assert await pool.run(die_the_first_time, str(tmp_path / "mark")) == "done"


async def test_a_child_killed_while_idle_costs_nothing(pool: Pool) -> None:
    first = await pool.run(child_id)
    psutil.Process(first).kill()
    assert await pool.run(child_id) != first


async def test_work_that_kills_every_child_is_given_up_and_hurts_nobody_else(pool: Pool) -> None:
    lost, answer = await asyncio.gather(pool.run(die), pool.run(child_id, 0.3), return_exceptions=True)
    assert isinstance(lost, WorkLost)
    assert isinstance(answer, int)
    assert isinstance(await pool.run(child_id), int)


async def test_work_without_end_is_ended() -> None:
    pool = Pool(size=1, seconds=10)
    try:
        with pytest.raises(WorkLost):
            await pool.run(child_id, 60)
        assert isinstance(await pool.run(child_id), int)
    finally:
        await pool.close()


async def test_a_caller_who_leaves_frees_the_place() -> None:
    pool = Pool(size=1)
    try:
        await pool.run(child_id)
        start = time.monotonic()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(pool.run(child_id, 40), 0.3)
        assert time.monotonic() - start < 15
        assert isinstance(await asyncio.wait_for(pool.run(child_id), 20), int)
    finally:
        await pool.close()


async def test_an_answer_that_cannot_cross_is_an_error_not_a_death(pool: Pool) -> None:
    with pytest.raises(TypeError, match="unsendable"):
        await pool.run(unsendable)


async def test_closing_ends_work_under_way() -> None:
    pool = Pool(size=1)
    await pool.run(child_id)
    work = asyncio.create_task(pool.run(child_id, 40))
    await asyncio.sleep(0)
    start = time.monotonic()
    await pool.close()
    assert time.monotonic() - start < 15
    with pytest.raises(WorkLost):
        await asyncio.wait_for(work, 10)
    with pytest.raises(WorkLost):
        await pool.run(child_id)


async def test_children_end_with_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent(
            """
            import asyncio, os, time
            from vintedbot.photos.pool import Pool

            async def main():
                pool = Pool()
                print(await pool.run(os.getpid), flush=True)
                time.sleep(60)

            if __name__ == "__main__":
                asyncio.run(main())
            """
        )
    )
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait(5)
    parent.stdout.close()
    until = time.monotonic() + 2
    while psutil.pid_exists(child) and psutil.Process(child).status() != psutil.STATUS_ZOMBIE and time.monotonic() < until:
        await asyncio.sleep(0.02)
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE
