CREATE TABLE photos (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    client_id uuid NOT NULL,
    name text NOT NULL,
    size integer NOT NULL,
    sha256 text NOT NULL,
    orientation integer NOT NULL,
    received integer NOT NULL DEFAULT 0,
    state text NOT NULL,
    problem text,
    changed_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    kept_sha256 text,
    large_sha256 text,
    large_webp_sha256 text,
    thumb_sha256 text,
    width integer,
    height integer,
    color text,
    captured_at timestamptz,
    pixels text,
    phash bigint,
    tile bytea,
    aspect double precision,
    look bytea,
    duplicate_of uuid,
    near_duplicate_of uuid,
    group_id uuid,
    place integer,
    created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    removed_at timestamptz,
    CONSTRAINT one_per_client_id UNIQUE (user_id, client_id)
);
CREATE INDEX photos_of_user ON photos (user_id, id DESC) WHERE removed_at IS NULL;
CREATE INDEX photos_sent ON photos (user_id, sha256) WHERE removed_at IS NULL;
CREATE INDEX photos_kept ON photos (user_id, kept_sha256);
CREATE INDEX photos_of_group ON photos (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX photos_ungrouped ON photos (user_id, id) WHERE group_id IS NULL AND removed_at IS NULL AND state = 'ready';
CREATE INDEX photos_likened ON photos (user_id) WHERE removed_at IS NULL AND (duplicate_of IS NOT NULL OR near_duplicate_of IS NOT NULL);
CREATE INDEX photos_unfinished ON photos (changed_at) WHERE state IN ('receiving', 'processing');

CREATE TABLE photo_groups (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    place integer NOT NULL,
    lane text NOT NULL,
    touched boolean NOT NULL,
    draft_id uuid,
    revision integer NOT NULL DEFAULT 1
);
CREATE INDEX photo_groups_open ON photo_groups (user_id) WHERE draft_id IS NULL;

CREATE TABLE photo_boards (
    user_id uuid PRIMARY KEY,
    version uuid NOT NULL
);

CREATE TABLE group_undo (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    before_version uuid NOT NULL,
    after_version uuid NOT NULL,
    board jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX group_undo_of_user ON group_undo (user_id, after_version);
CREATE INDEX group_undo_age ON group_undo (created_at);
