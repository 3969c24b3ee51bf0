"""Connected Vinted accounts as their owner sees and changes them: claim, list, pause, limits, removal, diary.

Ownership is a parameter of everything.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.cards import Consent, ConsentList, IgnoreList
from vintedbot_schemas.closets import (
    ClaimRequest,
    Closet,
    ClosetChange,
    ClosetList,
    ClosetState,
    Diary,
    DiaryEntry,
    PauseReason,
)  # fmt: skip
from vintedbot_schemas.errors import ErrorCode
from vintedbot_schemas.jobs import Job
from vintedbot_schemas.verbs import ADDRESSING, OpenOnVinted

from vintedbot.identity import service as identity
from vintedbot.jobs import service as jobs
from vintedbot.kit import room
from vintedbot.kit.db import Record, execute, fetch, fetchrow, fetchval, transaction, uuid7
from vintedbot.kit.errors import AppError, InvalidInput, NotFound
from vintedbot.kit.http import Paging
from vintedbot.kit.process import current

from . import people, rests
from .rests import OpenRest
from .service import Limits, owned

CLEARED_BY_CLAIM: tuple[PauseReason, ...] = ("other_member", "signed_out", "challenge")
IN_THE_WAY = frozenset({"challenge", "signed_out", "other_member", "restored"})


class NoCloset(AppError):
    """Open Vinted in a connected browser and sign in there; the extension finds the account by itself."""

    code: ClassVar[ErrorCode] = "no_closet"
    status = 409
    title = "No Vinted account is connected yet"


class ClosetBusy(AppError):
    """A job is between two states on Vinted. Wait for it, or stop it first."""

    code: ClassVar[ErrorCode] = "closet_busy"
    status = 409
    title = "A job of this closet has begun and must end first"


async def claim(user_id: UUID, device_id: UUID, request: ClaimRequest) -> Closet:
    """A device found this member signed in: makes the closet or brings it up to date, and ends what stood in the way."""
    _known_zone(request.time_zone)
    async with transaction():
        others: int = await fetchval(
            "SELECT count(*) FROM closets WHERE user_id = $1 AND NOT (country = $2 AND member_id = $3)",
            user_id, request.country, request.member_id,
        )  # fmt: skip
        room.within("closets", others + 1, current().settings.quotas.closets)
        row = await fetchrow(
            """INSERT INTO closets AS c (id, user_id, country, member_id, login, photo_url, currency, time_zone, listing_count,
                   is_current)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
                   NOT EXISTS (SELECT 1 FROM closets o WHERE o.user_id = $2 AND o.is_current))
               ON CONFLICT (user_id, country, member_id) DO UPDATE SET login = EXCLUDED.login, photo_url = EXCLUDED.photo_url,
                   currency = EXCLUDED.currency, removed_at = NULL,
                   listing_count = coalesce(EXCLUDED.listing_count, c.listing_count)
               RETURNING id, paused""",
            uuid7(), user_id, request.country, request.member_id, request.login, request.photo_url, request.currency,
            request.time_zone, request.item_count,
        )  # fmt: skip
        assert row is not None
        await execute(
            """INSERT INTO closet_devices (id, closet_id, device_id, seen_at) VALUES ($1, $2, $3, clock_timestamp())
               ON CONFLICT (closet_id, device_id) DO UPDATE SET seen_at = EXCLUDED.seen_at""",
            uuid7(), row["id"], device_id,
        )  # fmt: skip
        if row["paused"] in CLEARED_BY_CLAIM:
            await _solved(row["id"])
        await jobs.member_is_here(row["id"])
    return await one(user_id, row["id"])


async def _solved(closet_id: UUID) -> None:
    """What stood in the way is gone: the pause ends, and the jobs that waited for the person go on."""
    await rests.resume(closet_id, *CLEARED_BY_CLAIM)
    await rests.solved(closet_id, timedelta(seconds=current().settings.pace.rest_after_challenge))
    await jobs.go_on_after_person(closet_id)


async def all_of(user_id: UUID) -> ClosetList:
    """GET /accounts/vinted: the current one first, then by age."""
    return ClosetList(items=await _shown(user_id, None))


async def one(user_id: UUID, closet_id: UUID) -> Closet:
    """One closet as its owner sees it. Raises NotFound."""
    found = await _shown(user_id, closet_id)
    if not found:
        raise NotFound
    return found[0]


async def change(user_id: UUID, closet_id: UUID, wanted: ClosetChange) -> Closet:
    """Changes the given fields. A person's pause never hides one that something else in the way has set.

    Raises NotFound, and InvalidInput for a limit above the operator's ceiling.
    """
    _within_ceilings(wanted)
    if wanted.time_zone is not None:
        _known_zone(wanted.time_zone)
    async with transaction():
        await owned(user_id, closet_id)
        # what was not given is left to the row itself: read before, it would undo a change that is made at the same moment
        hours = await fetchrow(
            """UPDATE closets SET time_zone = coalesce($2, time_zone),
                   active_from = coalesce($3, active_from), active_until = coalesce($4, active_until),
                   writes_per_day = coalesce($5, writes_per_day), relists_per_day = coalesce($6, relists_per_day),
                   follows_per_day = coalesce($7, follows_per_day), favourites_per_day = coalesce($8, favourites_per_day),
                   threads_per_day = coalesce($9, threads_per_day),
                   paused = CASE WHEN $10 AND paused IS NULL THEN 'person' WHEN NOT $10 AND paused = 'person' THEN NULL
                       ELSE paused END
               WHERE id = $1
               RETURNING active_from = active_until AS are_empty""",
            closet_id, wanted.time_zone, wanted.active_from, wanted.active_until, wanted.writes_per_day,
            wanted.relists_per_day, wanted.follows_per_day, wanted.favourites_per_day, wanted.threads_per_day, wanted.paused,
        )  # fmt: skip
        if hours and hours["are_empty"]:
            raise InvalidInput("The active hours must not be empty.", field="active_until")
    return await one(user_id, closet_id)


async def remove(user_id: UUID, closet_id: UUID) -> None:
    """Disconnects the closet; its history stays. Raises ClosetBusy while a job is between two states on Vinted."""
    async with transaction():
        await owned(user_id, closet_id)
        if not await jobs.drop_closet(closet_id):
            raise ClosetBusy
        await execute(
            "UPDATE closets SET removed_at = clock_timestamp(), is_current = false, paused = NULL WHERE id = $1", closet_id
        )
        await execute("DELETE FROM closet_devices WHERE closet_id = $1", closet_id)


async def switch(user_id: UUID, closet_id: UUID) -> Closet:
    """Makes this closet the one the user's screens show first."""
    async with transaction():
        await owned(user_id, closet_id)
        await execute("UPDATE closets SET is_current = false WHERE user_id = $1 AND is_current AND id <> $2", user_id, closet_id)
        await execute("UPDATE closets SET is_current = true WHERE id = $1", closet_id)
    return await one(user_id, closet_id)


