"""Routes: litestar's decorators with our problems documented, who is asking, and paging.

    @post("/api/v1/drafts", raises=(QuotaUsedUp,))
    async def create_draft(data: JSONBody[DraftCreate], caller: NamedDependency[Caller]) -> Draft: ...

Bodies are capped at 1 MiB unless a route says `request_max_body_size=`. Use `JSONBody[T]`, `FromPath[T]`, `FromQuery[T]` of
`litestar.params` and `NamedDependency[T]` of `litestar.di`, and never `from __future__ import annotations` in a module with
routes. Shapes come from `vintedbot_schemas`.
"""

import base64
import ipaddress
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Protocol, TypeVar, cast
from uuid import UUID

import litestar
import msgspec
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter
from vintedbot_schemas.errors import Problem

from . import errors
from .errors import MEDIA_TYPE, AppError, InvalidInput

BODY_MAX = 1 << 20
PAGE_MAX = 200
PAGE = 50

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
Row = TypeVar("Row")

_ANYWHERE: tuple[type[AppError], ...] = (
    errors.InvalidInput, errors.NotSignedIn, errors.NotFound, errors.RateLimited, errors.InternalError,
)  # fmt: skip
_WITH_BODY: tuple[type[AppError], ...] = (errors.Conflict, errors.PayloadTooLarge, errors.UnsupportedMediaType)


def _documented(
    decorator: Callable[..., Any], usual: tuple[type[AppError], ...]
) -> Callable[..., Callable[[Decorated], HTTPRouteHandler]]:
    """`decorator` whose routes list the problems they answer; `raises=` adds a route's own."""

    def route(
        path: str | Sequence[str], *, raises: tuple[type[AppError], ...] = (), **options: Any
    ) -> Callable[[Decorated], HTTPRouteHandler]:
        titles: dict[int, list[str]] = {}
        for error in (*usual, *raises):
            titles.setdefault(error.status, []).append(f"{error.code}: {error.title}")
        responses = {
            status: ResponseSpec(Problem, generate_examples=False, description=" · ".join(says), media_type=MEDIA_TYPE)
            for status, says in titles.items()
        }
        return cast(
            "Callable[[Decorated], HTTPRouteHandler]",
            decorator(path, **{**options, "responses": {**responses, **options.get("responses", {})}}),
        )

    return route


get = _documented(litestar.get, _ANYWHERE)
post = _documented(litestar.post, _ANYWHERE + _WITH_BODY)
put = _documented(litestar.put, _ANYWHERE + _WITH_BODY)
patch = _documented(litestar.patch, _ANYWHERE + _WITH_BODY)
delete = _documented(litestar.delete, _ANYWHERE)


class Caller(Protocol):
    """What the kit needs to know of who is asking; identity's middleware puts it into `scope["user"]`."""

    @property
    def id(self) -> UUID: ...


def caller_id(scope: Any) -> UUID | None:
    """The signed-in user of a request, or None."""
    user = scope.get("user")
    return cast("Caller", user).id if user is not None else None


def client_address(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The asking machine's address, of IPv6 its network: who has one /64 has all of its addresses.

    Behind a trusted proxy it is the one that proxy saw.
    """
    host = connection.client.host if connection.client else "unknown"
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


class Paging(msgspec.Struct, frozen=True):
    """`?after=&limit=` of a list that is read by key: `WHERE (created_at, id) < position ORDER BY ... LIMIT limit + 1`."""

    limit: int
    after: str | None = None

    def position(self, *types: Any) -> tuple[Any, ...] | None:
        """The values the last page ended at, as these types; None on the first page. InvalidInput if it is not ours."""
        if self.after is None:
            return None
        try:
            raw = base64.urlsafe_b64decode(self.after + "=" * (-len(self.after) % 4))
            return tuple(msgspec.json.decode(raw, type=tuple.__class_getitem__(types), strict=False))
        except (ValueError, msgspec.DecodeError):
            raise InvalidInput("Send the `next` of the page before, unchanged.", field="after") from None

    def cut(self, rows: Sequence[Row], key: Callable[[Row], tuple[Any, ...]]) -> tuple[Sequence[Row], str | None]:
        """Of `limit + 1` rows: the page, and the `next` to answer with (None on the last)."""
        if len(rows) <= self.limit:
            return rows, None
        page = rows[: self.limit]
        return page, base64.urlsafe_b64encode(msgspec.json.encode(key(page[-1]))).rstrip(b"=").decode()


async def paging(
    after: Annotated[str | None, QueryParameter(max_length=300)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=PAGE_MAX)] = PAGE,
    caller: NamedDependency[Any] = None,
) -> Paging:
    """The dependency `paging`, known to every route: `async def list_drafts(paging: NamedDependency[Paging])`.

    It waits for `caller`, which identity provides, because Litestar resolves dependencies that do not wait for each other in
    tasks of their own, and that costs a list of fifty a tenth of its CPU.
    """
    return Paging(limit, after)
