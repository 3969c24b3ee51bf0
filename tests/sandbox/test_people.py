"""Favourites, follows, profiles, feedback: toggles that do not say which way they went, and their limits."""

from typing import Any

import pytest

from .client import Sandbox
from .visitor import Visitor


@pytest.fixture
def theirs(sandbox: Sandbox, camille: int) -> int:
    """A listing of Camille's."""
    [item] = sandbox.add_items(camille, [{"title": "Jupe", "favourites": 4}])
    return item


def toggle(visitor: Visitor, item: int) -> Any:
    return visitor.write("POST", "/api/v2/user_favourites/toggle", {"type": "item", "user_favourites": [item]})


def follow(visitor: Visitor, member: object) -> Any:
    return visitor.write("POST", "/api/v2/followed_users/toggle", {"user_id": member})


# ---------------------------------------------------------------- favourites


def test_a_favourite_is_toggled_without_saying_which_way(
    sandbox: Sandbox, visitor: Visitor, stranger: Visitor, me: int, camille: int, theirs: int
) -> None:
    seen = []
    for _ in range(2):
        assert toggle(visitor, theirs).json() == {"code": 0, "message": "Ok", "message_code": "ok"}
        listed = [row["id"] for row in visitor.get(f"/api/v2/users/{me}/items/favourites").json()["items"]]
        flag = visitor.closet(camille)[0]["is_favourite"]
        count = stranger.closet(camille)[0]["favourite_count"]
        seen.append((listed, flag, count, sandbox.truth(me)["favourites"]))
    assert seen == [([theirs], True, 5, [theirs]), ([], False, 4, [])]


def test_the_toggle_may_only_remove(sandbox: Sandbox, visitor: Visitor, me: int, theirs: int) -> None:
    sandbox.set(favourite_toggle="removes")
    assert toggle(visitor, theirs).status_code == 200
    assert sandbox.truth(me)["favourites"] == []
    sandbox.like(me, theirs)
    toggle(visitor, theirs)
    assert sandbox.truth(me)["favourites"] == []


def test_what_cannot_be_a_favourite(sandbox: Sandbox, visitor: Visitor, item: int, camille: int) -> None:
    [hidden] = sandbox.add_items(camille, [{"title": "x", "state": "hidden"}])
    assert toggle(visitor, item).status_code == 403
    assert toggle(visitor, hidden).status_code == 404
    assert toggle(visitor, 1).status_code == 404


@pytest.mark.parametrize(
    "body", [{"type": "item", "user_favourites": ["1"]}, {"type": "item", "user_favourites": []}, {"user_favourites": [1]}, {}]
)
def test_the_toggles_body_is_exact(visitor: Visitor, body: object) -> None:
    assert visitor.write("POST", "/api/v2/user_favourites/toggle", body).json()["code"] == 105


def test_others_favourites_cannot_be_read(visitor: Visitor, camille: int) -> None:
    assert visitor.get(f"/api/v2/users/{camille}/items/favourites").status_code == 403


def test_a_favourite_that_was_deleted_is_gone_and_a_sold_one_stays(
    sandbox: Sandbox, visitor: Visitor, me: int, camille: int
) -> None:
    sold, gone = sandbox.add_items(camille, [{"title": "x"}, {"title": "y"}])
    for item in (sold, gone):
        sandbox.like(me, item)
    sandbox.change_item(sold, closing_action="sold")
    sandbox.change_item(gone, deleted=True)
    rows = visitor.get(f"/api/v2/users/{me}/items/favourites").json()["items"]
    assert [(row["id"], row["is_closed"], row["is_favourite"]) for row in rows] == [(sold, True, True)]


# ---------------------------------------------------------------- follows


def test_following_and_no_longer(sandbox: Sandbox, visitor: Visitor, me: int, camille: int) -> None:
    assert follow(visitor, camille).json() == {"code": 0}
    assert visitor.get(f"/api/v2/users/{camille}").json()["user"]["is_favourite"] is True
    [row] = visitor.get(f"/api/v2/users/{me}/followed_users").json()["users"]
    assert (row["id"], row["is_favourite"]) == (camille, True)
    assert [row["id"] for row in visitor.get(f"/api/v2/users/{camille}/followers").json()["users"]] == [me]
    assert follow(visitor, camille).json() == {"code": 0}
    assert sandbox.truth(me)["follows"] == []
    assert visitor.get(f"/api/v2/users/{camille}").json()["user"]["is_favourite"] is False


