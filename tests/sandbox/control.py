"""The control API: what a test may arrange and look at. Plain HTTP and JSON on loopback, one table of routes.

`client.Sandbox` is its only caller. Each question carries the token that the sandbox drew at its start: a page in the
developer's own browser may post to any port of this machine, and must arrange nothing.
"""

import inspect
import re
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from . import arranging, seeding, sessions, truth
from .app import App, Receive, Scope, Send
from .faults import FaultSpec
from .log import Phase, shape
from .state import Item, Member
from .switches import Switches

TOKEN_HEADER = "x-sandbox-token"


class LogWait(msgspec.Struct, forbid_unknown_fields=True):
    method: str = ""
    path_regex: str = ""
    after: int = 0
    phase: Phase = "answered"
    timeout: float = 10


class ItemChange(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What happens to a listing without the seller: sold, reserved, reviewed, taken away."""

    is_hidden: bool | msgspec.UnsetType = msgspec.UNSET
    is_reserved: bool | msgspec.UnsetType = msgspec.UNSET
    closing_action: str | msgspec.UnsetType | None = msgspec.UNSET
    alert: str | msgspec.UnsetType | None = msgspec.UNSET
    deleted: bool | msgspec.UnsetType = msgspec.UNSET
    processing_seconds: float | msgspec.UnsetType = msgspec.UNSET


class SessionWish(msgspec.Struct, forbid_unknown_fields=True):
    login: str
    site: str = "vinted.fr"


class Control:
    """The ASGI application of the control port."""

    def __init__(self, app: App, cut_idle: Callable[[], None], token: str) -> None:
        self.app, self.cut_idle, self.token = app, cut_idle, token
        number = r"(\d+)"
        table: list[tuple[str, str, Callable[..., Any]]] = [
            ("POST", "/reset", self.reset),
            ("POST", "/members", self.add_member),
            ("GET", f"/members/{number}", self.member_state),
            ("POST", f"/members/{number}/items", self.add_items),
            ("POST", f"/members/{number}/restriction", self.restrict),
            ("PATCH", f"/members/{number}", self.act(arranging.MemberChange, arranging.change_member)),
            ("POST", f"/members/{number}/stock", self.act(arranging.Stock, arranging.add_stock)),
            ("POST", "/threads", self.act(arranging.ThreadSeed, arranging.add_thread)),
            ("PATCH", f"/threads/{number}", self.act(arranging.ThreadChange, arranging.change_thread)),
            ("POST", f"/threads/{number}/messages", self.act(arranging.MessageSeed, arranging.add_message)),
            ("PATCH", f"/offers/{number}", self.act(arranging.OfferChange, arranging.settle)),
            ("POST", "/likes", self.act(arranging.Like, arranging.like)),
            ("POST", "/likes/end", self.act(arranging.Like, arranging.unlike)),
            ("POST", "/follows", self.act(arranging.Pair, arranging.follow)),
            ("POST", "/follows/end", self.act(arranging.Pair, arranging.unfollow)),
            ("POST", "/blocks", self.act(arranging.Pair, arranging.block)),
            ("POST", "/blocks/end", self.act(arranging.Pair, arranging.unblock)),
            ("POST", "/notifications", self.act(arranging.NotificationSeed, arranging.notify)),
            ("POST", "/feedback", self.act(arranging.FeedbackSeed, arranging.add_feedback)),
            ("POST", "/orders", self.act(arranging.OrderSeed, arranging.add_order)),
            ("PATCH", f"/orders/{number}", self.act(arranging.OrderChange, arranging.change_order)),
            ("GET", f"/members/{number}/truth", lambda body, member: truth.of(self.world, self.world.members[member])),
            ("GET", f"/members/{number}/notifications", self.notifications_of),
            ("GET", f"/threads/{number}", lambda body, thread: truth.messages(self.world.threads[thread])),
            ("GET", f"/orders/{number}", self.order_state),
            ("POST", "/sessions", self.make_session),
            ("POST", "/sessions/expire", self.expire_sessions),
            ("POST", "/sessions/switch", self.switch_sessions),
            ("PUT", "/sign_in_as", self.set_sign_in_as),
            ("GET", "/switches", lambda body: self.world.switches),
            ("PATCH", "/switches", self.set_switches),
            ("POST", "/csrf/rotate", self.rotate_csrf),
            ("POST", "/class_names/rotate", self.rotate_class_names),
            ("POST", "/image_urls/expire", self.expire_image_urls),
            ("GET", "/faults", lambda body: [fault.shape() for fault in self.app.faults.armed.values()]),
            ("POST", "/faults", self.arm),
            ("DELETE", "/faults", self.clear_faults),
            ("DELETE", f"/faults/{number}", self.clear_faults),
            ("POST", f"/faults/{number}/release", self.release),
            ("GET", "/items", lambda body: [self.item_shape(item) for item in self.world.items.values()]),
            ("GET", f"/items/{number}", self.item_state),
            ("PATCH", f"/items/{number}", self.change_item),
            ("GET", f"/photos/{number}", lambda body, photo: self.world.photos[photo].picture.webp),
            ("GET", f"/photos/{number}/sent", lambda body, photo: self.world.photos[photo].sent()),
            ("GET", "/log", lambda body: [shape(entry) for entry in self.app.log.entries]),
            ("GET", "/log/last", lambda body: self.app.log.last),
            ("DELETE", "/log", self.clear_log),
            ("POST", "/log/wait", self.wait_log),
        ]
        self._routes = [(method, re.compile(path), handle) for method, path, handle in table]

    @property
    def world(self) -> Any:
        return self.app.world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        if dict(scope["headers"]).get(TOKEN_HEADER.encode()) == self.token.encode():
            status, data = await self._answer(scope["method"], scope["path"], body)
        else:
            status, data = 403, {"error": f"no {TOKEN_HEADER}"}
        kind = b"image/webp" if isinstance(data, bytes) else b"application/json"
        content = data if isinstance(data, bytes) else msgspec.json.encode(data)
        headers = [(b"content-type", kind), (b"content-length", str(len(content)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _answer(self, method: str, path: str, body: bytes) -> tuple[int, Any]:
        for wanted, pattern, handle in self._routes:
            match = pattern.fullmatch(path)
            if match is None or wanted != method:
                continue
            try:
                data = handle(body or b"{}", *map(int, match.groups()))
                return 200, (await data if inspect.isawaitable(data) else data)
            except (ValueError, msgspec.ValidationError) as error:
                return 400, {"error": str(error)}
            except KeyError as error:
                return 404, {"error": f"there is no {error}"}
        return 404, {"error": f"{method} {path} is not part of the control API"}

    # -- arranging

    def act(self, kind: type[Any], function: Callable[..., Any]) -> Callable[..., Any]:
        """A route that reads its body as `kind` and hands it on, after the ids in its address."""
        return lambda body, *ids: function(self.world, *ids, msgspec.json.decode(body, type=kind))

    def reset(self, body: bytes) -> None:
        self.app.faults.clear()
        self.world.reset()
        self.app.log.clear()

    def add_member(self, body: bytes) -> dict[str, Any]:
        member = seeding.add_member(self.world, msgspec.json.decode(body, type=seeding.MemberSeed))
        return {"id": member.id, "login": member.login}

    def add_items(self, body: bytes, member_id: int) -> list[int]:
        member = self.world.members[member_id]
        seeds = msgspec.json.decode(body, type=list[seeding.ItemSeed])
        return [seeding.add_item(self.world, member, seed).id for seed in seeds]

    def restrict(self, body: bytes, member_id: int) -> None:
        """`{"seconds": n}` closes publishing and editing for that long; 0 opens it again."""
        seconds = float(msgspec.json.decode(body)["seconds"])
        member: Member = self.world.members[member_id]
        member.restricted_until = time.time() + seconds if seconds else None
        self.world.publications.pop(member_id, None)

    def make_session(self, body: bytes) -> list[dict[str, object]]:
        """The cookies of a browser signed in as that member."""
        wish = msgspec.json.decode(body, type=SessionWish)
        member = next((m for m in self.world.members.values() if m.login == wish.login), None)
        if member is None:
            raise KeyError(wish.login)
        session = sessions.begin(self.world, wish.site, member.id)
        return sessions.cookies(self.world, session, sessions.issue(self.world, session))

    def expire_sessions(self, body: bytes) -> None:
        """Every access token given out so far counts no more; refreshing helps."""
        for session in self.world.sessions.values():
            session.access_until = 0

    def switch_sessions(self, body: bytes) -> None:
        """Every browser is now signed in as `login`, as if done in another tab; an empty login signs all out."""
        login = msgspec.json.decode(body)["login"]
        member = next((m for m in self.world.members.values() if m.login == login), None)
        if login and member is None:
            raise KeyError(login)
        for session in self.world.sessions.values():
            session.member = member.id if member else None

    def set_sign_in_as(self, body: bytes) -> None:
        """The login the sign-in page has filled in."""
        self.world.sign_in_as = str(msgspec.json.decode(body)["login"])

    def set_switches(self, body: bytes) -> Switches:
        changes = msgspec.json.decode(body, type=dict[str, Any])
        now: dict[str, Any] = msgspec.to_builtins(self.world.switches)
        if unknown := set(changes) - set(now):
            raise ValueError(f"no such switch: {', '.join(sorted(unknown))}")
        self.world.switches = msgspec.convert(now | changes, Switches)
        return self.world.switches  # type: ignore[no-any-return]

    def rotate_csrf(self, body: bytes) -> str:
        """As after a deployment: pages that are open hold a token that no longer works."""
        self.world.csrf = str(uuid.uuid4())
        return self.world.csrf  # type: ignore[no-any-return]

    def rotate_class_names(self, body: bytes) -> str:
        """As after a deployment: the hashed class names of pages loaded from now on are others."""
        self.world.class_names = uuid.uuid4().hex[:6]
        return self.world.class_names  # type: ignore[no-any-return]

    def expire_image_urls(self, body: bytes) -> None:
        self.world.image_generation += 1

    # -- faults

    def arm(self, body: bytes) -> int:
        spec = msgspec.json.decode(body, type=FaultSpec)
        fault = self.app.faults.arm(spec)
        if self.app.faults.drops_armed:
            self.cut_idle()
        return fault.id

    def clear_faults(self, body: bytes, fault_id: int | None = None) -> None:
        self.app.faults.clear(fault_id)

    def release(self, body: bytes, fault_id: int) -> None:
        self.app.faults.armed[fault_id].released.set()

    # -- looking

    def item_shape(self, item: Item) -> dict[str, Any]:
        self.world.item(item.id)
        fields = msgspec.to_builtins(item.fields)
        price = item.fields.price
        return {
            "id": item.id, "owner": item.owner, "state": item.state, "photos": item.photos, "created_at": item.created_at,
            "is_draft": item.is_draft, "is_hidden": item.is_hidden, "is_reserved": item.is_reserved,
            "is_processing": item.is_processing, "closing_action": item.closing_action, "alert": item.alert,
            "paid_bump": item.paid_bump, "deleted": item.deleted,
            "fields": fields | {"price": None if price is None else float(price)},
        }  # fmt: skip

    def item_state(self, body: bytes, item_id: int) -> dict[str, Any]:
        return self.item_shape(self.world.items[item_id])

    def change_item(self, body: bytes, item_id: int) -> dict[str, Any]:
        item: Item = self.world.items[item_id]
        change = msgspec.json.decode(body, type=ItemChange)
        for name in ("is_hidden", "is_reserved", "closing_action", "alert", "deleted"):
            if (value := getattr(change, name)) is not msgspec.UNSET:
                setattr(item, name, value)
        if change.processing_seconds is not msgspec.UNSET:
            item.processing_until = time.time() + change.processing_seconds
        return self.item_shape(item)

    def member_state(self, body: bytes, member_id: int) -> dict[str, Any]:
        """All a member owns, deleted listings included, and which of them others can see for sale."""
        member = self.world.members[member_id]
        items = [item for item in self.world.items.values() if item.owner == member_id]
        shapes = [self.item_shape(item) for item in items]
        loose = [p.id for p in self.world.photos.values() if p.owner == member_id and p.item is None and not p.dropped]
        return {
            "id": member_id, "login": member.login, "restricted": member.restricted, "items": shapes,
            "visible": [item.id for item in items if item.is_live],
            "drafts": [item.id for item in items if item.state == "draft"],
            "loose_photos": [photo for photo in loose if not member.avatar or photo != member.avatar.id],
        }  # fmt: skip

    def notifications_of(self, body: bytes, member_id: int) -> list[Any]:
        """All a member was ever told, in order."""
        return [entry for entry in self.world.notifications if entry.member == member_id]

    def order_state(self, body: bytes, transaction_id: int) -> dict[str, Any]:
        order = self.world.transactions[transaction_id]
        return truth.order_shape(order, order.seller)

    def clear_log(self, body: bytes) -> None:
        self.app.log.clear()

    def wait_log(self, body: bytes) -> Awaitable[Any]:
        wait = msgspec.json.decode(body, type=LogWait)

        async def waiting() -> Any:
            entry = await self.app.log.wait(wait.method, wait.path_regex, wait.after, wait.phase, wait.timeout)
            return shape(entry) if entry else None

        return waiting()
