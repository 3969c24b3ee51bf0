"""What the image processes are asked to do; the libraries load where these run. Only plain values cross."""

from importlib.util import find_spec

from msgspec import Struct
from vintedbot_schemas.analysis import PhotoFlaw

from .facts import Box


class Sendable(Struct, frozen=True):
    """A photo as it is sent to a provider: a JPEG without metadata, in pixels."""

    jpeg: bytes
    width: int
    height: int


class ColourShare(Struct, frozen=True):
    """A colour of the form by its English title, and the share of the item that has it."""

    title: str
    share: float


class Measured(Struct, frozen=True):
    """What the pixels of one photo say by themselves."""

    colours: list[ColourShare]
    flaws: list[PhotoFlaw]


class Line(Struct, frozen=True):
    """One line of what is written on a photo. `sure` is from 0 to 1."""

    text: str
    sure: float
    box: Box


def sendable(kept: bytes, side: int) -> Sendable:
    """An original shrunk to `side` pixels on its longer side; never enlarged."""
    from . import pixels

    return pixels.sendable(kept, side)


def measured(kept: bytes, palette: list[tuple[str, str]]) -> Measured:
    """Colours and flaws of an original. `palette`: title and `#rrggbb` of each colour there is."""
    from . import pixels

    return pixels.measured(kept, palette)


def reads_labels() -> bool:
    """Whether the extra `labels` is installed; without it `lines` must not be asked for."""
    return find_spec("faster_paddle") is not None


def lines(kept: bytes) -> list[Line]:
    """What is written on an original."""
    from . import recognition

    return recognition.lines(kept)
