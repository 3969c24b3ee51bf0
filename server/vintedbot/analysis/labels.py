"""What an item's labels say, from the lines read on its photos: brand, size, material with its shares, care.

Pure functions. Only what is certain by its own form is taken: a brand is a known one that fills its line, a material has its
percentage, a size its word or its line. A photo that holds an order tells nothing at all: who writes one may also write brands.
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache

from msgspec import Struct

from vintedbot.listings.service import reference
from vintedbot.photos.service import Box, Line, sizes_in

from .commands import is_order
from .facts import NOTHING, Reading

_FIBRES: dict[str, str] = {
    "Cotton": "cotton coton baumwolle algodón cotone katoen bawełna algodão",
    "Polyester": "polyester poliéster poliestere",
    "Polyamide, nylon": "polyamide polyamid poliamida poliammide poliamid nylon",
    "Viscose": "viscose viskose viscosa wiskoza rayon",
    "Wool": "wool laine wolle lana wol wełna schurwolle",
    "Acrylic": "acrylic acrylique acryl polyacryl polyacrylique acrílico acrilica akryl polyacrylic",
    "Linen": "linen lin leinen lino len linnen linho flax",
    "Silk": "silk soie seide seda seta zijde jedwab",
    "Bamboo, jute": "bamboo bambou bambus bambú jute",
    "Elastane": "elastane élasthanne elasthan elastan elastano elastam spandex lycra",
    "Modal": "modal",
    "Lyocell": "lyocell tencel liocel",
    "Cashmere": "cashmere cachemire kaschmir cachemira kasjmier kaszmir",
    "Polyurethane": "polyurethane polyuréthane polyurethan poliuretano poliuretan",
    "Leather": "leather cuir leder cuero pelle leer skóra",
    "Down": "down duvet daunen plumón piumino",
    "Mohair": "mohair",
    "Alpaca": "alpaca alpaga alpaka",
    "Cupro": "cupro",
    "Acetate": "acetate acétate acetat acetato",
}
"""By its English name, where Vinted knows it by Vinted's: what labels call it in eight languages."""
_CARE: dict[str, str] = {
    "hand wash": r"hand wash|laver? a la main|lavage (a la )?main|handwasche|lavar a mano|lavare a mano|handwas",
    "do not wash": r"do not wash|ne pas laver|nicht waschen|no lavar|non lavare",
    "dry clean only": r"dry clean only|nettoyage a sec (uniquement|seulement)|nur chemisch|solo limpieza en seco",
    "do not tumble dry": r"(do not|no) tumble|pas (de )?seche? (linge|en machine|en tambour)|nicht (in den |im )?trockner"
    r"|no (usar )?secadora",
    "do not iron": r"do not iron|ne pas repasser|nicht bugeln|no planchar|non stirare",
    "do not bleach": r"do not bleach|ne pas (blanchir|javelliser)|nicht bleichen|no usar lejia",
}
"""In English: how labels say it, folded."""
_DEGREES = re.compile(r"(?<!\d)(20|30|40|50|60|95)\s?(?:[°º℃*]|C\b)")
_TOKEN = re.compile(r"([\dOo]{1,3})\s?%|([^\W\d_]{3,})")
_ORIGIN = re.compile(r"\b(?:made in|fabrique (?:en|au)|hergestellt in|hecho en|fabricado en|prodotto in)\b")
_ORDINARY = frozenset(["vintage", "sport", "fashion", "denim", "style", "italy", "original", "art", "six", "non"])
"""Names of brands that labels of others also have a line of."""
_LABEL, _NO_LABEL = 0.95, 0.75
_UNFINISHED, _UNSURE = 0.6, 0.6
"""What a composition short of a hundred is worth, and one of the unsure forms of a size on a photo of no label."""
_CLOSE = 0.85
_READ_MOST = 200


class Labels(Struct, frozen=True):
    """What stands on the labels; what does not is `facts.NOTHING`. `composition` is "80 % cotton, 20 % polyester"."""

    brand: Reading
    size: Reading
    material: Reading
    composition: str
    care: list[Reading]
    transcript: list[str]


class _Photo(Struct, frozen=True):
    """One photo's lines; `number` is counted from 1."""

    number: int
    lines: list[Line]


class _Cloth(Struct, frozen=True):
    """A composition: whole percents by fibre, in the label's order."""

    shares: dict[str, int]
    reading: Reading


def read_off(lines_by_photo: Sequence[list[Line]]) -> Labels:
    """Of several photos that tell something, the surest."""
    photos = [_Photo(number, lines) for number, lines in enumerate(lines_by_photo, 1)]
    heard = [photo for photo in photos if not _is_order(photo)]
    cloth = max((_cloth(photo) for photo in heard), key=lambda each: each.reading.sure, default=_Cloth({}, NOTHING))
    care: dict[str, Reading] = {}
    for photo in heard:
        for found in _care(photo):
            care.setdefault(found.value or "", found)
    return Labels(
        brand=_surest([_brand(photo) for photo in heard]),
        size=_surest([_size(photo) for photo in heard]),
        material=cloth.reading,
        composition=", ".join(f"{share} % {name.split(',')[0].lower()}" for name, share in cloth.shares.items()),
        care=list(care.values()),
        transcript=[line.text for photo in photos for line in photo.lines],
    )


