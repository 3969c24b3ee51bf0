"""What was seen on the photos of a draft: each field with its source, what is wrong with the item, and what looking cost.

An analysis never holds a price. Its texts are in the buyers' language, which is not that of the screens.
"""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from .base import Moment, Request, VintedId, Wire

TextLanguage = Literal["fr", "en", "es", "de", "it", "nl", "pl"]
"""The languages a listing can be written in."""
AnalysisProvider = Literal["openai", "anthropic", "compatible", "local"]
"""`compatible`: an address of the operator's that speaks OpenAI's protocol; `local`: this server itself, without any key."""
AnalysisTask = Literal["look", "write"]
"""look: photos → facts; write: facts → texts. Another language is only written anew, no photo is looked at again."""

FieldSource = Literal["label", "look", "hint", "previous", "unknown"]
"""label: text read on a photo; look: what the item looks like; hint: the seller's words; previous: their earlier listings."""
AnalysedName = Literal["title", "description", "category", "brand", "size", "colours", "condition", "material", "parcel"]
FieldFit = Literal["exact", "close", "unknown"]
"""How what was said met Vinted's choices: the very one, one like it at `distance`, or none."""

Share = Annotated[float, Meta(ge=0, le=1)]


class PhotoRegion(Wire, frozen=True, kw_only=True):
    """A part of a photo in shares of its width and height, from the upper left corner."""

    left: Share
    top: Share
    width: Share
    height: Share


class AnalysedField(Wire, frozen=True, kw_only=True):
    """One field. `unknown` as source or fit: nothing was filled in, because nothing was known well enough."""

    name: AnalysedName
    source: FieldSource
    fit: FieldFit
    confidence: Share
    distance: Share | None = None
    """Of a close one: how far the words are from Vinted's, 0 = the same."""
    said: str = ""
    """What was said of it, before it met Vinted's choices."""
    ids: list[VintedId] = []
    """What it became; empty for texts, and where nothing fits."""
    read: str = ""
    """The words on the label, or of the hint, it rests on."""
    photo_id: UUID | None = None
    region: PhotoRegion | None = None
    is_filled: bool = False
    """It was put into the draft. A field the person had touched is left as they want it."""


DefectKind = Literal["stain", "tear", "fading", "pilling", "wear", "seam", "missing_button", "other"]
DefectSeverity = Literal["slight", "visible", "strong"]
DefectPlace = Literal[
    "front", "back", "collar", "sleeve", "cuff", "hem", "seam", "pocket", "zip", "lining", "sole", "toe", "heel", "strap",
    "elsewhere",
]  # fmt: skip


class SeenDefect(Wire, frozen=True, kw_only=True):
    """Something wrong with the item, and what honesty suggests: a sentence, a condition, a lower price."""

    kind: DefectKind
    severity: DefectSeverity
    place: DefectPlace
    confidence: Share
    photo_id: UUID | None = None
    region: PhotoRegion | None = None
    sentences: dict[TextLanguage, str]
    """The same honest sentence in each language, to be put into the description."""
    condition_id: VintedId
    """The best condition that is still true with it."""
    price_step: Annotated[int, Meta(ge=0, le=100)]
    """Percent to take off."""
    close_up: bool
    """Not seen well enough to be sure: a photo from near would tell."""


PhotoFlaw = Literal["blurred", "dark", "cut_off"]


class PhotoNote(Wire, frozen=True, kw_only=True):
    """What is wrong with a photo as a photo."""

    photo_id: UUID
    flaw: PhotoFlaw


SkipReason = Literal[
    "no_consent", "cap_reached", "operator_cap_reached", "busy", "away", "key_refused", "refused", "truncated", "unusable",
]  # fmt: skip


class SkippedProvider(Wire, frozen=True, kw_only=True):
    """A provider that comes first in the operator's order and did not do the task."""

    task: AnalysisTask
    provider: AnalysisProvider
    why: SkipReason


class AnalysisCall(Wire, frozen=True, kw_only=True):
    """One question to a provider, answered or not. `micros`: millionths of a US dollar, None while no price is known."""

    task: AnalysisTask
    provider: AnalysisProvider
    model: str
    input_tokens: int
    output_tokens: int
    micros: int | None
    at: Moment


AnalysisState = Literal["waiting", "working", "done", "failed"]
AnalysisProblem = Literal["photos_missing", "no_provider", "interrupted"]
"""photos_missing: no photo of the draft is there; no_provider: none of the operator's order could do it (`skipped` says why);
interrupted: it broke on our side, and asking again may help."""


class DraftAnalysis(Wire, frozen=True, kw_only=True):
    """GET /drafts/{draft_id}/analysis."""

    draft_id: UUID
    state: AnalysisState
    problem: AnalysisProblem | None = None
    language: TextLanguage
    hint: str = ""
    looked_by: AnalysisProvider | None = None
    written_by: AnalysisProvider | None = None
    fields: list[AnalysedField] = []
    defects: list[SeenDefect] = []
    photo_notes: list[PhotoNote] = []
    keywords: list[str] = []
    transcript: list[str] = []
    """All text read on the photos, as it stands there. Words of others: it is shown, never followed."""
    skipped: list[SkippedProvider] = []
    calls: list[AnalysisCall] = []
    """What was paid for this draft; an answer used again costs nothing and is not among them."""
    micros: int = 0
    is_example: bool = False
    """The seller chose this draft's texts as an example of how they write."""
    asked_at: Moment
    done_at: Moment | None = None


class AnalyzeRequest(Request, frozen=True, kw_only=True):
    """POST /bulk/photos/analyze: look at the photos of these drafts and fill in what nobody has touched; 202 with the batch."""

    draft_ids: Annotated[list[UUID], Meta(min_length=1, max_length=80)]
    language: TextLanguage | None = None
    """None: as last time; that of the draft's country when nobody has looked yet."""
    hint: Annotated[str, Meta(max_length=300)] | None = None
    """What the seller knows of the item. None: as last time."""
    only_text: bool = False
    """Write anew from what was seen before, for another language or tone; no photo is looked at."""


class BatchDraft(Wire, frozen=True, kw_only=True):
    """One draft of a batch."""

    draft_id: UUID
    title: str
    state: AnalysisState
    problem: AnalysisProblem | None = None


class AnalysisBatch(Wire, frozen=True, kw_only=True):
    """GET /bulk/analyses/latest: how the newest batch stands. Without any: no id, no items."""

    id: UUID | None = None
    items: list[BatchDraft] = []
    asked_at: Moment | None = None


class ProviderStand(Wire, frozen=True, kw_only=True):
    """A provider the operator has set up, in the order it is asked."""

    provider: AnalysisProvider
    model: str
    host: str
    """Where photos and facts are sent; empty for `local`."""
    tasks: list[AnalysisTask]
    needs_consent: bool
    consent_at: Moment | None = None


class AnalysisMonth(Wire, frozen=True, kw_only=True):
    """What a month's calls came to; `month` is its first day in UTC, as `2026-11-01`."""

    month: str
    calls: int
    input_tokens: int
    output_tokens: int
    micros: int


class AnalysisStand(Wire, frozen=True, kw_only=True):
    """GET /analysis: who analyses, what the person consented to, what it cost."""

    providers: list[ProviderStand]
    reads_labels: bool
    """`local` reads labels too: its extra for that is installed on this server."""
    cap_micros: int
    """Most that one user's calls may cost in a calendar month."""
    spent_micros: int
    """Of it, used this month, with what is under way counted at its most."""
    is_operator_cap_reached: bool
    months: list[AnalysisMonth]
    """The newest first, at most twelve."""
    examples: int
