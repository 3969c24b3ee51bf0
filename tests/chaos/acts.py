"""The acts of a seed: what has to be there, what the person presses, which requests carry it, and how often it happened.

Every act has things of its own (a listing, a person, an order), told apart by its title, text or price, so that the sandbox's
truth can be counted without knowing what our server thinks.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.browser.drafts import new_draft
from tests.browser.stack import ClosetOf
from tests.browser.truth import pictures

Truth = dict[str, Any]
Call = tuple[str, str]
"""Method and path of a request."""

PHOTO, DRAFT, COMPLETION = ("POST", r"^/api/v2/photos$"), ("POST", r"/item_upload/drafts$"), ("POST", r"/completion$")
HIDDEN, DELETE = ("PUT", r"/is_hidden$"), ("POST", r"/items/\d+/delete$")
EDIT = ("PUT", r"/item_upload/items/\d+$")
SAY, BEGIN = ("POST", r"/(replies|messages)$"), ("POST", r"/(conversations|inquiries)$")
OFFER, ANSWER = ("POST", r"/transactions/\d+/offers$"), ("PUT", r"/offer_requests/\d+/(accept|reject)$")
FAVOURITE, FOLLOW = ("POST", r"/user_favourites/toggle$"), ("POST", r"/followed_users/toggle$")
READ, LABEL, SHIP = ("PUT", r"/mark_as_read$"), ("PUT", r"/shipment/order$"), ("PUT", r"/mark_as_shipped$")
COUNTED = (HIDDEN, COMPLETION, DELETE, EDIT, SAY, OFFER, ANSWER, FAVOURITE, FOLLOW)
"""What the safety budget counts. Photos, Vinted drafts, reading, labels and parcels cost nothing."""


@dataclass
class Scene:
    """One seed's closet. `person` is the account's owner at the API."""

    closet: ClosetOf
    person: Any
    titles: list[str] = field(default_factory=list)

    @property
    def vinted(self) -> Any:
        return self.closet.seat.stack.vinted

    def listing(self, name: str, photos: int = 1, price: float = 20.0, **seed: Any) -> int:
        """An own listing; its title is its name for the rest of the seed."""
        title = f"{name} {self.closet.member}"
        (item,) = self.vinted.add_items(self.closet.member, [{"title": title, "photos": photos, "price": price, **seed}])
        return int(item)

    def somebody(self, name: str) -> int:
        return int(self.vinted.add_member(f"{name}_{self.closet.member}"))


@dataclass
class Subject:
    """What an act is about."""

    item: int | None = None
    member: int | None = None
    thread: int | None = None
    transaction: int | None = None
    offer: int | None = None
    snapshot: str | None = None
    draft: dict[str, Any] = field(default_factory=dict)
    before: Truth = field(default_factory=dict)


@dataclass(frozen=True)
class Act:
    """`reads`: what has to be read before the person can press. `happened`: how often it is so on Vinted, by its truth.

    `before`: what the person did earlier, on a quiet day, once that was read.
    """

    arrange: Callable[[Scene], Subject]
    wish: Callable[[Subject], dict[str, Any]]
    writes: tuple[Call, ...] = ()
    reads: tuple[str, ...] = ()
    happened: Callable[[Subject, Truth], int] | None = None
    before: Callable[[Scene, Subject], None] | None = None


def _said(text: str) -> Callable[[Subject, Truth], int]:
    return lambda _, now: sum(thread["own_messages"].count(text) for thread in now["threads"])


def _offered(price: float) -> Callable[[Subject, Truth], int]:
    return lambda _, now: sum(offer["by_me"] and offer["price"] == price for offer in now["offers"])


def listed(now: Truth, item: int | None) -> tuple[str, dict[str, Any]]:
    """State and listing of an item, by the truth."""
    return next((state, row) for state, rows in now["listings"].items() for row in rows if row["id"] == item)


def _is(state: str) -> Callable[[Subject, Truth], int]:
    return lambda subject, now: int(listed(now, subject.item)[0] == state)


def _order(subject: Subject, now: Truth) -> dict[str, Any]:
    shipment: dict[str, Any] = next(o["shipment"] for o in now["orders"] if o["transaction"] == subject.transaction)
    return shipment


def _answered(subject: Subject, now: Truth) -> int:
    return sum(offer["id"] == subject.offer and offer["status"] in (20, 30) for offer in now["offers"])


# ------------------------------------------------------------------------------------------------ arranging
def _own(name: str, photos: int = 1, **seed: Any) -> Callable[[Scene], Subject]:
    return lambda scene: Subject(item=scene.listing(name, photos, **seed))


def _draft(name: str) -> Callable[[Scene], Subject]:
    def arrange(scene: Scene) -> Subject:
        title = f"{name} {scene.closet.member}"
        return Subject(draft=new_draft(scene.person, scene.closet, pictures(), title=title))

    return arrange


def _lost_after_its_relist(scene: Scene, subject: Subject) -> None:
    """What a relist made is gone, and was looked for: from now on the old listing can be restored."""
    closet = scene.closet
    relisted = closet.settled(closet.wish(verb="relist", item_id=subject.item), 60)
    assert relisted["state"] == "done", relisted
    assert closet.settled(closet.wish(verb="sync_closet"))["state"] == "done"
    scene.vinted.change_item(relisted["new_item_id"], deleted=True)
    assert closet.settled(closet.wish(verb="sync_closet"))["state"] == "done"
    offered = closet.job(relisted["id"])["restore_from"]
    assert offered, "a lost listing that is not offered to be restored"
    subject.snapshot = offered


def _titled(states: Callable[[str], bool], title: Callable[[Subject], str]) -> Callable[[Subject, Truth], int]:
    """How many listings in such a state have this title."""
    return lambda s, now: sum(
        row["title"] == title(s) for state, rows in now["listings"].items() if states(state) for row in rows
    )


def _is_listing(state: str) -> bool:
    return state not in ("deleted", "draft")


def _of_draft(subject: Subject) -> str:
    return str(subject.draft["fields"]["title"])


def _thread(name: str, price: float | None = None) -> Callable[[Scene], Subject]:
    def arrange(scene: Scene) -> Subject:
        item, buyer = scene.listing(f"{name} item"), scene.somebody(name)
        made = scene.vinted.add_thread(scene.closet.member, buyer, [item], [{"by": buyer, "text": "Bonjour ?"}])
        offer = scene.vinted.propose(made["conversation"], buyer, price) if price else None
        return Subject(item=item, member=buyer, thread=made["conversation"], transaction=made["transaction"], offer=offer)

    return arrange


def _liker(name: str) -> Callable[[Scene], Subject]:
    def arrange(scene: Scene) -> Subject:
        item, liker = scene.listing(f"{name} item"), scene.somebody(name)
        scene.vinted.like(liker, item)
        return Subject(item=item, member=liker)

    return arrange


def _stranger(name: str) -> Callable[[Scene], Subject]:
    def arrange(scene: Scene) -> Subject:
        member = scene.somebody(name)
        (item,) = scene.vinted.add_items(member, [{"title": f"{name} item"}])
        return Subject(item=item, member=member)

    return arrange


def _sale(name: str, **seed: Any) -> Callable[[Scene], Subject]:
    def arrange(scene: Scene) -> Subject:
        item, buyer = scene.listing(f"{name} item"), scene.somebody(name)
        made = scene.vinted.add_order(scene.closet.member, buyer, [item], "paid", **seed)
        return Subject(item=item, member=buyer, transaction=made["transaction"])

    return arrange


# ------------------------------------------------------------------------------------------------ pressing
def _item(verb: str, **more: Any) -> Callable[[Subject], dict[str, Any]]:
    return lambda subject: {"verb": verb, "item_id": subject.item, **more}


def _euro(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def _answer(answer: str, **more: Any) -> Callable[[Subject], dict[str, Any]]:
    return lambda s: {"verb": "answer_offer", "thread_id": s.thread, "offer_id": s.offer, "answer": answer, **more}


def _to_liker(verb: str, **more: Any) -> Callable[[Subject], dict[str, Any]]:
    return lambda s: {"verb": verb, "member_id": s.member, "item_id": s.item, "reason": "liked_your_item", **more}


def _order_verb(verb: str, **more: Any) -> Callable[[Subject], dict[str, Any]]:
    return lambda s: {"verb": verb, "transaction_id": s.transaction, **more}


def _reading(verb: str) -> Act:
    return Act(lambda _: Subject(), lambda _: {"verb": verb})


SAVED, RESTORED = "Saved", "Restored"
"""How the titles of these acts' things begin."""
THREADS, LIKES, ORDERS = ("sync_inbox", "sync_conversation"), ("sync_notifications",), ("sync_orders",)

