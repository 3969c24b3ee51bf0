"""A seller's browser as far as photos go: announces files, sends their parts, waits until they are taken in."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from tests.server.waiting import until

PART = 1 << 20
SAMPLES = sorted((Path(__file__).parents[2] / "data" / "photos").glob("*.jpg"))


def announced(content: bytes, **changes: Any) -> dict[str, Any]:
    """A NewPhoto of these bytes."""
    return {
        "client_id": str(uuid4()), "name": "IMG_1.jpg", "size": len(content), "sha256": hashlib.sha256(content).hexdigest(),
        **changes,
    }  # fmt: skip


async def announce(
    client: httpx.AsyncClient, headers: Mapping[str, str], photos: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    answer = await client.post("/api/v1/bulk/photos/upload", json={"photos": list(photos)}, headers=headers)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def send(
    client: httpx.AsyncClient, headers: Mapping[str, str], photo_id: str, content: bytes, offset: int = 0
) -> httpx.Response:
    """Sends what is left from `offset` in parts; the last answer."""
    while True:
        answer = await client.put(
            f"/api/v1/bulk/photos/{photo_id}/parts",
            params={"offset": offset},
            content=content[offset : offset + PART],
            headers={**headers, "content-type": "application/octet-stream"},
        )
        if answer.status_code != 200 or answer.json()["state"] != "receiving" or answer.json()["offset"] >= len(content):
            return answer
        offset = answer.json()["offset"]


async def photos(client: httpx.AsyncClient, headers: Mapping[str, str], ids: Sequence[str]) -> list[dict[str, Any]]:
    answer = await client.get("/api/v1/bulk/photos", params={"ids": ",".join(ids)}, headers=headers)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def settled(
    client: httpx.AsyncClient, headers: Mapping[str, str], ids: Sequence[str], within: float = 60
) -> list[dict[str, Any]]:
    """The photos once each is ready or failed."""

    async def ended() -> list[dict[str, Any]] | None:
        found = await photos(client, headers, ids)
        return found if all(photo["state"] in ("ready", "failed") for photo in found) else None

    found: list[dict[str, Any]] = await until(ended, "every photo is ready or failed", within)
    return found


async def uploaded(
    client: httpx.AsyncClient, headers: Mapping[str, str], contents: Sequence[bytes], **changes: Any
) -> list[dict[str, Any]]:
    """These files, sent and taken in (needs the `worker` fixture)."""
    items = await announce(client, headers, [announced(content, **changes) for content in contents])
    for item, content in zip(items, contents, strict=True):
        if item["duplicate_of"] is None and item["state"] == "receiving":
            answer = await send(client, headers, item["id"], content)
            assert answer.status_code == 200, answer.text
    return await settled(client, headers, [item["id"] for item in items])
