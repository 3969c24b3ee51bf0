"""The routes of pricing: what a draft or an own listing may be sold for, comparables for it, and what a draft has cost."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.jobs import Job
from vintedbot_schemas.pricing import ComparablesSearch, DraftCost, PriceCheck, PriceEstimate

from vintedbot.identity.caller import Caller, signed_in
from vintedbot.kit.http import get, post, put

from . import comparables, costs, estimates

LISTING = "/api/v1/vinted/listings/{item_id:int}"
DRAFT = "/api/v1/drafts/{draft_id:uuid}"


@get(LISTING + "/comparables", guards=[signed_in], summary="What the last search for comparable listings found")
async def check(item_id: FromPath[int], caller: NamedDependency[Caller]) -> PriceCheck:
    wanted: VintedId = item_id
    return await comparables.check(caller.user_id, wanted)


@post(
    LISTING + "/comparables",
    guards=[signed_in],
    status_code=202,
    summary="Search for comparable listings in the seller's own browser",
)
async def search(item_id: FromPath[int], caller: NamedDependency[Caller]) -> Job:
    wanted: VintedId = item_id
    return await comparables.search(caller.user_id, wanted)


@get(LISTING + "/price", guards=[signed_in], summary="What an own listing may be sold for, and why")
async def listing_price(item_id: FromPath[int], caller: NamedDependency[Caller]) -> PriceEstimate:
    wanted: VintedId = item_id
    return await estimates.of_listing(caller.user_id, wanted)


@get(DRAFT + "/price", guards=[signed_in], summary="What a draft may be sold for, and why")
async def draft_price(
    draft_id: FromPath[UUID], caller: NamedDependency[Caller], closet_id: FromQuery[UUID | None] = None
) -> PriceEstimate:
    return await estimates.of_draft(caller.user_id, draft_id, closet_id)


@post(
    DRAFT + "/comparables",
    guards=[signed_in],
    status_code=202,
    summary="Search for what is like a draft in the seller's own browser",
)
async def search_for_draft(draft_id: FromPath[UUID], data: JSONBody[ComparablesSearch], caller: NamedDependency[Caller]) -> Job:
    return await estimates.search(caller.user_id, draft_id, data.closet_id)


@put(DRAFT + "/cost", guards=[signed_in], summary="Keep what the seller paid for what a draft shows")
async def cost(draft_id: FromPath[UUID], data: JSONBody[DraftCost], caller: NamedDependency[Caller]) -> DraftCost:
    return await costs.keep(caller.user_id, draft_id, data)


ROUTES = [check, search, listing_price, draft_price, search_for_draft, cost]
