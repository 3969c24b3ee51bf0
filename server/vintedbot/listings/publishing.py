"""How a draft becomes a job and how the job's end comes back to it: the rule check, the frozen content, Vinted's refusals.

Jobs knows drafts only through `Keeper`, named to it when this module is imported.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from vintedbot_schemas.jobs import Job
from vintedbot_schemas.listings import ContentPhoto, Draft, ListingContent, Prepared, PublishRequest, RuleProblem
from vintedbot_schemas.verbs import WishPublish, WishSaveDraft

from vintedbot.closets import service as closets
from vintedbot.jobs import service as jobs
from vintedbot.kit.db import execute, fetch, fetchval
from vintedbot.kit.errors import InvalidInput
from vintedbot.photos import service as photos

from . import drafts, form_references
from .drafts import DraftChanged, DraftLocked
from .rules import DraftNotReady, Own, Subject, SubjectPhoto, problems


async def prepare(user_id: UUID, draft_id: UUID) -> Prepared:
    """The draft with its rule check. Raises NotFound."""
    draft = await drafts.one(user_id, draft_id)
    found = problems(await _subject(user_id, draft))
    return Prepared(draft=draft, ready=not _blocking(found), problems=found)


async def publish(user_id: UUID, request: PublishRequest) -> Job:
    """The wish, made by a person's press. Raises NotFound, DraftChanged, DraftLocked, DraftNotReady, and what a wish raises."""
    draft = await drafts.one(user_id, request.draft_id)
    closet = await closets.owned(user_id, request.closet_id)
    if closet.country != draft.country:
        raise InvalidInput("This account is on another country's site than the draft is for.", field="closet_id")
    wish = WishSaveDraft if request.as_vinted_draft else WishPublish
    return await jobs.press(user_id, request.closet_id, wish(draft_id=request.draft_id, revision=request.revision))


class Keeper:
    """Our drafts as the jobs domain sees them (`jobs.drafts.Drafts`)."""

    async def freeze(self, user_id: UUID, draft_id: UUID, revision: int) -> ListingContent:
        """The content to be published. Raises NotFound, DraftChanged, DraftLocked, DraftNotReady."""
        draft = await drafts.locked(user_id, draft_id)
        if draft.state == "published":
            raise DraftLocked(state=draft.state)
        if draft.revision != revision:
            raise DraftChanged(current=msgspec.to_builtins(draft))
        subject = await _subject(user_id, draft)
        blocking = _blocking(problems(subject))
        if blocking:
            raise DraftNotReady(problems=msgspec.to_builtins(blocking))
        content = [ContentPhoto(sha256=each.sha256, photo_id=each.id) for each in subject.photos if each.sha256]
        return ListingContent(fields=draft.fields, photos=content)

    async def look(self, user_id: UUID, draft_ids: Sequence[UUID], *, check: bool) -> dict[UUID, jobs.Look]:
        """How these drafts stand."""
        found = await drafts.several(user_id, draft_ids)
        return {
            draft.id: jobs.Look(
                draft_id=draft.id,
                revision=draft.revision,
                state=draft.state,
                country=draft.country,
                title=draft.fields.title,
                price=draft.fields.price,
                photo_id=draft.photos[0].photo_id if draft.photos else None,
                problems=problems(await _subject(user_id, draft)) if check and draft.state in drafts.EDITABLE else [],
            )
            for draft in found.values()
        }

    async def owns(self, user_id: UUID, draft_id: UUID) -> bool:
        """Whether it is this user's."""
        return bool(await fetchval("SELECT EXISTS (SELECT FROM drafts WHERE id = $1 AND user_id = $2)", draft_id, user_id))

    async def moved(self, user_id: UUID, draft_id: UUID, moved: jobs.Moved) -> None:
        """The job's state on the draft; the fields Vinted refused are marked until the person changes them."""
        refused = [
            RuleProblem(code="refused_by_vinted", level="block", field=each.field, message=each.message)
            for each in moved.problems
        ]
        await execute(
            """UPDATE drafts SET state = $3, job_id = $4, item_id = coalesce($5, item_id), problems = $6
               WHERE id = $1 AND user_id = $2""",
            draft_id, user_id, moved.state, moved.job_id, moved.item_id, msgspec.json.encode(refused),
        )  # fmt: skip


jobs.keeps_drafts(Keeper())


def _blocking(found: list[RuleProblem]) -> list[RuleProblem]:
    return [problem for problem in found if problem.level == "block"]


async def _subject(user_id: UUID, draft: Draft) -> Subject:
    """All the rules look at, read at once."""
    fields = draft.fields
    ids = [photo.photo_id for photo in draft.photos]
    form = await form_references.fresh(user_id, draft.country, fields.catalog_id) if fields.catalog_id else None
    described = [SubjectPhoto(each.id, each.kept_sha256) for each in await photos.described(user_id, ids)]
    return Subject(
        fields=fields, photos=described, form=form, own=await _own(user_id, draft, ids), refused=draft.problems
    )  # fmt: skip


async def _own(user_id: UUID, draft: Draft, photo_ids: list[UUID]) -> list[Own]:
    """The user's other drafts and listings that may be this very item."""
    alike = await photos.kin(user_id, photo_ids)
    other = await fetch(
        """SELECT fields ->> 'title' AS title, fields -> 'price' AS price, photo_ids && $3::uuid[] AS same_photo FROM drafts
           WHERE user_id = $1 AND id <> $2 AND deleted_at IS NULL
               AND (photo_ids && $3::uuid[] OR md5(lower(fields ->> 'title')) = md5(lower($4)))
           LIMIT 50""",
        user_id, draft.id, alike, draft.fields.title,
    )  # fmt: skip
    listed = await fetch(
        """SELECT title, seen -> 'price' AS price, false AS same_photo FROM listings
           WHERE user_id = $1 AND state <> 'gone' AND state IN ('active', 'hidden', 'reserved', 'processing')
               AND md5(lower(title)) = md5(lower($2))
               AND item_id IS DISTINCT FROM $3 LIMIT 50""",
        user_id, draft.fields.title, draft.item_id,
    )  # fmt: skip
    rows = [*other, *listed]
    return [
        Own(title=row["title"], same_photo=row["same_photo"], same_price=_price(row["price"]) == _price_of(draft)) for row in rows
    ]


def _price(raw: msgspec.Raw | None) -> tuple[int, str] | None:
    found = msgspec.json.decode(raw) if raw is not None else None
    return (found["amount"], found["currency"]) if found else None


def _price_of(draft: Draft) -> tuple[int, str] | None:
    price = draft.fields.price
    return (price.amount, price.currency) if price else None
