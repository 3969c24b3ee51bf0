"""Using a template: what it would do to drafts, doing it to those still as they were shown, and taking it back.

The preview and the act ask the same function, so what was shown is what is done.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec import Struct
from vintedbot_schemas.identity import Language
from vintedbot_schemas.listings import Draft, FormReference, ListingFields
from vintedbot_schemas.templates import (
    TemplateChange,
    TemplateContent,
    TemplateField,
    TemplatePreview,
    TemplateTried,
    TemplateTry,
    TemplateUse,
    TemplateUsed,
    TemplateVariable,
    UsedOn,
    UseOutcome,
)

from vintedbot.kit.db import execute, fetchrow, transaction, uuid7
from vintedbot.kit.errors import NotFound
from vintedbot.settings import RETENTION

from . import drafts, field_words, form_references, reference, templates, templates_text
from .templates import TemplateChanged

TITLE_MAX, DESCRIPTION_MAX = 100, 2000
"""Vinted's limits, as `ListingFields` has them."""


class Made(Struct, frozen=True, kw_only=True):
    """A draft's fields after a template, what differs, and which of its variables were empty."""

    fields: ListingFields
    changes: list[TemplateChange]
    empty: frozenset[TemplateVariable]


class _Field(Struct, frozen=True):
    """One field that was changed, as JSON has it."""

    name: str
    before: msgspec.Raw
    after: msgspec.Raw


class _Changed(Struct, frozen=True):
    draft_id: UUID
    fields: list[_Field]


def made(content: TemplateContent, fields: ListingFields, form: FormReference | None, *, keep_written: bool) -> Made:
    """The fields a template makes of a draft's. `keep_written`: only what is empty is filled."""
    chosen = {name: value for name, value in _choices(content, fields).items() if not (keep_written and _written(fields, name))}
    filled = msgspec.structs.replace(fields, **chosen)
    values = field_words.words_of(filled, content.language, form)
    cuts: dict[str, int] = {}
    empty: set[TemplateVariable] = set()
    for name, text, most in (("title", content.title, TITLE_MAX), ("description", content.description, DESCRIPTION_MAX)):
        if not text.strip() or (keep_written and _written(fields, name)):
            continue
        current: str = getattr(fields, name)
        own = templates_text.own_words(text, values, current.strip())
        rendered = templates_text.render(text, {**values, "description": own})
        empty |= rendered.empty
        if rendered.text.strip():
            within, cuts[name] = templates_text.cut(rendered.text.strip(), most)
            filled = msgspec.structs.replace(filled, **{name: within})
    changes = [
        TemplateChange(field=name, before=before, after=after, cut=cuts.get(name, 0))
        for name, before, after in _shown(fields, filled, content.language)
        if getattr(fields, name) != getattr(filled, name) or (name == "brand" and fields.brand_id != filled.brand_id)
    ]
    return Made(fields=filled, changes=changes, empty=frozenset(empty))


async def preview(user_id: UUID, asked: TemplateTry) -> TemplatePreview:
    """What would happen, draft by draft in the order they were named. Nothing is written."""
    problems = templates.mistakes(asked.content)
    if problems:
        return TemplatePreview(problems=problems, drafts=[])
    found = await drafts.several(user_id, asked.draft_ids)
    forms = await _forms(user_id, list(found.values()))
    tried = []
    for draft_id in dict.fromkeys(asked.draft_ids):
        draft = found.get(draft_id)
        if draft is None:
            continue
        becomes = made(asked.content, draft.fields, forms.get(_place(draft)), keep_written=asked.keep_written)
        is_locked = draft.state not in drafts.EDITABLE
        tried.append(
            TemplateTried(
                draft_id=draft_id,
                revision=draft.revision,
                title=draft.fields.title,
                locked=is_locked,
                fits=fits(asked.content, draft.fields.catalog_id),
                changes=[] if is_locked else becomes.changes,
                empty=[each for each in templates_text.VARIABLES if each in becomes.empty],
            )
        )
    return TemplatePreview(problems=[], drafts=tried)


async def apply(user_id: UUID, template_id: UUID, wanted: TemplateUse) -> TemplateUsed:
    """Changes the drafts that are still as they were looked at. Raises NotFound, TemplateChanged."""
    async with transaction():
        template = await templates.one(user_id, template_id)
        if template.revision != wanted.revision:
            raise TemplateChanged(current=msgspec.to_builtins(template))
        revisions = {each.draft_id: each.revision for each in wanted.drafts}
        found = await drafts.several(user_id, list(revisions), lock=True)
        forms = await _forms(user_id, list(found.values()))
        used: list[UsedOn] = []
        changed: list[_Changed] = []
        for draft_id, revision in revisions.items():
            draft = found.get(draft_id)
            outcome: UseOutcome = "unchanged"
            if draft is None:
                outcome = "gone"
            elif draft.state not in drafts.EDITABLE:
                outcome = "locked"
            elif draft.revision != revision:
                outcome = "changed_meanwhile"
            else:
                becomes = made(template.content, draft.fields, forms.get(_place(draft)), keep_written=wanted.keep_written)
                if becomes.changes:
                    await drafts.rewrite(user_id, draft, becomes.fields)
                    changed.append(_Changed(draft_id, _differing(draft.fields, becomes.fields)))
                    outcome = "applied"
            used.append(UsedOn(draft_id=draft_id, outcome=outcome))
        use_id = uuid7()
        await execute(
            "INSERT INTO template_uses (id, user_id, changed, made_at) VALUES ($1, $2, $3, clock_timestamp())",
            use_id, user_id, msgspec.json.encode(changed),
        )  # fmt: skip
    return TemplateUsed(id=use_id, drafts=used)


