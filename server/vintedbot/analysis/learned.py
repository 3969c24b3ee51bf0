"""What a seller taught us: the examples they chose, and what they made of the fields we had filled in.

A correction is found by comparing what we put into a draft with what stands there after the person saved; it is kept as a row
of its own, because drafts go. Looked for before each analysis and once a day.
"""

from uuid import UUID

import msgspec
from vintedbot_schemas.listings import ListingFields

from vintedbot.kit.db import Record, execute, executemany, fetch, fetchval, transaction, uuid7
from vintedbot.kit.errors import InvalidInput
from vintedbot.listings import service as listings

from .fields import FIELD_OF, Previous, Shown

EXAMPLES_MOST, EXAMPLES_SENT, CORRECTIONS_SENT, LOOKED_AT = 20, 4, 4, 200
"""Examples a seller may choose; the newest of these, and of corrected texts, that are sent along; analyses compared at once."""
_MAPPED = {"brand_id": "brand", "size_id": "size", "catalog_id": "category"}
_PARCEL_LEAST = 3
"""Drafts of a category from which on its usual parcel size is told."""


class Example(msgspec.Struct, frozen=True):
    """A listing's texts as the seller writes them."""

    title: str
    description: str


async def choose(user_id: UUID, draft_id: UUID) -> None:
    """The draft's texts, as they stand now, are an example from now on. Raises NotFound, InvalidInput for empty texts."""
    draft = await listings.draft(user_id, draft_id)
    if not draft.fields.title.strip() or not draft.fields.description.strip():
        raise InvalidInput("An example needs a title and a description.", field="draft_id")
    async with transaction():
        await execute(
            """INSERT INTO analysis_examples (draft_id, user_id, title, description, chosen_at)
               VALUES ($1, $2, $3, $4, clock_timestamp()) ON CONFLICT (draft_id) DO UPDATE SET title = EXCLUDED.title,
                   description = EXCLUDED.description, chosen_at = EXCLUDED.chosen_at""",
            draft_id, user_id, draft.fields.title, draft.fields.description,
        )  # fmt: skip
        await execute(
            """DELETE FROM analysis_examples WHERE user_id = $1 AND draft_id NOT IN
               (SELECT draft_id FROM analysis_examples WHERE user_id = $1 ORDER BY chosen_at DESC LIMIT $2)""",
            user_id, EXAMPLES_MOST,
        )  # fmt: skip


async def choose_no_longer(user_id: UUID, draft_id: UUID) -> None:
    """Whether it was one or not. Raises NotFound for a draft that is not the user's."""
    if not await execute("DELETE FROM analysis_examples WHERE user_id = $1 AND draft_id = $2", user_id, draft_id):
        await listings.draft(user_id, draft_id)


async def is_example(user_id: UUID, draft_id: UUID) -> bool:
    """Whether the seller chose it."""
    return bool(
        await fetchval("SELECT EXISTS (SELECT 1 FROM analysis_examples WHERE user_id = $1 AND draft_id = $2)", user_id, draft_id)
    )


async def examples(user_id: UUID) -> list[Example]:
    """What goes along with a question for texts: chosen ones first, then texts the seller rewrote, the newest of each."""
    chosen = await fetch(
        "SELECT title, description FROM analysis_examples WHERE user_id = $1 ORDER BY chosen_at DESC LIMIT $2",
        user_id, EXAMPLES_SENT,
    )  # fmt: skip
    rewritten = await fetch(
        """SELECT chosen FROM analysis_corrections WHERE user_id = $1 AND field = 'texts' ORDER BY at DESC LIMIT $2""",
        user_id, CORRECTIONS_SENT,
    )  # fmt: skip
    found = [Example(row["title"], row["description"]) for row in chosen]
    return found + [msgspec.json.decode(row["chosen"], type=Example) for row in rewritten]


async def previous(user_id: UUID) -> Previous:
    """What counts more than what anybody reads off a photo: the seller's own earlier choices."""
    rows = await fetch(
        """SELECT DISTINCT ON (field, said) field, said, chosen FROM analysis_corrections
           WHERE user_id = $1 AND field <> 'texts' ORDER BY field, said, at DESC LIMIT 2000""",
        user_id,
    )
    corrected = {(row["field"], row["said"]): msgspec.json.decode(row["chosen"], type=list[int]) for row in rows}
    return Previous(corrected, await listings.usual_parcels(user_id, _PARCEL_LEAST))


async def learn(user_id: UUID) -> None:
    """Keeps what the person made of our fields since the last time."""
    rows = await fetch(
        """SELECT draft_id, shown, filled FROM analyses WHERE user_id = $1 AND state = 'done' AND filled IS NOT NULL
           ORDER BY done_at DESC LIMIT $2""",
        user_id, LOOKED_AT,
    )  # fmt: skip
    now = await listings.fields_of(user_id, [row["draft_id"] for row in rows])
    found = [each for row in rows if row["draft_id"] in now for each in _corrections(row, now[row["draft_id"]])]
    await executemany(
        """INSERT INTO analysis_corrections (id, user_id, draft_id, field, said, chosen, at)
           VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())
           ON CONFLICT (draft_id, field) DO UPDATE SET said = EXCLUDED.said, chosen = EXCLUDED.chosen, at = CASE
               WHEN analysis_corrections.chosen = EXCLUDED.chosen THEN analysis_corrections.at ELSE EXCLUDED.at END""",
        [(uuid7(), user_id, draft_id, field, said, chosen) for draft_id, field, said, chosen in found],
    )


def _corrections(row: Record, now: ListingFields) -> list[tuple[UUID, str, str, bytes]]:
    filled = msgspec.json.decode(row["filled"], type=ListingFields)
    fields = {each.name: each for each in msgspec.json.decode(row["shown"], type=Shown).fields}
    found: list[tuple[UUID, str, str, bytes]] = []
    for name, field in _MAPPED.items():
        said = fields[FIELD_OF[name]].said if FIELD_OF[name] in fields else ""
        chosen = getattr(now, name)
        if said and chosen is not None and chosen != getattr(filled, name):
            found.append((row["draft_id"], field, listings.reference.folded(said), msgspec.json.encode([chosen])))
    theirs, ours = Example(now.title, now.description), Example(filled.title, filled.description)
    if theirs.title and theirs.description and theirs != ours and (ours.title or ours.description):
        found.append((row["draft_id"], "texts", "", msgspec.json.encode(theirs)))
    return found


async def learn_from_all() -> None:
    """Everybody whose analyses may have been corrected within the last days."""
    rows = await fetch(
        """SELECT DISTINCT user_id FROM analyses WHERE state = 'done' AND done_at > clock_timestamp() - interval '30 days'"""
    )
    for row in rows:
        await learn(row["user_id"])
