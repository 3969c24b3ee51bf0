"""The first generation of messages: reading, writing, starting a thread, and what a thread can hold."""

import time

import pytest

from .client import Sandbox
from .conftest import Browse
from .visitor import Visitor

CONVERSATIONS = "/api/v2/conversations"


@pytest.fixture
def thread(sandbox: Sandbox, me: int, camille: int, item: int) -> int:
    """Camille asked something about the listing; nobody has read it."""
    entries = [{"by": camille, "text": "Bonjour, est-elle disponible ?"}]
    conversation: int = sandbox.add_thread(me, camille, [item], entries)["conversation"]
    return conversation


def reply(visitor: Visitor, thread: int, text: str, *, skip: bool = False, **changes: object) -> tuple[int, dict[str, object]]:
    body = {"body": text, "photo_temp_uuids": None, "is_personal_data_sharing_check_skipped": skip} | changes
    answer = visitor.write("POST", f"{CONVERSATIONS}/{thread}/replies", {"reply": body})
    return answer.status_code, answer.json()


def start(
    visitor: Visitor, item: int, other: int, initiator: str = "seller_enters_notification"
) -> tuple[int, dict[str, object]]:
    body = {"initiator": initiator, "item_id": str(item), "opposite_user_id": str(other)}
    answer = visitor.write("POST", CONVERSATIONS, body)
    return answer.status_code, answer.json().get("conversation", answer.json())


# ---------------------------------------------------------------- reading


def test_the_inbox_shows_whom_about_what_and_whether_it_is_new(
    sandbox: Sandbox, visitor: Visitor, thread: int, camille: int
) -> None:
    [row] = visitor.get("/api/v2/inbox").json()["conversations"]
    assert (row["id"], row["unread"], row["item_count"], row["description"]) == (thread, True, 1, "Robe fleurie")
    assert row["opposite_user"]["id"] == camille
    sandbox.set(inbox_description="message")
    assert visitor.get("/api/v2/inbox").json()["conversations"][0]["description"] == "Bonjour, est-elle disponible ?"


def test_the_inbox_in_pages_and_by_listing_or_member(sandbox: Sandbox, visitor: Visitor, me: int, camille: int) -> None:
    items = sandbox.add_items(me, [{"title": "x"}] * 3)
    threads = [
        sandbox.add_thread(me, camille, [item], minutes_ago=10 - place)["conversation"] for place, item in enumerate(items)
    ]
    answer = visitor.get("/api/v2/inbox?page=1&per_page=2").json()
    assert [row["id"] for row in answer["conversations"]] == threads[:0:-1]
    assert answer["pagination"]["total_entries"] == 3
    by_item = visitor.get(f"/api/v2/inbox?item_id={items[0]}").json()["conversations"]
    assert [row["id"] for row in by_item] == threads[:1]
    assert visitor.get("/api/v2/inbox?user_id=1").json()["conversations"] == []


def test_a_thread_is_for_the_two_in_it(
    sandbox: Sandbox, visitor: Visitor, stranger: Visitor, browse: Browse, thread: int
) -> None:
    sandbox.add_member("noa_test")
    assert visitor.get(f"{CONVERSATIONS}/{thread}").status_code == 200
    assert stranger.get(f"{CONVERSATIONS}/{thread}").json()["conversation"]["transaction"]["current_user_side"] == "buyer"
    assert browse().sign_in("noa_test").get(f"{CONVERSATIONS}/{thread}").status_code == 403
    assert visitor.get(f"{CONVERSATIONS}/1").status_code == 404
    signed_out = browse()
    signed_out.open("/")
    assert signed_out.get("/api/v2/inbox").json()["code"] == 21


def test_all_five_kinds_of_entry(sandbox: Sandbox, visitor: Visitor, me: int, thread: int, camille: int) -> None:
    sandbox.propose(thread, camille, 15)
    sandbox.propose(thread, me, 16.5)
    sandbox.note(thread, "status_message", "Commande livrée !", subtitle="Texte inventé")
    sandbox.note(thread, "action_message", "Prépare ton colis", actions=["order_label"])
    messages = visitor.get(f"{CONVERSATIONS}/{thread}").json()["conversation"]["messages"]
    kinds = ["message", "offer_request_message", "offer_message", "status_message", "action_message"]
    assert [message["entity_type"] for message in messages] == kinds
    request, offer = messages[1]["entity"], messages[2]["entity"]
    assert (request["price_label"], request["current"], request["status"]) == ("15,00 €", False, 10)
    assert (offer["price"], offer["current"]) == ({"amount": "16.5", "currency_code": "EUR"}, True)
    assert "offer_request_id" not in offer


