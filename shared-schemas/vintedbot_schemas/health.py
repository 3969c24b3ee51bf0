"""The answer of `/health`: one line per part the server cannot work without."""

from typing import Literal

from .base import Wire

CheckName = Literal["database", "queue", "worker", "photo_store"]


class HealthCheck(Wire, frozen=True, kw_only=True):
    """`took_ms` is the check's own time; `reason` is a short word for operators, never an address or a secret."""

    name: CheckName
    ok: bool
    took_ms: float
    reason: str = ""


class Health(Wire, frozen=True, kw_only=True):
    """`ok` only if every check is; the answer's status is then 200, else 503."""

    ok: bool
    version: str
    checks: list[HealthCheck]
