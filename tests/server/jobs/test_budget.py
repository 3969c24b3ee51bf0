"""The safety budget: its rules over 30 simulated days, and the go that asks it."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from vintedbot.closets.service import Limits
from vintedbot.jobs import budget, goes, rows
from vintedbot.jobs.budget import WINDOW, Spent
from vintedbot.jobs.verbs import PLANS, Cost
from vintedbot.kit import db
from vintedbot.kit.process import current
from vintedbot.settings import Ceilings
from vintedbot_schemas.jobs import Go, StepIntent

from .hands import ITEM, Seller, good, pass_time, refused

START = datetime(2026, 3, 27, tzinfo=UTC)
MOST = Ceilings()


def own(writes: int = 30, relists: int = 3, follows: int = 20, favourites: int = 20, threads: int = 2) -> Limits:
    """What an owner allows a day."""
    return Limits(
        writes_per_day=writes, relists_per_day=relists, follows_per_day=follows, favourites_per_day=favourites,
        threads_per_day=threads,
    )  # fmt: skip


CEILING = budget.lowered(own(threads=4), MOST)
WRITING = [verb for verb, plan in PLANS.items() if plan.cost.writes]

Act = tuple[str, int, list[int], bool]
acts = st.tuples(
    st.sampled_from(WRITING),
    st.integers(1, 6 * 3600),  # seconds until the next wish, of whichever device
    st.lists(st.integers(0, 3 * 3600), max_size=4),  # waits between the job's own effects: processing, deaths, restarts
    st.booleans(),  # whether it is proved that nothing happened
)


@settings(max_examples=150, deadline=None)
@given(st.lists(acts, min_size=30, max_size=300), st.integers(0, 30), st.integers(0, 3))
def test_no_mix_passes_a_ceiling_in_any_24_hours(mix: list[Act], writes: int, relists: int):
    """By effect at Vinted: whenever within its job an effect comes, any 24 h hold at most the limit."""
    now, limits = START, budget.lowered(own(writes, relists), MOST)
    rows: dict[int, Spent] = {}
    ends: dict[int, datetime] = {}
    effects: list[tuple[datetime, str]] = []
    for number, (verb, gap, waits, nothing) in enumerate(mix):
        now += timedelta(seconds=gap)
        rows = {n: Spent(at=r.at, cost=r.cost, open=ends[n] > now) for n, r in rows.items()}
        if budget.waits_until(PLANS[verb].cost, list(rows.values()), limits, now) != now:
            continue
        at = now
        if not nothing:
            forward = [s for s in PLANS[verb].forward if s not in budget.UNCOUNTED_STEPS][-PLANS[verb].cost.writes :]
            for step, wait in zip(forward, [0, *waits, 0, 0, 0], strict=False):
                at += timedelta(seconds=wait)
                effects.append((at, "relist" if step == "publish" and verb == "relist" else "write"))
            rows[number] = Spent(at=at, cost=PLANS[verb].cost, open=at > now)
            ends[number] = at
    for since, _ in effects:
        within = [kind for at, kind in effects if since <= at < since + WINDOW]
        assert len(within) <= limits.writes
        assert within.count("relist") <= limits.relists


@given(st.lists(st.tuples(st.integers(0, 86_400), st.integers(0, 3), st.booleans()), max_size=40), st.sampled_from(WRITING))
def test_the_wait_is_right_and_not_longer_than_needed(spent: list[tuple[int, int, bool]], verb: str):
    now, cost = START, PLANS[verb].cost
    rows = [Spent(at=now - timedelta(seconds=ago), cost=Cost(writes=w), open=still) for ago, w, still in spent]
    at = budget.waits_until(cost, rows, CEILING, now)
    assert at is not None
    if at == now:
        assert budget.fits(cost, budget.used(rows, now).cost, CEILING)
        return
    assert not budget.fits(cost, budget.used(rows, now).cost, CEILING)
    closed = [Spent(at=r.at, cost=r.cost) if not r.open else Spent(at=now, cost=r.cost) for r in rows]
    assert budget.fits(cost, budget.used(closed, at).cost, CEILING)
    assert not budget.fits(cost, budget.used(closed, at - timedelta(seconds=1)).cost, CEILING)


def test_an_owner_may_lower_the_limits_and_never_raise_them():
    assert budget.lowered(own(99, 99, 99, 99, 99), MOST) == CEILING
    lower = Cost(writes=2, relists=0, payloads=300, follows=20, favourites=20, threads=2)
    assert budget.lowered(own(2, 0), MOST) == lower
    assert budget.lowered(own(), Ceilings(writes=5, follows=1)).writes == 5
    assert budget.waits_until(PLANS["relist"].cost, [], budget.lowered(own(30, 0), MOST), START) is None


async def spend(seller: Seller, writes: int, ago: int = 3600) -> None:
    await db.execute(
        """INSERT INTO closet_spend (job_id, closet_id, at, open, writes, relists, payloads)
           VALUES ($1, $2, clock_timestamp() - $3 * interval '1 second', false, $4, 0, 0)""",
        db.uuid7(), seller.closet_id, ago, writes,
    )  # fmt: skip


async def test_a_job_that_does_not_fit_is_not_leased_and_says_why(seller: Seller):
    await spend(seller, 28)
    job = await seller.relist()
    assert (await seller.first.lease())["answer"] == "none"
    shown = await seller.job(job["id"])
    assert (shown["state"], shown["waits_for"]) == ("queued", "budget")
    await pass_time(86_400 - 3600 + 1)
    assert (await seller.first.lease())["answer"] == "lease"


async def test_the_whole_cost_is_reserved_at_the_first_go(seller: Seller):
    await seller.relist()
    await seller.first.lease()
    await seller.first.go("upload")
    gauge = (await seller.get("/accounts/vinted"))["items"][0]["gauge"]
    assert (gauge["writes_used"], gauge["relists_used"], gauge["writes_limit"]) == (3, 1, 30)
    await spend(seller, 27)
    for step in ("draft", "hide", "publish", "delete"):  # and never stops the begun job
        assert (await seller.first.go(step))["answer"] == "go"


async def test_a_go_that_the_budget_refuses_waits_until_it_fits(seller: Seller):
    await seller.relist()
    await seller.first.lease()
    await spend(seller, 28)
    answer = await seller.first.go("upload")
    assert (answer["answer"], answer["reason"]) == ("wait", "budget")
    assert 86_400 - 3600 - 10 < answer["seconds"] <= 86_400 - 3600
    assert (await seller.first.finish("release", "over_budget"))["state"] == "queued"


async def test_a_hundred_first_goes_at_once_grant_exactly_what_is_left(seller: Seller):
    """Lesson 8: a hundred devices' worth of first goes at one moment, each with a lease made to look live; budget for 7."""
    await spend(seller, 23)
    jobs = [UUID((await seller.hide(ITEM + n))["id"]) for n in range(100)]
    await db.execute("UPDATE jobs SET state = 'leased', changed_by = 'device', mode = 'run' WHERE state = 'queued'")
    intent, pace = StepIntent(seq=1, step="hide"), current().settings.pace

    async def granted(job_id: UUID) -> bool:
        async with db.transaction():
            held = await rows.lock(seller.person.id, job_id)
            held = replace(held, hands=replace(held.hands, epoch="e", next_write_at=None))
            answer = await goes.decide(held, intent, pace)
            if isinstance(answer, Go):
                await goes.give(held, seller.first.id, intent, pace)
            return isinstance(answer, Go)

    assert sum(await asyncio.gather(*(granted(job) for job in jobs))) == 7
    assert await db.fetchval("SELECT sum(writes) FROM closet_spend") == 30


