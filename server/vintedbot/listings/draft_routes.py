"""The routes of drafts."""

from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from vintedbot_schemas.listings import Draft, DraftCreate, DraftFromListing, DraftPage, DraftSave, DraftState

from vintedbot.identity.caller import Caller, signed_in
from vintedbot.kit.http import Paging, delete, get, post, put

from . import copies, drafts
from .drafts import DraftChanged, DraftLocked

BASE = "/api/v1/drafts"
ONE = BASE + "/{draft_id:uuid}"


@get(BASE, guards=[signed_in], summary="The drafts, newest first")
async def listed(
    caller: NamedDependency[Caller],
    paging: NamedDependency[Paging],
    state_is: Annotated[DraftState | None, QueryParameter(name="state")] = None,
) -> Response[DraftPage]:
    return await drafts.listed(caller.user_id, paging, state_is)


@post(BASE, guards=[signed_in], summary="Begin a draft")
async def create(data: JSONBody[DraftCreate], caller: NamedDependency[Caller]) -> Draft:
    return await drafts.create(caller.user_id, data)


@post(BASE + "/from-listing", guards=[signed_in], summary="A draft from a listing on Vinted")
async def from_listing(data: JSONBody[DraftFromListing], caller: NamedDependency[Caller]) -> Draft:
    return await copies.create(caller.user_id, data)


@get(ONE, guards=[signed_in], summary="One draft")
async def one(draft_id: FromPath[UUID], caller: NamedDependency[Caller]) -> Draft:
    return await drafts.one(caller.user_id, draft_id)


@put(ONE, guards=[signed_in], raises=(DraftChanged, DraftLocked), summary="Save a draft on the revision it was edited from")
async def save(draft_id: FromPath[UUID], data: JSONBody[DraftSave], caller: NamedDependency[Caller]) -> Draft:
    return await drafts.save(caller.user_id, draft_id, data)


@delete(ONE, guards=[signed_in], raises=(DraftLocked,), summary="Throw a draft away; undelete brings it back for 30 days")
async def throw_away(draft_id: FromPath[UUID], caller: NamedDependency[Caller]) -> None:
    await drafts.throw_away(caller.user_id, draft_id)


@post(ONE + "/undelete", guards=[signed_in], status_code=200, summary="Bring a draft back")
async def undelete(draft_id: FromPath[UUID], caller: NamedDependency[Caller]) -> Draft:
    return await drafts.bring_back(caller.user_id, draft_id)


@post(ONE + "/duplicate", guards=[signed_in], summary="A new draft with the same content")
async def duplicate(draft_id: FromPath[UUID], caller: NamedDependency[Caller]) -> Draft:
    return await drafts.duplicate(caller.user_id, draft_id)


ROUTES = [listed, create, from_listing, one, save, throw_away, undelete, duplicate]
