ALTER TABLE users ADD COLUMN understood_at timestamptz;
