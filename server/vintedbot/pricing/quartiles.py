"""Low, middle and high of seen prices, in whole minor units: their quartiles, and what holds eight tenths of them. Pure."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from vintedbot_schemas.base import Currency, Money

ENOUGH = 5
"""Fewer comparables than this say nothing."""


class Spread(Struct, frozen=True, kw_only=True):
    """The quartiles, or that there are too few prices for any."""

    support: Literal["enough", "too_few"]
    low: Money | None = None
    middle: Money | None = None
    high: Money | None = None


def spread(prices: Sequence[Money], currency: Currency | None = None) -> Spread:
    """Of the prices in this currency, or else in the one most of them have; amounts of two currencies are never mixed."""
    if currency is None and prices:
        currency = Counter(price.currency for price in prices).most_common(1)[0][0]
    amounts = sorted(price.amount for price in prices if price.currency == currency)
    if currency is None or len(amounts) < ENOUGH:
        return Spread(support="too_few")
    low, middle, high = (Money(amount=_at(amounts, quarter, 4), currency=currency) for quarter in (1, 2, 3))
    return Spread(support="enough", low=low, middle=middle, high=high)


def inner(prices: Sequence[Money], currency: Currency) -> tuple[Money, Money, Money] | None:
    """Tenth, half and nine tenths of the prices in this currency; None where there are too few."""
    amounts = sorted(price.amount for price in prices if price.currency == currency)
    if len(amounts) < ENOUGH:
        return None
    low, middle, high = (Money(amount=_at(amounts, tenths, 10), currency=currency) for tenths in (1, 5, 9))
    return low, middle, high


def _at(amounts: Sequence[int], part: int, parts: int) -> int:
    """The value so many parts of the way, between two neighbours in proportion, rounded down."""
    whole, rest = divmod((len(amounts) - 1) * part, parts)
    if rest == 0:
        return amounts[whole]
    return amounts[whole] + (amounts[whole + 1] - amounts[whole]) * rest // parts
