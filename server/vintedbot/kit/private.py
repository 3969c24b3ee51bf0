"""The data folder and what lies in it, closed to other users of the machine whatever the umask says.

As root PostgreSQL and Valkey run as somebody else, who has to pass the data folder but must see nothing in it: it may be
entered and not listed, and each folder inside is closed by itself.
"""

import contextlib
import os
from pathlib import Path

CLOSED = 0o700


def passed() -> int:
    """The mode of the data folder itself."""
    return 0o711 if os.geteuid() == 0 else CLOSED


def data_folder(data: Path) -> Path:
    """Makes the data folder, or closes the one that is there."""
    return _closed(data, passed())


def folder(path: Path) -> Path:
    """Makes a folder inside the data folder that only its owner enters, or closes the one that is there."""
    return _closed(path, CLOSED)


def _closed(path: Path, most: int) -> Path:
    path.mkdir(mode=most, parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777
    if mode & ~most:
        with contextlib.suppress(PermissionError):  # somebody else's folder, which its owner keeps as they want
            path.chmod(mode & most)
    return path
