"""`python -m tests.bench.analysis`: what a photo costs at the size it is sent, against the 1,600 px photo it is made from, and
whether labels are read as well from the one as from the other.

Tokens by the formulas the providers publish (`analysis/tokens.py`), over the sizes of phones' photos, upright and on their side.
Labels by the reader of the extra `labels`, in photos of 3,024 × 4,032 px and in what is sent of them. They are rendered, which is
easier than life: see `tests/data/make_labels.py`.
"""

from collections.abc import Iterator
from statistics import mean
from time import process_time

from vintedbot.analysis import labels, tokens
from vintedbot.analysis.work import sendable
from vintedbot.listings import reference
from vintedbot.photos import service, work
from vintedbot.photos.pictures import LARGE_SIDE

from tests.bench.figures import Figure, report
from tests.data.make_labels import LABELS, WAYS, photo

PHONES = [(3024, 4032), (4032, 3024), (2268, 4032), (3024, 3024)]


def fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size of a photo on its way down to `side`."""
    shrink = min(1.0, side / max(size))
    return round(size[0] * shrink), round(size[1] * shrink)


def token_figures() -> Iterator[Figure]:
    """The figure is the dearer provider's."""
    shares = {}
    for name, formula in (("openai", tokens.openai_patches), ("anthropic", tokens.anthropic)):
        sent = mean(formula(*fitted(size, tokens.SENT_SIDE)) for size in PHONES)
        shares[name] = sent / mean(formula(*fitted(size, LARGE_SIDE)) for size in PHONES)
    against = "tokens of the same photos at 1,600 px, by the provider's published formula"
    yield Figure("analysis", "image_tokens_vs_1600", max(shares.values()), "ratio", against, 0.4)
    for name, share in shares.items():
        yield Figure("analysis", f"image_tokens_vs_1600_{name}", share, "ratio", against)


def label_figures() -> Iterator[Figure]:
    """Shares of photos, each label taken in each way."""
    alike, true, fields, seconds = [], [], [], []
    for label in LABELS.values():
        for way in WAYS.values():
            full = photo(label, **way)
            before = process_time()
            from_full = work.lines(full)
            seconds.append(process_time() - before)
            from_sent = work.lines(sendable(full, tokens.SENT_SIDE).jpeg)
            alike.append(strings(from_full) == strings(from_sent))
            true.append(strings(from_sent) == sorted(map(reference.folded, label.strings)))
            fields.append(values(from_full) == values(from_sent))
    against = f"{len(alike)} rendered labels, read from 768 px and from 4,032 px"
    yield Figure("analysis", "label_strings_alike", mean(alike), "ratio", against, least=1.0)
    yield Figure("analysis", "label_fields_alike", mean(fields), "ratio", against, least=1.0)
    yield Figure("analysis", "label_strings_true", mean(true), "ratio", "what is written on the label, read from 768 px")
    yield Figure("analysis", "label_cpu_ms", 1000 * mean(seconds), "ms", "one photo of 4,032 px with a label")


def strings(found: list[work.Line]) -> list[str]:
    """What was read, as the fields compare it: without case, accents and marks."""
    return sorted(reference.folded(line.text) for line in found)


def values(found: list[work.Line]) -> tuple[str | None, str | None, str]:
    """Brand, size and material as they are filled in."""
    read = labels.read_off([found])
    return read.brand.value, read.size.value, read.composition


def main() -> None:
    """Count, read and print."""
    report([*token_figures(), *(label_figures() if service.reads_labels() else ())])


if __name__ == "__main__":
    main()
