"""What holds a go back besides the budget: pauses, rests, hours, the pause between two jobs, and an open offer."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vintedbot.jobs import pacing, rows
from vintedbot.jobs.refusals import Before, reaction
from vintedbot.kit import db
from vintedbot_schemas.jobs import Facts, Pace
from vintedbot_schemas.refusals import Refusal

from tests.server.bringing import offer, reads_thread

from .hands import ITEM, Seller, good, pass_time, refused

NOW = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the night the clocks go back in Paris
PARIS = "Europe/Paris"


def test_what_was_found_before_a_step_is_never_told_anew():
    known = Facts(was=False, hidden_before=False, payloads=3)
    later = rows.merged(known, Facts(was=True, undo=True, payloads=2))
    assert (later.was, later.hidden_before, later.undo, later.payloads) == (False, False, True, 3)
    assert rows.merged(later, Facts()).undo, "an undo never ends"


async def one_job_done(seller: Seller) -> None:
    await seller.hide(1)
    await seller.first.lease()
    await seller.first.go("hide")
    await seller.first.finish("done", "ok", proof="wardrobe_flag")


async def test_between_two_jobs_a_person_waits_five_seconds_at_most(seller: Seller):
    await one_job_done(seller)
    await seller.hide(2)
    await seller.first.lease()
    answer = await seller.first.go("hide")
    assert (answer["answer"], answer["reason"]) == ("wait", "pace")
    assert 0 < answer["seconds"] <= 5
    await pass_time(5)
    assert (await seller.first.go("hide"))["answer"] == "go"


async def test_between_two_jobs_nobody_pressed_lie_60_to_180_seconds(seller: Seller):
    await one_job_done(seller)
    job = await seller.hide(2)
    await db.execute("UPDATE jobs SET pressed = false WHERE id = $1", job["id"])
    await db.execute("UPDATE closets SET active_from = 0, active_until = 24")
    drawn = await db.fetchval("SELECT extract(epoch FROM next_write_at - last_write_at) FROM closet_hands")
    assert 60 <= drawn <= 180
    await pass_time(59)
    assert (await seller.first.lease())["answer"] == "none"
    await pass_time(float(drawn) - 59)
    assert (await seller.first.lease())["answer"] == "lease"
    assert (await seller.first.go("hide"))["answer"] == "go"


async def test_a_paused_closet_finishes_what_has_begun_and_begins_nothing(seller: Seller):
    await seller.relist()
    await seller.first.lease()
    await seller.first.walk("upload")
    await seller.hide(5)
    pause = await seller.client.put(
        f"/api/v1/accounts/vinted/{seller.closet_id}", json={"paused": True}, headers=seller.person.portal
    )
    assert good(pause)["state"] == "paused"
    await seller.first.walk("draft", "hide", "publish", "delete")
    await seller.first.finish("done", "ok", proof="absent_twice")
    assert (await seller.first.lease())["answer"] == "none"


async def test_a_pause_after_the_lease_holds_the_first_go_back(seller: Seller):
    await seller.hide()
    await seller.first.lease()
    await db.execute("UPDATE closets SET paused = 'person'")
    assert (await seller.first.go("hide"))["reason"] == "paused"


@pytest.mark.parametrize("mine", [False, True])
async def test_an_item_with_an_open_offer_is_not_relisted(seller: Seller, mine: bool):
    """ARCHITECTURE 3.7: "active, no open offer or sale"."""
    wish = {"closet_id": seller.closet_id, "wish": {"verb": "relist", "item_id": ITEM}}
    await reads_thread(seller, offer(mine=mine), item_ids=[7, ITEM])
    refused(await seller.post("/jobs", wish), "open_offer")
    for over in (offer("rejected", mine=mine), offer(mine=mine, current=False)):
        await reads_thread(seller, over, item_ids=[7, ITEM])
        job = good(await seller.post("/jobs", wish))
        good(await seller.post(f"/jobs/{job['id']}/cancel"))


async def test_an_offer_after_the_wish_ends_the_relist_at_its_first_go(seller: Seller):
    job = await seller.relist()
    await reads_thread(seller, offer(), item_ids=[ITEM])
    assert (await seller.first.lease())["job_id"] == job["id"]
    assert await seller.first.go("upload") == {"answer": "stop", "reason": "open_offer"}
    await seller.first.finish("failed", "open_offer")
    ended = await seller.job(job["id"])
    assert (ended["state"], ended["reason"]) == ("failed", "open_offer")


async def test_a_relist_that_has_begun_is_not_ended_by_an_offer(seller: Seller):
    await seller.relist()
    await seller.first.lease()
    await seller.first.walk("upload", "draft", "hide")
    await db.execute(
        """INSERT INTO threads (id, user_id, closet_id, thread_id, login, item_ids, item_title, preview, unread, updated_at,
               seen_at, entries, has_written, reply_due, ship_due, waits)
           VALUES ($1, $2, $3, 7, '', ARRAY[$4::bigint], '', '', false, now(), now(), $5, true, true, false, 'offer')""",
        db.uuid7(), seller.person.id, seller.closet_id, ITEM, msgspec.json.encode([offer()]),
    )  # fmt: skip
    await seller.first.walk("publish", "delete")


async def test_a_rest_holds_forward_steps_back_and_lets_the_undo_through(seller: Seller):
    await seller.relist()
    await seller.first.lease()
    await seller.first.walk("upload", "draft", "hide")
    refusal = {"kind": "restriction", "status": 403, "code": 156}
    await seller.first.go("publish")
    await seller.first.result("publish", "refused", refusal=refusal)
    answer = await seller.first.go("publish")
    assert (answer["answer"], answer["reason"]) == ("wait", "rest")
    assert 86_300 < answer["seconds"] <= 86_400
    assert (await seller.first.go("show", undo=True))["answer"] == "go"


async def test_a_refused_undo_is_tried_once_when_the_rest_ends(seller: Seller):
    """ARCHITECTURE 3.7: "hidden until tomorrow, then shown again"."""
    await seller.relist()
    await seller.first.lease()
    await seller.first.walk("upload", "draft", "hide")
    await seller.first.go("show", undo=True)
    refusal = {"kind": "restriction", "status": 403, "code": 156}
    ended = await seller.first.finish(
        "needs_person", "restorable", refusal=refusal,
        last={"seq": seller.first.seq, "step": "show", "outcome": "refused", "refusal": refusal},
    )  # fmt: skip
    assert ended["state"] == "needs_person"
    job = await seller.job(seller.first.job_id)
    assert job["restorable"]
    assert job["next_at"] is not None
    assert (await seller.first.lease(holding=[seller.first.job_id]))["answer"] == "none"
    await pass_time(86_400)
    assert (await seller.first.lease(holding=[seller.first.job_id]))["mode"] == "settle"
    diary = await seller.get(f"/accounts/vinted/{seller.closet_id}/diary")
    assert [entry["kind"] for entry in diary["items"]] == ["restriction"]  # one refusal, one entry


async def test_a_rest_of_writes_lets_reading_through_at_half_pace(seller: Seller):
    await seller.hide()
    await seller.first.lease()
    await seller.first.finish("failed", "refused", refusal={"kind": "restriction"})
    await seller.hide()
    await seller.wish("sync_closet")
    leased = await seller.first.lease()
    assert leased["work"]["verb"] == "sync_closet"
    assert leased["pace"]["read_gap"] == 2 * Pace().read_gap


async def test_a_challenge_stops_all_and_the_refused_job_goes_on_when_it_is_solved(seller: Seller):
    await seller.relist()
    await seller.first.lease()
    await seller.first.walk("upload", "draft")
    await seller.first.go("hide")
    refusal = {"kind": "challenge", "status": 403}
    await seller.first.finish(
        "needs_person", "refused", refusal=refusal,
        last={"seq": seller.first.seq, "step": "hide", "outcome": "refused", "refusal": refusal},
    )  # fmt: skip
    waiting = await seller.hide(9)
    closet = (await seller.get("/accounts/vinted"))["items"][0]
    assert (closet["state"], closet["paused"]) == ("needs_you", "challenge")
    assert (await seller.first.lease())["answer"] == "none"
    await seller.first.claim()
    leased = await seller.first.lease(holding=[seller.first.job_id])
    assert (leased["mode"], leased["answer_of_person"]) == ("run", "ask_again")
    assert (await seller.first.go("hide"))["answer"] == "go"
    await seller.first.walk("publish", "delete")
    await seller.first.finish("done", "ok", proof="absent_twice")
    await db.execute("DELETE FROM jobs WHERE verb = 'sync_closet'")
    assert (await seller.first.lease())["answer"] == "none"  # what had not begun waits half an hour more
    await pass_time(1801)
    assert (await seller.first.lease())["job_id"] == waiting["id"]


@pytest.mark.parametrize("kind", ["other_member", "signed_out"])
async def test_another_member_pauses_the_closet_until_the_right_one_is_back(seller: Seller, kind: str):
    await seller.hide()
    await seller.first.lease()
    await seller.first.finish("needs_person", kind, refusal={"kind": kind})
    assert (await seller.get("/accounts/vinted"))["items"][0]["paused"] == kind
    assert (await seller.first.lease())["answer"] == "none"
    await seller.first.claim()
    assert (await seller.first.lease())["mode"] == "run"
    assert (await seller.first.go("hide"))["answer"] == "go"


ROWS = [
    ("challenge", {}, "closet", None, "challenge"),
    ("hard_block", {}, "closet", 86_400, None),
    ("block_page", {}, "closet", 21_600, None),
    ("restriction", {}, "writes", 86_400, None),
    ("restriction", {"retry_after_s": 3600}, "writes", 3600, None),
    ("rate_limit", {"retry_after_s": 77}, "route", 77, None),
    ("rate_limit", {}, "route", 60, None),
    ("signed_out", {}, None, None, "signed_out"),
    ("other_member", {}, None, None, "other_member"),
    ("access_denied", {}, "job", None, None),
    ("validation", {}, "job", None, None),
    ("bad_query", {}, "job", None, None),
    ("server_error", {}, None, None, None),
    ("html_instead", {}, None, None, None),
    ("not_found", {}, None, None, None),
    ("empty_list", {}, None, None, None),
]


@pytest.mark.parametrize(("kind", "more", "scope", "rest", "pause"), ROWS)
def test_each_row_of_the_table(kind, more, scope, rest, pause):
    follows = reaction(Refusal(kind=kind, **more), uuid4(), [], NOW, PARIS)
    assert (follows.scope, follows.pause, follows.diary) == (scope, pause, True)
    assert follows.until == (NOW + timedelta(seconds=rest) if rest else None)


def test_the_network_is_no_refusal():
    assert not reaction(Refusal(kind="no_answer"), uuid4(), [], NOW, PARIS).diary


def test_a_second_rate_limit_within_the_hour_ends_the_day():
    before = [Before(kind="rate_limit", at=NOW - timedelta(minutes=50), job_id=uuid4())]
    follows = reaction(Refusal(kind="rate_limit"), uuid4(), before, NOW, PARIS)
    assert follows.scope == "closet"
    assert follows.until is not None
    assert follows.until.astimezone(ZoneInfo(PARIS)).strftime("%d %H:%M") == "26 00:00"


def test_two_jobs_with_106_within_the_hour_are_a_restriction():
    job = uuid4()
    same = [Before(kind="access_denied", at=NOW - timedelta(minutes=5), job_id=job)]
    assert reaction(Refusal(kind="access_denied"), job, same, NOW, PARIS).scope == "job"
    assert reaction(Refusal(kind="access_denied"), uuid4(), same, NOW, PARIS).scope == "writes"


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.sampled_from([PARIS, "America/New_York", "Asia/Kolkata", "Pacific/Chatham"]),
    st.integers(0, 23),
    st.integers(1, 24),
)
def test_active_hours_open_when_the_wall_clock_says_so(now: datetime, zone: str, first: int, until: int):
    if first == until:
        return
    at = pacing.opens_at(now, time_zone=zone, active_from=first, active_until=until)
    assert now <= at <= now + timedelta(hours=25)
    hour = at.astimezone(ZoneInfo(zone)).hour
    inside = first <= hour < until if first < until else hour >= first or hour < until
    # an hour that the change of clocks leaves out begins with the next one
    assert inside or at.astimezone(ZoneInfo(zone)).fold or hour == first + 1


def test_looks_at_a_processing_listing_come_at_one_five_fifteen_sixty_minutes():
    pace, at = Pace(), NOW
    seen = []
    while (following := pacing.next_look_at(NOW, at, pace)) is not None:
        seen.append((following - NOW).total_seconds())
        at = following
    assert seen == [60, 300, 900, 3600]
