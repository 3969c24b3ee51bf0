"""After a restore of the database: what the devices' journals know, and how it comes back (rule: restore_proof).

A restored job is never run anew. It waits until every device of its closet has sent its journal (or the person called one
lost) and until no request of before can arrive any more; then a journal that knows its end answers it, else the person has it
settled.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec
import structlog
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.jobs import FinishRequest, JournalAnswer, JournalEntry, JournalRequest, JournalStep
from vintedbot_schemas.verbs import (
    READING,
    AnswerOffer,
    PublishListing,
    Restore,
    SaveVintedDraft,
    SendMessage,
    SendOffer,
    SetFavourite,
    SetFollow,
    SyncCloset,
    Work,
)  # fmt: skip

from vintedbot.closets import service as closets
from vintedbot.kit.db import execute, executemany, fetch, fetchrow, fetchval, transaction, uuid7
from vintedbot.kit.process import current
from vintedbot.listings import service as listings
from vintedbot.settings import RETENTION

from . import budget, drafts, effects, ends, generations, pacing, rows
from .errors import WrongGeneration
from .verbs import PLANS, Cost, writes
from .wishes import Subject, about, subject_of

log = structlog.get_logger("vintedbot.jobs")

FINAL = ("done", "failed")


async def restore() -> str:
    """The database was restored: a new generation, unfinished writing jobs wait, each closet is read first. The generation."""
    async with transaction():
        await execute("SELECT 1 FROM closet_hands ORDER BY closet_id FOR UPDATE")
        generation = await generations.draw_anew()
        await execute("DELETE FROM journal_ends")
        await execute(
            """UPDATE jobs SET state = 'queued', changed_by = 'clock', next_at = clock_timestamp()
               WHERE NOT writing AND state IN ('leased', 'running')"""
        )
        await execute(
            """UPDATE jobs j SET state = 'needs_person', changed_by = 'restore', reason = 'restored', restored = true,
                   begun = true, next_at = NULL, ended_at = NULL, mode = NULL, waits_for = NULL
               WHERE writing AND (ended_at IS NULL OR state = 'unknown' AND NOT EXISTS (
                   SELECT 1 FROM jobs o WHERE o.id <> j.id AND o.writing AND (o.ended_at IS NULL OR o.state = 'unknown'
                       AND o.id > j.id) AND o.member_id IS NULL AND j.member_id IS NULL
                       AND (o.closet_id = j.closet_id AND o.item_id = j.item_id
                           OR o.user_id = j.user_id AND o.draft_id = j.draft_id)))"""
        )
        await execute("UPDATE closet_hands SET device_id = NULL, job_id = NULL, epoch = NULL, until = NULL")
        for user_id, closet_id in await closets.resync_all():
            await execute(
                """INSERT INTO jobs (id, user_id, closet_id, verb, writing, pressed, work, title, state, changed_by, facts,
                       next_at, created_at)
                   SELECT $1, $2, $3, 'sync_closet', false, true, $4, '', 'queued', 'restore', '{}', clock_timestamp(),
                       clock_timestamp()
                   WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE closet_id = $3 AND verb = 'sync_closet' AND state = 'queued'
                       AND next_at <= clock_timestamp())""",
                uuid7(), user_id, closet_id, rows.encoded(SyncCloset()),
            )  # fmt: skip
            await execute("INSERT INTO closet_hands (closet_id) VALUES ($1) ON CONFLICT DO NOTHING", closet_id)
        return generation


async def missing(closet_id: UUID) -> set[UUID]:
    """The closet's devices whose journal for this generation is not here."""
    devices = await closets.devices_of(closet_id)
    installed = await generations.of_device()
    if installed.restored_at is None:
        return set()
    sent = await fetch(
        "SELECT device_id FROM device_journals WHERE generation = $1 AND device_id = ANY($2)", installed.generation, list(devices)
    )
    return devices - {row["device_id"] for row in sent}


async def declare_lost(closet_id: UUID) -> None:
    """The person says the missing journals will not come. In a transaction of the caller's."""
    for device_id in await missing(closet_id):
        await _sent(device_id, (await generations.of_device()).generation)
    await settle(closet_id)


