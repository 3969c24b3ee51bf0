"""What a refusal of Vinted's is called. The extension classifies (CONTRACT §18.2), the server decides how long to rest."""

from typing import Annotated, Literal

from msgspec import Meta

from .base import Wire

RestKind = Literal["challenge", "hard_block", "block_page", "restriction", "rate_limit", "access_denied"]
"""The refusals after which nothing, or nothing of a kind, is sent for a while. `access_denied`: of two jobs within an hour."""

RefusalKind = Literal[
    "challenge",  # rows 1, 3, 5 and page 2: a captcha or browser check; the person solves it
    "hard_block",  # row 2 with t=bv
    "block_page",  # row 4
    "html_instead",  # row 6
    "signed_out",  # rows 7, 8
    "access_denied",  # row 9, code 106
    "rate_limit",  # row 10
    "validation",  # row 11
    "server_error",  # row 12
    "not_found",  # row 13
    "restriction",  # row 14, code 156
    "bad_query",  # row 15
    "empty_list",  # row 16
    "other_member",  # another member's session answered
    "no_answer",  # the network, the tab or the deadline ended the request
]


class FieldProblem(Wire, frozen=True, kw_only=True):
    """A field Vinted refused, with its own sentence for the person."""

    field: str
    message: str


class Refusal(Wire, frozen=True, kw_only=True):
    """One classified refusal. Carries shapes and codes, never values."""

    kind: RefusalKind
    status: int | None = None
    code: int | None = None
    retry_after_s: Annotated[int, Meta(ge=0)] | None = None
    fields: list[FieldProblem] = []
