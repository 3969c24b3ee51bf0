"""What other domains may ask of analysis, and what its own routes answer."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from vintedbot_schemas.analysis import (
    AnalysisBatch,
    AnalysisCall,
    AnalysisMonth,
    AnalysisStand,
    AnalysisTask,
    AnalyzeRequest,
    BatchDraft,
    DraftAnalysis,
    ProviderStand,
    SeenDefect,
    SkippedProvider,
    TextLanguage,
)

from vintedbot.kit.db import execute, executemany, fetch, fetchrow, fetchval, transaction, uuid7
from vintedbot.kit.errors import NotFound
from vintedbot.kit.process import current
from vintedbot.kit.tasks import enqueue
from vintedbot.listings import service as listings
from vintedbot.photos import service as photos

from . import consents, learned
from .asking import OPERATOR, providers
from .fields import Shown
from .run import TASK

MONTHS = 12
_LANGUAGES: dict[str, TextLanguage] = {
    "fr": "fr", "be": "fr", "lu": "fr", "es": "es", "de": "de", "at": "de", "it": "it", "nl": "nl", "pl": "pl",
}  # fmt: skip
"""By Vinted's site; English for the others."""


async def begin(user_id: UUID, draft_ids: Sequence[UUID], wanted: AnalyzeRequest | None = None) -> UUID:
    """A new batch of these drafts, in the caller's transaction. Raises NotFound for one that is not the user's.

    Without `wanted`, as when drafts are made of groups, one that has an analysis already keeps it.
    """
    countries = await listings.countries_of(user_id, draft_ids)
    if not countries.keys() >= set(draft_ids):
        raise NotFound
    batch_id = uuid7()
    rows = [
        (
            draft_id, user_id, batch_id, place, wanted and wanted.language, _LANGUAGES.get(countries[draft_id], "en"),
            wanted.hint.replace("\0", "") if wanted and wanted.hint is not None else None, bool(wanted and wanted.only_text),
        )
        for place, draft_id in enumerate(dict.fromkeys(draft_ids))
    ]  # fmt: skip
    await execute("INSERT INTO analysis_batches (id, user_id, asked_at) VALUES ($1, $2, clock_timestamp())", batch_id, user_id)
    again = """DO UPDATE SET batch_id = EXCLUDED.batch_id, place = EXCLUDED.place, language = coalesce($5, analyses.language),
        hint = coalesce($7, analyses.hint), only_text = EXCLUDED.only_text,
        state = 'waiting', problem = NULL, tries = 0, asked_at = EXCLUDED.asked_at, done_at = NULL"""
    await executemany(
        f"""INSERT INTO analyses (draft_id, user_id, batch_id, place, language, hint, only_text, state, tries, skipped, asked_at)
            VALUES ($1, $2, $3, $4, coalesce($5, $6), coalesce($7, ''), $8, 'waiting', 0, '[]', clock_timestamp())
            ON CONFLICT (draft_id) {again if wanted else "DO NOTHING"}""",  # noqa: S608 - two texts of ours
        rows,
    )
    for row in await fetch("SELECT draft_id FROM analyses WHERE batch_id = $1 ORDER BY place", batch_id):
        await enqueue(TASK, row["draft_id"], once=str(row["draft_id"]))
    return batch_id


async def analyze(user_id: UUID, wanted: AnalyzeRequest) -> AnalysisBatch:
    """Raises NotFound."""
    async with transaction():
        await begin(user_id, wanted.draft_ids, wanted)
    return await latest(user_id)


async def latest(user_id: UUID) -> AnalysisBatch:
    """The newest batch that still has drafts."""
    batch = await fetchrow(
        """SELECT id, asked_at FROM analysis_batches b WHERE user_id = $1
           AND EXISTS (SELECT 1 FROM analyses a WHERE a.batch_id = b.id) ORDER BY id DESC LIMIT 1""",
        user_id,
    )
    if batch is None:
        return AnalysisBatch()
    rows = await fetch("SELECT draft_id, state, problem FROM analyses WHERE batch_id = $1 ORDER BY place", batch["id"])
    titles = {each: fields.title for each, fields in (await listings.fields_of(user_id, [r["draft_id"] for r in rows])).items()}
    items = [
        BatchDraft(draft_id=row["draft_id"], title=titles[row["draft_id"]], state=row["state"], problem=row["problem"])
        for row in rows
        if row["draft_id"] in titles
    ]
    return AnalysisBatch(id=batch["id"], items=items, asked_at=batch["asked_at"])


