-- since when a listing is sold, closed or gone: what photos and rows of it are kept for is counted from here
ALTER TABLE listings ADD COLUMN over_at timestamptz;
UPDATE listings SET over_at = seen_at WHERE state IN ('sold', 'closed', 'gone');
CREATE INDEX listings_over ON listings (over_at) WHERE over_at IS NOT NULL;
CREATE INDEX drafts_of_item ON drafts (user_id, item_id) WHERE item_id IS NOT NULL;
CREATE INDEX listings_titled ON listings (user_id, md5(lower(title))) WHERE state <> 'gone';

-- a draft thrown away still shows its photos, so the index holds it as well
DROP INDEX drafts_with_photo;
CREATE INDEX drafts_with_photo ON drafts USING gin (photo_ids);
