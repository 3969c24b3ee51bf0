"""Edits of photos: kept with their history on a revision, drawn on the original, used wherever the photo is, and taken back
whole."""

import asyncio
from io import BytesIO
from typing import Any
from uuid import UUID

import httpx
import msgspec
import numpy as np
import pytest
from PIL import Image
from vintedbot.kit import db, store
from vintedbot.kit.process import current
from vintedbot.photos import retention, stored
from vintedbot.photos import service as photos
from vintedbot.photos import tasks as photo_tasks
from vintedbot.photos.work import Box, Line

from tests.server.people import MakeUser, Person
from tests.server.photos.sending import uploaded
from tests.server.waiting import until

ORIGINAL: list[dict[str, Any]] = []
CROP = {"is": "crop", "left": 0, "top": 0, "width": 5000, "height": 5000}
TURN = {"is": "rotate", "turns": 1}


def jpeg(width: int = 240, height: int = 320, seed: int = 1) -> bytes:
    """A picture with something in it: a dark block on a light ground."""
    r = np.random.default_rng(seed)
    pixels = np.full((height, width, 3), (230, 226, 220), np.uint8)
    pixels[height // 2 :, width // 3 :] = r.integers(20, 120, 3)
    held = BytesIO()
    Image.fromarray(pixels).save(held, "JPEG", quality=92)
    return held.getvalue()


class Editor:
    """A person with one photo, at the API."""

    def __init__(self, client: httpx.AsyncClient, person: Person, photo_id: str) -> None:
        self.client, self.person, self.photo_id = client, person, photo_id

    async def call(self, method: str, path: str, photo_id: str | None = None, **how: Any) -> httpx.Response:
        at = f"/api/v1/photos/{photo_id or self.photo_id}{path}"
        return await self.client.request(method, at, headers=self.person.device, **how)

    async def edit(self) -> dict[str, Any]:
        answer = await self.call("GET", "/edit")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def put(self, steps: list[Any], at: int | None = None, revision: int | None = None) -> httpx.Response:
        on = (await self.edit())["revision"] if revision is None else revision
        return await self.call("PUT", "/edit", json={"revision": on, "steps": steps, "at": len(steps) - 1 if at is None else at})

    async def drawn(self, *operations: dict[str, Any]) -> dict[str, Any]:
        """Saves these operations and waits for their drawing."""
        answer = await self.put([ORIGINAL, list(operations)])
        assert answer.status_code == 200, answer.text
        return await self.settled()

    async def settled(self, within: float = 10) -> dict[str, Any]:
        async def ended() -> dict[str, Any] | None:
            found = await self.edit()
            return found if found["state"] != "waiting" else None

        found: dict[str, Any] = await until(ended, "the edit is drawn or has failed", within)
        return found

    async def picture(self, variant: str, **query: Any) -> Image.Image:
        answer = await self.call("GET", f"/{variant}", params=query)
        assert answer.status_code == 200, answer.text
        return Image.open(BytesIO(answer.content))


@pytest.fixture
async def editor(client: httpx.AsyncClient, make_user: MakeUser, worker: Any) -> Editor:
    person = await make_user()
    [photo] = await uploaded(client, person.device, [jpeg()])
    return Editor(client, person, photo["id"])


@pytest.fixture
async def still(client: httpx.AsyncClient, make_user: MakeUser) -> Editor:
    """A person with one ready photo and no worker: what is saved waits."""
    person, photo_id = await make_user(), db.uuid7()
    kept = await store.put(current().settings.photo_folder, jpeg())
    await db.execute(
        """INSERT INTO photos (id, user_id, client_id, name, size, sha256, orientation, state, kept_sha256, kept_size,
        large_sha256,
               thumb_sha256, width, height) VALUES ($1, $2, $1, '', 1, $3, 1, 'ready', $3, $4, $3, $3, 240, 320)""",
        photo_id, person.id, kept, len(jpeg()),
    )  # fmt: skip
    return Editor(client, person, str(photo_id))


async def sizes(editor: Editor) -> dict[str, tuple[int, int]]:
    return {variant: (await editor.picture(variant)).size for variant in ("original", "large", "thumb", "source")}


async def test_a_photo_that_was_never_edited_has_an_empty_history(still: Editor):
    found = await still.edit()
    assert (found["steps"], found["at"], found["revision"], found["state"]) == ([[]], 0, 0, "done")
    assert (found["width"], found["height"], found["rendering"], found["has_mask"]) == (240, 320, 0, False)


async def test_every_form_of_the_photo_is_the_edited_one_and_the_original_comes_back_bit_for_bit(editor: Editor):
    before = {variant: (await editor.call("GET", f"/{variant}")).content for variant in ("original", "large", "thumb", "source")}
    webp = await editor.call("GET", "/large")
    found = await editor.drawn(CROP, TURN)
    assert (found["state"], found["rendering"]) == ("done", 1)
    # turned to 320 × 240, of which a quarter is left
    assert await sizes(editor) == {"original": (160, 120), "large": (160, 120), "thumb": (160, 120), "source": (240, 320)}
    headers = {**editor.person.device, "accept": "image/webp"}
    webp = await editor.client.get(f"/api/v1/photos/{editor.photo_id}/large", headers=headers)
    assert Image.open(BytesIO(webp.content)).size == (160, 120)
    back = await editor.put([ORIGINAL, [CROP, TURN]], at=0)
    assert back.json()["state"] == "waiting"
    assert (await editor.settled())["rendering"] == 2
    for variant, content in before.items():
        assert (await editor.call("GET", f"/{variant}")).content == content, variant
    # the step that was taken back is there to be done again
    assert (await editor.edit())["steps"][1] == [{"ratio": "free", **CROP}, TURN]


async def test_a_save_on_an_old_revision_tells_what_is_there_and_the_same_save_twice_is_one(still: Editor):
    first = await still.put([ORIGINAL, [TURN]], revision=0)
    assert first.json()["revision"] == 1
    assert (await still.put([ORIGINAL, [TURN]], revision=0)).json()["revision"] == 1
    late = await still.put([ORIGINAL, [CROP]], revision=0)
    assert (late.status_code, late.json()["code"]) == (409, "edit_changed")
    assert late.json()["data"]["current"]["steps"] == [[], [TURN]]


async def test_quick_saves_end_with_the_last_one_drawn(editor: Editor):
    for turns in (1, 2, 3, 2, 1):
        assert (await editor.put([ORIGINAL, [{"is": "rotate", "turns": turns}]])).status_code == 200
    await editor.settled()
    assert (await editor.picture("original")).size == (320, 240)


@pytest.mark.parametrize(
    ("steps", "field"),
    [
        ([[{"is": "crop", "left": 6000, "top": 0, "width": 5000, "height": 5000}]], "steps[0]"),
        ([[{"is": "blur", "left": 0, "top": 9000, "width": 5000, "height": 5000}]], "steps[0]"),
        ([[], [TURN, TURN]], "steps[1]"),
        ([[{"is": "straighten", "tenths": 151}]], "steps[0][0].tenths"),
        ([[{"is": "brightness", "percent": 41}]], "steps[0][0].percent"),
        ([[{"is": "watermark", "text": "a\x00b"}]], "steps[0][0].text"),
        ([[{"is": "watermark", "text": "x" * 41}]], "steps[0][0].text"),
        ([[{"is": "background", "color": "red"}]], "steps[0][0].color"),
        ([[CROP | {"left": 0, "is": "blur"}] * 41], "steps[0]"),
        ([[]] * 21, "steps"),
    ],
)
async def test_what_no_operation_is_names_its_field(still: Editor, steps: list[Any], field: str):
    answer = await still.put(steps, at=0)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, "invalid_input", field)


