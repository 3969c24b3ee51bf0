"""The listings domain's tables: our drafts and templates, what was seen on Vinted, what else is known of it, its form."""

from piccolo.columns.column_types import JSONB, UUID, Array, BigInt, Boolean, Integer, Text, Timestamptz
from piccolo.constraints import Unique

from vintedbot.kit.db import Table, id_column


class ListingTable(Table, tablename="listings"):
    """A listing on Vinted as a sync saw it last; `state` and `title` are lifted out of `seen` to be searched."""

    id = id_column()
    closet_id = UUID(default=None)
    item_id = BigInt(default=None)
    user_id = UUID(default=None)
    title = Text(default=None)
    state = Text(default=None)
    seen = JSONB(default=None)
    first_seen_at = Timestamptz(default=None)
    seen_at = Timestamptz(default=None)
    # since when it is sold, closed or gone
    over_at = Timestamptz(default=None, null=True)
    # when a sync saw another title, price, flag or photos than before
    changed_at = Timestamptz(default=None, null=True)
    one_per_item = Unique([closet_id, item_id])


class ListingDetailsTable(Table, tablename="listing_details"):
    """What the edit payload told. `outdated`: the list has shown another title, price or photos since."""

    id = id_column()
    user_id = UUID(default=None)
    closet_id = UUID(default=None)
    item_id = BigInt(default=None)
    fields = JSONB(default=None)
    photo_ids = Array(base_column=BigInt(), default=None)
    photo_urls = Array(base_column=Text(), default=None)
    read_at = Timestamptz(default=None)
    outdated = Boolean(default=None)
    one_details_per_item = Unique([closet_id, item_id])


class ListingNotesTable(Table, tablename="listing_notes"):
    """What the seller keeps about an item; a row of its own, so that it stands before a relist's new listing was seen."""

    id = id_column()
    user_id = UUID(default=None)
    closet_id = UUID(default=None)
    item_id = BigInt(default=None)
    notes = JSONB(default=None)
    changed_at = Timestamptz(default=None)
    one_notes_per_item = Unique([closet_id, item_id])


class DraftCopy(Table, tablename="draft_copies"):
    """A draft that waits for a job to bring the listing it is a copy of."""

    draft_id = UUID(default=None, primary_key=True)
    user_id = UUID(default=None)
    closet_id = UUID(default=None)
    item_id = BigInt(default=None)
    job_id = UUID(default=None)
    made_at = Timestamptz(default=None)


class FormReferenceTable(Table, tablename="form_references"):
    """What Vinted's form offers for a category, read by one of the user's tabs."""

    id = id_column()
    user_id = UUID(default=None)
    country = Text(default=None)
    catalog_id = BigInt(default=None)
    reference = JSONB(default=None)
    read_at = Timestamptz(default=None)
    one_per_category = Unique([user_id, country, catalog_id])


class DraftTable(Table, tablename="drafts"):
    """A listing in the making. `fields`, `photos` and `problems` are JSON as the contract has it: lists pass them on."""

    id = id_column()
    user_id = UUID(default=None)
    revision = Integer(default=1)
    state = Text(default="open")
    closet_id = UUID(default=None, null=True)
    country = Text(default=None)
    fields = JSONB(default=None)
    photos = JSONB(default=None)
    photo_ids = Array(base_column=UUID(), default=None)
    problems = JSONB(default=None)
    job_id = UUID(default=None, null=True)
    item_id = BigInt(default=None, null=True)
    created_at = Timestamptz(default=None)
    saved_at = Timestamptz(default=None)
    deleted_at = Timestamptz(default=None, null=True)


class TemplateTable(Table, tablename="templates"):
    """A template. `content` is JSON as the contract has it; `name` and `language` are lifted out of it to be unique."""

    id = id_column()
    user_id = UUID(default=None)
    revision = Integer(default=1)
    name = Text(default=None)
    language = Text(default=None)
    content = JSONB(default=None)
    created_at = Timestamptz(default=None)
    saved_at = Timestamptz(default=None)
    deleted_at = Timestamptz(default=None, null=True)


class TemplateUseTable(Table, tablename="template_uses"):
    """What one application of a template changed, field by field, so that it can be taken back."""

    id = id_column()
    user_id = UUID(default=None)
    changed = JSONB(default=None)
    made_at = Timestamptz(default=None)
    undone_at = Timestamptz(default=None, null=True)
