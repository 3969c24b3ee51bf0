"""The tables of the analysis domain: what is known of each draft, what was asked and paid, what a seller taught us."""

from piccolo.columns.column_types import JSONB, UUID, BigInt, Boolean, Date, Integer, Text, Timestamptz
from piccolo.constraints import Unique

from vintedbot.kit.db import Table, id_column


class AnalysisBatchTable(Table, tablename="analysis_batches"):
    """Drafts that were asked for together."""

    id = id_column()
    user_id = UUID(default=None)
    asked_at = Timestamptz(default=None)


class AnalysisTable(Table, tablename="analyses"):
    """The analysis of one draft. `look` are facts without a language, `shown` what people read, `filled` what we put in."""

    draft_id = UUID(default=None, primary_key=True)
    user_id = UUID(default=None)
    batch_id = UUID(default=None)
    place = Integer(default=None)
    language = Text(default=None)
    hint = Text(default=None)
    only_text = Boolean(default=None)
    state = Text(default=None)
    problem = Text(default=None, null=True)
    tries = Integer(default=None)
    look = JSONB(default=None, null=True)
    looked_by = Text(default=None, null=True)
    written_by = Text(default=None, null=True)
    shown = JSONB(default=None, null=True)
    filled = JSONB(default=None, null=True)
    skipped = JSONB(default=None)
    asked_at = Timestamptz(default=None)
    done_at = Timestamptz(default=None, null=True)


class AnalysisAnswer(Table, tablename="analysis_answers"):
    """What a provider said, by the hash of what it was told. Without an answer: being asked, until `claimed_until`."""

    key = Text(default=None, primary_key=True)
    user_id = UUID(default=None)
    answer = JSONB(default=None, null=True)
    claimed_until = Timestamptz(default=None)
    created_at = Timestamptz(default=None)


class AnalysisCallTable(Table, tablename="analysis_calls"):
    """One question that cost something, or may have."""

    id = id_column()
    user_id = UUID(default=None)
    draft_id = UUID(default=None)
    task = Text(default=None)
    provider = Text(default=None)
    model = Text(default=None)
    prompt_version = Integer(default=None)
    price_version = Text(default=None)
    input_tokens = Integer(default=None)
    cached_tokens = Integer(default=None)
    output_tokens = Integer(default=None)
    micros = BigInt(default=None, null=True)
    outcome = Text(default=None)
    at = Timestamptz(default=None)


class AnalysisSpent(Table, tablename="analysis_spent"):
    """What a month came to, with what is under way at its most. `owner` nil: all users together."""

    id = id_column()
    owner = UUID(default=None)
    month = Date(default=None)
    micros = BigInt(default=None)
    one_per_month = Unique([owner, month])


class AnalysisConsent(Table, tablename="analysis_consents"):
    """A dated yes to one provider; revoked and given again it is another one."""

    id = id_column()
    user_id = UUID(default=None)
    provider = Text(default=None)
    given_at = Timestamptz(default=None)
    revoked_at = Timestamptz(default=None, null=True)


class AnalysisExample(Table, tablename="analysis_examples"):
    """Texts a seller chose as examples of how they write, as they stood when they were chosen."""

    draft_id = UUID(default=None, primary_key=True)
    user_id = UUID(default=None)
    title = Text(default=None)
    description = Text(default=None)
    chosen_at = Timestamptz(default=None)


class AnalysisCorrection(Table, tablename="analysis_corrections"):
    """What a person made of one field we had filled in."""

    id = id_column()
    user_id = UUID(default=None)
    draft_id = UUID(default=None)
    field = Text(default=None)
    said = Text(default=None)
    chosen = JSONB(default=None)
    at = Timestamptz(default=None)
    one_per_field = Unique([draft_id, field])
