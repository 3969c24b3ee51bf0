"""Uploads, what Vinted keeps of them, and the image host."""

import io
import uuid

import pytest
from PIL import Image

from .client import Sandbox
from .visitor import Visitor, jpeg


def test_the_answer_is_bare_or_wrapped(sandbox: Sandbox, visitor: Visitor) -> None:
    session = str(uuid.uuid4())
    assert visitor.upload(jpeg(), session).json()["temp_uuid"] == session
    sandbox.set(photo_answer="wrapped")
    assert visitor.upload(jpeg(), session).json()["photo"]["image_no"] == 2


def test_uploads_need_token_and_origin(visitor: Visitor) -> None:
    assert visitor.upload(jpeg(), "x", origin="chrome-extension://abc").json()["code"] == 106
    assert visitor.upload(jpeg(), "x", **{"x-csrf-token": "wrong"}).json()["code"] == 106


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", 50),
        (b"no picture", 50),
        (jpeg()[:200], 50),
        (jpeg(kind="GIF"), 50),
        (jpeg(size=(16_400, 10)), 51),
        (bytes(11_000_000), 50),
    ],
)
def test_what_is_no_photo(visitor: Visitor, data: bytes, code: int) -> None:
    answer = visitor.upload(data, str(uuid.uuid4()))
    assert (answer.status_code, answer.json()["code"]) == (400, code)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_accepted_formats(visitor: Visitor, kind: str) -> None:
    assert visitor.upload(jpeg(kind=kind), str(uuid.uuid4())).status_code == 200


def test_a_body_that_is_no_form_is_a_server_error(visitor: Visitor) -> None:
    assert visitor.write("POST", "/api/v2/photos", {"photo": 1}).json()["code"] == 105


def test_vinted_keeps_an_upright_webp_of_at_most_1600(sandbox: Sandbox, visitor: Visitor) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.open(io.BytesIO(jpeg(size=(2000, 1000)))).save(out, "JPEG", exif=exif)
    photo = visitor.upload(out.getvalue(), str(uuid.uuid4())).json()
    assert (photo["width"], photo["height"]) == (800, 1600)
    kept = Image.open(io.BytesIO(sandbox.photo(photo["id"])))
    assert (kept.format, kept.size, dict(kept.getexif())) == ("WEBP", (800, 1600), {})
    assert sandbox.photo_sent(photo["id"]) == out.getvalue()


def fetch(visitor: Visitor, url: str) -> tuple[int, bytes, dict[str, str]]:
    host, _, path = url.removeprefix("https://").partition("/")
    answer = visitor.get(f"/{path}", host=host)
    return answer.status_code, answer.content, dict(answer.headers)


def test_the_image_host_serves_signed_addresses_without_cors(sandbox: Sandbox, visitor: Visitor) -> None:
    photo = visitor.upload(jpeg(size=(1200, 1600)), str(uuid.uuid4())).json()
    status, data, headers = fetch(visitor, photo["full_size_url"])
    assert (status, data) == (200, sandbox.photo(photo["id"]))
    assert headers["content-type"] == "image/webp"
    assert not [name for name in headers if name.startswith("access-control")]
    reduced = Image.open(io.BytesIO(fetch(visitor, photo["url"])[1]))
    assert (reduced.format, reduced.size) == ("WEBP", (600, 800))
    thumb = next(t for t in photo["thumbnails"] if t["type"] == "thumb70x100")
    assert Image.open(io.BytesIO(fetch(visitor, thumb["url"])[1])).size == (70, 100)


def test_files_open_to_every_page(sandbox: Sandbox, visitor: Visitor) -> None:
    photo = visitor.upload(jpeg(), str(uuid.uuid4())).json()
    sandbox.set(files_without_cors=False)
    status, _, headers = fetch(visitor, photo["full_size_url"])
    assert (status, headers["access-control-allow-origin"]) == (200, "*")


def test_another_size_needs_another_signature(visitor: Visitor) -> None:
    photo = visitor.upload(jpeg(), str(uuid.uuid4())).json()
    assert fetch(visitor, photo["url"].replace("/f800/", "/tc/"))[0] == 403
    assert fetch(visitor, photo["url"].partition("?")[0])[0] == 403


def test_addresses_expire_and_reads_hand_out_fresh_ones(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.add_items(me, [{"title": "x"}])
    old = visitor.closet(me)[0]["photos"][0]["full_size_url"]
    assert fetch(visitor, old)[0] == 200
    sandbox.expire_image_urls()
    assert fetch(visitor, old)[0] == 403
    assert fetch(visitor, visitor.closet(me)[0]["photos"][0]["full_size_url"])[0] == 200


def test_addresses_may_live_for_some_seconds_only(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.add_items(me, [{"title": "x"}])
    sandbox.set(image_url_seconds=-1)
    assert fetch(visitor, visitor.closet(me)[0]["photos"][0]["url"])[0] == 403
    sandbox.set(image_url_seconds=60)
    assert fetch(visitor, visitor.closet(me)[0]["photos"][0]["url"])[0] == 200


def test_photo_ids_stay_from_upload_to_closet(visitor: Visitor, me: int) -> None:
    listing, session = visitor.listing(photos=3)
    sent = [photo["id"] for photo in listing["assigned_photos"]]
    listing["assigned_photos"].reverse()
    assert visitor.create(listing, session).status_code == 200
    photos = visitor.closet(me)[0]["photos"]
    assert [photo["id"] for photo in photos] == sent[::-1]
    assert [(photo["image_no"], photo["is_main"]) for photo in photos] == [(1, True), (2, False), (3, False)]


def test_a_photo_can_be_deleted(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    photo = visitor.upload(jpeg(), str(uuid.uuid4())).json()["id"]
    assert sandbox.state(me)["loose_photos"] == [photo]
    assert visitor.write("DELETE", f"/api/v2/photos/{photo}").status_code == 200
    assert visitor.write("DELETE", f"/api/v2/photos/{photo}").status_code == 404
    assert sandbox.state(me)["loose_photos"] == []


def test_a_photo_taken_round_stays_close(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    """Downloaded and uploaded again, as a relist does: re-encoding moves pixels by far less than two per cent."""
    [item] = sandbox.add_items(me, [{"title": "x"}])
    [old] = sandbox.item(item)["photos"]
    again = visitor.upload(sandbox.photo(old), str(uuid.uuid4())).json()["id"]
    other = visitor.upload(jpeg(size=(600, 800)), str(uuid.uuid4())).json()["id"]
    assert sandbox.photo_difference(old, again) < 0.02 < sandbox.photo_difference(old, other)
