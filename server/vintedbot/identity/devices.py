"""Devices: how an installed extension is connected (code and PKCE, RFC 7636), known again, listed and revoked.

A code lives 60 s, no longer than the session that asked for it, and works once, whatever comes of it; its second use revokes
what the first gave. The device's row is made when the code is changed for a token, so that a window that was closed leaves
nothing. One install serves one of our users: another user who connects it takes it over, and the first one's device is revoked.
The same user again keeps the same device, with a new token.
"""

from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlencode
from uuid import UUID

import structlog
from msgspec import Struct
from vintedbot_schemas.errors import ErrorCode
from vintedbot_schemas.identity import AuthorizeRequest, Device, TokenRequest

from vintedbot.kit.db import Record, execute, fetch, fetchrow, fetchval, transaction, uuid7
from vintedbot.kit.errors import AppError, NotFound, NotSignedIn
from vintedbot.kit.process import current
from vintedbot.kit.tasks import enqueue

from . import tokens

log = structlog.get_logger("vintedbot.identity")

CODE_LIVES = timedelta(seconds=60)
SEEN_EVERY = timedelta(minutes=1)
"""`last_seen_at` is this exact and no more, to spare a write per request."""

_DEVICE = "id, install_id, label, created_at, last_seen_at"


class DeviceRevoked(AppError):
    """The token was good once. The extension forgets it and asks the person to connect again."""

    code: ClassVar[ErrorCode] = "device_revoked"
    status = 401
    title = "This device was disconnected"


class WrongClient(AppError):
    code: ClassVar[ErrorCode] = "wrong_client"
    status = 400
    title = "This is not an extension that may connect here"


class ForeignRedirect(AppError):
    """The answer never goes to such an address, not even as an error."""

    code: ClassVar[ErrorCode] = "foreign_redirect"
    status = 400
    title = "The answer would go to an address that is not the extension's own"


class CodeRefused(AppError):
    """Unknown, over, used, or for somebody else: which one is not told."""

    code: ClassVar[ErrorCode] = "code_refused"
    status = 400
    title = "The code is not accepted; start the sign-in again"


class Known(Struct, frozen=True):
    """A device that proved itself, and whose it is."""

    id: UUID
    user_id: UUID


def redirect_of(client_id: str, redirect_uri: str) -> str:
    """The one address an extension's answer may go to. Raises WrongClient or ForeignRedirect."""
    if client_id not in current().settings.web.extension_ids:
        raise WrongClient(field="client_id")
    own = f"https://{client_id}.chromiumapp.org/vintedbot"
    if redirect_uri != own:
        raise ForeignRedirect(field="redirect_uri")
    return own


def answer_to(redirect_uri: str, state: str, **values: str) -> str:
    """Where the sign-in window goes: the redirect with `state` as it came and either `code` or `error`."""
    return f"{redirect_uri}?{urlencode({**values, 'state': state})}"


async def authorize(user_id: UUID, session_id: UUID | None, request: AuthorizeRequest) -> str:
    """The address with a code for this user's device, or with `consent_required`: silence is for connected devices only.

    Raises WrongClient and ForeignRedirect.
    """
    redirect = redirect_of(request.client_id, request.redirect_uri)
    if request.silent and not await _is_connected(user_id, request.install_id):
        return answer_to(redirect, request.state, error="consent_required")
    code = tokens.new_token()
    async with transaction():
        await execute(
            """INSERT INTO device_codes (code_sha256, user_id, install_id, label, client_id, redirect_uri, challenge, expires_at,
                   session_id)
               VALUES ($1, $2, $3, $4, $5, $6, $7, now() + $8, $9)""",
            tokens.digest(code), user_id, request.install_id, request.label, request.client_id, redirect,
            request.code_challenge, CODE_LIVES, session_id,
        )  # fmt: skip
    return answer_to(redirect, request.state, code=code)


async def redeem(request: TokenRequest) -> tuple[str, UUID, Device]:
    """The device token, the user and the device for a code. Raises CodeRefused; the code is used up either way."""
    redirect_of(request.client_id, request.redirect_uri)
    code = tokens.digest(request.code)
    async with transaction():
        row = await fetchrow(
            """UPDATE device_codes c SET used_at = now() WHERE code_sha256 = $1 AND used_at IS NULL
               RETURNING user_id, install_id, label, client_id, challenge, expires_at > now() AND EXISTS (SELECT FROM sessions s
                   WHERE s.id = c.session_id AND s.revoked_at IS NULL) AS live""",
            code,
        )
        token = tokens.new_token(tokens.DEVICE_PREFIX)
        device = None
        if row is None:
            await _revoke_what_it_gave(code)
        elif row["live"] and row["client_id"] == request.client_id and tokens.proves(request.code_verifier, row["challenge"]):
            device = await _connect(row, token)
            await execute("UPDATE device_codes SET gave = $2 WHERE code_sha256 = $1", code, tokens.digest(token))
    # raised only now, so that the code stays used up
    if row is None or device is None:
        raise CodeRefused
    return token, row["user_id"], device


