"""Texts a provider wrote, held against what must never stand in them; what does not hold is not used at all.

No amount of money, no contact, no other marketplace, nothing that echoes an order from a photo or a hint. Texts are cut to what
Vinted takes.
"""

import re

from vintedbot.listings.service import wording

from .commands import echoes, is_order, names_amount
from .facts import Texts

TITLE_MOST, DESCRIPTION_MOST, KEYWORDS_MOST, KEYWORD_MOST = 100, 2000, 8, 40


def usable(texts: Texts, others_words: list[str]) -> Texts | None:
    """The texts as they may be filled in; None: something stands in them that must not. `others_words`: transcript and hint."""
    title = re.sub(r"\s+", " ", texts.title.replace("\0", "")).strip()[:TITLE_MOST]
    description = texts.description.replace("\0", "").strip()[:DESCRIPTION_MOST]
    if any(_must_not(text, others_words) for text in (title, description)):
        return None
    keywords = [word.replace("\0", "").strip()[:KEYWORD_MOST] for word in texts.keywords[:KEYWORDS_MOST]]
    return Texts(title, description, [word for word in keywords if word and not _must_not(word, others_words)])


def _must_not(text: str, others_words: list[str]) -> bool:
    return (
        names_amount(text)
        or is_order(text)
        or echoes(text, others_words)
        or any(wording.contact_details(text))
        or any(wording.other_marketplaces(text))
    )
