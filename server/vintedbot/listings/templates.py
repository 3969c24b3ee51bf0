"""Templates: kept whole, saved by revision, gone 30 days after they were thrown away; a name is used once in each language.

What a text becomes is decided in `templates_text`; using one in `templates_use`, files of them in `templates_files`.
"""

from typing import ClassVar
from uuid import UUID

import msgspec
from vintedbot_schemas.errors import ErrorCode
from vintedbot_schemas.templates import Template, TemplateContent, TemplatePage, TemplateSave, TextProblem

from vintedbot.kit import room
from vintedbot.kit.db import Record, execute, fetch, fetchrow, fetchval, transaction, uuid7
from vintedbot.kit.errors import AppError, InvalidInput, NotFound
from vintedbot.kit.http import Paging
from vintedbot.kit.process import current
from vintedbot.settings import RETENTION

from . import templates_text

_COLUMNS = "id, revision, content, created_at, saved_at"


class TemplateInvalid(AppError):
    """`problems`: what is wrong in its texts, each with its line and column."""

    code: ClassVar[ErrorCode] = "template_invalid"
    status = 422
    title = "A text of the template cannot be read"


class TemplateChanged(AppError):
    """`current`: the template as it is now. Show both edits and save again on its revision."""

    code: ClassVar[ErrorCode] = "template_changed"
    status = 409
    title = "The template was changed elsewhere"


def decoded(row: Record) -> Template:
    """The template of a row that has all columns of one."""
    content = msgspec.json.decode(row["content"], type=TemplateContent)
    return Template(
        id=row["id"], revision=row["revision"], content=content, created_at=row["created_at"], saved_at=row["saved_at"]
    )  # fmt: skip


def mistakes(content: TemplateContent) -> list[TextProblem]:
    """What is wrong in both texts."""
    return [*templates_text.problems(content.title, "title"), *templates_text.problems(content.description, "description")]


def trimmed(content: TemplateContent) -> TemplateContent:
    """As it is kept: its name without space around it. Raises InvalidInput, TemplateInvalid."""
    if not content.name.strip():
        raise InvalidInput("A template needs a name.", field="content.name")
    if "\n" in content.title or "\r" in content.title:
        raise InvalidInput("A title is one line.", field="content.title")
    if b"\\u0000" in msgspec.json.encode(content):
        raise InvalidInput("A text holds no NUL.", field="content")
    found = mistakes(content)
    if found:
        raise TemplateInvalid(problems=msgspec.to_builtins(found))
    return msgspec.structs.replace(content, name=content.name.strip())


async def page(user_id: UUID, paging: Paging) -> TemplatePage:
    """The user's templates, newest first."""
    position = paging.position(UUID)
    later = "AND id < $2" if position is not None else ""
    rows = await fetch(
        f"""SELECT {_COLUMNS} FROM templates WHERE user_id = $1 AND deleted_at IS NULL {later}
            ORDER BY id DESC LIMIT {paging.limit + 1}""",  # noqa: S608
        user_id, *(position or ()),
    )  # fmt: skip
    cut, following = paging.cut(rows, lambda row: (row["id"],))
    return TemplatePage(items=[decoded(row) for row in cut], next=following)


async def every(user_id: UUID) -> list[Template]:
    """All of the user's templates, oldest first; the quota bounds them."""
    rows = await fetch(
        f"SELECT {_COLUMNS} FROM templates WHERE user_id = $1 AND deleted_at IS NULL ORDER BY id",  # noqa: S608
        user_id,
    )
    return [decoded(row) for row in rows]


async def one(user_id: UUID, template_id: UUID) -> Template:
    """Raises NotFound."""
    row = await fetchrow(
        f"SELECT {_COLUMNS} FROM templates WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL",  # noqa: S608
        template_id, user_id,
    )  # fmt: skip
    if row is None:
        raise NotFound
    return decoded(row)


async def create(user_id: UUID, content: TemplateContent) -> Template:
    """Raises InvalidInput, TemplateInvalid, QuotaReached."""
    kept = trimmed(content)
    async with transaction():
        await room.counted(user_id)
        await _refuse_taken(user_id, kept, None)
        return await insert(user_id, kept)


