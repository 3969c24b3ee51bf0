"""How alike two photos are: the same pixels, the same shot (cut, tilted, saved anew), or the same look (colour and shape).

What `imagehash` does and what was added. Its perceptual hash finds what was saved anew, made smaller or brighter: such copies
differ in few of 64 bits. It breaks where the frame moved: half of the copies cut by 8 % at each edge differ in 20 bits and
more, which is where strangers begin, and two shots of one item can be nearer than a copy. So the hash only draws up the
shortlist, asked for with the photo's own hash and with those of a few cuts and tilts of it (`probes`). Who is on the list is
laid on the photo: the best of some two hundred places, then moved, scaled and turned by least squares until it lies still, then
once more with perspective. A copy agrees all over, lies within the frame of the other, and needs no perspective; another shot
of the item fails in one of the three, or in what its place would mean: a tilted copy shows its empty corners or was cut by them,
so a tilt, a large cut and a part beyond the frame do not come together. Where it came to lie says what was done to it, which is
the reason people read.

The limits were chosen on copies and on pairs of views with chance numbers of their own (2,160 and 8,998; the last two rules and
the limit of light let 59 of the pairs through in place of 186 and lose no copy), then looked at once on further numbers, and only
then on the reported ones. All of them are made from the same 80 photos: there are no more.

Measured once from the 480 px thumbnail and kept beside the photo as about 1.7 kB; compared here without the pictures.
What is done about a likeness is decided by the person or by `grouping.py`; nothing here merges or refuses.
"""

import math
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

import imagehash
import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from vintedbot_schemas.photos import DuplicateReason

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Place = NDArray[np.float64]
"""Where one tile lies on another: tilt (radians), logarithm of the scale, shift across and down (half tiles)."""

_TILE = 32
_MARGIN = 5  # of the tile, left out when two are laid on each other: a cut or tilted copy has other edges
SHORTLIST_BITS = 20
"""Of 64: copies stay within so many of one of the probes (`python -m tests.bench.photos` says how many do)."""

# Chosen on the sample photos with copies and with views of one item made with other numbers than the reported ones
_COARSE = 0.45
_SAME_SHOT = 0.80
_ALL_OVER, _PER_DEGREE = 0.84, 0.035  # a tilted copy has corners that show nothing, so it agrees less
_TILT, _SCALE = math.radians(4.2), 0.215
_PERSPECTIVE = 0.045  # of the picture's width
_OUTSIDE, _OUTSIDE_PER_DEGREE = 0.02, 0.03
_SCALE_PER_DEGREE = 0.03  # so much less: a tilted copy is cut by its corners, which is 0.02 to 0.03 a degree, and no more
_LIGHTER = 0.15  # as a logarithm; a tenth is 0.11 at most
# What is told as the reason: a tenth of that moves by saving anew
_TOLD_TILT, _TOLD_SCALE, _TOLD_LIGHT = math.radians(0.8), 0.02, 0.04


_WHOLE = 7 * 7 * 5 + 3 * 3 * 8
_PATCHES, _PATCH, _BY_PATCHES = 6, 10, 0.4


class Likeness(msgspec.Struct, frozen=True):
    """What is remembered of a picture to compare it later.

    `pixels` is the hex sha256 of the shown pixels (equal for a file whose metadata alone differs). `phash` holds imagehash's 64
    bits as a signed number (a PostgreSQL bigint). `tile` is a grey 32 × 32 picture (1,024 bytes), `aspect` width ÷ height of the
    photo, `look` a vector of colour and shape (bytes) for `look_alike`.
    """

    pixels: str
    phash: int
    tile: bytes
    aspect: float
    look: bytes


class Copy(msgspec.Struct, frozen=True):
    """`first` and `second` are positions in the lists compared; `reason` says what was done to the one to get the other."""

    first: int
    second: int
    reason: DuplicateReason
    score: float


def measure(pixels: Pixels) -> Likeness:
    """The likeness of a picture given as height × width × 3 bytes of sRGB, best its 480 px thumbnail."""
    height, width = pixels.shape[:2]
    small = _pooled(pixels, _TILE)
    grey = small @ np.array([0.299, 0.587, 0.114], np.float32)
    tile = np.rint(grey).astype(np.uint8)
    return Likeness(
        pixels=sha256(f"{width}x{height}:".encode() + np.ascontiguousarray(pixels).tobytes()).hexdigest(),
        phash=_phash(tile),
        tile=tile.tobytes(),
        aspect=width / height,
        look=_look(small, grey) + _patches(pixels),
    )


