"""`python -m tests.bench.pricing`: how far the price model is off on real prices it has not seen, and what one estimate costs.

The prices are those of `tests/data/pricing`; everything is fitted inside the folds. An estimate is timed as CPU in this process,
with its reasons and nearest comparables, after the model was read and a first estimate made.
"""

from statistics import median
from time import process_time

from vintedbot.pricing import evaluation, fitting
from vintedbot.pricing.model import Model
from vintedbot.pricing.nearest import nearest

from tests.bench.figures import Figure, report
from tests.server.pricing.market import LISTINGS

PIECES, SEEN = 200, 200


def estimate_cpu_ms() -> tuple[float, float]:
    """The median CPU of an estimate of a piece the model was not trained on, in ms; and the model's file in MB."""
    rows = evaluation.read(LISTINGS)
    asked, learned = rows[:PIECES], rows[PIECES:]
    file = fitting.fit(learned).to_bytes()
    model = Model.from_bytes(file)
    seen = [(row.piece, number) for number, row in enumerate(learned[:SEEN])]
    model.judge(asked[0].piece)
    nearest(asked[0].piece, seen)
    costs = []
    for row in asked[1:]:
        began = process_time()
        model.judge(row.piece)
        nearest(row.piece, seen)
        costs.append(1000 * (process_time() - began))
    return median(costs), len(file) / 1e6


def main() -> None:
    """Measure and print all figures; the two of coverage say how far it is from 80 %."""
    found = evaluation.evaluate(evaluation.read(LISTINGS))
    cost, size = estimate_cpu_ms()
    report(
        [
            Figure("pricing", "mdape", found.mdape, "ratio", goal=0.30),
            Figure("pricing", "coverage80", found.coverage80, "ratio"),
            Figure("pricing", "coverage80_off", abs(found.coverage80 - 0.8), "ratio", goal=0.05),
            Figure("pricing", "rmsle", found.rmsle, "ratio"),
            Figure("pricing", "mdape_forest_ordinal", found.baselines.forest_ordinal, "ratio"),
            Figure("pricing", "estimate_cpu_ms", cost, "ms", goal=5),
            Figure("pricing", "model_mb", size, "MB"),
        ]
    )


if __name__ == "__main__":
    main()
