"""Jobs: one verb on one closet, from wish to proof (ARCHITECTURE §3).

Top to bottom: the table of states, the lease, the go, the end, what reading jobs bring, and what people see. The verbs are in
`verbs.py`, what a person approves in `cards.py`. The protocol is model-checked; a change here starts in
`tests/contract/protocol_model.py`.
"""

from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta

from .base import Country, Moment, Request, VintedId, Wire
from .cards import Card
from .inbox import SeenConversation, SeenNotification, SeenThread
from .listings import FormReference, ListingFields, SeenListing
from .orders import OrderSide, SeenOrder, SeenTransaction
from .pricing import Comparable
from .refusals import Refusal
from .verbs import Snapshot, Verb, Wish, Work

# ------------------------------------------------------------------------------------------------ states
JobState = Literal[
    "waiting_approval", "queued", "leased", "running", "parked", "needs_person",
    "done", "failed", "unknown", "cancelled", "expired",
]  # fmt: skip
Actor = Literal["person", "device", "clock", "restore"]

TRANSITIONS: frozenset[tuple[str, str, str]] = frozenset(
    {
        ("waiting_approval", "queued", "person"),
        ("waiting_approval", "cancelled", "person"),
        ("waiting_approval", "expired", "clock"),
        ("queued", "leased", "device"),
        ("queued", "cancelled", "person"),
        ("queued", "expired", "clock"),
        ("queued", "waiting_approval", "person"),  # consent revoked
        ("leased", "running", "device"),  # the first go, or the first read of a reading job
        ("leased", "queued", "device"),  # given back before a go
        ("leased", "queued", "clock"),  # lease ended before a go
        ("leased", "cancelled", "person"),
        ("leased", "failed", "device"),  # the guard refused; nothing was sent
        ("leased", "done", "device"),  # nothing was needed, proved
        ("leased", "needs_person", "device"),
        ("leased", "expired", "clock"),
        ("running", "parked", "device"),
        ("running", "parked", "clock"),  # the lease ended after a go: whoever leases next settles
        ("running", "queued", "device"),  # a reading job gives way
        ("running", "queued", "clock"),  # a reading job's lease ended
        ("running", "needs_person", "device"),
        ("running", "done", "device"),
        ("running", "failed", "device"),
        ("running", "unknown", "device"),
        ("running", "cancelled", "person"),  # a reading job only; a writing one is stopped by its undo
        ("parked", "running", "device"),
        ("parked", "needs_person", "device"),
        ("parked", "needs_person", "clock"),
        ("parked", "done", "device"),  # a stored result
        ("parked", "failed", "device"),
        ("parked", "cancelled", "person"),  # only before a go: it had waited for the person
        ("needs_person", "running", "device"),  # leased again after the person's answer
        ("needs_person", "parked", "person"),  # the person said: go on (wait, show, ask again)
        ("needs_person", "done", "device"),
        ("needs_person", "failed", "device"),
        ("needs_person", "failed", "person"),  # nothing is left on Vinted; the person has it restored
        ("needs_person", "expired", "clock"),  # the person was waited for on Vinted's page, and did not come
        ("needs_person", "cancelled", "person"),
        ("unknown", "done", "device"),
        ("unknown", "failed", "device"),
        ("unknown", "done", "person"),
        ("unknown", "failed", "person"),
        ("unknown", "parked", "person"),  # ask Vinted again
        ("waiting_approval", "needs_person", "restore"),  # it may have been approved and sent after the copy was made
        ("queued", "needs_person", "restore"),
        ("leased", "needs_person", "restore"),
        ("running", "needs_person", "restore"),
        ("parked", "needs_person", "restore"),
        ("unknown", "needs_person", "restore"),
    }
)
"""(from, to, by whom). The database refuses any other change (a trigger generated from this table)."""

ENDED: frozenset[str] = frozenset({"done", "failed", "unknown", "cancelled", "expired"})

# ------------------------------------------------------------------------------------------------ pace
Seconds = Annotated[float, Meta(ge=0)]


