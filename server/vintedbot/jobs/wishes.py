"""From a wish to a job's row: what it is about, frozen, and only one unfinished writing job per item, draft, thread and person.

What addresses a person and was not pressed with its card before the person's eyes waits for approval (`approvals`).
"""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.errors import ErrorCode
from vintedbot_schemas.jobs import Facts
from vintedbot_schemas.verbs import (
    HANDING_OVER,
    AnswerOffer,
    DeleteListing,
    FetchLabel,
    MarkShipped,
    MarkThreadRead,
    OpenOnVinted,
    PublishListing,
    ReadComparables,
    ReadFormReference,
    Relist,
    SaveVintedDraft,
    SendMessage,
    SendOffer,
    SetFavourite,
    SetFollow,
    SetHidden,
    SyncCloset,
    SyncConversation,
    SyncInbox,
    SyncListing,
    SyncNotifications,
    SyncOrders,
    UpdateListing,
    Verb,
    Wish,
    WishAnswerOffer,
    WishFavourite,
    WishFollow,
    WishMessage,
    WishOffer,
    WishPublish,
    WishRestore,
    WishSaveDraft,
    Work,
)  # fmt: skip

from vintedbot.closets import service as closets
from vintedbot.kit.db import execute, fetchval, uuid7
from vintedbot.kit.errors import AppError
from vintedbot.kit.process import current
from vintedbot.listings import service as listings

from . import addressing, aftermath, budget, cards, drafts, keepers, rows, snapshots
from .addressing import Addressing
from .errors import SwitchedOff
from .rows import Origin
from .verbs import PLANS, writes

LIVES = timedelta(days=7)
"""A job nobody's hands took for so long is no longer what the person meant."""


class ItemBusy(AppError):
    """Another job works on this item, order or conversation. `job_id`: which."""

    code: ClassVar[ErrorCode] = "item_busy"
    status = 409
    title = "Another job works on this"


class RelistCooldown(AppError):
    """The item was relisted too short a while ago. `until`: when it may be again."""

    code: ClassVar[ErrorCode] = "relist_cooldown"
    status = 409
    title = "This item was relisted a short while ago"


class OpenOffer(AppError):
    """A price for this item waits for an answer, a buyer's or ours; a relist deletes the listing it was made for."""

    code: ClassVar[ErrorCode] = "open_offer"
    status = 409
    title = "There is an open offer for this item"


class StillListed(AppError):
    """A restore is for what a reading of the wardrobe found gone, old and new, after the relist ended. `item_id`: what it was."""

    code: ClassVar[ErrorCode] = "still_listed"
    status = 409
    title = "The old listing, or the one that replaced it, is still there as far as is known"


class Subject(Struct, frozen=True, kw_only=True):
    """What a job is about, as people see it."""

    title: str
    photo_url: str | None = None
    item_id: VintedId | None = None
    draft_id: UUID | None = None


class Approval(Struct, frozen=True, kw_only=True):
    """On what a job that addresses a person rests: the digest somebody approved, or a consent. Neither: it waits."""

    digest: str | None = None
    consent_id: UUID | None = None

    @property
    def waits(self) -> bool:
        return self.digest is None and self.consent_id is None


class Wished(Struct, frozen=True, kw_only=True):
    """How a job came to be. Without a press it keeps the hours and the pauses, and goes after what was pressed."""

    pressed: bool
    origin: Origin = "person"
    approval: Approval | None = None
    batch_id: UUID | None = None
    lives: timedelta = LIVES


