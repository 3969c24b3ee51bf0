"""Drafts through HTTP: saved by revision, never lost, listed at the same cost however many there are."""

import asyncio
from uuid import UUID, uuid4

import pytest
from vintedbot.kit import db
from vintedbot.listings import drafts

from tests.server.photos.sending import SAMPLES, announce, announced, send, settled
from tests.server.photos.test_groups import seeded

DRAFTS = "/api/v1/drafts"


async def begun(client, person, **fields) -> dict:
    answer = await client.post(DRAFTS, json={"fields": fields}, headers=person.device)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def save(client, person, draft: dict, **changes):
    body = {"revision": draft["revision"], "fields": draft["fields"], "closet_id": draft["closet_id"]}
    body["photo_ids"] = [photo["photo_id"] for photo in draft["photos"]]
    body |= {key: value for key, value in changes.items() if key in body}
    body["fields"] = {**draft["fields"], **{key: value for key, value in changes.items() if key not in body}}
    return await client.put(f"{DRAFTS}/{draft['id']}", json=body, headers=person.device)


async def test_what_was_typed_is_there_again(client, make_user):
    person = await make_user()
    text = "Robe d'été 👗 שמלה فستان\nà fleurs — 100 % coton"
    draft = await begun(client, person, title="Robe 👗", description=text, price={"amount": 1250, "currency": "EUR"})
    assert draft["state"] == "open"
    saved = await save(client, person, draft, description=text + " neuve", color_ids=[1, 3])
    assert saved.status_code == 200, saved.text
    assert (saved.json()["revision"], saved.json()["fields"]["description"]) == (draft["revision"] + 1, text + " neuve")
    read = await client.get(f"{DRAFTS}/{draft['id']}", headers=person.device)
    [listed] = (await client.get(DRAFTS, headers=person.device)).json()["items"]
    assert read.json() == saved.json() == listed


async def test_two_windows_lose_no_edit(client, make_user):
    person = await make_user()
    draft = await begun(client, person, title="first")
    first, second = await asyncio.gather(save(client, person, draft, title="left"), save(client, person, draft, title="right"))
    won, lost = sorted((first, second), key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code) == (200, 409)
    problem = lost.json()
    assert (problem["code"], problem["data"]["current"]) == ("draft_changed", won.json())
    # shown both, the person saves on what is there now
    again = await save(client, person, problem["data"]["current"], title="right")
    assert again.json()["fields"]["title"] == "right"


async def test_the_same_save_twice_is_one(client, make_user):
    person = await make_user()
    draft = await begun(client, person, title="one")
    first = await save(client, person, draft, title="two")
    again = await save(client, person, draft, title="two")
    assert (again.status_code, again.json()) == (200, first.json())
    unchanged = await save(client, person, first.json())
    assert unchanged.json()["revision"] == first.json()["revision"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"price": {"amount": -1, "currency": "EUR"}}, "fields.price.amount"),
        ({"price": {"amount": 10**12, "currency": "EUR"}}, "fields.price.amount"),
        ({"title": "x" * 101}, "fields.title"),
        ({"description": "x" * 2001}, "fields.description"),
        ({"color_ids": [1, 2, 3]}, "fields.color_ids"),
        ({"catalog_id": 0}, "fields.catalog_id"),
        ({"title": "nul \0"}, "fields"),
    ],
)
async def test_what_no_draft_can_hold_is_named(client, make_user, fields, field):
    person = await make_user()
    draft = await begun(client, person, title="kept")
    answer = await save(client, person, draft, **fields)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, "invalid_input", field)
    assert (await client.get(f"{DRAFTS}/{draft['id']}", headers=person.device)).json() == draft


async def test_an_odd_price_may_be_kept_in_a_draft(client, make_user):
    person = await make_user()
    for amount in (0, 10**11):
        draft = await begun(client, person, price={"amount": amount, "currency": "EUR"})
        assert draft["fields"]["price"]["amount"] == amount


async def test_photos_are_described_and_their_owners_own(client, two_users):
    owner, other = two_users
    [[a, b]] = await seeded(owner, [2])
    draft = await begun(client, owner)
    saved = await save(client, owner, draft, photo_ids=[b, a])
    described = {"width": 3, "height": 4, "color": "#aabbcc", "rendering": 0}
    assert saved.json()["photos"] == [{"photo_id": p, **described} for p in (b, a)]
    theirs = await begun(client, other)
    assert (await save(client, other, theirs, photo_ids=[a])).status_code == 404
    assert (await save(client, owner, saved.json(), photo_ids=[a, a])).json()["field"] == "photo_ids"
    too_many = [str(uuid4()) for _ in range(21)]
    assert (await save(client, owner, saved.json(), photo_ids=too_many)).json()["code"] == "invalid_input"


