-- what is wrong with a piece; null: nobody looked
ALTER TABLE observations ADD COLUMN defects text[];
-- models of the format before cannot be read: their markets are due, not only when they grow or age
UPDATE price_markets SET tried_rows = 0, tried_at = NULL;
