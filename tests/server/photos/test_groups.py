"""Groups through HTTP: from a camera roll to drafts, every change taken back exactly."""

import asyncio
import random

import pytest
from vintedbot.kit import db

from tests.data.make_camera_roll import camera_roll

from .sending import SAMPLES, announce, announced, uploaded

GROUPS = "/api/v1/bulk/groups"


async def seeded(person, sizes: list[int], loose: int = 0) -> list[list[str]]:
    """Groups of ready photos as rows; the ids of the photos of each."""
    made = []
    for place, size in enumerate([*sizes, *[0] * bool(loose)]):
        group = db.uuid7() if size else None
        if group:
            await db.execute("INSERT INTO photo_groups VALUES ($1, $2, $3, 'check', false)", group, person.id, place)
        made.append([])
        for at in range(size or loose):
            photo = db.uuid7()
            made[-1].append(str(photo))
            await db.execute(
                """INSERT INTO photos (id, user_id, client_id, name, size, sha256, orientation, state, group_id, place,
                       kept_sha256, width, height, color)
                   VALUES ($1, $2, $3, 'a.jpg', 1, $5, 1, 'ready', $4, $6, $5, 3, 4, '#aabbcc')""",
                photo, person.id, db.uuid7(), group, photo.hex * 2, at if group else None,
            )  # fmt: skip
    return made


async def board(client, person) -> list[dict]:
    return (await client.get(GROUPS, headers=person.device)).json()["items"]


def told(groups: list[dict]) -> list[tuple]:
    """What a person sees of the groups."""
    return [(group["id"], group["lane"], group["photo_ids"]) for group in groups]


async def edit(client, person, **wanted):
    return await client.post(f"{GROUPS}/edit", json=wanted, headers=person.device)


async def test_a_camera_roll_becomes_groups(client, worker, make_user, tmp_path):
    person = await make_user()
    roll = camera_roll(tmp_path, count=8)
    ready = await uploaded(client, person.device, [file.read_bytes() for file in roll.files])
    assert {photo["state"] for photo in ready} == {"ready"}
    by_file = {file: photo["id"] for file, photo in zip(roll.files, ready, strict=True)}
    answer = await client.post("/api/v1/bulk/cluster", json={}, headers=person.device)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert sorted(p for g in found["items"] for p in g["photo_ids"]) == sorted(by_file.values())
    true = [sorted(by_file[file] for file in group) for group in roll.groups]
    sure = [group for group in found["items"] if group["lane"] == "sure"]
    assert sure
    assert all(sorted(group["photo_ids"]) in true for group in sure)
    # asked again nothing changes, and it can be taken back
    assert (await client.post("/api/v1/bulk/cluster", json={}, headers=person.device)).json()["items"] == found["items"]
    undone = await client.post(f"{GROUPS}/undo", json={"undo": found["undo"]}, headers=person.device)
    assert undone.json()["items"] == []


@pytest.mark.parametrize("seed", range(4))
async def test_every_change_is_taken_back_exactly(client, make_user, seed):
    person, chance = await make_user(), random.Random(seed)
    await seeded(person, [4, 3, 2, 1], loose=2)
    photos_before = await db.fetch("SELECT id, group_id, place, removed_at FROM photos ORDER BY id")
    states = [await board(client, person)]
    undos = []
    while len(undos) < 8:
        groups = states[-1]
        a, b = chance.sample(groups, 2) if len(groups) > 1 else (groups[0], groups[0])
        photo = chance.choice(a["photo_ids"])
        answer = await edit(client, person, **chance.choice([
            {"edit": "merge", "group_id": a["id"], "from_ids": [b["id"]]},
            {"edit": "split", "group_id": a["id"], "photo_ids": [photo]},
            {"edit": "move", "photo_ids": [photo], "group_id": b["id"], "position": 0},
            {"edit": "cover", "group_id": a["id"], "photo_id": photo},
            {"edit": "confirm", "group_id": a["id"]},
            {"edit": "remove", "photo_ids": [photo]},
        ]))  # fmt: skip
        if answer.status_code != 200:
            assert answer.json()["code"] in ("invalid_input", "not_found", "group_full")
            continue
        states.append(answer.json()["items"])
        undos.append(answer.json()["undo"])
        if not states[-1]:
            break
    for before, undo in zip(reversed(states[:-1]), reversed(undos), strict=True):
        answer = await client.post(f"{GROUPS}/undo", json={"undo": undo}, headers=person.device)
        assert answer.status_code == 200, answer.text
        assert told(answer.json()["items"]) == told(before)
    assert await db.fetch("SELECT id, group_id, place, removed_at FROM photos ORDER BY id") == photos_before
    late = await client.post(f"{GROUPS}/undo", json={"undo": undos[-1]}, headers=person.device)
    assert (late.status_code, late.json()["code"]) == (409, "undo_too_late")


