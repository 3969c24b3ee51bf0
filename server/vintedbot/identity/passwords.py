"""Passwords: argon2id with OWASP's least cost, in a few threads of their own so that the event loop never waits.

`verify` costs the same for an address nobody has, so that the time of an answer tells nothing.
"""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# each hash in progress holds 19 MiB
THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="argon2")


async def hashed(password: str) -> str:
    """The text to store."""
    return await asyncio.get_running_loop().run_in_executor(THREADS, HASHER.hash, _normal(password))


async def verify(stored: str | None, password: str) -> bool:
    """Whether it is the password; with None (no such user) False, after the same work."""
    return await asyncio.get_running_loop().run_in_executor(THREADS, _verify, stored, _normal(password))


def is_outdated(stored: str) -> bool:
    """Whether it was made with another cost than today's and should be made anew while the password is at hand."""
    return HASHER.check_needs_rehash(stored)


def _verify(stored: str | None, password: str) -> bool:
    try:
        HASHER.verify(stored or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


@cache
def _nobody() -> str:
    return HASHER.hash("a password that nobody has")


def _normal(password: str) -> str:
    """One form for letters that keyboards compose differently."""
    return unicodedata.normalize("NFC", password)
