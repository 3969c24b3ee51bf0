ALTER TABLE jobs ADD COLUMN aftermath text;
CREATE INDEX jobs_for_person ON jobs (user_id, created_at DESC, id DESC)
    WHERE state IN ('needs_person', 'unknown') OR leftover_item_id IS NOT NULL
        OR aftermath = 'vanished' AND (state = 'done' OR reason = 'lost');
CREATE INDEX jobs_relisted ON jobs (closet_id, item_id) WHERE verb = 'relist';
CREATE INDEX jobs_unfinished ON jobs (closet_id, verb) WHERE ended_at IS NULL;
CREATE INDEX jobs_opened ON jobs (next_at) WHERE state = 'needs_person' AND verb = 'open_on_vinted';

-- needs_person may now fail (the person has a lost listing restored) and expire (nobody came to Vinted's page)
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
