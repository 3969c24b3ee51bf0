"""Signed-in people for the tests of every domain, made as rows: no password is hashed and no rate limit counts them."""

import secrets
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

from msgspec import Struct
from vintedbot.identity import tokens
from vintedbot.identity.caller import ACCESS_COOKIE
from vintedbot.kit import db, process
from vintedbot.kit.db import uuid7

ORIGIN = "http://testserver"


class Connected(Struct, frozen=True):
    """An installed extension of somebody's; `headers` go with its requests."""

    id: UUID
    install_id: UUID
    headers: dict[str, str]


class Person(Struct, frozen=True):
    """`portal` and `device` are headers for requests from the portal and from their first device."""

    id: UUID
    email: str
    portal: dict[str, str]
    connected: Connected

    @property
    def device(self) -> dict[str, str]:
        return self.connected.headers


MakeUser = Callable[..., Awaitable[Person]]
"""The fixture `make_user`."""


async def new_person(email: str | None = None) -> Person:
    """A user with one connected device. Their password opens nothing."""
    user_id, email = uuid7(), email or f"{secrets.token_hex(6)}@example.com"
    await db.execute("INSERT INTO users (id, email, password_hash, language) VALUES ($1, $2, '', 'en')", user_id, email)
    session_id = uuid7()
    await db.execute("INSERT INTO sessions (id, user_id) VALUES ($1, $2)", session_id, user_id)
    access = tokens.new_access(user_id, session_id, process.current().settings.secret_keys)
    portal = {"cookie": f"{ACCESS_COOKIE}={access}", "origin": ORIGIN}
    return Person(user_id, email, portal, await new_device(user_id))


async def new_device(user_id: UUID, label: str = "Chrome on Linux") -> Connected:
    """One more connected device of this user."""
    device_id, install_id, token = uuid7(), uuid4(), tokens.new_token(tokens.DEVICE_PREFIX)
    await db.execute(
        "INSERT INTO devices (id, user_id, install_id, label, token_sha256) VALUES ($1, $2, $3, $4, $5)",
        device_id, user_id, install_id, label, tokens.digest(token),
    )  # fmt: skip
    return Connected(device_id, install_id, {"authorization": f"Bearer {token}"})
