-- whom and what a job addresses, who wished it and under what, and until when it is wanted
ALTER TABLE jobs ADD COLUMN origin text NOT NULL DEFAULT 'person';
ALTER TABLE jobs ADD COLUMN member_id bigint;
ALTER TABLE jobs ADD COLUMN thread_id bigint;
ALTER TABLE jobs ADD COLUMN transaction_id bigint;
ALTER TABLE jobs ADD COLUMN new_thread boolean NOT NULL DEFAULT false;
ALTER TABLE jobs ADD COLUMN approved_digest text;
ALTER TABLE jobs ADD COLUMN consent_id uuid;
ALTER TABLE jobs ADD COLUMN batch_id uuid;
ALTER TABLE jobs ADD COLUMN expires_at timestamptz NOT NULL DEFAULT (CURRENT_TIMESTAMP + INTERVAL '7 days');

-- a message about an item does not stand in the way of work on it, nor two messages in each other's
DROP INDEX jobs_one_per_item;
CREATE UNIQUE INDEX jobs_one_per_item ON jobs (closet_id, item_id)
    WHERE writing AND ended_at IS NULL AND item_id IS NOT NULL AND member_id IS NULL;
-- of what addresses a person also an unknown one holds its place: nobody knows yet whether it arrived
CREATE UNIQUE INDEX jobs_one_per_thread ON jobs (closet_id, thread_id)
    WHERE (ended_at IS NULL OR state = 'unknown') AND member_id IS NOT NULL AND thread_id IS NOT NULL AND writing;
CREATE UNIQUE INDEX jobs_one_per_member ON jobs
    (closet_id, member_id, coalesce(item_id, 0), (CASE WHEN verb IN ('send_message', 'send_offer') THEN 'writes' ELSE verb END))
    WHERE (ended_at IS NULL OR state = 'unknown') AND member_id IS NOT NULL AND thread_id IS NULL AND writing;
CREATE UNIQUE INDEX jobs_one_per_order ON jobs (closet_id, transaction_id, verb)
    WHERE ended_at IS NULL AND transaction_id IS NOT NULL AND member_id IS NULL AND writing;

CREATE INDEX jobs_of_member ON jobs (closet_id, member_id) WHERE member_id IS NOT NULL;
CREATE INDEX jobs_of_thread ON jobs (user_id, thread_id, created_at DESC, id DESC) WHERE thread_id IS NOT NULL;
CREATE INDEX jobs_of_batch ON jobs (batch_id, created_at DESC, id DESC) WHERE batch_id IS NOT NULL;
CREATE INDEX jobs_of_consent ON jobs (consent_id) WHERE consent_id IS NOT NULL AND ended_at IS NULL;
DROP INDEX jobs_expiring;
CREATE INDEX jobs_expiring ON jobs (expires_at) WHERE state IN ('queued', 'waiting_approval');

ALTER TABLE closet_hands ADD COLUMN next_message_at timestamptz;

ALTER TABLE closet_spend ADD COLUMN follows integer NOT NULL DEFAULT 0;
ALTER TABLE closet_spend ADD COLUMN favourites integer NOT NULL DEFAULT 0;
ALTER TABLE closet_spend ADD COLUMN threads integer NOT NULL DEFAULT 0;
ALTER TABLE closet_spend ADD COLUMN messages integer NOT NULL DEFAULT 0;

CREATE TABLE job_batches (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    closet_id uuid NOT NULL,
    act jsonb NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX job_batches_newest ON job_batches (user_id, id DESC);

-- the table of states grew
DROP FUNCTION jobs_only_known_transitions() CASCADE;
CREATE FUNCTION jobs_only_known_transitions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state, NEW.changed_by) NOT IN (
        ('leased', 'cancelled', 'person'),
        ('leased', 'done', 'device'),
        ('leased', 'expired', 'clock'),
        ('leased', 'failed', 'device'),
        ('leased', 'needs_person', 'device'),
        ('leased', 'needs_person', 'restore'),
        ('leased', 'queued', 'clock'),
        ('leased', 'queued', 'device'),
        ('leased', 'running', 'device'),
        ('needs_person', 'cancelled', 'person'),
        ('needs_person', 'done', 'device'),
        ('needs_person', 'expired', 'clock'),
        ('needs_person', 'failed', 'device'),
        ('needs_person', 'failed', 'person'),
        ('needs_person', 'parked', 'person'),
        ('needs_person', 'running', 'device'),
        ('parked', 'cancelled', 'person'),
        ('parked', 'done', 'device'),
        ('parked', 'failed', 'device'),
        ('parked', 'needs_person', 'clock'),
        ('parked', 'needs_person', 'device'),
        ('parked', 'needs_person', 'restore'),
        ('parked', 'running', 'device'),
        ('queued', 'cancelled', 'person'),
        ('queued', 'expired', 'clock'),
        ('queued', 'leased', 'device'),
        ('queued', 'needs_person', 'restore'),
        ('queued', 'waiting_approval', 'person'),
        ('running', 'cancelled', 'person'),
        ('running', 'done', 'device'),
        ('running', 'failed', 'device'),
        ('running', 'needs_person', 'device'),
        ('running', 'needs_person', 'restore'),
        ('running', 'parked', 'clock'),
        ('running', 'parked', 'device'),
        ('running', 'queued', 'clock'),
        ('running', 'queued', 'device'),
        ('running', 'unknown', 'device'),
        ('unknown', 'done', 'device'),
        ('unknown', 'done', 'person'),
        ('unknown', 'failed', 'device'),
        ('unknown', 'failed', 'person'),
        ('unknown', 'needs_person', 'restore'),
        ('unknown', 'parked', 'person'),
        ('waiting_approval', 'cancelled', 'person'),
        ('waiting_approval', 'expired', 'clock'),
        ('waiting_approval', 'needs_person', 'restore'),
        ('waiting_approval', 'queued', 'person')
    ) THEN
        RAISE EXCEPTION 'a job cannot go from % to % by %', OLD.state, NEW.state, NEW.changed_by
            USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.state IN ('cancelled', 'done', 'expired', 'failed', 'unknown')) <> (NEW.ended_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a job that is % has a wrong ended_at', NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER jobs_only_known_transitions BEFORE UPDATE OF state, ended_at ON jobs
    FOR EACH ROW EXECUTE FUNCTION jobs_only_known_transitions();
