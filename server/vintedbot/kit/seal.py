"""Secrets at rest: AES-256-GCM under a ring of keys, each sealed value bound to its table, row and column.

Keys are derived from `VINTEDBOT_SECRET_KEY`, the newest first: it seals, all of them open. To rotate, put a new secret in
front, let `stale` values be sealed again, then take the old one away.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vintedbot.settings import Secret


class CannotOpen(Exception):
    """Sealed for another place, by a key we no longer have, or altered."""


def derived_keys(secrets: Sequence[Secret], purpose: str) -> list[bytes]:
    """One 32-byte key per secret for `purpose` ("seal", "tokens", …); keys of different purposes tell nothing of each other."""
    return [hmac.digest(secret.reveal().encode(), f"vintedbot:{purpose}".encode(), hashlib.sha256) for secret in secrets]


class KeyRing:
    """`KeyRing(settings.secret_keys)`. A place is e.g. `("closets", str(row_id), "token")`."""

    def __init__(self, secrets: Sequence[Secret]) -> None:
        self._keys = {hashlib.sha256(key).hexdigest()[:8]: AESGCM(key) for key in derived_keys(secrets, "seal")}
        self._newest = next(iter(self._keys))

    def seal(self, plain: bytes, *place: str) -> str:
        """`keyid.base64`, to be stored at `place` and nowhere else."""
        nonce = os.urandom(12)
        sealed = nonce + self._keys[self._newest].encrypt(nonce, plain, _bound(place))
        return f"{self._newest}.{base64.b64encode(sealed).decode()}"

    def open(self, sealed: str, *place: str) -> bytes:
        """The plain bytes. Raises CannotOpen."""
        name, _, text = sealed.partition(".")
        try:
            raw = base64.b64decode(text, validate=True)
            return self._keys[name].decrypt(raw[:12], raw[12:], _bound(place))
        except (KeyError, ValueError, InvalidTag):
            raise CannotOpen(f"{'.'.join(place)} cannot be opened") from None

    def stale(self, sealed: str) -> bool:
        """Whether it is sealed by an older key than the newest."""
        return not sealed.startswith(f"{self._newest}.")


def _bound(place: tuple[str, ...]) -> bytes:
    return "\x1f".join(place).encode()
