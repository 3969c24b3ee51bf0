"""Colour profiles as phones and cameras put them into photos, written by their published numbers, and what a colour of theirs
is in sRGB, worked out from the same numbers: the tests compare what people will see with that."""

import struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Primaries = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
WHITE = (0.3127, 0.3290)
D50 = np.array([0.9642, 1.0, 0.8249])
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])


class Space(NamedTuple):
    """A colour space by the corners of its triangle (x, y), all with the white of daylight, and its gamma."""

    name: str
    primaries: Primaries
    gamma: float


SRGB = Space("sRGB", ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06)), 2.2)
DISPLAY_P3 = Space("Display P3", ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)), 2.2)
"""With a plain gamma instead of sRGB's curve, which is within a hundredth of it."""
ADOBE_RGB = Space("Adobe RGB (1998)", ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06)), 563 / 256)


def profile(space: Space) -> bytes:
    """An ICC profile of version 2: three primaries, one gamma."""
    matrix = _to_d50(space)
    name = space.name.encode() + b"\0"
    gamma = b"curv" + bytes(4) + struct.pack(">IH", 1, round(space.gamma * 256)) + bytes(2)
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(name)) + name + bytes(78),
        b"cprt": b"text" + bytes(4) + b"none\0",
        b"wtpt": _xyz(D50),
        **{tag: _xyz(matrix[:, column]) for column, tag in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), gamma),
    }
    table, body = struct.pack(">I", len(tags)), b""
    first = 128 + 4 + 12 * len(tags)
    for tag, content in tags.items():
        table += struct.pack(">4sII", tag, first + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    whole = 128 + len(table) + len(body)
    head = struct.pack(">I4s4s4s4s4s", whole, bytes(4), b"\x02\x10\0\0", b"mntr", b"RGB ", b"XYZ ") + bytes(12)
    head += b"acsp" + bytes(28) + b"".join(struct.pack(">i", round(value * 65536)) for value in D50)
    return head.ljust(128, b"\0") + table + body


def in_srgb(colour: tuple[int, int, int], space: Space) -> NDArray[np.float64]:
    """What this colour of the space is in sRGB, 0 to 255 a band, cut off where sRGB does not reach."""
    linear = np.linalg.inv(_to_d50(SRGB)) @ _to_d50(space) @ (np.array(colour) / 255) ** space.gamma
    linear = np.clip(linear, 0, 1)
    shown = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(shown * 255)


def _xyz(values: NDArray[np.float64]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(struct.pack(">i", round(float(value) * 65536)) for value in values)


def _to_d50(space: Space) -> NDArray[np.float64]:
    """Linear bands to XYZ as profiles hold it: seen under D50, by Bradford's matrix."""
    columns = np.array([(x / y, 1.0, (1 - x - y) / y) for x, y in space.primaries]).T
    white = np.array([WHITE[0] / WHITE[1], 1.0, (1 - sum(WHITE)) / WHITE[1]])
    matrix = columns * np.linalg.solve(columns, white)
    adapt = np.linalg.inv(_BRADFORD) @ np.diag((_BRADFORD @ D50) / (_BRADFORD @ white)) @ _BRADFORD
    return np.asarray(adapt @ matrix)
