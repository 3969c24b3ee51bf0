"""remove.bg's API, as far as we use it: one picture there, the same picture without its background back.

`POST /v1.0/removebg` with the picture as multipart and the operator's key as a header; 200 is the picture, anything else an error
that is not charged (https://www.remove.bg/api). What came of a request whose answer was lost nobody can say.
"""

import httpx
import structlog

from vintedbot.settings import Settings

from .ways import CutOut, Problem, Refused

log = structlog.get_logger()
IS_OUTSIDE = True
SECONDS = 60.0
CONNECT_SECONDS = 10.0
ANSWER_MAX = 20 << 20
LATER_S = 30

_BY_STATUS: dict[int, Problem] = {400: "no_subject", 402: "no_credits", 403: "key_refused", 429: "service_busy"}


def is_offered(settings: Settings) -> bool:
    """Whether the operator has a key."""
    return bool(settings.cutouts.key)


async def cut_out(settings: Settings, jpeg: bytes, seconds: float = SECONDS) -> CutOut | Refused:
    """Asks once. Never raises for what the network or the service does."""
    there = settings.cutouts
    timeout = httpx.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))
    try:
        async with (
            httpx.AsyncClient(base_url=there.url, timeout=timeout, trust_env=False) as client,
            client.stream(
                "POST", "/v1.0/removebg", headers={"X-Api-Key": there.key.reveal(), "Accept": "image/*"},
                data={"size": "auto", "format": "png"}, files={"image_file": ("photo.jpg", jpeg, "image/jpeg")},
            ) as answer,
        ):  # fmt: skip
            if answer.status_code != 200:
                return _refused(answer)
            return await _read(answer)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL):
        return Refused("service_away")
    except httpx.HTTPError as error:
        log.warning("removebg_lost", error=type(error).__name__)
        return Refused("answer_lost")


def _refused(answer: httpx.Response) -> Refused:
    log.warning("removebg_refused", status=answer.status_code)
    problem = _BY_STATUS.get(answer.status_code, "service_away")
    return Refused(problem, _seconds(answer.headers.get("retry-after", "")) if problem == "service_busy" else None)


def _seconds(said: str) -> float:
    return min(float(said), 3600.0) if said.isascii() and said.isdigit() else LATER_S


async def _read(answer: httpx.Response) -> CutOut | Refused:
    parts = bytearray()
    async for part in answer.aiter_bytes():
        parts += part
        if len(parts) > ANSWER_MAX:
            return Refused("answer_lost")
    try:
        credits = max(0.0, float(answer.headers.get("x-credits-charged", "0")))
    except ValueError:
        credits = 0.0
    return CutOut(bytes(parts), credits)