async def test_a_draft_thrown_away_comes_back_for_thirty_days(client, make_user):
    person = await make_user()
    [[photo]] = await seeded(person, [1])
    draft = (await save(client, person, await begun(client, person, title="back"), photo_ids=[photo])).json()
    assert (await client.delete(f"{DRAFTS}/{draft['id']}", headers=person.device)).status_code == 204
    assert (await client.get(f"{DRAFTS}/{draft['id']}", headers=person.device)).status_code == 404
    assert (await client.get(DRAFTS, headers=person.device)).json()["items"] == []
    # its photos wait with it
    assert (await client.delete(f"/api/v1/bulk/photos/{photo}", headers=person.device)).json()["code"] == "photo_in_use"
    back = await client.post(f"{DRAFTS}/{draft['id']}/undelete", headers=person.device)
    assert (back.status_code, back.json()) == (200, draft)
    await client.delete(f"{DRAFTS}/{draft['id']}", headers=person.device)
    await db.execute("UPDATE drafts SET deleted_at = now() - interval '31 days'")
    assert (await client.post(f"{DRAFTS}/{draft['id']}/undelete", headers=person.device)).status_code == 404
    await drafts.clear()
    assert await db.fetchval("SELECT count(*) FROM drafts") == 0


async def test_a_copy_is_a_draft_of_its_own(client, make_user):
    person = await make_user()
    [[photo]] = await seeded(person, [1])
    draft = (await save(client, person, await begun(client, person, title="twin"), photo_ids=[photo])).json()
    copy = await client.post(f"{DRAFTS}/{draft['id']}/duplicate", headers=person.device)
    assert (copy.status_code, copy.json()["id"] != draft["id"], copy.json()["revision"]) == (201, True, 1)
    assert (copy.json()["fields"], copy.json()["photos"]) == (draft["fields"], draft["photos"])


async def test_the_list_is_paged_and_filtered(client, make_user):
    person = await make_user()
    made = [(await begun(client, person, title=str(number)))["id"] for number in range(5)]
    await db.execute("UPDATE drafts SET state = 'published' WHERE id = $1", made[2])
    seen, after = [], None
    while True:
        query = {"limit": 2} | ({"after": after} if after else {})
        page = (await client.get(DRAFTS, params=query, headers=person.device)).json()
        seen += [draft["id"] for draft in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == made[::-1]
    published = (await client.get(DRAFTS, params={"state": "published"}, headers=person.device)).json()["items"]
    assert [draft["id"] for draft in published] == [made[2]]


@pytest.mark.parametrize("by_state", [False, True])
@pytest.mark.parametrize("later", [False, True])
async def test_a_page_costs_the_same_in_a_large_stock(make_user, later, by_state):
    """Lesson 14, read off the plan: an index in the right order, and no more rows than the page holds."""
    person = await make_user()
    for owner, count in ((person.id, 4000), (uuid4(), 4000)):
        await db.execute(
            """INSERT INTO drafts (id, user_id, country, fields, photos, photo_ids, problems, created_at, saved_at)
               SELECT gen_random_uuid(), $1, 'fr', '{}', '[]', '{}', '[]', now(), now() FROM generate_series(1, $2)""",
            owner, count,
        )  # fmt: skip
    await db.execute("ANALYZE drafts")
    sql = drafts.list_sql(later=later, by_state=by_state, limit=51)
    args = (*((UUID(int=1 << 127),) if later else ()), *(("open",) if by_state else ()))
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) {sql}", person.id, *args))
    assert "Index Scan" in plan, plan
    assert "Sort" not in plan, plan
    assert "Rows Removed" not in plan, plan
    await db.execute("DELETE FROM drafts")


async def test_a_photo_that_becomes_ready_is_described_in_its_draft(client, worker, make_user):
    person = await make_user()
    content = SAMPLES[0].read_bytes()
    [item] = await announce(client, person.device, [announced(content)])
    draft = (await save(client, person, await begun(client, person), photo_ids=[item["id"]])).json()
    assert draft["photos"] == [{"photo_id": item["id"], "width": None, "height": None, "color": None, "rendering": 0}]
    await send(client, person.device, item["id"], content)
    [ready] = await settled(client, person.device, [item["id"]])
    [photo] = (await client.get(f"{DRAFTS}/{draft['id']}", headers=person.device)).json()["photos"]
    assert (photo["width"], photo["color"]) == (ready["width"], ready["color"])
