"""The masks of items: asked of an outside service once for each original, kept by content, with the person's consent and their
cap.

A request that was sent and not answered may have been paid for. It is never repeated by itself: the row stays `asking`, a later
look calls it lost, and only a person's press asks again.
"""

from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from msgspec import Struct
from vintedbot_schemas.edits import CutoutService, EditProblem
from vintedbot_schemas.errors import ErrorCode

from vintedbot.kit import room, store
from vintedbot.kit.db import execute, fetchrow, fetchval, transaction, uuid7
from vintedbot.kit.errors import AppError
from vintedbot.kit.process import current

from . import imaging, removebg, work

SENT_FOR = timedelta(seconds=removebg.SECONDS + 30)
"""Longer than a request can take: one that is older has lost its answer."""
THIS_MONTH = "date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"


class ConsentMissing(AppError):
    """The photo would leave for an outside service, and the person has not agreed to that."""

    code: ClassVar[ErrorCode] = "consent_missing"
    status = 409
    title = "Agree first that photos are sent to the service"


class NotOffered(AppError):
    """The operator of this server has no account with the service."""

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
    settings = current().settings.cutouts
    row = await fetchrow(
        f"""SELECT count(*) AS used, coalesce(sum(credits), 0) AS credits FROM photo_cutouts
            WHERE user_id = $1 AND asked_at >= {THIS_MONTH}""",  # noqa: S608
        user_id,
    )
    assert row is not None
    given = await fetchval("SELECT given_at FROM cutout_consents WHERE user_id = $1", user_id)
    return CutoutService(
        offered=bool(settings.key), consented_at=given, used=row["used"], most=settings.per_month, credits=row["credits"]
    )


async def consent(user_id: UUID) -> CutoutService:
    """Agrees; the first time counts."""
    await execute("INSERT INTO cutout_consents VALUES ($1, clock_timestamp()) ON CONFLICT DO NOTHING", user_id)
    return await service(user_id)


async def withdraw(user_id: UUID) -> CutoutService:
    """No photo is sent any more; masks that are here stay."""
    await execute("DELETE FROM cutout_consents WHERE user_id = $1", user_id)
    return await service(user_id)


async def mask_sha256(user_id: UUID, original_sha256: str) -> str | None:
    """The mask of an original, if it is here."""
    sha256: str | None = await fetchval(
        "SELECT mask_sha256 FROM photo_cutouts WHERE user_id = $1 AND original_sha256 = $2 AND state = 'ready'",
        user_id, original_sha256,
    )  # fmt: skip
    return sha256


async def may_ask(user_id: UUID, original_sha256: str) -> None:
    """Raises NotOffered, ConsentMissing or QuotaReached where a background could not be removed."""
    if await mask_sha256(user_id, original_sha256):
        return
    there = await service(user_id)
    if not there.offered:
        raise NotOffered
    if there.consented_at is None:
        raise ConsentMissing
    room.within("cutouts", there.used + 1, there.most)


async def ensure(user_id: UUID, original_sha256: str, shown: bytes) -> bytes | Failed | Later:
    """The mask's bytes, asked for if they are not here. `shown`: the photo as it would be sent, 1,600 px."""
    known = await _claimed(user_id, original_sha256)
    if isinstance(known, Failed | Later):
        return known
    if known is not None:
        return await store.get(current().settings.photo_folder, known)
    answer = await removebg.cut_out(current().settings.cutouts, shown)
    if isinstance(answer, removebg.Refused):
        return await _refused(user_id, original_sha256, answer)
    mask = await imaging.run(work.mask_of, answer.picture)
    if isinstance(mask, work.Refused):  # paid for, and of no use
        await _end(user_id, original_sha256, "refused", credits=answer.credits)
        return Failed("no_subject")
    kept = await store.put(current().settings.photo_folder, mask)
    await _end(user_id, original_sha256, "ready", credits=answer.credits, mask=kept, size=len(mask))
    return mask


async def _claimed(user_id: UUID, original_sha256: str) -> str | Failed | Later | None:
    """The mask that is here, or None when it is now ours to ask for."""
    async with transaction():
        await room.counted(user_id)  # two photos with the same original ask once
        row = await fetchrow(
            """SELECT state, mask_sha256, asked_at < clock_timestamp() - $3::interval AS is_old FROM photo_cutouts
               WHERE user_id = $1 AND original_sha256 = $2""",
            user_id, original_sha256, SENT_FOR,
        )  # fmt: skip
        if row is not None and row["state"] == "ready":
            sha256: str = row["mask_sha256"]
            return sha256
        if row is not None and row["state"] == "asking":
            if not row["is_old"]:
                return Later(10)
            await _end(user_id, original_sha256, "lost")
            return Failed("answer_lost")
        try:
            await may_ask(user_id, original_sha256)
        except (NotOffered, ConsentMissing):
            return Failed("key_refused")
        except room.QuotaReached:
            return Failed("no_credits")
        await execute(
            """INSERT INTO photo_cutouts (id, user_id, original_sha256, state, asked_at)
               VALUES ($3, $1, $2, 'asking', clock_timestamp())
               ON CONFLICT (user_id, original_sha256) DO UPDATE SET state = 'asking', asked_at = clock_timestamp()""",
            user_id, original_sha256, uuid7(),
        )  # fmt: skip
        return None


async def _refused(user_id: UUID, original_sha256: str, refused: removebg.Refused) -> Failed | Later:
    if refused.problem == "answer_lost":
        await _end(user_id, original_sha256, "lost")
    else:  # not charged: as if it had never been sent
        await execute(
            "DELETE FROM photo_cutouts WHERE user_id = $1 AND original_sha256 = $2 AND state = 'asking'", user_id, original_sha256
        )
    return Later(refused.later_s) if refused.later_s is not None else Failed(refused.problem)


async def _end(
    user_id: UUID, original_sha256: str, state: str, *, credits: float = 0, mask: str | None = None, size: int | None = None
) -> None:
    await execute(
        """UPDATE photo_cutouts SET state = $3, credits = credits + $4, mask_sha256 = $5, mask_size = $6
           WHERE user_id = $1 AND original_sha256 = $2 AND state = 'asking'""",
        user_id, original_sha256, state, credits, mask, size,
    )  # fmt: skip