async def test_a_step_that_is_not_there_cannot_be_in_force(still: Editor):
    answer = await still.put([[]], at=3)
    assert (answer.json()["code"], answer.json()["field"]) == ("invalid_input", "at")


async def test_a_watermark_is_drawn_as_text(editor: Editor):
    plain = np.asarray((await editor.picture("original")).convert("RGB")).astype(int)
    mark = {"is": "watermark", "text": "<b>Zoé & Cie</b>", "corner": "top_left", "size": 15, "opacity": 100, "tone": "black"}
    assert (await editor.drawn(mark))["state"] == "done"
    marked = np.asarray((await editor.picture("original")).convert("RGB")).astype(int)
    changed = np.abs(marked - plain).max(axis=2) > 60
    assert changed[:60].sum() > 200
    assert not changed[80:].any()
    drawing = await editor.client.post("/api/v1/photos/watermark", json={"text": "<b>Zoé"}, headers=editor.person.device)
    assert drawing.status_code == 200
    assert len(drawing.json()["sha256"]) == 64


async def test_a_blurred_region_cannot_be_read_and_the_rest_stays(client: httpx.AsyncClient, make_user: MakeUser, worker: Any):
    person = await make_user()
    r = np.random.default_rng(5)
    held = BytesIO()
    Image.fromarray(r.integers(0, 2, (400, 300, 1), np.uint8).repeat(3, 2) * 255).save(held, "PNG")
    [photo] = await uploaded(client, person.device, [held.getvalue()])
    editor = Editor(client, person, photo["id"])
    await editor.drawn({"is": "blur", "left": 2000, "top": 2000, "width": 6000, "height": 6000, "strength": 2})
    grey = np.asarray((await editor.picture("original")).convert("L")).astype(float)
    assert grey[120:280, 100:200].std() < 25
    assert grey[:60].std() > 90


