"""Drafts: kept whole, saved by revision, thrown away for 30 days before they are gone.

What may be published is decided in `rules`; how a draft becomes a job in `publishing`. A draft's photos are described in its
own row, as they were when it was saved or when they became ready, so that a list of drafts reads one table.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any, ClassVar, cast
from uuid import UUID

import msgspec
from litestar import Response
from msgspec import Raw, Struct
from vintedbot_schemas.base import VintedId
from vintedbot_schemas.errors import ErrorCode
from vintedbot_schemas.listings import (
    Draft,
    DraftCreate,
    DraftPage,
    DraftPhoto,
    DraftSave,
    DraftState,
    ListingFields,
    RuleProblem,
)  # fmt: skip

from vintedbot.closets import service as closets
from vintedbot.kit import room
from vintedbot.kit.db import Record, execute, fetch, fetchrow, fetchval, transaction, uuid7
from vintedbot.kit.errors import AppError, InvalidInput, NotFound
from vintedbot.kit.http import Paging
from vintedbot.kit.process import current
from vintedbot.photos import service as photos
from vintedbot.settings import RETENTION

EDITABLE: tuple[DraftState, ...] = ("open", "on_vinted_as_draft")


class Stored(Struct, frozen=True):
    """A Draft as its row has it: the same fields in the same order, JSON passed on as it is."""

    id: UUID
    revision: int
    state: str
    closet_id: UUID | None
    country: str
    fields: Raw
    photos: Raw
    problems: Raw
    job_id: UUID | None
    item_id: int | None
    created_at: Any
    saved_at: Any


class _StoredPage(Struct, frozen=True):
    items: list[Stored]
    next: str | None


COLUMNS = ", ".join(Stored.__struct_fields__)
ONE = f"SELECT {COLUMNS} FROM drafts WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL"  # noqa: S608
_ENCODER = msgspec.json.Encoder()
_DRAFT = msgspec.json.Decoder(Draft)


class DraftChanged(AppError):
    """`current`: the draft as it is now. Show both edits and save again on its revision."""

    code: ClassVar[ErrorCode] = "draft_changed"
    status = 409
    title = "The draft was changed elsewhere"


class DraftLocked(AppError):
    """`state`: being published, or published. Edit a copy, or the listing on Vinted."""

    code: ClassVar[ErrorCode] = "draft_locked"
    status = 409
    title = "The draft can no longer be changed"


def decoded(row: Record) -> Draft:
    """The draft of a row that has `COLUMNS`."""
    return _DRAFT.decode(_ENCODER.encode(Stored(*row)))


@cache
def list_sql(*, later: bool, by_state: bool, limit: int) -> str:
    """The newest drafts of user $1; `later`: below id $2; `by_state`: of the state that is the last argument.

    What is not asked for is left out and the limit is spelled out: a general plan that has to allow for either looks dear to
    PostgreSQL, so it would plan the statement anew at each request, a third of the database's time for it.
    """
    conditions = "user_id = $1 AND deleted_at IS NULL"
    conditions += " AND id < $2" if later else ""
    conditions += f" AND state = ${3 if later else 2}" if by_state else ""
    return f"SELECT {COLUMNS} FROM drafts WHERE {conditions} ORDER BY id DESC LIMIT {limit}"  # noqa: S608


async def listed(user_id: UUID, paging: Paging, state: DraftState | None = None) -> Response[DraftPage]:
    """A page of the user's drafts, newest first, straight from its rows."""
    position = paging.position(UUID)
    sql = list_sql(later=position is not None, by_state=state is not None, limit=paging.limit + 1)
    rows = await fetch(sql, user_id, *(position or ()), *([state] if state is not None else ()))
    page, following = paging.cut(rows, lambda row: (row["id"],))
    return _answer(page, following)


async def these(user_id: UUID, draft_ids: Sequence[UUID]) -> Response[DraftPage]:
    """These drafts, in this order."""
    rows = await fetch(
        f"SELECT {COLUMNS} FROM drafts WHERE user_id = $1 AND id = ANY($2) AND deleted_at IS NULL",  # noqa: S608
        user_id, draft_ids,
    )  # fmt: skip
    found = {row["id"]: row for row in rows}
    return _answer([found[draft_id] for draft_id in draft_ids if draft_id in found], None)


def _answer(rows: Sequence[Record], following: str | None) -> Response[DraftPage]:
    # already the JSON of a DraftPage: decoding fifty drafts only to encode them again would double the cost
    body = _ENCODER.encode(_StoredPage([Stored(*row) for row in rows], following))
    return Response(cast("DraftPage", body), media_type="application/json")


async def one(user_id: UUID, draft_id: UUID) -> Draft:
    """Raises NotFound."""
    row = await fetchrow(ONE, draft_id, user_id)
    if row is None:
        raise NotFound
    return decoded(row)


