"""What a price is estimated from, whether it is a draft, an own listing or one that was seen. Pure."""

from msgspec import Struct

NO_BRANDS = frozenset({"unknown", "onbekend", "inconnu", "unbekannt", "desconocido", "no brand", "sans marque", "ohne marke"})
"""What sellers write where a brand is asked for and they know none."""


class Piece(Struct, frozen=True, kw_only=True):
    """`description`, `photo_count` and `defects` are None where nobody has read them, which is not the same as empty."""

    title: str
    description: str | None = None
    path: tuple[int, ...] = ()
    """The category, root to leaf; its last is the category's own id."""
    brand: str = ""
    size: str = ""
    condition: str = ""
    """Vinted's id of the condition as text, or the words where they are none of the five known ones."""
    colors: tuple[str, ...] = ()
    photo_count: int | None = None
    defects: tuple[str, ...] | None = None
    """What is wrong with it, each as kind and severity: "stain visible"."""


class Priced(Struct, frozen=True, kw_only=True):
    """A piece that had a price. `amount` in minor units; `paid`: not only asked for; `sold_days`: how long it stood before, where
    that is known."""

    piece: Piece
    amount: int
    paid: bool = False
    sold_days: float | None = None
