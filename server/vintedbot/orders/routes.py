"""The routes of orders, and the one by which a device brings a label."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody, QueryParameter
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.jobs import Job
from vintedbot_schemas.orders import (
    Dispute,
    DisputeRequest,
    LabelBytes,
    Order,
    OrderPage,
    OrderSide,
    OrderWaits,
    ShipRequest,
    StatusChange,
)  # fmt: skip

from vintedbot.identity.caller import Caller, device_only, signed_in
from vintedbot.jobs import service as jobs
from vintedbot.kit.errors import UnsupportedMediaType
from vintedbot.kit.http import Paging, get, post, put

from . import acts, board, labels

BASE = "/api/v1/orders"
ONE = BASE + "/{transaction_id:int}"


@get(BASE, guards=[signed_in], summary="Sales and purchases, newest first")
async def orders(
    caller: NamedDependency[Caller],
    paging: NamedDependency[Paging],
    closet_id: FromQuery[UUID | None] = None,
    side: FromQuery[OrderSide | None] = None,
    waits_for: Annotated[OrderWaits | None, QueryParameter(name="waits")] = None,
) -> OrderPage:
    return await board.page(caller.user_id, closet_id, side, waits_for, paging)


@get(ONE, guards=[signed_in], summary="One sale or purchase")
async def order(
    transaction_id: FromPath[int], caller: NamedDependency[Caller], closet_id: FromQuery[UUID | None] = None
) -> Order:
    wanted: VintedId = transaction_id
    return await board.one(caller.user_id, closet_id, wanted)


@get(ONE + "/label", guards=[signed_in], summary="The label that was fetched, a PDF", media_type="application/pdf")
async def label(
    transaction_id: FromPath[int], caller: NamedDependency[Caller], closet_id: FromQuery[UUID | None] = None
) -> Response[bytes]:
    wanted: VintedId = transaction_id
    headers = {
        "cache-control": "private, no-store",
        "content-disposition": f'attachment; filename="label-{wanted}.pdf"',
        "x-content-type-options": "nosniff",
    }
    return Response(await labels.read(caller.user_id, closet_id, wanted), headers=headers, media_type="application/pdf")


@post(ONE + "/ship", guards=[signed_in], status_code=202, raises=(jobs.ItemBusy,), summary="The label, or: handed over")
async def ship(transaction_id: FromPath[int], data: JSONBody[ShipRequest], caller: NamedDependency[Caller]) -> Job:
    wanted: VintedId = transaction_id
    return await acts.ship(caller.user_id, wanted, data)


@put(ONE + "/status", guards=[signed_in], status_code=202, summary="Open the page of Vinted's where the status is changed")
async def status(transaction_id: FromPath[int], data: JSONBody[StatusChange], caller: NamedDependency[Caller]) -> Job:
    wanted: VintedId = transaction_id
    return await acts.hand_over(caller.user_id, wanted, data)


@post(ONE + "/dispute", guards=[signed_in], status_code=202, summary="Open Vinted's page, with what it needs at hand")
async def dispute(transaction_id: FromPath[int], data: JSONBody[DisputeRequest], caller: NamedDependency[Caller]) -> Dispute:
    wanted: VintedId = transaction_id
    return await acts.dispute(caller.user_id, data.closet_id, wanted)


@put(
    "/api/v1/jobs/{job_id:uuid}/label",
    guards=[device_only],
    raises=(jobs.LeaseLost, jobs.WrongState, jobs.BytesDiffer, UnsupportedMediaType),
    request_max_body_size=labels.LABEL_MAX,
    summary="The bytes of the label a job fetched, raw",
)
async def bring_label(
    job_id: FromPath[UUID],
    request: Request[Any, Any, Any],
    caller: NamedDependency[Caller],
    x_sha256: Annotated[str, HeaderParameter(name="X-Sha256", pattern="^[0-9a-fA-F]{64}$")],
) -> LabelBytes:
    assert caller.device_id is not None
    return await labels.keep(caller.user_id, caller.device_id, job_id, await request.body(), x_sha256)


ROUTES = [orders, order, label, ship, status, dispute, bring_label]
