"""What a person says to a job: stop it, not now, or the answer it waits for."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import asyncpg
import msgspec
from vintedbot_schemas.jobs import ENDED, Choice, Pace, ResolveRequest, SnoozeRequest

from vintedbot.kit.db import execute, fetchval, transaction
from vintedbot.kit.errors import InvalidInput
from vintedbot.kit.process import current

from . import aftermath, cards, effects, journals, leases, pacing, rows, snapshots, wishes
from .errors import NotAChoice, WrongState
from .rows import Held, JobRow
from .wishes import LIVES, ItemBusy


def choices(job: JobRow, now: datetime, pace: Pace, *, journals_missing: bool, restore_from: UUID | None) -> list[Choice]:
    """What the person can answer now, the gentlest first. "It was not" only when nothing can arrive any more."""
    if job.state in ("done", "failed") and restore_from is not None:
        return ["restore", "leave"]
    if job.state == "unknown":
        over = job.go_at is None or pacing.late_look_at(job.go_at, pace) <= now  # rule: late_look
        return ["ask_again", "was_done", "was_not"] if over else ["ask_again", "was_done"]
    if job.state != "needs_person":
        return []
    if job.restored:
        return ["journal_lost"] if journals_missing else ["ask_again"]
    if job.reason == "still_processing":
        return ["wait", "give_up"]
    if job.reason == "lost":
        return ["restore", "ask_again"] if restore_from is not None else ["ask_again"]
    if not job.writing:
        return []  # what is waited for happens on Vinted's own page
    return ["show", "ask_again"] if job.hidden else ["ask_again"]


async def cancel(user_id: UUID, job_id: UUID) -> None:
    """Ends what has not begun; what has begun is told to go back. Raises NotFound, WrongState."""
    async with transaction():
        held = await rows.lock(user_id, job_id)
        job = held.job
        if job.state in ENDED:
            raise WrongState(state=job.state)
        if job.begun and job.writing:
            await _stop(held)
            return
        if held.hands.job_id == job.id:
            await rows.free_hands(job.closet_id)
        await execute(
            "UPDATE jobs SET state = 'cancelled', changed_by = 'person', reason = 'stopped', ended_at = $2 WHERE id = $1",
            job.id, held.now,
        )  # fmt: skip
        await effects.gave_up(msgspec.structs.replace(job, state="cancelled"), held.now)


async def _stop(held: Held) -> None:
    """A begun writing job: its device undoes at its next word; one that nobody holds is settled by whoever comes first."""
    job = held.job
    late = job.look == "late"  # the late look is waited for, whatever the person wants
    await execute(
        """UPDATE jobs SET stop = true, state = CASE WHEN state = 'needs_person' THEN 'parked' ELSE state END,
               changed_by = 'person', next_at = CASE WHEN state = 'running' OR $3 THEN next_at ELSE $2 END
           WHERE id = $1""",
        job.id, held.now, late,
    )  # fmt: skip


async def snooze(user_id: UUID, job_id: UUID, request: SnoozeRequest) -> None:
    """Not before `until` (None: now), and wanted as long after it as it was before. For a job in the queue, or a card that waits.

    Raises NotFound, WrongState, InvalidInput.
    """
    async with transaction():
        held = await rows.lock(user_id, job_id)
        if held.job.state not in ("queued", "waiting_approval"):
            raise WrongState(state=held.job.state)
        until = request.until or held.now
        if until < held.now:
            raise InvalidInput("Name a time to come.", field="until")
        lives = cards.EXPIRES if held.job.state == "waiting_approval" else LIVES
        await execute(
            """UPDATE jobs SET next_at = $2, pressed = false, expires_at = GREATEST(expires_at, $2::timestamptz + $3),
                   work = CASE WHEN state = 'waiting_approval'
                       THEN jsonb_set(work, '{card,expires_at}', $4::jsonb) ELSE work END
               WHERE id = $1""",
            job_id, until, lives, rows.encoded(max(held.job.expires_at, until + lives)),
        )  # fmt: skip


async def resolve(user_id: UUID, job_id: UUID, request: ResolveRequest) -> None:
    """Takes the person's answer. Raises NotFound, NotAChoice, and ItemBusy when another job has the item by now."""
    async with transaction():
        held = await rows.lock(user_id, job_id)
        job = held.job
        missing = job.restored and bool(await journals.missing(job.closet_id))
        snapshot_id = await aftermath.restore_from(job)
        possible = choices(
            job, held.now, current().settings.pace, journals_missing=missing, restore_from=snapshot_id
        )  # fmt: skip
        if request.choice not in possible:
            raise NotAChoice(choices=possible)
        match request.choice:
            case "journal_lost":
                await journals.declare_lost(job.closet_id)
            case "was_done" | "was_not":
                await _said(held, done=request.choice == "was_done")
            case "restore":
                assert snapshot_id is not None
                await _restore(held, snapshot_id)
            case "leave":
                await aftermath.leave(job.id)
            case "show" | "give_up" | "wait" | "ask_again" as choice:
                await _go_on(held, choice)


