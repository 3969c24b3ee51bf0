-- a few conversations of each closet: asked for every listing that is shown, and before every relist
CREATE INDEX threads_open_offers ON threads (closet_id)
    WHERE gone_at IS NULL AND entries @> '[{"current": true, "offer_state": "pending"}]';
