"""Switch-offs: a verb, a whole country, or a verb in one country, turned off by the operator for a reason people read.

They are rows that `service.Rules` reads with each lease and each go, so one is in force with the next request of any device.
"""

from uuid import UUID

from vintedbot_schemas.switches import SwitchOff, SwitchOffs

from vintedbot.kit.db import execute, fetch, uuid7

OFF = """(SELECT coalesce(json_agg(coalesce(w.verb, '*')), '[]') FROM switch_offs w
  WHERE w.ended_at IS NULL AND (w.country IS NULL OR w.country = c.country))"""
"""SQL: the verbs that are off for closet `c` as JSON, `*` for all."""


async def now_off() -> SwitchOffs:
    """What is off now, the newest first."""
    rows = await fetch("SELECT verb, country, reason, link, since FROM switch_offs WHERE ended_at IS NULL ORDER BY id DESC")
    return SwitchOffs(items=[SwitchOff(**row) for row in rows])


async def turn_off(verb: str | None, country: str | None, reason: str, link: str | None) -> UUID:
    """Turns a verb off (in a country, or everywhere), or all of a country; said again, the reason is replaced."""
    await turn_on(verb, country)
    switch = uuid7()
    await execute(
        "INSERT INTO switch_offs (id, verb, country, reason, link, since) VALUES ($1, $2, $3, $4, $5, clock_timestamp())",
        switch, verb, country, reason, link,
    )  # fmt: skip
    return switch


async def turn_on(verb: str | None, country: str | None) -> int:
    """Ends this switch-off; how many there were."""
    return await execute(
        """UPDATE switch_offs SET ended_at = clock_timestamp()
           WHERE ended_at IS NULL AND verb IS NOT DISTINCT FROM $1 AND country IS NOT DISTINCT FROM $2""",
        verb, country,
    )  # fmt: skip
