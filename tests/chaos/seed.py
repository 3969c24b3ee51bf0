"""One seed from its plan to its verdict: arranged, pressed and disturbed, lifted, answered by the person, compared."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.browser.database_copy import restore
from tests.browser.stack import OVER, ClosetOf, Refused
from tests.browser.truth import ANSWERS, under_way

from .acts import ACTS, Scene
from .faults import BEFOREHAND, BESIDES_A_BROWSER, COSTLY, INSTANT, Strike, meanwhile, take_dump
from .plan import Move, Plan
from .truth import Facts, Job, Pressed, record, violations
from .world import Shared

SOON = 8
"""Seconds somebody waits for what is to go on by itself."""
ENDS_WITHIN = 30
OWN_CALL = "/api/"
LEAVES_THE_TAB = {"none", "slow", "500", "500, applied", "answer lost", "connection cut", "past the deadline", "worker killed",
                  "two devices"}  # fmt: skip
NOT_SHOWN = ("item_not_active", "offer_not_open", "thread_unknown", "no_transaction")
"""Why an act about an offer cannot be pressed in the newer messages, which show neither offers nor listings."""


@dataclass
class Verdict:
    """How a seed ended. `diary`: what is printed beside violations."""

    plan: Plan
    wrong: list[str] = field(default_factory=list)
    jobs: dict[str, str] = field(default_factory=dict)
    compared: bool = False
    diary: dict[str, Any] = field(default_factory=dict)


class Seed:
    """A seed under way."""

    def __init__(self, shared: Shared, plan: Plan) -> None:
        self.shared, self.plan = shared, plan
        self.verdict = Verdict(plan)
        self.person = shared.person()
        self.closet: ClosetOf = shared.seat.new_closet(items=())
        self.vinted = shared.stack.vinted
        self.dumped: bytes | None = None
        self.done: list[Pressed] = []

    def run(self) -> Verdict:
        """Never raises for what it finds; what stands in the way of looking is raised."""
        self._arrange()
        before = self.vinted.truth(self.closet.member)
        last = self.vinted.last_seq()
        try:
            self._play()
            self._recover()
            if self.dumped is not None:
                self._put_back()
                self._recover()
            self._compare(before, last)
        except TimeoutError as late:
            self.verdict.wrong.append(str(late))
        finally:
            self._keep_diary()
        return self.verdict

    # -------------------------------------------------------------------------------------------- before
    def _arrange(self) -> None:
        """Things of the acts' own, and what has to be read of them before a person can press."""
        closet = self.closet
        self.vinted.change_member(closet.member, messaging=self.plan.generation)
        scene = Scene(closet, self.person)
        self.done = [Pressed(move.act, ACTS[move.act].arrange(scene)) for move in self.plan.moves]
        wanted = dict.fromkeys(["sync_closet", *(verb for move in self.plan.moves for verb in ACTS[move.act].reads)])
        jobs = [closet.wish(verb=verb) for verb in wanted if verb != "sync_conversation"]
        for pressed in self.done:
            if "sync_conversation" in ACTS[pressed.act].reads:
                jobs.append(closet.wish(verb="sync_conversation", thread_id=pressed.subject.thread))
        for job in jobs:
            assert (end := closet.settled(job))["state"] == "done", f"nothing was wrong yet: {end}"
        for pressed in self.done:
            if before := ACTS[pressed.act].before:
                before(scene, pressed.subject)
        if self.plan.writes_per_day is not None:
            limit = {"writes_per_day": self.plan.writes_per_day}
            closet.seat.backend("change_closet", path={"id": closet.id}, body=limit)

    # -------------------------------------------------------------------------------------------- the moves
    def _play(self) -> None:
        for number, (move, pressed) in enumerate(zip(self.plan.moves, self.done, strict=True)):
            strike = self._strike(move)
            if self.plan.restored and number == 0:
                self._meanwhile(strike, take_dump, move, pressed)
                self.dumped = strike.dumped
            elif move.fault in INSTANT or move.fault in BEFOREHAND:
                (INSTANT | BEFOREHAND)[move.fault](strike)
                self._press(move, pressed)
            elif move.fault == "none":
                self._press(move, pressed)
            else:
                self._meanwhile(strike, (BESIDES_A_BROWSER | COSTLY)[move.fault], move, pressed)
            if not self.plan.together:
                self._settle(pressed)
                self._lift({move.fault})
        if self.plan.together:
            for pressed in self.done:
                self._settle(pressed)
            self._lift({move.fault for move in self.plan.moves})

    def _strike(self, move: Move) -> Strike:
        writes = ACTS[move.act].writes
        method, path = ("GET", OWN_CALL) if move.reads else writes[move.target]
        return Strike(self.closet, method, path, move.nth if move.reads else 1, self.shared.second)

    def _meanwhile(self, strike: Strike, fault: Callable[[Strike], None], move: Move, pressed: Pressed) -> None:
        meanwhile(strike, fault, lambda: self._press(move, pressed))

    def _press(self, move: Move, pressed: Pressed) -> str:
        """The job's id, or "" where there is nothing to press."""
        try:
            job = self._wish(pressed)
        except Refused as no:
            if self.plan.generation == 2 and any(code in str(no) for code in NOT_SHOWN):
                return ""
            raise
        if move.twice:
            with contextlib.suppress(Refused):  # the draft is locked, the listing has its job
                self._wish(pressed)
        return job

    def _wish(self, pressed: Pressed) -> str:
        job = self.closet.wish(**ACTS[pressed.act].wish(pressed.subject))
        pressed.jobs.setdefault(job, None)
        return job

    def _settle(self, pressed: Pressed) -> None:
        for job in pressed.jobs:
            with contextlib.suppress(TimeoutError):  # what waits for the fault to be lifted
                self.closet.settled(job, SOON, over=lambda job: rests(job) or job["waits_for"] == "paused")

    def _settled(self, job: str, seconds: float = ENDS_WITHIN) -> Job:
        return self.closet.settled(job, seconds, over=rests)

    def _lift(self, faults: set[str]) -> None:
        """No fault is armed any more, and the person has Vinted open, signed in as themselves."""
        self.vinted.clear_faults()
        if self.dumped is not None or not faults <= LEAVES_THE_TAB:
            self.closet.seat.sign_in_on_vinted(self.closet.login)

    # -------------------------------------------------------------------------------------------- afterwards
    def _recover(self) -> None:
        """The person answers what is asked, until every job is over, or waits for something that is hours away."""
        for pressed in self.done:
            for job in pressed.jobs:
                pressed.jobs[job] = self._recovered(job, pressed)
        self.closet.seat.wait_for("every request to be over", lambda: not under_way(self.closet))

    def _recovered(self, job_id: str, pressed: Pressed) -> Job | None:
        asked, stopped, lost = 0, False, False
        for _ in range(12):
            if self.dumped is not None and self._is_forgotten(job_id, pressed):
                return None
            job = self._settled(job_id)
            if rests(job):
                if stopped:
                    return job
                stopped = True
                self._say("cancel_job", job_id)
                continue
            if job["state"] not in ("needs_person", "unknown"):
                return job
            offered = [a for a in (*ANSWERS, "journal_lost") if a in job["choices"] and a != "was_not"]
            if offered == ["journal_lost"] and not lost:
                lost = True  # nobody gives a journal up whose device is on and just takes its time
                self._wait_for_the_journal(job_id)
                continue
            if not offered:
                self.closet.seat.page.wait_for_timeout(700)  # it goes on by itself, now that the tab is in order
                continue
            choice = offered[0] if offered[0] != "ask_again" or asked < 2 or len(offered) == 1 else offered[1]
            if choice == "ask_again" and asked >= 2 and job["state"] == "unknown":
                return job  # nobody knows, and it says so
            asked += choice == "ask_again"
            self._say("resolve_job", job_id, body={"choice": choice})
        self.verdict.wrong.append(f"not over after twelve answers: {job['verb']} {job['state']} {job['reason']}")
        return job

    def _wait_for_the_journal(self, job_id: str) -> None:
        with contextlib.suppress(TimeoutError):
            self.closet.seat.wait_for("the journal", lambda: self.closet.job(job_id)["choices"] != ["journal_lost"], ENDS_WITHIN)

    def _say(self, operation: str, job_id: str, **more: Any) -> None:
        with contextlib.suppress(Refused):  # it may have gone on by itself meanwhile
            self.closet.seat.backend(operation, path={"id": job_id}, **more)

    def _is_forgotten(self, job_id: str, pressed: Pressed) -> bool:
        """Whether a restored server does not know a job that did nothing; what did something comes back with a journal."""
        if self._exists(job_id):
            return False
        happened = ACTS[pressed.act].happened
        if happened is None or not happened(pressed.subject, self.vinted.truth(self.closet.member)):
            return True
        with contextlib.suppress(TimeoutError):
            self.closet.seat.wait_for("the journal", lambda: self._exists(job_id), ENDS_WITHIN)
            return False
        return True

    def _exists(self, job_id: str) -> bool:
        return bool(self.person.get(f"/jobs/{job_id}").status_code == 200)

    def _put_back(self) -> None:
        assert self.dumped is not None
        server = self.shared.stack.server
        server.stop()
        restore(server, self.dumped)
        server.start()
        self.closet.seat.sign_in_on_vinted(self.closet.login)

    def _compare(self, before: dict[str, Any], last: int) -> None:
        closet, member = self.closet, self.closet.member
        log = [entry for entry in self.vinted.log() if entry["seq"] > last and entry["member"] == member]
        now = self.vinted.truth(member)
        facts = Facts(self.vinted, member, before, now, log, self.plan.writes_per_day)
        self.verdict.wrong += violations(facts, self.done)
        read = self._settled(closet.wish(verb="sync_closet"))
        if read["state"] == "done":
            rows = closet.seat.backend("listings", query={"closet_id": closet.id, "limit": 100})["items"]
            self.verdict.wrong += record(self.vinted.truth(member), rows)
            self.verdict.compared = True

    def _keep_diary(self) -> None:
        ends = [(p.act, job) for p in self.done for job in p.jobs.values()]
        self.verdict.jobs = {act: f"{job['state']} ({job['reason']})" if job else "forgotten" for act, job in ends}
        if self.verdict.wrong:
            self.verdict.diary = {
                "jobs": [self.person.get(f"/jobs/{job}").json() for p in self.done for job in p.jobs],
                "journals": self.shared.journals(self.closet.id),
                "engines": self.shared.engines(),
            }


def rests(job: Job) -> bool:
    """Whether a job waits for something that is further away than anybody here waits: a day's budget, an hour's rest."""
    if job["state"] in (*OVER, "needs_person") or job["waits_for"] not in ("budget", "rest", "hours"):
        return False
    if job["next_at"] is None:
        return True
    return (datetime.fromisoformat(job["next_at"]) - datetime.now(UTC)).total_seconds() > SOON
