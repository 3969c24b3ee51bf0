"""What has to be true when a seed is over. Told by the sandbox; what our server says of its jobs is held against it."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.browser.truth import SAME_PICTURE
from tests.sandbox.client import Sandbox

from .acts import ACTS, BEGIN, COUNTED, FAVOURITE, FOLLOW, LABEL, SAVED, Call, Subject, Truth, listed

Job = dict[str, Any]
WRITES_PER_DAY, THREADS_PER_DAY = 30, 4
"""The operator's ceilings, as they stand by default."""
COUNTABLE = ("first_message", "first_offer", "answer", "offer", "counter")
"""What can be there twice."""
MAKE_OR_MOVE = ("publish", "relist")
NO_LABEL_YET = "label_not_ready"
"""Says that Vinted shows no label, whether or not it was asked to make one."""


@dataclass
class Pressed:
    """What a move came to: its jobs as the server has them at the end; None for one that a restored server forgot."""

    act: str
    subject: Subject
    jobs: dict[str, Job | None] = field(default_factory=dict)

    def count(self, *states: str) -> int:
        return sum(job is not None and job["state"] in states for job in self.jobs.values())

    @property
    def unproved(self) -> int:
        """Jobs that say they do not know, or have not ended."""
        return len([j for j in self.jobs.values() if j and j["state"] not in ("done", "failed", "cancelled", "expired")])


@dataclass(frozen=True)
class Facts:
    """All that is compared: the closet's truth before and now, its requests since, and its limit."""

    vinted: Sandbox
    member: int
    before: Truth
    now: Truth
    log: list[dict[str, Any]]
    writes_per_day: int | None

    def applied(self, *calls: Call) -> int:
        return sum(
            entry["applied"] and any(entry["method"] == method and re.search(path, entry["path"]) for method, path in calls)
            for entry in self.log
        )


def violations(facts: Facts, all_pressed: list[Pressed]) -> list[str]:
    """Everything that is not as it has to be, in words."""
    wrong = [*_budget(facts, all_pressed), *_toggles(facts, all_pressed)]
    for pressed in all_pressed:
        wrong += _said(facts, pressed)
    wrong += _drafts(facts, all_pressed)
    wrong += _untouched(facts, all_pressed)
    return wrong


def _said(facts: Facts, pressed: Pressed) -> list[str]:
    """What the jobs say, and what is so."""
    happened = ACTS[pressed.act].happened
    if happened is None:
        return []
    times, done, name = happened(pressed.subject, facts.now), pressed.count("done"), pressed.act
    if pressed.act in MAKE_OR_MOVE:
        return _listing_of(facts, pressed, times)
    if name in COUNTABLE:
        if done <= times <= done + pressed.unproved:
            return []
        return [f"{name}: {times} times on Vinted, and the jobs say {_states(pressed)}"]
    if done and not times:
        return [f"{name}: said to be done, and is not so on Vinted"]
    if times and not done and not pressed.unproved and not _is_label_not_shown(pressed):
        return [f"{name}: is so on Vinted, and the jobs say {_states(pressed)}"]
    return []


def _listing_of(facts: Facts, pressed: Pressed, times: int) -> list[str]:
    if pressed.act == "publish":
        done, most = bool(pressed.count("done")), int(bool(pressed.count("done")) or pressed.unproved > 0)
        if not done <= times <= most:
            return [f"publish: {times} listings, and the jobs say {_states(pressed)}"]
        return []
    if pressed.unproved:
        return []
    leftovers = {job["leftover_item_id"] for job in pressed.jobs.values() if job} - {None}
    done = bool(pressed.count("done"))
    return [] if bool(times) == (done and not leftovers) else [f"relist: old one gone: {times}; the jobs say {_states(pressed)}"]


def _drafts(facts: Facts, all_pressed: list[Pressed]) -> list[str]:
    """A job that is not over, because it rests or its person has yet to answer, may have one draft on Vinted; no other may."""
    there = facts.now["listings"].get("draft", [])
    drafts = [row for row in there if not row["title"].startswith(SAVED)]
    mine = [job for pressed in all_pressed if pressed.act in MAKE_OR_MOVE for job in pressed.jobs.values()]
    may = [job for job in mine if job and job["state"] not in ("done", "failed", "cancelled", "expired")]
    return [f"drafts are left on Vinted: {drafts}"] if len(drafts) > len(may) else []


def _untouched(facts: Facts, all_pressed: list[Pressed]) -> list[str]:
    """Each listing there was: lost, doubled, without a photo? What a job made has the same title."""
    by_item = {pressed.subject.item: pressed for pressed in all_pressed if pressed.subject.item}
    wrong = []
    for state, rows in facts.before["listings"].items():
        for row in rows:
            wrong += _lineage(facts, state, row, by_item.get(row["id"]))
    return wrong


