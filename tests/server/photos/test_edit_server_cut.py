"""Backgrounds removed by this server itself: without consent, cap or anything sent; what fails says so and leaves the photo.

Most of it with a stand-in for the extra; with the real library only where that is installed, on a model of 203 bytes that takes
what is dark for the item.
"""

import asyncio
import shutil
from datetime import timedelta
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import numpy as np
import pytest
from PIL import Image
from vintedbot.kit import db
from vintedbot.kit.process import current
from vintedbot.photos import server_cut
from vintedbot.photos.ways import CutOut, Refused
from vintedbot.settings import Settings

from tests.data.make_cutout_model import FILE
from tests.doubles.removebg import Service
from tests.server.people import MakeUser

from .sending import uploaded
from .test_edit_background import CONSENT, there
from .test_edit_background import service as service  # the fixture
from .test_editing import ORIGINAL, Editor, jpeg

HERE = {"is": "background", "color": "#ffffff", "by": "server"}
HERE_BLUE = {**HERE, "color": "#0000ff"}
OUTSIDE = {**HERE, "by": "remove.bg"}
PATIENT = 90
"""Seconds: a process of its own gives way to everything else, and a busy machine lets it wait."""
# not imported here: that takes 40 s where it was never imported before
needs_rembg = pytest.mark.skipif(find_spec("rembg") is None, reason="the extra `cutouts` is not installed")


class StandIn:
    """Takes the upper half of every photo for the item."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self.answers: list[Refused] = []

    async def cut_out(self, settings: Settings, jpeg: bytes) -> CutOut | Refused:
        self.asked.append(jpeg)
        if self.answers:
            return self.answers.pop(0)
        with Image.open(BytesIO(jpeg)) as photo:
            mask = Image.new("L", photo.size, 0)
        mask.paste(255, (0, 0, mask.width, mask.height // 2))
        held = BytesIO()
        mask.save(held, "PNG")
        return CutOut(held.getvalue(), 0)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that takes the extra to be installed."""
    monkeypatch.setattr(server_cut, "is_offered", lambda settings: True)


