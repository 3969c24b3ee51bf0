CREATE TABLE observations (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    country text NOT NULL,
    item_id bigint NOT NULL,
    catalog_id bigint,
    title text NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    brand text NOT NULL,
    size text NOT NULL,
    condition text NOT NULL,
    favourites integer,
    photo_url text,
    url text NOT NULL,
    seen_at timestamptz NOT NULL,
    CONSTRAINT one_observation_per_item UNIQUE (user_id, country, item_id)
);
CREATE INDEX observations_age ON observations (seen_at);

CREATE TABLE price_checks (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    closet_id uuid NOT NULL,
    query_sha256 text NOT NULL,
    item_ids bigint[] NOT NULL,
    read_at timestamptz NOT NULL,
    CONSTRAINT one_check_per_query UNIQUE (closet_id, query_sha256)
);
CREATE INDEX price_checks_age ON price_checks (read_at);
