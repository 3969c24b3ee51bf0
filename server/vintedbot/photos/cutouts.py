"""The masks of items: asked for once for each original and way, kept by content. The way is the person's choice, `Background.by`:
this server where it can, which needs no consent because nothing is sent, or the outside service with their consent and their cap.

A request that was sent outside and not answered may have been paid for. It is never repeated by itself: the row stays `asking`, a
later look calls it lost, and only a person's press asks again.
"""

from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from msgspec import Struct
from vintedbot_schemas.edits import CutoutBy, CutoutService, EditProblem
from vintedbot_schemas.errors import ErrorCode

from vintedbot.kit import room, store
from vintedbot.kit.db import execute, fetchrow, fetchval, transaction, uuid7
from vintedbot.kit.errors import AppError
from vintedbot.kit.process import current

from . import imaging, removebg, server_cut, work
from .ways import Refused, Way

WAYS: dict[CutoutBy, Way] = {"server": server_cut, "remove.bg": removebg}
SENT_FOR: dict[CutoutBy, timedelta] = {by: timedelta(seconds=way.SECONDS + 30) for by, way in WAYS.items()}
"""Longer than asking can take: who asked longer ago has lost the answer."""
THIS_MONTH = "date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"


class ConsentMissing(AppError):
    """The photo would leave for an outside service, and the person has not agreed to that."""

    code: ClassVar[ErrorCode] = "consent_missing"
    status = 409
    title = "Agree first that photos are sent to the service"


class NotOffered(AppError):
    """This server cannot find items that way: the extra is not installed, or its operator has no account with the service."""

    code: ClassVar[ErrorCode] = "not_offered"
    status = 409
    title = "Backgrounds cannot be removed on this server"


class Failed(Struct, frozen=True):
    """There is no mask, and why."""

    problem: EditProblem


class Later(Struct, frozen=True):
    """There is none yet; look again after so many seconds."""

    seconds: float


async def service(user_id: UUID) -> CutoutService:
    """What a person is told before they decide."""
    settings = current().settings
    row = await fetchrow(
        f"""SELECT count(*) AS used, coalesce(sum(credits), 0) AS credits FROM photo_cutouts
            WHERE user_id = $1 AND cut_by = 'remove.bg' AND asked_at >= {THIS_MONTH}""",  # noqa: S608
        user_id,
    )
    assert row is not None
    given = await fetchval("SELECT given_at FROM cutout_consents WHERE user_id = $1", user_id)
    return CutoutService(
        on_server=server_cut.is_offered(settings), offered=removebg.is_offered(settings), consented_at=given, used=row["used"],
        most=settings.cutouts.per_month, credits=row["credits"],
    )  # fmt: skip


async def consent(user_id: UUID) -> CutoutService:
    """Agrees; the first time counts."""
    await execute("INSERT INTO cutout_consents VALUES ($1, clock_timestamp()) ON CONFLICT DO NOTHING", user_id)
    return await service(user_id)


async def withdraw(user_id: UUID) -> CutoutService:
    """No photo is sent any more; masks that are here stay."""
    await execute("DELETE FROM cutout_consents WHERE user_id = $1", user_id)
    return await service(user_id)


async def mask_sha256(user_id: UUID, original_sha256: str, by: CutoutBy) -> str | None:
    """The mask of an original, if it is here."""
    sha256: str | None = await fetchval(
        """SELECT mask_sha256 FROM photo_cutouts
           WHERE user_id = $1 AND original_sha256 = $2 AND cut_by = $3 AND state = 'ready'""",
        user_id, original_sha256, by,
    )  # fmt: skip
    return sha256


async def may_ask(user_id: UUID, original_sha256: str, by: CutoutBy) -> None:
    """Raises NotOffered, ConsentMissing or QuotaReached where a background could not be removed."""
    if await mask_sha256(user_id, original_sha256, by):
        return
    if not WAYS[by].is_offered(current().settings):
        raise NotOffered
    if not WAYS[by].IS_OUTSIDE:
        return
    there = await service(user_id)
    if there.consented_at is None:
        raise ConsentMissing
    room.within("cutouts", there.used + 1, there.most)


