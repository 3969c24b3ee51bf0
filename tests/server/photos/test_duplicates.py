"""Pairs of photos that show the same shot: shown with their reason, decided by the person, never by themselves."""

import io
from uuid import UUID

from PIL import Image
from vintedbot.kit import db

from .sending import SAMPLES, photos, uploaded

PAIRS, KEEP = "/api/v1/bulk/duplicates", "/api/v1/bulk/duplicates/keep"


def saved(picture: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", **options)
    return out.getvalue()


async def pairs(client, person, **params) -> list[tuple[str, str, str]]:
    answer = await client.get(PAIRS, params=params, headers=person.device)
    assert answer.status_code == 200, answer.text
    return [(pair["photo"]["name"], pair["same_as"]["id"], pair["reason"]) for pair in answer.json()["items"]]


async def test_each_pair_is_shown_with_its_reason_and_nothing_goes_by_itself(client, worker, make_user):
    person = await make_user()
    picture = Image.open(SAMPLES[3])
    width, height = picture.size
    cut = picture.crop((width // 12, height // 12, width - width // 12, height - height // 12))
    made = {
        "first": saved(picture, quality=90),
        # what the kept bytes are is what counts: the remark is taken out of them
        "same_file": saved(picture, quality=90, comment=b"a remark"),
        "saved_anew": saved(picture, quality=45),
        "resized": saved(picture.resize((width // 2, height // 2)), quality=90),
        "cropped": saved(cut, quality=90),
        "tilted": saved(picture.rotate(2.5, Image.Resampling.BICUBIC), quality=90),
        "other": SAMPLES[9].read_bytes(),
    }
    sent = dict(zip(made, await uploaded(client, person.device, list(made.values())), strict=True))
    assert {photo["state"] for photo in sent.values()} == {"ready"}
    answer = (await client.get(PAIRS, headers=person.device)).json()["items"]
    found = {pair["photo"]["id"]: (pair["same_as"]["id"], pair["reason"]) for pair in answer}
    copied = [reason for reason in made if reason not in ("first", "other")]
    assert found == {sent[reason]["id"]: (sent["first"]["id"], reason) for reason in copied}
    assert len(await photos(client, person.device, [photo["id"] for photo in sent.values()])) == 7


async def alike(owner, number: int) -> list[str]:
    """So many photos, each like all before it, as rows; their ids."""
    ids = [db.uuid7() for _ in range(number)]
    for place, photo_id in enumerate(ids):
        await db.execute(
            """INSERT INTO photos (id, user_id, client_id, name, size, sha256, orientation, state, kept_sha256)
               VALUES ($1, $2, $1, $3, 1, $4, 1, 'ready', $4)""",
            photo_id, owner.id, f"{place}.jpg", photo_id.hex * 2,
        )  # fmt: skip
        for earlier in ids[:place]:
            await db.execute(
                "INSERT INTO photo_pairs VALUES ($1, $2, $3, $4, 'cropped')", db.uuid7(), owner.id, photo_id, earlier
            )
    return [str(photo_id) for photo_id in ids]


async def test_of_three_alike_each_later_one_is_asked_about_once(client, make_user):
    person = await make_user()
    a, b, _ = await alike(person, 3)
    assert await pairs(client, person) == [("2.jpg", a, "cropped"), ("1.jpg", a, "cropped")]
    # the first thrown away, the other two are still alike
    undo = (await client.post(
        "/api/v1/bulk/groups/edit", json={"edit": "remove", "photo_ids": [a]}, headers=person.device
    )).json()["undo"]  # fmt: skip
    assert await pairs(client, person) == [("2.jpg", b, "cropped")]
    await client.post("/api/v1/bulk/groups/undo", json={"undo": undo}, headers=person.device)
    assert len(await pairs(client, person)) == 2


async def test_keeping_both_is_remembered_and_can_be_taken_back(client, two_users):
    person, other = two_users
    first, second = await alike(person, 2)
    assert (await client.post(KEEP, json={"photo_id": second}, headers=other.device)).status_code == 404
    assert (await client.post(KEEP, json={"photo_id": first}, headers=person.device)).status_code == 404
    kept = await client.post(KEEP, json={"photo_id": second}, headers=person.device)
    assert (kept.status_code, kept.json()) == (200, {"items": [], "next": None})
    assert await pairs(client, person) == []
    again = await client.post(KEEP, json={"photo_id": second, "keep": False}, headers=person.device)
    assert [pair["photo"]["id"] for pair in again.json()["items"]] == [second]
    assert await pairs(client, other) == []


async def test_a_photo_of_a_draft_is_named_as_one(client, make_user):
    person = await make_user()
    first, second = await alike(person, 2)
    await client.post("/api/v1/drafts", json={"photo_ids": [first]}, headers=person.device)
    [pair] = (await client.get(PAIRS, headers=person.device)).json()["items"]
    assert (pair["photo"]["id"], pair["drafted"]) == (second, [first])


async def test_pairs_come_in_pages(client, make_user):
    person = await make_user()
    ids = await alike(person, 5)
    seen, after = [], None
    while True:
        params = {"limit": 2, **({"after": after} if after else {})}
        page = (await client.get(PAIRS, params=params, headers=person.device)).json()
        seen += [pair["photo"]["id"] for pair in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == ids[:0:-1]


async def test_rows_of_photos_that_are_gone_for_good_leave_no_pair(database: None, make_user):
    from vintedbot.photos import retention

    person = await make_user()
    first, _ = await alike(person, 2)
    await db.execute("UPDATE photos SET removed_at = now() - interval '400 days' WHERE id = $1", UUID(first))
    await retention.forget_removed()
    assert await db.fetchval("SELECT count(*) FROM photo_pairs") == 0


async def test_the_hash_kept_before_is_the_new_one_but_for_its_first_bit():
    """What the migration does to a stored hash, against imagehash itself."""
    import imagehash
    import numpy as np

    grey = np.asarray(Image.open(SAMPLES[0]).convert("L").resize((32, 32)), np.float32)
    steps = (np.arange(32) + 0.5) * np.pi / 32
    cosines = np.cos(np.arange(9)[:, None] * steps[None, :])
    waves = cosines @ grey @ cosines.T
    low = np.concatenate([waves[:8, :8].ravel()[1:], waves[8:9, 0]])
    before = int.from_bytes(np.packbits(low > np.median(low)).tobytes(), "big", signed=True)
    moved = ((before >> 1) & 9223372036854775807) | (-9223372036854775808)
    bits = imagehash.phash(Image.fromarray(grey.astype(np.uint8))).hash
    now = int.from_bytes(np.packbits(bits.ravel()).tobytes(), "big", signed=True)
    assert ((moved ^ now) & (2**64 - 1)).bit_count() <= 4