async def test_only_the_last_change_is_taken_back(client, make_user):
    person = await make_user()
    [[a, _], [c]] = await seeded(person, [2, 1])
    one = (await edit(client, person, edit="remove", photo_ids=[a])).json()["undo"]
    await edit(client, person, edit="remove", photo_ids=[c])
    answer = await client.post(f"{GROUPS}/undo", json={"undo": one}, headers=person.device)
    assert answer.json()["code"] == "undo_too_late"


async def test_changes_at_once_lose_nothing(client, make_user):
    person = await make_user()
    photos = [photo for group in await seeded(person, [5, 5, 5]) for photo in group]
    ids = [group["id"] for group in await board(client, person)]
    await asyncio.gather(*(
        edit(client, person, edit="move", photo_ids=[photo], group_id=ids[at % 3], position=0) for at, photo in enumerate(photos)
    ))  # fmt: skip
    assert sorted(p for group in await board(client, person) for p in group["photo_ids"]) == sorted(photos)


async def test_two_groups_merged_into_each_other_at_once_lose_nothing(client, make_user):
    person = await make_user()
    for _ in range(15):
        photos = [photo for group in await seeded(person, [1, 1]) for photo in group]
        one, other = (group["id"] for group in (await board(client, person))[-2:])
        await asyncio.gather(
            edit(client, person, edit="merge", group_id=one, from_ids=[other]),
            edit(client, person, edit="merge", group_id=other, from_ids=[one]),
        )
        there = [photo for group in await board(client, person) for photo in group["photo_ids"]]
        assert set(photos) <= set(there)
        await db.execute("DELETE FROM photos")
        await db.execute("DELETE FROM photo_groups")


async def test_one_draft_per_group_however_often_it_is_asked(client, make_user):
    person = await make_user()
    first, second = await seeded(person, [3, 2])
    ids = [group["id"] for group in await board(client, person)]
    headers = {**person.device, "idempotency-key": "make-1"}
    made = await client.post("/api/v1/bulk/generate-drafts", json={"group_ids": ids}, headers=headers)
    assert made.status_code == 200, made.text
    drafts = made.json()["items"]
    assert [[photo["photo_id"] for photo in draft["photos"]] for draft in drafts] == [first, second]
    assert drafts[0]["photos"][0] == {"photo_id": first[0], "width": 3, "height": 4, "color": "#aabbcc", "rendering": 0}
    again = await client.post("/api/v1/bulk/generate-drafts", json={"group_ids": ids}, headers=headers)
    assert again.headers["idempotent-replayed"] == "true"
    anew = await asyncio.gather(*(
        client.post("/api/v1/bulk/generate-drafts", json={"group_ids": ids[::-1]}, headers=person.device) for _ in range(3)
    ))  # fmt: skip
    assert {tuple(draft["id"] for draft in answer.json()["items"]) for answer in anew} == {(drafts[1]["id"], drafts[0]["id"])}
    assert await board(client, person) == []
    assert len((await client.get("/api/v1/drafts", headers=person.device)).json()["items"]) == 2


async def test_who_drops_the_photos_of_a_draft_that_was_thrown_away_has_them_on_the_board_again(client, worker, make_user):
    person, contents = await make_user(), [each.read_bytes() for each in SAMPLES[:2]]
    ids = [photo["id"] for photo in await uploaded(client, person.device, contents)]
    await client.post("/api/v1/bulk/cluster", json={}, headers=person.device)
    groups = [group["id"] for group in await board(client, person)]
    made = await client.post("/api/v1/bulk/generate-drafts", json={"group_ids": groups}, headers=person.device)
    again = [announced(content) for content in contents]
    for photo in await announce(client, person.device, again):
        assert photo["duplicate_of"] == photo["id"], "it is in a draft"
    for draft in made.json()["items"]:
        await client.delete(f"/api/v1/drafts/{draft['id']}", headers=person.device)
    back = await announce(client, person.device, again)
    assert [(photo["id"], photo["state"], photo["duplicate_of"]) for photo in back] == [(each, "ready", None) for each in ids]
    await client.post("/api/v1/bulk/cluster", json={"photo_ids": ids}, headers=person.device)
    assert sorted(photo for group in await board(client, person) for photo in group["photo_ids"]) == sorted(ids)


