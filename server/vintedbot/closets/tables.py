"""Closets, the devices that may act on them, the diary (its open entries with a scope are the rests), consents, ignored people
and the operator's switch-offs."""

from piccolo.columns import ForeignKey
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, BigInt, Boolean, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.constraints import Unique

from vintedbot.kit.db import Table, id_column


class Closet(Table, tablename="closets"):
    """A connected Vinted account of one of our users. `resync`: the database was restored; nothing but a sync is leased."""

    id = id_column()
    user_id = UUID(default=None)
    country = Text(default=None)
    member_id = BigInt(default=None)
    login = Text(default=None)
    photo_url = Text(default=None, null=True)
    currency = Text(default=None)
    time_zone = Text(default=None)
    paused = Text(default=None, null=True)
    resync = Boolean(default=False)
    active_from = Integer(default=8)
    active_until = Integer(default=22)
    writes_per_day = Integer(default=30)
    relists_per_day = Integer(default=3)
    follows_per_day = Integer(default=20)
    favourites_per_day = Integer(default=20)
    threads_per_day = Integer(default=2)
    listing_count = Integer(default=None, null=True)
    synced_at = Timestamptz(default=None, null=True)
    is_current = Boolean(default=False)
    created_at = Timestamptz(default=TimestamptzNow())
    removed_at = Timestamptz(default=None, null=True)
    one_per_member = Unique([user_id, country, member_id])


class ClosetDevice(Table, tablename="closet_devices"):
    """A device in which this member was seen signed in."""

    id = id_column()
    closet_id = ForeignKey(Closet, default=None, null=False, on_delete=OnDelete.cascade, on_update=OnUpdate.no_action)
    device_id = UUID(default=None)
    seen_at = Timestamptz(default=None)
    one_per_device = Unique([closet_id, device_id])


class DiaryRow(Table, tablename="closet_diary"):
    """One refusal. With a `scope` it is a rest until `until` (null: until a person acts) or `ended_at`."""

    id = id_column()
    closet_id = ForeignKey(Closet, default=None, null=False, on_delete=OnDelete.cascade, on_update=OnUpdate.no_action)
    kind = Text(default=None)
    scope = Text(default=None, null=True)
    verb = Text(default=None, null=True)
    # the routes a rest of scope `route` is about
    family = Text(default=None, null=True)
    at = Timestamptz(default=None)
    until = Timestamptz(default=None, null=True)
    job_id = UUID(default=None, null=True)
    ended_at = Timestamptz(default=None, null=True)


class ClosetConsent(Table, tablename="closet_consents"):
    """Rules may send with this verb by themselves, from `given_at` until `revoked_at`."""

    id = id_column()
    closet_id = ForeignKey(Closet, default=None, null=False, on_delete=OnDelete.cascade, on_update=OnUpdate.no_action)
    verb = Text(default=None)
    given_at = Timestamptz(default=None)
    revoked_at = Timestamptz(default=None, null=True)


class ClosetIgnored(Table, tablename="closet_ignored"):
    """A member the closet leaves alone."""

    id = id_column()
    closet_id = ForeignKey(Closet, default=None, null=False, on_delete=OnDelete.cascade, on_update=OnUpdate.no_action)
    member_id = BigInt(default=None)
    login = Text(default=None)
    since = Timestamptz(default=None)
    one_per_ignored = Unique([closet_id, member_id])


class SwitchOffRow(Table, tablename="switch_offs"):
    """Off until `ended_at`: a verb (null: all) in a country (null: everywhere)."""

    id = id_column()
    verb = Text(default=None, null=True)
    country = Text(default=None, null=True)
    reason = Text(default=None)
    link = Text(default=None, null=True)
    since = Timestamptz(default=None)
    ended_at = Timestamptz(default=None, null=True)