class Pace(Wire, frozen=True, kw_only=True):
    """All times of the protocol, sent with each lease. Defaults are the product's; only tests shorten them."""

    lease: Seconds = 90
    heartbeat: Seconds = 25
    takeover_wait: Seconds = 90
    """After a lease ended, before another device may lease."""
    go_age: Seconds = 20
    request_deadline: Seconds = 30
    undo_from: Seconds = 120
    undo_until: Seconds = 130
    """The undo that the go for hide carries: this long after the server's last answer."""
    late_look: Seconds = 600
    looks: tuple[Seconds, ...] = (60, 300, 900, 3600)
    """When a processing listing is looked at again, since its publish."""
    absent_gap: Seconds = 10
    """Between the two wardrobe reads that prove a deletion."""
    read_gap: Seconds = 1.2
    payload_gap: Seconds = 3
    payloads_in_a_row: Annotated[int, Meta(ge=1)] = 15
    """After so many edit payloads without a longer pause between them…"""
    payload_rest: Seconds = 30
    """… so long until the next."""
    step_gap_min: Seconds = 2
    step_gap_max: Seconds = 5
    job_gap_min: Seconds = 60
    job_gap_max: Seconds = 180
    message_gap: Seconds = 90
    """Between two jobs that write to somebody or make an offer; a person's press waits for it too."""
    person_wait: Seconds = 5
    identity_age: Seconds = 20
    second_try: Seconds = 2
    """Before a second read decides what one odd answer meant."""
    poll: Seconds = 30
    """How long an idle device waits before it asks for work again."""
    rest_after_challenge: Seconds = 1800
    """After a person solved a challenge the begun job finishes; what had not begun waits this long."""
    receipts_kept: Seconds = 86400


# ------------------------------------------------------------------------------------------------ lease
class HandsOn(Wire, frozen=True, kw_only=True):
    """A signed-in Vinted account this device can act on now."""

    country: Country
    member_id: VintedId


class LeaseRequest(Request, frozen=True, kw_only=True):
    """POST /jobs/lease. `holding`: jobs whose journal this device has open; it gets those first."""

    build: Annotated[str, Meta(max_length=40)]
    wire_version: Annotated[int, Meta(ge=1)]
    verbs: Annotated[list[Verb], Meta(max_length=40)]
    hands: Annotated[list[HandsOn], Meta(max_length=20)]
    holding: Annotated[list[UUID], Meta(max_length=20)] = []


StepName = Literal[
    "upload", "draft", "hide", "publish", "delete", "show", "delete_draft", "delete_new",
    "update", "thread", "message", "offer", "answer", "favourite", "follow", "mark_read", "order_label", "ship",
]  # fmt: skip
"""`thread`: open the conversation with a member about an item; Vinted answers the existing one if there is one."""

LeaseMode = Literal["run", "settle", "look"]
"""run: carry on or begin · settle: prove, then undo only · look: like settle, and the verdict is final."""


class Facts(Wire, frozen=True, kw_only=True):
    """What a job has learned and must never lose; journal and server both keep it, each step adds to it."""

    upload_session: UUID | None = None
    photo_ids: list[VintedId] = []
    draft_id: VintedId | None = None
    new_item_id: VintedId | None = None
    old_item_id: VintedId | None = None
    snapshot_id: UUID | None = None
    hidden_before: bool | None = None
    published_at: Moment | None = None
    thread_id: VintedId | None = None
    transaction_id: VintedId | None = None
    after: str | None = None
    """The thread's last entry before anything was sent: a message is proved by an own one after it."""
    offers_before: list[str] = []
    """The thread's offers and their states, before: `id:state`."""
    was: bool | None = None
    """A favourite's, follow's or unread mark's state before; a toggle is never repeated without a read between."""
    undo: bool = False
    """An undo was begun: nothing forward is sent in this job any more, by anyone."""
    payloads: Annotated[int, Meta(ge=0)] = 0
    """Edit payloads read for this job so far, by all devices; only grows."""


