CREATE TABLE paged_readings (
    id uuid PRIMARY KEY,
    subject uuid NOT NULL,
    list text NOT NULL,
    reader uuid NOT NULL,
    began_at timestamptz NOT NULL,
    arrived jsonb NOT NULL,
    last_page integer,
    closed boolean NOT NULL,
    goes_on boolean NOT NULL,
    whole_at timestamptz,
    whole_count integer NOT NULL DEFAULT 0,
    CONSTRAINT one_per_list UNIQUE (subject, list)
);
