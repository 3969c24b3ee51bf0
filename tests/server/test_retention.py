"""How long we keep what: each row of the one table is read by code, and what is older is gone, never a day too early."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from vintedbot.closets import tasks as closets
from vintedbot.jobs import sweep
from vintedbot.kit import db, store
from vintedbot.kit.process import current
from vintedbot.listings import tasks as listings
from vintedbot.photos import retention
from vintedbot.settings import RETENTION

from tests.server.people import Person

SERVER = Path(__file__).parents[2] / "server/vintedbot"


def test_every_row_of_the_table_is_read():
    code = "".join(path.read_text() for path in SERVER.rglob("*.py"))
    unread = [name for name in RETENTION if f'RETENTION["{name}"]' not in code]
    assert unread == []


async def kept(content: bytes) -> str:
    """Bytes in the store since long."""
    folder = current().settings.photo_folder
    sha256 = await store.put(folder, content)
    old = time.time() - 10 * 86_400
    os.utime(folder / sha256[:2] / sha256[2:4] / sha256, (old, old))
    return sha256


async def is_there(sha256: str) -> bool:
    return await store.exists(current().settings.photo_folder, sha256)


async def photo(person: Person, name: str, **columns: Any) -> tuple[UUID, str]:
    sha256, photo_id = await kept(name.encode()), db.uuid7()
    await db.execute(
        """INSERT INTO photos (id, user_id, client_id, name, size, sha256, orientation, state, kept_sha256, thumb_sha256,
               removed_at) VALUES ($1, $2, $1, '', 1, '', 1, 'ready', $3, $4, $5)""",
        photo_id, person.id, sha256, await kept(name.encode() + b" small"), columns.get("removed_at"),
    )  # fmt: skip
    return photo_id, sha256


async def draft(person: Person, photo_id: UUID, *, state: str = "open", item_id: int | None = None) -> None:
    await db.execute(
        """INSERT INTO drafts (id, user_id, state, country, fields, photos, photo_ids, problems, item_id, created_at, saved_at)
           VALUES ($1, $2, $3, 'fr', '{"title": ""}', '[]', ARRAY[$4::uuid], '[]', $5, now(), now())""",
        db.uuid7(), person.id, state, photo_id, item_id,
    )  # fmt: skip


async def listing(person: Person, item_id: int, state: str, over: timedelta | None = None) -> None:
    await db.execute(
        """INSERT INTO listings (id, closet_id, item_id, user_id, title, state, seen, first_seen_at, seen_at, over_at)
           VALUES ($1, $1, $2, $3, '', $4, '{}', now(), now(), now() - $5::interval)""",
        db.uuid7(), item_id, person.id, state, over,
    )  # fmt: skip


async def rows(sql: str, *args: Any) -> int:
    return int(await db.fetchval(f"SELECT count(*) FROM {sql}", *args))


DAY = timedelta(days=1)


async def test_an_original_goes_thirty_days_after_its_item_and_the_thumbnail_stays(client: httpx.AsyncClient, make_user):
    person = await make_user()
    limit = RETENTION["photo_original"]
    over, over_sha = await photo(person, "over")
    lately, lately_sha = await photo(person, "lately")
    shared, shared_sha = await photo(person, "shared")
    board, board_sha = await photo(person, "on the board")
    for number, (photo_id, ago) in enumerate(((over, limit + DAY), (lately, limit - DAY), (shared, limit + DAY)), 1):
        await draft(person, photo_id, state="published", item_id=number)
        await listing(person, number, "sold", ago)
    await draft(person, shared)  # another draft shows it as well
    await retention.daily()
    assert [await is_there(sha) for sha in (over_sha, lately_sha, shared_sha, board_sha)] == [False, True, True, True]
    assert (await client.get(f"/api/v1/photos/{over}/thumb", headers=person.device)).status_code == 200
    assert (await client.get(f"/api/v1/photos/{over}/original", headers=person.device)).status_code == 404
    assert (await client.get(f"/api/v1/photos/{board}/original", headers=person.device)).status_code == 200


async def test_a_photo_thrown_away_goes_when_no_draft_shows_it(database: None, make_user):
    person = await make_user()
    now = await db.fetchval("SELECT clock_timestamp()")
    limit = RETENTION["removed_photo"]
    gone, gone_sha = await photo(person, "gone", removed_at=now - limit - DAY)
    lately, lately_sha = await photo(person, "removed lately", removed_at=now - limit + DAY)
    used, used_sha = await photo(person, "used", removed_at=now - limit - DAY)
    await draft(person, used)
    await retention.daily()
    assert [await is_there(sha) for sha in (gone_sha, lately_sha, used_sha)] == [False, True, True]
    assert await rows("photos WHERE id = ANY($1)", [gone, lately, used]) == 2


async def test_bytes_nobody_names_go_and_new_ones_stay(database: None, make_user):
    orphan = await kept(b"an orphan")
    fresh = await store.put(current().settings.photo_folder, b"just written, its row comes")
    await kept(b"come back")
    again = await store.put(current().settings.photo_folder, b"come back")  # put anew: a row for it is on its way
    await retention.daily()
    assert [await is_there(sha) for sha in (orphan, fresh, again)] == [False, True, True]


async def test_a_snapshot_and_its_bytes_go_after_ninety_days(database: None, make_user):
    person = await make_user()
    closet = db.uuid7()
    long_ago = UUID(int=1)
    shas = {}
    for number, age in ((1, RETENTION["snapshot"] + DAY), (2, RETENTION["snapshot"] - DAY), (3, RETENTION["snapshot"] + DAY)):
        shas[number] = await kept(f"photo {number}".encode())
        await db.execute(
            """INSERT INTO snapshots VALUES ($1, $2, $3, $4, $5, '{}', ARRAY[$5::bigint], true, now() - $6::interval)""",
            db.uuid7(), person.id, closet, db.uuid7(), number, age,
        )  # fmt: skip
        await db.execute("INSERT INTO vinted_photos VALUES ($1, $2, $3, $4)", UUID(int=number), closet, number, shas[number])
    await db.execute(  # a job still works on the third
        """INSERT INTO jobs (id, user_id, closet_id, verb, writing, pressed, work, title, item_id, state, changed_by, facts,
               created_at) VALUES ($1, $2, $3, 'relist', true, true, '{}', '', 3, 'needs_person', 'device', '{}', now())""",
        db.uuid7(), person.id, closet,
    )  # fmt: skip
    shas[4] = await kept(b"shown by a listing")
    await db.execute("INSERT INTO vinted_photos VALUES ($1, $2, 4, $3)", UUID(int=4), closet, shas[4])
    await db.execute(
        """INSERT INTO listings VALUES ($1, $2, 4, $3, '', 'active', '{"photo_ids": [4]}', now(), now())""",
        db.uuid7(), closet, person.id,
    )  # fmt: skip
    assert long_ago < db.uuid7()
    await sweep.clean()
    await retention.daily()
    assert {number: await is_there(sha) for number, sha in shas.items()} == {1: False, 2: True, 3: True, 4: True}
    assert await rows("snapshots") == 2


async def test_old_entries_and_readings_go(database: None, make_user):
    person = await make_user()
    closet = db.uuid7()
    await db.execute(
        """INSERT INTO closets (id, user_id, country, member_id, login, currency, time_zone)
           VALUES ($1, $2, 'fr', 1, 'a', 'EUR', 'UTC')""",
        closet, person.id,
    )  # fmt: skip
    for days, scope in ((RETENTION["diary"] + DAY, None), (RETENTION["diary"] + DAY, "closet"), (RETENTION["diary"] - DAY, None)):
        await db.execute(
            "INSERT INTO closet_diary (id, closet_id, kind, scope, at) VALUES ($1, $2, 'challenge', $3, now() - $4::interval)",
            db.uuid7(), closet, scope, days,
        )  # fmt: skip
    for number, age in enumerate((RETENTION["form_reference"] + DAY, RETENTION["form_reference"] - DAY)):
        await db.execute(
            "INSERT INTO form_references VALUES ($1, $2, 'fr', $3, '{}', now() - $4::interval)",
            db.uuid7(), person.id, number, age,
        )  # fmt: skip
    await listing(person, 1, "gone", RETENTION["gone_listing"] + DAY)
    await listing(person, 2, "gone", RETENTION["gone_listing"] - DAY)
    await listing(person, 3, "sold", RETENTION["gone_listing"] + DAY)
    await db.execute("INSERT INTO installation VALUES (true, 'now', now())")
    for generation, age in (("before", RETENTION["journal"] + DAY), ("now", RETENTION["journal"] + DAY)):
        await db.execute("INSERT INTO device_journals VALUES ($1, $2, now() - $3::interval)", db.uuid7(), generation, age)
        await db.execute(
            "INSERT INTO journal_ends VALUES ($1, $1, '{}', now() - $2::interval)",
            db.uuid7(), age if generation == "before" else age - 2 * DAY,
        )  # fmt: skip
    await closets.daily()
    await listings.clear()
    await sweep.clean()
    assert await rows("closet_diary") == 2, "what rests the closet until the person acts stays"
    assert await rows("form_references") == 1
    assert await rows("listings") == 2
    assert (await rows("device_journals"), await rows("journal_ends")) == (1, 1)
