CREATE TABLE analysis_batches (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    asked_at timestamptz NOT NULL
);
CREATE INDEX analysis_batches_newest ON analysis_batches (user_id, id DESC);

CREATE TABLE analyses (
    draft_id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    place integer NOT NULL,
    language text NOT NULL,
    hint text NOT NULL,
    only_text boolean NOT NULL,
    state text NOT NULL,
    problem text,
    tries integer NOT NULL,
    look jsonb,
    looked_by text,
    written_by text,
    shown jsonb,
    filled jsonb,
    skipped jsonb NOT NULL,
    asked_at timestamptz NOT NULL,
    done_at timestamptz
);
CREATE INDEX analyses_of_batch ON analyses (batch_id, place);
CREATE INDEX analyses_open ON analyses (asked_at) WHERE state IN ('waiting', 'working');
CREATE INDEX analyses_to_learn ON analyses (user_id, done_at) WHERE state = 'done';

-- What a provider said, by the hash of everything it was told. A row without an answer is being asked.
CREATE TABLE analysis_answers (
    key text PRIMARY KEY,
    user_id uuid NOT NULL,
    answer jsonb,
    claimed_until timestamptz NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX analysis_answers_age ON analysis_answers (created_at);

CREATE TABLE analysis_calls (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    draft_id uuid NOT NULL,
    task text NOT NULL,
    provider text NOT NULL,
    model text NOT NULL,
    prompt_version integer NOT NULL,
    price_version text NOT NULL,
    input_tokens integer NOT NULL,
    cached_tokens integer NOT NULL,
    output_tokens integer NOT NULL,
    micros bigint,
    outcome text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX analysis_calls_of_draft ON analysis_calls (user_id, draft_id, id);
CREATE INDEX analysis_calls_of_month ON analysis_calls (user_id, at);
CREATE INDEX analysis_calls_age ON analysis_calls (at);

-- What a month may still cost is decided by one conditional UPDATE of each of two rows: the user's and the operator's.
CREATE TABLE analysis_spent (
    id uuid PRIMARY KEY,
    owner uuid NOT NULL,
    month date NOT NULL,
    micros bigint NOT NULL,
    CONSTRAINT one_per_month UNIQUE (owner, month)
);

CREATE TABLE analysis_consents (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    provider text NOT NULL,
    given_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE UNIQUE INDEX analysis_consents_held ON analysis_consents (user_id, provider) WHERE revoked_at IS NULL;

CREATE TABLE analysis_examples (
    draft_id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    chosen_at timestamptz NOT NULL
);
CREATE INDEX analysis_examples_of_user ON analysis_examples (user_id, chosen_at);

-- What a person made of what we had filled in.
CREATE TABLE analysis_corrections (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    draft_id uuid NOT NULL,
    field text NOT NULL,
    said text NOT NULL,
    chosen jsonb NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT one_per_field UNIQUE (draft_id, field)
);
CREATE INDEX analysis_corrections_said ON analysis_corrections (user_id, field, said, at);
CREATE INDEX analysis_corrections_newest ON analysis_corrections (user_id, at);
