"""Photos of one drop into items: which belong together, and how sure that is.

With a clock the shots are a line, and only neighbours can belong together: the pause between two, measured by this seller's own
pace, is the first witness, the look the second. A look speaks against more loudly than for, because two sizes of one model look
the same. Without a clock the look is all there is: groups grow by the mean likeness of their photos, and each is a question.

Chosen by measurement on twelve generated rolls (`tests/data/make_rolls.py`, seeds 300-311; F1 of same-item pairs). Without
times, shuffled, on colours and edges alone, each at its own best threshold: mean linkage 0.73, complete 0.70, single linkage,
which is what DBSCAN comes to when no photo may be called noise, 0.67; the rule this replaced, which joined neighbours only,
0.03, and 0.61 in the order of shooting. Patches of the picture besides brought mean linkage to 0.78. With times the fixed
pauses of before reached 0.84, a pace of the seller's own 0.97. `python -m tests.bench.grouping_ways` compares the linkages
anew, scikit-learn's DBSCAN among them.

Sizes, where they were read off a shot (`sizes.py`), keep apart what looks the same: two that differ are two items, however
quickly one followed the other. Where between them the first item ends, only the pauses tell; so without a pause it is asked.

Proposes only: nothing is stored or merged here, and whoever applies the proposal tells the person what the lane says.
"""

import math
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Literal

import msgspec
import numpy as np
from vintedbot_schemas.photos import Lane

from vintedbot.photos.likeness import look_alike, looks_alike
from vintedbot.photos.sizes import differ

MAX_PHOTOS = 20  # Vinted's limit per listing

Reason = Literal["time_and_look", "apart_in_time", "looks_differ", "pause_unclear", "time_unknown", "too_many", "alone"]

# Seconds: the pause that parts two items where a seller's own pace cannot be told, and between which bounds it is looked for
_USUAL, _QUICKEST, _SLOWEST = 18.0, 8.0, 45.0
_ENOUGH = 6
_LONG = 20 * 60.0  # a pause for lunch says no more than one of this length
# The look as a witness: as many doublings of a pause as it weighs, where it says nothing, and how loudly it may speak for "one"
_WEIGHT, _NEUTRAL, _FOR = 6.0, 0.66, 0.7
# From here on nobody need be asked; on either side of it the witnesses disagree
_CERTAIN = 0.5
_APART = 45.0
# Without a clock: how alike on the mean the photos of two groups are that become one
_ALIKE = 0.665
_UNLIKE = 1_000.0
_LOOK_BACK = 4  # a label shot between two views of the front must not cut them: the last few shots are compared, not the last


class Shot(msgspec.Struct, frozen=True):
    """A photo to be grouped: `order` is its place in the drop, `captured_at` aware or None, `look` of its Likeness, `sizes`
    those it says (`sizes.sizes_said`), none where none was read."""

    id: str
    order: int
    captured_at: datetime | None
    look: bytes
    sizes: frozenset[str] = frozenset()


class Group(msgspec.Struct, frozen=True):
    """Photos proposed as one item, by id, in the order of shooting. `sure` needs no question, `check` asks whether they belong
    together, `loose` are single photos of which nothing is known. `reason` says what the lane rests on."""

    photo_ids: list[str]
    lane: Lane
    reason: Reason


class _Run(msgspec.Struct):
    """Shots taken as one item, and why."""

    shots: list[Shot]
    reason: Reason


def propose(shots: Sequence[Shot]) -> list[Group]:
    """Groups of at most 20, each shot in exactly one, whatever order the shots come in; sorted by their first photo's place."""
    timed = sorted((shot for shot in shots if shot.captured_at), key=_when)
    untimed = sorted((shot for shot in shots if not shot.captured_at), key=_place)
    runs = (_Line(timed).runs() if timed else []) + _by_look(untimed)
    pieces = [piece for run in runs for piece in _cut_to_size(run)]
    pieces.sort(key=lambda run: min(_place(shot) for shot in run.shots))
    return [_group(run) for run in pieces]


def _group(run: _Run) -> Group:
    lane: Lane = "check"
    if run.reason in ("time_and_look", "apart_in_time"):
        lane = "sure"
    elif len(run.shots) == 1 and run.reason != "too_many":
        lane = "loose"
    return Group([shot.id for shot in run.shots], lane, run.reason)