async def several(user_id: UUID, draft_ids: Sequence[UUID], *, lock: bool = False) -> dict[UUID, Draft]:
    """Those of these drafts that are the user's, by id. `lock`: until the transaction ends, in one order for everybody."""
    rows = await fetch(
        f"""SELECT {COLUMNS} FROM drafts WHERE user_id = $1 AND id = ANY($2) AND deleted_at IS NULL
            ORDER BY id {"FOR UPDATE" if lock else ""}""",  # noqa: S608
        user_id, draft_ids,
    )  # fmt: skip
    return {row["id"]: decoded(row) for row in rows}


async def locked(user_id: UUID, draft_id: UUID) -> Draft:
    """The draft, locked until the caller's transaction ends. Raises NotFound."""
    row = await fetchrow(ONE + " FOR UPDATE", draft_id, user_id)
    if row is None:
        raise NotFound
    return decoded(row)


async def create(user_id: UUID, new: DraftCreate) -> Draft:
    """Raises NotFound for a photo or closet that is not the user's."""
    async with transaction():
        return await insert(user_id, new)


async def insert(user_id: UUID, new: DraftCreate) -> Draft:
    """`create` in the caller's transaction. Raises QuotaReached."""
    there: int = await fetchval("SELECT count(*) FROM drafts WHERE user_id = $1 AND deleted_at IS NULL", user_id)
    room.within("drafts", there + 1, current().settings.quotas.drafts)
    country = (await closets.owned(user_id, new.closet_id)).country if new.closet_id else new.country
    row = await fetchrow(
        f"""INSERT INTO drafts (id, user_id, closet_id, country, fields, photos, photo_ids, problems, created_at, saved_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, '[]', clock_timestamp(), clock_timestamp()) RETURNING {COLUMNS}""",  # noqa: S608
        uuid7(), user_id, new.closet_id, country, _fields(new.fields), await _photos(user_id, new.photo_ids), new.photo_ids,
    )  # fmt: skip
    assert row is not None
    return decoded(row)


async def save(user_id: UUID, draft_id: UUID, new: DraftSave) -> Draft:
    """Stores the edit if it was made on the newest revision; the same save twice is stored once.

    Raises NotFound, DraftChanged, DraftLocked.
    """
    async with transaction():
        now = await locked(user_id, draft_id)
        if _same(now, new) and new.revision in (now.revision, now.revision - 1):
            return now
        if now.state not in EDITABLE:
            raise DraftLocked(state=now.state)
        if new.revision != now.revision:
            raise DraftChanged(current=msgspec.to_builtins(now))
        return await _write(user_id, now, new)


async def rewrite(user_id: UUID, now: Draft, fields: ListingFields) -> Draft:
    """The locked draft with other fields, in the caller's transaction. The caller looked whether it is EDITABLE."""
    ids = [photo.photo_id for photo in now.photos]
    return await _write(user_id, now, DraftSave(revision=now.revision, fields=fields, photo_ids=ids, closet_id=now.closet_id))


async def _write(user_id: UUID, now: Draft, new: DraftSave) -> Draft:
    country = (await closets.owned(user_id, new.closet_id)).country if new.closet_id else now.country
    row = await fetchrow(
        f"""UPDATE drafts SET fields = $3, photos = $4, photo_ids = $5, closet_id = $6, country = $7, problems = $8,
                revision = revision + 1, saved_at = clock_timestamp()
            WHERE id = $1 AND user_id = $2 RETURNING {COLUMNS}""",  # noqa: S608
        now.id, user_id, _fields(new.fields), await _photos(user_id, new.photo_ids), new.photo_ids, new.closet_id,
        country, _ENCODER.encode(_left(now, new)),
    )  # fmt: skip
    assert row is not None
    return decoded(row)


async def fill(user_id: UUID, draft_id: UUID, fields: ListingFields, photo_ids: Sequence[UUID]) -> None:
    """Puts in what the person has not: every field still empty, and the photos of a draft without any. In a transaction."""
    row = await fetchrow(ONE + " FOR UPDATE", draft_id, user_id)
    now = decoded(row) if row is not None else None
    if now is None or now.state != "open":
        return
    empty = ListingFields()
    ours = {name: getattr(now.fields, name) for name in fields.__struct_fields__}
    filled = {name: value for name, value in ours.items() if value != getattr(empty, name)}
    own_photos = [photo.photo_id for photo in now.photos] or list(photo_ids)
    await execute(
        """UPDATE drafts SET fields = $3, photos = $4, photo_ids = $5, revision = revision + 1, saved_at = clock_timestamp()
           WHERE id = $1 AND user_id = $2""",
        draft_id, user_id, _fields(msgspec.structs.replace(fields, **filled)), await _photos(user_id, own_photos), own_photos,
    )  # fmt: skip


