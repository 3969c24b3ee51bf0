"""One draft's analysis from its row to the filled draft: look, meet Vinted's choices, write, fill in what nobody has touched.

The row says what is wanted and how far it is; a task carries its id. Every step that costs something is kept under its content
(`asking`), so a run that dies is simply run again and continues with what is there.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import msgspec
import structlog
from msgspec import Struct
from vintedbot_schemas.analysis import (
    AnalysedField,
    AnalysedName,
    AnalysisProblem,
    AnalysisProvider,
    PhotoNote,
    SkippedProvider,
    TextLanguage,
)
from vintedbot_schemas.listings import Draft, FormReference, ListingFields

from vintedbot.kit.db import execute, fetchrow, fetchval, transaction
from vintedbot.kit.errors import NotFound
from vintedbot.kit.tasks import enqueue
from vintedbot.kit.turns import Turns
from vintedbot.listings import service as listings
from vintedbot.photos import service as photos

from . import learned, work
from .asking import Asking, Later, Nobody, answered
from .checking import checked
from .commands import is_order
from .facts import Look, Texts
from .fields import Seen, Shown, marked, offered, seen
from .learned import Example
from .local import LookMaterial, WriteMaterial
from .prompts import as_data, look_instructions, write_instructions
from .providers import Picture, Provider, Question
from .texts import usable
from .tokens import SENT_SIDE

log = structlog.get_logger("vintedbot.analysis")

TASK = "analysis.analyse"
READY_WAIT_S, READY_TRIES = 2.0, 60
LOOK_TOKENS, WRITE_TOKENS = 8_000, 4_000
"""Most an answer may have, thinking included."""


class Wanted(Struct, frozen=True):
    """The row of a draft's analysis."""

    draft_id: UUID
    user_id: UUID
    language: TextLanguage
    hint: str
    only_text: bool
    tries: int
    look: msgspec.Raw | None
    looked_by: AnalysisProvider | None
    filled: msgspec.Raw | None


class Kept(Struct, frozen=True):
    """What is remembered of a look: enough to write in another language without any photo."""

    look: Look
    photo_ids: list[UUID]
    notes: list[PhotoNote]


_turns = Turns(TASK)


async def analyse(draft_id: UUID) -> None:
    """Runs what the row wants, when it is its user's turn, unless it is done or somebody took it back."""
    user_id = await fetchval("SELECT user_id FROM analyses WHERE draft_id = $1 AND state IN ('waiting', 'working')", draft_id)
    if user_id is None:
        return
    async with _turns.turn(user_id, draft_id) as is_our_turn:
        if is_our_turn:
            await _run(draft_id)


async def _run(draft_id: UUID) -> None:
    row = await fetchrow(
        """UPDATE analyses SET state = 'working' WHERE draft_id = $1 AND state IN ('waiting', 'working')
           RETURNING draft_id, user_id, language, hint, only_text, tries, look, looked_by, filled""",
        draft_id,
    )
    if row is None:
        return
    wanted = Wanted(*row)
    try:
        draft = await listings.draft(wanted.user_id, draft_id)
        await _analysed(wanted, draft)
    except NotFound:
        await _failed(draft_id, "photos_missing", [])
    except Nobody as nobody:
        await _failed(draft_id, "no_provider", nobody.skipped)
    except Later as later:
        await _put_off(draft_id, later.after_s)


async def _analysed(wanted: Wanted, draft: Draft) -> None:
    await learned.learn(wanted.user_id)
    before, examples = await learned.previous(wanted.user_id), await learned.examples(wanted.user_id)
    asking = Asking(wanted.user_id, wanted.draft_id, wanted.tries)
    skipped: list[SkippedProvider] = []
    if wanted.only_text and wanted.look is not None and wanted.looked_by is not None:
        kept, looked_by = msgspec.json.decode(wanted.look, type=Kept), wanted.looked_by
    else:
        kept, looked_by, skipped = await _looked(asking, wanted.hint, draft)
        # kept at once: if writing has to wait, nobody looks again
        await execute(
            "UPDATE analyses SET look = $2, looked_by = $3 WHERE draft_id = $1",
            wanted.draft_id, msgspec.json.encode(kept), looked_by,
        )  # fmt: skip
    found, form = seen(kept.look, kept.photo_ids, before), None
    if found.fill.catalog_id is not None:
        form = await listings.form_read(wanted.user_id, draft.country, found.fill.catalog_id)
        found = offered(found, form)
    material = _material(wanted, found, form)
    texts, written_by, also_skipped = await _written(asking, wanted, kept.look, material, examples)
    await _stored(wanted, draft, kept, found, texts, looked_by, written_by, skipped + also_skipped)


async def _looked(asking: Asking, hint: str, draft: Draft) -> tuple[Kept, AnalysisProvider, list[SkippedProvider]]:
    """The photos by content, in the order of their hashes: another cover is the same question. Raises NotFound, Later, Nobody."""
    chosen = await photos.described(asking.user_id, [each.photo_id for each in draft.photos])
    if not chosen:
        raise NotFound
    if any(each.kept_sha256 is None for each in chosen):
        if asking.tries >= READY_TRIES:
            raise NotFound
        raise Later(READY_WAIT_S)
    by_content = {each.kept_sha256: each.id for each in reversed(chosen) if each.kept_sha256}
    order = sorted(by_content)

    async def question(provider: Provider) -> Question:
        originals = [await photos.bytes_of(asking.user_id, sha256) for sha256 in order]
        pictures: list[Picture] = []
        lines: list[list[photos.Line]] = []
        for sha256, original in zip(order, originals, strict=True):
            if not provider.is_outside:
                lines.append(await photos.lines_on(asking.user_id, sha256, original))
            else:
                sent = await photos.in_pool(work.sendable, original, SENT_SIDE)
                pictures.append(Picture(sha256, sent.jpeg, sent.width, sent.height))
        words = as_data("hint", hint) if hint else "There is no hint."
        return Question(
            "look", look_instructions(), f"{len(order)} photos of one item, numbered from 1.\n{words}", pictures, Look,
            LOOK_TOKENS, LookMaterial(originals, lines, hint),
        )  # fmt: skip

    answer = await answered(
        asking, "look", [hint, *order], question, Look, lambda look: checked(look, len(order), hint)
    )  # fmt: skip
    notes = await _notes(asking.user_id, by_content)
    return Kept(answer.value, [by_content[sha256] for sha256 in order], notes), answer.by, answer.skipped


