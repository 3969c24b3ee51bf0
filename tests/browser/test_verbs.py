"""Every verb of all the hands once, wish to proof, in real Chromium: what it says it did is so at Vinted, and nothing else is."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Playwright

from .stack import ClosetOf, Seat, Stack

LISTINGS = [{"title": "Robe fleurie", "price": 24.0, "photos": 2}, {"title": "Chemise", "price": 15.0}]


@pytest.fixture(scope="module")
def seat(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    stack = Stack(tmp_path_factory.mktemp("stack"), playwright_driver)
    seat = stack.browser().connect()
    yield seat
    seat.browser.close()
    stack.close()


@pytest.fixture
def closet(seat: Seat) -> ClosetOf:
    closet = seat.new_closet(LISTINGS)
    done(closet, verb="sync_closet")
    return closet


@pytest.fixture
def other(seat: Seat, closet: ClosetOf) -> int:
    """Another member."""
    return seat.stack.vinted.add_member(f"camille_{closet.member}")


def ended(closet: ClosetOf, **wish: Any) -> tuple[str, str]:
    job = closet.settled(closet.wish(**wish))
    return job["state"], job["reason"]


def done(closet: ClosetOf, **wish: Any) -> dict[str, Any]:
    job = closet.settled(closet.wish(**wish))
    assert (job["state"], job["reason"]) == ("done", "ok"), job
    return job


def truth(closet: ClosetOf) -> dict[str, Any]:
    return closet.seat.stack.vinted.truth(closet.member)


def proofs(job: dict[str, Any]) -> list[str]:
    return [step["proof"]["kind"] for step in job["history"]]


def eur(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def thread_with(closet: ClosetOf, other: int, *messages: dict[str, Any]) -> dict[str, Any]:
    """A conversation the other member began about the first listing, read by the hands; ids as the sandbox gave them."""
    said = list(messages) or [{"by": other, "text": "Bonjour, disponible ?"}]
    made = closet.seat.stack.vinted.add_thread(closet.member, other, closet.items[:1], said)
    done(closet, verb="sync_inbox")
    done(closet, verb="sync_conversation", thread_id=made["conversation"])
    return made


def own_messages(closet: ClosetOf) -> list[str]:
    return [text for thread in truth(closet)["threads"] for text in thread["own_messages"]]


# ------------------------------------------------------------------------------------------------ reading
def test_sync_listing(closet: ClosetOf) -> None:
    done(closet, verb="sync_listing", item_id=closet.items[0])
    rows = closet.seat.backend("listings", query={"closet_id": closet.id})["items"]
    details = next(row for row in rows if row["seen"]["item_id"] == closet.items[0])["details"]
    assert details["fields"]["catalog_id"] == 1059
    assert details["photo_ids"] == closet.seat.stack.vinted.item(closet.items[0])["photos"]


@pytest.mark.parametrize("generation", [1, 2])
def test_sync_inbox_and_conversation(closet: ClosetOf, other: int, generation: int) -> None:
    vinted = closet.seat.stack.vinted
    vinted.change_member(closet.member, messaging=generation)
    made = vinted.add_thread(closet.member, other, closet.items[:1], [{"by": other, "text": "Bonjour ?"}])
    done(closet, verb="sync_inbox")
    (thread,) = closet.seat.backend("threads", query={"closet_id": closet.id})["items"]
    assert (thread["thread_id"], thread["unread"], thread["other"]["member_id"]) == (made["conversation"], True, other)
    assert truth(closet)["threads"][0]["unread"] == 1  # the list opens none
    done(closet, verb="sync_conversation", thread_id=made["conversation"])
    read = closet.seat.backend("conversation", path={"thread_id": made["conversation"]})
    assert [(entry["text"], entry["mine"]) for entry in read["entries"]] == [("Bonjour ?", False)]
    assert read["allow_reply"] is True


def test_sync_orders(closet: ClosetOf, other: int) -> None:
    made = closet.seat.stack.vinted.add_order(closet.member, other, closet.items[1:], "paid")
    done(closet, verb="sync_orders")
    (order,) = closet.seat.backend("orders", query={"closet_id": closet.id})["items"]
    assert (order["transaction_id"], order["side"], order["state"]) == (made["transaction"], "sold", "paid")
    assert order["item_ids"] == closet.items[1:]


def test_sync_notifications(closet: ClosetOf, other: int) -> None:
    closet.seat.stack.vinted.like(other, closet.items[0])
    done(closet, verb="sync_notifications")
    (liker,) = closet.seat.backend("likers", query={"closet_id": closet.id})["items"]
    assert (liker["member"]["member_id"], liker["item_id"], liker["contacted"]) == (other, closet.items[0], False)


def test_read_comparables(closet: ClosetOf, other: int) -> None:
    closet.seat.stack.vinted.add_stock(other, 6, title="Robe fleurie", price=20.0)
    item = {"path": {"item_id": closet.items[0]}}
    job = closet.settled(closet.seat.backend("find_comparables", **item)["id"])
    assert (job["state"], job["reason"]) == ("done", "ok"), job
    check = closet.seat.backend("comparables", **item)
    assert check["support"] == "enough"
    assert check["middle"] == eur(2000)


# ------------------------------------------------------------------------------------------------ own listings
def test_update_listing(closet: ClosetOf) -> None:
    vinted, item = closet.seat.stack.vinted, closet.items[0]
    before = vinted.item(item)
    photos = before["photos"][::-1]
    order = [{"vinted_photo_id": photo, "photo": None} for photo in photos]
    text = "Portée deux fois, lavée à la main."
    job = done(closet, verb="update_listing", item_id=item, change={"price": eur(1950), "description": text, "photos": order})
    assert proofs(job) == ["edit_payload"]
    now = vinted.item(item)
    assert (float(now["fields"]["price"]), now["fields"]["description"], now["photos"]) == (19.5, text, photos)
    assert now["fields"] | {"price": 0, "description": ""} == before["fields"] | {"price": 0, "description": ""}


# ------------------------------------------------------------------------------------------------ addressing a person
@pytest.mark.parametrize("generation", [1, 2])
def test_send_message_answers(closet: ClosetOf, other: int, generation: int) -> None:
    closet.seat.stack.vinted.change_member(closet.member, messaging=generation)
    made = thread_with(closet, other)
    job = done(closet, verb="send_message", thread_id=made["conversation"], text="Oui, toujours.")
    assert proofs(job) == ["thread_entry"]
    assert own_messages(closet) == ["Oui, toujours."]


def test_send_message_first_to_a_liker_and_never_twice(closet: ClosetOf, other: int) -> None:
    closet.seat.stack.vinted.like(other, closet.items[0])
    done(closet, verb="sync_notifications")
    wish = {"verb": "send_message", "member_id": other, "item_id": closet.items[0], "reason": "liked_your_item"}
    done(closet, **wish, text="Bonjour, une question ?")
    with pytest.raises(AssertionError, match="contacted"):
        done(closet, **wish, text="Et encore ?")
    assert own_messages(closet) == ["Bonjour, une question ?"]


def test_send_offer(closet: ClosetOf, other: int) -> None:
    made = thread_with(closet, other)
    done(closet, verb="send_offer", thread_id=made["conversation"], item_id=closet.items[0], price=eur(2000))
    (offer,) = truth(closet)["offers"]
    assert (offer["by_me"], offer["price"], offer["current"]) == (True, 20.0, True)


@pytest.mark.parametrize(("answer", "status"), [("accept", 20), ("decline", 30)])
def test_answer_offer(closet: ClosetOf, other: int, answer: str, status: int) -> None:
    made = thread_with(closet, other, {"by": other, "text": "Un geste ?"}, {"by": other, "price": 18})
    done(closet, verb="answer_offer", thread_id=made["conversation"], offer_id=made["offers"][0], answer=answer)
    assert [offer["status"] for offer in truth(closet)["offers"]] == [status]


def test_answer_offer_with_another_price(closet: ClosetOf, other: int) -> None:
    made = thread_with(closet, other, {"by": other, "text": "Un geste ?"}, {"by": other, "price": 18})
    wish = {"thread_id": made["conversation"], "offer_id": made["offers"][0], "answer": "counter", "price": eur(2100)}
    done(closet, verb="answer_offer", **wish)
    assert [(o["by_me"], o["price"]) for o in truth(closet)["offers"] if o["current"]] == [(True, 21.0)]


def test_set_favourite(closet: ClosetOf, other: int) -> None:
    (item,) = closet.seat.stack.vinted.add_items(other, [{"title": "Jupe"}])
    wish = {"verb": "set_favourite", "item_id": item, "member_id": other}
    done(closet, **wish, favourite=True)
    assert truth(closet)["favourites"] == [item]
    assert ended(closet, **wish, favourite=True) == ("done", "nothing_to_do")
    done(closet, **wish, favourite=False)
    assert truth(closet)["favourites"] == []


def test_set_follow(closet: ClosetOf, other: int) -> None:
    done(closet, verb="set_follow", member_id=other, follow=True)
    assert truth(closet)["follows"] == [other]
    done(closet, verb="set_follow", member_id=other, follow=False)
    assert truth(closet)["follows"] == []


# ------------------------------------------------------------------------------------------------ threads and orders
@pytest.mark.parametrize(("generation", "end"), [(1, ("done", "ok")), (2, ("failed", "not_possible"))])
def test_mark_thread_read(closet: ClosetOf, other: int, generation: int, end: tuple[str, str]) -> None:
    vinted = closet.seat.stack.vinted
    vinted.change_member(closet.member, messaging=generation)
    made = vinted.add_thread(closet.member, other, closet.items[:1], [{"by": other, "text": "Bonjour ?"}])
    done(closet, verb="sync_inbox")
    assert ended(closet, verb="mark_thread_read", thread_id=made["conversation"]) == end
    if generation == 1:
        assert truth(closet)["threads"][0]["unread"] == 0


def test_fetch_label(closet: ClosetOf, other: int) -> None:
    vinted = closet.seat.stack.vinted
    made = vinted.add_order(closet.member, other, closet.items[1:], "paid")
    wish = {"verb": "fetch_label", "transaction_id": made["transaction"]}
    done(closet, verb="sync_orders")
    assert ended(closet, **wish) == ("failed", "label_not_ready")
    assert vinted.order(made["transaction"])["shipment"]["label_ordered"] is False
    done(closet, **wish, order=True)
    assert vinted.order(made["transaction"])["shipment"]["label_ordered"] is True
    label = closet.seat.stack.person()
    answer = label.get(f"/orders/{made['transaction']}/label", params={"closet_id": closet.id})
    label.close()
    assert answer.content.startswith(b"%PDF")
    done(closet, **wish)  # it is there: nothing is ordered for that
    orders = [line for line in vinted.log() if line["path"].endswith("/shipment/order") and line["applied"]]
    assert len([line for line in orders if str(made["transaction"]) in line["path"]]) == 1


def test_mark_shipped(closet: ClosetOf, other: int) -> None:
    vinted = closet.seat.stack.vinted
    made = vinted.add_order(closet.member, other, closet.items[1:], "paid", tracked=False, label_ordered=True)
    done(closet, verb="sync_orders")
    done(closet, verb="mark_shipped", transaction_id=made["transaction"])
    assert vinted.order(made["transaction"])["shipment"]["shipped"] is True
    assert ended(closet, verb="mark_shipped", transaction_id=made["transaction"]) == ("done", "nothing_to_do")


# ------------------------------------------------------------------------------------------------ handing over
def test_open_on_vinted(closet: ClosetOf) -> None:
    before = closet.seat.stack.vinted.last_seq()
    job = closet.settled(closet.wish(verb="open_on_vinted", purpose="reserve", item_id=closet.items[0]))
    assert (job["state"], job["reason"]) == ("done", "opened"), job
    pages = [page.url for page in closet.seat.browser.context.pages]
    assert any(f"/items/{closet.items[0]}" in url for url in pages), pages
    assert [line for line in closet.seat.stack.vinted.log() if line["seq"] > before and line["applied"]] == []


def test_a_closet_that_was_emptied_is_believed_after_a_second_look(seat: Seat, closet: ClosetOf) -> None:
    for item in closet.items:
        seat.stack.vinted.change_item(item, deleted=True)
    seat.stack.vinted.clear_log()
    done(closet, verb="sync_closet")
    looks = [entry for entry in seat.stack.vinted.log() if "/wardrobe/" in entry["path"]]
    assert len(looks) == 2
    shown = seat.backend("listings", query={"closet_id": closet.id})["items"]
    assert {each["seen"]["state"] for each in shown} <= {"gone"}


def test_a_closet_with_nothing_in_it_is_read_as_that(seat: Seat) -> None:
    closet = seat.new_closet(items=())
    done(closet, verb="sync_closet")
    assert seat.backend("listings", query={"closet_id": closet.id})["items"] == []
    assert next(each for each in seat.backend("closets")["items"] if each["id"] == closet.id)["listing_count"] == 0
