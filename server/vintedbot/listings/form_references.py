"""What Vinted's own form offered for a category, as one of the user's tabs read it. Believed for that user only, for 7 days."""

from uuid import UUID

import msgspec
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.listings import FormReference

from vintedbot.kit.db import execute, fetchval, uuid7
from vintedbot.settings import RETENTION


async def keep(user_id: UUID, reference: FormReference) -> None:
    """Stores it in place of the one before."""
    await execute(
        """INSERT INTO form_references (id, user_id, country, catalog_id, reference, read_at)
           VALUES ($1, $2, $3, $4, $5, clock_timestamp())
           ON CONFLICT (user_id, country, catalog_id) DO UPDATE SET reference = EXCLUDED.reference, read_at = EXCLUDED.read_at""",
        uuid7(), user_id, reference.country, reference.catalog_id, msgspec.json.encode(reference),
    )  # fmt: skip


async def fresh(user_id: UUID, country: str, catalog_id: VintedId) -> FormReference | None:
    """What was read in the last 7 days, or None: then the files answer, and a tab can be asked."""
    found = await fetchval(
        """SELECT reference FROM form_references WHERE user_id = $1 AND country = $2 AND catalog_id = $3
               AND read_at > clock_timestamp() - $4::interval""",
        user_id, country, catalog_id, RETENTION["form_reference"],
    )  # fmt: skip
    return msgspec.json.decode(found, type=FormReference) if found is not None else None


async def forget() -> None:
    """Ends what is asked for anew anyway."""
    await execute("DELETE FROM form_references WHERE read_at < clock_timestamp() - $1::interval", RETENTION["form_reference"])
