-- What is written on a photo, read once: NULL until it was, [] where nothing is.
ALTER TABLE photos ADD COLUMN lines jsonb;
CREATE INDEX photos_unread ON photos (changed_at)
    WHERE state = 'ready' AND lines IS NULL AND removed_at IS NULL AND kept_sha256 IS NOT NULL;
