"""What Vinted keeps between members besides messages: notifications, favourites, follows, blocks, feedback.

Plain data; who is told of what and how it is answered is in `notifications.py` and `people.py`.
"""

from dataclasses import dataclass, field
from typing import Literal

LIKE, FOLLOW, PRICE_DROP, MESSAGE, OFFER_SENT, OFFER, OFFER_ACCEPTED, OFFER_REJECTED = 20, 30, 50, 110, 120, 121, 125, 126
FEEDBACK_WANTED, FAVOURITE_SOLD, LOWER_PRICE = 290, 300, 750
EntryLink = Literal["web", "app", "none"]


@dataclass
class Notification:
    """One entry of a member's feed. `user` may be left out of the answer (`names_user`); `link` is in the web or app form."""

    id: str | int
    member: int
    entry_type: int
    at: float
    body: str
    link: str
    subject: int | None = None
    user: int | None = None
    names_user: bool = True
    note: str | None = None
    is_read: bool = False


@dataclass
class Feedback:
    """What `by` left for `member` after a purchase."""

    id: int
    member: int
    by: int
    at: float
    text: str
    rating: int
    item: int | None = None
    item_title: str = ""
    system: bool = False


@dataclass
class Ties:
    """Who likes, follows and blocks whom; each pair keeps when it began."""

    favourites: dict[int, dict[int, float]] = field(default_factory=dict)
    follows: dict[int, dict[int, float]] = field(default_factory=dict)
    blocks: set[tuple[int, int]] = field(default_factory=set)
    feedback: list[Feedback] = field(default_factory=list)

    def liked_by(self, member: int) -> dict[int, float]:
        return self.favourites.setdefault(member, {})

    def followed_by(self, member: int) -> dict[int, float]:
        return self.follows.setdefault(member, {})

    def followers_of(self, member: int) -> list[int]:
        return [follower for follower, followed in self.follows.items() if member in followed]

    def who_likes(self, item: int) -> list[int]:
        return [member for member, liked in self.favourites.items() if item in liked]

    def has_blocked(self, member: int, other: int) -> bool:
        return (member, other) in self.blocks
