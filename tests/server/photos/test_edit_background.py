"""Backgrounds: remove.bg asked by its real protocol, once for each original, with consent and a cap; what fails says what to
do."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import httpx
import msgspec
import numpy as np
import pytest
from vintedbot.kit import db
from vintedbot.kit.process import current
from vintedbot.photos import cutouts, removebg
from vintedbot.settings import Cutouts, Secret, Settings

from tests.doubles.removebg import KEY, Service
from tests.doubles.removebg import removebg as double
from tests.server.people import MakeUser, Person

from .sending import uploaded
from .test_editing import ORIGINAL, Editor, jpeg

WHITE = {"is": "background", "color": "#ffffff"}
BLUE = {"is": "background", "color": "#0000ff"}
CONSENT = "/api/v1/photos/cutouts/consent"


@pytest.fixture
def service(held: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The double, and a server whose operator has a key for it."""
    with double() as running:
        offered = Cutouts(key=Secret(KEY), url=running.url, per_month=2)
        changed: Settings = msgspec.structs.replace(current().settings, cutouts=offered)
        monkeypatch.setattr(current(), "settings", changed)
        yield running


@pytest.fixture
async def editor(client: httpx.AsyncClient, make_user: MakeUser, worker: Any, service: Service) -> Editor:
    person = await make_user()
    [photo] = await uploaded(client, person.device, [jpeg()])
    await client.put(CONSENT, headers=person.device)
    return Editor(client, person, photo["id"])


async def there(editor: Editor) -> dict[str, Any]:
    answer = await editor.client.get("/api/v1/photos/cutouts", headers=editor.person.device)
    found: dict[str, Any] = answer.json()
    return found


async def test_without_a_key_it_is_not_offered(client: httpx.AsyncClient, make_user: MakeUser, worker: Any):
    person = await make_user()
    [photo] = await uploaded(client, person.device, [jpeg()])
    editor = Editor(client, person, photo["id"])
    assert (await there(editor))["offered"] is False
    assert (await editor.put([ORIGINAL, [WHITE]])).json()["code"] == "not_offered"


async def test_nothing_is_sent_before_the_person_agreed_or_after_they_withdrew(editor: Editor, service: Service):
    await editor.client.delete(CONSENT, headers=editor.person.device)
    assert (await editor.put([ORIGINAL, [WHITE]])).json()["code"] == "consent_missing"
    batch = {"photo_ids": [editor.photo_id], "operations": [WHITE]}
    answer = await editor.client.post("/api/v1/photos/edits/batch", json=batch, headers=editor.person.device)
    assert (answer.status_code, answer.json()["code"]) == (409, "consent_missing")
    assert service.requests == []
    assert (await editor.edit())["revision"] == 0
    await editor.client.put(CONSENT, headers=editor.person.device)
    given = (await there(editor))["consented_at"]
    await editor.client.put(CONSENT, headers=editor.person.device)
    assert (await there(editor))["consented_at"] == given is not None


async def test_the_same_photo_is_paid_for_once(editor: Editor, service: Service):
    assert (await editor.drawn(BLUE))["state"] == "done"
    pixels = np.asarray((await editor.picture("original")).convert("RGB")).astype(int)
    assert abs(pixels[5, 5] - (0, 0, 255)).max() < 25
    assert pixels[80, 120].min() > 180
    assert (await editor.edit())["has_mask"] is True
    assert (await editor.picture("mask")).size == (240, 320)
    # another colour, the original, the first again, and another photo of the same bytes
    for operations in ([WHITE], [], [BLUE]):
        await editor.put([operations])
        await editor.settled()
    assert len(service.requests) == 1
    sent = service.requests[0]
    assert sent.fields == {"size": "auto", "format": "png"}
    assert sent.picture == (await editor.call("GET", "/source")).content
    assert await there(editor) == {**await there(editor), "used": 1, "credits": 1.0, "most": 2}


@pytest.mark.parametrize(
    ("answer", "problem"),
    [("no_subject", "no_subject"), ("no_credits", "no_credits"), ("key_refused", "key_refused"), ("broken", "service_away"),
     ("no_picture", "no_subject")],
)  # fmt: skip
async def test_each_refusal_says_what_it_was_and_the_photo_stays(editor: Editor, service: Service, answer: Any, problem: str):
    service.answers = [answer]
    found = await editor.drawn(WHITE)
    assert (found["state"], found["problem"], found["rendering"]) == ("failed", problem, 0)
    assert len(service.requests) == 1
    # the person tries again: now it works
    assert (await editor.call("POST", "/edit/retry")).status_code == 200
    assert (await editor.settled())["state"] == "done"


