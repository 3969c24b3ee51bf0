"""Pictures that are cheap to send and dear to decode, and people who send many of them."""

import asyncio
import struct
import zlib
from typing import Any
from uuid import UUID

import numpy as np
import psutil
import pytest
import pyvips
from vintedbot.kit import db
from vintedbot.photos import imaging, intake, work
from vintedbot.photos.pictures import PhotoRefused, read_facts, take_in
from vintedbot.photos.pool import MEMORY, Pool, WorkLost
from vintedbot.photos.work import Refused

from tests.server.people import MakeUser


def header(width: int, height: int, depth: int, colour: int) -> bytes:
    """A PNG that says this of itself; its pixels never come."""
    said = b"IHDR" + struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    rest = b"IDAT" + zlib.compress(b"\0")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in (said, rest, b"IEND")
    )


@pytest.mark.parametrize(
    ("side", "depth", "colour", "taken"),
    [(9_990, 16, 6, False), (9_990, 8, 6, True), (8_200, 16, 2, False), (8_100, 16, 2, True), (9_990, 8, 0, True),
     (10_001, 8, 0, False)],
)  # fmt: skip
def test_what_a_picture_becomes_is_bounded_by_its_header(side: int, depth: int, colour: int, taken: bool):
    if taken:
        assert read_facts(header(side, side, depth, colour)).width == side
    else:
        with pytest.raises(PhotoRefused) as refused:
            read_facts(header(side, side, depth, colour))
        assert refused.value.code == "too_many_pixels"


def test_sixteen_bits_a_band_are_taken_as_eight_and_transparency_becomes_white():
    deep = np.zeros((40, 60, 4), dtype=np.uint16)
    deep[:, :30] = (200 << 8, 100 << 8, 50 << 8, 65535)
    content = pyvips.Image.new_from_array(deep).copy(interpretation="rgb16").write_to_buffer(".png", bitdepth=16)
    assert content[24] == 16
    taken = take_in(content, orientation=6)
    assert (taken.width, taken.height) == (40, 60)
    shown = pyvips.Image.new_from_buffer(taken.kept, "").numpy()
    assert abs(shown[5, 20].astype(int) - (200, 100, 50)).max() < 8
    assert shown[55, 20].min() > 245


def swallow(size: int) -> int:
    return len(bytearray(size))


async def test_a_child_takes_no_more_than_it_may():
    pool = Pool(size=1, seconds=60)
    try:
        assert await pool.run(swallow, 300_000_000) == 300_000_000
        with pytest.raises((MemoryError, WorkLost)):
            await pool.run(swallow, MEMORY + 100_000_000)
        assert await pool.run(swallow, 8) == 8
    finally:
        await pool.close()
    assert psutil.Process().is_running()


async def test_who_drops_many_leaves_others_their_turn(database: None, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch):
    """A user's eight photos came first; the other's one is looked at beside the first two of them."""
    busy, other = await make_user(), await make_user()
    photos: dict[UUID, list[UUID]] = {}
    for who, many in ((busy, 8), (other, 1)):
        photos[who.id] = [db.uuid7() for _ in range(many)]
        for photo_id in photos[who.id]:
            await db.execute(
                """INSERT INTO photos (id, user_id, client_id, name, size, sha256, orientation, state)
                   VALUES ($1, $2, $1, 'a', 1, repeat('a', 64), 1, 'processing')""",
                photo_id, who.id,
            )  # fmt: skip
    begun: list[bytes] = []
    go_on = asyncio.Event()

    async def run(_: Any, data: bytes, __: int) -> Refused:
        begun.append(data)
        await go_on.wait()
        return Refused("truncated")

    monkeypatch.setattr(imaging, "run", run)
    monkeypatch.setattr(intake.incoming, "read", lambda _, photo_id: photo_id.bytes)
    monkeypatch.setattr(intake.incoming, "drop", lambda *_: None)
    tasks = [asyncio.create_task(intake.process(photo_id)) for who in (busy, other) for photo_id in photos[who.id]]
    done, _ = await asyncio.wait(tasks, timeout=5)
    assert len(done) == 6, "the busy one's others hold no place of the worker"
    of_busy = [data for data in begun if UUID(bytes=data) in photos[busy.id]]
    assert (len(begun), len(of_busy)) == (3, 2)
    go_on.set()
    await asyncio.gather(*tasks)
    again = await db.fetch("SELECT subject FROM outbox WHERE task = 'photos.process'")
    assert len(again) == 2, "as each ends, one more gets in line"
    assert work.take_in