async def settled_from() -> datetime:
    """From when on no request of before the restore can arrive any more: the late look is over."""
    installed = await generations.of_device()
    now: datetime = await fetchval("SELECT clock_timestamp()")
    return pacing.late_look_at(installed.restored_at, current().settings.pace) if installed.restored_at else now


async def take(user_id: UUID, device_id: UUID, request: JournalRequest) -> JournalAnswer:
    """Takes a device's journal as fact, once after a restore: at any other time it is not heard, only answered.

    Entries of closets that are not this user's are left out. Raises WrongGeneration.
    """
    async with transaction():
        installed = await generations.of_device(device_id)
        if request.generation != installed.generation:
            raise WrongGeneration(generation=installed.generation)
        entries = request.entries if installed.journal_wanted else []
        own = {closet.id for closet in await closets.rules_of({entry.closet_id for entry in request.entries})
               if closet.user_id == user_id}  # fmt: skip
        for closet_id in sorted(own):
            await rows.lock_closet(closet_id)
        for entry in sorted(entries, key=lambda each: each.at):
            if entry.closet_id in own and entry.verb not in READING:
                await _take_entry(user_id, device_id, entry)
        await _sent(device_id, installed.generation)
        touched = own | {closet.id for closet in await closets.rules_for(user_id, device_id, [])}
        taken = sum([await settle(closet_id) for closet_id in sorted(touched)])
        waiting: int = await fetchval(
            "SELECT count(*) FROM jobs WHERE closet_id = ANY($1) AND restored AND state = 'needs_person'", list(touched)
        )
        return JournalAnswer(taken=taken, waiting=waiting)


async def settle(closet_id: UUID) -> int:
    """Ends the restored jobs of a closet whose end a journal knew, if nothing is missing any more; how many.

    In a transaction of the caller's, who holds the closet.
    """
    if await missing(closet_id) or await fetchval("SELECT clock_timestamp()") < await settled_from():
        return 0
    ended = 0
    for found in await fetch(
        """SELECT j.id, j.user_id, e.finish, e.device_id FROM journal_ends e JOIN jobs j ON j.id = e.job_id
           WHERE j.closet_id = $1 AND j.restored AND j.state = 'needs_person'""",
        closet_id,
    ):
        held = await rows.lock(found["user_id"], found["id"])
        said = msgspec.json.decode(found["finish"], type=FinishRequest)
        told = ends.Told(
            job=held.job, said=said, steps=await rows.steps_of(held.job.id), device_id=found["device_id"], now=held.now,
            pace=current().settings.pace,
        )  # fmt: skip
        final = ends.verdict(told)
        if final.state != "unknown":
            await ends.apply(held.job, said, final, held.now)
            ended += 1
        # an end that proves nothing is none: the person, who is asked already, has the job settled
        await execute("DELETE FROM journal_ends WHERE job_id = $1", found["id"])
    return ended


async def settle_due() -> None:
    """The sweeper's part: journals that came before the late look was over."""
    for row in await fetch("SELECT DISTINCT j.closet_id FROM journal_ends e JOIN jobs j ON j.id = e.job_id WHERE j.restored"):
        async with transaction():
            await rows.lock_closet(row["closet_id"])
            await settle(row["closet_id"])


async def _sent(device_id: UUID, generation: str) -> None:
    await execute(
        """INSERT INTO device_journals (device_id, generation, at) VALUES ($1, $2, clock_timestamp())
           ON CONFLICT (device_id) DO UPDATE SET generation = $2, at = clock_timestamp()""",
        device_id, generation,
    )  # fmt: skip


