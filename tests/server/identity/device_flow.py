"""What portal and extension send while a device is connected, for the tests that vary one thing of it."""

import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
from vintedbot.identity.tokens import challenge_of
from vintedbot.settings import EXTENSION_ID

REDIRECT = f"https://{EXTENSION_ID}.chromiumapp.org/vintedbot"
VERIFIER = secrets.token_urlsafe(48)
STATE = "a state of the extension's &=?"


def asked(**changes: Any) -> dict[str, Any]:
    """What /authorize passes on."""
    return {
        "client_id": EXTENSION_ID,
        "redirect_uri": REDIRECT,
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
        "state": STATE,
        "install_id": str(uuid4()),
        "label": "Chrome on Linux",
        **changes,
    }


def exchanged(code: str, **changes: Any) -> dict[str, Any]:
    return {"code": code, "code_verifier": VERIFIER, "redirect_uri": REDIRECT, "client_id": EXTENSION_ID, **changes}


async def code_for(person: httpx.AsyncClient, headers: dict[str, str] | None = None, **changes: Any) -> str:
    """A code by this person's press; `headers` for one who has no browser of their own."""
    answer = await person.post("/auth/device/authorize", json=asked(**changes), headers=headers)
    assert answer.status_code == 200, answer.text
    return parse_qs(urlsplit(answer.json()["redirect_to"]).query)["code"][0]


async def connect(person: httpx.AsyncClient, extension: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    """The whole way; the answer to the extension."""
    answer = await extension.post("/auth/device/token", json=exchanged(await code_for(person, **changes)))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def bearer(given: dict[str, Any]) -> dict[str, str]:
    return {"authorization": f"Bearer {given['device_token']}"}