async def test_a_photo_in_a_draft_is_never_thrown_away(client, make_user):
    person = await make_user()
    [[photo]] = await seeded(person, [1])
    [group] = await board(client, person)
    await client.post("/api/v1/bulk/generate-drafts", json={"group_ids": [group["id"]]}, headers=person.device)
    answer = await client.delete(f"/api/v1/bulk/photos/{photo}", headers=person.device)
    assert (answer.status_code, answer.json()["code"], answer.json()["data"]) == (409, "photo_in_use", {"photo_ids": [photo]})
    # nor one that a draft borrowed from a group
    [[borrowed]] = await seeded(person, [1])
    await client.post("/api/v1/drafts", json={"photo_ids": [borrowed]}, headers=person.device)
    assert (await edit(client, person, edit="remove", photo_ids=[borrowed])).json()["code"] == "photo_in_use"


async def test_somebody_elses_groups_are_not_there(client, two_users):
    owner, other = two_users
    [[a, b]] = await seeded(owner, [2])
    [mine] = await seeded(other, [1])
    [group] = await board(client, owner)
    [own] = await board(client, other)
    for wanted in (
        {"edit": "confirm", "group_id": group["id"]},
        {"edit": "merge", "group_id": own["id"], "from_ids": [group["id"]]},
        {"edit": "move", "photo_ids": [a], "group_id": own["id"], "position": 0},
        {"edit": "remove", "photo_ids": [a]},
    ):
        assert (await edit(client, other, **wanted)).status_code == 404
    undo = (await edit(client, owner, edit="cover", group_id=group["id"], photo_id=b)).json()["undo"]
    assert (await client.post(f"{GROUPS}/undo", json={"undo": undo}, headers=other.device)).json()["code"] == "undo_too_late"
    made = await client.post("/api/v1/bulk/generate-drafts", json={"group_ids": [group["id"]]}, headers=other.device)
    assert made.status_code == 404
    assert [g["photo_ids"] for g in await board(client, other)] == [mine]


async def test_photos_that_come_later_join_and_touched_groups_stay(client, worker, make_user):
    person = await make_user()
    contents = [SAMPLES[0].read_bytes(), SAMPLES[8].read_bytes()]
    await uploaded(client, person.device, contents, captured_at="2026-11-14T14:05:00Z")
    first = (await client.post("/api/v1/bulk/cluster", json={}, headers=person.device)).json()["items"]
    for group in first:
        await edit(client, person, edit="confirm", group_id=group["id"])
    touched = told(await board(client, person))
    await uploaded(client, person.device, [SAMPLES[1].read_bytes()], captured_at="2026-11-14T14:05:03Z")
    later = told((await client.post("/api/v1/bulk/cluster", json={}, headers=person.device)).json()["items"])
    assert later[: len(touched)] == touched
    assert len(later) == len(touched) + 1
    [unready] = await announce(client, person.device, [announced(b"still on its way")])
    answer = await client.post("/api/v1/bulk/cluster", json={"photo_ids": [unready["id"]]}, headers=person.device)
    assert told(answer.json()["items"]) == later


async def test_at_once_only_so_many_are_compared_and_the_rest_stays_for_the_next_time(client, worker, make_user, monkeypatch):
    monkeypatch.setattr("vintedbot.photos.groups.MOST", 3)
    person = await make_user()
    await uploaded(client, person.device, [each.read_bytes() for each in SAMPLES[:5]])
    for there in (3, 5):
        answer = await client.post("/api/v1/bulk/cluster", json={}, headers=person.device)
        assert sum(len(group["photo_ids"]) for group in answer.json()["items"]) == there


async def test_groups_come_in_pages(client, make_user):
    person = await make_user()
    made = await seeded(person, [1] * 7)
    seen, after = [], None
    for _ in range(4):
        page = (
            await client.get(GROUPS, params={"limit": 2, **({"after": after} if after else {})}, headers=person.device)
        ).json()
        seen += [group["photo_ids"] for group in page["items"]]
        after = page["next"]
    assert (seen, after) == (made, None)
