"""Thirty days of a closet: whatever the mix of verbs, devices, clocks and restarts, the budget holds, nobody waits for ever."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from vintedbot.jobs import budget
from vintedbot.jobs.budget import WINDOW
from vintedbot.jobs.verbs import PLANS, Cost
from vintedbot_schemas.jobs import Pace

from .simulated import LIVES, Closet, Device, Wish, active_hours

START = datetime(2026, 3, 14, 6, tzinfo=UTC)  # the clocks change within these thirty days
LIMITS = Cost(writes=30, relists=3, payloads=300, follows=20, favourites=20, threads=2)
WRITING = [verb for verb, plan in PLANS.items() if plan.forward]
DAYS = 30

wishes = st.builds(
    Wish,
    verb=st.sampled_from(WRITING),
    after=st.integers(0, 5 * 3600),
    pressed=st.booleans(),
    takes=st.integers(1, 400),  # a job that parks for an hour keeps its reservation: counted by its last effect
    nothing=st.booleans(),
    new_thread=st.booleans(),
    dies=st.lists(st.integers(1, 300), max_size=3).map(tuple),
)
spans = st.lists(st.tuples(st.integers(0, DAYS * 24), st.integers(1, 60)), max_size=6).map(
    lambda spans: tuple((START + timedelta(hours=h), START + timedelta(hours=h + long)) for h, long in spans)
)
come_and_go = st.lists(st.builds(Device, st.sampled_from([300, 900, 3600]), spans), min_size=1, max_size=3)
stay = st.lists(st.builds(Device, st.sampled_from([300, 900]), st.just(())), min_size=1, max_size=3)


def closet(limits: Cost, devices: list[Device]) -> Closet:
    return Closet(START, limits, Pace(), devices)


def lived(closet: Closet, mix: list[Wish]) -> Closet:
    """The closet after its thirty days, and a week in which nothing is wished any more."""
    for age, wanted in enumerate(mix):
        at = min(closet.now + timedelta(seconds=wanted.after), START + timedelta(days=DAYS))
        closet.run_until(at)
        closet.wish(age, wanted)
    closet.run_until(START + timedelta(days=DAYS) + LIVES + timedelta(hours=1))
    return closet


@settings(max_examples=20, deadline=None)
@given(
    st.lists(wishes, min_size=40, max_size=250), come_and_go, st.integers(0, 30), st.integers(0, 3), st.integers(0, 4)
)  # fmt: skip
def test_no_ceiling_is_ever_passed(mix: list[Wish], devices: list[Device], writes: int, relists: int, threads: int):
    limits = replace(LIMITS, writes=writes, relists=relists, threads=threads)
    after = lived(closet(limits, devices), mix)
    rows = list(after.rows.values())
    for since, spent in rows:
        for end in (since, spent.at):
            # each that may have had an effect within the 24 h that end here: at any time from its first go to its last
            within = [row.spent.cost for row in rows if row.since <= end and row.spent.at > end - WINDOW]
            for name in budget.LIMITED:
                assert sum(getattr(cost, name) for cost in within) <= getattr(limits, name), (name, end)


@settings(max_examples=20, deadline=None)
@given(st.lists(wishes, min_size=40, max_size=250), come_and_go)
def test_over_the_ceilings_the_order_is_person_then_age_and_what_waits_too_long_expires_with_the_reason(
    mix: list[Wish], devices: list[Device]
):
    after = lived(closet(replace(LIMITS, writes=6, relists=1), devices), mix)
    assert after.overtaken == []
    assert len(after.ended) == len(mix)
    for job in after.ended:
        if job.started_at is not None:
            assert job.started_at < job.wished_at + LIVES
        else:
            assert job.expired_at is not None
            assert job.wished_at + LIVES <= job.expired_at <= job.wished_at + LIVES + timedelta(seconds=3600)
            # at night the budget may have come back for what nobody pressed, and yet it waits for the morning
            assert job.why in ("budget", "hours") or any(device.away for device in devices)


def under_the_ceilings(mix: list[Wish]) -> list[Wish]:
    """Of the wishes those that, with all before them, stay under the ceilings in any 24 h."""
    kept, spent, at, gap = [], [], START, 0
    for wanted in mix:
        at, gap = at + timedelta(seconds=wanted.after), gap + wanted.after
        cost = PLANS[wanted.verb].cost
        if wanted.new_thread and wanted.verb in ("send_message", "send_offer"):
            cost = replace(cost, threads=1)
        # what is wished at night is done in the morning together with what is wished then, so a window is a night longer
        before = [row for row in spent if row.at > at - WINDOW * 2]
        if budget.fits(cost, budget.used([replace(row, at=at) for row in before], at).cost, LIMITS):
            kept.append(wanted._replace(after=gap))
            spent.append(budget.Spent(at=at, cost=cost))
            gap = 0
    return kept


@settings(max_examples=20, deadline=None)
@given(st.lists(wishes, min_size=40, max_size=200), stay)
def test_under_the_ceilings_each_job_starts_within_24_active_hours(mix: list[Wish], devices: list[Device]):
    after = lived(closet(LIMITS, devices), under_the_ceilings(mix))
    for job in after.ended:
        assert job.started_at is not None, job
        assert active_hours(job.wished_at, job.started_at) <= 24, job


def test_a_relist_is_not_starved_by_small_jobs():
    """Thirty writes are spent; as each comes back, three of them are kept for the relist that waits longest."""
    small = [Wish("set_hidden", 60, False, 1, False) for _ in range(30)]
    later = [Wish("relist", 60, False, 60, False), *(Wish("set_hidden", 60, False, 1, False) for _ in range(60))]
    after = lived(closet(LIMITS, [Device(30)]), [*small, *later])
    relist = next(job for job in after.ended if job.verb == "relist")
    hidden_before = [job for job in after.ended if job.age > relist.age and (job.started_at or START) < relist.started_at]
    assert hidden_before == []
    assert after.overtaken == []


def test_a_press_goes_before_what_waits_longer():
    full = [Wish("set_hidden", 10, True, 1, False) for _ in range(30)]
    waiting = [Wish("set_hidden", 10, False, 1, False), Wish("set_hidden", 10, True, 1, False)]
    after = lived(closet(LIMITS, [Device(30)]), [*full, *waiting])
    order = [job.age for job in after.ended]
    assert order.index(31) < order.index(30)
