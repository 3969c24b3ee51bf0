"""Cards: what a person approves before somebody is addressed. Pure; a card lives in its job's work and nowhere else."""

import hashlib
from datetime import datetime, timedelta

import msgspec
from vintedbot_schemas.base import Money
from vintedbot_schemas.cards import Card, CardItem, CardReason, Recipient

EXPIRES = timedelta(hours=48)
"""After that the reason for writing is no longer what it was."""


def digest(recipient: Recipient, item: CardItem | None, text: str | None, amount: Money | None, reason: CardReason) -> str:
    """Over whom, what item at what price, what exactly, and why. Names and pictures may change without anybody asking again."""
    price = item.price if item is not None else None
    covered = [
        recipient.member_id,
        item.item_id if item is not None else None,
        [price.amount, price.currency] if price is not None else None,
        text,
        [amount.amount, amount.currency] if amount is not None else None,
        reason,
    ]
    return hashlib.sha256(msgspec.json.encode(covered)).hexdigest()


def made(
    recipient: Recipient, item: CardItem | None, reason: CardReason, *, text: str | None = None, amount: Money | None = None
) -> Card:
    """A card that has not been before anybody yet."""
    return Card(
        recipient=recipient,
        item=item,
        text=text,
        amount=amount,
        reason=reason,
        digest=digest(recipient, item, text, amount, reason),
    )


def edited(card: Card, text: str | None, amount: Money | None) -> Card:
    """The card with another text or amount; what is not given stays."""
    return msgspec.structs.replace(
        made(
            card.recipient,
            card.item,
            card.reason,
            text=card.text if text is None else text,
            amount=card.amount if amount is None else amount,
        ),
        expires_at=card.expires_at,
    )


def waiting(card: Card, now: datetime) -> Card:
    """The card as it waits for its person."""
    return msgspec.structs.replace(card, expires_at=now + EXPIRES)


def approved(card: Card) -> Card:
    """The card once it was looked at: it no longer expires by itself."""
    return msgspec.structs.replace(card, expires_at=None)
