"""`just chaos`: seeds one after the other on one stack, a line per seed, and all there is to know of one that failed.

just chaos --seeds 200            seeds 1 to 200; results also in test-output/chaos.jsonl
just chaos --seed 17              that one alone
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from playwright.sync_api import Playwright, sync_playwright

from tests.browser.conftest import OUTPUT

from .plan import plan_of
from .seed import Seed, Verdict
from .world import Shared

RESULTS = OUTPUT / "chaos.jsonl"


def run_seeds(shared: Shared, seeds: Iterable[int]) -> Iterator[tuple[Verdict, float]]:
    """Each seed's verdict and seconds. What cannot be looked at is a violation too, and the next seed has a fresh stack."""
    for number in seeds:
        plan, began = plan_of(number), time.monotonic()
        try:
            verdict = Seed(shared, plan).run()
            shared.rest()
        except Exception as error:
            verdict = Verdict(plan, [f"{type(error).__name__}: {error}"])
            shared.renew()
        yield verdict, time.monotonic() - began


def told(verdict: Verdict, seconds: float) -> str:
    """The line of a seed, and more if something was wrong."""
    jobs = ", ".join(f"{act} {end}" for act, end in verdict.jobs.items())
    line = f"seed {verdict.plan.seed}: {'WRONG' if verdict.wrong else 'clean'} in {seconds:.1f} s: {jobs}"
    if not verdict.wrong:
        return line
    diary = json.dumps(verdict.diary, indent=1, ensure_ascii=False, default=str)
    return "\n".join([line, str(verdict.plan), *(f"  wrong: {wrong}" for wrong in verdict.wrong), diary])


def _row(verdict: Verdict, seconds: float) -> dict[str, Any]:
    return {
        "seed": verdict.plan.seed, "seconds": round(seconds, 1), "wrong": verdict.wrong, "jobs": verdict.jobs,
        "listings_compared": verdict.compared, "plan": str(verdict.plan),
    }  # fmt: skip


def _all(driver: Playwright, seeds: Iterable[int], results: TextIO) -> int:
    wrong = count = 0
    with (
        tempfile.TemporaryDirectory(prefix="vb-chaos-", ignore_cleanup_errors=True) as folder,
        Shared(Path(folder), driver) as shared,
    ):
        for verdict, seconds in run_seeds(shared, seeds):
            print(told(verdict, seconds), flush=True)
            results.write(json.dumps(_row(verdict, seconds), ensure_ascii=False) + "\n")
            results.flush()
            count, wrong = count + 1, wrong + bool(verdict.wrong)
    print(f"{count} seeds, {wrong} with a violation")
    return wrong


def main() -> int:
    """The command; 1 if any seed was wrong."""
    asked = argparse.ArgumentParser(prog="just chaos", description=__doc__)
    asked.add_argument("--seeds", type=int, default=20, help="how many, from --first on")
    asked.add_argument("--first", type=int, default=1)
    asked.add_argument("--seed", type=int, help="this one alone")
    asked.add_argument("--results", type=Path, default=RESULTS)
    said = asked.parse_args()
    seeds = [said.seed] if said.seed is not None else range(said.first, said.first + said.seeds)
    said.results.parent.mkdir(parents=True, exist_ok=True)
    with said.results.open("a") as results, sync_playwright() as driver:
        return int(_all(driver, seeds, results) > 0)


if __name__ == "__main__":
    sys.exit(main())
