"""How a bench says what it measured: one JSON line per figure on stdout, a table for people on stderr.

A figure with a yardstick measures both in one run, in turns, so that a busy machine slows both alike.
"""

import json
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import NamedTuple


class Figure(NamedTuple):
    """One measured number. `unit` is "ratio", "ms", "kB" …; `yardstick` is what a ratio is against; `goal` the most it may be,
    `least` the least."""

    bench: str
    figure: str
    value: float
    unit: str
    yardstick: str | None = None
    goal: float | None = None
    least: float | None = None


class Turns(NamedTuple):
    """Medians of the rounds (in the unit the two functions answer in) and the median of the ratios of each round."""

    ratio: float
    ours: float
    yardstick: float


def ratio_in_turns(ours: Callable[[], float | None], yardstick: Callable[[], float | None], rounds: int = 5) -> Turns:
    """Run the two in turns, after one round of each to warm up; every second round the other way round, so neither always leads.

    What a function answers is its cost (CPU seconds, say); one that answers None is timed by the wall clock."""
    if rounds < 5:
        raise ValueError("a median of fewer than five rounds is noise")
    _cost(ours)
    _cost(yardstick)
    pairs = []
    for turn in range(rounds):
        if turn % 2:
            against = _cost(yardstick)
            pairs.append((_cost(ours), against))
        else:
            pairs.append((_cost(ours), _cost(yardstick)))
    return Turns(
        median(our / against for our, against in pairs), median(our for our, _ in pairs), median(against for _, against in pairs)
    )


def report(figures: list[Figure]) -> None:
    """Print every figure, for machines on stdout and for people on stderr."""
    for each in figures:
        line = {"bench": each.bench, "figure": each.figure, "value": round(each.value, 3), "unit": each.unit}
        print(json.dumps(line | ({"yardstick": each.yardstick} if each.yardstick else {})), flush=True)
    rows = [("figure", "value", "goal", "against"), *(_row(each) for each in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip(), file=sys.stderr)


def _row(each: Figure) -> tuple[str, str, str, str]:
    goal = "" if each.goal is None else f"≤ {each.goal:g} {'✓' if each.value <= each.goal else '✗'}"
    if each.least is not None:
        goal = f"{goal} ≥ {each.least:g} {'✓' if each.value >= each.least else '✗'}".lstrip()
    return (f"{each.bench} {each.figure}", f"{each.value:.3g} {each.unit}", goal, each.yardstick or "")


def _cost(work: Callable[[], float | None]) -> float:
    start = perf_counter()
    cost = work()
    return perf_counter() - start if cost is None else cost
