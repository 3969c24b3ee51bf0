-- What is kept of a photo can be larger than what was sent: a converted PNG, say. The account's room counts the larger.
ALTER TABLE photos ADD COLUMN kept_size integer;
