"""The order in SQL is the order in Python: the same made-up queues, asked both ways."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from vintedbot.jobs import budget, leases, queue, refresh, sweep
from vintedbot.jobs.verbs import PLANS, Cost, writes
from vintedbot.kit import db

from .conversations import has_listing
from .hands import ITEM, Seller, good, pass_time

VERBS = ["relist", "set_hidden", "update_listing", "send_message", "set_follow", "sync_closet", "mark_shipped"]
CLOSET = UUID("00000000-0000-7000-8000-0000000000aa")


async def made_up(dice: random.Random) -> list[tuple[UUID, queue.Waiting, str]]:
    """A queue of twelve, some of them held back, begun, or over."""
    now, jobs = datetime.now(UTC), []
    for age in range(12):
        verb, pressed, begun = dice.choice([*VERBS, "relist"]), dice.random() < 0.3, dice.random() < 0.05
        new_thread = verb == "send_message" and dice.random() < 0.5
        due, expires = dice.choice([-1, -1, -1, 1]), dice.choice([1, 1, 1, -1])
        cost = PLANS[verb].cost
        if new_thread:
            cost = msgspec.structs.replace(cost, threads=1)
        waiting = queue.Waiting(
            age=age, pressed=pressed, writing=writes(verb), cost=cost, due=now + timedelta(hours=due),
            expires_at=now + timedelta(hours=expires), begun=begun,
        )  # fmt: skip
        job_id = UUID(int=(1 << 96) + age)
        await db.execute(
            """INSERT INTO jobs (id, user_id, closet_id, verb, writing, pressed, work, title, item_id, state, changed_by, facts,
                   next_at, created_at, expires_at, begun, new_thread)
               VALUES ($1, $2, $2, $3, $4, $5, '{}', '', $6, $7, 'person', '{}', $8, now(), $9, $10, $11)""",
            job_id, CLOSET, verb, waiting.writing, pressed, age + 1, "parked" if begun else "queued", waiting.due,
            waiting.expires_at, begun, new_thread,
        )  # fmt: skip
        jobs.append((job_id, waiting, verb))
    return jobs


@pytest.mark.parametrize("seed", range(40))
async def test_sql_and_python_pick_the_same(database: None, seed: int):
    dice = random.Random(seed)
    jobs = await made_up(dice)
    taken = Cost(writes=dice.randint(4, 8), relists=dice.randint(0, 1), follows=dice.randint(0, 2), threads=dice.randint(0, 2))
    limits = Cost(writes=8, relists=dice.randint(1, 3), payloads=300, follows=2, favourites=2, threads=2)
    await db.execute(
        """INSERT INTO closet_spend (job_id, closet_id, at, open, writes, relists, payloads, follows, threads)
           VALUES ($1, $1, now(), false, $2, $3, 0, $4, $5)""",
        CLOSET, taken.writes, taken.relists, taken.follows, taken.threads,
    )  # fmt: skip
    ready = {True: dice.sample(VERBS, 6), False: dice.sample(VERBS, 6)}
    now_open = leases.Open(
        id=CLOSET, begun=VERBS, pressed=VERBS, other=VERBS, ready_pressed=ready[True], ready_other=ready[False],
        **{name: getattr(limits, name) for name in budget.LIMITED},
    )  # fmt: skip
    verb_of = {job.age: verb for _, job, verb in jobs}
    expected = queue.first(
        [job for _, job, _ in jobs], taken, limits, datetime.now(UTC), lambda job: verb_of[job.age] in ready[job.pressed]
    )
    picked = await leases._pick([now_open], VERBS)
    assert (picked.id if picked else None) == next((i for i, job, _ in jobs if job is expected), None)


# ------------------------------------------------------------------------------------------------ giving way
def page(**more: Any) -> dict[str, Any]:
    usual = {"read": "wardrobe", "page": 1, "pages": 3, "total": 0, "items": []}
    return {**usual, **more}


async def test_a_reading_job_gives_way_at_its_next_page_to_what_a_person_presses(seller: Seller):
    await seller.wish("sync_closet")
    await seller.first.lease()
    assert good(await seller.first.brings(page()))["give_way"] is False
    pressed = await seller.hide()
    assert good(await seller.first.brings(page(page=2)))["give_way"] is True
    assert (await seller.first.finish("release", "gave_way"))["state"] == "queued"
    assert (await seller.first.lease(holding=[seller.first.job_id]))["job_id"] == pressed["id"]
    assert (await seller.first.go("hide"))["answer"] == "go"  # a person's job starts at once


async def test_a_reading_nobody_pressed_gives_way_to_one_somebody_did(seller: Seller):
    await seller.wish("sync_inbox")
    await db.execute("UPDATE jobs SET pressed = false")
    await seller.first.lease(verbs=["sync_inbox"])
    renew = f"/jobs/{seller.first.job_id}/renew"
    assert (await seller.first.post(renew, {"epoch": seller.first.leased["epoch"]})).json()["give_way"] is False
    await seller.wish("sync_closet")
    assert (await seller.first.post(renew, {"epoch": seller.first.leased["epoch"]})).json()["give_way"] is True


async def test_it_does_not_give_way_to_what_cannot_begin(seller: Seller):
    """Else it would hand its lease back at every page and never come to an end."""
    await seller.wish("sync_closet")
    await seller.first.lease()
    await seller.hide()
    await db.execute("UPDATE closets SET writes_per_day = 0")
    assert good(await seller.first.brings(page()))["give_way"] is False


async def test_an_unpressed_writing_job_goes_before_a_reading_that_is_older(seller: Seller):
    await db.execute("UPDATE closets SET active_from = 0, active_until = 24")
    await seller.wish("sync_closet")
    hide = await seller.hide()
    await db.execute("UPDATE jobs SET pressed = false")
    assert (await seller.first.lease())["job_id"] == hide["id"]


# ------------------------------------------------------------------------------------------------ in the background
async def test_ten_edit_payloads_a_day_inside_hours_and_budget(seller: Seller):
    await db.execute("UPDATE closets SET active_from = 0, active_until = 24")
    for n in range(15):
        await has_listing(seller, ITEM + n)
    for hour in range(12):
        await refresh.refresh()
        if (await seller.first.lease(verbs=["sync_listing"]))["answer"] == "lease":
            assert seller.first.leased["person_pressed"] is False
            await seller.first.finish("done", "ok", proof="read_whole")
        await pass_time(3600)
        jobs = (await seller.get("/jobs"))["items"]
        assert len(jobs) == min(10, hour + 1)
    assert len({job["item_id"] for job in jobs}) == 10
    gauge = (await seller.get("/accounts/vinted"))["items"][0]["gauge"]
    assert gauge["payloads_used"] == 10
    await pass_time(14 * 3600)
    await refresh.refresh()
    assert len((await seller.get("/jobs"))["items"]) == 11


async def closed_hours() -> None:
    """The closet's hours are not now."""
    hour = await db.fetchval("SELECT extract(hour FROM clock_timestamp() AT TIME ZONE 'Europe/Paris')::int")
    away = (hour + 12) % 23
    await db.execute("UPDATE closets SET active_from = $1, active_until = $2", away, away + 1)


@pytest.mark.parametrize("why", ["hours", "paused", "budget"])
async def test_none_outside_hours_or_budget_or_while_paused(seller: Seller, why: str):
    await has_listing(seller)
    await db.execute("UPDATE closets SET active_from = 0, active_until = 24")
    if why == "hours":
        await closed_hours()
    elif why == "paused":
        await db.execute("UPDATE closets SET paused = 'person'")
    else:
        await db.execute(
            """INSERT INTO closet_spend (job_id, closet_id, at, open, writes, relists, payloads)
               VALUES ($1, $2, now(), false, 0, 0, 300)""",
            db.uuid7(), seller.closet_id,
        )  # fmt: skip
    await refresh.refresh()
    assert (await seller.get("/jobs"))["items"] == []


async def test_a_background_reading_waits_for_the_hours_and_not_for_ever(seller: Seller):
    await has_listing(seller)
    await db.execute("UPDATE closets SET active_from = 0, active_until = 24")
    await refresh.refresh()
    await closed_hours()
    assert (await seller.first.lease())["answer"] == "none"
    await pass_time(86_400 + 1)
    await sweep.sweep()
    assert [job["state"] for job in (await seller.get("/jobs"))["items"]] == ["expired"]
