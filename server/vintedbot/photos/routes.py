"""The routes of photos: announcing and sending, groups, and the bytes of what is ready."""

from base64 import b64encode
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from vintedbot_schemas.edits import (
    CropTo,
    CutoutService,
    EditBatch,
    EditStandings,
    EditUndo,
    PhotoEdit,
    SaveEdit,
    SmartCropRequest,
    Stamp,
    StampRequest,
)  # fmt: skip
from vintedbot_schemas.listings import DraftPage
from vintedbot_schemas.photos import (
    PART_BYTES,
    ClusterRequest,
    DuplicateList,
    GenerateDraftsRequest,
    GroupEdit,
    GroupList,
    GroupUndo,
    KeepBoth,
    PartAnswer,
    PhotoPage,
    PhotoVariant,
    UploadAnswer,
    UploadRequest,
)  # fmt: skip

from vintedbot.identity.caller import Caller, signed_in
from vintedbot.kit.errors import InvalidInput
from vintedbot.kit.http import PAGE_MAX, Paging, delete, get, post, put
from vintedbot.kit.room import QuotaReached
from vintedbot.listings import service as listings

from . import cutouts, editing, files, groups, imaging, lists, uploads, work
from .cutouts import ConsentMissing, NotOffered
from .editing import EditChanged
from .edits import GroupFull
from .groups import PhotoInUse, UndoTooLate
from .uploads import WrongOffset

AnyRequest = Request[Any, Any, Any]
IDS_MAX = 400


@post("/api/v1/bulk/photos/upload", guards=[signed_in], status_code=200, summary="Announce up to 80 photos")
async def upload(data: JSONBody[UploadRequest], caller: NamedDependency[Caller]) -> UploadAnswer:
    return await uploads.announce(caller.user_id, data.photos)


@put(
    "/api/v1/bulk/photos/{photo_id:uuid}/parts",
    guards=[signed_in],
    opt={"rate": "bytes"},
    raises=(WrongOffset,),
    request_max_body_size=PART_BYTES,
    summary="Send one part of at most 1 MiB, as raw bytes",
)
async def part(
    photo_id: FromPath[UUID],
    request: AnyRequest,
    caller: NamedDependency[Caller],
    offset: Annotated[int, QueryParameter(ge=0, le=2**31 - 1)] = 0,
) -> PartAnswer:
    return await uploads.take_part(caller.user_id, photo_id, offset, await request.body())


@get("/api/v1/bulk/photos", guards=[signed_in], summary="The photos, newest first, or those asked for")
async def photos(
    caller: NamedDependency[Caller],
    paging: NamedDependency[Paging],
    ids: Annotated[str | None, QueryParameter(max_length=IDS_MAX * 37)] = None,
) -> PhotoPage:
    return await (lists.page(caller.user_id, paging) if ids is None else lists.these(caller.user_id, _ids(ids)))


@delete("/api/v1/bulk/photos/{photo_id:uuid}", guards=[signed_in], raises=(PhotoInUse,), summary="Throw a photo away")
async def throw_away(photo_id: FromPath[UUID], caller: NamedDependency[Caller]) -> None:
    await groups.throw_away(caller.user_id, photo_id)


@get("/api/v1/bulk/duplicates", guards=[signed_in], summary="Pairs of photos that show the same shot, with the reason")
async def duplicates(caller: NamedDependency[Caller], paging: NamedDependency[Paging]) -> DuplicateList:
    return await lists.duplicates(caller.user_id, paging)


@post("/api/v1/bulk/duplicates/keep", guards=[signed_in], status_code=200, summary="Keep both photos of a pair, or ask again")
async def keep_both(data: JSONBody[KeepBoth], caller: NamedDependency[Caller]) -> DuplicateList:
    return await lists.keep_both(caller.user_id, data.photo_id, data.keep)