def test_unread_ends_with_mark_as_read_or_an_answer(
    sandbox: Sandbox, visitor: Visitor, me: int, thread: int, camille: int
) -> None:
    def unread() -> tuple[int, int]:
        stats = visitor.get(f"{CONVERSATIONS}/stats").json()
        return stats["unread_msg_count"], sandbox.truth(me)["threads"][0]["unread"]

    assert unread() == (1, 1)
    visitor.get(f"{CONVERSATIONS}/{thread}")
    assert unread() == (1, 1), "reading by the call leaves it unread"
    assert visitor.write("PUT", f"{CONVERSATIONS}/{thread}/mark_as_read").json() == {"code": 0}
    assert unread() == (0, 0)
    sandbox.say(thread, camille, "Toujours là ?")
    assert unread() == (1, 1)
    reply(visitor, thread, "Oui")
    assert unread() == (0, 0)


# ---------------------------------------------------------------- writing


def test_a_reply_is_there_for_both(sandbox: Sandbox, visitor: Visitor, me: int, thread: int, camille: int) -> None:
    status, answer = reply(visitor, thread, "Oui, toujours.")
    assert (status, answer["code"]) == (200, 0)
    assert sandbox.truth(me)["threads"][0]["own_messages"] == ["Oui, toujours."]
    assert sandbox.truth(camille)["threads"][0]["unread"] == 1
    assert [entry["entry_type"] for entry in sandbox.notifications(camille)] == [110]
    sandbox.set(reply_answer="conversation")
    assert "conversation" in reply(visitor, thread, "Bonne journée.")[1]


@pytest.mark.parametrize("text", ["écris à moi@example.invalid", "appelle le 06 12 34 56 78", "+33612345678"])
def test_personal_data_is_refused_until_the_person_insists(
    sandbox: Sandbox, visitor: Visitor, me: int, thread: int, text: str
) -> None:
    status, answer = reply(visitor, thread, text)
    assert (status, answer["code"]) == (400, 136)
    assert sandbox.truth(me)["threads"][0]["own_messages"] == []
    assert reply(visitor, thread, text, skip=True)[0] == 200
    assert reply(visitor, thread, "Je l'ai portée 2 fois en 2024, taille 38")[0] == 200


@pytest.mark.parametrize(
    "body",
    [{"body": "x"}, {"reply": {"body": "x"}}, {"reply": "x"},
     {"reply": {"body": 1, "photo_temp_uuids": None, "is_personal_data_sharing_check_skipped": False}},
     {"reply": {"body": "x", "photo_temp_uuids": None, "is_personal_data_sharing_check_skipped": "false"}},
     {"content": "x", "photo_temp_uuids": None, "is_personal_data_sharing_check_skipped": False}],
)  # fmt: skip
def test_a_reply_of_another_structure_is_a_server_error(sandbox: Sandbox, visitor: Visitor, thread: int, body: object) -> None:
    assert visitor.write("POST", f"{CONVERSATIONS}/{thread}/replies", body).json()["code"] == 105
    assert len(sandbox.thread(thread)) == 1


def test_an_empty_reply_or_photos_are_refused_by_name(visitor: Visitor, thread: int) -> None:
    assert reply(visitor, thread, " ")[0] == 400
    status, answer = reply(visitor, thread, "x", photo_temp_uuids=["a"])
    assert (status, answer["errors"][0]["field"]) == (400, "photo_temp_uuids")  # type: ignore[index]


def test_writing_passes_the_gate_of_all_writes(sandbox: Sandbox, visitor: Visitor, me: int, thread: int) -> None:
    body = {"reply": {"body": "x", "photo_temp_uuids": None, "is_personal_data_sharing_check_skipped": False}}
    path = f"{CONVERSATIONS}/{thread}/replies"
    assert visitor.write("POST", path, body, x_csrf_token="").status_code == 403
    assert visitor.write("POST", path, body, origin="chrome-extension://abcdefghijklmnopabcdefghijklmnop").status_code == 403
    sandbox.restrict(me, 60)
    assert visitor.write("POST", path, body).json()["code"] == 156
    assert len(sandbox.thread(thread)) == 1


