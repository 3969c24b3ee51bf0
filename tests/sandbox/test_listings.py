"""Creating, editing, drafts, completion, hiding and deleting: what is taken, what is refused, what stands afterwards."""

import time
from typing import Any

import pytest

from .client import Sandbox
from .visitor import Visitor, envelope, jpeg

ITEMS = "/api/v2/item_upload/items"


def fields(answer: Any) -> set[str]:
    assert (answer.status_code, answer.json()["code"]) == (400, 99), answer.text
    assert all(error["value"] for error in answer.json()["errors"])
    return {error["field"] for error in answer.json()["errors"]}


def test_a_complete_listing_is_published_as_sent(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    listing, session = visitor.listing()
    answer = visitor.create(listing, session).json()
    item = sandbox.item(answer["item"]["id"])
    assert sandbox.visible(me) == [item["id"]]
    assert item["photos"] == [photo["id"] for photo in listing["assigned_photos"]]
    kept = {name: item["fields"][name] for name in ("title", "description", "price", "catalog_id", "brand_id", "color_ids")}
    assert kept == {name: listing[name] for name in kept}
    assert item["fields"]["attributes"] == {"size": [4], "condition": [2], "material": [44]}


def test_processing_then_active(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.set(processing_seconds=0.3)
    item = visitor.create(*visitor.listing()).json()["item"]
    assert item["is_processing"]
    assert sandbox.item(item["id"])["state"] == "processing"
    deadline = time.monotonic() + 5
    while sandbox.visible(me) != [item["id"]] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert sandbox.visible(me) == [item["id"]]


def test_success_may_have_an_empty_body(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.set(empty_body_success=True)
    answer = visitor.create(*visitor.listing())
    assert (answer.status_code, answer.content) == (200, b"")
    assert len(sandbox.visible(me)) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"), ({"title": "x" * 101}, "title"), ({"description": ""}, "description"),
        ({"description": "x" * 2001}, "description"), ({"price": 0.99}, "price"), ({"price": 30000.5}, "price"),
        ({"price": None}, "price"), ({"catalog_id": None}, "catalog"), ({"catalog_id": 4}, "catalog"),
        ({"catalog_id": 1}, "catalog"),
        ({"package_size_id": None}, "package_size"), ({"package_size_id": 8}, "package_size"),
        ({"brand_id": None, "brand": ""}, "brand"), ({"brand_id": 5_555_555}, "brand"), ({"color_ids": []}, "color"),
        ({"color_ids": [1, 3, 5]}, "color"), ({"color_ids": [999]}, "color"), ({"assigned_photos": []}, "photos"),
        ({"item_attributes": [{"code": "condition", "ids": [2]}]}, "size"),
        ({"item_attributes": [{"code": "size", "ids": [4]}]}, "condition"),
        ({"item_attributes": [{"code": "size", "ids": [778]}, {"code": "condition", "ids": [2]}]}, "size"),
        ({"item_attributes": [{"code": "size", "ids": [4]}, {"code": "condition", "ids": [9]}]}, "condition"),
        ({"item_attributes": [
            {"code": "size", "ids": [4]}, {"code": "condition", "ids": [2]}, {"code": "material", "ids": [1]}]}, "material"),
    ],
)  # fmt: skip
def test_each_field_is_asked_for_by_name(sandbox: Sandbox, visitor: Visitor, me: int, change: dict[str, Any], field: str) -> None:
    listing, session = visitor.listing(photos=1)
    assert fields(visitor.create(listing | change, session)) == {field}
    assert sandbox.state(me)["items"] == []


def test_several_fields_at_once(visitor: Visitor) -> None:
    listing, session = visitor.listing(
        photos=1, brand_id=None, color_ids=[], price=None, package_size_id=None, item_attributes=[]
    )
    wanted = {"brand", "size", "condition", "color", "package_size", "price"}
    assert fields(visitor.create(listing, session)) == wanted


def test_other_categories_ask_for_other_fields(visitor: Visitor) -> None:
    book, session = visitor.listing(photos=1, catalog_id=5425, brand_id=None, color_ids=[])
    book["item_attributes"] = [{"code": "condition", "ids": [2]}]
    assert visitor.create(book, session).status_code == 200
    phone, session = visitor.listing(photos=1, catalog_id=3661)
    phone["item_attributes"] = [{"code": "condition", "ids": [2]}]
    assert fields(visitor.create(phone, session)) == {"internal_memory_capacity", "sim_lock"}


def test_the_older_top_level_ids_still_count(sandbox: Sandbox, visitor: Visitor) -> None:
    listing, session = visitor.listing(photos=1, item_attributes=[], size_id=4, status_id=3)
    item = visitor.create(listing, session).json()["item"]["id"]
    assert sandbox.item(item)["fields"]["attributes"] == {"size": [4], "condition": [3]}


def test_a_typed_brand_and_the_no_brand_sentinel(visitor: Visitor) -> None:
    listing, session = visitor.listing(photos=1, brand_id=None, brand="Couture de Mamie")
    item = visitor.create(listing, session).json()["item"]
    assert item["brand_dto"]["title"] == "Couture de Mamie"
    listing, session = visitor.listing(photos=1, brand_id=1)
    assert visitor.create(listing, session).json()["item"]["brand_id"] == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: body.pop("upload_session_id"),
        lambda body: body.update(upload_session_id="00000000-0000-4000-8000-000000000000"),
        lambda body: body["item"].pop("temp_uuid"),
        lambda body: body["item"].update(price="18.50"),
        lambda body: body["item"].update(price={"amount": "18.5", "currency_code": "EUR"}),
        lambda body: body["item"].update(color_ids=["5"]),
        lambda body: body["item"].update(item_attributes=[{"code": "size", "ids": 4}]),
        lambda body: body["item"].update(assigned_photos=body["item"]["assigned_photos"] * 2),
        lambda body: body.pop("item"),
    ],
)
def test_a_wrong_structure_is_a_bare_server_error(sandbox: Sandbox, visitor: Visitor, me: int, spoil: Any) -> None:
    listing, session = visitor.listing(photos=1)
    body = envelope("item", listing, session)
    spoil(body)
    answer = visitor.write("POST", ITEMS, body)
    assert (answer.status_code, answer.json()["code"]) == (500, 105)
    assert sandbox.state(me)["items"] == []


