"""How well duplicates and items are told, on copies and rolls made from the sample photos: part of `just bench photos`.

Thresholds were chosen on the development rolls (`DEVELOPMENT`) and on copies made with other chance numbers, but of the same 80
photos: there are no more. What is reported rests on `REPORTED` and on the numbers in `COPIES`, which nothing was chosen on.
Copies and views made from one photo are easier than life (see `tests/data/make_rolls.py`); the figures compare ways, they
promise nothing.
"""

import random
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import NamedTuple

import numpy as np
from PIL import Image
from vintedbot.photos import grouping
from vintedbot.photos.likeness import Likeness, copies, measure

from tests.bench.figures import Figure
from tests.data import make_copies as copied
from tests.data.make_rolls import View, all_samples, roll

DEVELOPMENT, REPORTED = range(300, 312), range(500, 520)
SIBLINGS, PAIRS = range(700, 720), 10
"""Rolls whose pairs are asked whether they are copies, and how many of each."""
COPIES, CHANCE = 40, 9_000
SIDE = 480

CHANGES: dict[str, copied.Change] = {
    "dup_reencoded": copied.saved_anew,
    "dup_half_size": copied.half_size,
    "dup_brighter": copied.brighter,
    "dup_crop3": copied.cut(0.03),
    "dup_crop8": copied.cut(0.08),
    "dup_tilt2": copied.tilted(2),
}
BESIDES: dict[str, copied.Change] = {"dup_tilt3": copied.tilted(3), "dup_crop_corner4": copied.cut_at_one_corner(0.04)}
"""Reported without a goal."""


def likeness_of(picture: Image.Image) -> Likeness:
    """As the intake measures it: of what a thumbnail of a JPEG shows."""
    scale = min(1.0, SIDE / max(picture.size))
    small = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BICUBIC)
    return measure(np.asarray(copied.saved(small)))


def looks_of(views: Iterable[View]) -> list[bytes]:
    return [likeness_of(view.picture).look for view in views]


def duplicates() -> list[Figure]:
    """Found of 40 copies of each kind; falsely found among distinct photos, mirror pictures, and views of one item."""
    photos = []
    for path in all_samples():
        with Image.open(path) as opened:
            photos.append(opened.convert("RGB"))
    known = [likeness_of(photo) for photo in photos]
    chosen = random.Random(CHANCE).sample(range(len(photos)), COPIES)

    def found(change: copied.Change) -> int:
        changed = [likeness_of(change(photos[place], random.Random(CHANCE + place))) for place in chosen]
        pairs = {(copy.first, copy.second) for copy in copies(changed, known)}
        return sum((number, place) in pairs for number, place in enumerate(chosen))

    figures = [Figure("photos", name, found(change), f"of {COPIES}", least=38) for name, change in CHANGES.items()]
    figures += [Figure("photos", name, found(change), f"of {COPIES}") for name, change in BESIDES.items()]
    return [
        *figures,
        Figure("photos", "dup_false_merges", len(copies(known, known)), f"pairs of {len(known)} photos", goal=0),
        Figure("photos", "dup_mirrored", found(copied.mirrored), f"of {COPIES}", goal=2),
        Figure("photos", "dup_siblings", _siblings(), f"of {len(SIBLINGS) * PAIRS}", goal=4),
    ]


def _siblings() -> int:
    called = 0
    for seed in SIBLINGS:
        views = roll(seed)
        for one, other in random.Random(seed).sample(sorted(pairs_of(views)), PAIRS):
            called += len(copies([likeness_of(views[one].picture)], [likeness_of(views[other].picture)]))
    return called


class _Told(NamedTuple):
    f1: float
    sure: float
    wrong_sure: int


def groups() -> list[Figure]:
    """F1 of same-item pairs with and without times, and how much of it is sure."""
    rolls = [(views, looks_of(views)) for views in map(roll, REPORTED)]
    timed = _told(rolls, timed=True)
    untimed = _told(rolls, timed=False)
    return [
        Figure("photos", "group_f1_with_time", timed.f1, "F1", least=0.97),
        Figure("photos", "group_f1_without_time", untimed.f1, "F1", least=0.75),
        Figure("photos", "sure_share", timed.sure, "share", least=0.6),
        Figure("photos", "wrong_sure_pairs", timed.wrong_sure + untimed.wrong_sure, "pairs", goal=0),
    ]


def _told(rolls: list[tuple[list[View], list[bytes]]], *, timed: bool) -> _Told:
    """Without times the photos come shuffled, or their order would tell."""
    right = found = true = sure = grouped = wrong = 0
    for number, (views, looks) in enumerate(rolls):
        order = list(range(len(views))) if timed else random.Random(number).sample(range(len(views)), len(views))
        shots = [
            grouping.Shot(str(place), at, views[place].taken if timed else None, looks[place]) for at, place in enumerate(order)
        ]
        proposed = [(group.lane, [int(place) for place in group.photo_ids]) for group in grouping.propose(shots)]
        truth = pairs_of(views)
        ours = {pair for _, places in proposed for pair in combinations(sorted(places), 2)}
        certain = {pair for lane, places in proposed if lane == "sure" for pair in combinations(sorted(places), 2)}
        right, found, true = right + len(ours & truth), found + len(ours), true + len(truth)
        grouped += sum(len(places) for _, places in proposed if len(places) > 1)
        sure += sum(len(places) for lane, places in proposed if lane == "sure" and len(places) > 1)
        wrong += len(certain - truth)
    return _Told(2 * right / (found + true), sure / grouped, wrong)


def pairs_of(views: list[View]) -> set[tuple[int, int]]:
    """Places of all two views of one item."""
    return together([view.item for view in views])


def together(labels: list[int]) -> set[tuple[int, int]]:
    return {(one, other) for one, other in combinations(range(len(labels)), 2) if labels[one] == labels[other]}


def eighty() -> Callable[[], list[grouping.Group]]:
    """The grouping of 80 hashed photos, to be timed."""
    views = [view for seed in REPORTED[:2] for view in roll(seed)][:80]
    shots = [
        grouping.Shot(str(at), at, view.taken, look) for at, (view, look) in enumerate(zip(views, looks_of(views), strict=True))
    ]
    return lambda: grouping.propose(shots) + grouping.propose([grouping.Shot(s.id, s.order, None, s.look) for s in shots])