def _is_order(photo: _Photo) -> bool:
    """An order may be broken over lines."""
    return is_order(" ".join(line.text for line in photo.lines))


def _surest(found: list[Reading]) -> Reading:
    return max(found, key=lambda each: each.sure, default=NOTHING)


def _told(value: str, photo: _Photo, lines: list[Line], weight: float) -> Reading:
    read = " ".join(line.text for line in lines)[:_READ_MOST]
    return Reading(value, "label", read, photo.number, _around(lines), round(min(line.sure for line in lines) * weight, 2))


def _around(lines: list[Line]) -> Box:
    left, top = min(line.box.left for line in lines), min(line.box.top for line in lines)
    right = max(line.box.left + line.box.width for line in lines)
    bottom = max(line.box.top + line.box.height for line in lines)
    return Box(left, top, right - left, bottom - top)


# ---------------------------------------------------------------- brand
@cache
def _brands() -> frozenset[str]:
    return frozenset(_run_together(name) for name, _ in reference.brand_names())


def _run_together(text: str) -> str:
    return reference.folded(text).replace(" ", "")


def _brand(photo: _Photo) -> Reading:
    """The largest line that is a known brand and nothing else."""
    is_label = bool(_cloth(photo).shares or _care(photo) or _size(photo).value or _has_origin(photo))
    known = [line for line in photo.lines if _is_brand(line.text, is_label)]
    if not known:
        return NOTHING
    largest = max(known, key=lambda line: min(line.box.width, line.box.height))
    return _told(largest.text, photo, [largest], _LABEL if is_label else _NO_LABEL)


def _is_brand(text: str, is_label: bool) -> bool:
    name = _run_together(text)
    if name not in _brands() or name in _ORDINARY or name.isdigit() or _fibre(name) or _ORIGIN.search(reference.folded(text)):
        return False
    # two and three letters may be a size, a country or a crumb of another word
    return len(name) > 3 or "&" in text or (len(name) == 3 and is_label)


def _has_origin(photo: _Photo) -> bool:
    return any(_ORIGIN.search(reference.folded(line.text)) for line in photo.lines)


# ---------------------------------------------------------------- size
def _size(photo: _Photo) -> Reading:
    is_label = bool(_cloth(photo).shares or _care(photo) or _has_origin(photo))
    found = [
        _told(size.text, photo, [line], size.sure * _UNSURE if size.needs_label and not is_label else size.sure)
        for line in photo.lines
        for size in sizes_in(line.text)
    ]
    return _surest(found)


# ---------------------------------------------------------------- material
@cache
def _fibres() -> dict[str, str]:
    return {reference.folded(word): name for name, words in _FIBRES.items() for word in words.split()}


def _fibre(word: str) -> str | None:
    known = _fibres()
    if word in known or len(word) < 5:
        return known.get(word)
    near = get_close_matches(word, known, 1, _CLOSE)
    return known[near[0]] if near else None


def _cloth(photo: _Photo) -> _Cloth:
    """Shares in the label's order until they come to a hundred: what follows is another language, or the lining."""
    shares: dict[str, int] = {}
    used: list[Line] = []
    for line in photo.lines:
        for name, share in _shares(line.text):
            if name not in shares and share and sum(shares.values()) + share <= 100:
                shares[name] = share
                used = used if line in used else [*used, line]
    if not shares:
        return _Cloth({}, NOTHING)
    main = max(shares, key=lambda name: shares[name])
    return _Cloth(shares, _told(main, photo, used, 1.0 if sum(shares.values()) == 100 else _UNFINISHED))


def _shares(text: str) -> list[tuple[str, int]]:
    """ "80 % coton 20 % polyester", "Coton 80 %, polyester 20 %"; of a fibre in several languages the first counts."""
    tokens = [(match[1], match[2]) for match in _TOKEN.finditer(text)]
    share_first = bool(tokens) and bool(tokens[0][0])
    found: list[tuple[str, int]] = []
    share: int | None = None
    name: str | None = None
    for number, word in tokens:
        if number:
            share = int(number.upper().replace("O", "0"))
        elif fibre := _fibre(reference.folded(word)):
            name = fibre if share_first or name is None else name
        if share is not None and name is not None:
            found.append((name, share))
            share = name = None
        elif share is None and share_first:
            name = None
    return found


# ---------------------------------------------------------------- care
def _care(photo: _Photo) -> list[Reading]:
    found = []
    for line in photo.lines:
        folded = reference.folded(line.text)
        found += [_told(name, photo, [line], 1.0) for name, pattern in _CARE.items() if re.search(pattern, folded)]
        if degrees := _DEGREES.search(line.text):
            found.append(_told(f"wash at {degrees[1]} °C", photo, [line], 0.9))
    return found