def probes(likeness: Likeness) -> list[int]:
    """The hash of the picture and of what would come of it by a cut, a tilt, or undoing one: a copy's own hash is near one of
    them."""
    rows, columns = _moved(_PROBES, _LINE_X, _LINE_Y, likeness.aspect, likeness.aspect)
    moved = _sampled(_tile(likeness), rows, columns)
    tiles = np.rint(moved).astype(np.uint8).reshape(-1, _TILE, _TILE)
    return [likeness.phash, *(_phash(tile) for tile in tiles)]


def copies(new: Sequence[Likeness], known: Sequence[Likeness]) -> list[Copy]:
    """Which of `new` show the same shot as one of `known`, best first for each of `new`. Both lists may be the same one;
    a photo is never called its own copy, and each pair of such a list is named once (first < second)."""
    found: list[Copy] = []
    hashes = np.array([likeness.phash for likeness in known], dtype=np.int64).view(np.uint64)
    for first, likeness in enumerate(new):
        if not len(known):
            break
        asked = np.array(probes(likeness), dtype=np.int64).view(np.uint64)
        distance = np.bitwise_count(hashes[None, :] ^ asked[:, None]).min(axis=0)
        near = [int(second) for second in np.flatnonzero(distance <= SHORTLIST_BITS) if new is not known or second > first]
        confirmed = _confirmed(first, likeness, [(second, known[second]) for second in near])
        found += sorted(confirmed, key=lambda copy: -copy.score)
    return found


def look_alike(one: bytes, other: bytes) -> float:
    """How alike two looks are, 0 to 1."""
    return float(looks_alike([one, other])[0, 1])


def looks_alike(looks: Sequence[bytes]) -> Floats:
    """How alike each two of these looks are, 0 to 1, as a square: the colours and edges of the whole by their angle, and how well
    the patches of the one are found again anywhere in the other. One that was kept before there were patches has the first
    alone."""
    alike = _whole_alike([look[:_WHOLE] for look in looks])
    places = [place for place, look in enumerate(looks) if len(look) == _WHOLE + _PATCHES**2 * _PATCH]
    if len(places) > 1:
        alike[np.ix_(places, places)] *= 1 - _BY_PATCHES
        alike[np.ix_(places, places)] += _BY_PATCHES * _patches_alike([looks[place][_WHOLE:] for place in places])
    return alike


def _whole_alike(looks: list[bytes]) -> Floats:
    longest = max(map(len, looks), default=0)
    rows = np.zeros((len(looks), longest), np.float32)
    for row, look in zip(rows, looks, strict=True):
        row[: len(look)] = np.frombuffer(look, np.uint8)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return np.asarray(rows @ rows.T, dtype=np.float32)


def _patches_alike(looks: list[bytes]) -> Floats:
    """For each patch the nearest one of the other, those in the middle counting most; both ways."""
    rows = np.frombuffer(b"".join(looks), np.int8).astype(np.float32).reshape(len(looks), _PATCHES**2, _PATCH)
    every = rows.reshape(-1, _PATCH)
    squares = (every**2).sum(axis=1)
    line = (np.arange(_PATCHES) + 0.5) / _PATCHES * 2 - 1
    weight = np.exp(-(line[:, None] ** 2 + line[None, :] ** 2) / 0.5).ravel().astype(np.float32)
    weight /= weight.sum()
    found = np.empty((len(looks), len(looks)), np.float32)
    for place, row in enumerate(rows):
        distance = (row**2).sum(axis=1)[:, None] + squares[None, :] - 2 * row @ every.T
        nearest = distance.reshape(_PATCHES**2, len(looks), _PATCHES**2).min(axis=2)
        found[place] = weight @ np.exp(-np.sqrt(np.maximum(nearest, 0)) / 12)
    return np.asarray((found + found.T) / 2, dtype=np.float32)


