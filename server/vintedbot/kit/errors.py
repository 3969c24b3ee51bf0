"""The one way to fail: `AppError`, and the one renderer that turns every failure into `application/problem+json`.

A domain declares its errors as classes beside the rule that raises them and adds the code to
`vintedbot_schemas.errors.ErrorCode` first:

    class DraftChanged(AppError):
        code = "draft_changed"
        status = 409
        title = "The draft was changed elsewhere"

    raise DraftChanged(current_revision=7)          # -> {"code": "draft_changed", "data": {"current_revision": 7}, ...}

Services raise them and know nothing else of HTTP. Texts are for developers; people read the client's own words for
the code.
"""

from typing import Any, ClassVar

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import (
    HTTPException,
    SerializationException,
    ValidationException,
)
from litestar.status_codes import HTTP_500_INTERNAL_SERVER_ERROR
from vintedbot_schemas.errors import ErrorCode, Problem

from . import culprit

log = structlog.get_logger("vintedbot.errors")

MEDIA_TYPE = "application/problem+json"


class AppError(Exception):
    """A failure a client can act on. `data`: named, JSON-ready values; `field`: the input at fault, dotted."""

    code: ClassVar[ErrorCode]
    status: ClassVar[int]
    title: ClassVar[str]

    def __init__(self, detail: str = "", /, *, field: str | None = None, **data: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.field = field
        self.data = data

    def headers(self) -> dict[str, str]:
        """Headers that belong to this kind of failure."""
        return {}


class InvalidInput(AppError):
    code: ClassVar[ErrorCode] = "invalid_input"
    status = 400
    title = "A value was not accepted"


class MalformedBody(AppError):
    code: ClassVar[ErrorCode] = "malformed_body"
    status = 400
    title = "The body is not the JSON this route reads"


class BadRequest(AppError):
    code: ClassVar[ErrorCode] = "bad_request"
    status = 400
    title = "The request was not understood"


class NotSignedIn(AppError):
    code: ClassVar[ErrorCode] = "not_signed_in"
    status = 401
    title = "Sign in first"

    def headers(self) -> dict[str, str]:
        return {"www-authenticate": "Bearer"}


class Forbidden(AppError):
    code: ClassVar[ErrorCode] = "forbidden"
    status = 403
    title = "Not allowed"


class NotFound(AppError):
    """Also the answer for what belongs to somebody else: existence is not told."""

    code: ClassVar[ErrorCode] = "not_found"
    status = 404
    title = "There is nothing here"


class MethodNotAllowed(AppError):
    code: ClassVar[ErrorCode] = "method_not_allowed"
    status = 405
    title = "This address does not take that method"


class Conflict(AppError):
    code: ClassVar[ErrorCode] = "conflict"
    status = 409
    title = "It contradicts what is there"


class PayloadTooLarge(AppError):
    code: ClassVar[ErrorCode] = "payload_too_large"
    status = 413
    title = "The body is too large"


class UnsupportedMediaType(AppError):
    code: ClassVar[ErrorCode] = "unsupported_media_type"
    status = 415
    title = "This content type is not read here"


class RateLimited(AppError):
    """`retry_after_s`: seconds until the next request is let through."""

    code: ClassVar[ErrorCode] = "rate_limited"
    status = 429
    title = "Too many requests"

    def headers(self) -> dict[str, str]:
        return {"retry-after": str(max(1, round(self.data["retry_after_s"] + 0.5)))}


class InternalError(AppError):
    code: ClassVar[ErrorCode] = "internal_error"
    status = 500
    title = "Something went wrong on our side"


class Unavailable(AppError):
    """A part we need is away for a moment; asking again later is right."""

    code: ClassVar[ErrorCode] = "unavailable"
    status = 503
    title = "Not available for a moment"

    def headers(self) -> dict[str, str]:
        return {"retry-after": "5"}


_BY_STATUS: dict[int, type[AppError]] = {
    error.status: error
    for error in (
        BadRequest, NotSignedIn, Forbidden, NotFound, MethodNotAllowed, Conflict, PayloadTooLarge,
        UnsupportedMediaType, Unavailable,
    )
}  # fmt: skip


def problem(error: AppError, request_id: str) -> Problem:
    """The wire form of an error."""
    return Problem(
        type=f"urn:vintedbot:problem:{error.code}",
        title=error.title,
        status=error.status,
        code=error.code,
        detail=error.detail,
        field=error.field,
        request_id=request_id,
        data=error.data,
    )


def render(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Litestar's exception handler for every exception; never shows what an unexpected one says."""
    ours = error if isinstance(error, AppError) else _translated(request, error)
    if ours.status >= HTTP_500_INTERNAL_SERVER_ERROR:
        log.error("request_failed", path=request.url.path[:300], problem=ours.code, exc_info=error)
    headers = ours.headers()
    if isinstance(error, HTTPException) and error.headers:
        headers = {**error.headers, **headers}
    body = msgspec.json.encode(problem(ours, request.scope.get("state", {}).get("request_id", "")))
    return Response(body, status_code=ours.status, media_type=MEDIA_TYPE, headers=headers)


def _translated(request: Request[Any, Any, Any], error: Exception) -> AppError:
    if isinstance(error, ValidationException):
        return _validation(error)
    if isinstance(error, msgspec.ValidationError):
        return InvalidInput(*_split_path(str(error))[:1], field=_split_path(str(error))[1])
    if isinstance(error, SerializationException | msgspec.DecodeError) or isinstance(
        error.__cause__, SerializationException | msgspec.DecodeError
    ):
        return MalformedBody("Send valid JSON with content-type application/json.")
    if isinstance(error, HTTPException):
        kind = _BY_STATUS.get(error.status_code)
        if kind:
            return kind("" if error.status_code in (404, 405) else str(error.detail))
        return BadRequest(str(error.detail)) if error.status_code < HTTP_500_INTERNAL_SERVER_ERROR else InternalError()
    if isinstance(error, RecursionError):
        return MalformedBody("It is nested too deeply.")
    if isinstance(error, culprit.UNFIT) and (found := culprit.named(request, error)) is not None:
        source, field = found
        return InvalidInput("No text with a NUL, and no number or date out of range.", field=field, source=source)
    return InternalError()


def _validation(error: ValidationException) -> InvalidInput:
    """Litestar's validation failure: `extra` lists message, key and source; we name the first."""
    extra = error.extra if isinstance(error.extra, list) else []
    first = next((e for e in extra if isinstance(e, dict)), None)
    if first is None:
        text, field = _split_path(str(error.detail))
        return InvalidInput(text, field=field)
    text, path = _split_path(str(first.get("message", "")))
    key = str(first.get("key") or "") or path
    source = str(getattr(first.get("source"), "value", first.get("source") or "body"))
    return InvalidInput(text, field=key or None, source=source)


def _split_path(message: str) -> tuple[str, str | None]:
    """msgspec's "Expected `int`, got `str` - at `$.price`" as its sentence and its dotted path."""
    text, _, path = message.partition(" - at `")
    return text, path.rstrip("`").removeprefix("$").lstrip(".") or None
