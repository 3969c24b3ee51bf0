"""What must not stand in a listing's text: contact details, other marketplaces, forbidden goods, heaps of brand names.

Pure functions over one text in any of the sellers' languages. Each pattern would rather miss a case than accuse honest words:
a colour "tabac", "cuir véritable" or "fausse fourrure" must pass. They run on the event loop over what anybody typed: a
repetition that may fail after running on is bounded, or begins at one place only.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from . import reference

BRANDS_TOO_MANY = 3
BRANDS_LOOKED_FOR = 400
_LONG_ENOUGH = 4
READ = 4_000
"""Characters of one text that are read, as typed; of what they stand for (one may stand for eighteen) twice as many."""

# ------------------------------------------------------------------------------------------------ contact details
_SEPARATED = r"(?P<{0}>[\s./-]?)\d{{2}}(?:(?P={0})\d{{2}}){{3}}(?![\d/-])"
_CONTACT = [
    re.compile(pattern)
    for pattern in (
        # an address, also with its sign spelled out
        r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\barobase\b)\s?[\w-]{1,63}\s?(?:\.|\(dot\)|\[dot\]|\bpoint\b)\s?[a-z]{2,6}\b",
        # a link; bare names only with endings that are no word after a full stop
        r"https?://(?!(?:www\.)?vinted\.)\S+|\bwww\.(?!vinted\.)\S+|\b(?!vinted\.)[a-z][a-z0-9-]{2,62}\.(?:com|net|org|fr)\b(?!\.\w)",
        # with the country's number before it
        r"(?<![\d.,])(?:\+|00)[1-9]\d(?:[\s./-]?\(0\))?(?:[\s./-]?\d){8,11}(?!\d)",
        # French and Belgian pairs: 06 12 34 56 78
        r"(?<![\d.,/-])0[1-9]" + _SEPARATED.format("gap"),
        # any number after a word that asks to be called
        r"\b(?:tel|telephone|telefono|movil|handy|telefon|phone|call me|appelez|llamame)\b\W{0,3}(?:\d[\s./-]?){8,}",
        r"\bwhats ?app\b|\b(?:wa|t|m)\.me/\S+|\blinktr\.ee\b",
        r"\b(?:telegram|snap(?:chat)?|insta(?:gram)?|messenger)\s*(?::|@)\s*\S+",
    )
]


def contact_details(text: str) -> Iterator[str]:
    """E-mail addresses, links, telephone numbers, messengers."""
    plain = _plain(text)
    for pattern in _CONTACT:
        for found in pattern.finditer(plain):
            yield found.group().strip()


# ------------------------------------------------------------------------------------------------ other marketplaces
_MARKETPLACES = (
    "2dehands", "2ememain", "beebs", "depop", "ebay", "etsy", "facebook marketplace", "grailed", "kleinanzeigen", "leboncoin",
    "marketplace facebook", "marktplaats", "mercari", "milanuncios", "poshmark", "shpock", "sur le bon coin", "todocoleccion",
    "vestiaire collective", "videdressing", "wallapop", "willhaben",
)  # fmt: skip


def other_marketplaces(text: str) -> Iterator[str]:
    """Named places to sell elsewhere."""
    return _phrases(text, _MARKETPLACES)


# ------------------------------------------------------------------------------------------------ forbidden goods
_FORBIDDEN = (
    # counterfeits
    "contrefacon", "replique de marque", "replique exacte", "copie de luxe", "counterfeit", "replica", "knock off", "knockoff",
    "imitacion de marca", "falsificacion", "falsifie", "falschung", "gefalscht", "produktfalschung", "replica 1 1",
    # weapons
    "bombe lacrymogene", "spray lacrymogene", "gaz lacrymogene", "taser", "pepper spray", "pfefferspray", "spray de pimienta",
    "poing americain", "coup de poing americain", "schlagring", "airsoft", "matraque telescopique", "pistolet d alarme",
    # tobacco, vapes, drugs, medicines
    "cigarette electronique", "cartouche de cigarettes", "e cigarette", "elektrische zigarette", "cigarrillo electronico",
    "vapoteuse", "puff jetable", "disposable vape", "medicament sur ordonnance", "prescription medicine",
    "verschreibungspflichtig",
    "ozempic",
    # ivory and protected animals
    "ivoire veritable", "veritable ivoire", "ivoire d elephant", "real ivory", "genuine ivory", "echtes elfenbein",
    "marfil autentico", "marfil verdadero", "ecaille de tortue veritable",
    # what cannot be sold on
    "carte cadeau", "bon d achat", "gift card", "geschenkgutschein", "tarjeta regalo",
)  # fmt: skip
_NOT = frozenset({"aucune", "jamais", "kein", "keine", "never", "nicht", "ni", "no", "non", "not", "pas", "sans", "sin"})
_WORDS_BEFORE = 4


def forbidden_goods(text: str) -> Iterator[str]:
    """Named goods Vinted does not allow; "no replica" is no replica."""
    return _phrases(text, _FORBIDDEN, unless=_NOT)


# ------------------------------------------------------------------------------------------------ brands
_ALSO_WORDS = frozenset(
    {
        "autre", "basic", "cache", "casual", "chic", "classic", "coach", "coton", "diesel", "disney", "esprit", "express",
        "fashion", "femme", "gap", "guess", "homme", "jeans", "kids", "lego", "liberty", "luxe", "made", "mango", "marque",
        "moda", "mode", "monki", "next", "object", "only", "original", "paris", "pieces", "premium", "promise", "selected",
        "size", "soft", "sport", "style", "tex", "twin", "vero", "vila", "vintage", "weekday", "women", "young", "zeeman",
    }
)  # fmt: skip


@cache
def _brand_names() -> tuple[str, ...]:
    """The best known names that are nobody's ordinary word."""
    names = (reference.folded(brand.title) for brand in reference.search_brands("", limit=BRANDS_LOOKED_FOR))
    return tuple(name for name in names if len(name) >= _LONG_ENOUGH and not set(name.split()) & _ALSO_WORDS)


def brands_named(text: str, own: str) -> list[str]:
    """Known brands in the text other than the item's own."""
    mine = f" {reference.folded(own)} "
    return [name for name in dict.fromkeys(_phrases(text, _brand_names())) if f" {name} " not in mine]


# ------------------------------------------------------------------------------------------------ reading texts
def _plain(text: str) -> str:
    """Lower case without accents, punctuation kept; no longer than a title and a description can honestly become."""
    plain = unicodedata.normalize("NFKD", text[:READ].casefold())[: 2 * READ]
    return "".join(c for c in plain if not unicodedata.combining(c))


def _phrases(text: str, phrases: tuple[str, ...], unless: frozenset[str] = frozenset()) -> Iterator[str]:
    """Phrases standing in the text as whole words, unless one of `unless` stands shortly before."""
    whole = f" {reference.folded(text)} "
    for phrase in phrases:
        at = whole.find(f" {phrase} ")
        if at >= 0 and not unless & set(whole[:at].split()[-_WORDS_BEFORE:]):
            yield phrase
