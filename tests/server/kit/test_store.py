"""Bytes by their sha256: whole or not there, and never reached by anything but a hash."""

import hashlib
from pathlib import Path

import pytest
from vintedbot.kit import store


async def test_what_was_put_is_there(tmp_path: Path):
    sha256 = await store.put(tmp_path, b"a picture")
    assert sha256 == hashlib.sha256(b"a picture").hexdigest()
    assert await store.put(tmp_path, b"a picture") == sha256
    assert await store.exists(tmp_path, sha256)
    assert await store.get(tmp_path, sha256) == b"a picture"
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [sha256]


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "A" * 64, "", "a" * 63, "a" * 64])
async def test_nothing_else_is_reached(tmp_path: Path, name: str):
    (tmp_path.parent / "secret").write_text("x")
    with pytest.raises(store.Missing):
        await store.get(tmp_path, name)


async def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        await store.put(tmp_path, b"a picture")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
