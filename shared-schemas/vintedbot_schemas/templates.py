"""Templates: the words and fields a seller uses again and again, with variables that each draft fills with what it knows.

A text holds variables (`{brand}`) and parts in brackets. What is empty leaves no broken sentence: a part in brackets with an
empty variable falls away, a line with one outside brackets falls away whole. Brackets around no variable are just text.
"""

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from .base import Moment, Request, VintedId, Wire
from .identity import Language
from .listings import DraftAt

TEMPLATES_MAX = 500
"""Entries of a file that are read."""

TEMPLATE_USE_MAX = 200
"""Drafts a template is applied to in one go."""

TemplateVariable = Literal["brand", "size", "colour", "condition", "material", "category", "measures", "description"]
"""`description`: what stands in the draft's description already; in a template's description only, and once."""


TemplateField = Literal["title", "description", "brand", "condition_id", "package_size_id"]
"""What of a draft a template may change; `brand` is its id and its words."""


class TemplateFields(Request, frozen=True, kw_only=True):
    """Choices the template makes. None or empty: it leaves the draft's."""

    brand_id: VintedId | None = None
    brand: Annotated[str, Meta(max_length=80)] = ""
    condition_id: VintedId | None = None
    package_size_id: VintedId | None = None


class TemplateContent(Request, frozen=True, kw_only=True):
    """What a template says, in one language: its variables become that language's words. An empty text leaves the draft's."""

    name: Annotated[str, Meta(max_length=80)]
    """One of its own in each language."""
    language: Language
    title: Annotated[str, Meta(max_length=300)] = ""
    """One line."""
    description: Annotated[str, Meta(max_length=4000)] = ""
    fields: TemplateFields = msgspec.field(default_factory=TemplateFields)
    category_ids: Annotated[list[VintedId], Meta(max_length=20)] = []
    """What it is meant for, each with all below it; empty: for everything. Said where it is chosen, never enforced."""


class Template(Wire, frozen=True, kw_only=True):
    """A template as it is kept. `revision` grows with each save; a save names the one it was made on."""

    id: UUID
    revision: int
    content: TemplateContent
    created_at: Moment
    saved_at: Moment


class TemplatePage(Wire, frozen=True, kw_only=True):
    """GET /templates, newest first."""

    items: list[Template]
    next: str | None = None


class TemplateSave(Request, frozen=True, kw_only=True):
    """PUT /templates/{id}. 409 `template_changed` with the current one if `revision` is not the newest."""

    revision: int
    content: TemplateContent


class TemplateChanged(Wire, frozen=True, kw_only=True):
    """Data of the problem `template_changed`: what is stored now."""

    current: Template


TextProblemCode = Literal["unknown_variable", "lone_brace", "lone_bracket", "not_in_title", "twice"]


class TextProblem(Wire, frozen=True, kw_only=True):
    """What is wrong in a template's text, and where: `line` and `column` from 1. `found`: the word or sign met there."""

    code: TextProblemCode
    field: Literal["title", "description"]
    found: str
    line: int
    column: int


class TemplateInvalid(Wire, frozen=True, kw_only=True):
    """Data of the problem `template_invalid`: every mistake in its texts."""

    problems: list[TextProblem]


# ------------------------------------------------------------------------------------------------ using one
class TemplateTry(Request, frozen=True, kw_only=True):
    """POST /templates/preview: what these words, saved or not, would do to these drafts. Nothing is written.

    Without drafts it is asked only whether the texts can be read.
    """

    content: TemplateContent
    draft_ids: Annotated[list[UUID], Meta(max_length=TEMPLATE_USE_MAX)] = []
    keep_written: bool = False
    """Only what is empty in a draft is filled."""


class TemplateChange(Wire, frozen=True, kw_only=True):
    """One field as it is and as it would be, in words. `cut`: so many characters did not fit into Vinted's limit."""

    field: TemplateField
    before: str
    after: str
    cut: int = 0


class TemplateTried(Wire, frozen=True, kw_only=True):
    """What would become of one draft."""

    draft_id: UUID
    revision: int
    title: str
    locked: bool
    """Being published, or published: it stays as it is."""
    fits: bool
    """Its category is one the template is meant for."""
    changes: list[TemplateChange]
    empty: list[TemplateVariable]
    """Variables of the template this draft has nothing for."""


class TemplatePreview(Wire, frozen=True, kw_only=True):
    """With `problems` nothing can be tried, and `drafts` is empty. Drafts that are gone are left out."""

    problems: list[TextProblem]
    drafts: list[TemplateTried]


class TemplateUse(Request, frozen=True, kw_only=True):
    """POST /templates/{id}/apply. `revision`: the template's, as it was looked at; each draft on the revision that was shown."""

    revision: int
    drafts: Annotated[list[DraftAt], Meta(min_length=1, max_length=TEMPLATE_USE_MAX)]
    keep_written: bool = False


UseOutcome = Literal["applied", "unchanged", "changed_meanwhile", "locked", "gone", "undone", "partly_undone"]


class UsedOn(Wire, frozen=True, kw_only=True):
    """What became of one draft. `partly_undone`: what the person changed since stays theirs."""

    draft_id: UUID
    outcome: UseOutcome


class TemplateUsed(Wire, frozen=True, kw_only=True):
    """POST /templates/uses/{id}/undo takes it back for 30 days."""

    id: UUID
    drafts: list[UsedOn]


# ------------------------------------------------------------------------------------------------ files
class TemplateFile(Wire, frozen=True, kw_only=True):
    """GET /templates/export: all of them, oldest first. POST /templates/import reads it back as it is."""

    vintedbot_templates: int = 1
    templates: list[TemplateContent]


class TemplateImport(Request, frozen=True, kw_only=True):
    """POST /templates/import. Each entry is read by itself: a broken one costs only itself."""

    vintedbot_templates: Literal[1] = 1
    templates: Annotated[list[Any], Meta(max_length=TEMPLATES_MAX)]
    same_name: Literal["keep", "replace"] = "keep"
    """What becomes of a template that is here already under this name and language, but says something else."""


class ImportRefusal(Wire, frozen=True, kw_only=True):
    """Why an entry was not taken. `value`: `field` does not hold what it must, `detail` says what; `text`: see `problems`."""

    code: Literal["not_an_object", "value", "name_missing", "text", "too_many"]
    field: str = ""
    detail: str = ""
    problems: list[TextProblem] = []


class ImportLine(Wire, frozen=True, kw_only=True):
    """What became of one entry; `place` from 1. `known`: the very same is here; `kept`: another of that name is, and stayed."""

    place: int
    name: str
    outcome: Literal["imported", "updated", "known", "kept", "refused"]
    template_id: UUID | None = None
    refusal: ImportRefusal | None = None


class TemplateImported(Wire, frozen=True, kw_only=True):
    """The report, a line for each entry in the file's order."""

    lines: list[ImportLine]
