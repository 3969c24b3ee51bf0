"""`python -m tests.bench.grouping_ways`: ways to group photos by look alone, compared on the development rolls.

Not a figure of its own: it says why `photos/grouping.py` grows groups by mean likeness. Each way gets its own best threshold,
on the very likeness the product uses, the photos shuffled and without times. Wants scikit-learn, which the pricing model brings.
"""

import numpy as np
from numpy.typing import NDArray
from vintedbot.photos.likeness import looks_alike

from tests.bench.photo_quality import DEVELOPMENT, looks_of, pairs_of, together
from tests.data.make_rolls import roll


def main() -> None:
    """Print the best F1 of each way and its threshold."""
    from sklearn.cluster import DBSCAN, AgglomerativeClustering

    rolls = [(views, np.clip(1 - looks_alike(looks_of(views)), 0, 1)) for views in map(roll, DEVELOPMENT)]
    ways = {
        "DBSCAN, pairs suffice": lambda eps: DBSCAN(eps=eps, min_samples=1, metric="precomputed"),
        "DBSCAN, three are a group": lambda eps: DBSCAN(eps=eps, min_samples=3, metric="precomputed"),
        **{
            f"{linkage} linkage": lambda eps, linkage=linkage: AgglomerativeClustering(
                n_clusters=None, distance_threshold=eps, metric="precomputed", linkage=linkage
            )
            for linkage in ("average", "complete", "single")
        },
    }
    for name, way in ways.items():
        best = max((_f1(rolls, way, eps), eps) for eps in np.linspace(0.1, 0.5, 21))
        print(f"{name}: F1 {best[0]:.3f} at {best[1]:.2f}")


def _f1(rolls: list, way, eps: float) -> float:  # type: ignore[no-untyped-def,type-arg]
    right = found = true = 0
    for views, distance in rolls:
        labels: NDArray[np.int64] = way(float(eps)).fit_predict(distance)
        alone = labels < 0  # what DBSCAN calls noise is a photo of its own
        labels[alone] = 1000 + np.flatnonzero(alone)
        ours, truth = together(labels.tolist()), pairs_of(views)
        right, found, true = right + len(ours & truth), found + len(ours), true + len(truth)
    return 2 * right / (found + true)


if __name__ == "__main__":
    main()
