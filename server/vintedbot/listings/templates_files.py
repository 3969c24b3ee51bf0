"""Files of templates: written whole, read entry by entry with a line of report for each; a broken entry costs only itself."""

from typing import Any
from uuid import UUID

import msgspec
from vintedbot_schemas.identity import Language
from vintedbot_schemas.templates import (
    ImportLine,
    ImportRefusal,
    Template,
    TemplateContent,
    TemplateFile,
    TemplateImport,
    TemplateImported,
)

from vintedbot.kit import room
from vintedbot.kit.db import transaction
from vintedbot.kit.errors import InvalidInput

from . import templates

_NAME_SHOWN, _PROBLEMS_SHOWN = 80, 20
"""Of an entry; a text of braces alone would have a mistake for each of its letters."""


async def export(user_id: UUID) -> TemplateFile:
    """All of the user's templates."""
    return TemplateFile(templates=[each.content for each in await templates.every(user_id)])


async def take_in(user_id: UUID, file: TemplateImport) -> TemplateImported:
    """Takes in what can be read, in the file's order. Of two entries alike in the file the second is known already."""
    async with transaction():
        await room.counted(user_id)
        there = {(each.content.language, each.content.name): each for each in await templates.every(user_id)}
        lines = [await _one(user_id, place, entry, there, file.same_name) for place, entry in enumerate(file.templates, 1)]
    return TemplateImported(lines=lines)


async def _one(user_id: UUID, place: int, entry: Any, there: dict[tuple[Language, str], Template], same_name: str) -> ImportLine:
    name = entry.get("name") if isinstance(entry, dict) else None
    shown = name[:_NAME_SHOWN] if isinstance(name, str) else ""
    read = _read(entry)
    if isinstance(read, ImportRefusal):
        return ImportLine(place=place, name=shown, outcome="refused", refusal=read)
    known = there.get((read.language, read.name))
    if known is not None and known.content == read:
        return ImportLine(place=place, name=read.name, outcome="known", template_id=known.id)
    if known is not None and same_name == "keep":
        return ImportLine(place=place, name=read.name, outcome="kept", template_id=known.id)
    try:
        stored = await (templates.write(user_id, known.id, read) if known is not None else templates.insert(user_id, read))
    except room.QuotaReached as full:
        return ImportLine(
            place=place, name=read.name, outcome="refused", refusal=ImportRefusal(code="too_many", detail=str(full.data["most"]))
        )  # fmt: skip
    there[read.language, read.name] = stored
    return ImportLine(
        place=place, name=read.name, outcome="updated" if known is not None else "imported", template_id=stored.id
    )  # fmt: skip


def _read(entry: Any) -> TemplateContent | ImportRefusal:
    """The entry as a template that can be kept, or why it is none."""
    if not isinstance(entry, dict):
        return ImportRefusal(code="not_an_object")
    try:
        return templates.trimmed(msgspec.convert(entry, TemplateContent))
    except msgspec.ValidationError as wrong:
        detail, _, path = str(wrong).partition(" - at `")
        return ImportRefusal(code="value", field=path.rstrip("`").removeprefix("$").lstrip("."), detail=detail)
    except templates.TemplateInvalid:
        problems = templates.mistakes(msgspec.convert(entry, TemplateContent))
        return ImportRefusal(code="text", problems=problems[:_PROBLEMS_SHOWN])
    except InvalidInput as wrong:
        if wrong.field == "content.name":
            return ImportRefusal(code="name_missing", field="name")
        return ImportRefusal(code="value", field=(wrong.field or "").removeprefix("content").lstrip("."), detail=wrong.detail)
