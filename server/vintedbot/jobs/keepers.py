"""What the jobs domain asks of those who keep what hands read: who takes a reading, who hears of an end, who knows threads.

Each domain names itself here once, when its `tasks` module is imported; jobs knows no more of it than this.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from msgspec import Struct
from vintedbot_schemas.base import Money, VintedId
from vintedbot_schemas.cards import CardItem, Recipient
from vintedbot_schemas.inbox import OfferState
from vintedbot_schemas.jobs import Facts, JobState, ReadingAnswer
from vintedbot_schemas.verbs import Verb, Work


class Brought(Struct, frozen=True, kw_only=True):
    """Whose hands bring something, for which job."""

    user_id: UUID
    closet_id: UUID
    job_id: UUID
    verb: Verb
    work: Work
    facts: Facts
    now: datetime


class Ended(Struct, frozen=True, kw_only=True):
    """A job that ended, in the transaction that ends it."""

    user_id: UUID
    closet_id: UUID
    job_id: UUID
    verb: Verb
    work: Work
    facts: Facts
    state: JobState
    now: datetime


class KnownThread(Struct, frozen=True, kw_only=True):
    """A conversation as far as it was read."""

    thread_id: VintedId
    recipient: Recipient | None
    """None: the other member was deleted, or was not named."""
    item: CardItem | None
    """Without its price, which the listing knows."""
    transaction_id: VintedId | None
    allow_reply: bool
    last_entry: str | None
    """Its last entry's id at Vinted; None when that is not known, because it was not read since something was sent."""
    has_written: bool
    """The other member wrote, or asked for a price, in it."""
    we_wrote: bool
    read_at: datetime | None


class KnownOffer(Struct, frozen=True, kw_only=True):
    """A buyer's offer in a thread."""

    price: Money | None
    state: OfferState
    current: bool
    transaction_id: VintedId | None


Pair = tuple[VintedId, VintedId]
"""(member, item)."""


class Threads(Protocol):
    """Who keeps the conversations. Closets are asked for that the caller found to be the user's."""

    async def thread(self, closet_id: UUID, thread_id: VintedId) -> KnownThread | None: ...

    async def thread_with(self, closet_id: UUID, member_id: VintedId, item_id: VintedId) -> KnownThread | None:
        """The conversation with this member about this item."""
        ...

    async def offer(self, closet_id: UUID, thread_id: VintedId, offer_id: VintedId) -> KnownOffer | None: ...

    async def person(self, closet_id: UUID, member_id: VintedId) -> Recipient | None:
        """A member that was met in a conversation or liked something."""
        ...

    async def contacted(self, closet_id: UUID, pairs: Sequence[Pair]) -> set[Pair]:
        """Those of the pairs that have a conversation in which we wrote."""
        ...

    async def open_offers(self, closet_id: UUID, item_ids: Sequence[VintedId]) -> set[VintedId]:
        """Those of the items for which a price waits for an answer, a buyer's or ours."""
        ...


Take = Callable[[Brought, Any], Awaitable[ReadingAnswer]]
Follow = Callable[[Ended], Awaitable[None]]

_takers: dict[type, tuple[frozenset[Verb], Take]] = {}
_followers: list[tuple[frozenset[Verb], Follow]] = []
_threads: list[Threads] = []


def keeps_reading(kind: type, take: Take, *verbs: Verb) -> None:
    """Names who takes this kind of reading, and the verbs whose jobs may bring it. `take` may raise InvalidInput."""
    _takers[kind] = (frozenset(verbs), take)


def after(follow: Follow, *verbs: Verb) -> None:
    """Calls `follow` whenever a job of these verbs has ended, however: look at its state."""
    entry = (frozenset(verbs), follow)
    if entry not in _followers:
        _followers.append(entry)


def keeps_threads(threads: Threads) -> None:
    """Names who keeps the conversations; the last one named does."""
    _threads[:] = [threads]


def threads() -> Threads:
    """Who keeps the conversations."""
    return _threads[0]


def taker(kind: type, verb: Verb) -> Take | None:
    """Who takes a reading of this kind from a job of this verb."""
    verbs, take = _takers.get(kind, (frozenset(), None))
    return take if verb in verbs else None


async def tell(ended: Ended) -> None:
    """Tells everybody who wants to hear of this verb."""
    for verbs, follow in _followers:
        if ended.verb in verbs:
            await follow(ended)
