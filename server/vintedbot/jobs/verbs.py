"""What the server knows of each verb: its steps forward and back, what it costs, and what it keeps distance from.

One table, no code per verb.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from vintedbot_schemas.jobs import StepName
from vintedbot_schemas.verbs import Verb

Lane = Literal["listing", "message"]
"""What lies between two jobs: 60-180 s where they write listings, 90 s where they write to somebody or make an offer."""

Family = Literal["listings", "form", "conversations", "offers", "orders", "notifications", "people", "catalogue", "none"]
"""Routes of Vinted's that are limited together: a rate limit met in one of them rests the whole family."""


class Cost(Struct, frozen=True, kw_only=True):
    """Effects at Vinted a whole job may have; reserved at its first go. `payloads` are reads of an edit payload.

    `threads` are conversations with people who did not write first; `messages`, the first ones of these and all offers, are
    limited per item, the others per closet.
    """

    writes: int = 0
    relists: int = 0
    payloads: int = 0
    follows: int = 0
    favourites: int = 0
    threads: int = 0
    messages: int = 0


class Plan(Struct, frozen=True, kw_only=True):
    """Steps a verb may ask a go for. A step is forward or undo by this table, never by what a device calls it."""

    family: Family
    forward: tuple[StepName, ...] = ()
    undo: tuple[StepName, ...] = ()
    cost: Cost = Cost()
    lane: Lane | None = None
    steps: int = 0
    """How many forward steps people are shown."""


PLANS: Mapping[Verb, Plan] = {
    "sync_closet": Plan(family="listings"),
    "sync_listing": Plan(family="form", cost=Cost(payloads=1)),
    "sync_inbox": Plan(family="conversations"),
    "sync_conversation": Plan(family="conversations"),
    "sync_orders": Plan(family="orders"),
    "sync_notifications": Plan(family="notifications"),
    "read_comparables": Plan(family="catalogue"),
    "read_form_reference": Plan(family="form"),
    "open_on_vinted": Plan(family="none"),
    "update_listing": Plan(
        family="form", forward=("upload", "update"), cost=Cost(writes=1, payloads=3), lane="listing", steps=1
    ),
    "send_message": Plan(
        family="conversations", forward=("thread", "message"), cost=Cost(writes=1), lane="message", steps=1
    ),
    "send_offer": Plan(family="offers", forward=("thread", "offer"), cost=Cost(writes=1, messages=1), lane="message", steps=1),
    # what only some of a verb's jobs cost is added in `rows.cost_of`
    "answer_offer": Plan(family="offers", forward=("answer", "offer"), cost=Cost(writes=1), lane="message", steps=1),
    "set_favourite": Plan(family="people", forward=("favourite",), cost=Cost(writes=1, favourites=1), steps=1),
    "set_follow": Plan(family="people", forward=("follow",), cost=Cost(writes=1, follows=1), steps=1),
    # no parcel waits for a budget, and reading is no effect on anybody
    "mark_thread_read": Plan(family="conversations", forward=("mark_read",), steps=1),
    "fetch_label": Plan(family="orders", forward=("order_label",), steps=1),
    "mark_shipped": Plan(family="orders", forward=("ship",), steps=1),
    "set_hidden": Plan(family="listings", forward=("hide", "show"), cost=Cost(writes=1), lane="listing", steps=1),
    # the undo is for a leftover whose replacement is gone: it is shown again
    "delete_listing": Plan(
        family="listings", forward=("delete",), undo=("show",), cost=Cost(writes=1), lane="listing", steps=1
    ),
    "save_vinted_draft": Plan(
        family="form", forward=("upload", "draft"), undo=("delete_draft",), cost=Cost(writes=1, payloads=1), lane="listing",
        steps=2,
    ),
    "publish_listing": Plan(
        family="form", forward=("upload", "draft", "publish"), undo=("delete_draft", "delete_new"),
        cost=Cost(writes=1, payloads=2), lane="listing", steps=3,
    ),
    "restore": Plan(
        family="form", forward=("upload", "draft", "publish"), undo=("delete_draft", "delete_new"),
        cost=Cost(writes=1, payloads=2), lane="listing", steps=3,
    ),
    "relist": Plan(
        family="form", forward=("upload", "draft", "hide", "publish", "delete"), undo=("delete_draft", "delete_new", "show"),
        cost=Cost(writes=3, relists=1, payloads=3), lane="listing", steps=5,
    ),
}  # fmt: skip

PUBLIC_STEPS: frozenset[StepName] = frozenset({"thread", "message", "offer", "answer", "favourite", "follow"})
"""Steps another person sees: what was approved must still be so at the go of each."""


def writes(verb: Verb) -> bool:
    """Whether the verb changes something on Vinted."""
    return bool(PLANS[verb].forward)


def keeps_hours(verb: Verb) -> bool:
    """Whether the verb waits for the closet's active hours when no person pressed: all that costs something."""
    return writes(verb) or PLANS[verb].cost != Cost()
