"""What follows from a job's end elsewhere: the listings as they are now known, our draft, the next sync, the leftover's row, and
whatever those who keep conversations and orders make of it."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.jobs import ENDED, EndReason, FinishRequest, WaitReason
from vintedbot_schemas.listings import ListingState
from vintedbot_schemas.refusals import FieldProblem
from vintedbot_schemas.verbs import DeleteListing, Restore, SetHidden, SyncCloset, SyncConversation, SyncOrders, Work

from vintedbot.kit.db import execute, uuid7
from vintedbot.listings import service as listings

from . import aftermath, drafts, keepers, rows
from .rows import Held, JobRow
from .wishes import LIVES, about, verb_of

LOOK_AGAIN = timedelta(hours=24)
"""A day after a relist a sync looks once more: is the new listing still there? (`aftermath.look`)"""

LEFTOVER_OVER: dict[EndReason, ListingState | None] = {
    "leftover_shown": "active",
    "not_found": "gone",
    "not_active": None,
}
"""How a daily try fails and yet leaves no leftover, and what the old listing is then (None: sold or closed, a sync tells)."""


async def follow(job: JobRow, said: FinishRequest, now: datetime) -> None:
    """Called in the transaction that changed the job's state to `job.state`."""
    if job.draft_id is not None:
        await _tell_draft(job, said.refusal.fields if said.refusal is not None else [])
    if job.verb == "delete_listing" and job.state == "failed":
        await _tried(job, said)
    await _follow(job, said.reason, now)


async def told_by_person(job: JobRow, now: datetime) -> None:
    """The person said how an unknown job ended."""
    if job.draft_id is not None:
        await _tell_draft(job, [])
    await _follow(job, "ok", now)


async def lost(job: JobRow, now: datetime) -> None:
    """A relist failed because its device found neither listing."""
    if job.item_id is not None:
        await listings.now_is(job.closet_id, job.item_id, "gone")
    await _tell_keepers(job, now)


async def remembered(job: JobRow) -> None:
    """A journal brought back a job that the restored database never heard of: its draft must not be published again."""
    if job.state == "done":
        await _tell_draft(job, [])
    elif job.state != "failed":
        await drafts.tell(job.user_id, job.draft_id, drafts.Moved(state="publishing", job_id=job.id))


async def gave_up(job: JobRow, now: datetime) -> None:
    """A job ended (`job.state`) that had not begun: its draft may be edited again, and who waited for it hears of it."""
    await drafts.tell(job.user_id, job.draft_id, drafts.Moved(state="open", job_id=job.id))
    await _tell_keepers(job, now)


async def expire(held: Held, waits_for: WaitReason | None) -> None:
    """Nobody wants this any more; `waits_for` stays to say what it had waited for."""
    job = held.job
    if held.hands.job_id == job.id:
        await rows.free_hands(job.closet_id)
    await execute(
        """UPDATE jobs SET state = 'expired', changed_by = 'clock', reason = 'expired', waits_for = $3, next_at = NULL,
               ended_at = $2 WHERE id = $1""",
        job.id, held.now, waits_for,
    )  # fmt: skip
    await gave_up(msgspec.structs.replace(job, state="expired"), held.now)


async def _follow(job: JobRow, reason: EndReason, now: datetime) -> None:
    if job.state in ENDED:
        await _tell_keepers(job, now)
    if job.state != "done":
        return
    match job.verb:
        case "set_hidden":
            work = rows.work_of(job)
            if isinstance(work, SetHidden):
                await listings.now_is(job.closet_id, work.item_id, "hidden" if work.hidden else "active")
        case "delete_listing":
            work = rows.work_of(job)
            assert isinstance(work, DeleteListing)
            await listings.now_is(job.closet_id, work.item_id, "gone")
            await aftermath.deleted(job.closet_id, work.item_id)
            await _no_leftover(job.closet_id, work.item_id)
        case "relist" if job.item_id is not None:
            if reason != "leftover":
                await listings.now_is(job.closet_id, job.item_id, "gone")
            await _sync(job, now)
            await _sync(job, now + LOOK_AGAIN)
        case "publish_listing" | "restore" | "save_vinted_draft" | "update_listing":
            work = rows.work_of(job)
            if isinstance(work, Restore):
                await aftermath.restored(work.snapshot.id)
            await _sync(job, now)
        case "send_message" | "send_offer" | "answer_offer":
            thread_id = job.thread_id or job.facts.thread_id
            if thread_id is not None:  # what we keep of it is older than what we just sent
                await _read(job, SyncConversation(thread_id=thread_id), now)
        case "fetch_label" | "mark_shipped":
            await _read(job, SyncOrders(), now)
        case _:
            return


async def _tell_keepers(job: JobRow, now: datetime) -> None:
    """Whoever keeps what the job was about learns how it ended."""
    await keepers.tell(
        keepers.Ended(
            user_id=job.user_id,
            closet_id=job.closet_id,
            job_id=job.id,
            verb=job.verb,
            work=rows.work_of(job),
            facts=job.facts,
            state=job.state,
            now=now,
        )
    )


async def _tried(job: JobRow, said: FinishRequest) -> None:
    """A try that deleted nothing: because the leftover was shown again, is gone, or was sold, it is none any more."""
    work = rows.work_of(job)
    assert isinstance(work, DeleteListing)
    if said.reason not in LEFTOVER_OVER:
        return
    # a new listing that is not live yet is called not_active as well; the proof says which of the two was looked at
    if said.reason == "not_active" and (said.proof is None or said.proof.item_id != work.item_id):
        return
    state = LEFTOVER_OVER[said.reason]
    if state is not None:
        await listings.now_is(job.closet_id, work.item_id, state)
    await _no_leftover(job.closet_id, work.item_id)


async def _no_leftover(closet_id: UUID, item_id: VintedId) -> None:
    await execute("UPDATE jobs SET leftover_item_id = NULL WHERE closet_id = $1 AND leftover_item_id = $2", closet_id, item_id)


async def _tell_draft(job: JobRow, problems: list[FieldProblem]) -> None:
    if job.state == "done":
        kept = job.verb == "save_vinted_draft"
        moved = drafts.Moved(
            state="on_vinted_as_draft" if kept else "published",
            job_id=job.id,
            item_id=job.facts.draft_id if kept else job.facts.new_item_id or job.facts.draft_id,
        )
    elif job.state in ENDED and job.state != "unknown":
        moved = drafts.Moved(state="open", job_id=job.id, problems=problems)
    else:
        return
    await drafts.tell(job.user_id, job.draft_id, moved)


async def _sync(job: JobRow, at: datetime) -> None:
    """A sync of the closet, not before `at`; one that waits already does as well."""
    await _read(job, SyncCloset(), at)


async def _read(job: JobRow, work: Work, at: datetime) -> None:
    """A reading job for this, not before `at`, unless the same is planned for about then."""
    await execute(
        """INSERT INTO jobs (id, user_id, closet_id, verb, writing, pressed, work, title, state, changed_by, facts, next_at,
               created_at, origin, thread_id, expires_at)
           SELECT $1, $2, $3, $6, false, false, $4, $7, 'queued', 'device', '{}', $5, clock_timestamp(), 'rule', $8,
               $5::timestamptz + $9::interval
           WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE closet_id = $3 AND verb = $6 AND work = $4::jsonb AND state = 'queued'
               AND next_at BETWEEN $5::timestamptz - interval '1 hour' AND $5::timestamptz + interval '1 hour')""",
        uuid7(), job.user_id, job.closet_id, rows.encoded(work), at, verb_of(work), "", about(work).thread_id, LIVES,
    )  # fmt: skip
