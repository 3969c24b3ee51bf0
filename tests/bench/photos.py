"""`python -m tests.bench.photos`: what taking in 80 photos of 12 Mpx costs, against the least libvips could do with them; how
much memory it takes; what grouping costs; how well duplicates and items are told (`photo_quality.py`). With `quality` the last
alone, with `costs` all but the last.

Two processes each, on the same cores, in turns. The photos are made once from the sample photos and kept in the machine's
temporary folder. `intake_vs_vips` is for a phone's mixture, half of them stored on their side; the kept original of these has to
be decoded whole and saved anew (`intake_turned_vs_vips`).
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import process_time

import psutil
from PIL import Image
from vintedbot.photos import pool, work

from tests.bench import photo_quality
from tests.bench.figures import Figure, ratio_in_turns, report
from tests.data.make_camera_roll import SAMPLES, exif, laid

COUNT, SIZE, ROUNDS = 80, (3024, 4032), 5
YARDSTICK = "libvips thumbnail to 1,600 px JPEG q80 of the same 80 files, 2 processes each, wall clock"


def photos(orientation: int) -> list[Path]:
    """80 JPEGs of 12 Mpx with grain, EXIF and place, stored under this orientation; made anew only when missing."""
    folder = Path(tempfile.gettempdir()) / f"vintedbot-bench-photos-{orientation}"
    folder.mkdir(exist_ok=True)
    sources = sorted(SAMPLES.glob("*.jpg"))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as children:
        made = [(folder, orientation, number, sources[number % len(sources)]) for number in range(COUNT)]
        return list(children.map(_photo, *zip(*made, strict=True)))


def _photo(folder: Path, orientation: int, number: int, source: Path) -> Path:
    path = folder / f"{number:02}.jpg"
    if not path.exists():
        with Image.open(source) as opened:
            enlarged = opened.convert("RGB").resize(SIZE, Image.Resampling.BICUBIC)
        grain = Image.frombytes("L", SIZE, Random(number).randbytes(SIZE[0] * SIZE[1]))
        grained = Image.blend(enlarged, Image.merge("RGB", (grain, grain, grain)), 0.06)
        part = path.with_suffix(f".{os.getpid()}")
        laid(grained, orientation).save(part, "JPEG", quality=90, exif=exif(orientation, None).tobytes())
        part.replace(path)
    return path


def _start() -> None:
    pool.prepare()
    import pyvips

    pyvips.cache_set_max(0)  # a second round must not find the first one's work


def _ours(path: Path) -> int:
    from vintedbot.photos.pictures import take_in

    picture = take_in(path.read_bytes())
    return len(picture.large) + len(picture.thumbnail) + len(picture.kept)


def _least(path: Path) -> int:
    import pyvips

    image = pyvips.Image.thumbnail_buffer(path.read_bytes(), 1600, height=1600, size="down")
    return len(image.jpegsave_buffer(Q=80, keep="none"))


def peak_memory(count: int) -> float:
    """Bytes this process and its two image processes hold at most while they take in so many of the photos, as a worker does it:
    two at once, read when their turn comes."""
    files = photos(1)[:count]
    me = psutil.Process()

    async def take_all() -> int:
        children, peak, waiting = pool.Pool(2), 0, list(files)

        async def lane() -> None:
            while waiting:
                await children.run(work.take_in, waiting.pop().read_bytes(), 1)

        lanes = asyncio.gather(lane(), lane())
        while not lanes.done():
            held = [me.memory_info().rss]
            for child in me.children():
                try:
                    held.append(child.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue
            peak = max(peak, sum(held))
            await asyncio.sleep(0.01)
        await lanes
        await children.close()
        return peak

    return asyncio.run(take_all())


def costs() -> list[Figure]:
    """What the intake and the grouping take."""
    figures = []
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=_start) as children:

        def over(work: Callable[[Path], int], files: Sequence[Path]) -> Callable[[], None]:
            return lambda: list(children.map(work, files)).clear()

        upright, turned = photos(1), photos(6)
        # as they come from a phone: half of them stored on their side; the pure ones stand beside it without a goal
        mixed = [file for pair in zip(upright[::2], turned[1::2], strict=True) for file in pair]
        for name, files, goal in (
            ("intake_vs_vips", mixed, 1.7),
            ("intake_upright_vs_vips", upright, None),
            ("intake_turned_vs_vips", turned, None),
        ):
            turns = ratio_in_turns(over(_ours, files), over(_least, files), ROUNDS)
            figures.append(Figure("photos", name, turns.ratio, "ratio", YARDSTICK, goal))
            seconds = Figure("photos", name.replace("_vs_vips", "_80_s"), turns.ours, "s")
            figures.append(seconds)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as fresh:
        few, many = (fresh.submit(peak_memory, count).result() for count in (8, COUNT))
    figures.append(Figure("photos", "intake_memory_growth", many / few, "ratio", "peak memory with 8 photos", 1.3))
    group = photo_quality.eighty()
    group()
    start = process_time()
    group()
    figures.append(Figure("photos", "group_80_cpu_s", process_time() - start, "s", goal=2))
    return figures


def main() -> None:
    """Measure and print the figures asked for, all by default."""
    asked = sys.argv[1:] or ["costs", "quality"]
    if "costs" in asked:
        report(costs())
    if "quality" in asked:
        report(photo_quality.duplicates() + photo_quality.groups())


if __name__ == "__main__":
    main()