class Effects(Wire, frozen=True, kw_only=True):
    """What is counted at Vinted."""

    writes: Annotated[int, Meta(ge=0)] = 0
    relists: Annotated[int, Meta(ge=0)] = 0


class Lease(Wire, frozen=True, kw_only=True, tag_field="answer", tag="lease"):
    """This device may work on this job until the lease ends. `epoch` is compared only for equality, with the device."""

    job_id: UUID
    closet_id: UUID
    member_id: VintedId
    country: Country
    epoch: str
    mode: LeaseMode
    work: Work
    facts: Facts
    last_step: StepName | None = None
    """The last step that got a go; None = none did."""
    person_pressed: bool = False
    answer_of_person: Literal["show", "ask_again", "wait", "give_up"] | None = None
    snapshot: Snapshot | None = None
    cost: Effects = Effects()
    """What the whole job counts in the safety budget."""
    limits: Effects | None = None
    """What this closet may have within 24 hours. The install compares its own count with it, over all our users."""
    pace: Pace


class NoWork(Wire, frozen=True, kw_only=True, tag_field="answer", tag="none"):
    """Nothing to do now. Ask again in `retry_in` seconds, or when woken."""

    retry_in: Seconds
    waiting: int = 0
    """Jobs that wait for a time, a rest or a budget."""


class UpgradeRequired(Wire, frozen=True, kw_only=True, tag_field="answer", tag="upgrade_required"):
    """The build is too old for this server."""

    wire_version: int


class JournalWanted(Wire, frozen=True, kw_only=True, tag_field="answer", tag="journal_wanted"):
    """The database was restored: send your journal of the last 30 days first (POST /jobs/journal)."""

    generation: str


LeaseAnswer = Lease | NoWork | UpgradeRequired | JournalWanted


class RenewRequest(Request, frozen=True, kw_only=True):
    """POST /jobs/{id}/renew, the heartbeat."""

    epoch: str


class RenewAnswer(Wire, frozen=True, kw_only=True):
    """`give_way`: a writing or a person's job waits; a reading job hands the lease back at the next page."""

    give_way: bool = False
    stop: bool = False
    """The person asked to stop: take no step forward, undo what can be undone."""


# ------------------------------------------------------------------------------------------------ go
ProofKind = Literal[
    "wardrobe_flag", "wardrobe_entry", "edit_payload", "absent_twice", "answer", "opened", "read_whole",
    "thread_entry", "offer_state", "flag_read", "label_address", "shipment_status",
]  # fmt: skip


class Proof(Wire, frozen=True, kw_only=True):
    """What outside showed it. Shapes and ids, no texts."""

    kind: ProofKind
    at: Moment
    item_id: VintedId | None = None
    photos: int | None = None


StepOutcome = Literal["proved", "refused", "not_there", "unanswered"]


class StepResult(Wire, frozen=True, kw_only=True):
    """How a step ended, as this device knows it."""

    seq: Annotated[int, Meta(ge=1)]
    step: StepName
    outcome: StepOutcome
    proof: Proof | None = None
    refusal: Refusal | None = None


class StepIntent(Wire, frozen=True, kw_only=True):
    """What the device wants to send next. `seq` counts the steps of the job; a repeated question repeats it."""

    seq: Annotated[int, Meta(ge=1)]
    step: StepName
    undo: bool = False


class StepsRequest(Request, frozen=True, kw_only=True):
    """POST /jobs/{id}/steps: the last step's result, the facts, the next step's intent."""

    epoch: str
    facts: Facts
    last: StepResult | None = None
    next: StepIntent | None = None


WaitReason = Literal["pace", "budget", "hours", "paused", "rest", "approval"]
StopReason = Literal[
    "lease_lost", "cancelled", "undo_only", "switched_off", "budget", "cooldown", "open_offer", "revoked", "wrong_state",
    "restored", "not_approved", "thread_changed", "item_changed", "item_sold", "below_floor", "ignored", "contacted",
    "item_limit",
]  # fmt: skip
"""From `not_approved` on: what was approved is no longer what would be sent, so nothing is sent."""