@get("/api/v1/bulk/groups", guards=[signed_in], summary="The open groups")
async def open_groups(
    caller: NamedDependency[Caller],
    after: Annotated[str | None, QueryParameter(max_length=300)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=PAGE_MAX)] = PAGE_MAX,
) -> GroupList:
    return await groups.shown(caller.user_id, Paging(limit, after))


@post("/api/v1/bulk/cluster", guards=[signed_in], status_code=200, summary="Group the photos that are in no group")
async def cluster(data: JSONBody[ClusterRequest], caller: NamedDependency[Caller]) -> GroupList:
    return await groups.cluster(caller.user_id, data.photo_ids)


@post(
    "/api/v1/bulk/groups/edit",
    guards=[signed_in],
    status_code=200,
    raises=(GroupFull, PhotoInUse),
    summary="Merge, split, move, cover, confirm, remove",
)
async def edit(data: JSONBody[GroupEdit], caller: NamedDependency[Caller]) -> GroupList:
    return await groups.edit(caller.user_id, data)


@post("/api/v1/bulk/groups/undo", guards=[signed_in], status_code=200, raises=(UndoTooLate,), summary="Take the last change back")
async def undo(data: JSONBody[GroupUndo], caller: NamedDependency[Caller]) -> GroupList:
    return await groups.undo(caller.user_id, data.undo)


@post("/api/v1/bulk/generate-drafts", guards=[signed_in], status_code=200, summary="One draft per group")
async def generate_drafts(data: JSONBody[GenerateDraftsRequest], caller: NamedDependency[Caller]) -> Response[DraftPage]:
    made = await groups.make_drafts(caller.user_id, data.group_ids, data.closet_id)
    return await listings.these(caller.user_id, made)


@get(
    "/api/v1/photos/{photo_id:uuid}/{variant:str}",
    guards=[signed_in],
    opt={"rate": "bytes"},
    summary="The picture of a ready photo",
)
async def picture(
    photo_id: FromPath[UUID],
    variant: FromPath[PhotoVariant],
    request: AnyRequest,
    caller: NamedDependency[Caller],
    rendering: Annotated[int | None, QueryParameter(ge=0, le=2**31 - 1)] = None,
) -> Response[bytes]:
    webp = variant == "large" and "image/webp" in request.headers.get("accept", "")
    found = await files.variant(caller.user_id, photo_id, variant, webp=webp)
    return _answer(request, found, lasts=found.rendering is None or found.rendering == rendering)


@get(
    "/api/v1/photos/by-hash/{kept_sha256:str}",
    guards=[signed_in],
    opt={"rate": "bytes"},
    summary="An original, or a photo of a snapshot",
)
async def by_hash(kept_sha256: FromPath[str], request: AnyRequest, caller: NamedDependency[Caller]) -> Response[bytes]:
    return _answer(request, await files.by_hash(caller.user_id, kept_sha256), lasts=True)


def _answer(request: AnyRequest, found: files.Found, *, lasts: bool) -> Response[bytes]:
    """The bytes, or 304 if the asker has them. `lasts`: they never change under their address, else an edit may change them."""
    cached = "private, max-age=31536000, immutable" if lasts else "private, no-cache"
    headers = {"etag": f'"{found.sha256}"', "cache-control": cached, "vary": "accept"}
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=found.media_type)
    return Response(found.content, headers=headers, media_type=found.media_type)


# ------------------------------------------------------------------------------------------------ edits
@get("/api/v1/photos/{photo_id:uuid}/edit", guards=[signed_in], summary="A photo's operations with their history")
async def edit_of(photo_id: FromPath[UUID], caller: NamedDependency[Caller]) -> PhotoEdit:
    return await editing.one(caller.user_id, photo_id)