async def undo(user_id: UUID, use_id: UUID) -> TemplateUsed:
    """Puts back what the template changed, where it still stands as the template left it; a second time changes nothing.

    Raises NotFound, also for one that is older than 30 days.
    """
    async with transaction():
        row = await fetchrow(
            """SELECT changed, undone_at FROM template_uses
               WHERE id = $1 AND user_id = $2 AND made_at > clock_timestamp() - $3::interval FOR UPDATE""",
            use_id, user_id, RETENTION["template_undo"],
        )  # fmt: skip
        if row is None:
            raise NotFound
        changed = msgspec.json.decode(row["changed"], type=list[_Changed])
        if row["undone_at"] is not None:
            return TemplateUsed(id=use_id, drafts=[UsedOn(draft_id=each.draft_id, outcome="undone") for each in changed])
        found = await drafts.several(user_id, [each.draft_id for each in changed], lock=True)
        used = [UsedOn(draft_id=e.draft_id, outcome=await _put_back(user_id, e, found.get(e.draft_id))) for e in changed]
        await execute("UPDATE template_uses SET undone_at = clock_timestamp() WHERE id = $1", use_id)
    return TemplateUsed(id=use_id, drafts=used)


async def clear() -> None:
    """Ends what can no longer be taken back."""
    await execute("DELETE FROM template_uses WHERE made_at < clock_timestamp() - $1::interval", RETENTION["template_undo"])


def fits(content: TemplateContent, catalog_id: int | None) -> bool:
    """Whether a category is one the template is meant for; nothing chosen yet fits every template."""
    if not content.category_ids or catalog_id is None:
        return True
    return bool({catalog_id, *reference.ancestry(catalog_id)} & set(content.category_ids))


async def _put_back(user_id: UUID, changed: _Changed, draft: Draft | None) -> UseOutcome:
    if draft is None:
        return "gone"
    if draft.state not in drafts.EDITABLE:
        return "locked"
    now = msgspec.to_builtins(draft.fields)
    back = {e.name: msgspec.json.decode(e.before) for e in changed.fields if now[e.name] == msgspec.json.decode(e.after)}
    if back:
        await drafts.rewrite(user_id, draft, msgspec.convert({**now, **back}, ListingFields))
    return "undone" if len(back) == len(changed.fields) else "partly_undone"


def _differing(before: ListingFields, after: ListingFields) -> list[_Field]:
    def raw(value: object) -> msgspec.Raw:
        return msgspec.Raw(msgspec.json.encode(value))

    pairs = {name: (getattr(before, name), getattr(after, name)) for name in ListingFields.__struct_fields__}
    return [_Field(name, raw(was), raw(becomes)) for name, (was, becomes) in pairs.items() if was != becomes]


def _choices(content: TemplateContent, fields: ListingFields) -> dict[str, object]:
    """The fields a template chooses; a brand's id and its words belong together."""
    chosen = content.fields
    made: dict[str, object] = {}
    if chosen.brand_id is not None or chosen.brand.strip():
        made |= {"brand": chosen.brand, "brand_id": chosen.brand_id}
    if chosen.condition_id is not None:
        made["condition_id"] = chosen.condition_id
    if chosen.package_size_id is not None:
        made["package_size_id"] = chosen.package_size_id
    return made


def _written(fields: ListingFields, name: str) -> bool:
    """Whether the draft says something there."""
    if name in ("brand", "brand_id"):
        return bool(fields.brand.strip()) or fields.brand_id is not None
    value = getattr(fields, name)
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _shown(before: ListingFields, after: ListingFields, language: Language) -> list[tuple[TemplateField, str, str]]:
    """Each field a template may change, as it is and as it becomes, in words."""
    conditions = {each.id: each.title for each in reference.conditions(language)}

    def parcel(package_size_id: int | None) -> str:
        return reference.package_title(package_size_id, language) or str(package_size_id) if package_size_id else ""

    return [
        ("title", before.title, after.title),
        ("description", before.description, after.description),
        ("brand", before.brand, after.brand),
        ("condition_id", conditions.get(before.condition_id or 0, ""), conditions.get(after.condition_id or 0, "")),
        ("package_size_id", parcel(before.package_size_id), parcel(after.package_size_id)),
    ]


def _place(draft: Draft) -> tuple[str, int | None]:
    return draft.country, draft.fields.catalog_id


async def _forms(user_id: UUID, found: Sequence[Draft]) -> dict[tuple[str, int | None], FormReference | None]:
    """What Vinted's form offered for each of the drafts' categories."""
    return {
        (country, category): await form_references.fresh(user_id, country, category)
        for country, category in {_place(draft) for draft in found}
        if category is not None
    }
