"""The approval queue: cards that wait for a person to look at them, one by one.

Approving names the digest of the card that was seen; editing makes another one, so what somebody else saw a moment before can no
longer be approved. Only a signed-in person gets here.
"""

from uuid import UUID

import msgspec
from vintedbot_schemas.cards import ApproveRequest, Card, DeclineRequest, EditCardRequest

from vintedbot.closets import service as closets
from vintedbot.kit.db import execute, fetch, transaction
from vintedbot.kit.errors import InvalidInput
from vintedbot.listings import service as listings

from . import addressing, cards, effects, rows, wishes
from .errors import CardChanged, NotWaiting
from .rows import Held


async def approve(user_id: UUID, job_id: UUID, request: ApproveRequest) -> None:
    """This card may be sent. Raises NotFound, NotWaiting, CardChanged."""
    async with transaction():
        held = await rows.lock(user_id, job_id)
        if held.job.approved_digest == request.digest:
            return  # the answer was lost on its way, or somebody else was as quick
        card = _seen(held, request.digest)
        await execute(
            """UPDATE jobs SET state = 'queued', changed_by = 'person', pressed = true, approved_digest = $2, waits_for = NULL,
                   next_at = $3, expires_at = $4, work = $5
               WHERE id = $1""",
            job_id, card.digest, held.now, held.now + wishes.LIVES, _with_card(held, cards.approved(card)),
        )  # fmt: skip


async def edit(user_id: UUID, job_id: UUID, request: EditCardRequest) -> None:
    """Another text or amount on the card that was seen. Raises NotFound, NotWaiting, CardChanged, InvalidInput, BelowFloor."""
    async with transaction():
        held = await rows.lock(user_id, job_id)
        card = _seen(held, request.digest)
        if (request.text is not None and card.text is None) or (request.amount is not None and not _names_price(held)):
            raise InvalidInput("This card has nothing of the kind.", field="text" if request.text is not None else "amount")
        if request.amount is not None and card.item is not None:
            known = await listings.known(held.job.closet_id, card.item.item_id)
            if known is not None:
                addressing.refuse_amount(request.amount, known, "amount")
        changed = cards.edited(card, request.text, request.amount)
        await execute("UPDATE jobs SET work = $2 WHERE id = $1", job_id, _with_card(held, changed))


async def decline(user_id: UUID, job_id: UUID, request: DeclineRequest) -> None:
    """It is not sent; with `never_again` nothing is prepared for this person any more, and what else waits for them goes too.

    Raises NotFound, NotWaiting.
    """
    async with transaction():
        held = await rows.lock(user_id, job_id)
        card = _waiting(held)
        await _declined(held)
        if request.never_again:
            await closets.ignore(held.job.closet_id, card.recipient, held.now)
            for row in await fetch(
                """SELECT id FROM jobs WHERE closet_id = $1 AND member_id = $2 AND state = 'waiting_approval' ORDER BY id""",
                held.job.closet_id, card.recipient.member_id,
            ):  # fmt: skip
                await _declined(await rows.lock(user_id, row["id"]))


async def consent_revoked(closet_id: UUID, consent_id: UUID) -> None:
    """What rests on this consent and has not begun waits for its person again. In the transaction of whoever revoked it."""
    now = await rows.lock_closet(closet_id)
    for row in await fetch(
        """SELECT id, user_id FROM jobs WHERE closet_id = $1 AND consent_id = $2 AND NOT begun
               AND state IN ('queued', 'leased') ORDER BY id""",
        closet_id, consent_id,
    ):  # fmt: skip
        held = await rows.lock(row["user_id"], row["id"])
        if held.job.state == "leased":  # its device learns at its next word that the lease is over
            await rows.free_hands(closet_id)
            await execute("UPDATE jobs SET state = 'queued', changed_by = 'clock', mode = NULL WHERE id = $1", held.job.id)
        card = rows.card_of(held.job)
        assert card is not None
        await execute(
            """UPDATE jobs SET state = 'waiting_approval', changed_by = 'person', consent_id = NULL, waits_for = 'approval',
                   next_at = $2, expires_at = $3, work = $4
               WHERE id = $1""",
            held.job.id, now, now + cards.EXPIRES, _with_card(held, cards.waiting(card, now)),
        )  # fmt: skip


def _waiting(held: Held) -> Card:
    card = rows.card_of(held.job)
    if held.job.state != "waiting_approval" or card is None:
        raise NotWaiting
    return card


def _seen(held: Held, digest: str) -> Card:
    """The waiting card, if it is the one that was seen."""
    card = _waiting(held)
    if card.digest != digest:
        raise CardChanged(current=msgspec.to_builtins(card))
    return card


def _names_price(held: Held) -> bool:
    """Whether the card's amount is the seller's own; one that answers a buyer's offer as it is has none to change."""
    work = rows.work_of(held.job)
    return held.job.verb == "send_offer" or getattr(work, "answer", None) == "counter"


def _with_card(held: Held, card: Card) -> bytes | None:
    work = rows.work_of(held.job)
    return rows.encoded(msgspec.structs.replace(work, card=card))


async def _declined(held: Held) -> None:
    await execute(
        """UPDATE jobs SET state = 'cancelled', changed_by = 'person', reason = 'declined', waits_for = NULL, next_at = NULL,
               ended_at = $2 WHERE id = $1""",
        held.job.id, held.now,
    )  # fmt: skip
    await effects.gave_up(msgspec.structs.replace(held.job, state="cancelled"), held.now)
