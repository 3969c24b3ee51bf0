"""The routes of listings on Vinted: the list, and the two changes that become jobs for the hands."""

from typing import Annotated
from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.jobs import Job
from vintedbot_schemas.listings import ListingEdit, ListingNotes, ListingPage, ListingState
from vintedbot_schemas.verbs import DeleteListing, SetHidden, UpdateListing

from vintedbot.identity.caller import Caller, signed_in
from vintedbot.jobs import service as jobs
from vintedbot.kit.errors import InvalidInput
from vintedbot.kit.http import Paging, delete, get, put

from . import notes, seen, shelf
from .known import BelowFloor
from .rules import DraftNotReady

ONE = "/api/v1/vinted/listing/{item_id:int}"


@get("/api/v1/vinted/listings", guards=[signed_in], summary="The listings on Vinted, as last seen")
async def listings(
    caller: NamedDependency[Caller],
    paging: NamedDependency[Paging],
    closet_id: FromQuery[UUID | None] = None,
    state_is: Annotated[ListingState | None, QueryParameter(name="state")] = None,
) -> ListingPage:
    return await shelf.page(caller.user_id, closet_id, state_is, paging)


@put(
    "/api/v1/vinted/listings/{item_id:int}/notes",
    guards=[signed_in],
    summary="What the seller keeps about an item: cost, floor, tags, storage place",
)
async def keep_notes(item_id: FromPath[int], data: JSONBody[ListingNotes], caller: NamedDependency[Caller]) -> ListingNotes:
    wanted: VintedId = item_id
    return await notes.keep(caller.user_id, wanted, data)


@put(
    ONE,
    guards=[signed_in],
    status_code=202,
    raises=(jobs.ItemBusy, BelowFloor, DraftNotReady),
    summary="Change a listing, hide it, or show it again",
)
async def edit(item_id: FromPath[int], data: JSONBody[ListingEdit], caller: NamedDependency[Caller]) -> Job:
    wanted: VintedId = item_id
    if (data.hidden is None) == (data.change is None):
        raise InvalidInput("Name either `hidden` or `change`.", field="change")
    wish = (
        UpdateListing(item_id=wanted, change=data.change) if data.change else SetHidden(item_id=wanted, hidden=bool(data.hidden))
    )
    return await jobs.press(caller.user_id, data.closet_id, wish)


@delete(ONE, guards=[signed_in], status_code=202, raises=(jobs.ItemBusy,), summary="Delete a listing on Vinted")
async def remove(item_id: FromPath[int], caller: NamedDependency[Caller]) -> Job:
    wanted: VintedId = item_id
    closet_id = await seen.closet_of(caller.user_id, wanted)
    return await jobs.press(caller.user_id, closet_id, DeleteListing(item_id=wanted))


ROUTES = [listings, keep_notes, edit, remove]
