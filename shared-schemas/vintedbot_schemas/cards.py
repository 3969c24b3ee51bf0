"""Cards: what a person sees before anything addresses another person, and how they answer (ARCHITECTURE §3.2).

A card carries recipient, item, exact text or amount, and reason; its digest is over these four. A person's press with
them before their eyes is the approval; everything else waits in the approval queue as such a card.
"""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from .base import Moment, Money, Request, Sha256, VintedId, Wire

MessageText = Annotated[str, Meta(min_length=1, max_length=2000)]

CardReason = Literal[
    "written_by_you", "liked_your_item", "asked_a_question", "made_an_offer", "follows_you", "chosen_by_you", "rule"
]
"""Why this card exists: `rule` names an automation, the others say what the other person or you did."""


class Recipient(Wire, frozen=True, kw_only=True):
    """The member a card addresses."""

    member_id: VintedId
    login: str
    photo_url: str | None = None


class CardItem(Wire, frozen=True, kw_only=True):
    """The listing a card is about, as it was known when the card was made."""

    item_id: VintedId
    title: str
    photo_url: str | None = None
    price: Money | None = None


class Card(Wire, frozen=True, kw_only=True):
    """What is approved. `digest` covers recipient, item (its price too), text or amount, and reason."""

    recipient: Recipient
    item: CardItem | None
    text: str | None = None
    amount: Money | None = None
    reason: CardReason
    digest: Sha256
    expires_at: Moment | None = None
    """48 h after it was made; None once it was approved."""


class ApproveRequest(Request, frozen=True, kw_only=True):
    """POST /jobs/{id}/approve: the digest of the card the person saw; a stale one answers 409 `card_changed`."""

    digest: Sha256


class CardChanged(Wire, frozen=True, kw_only=True):
    """Data of the problem `card_changed`: the card as it is now."""

    current: Card


class EditCardRequest(Request, frozen=True, kw_only=True):
    """PUT /jobs/{id}/card: another text or amount, on the card with this digest. Answers the job with its new card."""

    digest: Sha256
    text: MessageText | None = None
    amount: Money | None = None


class DeclineRequest(Request, frozen=True, kw_only=True):
    """POST /jobs/{id}/decline. `never_again`: this person goes on the ignore list of the closet."""

    never_again: bool = False


class IgnoredPerson(Wire, frozen=True, kw_only=True):
    """A member nothing is prepared for any more."""

    member_id: VintedId
    login: str
    since: Moment


class IgnoreList(Wire, frozen=True, kw_only=True):
    """GET /accounts/vinted/{id}/ignored."""

    items: list[IgnoredPerson]


class Consent(Wire, frozen=True, kw_only=True):
    """The dated consent under which rules may send with one verb by themselves. Revoked, what waits is put before the person."""

    verb: Literal["send_message", "send_offer", "answer_offer", "set_favourite", "set_follow"]
    given_at: Moment
    closet_id: UUID


class ConsentList(Wire, frozen=True, kw_only=True):
    """GET /accounts/vinted/{id}/consents."""

    items: list[Consent]
