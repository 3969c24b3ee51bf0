"""Every failure is a problem with a listed code."""

import importlib
import pkgutil
from typing import get_args

import msgspec
import pytest
from litestar.params import FromPath, FromQuery, JSONBody
from vintedbot import domains
from vintedbot.kit.errors import AppError, Conflict, RateLimited
from vintedbot.kit.http import get, post
from vintedbot_schemas.errors import ErrorCode, Problem


class Item(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    price: int


class Basket(msgspec.Struct):
    items: list[Item]


@post("/api/v1/t/basket")
async def basket(data: JSONBody[Basket]) -> Basket:
    return data


@get("/api/v1/t/number/{n:int}")
async def number(n: FromPath[int], size: FromQuery[int] = 1) -> int:
    return n * size


@get("/api/v1/t/conflict")
async def conflict() -> None:
    raise Conflict("The other window was faster.", current_revision=7)


@get("/api/v1/t/limited")
async def limited() -> None:
    raise RateLimited(retry_after_s=1.2)


@get("/api/v1/t/broken")
async def broken() -> None:
    raise RuntimeError("password=hunter2 in table users")


def is_problem(answer, status: int, code: str) -> Problem:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = msgspec.json.decode(answer.content, type=Problem)
    assert (problem.status, problem.code) == (status, code)
    assert problem.type == f"urn:vintedbot:problem:{code}"
    assert problem.request_id == answer.headers["x-request-id"]
    return problem


async def test_400_names_the_field(opened):
    async with opened(basket, number) as client:
        wrong = is_problem(
            await client.post("/api/v1/t/basket", json={"items": [{"title": "a", "price": 1}, {"title": "b", "price": "x"}]}),
            400,
            "invalid_input",
        )
        assert wrong.field == "items[1].price"
        assert wrong.detail == "Expected `int`, got `str`"
        unknown = is_problem(
            await client.post("/api/v1/t/basket", json={"items": [{"title": "a", "price": 1, "pirce": 2}]}), 400, "invalid_input"
        )
        assert "pirce" in unknown.detail
        missing = is_problem(await client.post("/api/v1/t/basket", json={}), 400, "invalid_input")
        assert "items" in missing.detail
        query = is_problem(await client.get("/api/v1/t/number/3?size=x"), 400, "invalid_input")
        assert query.field == "size"


async def test_400_for_what_is_not_json(opened):
    async with opened(basket) as client:
        kind = {"content-type": "application/json"}
        for body in (b"{", b"\xff\xfe", b"nonsense"):
            is_problem(await client.post("/api/v1/t/basket", content=body, headers=kind), 400, "malformed_body")
        empty = is_problem(await client.post("/api/v1/t/basket", content=b"", headers=kind), 400, "invalid_input")
        assert empty.detail


async def test_404_and_405(opened):
    async with opened(basket) as client:
        is_problem(await client.get("/api/v1/t/nothing"), 404, "not_found")
        is_problem(await client.post("/api/v1/nothing"), 404, "not_found")
        answer = await client.get("/api/v1/t/basket")
        is_problem(answer, 405, "method_not_allowed")
        assert "POST" in answer.headers["allow"]


async def test_409_carries_its_values(opened):
    async with opened(conflict) as client:
        problem = is_problem(await client.get("/api/v1/t/conflict"), 409, "conflict")
        assert problem.data == {"current_revision": 7}
        assert problem.detail == "The other window was faster."


async def test_413(opened):
    async with opened(basket) as client:
        is_problem(await client.post("/api/v1/t/basket", json={"items": [], "pad": "x" * (1 << 20)}), 413, "payload_too_large")


async def test_429_says_when(opened):
    async with opened(limited) as client:
        answer = await client.get("/api/v1/t/limited")
        is_problem(answer, 429, "rate_limited")
        assert answer.headers["retry-after"] == "2"


async def test_500_tells_nothing(opened, caplog):
    async with opened(broken) as client:
        answer = await client.get("/api/v1/t/broken")
        problem = is_problem(answer, 500, "internal_error")
        assert problem.detail == ""
        assert "hunter2" not in answer.text
        assert "RuntimeError" not in answer.text


async def test_problems_are_in_the_openapi_document(opened):
    async with opened(conflict, basket) as client:
        paths = (await client.get("/openapi.json")).json()["paths"]
        for status in ("400", "401", "404", "409", "413", "429", "500"):
            assert paths["/api/v1/t/basket"]["post"]["responses"][status]["content"]["application/problem+json"]


def all_errors() -> set[type[AppError]]:
    for domain in domains.DOMAINS:
        package = importlib.import_module(f"vintedbot.{domain}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    found, todo = set(), [AppError]
    while todo:
        kinds = [k for k in todo.pop().__subclasses__() if k.__module__.startswith("vintedbot.")]
        found.update(kinds)
        todo += kinds
    return found


def test_codes_in_the_contract_are_those_that_are_raised():
    declared = [error for error in all_errors() if "code" in vars(error)]
    codes = {error.code for error in declared}
    listed = set(get_args(ErrorCode))
    assert codes - listed == set(), "raised but not listed in vintedbot_schemas.errors"
    assert listed - codes == set(), "listed but raised by nobody"
    assert len(codes) == len(declared), "two errors share a code"
    assert list(get_args(ErrorCode)) == sorted(listed), "keep the list sorted"


def test_every_error_has_status_and_title():
    for error in all_errors():
        assert 400 <= error.status <= 599, error
        assert error.title, error


@pytest.mark.parametrize(("wait", "header"), [(0.01, "1"), (1.2, "2"), (60.0, "60")])
def test_retry_after_is_never_too_early(wait, header):
    assert RateLimited(retry_after_s=wait).headers()["retry-after"] == header
