"""Finding the item on this server, where the extra `cutouts` is installed: each photo in a process of its own
(`server_cut_child.py`), one at a time.

Not in the image processes: 200 MB of libraries and a model would stay loaded in each, under a bound on memory that is meant
for pictures; here all of it is given back after each photo. Nothing of the photo leaves this machine; the model's file is fetched
once (`VINTEDBOT_CUTOUT_MODEL_DIR`).
"""

import asyncio
import contextlib
import sys
from importlib.util import find_spec

import structlog

from vintedbot.settings import Settings

from .ways import CutOut, Problem, Refused

log = structlog.get_logger()
IS_OUTSIDE = False
_TURN_S, _WORK_S = 20.0, 110.0
"""Seconds to wait for one's turn, and for the answer: a photo takes 3, the first one also fetches the model."""
SECONDS = _TURN_S + _WORK_S
LATER_S = 5.0
_CHILD = "vintedbot.photos.server_cut_child"
_BY_CODE: dict[int, Problem] = {3: "no_model", 4: "no_subject"}
"""The child's exits; any other is its death."""
_one_at_a_time = asyncio.Lock()


def is_offered(settings: Settings) -> bool:
    """Whether the extra is installed; nothing else has to be set."""
    return find_spec("rembg") is not None and find_spec("onnxruntime") is not None


async def cut_out(settings: Settings, jpeg: bytes, seconds: float = _WORK_S) -> CutOut | Refused:
    """The item's mask, or why there is none. Never raises for what the model or its process does."""
    try:
        async with asyncio.timeout(_TURN_S):
            await _one_at_a_time.acquire()
    except TimeoutError:
        return Refused("service_busy", LATER_S)
    try:
        return await _asked(settings, jpeg, seconds)
    finally:
        _one_at_a_time.release()


async def _asked(settings: Settings, jpeg: bytes, seconds: float) -> CutOut | Refused:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", _CHILD, str(settings.cutout_folder),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds):
            mask, said = await child.communicate(jpeg)
    except TimeoutError:
        log.warning("server_cut_slow", seconds=seconds)
        return Refused("gave_up")
    finally:
        if child.returncode is None:  # too slow, or nobody waits for it any more
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if child.returncode == 0:
        return CutOut(mask, 0)
    problem = _BY_CODE.get(child.returncode or 0, "gave_up")
    if problem != "no_subject":
        log.warning("server_cut_failed", problem=problem, code=child.returncode, said=said.decode(errors="replace")[-400:])
    return Refused(problem)
