"""The seller the demo plays and the closet she begins with: one member of the sandbox with listings of different age.

The pictures are sample photos that the camera roll of the demo does not use.
"""

import base64
from pathlib import Path
from typing import Any, NamedTuple

from tests.sandbox.client import Sandbox

LOGIN = "atelier_lucie"
PHOTOS = Path(__file__).parents[1] / "data" / "photos"


class Piece(NamedTuple):
    """One listing as it stands on Vinted when the demo begins."""

    title: str
    photos: tuple[str, ...]
    price: float
    age_days: int
    views: int
    favourites: int
    brand: str


PIECES = (
    Piece("Robe droite bleu roi", ("dress-3",), 24, 131, 212, 9, "Mango"),
    Piece("Doudoune sans manches brodée", ("outwear-3",), 38, 118, 340, 14, "Desigual"),
    Piece("Pantalon large en velours", ("pants-3",), 22, 96, 121, 3, "Monki"),
    Piece("Claquettes roses", ("shoes-3",), 8, 84, 187, 6, "Havaianas"),
    Piece("Chemisier noir à motifs", ("shirt-3",), 18, 71, 64, 2, "Zara"),
    Piece("Casquette violette", ("hat-3",), 12, 63, 41, 1, "New Era"),
    Piece("Pantalon noir fluide", ("pants-4",), 19, 38, 77, 4, "Uniqlo"),
    Piece("Blouse à carreaux", ("shirt-4",), 15, 22, 53, 2, "Kiabi"),
    Piece("Veste imperméable vert et violet", ("outwear-4",), 29, 15, 96, 5, "Quechua"),
    Piece("Baskets roses", ("shoes-4",), 26, 6, 31, 2, "Nike"),
    Piece("Robe à dentelle et motifs", ("dress-4", "dress-2"), 20, 2, 12, 1, "H&M"),
)


def seed(vinted: Sandbox) -> int:
    """Puts the member and her listings in place, her name ready on the sign-in page; the member's id."""
    member = vinted.add_member(LOGIN)
    vinted.add_items(member, [_listing(piece) for piece in PIECES])
    vinted.sign_in_as(LOGIN)
    return member


def _listing(piece: Piece) -> dict[str, Any]:
    pictures = [{"base64": base64.b64encode((PHOTOS / f"{name}.jpg").read_bytes()).decode()} for name in piece.photos]
    return {
        "title": piece.title, "photos": pictures, "price": piece.price, "age_days": piece.age_days, "views": piece.views,
        "favourites": piece.favourites, "brand": piece.brand,
    }  # fmt: skip
