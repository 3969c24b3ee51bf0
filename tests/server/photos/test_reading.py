"""What is written on photos: read once after they are ready, kept with them, and a witness of the grouping."""

from datetime import timedelta
from time import monotonic
from typing import Any

import msgspec
import pytest
from vintedbot.kit import db, process, store
from vintedbot.kit.tasks import enqueue, waiting
from vintedbot.photos import imaging, reading, retention
from vintedbot.photos.work import Box, Line

from tests.data.make_labels import LABELS, Label, photo
from tests.server.people import Person
from tests.server.waiting import until

from .sending import SAMPLES, uploaded

SIZE = (900, 1200)


async def texts(photo_id: str) -> list[str] | None:
    """What is kept as written on the photo; None while it was not read."""
    kept = await db.fetchval("SELECT lines FROM photos WHERE id = $1::text::uuid", photo_id)
    return None if kept is None else [line["text"] for line in msgspec.json.decode(kept)]


async def is_read(photo_id: str) -> bool:
    return await texts(photo_id) is not None


async def unread(person: Person, content: bytes) -> str:
    """A ready photo that nobody has read; its id."""
    kept, photo_id = await store.put(process.current().settings.photo_folder, content), db.uuid7()
    await db.execute(
        """INSERT INTO photos (id, user_id, client_id, name, size, sha256, orientation, state, kept_sha256, width, height, color)
           VALUES ($1, $2, $1, 'a.jpg', 1, $3, 1, 'ready', $3, 3, 4, '#aabbcc')""",
        photo_id, person.id, kept,
    )  # fmt: skip
    return str(photo_id)


async def aged(photo_id: str, age: timedelta) -> None:
    await db.execute("UPDATE photos SET changed_at = clock_timestamp() - $2::interval WHERE id = $1::text::uuid", photo_id, age)


@pytest.fixture
def read_for_us(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Every original that is read from now on; each says "M"."""
    asked: list[bytes] = []

    async def run(_: Any, kept: bytes) -> list[Line]:
        asked.append(kept)
        return [Line("M", 0.99, Box(0, 0, 1, 1))]

    monkeypatch.setattr(imaging, "run", run)
    return asked


async def test_a_photo_is_read_after_it_is_ready(client, worker, make_user):
    person = await make_user()
    [label, cloth] = await uploaded(client, person.device, [photo(LABELS["zara"], SIZE), SAMPLES[0].read_bytes()])
    await until(lambda: is_read(label["id"]), "the label was read")
    await until(lambda: is_read(cloth["id"]), "the cloth was read")
    assert (await texts(label["id"]))[:2] == ["ZARA", "EUR M"]
    assert await texts(cloth["id"]) == []


async def test_the_same_bytes_are_read_once(database, make_user, read_for_us):
    person, other = await make_user(), await make_user()
    first, second, theirs = [await unread(each, b"one") for each in (person, person, other)]
    await reading.read(person.id)
    assert (read_for_us, await texts(first), await texts(second), await texts(theirs)) == ([b"one"], ["M"], ["M"], None)
    third = await unread(person, b"one")
    await reading.read(person.id)
    assert (len(read_for_us), await texts(third)) == (1, ["M"])


async def test_it_stands_back_while_more_photos_come_in(database, make_user, read_for_us):
    person = await make_user()
    ready, coming = await unread(person, b"one"), await unread(person, b"two")
    await db.execute("UPDATE photos SET state = 'processing' WHERE id = $1::text::uuid", coming)
    await reading.read(person.id)
    assert (read_for_us, await waiting(reading.TASK, person.id)) == ([], 1)
    # one that nobody works on holds nobody up
    await aged(coming, timedelta(minutes=1))
    await reading.read(person.id)
    assert await texts(ready) == ["M"]


async def test_many_are_read_run_by_run(database, make_user, read_for_us, monkeypatch):
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    person = await make_user()
    for number in range(3):
        await unread(person, b"%d" % number)
    await reading.read(person.id)
    assert (len(read_for_us), await waiting(reading.TASK, person.id)) == (2, 1)
    await reading.read(person.id)
    assert sorted(read_for_us) == [b"0", b"1", b"2"]


async def test_what_was_lost_is_found_by_the_sweep(client, worker, make_user):
    person = await make_user()
    lost, old = [await unread(person, photo(LABELS[name], SIZE)) for name in ("zara", "hm")]
    await aged(old, timedelta(days=2))
    await aged(lost, timedelta(minutes=1))
    await until(lambda: is_read(lost), "the sweep had it read")
    assert await texts(old) is None, "nobody waits for it"


async def test_a_photo_that_kills_its_reader_has_nothing_on_it(database, make_user, monkeypatch):
    async def lost(*_: Any) -> Any:
        raise imaging.WorkLost("ended twice")

    monkeypatch.setattr(imaging, "run", lost)
    photo_id = await unread(await make_user(), b"one")
    await reading.read((await db.fetch("SELECT user_id FROM photos"))[0]["user_id"])
    assert await texts(photo_id) == []


async def test_without_the_extra_nothing_is_read_nor_waited_for(database, make_user, read_for_us, monkeypatch):
    monkeypatch.setattr(reading, "reads_labels", lambda: False)
    person = await make_user()
    photo_id = await unread(person, b"one")
    await aged(photo_id, timedelta(minutes=1))
    await reading.begin(person.id)
    await reading.reconcile()
    await reading.read(person.id)
    assert (read_for_us, await texts(photo_id), await waiting(reading.TASK)) == ([], None, 0)


async def test_what_is_written_goes_with_the_original(database, make_user, monkeypatch):
    person = await make_user()
    photo_id = await unread(person, b"one")
    await db.execute("UPDATE photos SET lines = '[]'")

    async def over(_: Any) -> Any:
        return await db.fetch("SELECT id, user_id FROM photos")

    monkeypatch.setattr(retention.listings, "photos_over", over)
    await retention.forget_originals()
    assert await texts(photo_id) is None


async def test_grouping_waits_for_what_is_being_read_but_not_for_ever(database, make_user, monkeypatch):
    person = await make_user()
    photo_id = await unread(person, b"one")

    async def waited() -> float:
        start = monotonic()
        await reading.settled(person.id, [])
        return monotonic() - start

    assert await waited() < 0.3, "nobody is about to read it"
    await enqueue(reading.TASK, person.id)
    monkeypatch.setattr(reading, "PATIENCE_S", 0.6)
    assert 0.6 <= await waited() < 2
    await db.execute("UPDATE photos SET lines = '[]' WHERE id = $1::text::uuid", photo_id)
    assert await waited() < 0.3


async def test_two_sizes_of_one_model_shot_quickly_become_two_items(client, worker, make_user):
    person = await make_user()
    front = SAMPLES[0].read_bytes()
    sizes = [photo(Label((("ZARA", 90), (f"EUR {size}", 60))), SIZE) for size in ("M", "L")]
    sent = []
    for second, content in enumerate([front, sizes[0], SAMPLES[1].read_bytes(), sizes[1]]):
        sent += await uploaded(client, person.device, [content], captured_at=f"2026-11-14T14:05:{second * 4:02}Z")
    answer = await client.post("/api/v1/bulk/cluster", json={}, headers=person.device)
    homes = {photo_id: group["id"] for group in answer.json()["items"] for photo_id in group["photo_ids"]}
    assert homes[sent[1]["id"]] != homes[sent[3]["id"]]
