"""The part of `Sandbox` about other members: what they write, offer, like and buy, and what is true of all that."""

from collections.abc import Sequence
from typing import Any

import httpx


class Others:
    """Every call happens at once and as if the people concerned had done it at Vinted; who is to be told is told."""

    def _call(self, method: str, path: str, body: object = None, timeout: float = 30) -> httpx.Response:
        raise NotImplementedError

    def _json(self, method: str, path: str, body: object = None, timeout: float = 30) -> Any:
        raise NotImplementedError

    # -- threads and offers

    def add_thread(
        self, seller: int, buyer: int, items: Sequence[int] = (), messages: Sequence[dict[str, Any]] = (), **seed: Any
    ) -> dict[str, Any]:
        """`conversation`, `transaction`, ids of `messages` and `offers`; entries as in `arranging.MessageSeed`."""
        wish = {"seller": seller, "buyer": buyer, "items": list(items), "messages": list(messages), **seed}
        made: dict[str, Any] = self._json("POST", "/threads", wish)
        return made

    def change_thread(self, conversation: int, **changes: Any) -> None:
        """`allow_reply`; `read_by` marks it read for that member."""
        self._call("PATCH", f"/threads/{conversation}", changes)

    def say(self, conversation: int, by: int, text: str, **more: Any) -> int:
        """A member of the thread writes; the message's id."""
        made: int = self._json("POST", f"/threads/{conversation}/messages", {"by": by, "text": text, **more})["message"]
        return made

    def note(self, conversation: int, kind: str, title: str, **more: Any) -> int:
        """Vinted writes a `status_message` or an `action_message`."""
        wish = {"kind": kind, "title": title, **more}
        made: int = self._json("POST", f"/threads/{conversation}/messages", wish)["message"]
        return made

    def propose(self, conversation: int, by: int, price: float, **more: Any) -> int:
        """The buyer asks for a price or the seller offers one; the offer's id."""
        wish = {"by": by, "price": price, **more}
        made: int = self._json("POST", f"/threads/{conversation}/messages", wish)["offer"]
        return made

    def settle(self, offer: int, status: int) -> None:
        """The other side accepts (20) or rejects (30) an offer, or who made it takes it back (40)."""
        self._call("PATCH", f"/offers/{offer}", {"status": status})

    # -- likes, follows, blocks, notifications, feedback

    def like(self, member: int, item: int, **how: Any) -> None:
        """`link` ("web", "app", "none"), `names_user`, `days_ago`: how the owner is told. Again tells again."""
        self._call("POST", "/likes", {"member": member, "item": item, **how})

    def unlike(self, member: int, item: int) -> None:
        self._call("POST", "/likes/end", {"member": member, "item": item})

    def follow(self, member: int, other: int) -> None:
        self._call("POST", "/follows", {"member": member, "other": other})

    def unfollow(self, member: int, other: int) -> None:
        self._call("POST", "/follows/end", {"member": member, "other": other})

    def block(self, member: int, other: int) -> None:
        self._call("POST", "/blocks", {"member": member, "other": other})

    def unblock(self, member: int, other: int) -> None:
        self._call("POST", "/blocks/end", {"member": member, "other": other})

    def notify(self, member: int, entry_type: int, **fields: Any) -> str | int:
        """An entry of any type with any words and link (`arranging.NotificationSeed`); its id."""
        made: str | int = self._json("POST", "/notifications", {"member": member, "entry_type": entry_type, **fields})
        return made

    def add_feedback(self, member: int, by: int, **fields: Any) -> int:
        made: int = self._json("POST", "/feedback", {"member": member, "by": by, **fields})
        return made

    # -- orders

    def add_order(self, seller: int, buyer: int, items: Sequence[int], state: str = "paid", **seed: Any) -> dict[str, Any]:
        """`conversation`, `transaction`, `shipment` of an order that came to `state`; fields as in `arranging.OrderSeed`."""
        wish = {"seller": seller, "buyer": buyer, "items": list(items), "state": state, **seed}
        made: dict[str, Any] = self._json("POST", "/orders", wish)
        return made

    def change_order(self, transaction: int, **changes: Any) -> None:
        """`state`, `label_ordered`, `label_form`, `tracked`, `carrier`, `ship_by_hours`, `removed`."""
        self._call("PATCH", f"/orders/{transaction}", changes)

    # -- looking

    def truth(self, member: int) -> dict[str, Any]:
        """All that is so of a member (`truth.of`): listings by state, threads, offers, favourites, follows, orders."""
        found: dict[str, Any] = self._json("GET", f"/members/{member}/truth")
        return found

    def thread(self, conversation: int) -> list[dict[str, Any]]:
        """Every message of a thread, in order, with who has seen it."""
        found: list[dict[str, Any]] = self._json("GET", f"/threads/{conversation}")
        return found

    def order(self, transaction: int) -> dict[str, Any]:
        found: dict[str, Any] = self._json("GET", f"/orders/{transaction}")
        return found

    def notifications(self, member: int) -> list[dict[str, Any]]:
        """All a member was ever told, oldest first."""
        found: list[dict[str, Any]] = self._json("GET", f"/members/{member}/notifications")
        return found