def test_lists_in_pages_of_a_hundred_at_most(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    for number in range(102):
        sandbox.follow(sandbox.add_member(f"suiveur_{number}", photo_seed=None), me)
    page = visitor.get(f"/api/v2/users/{me}/followers?page=1&per_page=500").json()
    assert (len(page["users"]), page["pagination"]["total_pages"]) == (100, 2)
    assert len(visitor.get(f"/api/v2/users/{me}/followers").json()["users"]) == 20
    assert visitor.get("/api/v2/users/1/followers").status_code == 404


@pytest.mark.parametrize(("route", "status"), [("both", (200, 200)), ("followed_users", (200, 404)), ("following", (404, 200))])
def test_either_spelling_may_be_the_only_one(
    sandbox: Sandbox, visitor: Visitor, me: int, route: str, status: tuple[int, int]
) -> None:
    sandbox.set(following_route=route)
    paths = [f"/api/v2/users/{me}/followed_users", f"/api/v2/users/{me}/following"]
    assert tuple(visitor.get(path).status_code for path in paths) == status


def test_a_burst_of_follows_is_refused_for_a_while(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.set(follows_allowed=3, follow_rest_seconds=20)
    members = [sandbox.add_member(f"membre_{number}") for number in range(5)]
    answers = [follow(visitor, member) for member in members]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert (answers[3].headers["retry-after"], answers[3].json()["code"]) == ("20", 106)
    assert len(sandbox.truth(me)["follows"]) == 3
    sandbox.set(follow_rest_seconds=0)
    assert follow(visitor, members[3]).status_code == 200


def test_one_can_follow_too_many(sandbox: Sandbox, visitor: Visitor, me: int, camille: int) -> None:
    sandbox.set(followed_at_most=1)
    noa = sandbox.add_member("noa_test")
    assert follow(visitor, camille).status_code == 200
    assert follow(visitor, noa).json()["code"] == 117
    assert follow(visitor, camille).status_code == 200, "leaving one is always possible"
    assert sandbox.truth(me)["follows"] == []


def test_who_cannot_be_followed(visitor: Visitor, me: int, camille: int) -> None:
    assert follow(visitor, me).status_code == 403
    assert follow(visitor, 1).status_code == 404
    assert follow(visitor, str(camille)).json()["code"] == 105


# ---------------------------------------------------------------- profiles and feedback


def test_blocks_show_on_both_sides(sandbox: Sandbox, visitor: Visitor, stranger: Visitor, me: int, camille: int) -> None:
    sandbox.block(me, camille)
    mine = visitor.get(f"/api/v2/users/{camille}").json()["user"]
    theirs = stranger.get(f"/api/v2/users/{me}").json()["user"]
    assert (mine["is_hated"], mine["hates_you"], theirs["is_hated"], theirs["hates_you"]) == (True, False, False, True)


def test_counts_are_counted(sandbox: Sandbox, visitor: Visitor, me: int, camille: int, item: int) -> None:
    sandbox.follow(camille, me)
    sandbox.add_feedback(me, camille, rating=5)
    sandbox.add_feedback(me, camille, rating=2)
    sandbox.add_order(me, camille, [item])
    user = visitor.get("/api/v2/users/current").json()["user"]
    assert (user["followers_count"], user["following_count"], user["given_item_count"]) == (1, 0, 1)
    assert (user["positive_feedback_count"], user["negative_feedback_count"], user["feedback_reputation"]) == (1, 1, 0.7)


def test_members_are_found_by_login(sandbox: Sandbox, visitor: Visitor, camille: int) -> None:
    assert [user["id"] for user in visitor.get("/api/v2/users?search_text=Camille").json()["users"]] == [camille]
    assert visitor.get("/api/v2/users?search_text=").json()["users"] == []


def test_feedback_is_read_newest_first(sandbox: Sandbox, visitor: Visitor, me: int, camille: int, item: int) -> None:
    older = sandbox.add_feedback(me, camille, days_ago=30, item=item)
    newer = sandbox.add_feedback(me, camille, rating=3, days_ago=1, system=True)
    rows = visitor.get(f"/api/v2/user_feedbacks?user_id={me}&page=1&per_page=100&by=all").json()["user_feedbacks"]
    assert [row["id"] for row in rows] == [newer, older]
    assert (rows[0]["system_feedback"], rows[0]["rating"], rows[1]["item_title"]) == (True, 3, "Robe fleurie")
    assert visitor.get("/api/v2/user_feedbacks?user_id=1").status_code == 404
