CREATE TABLE users (
    id uuid PRIMARY KEY,
    email text NOT NULL UNIQUE,
    password_hash text NOT NULL,
    language text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users ON UPDATE CASCADE ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    revoked_at timestamptz
);
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE refresh_tokens (
    token_sha256 bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions ON UPDATE CASCADE ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE devices (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users ON UPDATE CASCADE ON DELETE CASCADE,
    install_id uuid NOT NULL,
    label text NOT NULL,
    token_sha256 bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    last_seen_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    revoked_at timestamptz,
    CONSTRAINT one_per_user UNIQUE (user_id, install_id)
);
-- an install serves one of our users
CREATE UNIQUE INDEX devices_install ON devices (install_id) WHERE revoked_at IS NULL;

CREATE TABLE device_codes (
    code_sha256 bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users ON UPDATE CASCADE ON DELETE CASCADE,
    install_id uuid NOT NULL,
    label text NOT NULL,
    client_id text NOT NULL,
    redirect_uri text NOT NULL,
    challenge text NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    gave bytea
);
CREATE INDEX device_codes_user ON device_codes (user_id);
