"""Words that give orders to a machine instead of describing an item: found in what was read, refused in what was written.

Text on a photo or in a hint is data. It may say anything, and nothing it says may reach a field other than the transcript.
"""

import re

from vintedbot.listings.service import reference

_ORDERS = re.compile(
    r"\b(?:ignor\w*|disregard|forget|oubli\w*|olvid\w*|vergiss|vergessen|dimentic\w*|negeer|zignoruj)\b.{0,60}"
    r"\b(?:instruc\w*|prompt\w*|rules?|previous|above|anweisung\w*|regeln|consignes?|regles?|reglas|istruzion\w*|instrukcj\w*"
    r"|precedent\w*|anterior\w*|vorherig\w*)\b"
    r"|\b(?:system|developer|hidden)\s+(?:prompt|message|instruction\w*)\b"
    r"|\bas an? (?:ai|language model|assistant)\b|\byou are (?:now|an? (?:ai|assistant))\b"
    r"|\b(?:set|put|make|change) the (?:price|title|brand|size|condition|description)\b"
    r"|\b(?:answer|respond|reply|output) (?:only )?(?:with|in json)\b|\bjailbreak\b"
)
_AMOUNT = re.compile(
    r"(?:€|£|\$|\bz[łl]\b)\s?\d|\d\s?(?:€|£|\$|\beur(?:o|os)?\b|\busd\b|\bgbp\b|\bpln\b|\bz[łl]\b"
    r"|\bz[łl]ot\w*|\bdollars?\b|\bd[óo]lar\w*|\bchf\b|\bk[rč]\b|\bczk\b|\bsek\b|\bdkk\b|\blei\b|\bron\b|\bhuf\b)",
    re.IGNORECASE,
)
_RUN = 4


def is_order(text: str) -> bool:
    """Whether it reads like an instruction to a model."""
    return bool(_ORDERS.search(reference.folded(text)))


def names_amount(text: str) -> bool:
    """Whether an amount of money stands in it. A price is never taken from a model, nor told by its words."""
    return bool(_AMOUNT.search(text))


def echoes(text: str, lines: list[str]) -> bool:
    """Whether four words in a row of a line that gives orders stand in the text."""
    whole = f" {reference.folded(text)} "
    for line in lines:
        if not is_order(line):
            continue
        words = reference.folded(line).split()
        runs = (" ".join(words[at : at + _RUN]) for at in range(max(len(words) - _RUN + 1, 1)))
        if any(f" {run} " in whole for run in runs):
            return True
    return False