async def diary(user_id: UUID, closet_id: UUID, paging: Paging) -> Diary:
    """The closet's refusals, newest first."""
    await owned(user_id, closet_id)
    position = paging.position(UUID)
    rows = await fetch(
        """SELECT id, kind, at, until, job_id, ended_at FROM closet_diary
           WHERE closet_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3""",
        closet_id, position[0] if position else None, paging.limit + 1,
    )  # fmt: skip
    page, following = paging.cut(rows, lambda row: (row["id"],))
    return Diary(items=[DiaryEntry(**row) for row in page], next=following)


async def sign_in(user_id: UUID) -> Job:
    """Has a device open Vinted's own sign-in for the current closet, and waits for the person. Raises NoCloset.

    The job is done when a device claims that member, cancelled when the person gives it up, expired after ten minutes.
    """
    found = (await all_of(user_id)).items
    if not found:
        raise NoCloset
    return await jobs.press(user_id, found[0].id, OpenOnVinted(purpose="sign_in"))


async def consents(user_id: UUID, closet_id: UUID) -> ConsentList:
    """What rules may send by themselves. Raises NotFound."""
    await owned(user_id, closet_id)
    return ConsentList(items=await people.consents(closet_id))


async def consent(user_id: UUID, closet_id: UUID, verb: str) -> Consent:
    """From now on rules may send with this verb without a look at each card. Raises NotFound, InvalidInput."""
    async with transaction():
        await owned(user_id, closet_id)
        _addresses(verb)
        return await people.give_consent(closet_id, verb)