async def ensure(user_id: UUID, original_sha256: str, shown: bytes, by: CutoutBy) -> bytes | Failed | Later:
    """The mask's bytes, asked for if they are not here. `shown`: the photo as it would be sent, 1,600 px."""
    known = await _claimed(user_id, original_sha256, by)
    if isinstance(known, Failed | Later):
        return known
    if known is not None:
        return await store.get(current().settings.photo_folder, known)
    answer = await WAYS[by].cut_out(current().settings, shown)
    if isinstance(answer, Refused):
        return await _refused(user_id, original_sha256, by, answer)
    mask = await imaging.run(work.mask_of, answer.picture)
    if isinstance(mask, work.Refused):  # paid for, and of no use
        await _end(user_id, original_sha256, by, "refused", credits=answer.credits)
        return Failed("no_subject")
    kept = await store.put(current().settings.photo_folder, mask)
    await _end(user_id, original_sha256, by, "ready", credits=answer.credits, mask=kept, size=len(mask))
    return mask


async def _claimed(user_id: UUID, original_sha256: str, by: CutoutBy) -> str | Failed | Later | None:
    """The mask that is here, or None when it is now ours to ask for."""
    async with transaction():
        await room.counted(user_id)  # two photos with the same original ask once
        row = await fetchrow(
            """SELECT state, mask_sha256, asked_at < clock_timestamp() - $3::interval AS is_old FROM photo_cutouts
               WHERE user_id = $1 AND original_sha256 = $2 AND cut_by = $4""",
            user_id, original_sha256, SENT_FOR[by], by,
        )  # fmt: skip
        if row is not None and row["state"] == "ready":
            sha256: str = row["mask_sha256"]
            return sha256
        if row is not None and row["state"] == "asking":
            if not row["is_old"]:
                return Later(10)
            if WAYS[by].IS_OUTSIDE:  # what this server began itself it begins again
                await _end(user_id, original_sha256, by, "lost")
                return Failed("answer_lost")
        try:
            await may_ask(user_id, original_sha256, by)
        except (NotOffered, ConsentMissing):
            return Failed("key_refused" if WAYS[by].IS_OUTSIDE else "no_model")
        except room.QuotaReached:
            return Failed("no_credits")
        await execute(
            """INSERT INTO photo_cutouts (id, user_id, original_sha256, cut_by, state, asked_at)
               VALUES ($3, $1, $2, $4, 'asking', clock_timestamp())
               ON CONFLICT (user_id, original_sha256, cut_by) DO UPDATE SET state = 'asking', asked_at = clock_timestamp()""",
            user_id, original_sha256, uuid7(), by,
        )  # fmt: skip
        return None


async def _refused(user_id: UUID, original_sha256: str, by: CutoutBy, refused: Refused) -> Failed | Later:
    if refused.problem == "answer_lost":
        await _end(user_id, original_sha256, by, "lost")
    else:  # not charged: as if it had never been sent
        await execute(
            "DELETE FROM photo_cutouts WHERE user_id = $1 AND original_sha256 = $2 AND cut_by = $3 AND state = 'asking'",
            user_id, original_sha256, by,
        )  # fmt: skip
    return Later(refused.later_s) if refused.later_s is not None else Failed(refused.problem)


async def _end(
    user_id: UUID, original_sha256: str, by: CutoutBy, state: str, *,
    credits: float = 0, mask: str | None = None, size: int | None = None,
) -> None:  # fmt: skip
    await execute(
        """UPDATE photo_cutouts SET state = $3, credits = credits + $4, mask_sha256 = $5, mask_size = $6
           WHERE user_id = $1 AND original_sha256 = $2 AND cut_by = $7 AND state = 'asking'""",
        user_id, original_sha256, state, credits, mask, size, by,
    )  # fmt: skip