async def _take_entry(user_id: UUID, device_id: UUID, entry: JournalEntry) -> None:
    known = await fetchrow("SELECT user_id, closet_id FROM jobs WHERE id = $1", entry.job_id)
    if known is not None and (known["user_id"], known["closet_id"]) != (user_id, entry.closet_id):
        return
    if known is None and not await _insert(user_id, entry):
        log.warning("journal_entry_in_the_way", job_id=str(entry.job_id), verb=entry.verb)
        await _count(entry, open=False)  # it happened all the same
        return
    await _keep_steps(device_id, entry)
    job = (await rows.lock(user_id, entry.job_id)).job
    facts = rows.merged(job.facts, entry.facts)
    await execute(
        """UPDATE jobs SET facts = $2, begun = begun OR $3, hidden = CASE WHEN restored THEN $4 ELSE hidden END
           WHERE id = $1 AND user_id = $5""",
        job.id, rows.encoded(facts), bool(_sent_steps(entry.steps)), entry.verb == "relist" and _hidden_after(entry.steps),
        user_id,
    )  # fmt: skip
    if known is None:
        await effects.remembered(msgspec.structs.replace(job, facts=facts))
    await _count(entry, open=job.restored)
    if job.restored and entry.end in FINAL:
        await _keep_end(device_id, entry)


async def _insert(user_id: UUID, entry: JournalEntry) -> bool:
    """A job this database never heard of: what had ended is history, the rest waits for the person.

    False when a job that has begun holds its place.
    """
    subject, at = await _about(user_id, entry.closet_id, entry.work), about(entry.work)
    ended = entry.end in (*FINAL, "unknown")
    if not ended:  # a wish of after the restore for the same item has not begun, and gives way to what has
        for row in await fetch(
            """SELECT id FROM jobs WHERE user_id = $6 AND writing AND state IN ('queued', 'leased', 'waiting_approval')
                   AND (draft_id = $3 OR closet_id = $1
                   AND CASE WHEN $4::bigint IS NULL THEN member_id IS NULL AND item_id = $2 ELSE member_id IS NOT NULL
                       AND (thread_id = $5 OR member_id = $4 AND item_id IS NOT DISTINCT FROM $2) END) ORDER BY id""",
            entry.closet_id, subject.item_id, subject.draft_id, at.member_id, at.thread_id, user_id,
        ):  # fmt: skip
            held = await rows.lock(user_id, row["id"])
            await effects.expire(held, held.job.waits_for)
    made = await execute(
        """INSERT INTO jobs (id, user_id, closet_id, verb, writing, pressed, work, title, item_id, draft_id, state, changed_by,
               begun, facts, restored, reason, created_at, ended_at, member_id, thread_id, transaction_id, new_thread)
           VALUES ($1, $2, $3, $4, $5, false, $6, $7, $8, $9, $10, 'restore', true, $11, $12, $13, $14, $15, $16, $17, $18, $19)
           ON CONFLICT DO NOTHING""",
        entry.job_id, user_id, entry.closet_id, entry.verb, writes(entry.verb), rows.encoded(entry.work), subject.title,
        subject.item_id, subject.draft_id, entry.end if ended else "needs_person", rows.encoded(entry.facts), not ended,
        entry.reason if ended else "restored", entry.steps[0].at if entry.steps else entry.at, entry.at if ended else None,
        at.member_id, at.thread_id, at.transaction_id, at.new_thread,
    )  # fmt: skip
    return bool(made)


async def _about(user_id: UUID, closet_id: UUID, work: Work) -> Subject:
    match work:
        case PublishListing() | SaveVintedDraft():
            own = await drafts.owned(user_id, work.draft_id)
            return Subject(title=work.content.fields.title, draft_id=work.draft_id if own else None)
        case Restore():
            item_id = work.snapshot.item_id
            return Subject(title=(await listings.named(user_id, closet_id, item_id)).title, item_id=item_id)
        case SendMessage() | SendOffer() | AnswerOffer() | SetFavourite() | SetFollow():
            return subject_of(work)
        case _:
            at: VintedId | None = getattr(work, "item_id", None)
            title = (await listings.named(user_id, closet_id, at)).title if at is not None else ""
            return Subject(title=title, item_id=at)


def _sent_steps(steps: Iterable[JournalStep]) -> list[JournalStep]:
    return [step for step in steps if step.status != "todo"]


def _hidden_after(steps: Iterable[JournalStep]) -> bool:
    """Whether the old listing of a relist may be hidden, after these steps."""
    hidden = False
    for step in _sent_steps(steps):
        if step.step == "hide" and step.outcome not in ("refused", "not_there"):
            hidden = True
        if step.step in ("show", "delete") and step.outcome == "proved":
            hidden = False
    return hidden


