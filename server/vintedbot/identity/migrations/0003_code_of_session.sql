-- a code is worth no more than the session that asked for it
ALTER TABLE device_codes ADD COLUMN session_id uuid;