class Go(Wire, frozen=True, kw_only=True, tag_field="answer", tag="go"):
    """Send it now: within `pace.go_age` of asking."""

    seq: int
    step: StepName


class Wait(Wire, frozen=True, kw_only=True, tag_field="answer", tag="wait"):
    """Not yet. The lease is renewed; ask again after `seconds`."""

    seconds: Seconds
    reason: WaitReason


class Stop(Wire, frozen=True, kw_only=True, tag_field="answer", tag="stop"):
    """No step forward in this job by this device. `undo_only`: settle it instead."""

    reason: StopReason


class Noted(Wire, frozen=True, kw_only=True, tag_field="answer", tag="noted"):
    """The result was stored; no next step was asked for."""


GoAnswer = Go | Wait | Stop | Noted

# ------------------------------------------------------------------------------------------------ end
JobEnd = Literal["done", "failed", "unknown", "needs_person", "park", "release"]
"""park: look again later (`look`); release: given back, nothing was sent (or a reading job gives way)."""

EndReason = Literal[
    "ok", "nothing_to_do", "refused", "validation", "not_active", "not_found", "open_offer", "cooldown", "over_budget",
    "photo_missing", "draft_differs", "undone", "old_shown", "restorable", "leftover", "leftover_shown", "processing",
    "late_look", "still_processing", "vanished", "other_member", "signed_out", "no_tab", "unproved", "stopped", "gave_way",
    "resting", "journal_too_new", "photos_changed", "opened", "lost_lease", "expired", "restored", "lost", "still_listed",
    "switched_off", "not_approved", "thread_changed", "item_changed", "item_sold", "below_floor", "ignored", "contacted",
    "item_limit", "no_reply_allowed", "personal_data", "offer_gone", "no_transaction", "label_not_ready", "not_possible",
    "declined", "too_few",
]  # fmt: skip
"""`lost`: a relist found neither its old listing nor a new one; it can be restored from the snapshot.
`still_listed`: a restore found that one of the two is still there. `no_reply_allowed`: Vinted closed the thread;
`personal_data`: it wants to ask the person about the text; `not_possible`: this account's generation knows no call for it."""

Choice = Literal["show", "ask_again", "wait", "give_up", "was_done", "was_not", "journal_lost", "restore", "leave"]
"""restore: made again from the snapshot, by a job of its own · leave: the person knows, and it is no longer named."""


class FinishRequest(Request, frozen=True, kw_only=True):
    """POST /jobs/{id}/finish. From an old epoch it is recorded as a fact, never taken as permission."""

    epoch: str
    end: JobEnd
    reason: EndReason
    facts: Facts
    last: StepResult | None = None
    proof: Proof | None = None
    refusal: Refusal | None = None
    look: Literal["processing", "late", "rest"] | None = None
    retry_in: Annotated[float, Meta(ge=0, le=604_800)] | None = None
    """release: not sooner than in so many seconds. With `over_budget`: this install's own count of the account is full."""
    stored: bool = False
    """The journal already knew this end (after a restore or a take-over)."""


class FinishAnswer(Wire, frozen=True, kw_only=True):
    """The state the job is in now, and when it will be looked at again."""

    state: JobState
    next_at: Moment | None = None


class JournalStep(Wire, frozen=True, kw_only=True):
    """One step of a device's journal."""

    seq: int
    step: StepName
    undo: bool
    status: Literal["todo", "sent", "done"]
    outcome: StepOutcome | None = None
    proof: Proof | None = None
    at: Moment


class JournalEntry(Wire, frozen=True, kw_only=True):
    """One job as a device remembers it; the server takes it as fact after a restore."""

    job_id: UUID
    closet_id: UUID
    epoch: str
    verb: Verb
    version: int
    work: Work
    facts: Facts
    steps: list[JournalStep]
    end: JobEnd | None = None
    reason: EndReason | None = None
    proof: Proof | None = None
    at: Moment


