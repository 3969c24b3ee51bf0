"""The hands' queue: what only a connected device asks, under `/api/v1/jobs`."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.jobs import (
    FinishAnswer,
    FinishRequest,
    GoAnswer,
    JournalAnswer,
    JournalRequest,
    LeaseAnswer,
    LeaseRequest,
    ReadingAnswer,
    ReadingRequest,
    RenewAnswer,
    RenewRequest,
    SnapshotAnswer,
    SnapshotRequest,
    StepsRequest,
)  # fmt: skip

from vintedbot.identity.caller import Caller, device_only
from vintedbot.kit.http import post, put

from . import ends, goes, journals, leases, readings, snapshots
from .errors import LeaseLost, WrongGeneration, WrongState

BASE = "/api/v1/jobs"
ONE = BASE + "/{job_id:uuid}"
# the protocol repeats its questions by itself: a go by epoch and step, an end by the job's state
PLAIN: dict[str, Any] = {"guards": [device_only], "status_code": 200, "opt": {"idempotency": False, "rate": "hands"}}
JOURNAL_MAX = 32 << 20


def _device(caller: Caller) -> UUID:
    assert caller.device_id is not None
    return caller.device_id


@post(BASE + "/lease", **PLAIN, summary="Ask for work")
async def lease(data: JSONBody[LeaseRequest], caller: NamedDependency[Caller]) -> LeaseAnswer:
    return await leases.lease(caller.user_id, _device(caller), data)


@post(ONE + "/renew", **PLAIN, raises=(LeaseLost,), summary="The heartbeat of a lease")
async def renew(job_id: FromPath[UUID], data: JSONBody[RenewRequest], caller: NamedDependency[Caller]) -> RenewAnswer:
    return await goes.renew(caller.user_id, _device(caller), job_id, data.epoch)


@post(ONE + "/steps", **PLAIN, summary="Report a step and ask for the next one's go")
async def steps(job_id: FromPath[UUID], data: JSONBody[StepsRequest], caller: NamedDependency[Caller]) -> GoAnswer:
    return await goes.steps(caller.user_id, _device(caller), job_id, data)


@post(ONE + "/finish", **PLAIN, summary="End a lease: done, not done, later, or given back")
async def finish(job_id: FromPath[UUID], data: JSONBody[FinishRequest], caller: NamedDependency[Caller]) -> FinishAnswer:
    return await ends.finish(caller.user_id, _device(caller), job_id, data)


@post(BASE + "/journal", **PLAIN, raises=(WrongGeneration,), request_max_body_size=JOURNAL_MAX, summary="After a restore")
async def journal(data: JSONBody[JournalRequest], caller: NamedDependency[Caller]) -> JournalAnswer:
    return await journals.take(caller.user_id, _device(caller), data)


@post(ONE + "/readings", **PLAIN, raises=(LeaseLost, WrongState), summary="One piece of what a job read")
async def reading(job_id: FromPath[UUID], data: JSONBody[ReadingRequest], caller: NamedDependency[Caller]) -> ReadingAnswer:
    return await readings.take(caller.user_id, _device(caller), job_id, data)


@post(ONE + "/snapshot", **PLAIN, raises=(LeaseLost, WrongState), summary="A listing as it is before its relist")
async def snapshot(job_id: FromPath[UUID], data: JSONBody[SnapshotRequest], caller: NamedDependency[Caller]) -> SnapshotAnswer:
    return await snapshots.announce(caller.user_id, _device(caller), job_id, data)


@put(
    ONE + "/snapshot/{vinted_photo_id:int}",
    guards=[device_only],
    opt={"rate": "bytes"},
    raises=(LeaseLost, snapshots.BytesDiffer),
    request_max_body_size=snapshots.PHOTO_MAX,
    summary="The bytes of one photo of a snapshot, raw",
)
async def snapshot_photo(
    job_id: FromPath[UUID],
    vinted_photo_id: FromPath[int],
    request: Request[Any, Any, Any],
    caller: NamedDependency[Caller],
    x_sha256: Annotated[str, HeaderParameter(name="X-Sha256", pattern="^[0-9a-fA-F]{64}$")],
) -> SnapshotAnswer:
    photo_id: VintedId = vinted_photo_id
    return await snapshots.keep_photo(caller.user_id, _device(caller), job_id, photo_id, await request.body(), x_sha256)


ROUTES = [lease, renew, steps, finish, journal, reading, snapshot, snapshot_photo]
