"""Whether work grows with its input and not with its square: by ratios, because a clock on a busy machine says little else."""

import time
from collections.abc import Callable


def growth(work: Callable[[str], object], made: Callable[[int], str], small: int, times: int) -> float:
    """How many times longer `work` takes on an input `times` as long; the best of five of each."""

    def best(text: str) -> float:
        took = []
        for _ in range(5):
            began = time.process_time()
            work(text)
            took.append(time.process_time() - began)
        return min(took)

    return best(made(small * times)) / max(best(made(small)), 1e-5)