# ---------------------------------------------------------------- with a clock
class _Line:
    """Shots in the order of shooting, cut where the witnesses speak for two items."""

    def __init__(self, shots: list[Shot]) -> None:
        self._shots = shots
        self._places = {shot.id: place for place, shot in enumerate(shots)}
        self._alike = looks_alike([shot.look for shot in shots])
        self._parting = _parting([_seconds(one, other) for one, other in pairwise(shots)])

    def runs(self) -> list[_Run]:
        """The closest neighbours are joined first, so that each further pause is judged with all that stands on either side; of
        those equally close the ones that no label stands between."""
        runs = [[shot] for shot in self._shots]
        apart = [self._apart(one, other) for one, other in pairwise(runs)]
        while apart and min(apart) <= 0:
            place = min(range(len(apart)), key=lambda place: (apart[place], self._is_past_label(runs[place], runs[place + 1])))
            runs[place : place + 2] = [runs[place] + runs[place + 1]]
            del apart[place]
            for beside in (place - 1, place):
                if 0 <= beside < len(apart):
                    apart[beside] = self._apart(runs[beside], runs[beside + 1])
        edges = [math.inf, *(self._edge(one, other) for one, other in pairwise(runs)), math.inf]
        pauses = [math.inf, *(_seconds(one[-1], other[0]) for one, other in pairwise(runs)), math.inf]
        return [
            _Run(run, self._reason(run, min(edges[place : place + 2]), min(pauses[place : place + 2])))
            for place, run in enumerate(runs)
        ]

    def _reason(self, run: list[Shot], edge: float, pause: float) -> Reason:
        """`edge`: how certainly it ends where it does, on the less certain side; `pause`: in seconds, on the shorter."""
        if len(run) == 1:
            return "apart_in_time" if len(self._shots) > 1 and edge >= _CERTAIN and pause > _APART else "alone"
        inside = [(run[:place], run[place:]) for place in range(1, len(run))]
        weakest = max(inside, key=lambda sides: self._apart(*sides))
        if self._apart(*weakest) <= -_CERTAIN and edge >= _CERTAIN:
            return "time_and_look"
        return "looks_differ" if self._likeness(*weakest) < _NEUTRAL else "pause_unclear"

    def _apart(self, before: list[Shot], after: list[Shot]) -> float:
        """How strongly the witnesses speak for two items (above zero) or one (below)."""
        if any(differ(here.sizes, there.sizes) for here in before if here.sizes for there in after if there.sizes):
            return _UNLIKE
        return self._apart_by_clock_and_look(before, after)

    def _edge(self, before: list[Shot], after: list[Shot]) -> float:
        """How certain it is that one item ends just here: two sizes say that it ends, but where only if they stand here."""
        return _UNLIKE if differ(before[-1].sizes, after[0].sizes) else self._apart_by_clock_and_look(before, after)

    def _is_past_label(self, before: list[Shot], after: list[Shot]) -> bool:
        """Whether a label ends what is before, or begins what is after for somebody who begins with it."""
        return bool((after[0] if self._shots[0].sizes else before[-1]).sizes)

    def _apart_by_clock_and_look(self, before: list[Shot], after: list[Shot]) -> float:
        pause = min(max(_seconds(before[-1], after[0]), 1.0), _LONG)
        return math.log(pause / self._parting) - min(_WEIGHT * (self._likeness(before, after) - _NEUTRAL), _FOR)

    def _likeness(self, before: list[Shot], after: list[Shot]) -> float:
        rows, columns = ([self._places[shot.id] for shot in side] for side in (before[-_LOOK_BACK:], after[:_LOOK_BACK]))
        return float(self._alike[np.ix_(rows, columns)].max())


def _parting(pauses: list[float]) -> float:
    """The pause that parts two items at this seller's pace: between the short ones and the long ones, where there are both."""
    logs = sorted(math.log(min(max(pause, 1.0), _LONG)) for pause in pauses)
    cuts = [
        (_spread(logs[:cut]) + _spread(logs[cut:]), (_mean(logs[:cut]) + _mean(logs[cut:])) / 2) for cut in range(1, len(logs))
    ]
    # all at one pace tell nothing of a change
    found = math.exp(min(cuts)[1]) if cuts and min(cuts)[0] < _spread(logs) / 2 else _USUAL
    # a few pauses may show a quick seller, but not prove a slow one
    return min(max(found, _QUICKEST), _SLOWEST if len(pauses) >= _ENOUGH else _USUAL)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _spread(values: list[float]) -> float:
    middle = _mean(values)
    return sum((value - middle) ** 2 for value in values)


# ---------------------------------------------------------------- without
def _by_look(shots: list[Shot]) -> list[_Run]:
    """The two groups whose photos are most alike on the mean become one, until none are alike enough; always a question."""
    groups = [[place] for place in range(len(shots))]
    alike = looks_alike([shot.look for shot in shots])
    for first, second in _different_sizes(shots):
        alike[first, second] = alike[second, first] = -np.inf
    np.fill_diagonal(alike, -np.inf)
    while len(groups) > 1:
        first, second = sorted(int(at) for at in np.unravel_index(int(alike.argmax()), alike.shape))
        if alike[first, second] < _ALIKE:
            break
        sizes = len(groups[first]), len(groups[second])
        # to a third group the new one is as alike as its two parts are, by their sizes
        alike[first] = alike[:, first] = (alike[first] * sizes[0] + alike[second] * sizes[1]) / sum(sizes)
        alike[first, first] = -np.inf
        alike = np.delete(np.delete(alike, second, axis=0), second, axis=1)
        groups[first] = sorted(groups[first] + groups.pop(second))
    return [_Run([shots[place] for place in group], "time_unknown") for group in groups]


def _different_sizes(shots: list[Shot]) -> list[tuple[int, int]]:
    read = [place for place, shot in enumerate(shots) if shot.sizes]
    return [(one, other) for one in read for other in read if one < other and differ(shots[one].sizes, shots[other].sizes)]


# ---------------------------------------------------------------- both
def _cut_to_size(run: _Run) -> list[_Run]:
    """Cut what one listing cannot hold at its widest pause, or where the look changes most, until every piece fits."""
    if len(run.shots) <= MAX_PHOTOS:
        return [run]
    places = range(1, len(run.shots))
    cut = max(places, key=lambda place: (*_gap(run.shots[place - 1], run.shots[place]), -abs(place - len(run.shots) / 2)))
    halves = (_Run(run.shots[:cut], "too_many"), _Run(run.shots[cut:], "too_many"))
    return [piece for half in halves for piece in _cut_to_size(half)]


def _gap(one: Shot, other: Shot) -> tuple[float, float]:
    pause = _seconds(one, other) if one.captured_at and other.captured_at else 0.0
    return (pause, -look_alike(one.look, other.look))


def _seconds(one: Shot, other: Shot) -> float:
    assert one.captured_at
    assert other.captured_at
    return (other.captured_at - one.captured_at).total_seconds()


def _when(shot: Shot) -> tuple[float, int, str]:
    assert shot.captured_at
    return (shot.captured_at.timestamp(), *_place(shot))


def _place(shot: Shot) -> tuple[int, str]:
    return (shot.order, shot.id)
