"""How this Vinted behaves: one field per behaviour that a test may change through the control API.

A default is what the contract holds for usual. Times are in seconds unless a name says otherwise; a limit that is None is none.
"""

from dataclasses import dataclass, field
from typing import Literal


@dataclass
class Switches:
    # the site as a whole
    latency_ms: float = 0
    write_gate: bool = True
    """Off: a write needs neither the token nor the page's origin."""
    files_without_cors: bool = True
    """Off: every page may read the image and the label host."""
    visitor_token: bool = True
    """Off: a browser has tokens after signing in only."""
    access_seconds: float = 7200
    users_current_variant: Literal[401, 403] = 401
    expired_session_variant: Literal["401", "empty"] = "401"
    dead_route_variant: Literal["html404", "html200", "json404"] = "html404"
    dead_catalogue_variant: Literal["json404", "html404"] = "json404"
    cors_open: list[str] = field(
        default_factory=lambda: ["/svc-catalogue/", "/messaging/main/conversations", "/inbox-notifications/v1/"]
    )

    # pages
    xhr_front_end: bool = True
    """Off: the front end calls with fetch."""
    hydration_ms: int = 150
    rerender_ms: int = 0
    closet_page_size: int = 20
    parcel_hidden_in: list[int] = field(default_factory=lambda: [97])

    # listings
    sizeless_variant: Literal["html404", "empty"] = "html404"
    processing_seconds: float = 0
    photo_answer: Literal["bare", "wrapped"] = "bare"
    edit_payload: Literal["newer", "older"] = "newer"
    hidden_answer: Literal["item", "code"] = "item"
    delete_status: Literal[200, 204] = 200
    strict_delete: bool = False
    empty_body_success: bool = False
    new_id_on_completion: bool = False
    attributes_stripped: bool = False
    refuse_decorative_titles: bool = False
    duplicate_rule: bool = False
    duplicate_delay: float = 0
    restriction_after_n: int | None = None
    stale_photo_seconds: float | None = None
    image_url_seconds: float | None = None

    # catalogue
    catalogue_sparse: bool = False

    # messages and offers
    inbox_description: Literal["title", "message"] = "title"
    reply_answer: Literal["message", "conversation"] = "message"
    escrow_order_nested: bool = False
    deleted_member_variant: Literal["bare", "null"] = "bare"
    messaging_page_size: int = 20
    personal_data_check: bool = True

    # notifications, favourites, follows
    notification_days: float = 7
    notification_ids: Literal["uuid", "number"] = "uuid"
    reading_marks_notifications: bool = True
    favourite_toggle: Literal["both", "removes"] = "both"
    following_route: Literal["both", "followed_users", "following"] = "both"

    # orders
    transaction_variant: Literal["newer", "older"] = "newer"
    address_answer: Literal["wrapped", "bare"] = "wrapped"
    label_seconds: float = 0
    label_url_seconds: int = 900

    # limits
    user_reads_allowed: int = 30
    conversation_calls_allowed: int | None = None
    new_threads_allowed: int | None = None
    follows_allowed: int | None = None
    follow_rest_seconds: int = 20
    followed_at_most: int | None = None
    label_orders_allowed: int | None = 3
