-- Which photos show the same shot, and whether the person keeps both: asked once for the later photo of each pair.
CREATE TABLE photo_pairs (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    photo_id uuid NOT NULL,
    same_as uuid NOT NULL,
    reason text NOT NULL,
    kept_at timestamptz,
    CONSTRAINT one_pair UNIQUE (photo_id, same_as)
);
CREATE INDEX photo_pairs_open ON photo_pairs (user_id, photo_id DESC, same_as) WHERE kept_at IS NULL;
CREATE INDEX photo_pairs_same_as ON photo_pairs (same_as);

INSERT INTO photo_pairs (id, user_id, photo_id, same_as, reason)
SELECT gen_random_uuid(), user_id, id, coalesce(duplicate_of, near_duplicate_of),
    CASE WHEN duplicate_of IS NULL THEN 'saved_anew' ELSE 'same_picture' END
FROM photos WHERE duplicate_of IS NOT NULL OR near_duplicate_of IS NOT NULL;
DROP INDEX photos_likened;

-- The hash is imagehash's now. The old one left its first bit out and had one more at the end; all others are the same.
UPDATE photos SET phash = ((phash >> 1) & 9223372036854775807) | (-9223372036854775808) WHERE phash IS NOT NULL;
