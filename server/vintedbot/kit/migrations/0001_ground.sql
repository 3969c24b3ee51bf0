CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    task text NOT NULL,
    subject uuid,
    once text UNIQUE,
    due_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    attempts integer NOT NULL DEFAULT 0,
    claimed_until timestamptz,
    failed_at timestamptz,
    error text,
    created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE failed_at IS NULL;

CREATE TABLE periodic_tasks (
    name text PRIMARY KEY,
    next_run_at timestamptz NOT NULL
);

CREATE TABLE worker_heartbeats (
    worker text PRIMARY KEY,
    seen_at timestamptz NOT NULL
);

CREATE TABLE idempotency_keys (
    id uuid PRIMARY KEY,
    caller uuid NOT NULL,
    route text NOT NULL,
    key text NOT NULL,
    body_sha256 bytea NOT NULL,
    committed boolean NOT NULL DEFAULT false,
    locked_until timestamptz NOT NULL,
    status integer,
    content_type text,
    body bytea,
    created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT one_per_caller UNIQUE (caller, route, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