def _pooled(pixels: NDArray[np.uint8], side: int) -> Floats:
    """The picture squeezed to side × side by the mean of each cell; cells overlap where the size is no multiple."""
    for axis in (0, 1):
        length = pixels.shape[axis]
        if length < side:
            pixels = np.repeat(pixels, -(-side // length), axis=axis)
    whole = pixels.astype(np.float32)
    for axis in (0, 1):
        length = whole.shape[axis]
        edges = np.arange(side) * length // side
        ends = np.append(edges[1:], length)
        shape = (-1, 1, 1) if axis == 0 else (1, -1, 1)
        whole = np.add.reduceat(whole, edges, axis=axis) / (ends - edges).reshape(shape).astype(np.float32)
    return whole


def _phash(tile: NDArray[np.uint8]) -> int:
    # its own shrinking changes nothing here: 32 pixels a side are what it shrinks to
    bits = imagehash.phash(Image.fromarray(tile)).hash
    return int.from_bytes(np.packbits(bits.ravel()).tobytes(), "big", signed=True)


def _tile(likeness: Likeness) -> Floats:
    return np.frombuffer(likeness.tile, np.uint8).reshape(_TILE, _TILE).astype(np.float32)


# ---------------------------------------------------------------- laying one tile on another
def _confirmed(first: int, likeness: Likeness, candidates: list[tuple[int, Likeness]]) -> list[Copy]:
    exact = [Copy(first, second, "same_picture", 1.0) for second, other in candidates if other.pixels == likeness.pixels]
    others = [(second, other) for second, other in candidates if other.pixels != likeness.pixels]
    found = [(second, _same_shot(likeness, other)) for second, other in others]
    return exact + [Copy(first, second, *same) for second, same in found if same]


def _same_shot(new: Likeness, known: Likeness) -> tuple[DuplicateReason, float] | None:
    """What was done to one of the two to get the other, and how well they agree; None when they are two shots."""
    if abs(math.log(new.aspect / known.aspect)) > _SCALE:
        return None
    laid = _Laid(new, known)
    score, place = laid.best()
    if score < _SAME_SHOT:
        return None
    degrees, scale = abs(math.degrees(place[0])), abs(place[1])
    if abs(place[0]) > _TILT or scale > _SCALE - _SCALE_PER_DEGREE * degrees:
        return None
    # empty corners reach beyond the frame; what was cut off of them does not
    corners = max(0.0, _OUTSIDE_PER_DEGREE * degrees - scale)
    if laid.outside(place) > _OUTSIDE + corners:
        return None
    agreed, lighter = laid.all_over(place)
    if agreed < _ALL_OVER - _PER_DEGREE * degrees or abs(lighter) > _LIGHTER or laid.perspective(place) > _PERSPECTIVE:
        return None
    # scale counts what was cut off; a cut at one side alone also shows in the proportions
    cut = max(scale, abs(math.log(new.aspect / known.aspect)))
    reason: DuplicateReason = "saved_anew"
    if abs(place[0]) > _TOLD_TILT:
        reason = "tilted"
    elif cut > _TOLD_SCALE:
        reason = "cropped"
    elif abs(lighter) > _TOLD_LIGHT:
        reason = "brightness"
    return reason, min(score, 1.0)


class _Laid:
    """Two tiles, and how well the one agrees with the other wherever it is laid."""

    def __init__(self, new: Likeness, known: Likeness) -> None:
        self._aspects = (new.aspect, known.aspect)
        self._tiles = (_tile(new), _tile(known))
        self._details = (_details(self._tiles[0]), _details(self._tiles[1]))
        self._core = _unit(_core_of(self._details[1]))

    def best(self) -> tuple[float, Place]:
        """How well they agree at the best place, and which it is."""
        soft, sharp = _blurred(self._details[0]), _blurred(self._details[1])
        agreed = _unit(_sampled(soft, *_moved(_PLACES, _CORE_X, _CORE_Y, *self._aspects))) @ _unit(_core_of(sharp))
        starts = [_PLACES[place] for place in np.argsort(-agreed)[:_STARTS] if agreed[place] >= _COARSE]
        return max((self._settled(start) for start in starts), key=lambda found: found[0], default=(0.0, _PLACES[0]))

    def _settled(self, start: Place) -> tuple[float, Place]:
        return _least_squares(
            start, _STEPS[:4], lambda places: _moved(places, _CORE_X, _CORE_Y, *self._aspects), self._details[0], self._core
        )

    def perspective(self, place: Place) -> float:
        """How far the corners of the middle move, as a share of the width, when perspective may help as well."""

        def seen_askew(rows: Place) -> tuple[Floats, Floats]:
            x, y = _askew(rows[:, 4:], _CORE_X, _CORE_Y)
            return _moved(rows[:, :4], x, y, *self._aspects)

        _, found = _least_squares(np.concatenate([place, np.zeros(4)]), _STEPS, seen_askew, self._details[0], self._core)
        before = _moved(place[None], _INNER_X, _INNER_Y, *self._aspects)
        after = _moved(found[None, :4], *_askew(found[None, 4:], _INNER_X, _INNER_Y), *self._aspects)
        return float(np.hypot(before[0] - after[0], before[1] - after[1]).max()) / _TILE

    def outside(self, place: Place) -> float:
        """How far the one reaches beyond the frame of the other, in half tiles: a cut lies within what it was cut from."""
        new, known = self._aspects
        rows, columns = _moved(place[None], _CORNER_X, _CORNER_Y, new, known)
        there = float(np.abs((np.stack([rows, columns]) + 0.5) / _TILE * 2 - 1).max()) - 1
        x, y = (_CORNER_X - place[2]) * math.sqrt(new), (_CORNER_Y - place[3]) / math.sqrt(new)
        cos, sin, scale = math.cos(place[0]), math.sin(place[0]), math.exp(place[1])
        back = np.stack([(x * cos + y * sin) / scale / math.sqrt(known), (y * cos - x * sin) / scale * math.sqrt(known)])
        return max(0.0, min(there, float(np.abs(back).max()) - 1))

    def all_over(self, place: Place) -> tuple[float, float]:
        """How well they agree where both show something, and how much lighter the new one is (as a logarithm)."""
        rows, columns = _moved(place[None], _LINE_X, _LINE_Y, *self._aspects)
        inside = ((rows >= 0.5) & (rows <= _TILE - 1.5) & (columns >= 0.5) & (columns <= _TILE - 1.5))[0]
        seen = rows[:, inside], columns[:, inside]
        one, other = _sampled(self._details[0], *seen), self._details[1].reshape(1, -1)[:, inside]
        light = _sampled(self._tiles[0], *seen).mean() + 1, self._tiles[1].ravel()[inside].mean() + 1
        return float((_unit(one) @ _unit(other).T)[0, 0]), math.log(light[0] / light[1])


def _least_squares(
    start: Place, steps: Place, moved: Callable[[Place], tuple[Floats, Floats]], tile: Floats, core: Floats
) -> tuple[float, Place]:
    """Moves the tile from `start` until it agrees best with `core`: Gauss and Newton, with slopes by small steps."""
    place, best = np.asarray(start, np.float64), (-1.0, start)
    for _ in range(_ROUNDS):
        looks = _unit(_sampled(tile, *moved(np.vstack([place, place + np.diag(steps)]))))
        score = float(looks[0] @ core)
        if score > best[0]:
            gained, best = score - best[0], (score, place)
            if gained < 1e-3:
                break
        slopes = (looks[1:] - looks[0]) / steps[:, None]
        wanted = np.linalg.solve(slopes @ slopes.T + np.eye(len(steps)) * 3e-3, slopes @ (core - looks[0]))
        place = place + np.clip(wanted, -0.07, 0.07)
    return best


def _moved(places: Place, x: Floats, y: Floats, new: float, known: float) -> tuple[Floats, Floats]:
    """Rows and columns in the new tile of points given in the known one (−1 to 1 both ways), one line for each place. Both tiles
    are squeezed to a square, so a tilt is one only in the photos' own proportions, `new` and `known`."""
    tilt, scale, across, down = (places[:, number : number + 1] for number in range(4))
    cos, sin = np.cos(tilt) * np.exp(scale), np.sin(tilt) * np.exp(scale)
    wide, high = x * math.sqrt(known), y / math.sqrt(known)
    column = ((wide * cos - high * sin) / math.sqrt(new) + across + 1) / 2 * _TILE - 0.5
    row = ((wide * sin + high * cos) * math.sqrt(new) + down + 1) / 2 * _TILE - 0.5
    return row.astype(np.float32), column.astype(np.float32)


def _askew(slants: Place, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    stretch, shear, turn, nod = (slants[:, number : number + 1] for number in range(4))
    depth = 1 + turn * x + nod * y
    across, down = (x * (1 + stretch) + y * shear) / depth, (y * (1 - stretch) + x * shear) / depth
    return across.astype(np.float32), down.astype(np.float32)


def _sampled(tile: Floats, rows: Floats, columns: Floats) -> Floats:
    """The tile's values there, between its pixels in proportion; beyond its edge those of the edge."""
    rows, columns = np.clip(rows, 0, _TILE - 1.001), np.clip(columns, 0, _TILE - 1.001)
    row, column = rows.astype(np.int32), columns.astype(np.int32)
    down, right = rows - row, columns - column
    flat, at = tile.ravel(), row * _TILE + column
    upper = flat[at] * (1 - right) + flat[at + 1] * right
    lower = flat[at + _TILE] * (1 - right) + flat[at + _TILE + 1] * right
    return np.asarray(upper * (1 - down) + lower * down, dtype=np.float32)


def _core_of(tile: Floats) -> Floats:
    return tile[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN].ravel()


def _unit(rows: Floats) -> Floats:
    centred = rows - rows.mean(axis=-1, keepdims=True)
    # a plain wall has no details: the floor keeps noise from being called a likeness
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=-1, keepdims=True), 8.0), dtype=np.float32)