async def draft_of(editor: Editor, *photo_ids: str) -> dict[str, Any]:
    answer = await editor.client.post("/api/v1/drafts", json={"photo_ids": list(photo_ids)}, headers=editor.person.device)
    made: dict[str, Any] = answer.json()
    return made


async def codes(editor: Editor, draft_id: str) -> set[str]:
    body = {"draft_id": draft_id}
    answer = await editor.client.post("/api/v1/vinted/listing/prepare", json=body, headers=editor.person.device)
    return {problem["code"] for problem in answer.json()["problems"]}


async def test_a_draft_shows_and_sends_the_edited_photo_and_waits_for_its_drawing(editor: Editor):
    draft = await draft_of(editor, editor.photo_id)
    [before] = await photos.described(editor.person.id, [UUID(editor.photo_id)])
    await db.execute("UPDATE photos SET edit_waits = true WHERE id = $1", UUID(editor.photo_id))
    assert "photo_not_ready" in await codes(editor, draft["id"])
    await editor.drawn(TURN)
    assert "photo_not_ready" not in await codes(editor, draft["id"])
    [after] = await photos.described(editor.person.id, [UUID(editor.photo_id)])
    assert after.kept_sha256 != before.kept_sha256
    shown = (await editor.client.get(f"/api/v1/drafts/{draft['id']}", headers=editor.person.device)).json()["photos"][0]
    assert (shown["width"], shown["height"], shown["rendering"]) == (320, 240, 1)
    by_hash = await editor.client.get(f"/api/v1/photos/by-hash/{after.kept_sha256}", headers=editor.person.device)
    assert Image.open(BytesIO(by_hash.content)).size == (320, 240)


async def test_what_a_job_froze_stays_readable_after_the_next_edit(editor: Editor):
    await editor.drawn(TURN)
    [frozen] = await photos.described(editor.person.id, [UUID(editor.photo_id)])
    assert frozen.kept_sha256
    await editor.drawn(CROP)
    assert await photos.bytes_of(editor.person.id, frozen.kept_sha256)
    assert await photos.owned_bytes(editor.person.id, [frozen.kept_sha256]) == {frozen.kept_sha256}


