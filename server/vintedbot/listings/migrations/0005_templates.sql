CREATE TABLE templates (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    revision integer NOT NULL DEFAULT 1,
    name text NOT NULL,
    language text NOT NULL,
    content jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    saved_at timestamptz NOT NULL,
    deleted_at timestamptz
);
CREATE INDEX templates_newest ON templates (user_id, id DESC) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX templates_named ON templates (user_id, language, name) WHERE deleted_at IS NULL;
CREATE INDEX templates_deleted ON templates (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE template_uses (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    changed jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    undone_at timestamptz
);
CREATE INDEX template_uses_age ON template_uses (made_at);
