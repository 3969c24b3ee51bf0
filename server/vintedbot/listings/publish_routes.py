"""The routes that check a draft and hand it to the seller's own browser to publish."""

from litestar.di import NamedDependency
from litestar.params import JSONBody
from vintedbot_schemas.jobs import Job
from vintedbot_schemas.listings import Prepared, PrepareRequest, PublishRequest

from vintedbot.identity.caller import Caller, signed_in
from vintedbot.jobs import service as jobs
from vintedbot.kit.http import post

from . import publishing
from .drafts import DraftChanged, DraftLocked
from .rules import DraftNotReady


@post("/api/v1/vinted/listing/prepare", guards=[signed_in], status_code=200, summary="A draft and its rule check")
async def prepare(data: JSONBody[PrepareRequest], caller: NamedDependency[Caller]) -> Prepared:
    return await publishing.prepare(caller.user_id, data.draft_id)


@post(
    "/api/v1/vinted/listing/publish",
    guards=[signed_in],
    status_code=202,
    raises=(DraftChanged, DraftLocked, DraftNotReady, jobs.ItemBusy),
    summary="Publish a draft, or save it on Vinted without publishing",
)
async def publish(data: JSONBody[PublishRequest], caller: NamedDependency[Caller]) -> Job:
    return await publishing.publish(caller.user_id, data)


ROUTES = [prepare, publish]
