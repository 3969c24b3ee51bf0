"""Messages and orders on the real stack: who waits, an answer, an offer, a label, a parcel."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, expect

from .conftest import OUTPUT
from .looks import readable_everywhere
from .stack import ClosetOf, Seat, Stack
from .test_acts import LONG_MS

PICTURES = OUTPUT / "inbox"


@pytest.fixture(scope="module")
def seat(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    PICTURES.mkdir(parents=True, exist_ok=True)
    stack = Stack(tmp_path_factory.mktemp("stack"), playwright_driver)
    seat = stack.browser().connect()
    yield seat
    seat.browser.close()
    stack.close()


@pytest.fixture
def closet(seat: Seat) -> ClosetOf:
    closet = seat.new_closet([{"title": "Robe fleurie", "price": 24.0, "photos": 1}, {"title": "Chemise", "price": 15.0}])
    seat.backend("switch_closet", path={"id": closet.id})
    closet.settled(closet.wish(verb="sync_closet"))
    return closet


def own_messages(seat: Seat, closet: ClosetOf) -> list[str]:
    threads = seat.stack.vinted.truth(closet.member)["threads"]
    return [text for thread in threads for text in thread["own_messages"]]


def test_somebody_waits_and_is_answered(seat: Seat, closet: ClosetOf) -> None:
    vinted = seat.stack.vinted
    buyer = vinted.add_member(f"camille_{closet.member}")
    thread = vinted.add_thread(closet.member, buyer, [closet.items[0]], [{"by": buyer, "text": "Bonjour, disponible ?"}])
    page = seat.open_screen("inbox", closet)
    expect(page.get_by_text("No conversation was read yet")).to_be_visible()
    page.get_by_role("button", name="Read again").click()
    row = page.get_by_role("row").filter(has_text="camille_")
    expect(row).to_contain_text("To answer", timeout=LONG_MS)
    readable_everywhere(page, PICTURES, "threads")
    # looking at it here tells nobody anything
    row.focus()
    page.keyboard.press("Enter")
    page.get_by_role("article").get_by_role("button", name="Read again").click()
    expect(page.locator(".entry-text", has_text="Bonjour, disponible ?")).to_be_visible(timeout=LONG_MS)
    page.get_by_label("Answer to").fill("Oui, toujours.")
    page.get_by_role("button", name="Send to camille_").click()
    expect(page.locator(".sending").get_by_text("Sent", exact=True)).to_be_visible(timeout=LONG_MS)
    assert own_messages(seat, closet) == ["Oui, toujours."]
    readable_everywhere(page, PICTURES, "answered")
    assert vinted.thread(thread["conversation"])[-1]["text"] == "Oui, toujours."


def test_an_answer_that_was_lost_is_not_said_to_be_sent_nor_sent_twice(seat: Seat, closet: ClosetOf) -> None:
    vinted = seat.stack.vinted
    buyer = vinted.add_member(f"paul_{closet.member}")
    vinted.add_thread(closet.member, buyer, [closet.items[0]], [{"by": buyer, "text": "Bonjour ?"}])
    closet.settled(closet.wish(verb="sync_inbox"))
    (thread,) = seat.backend("threads", query={"closet_id": closet.id})["items"]
    closet.settled(closet.wish(verb="sync_conversation", thread_id=thread["thread_id"]))
    page = seat.open_screen(f"inbox/{thread['thread_id']}", closet)
    vinted.arm("drop_after", method="POST", path_regex=r"/(replies|messages)")
    page.get_by_label("Answer to").fill("Oui.")
    page.get_by_role("button", name="Send to paul_").click()
    expect(page.locator(".sending").get_by_text("Sent", exact=True)).to_be_visible(timeout=LONG_MS)
    assert own_messages(seat, closet) == ["Oui."]
    vinted.clear_faults()


def test_a_buyers_offer_is_answered_with_another_price(seat: Seat, closet: ClosetOf) -> None:
    vinted = seat.stack.vinted
    buyer = vinted.add_member(f"marc_{closet.member}")
    made = vinted.add_thread(closet.member, buyer, [closet.items[0]], [{"by": buyer, "text": "Un geste ?"}])
    vinted.propose(made["conversation"], buyer, 18)
    closet.settled(closet.wish(verb="sync_inbox"))
    (thread,) = seat.backend("threads", query={"closet_id": closet.id})["items"]
    closet.settled(closet.wish(verb="sync_conversation", thread_id=thread["thread_id"]))
    page = seat.open_screen(f"inbox/{thread['thread_id']}", closet)
    expect(page.get_by_text("Asked for: €18.00 · open")).to_be_visible()
    page.get_by_role("button", name="Another price").click()
    page.get_by_label("Your price for").fill("21,50")
    page.get_by_role("button", name="Answer with €21.50").click()

    def offered() -> bool:
        return any(float(offer["price"]) == 21.5 for offer in vinted.truth(closet.member)["offers"])

    seat.wait_for("the counter offer", offered, 30)


def test_a_sale_gets_its_label_and_is_handed_over(seat: Seat, closet: ClosetOf) -> None:
    vinted = seat.stack.vinted
    buyer = vinted.add_member(f"ines_{closet.member}")
    order = vinted.add_order(closet.member, buyer, [closet.items[1]], "paid")
    page = seat.open_screen("orders", closet)
    page.get_by_role("button", name="Read again").click()
    row = page.get_by_role("row").filter(has_text="Chemise")
    expect(row).to_contain_text("Paid", timeout=LONG_MS)
    readable_everywhere(page, PICTURES, "orders")
    row.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Have the label made").click()
    page.get_by_role("button", name="Open the label to print").wait_for(timeout=LONG_MS)
    with seat.browser.context.expect_page() as opened:
        page.get_by_role("button", name="Open the label to print").click()
    assert opened.value.url.startswith("blob:")
    assert vinted.order(order["transaction"])["shipment"]["label_ordered"] is True


def test_a_thread_that_takes_no_answer_has_no_box_for_one(seat: Seat, closet: ClosetOf) -> None:
    vinted = seat.stack.vinted
    buyer = vinted.add_member(f"lea_{closet.member}")
    made = vinted.add_thread(closet.member, buyer, [closet.items[0]], [{"by": buyer, "text": "Bonjour"}])
    vinted.change_thread(made["conversation"], allow_reply=False)
    closet.settled(closet.wish(verb="sync_inbox"))
    (thread,) = seat.backend("threads", query={"closet_id": closet.id})["items"]
    closet.settled(closet.wish(verb="sync_conversation", thread_id=thread["thread_id"]))
    page = seat.open_screen(f"inbox/{thread['thread_id']}", closet)
    expect(page.get_by_text("Vinted takes no answer in this conversation.")).to_be_visible()
    expect(page.get_by_label("Answer to")).to_have_count(0)


def test_a_member_is_followed_and_no_longer(seat: Seat, closet: ClosetOf) -> None:
    vinted = seat.stack.vinted
    liker = vinted.add_member(f"lea_{closet.member}")
    vinted.like(liker, closet.items[0])
    closet.settled(closet.wish(verb="sync_notifications"))
    page = seat.open_screen("inbox/likers", closet)

    def choose(entry: str) -> None:
        page.get_by_role("button", name=f"More for lea_{closet.member}").click()
        page.get_by_role("menuitem", name=entry).click()

    choose("Follow lea_")
    expect(page.get_by_label("Follow", exact=True).get_by_text("Done")).to_be_visible(timeout=LONG_MS)
    assert liker in vinted.truth(closet.member)["follows"]
    readable_everywhere(page, PICTURES, "followed")
    choose("Stop following lea_")
    seat.wait_for("no follow any more", lambda: liker not in vinted.truth(closet.member)["follows"])


def test_somebody_elses_item_becomes_a_favourite_from_its_conversation(seat: Seat, closet: ClosetOf) -> None:
    vinted = seat.stack.vinted
    shop = vinted.add_member(f"shop_{closet.member}")
    (theirs,) = vinted.add_items(shop, [{"title": "Sac en cuir"}])
    vinted.add_thread(shop, closet.member, [theirs], [{"by": closet.member, "text": "Bonjour ?"}, {"by": shop, "text": "Oui."}])
    closet.settled(closet.wish(verb="sync_inbox"))
    (thread,) = seat.backend("threads", query={"closet_id": closet.id})["items"]
    closet.settled(closet.wish(verb="sync_conversation", thread_id=thread["thread_id"]))
    page = seat.open_screen(f"inbox/{thread['thread_id']}", closet)
    page.get_by_role("button", name="More for shop_").click()
    page.get_by_role("menuitem", name="Add the item to favourites").click()
    seat.wait_for("the favourite", lambda: theirs in vinted.truth(closet.member)["favourites"])
    expect(page.get_by_label("Favourite", exact=True).get_by_text("Done")).to_be_visible(timeout=LONG_MS)
