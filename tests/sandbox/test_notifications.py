"""The feed: its addresses, what its entries tell and leave out, how long they stay, reading them."""

from typing import Any

import pytest

from .client import Sandbox
from .conftest import Browse
from .visitor import Visitor, envelope

GATEWAY, SERVICE = "/web/api/notifications/notifications", "/inbox-notifications/v1/notifications"


def feed(visitor: Visitor, query: str = "") -> list[dict[str, Any]]:
    answer = visitor.get(f"{GATEWAY}?mark_as_read=false{query}", headers={"platform": "web"})
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["notifications"]
    return rows


def test_two_addresses_have_the_same_feed_and_one_is_dead(sandbox: Sandbox, visitor: Visitor, camille: int, item: int) -> None:
    sandbox.like(camille, item)
    one = visitor.get(f"{GATEWAY}?mark_as_read=false", headers={"platform": "web"}).json()
    other = visitor.service("GET", f"{SERVICE}?mark_as_read=false").json()
    assert one.pop("code") == 0
    assert "code" not in other
    assert one["notifications"] == other["notifications"]
    assert visitor.get("/api/v2/notifications").json()["code"] == 104


def test_the_gateway_wants_a_member_and_its_header(browse: Browse, visitor: Visitor) -> None:
    assert visitor.get(GATEWAY).status_code == 400
    signed_out = browse()
    assert signed_out.get(GATEWAY, headers={"platform": "web"}).json()["code"] == 100
    signed_out.open("/")
    assert signed_out.get(GATEWAY, headers={"platform": "web"}).json()["code"] == 21
    assert signed_out.service("GET", SERVICE).status_code == 401


def test_a_like_says_who_in_several_ways_or_not_at_all(sandbox: Sandbox, visitor: Visitor, camille: int, item: int) -> None:
    sandbox.like(camille, item, days_ago=3)
    sandbox.like(camille, item, link="app", names_user=False, days_ago=2)
    sandbox.like(camille, item, link="none", names_user=False, days_ago=1)
    unknown, app, web = feed(visitor)
    assert (web["entry_type"], web["subject_id"], web["user_id"]) == (20, item, camille)
    assert web["link"] == f"/items/{item}/want_it/new?offering_id={camille}"
    assert "user_id" not in app
    assert app["link"] == f"vintedfr://messaging?item_id={item}&user_id={camille}&portal=fr"
    assert ("user_id" in unknown, unknown["link"]) == (False, f"/items/{item}")
    assert web["body"].startswith("<b>camille_ex</b> ")


def test_a_real_like_tells_the_owner_each_time(sandbox: Sandbox, visitor: Visitor, stranger: Visitor, item: int) -> None:
    for _ in range(3):
        stranger.write("POST", "/api/v2/user_favourites/toggle", {"type": "item", "user_favourites": [item]})
    rows = feed(visitor)
    assert [(row["entry_type"], row["subject_id"]) for row in rows] == [(20, item)] * 2, "liked, unliked, liked"
    assert rows[0]["id"] != rows[1]["id"]


def test_what_happens_is_told(sandbox: Sandbox, visitor: Visitor, me: int, camille: int, item: int) -> None:
    thread = sandbox.add_thread(me, camille, [item])["conversation"]
    sandbox.follow(camille, me)
    sandbox.say(thread, camille, "Bonjour")
    sandbox.propose(thread, camille, 15)
    assert [row["entry_type"] for row in feed(visitor)][::-1] == [30, 110, 121]


def test_price_drop_and_sale_are_told_to_who_likes_it(
    sandbox: Sandbox, visitor: Visitor, stranger: Visitor, camille: int, item: int
) -> None:
    sandbox.like(camille, item)
    listing, session = visitor.listing(photos=1, id=item, price=15)
    visitor.write("PUT", f"/api/v2/item_upload/items/{item}", envelope("item", listing, session))
    visitor.write("PUT", f"/api/v2/items/{item}/invented_sell")
    rows = feed(stranger)
    assert [(row["entry_type"], row["subject_id"]) for row in rows][::-1] == [(50, item), (300, item)]
    assert all("user_id" not in row for row in rows)


@pytest.mark.parametrize("entry_type", [40, 290, 750, 9999])
def test_any_type_may_come_with_any_words(sandbox: Sandbox, visitor: Visitor, me: int, entry_type: int) -> None:
    entry = sandbox.notify(me, entry_type, body="<i>Texte</i>", link="/", note="Remarque")
    [row] = feed(visitor)
    assert (row["id"], row["entry_type"], row["body"], row["note"]) == (entry, entry_type, "<i>Texte</i>", "Remarque")
    assert row["subject_id"] is None


def test_entries_are_kept_for_seven_days(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.notify(me, 750, days_ago=6.9)
    sandbox.notify(me, 750, days_ago=7.1)
    assert len(feed(visitor)) == 1
    sandbox.set(notification_days=8)
    assert len(feed(visitor)) == 2


def test_reading_marks_as_read_unless_asked_not_to(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    for _ in range(3):
        sandbox.notify(me, 750)

    def unread() -> int:
        count: int = visitor.get(f"{GATEWAY}/unread_count", headers={"platform": "web"}).json()["count"]
        return count

    feed(visitor)
    assert unread() == 3
    visitor.get(f"{GATEWAY}?page=1&per_page=2", headers={"platform": "web"})
    assert unread() == 1, "only those that were shown"
    assert [row["is_read"] for row in feed(visitor)] == [True, True, False]
    sandbox.set(reading_marks_notifications=False)
    visitor.get(GATEWAY, headers={"platform": "web"})
    assert unread() == sandbox.truth(me)["unread_notifications"] == 1
    assert visitor.service("GET", f"{SERVICE}/unread_count").json() == {"count": 1}


def test_the_feed_comes_in_pages(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    entries = [sandbox.notify(me, 750, days_ago=days) for days in range(5)]
    assert [row["id"] for row in feed(visitor, "&page=2&per_page=2")] == entries[2:4]


def test_ids_may_be_numbers(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.set(notification_ids="number")
    sandbox.notify(me, 750)
    assert isinstance(feed(visitor)[0]["id"], int)
