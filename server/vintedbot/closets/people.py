"""Whom a closet leaves alone for good, and which verbs may address people under a rule without a look at each card.

A consent is dated and never changed: revoked and given again it is another one, so that a job rests on the very one it was made
under. What revoking does to jobs is in `accounts`, which knows them; this module does not.
"""

from datetime import datetime
from uuid import UUID

from vintedbot_schemas.base import VintedId
from vintedbot_schemas.cards import Consent, IgnoredPerson, Recipient

from vintedbot.kit.db import Record, execute, fetch, fetchrow, fetchval, uuid7


async def ignore(closet_id: UUID, person: Recipient, now: datetime) -> None:
    """Nothing is prepared for this person any more."""
    await execute(
        """INSERT INTO closet_ignored (id, closet_id, member_id, login, since) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (closet_id, member_id) DO NOTHING""",
        uuid7(), closet_id, person.member_id, person.login, now,
    )  # fmt: skip


async def is_ignored(closet_id: UUID, member_id: VintedId) -> bool:
    """Whether this closet leaves this member alone."""
    return bool(
        await fetchval(
            "SELECT EXISTS (SELECT 1 FROM closet_ignored WHERE closet_id = $1 AND member_id = $2)", closet_id, member_id
        )
    )


async def ignored(closet_id: UUID) -> list[IgnoredPerson]:
    """The closet's ignore list, newest first."""
    rows = await fetch("SELECT member_id, login, since FROM closet_ignored WHERE closet_id = $1 ORDER BY id DESC", closet_id)
    return [IgnoredPerson(**row) for row in rows]


async def no_longer_ignore(closet_id: UUID, member_id: VintedId) -> bool:
    """Whether the member was on the list."""
    return bool(await execute("DELETE FROM closet_ignored WHERE closet_id = $1 AND member_id = $2", closet_id, member_id))


async def give_consent(closet_id: UUID, verb: str) -> Consent:
    """Dated now, unless it is given already."""
    await execute(
        """INSERT INTO closet_consents (id, closet_id, verb, given_at) VALUES ($1, $2, $3, clock_timestamp())
           ON CONFLICT (closet_id, verb) WHERE revoked_at IS NULL DO NOTHING""",
        uuid7(), closet_id, verb,
    )  # fmt: skip
    row = await fetchrow(
        "SELECT verb, given_at, closet_id FROM closet_consents WHERE closet_id = $1 AND verb = $2 AND revoked_at IS NULL",
        closet_id, verb,
    )  # fmt: skip
    return _consent(row)


async def revoke_consent(closet_id: UUID, verb: str) -> UUID | None:
    """The consent that held until now, if there was one."""
    revoked: UUID | None = await fetchval(
        """UPDATE closet_consents SET revoked_at = clock_timestamp()
           WHERE closet_id = $1 AND verb = $2 AND revoked_at IS NULL RETURNING id""",
        closet_id, verb,
    )  # fmt: skip
    return revoked


async def consent_for(closet_id: UUID, verb: str) -> UUID | None:
    """The consent a rule may send under now."""
    found: UUID | None = await fetchval(
        "SELECT id FROM closet_consents WHERE closet_id = $1 AND verb = $2 AND revoked_at IS NULL", closet_id, verb
    )
    return found


async def consent_holds(consent_id: UUID) -> bool:
    """Whether a consent is still on."""
    return bool(await fetchval("SELECT EXISTS (SELECT 1 FROM closet_consents WHERE id = $1 AND revoked_at IS NULL)", consent_id))


async def consents(closet_id: UUID) -> list[Consent]:
    """What the closet's owner consented to and did not revoke."""
    rows = await fetch(
        "SELECT verb, given_at, closet_id FROM closet_consents WHERE closet_id = $1 AND revoked_at IS NULL ORDER BY id",
        closet_id,
    )
    return [_consent(row) for row in rows]


def _consent(row: Record) -> Consent:
    return Consent(verb=row["verb"], given_at=row["given_at"], closet_id=row["closet_id"])