async def revoke(user_id: UUID, closet_id: UUID, verb: str) -> None:
    """Ends a consent; what has not begun under it is put before the person. Raises NotFound, InvalidInput."""
    async with transaction():
        await owned(user_id, closet_id)
        _addresses(verb)
        revoked = await people.revoke_consent(closet_id, verb)
        if revoked is not None:
            await jobs.consent_revoked(closet_id, revoked)


async def ignored(user_id: UUID, closet_id: UUID) -> IgnoreList:
    """Whom this closet leaves alone. Raises NotFound."""
    await owned(user_id, closet_id)
    return IgnoreList(items=await people.ignored(closet_id))


async def no_longer_ignore(user_id: UUID, closet_id: UUID, member_id: VintedId) -> None:
    """Takes a member off the list. Raises NotFound."""
    await owned(user_id, closet_id)
    if not await people.no_longer_ignore(closet_id, member_id):
        raise NotFound


def _addresses(verb: str) -> None:
    if verb not in ADDRESSING:
        raise InvalidInput(f"Verbs that address a person: {', '.join(sorted(ADDRESSING))}.", field="verb")


def _within_ceilings(wanted: ClosetChange) -> None:
    most = current().settings.ceilings
    for field in Limits.__struct_fields__:
        value, ceiling = getattr(wanted, field), getattr(most, field.removesuffix("_per_day"))
        if value is not None and value > ceiling:
            raise InvalidInput(f"At most {ceiling} on this server.", field=field)


def _known_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise InvalidInput("Not a time zone's name, like Europe/Paris.", field="time_zone") from None


async def _shown(user_id: UUID, closet_id: UUID | None) -> list[Closet]:
    rows = await fetch(
        f"""SELECT c.*, {rests.OPEN} AS rests, EXISTS (SELECT 1 FROM closets o WHERE o.country = c.country
                AND o.member_id = c.member_id AND o.user_id <> c.user_id AND o.removed_at IS NULL) AS shared
            FROM closets c WHERE c.user_id = $1 AND c.removed_at IS NULL AND ($2::uuid IS NULL OR c.id = $2)
            ORDER BY c.is_current DESC, c.id""",  # noqa: S608
        user_id, closet_id,
    )  # fmt: skip
    limits = {row["id"]: Limits(**{name: row[name] for name in Limits.__struct_fields__}) for row in rows}
    at_work = await jobs.at_work(limits) if rows else {}
    held = [work.device_id for work in at_work.values() if work.device_id is not None]
    labels = await identity.device_labels(held) if held else {}
    return [_closet(row, at_work[row["id"]], labels) for row in rows]


def _closet(row: Record, work: "jobs.AtWork", labels: dict[UUID, str]) -> Closet:
    open_rests = msgspec.json.decode(row["rests"], type=list[OpenRest])
    paused: PauseReason | None = row["paused"] or ("restored" if row["resync"] else None)
    fields: dict[str, Any] = {
        name: row[name]
        for name in (
            "id",
            "country",
            "member_id",
            "login",
            "photo_url",
            "currency",
            "time_zone",
            "active_from",
            "active_until",
            "listing_count",
            "synced_at",
        )
    }
    return Closet(
        **fields,
        state=_word(paused, open_rests, work),
        paused=paused,
        rest=open_rests[0].shown() if open_rests else None,
        gauge=work.gauge,
        hands=labels.get(work.device_id) if work.device_id else None,
        shared_with_other_user=row["shared"],
    )


def _word(paused: PauseReason | None, open_rests: Sequence[OpenRest], work: "jobs.AtWork") -> ClosetState:
    if paused in IN_THE_WAY or work.needs_person:
        return "needs_you"
    if paused is not None:
        return "paused"
    if open_rests:
        return "resting"
    return "working" if work.device_id is not None else "ready"
