"""What the image processes are asked to do; the libraries load where these run. Only plain values cross."""

from msgspec import Struct
from vintedbot_schemas.analysis import PhotoFlaw


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


def sendable(kept: bytes, side: int) -> Sendable:
    """An original shrunk to `side` pixels on its longer side; never enlarged."""
    from . import pixels

    return pixels.sendable(kept, side)


def measured(kept: bytes, palette: list[tuple[str, str]]) -> Measured:
    """Colours and flaws of an original. `palette`: title and `#rrggbb` of each colour there is."""
    from . import pixels

    return pixels.measured(kept, palette)
