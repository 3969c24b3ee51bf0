"""Everything that proves who somebody is, as pure functions: opaque tokens and their digests, the access JWT, PKCE.

Opaque tokens (device, refresh, code) are 256 random bits; only their SHA-256 is stored, which is enough because nobody
can guess 256 bits. What they are good for stands in the database, see `service` and `devices`.
"""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey
from msgspec import Struct

from vintedbot.kit.seal import derived_keys
from vintedbot.settings import Secret

DEVICE_PREFIX = "vbd_"
ACCESS_S = 600
REFRESH_S = 30 * 24 * 3600
AUDIENCE = "portal"


class Issued(Struct, frozen=True):
    """What a browser gets when somebody signs in to the portal, and at every refresh."""

    access: str
    refresh: str

    def __repr__(self) -> str:
        return "Issued(***)"


def new_token(prefix: str = "") -> str:
    """256 bits for somebody to keep."""
    return prefix + secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """What we keep of it."""
    return hashlib.sha256(token.encode()).digest()


def challenge_of(verifier: str) -> str:
    """PKCE S256 (RFC 7636): what the extension sent ahead of this verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def proves(verifier: str, challenge: str) -> bool:
    """Whether the verifier belongs to the challenge."""
    return hmac.compare_digest(challenge_of(verifier), challenge)


class Access(Struct, frozen=True):
    """Whom an access JWT names, and the session it was made in: it is worth no more than that session."""

    user_id: UUID
    session_id: UUID


def new_access(user_id: UUID, session_id: UUID, keys: Sequence[Secret]) -> str:
    """A JWT that says for ten minutes at most that this user is signed in to the portal, by this session."""
    now = int(time.time())
    claims = {"sub": str(user_id), "sid": str(session_id), "aud": AUDIENCE, "iat": now, "exp": now + ACCESS_S}
    newest = _key_set(tuple(keys)).keys[0]
    return jwt.encode({"alg": "HS256", "kid": newest.kid}, claims, newest)


def read_access(token: str, keys: Sequence[Secret]) -> Access | None:
    """Whom a JWT of ours names; None if it is not ours, altered or over."""
    try:
        read = jwt.decode(token, _key_set(tuple(keys)), algorithms=["HS256"])
        _CLAIMS.validate(read.claims)
        return Access(UUID(read.claims["sub"]), UUID(read.claims["sid"]))
    except (JoseError, ValueError):
        return None


_CLAIMS = jwt.JWTClaimsRegistry(
    sub={"essential": True}, sid={"essential": True}, exp={"essential": True}, aud={"essential": True, "value": AUDIENCE}
)


@lru_cache(maxsize=4)
def _key_set(keys: tuple[Secret, ...]) -> KeySet:
    """The newest key first; the older ones still read what they signed."""
    return KeySet(
        [OctKey.import_key(key, {"kid": hashlib.sha256(key).hexdigest()[:8]}) for key in derived_keys(keys, "portal-session")]
    )
