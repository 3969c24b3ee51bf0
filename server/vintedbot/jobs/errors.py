"""How the jobs domain fails: the problems a device or a person can act on. Those of a wish stand beside it, in `wishes`."""

from typing import ClassVar

from vintedbot_schemas.errors import ErrorCode

from vintedbot.kit.errors import AppError


class LeaseLost(AppError):
    """The lease is over, or another device's. Ask for a lease; what was found out is a fact to report with it."""

    code: ClassVar[ErrorCode] = "lease_lost"
    status = 409
    title = "The lease of this job is over"


class WrongState(AppError):
    """`state`: the job's now."""

    code: ClassVar[ErrorCode] = "wrong_state"
    status = 409
    title = "A job in this state cannot take that"


class NotAChoice(AppError):
    """`choices`: what the person can answer now."""

    code: ClassVar[ErrorCode] = "not_a_choice"
    status = 409
    title = "This is not one of the answers the job waits for"


class NotWaiting(AppError):
    code: ClassVar[ErrorCode] = "not_waiting"
    status = 409
    title = "This job does not wait for an approval"


class WrongGeneration(AppError):
    """`generation`: the database's now."""

    code: ClassVar[ErrorCode] = "wrong_generation"
    status = 409
    title = "The journal is for another generation of the database"


class CardChanged(AppError):
    """`current`: the card as it is now. Show it, and approve that one or leave it."""

    code: ClassVar[ErrorCode] = "card_changed"
    status = 409
    title = "The card was changed elsewhere"


class SwitchedOff(AppError):
    """The operator turned this off for now; GET /switch-offs says why."""

    code: ClassVar[ErrorCode] = "switched_off"
    status = 409
    title = "This is switched off for now"


class ThreadUnknown(AppError):
    """Read the conversation first (`sync_conversation`), or name a member and an item."""

    code: ClassVar[ErrorCode] = "thread_unknown"
    status = 409
    title = "This conversation has not been read yet"


class AlreadyContacted(AppError):
    """Never the same person twice for one item, and never into a conversation the other one has not written in."""

    code: ClassVar[ErrorCode] = "already_contacted"
    status = 409
    title = "This person was written to about this item before"


class PersonIgnored(AppError):
    code: ClassVar[ErrorCode] = "person_ignored"
    status = 409
    title = "This person is on the closet's ignore list"


class ItemNotActive(AppError):
    """`state`: what is known of it; null when it was never seen."""

    code: ClassVar[ErrorCode] = "item_not_active"
    status = 409
    title = "This item is not for sale"


class ItemLimitReached(AppError):
    """At most four messages and offers about one item within 24 hours."""

    code: ClassVar[ErrorCode] = "item_limit_reached"
    status = 409
    title = "Enough was written about this item for today"


class OfferNotOpen(AppError):
    """`state`: of the offer, as it was read last."""

    code: ClassVar[ErrorCode] = "offer_not_open"
    status = 409
    title = "This offer cannot be answered any more"


class NothingChosen(AppError):
    """Every listing chosen is left out; the preview says why."""

    code: ClassVar[ErrorCode] = "nothing_chosen"
    status = 409
    title = "There is nothing to do"