async def wish(
    user_id: UUID,
    closet_id: UUID,
    wanted: Wish,
    *,
    pressed: bool = True,
    origin: Origin = "person",
    prepare: bool = False,
    batch_id: UUID | None = None,
) -> UUID:
    """Makes the job, or answers the one that already does the same; its id. In a transaction of the caller's.

    `prepare`: a card for the approval queue. Raises NotFound, ItemBusy, RelistCooldown, OpenOffer, StillListed, SwitchedOff,
    what `addressing.frozen` and `addressing.refuse_again` raise, and what the draft's keeper raises.
    """
    rules = await closets.owned(user_id, closet_id)
    verb: Verb = wanted.__struct_config__.tag  # type: ignore[assignment]
    if rules.switched_off(verb) and verb not in HANDING_OVER:
        raise SwitchedOff(verb=verb, country=rules.country)
    work, subject = await _frozen(user_id, rules.id, rules.login, wanted)
    now = await rows.lock_closet(closet_id)
    by_press = pressed and not prepare and origin == "person"
    same = await _same(closet_id, work, subject)
    if same is not None:
        if by_press:
            await _press(same, work)
        return same
    if isinstance(work, Relist):
        await _refuse_cooldown(closet_id, work.item_id)
        if await keepers.threads().open_offers(closet_id, [work.item_id]):
            raise OpenOffer
    approval = None
    if isinstance(work, Addressing):
        await addressing.refuse_again(closet_id, work)
        approval = await _approval(closet_id, work, origin, by_press=by_press)
        if approval.waits:
            work = msgspec.structs.replace(work, card=cards.waiting(work.card, now))
    wished = Wished(pressed=pressed and origin == "person", origin=origin, approval=approval, batch_id=batch_id)
    return await insert(user_id, closet_id, work, subject, wished)


async def _press(job_id: UUID, work: Work) -> None:
    """The person wants it now. A card that waits with the same content is approved by that."""
    await execute("UPDATE jobs SET pressed = true WHERE id = $1", job_id)
    if isinstance(work, OpenOnVinted):  # the person was waited for, and wants the page once more
        await execute(
            """UPDATE jobs SET state = 'parked', changed_by = 'person', next_at = clock_timestamp()
               WHERE id = $1 AND state = 'needs_person'""",
            job_id,
        )
    if isinstance(work, Addressing):
        await execute(
            """UPDATE jobs SET state = 'queued', changed_by = 'person', approved_digest = $2, consent_id = NULL, waits_for = NULL,
                   next_at = clock_timestamp(), expires_at = clock_timestamp() + $3,
                   work = jsonb_set(work, '{card,expires_at}', 'null')
               WHERE id = $1 AND state = 'waiting_approval'""",
            job_id, work.card.digest, LIVES,
        )  # fmt: skip


async def _approval(closet_id: UUID, work: Addressing, origin: Origin, *, by_press: bool) -> Approval:
    """A press with the card before one's eyes is the approval; a rule may rest on a consent; all else waits."""
    if by_press:
        return Approval(digest=work.card.digest)
    return Approval(consent_id=await closets.consent_for(closet_id, verb_of(work)) if origin == "rule" else None)


async def insert(user_id: UUID, closet_id: UUID, work: Work, subject: Subject, wished: Wished) -> UUID:
    """Writes the row of a job that is queued, or waits for approval.

    Raises ItemBusy when the item, draft, conversation or person has an unfinished writing job.
    """
    job_id, verb, at = uuid7(), verb_of(work), about(work)
    approval = wished.approval or Approval(digest="")
    lives = cards.EXPIRES if approval.waits else wished.lives
    made = await fetchval(
        """INSERT INTO jobs (id, user_id, closet_id, verb, writing, pressed, work, title, photo_url, item_id, draft_id, state,
               changed_by, facts, next_at, created_at, origin, batch_id, member_id, thread_id, transaction_id, new_thread,
               approved_digest, consent_id, waits_for, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'person', $13, clock_timestamp(), clock_timestamp(), $14,
               $15, $16, $17, $18, $19, nullif($20, ''), $21, CASE WHEN $12 = 'waiting_approval' THEN 'approval' END,
               clock_timestamp() + $22)
           ON CONFLICT DO NOTHING RETURNING id""",
        job_id, user_id, closet_id, verb, writes(verb), wished.pressed, rows.encoded(work), subject.title, subject.photo_url,
        subject.item_id, subject.draft_id, "waiting_approval" if approval.waits else "queued",
        rows.encoded(Facts(old_item_id=subject.item_id if at.member_id is None else None)), wished.origin, wished.batch_id,
        at.member_id, at.thread_id, at.transaction_id, at.new_thread, approval.digest, approval.consent_id, lives,
    )  # fmt: skip
    if made is None:
        raise ItemBusy(job_id=str(await _busy(user_id, closet_id, subject, at)))
    await drafts.tell(user_id, subject.draft_id, drafts.Moved(state="publishing", job_id=job_id))
    return job_id