@put(
    "/api/v1/photos/{photo_id:uuid}/edit",
    guards=[signed_in],
    raises=(EditChanged, QuotaReached, NotOffered, ConsentMissing),
    summary="Save the operations; they are drawn on the original",
)
async def save_edit(photo_id: FromPath[UUID], data: JSONBody[SaveEdit], caller: NamedDependency[Caller]) -> PhotoEdit:
    return await editing.save(caller.user_id, photo_id, data)


@post(
    "/api/v1/photos/{photo_id:uuid}/edit/retry",
    guards=[signed_in],
    status_code=200,
    raises=(QuotaReached, NotOffered, ConsentMissing),
    summary="Draw an edit that failed once more",
)
async def retry_edit(photo_id: FromPath[UUID], caller: NamedDependency[Caller]) -> PhotoEdit:
    return await editing.again(caller.user_id, photo_id)


@post(
    "/api/v1/photos/{photo_id:uuid}/smart-crop",
    guards=[signed_in],
    status_code=200,
    summary="The rectangle around the item, as a proposal",
)
async def smart_crop(photo_id: FromPath[UUID], data: JSONBody[SmartCropRequest], caller: NamedDependency[Caller]) -> CropTo:
    return await editing.smart_crop(caller.user_id, photo_id, data.operations, data.ratio)


@get("/api/v1/photos/edits", guards=[signed_in], summary="How far the edits of these photos are")
async def edit_standings(
    caller: NamedDependency[Caller], ids: Annotated[str, QueryParameter(max_length=IDS_MAX * 37)]
) -> EditStandings:
    return await editing.standings(caller.user_id, _ids(ids))


@post(
    "/api/v1/photos/edits/batch",
    guards=[signed_in],
    status_code=200,
    raises=(NotOffered, ConsentMissing),
    summary="The same operations on many photos",
)
async def edit_batch(data: JSONBody[EditBatch], caller: NamedDependency[Caller]) -> EditStandings:
    return await editing.batch(caller.user_id, data)


@post(
    "/api/v1/photos/edits/undo",
    guards=[signed_in],
    status_code=200,
    raises=(QuotaReached, NotOffered, ConsentMissing),
    summary="One step back in each of these photos",
)
async def undo_edits(data: JSONBody[EditUndo], caller: NamedDependency[Caller]) -> EditStandings:
    return await editing.step_back(caller.user_id, data)


@post("/api/v1/photos/watermark", guards=[signed_in], status_code=200, summary="A watermark's text as it is drawn")
async def watermark(data: JSONBody[StampRequest], caller: NamedDependency[Caller]) -> Stamp:
    png = await imaging.run(work.stamp, data.text)
    return Stamp(png=b64encode(png).decode(), sha256=sha256(png).hexdigest())


@get("/api/v1/photos/cutouts", guards=[signed_in], summary="Whether backgrounds can be removed, and what of it was used")
async def cutout_service(caller: NamedDependency[Caller]) -> CutoutService:
    return await cutouts.service(caller.user_id)


@put("/api/v1/photos/cutouts/consent", guards=[signed_in], summary="Agree that photos are sent to the service")
async def give_consent(caller: NamedDependency[Caller]) -> CutoutService:
    return await cutouts.consent(caller.user_id)


@delete("/api/v1/photos/cutouts/consent", guards=[signed_in], status_code=200, summary="No photo is sent to the service any more")
async def withdraw_consent(caller: NamedDependency[Caller]) -> CutoutService:
    return await cutouts.withdraw(caller.user_id)


def _ids(text: str) -> list[UUID]:
    try:
        return [UUID(each) for each in text.split(",") if each]
    except ValueError:
        raise InvalidInput("Ids, comma separated.", field="ids", source="query") from None


ROUTES = [
    upload, part, photos, throw_away, duplicates, keep_both, open_groups, cluster, edit, undo, generate_drafts, picture, by_hash,
    edit_of, save_edit, retry_edit, smart_crop, edit_standings, edit_batch, undo_edits, watermark, cutout_service, give_consent,
    withdraw_consent,
]  # fmt: skip
