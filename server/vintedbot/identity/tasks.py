"""What identity does after the answer: telling other domains of a revoked device, and forgetting what is over."""

from datetime import timedelta
from uuid import UUID

from vintedbot.kit.tasks import periodic, task

from . import devices, service


@task("identity.device_revoked", timeout=60)
async def device_revoked(device_id: UUID) -> None:
    """Runs the followers of `service.on_device_revoked`."""
    for follower in service.DEVICE_REVOKED:
        await follower(device_id)


@periodic(
    "identity.clean", every=timedelta(hours=6), timeout=60, why="rows that prove nothing any more; nobody waits for their end"
)
async def clean() -> None:
    """Ends codes, tokens and sessions that are over."""
    await devices.forget_codes()
    await service.forget_the_ended()
