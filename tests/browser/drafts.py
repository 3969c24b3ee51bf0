"""A complete draft of ours, its photos taken in by the server: what a test or bench of publishing starts from."""

import hashlib
from collections.abc import Sequence
from typing import Any

import httpx

from .stack import ClosetOf


def new_draft(
    person: httpx.Client, closet: ClosetOf, pictures: Sequence[bytes], country: str = "fr", first: int = 0, **more: Any
) -> dict[str, Any]:
    """The draft as the server has it, with `more` fields. A picture the person brought before is used again.

    `first`: the first picture's number; one number is one photo of the person's, whatever the picture.
    """
    ids = [_photo(person, number, data) for number, data in enumerate(pictures, first)]

    def ready() -> bool:
        shown = person.get("/bulk/photos", params={"ids": ",".join(ids)}).raise_for_status().json()["items"]
        return all(photo["state"] == "ready" for photo in shown)

    closet.seat.wait_for("the photos", ready, 60)
    fields = {
        "title": f"Robe fleurie {closet.member}", "description": "Portée une fois.", "price": {"amount": 1800, "currency": "EUR"},
        "catalog_id": 1059, "brand_id": 12, "brand": "Zara", "size_id": 4, "condition_id": 2, "color_ids": [5],
        "package_size_id": 1, **more,
    }  # fmt: skip
    draft = {"country": country, "closet_id": closet.id, "fields": fields, "photo_ids": ids}
    made: dict[str, Any] = person.post("/drafts", json=draft).raise_for_status().json()
    return made


def _photo(person: httpx.Client, number: int, data: bytes) -> str:
    photo = {
        "client_id": f"00000000-0000-4000-8000-{number:012d}", "name": f"{number}.jpg", "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }  # fmt: skip
    row = person.post("/bulk/photos/upload", json={"photos": [photo]}).raise_for_status().json()["items"][0]
    if row["duplicate_of"] is None:
        person.put(f"/bulk/photos/{row['id']}/parts", params={"offset": 0}, content=data).raise_for_status()
    return str(row["duplicate_of"] or row["id"])