def _details(tile: Floats) -> Floats:
    """The tile without its broad light and shade: two black T-shirts on a white bed share those, two copies share the details."""
    return tile - _blurred(_blurred(tile))


def _blurred(tile: Floats) -> Floats:
    weights = np.array([1, 2, 3, 2, 1], np.float32) / 9
    for axis in (0, 1):
        padded = np.pad(tile, [(2, 2) if axis == side else (0, 0) for side in (0, 1)], mode="edge")
        moved = [np.take(padded, np.arange(_TILE) + step, axis=axis) for step in range(len(weights))]
        tile = np.asarray(np.tensordot(weights, np.stack(moved), axes=1), dtype=np.float32)
    return tile


_LINE = ((np.arange(_TILE) + 0.5) / _TILE * 2 - 1).astype(np.float32)
_LINE_X, _LINE_Y = (part.ravel() for part in np.meshgrid(_LINE, _LINE))
_CORE_X, _CORE_Y = (part.ravel() for part in np.meshgrid(_LINE[_MARGIN:-_MARGIN], _LINE[_MARGIN:-_MARGIN]))
_CORNER_X, _CORNER_Y = np.array([-1, 1, 1, -1], np.float32), np.array([-1, -1, 1, 1], np.float32)
_INNER_X, _INNER_Y = _CORNER_X * np.float32(0.7), _CORNER_Y * np.float32(0.7)
_STEPS = np.array([0.01, 0.01, 0.02, 0.02, 0.01, 0.01, 0.01, 0.01])
_STARTS, _ROUNDS = 3, 8
# a cut of 8 % at every edge scales by 0.84; it moves at most as far as it scales
_PLACES = np.array(
    [
        (math.radians(tilt), math.log(scale), across, down)
        for tilt in (-2.5, 0, 2.5)
        for scale in (0.85, 0.92, 1, 1.09, 1.18)
        for across in (-0.14, -0.07, 0, 0.07, 0.14)
        for down in (-0.14, -0.07, 0, 0.07, 0.14)
        if max(abs(across), abs(down)) <= abs(math.log(scale)) + 0.075
    ]
)
_PROBES = np.array(
    [(0, math.log(scale), 0, 0) for scale in (0.86, 0.93, 1.08, 1.17)]
    + [(math.radians(tilt), math.log(scale), 0, 0) for tilt in (-2.5, 2.5) for scale in (0.95, 1.0, 1.06)]
    + [(0, math.log(scale), across, down) for scale in (0.86, 1.17) for across in (-0.12, 0.12) for down in (-0.12, 0.12)]
)


