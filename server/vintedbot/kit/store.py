"""Bytes kept by their sha256 in files: written whole or not at all, and never written twice.

What a file means is its domain's business; here is only `<folder>/ab/cd/<sha256>`. Larger stores take this one's place later.
"""

import asyncio
import hashlib
import os
import re
import time
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

_SHA256 = re.compile("[0-9a-f]{64}")


class Missing(Exception):
    """No file has that sha256."""


def _path(folder: Path, sha256: str) -> Path:
    if not _SHA256.fullmatch(sha256):
        raise Missing(sha256)
    return folder / sha256[:2] / sha256[2:4] / sha256


async def put(folder: Path, content: bytes) -> str:
    """Keeps `content` and returns its sha256; it is on the disk when this returns."""
    return await asyncio.to_thread(_put, folder, content)


async def get(folder: Path, sha256: str) -> bytes:
    """The bytes. Raises Missing."""
    try:
        return await asyncio.to_thread(_path(folder, sha256).read_bytes)
    except FileNotFoundError:
        raise Missing(sha256) from None


async def drop(folder: Path, sha256: str) -> None:
    """Deletes the bytes, if they are here. The caller knows that nothing refers to them."""
    await asyncio.to_thread(_path(folder, sha256).unlink, missing_ok=True)


async def exists(folder: Path, sha256: str) -> bool:
    """Whether those bytes are here."""
    return await asyncio.to_thread(_path(folder, sha256).exists)


def _put(folder: Path, content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    path = _path(folder, sha256)
    if path.exists():
        os.utime(path)  # as new again: `forget` leaves it alone until the row that names it is written
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{sha256}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        with open(draft, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    # the rename itself must outlive a power cut; first-made parents too
    for parent in (path.parent, path.parent.parent, folder):
        handle = os.open(parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    return sha256


def holds(folder: Path, prefix: str) -> bool:
    """Whether anything is kept whose sha256 begins with these two characters. Blocking."""
    return (folder / prefix).is_dir()


def forget(folder: Path, prefix: str, named: Collection[str], age: timedelta) -> int:
    """Deletes what begins with these two characters, is not `named` and was put longer than `age` ago; how many. Blocking."""
    oldest = time.time() - age.total_seconds()
    gone = 0
    for path in (folder / prefix).glob("*/*"):
        # drafts of files that were never finished go the same way
        if path.name not in named and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
