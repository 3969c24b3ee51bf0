CREATE TABLE orders (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    closet_id uuid NOT NULL,
    transaction_id bigint NOT NULL,
    thread_id bigint,
    side text NOT NULL,
    title text NOT NULL,
    photo_url text,
    price jsonb,
    status_text text NOT NULL,
    waits text NOT NULL,
    at timestamptz,
    placed_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    read_at timestamptz,
    read_as text,
    status integer,
    item_ids bigint[] NOT NULL,
    member_id bigint,
    login text,
    member_photo_url text,
    shipment_id bigint,
    shipment_status integer,
    carrier text,
    tracking_code text,
    ship_by timestamptz,
    label text NOT NULL,
    label_sha256 text,
    label_at timestamptz,
    CONSTRAINT one_per_transaction UNIQUE (closet_id, transaction_id)
);
CREATE INDEX orders_newest ON orders (user_id, placed_at DESC, id DESC);
CREATE INDEX orders_of_closet ON orders (closet_id, placed_at DESC, id DESC);
CREATE INDEX orders_by_side ON orders (user_id, side, placed_at DESC, id DESC);
CREATE INDEX orders_waiting ON orders (user_id, waits, placed_at DESC, id DESC);
CREATE INDEX orders_of_transaction ON orders (user_id, transaction_id);
CREATE INDEX orders_named ON orders (placed_at) WHERE login IS NOT NULL;
CREATE INDEX orders_labelled ON orders (label_at) WHERE label_sha256 IS NOT NULL;
