"""What a test can look at: the one value with all that is so of a member, and seeding much of it quickly."""

import time
from typing import Any

from .client import Sandbox
from .visitor import Visitor


def test_the_truth_of_a_member_in_one_value(sandbox: Sandbox, me: int, camille: int) -> None:
    live, hidden, sold = sandbox.add_items(me, [{"title": "A"}, {"title": "B", "state": "hidden"}, {"title": "C"}])
    [theirs] = sandbox.add_items(camille, [{"title": "D"}])
    entries: list[dict[str, Any]] = [
        {"by": camille, "text": "Bonjour"},
        {"by": me, "text": "Oui ?"},
        {"by": camille, "price": 12},
    ]
    thread = sandbox.add_thread(me, camille, [live], entries)
    order = sandbox.add_order(me, camille, [sold], label_ordered=True)
    sandbox.like(camille, live)
    sandbox.like(me, theirs)
    sandbox.follow(me, camille)
    truth = sandbox.truth(me)
    assert {state: [item["id"] for item in items] for state, items in truth["listings"].items()} == {
        "active": [live], "hidden": [hidden], "sold": [sold]}  # fmt: skip
    assert [(row["id"], row["own_messages"], row["unread"]) for row in truth["threads"]] == [
        (thread["conversation"], ["Oui ?"], 1), (order["conversation"], [], 2)]  # fmt: skip
    [offer] = truth["offers"]
    assert (offer["id"], offer["by_me"], offer["price"], offer["current"]) == (thread["offers"][0], False, 12.0, True)
    assert (truth["favourites"], truth["liked_by"], truth["follows"]) == ([theirs], {str(live): [camille]}, [camille])
    [sale] = truth["orders"]
    assert (sale["transaction"], sale["side"], sale["user_status"]) == (order["transaction"], "seller", "needs_action")
    assert sale["shipment"]["label_ordered"] is True
    assert truth == sandbox.truth(me), "looking changes nothing"


def test_two_thousand_listings_are_there_in_a_moment(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    began = time.monotonic()
    ids = sandbox.add_stock(me, 2000, "Robe", price=9, photos=2)
    assert time.monotonic() - began < 5
    assert len(set(ids)) == 2000
    assert len(sandbox.visible(me)) == 2000
    page = visitor.get(f"/api/v2/wardrobe/{me}/items?per_page=96&page=21").json()
    assert (len(page["items"]), page["pagination"]["total_entries"]) == (80, 2000)
    assert sandbox.item(ids[-1])["fields"]["title"] == "Robe 2000"


def test_who_has_seen_a_message(sandbox: Sandbox, visitor: Visitor, me: int, camille: int, item: int) -> None:
    thread = sandbox.add_thread(me, camille, [item], [{"by": camille, "text": "Bonjour"}])["conversation"]
    assert [message["seen_by"] for message in sandbox.thread(thread)] == [[camille]]
    visitor.get(f"/inbox/{thread}")
    assert [message["seen_by"] for message in sandbox.thread(thread)] == [[me, camille]]
