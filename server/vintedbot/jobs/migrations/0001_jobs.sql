CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    closet_id uuid NOT NULL,
    verb text NOT NULL,
    writing boolean NOT NULL,
    pressed boolean NOT NULL,
    work jsonb NOT NULL,
    title text NOT NULL,
    photo_url text,
    item_id bigint,
    draft_id uuid,
    state text NOT NULL,
    changed_by text NOT NULL,
    begun boolean NOT NULL DEFAULT false,
    go_step text,
    go_at timestamptz,
    device_id uuid,
    epoch text,
    mode text,
    facts jsonb NOT NULL,
    look text,
    hidden boolean NOT NULL DEFAULT false,
    restored boolean NOT NULL DEFAULT false,
    stop boolean NOT NULL DEFAULT false,
    answer text,
    reason text,
    waits_for text,
    refusal jsonb,
    leftover_item_id bigint,
    next_at timestamptz,
    created_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX jobs_of_user ON jobs (user_id, created_at DESC, id DESC);
CREATE INDEX jobs_open ON jobs (user_id, created_at DESC, id DESC) WHERE ended_at IS NULL OR state = 'unknown';
CREATE INDEX jobs_of_closet ON jobs (closet_id, created_at DESC, id DESC);
CREATE INDEX jobs_of_item ON jobs (user_id, item_id, created_at DESC, id DESC) WHERE item_id IS NOT NULL;
CREATE INDEX jobs_waiting ON jobs (closet_id, next_at) WHERE state IN ('queued', 'parked', 'needs_person');
CREATE INDEX jobs_expiring ON jobs (created_at) WHERE state IN ('queued', 'waiting_approval');
CREATE INDEX jobs_leftovers ON jobs (closet_id) WHERE leftover_item_id IS NOT NULL;
CREATE UNIQUE INDEX jobs_one_per_item ON jobs (closet_id, item_id) WHERE writing AND ended_at IS NULL AND item_id IS NOT NULL;
CREATE UNIQUE INDEX jobs_one_per_draft ON jobs (draft_id) WHERE writing AND ended_at IS NULL AND draft_id IS NOT NULL;

CREATE FUNCTION jobs_only_known_transitions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state, NEW.changed_by) NOT IN (
        ('leased', 'cancelled', 'person'),
        ('leased', 'done', 'device'),
        ('leased', 'expired', 'clock'),
        ('leased', 'failed', 'device'),
        ('leased', 'needs_person', 'device'),
        ('leased', 'needs_person', 'restore'),
        ('leased', 'queued', 'clock'),
        ('leased', 'queued', 'device'),
        ('leased', 'running', 'device'),
        ('needs_person', 'cancelled', 'person'),
        ('needs_person', 'done', 'device'),
        ('needs_person', 'failed', 'device'),
        ('needs_person', 'parked', 'person'),
        ('needs_person', 'running', 'device'),
        ('parked', 'cancelled', 'person'),
        ('parked', 'done', 'device'),
        ('parked', 'failed', 'device'),
        ('parked', 'needs_person', 'clock'),
        ('parked', 'needs_person', 'device'),
        ('parked', 'needs_person', 'restore'),
        ('parked', 'running', 'device'),
        ('queued', 'cancelled', 'person'),
        ('queued', 'expired', 'clock'),
        ('queued', 'leased', 'device'),
        ('queued', 'needs_person', 'restore'),
        ('queued', 'waiting_approval', 'person'),
        ('running', 'cancelled', 'person'),
        ('running', 'done', 'device'),
        ('running', 'failed', 'device'),
        ('running', 'needs_person', 'device'),
        ('running', 'needs_person', 'restore'),
        ('running', 'parked', 'clock'),
        ('running', 'parked', 'device'),
        ('running', 'queued', 'clock'),
        ('running', 'queued', 'device'),
        ('running', 'unknown', 'device'),
        ('unknown', 'done', 'device'),
        ('unknown', 'done', 'person'),
        ('unknown', 'failed', 'device'),
        ('unknown', 'failed', 'person'),
        ('unknown', 'needs_person', 'restore'),
        ('unknown', 'parked', 'person'),
        ('waiting_approval', 'cancelled', 'person'),
        ('waiting_approval', 'expired', 'clock'),
        ('waiting_approval', 'queued', 'person')
    ) THEN
        RAISE EXCEPTION 'a job cannot go from % to % by %', OLD.state, NEW.state, NEW.changed_by
            USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.state IN ('cancelled', 'done', 'expired', 'failed', 'unknown')) <> (NEW.ended_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a job that is % has a wrong ended_at', NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER jobs_only_known_transitions BEFORE UPDATE OF state, ended_at ON jobs
    FOR EACH ROW EXECUTE FUNCTION jobs_only_known_transitions();

CREATE TABLE job_steps (
    id uuid PRIMARY KEY,
    job_id uuid NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    epoch text NOT NULL,
    device_id uuid NOT NULL,
    seq integer NOT NULL,
    step text NOT NULL,
    undo boolean NOT NULL,
    sent_at timestamptz NOT NULL,
    ended_at timestamptz,
    outcome text,
    proof jsonb,
    refusal jsonb,
    CONSTRAINT one_go_per_seq UNIQUE (job_id, epoch, seq)
);

CREATE TABLE closet_hands (
    closet_id uuid PRIMARY KEY,
    device_id uuid,
    job_id uuid,
    counter bigint NOT NULL DEFAULT 0,
    epoch text,
    until timestamptz,
    last_write_at timestamptz,
    next_write_at timestamptz
);
CREATE INDEX closet_hands_held ON closet_hands (until) WHERE job_id IS NOT NULL;

CREATE TABLE closet_spend (
    job_id uuid PRIMARY KEY,
    closet_id uuid NOT NULL,
    at timestamptz NOT NULL,
    open boolean NOT NULL,
    writes integer NOT NULL,
    relists integer NOT NULL,
    payloads integer NOT NULL,
    item_id bigint,
    new_item_id bigint
);
CREATE INDEX closet_spend_window ON closet_spend (closet_id, at);
CREATE INDEX closet_spend_open ON closet_spend (closet_id) WHERE open;

CREATE TABLE installation (
    one boolean PRIMARY KEY,
    generation text NOT NULL,
    restored_at timestamptz
);

CREATE TABLE device_journals (
    device_id uuid NOT NULL PRIMARY KEY,
    generation text NOT NULL,
    at timestamptz NOT NULL
);

CREATE TABLE journal_ends (
    job_id uuid PRIMARY KEY,
    device_id uuid NOT NULL,
    finish jsonb NOT NULL,
    at timestamptz NOT NULL
);

CREATE TABLE snapshots (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    closet_id uuid NOT NULL,
    job_id uuid NOT NULL UNIQUE,
    item_id bigint NOT NULL,
    payload jsonb NOT NULL,
    photo_ids bigint[] NOT NULL,
    complete boolean NOT NULL,
    taken_at timestamptz NOT NULL
);
CREATE INDEX snapshots_of_item ON snapshots (closet_id, item_id, id DESC) WHERE complete;
CREATE INDEX snapshots_age ON snapshots (taken_at);

CREATE TABLE vinted_photos (
    id uuid PRIMARY KEY,
    closet_id uuid NOT NULL,
    vinted_photo_id bigint NOT NULL,
    sha256 text NOT NULL,
    CONSTRAINT one_per_photo UNIQUE (closet_id, vinted_photo_id)
);
