CREATE TABLE listings (
    id uuid PRIMARY KEY,
    closet_id uuid NOT NULL,
    item_id bigint NOT NULL,
    user_id uuid NOT NULL,
    title text NOT NULL,
    state text NOT NULL,
    seen jsonb NOT NULL,
    first_seen_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    CONSTRAINT one_per_item UNIQUE (closet_id, item_id)
);
CREATE INDEX listings_newest ON listings (user_id, first_seen_at DESC, item_id DESC) WHERE state <> 'gone';
CREATE INDEX listings_by_state ON listings (user_id, state, first_seen_at DESC, item_id DESC);
CREATE INDEX listings_of_item ON listings (user_id, item_id);

CREATE TABLE wardrobe_readings (
    closet_id uuid PRIMARY KEY,
    job_id uuid NOT NULL,
    began_at timestamptz NOT NULL,
    pages integer NOT NULL,
    arrived integer[] NOT NULL
);

CREATE TABLE form_references (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    country text NOT NULL,
    catalog_id bigint NOT NULL,
    reference jsonb NOT NULL,
    read_at timestamptz NOT NULL,
    CONSTRAINT one_per_category UNIQUE (user_id, country, catalog_id)
);
