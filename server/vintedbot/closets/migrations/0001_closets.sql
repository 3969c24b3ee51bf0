CREATE TABLE closets (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    country text NOT NULL,
    member_id bigint NOT NULL,
    login text NOT NULL,
    photo_url text,
    currency text NOT NULL,
    time_zone text NOT NULL,
    paused text,
    resync boolean NOT NULL DEFAULT false,
    active_from integer NOT NULL DEFAULT 8,
    active_until integer NOT NULL DEFAULT 22,
    writes_per_day integer NOT NULL DEFAULT 30,
    relists_per_day integer NOT NULL DEFAULT 3,
    listing_count integer,
    synced_at timestamptz,
    is_current boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    removed_at timestamptz,
    CONSTRAINT one_per_member UNIQUE (user_id, country, member_id)
);
CREATE INDEX closets_of_member ON closets (country, member_id) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX closets_one_current ON closets (user_id) WHERE is_current;

CREATE TABLE closet_devices (
    id uuid PRIMARY KEY,
    closet_id uuid NOT NULL REFERENCES closets (id) ON DELETE CASCADE,
    device_id uuid NOT NULL,
    seen_at timestamptz NOT NULL,
    CONSTRAINT one_per_device UNIQUE (closet_id, device_id)
);
CREATE INDEX closet_devices_of_device ON closet_devices (device_id);

CREATE TABLE closet_diary (
    id uuid PRIMARY KEY,
    closet_id uuid NOT NULL REFERENCES closets (id) ON DELETE CASCADE,
    kind text NOT NULL,
    scope text,
    verb text,
    at timestamptz NOT NULL,
    until timestamptz,
    job_id uuid,
    ended_at timestamptz
);
CREATE INDEX closet_diary_newest ON closet_diary (closet_id, id DESC);
CREATE INDEX closet_diary_resting ON closet_diary (closet_id) WHERE scope IS NOT NULL AND ended_at IS NULL;
