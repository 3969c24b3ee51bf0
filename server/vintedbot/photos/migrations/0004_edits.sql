-- An edited photo keeps its original beside what is used of it: the kept bytes become the rendering's.
ALTER TABLE photos
    ADD COLUMN original_sha256 text,
    ADD COLUMN original_size integer,
    ADD COLUMN original_large_sha256 text,
    ADD COLUMN original_width integer,
    ADD COLUMN original_height integer,
    ADD COLUMN rendering integer NOT NULL DEFAULT 0,
    ADD COLUMN edit_waits boolean NOT NULL DEFAULT false;
CREATE INDEX photos_originals ON photos (user_id, original_sha256) WHERE original_sha256 IS NOT NULL;

CREATE TABLE photo_edits (
    photo_id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    revision integer NOT NULL,
    steps jsonb NOT NULL,
    at integer NOT NULL,
    state text NOT NULL,
    problem text,
    changed_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX photo_edits_waiting ON photo_edits (changed_at) WHERE state = 'waiting';

-- whose the bytes of a rendering are, also when it was edited again since: a job may have frozen them
CREATE TABLE photo_renderings (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    sha256 text NOT NULL,
    photo_id uuid NOT NULL,
    size integer NOT NULL,
    made_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT one_per_rendering UNIQUE (user_id, sha256)
);
CREATE INDEX photo_renderings_of_photo ON photo_renderings (photo_id);
CREATE INDEX photo_renderings_bytes ON photo_renderings (sha256 text_pattern_ops);

-- the item's mask of an original, asked of an outside service once
CREATE TABLE photo_cutouts (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    original_sha256 text NOT NULL,
    state text NOT NULL,
    mask_sha256 text,
    mask_size integer,
    credits double precision NOT NULL DEFAULT 0.0,
    asked_at timestamptz NOT NULL,
    CONSTRAINT one_per_original UNIQUE (user_id, original_sha256)
);

CREATE TABLE cutout_consents (
    user_id uuid PRIMARY KEY,
    given_at timestamptz NOT NULL
);