class About(Struct, frozen=True, kw_only=True):
    """Whom and what at Vinted a work names, as columns of its job. `member_id` only where a card addresses them."""

    member_id: VintedId | None = None
    thread_id: VintedId | None = None
    transaction_id: VintedId | None = None
    new_thread: bool = False


def about(work: Work) -> About:
    """The columns of a work."""
    thread_id: VintedId | None = getattr(work, "thread_id", None)
    transaction_id: VintedId | None = getattr(work, "transaction_id", None)
    if not isinstance(work, Addressing):
        return About(thread_id=thread_id, transaction_id=transaction_id)
    return About(
        member_id=work.card.recipient.member_id,
        thread_id=thread_id,
        transaction_id=transaction_id,
        new_thread=isinstance(work, SendMessage | SendOffer) and thread_id is None,
    )


def verb_of(work: Work) -> Verb:
    """The verb a struct is tagged with."""
    verb: Verb = work.__struct_config__.tag  # type: ignore[assignment]
    assert verb in PLANS
    return verb


async def _frozen(user_id: UUID, closet_id: UUID, login: str, wanted: Wish) -> tuple[Work, Subject]:
    """The work of a wish, with all it needs, and what it is about."""
    match wanted:
        case (
            SyncCloset() | SyncInbox() | SyncConversation() | SyncOrders() | SyncNotifications() | ReadComparables()
            | ReadFormReference() | MarkThreadRead() | FetchLabel() | MarkShipped()
        ):  # fmt: skip
            return wanted, Subject(title=login)
        case SetHidden() | DeleteListing() | Relist() | UpdateListing() | SyncListing() | OpenOnVinted():
            if isinstance(wanted, UpdateListing):
                await listings.check_change(user_id, closet_id, wanted.item_id, wanted.change)
            if wanted.item_id is None:
                return wanted, Subject(title=login)
            listed = await listings.named(user_id, closet_id, wanted.item_id)
            return wanted, Subject(title=listed.title, photo_url=listed.photo_url, item_id=wanted.item_id)
        case WishPublish():
            content = await drafts.frozen(user_id, wanted.draft_id, wanted.revision)
            return PublishListing(draft_id=wanted.draft_id, content=content), Subject(
                title=content.fields.title, draft_id=wanted.draft_id
            )
        case WishSaveDraft():
            content = await drafts.frozen(user_id, wanted.draft_id, wanted.revision)
            return SaveVintedDraft(draft_id=wanted.draft_id, content=content), Subject(
                title=content.fields.title, draft_id=wanted.draft_id
            )
        case WishRestore():
            snapshot = await snapshots.owned(user_id, closet_id, wanted.snapshot_id)
            if not await aftermath.vanished(snapshot.id):  # rule: restore_look
                raise StillListed(item_id=snapshot.item_id)
            taken = await listings.named(user_id, closet_id, snapshot.item_id)
            return await snapshots.to_restore(snapshot), Subject(
                title=taken.title, photo_url=taken.photo_url, item_id=snapshot.item_id
            )
        case WishMessage() | WishOffer() | WishAnswerOffer() | WishFavourite() | WishFollow():
            work = await addressing.frozen(closet_id, wanted)
            return work, subject_of(work)


