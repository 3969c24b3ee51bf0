"""Requests and answers as plain data, and how a failure of Vinted's core API is written.

Reading from and writing to the socket is `app.py`; what an address means is in the modules that handle it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

import msgspec

Headers = tuple[tuple[str, str], ...]


@dataclass
class Request:
    method: str
    host: str
    path: str
    query_string: str
    headers: dict[str, str]
    body: bytes

    @property
    def site(self) -> str:
        """The market's domain, e.g. `vinted.fr`, whichever of its hosts was called."""
        return re.sub(r"^(?:api\.)?(?:www\.)?", "", self.host)

    @property
    def origin(self) -> str:
        return f"https://{self.host}"

    @cached_property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.query_string, keep_blank_values=True))

    @cached_property
    def cookies(self) -> dict[str, str]:
        pairs = (pair.strip().partition("=") for pair in self.headers.get("cookie", "").split(";"))
        return {name: value for name, equals, value in pairs if equals}

    def json(self) -> Any:
        """The body's JSON value; raises `Refused` (500, code 105) when it is none, as Vinted does."""
        try:
            return msgspec.json.decode(self.body)
        except msgspec.DecodeError as error:
            raise Refused(server_error()) from error

    def whole(self, name: str, default: int) -> int:
        """A positive whole number of the query string, or the default."""
        text = self.query.get(name, "")
        return max(1, int(text)) if text.isascii() and text.isdigit() else default


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    headers: Headers = field(default=())

    def with_headers(self, more: Iterable[tuple[str, str]]) -> "Answer":
        return Answer(self.status, self.body, self.content_type, (*self.headers, *more))


class Refused(Exception):
    """Raised by a handler that answers with a failure; carries the answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"{answer.status} {answer.body[:80]!r}")
        self.answer = answer


def json_answer(data: object, status: int = 200, headers: Headers = ()) -> Answer:
    return Answer(status, msgspec.json.encode(data), headers=headers)


def html_answer(text: str, status: int = 200, headers: Headers = ()) -> Answer:
    return Answer(status, text.encode(), "text/html; charset=utf-8", headers)


def failure(status: int, code: int, message: str, message_code: str, **more: object) -> Answer:
    """A failure of the core API (CONTRACT §5.2)."""
    return json_answer({"code": code, "message": message, "message_code": message_code, **more}, status)


def invalid_token(**more: object) -> Answer:
    return failure(401, 100, "Jeton d'authentification non valide", "invalid_authentication_token", **more)


def login_required() -> Answer:
    return failure(401, 21, "Connecte-toi", "user_login_required")


def access_denied() -> Answer:
    return failure(403, 106, "Accès refusé", "access_denied")


def not_found() -> Answer:
    return failure(404, 104, "Contenu introuvable", "not_found")


def server_error() -> Answer:
    return failure(500, 105, "Une erreur est survenue", "server_error")


def action_restricted() -> Answer:
    return failure(403, 156, "Action restreinte", "action_restricted")


def rate_limited(retry_after: int = 60) -> Answer:
    answer = failure(429, 106, "Trop de requêtes", "rate_limit_exceeded")
    return answer.with_headers([("retry-after", str(retry_after))])


def photo_refused(code: int, message: str, message_code: str) -> Answer:
    return failure(400, code, message, message_code)


def invalid_fields(errors: list[dict[str, str]]) -> Answer:
    """A refused body; `errors` is a list of `{field, value}` with a French sentence as value."""
    return failure(400, 99, "Vérifie les champs signalés", "validation_error", errors=errors, payload={})


def page_not_found(language: str = "fr-FR") -> Answer:
    return html_answer(
        f'<!DOCTYPE html><html lang="{language}"><head><title>Page introuvable</title></head><body>'
        "<h1>Page introuvable</h1></body></html>",
        404,
    )
