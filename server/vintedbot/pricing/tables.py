"""The pricing domain's tables: prices that were seen, without anything about who sells; which of them a search found; the markets
they form, and the models trained on those; and what a seller paid for what a draft shows."""

from piccolo.columns.column_types import (
    UUID,
    Array,
    BigInt,
    Boolean,
    Bytea,
    DoublePrecision,
    Integer,
    Text,
    Timestamptz,
)
from piccolo.constraints import Unique

from vintedbot.kit.db import Table, id_column


class Observation(Table, tablename="observations"):
    """A listing and its price as it was seen last: somebody's in a search, or with `own` one of the user's. Shown only to the
    user whose tab read it; a market's model learns from all of them, from no user more than half of what it may read."""

    id = id_column()
    user_id = UUID(default=None)
    country = Text(default=None)
    item_id = BigInt(default=None)
    # of others' listings the category that was searched in, when one was
    catalog_id = BigInt(default=None, null=True)
    title = Text(default=None)
    # what was paid, when it was sold and that is known
    amount = BigInt(default=None)
    currency = Text(default=None)
    brand = Text(default=None)
    size = Text(default=None)
    condition = Text(default=None)
    favourites = Integer(default=None, null=True)
    photo_url = Text(default=None, null=True)
    url = Text(default=None)
    seen_at = Timestamptz(default=None)
    own = Boolean(default=False)
    # the category, root to leaf
    path = Array(base_column=BigInt(), default=list)
    condition_id = Integer(default=None, null=True)
    description = Text(default=None, null=True)
    colors = Array(base_column=Text(), default=list)
    photo_count = Integer(default=None, null=True)
    sold = Boolean(default=False)
    sold_days = DoublePrecision(default=None, null=True)
    # of own ones made of a draft whose photos were looked at: kind and severity of each, "stain visible"
    defects = Array(base_column=Text(), default=None, null=True)
    one_observation_per_item = Unique([user_id, country, item_id])


class PriceCheckTable(Table, tablename="price_checks"):
    """What the last search with a query found, in Vinted's order."""

    id = id_column()
    user_id = UUID(default=None)
    closet_id = UUID(default=None)
    query_sha256 = Text(default=None)
    item_ids = Array(base_column=BigInt(), default=None)
    read_at = Timestamptz(default=None)
    one_check_per_query = Unique([closet_id, query_sha256])


class PriceMarket(Table, tablename="price_markets"):
    """A country and a currency. `tried_rows`, `tried_at`: the last training, whether its model was kept or not."""

    id = id_column()
    country = Text(default=None)
    currency = Text(default=None)
    tried_rows = Integer(default=0)
    tried_at = Timestamptz(default=None, null=True)
    # who trains now, and until when that is believed
    claim = UUID(default=None, null=True)
    claimed_until = Timestamptz(default=None, null=True)
    one_market_per_currency = Unique([country, currency])


class PriceModel(Table, tablename="price_models"):
    """A version of a market's model: `current`, `replaced` by a better one, or `refused` because the one before was better, and
    then without its file. `held_out_error`: mean error of the log price of listings that no version was trained on."""

    id = id_column()
    market_id = UUID(default=None)
    state = Text(default=None)
    trained_at = Timestamptz(default=None)
    rows = Integer(default=None)
    sales = Integer(default=None)
    chosen = Text(default=None)
    mdape = DoublePrecision(default=None)
    held_out_error = DoublePrecision(default=None)
    coverage = DoublePrecision(default=None)
    sha256 = Text(default=None)
    file = Bytea(default=None, null=True)


class DraftCostTable(Table, tablename="draft_costs"):
    """What the seller paid for what a draft shows."""

    draft_id = UUID(default=None, primary_key=True)
    user_id = UUID(default=None)
    amount = BigInt(default=None)
    currency = Text(default=None)