async def _keep_steps(device_id: UUID, entry: JournalEntry) -> None:
    """A step the dump knows already is that one, though the device's lease, and so the entry's epoch, is a later one."""
    await executemany(
        """INSERT INTO job_steps AS s (id, job_id, epoch, device_id, seq, step, undo, sent_at, ended_at, outcome, proof)
           SELECT $1, $2, coalesce((SELECT epoch FROM job_steps WHERE job_id = $2 AND device_id = $4 AND seq = $5
               AND step = $6 ORDER BY id DESC LIMIT 1), $3), $4, $5, $6, $7, $8, $9, $10, $11
           WHERE EXISTS (SELECT 1 FROM jobs WHERE id = $2)
           ON CONFLICT (job_id, epoch, seq) DO UPDATE SET outcome = coalesce(EXCLUDED.outcome, s.outcome),
               proof = coalesce(EXCLUDED.proof, s.proof), ended_at = coalesce(EXCLUDED.ended_at, s.ended_at)""",
        [
            (uuid7(), entry.job_id, entry.epoch, device_id, step.seq, step.step, step.undo, step.at,
             step.at if step.outcome else None, step.outcome, rows.encoded(step.proof))
            for step in _sent_steps(entry.steps)
        ],
    )  # fmt: skip


async def _count(entry: JournalEntry, *, open: bool) -> None:
    """The budget counts what a restored database forgot; the date of an item's relist comes back with it."""
    counted = [step.at for step in _sent_steps(entry.steps) if not step.undo and step.step not in budget.UNCOUNTED_STEPS]
    cost, names = PLANS[entry.verb].cost, Cost.__struct_fields__
    if about(entry.work).new_thread:
        cost = msgspec.structs.replace(cost, threads=1, messages=1)
    if counted and cost.writes:
        await execute(
            f"""INSERT INTO closet_spend AS s (job_id, closet_id, at, open, item_id, new_item_id, {", ".join(names)})
                VALUES ($1, $2, $3, $4, $5, $6, {", ".join(f"${n}" for n in range(7, 7 + len(names)))})
                ON CONFLICT (job_id) DO UPDATE SET at = GREATEST(s.at, EXCLUDED.at),
                    new_item_id = coalesce(s.new_item_id, EXCLUDED.new_item_id)""",  # noqa: S608
            entry.job_id, entry.closet_id, max(counted), open, (await _about_item(entry.job_id)), entry.facts.new_item_id,
            *(getattr(cost, name) for name in names),
        )  # fmt: skip


async def _about_item(job_id: UUID) -> VintedId | None:
    item_id: VintedId | None = await fetchval("SELECT item_id FROM jobs WHERE id = $1", job_id)
    return item_id


async def _keep_end(device_id: UUID, entry: JournalEntry) -> None:
    """Done outranks failed, whichever device says it."""
    assert entry.end is not None
    said = FinishRequest(
        epoch=entry.epoch, end=entry.end, reason=entry.reason or "ok", facts=entry.facts, proof=entry.proof, stored=True
    )
    await execute(
        """INSERT INTO journal_ends AS e (job_id, device_id, finish, at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (job_id) DO UPDATE SET device_id = EXCLUDED.device_id, finish = EXCLUDED.finish, at = EXCLUDED.at
           WHERE e.finish->>'end' <> 'done'""",
        entry.job_id, device_id, rows.encoded(said), entry.at,
    )  # fmt: skip


async def forget() -> None:
    """Ends that nothing waits for any more, and what was sent for an earlier generation. A job that waits keeps its end."""
    await execute(
        """DELETE FROM journal_ends e WHERE at < clock_timestamp() - $1::interval
               AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = e.job_id AND j.restored AND j.ended_at IS NULL)""",
        RETENTION["journal"],
    )
    await execute(
        """DELETE FROM device_journals WHERE at < clock_timestamp() - $1::interval
               AND generation <> (SELECT generation FROM installation)""",
        RETENTION["journal"],
    )
