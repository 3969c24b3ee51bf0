"""Accounts and portal sessions: register, sign in, refresh, sign out; and `on_device_revoked`, for other domains.

Devices and their sign-in are in `devices`. Everything here is told who asks by a parameter and knows nothing of cookies.
"""

import unicodedata
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

import structlog
from vintedbot_schemas.errors import ErrorCode
from vintedbot_schemas.identity import LoginRequest, RegisterRequest, User

from vintedbot.kit.db import Record, execute, fetch, fetchrow, fetchval, transaction, uuid7
from vintedbot.kit.errors import AppError, NotSignedIn
from vintedbot.kit.process import current

from . import passwords, tokens

log = structlog.get_logger("vintedbot.identity")

GRACE = timedelta(seconds=10)
"""How long a refresh token that was just used is taken for a second tab of the same browser and not for a thief."""

_USER = ", ".join(User.__struct_fields__)

Follower = Callable[[UUID], Awaitable[None]]
DEVICE_REVOKED: list[Follower] = []


class EmailTaken(AppError):
    code: ClassVar[ErrorCode] = "email_taken"
    status = 409
    title = "This address has an account already"


class WrongCredentials(AppError):
    """One answer for an unknown address and for a wrong password."""

    code: ClassVar[ErrorCode] = "wrong_credentials"
    status = 401
    title = "Address and password do not belong together"


class RefreshedElsewhere(AppError):
    """Another tab was a moment faster: its cookies hold, and this browser has them already. Just ask again."""

    code: ClassVar[ErrorCode] = "refreshed_elsewhere"
    status = 409
    title = "The session was just refreshed by another tab"


def on_device_revoked(follower: Follower) -> Follower:
    """Registers what another domain does when a device is revoked; it gets the device's id, some time after, maybe twice.

    Call it in the domain's `tasks.py`, as a decorator. The device is refused from the moment of the revocation on;
    followers only tidy up what it was doing.
    """
    DEVICE_REVOKED.append(follower)
    return follower


