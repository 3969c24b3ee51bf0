-- a draft is its user's: what another user calls by the same id stands in nobody's way
DROP INDEX jobs_one_per_draft;
CREATE UNIQUE INDEX jobs_one_per_draft ON jobs (user_id, draft_id)
    WHERE writing AND ended_at IS NULL AND draft_id IS NOT NULL;
