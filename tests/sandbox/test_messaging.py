"""The second generation of messages, on the api host: cursors, 201, types nobody knows."""

from typing import Any

import pytest

from .client import Sandbox
from .visitor import Visitor

MAIN = "/messaging/main"


@pytest.fixture
def me(sandbox: Sandbox) -> int:
    return sandbox.add_member("atelier_demo", messaging=2)


@pytest.fixture
def thread(sandbox: Sandbox, me: int, camille: int, item: int) -> dict[str, Any]:
    return sandbox.add_thread(me, camille, [item], [{"by": camille, "text": "Bonjour, est-elle disponible ?"}])


def reply(visitor: Visitor, thread: dict[str, Any], text: str, *, skip: bool = False, **headers: str) -> Any:
    body = {"content": text, "is_personal_data_sharing_check_skipped": skip, "photo_temp_uuids": None}
    return visitor.service("POST", f"{MAIN}/conversations/{thread['conversation']}/replies", body, **headers)


def test_the_inbox_goes_on_by_cursor(sandbox: Sandbox, visitor: Visitor, me: int, camille: int) -> None:
    sandbox.set(messaging_page_size=2)
    items = sandbox.add_items(me, [{"title": "x"}] * 5)
    threads = [sandbox.add_thread(me, camille, [item], minutes_ago=n)["conversation"] for n, item in enumerate(items)]
    seen: list[int] = []
    cursor = ""
    for _ in range(3):
        page = visitor.service("GET", f"{MAIN}/inbox?cursor={cursor}").json()
        seen += [row["id"] for row in page["conversations"]]
        assert page["pagination"]["has_prev"] is bool(cursor)
        cursor = page["pagination"]["next_cursor"]
    assert seen == threads
    assert page["pagination"] == {"has_next": False, "has_prev": True, "next_cursor": None, "prev_cursor": "2"}
    assert len(visitor.service("GET", f"{MAIN}/inbox").json()["conversations"]) == 2


def test_a_thread_names_its_order_somewhere(sandbox: Sandbox, visitor: Visitor, thread: dict[str, Any]) -> None:
    path = f"{MAIN}/conversations/{thread['conversation']}"
    assert visitor.service("GET", path).json()["data"] == {"escrow_order_id": thread["transaction"]}
    sandbox.set(escrow_order_nested=True)
    assert visitor.service("GET", path).json()["data"] == {"transaction": {"details": {"escrow_order_id": thread["transaction"]}}}


def test_texts_are_plain_and_all_else_is_unknown(
    sandbox: Sandbox, visitor: Visitor, me: int, camille: int, thread: dict[str, Any]
) -> None:
    sandbox.propose(thread["conversation"], camille, 15)
    sandbox.note(thread["conversation"], "status_message", "Commande livrée !")
    messages = visitor.service("GET", f"{MAIN}/conversations/{thread['conversation']}").json()["messages"]
    assert messages[0]["message_type"] == "reply_plain"
    assert messages[0]["data"]["content"] == "Bonjour, est-elle disponible ?"
    assert {message["message_type"] for message in messages[1:]} & {"reply_plain", "offer", "text", "system"} == set()
    assert all(list(message["data"]) == ["id"] for message in messages[1:])
    assert messages[2]["sender_id"] is None


def test_a_long_thread_shows_its_end_and_a_cursor_to_the_rest(
    sandbox: Sandbox, visitor: Visitor, camille: int, thread: dict[str, Any]
) -> None:
    sandbox.set(messaging_page_size=3)
    for number in range(4):
        sandbox.say(thread["conversation"], camille, f"Message {number}")
    path = f"{MAIN}/conversations/{thread['conversation']}"
    newest = visitor.service("GET", path).json()
    assert [message["data"]["content"] for message in newest["messages"]] == ["Message 1", "Message 2", "Message 3"]
    older = visitor.service("GET", f"{path}?cursor={newest['pagination']['next_cursor']}").json()
    assert [message["data"]["content"] for message in older["messages"]][-1] == "Message 0"
    assert older["pagination"]["has_next"] is False