UNITS = (
    ("title",), ("description",), ("catalog_id",), ("brand_id", "brand"), ("size_id",), ("condition_id",), ("color_ids",),
    ("package_size_id",), ("attributes",),
)  # fmt: skip
"""What an analysis fills in, each as one thing. A price is not among them."""


async def fill_untouched(user_id: UUID, draft_id: UUID, new: ListingFields, before: ListingFields) -> ListingFields | None:
    """Puts in what nobody has touched: each unit that still is as `before`, where it was filled in like this the last time.

    In a transaction. Of `new`, what is put in now; an empty unit of it fills nothing. None: the draft cannot be filled any more.
    """
    row = await fetchrow(ONE + " FOR UPDATE", draft_id, user_id)
    now = decoded(row) if row is not None else None
    if now is None or now.state != "open":
        return None
    empty = ListingFields()
    put: dict[str, Any] = {}
    for unit in UNITS:
        ours, theirs, was = ([getattr(fields, name) for name in unit] for fields in (new, now.fields, before))
        if theirs == was and ours != [getattr(empty, name) for name in unit]:
            put |= dict(zip(unit, ours, strict=True))
    filled = msgspec.structs.replace(now.fields, **put)
    if filled != now.fields:
        await execute(
            """UPDATE drafts SET fields = $3, revision = revision + 1, saved_at = clock_timestamp()
               WHERE id = $1 AND user_id = $2""",
            draft_id, user_id, _fields(filled),
        )  # fmt: skip
    return msgspec.structs.replace(empty, **put)


def laid_over(below: ListingFields, above: ListingFields) -> ListingFields:
    """`below` with every unit of `above` that is not empty."""
    empty = ListingFields()
    units = [unit for unit in UNITS if any(getattr(above, name) != getattr(empty, name) for name in unit)]
    return msgspec.structs.replace(below, **{name: getattr(above, name) for unit in units for name in unit})


async def fields_of(user_id: UUID, draft_ids: Sequence[UUID]) -> dict[UUID, ListingFields]:
    """What stands in these drafts; those that are not the user's or were thrown away are left out."""
    rows = await fetch(
        "SELECT id, fields FROM drafts WHERE user_id = $1 AND id = ANY($2) AND deleted_at IS NULL", user_id, draft_ids
    )
    return {row["id"]: msgspec.json.decode(row["fields"], type=ListingFields) for row in rows}


