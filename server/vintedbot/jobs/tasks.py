"""The jobs domain's share of the worker."""

from datetime import timedelta

from vintedbot.identity.service import on_device_revoked
from vintedbot.kit.tasks import periodic, sweeper

from . import answers, refresh, sweep

on_device_revoked(answers.device_gone)


@sweeper("jobs.sweep", why="a lease that ran out must be seen within 70 s, also when no device asks")
async def minute() -> None:
    await sweep.sweep()


@periodic("jobs.clean", every=timedelta(days=1), timeout=300, why="retention times are counted in days")
async def daily() -> None:
    await sweep.clean()


@periodic("jobs.refresh", every=timedelta(hours=1), timeout=300, why="ten reads a day and closet, spread over its active hours")
async def hourly() -> None:
    await refresh.refresh()