async def test_only_a_proved_did_not_happen_gives_back(seller: Seller):
    async def used() -> int:
        return int((await seller.get("/accounts/vinted"))["items"][0]["gauge"]["writes_used"])

    for outcome, cost in (("refused", 0), ("not_there", 0), ("proved", 1)):
        await db.execute("UPDATE closet_hands SET next_write_at = NULL")
        await seller.hide()
        await seller.first.lease()
        await seller.first.go("hide", seq=1)
        await seller.first.finish("failed", "refused", last={"seq": 1, "step": "hide", "outcome": outcome})
        assert await used() == cost, outcome


async def test_an_item_rests_thirty_days_after_a_relist_and_so_does_the_new_one(seller: Seller):
    await seller.relist()
    await seller.first.lease()
    seller.first.facts = {**seller.first.facts, "new_item_id": ITEM + 7}
    await seller.first.walk("upload", "draft", "hide", "publish", "delete")
    await seller.first.finish("done", "ok", proof="absent_twice")
    for item in (ITEM, ITEM + 7):
        answer = await seller.post("/jobs", {"closet_id": seller.closet_id, "wish": {"verb": "relist", "item_id": item}})
        assert refused(answer, "relist_cooldown")["data"]["until"]
    await pass_time(30 * 86_400)
    good(await seller.post("/jobs", {"closet_id": seller.closet_id, "wish": {"verb": "relist", "item_id": ITEM + 7}}))