def test_dynamic_attributes_need_their_headers(visitor: Visitor) -> None:
    for name in ("condition", "size", "video-game-rating"):
        listing, session = visitor.listing(photos=1)
        answer = visitor.create(listing, session, **{f"x-enable-dynamic-attribute-{name}": ""})
        assert answer.json()["code"] == 105


def test_photos_of_another_session_are_not_usable(visitor: Visitor) -> None:
    listing, session = visitor.listing(photos=1)
    stray = visitor.upload(jpeg(7), "11111111-2222-4333-8444-555555555555").json()["id"]
    orphan = visitor.upload(jpeg(8), "").json()["id"]
    for photo in (stray, orphan, 1):
        assert fields(visitor.create(listing | {"assigned_photos": [{"id": photo, "orientation": 0}]}, session)) == {"photos"}


def test_photos_of_another_listing_or_member_are_not_usable(
    sandbox: Sandbox, visitor: Visitor, stranger: Visitor, me: int
) -> None:
    listing, session = visitor.listing(photos=1)
    assert visitor.create(listing, session).status_code == 200
    assert fields(visitor.create(listing, session)) == {"photos"}, "already attached to a listing"
    theirs, session = stranger.listing(photos=1)
    assert fields(visitor.create(theirs, session)) == {"photos"}


def test_no_more_than_twenty_photos(visitor: Visitor) -> None:
    listing, session = visitor.listing(photos=21)
    assert fields(visitor.create(listing, session)) == {"photos"}
    assert visitor.create(listing | {"assigned_photos": listing["assigned_photos"][:20]}, session).status_code == 200


def test_decorative_titles_may_be_refused(sandbox: Sandbox, visitor: Visitor) -> None:
    listing, session = visitor.listing(photos=1, title="Robe ✨ fleurie")
    sandbox.set(refuse_decorative_titles=True)
    assert fields(visitor.create(listing, session)) == {"title"}
    sandbox.set(refuse_decorative_titles=False)
    assert visitor.create(listing, session).status_code == 200


def test_a_paid_bump_is_noticed(sandbox: Sandbox, visitor: Visitor) -> None:
    listing, session = visitor.listing(photos=1)
    item = visitor.write("POST", ITEMS, envelope("item", listing, session) | {"push_up": True}).json()["item"]["id"]
    assert sandbox.item(item)["paid_bump"]


# ---------------------------------------------------------------- edit