async def test_a_busy_service_is_asked_again_when_it_says(editor: Editor, service: Service):
    service.answers = ["busy", "busy"]
    assert (await editor.drawn(WHITE))["state"] == "done"
    assert len(service.requests) == 3
    assert (await there(editor))["used"] == 1


async def test_a_lost_answer_is_not_asked_for_again_by_itself(editor: Editor, service: Service, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(removebg.cut_out, "__defaults__", (0.3,))
    service.answers = ["silent"]
    found = await editor.drawn(WHITE)
    assert (found["state"], found["problem"]) == ("failed", "answer_lost")
    monkeypatch.undo()
    assert len(service.requests) == 1
    assert (await there(editor))["used"] == 1  # it may have been paid for, so it counts


async def test_a_worker_that_died_while_asking_does_not_pay_twice(editor: Editor, service: Service):
    original = await db.fetchval("SELECT kept_sha256 FROM photos WHERE id = $1", UUID(editor.photo_id))
    await db.execute(
        """INSERT INTO photo_cutouts (id, user_id, original_sha256, state, asked_at)
           VALUES ($1, $2, $3, 'asking', now() - $4::interval)""",
        db.uuid7(), editor.person.id, original, cutouts.SENT_FOR["remove.bg"],
    )  # fmt: skip
    found = await editor.drawn(WHITE)
    assert (found["state"], found["problem"]) == ("failed", "answer_lost")
    assert service.requests == []


async def test_a_service_that_is_not_there_costs_nothing(editor: Editor, monkeypatch: pytest.MonkeyPatch):
    away = Cutouts(key=Secret(KEY), url="http://127.0.0.1:9", per_month=2)
    monkeypatch.setattr(current(), "settings", msgspec.structs.replace(current().settings, cutouts=away))
    found = await editor.drawn(WHITE)
    assert (found["state"], found["problem"]) == ("failed", "service_away")
    assert (await there(editor))["used"] == 0


async def test_the_cap_of_the_month_holds_for_saves_and_for_a_batch(editor: Editor, service: Service):
    rows = await uploaded(editor.client, editor.person.device, [jpeg(seed=seed, width=200 + seed) for seed in range(3)])
    body = {"photo_ids": [row["id"] for row in rows], "operations": [WHITE]}
    answer = await editor.client.post("/api/v1/photos/edits/batch", json=body, headers=editor.person.device)
    assert answer.status_code == 200
    ends = [await Editor(editor.client, editor.person, row["id"]).settled() for row in rows]
    assert sorted((end["state"], end["problem"]) for end in ends) == [("done", None), ("done", None), ("failed", "no_credits")]
    assert len(service.requests) == 2
    full = await editor.put([ORIGINAL, [WHITE]])
    assert (full.json()["code"], full.json()["data"]["what"]) == ("quota_reached", "cutouts")


async def test_two_photos_of_one_picture_ask_once(editor: Editor, service: Service, make_user: MakeUser):
    person: Person = editor.person
    original = await db.fetchval("SELECT kept_sha256 FROM photos WHERE id = $1", UUID(editor.photo_id))
    shown = (await editor.call("GET", "/source")).content
    found = await asyncio.gather(*(cutouts.ensure(person.id, original, shown, "remove.bg") for _ in range(3)))
    assert sum(isinstance(each, bytes) for each in found) == 1
    assert sum(isinstance(each, cutouts.Later) for each in found) == 2
    assert len(service.requests) == 1


async def test_the_key_is_in_no_answer_and_no_log(
    editor: Editor, service: Service, caplog: pytest.LogCaptureFixture, capsys: Any
):
    caplog.set_level(logging.DEBUG)
    service.answers = ["key_refused"]
    found = await editor.drawn(WHITE)
    said = capsys.readouterr()
    assert KEY not in str(found) + str(await there(editor)) + caplog.text + said.out + said.err
    assert KEY not in repr(current().settings)