@pytest.fixture
def here(installed: None, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    stand_in = StandIn()
    monkeypatch.setattr(server_cut, "cut_out", stand_in.cut_out)
    return stand_in


@pytest.fixture
async def editor(client: httpx.AsyncClient, make_user: MakeUser, worker: Any) -> Editor:
    person = await make_user()
    [photo] = await uploaded(client, person.device, [jpeg()])
    return Editor(client, person, photo["id"])


async def test_without_the_extra_it_is_not_offered(editor: Editor, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(server_cut, "find_spec", lambda name: None)
    assert (await there(editor))["on_server"] is False
    assert (await editor.put([ORIGINAL, [HERE]])).json()["code"] == "not_offered"


async def test_it_needs_no_consent_counts_nothing_and_is_done_once(editor: Editor, here: StandIn, service: Service):
    found = await there(editor)
    assert (found["on_server"], found["offered"], found["consented_at"]) == (True, True, None)
    assert (await editor.drawn(HERE_BLUE))["state"] == "done"
    pixels = np.asarray((await editor.picture("original")).convert("RGB")).astype(int)
    assert abs(pixels[300, 10] - (0, 0, 255)).max() < 25
    assert pixels[20, 120].min() > 180
    for operations in ([HERE], [], [HERE_BLUE]):
        await editor.put([operations])
        await editor.settled()
    assert here.asked == [(await editor.call("GET", "/source")).content]
    assert service.requests == []
    found = await there(editor)
    assert (found["used"], found["credits"]) == (0, 0)


async def test_the_same_photo_may_go_either_way_and_each_mask_is_kept(editor: Editor, here: StandIn, service: Service):
    assert (await editor.drawn(HERE))["has_server_mask"] is True
    assert (await editor.put([ORIGINAL, [OUTSIDE]])).json()["code"] == "consent_missing"
    await editor.client.put(CONSENT, headers=editor.person.device)
    found = await editor.drawn(OUTSIDE)
    assert (found["has_mask"], found["has_server_mask"]) == (True, True)
    assert (len(here.asked), len(service.requests)) == (1, 1)
    masks = [np.asarray((await editor.picture(each)).convert("L")) for each in ("mask", "server_mask")]
    assert (masks[0] != masks[1]).any()
    assert (await editor.drawn(HERE))["state"] == "done"
    assert (len(here.asked), len(service.requests)) == (1, 1)


@pytest.mark.parametrize("problem", ["no_subject", "no_model", "gave_up"])
async def test_each_failure_says_what_it_was_and_the_photo_stays(editor: Editor, here: StandIn, problem: Any):
    here.answers = [Refused(problem)]
    found = await editor.drawn(HERE)
    assert (found["state"], found["problem"], found["rendering"]) == ("failed", problem, 0)
    assert (await editor.call("POST", "/edit/retry")).status_code == 200
    assert (await editor.settled())["state"] == "done"


async def test_where_another_photo_takes_long_it_waits_its_turn(editor: Editor, here: StandIn):
    here.answers = [Refused("service_busy", 0), Refused("service_busy", 0)]
    assert (await editor.drawn(HERE))["state"] == "done"


async def test_what_a_killed_worker_began_is_begun_again(editor: Editor, here: StandIn):
    original = await db.fetchval("SELECT kept_sha256 FROM photos WHERE id = $1", UUID(editor.photo_id))
    await db.execute(
        """INSERT INTO photo_cutouts (id, user_id, original_sha256, cut_by, state, asked_at)
           VALUES ($1, $2, $3, 'server', 'asking', now() - $4::interval)""",
        db.uuid7(), editor.person.id, original, timedelta(seconds=server_cut.SECONDS + 31),
    )  # fmt: skip
    assert (await editor.drawn(HERE))["state"] == "done"
    assert len(here.asked) == 1


# ---------------------------------------------------------------- the process of its own


async def test_a_library_that_cannot_be_loaded_is_said_and_the_photo_stays(
    editor: Editor, installed: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / "rembg.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    await editor.put([ORIGINAL, [HERE]])
    found = await editor.settled(PATIENT)
    assert (found["state"], found["problem"], found["rendering"]) == ("failed", "no_model", 0)


@pytest.mark.parametrize("does", ["import time; time.sleep(60)", "import os; os.kill(os.getpid(), 9)"])
async def test_a_process_that_hangs_or_dies_is_given_up(held: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, does: str):
    (tmp_path / "rembg.py").write_text(does)
    (tmp_path / "onnxruntime.py").write_text("class SessionOptions: pass")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert await server_cut.cut_out(current().settings, jpeg(), seconds=5) == Refused("gave_up")


async def test_a_photo_nobody_waits_for_any_more_leaves_the_turn_to_the_next(
    held: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / "onnxruntime.py").write_text("import time; time.sleep(60)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    first = asyncio.create_task(server_cut.cut_out(current().settings, jpeg()))
    await asyncio.sleep(0.5)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await server_cut.cut_out(current().settings, jpeg(), seconds=0.5) == Refused("gave_up")


# ---------------------------------------------------------------- the real library


@pytest.fixture
def by_hand(held: Any) -> None:
    """The model put into its folder as an operator would."""
    folder = current().settings.cutout_folder
    folder.mkdir(exist_ok=True)
    shutil.copy(FILE, folder / "u2netp.onnx")


@needs_rembg
async def test_the_item_is_found_by_a_model_put_there_by_hand(editor: Editor, by_hand: None):
    assert (await there(editor))["on_server"] is True
    await editor.put([ORIGINAL, [HERE_BLUE]])
    found = await editor.settled(PATIENT)
    assert (found["state"], found["problem"], found["has_server_mask"]) == ("done", None, True)
    mask = await editor.picture("server_mask")
    assert (mask.mode, mask.size) == ("L", (240, 320))
    pixels = np.asarray((await editor.picture("original")).convert("RGB")).astype(int)
    assert abs(pixels[20, 20] - (0, 0, 255)).max() < 25
    before = np.asarray((await editor.picture("source")).convert("RGB")).astype(int)
    assert abs(pixels[280, 200] - before[280, 200]).max() < 25


@needs_rembg
async def test_a_photo_of_nothing_has_no_item(by_hand: None):
    held = BytesIO()
    Image.new("RGB", (240, 320), (200, 200, 200)).save(held, "JPEG")
    assert await server_cut.cut_out(current().settings, held.getvalue()) == Refused("no_subject")


@needs_rembg
async def test_a_file_that_is_no_model_is_said(by_hand: None):
    (current().settings.cutout_folder / "u2netp.onnx").write_bytes(b"half a file")
    assert await server_cut.cut_out(current().settings, jpeg()) == Refused("no_model")


@needs_rembg
async def test_a_model_that_cannot_be_fetched_is_said(held: Any, monkeypatch: pytest.MonkeyPatch):
    shutil.rmtree(current().settings.cutout_folder, ignore_errors=True)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert await server_cut.cut_out(current().settings, jpeg()) == Refused("no_model")
