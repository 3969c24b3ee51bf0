"""Statements of every photo, save and wish read from indexes, whatever is in stock: each is explained as the code sends it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from vintedbot.inbox.keeper import OPEN_OFFERS, Keeper
from vintedbot.jobs import wishes
from vintedbot.kit import db
from vintedbot.kit.http import Paging
from vintedbot.listings import drafts, publishing, shelf
from vintedbot.photos import groups, intake, lists
from vintedbot.photos import service as photos
from vintedbot.photos.work import Look, Taken
from vintedbot_schemas.listings import DraftCreate, ListingFields
from vintedbot_schemas.verbs import SyncCloset

MINE = UUID("00000000-0000-7000-8000-000000000001")
CLOSET = UUID("00000000-0000-7000-8000-000000000002")
PHOTO = UUID("00000000-0000-7000-9000-000000000014")  # number 20: every twentieth is mine
OWNER = "CASE WHEN n % 20 = 0 THEN $1::uuid ELSE ('00000000-0000-7000-a000-' || lpad(to_hex(n % 20), 12, '0'))::uuid END"
NUMBERED = "('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid"
STOCK = 40_000
STOCKED = ("photos", "photo_pairs", "drafts", "listings", "jobs", "photo_groups", "threads")
"""Tables that hold as much. Another one may be read from end to end as long as it is as good as empty."""
ALIKE_NOBODY = Taken(b"", b"", b"", 1, 1, "", None, Look("", -6148914691236517206, b"", 1.0, b""), [-6148914691236517206])
"""So that no image process is started."""


async def stock() -> None:
    await db.execute(
        f"""INSERT INTO photos (id, user_id, client_id, name, size, sha256, orientation, state, kept_sha256, phash, duplicate_of,
               near_duplicate_of)
           SELECT {NUMBERED}, {OWNER}, {NUMBERED}, '', 1, n, 1, 'ready', n, n * 7919, CASE WHEN n % 9000 = 0 THEN $2::uuid END,
               CASE WHEN n % 7000 = 0 THEN $2::uuid END FROM generate_series(1, {STOCK}) n""",
        MINE, PHOTO,
    )  # fmt: skip
    await db.execute(
        f"""INSERT INTO photo_pairs SELECT {NUMBERED}, {OWNER}, {NUMBERED}, $2::uuid, 'cropped', NULL
           FROM generate_series(1, {STOCK}) n""",
        MINE, PHOTO,
    )  # fmt: skip
    await db.execute(
        f"""INSERT INTO drafts (id, user_id, country, fields, photos, photo_ids, problems, created_at, saved_at)
           SELECT {NUMBERED}, {OWNER}, 'fr', jsonb_build_object('title', 'Jeans ' || n), '[]', ARRAY[{NUMBERED}], '[]', now(),
               now() FROM generate_series(1, {STOCK}) n""",
        MINE,
    )  # fmt: skip
    await db.execute(
        f"""INSERT INTO listings (id, closet_id, item_id, user_id, title, state, seen, first_seen_at, seen_at)
           SELECT {NUMBERED}, $1, n, {OWNER}, 'Jeans ' || n, 'active', '{{}}', now(), now() FROM generate_series(1, {STOCK}) n""",
        MINE,
    )  # fmt: skip
    await db.execute(
        f"""INSERT INTO jobs (id, user_id, closet_id, verb, writing, pressed, work, title, state, changed_by, facts, created_at,
               ended_at)
           SELECT {NUMBERED}, {OWNER}, $2, 'sync_closet', false, true, '{{}}', '', 'done', 'device', '{{}}', now(), now()
           FROM generate_series(1, {STOCK}) n""",
        MINE, CLOSET,
    )  # fmt: skip
    await db.execute(
        f"INSERT INTO photo_groups SELECT {NUMBERED}, {OWNER}, n, 'sure', true, NULL, 1 FROM generate_series(1, {STOCK}) n", MINE
    )
    await db.execute(
        f"""INSERT INTO threads (id, user_id, closet_id, thread_id, login, item_ids, item_title, preview, unread, updated_at,
               seen_at, entries, has_written, reply_due, ship_due, waits)
           SELECT {NUMBERED}, $1, $2, n, '', ARRAY[n::bigint], '', '', false, now(), now(), CASE WHEN n % 4000 = 0
               THEN '[{{"current": true, "offer_state": "pending"}}]' ELSE '[]' END::jsonb, true, false, false, 'nothing'
           FROM generate_series(1, {STOCK}) n""",
        MINE, CLOSET,
    )  # fmt: skip
    # VACUUM as well: what is read off an index alone needs the map of what all can see. The test ground commits before the log is
    # written, and what is not in the log VACUUM calls visible to nobody: so write it first
    await db._pool().execute("CHECKPOINT")
    for table in STOCKED:
        await db._pool().execute(f"VACUUM ANALYZE {table}")


@contextmanager
def explained(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Everything asked of the database meanwhile, with its plan."""
    plans: list[str] = []
    real = db._connection

    class Explaining:
        def __getattr__(self, name: str) -> Any:
            async def ask(sql: str, *args: Any) -> Any:
                if sql.lstrip().split()[0] in ("SELECT", "WITH", "UPDATE", "DELETE"):
                    found = await real().fetch(f"EXPLAIN {sql}", *args)
                    plans.append("\n".join([sql, *(row[0][:200] for row in found)]))
                return await getattr(real(), name)(sql, *args)

            return ask

    with monkeypatch.context() as patched:
        patched.setattr(db, "_connection", Explaining)
        yield plans


async def test_nothing_walks_over_a_whole_table(database: None, monkeypatch: pytest.MonkeyPatch):
    await stock()
    with explained(monkeypatch) as plans:
        await drafts.photos_in_use(MINE, [PHOTO])
        async with db.transaction():
            await drafts.photo_is_ready(MINE, PHOTO)
        await photos.kin(MINE, [PHOTO])
        await intake._pairs(MINE, db.uuid7(), ALIKE_NOBODY)
        await lists.duplicates(MINE, Paging(5))
        await lists._drafted(MINE, [PHOTO])
        await db.execute("DELETE FROM photo_pairs WHERE photo_id = ANY($1) OR same_as = ANY($1)", [db.uuid7()])
        draft = await drafts.insert(MINE, DraftCreate(country="fr", fields=ListingFields(title="Jeans 20"), photo_ids=[PHOTO]))
        await publishing._own(MINE, draft, [PHOTO])
        await wishes._same(CLOSET, SyncCloset(), wishes.Subject(title=""))
        await groups.shown(MINE)
        assert await Keeper().open_offers(CLOSET, [20, 4000]) == {4000}
        await db.fetchval(shelf.count_sql(by_closet=False, by_state=False), MINE, None, None, shelf.COUNTED)
        await db.fetchval(shelf.count_sql(by_closet=False, by_state=True), MINE, None, "active", shelf.COUNTED)
    assert len(plans) > 9
    walking = [plan for plan in plans if re.search(rf"Seq Scan on ({'|'.join(STOCKED)})\b", plan)]
    assert not walking, "\n\n".join(walking)
    (offers,) = [plan for plan in plans if plan.startswith(OPEN_OFFERS)]
    assert "threads_open_offers" in offers, offers
    (alike,) = [plan for plan in plans if "bit_count" in plan]
    assert "Index Only Scan using photos_alike" in alike, alike