def _lineage(facts: Facts, state: str, old: dict[str, Any], pressed: Pressed | None) -> list[str]:
    act = pressed.act if pressed else ""
    rows = [(s, row) for s, there in facts.now["listings"].items() for row in there if row["title"] == old["title"]]
    live = [(s, row) for s, row in rows if s not in ("deleted", "draft")]
    visible = [row["id"] for s, row in live if s in ("active", "reserved")]
    if act in ("delete", "restore") and not live:
        return []  # whether that is right was asked before
    if state == "deleted" and act != "restore":
        return []
    wrong = []
    if not live:
        wrong.append(f"{old['title']} is lost: {rows}")
    if len(visible) > 1:
        wrong.append(f"{old['title']} stands twice: {visible}")
    if len(live) > 1 and pressed and not pressed.unproved and not _names_leftover(pressed):
        wrong.append(f"{old['title']} is there more than once, and no job names what is left: {live}")
    if act == "relist" and pressed and not pressed.unproved and not visible and not _is_checked(live):
        wrong.append(f"{old['title']} is not visible after {_states(pressed)}: {live}")
    if act not in ("hide", "show", "relist", "delete", "restore") and listed(facts.now, old["id"])[0] != state:
        wrong.append(f"{old['title']} was {state} and is {listed(facts.now, old['id'])[0]}")
    for _, row in live:
        wrong += _photos(facts, old, row)
    return wrong


def _photos(facts: Facts, old: dict[str, Any], row: dict[str, Any]) -> list[str]:
    if row["photos"] == old["photos"]:
        return []
    if len(row["photos"]) != len(old["photos"]):
        return [f"{old['title']} had photos {old['photos']}, {row['id']} has {row['photos']}"]
    pairs = zip(old["photos"], row["photos"], strict=True)
    return [
        f"{old['title']}: photo {ours} became another picture, {theirs}"
        for ours, theirs in pairs if ours != theirs and facts.vinted.photo_difference(ours, theirs) > SAME_PICTURE
    ]  # fmt: skip


def _is_checked(live: list[tuple[str, dict[str, Any]]]) -> bool:
    return any(state == "processing" for state, _ in live)


def _names_leftover(pressed: Pressed) -> bool:
    return any(job and job["leftover_item_id"] for job in pressed.jobs.values())


def _is_label_not_shown(pressed: Pressed) -> bool:
    return pressed.act == "label" and any(job and job["reason"] == NO_LABEL_YET for job in pressed.jobs.values())


def _budget(facts: Facts, all_pressed: list[Pressed]) -> list[str]:
    """Effects by the sandbox's log; undoing costs nothing."""
    jobs = [job for pressed in all_pressed for job in pressed.jobs.values() if job]
    undone = sum(step["undo"] for job in jobs for step in job["history"])
    writes, threads = facts.applied(*COUNTED), facts.applied(BEGIN)
    most = WRITES_PER_DAY if facts.writes_per_day is None else facts.writes_per_day
    wrong = [f"{writes} changes, {undone} of them undone, where {most} are allowed"] if writes - undone > most else []
    return wrong + ([f"{threads} new conversations"] if threads > THREADS_PER_DAY else [])


def _toggles(facts: Facts, all_pressed: list[Pressed]) -> list[str]:
    """What turns round or changes an order each time it is sent was sent no oftener than a job was made."""
    jobs = Counter({pressed.act: len(pressed.jobs) for pressed in all_pressed})
    return [
        f"{name} was sent {facts.applied(call)} times for {jobs[name]} jobs"
        for name, call in (("favourite", FAVOURITE), ("follow", FOLLOW), ("label", LABEL))
        if facts.applied(call) > jobs[name]
    ]


def record(vinted_now: Truth, rows: list[dict[str, Any]]) -> list[str]:
    """The server's listings after a last reading, against the truth."""
    known = {row["seen"]["item_id"]: row["seen"] for row in rows}
    wrong = []
    for state, there in vinted_now["listings"].items():
        for row in there:
            ours = known.get(row["id"])
            if state in ("deleted", "draft"):
                if ours and ours["state"] not in ("gone", "draft"):
                    wrong.append(f"{row['title']} is {state}, and the server says {ours['state']}")
            elif ours is None or ours["state"] != state:
                wrong.append(f"{row['title']} is {state}, and the server says {ours and ours['state']}")
            elif ours["price"] and ours["price"]["amount"] != round(row["price"] * 100):
                wrong.append(f"{row['title']} costs {row['price']}, and the server says {ours['price']}")
    return wrong


def _states(pressed: Pressed) -> str:
    return ", ".join(f"{j['state']} ({j['reason']})" if j else "forgotten" for j in pressed.jobs.values()) or "nothing was begun"
