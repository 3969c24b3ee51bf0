-- A mask may also be this server's own; those that are here are remove.bg's.
ALTER TABLE photo_cutouts
    ADD COLUMN cut_by text NOT NULL DEFAULT 'remove.bg',
    DROP CONSTRAINT one_per_original,
    ADD CONSTRAINT one_per_way UNIQUE (user_id, original_sha256, cut_by);
