"""What happens in a seed: a plain list that only the seed decides, so that it happens again when the seed is run alone.

A move is one press and the fault that meets it. What the acts and faults are is in `acts.py` and `faults.py`.
"""

import random
from dataclasses import dataclass

from .acts import ACTS
from .faults import ALL, BEFOREHAND, BESIDES_A_BROWSER, COSTLY, INSTANT

CALM = 0.2
"""How many of the moves nothing goes wrong in."""
RESTORED = "server restored"
COSTLY_SEEDS = 0.15
"""How many of the seeds have a fault for which a browser or the server starts again."""


@dataclass(frozen=True)
class Move:
    """One press. `fault` meets the `nth` request of those the act is known for, or of the reads around it (`reads`)."""

    act: str
    fault: str
    target: int
    reads: bool
    nth: int
    twice: bool
    """The person presses twice, impatiently."""

    def __str__(self) -> str:
        at = f"read {self.nth}" if self.reads else f"write {self.target}"
        return f"{self.act}{' ×2' if self.twice else ''}" + ("" if self.fault == "none" else f" · {self.fault} at {at}")


@dataclass(frozen=True)
class Plan:
    """All that a seed decides. `together`: everything is pressed before anything is waited for."""

    seed: int
    moves: tuple[Move, ...]
    generation: int
    together: bool
    writes_per_day: int | None
    restored: bool
    """A dump is taken in the middle of the first move, and the server is put back to it after the last."""

    def __str__(self) -> str:
        about = [f"messages of generation {self.generation}"]
        about += ["all pressed at once"] if self.together else []
        about += [f"{self.writes_per_day} changes a day"] if self.writes_per_day is not None else []
        about += ["server restored from a dump of the first move"] if self.restored else []
        return "\n".join([f"seed {self.seed}: {', '.join(about)}", *(f"  {n}. {move}" for n, move in enumerate(self.moves, 1))])

    @property
    def is_costly(self) -> bool:
        """Whether a browser or the server has to start again for it."""
        return self.restored or any(move.fault in COSTLY for move in self.moves)

    @property
    def shows(self) -> frozenset[str]:
        """The acts and faults that are met in it."""
        met = {*(move.act for move in self.moves), *(move.fault for move in self.moves)}
        return frozenset(met | {RESTORED} if self.restored else met)


def plan_of(seed: int) -> Plan:
    """The plan of a seed. An act comes the oftener, the more it writes: a relist six times as often as a reading."""
    dice = random.Random(seed)
    costly, restored = dice.random() < COSTLY_SEEDS, False
    if costly:
        restored = dice.random() < 0.3
    generation = 2 if dice.random() < 0.3 else 1
    count = dice.choice((1, 2, 2, 3))
    together = count > 1 and dice.random() < 0.4
    limit = dice.choice((1, 2, 3)) if dice.random() < 0.15 else None
    # each act has things of its own, so one of a kind is enough; a kind comes once
    acts = sorted(sorted(ACTS), key=lambda act: dice.random() ** (1 / (1 + len(ACTS[act].writes))))[-count:]
    dice.shuffle(acts)
    expensive = dice.randrange(count) if costly and not restored else None
    moves = tuple(_move(dice, act, costly=number == expensive, held=not together) for number, act in enumerate(acts))
    return Plan(seed, moves, generation, together, limit, restored)


def _move(dice: random.Random, act: str, *, costly: bool, held: bool) -> Move:
    others = BESIDES_A_BROWSER | BEFOREHAND if held else BEFOREHAND
    kinds = COSTLY if costly else others if dice.random() < 0.25 else INSTANT
    calm = dice.random() < CALM and not costly
    writes = ACTS[act].writes
    return Move(
        act=act,
        fault="none" if calm else dice.choice(sorted(kinds)),
        target=dice.randrange(len(writes)) if writes else 0,
        reads=not writes or dice.random() < 0.25,
        nth=dice.randint(1, 5),
        twice=dice.random() < 0.15,
    )


def suite(count: int, among: int = 200) -> list[int]:
    """So many seeds that show as many acts and faults as can be shown, each chosen for what the ones before it lack.

    Of seeds that show as much the cheapest is taken: those for which nothing has to start again.
    """
    plans = [plan_of(seed) for seed in range(1, among + 1)]
    missing, chosen = {*ACTS, *ALL, RESTORED}, list[Plan]()
    while len(chosen) < count:
        best = max(plans, key=lambda plan: (len(missing & plan.shows), -plan.is_costly, -plan.seed))
        plans.remove(best)
        chosen.append(best)
        missing -= best.shows
    return sorted(plan.seed for plan in chosen)
