"""The routes of the inbox, under `/api/v1/messages`. What addresses somebody answers 202 with the job that will do it."""

from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.inbox import (
    Conversation,
    LikerPage,
    NotificationPage,
    PrepareCards,
    PreparedCards,
    ReplyRequest,
    ThreadChange,
    ThreadChanged,
    ThreadPage,
    ThreadWaits,
)  # fmt: skip
from vintedbot_schemas.jobs import Job
from vintedbot_schemas.verbs import WishMessage

from vintedbot.identity.caller import Caller, signed_in
from vintedbot.jobs import service as jobs
from vintedbot.kit.http import Paging, get, post, put

from . import likers, threads

BASE = "/api/v1/messages"
ONE = BASE + "/{thread_id:int}"


@get(BASE, guards=[signed_in], summary="Conversations of all closets, newest first")
async def conversations(
    caller: NamedDependency[Caller],
    paging: NamedDependency[Paging],
    closet_id: FromQuery[UUID | None] = None,
    unread: FromQuery[bool | None] = None,
    waits_for: Annotated[ThreadWaits | None, QueryParameter(name="waits")] = None,
    archived: FromQuery[bool] = False,
) -> ThreadPage:
    return await threads.page(caller.user_id, closet_id, unread, waits_for, archived, paging)


@get(ONE, guards=[signed_in], summary="A conversation as it was read last, and what is on its way")
async def conversation(
    thread_id: FromPath[int], caller: NamedDependency[Caller], closet_id: FromQuery[UUID | None] = None
) -> Conversation:
    wanted: VintedId = thread_id
    return await threads.one(caller.user_id, closet_id, wanted)


@post(ONE + "/reply", guards=[signed_in], status_code=202, raises=jobs.OF_A_CARD, summary="Answer: a press on Send")
async def reply(thread_id: FromPath[int], data: JSONBody[ReplyRequest], caller: NamedDependency[Caller]) -> Job:
    wanted: VintedId = thread_id
    return await jobs.press(caller.user_id, data.closet_id, WishMessage(text=data.text, thread_id=wanted))


@put(ONE, guards=[signed_in], raises=(jobs.ItemBusy,), summary="Mark as read (202, a job), put away, bring back")
async def change(
    thread_id: FromPath[int], data: JSONBody[ThreadChange], caller: NamedDependency[Caller]
) -> Response[ThreadChanged]:
    wanted: VintedId = thread_id
    changed = await threads.change(caller.user_id, wanted, data)
    return Response(changed, status_code=202 if changed.job_id is not None else 200)


@get(BASE + "/notifications", guards=[signed_in], summary="The notifications of the last seven days")
async def notifications(
    caller: NamedDependency[Caller], paging: NamedDependency[Paging], closet_id: FromQuery[UUID | None] = None
) -> NotificationPage:
    return await threads.notifications(caller.user_id, closet_id, paging)


@get(BASE + "/likers", guards=[signed_in], summary="Who liked what in the last seven days")
async def who_liked(
    caller: NamedDependency[Caller], paging: NamedDependency[Paging], closet_id: FromQuery[UUID | None] = None
) -> LikerPage:
    return await likers.page(caller.user_id, closet_id, paging)


@post(BASE + "/prepare", guards=[signed_in], status_code=200, summary="Cards for likers, to be approved one by one")
async def prepare(data: JSONBody[PrepareCards], caller: NamedDependency[Caller]) -> PreparedCards:
    return await likers.prepare(caller.user_id, data)


ROUTES = [conversations, conversation, reply, change, notifications, who_liked, prepare]
