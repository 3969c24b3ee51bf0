"""The one thing asked of whoever can find the item in a photo: the same picture back, with the item marked. `removebg.py` and
`server_cut.py` are the two that do; `cutouts.py` chooses, keeps and counts.
"""

from typing import Literal, Protocol

from msgspec import Struct

from vintedbot.settings import Settings

Problem = Literal["no_subject", "no_credits", "key_refused", "service_busy", "service_away", "answer_lost", "no_model", "gave_up"]


class CutOut(Struct, frozen=True):
    """A picture whose transparency is the item's mask, or the mask itself in grey, and what it cost in the service's credits."""

    picture: bytes
    credits: float


class Refused(Struct, frozen=True):
    """Why there is none. `later_s`: when asking again makes sense, if that is known."""

    problem: Problem
    later_s: float | None = None


class Way(Protocol):
    """A module that finds items."""

    @property
    def IS_OUTSIDE(self) -> bool:
        """The photo leaves this server: only with its owner's consent, and each is counted."""

    @property
    def SECONDS(self) -> float:
        """The longest that `cut_out` takes."""

    def is_offered(self, settings: Settings) -> bool:
        """Whether this server can ask it."""

    async def cut_out(self, settings: Settings, jpeg: bytes) -> CutOut | Refused:
        """Asks once for a photo's item. Never raises for what may go wrong there."""