def test_a_reply_is_created(sandbox: Sandbox, visitor: Visitor, me: int, camille: int, thread: dict[str, Any]) -> None:
    assert visitor.service("GET", f"{MAIN}/users/unread_count").json() == {"unread_count": 1}
    answer = reply(visitor, thread, "Oui, toujours.")
    assert (answer.status_code, answer.json()["message_type"]) == (201, "reply_plain")
    assert sandbox.truth(me)["threads"][0]["own_messages"] == ["Oui, toujours."]
    assert visitor.service("GET", f"{MAIN}/users/unread_count").json() == {"unread_count": 0}
    assert sandbox.wait_request("POST", "replies")["applied"] is True


def test_personal_data_is_refused_here_too(sandbox: Sandbox, visitor: Visitor, me: int, thread: dict[str, Any]) -> None:
    assert reply(visitor, thread, "moi@example.invalid").json()["code"] == 136
    assert reply(visitor, thread, "moi@example.invalid", skip=True).status_code == 201


@pytest.mark.parametrize("body", [{"content": "x"}, {"body": "x"}, {"reply": {"body": "x"}}])
def test_the_first_generations_body_does_not_fit(visitor: Visitor, thread: dict[str, Any], body: object) -> None:
    path = f"{MAIN}/conversations/{thread['conversation']}/replies"
    assert visitor.service("POST", path, body).status_code == 500


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"x_csrf_token": ""}, 403), ({"origin": "https://www.vinted.de"}, 403), ({"origin": ""}, 403),
     ({"x_next_app": ""}, 400), ({"platform": ""}, 400), ({"origin": "chrome-extension://" + "abcdefghijklmnop" * 2}, 201)],
)  # fmt: skip
def test_replies_want_the_token_the_sites_headers_and_a_page_or_worker(
    sandbox: Sandbox, visitor: Visitor, thread: dict[str, Any], headers: dict[str, str], status: int
) -> None:
    assert reply(visitor, thread, "x", skip=False, **headers).status_code == status
    assert len(sandbox.thread(thread["conversation"])) == 1 + (status == 201)


def test_a_restricted_member_cannot_write(sandbox: Sandbox, visitor: Visitor, me: int, thread: dict[str, Any]) -> None:
    sandbox.restrict(me, 60)
    assert reply(visitor, thread, "x").json()["code"] == 156


def test_an_inquiry_says_the_transaction_and_makes_one_thread(
    sandbox: Sandbox, visitor: Visitor, me: int, camille: int, item: int
) -> None:
    wish = {"item_ids": [str(item)], "receiver_id": str(camille)}
    first, again = (visitor.service("POST", f"{MAIN}/inquiries", wish).json() for _ in range(2))
    [thread] = sandbox.truth(me)["threads"]
    assert first == again == {"transaction_id": thread["transaction"]}
    assert visitor.service("POST", f"{MAIN}/inquiries", {"item_ids": [item], "receiver_id": str(camille)}).status_code == 500


def test_unusual_threads(sandbox: Sandbox, visitor: Visitor, camille: int, thread: dict[str, Any]) -> None:
    path = f"{MAIN}/conversations/{thread['conversation']}"
    sandbox.change_thread(thread["conversation"], allow_reply=False)
    assert visitor.service("GET", path).json()["allow_reply"] is False
    assert reply(visitor, thread, "x").status_code == 403
    sandbox.change_member(camille, deleted=True)
    assert visitor.service("GET", path).json()["opposite_users"] == [{"type": "member", "data": {"id": camille, "login": None}}]
    sandbox.set(deleted_member_variant="null")
    assert visitor.service("GET", path).json()["opposite_users"] == []


def test_conversations_may_stay_closed_until_the_full_hour(sandbox: Sandbox, visitor: Visitor) -> None:
    sandbox.set(conversation_calls_allowed=1)
    assert [visitor.service("GET", f"{MAIN}/inbox").status_code for _ in range(2)] == [200, 429]