def test_own_messages_can_be_taken_back(sandbox: Sandbox, visitor: Visitor, thread: int) -> None:
    reply(visitor, thread, "Oups")
    theirs, mine = (message["id"] for message in sandbox.thread(thread))
    assert visitor.write("DELETE", f"{CONVERSATIONS}/{thread}/replies/{theirs}").status_code == 403
    assert visitor.write("DELETE", f"{CONVERSATIONS}/{thread}/replies/{mine}").json() == {"code": 0}
    assert [message["id"] for message in sandbox.thread(thread)] == [theirs]


def test_a_deleted_thread_is_gone_until_somebody_writes(
    sandbox: Sandbox, visitor: Visitor, stranger: Visitor, thread: int, camille: int
) -> None:
    assert visitor.write("DELETE", f"{CONVERSATIONS}/{thread}").json() == {"code": 0}
    assert visitor.get("/api/v2/inbox").json()["conversations"] == []
    assert visitor.get(f"{CONVERSATIONS}/{thread}").status_code == 404
    assert len(stranger.get("/api/v2/inbox").json()["conversations"]) == 1
    sandbox.say(thread, camille, "Alors ?")
    assert visitor.get(f"{CONVERSATIONS}/{thread}").status_code == 200


# ---------------------------------------------------------------- starting


def test_starting_a_thread_twice_gives_the_same(sandbox: Sandbox, visitor: Visitor, me: int, camille: int, item: int) -> None:
    status, first = start(visitor, item, camille)
    assert (status, first["messages"]) == (200, [])
    reply(visitor, first["id"], "Bonjour !")  # type: ignore[arg-type]
    _, again = start(visitor, item, camille)
    assert (again["id"], len(again["messages"])) == (first["id"], 1)  # type: ignore[arg-type]
    assert len(sandbox.truth(me)["threads"]) == 1


def test_starting_depends_on_whose_listing_it_is(sandbox: Sandbox, visitor: Visitor, me: int, camille: int, item: int) -> None:
    [theirs] = sandbox.add_items(camille, [{"title": "x"}])
    assert start(visitor, theirs, camille)[0] == 403
    assert start(visitor, item, camille, "ask_seller")[0] == 403
    assert start(visitor, theirs, camille, "ask_seller")[0] == 200
    assert start(visitor, item, me)[0] == 404
    assert start(visitor, item, 1)[0] == 404
    assert start(visitor, 1, camille)[0] == 404
    assert start(visitor, item, camille, "curiosity")[0] == 400


def test_ids_are_sent_as_text_when_starting(sandbox: Sandbox, visitor: Visitor, me: int, camille: int, item: int) -> None:
    body = {"initiator": "seller_enters_notification", "item_id": item, "opposite_user_id": camille}
    assert visitor.write("POST", CONVERSATIONS, body).json()["code"] == 105
    assert sandbox.truth(me)["threads"] == []


def test_a_sold_listing_keeps_its_threads_but_gets_no_new_ones(
    sandbox: Sandbox, visitor: Visitor, camille: int, item: int, thread: int
) -> None:
    noa = sandbox.add_member("noa_test")
    sandbox.change_item(item, closing_action="sold")
    assert start(visitor, item, camille)[1]["id"] == thread
    assert start(visitor, item, noa)[0] == 403


def test_the_page_route_enters_the_thread_and_redirects(
    sandbox: Sandbox, visitor: Visitor, browse: Browse, me: int, camille: int, item: int
) -> None:
    path = f"/inbox/want_it?receiver_id={camille}&item_id={item}"
    first, again = visitor.get(path), visitor.get(path)
    [thread] = sandbox.truth(me)["threads"]
    assert (first.status_code, first.headers["location"]) == (307, f"/inbox/{thread['id']}")
    assert again.headers["location"] == first.headers["location"]
    assert [entry["applied"] for entry in sandbox.log() if "want_it" in entry["path"]] == [True, False]
    link = visitor.get(f"/items/{item}/want_it/new?offering_id={camille}")
    assert link.headers["location"] == path
    assert visitor.get("/inbox/want_it?receiver_id=1&item_id=1").status_code == 404
    assert "/member/signup" in browse().get(path).headers["location"]


def test_new_threads_may_be_too_many(sandbox: Sandbox, visitor: Visitor, me: int, camille: int) -> None:
    sandbox.set(new_threads_allowed=2)
    items = sandbox.add_items(me, [{"title": "x"}] * 3)
    assert [start(visitor, item, camille)[0] for item in items] == [200, 200, 403]
    assert start(visitor, items[0], camille)[0] == 200, "the ones that are there stay open"


