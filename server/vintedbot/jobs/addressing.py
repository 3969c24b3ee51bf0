"""What addresses another person: from a wish to a card that says all, and whether what was approved is still so at the go.

A first message or offer goes to somebody who liked an item, once for that item; into a conversation only an answer goes.
Both are asked twice, at the wish (an error the person can act on) and at the go (a reason to send nothing).
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct
from vintedbot_schemas.base import Money, VintedId
from vintedbot_schemas.cards import Card, CardItem, Recipient
from vintedbot_schemas.jobs import StopReason
from vintedbot_schemas.verbs import (
    AnswerOffer,
    SendMessage,
    SendOffer,
    SetFavourite,
    SetFollow,
    WishAnswerOffer,
    WishFavourite,
    WishFollow,
    WishMessage,
    WishOffer,
)  # fmt: skip

from vintedbot.closets import service as closets
from vintedbot.kit.db import fetch, fetchval
from vintedbot.kit.errors import InvalidInput
from vintedbot.listings import service as listings
from vintedbot.listings.service import KnownItem

from . import budget, cards, keepers, rows
from .errors import AlreadyContacted, ItemLimitReached, ItemNotActive, OfferNotOpen, PersonIgnored, ThreadUnknown
from .keepers import KnownThread, Pair
from .rows import Held, JobRow

Addressing = SendMessage | SendOffer | AnswerOffer | SetFavourite | SetFollow
WishAddressing = WishMessage | WishOffer | WishAnswerOffer | WishFavourite | WishFollow

FOR_SALE = ("active", "reserved")
OVER = ("sold", "gone", "closed")
NOTHING_CAME_OF_IT = ("failed", "cancelled", "expired")
"""States of a job that wrote to nobody."""


class _To(Struct, frozen=True, kw_only=True):
    """Whom, about what, and where."""

    person: Recipient
    item: CardItem | None
    known: KnownItem | None
    thread: KnownThread | None

    @property
    def thread_id(self) -> VintedId | None:
        return self.thread.thread_id if self.thread is not None else None

    @property
    def after(self) -> str | None:
        return self.thread.last_entry if self.thread is not None else None


# ------------------------------------------------------------------------------------------------ the wish
async def frozen(closet_id: UUID, wanted: WishAddressing) -> Addressing:
    """The work of a wish, with its card.

    Raises InvalidInput, ThreadUnknown, AlreadyContacted, PersonIgnored, ItemNotActive, OfferNotOpen, BelowFloor.
    """
    work = await _frozen(closet_id, wanted)
    if await closets.is_ignored(closet_id, work.card.recipient.member_id):
        raise PersonIgnored
    return work


async def _frozen(closet_id: UUID, wanted: WishAddressing) -> Addressing:
    match wanted:
        case WishMessage():
            to = await _to(closet_id, wanted.thread_id, wanted.member_id, wanted.item_id)
            card = cards.made(to.person, to.item, wanted.reason, text=wanted.text)
            return SendMessage(card=card, thread_id=to.thread_id, after=to.after)
        case WishOffer():
            to = await _to(closet_id, wanted.thread_id, wanted.member_id, wanted.item_id)
            if to.known is None or to.known.state not in FOR_SALE:
                raise ItemNotActive(state=to.known.state if to.known else None)
            refuse_amount(wanted.price, to.known, "price")
            card = cards.made(to.person, to.item, wanted.reason, amount=wanted.price)
            return SendOffer(card=card, thread_id=to.thread_id, after=to.after)
        case WishAnswerOffer():
            return await _answer(closet_id, wanted)
        case WishFavourite():
            item = CardItem(item_id=wanted.item_id, title="")
            card = cards.made(await _person(closet_id, wanted.member_id), item, wanted.reason)
            return SetFavourite(card=card, favourite=wanted.favourite)
        case WishFollow():
            return SetFollow(
                card=cards.made(await _person(closet_id, wanted.member_id), None, wanted.reason), follow=wanted.follow
            )


async def _answer(closet_id: UUID, wanted: WishAnswerOffer) -> AnswerOffer:
    if (wanted.price is not None) != (wanted.answer == "counter"):
        raise InvalidInput("A counter names its price; another answer names none.", field="price")
    to = await _in_thread(closet_id, wanted.thread_id)
    offer = await keepers.threads().offer(closet_id, wanted.thread_id, wanted.offer_id)
    transaction_id = (offer.transaction_id if offer else None) or (to.thread.transaction_id if to.thread else None)
    if offer is None or transaction_id is None or offer.state != "pending" or not offer.current:
        raise OfferNotOpen(state=offer.state if offer else None)
    amount = wanted.price or offer.price
    if wanted.answer == "counter" and to.known is not None and wanted.price is not None:
        refuse_amount(wanted.price, to.known, "price")
    elif wanted.answer == "accept" and to.known is not None:
        listings.refuse_below_floor(amount, to.known.floor)
    return AnswerOffer(
        card=cards.made(to.person, to.item, wanted.reason, amount=amount),
        thread_id=wanted.thread_id,
        transaction_id=transaction_id,
        offer_id=wanted.offer_id,
        answer=wanted.answer,
        after=to.after,
    )


async def _to(closet_id: UUID, thread_id: VintedId | None, member_id: VintedId | None, item_id: VintedId | None) -> _To:
    if thread_id is not None:
        return await _in_thread(closet_id, thread_id)
    if member_id is None or item_id is None:
        raise InvalidInput("Name a conversation, or a member and an item.", field="wish.thread_id")
    there = await keepers.threads().thread_with(closet_id, member_id, item_id)
    if there is not None:
        return await _in_thread(closet_id, there.thread_id)
    known = await listings.known(closet_id, item_id)
    if known is None or known.state not in FOR_SALE:
        raise ItemNotActive(state=known.state if known else None)
    return _To(person=await _person(closet_id, member_id), item=_card_item(known), known=known, thread=None)


async def _in_thread(closet_id: UUID, thread_id: VintedId) -> _To:
    thread = await keepers.threads().thread(closet_id, thread_id)
    if thread is None or thread.recipient is None:
        raise ThreadUnknown
    if not thread.has_written:
        raise AlreadyContacted
    known = await listings.known(closet_id, thread.item.item_id) if thread.item is not None else None
    item = _card_item(known) if known is not None else thread.item
    return _To(person=thread.recipient, item=item, known=known, thread=thread)


def _card_item(known: KnownItem) -> CardItem:
    """The price of what is for sale. What is sold has none any more: an answer about it is no answer to its price."""
    price = known.price if known.state in FOR_SALE else None
    return CardItem(item_id=known.item_id, title=known.title, photo_url=known.photo_url, price=price)


async def _person(closet_id: UUID, member_id: VintedId) -> Recipient:
    """As far as this closet has met them."""
    return await keepers.threads().person(closet_id, member_id) or Recipient(member_id=member_id, login="")


def refuse_amount(amount: Money, known: KnownItem, field: str) -> None:
    """An offer is below the price and not below the floor. Raises InvalidInput, BelowFloor."""
    price = known.price
    if price is not None and amount.currency != price.currency:
        raise InvalidInput(f"This item is sold in {price.currency}.", field=field)
    if amount.amount < 1 or (price is not None and amount.amount >= price.amount):
        raise InvalidInput("An offer is less than the price.", field=field)
    listings.refuse_below_floor(amount, known.floor)


async def refuse_again(closet_id: UUID, work: Addressing) -> None:
    """What holds between jobs: once per person and item, four per item. The caller holds the closet.

    Raises AlreadyContacted, ItemLimitReached.
    """
    card = work.card
    if not isinstance(work, SendMessage | SendOffer | AnswerOffer) or card.item is None:
        return
    if work.thread_id is None and await _contacted(closet_id, (card.recipient.member_id, card.item.item_id), None):
        raise AlreadyContacted
    if not is_counted(work):
        return
    spent = await rows.spent_in_window(closet_id)
    now = await fetchval("SELECT clock_timestamp()")
    waiting = await fetchval(
        """SELECT count(*) FROM jobs WHERE closet_id = $1 AND item_id = $2 AND member_id IS NOT NULL AND ended_at IS NULL
               AND NOT begun AND (new_thread OR verb = 'send_offer' OR work->>'answer' = 'counter')""",
        closet_id, card.item.item_id,
    )  # fmt: skip
    if budget.about_item(spent, card.item.item_id, now) + waiting >= budget.PER_ITEM:
        raise ItemLimitReached


def is_counted(work: Addressing) -> bool:
    """Whether it is one of the four about an item: every offer, and a message to somebody who did not write first."""
    match work:
        case SendOffer():
            return True
        case SendMessage():
            return work.thread_id is None
        case AnswerOffer():
            return work.answer == "counter"
        case _:
            return False


async def addressed(closet_id: UUID, pairs: Sequence[Pair], but: UUID | None = None) -> set[Pair]:
    """Those of the pairs (member, item) that a message or offer of ours went to, is on its way to, or may have gone to."""
    found = await fetch(
        """SELECT DISTINCT p.member_id, p.item_id FROM unnest($2::bigint[], $3::bigint[]) AS p (member_id, item_id)
           JOIN jobs j ON j.closet_id = $1 AND j.member_id = p.member_id AND j.item_id = p.item_id
           WHERE j.verb IN ('send_message', 'send_offer') AND j.state <> ALL($4) AND j.id IS DISTINCT FROM $5""",
        closet_id, [member for member, _ in pairs], [item for _, item in pairs], NOTHING_CAME_OF_IT, but,
    )  # fmt: skip
    return {(row["member_id"], row["item_id"]) for row in found}


async def _contacted(closet_id: UUID, pair: Pair, but: UUID | None) -> bool:
    return bool(await addressed(closet_id, [pair], but) or await keepers.threads().contacted(closet_id, [pair]))


# ------------------------------------------------------------------------------------------------ the go
async def no_longer(held: Held) -> StopReason | None:
    """Why what was approved is not what would be sent now, if it is not. Asked at the go of every step the person sees."""
    job = held.job
    work: Any = rows.work_of(job)
    card: Card = work.card
    if not await _is_approved(job, card):
        return "not_approved"
    if await closets.is_ignored(job.closet_id, card.recipient.member_id):
        return "ignored"
    return await _thread(job, work) or await _item(job, work) or (None if job.begun else await _first(held, work))


async def _is_approved(job: JobRow, card: Card) -> bool:
    if job.approved_digest is not None:
        return job.approved_digest == card.digest
    return job.consent_id is not None and await closets.consent_holds(job.consent_id)


async def _thread(job: JobRow, work: Any) -> StopReason | None:
    """An answer goes to what was said when it was written, and to nothing newer."""
    if not isinstance(work, SendMessage | SendOffer | AnswerOffer) or work.thread_id is None:
        return None
    thread = await keepers.threads().thread(job.closet_id, work.thread_id)
    if thread is not None and not thread.has_written:
        return "contacted"
    if thread is not None and work.after is not None and thread.last_entry not in (None, work.after):
        return "thread_changed"
    if isinstance(work, AnswerOffer):
        offer = await keepers.threads().offer(job.closet_id, work.thread_id, work.offer_id)
        if offer is None or offer.state != "pending" or not offer.current:
            return "thread_changed"
    return None


async def _item(job: JobRow, work: Any) -> StopReason | None:
    if not isinstance(work, SendMessage | SendOffer | AnswerOffer) or work.card.item is None:
        return None
    shown = work.card.item
    known = await listings.known(job.closet_id, shown.item_id)
    if shown.price is not None:
        if known is None or known.state in OVER:
            return "item_sold"
        if known.state not in FOR_SALE or known.price != shown.price:
            return "item_changed"
    declines = isinstance(work, AnswerOffer) and work.answer == "decline"
    if known is not None and not declines and listings.is_below_floor(work.card.amount, known.floor):
        return "below_floor"
    return None


async def _first(held: Held, work: Any) -> StopReason | None:
    job, card = held.job, work.card
    if card.item is None:
        return None
    if job.new_thread and await _contacted(job.closet_id, (card.recipient.member_id, card.item.item_id), job.id):
        return "contacted"
    if is_counted(work):
        spent = await rows.spent_in_window(job.closet_id)
        return "item_limit" if budget.about_item(spent, card.item.item_id, held.now) >= budget.PER_ITEM else None
    return None