async def test_a_drawing_that_failed_blocks_publishing_keeps_the_photo_and_can_be_tried_again(editor: Editor):
    draft = await draft_of(editor, editor.photo_id)
    folder = current().settings.photo_folder
    sha256 = await db.fetchval("SELECT kept_sha256 FROM photos WHERE id = $1", UUID(editor.photo_id))
    content = await store.get(folder, sha256)
    await store.drop(folder, sha256)
    found = await editor.drawn(TURN)
    assert (found["state"], found["problem"], found["rendering"]) == ("failed", "unreadable", 0)
    assert "photo_not_ready" in await codes(editor, draft["id"])
    assert (await editor.picture("thumb")).size == (240, 320)
    await store.put(folder, content)
    assert (await editor.call("POST", "/edit/retry")).json()["state"] == "waiting"
    assert (await editor.settled())["state"] == "done"
    assert "photo_not_ready" not in await codes(editor, draft["id"])


async def test_a_killed_worker_leaves_no_drawing_behind(editor: Editor):
    await editor.put([ORIGINAL, [TURN]])
    await db.execute("DELETE FROM outbox WHERE task = 'photos.render'")
    await db.execute("UPDATE photo_edits SET state = 'waiting', changed_at = now() - interval '1 minute'")
    await photo_tasks.redraw()
    assert (await editor.settled())["state"] == "done"


async def test_what_is_written_is_read_anew_on_what_the_edit_left(editor: Editor):
    async def read() -> Any:
        return await db.fetchval("SELECT lines::text FROM photos WHERE id = $1", UUID(editor.photo_id))

    await until(read, "the photo was read")
    address = [Line("12 rue des Lilas", 0.9, Box(0, 0, 1, 0.1))]
    await db.execute("UPDATE photos SET lines = $1, changed_at = now() - interval '9 days'", msgspec.json.encode(address))
    await editor.drawn(TURN)
    assert "rue" not in await until(read, "the edited photo was read")


async def test_renderings_count_for_the_room_and_go_when_nothing_names_them(editor: Editor):
    before = (await stored.held(editor.person.id)).bytes
    await editor.drawn(TURN)
    first = await db.fetchval("SELECT kept_sha256 FROM photos WHERE id = $1", UUID(editor.photo_id))
    size = len(await store.get(current().settings.photo_folder, first))
    assert (await stored.held(editor.person.id)).bytes == before + size
    await editor.drawn(CROP)
    await db.execute("UPDATE photo_renderings SET made_at = now() - interval '8 days'")
    await retention.forget_bytes()
    left = {row["sha256"] for row in await db.fetch("SELECT sha256 FROM photo_renderings")}
    assert first not in left
    assert left == {await db.fetchval("SELECT kept_sha256 FROM photos WHERE id = $1", UUID(editor.photo_id))}


async def test_no_room_no_edit(still: Editor, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stored.room, "GIB", 1)
    answer = await still.put([ORIGINAL, [TURN]])
    assert (answer.status_code, answer.json()["code"]) == (409, "quota_reached")
    assert (await still.edit())["revision"] == 0


async def test_an_edit_is_its_owners_alone(editor: Editor, make_user: MakeUser):
    await editor.drawn(TURN)
    kept = await db.fetchval("SELECT kept_sha256 FROM photos WHERE id = $1", UUID(editor.photo_id))
    other = await make_user()
    stranger = Editor(editor.client, other, editor.photo_id)
    assert (await stranger.call("GET", "/edit")).status_code == 404
    assert (await stranger.put([[]], revision=1)).status_code == 404
    assert (await stranger.call("GET", "/source")).status_code == 404
    assert (await editor.client.get(f"/api/v1/photos/by-hash/{kept}", headers=other.device)).status_code == 404
    body = {"photo_ids": [editor.photo_id], "operations": [TURN]}
    batch = await editor.client.post("/api/v1/photos/edits/batch", json=body, headers=other.device)
    assert batch.json()["items"] == [{"photo_id": editor.photo_id, "revision": 0, "state": "failed", "problem": "not_there"}]
    assert (await editor.edit())["revision"] == 1


