"""What a person does about an order: the label, "handed over"; and what only Vinted's own page can do."""

from typing import Literal
from uuid import UUID

from vintedbot_schemas.base import VintedId
from vintedbot_schemas.jobs import Job
from vintedbot_schemas.orders import Dispute, Evidence, Order, ShipRequest, StatusChange
from vintedbot_schemas.verbs import FetchLabel, MarkShipped, OpenOnVinted, OpenPurpose

from vintedbot.closets import service as closets
from vintedbot.inbox import service as inbox
from vintedbot.jobs import service as jobs
from vintedbot.kit.errors import InvalidInput, NotFound
from vintedbot.listings import service as listings

from . import board

Status = Literal["reserved", "sold", "feedback", "cancelled"]
PAGE_FOR: dict[Status, OpenPurpose] = {
    "reserved": "reserve", "sold": "mark_sold", "feedback": "feedback", "cancelled": "order",
}  # fmt: skip
"""What is opened for each status: CONTRACT knows no call for any of them."""


async def ship(user_id: UUID, transaction_id: VintedId, wanted: ShipRequest) -> Job:
    """Fetches the label (has it made first), or says that the parcel was handed over. Raises NotFound, InvalidInput."""
    order = await _own(user_id, wanted.closet_id, transaction_id)
    if order.side != "sold":
        raise InvalidInput("Only a sale is shipped.", field="what")
    if wanted.what == "handed_over":
        return await jobs.press(user_id, wanted.closet_id, MarkShipped(transaction_id=transaction_id))
    fetch = FetchLabel(transaction_id=transaction_id, order=wanted.what == "order_label")
    return await jobs.press(user_id, wanted.closet_id, fetch)


async def hand_over(user_id: UUID, transaction_id: VintedId, wanted: StatusChange) -> Job:
    """Opens the page where the person changes the status. Raises NotFound."""
    order = await _own(user_id, wanted.closet_id, transaction_id)
    return await _open(user_id, order, PAGE_FOR[wanted.to])


async def dispute(user_id: UUID, closet_id: UUID, transaction_id: VintedId) -> Dispute:
    """Opens Vinted's page, and puts together what is known for it. Raises NotFound."""
    order = await _own(user_id, closet_id, transaction_id)
    job = await _open(user_id, order, "dispute")
    return Dispute(job_id=job.id, evidence=await _evidence(user_id, order))


async def _own(user_id: UUID, closet_id: UUID, transaction_id: VintedId) -> Order:
    await closets.owned(user_id, closet_id)
    return await board.one(user_id, closet_id, transaction_id)


async def _open(user_id: UUID, order: Order, purpose: OpenPurpose) -> Job:
    # of a bundle no single item is named
    item_id = order.item_ids[0] if len(order.item_ids) == 1 and order.side == "sold" else None
    opened = OpenOnVinted(purpose=purpose, item_id=item_id, thread_id=order.thread_id, transaction_id=order.transaction_id)
    return await jobs.press(user_id, order.closet_id, opened)


async def _evidence(user_id: UUID, order: Order) -> Evidence:
    details = [await listings.details_of(order.closet_id, item_id) for item_id in order.item_ids]
    photo_ids = [photo_id for each in details if each is not None for photo_id in each.photo_ids]
    hashes = await jobs.bytes_known(order.closet_id, photo_ids)
    texts = [each.fields.description for each in details if each is not None]
    try:
        thread_id = order.thread_id or 0
        entries = (await inbox.conversation(user_id, order.closet_id, thread_id)).entries
    except NotFound:
        entries = []
    return Evidence(
        title=order.title,
        description="\n\n".join(texts) if texts else None,
        price=order.price,
        photo_sha256=[hashes[photo_id] for photo_id in photo_ids if photo_id in hashes],
        carrier=order.carrier,
        tracking_code=order.tracking_code,
        ship_by=order.ship_by,
        label_sha256=order.label_sha256,
        entries=entries,
    )