async def known_by(token: str) -> Known:
    """Whose device token this is. Raises DeviceRevoked, or NotSignedIn for a token that is none of ours."""
    row = await fetchrow(
        """SELECT id, user_id, revoked_at IS NOT NULL AS revoked, last_seen_at < now() - $2::interval AS unseen
           FROM devices WHERE token_sha256 = $1""",
        tokens.digest(token), SEEN_EVERY,
    )  # fmt: skip
    if row is None:
        raise NotSignedIn
    if row["revoked"]:
        raise DeviceRevoked
    if row["unseen"]:
        await execute(
            "UPDATE devices SET last_seen_at = now() WHERE id = $1 AND last_seen_at < now() - $2::interval", row["id"], SEEN_EVERY
        )
    return Known(row["id"], row["user_id"])


async def of_user(user_id: UUID, asking: UUID | None) -> list[Device]:
    """The connected devices, the last seen first; `asking` is marked as the current one."""
    rows = await fetch(
        f"SELECT {_DEVICE} FROM devices WHERE user_id = $1 AND revoked_at IS NULL ORDER BY last_seen_at DESC, id",  # noqa: S608
        user_id,
    )
    return [_device(row, asking) for row in rows]


async def one(user_id: UUID, device_id: UUID, asking: UUID | None) -> Device:
    """Raises NotFound, also for a device of somebody else."""
    row = await fetchrow(
        f"SELECT {_DEVICE} FROM devices WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL",  # noqa: S608
        device_id, user_id,
    )  # fmt: skip
    if row is None:
        raise NotFound
    return _device(row, asking)


async def revoke(user_id: UUID, device_id: UUID) -> None:
    """Refuses the device from its next request on. Raises NotFound, also for a device of somebody else."""
    async with transaction():
        if not await _revoke("id = $1 AND user_id = $2", device_id, user_id):
            raise NotFound


async def forget_codes() -> None:
    """Deletes codes that are long over; within the day a second use is still noticed."""
    await execute("DELETE FROM device_codes WHERE expires_at < now() - interval '1 day'")


async def _is_connected(user_id: UUID, install_id: UUID) -> bool:
    found = await fetchval(
        "SELECT EXISTS (SELECT FROM devices WHERE user_id = $1 AND install_id = $2 AND revoked_at IS NULL)", user_id, install_id
    )
    return bool(found)


async def _connect(code: Record, token: str) -> Device:
    """The install's device of this user, new or again, and nobody else's from now on."""
    # two people connecting one install at the same moment take turns
    await execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", str(code["install_id"]))
    await _revoke("install_id = $1 AND user_id <> $2", code["install_id"], code["user_id"])
    row = await fetchrow(
        f"""INSERT INTO devices AS d (id, user_id, install_id, label, token_sha256) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (user_id, install_id) DO UPDATE SET
                label = $4, token_sha256 = $5, last_seen_at = now(), revoked_at = NULL,
                created_at = CASE WHEN d.revoked_at IS NULL THEN d.created_at ELSE now() END
            RETURNING {_DEVICE}""",  # noqa: S608
        uuid7(), code["user_id"], code["install_id"], code["label"], tokens.digest(token),
    )  # fmt: skip
    return _device(row, row["id"] if row else None)


async def _revoke_what_it_gave(code: bytes) -> None:
    if await _revoke("token_sha256 = (SELECT gave FROM device_codes WHERE code_sha256 = $1)", code):
        log.warning("device_code_used_twice")


async def _revoke(which: str, *args: object) -> int:
    """Revokes the devices that match and tells the followers, in the caller's transaction. How many."""
    rows = await fetch(f"UPDATE devices SET revoked_at = now() WHERE revoked_at IS NULL AND {which} RETURNING id", *args)  # noqa: S608
    for row in rows:
        await enqueue("identity.device_revoked", row["id"])
    return len(rows)


def _device(row: Record, asking: UUID | None) -> Device:
    return Device(
        id=row["id"],
        install_id=row["install_id"],
        label=row["label"],
        created_at=row["created_at"],
        last_seen_at=row["last_seen_at"],
        current=row["id"] == asking,
    )