async def test_a_relist_that_published_nothing_may_be_tried_again_and_its_changes_count(seller: Seller):
    device = seller.first
    for refused_step, relists in (("publish", 0), ("delete", 1)):
        await db.execute("UPDATE closet_hands SET next_write_at = NULL")
        await seller.relist()
        await device.lease()
        await device.walk(*("upload", "draft", "hide", "publish")[: 3 if refused_step == "publish" else 4])
        await device.go(refused_step)
        await device.result(refused_step, "refused", refusal={"kind": "validation", "status": 400, "code": 99})
        await device.go("show", undo=True)
        await device.result("show")
        ended = await device.finish("failed", "old_shown", proof="wardrobe_flag")
        assert ended["state"] == "failed"
        shown = (await seller.get("/accounts/vinted"))["items"][0]["gauge"]
        assert shown["relists_used"] == relists, refused_step
        assert shown["writes_used"] == (3 if refused_step == "publish" else 6)
    answer = await seller.post("/jobs", {"closet_id": seller.closet_id, "wish": {"verb": "relist", "item_id": ITEM}})
    refused(answer, "relist_cooldown")


async def test_the_cooldown_is_asked_again_at_the_first_go(seller: Seller):
    await seller.relist()
    await seller.first.lease()
    await db.execute(
        """INSERT INTO closet_spend (job_id, closet_id, at, open, writes, relists, payloads, item_id)
           VALUES ($1, $2, clock_timestamp() - interval '2 days', false, 3, 1, 3, $3)""",
        db.uuid7(), seller.closet_id, ITEM,
    )  # fmt: skip
    assert await seller.first.go("upload") == {"answer": "stop", "reason": "cooldown"}


async def gauge(seller: Seller) -> dict[str, int]:
    shown = (await seller.get("/accounts/vinted"))["items"][0]["gauge"]
    return {name: shown[name] for name in ("writes_used", "relists_used", "payloads_used")}


async def test_payloads_count_when_they_are_read_and_stay_counted_when_nothing_else_happened(seller: Seller):
    device = seller.first
    await seller.relist()
    await device.lease()
    device.facts = {**device.facts, "payloads": 2}
    await device.steps()
    assert await gauge(seller) == {"writes_used": 0, "relists_used": 0, "payloads_used": 2}
    device.facts = {**device.facts, "payloads": 1}  # an older word of the same device
    await device.go("upload")
    assert await gauge(seller) == {"writes_used": 3, "relists_used": 1, "payloads_used": 3}
    await device.result("upload", "refused")
    await device.finish("failed", "refused", proof="wardrobe_flag")
    assert await gauge(seller) == {"writes_used": 0, "relists_used": 0, "payloads_used": 2}


async def test_a_lease_says_what_the_job_counts_and_what_the_closet_may(seller: Seller):
    await seller.relist()
    leased = await seller.first.lease()
    assert leased["cost"] == {"writes": 3, "relists": 1}
    assert leased["limits"] == {"writes": CEILING.writes, "relists": CEILING.relists}


async def test_a_job_that_the_installs_own_count_holds_back_waits_as_long_as_it_says(seller: Seller):
    job = await seller.hide()
    await seller.first.lease()
    ended = await seller.first.finish("release", "over_budget", retry_in=3600)
    assert ended["state"] == "queued"
    shown = await seller.job(job["id"])
    assert shown["waits_for"] == "budget"
    waits = datetime.fromisoformat(shown["next_at"]) - datetime.now(UTC)
    assert timedelta(minutes=59) < waits < timedelta(minutes=61)
    assert (await seller.first.lease())["answer"] == "none"


async def test_what_the_owners_own_limit_never_lets_through_says_that_it_waits_for_the_budget(seller: Seller):
    path = f"/api/v1/accounts/vinted/{seller.closet_id}"
    good(await seller.client.put(path, json={"writes_per_day": 1}, headers=seller.person.portal))
    job = await seller.relist()
    assert (await seller.first.lease())["answer"] == "none"
    shown = await seller.job(job["id"])
    assert (shown["state"], shown["waits_for"]) == ("queued", "budget")
