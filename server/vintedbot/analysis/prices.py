"""What models cost: one table with the date it was read, changed by the operator's `VINTEDBOT_MODEL_PRICES`.

A model of a paid provider that is in neither cannot be asked, because a monthly cap could not be kept with it.
"""

from msgspec import Struct
from vintedbot_schemas.analysis import AnalysisProvider

from vintedbot.settings import PRICE, Analysis

VERSION = "2025-11"
"""When the table was read from the providers' published price lists; stored with every call."""


class Price(Struct, frozen=True):
    """USD per million tokens, which is the same as millionths of a USD per token."""

    input: float
    cached: float
    output: float

    def micros(self, input_tokens: int, cached_tokens: int, output_tokens: int) -> int:
        """Millionths of a USD; `cached_tokens` are among the `input_tokens`."""
        fresh = max(input_tokens - cached_tokens, 0)
        return round(fresh * self.input + cached_tokens * self.cached + output_tokens * self.output)


TABLE: dict[str, Price] = {
    "gpt-5": Price(1.25, 0.125, 10),
    "gpt-5-mini": Price(0.25, 0.025, 2),
    "gpt-5-nano": Price(0.05, 0.005, 0.4),
    "gpt-4.1": Price(2, 0.5, 8),
    "gpt-4.1-mini": Price(0.4, 0.1, 1.6),
    "claude-haiku-4-5": Price(1, 0.1, 5),
    "claude-sonnet-4-5": Price(3, 0.3, 15),
}
FREE = Price(0, 0, 0)


def price_of(provider: AnalysisProvider, model: str, settings: Analysis) -> Price | None:
    """None: nobody said what it costs."""
    for said in settings.prices:
        found = PRICE.fullmatch(said)
        if found and found[1] == model:
            return Price(float(found[2]), float(found[3]), float(found[4]))
    # the operator's own machine costs nothing by the token
    return TABLE.get(model, FREE if provider in ("compatible", "local") else None)
