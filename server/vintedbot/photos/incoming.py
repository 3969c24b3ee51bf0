"""Files on their way in: `<data>/incoming/<photo id>`, written part by part, gone as soon as they were taken in or given up.

Only here may bytes with a camera's metadata lie. All calls are plain and blocking: run them with `asyncio.to_thread`.
"""

import hashlib
import os
import time
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from uuid import UUID


def write(folder: Path, photo_id: UUID, offset: int, part: bytes) -> None:
    """Puts a part in its place. The same part again writes the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / str(photo_id), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.pwrite(handle, part, offset)
    finally:
        os.close(handle)


def sealed(folder: Path, photo_id: UUID, size: int) -> str:
    """The sha256 of the whole file, which is on the disk for good when this returns. Cut to `size` first."""
    path = folder / str(photo_id)
    digest = hashlib.sha256()
    with open(path, "r+b") as file:
        file.truncate(size)
        while block := file.read(1 << 20):
            digest.update(block)
        os.fsync(file.fileno())
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return digest.hexdigest()


def read(folder: Path, photo_id: UUID) -> bytes | None:
    """The whole file, or None if it is not here."""
    try:
        return (folder / str(photo_id)).read_bytes()
    except FileNotFoundError:
        return None


def drop(folder: Path, photo_id: UUID) -> None:
    """Deletes the file, if it is here."""
    (folder / str(photo_id)).unlink(missing_ok=True)


def left_over(folder: Path, age: timedelta) -> list[UUID]:
    """The files nobody has written to for that long."""
    oldest = time.time() - age.total_seconds()
    found: Collection[Path] = list(folder.iterdir()) if folder.is_dir() else []
    return [UUID(path.name) for path in found if path.stat().st_mtime < oldest]