# ------------------------------------------------------------------------------------------------ many at once
async def test_a_batch_edits_each_photo_and_is_undone_but_for_those_edited_since(
    client: httpx.AsyncClient, make_user: MakeUser, worker: Any
):
    person = await make_user()
    rows = await uploaded(client, person.device, [jpeg(seed=seed, width=240 + seed) for seed in range(3)])
    ids = [row["id"] for row in rows]
    first = Editor(client, person, ids[0])
    await first.drawn(TURN, {"is": "saturation", "percent": 50})
    light = {"is": "brightness", "percent": 20}
    gone = "00000000-0000-7000-8000-00000000dead"
    body = {"photo_ids": [*ids, gone], "operations": [light, {"is": "saturation", "percent": 5}], "crop": "1:1"}
    items = (await client.post("/api/v1/photos/edits/batch", json=body, headers=person.device)).json()["items"]
    assert [item["problem"] for item in items] == [None, None, None, "not_there"]
    for photo_id in ids:
        assert (await Editor(client, person, photo_id).settled())["state"] == "done"
        shown = await Editor(client, person, photo_id).picture("original")
        assert abs(shown.width - shown.height) <= 2
    steps = (await first.edit())["steps"]
    # what was there of another kind stays; what was there of the same is replaced
    assert [each["is"] for each in steps[2]] == ["rotate", "brightness", "saturation", "crop"]
    assert steps[2][2]["percent"] == 5
    await Editor(client, person, ids[2]).put([ORIGINAL, [light], []])
    undo = {"photos": [{"photo_id": item["photo_id"], "revision": item["revision"]} for item in items]}
    await client.post("/api/v1/photos/edits/undo", json=undo, headers=person.device)
    ats = [(await Editor(client, person, photo_id).edit())["at"] for photo_id in ids]
    assert ats == [1, 0, 2]


async def test_a_batch_takes_nothing_that_is_about_one_photo(still: Editor):
    body = {"photo_ids": [still.photo_id], "operations": [CROP]}
    answer = await still.client.post("/api/v1/photos/edits/batch", json=body, headers=still.person.device)
    assert (answer.status_code, answer.json()["field"]) == (400, "operations")


@pytest.mark.parametrize(("ratio", "shape"), [("free", None), ("1:1", 1), ("3:4", 3 / 4), ("4:3", 4 / 3)])
async def test_a_smart_crop_holds_the_item_and_has_the_ratio(still: Editor, ratio: str, shape: float | None):
    body = {"ratio": ratio, "operations": [{"is": "rotate", "turns": 1}]}
    found = (await still.call("POST", "/smart-crop", json=body)).json()
    # turned clockwise the block's 2/3 × 1/2 at the bottom right lies at the bottom left, as 1/2 × 2/3
    assert found["left"] <= 300
    assert found["top"] <= 3500
    assert found["left"] + found["width"] >= 4600 or ratio == "3:4"
    assert found["left"] + found["width"] <= 10_000
    assert found["top"] + found["height"] <= 10_000
    if shape is not None:
        assert found["width"] * 320 / (found["height"] * 240) == pytest.approx(shape, rel=0.01)
    saved = await still.put([ORIGINAL, [{"is": "rotate", "turns": 1}, found]])
    assert saved.status_code == 200


async def test_pictures_that_an_edit_changes_are_not_kept_by_caches_under_the_old_address(editor: Editor):
    fresh = await editor.call("GET", "/thumb", params={"rendering": 0})
    assert "immutable" in fresh.headers["cache-control"]
    await editor.drawn(TURN)
    old = await editor.call("GET", "/thumb", params={"rendering": 0})
    assert old.headers["cache-control"] == "private, no-cache"
    assert "immutable" in (await editor.call("GET", "/thumb", params={"rendering": 1})).headers["cache-control"]
    assert old.headers["etag"] != fresh.headers["etag"]


async def test_saves_at_once_leave_one_history(still: Editor):
    answers = await asyncio.gather(*(still.put([ORIGINAL, [{"is": "rotate", "turns": n}]], revision=0) for n in (1, 2, 3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
