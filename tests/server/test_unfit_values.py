"""What no column takes is refused by name: a 500 would be taken for a server that is away, and asked again without end."""

from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from vintedbot.kit import culprit

from .people import Person

FAR = 2**63 - 1
NAME, SHA = "a.jpg", "a" * 64
ORIGIN = {"origin": "http://testserver"}


def photo(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": "00000000-0000-7000-8000-000000000001",
        "name": NAME,
        "size": 9,
        "sha256": SHA,
        "orientation": 1,
        **changes,
    }


CLOSET = {"country": "fr", "member_id": 4_000_001, "login": "anna", "currency": "EUR"}
SIGNED_OUT: list[tuple[str, Any, str]] = [
    ("/auth/register", {"email": "a\0@example.com", "password": "long enough 1"}, "email"),
    ("/auth/login", {"email": "a\0@example.com", "password": "long enough 1"}, "email"),
]
BODIES: list[tuple[str, Any, str]] = [
    ("/accounts/vinted", {**CLOSET, "login": "an\0na"}, "login"),
    ("/accounts/vinted", {**CLOSET, "item_count": 2**40}, "item_count"),
    ("/bulk/photos/upload", {"photos": [photo(), photo(captured_at="0001-01-01T00:00:00+14:00")]}, "photos[1].captured_at"),
    ("/bulk/photos/upload", {"photos": [photo(name="a\0b")]}, "photos[0].name"),
    ("/drafts", {"fields": {"title": "a\0b"}}, "fields"),
]
QUERIES = [
    ("/photos/by-hash/%00", "kept_sha256"),
    ("/reference/form/%00/1", "country"),
    ("/jobs?item_id=99999999999999999999", "item_id"),
    ("/jobs?after=WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwiMDAwMDAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAxIl0", "after"),
]  # fmt: skip


def refusal(answer: httpx.Response) -> tuple[int, str, str]:
    problem = answer.json()
    return answer.status_code, problem["code"], problem["field"]


@pytest.mark.parametrize(("path", "body", "field"), SIGNED_OUT)
async def test_signed_out(client: httpx.AsyncClient, path: str, body: Any, field: str):
    assert refusal(await client.post(f"/api/v1{path}", json=body, headers=ORIGIN)) == (400, "invalid_input", field)


@pytest.mark.parametrize(("path", "body", "field"), BODIES)
async def test_in_a_body(client: httpx.AsyncClient, make_user, path: str, body: Any, field: str):
    person: Person = await make_user()
    assert refusal(await client.post(f"/api/v1{path}", json=body, headers=person.device)) == (400, "invalid_input", field)


@pytest.mark.parametrize(("path", "field"), QUERIES)
async def test_in_an_address(client: httpx.AsyncClient, make_user, path: str, field: str):
    person: Person = await make_user()
    assert refusal(await client.get(f"/api/v1{path}", headers=person.device)) == (400, "invalid_input", field)


async def test_in_the_address_of_a_change(client: httpx.AsyncClient, make_user):
    person: Person = await make_user()
    body = {"closet_id": "00000000-0000-7000-8000-000000000000", "note": "a"}
    answer = await client.put(f"/api/v1/vinted/listings/{10**30}/notes", json=body, headers=person.device)
    assert answer.status_code in (400, 404), answer.text


async def test_what_is_nested_too_deeply_is_no_json_of_ours(client: httpx.AsyncClient):
    kind = {"content-type": "application/json", **ORIGIN}
    for body in (b"[" * 200_000, b'{"email":' + b'{"a":' * 100_000):
        answer = await client.post("/api/v1/auth/login", content=body, headers=kind)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed_body")


def test_a_fault_of_ours_stays_one():
    """The same kind of error over a request that holds no such value."""

    query = SimpleNamespace(multi_items=lambda: [("q", "2026-01-01T00:00:00Z")])
    asked: Any = SimpleNamespace(path_params={"n": 4}, scope={}, query_params=query)
    assert culprit.named(asked, OverflowError("int too big")) is None
