"""The worker process: the domains' tasks and the relay that feeds them, until told to stop."""

import asyncio

from vintedbot import domains
from vintedbot.kit import process
from vintedbot.kit.relay import working
from vintedbot.settings import Settings


async def work(settings: Settings, stop: asyncio.Event) -> None:
    """Works until `stop` is set; then running tasks have `grace_s` to finish."""
    domains.parts("tasks")
    async with process.running(settings), working(settings):
        await stop.wait()