async def device_labels(device_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What people call these devices."""
    rows = await fetch("SELECT id, label FROM devices WHERE id = ANY($1)", list(device_ids))
    return {row["id"]: row["label"] for row in rows}


async def register(request: RegisterRequest) -> tuple[User, tokens.Issued]:
    """A new user, signed in.

    Raises EmailTaken. It does tell that an address is known: whoever registers is signed in at once, so the answer differs
    anyway. The route's rate limit keeps that from being a way to try out lists of addresses.
    """
    password_hash = await passwords.hashed(request.password)
    async with transaction():
        # a refused row would be quoted in PostgreSQL's log, address and all
        row = await fetchrow(
            f"""INSERT INTO users (id, email, password_hash, language) VALUES ($1, $2, $3, $4)
                ON CONFLICT (email) DO NOTHING RETURNING {_USER}""",  # noqa: S608
            uuid7(), one_form(request.email), password_hash, request.language,
        )  # fmt: skip
        if row is None:
            raise EmailTaken(field="email")
        user = _user(row)
        return user, await _begin_session(user.id)


async def sign_in(request: LoginRequest) -> tuple[User, tokens.Issued]:
    """The user and a new session. Raises WrongCredentials, after the same work whether the address is known or not."""
    row = await fetchrow(f"SELECT {_USER}, password_hash FROM users WHERE email = $1", one_form(request.email))  # noqa: S608
    stored = row["password_hash"] if row else None
    if not await passwords.verify(stored, request.password) or row is None:
        raise WrongCredentials
    better = await passwords.hashed(request.password) if passwords.is_outdated(row["password_hash"]) else None
    async with transaction():
        if better:
            await execute(
                "UPDATE users SET password_hash = $2 WHERE id = $1 AND password_hash = $3",
                row["id"], better, row["password_hash"],
            )  # fmt: skip
        return _user(row), await _begin_session(row["id"])


async def refresh(token: str) -> tokens.Issued:
    """The next pair of tokens for a refresh token that is used for the first time.

    Raises RefreshedElsewhere for one that was used less than ten seconds ago, and NotSignedIn for all others. A later second
    use means that somebody has a copy: the whole session ends, whoever is asking.
    """
    successor = tokens.new_token()
    async with transaction():
        taken = await fetchrow(
            """UPDATE refresh_tokens t SET used_at = now() FROM sessions s
               WHERE t.token_sha256 = $1 AND t.used_at IS NULL AND t.expires_at > now()
                   AND s.id = t.session_id AND s.revoked_at IS NULL
               RETURNING t.session_id, s.user_id""",
            tokens.digest(token),
        )
        if taken:
            await _keep_refresh(taken["session_id"], successor)
    if taken is None:
        raise await _why_refused(token)
    user_id: UUID = taken["user_id"]
    return tokens.Issued(tokens.new_access(user_id, taken["session_id"], current().settings.secret_keys), successor)


async def sign_out(token: str) -> None:
    """Ends the session this refresh token belongs to; nothing happens if there is none."""
    await execute(
        """UPDATE sessions SET revoked_at = now() WHERE revoked_at IS NULL
           AND id = (SELECT session_id FROM refresh_tokens WHERE token_sha256 = $1)""",
        tokens.digest(token),
    )


async def is_live(access: tokens.Access) -> bool:
    """Whether the session behind an access JWT has not ended since: by signing out, or because somebody had a copy of it."""
    return bool(
        await fetchval(
            "SELECT EXISTS (SELECT FROM sessions WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL)",
            access.session_id, access.user_id,
        )
    )  # fmt: skip


async def ended(device_ids: Collection[UUID], session_ids: Collection[UUID]) -> set[UUID]:
    """Which of these devices were revoked and which sessions have ended, those of users who are gone among them."""
    live = await fetch(
        """SELECT id FROM devices WHERE id = ANY($1) AND revoked_at IS NULL
           UNION ALL SELECT id FROM sessions WHERE id = ANY($2) AND revoked_at IS NULL""",
        list(device_ids), list(session_ids),
    )  # fmt: skip
    return {*device_ids, *session_ids} - {row["id"] for row in live}


async def user(user_id: UUID) -> User:
    """Raises NotSignedIn for a user who is gone."""
    row = await fetchrow(f"SELECT {_USER} FROM users WHERE id = $1", user_id)  # noqa: S608
    if row is None:
        raise NotSignedIn
    return _user(row)


async def understood(user_id: UUID) -> User:
    """The person says that they understood the risk; the first time stands. Raises NotSignedIn for a user who is gone."""
    async with transaction():
        await execute("UPDATE users SET understood_at = now() WHERE id = $1 AND understood_at IS NULL", user_id)
    return await user(user_id)


async def forget_the_ended() -> None:
    """Deletes sessions and tokens that are over and can prove nothing any more."""
    await execute("DELETE FROM refresh_tokens WHERE expires_at < now()")
    await execute(
        """DELETE FROM sessions s WHERE created_at < now() - interval '1 day'
           AND NOT EXISTS (SELECT FROM refresh_tokens t WHERE t.session_id = s.id)"""
    )


def one_form(email: str) -> str:
    """How an address is stored and looked up: one person's two spellings are one user."""
    return unicodedata.normalize("NFC", email).lower()


async def _begin_session(user_id: UUID) -> tokens.Issued:
    session, token = uuid7(), tokens.new_token()
    await execute("INSERT INTO sessions (id, user_id) VALUES ($1, $2)", session, user_id)
    await _keep_refresh(session, token)
    return tokens.Issued(tokens.new_access(user_id, session, current().settings.secret_keys), token)


async def _keep_refresh(session: UUID, token: str) -> None:
    await execute(
        "INSERT INTO refresh_tokens (token_sha256, session_id, expires_at) VALUES ($1, $2, now() + $3)",
        tokens.digest(token), session, timedelta(seconds=tokens.REFRESH_S),
    )  # fmt: skip


async def _why_refused(token: str) -> AppError:
    row = await fetchrow(
        """SELECT t.session_id, s.revoked_at IS NULL AS live, t.used_at IS NOT NULL AS used,
               t.used_at > now() - $2::interval AS just_now
           FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.token_sha256 = $1""",
        tokens.digest(token), GRACE,
    )  # fmt: skip
    if row is None or not row["live"] or not row["used"]:
        return NotSignedIn()
    if row["just_now"]:
        return RefreshedElsewhere()
    await execute("UPDATE sessions SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL", row["session_id"])
    log.warning("refresh_reused", family=str(row["session_id"]))
    return NotSignedIn()


def _user(row: Record) -> User:
    return User(**{name: row[name] for name in User.__struct_fields__})
