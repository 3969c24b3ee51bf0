"""The server is killed in the middle of an upload, and right after the last part: the photo gets in all the same."""

from collections.abc import Iterator

import httpx
import pytest

from tests.browser.server import Server

from .sending import PART, announce, announced, send, settled
from .test_uploads import jpeg


@pytest.fixture
def server(tmp_path) -> Iterator[Server]:
    with Server(tmp_path / "data") as running:
        yield running


async def sign_up(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    account = {"email": "anna@example.com", "password": "correct horse battery", "language": "en"}
    answer = await client.post("/api/v1/auth/register", json=account, headers=headers)
    assert answer.status_code == 201, answer.text


async def test_an_upload_goes_on_after_kills(server):
    headers = {"origin": server.url}
    async with httpx.AsyncClient(base_url=server.url, timeout=20) as client:
        await sign_up(client, headers)
        content = jpeg(side=1300)
        assert len(content) > 2 * PART
        photo = announced(content)
        [item] = await announce(client, headers, [photo])
        first = await client.put(f"/api/v1/bulk/photos/{item['id']}/parts?offset=0", content=content[:PART], headers=headers)
        assert first.json()["offset"] == PART

        server.kill()
        server.restart()
        [again] = await announce(client, headers, [photo])
        assert (again["id"], again["offset"], again["state"]) == (item["id"], PART, "receiving")
        last = await send(client, headers, item["id"], content, again["offset"])
        assert last.json() == {"offset": len(content), "state": "processing", "sha256": photo["sha256"]}

        server.kill()
        server.restart()
        # whoever died at the picture itself had claimed it for as long as it may take (photos.process: 130 s and some slack)
        [ready] = await settled(client, headers, [item["id"]], within=200)
        assert ready["state"] == "ready"
        original = await client.get(f"/api/v1/photos/{item['id']}/original", headers=headers)
        assert len(original.content) == len(content)
        assert not list((server.data / "incoming").iterdir())
