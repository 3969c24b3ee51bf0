"""The tables of the photos domain: photos with what is remembered of each, which are alike, their groups, and the changes that
can be taken back.

A photo is in one group at most, because the group stands on the photo. All groups of a user without a draft are their board;
`photo_boards` is the row every change of it locks first.
"""

from piccolo.columns.column_types import (
    JSONB,
    UUID,
    BigInt,
    Boolean,
    Bytea,
    DoublePrecision,
    Integer,
    Text,
    Timestamptz,
)  # fmt: skip
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.constraints import Unique

from vintedbot.kit.db import Table, id_column


class PhotoTable(Table, tablename="photos"):
    """One photo of one user. Bytes lie in the store under their sha256, while they arrive in `<data>/incoming/<id>`."""

    id = id_column()
    user_id = UUID(default=None)
    client_id = UUID(default=None)
    name = Text(default=None)
    # as announced: of the bytes that are sent
    size = Integer(default=None)
    sha256 = Text(default=None)
    orientation = Integer(default=None)
    received = Integer(default=0)
    state = Text(default=None)
    problem = Text(default=None, null=True)
    changed_at = Timestamptz(default=TimestamptzNow())
    # what was made of them
    kept_sha256 = Text(default=None, null=True)
    kept_size = Integer(default=None, null=True)
    large_sha256 = Text(default=None, null=True)
    large_webp_sha256 = Text(default=None, null=True)
    thumb_sha256 = Text(default=None, null=True)
    width = Integer(default=None, null=True)
    height = Integer(default=None, null=True)
    color = Text(default=None, null=True)
    captured_at = Timestamptz(default=None, null=True)
    # the likeness, see likeness.py
    pixels = Text(default=None, null=True)
    phash = BigInt(default=None, null=True)
    tile = Bytea(default=None, null=True)
    aspect = DoublePrecision(default=None, null=True)
    look = Bytea(default=None, null=True)
    duplicate_of = UUID(default=None, null=True)
    near_duplicate_of = UUID(default=None, null=True)
    group_id = UUID(default=None, null=True)
    place = Integer(default=None, null=True)
    created_at = Timestamptz(default=TimestamptzNow())
    removed_at = Timestamptz(default=None, null=True)
    # the original of an edited photo, see editing.py; None while it is what is kept
    original_sha256 = Text(default=None, null=True)
    original_size = Integer(default=None, null=True)
    original_large_sha256 = Text(default=None, null=True)
    original_width = Integer(default=None, null=True)
    original_height = Integer(default=None, null=True)
    rendering = Integer(default=0)
    edit_waits = Boolean(default=False)
    # what is written on what is kept, see reading.py; None until it was read
    lines = JSONB(default=None, null=True)
    one_per_client_id = Unique([user_id, client_id])


class PhotoPair(Table, tablename="photo_pairs"):
    """A photo that shows the shot of an older one, why, and since when the person keeps it beside that."""

    id = id_column()
    user_id = UUID(default=None)
    photo_id = UUID(default=None)
    same_as = UUID(default=None)
    reason = Text(default=None)
    kept_at = Timestamptz(default=None, null=True)
    one_pair = Unique([photo_id, same_as])


class PhotoGroupTable(Table, tablename="photo_groups"):
    """Photos taken as one item. With a draft it has left the board."""

    id = id_column()
    user_id = UUID(default=None)
    place = Integer(default=None)
    lane = Text(default=None)
    touched = Boolean(default=None)
    draft_id = UUID(default=None, null=True)
    revision = Integer(default=1)


class PhotoBoard(Table, tablename="photo_boards"):
    """A user's board as a whole; `version` is new after every change."""

    user_id = UUID(default=None, primary_key=True)
    version = UUID(default=None)


class GroupUndoRow(Table, tablename="group_undo"):
    """The board before a change. Taking it back makes `before_version` the board's again, one after the other."""

    id = id_column()
    user_id = UUID(default=None)
    before_version = UUID(default=None)
    after_version = UUID(default=None)
    board = JSONB(default=None)
    created_at = Timestamptz(default=TimestamptzNow())


class PhotoEditTable(Table, tablename="photo_edits"):
    """A photo's operations, step by step; `steps[at]` are in force. `edit_waits` on the photo until they are drawn."""

    photo_id = UUID(default=None, primary_key=True)
    user_id = UUID(default=None)
    revision = Integer(default=None)
    steps = JSONB(default=None)
    at = Integer(default=None)
    state = Text(default=None)
    problem = Text(default=None, null=True)
    changed_at = Timestamptz(default=TimestamptzNow())


class PhotoRendering(Table, tablename="photo_renderings"):
    """Bytes that an edit of a photo came to, now or before."""

    id = id_column()
    user_id = UUID(default=None)
    sha256 = Text(default=None)
    photo_id = UUID(default=None)
    size = Integer(default=None)
    made_at = Timestamptz(default=TimestamptzNow())
    one_per_rendering = Unique([user_id, sha256])


class PhotoCutout(Table, tablename="photo_cutouts"):
    """The item's mask of one original by one way (`edits.CutoutBy`), and what asking for it came to."""

    id = id_column()
    user_id = UUID(default=None)
    original_sha256 = Text(default=None)
    state = Text(default=None)
    mask_sha256 = Text(default=None, null=True)
    mask_size = Integer(default=None, null=True)
    credits = DoublePrecision(default=0.0)
    asked_at = Timestamptz(default=None)
    cut_by = Text(default="remove.bg")
    one_per_way = Unique([user_id, original_sha256, cut_by])


class CutoutConsent(Table, tablename="cutout_consents"):
    """Since when a person agrees that photos whose background they remove go to the outside service."""

    user_id = UUID(default=None, primary_key=True)
    given_at = Timestamptz(default=None)
