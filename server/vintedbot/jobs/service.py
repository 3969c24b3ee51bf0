"""What other domains may ask of jobs. A wish is made in the caller's transaction; the rest opens its own unless it says so."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.jobs import Job
from vintedbot_schemas.verbs import Wish

from vintedbot.kit.db import fetch, transaction
from vintedbot.kit.errors import AppError

from . import errors, history, wishes
from .addressed import about_order, of_thread, under_way
from .addressing import addressed
from .aftermath import look as look_after
from .answers import device_gone, drop_closet, go_on_after_person, member_is_here
from .approvals import consent_revoked
from .drafts import Drafts, Look, Moved, keeps_drafts
from .errors import LeaseLost, WrongState
from .history import AtWork, at_work
from .journals import restore
from .keepers import (
    Brought,
    Ended,
    KnownOffer,
    KnownThread,
    Pair,
    after,
    keeps_reading,
    keeps_threads,
    threads,
)  # fmt: skip
from .rows import work_of
from .snapshots import BytesDiffer, bytes_in_use, bytes_known, leased_by
from .snapshots import bytes_sent as snapshot_bytes
from .snapshots import of_job as snapshot_of
from .snapshots import photo as snapshot_photo
from .wishes import ItemBusy, RelistCooldown

__all__ = [
    "OF_A_CARD", "AtWork", "Brought", "BytesDiffer", "Drafts", "Ended", "ItemBusy", "ItemNews", "KnownOffer", "KnownThread",
    "LeaseLost", "Look", "Moved", "Pair", "RelistCooldown", "WrongState", "about_items", "about_order", "addressed", "after",
    "at_work", "bytes_in_use", "bytes_known", "consent_revoked", "device_gone", "drop_closet", "go_on_after_person",
    "keeps_drafts", "keeps_reading", "keeps_threads", "leased_by", "look_after", "member_is_here", "of_thread", "press",
    "restore", "snapshot_bytes", "snapshot_of", "snapshot_photo", "under_way", "wish", "work_of",
]  # fmt: skip

wish = wishes.wish
OF_A_CARD: tuple[type[AppError], ...] = (
    ItemBusy, errors.AlreadyContacted, errors.ItemLimitReached, errors.ItemNotActive, errors.OfferNotOpen, errors.PersonIgnored,
    errors.SwitchedOff, errors.ThreadUnknown,
)  # fmt: skip
"""What a wish that addresses somebody may raise."""


async def press(user_id: UUID, closet_id: UUID, wanted: Wish, *, prepare: bool = False) -> Job:
    """A person's wish, as its own transaction; the job as they see it. `prepare`: as a card to be looked at later."""
    async with transaction():
        job_id = await wishes.wish(user_id, closet_id, wanted, prepare=prepare)
    return await history.one(user_id, job_id)


class ItemNews(Struct, frozen=True, kw_only=True):
    """What jobs know of a listing: who works on it, what keeps it from a relist, what it can be restored from (`aftermath`)."""

    job_id: UUID | None
    relisted_at: datetime | None
    open_offer: bool
    snapshot_id: UUID | None


async def about_items(closet_ids: Sequence[UUID], item_ids: Sequence[VintedId]) -> dict[tuple[UUID, VintedId], ItemNews]:
    """For each (closet, item) of two lists of the same length."""
    found = await fetch(
        """SELECT i.closet_id, i.item_id,
               (SELECT j.id FROM jobs j WHERE j.closet_id = i.closet_id AND j.item_id = i.item_id AND j.writing
                   AND j.ended_at IS NULL AND j.member_id IS NULL LIMIT 1) AS job_id,
               (SELECT max(s.at) FROM closet_spend s WHERE s.closet_id = i.closet_id AND s.relists > 0
                   AND (s.item_id = i.item_id OR s.new_item_id = i.item_id)) AS relisted_at,
               (SELECT n.id FROM snapshots n JOIN jobs r ON r.id = n.job_id AND r.aftermath = 'vanished'
                   WHERE n.closet_id = i.closet_id AND n.item_id = i.item_id AND n.complete
                   ORDER BY n.id DESC LIMIT 1) AS snapshot_id
           FROM unnest($1::uuid[], $2::bigint[]) AS i (closet_id, item_id)""",
        closet_ids, item_ids,
    )  # fmt: skip
    offered = {each: await threads().open_offers(each, item_ids) for each in set(closet_ids)}
    return {
        (row["closet_id"], row["item_id"]): ItemNews(
            job_id=row["job_id"],
            relisted_at=row["relisted_at"],
            open_offer=row["item_id"] in offered[row["closet_id"]],
            snapshot_id=row["snapshot_id"],
        )
        for row in found
    }
