CREATE TABLE threads (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    closet_id uuid NOT NULL,
    thread_id bigint NOT NULL,
    member_id bigint,
    login text NOT NULL,
    photo_url text,
    item_ids bigint[] NOT NULL,
    item_title text NOT NULL,
    item_photo_url text,
    transaction_id bigint,
    preview text NOT NULL,
    unread boolean NOT NULL,
    updated_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    read_at timestamptz,
    allow_reply boolean NOT NULL DEFAULT true,
    entries jsonb NOT NULL,
    last_entry text,
    has_written boolean NOT NULL,
    we_wrote boolean NOT NULL DEFAULT false,
    reply_due boolean NOT NULL,
    offer_due boolean NOT NULL DEFAULT false,
    ship_due boolean NOT NULL,
    waits text NOT NULL,
    archived boolean NOT NULL DEFAULT false,
    gone_at timestamptz,
    CONSTRAINT one_per_thread UNIQUE (closet_id, thread_id)
);
CREATE INDEX threads_newest ON threads (user_id, updated_at DESC, id DESC) WHERE gone_at IS NULL;
CREATE INDEX threads_of_closet ON threads (closet_id, updated_at DESC, id DESC) WHERE gone_at IS NULL;
CREATE INDEX threads_unread ON threads (user_id, updated_at DESC, id DESC) WHERE gone_at IS NULL AND unread;
CREATE INDEX threads_waiting ON threads (user_id, waits, updated_at DESC, id DESC) WHERE gone_at IS NULL AND waits <> 'nothing';
CREATE INDEX threads_archived ON threads (user_id, updated_at DESC, id DESC) WHERE gone_at IS NULL AND archived;
CREATE INDEX threads_with ON threads (closet_id, member_id) WHERE member_id IS NOT NULL;
-- not a tree: it would serve the lists by walking over everybody's rows
CREATE INDEX threads_age ON threads USING brin (updated_at);

CREATE TABLE thread_sales (
    id uuid PRIMARY KEY,
    closet_id uuid NOT NULL,
    thread_id bigint NOT NULL,
    transaction_id bigint NOT NULL,
    to_ship boolean NOT NULL,
    CONSTRAINT one_per_sale UNIQUE (closet_id, transaction_id)
);
CREATE INDEX thread_sales_of_thread ON thread_sales (closet_id, thread_id);

CREATE TABLE notifications (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    closet_id uuid NOT NULL,
    fold text NOT NULL,
    kind text NOT NULL,
    item_id bigint,
    member_id bigint,
    login text,
    photo_url text,
    text text NOT NULL,
    at timestamptz NOT NULL,
    is_read boolean NOT NULL,
    CONSTRAINT one_per_fold UNIQUE (closet_id, fold)
);
CREATE INDEX notifications_newest ON notifications (user_id, at DESC, id DESC);
CREATE INDEX notifications_likes ON notifications (user_id, at DESC, id DESC)
    WHERE kind = 'favourited' AND member_id IS NOT NULL AND item_id IS NOT NULL;
CREATE INDEX notifications_of_member ON notifications (closet_id, member_id) WHERE member_id IS NOT NULL;
CREATE INDEX notifications_age ON notifications USING brin (at);
