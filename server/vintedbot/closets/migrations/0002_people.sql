ALTER TABLE closets ADD COLUMN follows_per_day integer NOT NULL DEFAULT 20;
ALTER TABLE closets ADD COLUMN favourites_per_day integer NOT NULL DEFAULT 20;
ALTER TABLE closets ADD COLUMN threads_per_day integer NOT NULL DEFAULT 2;

ALTER TABLE closet_diary ADD COLUMN family text;

CREATE TABLE closet_consents (
    id uuid PRIMARY KEY,
    closet_id uuid NOT NULL REFERENCES closets (id) ON DELETE CASCADE,
    verb text NOT NULL,
    given_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE UNIQUE INDEX closet_consents_given ON closet_consents (closet_id, verb) WHERE revoked_at IS NULL;

CREATE TABLE closet_ignored (
    id uuid PRIMARY KEY,
    closet_id uuid NOT NULL REFERENCES closets (id) ON DELETE CASCADE,
    member_id bigint NOT NULL,
    login text NOT NULL,
    since timestamptz NOT NULL,
    CONSTRAINT one_per_ignored UNIQUE (closet_id, member_id)
);

CREATE TABLE switch_offs (
    id uuid PRIMARY KEY,
    verb text,
    country text,
    reason text NOT NULL,
    link text,
    since timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX switch_offs_now ON switch_offs (id) WHERE ended_at IS NULL;