def _look(small: Floats, grey: Floats) -> bytes:
    """Colour cells counted towards the middle, and edge directions in a 3 × 3 grid, each half of the weight."""
    colours, edges = _colours(small), _edges(grey)
    whole = np.concatenate([1.6 * colours, edges])
    return np.rint(whole / max(float(whole.max()), 1e-6) * 255).astype(np.uint8).tobytes()


def _colours(small: Floats) -> Floats:
    red, green, blue = small[..., 0], small[..., 1], small[..., 2]
    light = (red + green + blue) / 3
    # hue axes divided by the light: a brighter shot of the same cloth keeps its cell
    warm, leafy = (red - blue) / (light + 40) * 3.2, (2 * green - red - blue) / (light + 40) * 3.2
    line = np.linspace(-1, 1, _TILE)
    weight = np.exp(-(line[:, None] ** 2 + line[None, :] ** 2) / 0.9).ravel()
    counts = np.zeros((7, 7, 5), np.float32)
    for axis_offset in _CORNERS:
        share = weight.copy()
        cells = []
        for value, size, offset in zip((warm + 3, leafy + 3, light / 256 * 4), counts.shape, axis_offset, strict=True):
            place = np.clip(value.ravel(), 0, size - 1.001)
            cells.append(place.astype(int) + offset)
            share = share * (place % 1 if offset else 1 - place % 1)
        np.add.at(counts, tuple(cells), share)
    flat = np.sqrt(counts.ravel())
    return np.asarray(flat / np.linalg.norm(flat), dtype=np.float32)


