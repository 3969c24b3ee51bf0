-- after: photos/0001_photos, listings/0004_details, jobs/0001_jobs, closets/0001_closets, inbox/0001_inbox, orders/0001_orders
-- What a transaction announces stands in `announced` until the relay has numbered it.
CREATE TABLE announced (
    id bigserial PRIMARY KEY,
    tx bigint NOT NULL,
    user_id uuid NOT NULL,
    subject text NOT NULL,
    event jsonb NOT NULL,
    CONSTRAINT once_per_transaction UNIQUE (tx, user_id, subject)
);

CREATE TABLE event_counters (
    user_id uuid PRIMARY KEY,
    last bigint NOT NULL
);

CREATE TABLE events (
    id bigint PRIMARY KEY,
    user_id uuid NOT NULL,
    number bigint NOT NULL,
    event jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT one_per_number UNIQUE (user_id, number)
);
CREATE INDEX events_age ON events (at);

CREATE TABLE live_tickets (
    ticket_sha256 bytea PRIMARY KEY,
    user_id uuid NOT NULL,
    device_id uuid,
    session_id uuid,
    expires_at timestamptz NOT NULL
);

-- Triggers announce, not the statements that change: thirty of them change a job alone, and one that forgot would leave somebody
-- looking at what is no longer so. A table whose changes people watch gets its trigger here or in a later file like this one; the
-- shapes are those of vintedbot_schemas.events, and a test holds them against each other.
CREATE FUNCTION announce(whose uuid, what text, about uuid, more jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO announced (tx, user_id, subject, event)
    VALUES (pg_current_xact_id()::text::bigint, whose, what || ':' || coalesce(about::text, ''),
        jsonb_build_object('event', what) || more)
    -- a sync says the same of each of a thousand rows: no version of this row for each of them
    ON CONFLICT (tx, user_id, subject) DO UPDATE SET event = EXCLUDED.event WHERE announced.event <> EXCLUDED.event;
    IF FOUND THEN
        PERFORM pg_notify('turn', '');
    END IF;
END $$;

CREATE FUNCTION announce_photo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM announce(NEW.user_id, 'photo_changed', NEW.id, jsonb_build_object('photo_id', NEW.id, 'state', NEW.state));
    RETURN NULL;
END $$;
CREATE TRIGGER announced AFTER UPDATE OF state, removed_at ON photos FOR EACH ROW
    WHEN ((OLD.state, OLD.removed_at IS NULL) IS DISTINCT FROM (NEW.state, NEW.removed_at IS NULL))
    EXECUTE FUNCTION announce_photo();

CREATE FUNCTION announce_board() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM announce(NEW.user_id, 'groups_changed', NULL, jsonb_build_object('version', NEW.version));
    RETURN NULL;
END $$;
CREATE TRIGGER announced AFTER UPDATE ON photo_boards FOR EACH ROW
    WHEN (OLD.version <> NEW.version) EXECUTE FUNCTION announce_board();

CREATE FUNCTION announce_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM announce(NEW.user_id, 'draft_changed', NEW.id, jsonb_build_object(
        'draft_id', NEW.id, 'revision', NEW.revision, 'state', NEW.state, 'deleted', NEW.deleted_at IS NOT NULL));
    RETURN NULL;
END $$;
CREATE TRIGGER announced_new AFTER INSERT ON drafts FOR EACH ROW EXECUTE FUNCTION announce_draft();
CREATE TRIGGER announced AFTER UPDATE ON drafts FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION announce_draft();

CREATE FUNCTION announce_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM announce(NEW.user_id, 'job_changed', NEW.id, jsonb_build_object(
        'job_id', NEW.id, 'closet_id', NEW.closet_id, 'state', NEW.state));
    RETURN NULL;
END $$;
CREATE TRIGGER announced_new AFTER INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION announce_job();
CREATE TRIGGER announced AFTER UPDATE ON jobs FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION announce_job();

CREATE FUNCTION announce_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE job jobs;
BEGIN
    SELECT * INTO job FROM jobs WHERE id = NEW.job_id;
    PERFORM announce(job.user_id, 'job_changed', job.id, jsonb_build_object(
        'job_id', job.id, 'closet_id', job.closet_id, 'state', job.state));
    RETURN NULL;
END $$;
CREATE TRIGGER announced AFTER INSERT OR UPDATE OF outcome ON job_steps FOR EACH ROW EXECUTE FUNCTION announce_step();

CREATE FUNCTION announce_closet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM announce(NEW.user_id, 'closet_changed', NEW.id, jsonb_build_object('closet_id', NEW.id));
    RETURN NULL;
END $$;
CREATE TRIGGER announced_new AFTER INSERT ON closets FOR EACH ROW EXECUTE FUNCTION announce_closet();
CREATE TRIGGER announced AFTER UPDATE ON closets FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION announce_closet();

-- of tables that belong to a closet and have no user of their own
CREATE FUNCTION announce_its_closet() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE whose uuid;
BEGIN
    SELECT user_id INTO whose FROM closets WHERE id = NEW.closet_id;
    IF whose IS NOT NULL THEN
        PERFORM announce(whose, 'closet_changed', NEW.closet_id, jsonb_build_object('closet_id', NEW.closet_id));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER announced AFTER INSERT OR UPDATE ON closet_diary FOR EACH ROW EXECUTE FUNCTION announce_its_closet();

-- of tables that are read from Vinted many rows at a time: the name of the event is the trigger's argument
CREATE FUNCTION announce_of_closet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM announce(NEW.user_id, TG_ARGV[0], NEW.closet_id, jsonb_build_object('closet_id', NEW.closet_id));
    RETURN NULL;
END $$;
CREATE TRIGGER announced_new AFTER INSERT ON listings FOR EACH ROW EXECUTE FUNCTION announce_of_closet('listings_changed');
CREATE TRIGGER announced AFTER UPDATE ON listings FOR EACH ROW
    WHEN ((OLD.state, OLD.title, OLD.seen) IS DISTINCT FROM (NEW.state, NEW.title, NEW.seen))
    EXECUTE FUNCTION announce_of_closet('listings_changed');
CREATE TRIGGER announced AFTER INSERT OR UPDATE ON listing_notes FOR EACH ROW
    EXECUTE FUNCTION announce_of_closet('listings_changed');
CREATE TRIGGER announced_new AFTER INSERT ON threads FOR EACH ROW EXECUTE FUNCTION announce_of_closet('inbox_changed');
CREATE TRIGGER announced AFTER UPDATE ON threads FOR EACH ROW
    WHEN ((OLD.updated_at, OLD.unread, OLD.archived, OLD.waits, OLD.preview, OLD.allow_reply, OLD.gone_at, OLD.entries)
        IS DISTINCT FROM (NEW.updated_at, NEW.unread, NEW.archived, NEW.waits, NEW.preview, NEW.allow_reply, NEW.gone_at, NEW.entries))
    EXECUTE FUNCTION announce_of_closet('inbox_changed');
CREATE TRIGGER announced_new AFTER INSERT ON notifications FOR EACH ROW EXECUTE FUNCTION announce_of_closet('inbox_changed');
CREATE TRIGGER announced_new AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION announce_of_closet('orders_changed');
CREATE TRIGGER announced AFTER UPDATE ON orders FOR EACH ROW
    WHEN ((OLD.status_text, OLD.waits, OLD.read_as, OLD.status, OLD.shipment_status, OLD.tracking_code, OLD.ship_by, OLD.label,
        OLD.label_sha256) IS DISTINCT FROM (NEW.status_text, NEW.waits, NEW.read_as, NEW.status, NEW.shipment_status,
        NEW.tracking_code, NEW.ship_by, NEW.label, NEW.label_sha256))
    EXECUTE FUNCTION announce_of_closet('orders_changed');
