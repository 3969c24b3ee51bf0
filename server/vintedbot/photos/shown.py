"""A photo's row as people's clients see it."""

from typing import Any
from uuid import UUID

from vintedbot_schemas.photos import Photo

from vintedbot.kit.db import Record

COLUMNS = (
    "id, client_id, name, state, received, size, problem, duplicate_of, near_duplicate_of, width, height, color, captured_at, "
    "group_id, created_at, removed_at, kept_sha256, rendering"
)


def photo(row: Record, *, client_id: UUID | None = None, name: str | None = None, duplicate_of: UUID | None = None) -> Photo:
    """The wire form of a row that has `COLUMNS`; for a copy with the asker's `client_id` and `name`, and its original."""
    fields: dict[str, Any] = {
        key: row[key]
        for key in ("id", "state", "size", "problem", "near_duplicate_of", "width", "height", "color", "captured_at",
                    "group_id", "created_at", "rendering")
    }  # fmt: skip
    return Photo(
        **fields,
        client_id=client_id or row["client_id"],
        name=row["name"] if name is None else name,
        offset=row["received"],
        duplicate_of=duplicate_of or row["duplicate_of"],
    )
