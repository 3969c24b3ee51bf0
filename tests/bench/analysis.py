"""`python -m tests.bench.analysis`: what a photo costs at the size it is sent, against the 1,600 px photo it is made from.

Tokens by the formulas the providers publish (`analysis/tokens.py`), over the sizes of phones' photos, upright and on their side.
Not part of it: that text recognition reads the same labels from both, because none is on board (see `analysis/local.py`).
"""

from statistics import mean

from vintedbot.analysis import tokens
from vintedbot.photos.pictures import LARGE_SIDE

from tests.bench.figures import Figure, report

PHONES = [(3024, 4032), (4032, 3024), (2268, 4032), (3024, 3024)]


def fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size of a photo on its way down to `side`."""
    shrink = min(1.0, side / max(size))
    return round(size[0] * shrink), round(size[1] * shrink)


def main() -> None:
    """Count and print; the figure is the dearer provider's."""
    shares = {}
    for name, formula in (("openai", tokens.openai_patches), ("anthropic", tokens.anthropic)):
        sent = mean(formula(*fitted(size, tokens.SENT_SIDE)) for size in PHONES)
        shares[name] = sent / mean(formula(*fitted(size, LARGE_SIDE)) for size in PHONES)
    against = "tokens of the same photos at 1,600 px, by the provider's published formula"
    report(
        [
            Figure("analysis", "image_tokens_vs_1600", max(shares.values()), "ratio", against, 0.4),
            *(Figure("analysis", f"image_tokens_vs_1600_{name}", share, "ratio", against) for name, share in shares.items()),
        ]
    )


if __name__ == "__main__":
    main()
