-- after: kit/0002_paged
DROP TABLE wardrobe_readings;

CREATE TABLE listing_details (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    closet_id uuid NOT NULL,
    item_id bigint NOT NULL,
    fields jsonb NOT NULL,
    photo_ids bigint[] NOT NULL,
    photo_urls text[] NOT NULL,
    read_at timestamptz NOT NULL,
    outdated boolean NOT NULL,
    CONSTRAINT one_details_per_item UNIQUE (closet_id, item_id)
);

CREATE TABLE listing_notes (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    closet_id uuid NOT NULL,
    item_id bigint NOT NULL,
    notes jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT one_notes_per_item UNIQUE (closet_id, item_id)
);

CREATE TABLE draft_copies (
    draft_id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    closet_id uuid NOT NULL,
    item_id bigint NOT NULL,
    job_id uuid NOT NULL,
    made_at timestamptz NOT NULL
);
CREATE INDEX draft_copies_job ON draft_copies (job_id);
CREATE INDEX draft_copies_age ON draft_copies (made_at);

ALTER TABLE listings ADD COLUMN changed_at timestamptz;
CREATE INDEX listings_in_closet ON listings (closet_id, state);
