-- the seller's own listings and sales beside what was seen of others', and what a model is trained on
ALTER TABLE observations ADD COLUMN own boolean NOT NULL DEFAULT false;
ALTER TABLE observations ADD COLUMN path bigint[] NOT NULL DEFAULT '{}';
ALTER TABLE observations ADD COLUMN condition_id integer;
ALTER TABLE observations ADD COLUMN description text;
ALTER TABLE observations ADD COLUMN colors text[] NOT NULL DEFAULT '{}';
ALTER TABLE observations ADD COLUMN photo_count integer;
ALTER TABLE observations ADD COLUMN sold boolean NOT NULL DEFAULT false;
ALTER TABLE observations ADD COLUMN sold_days double precision;
UPDATE observations SET path = ARRAY[catalog_id] WHERE catalog_id IS NOT NULL;
CREATE INDEX observations_of_market ON observations (country, currency, seen_at DESC);
CREATE INDEX observations_of_kind ON observations USING gin (path);
CREATE INDEX observations_seen ON observations (user_id, country, seen_at DESC) WHERE NOT own;

CREATE TABLE price_markets (
    id uuid PRIMARY KEY,
    country text NOT NULL,
    currency text NOT NULL,
    tried_rows integer NOT NULL DEFAULT 0,
    tried_at timestamptz,
    claim uuid,
    claimed_until timestamptz,
    CONSTRAINT one_market_per_currency UNIQUE (country, currency)
);

CREATE TABLE price_models (
    id uuid PRIMARY KEY,
    market_id uuid NOT NULL,
    state text NOT NULL,
    trained_at timestamptz NOT NULL,
    rows integer NOT NULL,
    sales integer NOT NULL,
    chosen text NOT NULL,
    mdape double precision NOT NULL,
    held_out_error double precision NOT NULL,
    coverage double precision NOT NULL,
    sha256 text NOT NULL,
    file bytea
);
CREATE INDEX price_models_of_market ON price_models (market_id, trained_at DESC);
CREATE UNIQUE INDEX one_current_model_per_market ON price_models (market_id) WHERE state = 'current';

CREATE TABLE draft_costs (
    draft_id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL
);
