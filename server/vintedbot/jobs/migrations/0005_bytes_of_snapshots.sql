-- how many bytes a closet sent; 0 for originals of ours, which are counted with the photos
ALTER TABLE vinted_photos ADD COLUMN size integer NOT NULL DEFAULT 0;
CREATE INDEX snapshots_of_user ON snapshots (user_id, closet_id);