# ---------------------------------------------------------------- unusual threads


def test_a_closed_thread(sandbox: Sandbox, visitor: Visitor, thread: int) -> None:
    sandbox.change_thread(thread, allow_reply=False)
    assert visitor.get(f"{CONVERSATIONS}/{thread}").json()["conversation"]["allow_reply"] is False
    assert reply(visitor, thread, "x")[0] == 403


@pytest.mark.parametrize(("variant", "shown"), [("bare", {"login": None, "photo": None}), ("null", None)])
def test_a_deleted_member(
    sandbox: Sandbox, visitor: Visitor, thread: int, camille: int, variant: str, shown: dict[str, object] | None
) -> None:
    sandbox.set(deleted_member_variant=variant)
    sandbox.change_member(camille, deleted=True)
    conversation = visitor.get(f"{CONVERSATIONS}/{thread}").json()["conversation"]
    assert conversation["allow_reply"] is False
    assert conversation["opposite_user"] == (shown and {"id": camille} | shown)
    assert visitor.get("/api/v2/inbox").json()["conversations"][0]["opposite_user"] == conversation["opposite_user"]
    assert reply(visitor, thread, "x")[0] == 403
    assert visitor.get(f"/api/v2/users/{camille}").status_code == 404


@pytest.mark.parametrize("by_me", [True, False])
def test_a_block_closes_the_thread(sandbox: Sandbox, visitor: Visitor, me: int, camille: int, thread: int, by_me: bool) -> None:
    pair = (me, camille) if by_me else (camille, me)
    sandbox.block(*pair)
    assert visitor.get(f"{CONVERSATIONS}/{thread}").json()["conversation"]["allow_reply"] is False
    assert reply(visitor, thread, "x")[0] == 403
    sandbox.unblock(*pair)
    assert reply(visitor, thread, "x")[0] == 200


def test_a_bundle(sandbox: Sandbox, visitor: Visitor, me: int, camille: int) -> None:
    items = sandbox.add_items(me, [{"title": "Robe", "price": 10}, {"title": "Jupe", "price": 8}])
    thread = sandbox.add_thread(me, camille, items)
    transaction = visitor.get(f"{CONVERSATIONS}/{thread['conversation']}").json()["conversation"]["transaction"]
    assert (transaction["is_bundle"], transaction["item_ids"], transaction["item_title"]) == (True, items, "Lot 2 articles")
    [row] = visitor.get("/api/v2/inbox").json()["conversations"]
    assert (row["item_count"], len(row["item_photos"])) == (2, 2)


def test_a_thread_without_transaction(sandbox: Sandbox, visitor: Visitor, me: int, camille: int) -> None:
    thread = sandbox.add_thread(me, camille, messages=[{"by": camille, "text": "Bonjour"}])["conversation"]
    assert visitor.get(f"{CONVERSATIONS}/{thread}").json()["conversation"]["transaction"] is None
    [row] = visitor.get("/api/v2/inbox").json()["conversations"]
    assert (row["item_count"], row["item_photos"], row["description"]) == (0, [], "Bonjour")


# ---------------------------------------------------------------- generations and limits


def test_the_other_generation_does_not_exist(sandbox: Sandbox, visitor: Visitor, me: int, thread: int) -> None:
    paths = ["/api/v2/inbox", f"{CONVERSATIONS}/{thread}", f"{CONVERSATIONS}/stats"]
    assert [visitor.get(path).status_code for path in paths] == [200] * 3
    assert visitor.service("GET", "/messaging/main/inbox").status_code == 404
    sandbox.change_member(me, messaging=2)
    assert [visitor.get(path).status_code for path in paths] == [404] * 3
    assert reply(visitor, thread, "x")[0] == 404
    assert visitor.service("GET", "/messaging/main/inbox").status_code == 200


def test_conversations_may_stay_closed_until_the_full_hour(sandbox: Sandbox, visitor: Visitor, me: int, thread: int) -> None:
    sandbox.set(conversation_calls_allowed=3)
    answers = [visitor.get(f"{CONVERSATIONS}/{thread}") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    left = 3600 - time.time() % 3600
    assert abs(int(answers[4].headers["retry-after"]) - left) < 5
    assert reply(visitor, thread, "x")[0] == 429
    assert visitor.get(f"/api/v2/wardrobe/{me}/items").status_code == 200
    sandbox.set(conversation_calls_allowed=None)
    assert visitor.get(f"{CONVERSATIONS}/{thread}").status_code == 200