async def countries_of(user_id: UUID, draft_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The country of each of these drafts that is the user's and not thrown away."""
    rows = await fetch(
        "SELECT id, country FROM drafts WHERE user_id = $1 AND id = ANY($2) AND deleted_at IS NULL", user_id, draft_ids
    )
    return {row["id"]: row["country"] for row in rows}


async def usual_parcels(user_id: UUID, least: int) -> dict[int, tuple[int, float]]:
    """By category with at least so many published drafts: the parcel size most of them have, and the share that has it."""
    rows = await fetch(
        """SELECT catalog_id, parcel, count(*) AS here, sum(count(*)) OVER (PARTITION BY catalog_id) AS all_of_it
           FROM (SELECT (fields ->> 'catalog_id')::bigint AS catalog_id, (fields ->> 'package_size_id')::bigint AS parcel
               FROM drafts WHERE user_id = $1 AND state = 'published' AND deleted_at IS NULL ORDER BY id DESC LIMIT 500) d
           WHERE catalog_id IS NOT NULL AND parcel IS NOT NULL GROUP BY 1, 2 ORDER BY 3""",
        user_id,
    )
    return {r["catalog_id"]: (r["parcel"], float(r["here"] / r["all_of_it"])) for r in rows if r["all_of_it"] >= least}


async def throw_away(user_id: UUID, draft_id: UUID) -> None:
    """Hides the draft; `bring_back` undoes it for 30 days. Raises NotFound, DraftLocked while it is being published."""
    async with transaction():
        now = await locked(user_id, draft_id)
        if now.state == "publishing":
            raise DraftLocked(state=now.state)
        await execute("UPDATE drafts SET deleted_at = clock_timestamp() WHERE id = $1", draft_id)


async def bring_back(user_id: UUID, draft_id: UUID) -> Draft:
    """A draft thrown away within 30 days is there again; one that was not is answered as it is. Raises NotFound."""
    await execute(
        "UPDATE drafts SET deleted_at = NULL WHERE id = $1 AND user_id = $2 AND deleted_at > clock_timestamp() - $3::interval",
        draft_id, user_id, RETENTION["deleted_draft"],
    )  # fmt: skip
    return await one(user_id, draft_id)


async def duplicate(user_id: UUID, draft_id: UUID) -> Draft:
    """A new open draft with the same content. Raises NotFound."""
    async with transaction():
        now = await locked(user_id, draft_id)
        ids = [photo.photo_id for photo in now.photos]
        return await insert(user_id, DraftCreate(country=now.country, closet_id=now.closet_id, fields=now.fields, photo_ids=ids))


async def photos_in_use(user_id: UUID, photo_ids: Sequence[UUID], *, thrown_away: bool = True) -> set[UUID]:
    """Which of these photos a draft shows. A draft thrown away keeps its photos, as it may come back; with `thrown_away=False` it
    is not asked."""
    rows = await fetch(
        """SELECT DISTINCT used.id FROM drafts d, unnest(d.photo_ids) AS used (id)
           WHERE d.user_id = $1 AND d.photo_ids && $2::uuid[] AND used.id = ANY($2) AND (d.deleted_at IS NULL OR $3)""",
        user_id, photo_ids, thrown_away,
    )  # fmt: skip
    return {row["id"] for row in rows}


async def photos_over(kept: timedelta) -> list[Record]:
    """(user_id, id) of photos whose every draft was published as a listing that is over for that long."""
    return await fetch(
        """WITH over AS (SELECT d.id, d.user_id, d.photo_ids FROM drafts d JOIN listings l
               ON l.user_id = d.user_id AND l.item_id = d.item_id
               WHERE d.state = 'published' AND l.over_at < clock_timestamp() - $1::interval)
           SELECT DISTINCT o.user_id, p.id FROM over o, unnest(o.photo_ids) AS p (id)
           WHERE NOT EXISTS (SELECT 1 FROM drafts d WHERE d.photo_ids @> ARRAY[p.id] AND d.id NOT IN (SELECT id FROM over))""",
        kept,
    )


async def drafts_of(user_id: UUID, item_ids: Sequence[VintedId]) -> dict[VintedId, UUID]:
    """Of these listings the draft each was made of; without those that were made elsewhere."""
    rows = await fetch("SELECT item_id, id FROM drafts WHERE user_id = $1 AND item_id = ANY($2)", user_id, item_ids)
    return {row["item_id"]: row["id"] for row in rows}


async def follows(user_id: UUID, old: VintedId, new: VintedId) -> None:
    """The draft's listing was relisted: it is another one now."""
    await execute("UPDATE drafts SET item_id = $3 WHERE user_id = $1 AND item_id = $2", user_id, old, new)


async def photo_is_ready(user_id: UUID, photo_id: UUID) -> None:
    """A photo that drafts show already has its size and colour now. In the caller's transaction."""
    rows = await fetch(
        "SELECT id, photo_ids FROM drafts WHERE user_id = $1 AND photo_ids @> ARRAY[$2::uuid] FOR UPDATE", user_id, photo_id
    )
    for row in rows:
        await execute("UPDATE drafts SET photos = $2 WHERE id = $1", row["id"], await _photos(user_id, row["photo_ids"]))


async def clear() -> None:
    """Ends what was thrown away more than 30 days ago."""
    await execute("DELETE FROM drafts WHERE deleted_at < clock_timestamp() - $1::interval", RETENTION["deleted_draft"])


def _fields(fields: ListingFields) -> bytes:
    encoded = _ENCODER.encode(fields)
    if b"\\u0000" in encoded:
        raise InvalidInput("A text holds no NUL.", field="fields")
    return encoded


async def _photos(user_id: UUID, photo_ids: Sequence[UUID]) -> bytes:
    if len(set(photo_ids)) < len(photo_ids):
        raise InvalidInput("Name each photo once.", field="photo_ids")
    found = await photos.described(user_id, photo_ids)
    return _ENCODER.encode(
        [DraftPhoto(photo_id=p.id, width=p.width, height=p.height, color=p.color, rendering=p.rendering) for p in found]
    )  # fmt: skip


def _same(now: Draft, new: DraftSave) -> bool:
    return (
        now.fields == new.fields and [p.photo_id for p in now.photos] == new.photo_ids and now.closet_id == new.closet_id
    )  # fmt: skip


def _left(now: Draft, new: DraftSave) -> list[RuleProblem]:
    """What Vinted refused and the person has not touched since."""
    was, is_now = _values(now.fields), _values(new.fields)
    was["photos"], is_now["photos"] = [p.photo_id for p in now.photos], new.photo_ids
    return [p for p in now.problems if p.field in was.keys() & is_now.keys() and was[p.field] == is_now[p.field]]


def _values(fields: ListingFields) -> dict[str, Any]:
    return {each.code: each.ids for each in fields.attributes} | msgspec.structs.asdict(fields)