async def one(user_id: UUID, draft_id: UUID) -> DraftAnalysis:
    """Raises NotFound for a draft that has none, or is not the user's."""
    row = await fetchrow(
        """SELECT draft_id, state, problem, language, hint, looked_by, written_by, shown, skipped, asked_at, done_at
           FROM analyses WHERE draft_id = $1 AND user_id = $2""",
        draft_id, user_id,
    )  # fmt: skip
    if row is None:
        raise NotFound
    known = dict(row)
    shown, skipped = known.pop("shown"), msgspec.json.decode(known.pop("skipped"), type=list[SkippedProvider])
    read = msgspec.json.decode(shown, type=Shown) if shown is not None else Shown([], [], [], [], [])
    calls = await fetch(
        """SELECT task, provider, model, input_tokens, output_tokens, micros, at FROM analysis_calls
           WHERE user_id = $1 AND draft_id = $2 ORDER BY id""",
        user_id, draft_id,
    )  # fmt: skip
    return DraftAnalysis(
        **known,
        fields=read.fields,
        defects=read.defects,
        photo_notes=read.notes,
        keywords=read.keywords,
        transcript=read.transcript,
        skipped=skipped,
        calls=[AnalysisCall(**call) for call in calls],
        micros=sum(call["micros"] or 0 for call in calls),
        is_example=await learned.is_example(user_id, draft_id),
    )


async def defects_of(user_id: UUID, draft_ids: Sequence[UUID]) -> dict[UUID, list[SeenDefect]]:
    """What is wrong with the items of these drafts; without drafts nobody has looked at who can see defects."""
    rows = await fetch(
        """SELECT draft_id, shown->'defects' AS defects FROM analyses
           WHERE user_id = $1 AND draft_id = ANY($2) AND shown IS NOT NULL AND looked_by <> 'local'""",
        user_id, draft_ids,
    )  # fmt: skip
    return {row["draft_id"]: msgspec.json.decode(row["defects"], type=list[SeenDefect]) for row in rows}


async def stand(user_id: UUID) -> AnalysisStand:
    """Who analyses, what was consented to, what it cost."""
    settings, held = current().settings.analysis, await consents.held(user_id)
    tasks: tuple[AnalysisTask, ...] = ("look", "write")
    able = {task: providers(task, settings) for task in tasks}
    named = {each.name: each for task in tasks for each in able[task]}
    rows = await fetch(
        """SELECT date_trunc('month', at AT TIME ZONE 'UTC')::date AS month, count(*) AS calls, sum(input_tokens) AS input_tokens,
               sum(output_tokens) AS output_tokens, coalesce(sum(micros), 0)::bigint AS micros
           FROM analysis_calls WHERE user_id = $1 GROUP BY 1 ORDER BY 1 DESC LIMIT $2""",
        user_id, MONTHS,
    )  # fmt: skip
    spent = """SELECT micros FROM analysis_spent WHERE owner = $1
               AND month = date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC')::date"""
    operator: int = await fetchval(spent, OPERATOR) or 0
    return AnalysisStand(
        providers=[
            ProviderStand(
                provider=each.name,
                model=each.model,
                host=each.host,
                tasks=[task for task in tasks if any(one.name == each.name for one in able[task])],
                needs_consent=each.is_outside,
                consent_at=held.get(each.name),
            )
            for each in named.values()
        ],
        reads_labels=photos.reads_labels(),
        cap_micros=round(settings.user_usd * 1_000_000),
        spent_micros=await fetchval(spent, user_id) or 0,
        is_operator_cap_reached=operator >= round(settings.operator_usd * 1_000_000),
        months=[AnalysisMonth(**{**row, "month": row["month"].isoformat()}) for row in rows],
        examples=await fetchval("SELECT count(*) FROM analysis_examples WHERE user_id = $1", user_id),
    )