class JournalRequest(Request, frozen=True, kw_only=True):
    """POST /jobs/journal: this device's journal of the last 30 days, after a restore."""

    generation: str
    entries: Annotated[list[JournalEntry], Meta(max_length=5000)]


class JournalAnswer(Wire, frozen=True, kw_only=True):
    """How many jobs were settled by what this journal knew, and how many wait for the person."""

    taken: int
    waiting: int


# ------------------------------------------------------------------------------------------------ what reading jobs bring
class WardrobePage(Request, frozen=True, kw_only=True, tag_field="read", tag="wardrobe"):
    """One page of the wardrobe. A first page opens a new reading; the last closes it.

    `pages` is Vinted's count. Nothing is marked gone unless every page of one reading arrived.
    """

    page: Annotated[int, Meta(ge=1)]
    pages: Annotated[int, Meta(ge=0)]
    total: Annotated[int, Meta(ge=0)]
    items: Annotated[list[SeenListing], Meta(max_length=100)]
    confirmed: bool = False
    """A second read gave the same, so an empty or halved list is believed."""


class FormReferenceRead(Request, frozen=True, kw_only=True, tag_field="read", tag="form_reference"):
    """What Vinted's form offers for a category."""

    reference: FormReference


class ListingRead(Request, frozen=True, kw_only=True, tag_field="read", tag="listing"):
    """One listing's edit payload, read into our fields."""

    item_id: VintedId
    fields: ListingFields
    photo_ids: Annotated[list[VintedId], Meta(max_length=40)]
    photo_urls: Annotated[list[Annotated[str, Meta(max_length=600)]], Meta(max_length=40)] = []
    """Where Vinted shows each of them, in the same order: without it nobody can choose another cover."""


class InboxPage(Request, frozen=True, kw_only=True, tag_field="read", tag="inbox"):
    """One page of the inbox list, newest first. `last`: Vinted has no more."""

    page: Annotated[int, Meta(ge=1)]
    threads: Annotated[list[SeenThread], Meta(max_length=100)]
    last: bool
    confirmed: bool = False


class ConversationRead(Request, frozen=True, kw_only=True, tag_field="read", tag="conversation"):
    """One conversation as it stands."""

    conversation: SeenConversation


class OrdersPage(Request, frozen=True, kw_only=True, tag_field="read", tag="orders"):
    """One page of the sales or the purchases, with the transactions that were read whole."""

    side: OrderSide
    page: Annotated[int, Meta(ge=1)]
    last: bool
    orders: Annotated[list[SeenOrder], Meta(max_length=100)]
    confirmed: bool = False


class TransactionRead(Request, frozen=True, kw_only=True, tag_field="read", tag="transaction"):
    """One transaction read whole."""

    transaction: SeenTransaction


class NotificationsPage(Request, frozen=True, kw_only=True, tag_field="read", tag="notifications"):
    """One page of the notification feed."""

    page: Annotated[int, Meta(ge=1)]
    last: bool
    items: Annotated[list[SeenNotification], Meta(max_length=100)]


class ComparablesRead(Request, frozen=True, kw_only=True, tag_field="read", tag="comparables"):
    """What the catalogue search found."""

    items: Annotated[list[Comparable], Meta(max_length=100)]


Reading = (
    WardrobePage | FormReferenceRead | ListingRead | InboxPage | ConversationRead | OrdersPage | TransactionRead
    | NotificationsPage | ComparablesRead
)  # fmt: skip


class ReadingRequest(Request, frozen=True, kw_only=True):
    """POST /jobs/{id}/readings: one piece of what a reading job brings, or of what a writing one read for its proof."""

    epoch: str
    reading: Reading


class ReadingAnswer(Wire, frozen=True, kw_only=True):
    """`believed` false: the list is empty or halved; read it once more and say `confirmed`. `enough`: the rest is known already.

    `want`: transactions of an orders page that should be read whole.
    """

    believed: bool = True
    enough: bool = False
    want: list[VintedId] = []
    give_way: bool = False


