"""An amount as it is written on a country's site. The one text the server makes, because it goes into a message."""

from vintedbot_schemas.base import Money

SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "PLN": "zł", "CZK": "Kč", "HUF": "Ft", "RON": "lei", "SEK": "kr", "DKK": "kr."}
BEFORE = frozenset({"gb", "ie", "us"})
"""Countries whose sites write the sign before the amount, and the cents after a point."""


def shown(money: Money, country: str) -> str:
    """`12,50 €` or `£12.50`; whole amounts without cents."""
    whole, cents = divmod(money.amount, 100)
    sign = SIGNS.get(money.currency, money.currency)
    before = country in BEFORE
    amount = f"{whole}{'.' if before else ','}{cents:02}" if cents else str(whole)
    return f"{sign}{amount}" if before else f"{amount} {sign}"
