"""What jobs bring home of what they read, piece by piece; each piece goes to the domain that keeps it (`keepers`)."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import msgspec
from vintedbot_schemas.jobs import Reading, ReadingAnswer, ReadingRequest

from vintedbot.kit.db import execute, transaction
from vintedbot.kit.process import current

from . import goes, keepers, rows
from .errors import LeaseLost, WrongState
from .rows import Held


@asynccontextmanager
async def _leased(user_id: UUID, device_id: UUID, job_id: UUID, epoch: str) -> AsyncIterator[Held]:
    """A transaction around one piece of a leased job; it renews the lease. A writing job begins with its first go, not here."""
    async with transaction():
        held = await rows.lock(user_id, job_id)
        if not held.leased_to(device_id, epoch):
            raise LeaseLost
        if not held.job.writing:
            await execute("UPDATE jobs SET state = 'running', changed_by = 'device' WHERE id = $1 AND state = 'leased'", job_id)
        await goes.renew_hands(held, current().settings.pace)
        yield held


async def take(user_id: UUID, device_id: UUID, job_id: UUID, request: ReadingRequest) -> ReadingAnswer:
    """Takes one piece of what a job read. Raises LeaseLost, WrongState, InvalidInput."""
    async with _leased(user_id, device_id, job_id, request.epoch) as held:
        take_it = keepers.taker(type(request.reading), held.job.verb)
        if take_it is None:
            raise WrongState(state=held.job.state)
        taken = await take_it(_brought(held), _storable(request.reading))
        return msgspec.structs.replace(taken, give_way=await goes.give_way(held.job))


def _storable(reading: Reading) -> Reading:
    """Without what we keep of nobody: NUL characters, which no column holds, and pictures' addresses other than https.

    It is left out and not refused: what somebody else wrote must not break a reading.
    """
    encoded = msgspec.json.encode(reading)
    if b"\\u0000" not in encoded and not _OTHER_ADDRESS.search(encoded):
        return reading
    return msgspec.convert(_kept(msgspec.to_builtins(reading)), type(reading))


_OTHER_ADDRESS = re.compile(rb'photo_url":"(?!https://)')


def _kept(value: Any, name: str = "") -> Any:
    match value:
        case str():
            return None if name.endswith("photo_url") and not value.startswith("https://") else value.replace("\0", "")
        case list():
            return [_kept(each) for each in value]
        case dict():
            return {name: _kept(each, name) for name, each in value.items()}
    return value


def _brought(held: Held) -> keepers.Brought:
    job = held.job
    return keepers.Brought(
        user_id=job.user_id,
        closet_id=job.closet_id,
        job_id=job.id,
        verb=job.verb,
        work=rows.work_of(job),
        facts=job.facts,
        now=held.now,
    )