async def _notes(user_id: UUID, by_content: dict[str, UUID]) -> list[PhotoNote]:
    found = []
    for sha256, photo_id in by_content.items():
        measured = await photos.in_pool(work.measured, await photos.bytes_of(user_id, sha256), PALETTE)
        found += [PhotoNote(photo_id=photo_id, flaw=flaw) for flaw in measured.flaws]
    return found


PALETTE: list[tuple[str, str]] = [("Black", "#000000")]
"""Flaws alone are asked for; which colours there are does not matter then."""


async def _written(
    asking: Asking, wanted: Wanted, look: Look, material: WriteMaterial, examples: Sequence[Example]
) -> tuple[Texts, AnalysisProvider | None, list[SkippedProvider]]:
    """Raises Later. Texts that nobody could write stay empty."""
    others_words = [*look.transcript, *wanted.hint.splitlines()]
    # an order in a hint is not even passed on
    hint = "" if is_order(wanted.hint) else wanted.hint
    parts = [as_data("facts", msgspec.json.encode(material.facts | {"features": look.features}).decode())]
    parts += [as_data("defects", "\n".join(material.defects))] if material.defects else []
    parts += [as_data("hint", hint)] if hint else []
    parts += [as_data("example", f"{each.title}\n\n{each.description}") for each in examples]

    async def question(_: Provider) -> Question:
        words = "\n".join(parts)
        return Question("write", write_instructions(wanted.language), words, [], Texts, WRITE_TOKENS, material)

    try:
        answer = await answered(
            asking, "write", [wanted.language, *parts], question, Texts, lambda texts: usable(texts, others_words)
        )  # fmt: skip
    except Nobody as nobody:
        return Texts("", "", []), None, nobody.skipped
    return answer.value, answer.by, answer.skipped


_FACTS = ("category", "brand", "size", "colour", "condition", "material")


def _material(wanted: Wanted, found: Seen, form: FormReference | None) -> WriteMaterial:
    """Only what is filled in with certainty may be written about."""
    fill, language = found.fill, wanted.language
    words = listings.words_of(fill, language if language in ("fr", "en", "es", "de") else "en", form)
    facts: dict[str, str] = {name: said for name, said in words.items() if name in _FACTS and said}
    size = next((each.said for each in found.fields if each.name == "size"), "")
    if size and fill.size_id is None and any(each.name == "size" and each.source == "label" for each in found.fields):
        facts["size"] = size
    defects = [each.sentences[language] for each in found.defects if not each.close_up]
    return WriteMaterial(language, facts, "" if is_order(wanted.hint) else wanted.hint, defects)


async def _stored(
    wanted: Wanted,
    draft: Draft,
    kept: Kept,
    found: Seen,
    texts: Texts,
    looked_by: AnalysisProvider,
    written_by: AnalysisProvider | None,
    skipped: list[SkippedProvider],
) -> None:
    """Fills the draft and closes the row, in one transaction."""
    before = msgspec.json.decode(wanted.filled, type=ListingFields) if wanted.filled is not None else ListingFields()
    new = msgspec.structs.replace(found.fill, title=texts.title, description=texts.description)
    fields = [_text_field("title", texts.title, written_by), _text_field("description", texts.description, written_by)]
    async with transaction():
        put = await listings.fill_untouched(wanted.user_id, wanted.draft_id, new, before)
        ours = listings.laid_over(before, put) if put is not None else before
        all_fields = marked([*fields, *found.fields], put or ListingFields())
        shown = Shown(all_fields, found.defects, kept.notes, texts.keywords, kept.look.transcript)
        await execute(
            """UPDATE analyses SET state = 'done', problem = NULL, shown = $2, filled = $3, skipped = $4, looked_by = $5,
                   written_by = $6, done_at = clock_timestamp() WHERE draft_id = $1 AND state = 'working'""",
            wanted.draft_id, msgspec.json.encode(shown), msgspec.json.encode(ours), msgspec.json.encode(skipped), looked_by,
            written_by,
        )  # fmt: skip


def _text_field(name: AnalysedName, text: str, by: AnalysisProvider | None) -> AnalysedField:
    is_known = bool(text) and by is not None
    return AnalysedField(
        name=name,
        source="look" if is_known else "unknown",
        fit="exact" if is_known else "unknown",
        confidence=1.0 if is_known else 0.0,
        said=text,
    )


async def _failed(draft_id: UUID, problem: AnalysisProblem, skipped: list[SkippedProvider]) -> None:
    await execute(
        """UPDATE analyses SET state = 'failed', problem = $2, skipped = $3, done_at = clock_timestamp()
           WHERE draft_id = $1 AND state = 'working'""",
        draft_id, problem, msgspec.json.encode(skipped),
    )  # fmt: skip


async def _put_off(draft_id: UUID, after_s: float) -> None:
    async with transaction():
        if await execute(
            "UPDATE analyses SET state = 'waiting', tries = tries + 1 WHERE draft_id = $1 AND state = 'working'", draft_id
        ):
            await enqueue(TASK, draft_id, after=timedelta(seconds=after_s))
