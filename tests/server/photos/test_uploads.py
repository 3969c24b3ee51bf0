"""Photos on their way in: parts, what may go wrong with them, and that nothing with a place stays."""

import asyncio
import io
import os
import struct
import time
import zlib
from uuid import UUID

import numpy as np
import pytest
from PIL import Image
from vintedbot.kit import db, process
from vintedbot.photos import intake

from tests.server.waiting import until

from .sending import PART, SAMPLES, announce, announced, photos, send, settled, uploaded

UPLOAD = "/api/v1/bulk/photos/upload"


def jpeg(seed: int = 0, side: int = 900, exif: bytes = b"") -> bytes:
    """A JPEG of over 1 MiB: noise does not shrink."""
    noise = Image.effect_noise((side, side), 90 + seed).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=98, exif=exif)
    return out.getvalue()


def gps_exif(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 21.0, 0.0)})
    return exif.tobytes()


def bomb() -> bytes:
    """A PNG of 30,000 x 30,000 pixels in a few hundred kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


async def test_a_photo_goes_in_by_parts_and_is_ready(client, worker, make_user):
    person, content = await make_user(), jpeg()
    assert len(content) > PART
    [item] = await announce(client, person.device, [announced(content, captured_at="2026-11-14T14:05:00Z")])
    assert (item["state"], item["offset"]) == ("receiving", 0)
    last = await send(client, person.device, item["id"], content)
    assert last.json() == {"offset": len(content), "state": "processing", "sha256": announced(content)["sha256"]}
    [ready] = await settled(client, person.device, [item["id"]])
    assert (ready["state"], ready["width"], ready["height"]) == ("ready", 900, 900)
    assert ready["captured_at"] == "2026-11-14T14:05:00Z"
    incoming = process.current().settings.incoming_folder
    # it is ready before what it was made from is cleared away
    await until(lambda: not (incoming / item["id"]).exists(), "what was sent is gone")


async def test_a_wrong_offset_is_told_and_a_repeated_part_is_no_error(client, make_user):
    person, content = await make_user(), jpeg()
    [item] = await announce(client, person.device, [announced(content)])
    address = f"/api/v1/bulk/photos/{item['id']}/parts"

    async def part(offset: int) -> object:
        return await client.put(
            address, params={"offset": offset}, content=content[offset : offset + PART], headers=person.device
        )

    gap = await part(PART)
    assert (gap.status_code, gap.json()["code"], gap.json()["data"]) == (409, "wrong_offset", {"offset": 0})
    assert (await part(0)).json()["offset"] == PART
    assert (await part(0)).json() == {"offset": PART, "state": "receiving", "sha256": None}
    # an announcement after a restart of the browser says where to go on
    [again] = await announce(client, person.device, [announced(content, client_id=item["client_id"])])
    assert (again["id"], again["offset"]) == (item["id"], PART)


async def test_the_same_part_twice_at_once_counts_once(client, make_user):
    person, content = await make_user(), jpeg()
    [item] = await announce(client, person.device, [announced(content)])
    address = f"/api/v1/bulk/photos/{item['id']}/parts?offset=0"
    both = await asyncio.gather(*(client.put(address, content=content[:PART], headers=person.device) for _ in range(4)))
    assert {answer.json()["offset"] for answer in both} == {PART}


async def test_more_than_announced_is_refused(client, make_user):
    person, content = await make_user(), b"x" * 100
    [item] = await announce(client, person.device, [announced(content)])
    answer = await client.put(f"/api/v1/bulk/photos/{item['id']}/parts?offset=0", content=b"x" * 101, headers=person.device)
    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")
    too_big = await client.put(f"/api/v1/bulk/photos/{item['id']}/parts?offset=0", content=bytes(PART + 1), headers=person.device)
    assert too_big.status_code == 413


async def test_a_wrong_checksum_starts_over(client, worker, make_user):
    person, content = await make_user(), SAMPLES[0].read_bytes()
    [item] = await announce(client, person.device, [announced(content)])
    broken = await send(client, person.device, item["id"], content[:-1] + b"\0")
    assert broken.json() == {"offset": 0, "state": "failed", "sha256": None}
    [failed] = await photos(client, person.device, [item["id"]])
    assert (failed["state"], failed["problem"], failed["offset"]) == ("failed", "checksum", 0)
    whole = await send(client, person.device, item["id"], content)
    assert whole.json()["state"] == "processing"
    assert (await settled(client, person.device, [item["id"]]))[0]["state"] == "ready"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (SAMPLES[0].read_bytes()[:-4000], "truncated"),
        (b"%PDF-1.7 renamed to .jpg" * 50, "not_a_picture"),
        (bomb(), "too_many_pixels"),
    ],
    ids=["0-byte", "truncated", "renamed", "900-megapixel"],
)
async def test_a_bad_file_fails_with_its_name_and_the_others_go_on(client, worker, make_user, content, problem):
    person, good = await make_user(), SAMPLES[1].read_bytes()
    bad, fine = await uploaded(client, person.device, [content, good])
    assert (bad["state"], bad["problem"]) == ("failed", problem)
    assert fine["state"] == "ready"
    incoming = process.current().settings.incoming_folder
    for each in (bad, fine):  # the bytes go right after the state is told
        for _ in range(100):
            if not (incoming / each["id"]).exists():
                break
            await asyncio.sleep(0.02)
        assert not (incoming / each["id"]).exists()


async def test_sixty_megabytes_are_refused_before_they_are_sent(client, make_user):
    person = await make_user()
    [item] = await announce(client, person.device, [announced(b"", size=60_000_000)])
    assert (item["state"], item["problem"]) == ("failed", "too_large")
    [huge] = await announce(client, person.device, [announced(b"", size=10**12)])
    assert huge["problem"] == "too_large"


async def test_the_81st_photo_is_refused_and_eighty_are_not(client, make_user):
    person = await make_user()
    eighty = [announced(b"%d" % number) for number in range(80)]
    assert len(await announce(client, person.device, eighty)) == 80
    answer = await client.post(UPLOAD, json={"photos": [*eighty, announced(b"one more")]}, headers=person.device)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, "invalid_input", "photos")


async def test_an_exact_copy_is_refused_kindly(client, worker, make_user):
    person, content = await make_user(), SAMPLES[2].read_bytes()
    first, twin = await announce(client, person.device, [announced(content), announced(content, name="copy.jpg")])
    assert (twin["duplicate_of"], twin["id"], twin["name"]) == (first["id"], first["id"], "copy.jpg")
    await send(client, person.device, first["id"], content)
    await settled(client, person.device, [first["id"]])
    [later] = await announce(client, person.device, [announced(content)])
    assert later["duplicate_of"] == first["id"]
    # not a copy of somebody else's
    other = await make_user()
    [theirs] = await announce(client, other.device, [announced(content)])
    assert (theirs["duplicate_of"], theirs["state"]) == (None, "receiving")


async def test_a_copy_of_an_upload_that_never_ended_is_sent(client, make_user):
    """Another browser began it and may be gone for good."""
    person, content = await make_user(), SAMPLES[2].read_bytes()
    await announce(client, person.device, [announced(content)])
    [again] = await announce(client, person.device, [announced(content)])
    assert again["duplicate_of"] is None


async def test_the_same_shot_saved_anew_is_found_even_if_both_come_at_once(client, worker, make_user):
    person, content = await make_user(), SAMPLES[3].read_bytes()
    out = io.BytesIO()
    Image.open(SAMPLES[3]).save(out, "JPEG", quality=60)
    first, near = await uploaded(client, person.device, [content, out.getvalue()])
    pairs = (await client.get("/api/v1/bulk/duplicates", headers=person.device)).json()["items"]
    assert [(p["photo"]["id"], p["same_as"]["id"], p["reason"], p["drafted"]) for p in pairs] == [
        (near["id"], first["id"], "saved_anew", [])
    ]


async def test_of_two_photos_taken_in_at_once_one_sees_the_other(client, make_user):
    """The first is not ready yet when the second looks."""
    person = await make_user()
    out = io.BytesIO()
    Image.open(SAMPLES[3]).save(out, "JPEG", quality=60)
    contents = [SAMPLES[3].read_bytes(), out.getvalue()]
    items = await announce(client, person.device, [announced(content) for content in contents])
    for item, content in zip(items, contents, strict=True):
        await send(client, person.device, item["id"], content)
    first, second = (UUID(item["id"]) for item in items)
    await intake.process(first)
    await db.execute("UPDATE photos SET state = 'processing' WHERE id = $1", first)
    await intake.process(second)
    await db.execute("UPDATE photos SET state = 'ready' WHERE id = $1", first)
    pairs = (await client.get("/api/v1/bulk/duplicates", headers=person.device)).json()["items"]
    assert [(pair["photo"]["id"], pair["same_as"]["id"]) for pair in pairs] == [(items[1]["id"], items[0]["id"])]


async def test_nothing_with_a_place_is_kept(client, worker, make_user):
    person, content = await make_user(), jpeg(exif=gps_exif(orientation=6))
    assert b"Exif" in content
    [ready] = await uploaded(client, person.device, [content])
    assert ready["state"] == "ready"
    settings = process.current().settings
    files = [path for path in settings.photo_folder.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"Exif" in path.read_bytes()]
    for variant in ("original", "large", "thumb"):
        answer = await client.get(f"/api/v1/photos/{ready['id']}/{variant}", headers=person.device)
        assert not Image.open(io.BytesIO(answer.content)).getexif()


async def test_a_turn_that_only_the_sender_knows_is_made(client, worker, make_user):
    person = await make_user()
    out = io.BytesIO()
    Image.open(SAMPLES[0]).resize((300, 200)).save(out, "JPEG")
    [ready] = await uploaded(client, person.device, [out.getvalue()], orientation=6)
    assert (ready["width"], ready["height"]) == (200, 300)


async def test_the_forms_are_served_to_their_owner_and_kept_by_the_browser(client, worker, make_user):
    person, other = await make_user(), await make_user()
    [ready] = await uploaded(client, person.device, [jpeg(side=1000)])
    address = f"/api/v1/photos/{ready['id']}"
    large = await client.get(f"{address}/large", headers={**person.device, "accept": "image/webp,*/*"})
    assert (large.headers["content-type"], large.content[8:12]) == ("image/webp", b"WEBP")
    plain = await client.get(f"{address}/large", params={"rendering": 0}, headers={**person.device, "accept": "*/*"})
    assert (plain.headers["content-type"], plain.headers["vary"]) == ("image/jpeg", "accept")
    assert plain.headers["cache-control"] == "private, max-age=31536000, immutable"
    again = await client.get(
        f"{address}/large", headers={**person.device, "accept": "*/*", "if-none-match": plain.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    original = await client.get(f"{address}/original", headers=person.device)
    by_hash = await client.get(f"/api/v1/photos/by-hash/{original.headers['etag'].strip(chr(34))}", headers=person.device)
    assert by_hash.content == original.content
    stranger = await client.get(f"/api/v1/photos/by-hash/{original.headers['etag'].strip(chr(34))}", headers=other.device)
    assert stranger.status_code == 404
    assert (await client.get(f"{address}/huge", headers=person.device)).status_code == 400
    assert (await client.get("/api/v1/photos/by-hash/..%2f..%2fsecret", headers=person.device)).status_code == 404


async def test_one_webp_is_made_for_however_many_ask(client, worker, make_user):
    person = await make_user()
    [ready] = await uploaded(client, person.device, [jpeg(side=1000)])
    headers = {**person.device, "accept": "image/webp"}
    asked = [client.get(f"/api/v1/photos/{ready['id']}/large", headers=headers) for _ in range(8)]
    answers = await asyncio.gather(*asked)
    assert {(answer.status_code, answer.headers["content-type"]) for answer in answers} == {(200, "image/webp")}
    assert len({answer.headers["etag"] for answer in answers}) == 1


async def test_what_is_kept_counts_where_it_is_larger_than_what_was_sent(client, worker, make_user):
    person = await make_user()
    tile = np.random.default_rng(3).integers(0, 2, (8, 8), np.uint8) * 255
    out = io.BytesIO()
    Image.fromarray(np.tile(tile, (50, 50))).convert("RGB").save(out, "PNG")
    [ready] = await uploaded(client, person.device, [out.getvalue()])
    original = await client.get(f"/api/v1/photos/{ready['id']}/original", headers=person.device)
    assert await db.fetchval("SELECT kept_size FROM photos WHERE id = $1", UUID(ready["id"])) == len(original.content)
    assert len(original.content) > len(out.getvalue())


async def test_a_photo_thrown_away_can_be_sent_again(client, worker, make_user):
    person, content = await make_user(), SAMPLES[4].read_bytes()
    [ready] = await uploaded(client, person.device, [content])
    assert (await client.delete(f"/api/v1/bulk/photos/{ready['id']}", headers=person.device)).status_code == 204
    assert await photos(client, person.device, [ready["id"]]) == []
    assert (await client.delete(f"/api/v1/bulk/photos/{ready['id']}", headers=person.device)).status_code == 404
    [again] = await announce(client, person.device, [announced(content)])
    assert again["duplicate_of"] is None


async def test_a_lost_task_is_found_again_and_old_uploads_end(client, worker, make_user):
    person, content = await make_user(), SAMPLES[5].read_bytes()
    [item] = await announce(client, person.device, [announced(content)])
    incoming = process.current().settings.incoming_folder
    incoming.mkdir(exist_ok=True)
    (incoming / item["id"]).write_bytes(content)
    await db.execute(
        "UPDATE photos SET state = 'processing', received = size, changed_at = now() - interval '11 seconds' WHERE id = $1",
        item["id"],
    )
    assert (await settled(client, person.device, [item["id"]]))[0]["state"] == "ready"

    [old] = await announce(client, person.device, [announced(b"never ended")])
    await send(client, person.device, old["id"], b"never")
    await db.execute("UPDATE photos SET changed_at = now() - interval '8 days' WHERE id = $1", old["id"])
    os.utime(incoming / old["id"], (0, time.time() - 8 * 86400))
    await intake.clear()
    assert not (incoming / old["id"]).exists()
    assert await photos(client, person.device, [old["id"]]) == []


async def test_the_list_is_paged(client, make_user):
    person = await make_user()
    await announce(client, person.device, [announced(b"%d" % number) for number in range(5)])
    seen, after = [], None
    while True:
        page = (
            await client.get(
                "/api/v1/bulk/photos", params={"limit": 2} | ({"after": after} if after else {}), headers=person.device
            )
        ).json()
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 5
    assert seen == sorted(seen, reverse=True)