def test_an_edit_replaces_everything_and_drops_photos_left_out(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    [item] = sandbox.add_items(me, [{"title": "Avant", "photos": 3}])
    first, second, third = sandbox.item(item)["photos"]
    listing, session = visitor.listing(photos=1, id=item, title="Après")
    [new] = listing["assigned_photos"]
    listing["assigned_photos"] = [{"id": third, "orientation": 0}, new, {"id": first, "orientation": 0}]
    answer = visitor.write("PUT", f"{ITEMS}/{item}", envelope("item", listing, session))
    assert answer.status_code == 200
    after = sandbox.item(item)
    assert (after["fields"]["title"], after["photos"]) == ("Après", [third, new["id"], first])
    assert [photo["id"] for photo in visitor.closet(me)[0]["photos"]] == [third, new["id"], first]
    listing["assigned_photos"].append({"id": second, "orientation": 0})
    again = visitor.write("PUT", f"{ITEMS}/{item}", envelope("item", listing, session))
    assert fields(again) == {"photos"}, "a photo left out is gone for good"
    assert visitor.write("DELETE", f"/api/v2/photos/{second}").status_code == 404


def test_an_edit_is_checked_as_strictly(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    item, sold = sandbox.add_items(me, [{"title": "x"}, {"title": "y", "state": "sold"}])
    listing, session = visitor.listing(photos=1, price=0)
    assert fields(visitor.write("PUT", f"{ITEMS}/{item}", envelope("item", listing | {"id": item}, session))) == {"price"}
    assert visitor.write("PUT", f"{ITEMS}/{sold}", envelope("item", listing | {"id": sold}, session)).status_code == 403
    assert visitor.write("PUT", f"{ITEMS}/1", envelope("item", listing | {"id": 1}, session)).status_code == 404


def test_others_listings_cannot_be_touched(sandbox: Sandbox, stranger: Visitor, me: int) -> None:
    [item] = sandbox.add_items(me, [{"title": "x"}])
    listing, session = stranger.listing(photos=1, id=item)
    assert stranger.write("PUT", f"{ITEMS}/{item}", envelope("item", listing, session)).status_code == 403
    assert stranger.write("PUT", f"/api/v2/items/{item}/is_hidden", {"is_hidden": True}).status_code == 403
    assert stranger.write("POST", f"/api/v2/items/{item}/delete").status_code == 403


# ---------------------------------------------------------------- drafts


def test_a_draft_is_taken_loosely_and_published_strictly(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    listing, session = visitor.listing(photos=1)
    draft = visitor.create_draft(listing | {"title": "", "price": None, "catalog_id": None}, session)
    assert sandbox.state(me)["drafts"] == [draft]
    assert fields(visitor.complete(draft, listing | {"price": None}, session)) == {"price"}
    answer = visitor.complete(draft, listing, session).json()
    assert (answer["item"]["id"], answer["item"]["is_draft"]) == (draft, False)
    assert sandbox.visible(me) == [draft]


def test_a_draft_is_updated_read_and_deleted(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    listing, session = visitor.listing(photos=2)
    draft = visitor.create_draft(listing, session)
    change = listing | {"id": draft, "title": "Autre", "assigned_photos": listing["assigned_photos"][:1]}
    answer = visitor.write("PUT", f"/api/v2/item_upload/drafts/{draft}", envelope("draft", change, session))
    assert answer.json()["draft"]["id"] == draft
    payload = visitor.get(f"{ITEMS}/{draft}").json()["item"]
    assert (payload["title"], payload["is_draft"], len(payload["photos"])) == ("Autre", True, 1)
    assert visitor.write("DELETE", f"/api/v2/item_upload/drafts/{draft}").status_code == 200
    assert visitor.write("DELETE", f"/api/v2/item_upload/drafts/{draft}").status_code == 404
    assert visitor.complete(draft, listing, session).status_code == 404
    assert visitor.closet(me) == []


def test_completion_may_give_a_new_id(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.set(new_id_on_completion=True)
    listing, session = visitor.listing()
    draft = visitor.create_draft(listing, session)
    item = visitor.complete(draft, listing, session).json()["item"]["id"]
    assert item != draft
    assert sandbox.visible(me) == [item]
    assert sandbox.item(item)["photos"] == [photo["id"] for photo in listing["assigned_photos"]]
    assert visitor.get(f"{ITEMS}/{draft}").status_code == 404


def test_completing_twice_does_not_publish_twice(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    listing, session = visitor.listing()
    draft = visitor.create_draft(listing, session)
    assert visitor.complete(draft, listing, session).status_code == 200
    assert visitor.complete(draft, listing, session).status_code == 404
    assert sandbox.visible(me) == [draft]


def test_stale_photos_keep_a_draft_from_being_published(sandbox: Sandbox, visitor: Visitor) -> None:
    listing, session = visitor.listing(photos=1)
    draft = visitor.create_draft(listing, session)
    sandbox.set(stale_photo_seconds=0)
    assert fields(visitor.complete(draft, listing, session)) == {"photos"}


def test_a_published_listing_is_no_draft(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    [item] = sandbox.add_items(me, [{"title": "x"}])
    assert visitor.write("DELETE", f"/api/v2/item_upload/drafts/{item}").status_code == 404
    assert sandbox.visible(me) == [item]


# ---------------------------------------------------------------- hide, delete


def test_hiding_and_showing(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    [item] = sandbox.add_items(me, [{"title": "x"}])
    path = f"/api/v2/items/{item}/is_hidden"
    assert visitor.write("PUT", path, {"is_hidden": True}).json() == {"item": {"id": item, "is_hidden": True}, "code": 0}
    assert sandbox.visible(me) == []
    sandbox.set(hidden_answer="code")
    assert visitor.write("PUT", path, {"is_hidden": False}).json() == {"code": 0}
    assert sandbox.visible(me) == [item]
    assert visitor.write("PUT", path, {"is_hidden": "yes"}).status_code == 400


def test_deleting_once_and_again(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    [item] = sandbox.add_items(me, [{"title": "x"}])
    assert visitor.write("POST", f"/api/v2/items/{item}/delete").json() == {"code": 0}
    again = visitor.write("POST", f"/api/v2/items/{item}/delete")
    assert (again.status_code, again.json()["code"]) == (404, 104)
    assert sandbox.item(item)["state"] == "deleted"


def test_deleting_may_answer_204(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    [item] = sandbox.add_items(me, [{"title": "x"}])
    sandbox.set(delete_status=204)
    assert visitor.write("POST", f"/api/v2/items/{item}/delete").status_code == 204


def test_what_is_sold_stays(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    [item] = sandbox.add_items(me, [{"title": "x", "state": "sold"}])
    assert visitor.write("POST", f"/api/v2/items/{item}/delete").json()["code"] == 106
    assert visitor.write("PUT", f"/api/v2/items/{item}/is_hidden", {"is_hidden": True}).json()["code"] == 106


def test_a_strict_delete_wants_no_body(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    [item] = sandbox.add_items(me, [{"title": "x"}])
    sandbox.set(strict_delete=True)
    assert visitor.write("POST", f"/api/v2/items/{item}/delete", {}).status_code == 403
    assert visitor.write("POST", f"/api/v2/items/{item}/delete").status_code == 200


# ---------------------------------------------------------------- duplicates, restriction


def test_two_live_copies_are_both_taken_down(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    [old] = sandbox.add_items(me, [{"title": "x"}])
    sandbox.set(duplicate_rule=True)
    listing, session = visitor.listing(photos=1)
    photo = visitor.upload(sandbox.photo(sandbox.item(old)["photos"][0]), session).json()["id"]
    listing["assigned_photos"].append({"id": photo, "orientation": 0})
    new = visitor.create(listing, session).json()["item"]["id"]
    assert sandbox.visible(me) == []
    assert {sandbox.item(item)["alert"] for item in (old, new)} == {"duplicate"}


def test_a_copy_of_a_hidden_listing_stands(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    [old] = sandbox.add_items(me, [{"title": "x", "state": "hidden"}])
    sandbox.set(duplicate_rule=True)
    listing, session = visitor.listing(photos=0)
    photo = visitor.upload(sandbox.photo(sandbox.item(old)["photos"][0]), session).json()["id"]
    new = visitor.create(listing | {"assigned_photos": [{"id": photo, "orientation": 0}]}, session).json()["item"]["id"]
    assert sandbox.visible(me) == [new]
    visitor.write("PUT", f"/api/v2/items/{old}/is_hidden", {"is_hidden": False})
    assert sandbox.visible(me) == [], "showing the old one again makes two"


def test_a_restriction_after_some_publications(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.set(restriction_after_n=2)
    for _ in range(2):
        assert visitor.create(*visitor.listing(photos=1)).status_code == 200
    [item, _] = sandbox.visible(me)
    answer = visitor.write("PUT", f"/api/v2/items/{item}/is_hidden", {"is_hidden": True})
    assert (answer.status_code, answer.json()["code"]) == (403, 156)
    assert '\\"restricted\\":true' in visitor.open("/")
    sandbox.restrict(me, 0)
    assert visitor.write("PUT", f"/api/v2/items/{item}/is_hidden", {"is_hidden": True}).status_code == 200
