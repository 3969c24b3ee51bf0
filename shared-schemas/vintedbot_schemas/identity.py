"""Our users and their devices. A device is an installed extension; a session is a signed-in portal."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from .base import Moment, Request, Wire

Email = Annotated[str, Meta(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
Password = Annotated[str, Meta(min_length=10, max_length=200)]
Language = Literal["en", "fr", "es", "de"]
Label = Annotated[str, Meta(min_length=1, max_length=80)]


class RegisterRequest(Request, frozen=True, kw_only=True):
    """POST /auth/register: a new account, signed in at once."""

    email: Email
    password: Password
    language: Language = "en"


class LoginRequest(Request, frozen=True, kw_only=True):
    """POST /auth/login. A wrong address and a wrong password are answered alike."""

    email: Email
    password: Annotated[str, Meta(max_length=200)]


class User(Wire, frozen=True, kw_only=True):
    """Who is signed in to us."""

    id: UUID
    email: str
    language: Language
    created_at: Moment
    understood_at: Moment | None = None
    """When this person said that they understood the risk (POST /auth/understood), on whichever device."""


class AuthorizeRequest(Request, frozen=True, kw_only=True):
    """POST /auth/device/authorize, sent by the portal's /authorize page with the person's session.

    `silent` asks for a code without the button; it is granted only for a device already connected to this user.
    """

    client_id: Annotated[str, Meta(max_length=64)]
    redirect_uri: Annotated[str, Meta(max_length=200)]
    code_challenge: Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{43}$")]
    code_challenge_method: Literal["S256"]
    state: Annotated[str, Meta(min_length=16, max_length=200)]
    install_id: UUID
    label: Label
    silent: bool = False


class AuthorizePreview(Wire, frozen=True, kw_only=True):
    """GET /auth/device/authorize?client_id=&redirect_uri=&state=: the request comes from an extension that may connect.

    `cancel_to` is where "Not now" leads: the redirect address with `error=access_denied`.
    """

    cancel_to: str


class AuthorizeAnswer(Wire, frozen=True, kw_only=True):
    """Where the sign-in window goes now: the redirect address with code and state, or with `error=consent_required`."""

    redirect_to: str


class TokenRequest(Request, frozen=True, kw_only=True):
    """POST /auth/device/token: the code for a device token.

    A code lives 60 s and works once; a second use revokes what the first gave.
    """

    code: Annotated[str, Meta(max_length=200)]
    code_verifier: Annotated[str, Meta(pattern="^[A-Za-z0-9._~-]{43,128}$")]
    redirect_uri: Annotated[str, Meta(max_length=200)]
    client_id: Annotated[str, Meta(max_length=64)]


class Device(Wire, frozen=True, kw_only=True):
    """An installed extension. `current` marks the asking one."""

    id: UUID
    install_id: UUID
    label: str
    created_at: Moment
    last_seen_at: Moment
    current: bool = False


class TokenAnswer(Wire, frozen=True, kw_only=True):
    """A device token: 256 bits, shown this once, kept hashed by us and used by the extension's worker only."""

    device_token: str
    device: Device
    user: User


class DeviceList(Wire, frozen=True, kw_only=True):
    """GET /auth/devices."""

    items: list[Device]


class Me(Wire, frozen=True, kw_only=True):
    """GET /auth/me: the signed-in user, and the device if a device asked."""

    user: User
    device: Device | None = None