def subject_of(work: Addressing) -> Subject:
    """What a card is about: its item, else its person."""
    item = work.card.item
    if item is None:
        return Subject(title=work.card.recipient.login, photo_url=work.card.recipient.photo_url)
    return Subject(title=item.title or work.card.recipient.login, photo_url=item.photo_url, item_id=item.item_id)


async def _same(closet_id: UUID, work: Work, subject: Subject) -> UUID | None:
    """The unfinished job that does exactly this now, if there is one; a reading planned for later is not it."""
    if isinstance(work, Addressing):
        return await _same_address(closet_id, work)
    found: UUID | None = await fetchval(
        """SELECT id FROM jobs WHERE closet_id = $1 AND verb = $2 AND ended_at IS NULL AND NOT stop
               AND (writing OR state <> 'queued' OR next_at <= clock_timestamp())
               AND CASE WHEN $3::bigint IS NOT NULL THEN item_id = $3 AND work = $4::jsonb
                        WHEN $5::uuid IS NOT NULL THEN draft_id = $5
                        ELSE work = $4::jsonb END
           ORDER BY id LIMIT 1""",
        closet_id, verb_of(work), subject.item_id, rows.encoded(work), subject.draft_id,
    )  # fmt: skip
    return found


async def _same_address(closet_id: UUID, work: Addressing) -> UUID | None:
    """The job that says the same to the same person at the same place, also while nobody knows whether it arrived."""
    place = about(work)
    kind = work.answer if isinstance(work, AnswerOffer) else _kept_value(work)
    found: UUID | None = await fetchval(
        """SELECT id FROM jobs WHERE closet_id = $1 AND member_id = $2 AND verb = $3 AND NOT stop
               AND (ended_at IS NULL OR state = 'unknown') AND thread_id IS NOT DISTINCT FROM $4
               AND work #>> '{card,digest}' = $5
               AND coalesce(work->>'answer', work->>'favourite', work->>'follow') IS NOT DISTINCT FROM $6
           ORDER BY id LIMIT 1""",
        closet_id, place.member_id, verb_of(work), place.thread_id, work.card.digest, kind,
    )  # fmt: skip
    return found


def _kept_value(work: Addressing) -> str | None:
    """Which way a favourite or a follow is turned, as JSON has it."""
    match work:
        case SetFavourite():
            return str(work.favourite).lower()
        case SetFollow():
            return str(work.follow).lower()
        case _:
            return None


async def _busy(user_id: UUID, closet_id: UUID, subject: Subject, at: About) -> UUID | None:
    """The job that stands in the way of a new one."""
    found: UUID | None = await fetchval(
        """SELECT id FROM jobs WHERE user_id = $7 AND writing
               AND (ended_at IS NULL OR state = 'unknown' AND member_id IS NOT NULL)
               AND (draft_id = $3 OR closet_id = $1 AND CASE WHEN $4::bigint IS NULL
                   THEN member_id IS NULL AND (item_id = $2 OR transaction_id = $6)
                   ELSE member_id IS NOT NULL AND (thread_id = $5 OR member_id = $4 AND item_id IS NOT DISTINCT FROM $2) END)
           LIMIT 1""",
        closet_id, subject.item_id, subject.draft_id, at.member_id, at.thread_id, at.transaction_id, user_id,
    )  # fmt: skip
    return found


async def _refuse_cooldown(closet_id: UUID, item_id: VintedId) -> None:
    since = await relisted_at(closet_id, item_id)
    if since is not None:
        until = since + budget.cooldown(current().settings.ceilings)
        now = await fetchval("SELECT clock_timestamp()")
        if until > now:
            raise RelistCooldown(until=until.isoformat())


async def relisted_at(closet_id: UUID, item_id: VintedId) -> datetime | None:
    """When this item, or the listing it came from by a relist, was last relisted."""
    found: datetime | None = await fetchval(
        """SELECT max(at) FROM closet_spend
           WHERE closet_id = $1 AND relists > 0 AND (item_id = $2 OR new_item_id = $2)""",
        closet_id, item_id,
    )  # fmt: skip
    return found