class SnapshotRequest(Request, frozen=True, kw_only=True):
    """POST /jobs/{id}/snapshot: the edit payload and the ids of its photos; their bytes follow where `missing` says so.

    `title` names the job of a listing that no sync has seen yet; the payload itself is opaque to the server.
    """

    epoch: str
    title: Annotated[str, Meta(max_length=200)] = ""
    payload: dict[str, Any]
    photo_ids: Annotated[list[VintedId], Meta(min_length=1, max_length=20)]


class SnapshotAnswer(Wire, frozen=True, kw_only=True):
    """Which of Vinted's photos must be fetched and sent (PUT /jobs/{id}/snapshot/{vinted_photo_id}); the others we have."""

    snapshot: Snapshot | None = None
    """Set once every photo is here and verified."""
    missing: list[VintedId]


# ------------------------------------------------------------------------------------------------ what people see
class WishRequest(Request, frozen=True, kw_only=True):
    """POST /jobs: a wish, made by a person's press. 202 with the job.

    A press on Send, with recipient and text before the person's eyes, is the approval. `prepare`: make the card and let it wait.
    """

    closet_id: UUID
    wish: Wish
    prepare: bool = False


class HistoryStep(Wire, frozen=True, kw_only=True):
    """A line of a job's history: what was sent, when, and what proved it."""

    seq: int
    step: StepName
    undo: bool
    sent_at: Moment
    ended_at: Moment | None = None
    outcome: StepOutcome | None = None
    proof: Proof | None = None
    refusal: Refusal | None = None


JobCount = Annotated[int, Meta(ge=0)]


class Job(Wire, frozen=True, kw_only=True):
    """A job as people see it: in Today, the popup and the history."""

    id: UUID
    closet_id: UUID
    verb: Verb
    state: JobState
    title: str
    """The item's name."""
    photo_url: str | None = None
    photo_id: UUID | None = None
    """The cover among our own photos, of what is not on Vinted yet."""
    item_id: VintedId | None = None
    new_item_id: VintedId | None = None
    draft_id: UUID | None = None
    step: StepName | None = None
    steps_done: JobCount = 0
    steps_total: JobCount = 0
    reason: EndReason | None = None
    waits_for: WaitReason | None = None
    refusal: Refusal | None = None
    next_at: Moment | None = None
    """When something happens next: the next look, the end of a rest or a pause between jobs."""
    leftover_item_id: VintedId | None = None
    restorable: bool = False
    """The old listing is hidden and no new one is proved live: it can be shown again."""
    restore_from: UUID | None = None
    """A snapshot to restore from: neither the old listing nor the new one is left, by a look at or after the job's end."""
    choices: list[Choice] = []
    """What the person can answer now (POST /jobs/{id}/resolve)."""
    created_at: Moment
    expires_at: Moment | None = None
    card: Card | None = None
    """Whom and what it addresses (`send_message`, `send_offer`, `answer_offer`, `set_favourite`, `set_follow`)."""
    thread_id: VintedId | None = None
    transaction_id: VintedId | None = None
    batch_id: UUID | None = None
    ended_at: Moment | None = None
    history: list[HistoryStep] = []


class JobPage(Wire, frozen=True, kw_only=True):
    """GET /jobs, newest first; filter by `closet_id`, `state` (comma separated), `item_id`, `thread_id`, `batch_id`.

    `waits=person` brings whatever a person must know of or answer, however old: what needs them or is unknown, leftovers, and
    relists of which nothing is left (`restore_from`).
    """

    items: list[Job]
    next: str | None = None


class ResolveRequest(Request, frozen=True, kw_only=True):
    """POST /jobs/{id}/resolve: the person's answer to a job that is unknown or needs them."""

    choice: Choice


class SnoozeRequest(Request, frozen=True, kw_only=True):
    """POST /jobs/{id}/snooze: not now. `until` null: now after all."""

    until: Moment | None
