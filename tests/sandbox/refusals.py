"""The sixteen rows of CONTRACT §18.2, each as the answer a browser would get.

Row 3 is a challenge inside a live page: `page_marks` is put into a page that is otherwise healthy.
"""

import secrets
import uuid
from collections.abc import Callable

import msgspec

from .http import (
    Answer,
    access_denied,
    action_restricted,
    html_answer,
    invalid_fields,
    invalid_token,
    json_answer,
    login_required,
    not_found,
    page_not_found,
    rate_limited,
    server_error,
)

CAPTCHA = "https://geo.captcha-delivery.com"
ROWS = range(1, 17)


class Details(msgspec.Struct, forbid_unknown_fields=True):
    """What a row may vary in: `hard` is DataDome's `t = bv`, `html` the page form
    of a 404, `status` another status for any row, `retry_after` the seconds of a rate limit."""

    hard: bool = False
    interstitial: bool = False
    html: bool = False
    status: int | None = None
    retry_after: int = 60
    errors: list[dict[str, str]] = msgspec.field(default_factory=lambda: [{"field": "title", "value": "Titre refusé"}])


def _datadome_json(details: Details) -> Answer:
    kind, cid = "interstitial" if details.interstitial else "captcha", secrets.token_urlsafe(48)
    query = f"initialCid={cid}&hash={secrets.token_hex(15).upper()}&cid={cid}&t={'bv' if details.hard else 'fe'}&s=00000&dm=cd"
    headers = (("x-dd-b", "1"), ("x-datadome-cid", cid), ("x-request-id", str(uuid.uuid4())))
    return json_answer({"url": f"{CAPTCHA}/{kind}/?{query}"}, 403, headers)


def _datadome_page(details: Details) -> Answer:
    kind = "bv" if details.hard else "fe"
    return html_answer(
        '<html lang="en"><head><title>vinted.fr</title></head><body><script>var dd={'
        f"'rt':'c','cid':'{secrets.token_urlsafe(24)}','hsh':'{secrets.token_hex(15).upper()}','t':'{kind}',"
        "'s':0,'e':'0','host':'geo.captcha-delivery.com'}</script>"
        '<script src="https://ct.captcha-delivery.com/c.js"></script></body></html>',
        details.status or 403,
    )


def _block_page(details: Details) -> Answer:
    return html_answer(
        '<!DOCTYPE html><html lang="fr"><head><title>Accès temporairement restreint</title></head>'
        "<body><h1>Accès temporairement restreint</h1></body></html>",
        details.status or 403,
    )


def _cloudflare(details: Details) -> Answer:
    return html_answer(
        '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><div id="challenge-running"></div>'
        "<script>window._cf_chl_opt={}</script></body></html>",
        details.status or 403,
    )


def _html_for_json(details: Details) -> Answer:
    return html_answer(page_not_found().body.decode(), details.status or 200)


TABLE: dict[int, Callable[[Details], Answer]] = {
    1: _datadome_json,
    2: _datadome_page,
    3: _datadome_json,
    4: _block_page,
    5: _cloudflare,
    6: _html_for_json,
    7: lambda _: invalid_token(),
    8: lambda _: login_required(),
    9: lambda _: access_denied(),
    10: lambda details: rate_limited(details.retry_after),
    11: lambda details: invalid_fields(details.errors),
    12: lambda _: server_error(),
    13: lambda details: page_not_found() if details.html else not_found(),
    14: lambda _: action_restricted(),
    15: lambda _: json_answer({"error": "INVALID_REQUEST"}, 400),
    16: lambda _: json_answer({"items": [], "pagination": {
        "current_page": 1, "total_pages": 0, "total_entries": 0, "per_page": 20, "time": 0}, "code": 0}),
}  # fmt: skip


def refusal(row: int, details: Details) -> Answer:
    answer = TABLE[row](details)
    if details.status is not None and answer.content_type.startswith("application/json"):
        # also the failure that arrives with 200: `refuse(11, details={"status": 200})` (CONTRACT §5.2)
        return Answer(details.status, answer.body, answer.content_type, answer.headers)
    return answer


def page_marks() -> str:
    """What DataDome puts into a live page (row 3)."""
    return (
        '<div id="datadome-captcha"><iframe title="DataDome CAPTCHA" '
        f'src="{CAPTCHA}/captcha/?cid={secrets.token_urlsafe(12)}"></iframe></div>'
    )
