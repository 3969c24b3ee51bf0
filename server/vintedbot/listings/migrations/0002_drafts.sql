CREATE TABLE drafts (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    revision integer NOT NULL DEFAULT 1,
    state text NOT NULL DEFAULT 'open',
    closet_id uuid,
    country text NOT NULL,
    fields jsonb NOT NULL,
    photos jsonb NOT NULL,
    photo_ids uuid[] NOT NULL,
    problems jsonb NOT NULL,
    job_id uuid,
    item_id bigint,
    created_at timestamptz NOT NULL,
    saved_at timestamptz NOT NULL,
    deleted_at timestamptz
);
CREATE INDEX drafts_newest ON drafts (user_id, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX drafts_by_state ON drafts (user_id, state, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX drafts_titled ON drafts (user_id, md5(lower(fields ->> 'title'))) WHERE deleted_at IS NULL;
CREATE INDEX drafts_with_photo ON drafts USING gin (photo_ids) WHERE deleted_at IS NULL;
CREATE INDEX drafts_deleted ON drafts (deleted_at) WHERE deleted_at IS NOT NULL;
