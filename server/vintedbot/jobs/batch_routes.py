"""The routes of bulk acts: what they would do and starting them, beside listings and drafts; how they stand, beside the jobs."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from vintedbot_schemas.batches import Batch, BatchPage, BulkPreview, BulkRequest, DraftsLook, DraftsPreview, PublishDrafts

from vintedbot.identity.caller import Caller, signed_in
from vintedbot.kit.http import Paging, get, post

from . import batches, draft_batches
from .errors import NothingChosen, WrongState

BULK = "/api/v1/vinted/listings/bulk"
DRAFTS = "/api/v1/drafts/publish"
BASE = "/api/v1/jobs/batches"
ONE = BASE + "/{batch_id:uuid}"


@post(BULK + "/preview", guards=[signed_in], status_code=200, summary="What a bulk act would do; nothing leaves by this")
async def preview(data: JSONBody[BulkRequest], caller: NamedDependency[Caller]) -> BulkPreview:
    return await batches.preview(caller.user_id, data)


@post(BULK, guards=[signed_in], status_code=202, raises=(NothingChosen,), summary="Start a bulk act")
async def start(data: JSONBody[BulkRequest], caller: NamedDependency[Caller]) -> Batch:
    return await batches.start(caller.user_id, data)


@post(
    DRAFTS + "/preview",
    guards=[signed_in],
    status_code=200,
    summary="What publishing these drafts would do; nothing leaves by this",
)
async def preview_drafts(data: JSONBody[DraftsLook], caller: NamedDependency[Caller]) -> DraftsPreview:
    return await draft_batches.preview(caller.user_id, data)


@post(DRAFTS, guards=[signed_in], status_code=202, raises=(NothingChosen,), summary="Publish many drafts, one job each")
async def start_drafts(data: JSONBody[PublishDrafts], caller: NamedDependency[Caller]) -> Batch:
    return await draft_batches.start(caller.user_id, data)


@get(BASE, guards=[signed_in], summary="Bulk acts, newest first")
async def all_batches(caller: NamedDependency[Caller], paging: NamedDependency[Paging]) -> BatchPage:
    return await batches.page(caller.user_id, paging)


@get(ONE, guards=[signed_in], summary="How a bulk act stands")
async def batch(batch_id: FromPath[UUID], caller: NamedDependency[Caller]) -> Batch:
    return await batches.one(caller.user_id, batch_id)


@post(ONE + "/stop", guards=[signed_in], status_code=200, summary="Stop what has not started")
async def stop(batch_id: FromPath[UUID], caller: NamedDependency[Caller]) -> Batch:
    return await batches.stop(caller.user_id, batch_id)


@post(ONE + "/retry", guards=[signed_in], status_code=202, raises=(WrongState,), summary="Try once more what failed")
async def retry(batch_id: FromPath[UUID], caller: NamedDependency[Caller]) -> Batch:
    return await batches.retry(caller.user_id, batch_id)


ROUTES = [preview, start, preview_drafts, start_drafts, all_batches, batch, stop, retry]