async def _said(held: Held, *, done: bool) -> None:
    job = held.job
    await execute(
        "UPDATE jobs SET state = $2, changed_by = 'person', ended_at = $3, next_at = NULL WHERE id = $1",
        job.id, "done" if done else "failed", held.now,
    )  # fmt: skip
    await effects.told_by_person(msgspec.structs.replace(job, state="done" if done else "failed"), held.now)


async def _go_on(held: Held, choice: Literal["show", "give_up", "wait", "ask_again"]) -> None:
    """Parked, for the next device that asks. Showing and giving up are undos: nothing goes forward after them."""
    job, pace = held.job, current().settings.pace
    facts = msgspec.structs.replace(job.facts, undo=True) if choice in ("show", "give_up") else job.facts
    at = held.now + pacing.seconds(pace.looks[-1]) if choice == "wait" else held.now
    if job.restored:
        at = max(at, await journals.settled_from())
    try:
        await execute(
            """UPDATE jobs SET state = 'parked', changed_by = 'person', answer = $2, facts = $3, next_at = $4, ended_at = NULL,
                   look = CASE WHEN $2 = 'wait' THEN 'processing' END
               WHERE id = $1""",
            job.id, choice, rows.encoded(facts), at,
        )  # fmt: skip
    except asyncpg.UniqueViolationError:
        raise ItemBusy from None


async def _restore(held: Held, snapshot_id: UUID) -> None:
    """Nothing is left on Vinted: an unfinished relist ends with that, and the restore is made in the same transaction."""
    job = held.job
    if job.state == "needs_person":
        await execute(
            """WITH spend AS (UPDATE closet_spend SET open = false WHERE job_id = $1)
               UPDATE jobs SET state = 'failed', changed_by = 'person', ended_at = $2, next_at = NULL, hidden = false,
                   aftermath = 'vanished' WHERE id = $1""",
            job.id, held.now,
        )  # fmt: skip
        await effects.lost(msgspec.structs.replace(job, state="failed"), held.now)
    snapshot = await snapshots.owned(job.user_id, job.closet_id, snapshot_id)
    subject = wishes.Subject(title=job.title, photo_url=job.photo_url, item_id=snapshot.item_id)
    work = await snapshots.to_restore(snapshot)
    await wishes.insert(job.user_id, job.closet_id, work, subject, wishes.Wished(pressed=True))


async def go_on_after_person(closet_id: UUID) -> None:
    """A challenge was solved or the right member signed in: the closet's jobs that waited for that go on.

    In the transaction of whoever found out. The refused step was not applied, so the device that met it carries on.
    """
    await execute("SELECT 1 FROM closet_hands WHERE closet_id = $1 FOR UPDATE", closet_id)
    await execute(
        """UPDATE jobs SET state = 'parked', changed_by = 'person', answer = 'ask_again', next_at = clock_timestamp()
           WHERE closet_id = $1 AND state = 'needs_person' AND NOT restored
               AND (reason IN ('other_member', 'signed_out')
                    OR refusal->>'kind' IN ('challenge', 'other_member', 'signed_out'))""",
        closet_id,
    )


async def member_is_here(closet_id: UUID) -> None:
    """A device found the closet's member signed in: what was opened for that is done. In the caller's transaction."""
    await execute("SELECT 1 FROM closet_hands WHERE closet_id = $1 FOR UPDATE", closet_id)
    await execute(
        """UPDATE jobs SET state = 'done', changed_by = 'device', reason = 'ok', next_at = NULL, ended_at = clock_timestamp()
           WHERE closet_id = $1 AND state = 'needs_person' AND verb = 'open_on_vinted'""",
        closet_id,
    )


async def drop_closet(closet_id: UUID) -> bool:
    """Cancels what has not begun in a closet that is being disconnected; False if something has begun and not ended."""
    await rows.lock_closet(closet_id)
    begun = await fetchval(
        "SELECT 1 FROM jobs WHERE closet_id = $1 AND ended_at IS NULL AND writing AND (begun OR state = 'needs_person') LIMIT 1",
        closet_id,
    )
    if begun:
        return False
    await execute(
        """UPDATE jobs SET state = 'cancelled', changed_by = 'person', reason = 'stopped', ended_at = clock_timestamp()
           WHERE closet_id = $1 AND ended_at IS NULL""",
        closet_id,
    )
    await rows.free_hands(closet_id)
    return True


async def device_gone(device_id: UUID) -> None:
    """A device was revoked: what it held is ended at once, and others may take its closets after the usual wait."""
    async with transaction():
        held = await leases.held_by(device_id)
        for closet_id in held:
            await execute("UPDATE closet_hands SET until = LEAST(until, clock_timestamp()) WHERE closet_id = $1", closet_id)
            await leases.end(closet_id, "clock")
