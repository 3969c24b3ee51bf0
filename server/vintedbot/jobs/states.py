"""The states a job can be in, and the trigger that lets the database refuse every other change.

The table itself is `vintedbot_schemas.jobs.TRANSITIONS`; nothing here adds to it. The trigger's text stands in the migrations
(a test keeps the two equal), because a migration that has run is never generated anew.
"""

from vintedbot_schemas.jobs import ENDED, TRANSITIONS


def allowed(before: str, after: str, by: str) -> bool:
    """Whether `by` may change a job from `before` to `after`. Staying is always allowed."""
    return before == after or (before, after, by) in TRANSITIONS


def trigger_sql() -> str:
    """The function and trigger that refuse any other change of `jobs.state`, by whoever `changed_by` names."""
    rows = ",\n        ".join(f"('{before}', '{after}', '{by}')" for before, after, by in sorted(TRANSITIONS))
    ended = ", ".join(f"'{state}'" for state in sorted(ENDED))
    return f"""CREATE FUNCTION jobs_only_known_transitions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state, NEW.changed_by) NOT IN (
        {rows}
    ) THEN
        RAISE EXCEPTION 'a job cannot go from % to % by %', OLD.state, NEW.state, NEW.changed_by
            USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.state IN ({ended})) <> (NEW.ended_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a job that is % has a wrong ended_at', NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER jobs_only_known_transitions BEFORE UPDATE OF state, ended_at ON jobs
    FOR EACH ROW EXECUTE FUNCTION jobs_only_known_transitions();
"""
