"""The routes of jobs for people, under `/api/v1/jobs`: wishing, looking, answering. The devices' are in `hands_routes`."""

from typing import Annotated, Literal
from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.cards import ApproveRequest, DeclineRequest, EditCardRequest
from vintedbot_schemas.jobs import Job, JobPage, ResolveRequest, SnoozeRequest, WishRequest

from vintedbot.identity.caller import Caller, signed_in
from vintedbot.kit.http import Paging, get, post, put
from vintedbot.listings.service import BelowFloor, DraftChanged, DraftLocked, DraftNotReady

from . import answers, approvals, batch_routes, hands_routes, history, service
from .errors import (
    AlreadyContacted,
    CardChanged,
    ItemLimitReached,
    ItemNotActive,
    NotAChoice,
    NotWaiting,
    OfferNotOpen,
    PersonIgnored,
    SwitchedOff,
    ThreadUnknown,
    WrongState,
)  # fmt: skip
from .wishes import ItemBusy, OpenOffer, RelistCooldown, StillListed

BASE = "/api/v1/jobs"
ONE = BASE + "/{job_id:uuid}"


@post(
    BASE,
    guards=[signed_in],
    status_code=202,
    raises=(
        ItemBusy, RelistCooldown, OpenOffer, StillListed, SwitchedOff, ThreadUnknown, AlreadyContacted, PersonIgnored,
        ItemNotActive, ItemLimitReached, OfferNotOpen, BelowFloor, DraftChanged, DraftLocked, DraftNotReady,
    ),
    summary="Wish for a job",
)  # fmt: skip
async def wish(data: JSONBody[WishRequest], caller: NamedDependency[Caller]) -> Job:
    return await service.press(caller.user_id, data.closet_id, data.wish, prepare=data.prepare)


@get(BASE, guards=[signed_in], summary="Jobs, newest first")
async def jobs(
    caller: NamedDependency[Caller],
    paging: NamedDependency[Paging],
    closet_id: FromQuery[UUID | None] = None,
    states: Annotated[str | None, QueryParameter(name="state", max_length=200)] = None,
    item_id: FromQuery[VintedId | None] = None,
    thread_id: FromQuery[VintedId | None] = None,
    batch_id: FromQuery[UUID | None] = None,
    waits: FromQuery[Literal["person"] | None] = None,
) -> JobPage:
    asked = history.Asked(
        closet_id=closet_id, state=states, item_id=item_id, thread_id=thread_id, batch_id=batch_id, for_person=waits is not None
    )
    return await history.page(caller.user_id, asked, paging)


@get(ONE, guards=[signed_in], summary="One job with its history")
async def job(job_id: FromPath[UUID], caller: NamedDependency[Caller]) -> Job:
    return await history.one(caller.user_id, job_id)


@post(ONE + "/cancel", guards=[signed_in], status_code=200, raises=(WrongState,), summary="Stop a job")
async def cancel(job_id: FromPath[UUID], caller: NamedDependency[Caller]) -> Job:
    await answers.cancel(caller.user_id, job_id)
    return await history.one(caller.user_id, job_id)


@post(ONE + "/snooze", guards=[signed_in], status_code=200, raises=(WrongState,), summary="Not now")
async def snooze(job_id: FromPath[UUID], data: JSONBody[SnoozeRequest], caller: NamedDependency[Caller]) -> Job:
    await answers.snooze(caller.user_id, job_id, data)
    return await history.one(caller.user_id, job_id)


@post(ONE + "/resolve", guards=[signed_in], status_code=200, raises=(NotAChoice, ItemBusy), summary="Answer a job")
async def resolve(job_id: FromPath[UUID], data: JSONBody[ResolveRequest], caller: NamedDependency[Caller]) -> Job:
    await answers.resolve(caller.user_id, job_id, data)
    return await history.one(caller.user_id, job_id)


@post(ONE + "/approve", guards=[signed_in], status_code=200, raises=(NotWaiting, CardChanged), summary="Approve a card")
async def approve(job_id: FromPath[UUID], data: JSONBody[ApproveRequest], caller: NamedDependency[Caller]) -> Job:
    await approvals.approve(caller.user_id, job_id, data)
    return await history.one(caller.user_id, job_id)


@put(ONE + "/card", guards=[signed_in], raises=(NotWaiting, CardChanged, BelowFloor), summary="Change a card that waits")
async def edit(job_id: FromPath[UUID], data: JSONBody[EditCardRequest], caller: NamedDependency[Caller]) -> Job:
    await approvals.edit(caller.user_id, job_id, data)
    return await history.one(caller.user_id, job_id)


@post(ONE + "/decline", guards=[signed_in], status_code=200, raises=(NotWaiting,), summary="Decline a card")
async def decline(job_id: FromPath[UUID], data: JSONBody[DeclineRequest], caller: NamedDependency[Caller]) -> Job:
    await approvals.decline(caller.user_id, job_id, data)
    return await history.one(caller.user_id, job_id)


ROUTES = [
    wish, jobs, job, cancel, snooze, resolve, approve, edit, decline, *batch_routes.ROUTES, *hands_routes.ROUTES,
]  # fmt: skip
