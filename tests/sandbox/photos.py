"""Uploading and deleting photos, and the image host that serves them (CONTRACT §9)."""

import asyncio
import io
import re
import time
from typing import Any

import python_multipart
from python_multipart.exceptions import FormParserError

from . import images
from .http import Answer, Refused, Request, access_denied, json_answer, not_found, photo_refused, server_error
from .shapes import photo_of_item
from .state import Look, Member, Photo, World

ADDRESS = re.compile(r"/t/([0-9a-f_]+)/([a-z0-9]+)/(\d+)\.webp")
REFUSALS = {
    50: ("Le téléchargement de la photo a échoué", "photo_upload_failed"),
    51: ("La photo est trop grande", "photo_too_big"),
}


def _form(request: Request) -> tuple[dict[str, str], bytes | None]:
    """The text fields and the file of a multipart body; raises `Refused` (500) when it is none."""
    fields: dict[str, str] = {}
    files: dict[str, bytes] = {}

    def on_field(part: Any) -> None:
        fields[part.field_name.decode()] = (part.value or b"").decode()

    def on_file(part: Any) -> None:
        part.file_object.seek(0)
        files[part.field_name.decode()] = part.file_object.read()

    headers = {"Content-Type": request.headers.get("content-type", "").encode()}
    try:
        python_multipart.parse_form(headers, io.BytesIO(request.body), on_field, on_file)
    except (FormParserError, ValueError) as error:
        raise Refused(server_error()) from error
    return fields, files.get("photo[file]")


async def upload(world: World, request: Request, member: Member) -> Answer:
    """Takes one photo in; the encoding runs beside the event loop, the bookkeeping in it."""
    fields, data = _form(request)
    if data is None or fields.get("photo[type]") != "item" or "photo[temp_uuid]" not in fields:
        raise Refused(server_error())
    try:
        picture = await asyncio.to_thread(images.take_in, data)
    except images.PictureRefused as refusal:
        return photo_refused(refusal.code, *REFUSALS[refusal.code])
    look = Look(picture.width, picture.height, picture.colour)
    photo = world.add_photo(member.id, fields["photo[temp_uuid]"], look, lambda: picture, lambda: data)
    place = sum(p.temp_uuid == photo.temp_uuid for p in world.photos.values()) if photo.temp_uuid else 1
    shape = photo_of_item(world, photo, place, uploaded=True)
    return json_answer({"photo": shape, "code": 0} if world.switches.photo_answer == "wrapped" else shape)


def delete(world: World, member: Member, photo_id: int) -> Answer:
    photo = world.photos.get(photo_id)
    if photo is None or photo.dropped:
        return not_found()
    if photo.owner != member.id:
        return access_denied()
    photo.dropped = True
    if photo.item is not None:
        item = world.items[photo.item]
        item.photos = [kept for kept in item.photos if kept != photo_id]
    return json_answer({"code": 0})


def _file(photo: Photo, name: str) -> bytes:
    return photo.picture.webp if name == "tc" else images.variant(photo.picture.webp, name)


async def image(world: World, request: Request) -> Answer:
    """A file of the image host: 403 for a wrong or expired signature, never a CORS header."""
    match = ADDRESS.fullmatch(request.path)
    photo = world.photo_tokens.get(match[1]) if match else None
    if match is None or photo is None:
        return Answer(404, b"", "text/plain")
    lifetime = world.switches.image_url_seconds
    expected = images.sign(world.image_secret + bytes([world.image_generation % 256]), request.path)
    if request.query.get("s") != expected or (lifetime is not None and time.time() > int(match[3]) + lifetime):
        return Answer(403, b"URL signature mismatch", "text/plain")
    name = match[2]
    if name not in photo.variants:
        try:
            photo.variants[name] = await asyncio.to_thread(_file, photo, name)
        except KeyError:
            return Answer(404, b"", "text/plain")
    return Answer(200, photo.variants[name], "image/webp", (("cache-control", "public, max-age=31536000"),))