ACTS: dict[str, Act] = {
    "publish": Act(
        _draft("Publish"),
        lambda s: {"verb": "publish_listing", "draft_id": s.draft["id"], "revision": s.draft["revision"]},
        (PHOTO, DRAFT, COMPLETION),
        happened=_titled(_is_listing, _of_draft),
    ),
    "save_draft": Act(
        _draft(SAVED),
        lambda s: {"verb": "save_vinted_draft", "draft_id": s.draft["id"], "revision": s.draft["revision"]},
        (PHOTO, DRAFT), happened=_titled(lambda state: state == "draft", _of_draft),
    ),
    "restore": Act(
        _own(RESTORED, 2), lambda s: {"verb": "restore", "snapshot_id": s.snapshot}, (PHOTO, DRAFT, COMPLETION), ("sync_closet",),
        lambda s, now: sum(
            row["title"].startswith(RESTORED) for state, rows in now["listings"].items() if _is_listing(state) for row in rows
        ),
        before=_lost_after_its_relist,
    ),
    "relist": Act(_own("relist", 2), _item("relist"), (PHOTO, DRAFT, HIDDEN, COMPLETION, DELETE), happened=_is("deleted")),
    "update": Act(
        _own("update", 2), _item("update_listing", change={"price": _euro(1500)}), (EDIT,),
        happened=lambda s, now: int(listed(now, s.item)[1]["price"] == 15.0),
    ),
    "hide": Act(_own("hide"), _item("set_hidden", hidden=True), (HIDDEN,), happened=_is("hidden")),
    "show": Act(_own("show", state="hidden"), _item("set_hidden", hidden=False), (HIDDEN,), happened=_is("active")),
    "delete": Act(_own("delete"), _item("delete_listing"), (DELETE,), happened=_is("deleted")),
    "first_message": Act(
        _liker("liker"), _to_liker("send_message", text="Toujours disponible !"), (BEGIN, SAY), LIKES,
        _said("Toujours disponible !"),
    ),
    "first_offer": Act(
        _liker("tempted"), _to_liker("send_offer", price=_euro(1700)), (BEGIN, OFFER), LIKES, _offered(17.0)
    ),
    "answer": Act(
        _thread("asker"), lambda s: {"verb": "send_message", "thread_id": s.thread, "text": "Oui, toujours."}, (SAY,), THREADS,
        _said("Oui, toujours."),
    ),
    "offer": Act(
        _thread("bidder"), lambda s: {"verb": "send_offer", "thread_id": s.thread, "price": _euro(1850)}, (OFFER,), THREADS,
        _offered(18.5),
    ),
    "accept": Act(_thread("buyer", 16), _answer("accept"), (ANSWER,), THREADS, _answered),
    "decline": Act(_thread("haggler", 13), _answer("decline"), (ANSWER,), THREADS, _answered),
    "counter": Act(_thread("trader", 14), _answer("counter", price=_euro(1900)), (OFFER,), THREADS, _offered(19.0)),
    "favourite": Act(
        _stranger("shop"), lambda s: {"verb": "set_favourite", "item_id": s.item, "member_id": s.member, "favourite": True},
        (FAVOURITE,), happened=lambda s, now: int(s.item in now["favourites"]),
    ),
    "follow": Act(
        _stranger("star"), lambda s: {"verb": "set_follow", "member_id": s.member, "follow": True}, (FOLLOW,),
        happened=lambda s, now: int(s.member in now["follows"]),
    ),
    "mark_read": Act(
        _thread("reader"), lambda s: {"verb": "mark_thread_read", "thread_id": s.thread}, (READ,), ("sync_inbox",),
        lambda s, now: int(next(t["unread"] for t in now["threads"] if t["id"] == s.thread) == 0),
    ),
    "label": Act(
        _sale("payer"), _order_verb("fetch_label", order=True), (LABEL,), ORDERS,
        lambda s, now: int(_order(s, now)["label_ordered"]),
    ),
    "ship": Act(
        _sale("sender", tracked=False), _order_verb("mark_shipped"), (SHIP,), ORDERS,
        lambda s, now: int(_order(s, now)["shipped"]),
    ),
    "sync_closet": _reading("sync_closet"),
    "sync_inbox": _reading("sync_inbox"),
    "sync_orders": _reading("sync_orders"),
    "sync_notifications": _reading("sync_notifications"),
    "sync_listing": Act(_own("read", 2), _item("sync_listing")),
    "sync_conversation": Act(
        _thread("talker"), lambda s: {"verb": "sync_conversation", "thread_id": s.thread}, reads=("sync_inbox",)
    ),
    "read_comparables": Act(
        lambda _: Subject(), lambda _: {"verb": "read_comparables", "query": {"text": "robe fleurie", "catalog_id": 1059}}
    ),
    "read_form": Act(lambda _: Subject(), lambda _: {"verb": "read_form_reference", "catalog_id": 1059}),
    "open_on_vinted": Act(_own("opened"), _item("open_on_vinted", purpose="mark_sold")),
}  # fmt: skip
