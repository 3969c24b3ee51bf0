"""What every answer carries, found route or not; paging; the portal beside the API; /health."""

from uuid import UUID

import httpx
import msgspec
import pytest
from litestar.di import NamedDependency
from vintedbot import health, web
from vintedbot.kit import db
from vintedbot.kit.http import Paging, get
from vintedbot.settings import EXTENSION_ID
from vintedbot_schemas.health import Health

from tests.server.waiting import until


@pytest.mark.parametrize("path", ["/health", "/api/v1/nothing", "/openapi.json"])
async def test_security_headers_everywhere(client, path):
    headers = (await client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers
    assert len(headers["x-request-id"]) == 32


async def test_https_installs_ask_for_https(settings, database):
    secure = msgspec.structs.replace(settings, web=msgspec.structs.replace(settings.web, public_url="https://v.example"))
    app = web.create_app(secure)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://testserver") as client:
        assert "max-age=" in (await client.get("/api/v1/nothing")).headers["strict-transport-security"]


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (f"chrome-extension://{EXTENSION_ID}", True),
        ("http://testserver", True),
        ("chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", False),
        ("https://www.vinted.fr", False),
        ("null", False),
    ],
)
async def test_only_our_extension_and_portal_may_read(client, origin, allowed):
    answer = await client.get("/health", headers={"origin": origin})
    assert (answer.headers.get("access-control-allow-origin") == origin) is allowed
    asked = await client.options(
        "/api/v1/nothing",
        headers={"origin": origin, "access-control-request-method": "POST", "access-control-request-headers": "idempotency-key"},
    )
    assert (asked.headers.get("access-control-allow-origin") == origin) is allowed
    assert "access-control-allow-credentials" not in asked.headers


async def test_documentation_pages_have_an_origin_of_their_own(client):
    for path in ("/docs", "/redoc"):
        answer = await client.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-security-policy"].startswith("sandbox allow-scripts")
        assert "text/html" in answer.headers["content-type"]


class Line(msgspec.Struct):
    n: int
    id: UUID


class LinePage(msgspec.Struct):
    items: list[Line]
    next: str | None = None


LINES = [Line(n // 3, db.uuid7()) for n in range(10)]


@get("/api/v1/t/lines")
async def lines(paging: NamedDependency[Paging]) -> LinePage:
    after = paging.position(int, UUID)
    rest = [line for line in LINES if after is None or (line.n, line.id) > after]
    items, more = paging.cut(rest[: paging.limit + 1], lambda line: (line.n, line.id))
    return LinePage(list(items), more)


async def test_pages_by_key_show_each_row_once(opened):
    async with opened(lines) as client:
        seen, after, pages = [], "", 0
        while True:
            page = (await client.get(f"/api/v1/t/lines?limit=4{after}")).json()
            assert len(page["items"]) <= 4
            seen += page["items"]
            pages += 1
            if page["next"] is None:
                break
            after = f"&after={page['next']}"
        assert seen == msgspec.to_builtins(LINES)
        assert pages == 3
        exact = (await client.get("/api/v1/t/lines?limit=10")).json()
        assert exact["next"] is None


@pytest.mark.parametrize("query", ["after=nonsense", "after=WzEsMl0", "after=%00", "limit=0", "limit=201", "limit=x"])
async def test_a_page_that_is_no_page(opened, query):
    async with opened(lines) as client:
        answer = await client.get(f"/api/v1/t/lines?{query}")
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")
        assert answer.json()["field"] == query.partition("=")[0]


@pytest.fixture
async def portal(settings, database, tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>portal</title>")
    (tmp_path / "assets" / "main-1a2b.js").write_text("export {}")
    (tmp_path.parent / "outside.txt").write_text("not ours")
    served = msgspec.structs.replace(settings, web=msgspec.structs.replace(settings.web, portal_dir=tmp_path))
    app = web.create_app(served)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://testserver") as client:
        yield client


async def test_the_portal_answers_deep_links_and_leaves_the_api_alone(portal):
    for path in ("/", "/authorize?code=1", "/settings/devices"):
        answer = await portal.get(path)
        assert "<title>portal" in answer.text
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-cache"
        assert "x-request-id" in answer.headers
    script = await portal.get("/assets/main-1a2b.js")
    assert "immutable" in script.headers["cache-control"]
    assert "javascript" in script.headers["content-type"]
    assert (await portal.get("/", headers={"if-none-match": (await portal.get("/")).headers["etag"]})).status_code == 304
    assert (await portal.head("/")).content == b""
    for path in ("/api/v1/nothing", "/assets/gone.js", "/api/"):
        answer = await portal.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await portal.post("/settings")).status_code == 404
    for path in ("/../outside.txt", "/assets/..%2f..%2foutside.txt", "/%2e%2e/outside.txt"):
        assert "not ours" not in (await portal.get(path)).text


async def checks(client) -> tuple[int, dict[str, bool]]:
    answer = await client.get("/health")
    shown = msgspec.json.decode(answer.content, type=Health)
    assert shown.ok is (answer.status_code == 200)
    return answer.status_code, {check.name: check.ok for check in shown.checks}


async def test_health_is_well_with_a_worker(client, worker):
    async def well() -> bool:
        return (await checks(client))[0] == 200

    await until(well, "a heartbeat came")


async def test_health_tells_which_part_is_missing(client, monkeypatch, tmp_path):
    assert await checks(client) == (503, {"database": True, "queue": True, "worker": False, "photo_store": True})

    async def refuses() -> None:
        raise ConnectionRefusedError

    for name in ("database", "queue"):
        monkeypatch.setitem(health.CHECKS, name, refuses)
    status, seen = await checks(client)
    assert (status, seen["database"], seen["queue"]) == (503, False, False)

    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):
        health._write_and_remove(tmp_path / "file" / "photos")