_CORNERS = [(warm, leafy, light) for warm in (0, 1) for leafy in (0, 1) for light in (0, 1)]


def _edges(grey: Floats) -> Floats:
    down, right = np.gradient(grey)
    strength, direction = np.hypot(down, right), (np.arctan2(down, right) % math.pi) / math.pi * 8
    cells = np.minimum(np.arange(_TILE) * 3 // _TILE, 2)
    counts = np.zeros((3, 3, 8), np.float32)
    np.add.at(counts, (cells[:, None], cells[None, :], direction.astype(int) % 8), strength)
    flat = np.sqrt(counts.ravel())
    return np.asarray(flat / max(float(np.linalg.norm(flat)), 1e-6), dtype=np.float32)


def _patches(pixels: Pixels) -> bytes:
    """What each of 6 × 6 patches is like: two axes of hue, light, how much these vary, four edge directions, fineness of texture;
    light is told against the picture's own."""
    small = _pooled(pixels, _PATCHES * 8)
    red, green, blue = small[..., 0], small[..., 1], small[..., 2]
    light = (red + green + blue) / 3
    own = max(float(light.mean()), 1.0) / 128
    warm, leafy = (red - blue) / (light + 40) * 60, (2 * green - red - blue) / (light + 40) * 60
    grey = light / own
    down, right = np.gradient(grey)
    strength, direction = np.hypot(down, right), (np.arctan2(down, right) % math.pi) / math.pi * 4
    fine = _pooled(_steps_of(pixels), _PATCHES)[..., 0]
    parts = [
        _cells(warm) * 1.5, _cells(leafy) * 1.5, _cells(grey) * 0.35, _varied(grey) * 0.5,
        *(np.sqrt(_cells(strength * np.clip(1 - np.abs((direction - way + 2) % 4 - 2), 0, 1))) * 2 for way in range(4)),
        np.sqrt(fine / own) * 2, np.hypot(_varied(warm), _varied(leafy)),
    ]  # fmt: skip
    return bytes(np.clip(np.rint(np.stack(parts, axis=-1)), -127, 127).astype(np.int8).tobytes())


def _steps_of(pixels: Pixels) -> Pixels:
    """From each pixel to the next ones to the right and below, in the green band, as a picture of one band."""
    green = pixels[..., 1].astype(np.int16)
    green = np.pad(green, [(0, 1), (0, 1)], mode="edge")
    steps = np.abs(green[:-1, 1:] - green[:-1, :-1]) + np.abs(green[1:, :-1] - green[:-1, :-1])
    return np.asarray(np.minimum(steps, 255).astype(np.uint8)[..., None])


def _cells(values: NDArray[Any]) -> Floats:
    return np.asarray(values.reshape(_PATCHES, 8, _PATCHES, 8).mean(axis=(1, 3)), dtype=np.float32)


def _varied(values: NDArray[Any]) -> Floats:
    return np.asarray(np.sqrt(np.maximum(_cells(values**2) - _cells(values) ** 2, 1e-3)), dtype=np.float32)
