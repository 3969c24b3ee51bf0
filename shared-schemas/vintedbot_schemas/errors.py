"""The problem every failing answer carries, and the closed list of its codes.

Clients switch on `code`, never on text. A code is added here first, then as an `AppError` class beside the rule that
raises it; `tests/server/kit/test_errors.py` refuses a class whose code is missing here and a code nobody raises.
"""

from typing import Any, Literal

from .base import Wire

ErrorCode = Literal[
    "already_contacted",
    "answer_lost",
    "bad_request",
    "below_floor",
    "bytes_differ",
    "card_changed",
    "closet_busy",
    "code_refused",
    "conflict",
    "consent_missing",
    "device_revoked",
    "draft_changed",
    "draft_locked",
    "draft_not_ready",
    "edit_changed",
    "email_taken",
    "forbidden",
    "foreign_redirect",
    "group_full",
    "internal_error",
    "invalid_input",
    "item_busy",
    "item_limit_reached",
    "item_not_active",
    "key_reused",
    "lease_lost",
    "malformed_body",
    "method_not_allowed",
    "no_closet",
    "not_a_choice",
    "not_found",
    "not_offered",
    "not_read_yet",
    "not_signed_in",
    "not_waiting",
    "nothing_chosen",
    "offer_not_open",
    "open_offer",
    "payload_too_large",
    "person_ignored",
    "photo_in_use",
    "quota_reached",
    "rate_limited",
    "refreshed_elsewhere",
    "relist_cooldown",
    "still_listed",
    "still_running",
    "switched_off",
    "template_changed",
    "template_invalid",
    "thread_unknown",
    "unavailable",
    "undo_too_late",
    "unsupported_media_type",
    "wrong_client",
    "wrong_credentials",
    "wrong_generation",
    "wrong_offset",
    "wrong_state",
]


class Problem(Wire, frozen=True, kw_only=True):
    """RFC 9457 `application/problem+json`.

    `field` names the input at fault (dotted path), `request_id` finds the server's log line, `data` holds the error's
    own named values (for `rate_limited`: `retry_after_s`).
    """

    type: str
    title: str
    status: int
    code: ErrorCode
    detail: str = ""
    field: str | None = None
    request_id: str = ""
    data: dict[str, Any] = {}