async def insert(user_id: UUID, kept: TemplateContent) -> Template:
    """A trimmed one whose name is free, in the caller's transaction that holds the account's room. Raises QuotaReached."""
    there: int = await fetchval("SELECT count(*) FROM templates WHERE user_id = $1 AND deleted_at IS NULL", user_id)
    room.within("templates", there + 1, current().settings.quotas.templates)
    row = await fetchrow(
        f"""INSERT INTO templates (id, user_id, name, language, content, created_at, saved_at)
            VALUES ($1, $2, $3, $4, $5, clock_timestamp(), clock_timestamp()) RETURNING {_COLUMNS}""",  # noqa: S608
        uuid7(), user_id, kept.name, kept.language, msgspec.json.encode(kept),
    )  # fmt: skip
    assert row is not None
    return decoded(row)


async def save(user_id: UUID, template_id: UUID, new: TemplateSave) -> Template:
    """Stores the edit if it was made on the newest revision; the same save twice is stored once.

    Raises NotFound, InvalidInput, TemplateInvalid, TemplateChanged.
    """
    kept = trimmed(new.content)
    async with transaction():
        await room.counted(user_id)
        now = await one(user_id, template_id)
        if now.content == kept and new.revision in (now.revision, now.revision - 1):
            return now
        if new.revision != now.revision:
            raise TemplateChanged(current=msgspec.to_builtins(now))
        await _refuse_taken(user_id, kept, template_id)
        return await write(user_id, template_id, kept)


async def write(user_id: UUID, template_id: UUID, kept: TemplateContent) -> Template:
    """Puts a trimmed content in place of what is there, in the caller's transaction that holds the account's room."""
    row = await fetchrow(
        f"""UPDATE templates SET name = $3, language = $4, content = $5, revision = revision + 1, saved_at = clock_timestamp()
            WHERE id = $1 AND user_id = $2 RETURNING {_COLUMNS}""",  # noqa: S608
        template_id, user_id, kept.name, kept.language, msgspec.json.encode(kept),
    )  # fmt: skip
    assert row is not None
    return decoded(row)


async def throw_away(user_id: UUID, template_id: UUID) -> None:
    """Hides the template; `bring_back` undoes it for 30 days. Raises NotFound."""
    async with transaction():
        gone = await execute(
            "UPDATE templates SET deleted_at = clock_timestamp() WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL",
            template_id, user_id,
        )  # fmt: skip
        if not gone:
            raise NotFound


async def bring_back(user_id: UUID, template_id: UUID) -> Template:
    """A template thrown away within 30 days is there again; one that was not is answered as it is.

    Raises NotFound, QuotaReached, and InvalidInput when another one has taken its name.
    """
    async with transaction():
        await room.counted(user_id)
        row = await fetchrow(
            f"""SELECT {_COLUMNS} FROM templates
                WHERE id = $1 AND user_id = $2 AND deleted_at > clock_timestamp() - $3::interval""",  # noqa: S608
            template_id, user_id, RETENTION["deleted_template"],
        )  # fmt: skip
        if row is not None:
            await _refuse_taken(user_id, decoded(row).content, template_id)
            there: int = await fetchval("SELECT count(*) FROM templates WHERE user_id = $1 AND deleted_at IS NULL", user_id)
            room.within("templates", there + 1, current().settings.quotas.templates)
            await execute("UPDATE templates SET deleted_at = NULL WHERE id = $1", template_id)
        return await one(user_id, template_id)


async def clear() -> None:
    """Ends what was thrown away more than 30 days ago."""
    await execute("DELETE FROM templates WHERE deleted_at < clock_timestamp() - $1::interval", RETENTION["deleted_template"])


async def _refuse_taken(user_id: UUID, kept: TemplateContent, but: UUID | None) -> None:
    taken = await fetchval(
        """SELECT EXISTS (SELECT FROM templates WHERE user_id = $1 AND language = $2 AND name = $3 AND deleted_at IS NULL
               AND id IS DISTINCT FROM $4)""",
        user_id, kept.language, kept.name, but,
    )  # fmt: skip
    if taken:
        raise InvalidInput("Another template in this language has this name.", field="content.name", taken=True)
