"""`Idempotency-Key` on POST: the same request sent again gets the first answer, and its effect happens once.

The key is kept per caller and route with a digest of the body. The first `transaction()` that commits marks it in that same
commit, so a server that dies before answering is told apart from one that died before acting: the former repeats
as `answer_lost` (it was done; read the state), the latter simply runs. So whatever a POST changes, it changes in a
`transaction()`. Signed-out requests ignore the header. Opt out with `opt={"idempotency": False}` where the answer
holds a secret (it would be stored) or the body is large.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any, ClassVar

from litestar.types import ASGIApp, Message, Receive, Send
from vintedbot_schemas.errors import ErrorCode

from .db import before_commit, execute, fetchrow, uuid7
from .errors import AppError, InvalidInput, PayloadTooLarge
from .http import BODY_MAX, caller_id

LOCK = timedelta(seconds=60)
HEADER = b"idempotency-key"


class KeyReused(AppError):
    code: ClassVar[ErrorCode] = "key_reused"
    status = 409
    title = "This Idempotency-Key was used for another body"


class StillRunning(AppError):
    code: ClassVar[ErrorCode] = "still_running"
    status = 409
    title = "The first request with this Idempotency-Key has not ended"

    def headers(self) -> dict[str, str]:
        return {"retry-after": "1"}


class AnswerLost(AppError):
    code: ClassVar[ErrorCode] = "answer_lost"
    status = 409
    title = "It was done, but the first answer was lost; read the state"


class IdempotencyMiddleware:
    """Sits inside identity's middleware and around the route."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        key = next((v for k, v in scope["headers"] if k == HEADER), None)
        caller = caller_id(scope)
        wanted = scope["type"] == "http" and scope["method"] == "POST" and scope["route_handler"].opt.get("idempotency", True)
        if key is None or caller is None or not wanted:
            await self.app(scope, receive, send)
            return
        if not 1 <= len(key) <= 200 or not key.isascii():
            raise InvalidInput("1 to 200 ASCII characters.", field="Idempotency-Key", source="header")
        body = await _read(receive)
        begun = await _begin(caller, scope["path"], key.decode(), hashlib.sha256(body).digest())
        if begun["status"] is not None:
            await _replay(begun, send)
            return
        await self._first(begun, scope, _given(body, receive), send)

    async def _first(self, begun: Any, scope: Any, receive: Receive, send: Send) -> None:
        sent: dict[str, Any] = {"status": 500, "headers": [], "body": b""}

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent["status"], sent["headers"] = message["status"], list(message["headers"])
            elif message["type"] == "http.response.body":
                sent["body"] += message.get("body", b"")
                if not message.get("more_body"):
                    # stored before it is sent: an answer somebody saw can always be repeated
                    await _end(begun, sent)
            await send(message)

        mark = before_commit.set(
            (
                "UPDATE idempotency_keys SET committed = true WHERE id = $1 AND locked_until = $2",
                begun["id"],
                begun["locked_until"],
            )
        )
        try:
            await self.app(scope, receive, keep)
        finally:
            before_commit.reset(mark)


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > BODY_MAX:
            raise PayloadTooLarge("A request with an Idempotency-Key holds at most 1 MiB.")
        if not message.get("more_body"):
            return bytes(body)


def _given(body: bytes, receive: Receive) -> Receive:
    """A `receive` that hands out the body already read, then whatever comes."""
    left: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Any:
        return left.pop() if left else await receive()

    return again


async def _begin(caller: Any, route: str, key: str, digest: bytes) -> Any:
    """The key's row: new or taken over (status None, lock ours), or with the answer to repeat. Else raises."""
    row = await fetchrow(
        """INSERT INTO idempotency_keys (id, caller, route, key, body_sha256, locked_until)
           VALUES ($1, $2, $3, $4, $5, now() + $6) ON CONFLICT (caller, route, key) DO NOTHING
           RETURNING id, locked_until, status""",
        uuid7(), caller, route, key, digest, LOCK,
    )  # fmt: skip
    if row is not None:
        return row
    row = await fetchrow("SELECT * FROM idempotency_keys WHERE caller = $1 AND route = $2 AND key = $3", caller, route, key)
    if row is None:
        raise StillRunning  # it ended without effect at this very moment
    if row["body_sha256"] != digest:
        raise KeyReused
    if row["status"] is not None:
        return row
    if row["committed"]:
        raise StillRunning if row["locked_until"] > datetime.now(row["locked_until"].tzinfo) else AnswerLost
    taken = await fetchrow(
        """UPDATE idempotency_keys SET locked_until = now() + $2
           WHERE id = $1 AND locked_until < now() AND status IS NULL AND NOT committed RETURNING id, locked_until, status""",
        row["id"], LOCK,
    )  # fmt: skip
    if taken is None:
        raise StillRunning
    return taken


async def _end(begun: Any, sent: dict[str, Any]) -> None:
    """Keeps a good answer; forgets the key of a refusal that changed nothing, so that a corrected request may use it."""
    headers = {k.decode().lower(): v.decode() for k, v in sent["headers"]}
    if sent["status"] < 400:
        await execute(
            "UPDATE idempotency_keys SET status = $2, content_type = $3, body = $4 WHERE id = $1 AND locked_until = $5",
            begun["id"], sent["status"], headers.get("content-type"), sent["body"], begun["locked_until"],
        )  # fmt: skip
        return
    # only while the lock is ours: whoever took over must not lose theirs
    mine = (begun["id"], begun["locked_until"])
    await execute("DELETE FROM idempotency_keys WHERE id = $1 AND locked_until = $2 AND NOT committed", *mine)
    await execute("UPDATE idempotency_keys SET locked_until = now() WHERE id = $1 AND locked_until = $2", *mine)


async def _replay(row: Any, send: Send) -> None:
    headers = [(b"idempotent-replayed", b"true"), (b"content-length", str(len(row["body"])).encode())]
    if row["content_type"]:
        headers.append((b"content-type", row["content_type"].encode()))
    await send({"type": "http.response.start", "status": row["status"], "headers": headers})
    await send({"type": "http.response.body", "body": row["body"], "more_body": False})
