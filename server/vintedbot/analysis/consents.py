"""A person's dated yes to a provider. Without it nothing of theirs is sent there.

Never changed: withdrawn and given again it is another one.
"""

from datetime import datetime
from uuid import UUID

from vintedbot_schemas.analysis import AnalysisProvider

from vintedbot.kit.db import execute, fetch, fetchval, uuid7


async def give(user_id: UUID, provider: AnalysisProvider) -> None:
    """Dated now, unless it is given already."""
    await execute(
        """INSERT INTO analysis_consents (id, user_id, provider, given_at) VALUES ($1, $2, $3, clock_timestamp())
           ON CONFLICT (user_id, provider) WHERE revoked_at IS NULL DO NOTHING""",
        uuid7(), user_id, provider,
    )  # fmt: skip


async def withdraw(user_id: UUID, provider: AnalysisProvider) -> None:
    """From now on nothing is sent there. What was sent cannot be called back."""
    await execute(
        """UPDATE analysis_consents SET revoked_at = clock_timestamp()
           WHERE user_id = $1 AND provider = $2 AND revoked_at IS NULL""",
        user_id, provider,
    )  # fmt: skip


async def holds(user_id: UUID, provider: AnalysisProvider) -> bool:
    """Whether it is given and not withdrawn."""
    return bool(
        await fetchval(
            "SELECT EXISTS (SELECT 1 FROM analysis_consents WHERE user_id = $1 AND provider = $2 AND revoked_at IS NULL)",
            user_id, provider,
        )
    )  # fmt: skip


async def held(user_id: UUID) -> dict[AnalysisProvider, datetime]:
    """Since when each one holds."""
    rows = await fetch("SELECT provider, given_at FROM analysis_consents WHERE user_id = $1 AND revoked_at IS NULL", user_id)
    return {row["provider"]: row["given_at"] for row in rows}
