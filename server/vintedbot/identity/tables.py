"""Users, their portal sessions and their devices. Secrets are here only as digests."""

from piccolo.columns.base import OnDelete
from piccolo.columns.column_types import UUID, Bytea, ForeignKey, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.constraints import Unique

from vintedbot.kit.db import Table, id_column


class UserRow(Table, tablename="users"):
    """`email` is stored in lower case and NFC: one address, one user. There are no roles here."""

    id = id_column()
    email = Text(default=None, unique=True)
    password_hash = Text(default=None)
    language = Text(default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    understood_at = Timestamptz(default=None, null=True)


class SessionRow(Table, tablename="sessions"):
    """One browser signed in to the portal: the family of the refresh tokens that followed one another."""

    id = id_column()
    user_id = ForeignKey(references=UserRow, default=None, null=False, on_delete=OnDelete.cascade)
    created_at = Timestamptz(default=TimestamptzNow())
    revoked_at = Timestamptz(default=None, null=True)


class RefreshTokenRow(Table, tablename="refresh_tokens"):
    """Each works once; used again later than 10 s after, it ends its session."""

    token_sha256 = Bytea(default=None, primary_key=True)
    session_id = ForeignKey(references=SessionRow, default=None, null=False, on_delete=OnDelete.cascade)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(default=None, null=True)


class DeviceRow(Table, tablename="devices"):
    """An installed extension of one user. An install serves one user at a time: at most one row of it is not revoked."""

    id = id_column()
    user_id = ForeignKey(references=UserRow, default=None, null=False, on_delete=OnDelete.cascade)
    install_id = UUID(default=None)
    label = Text(default=None)
    token_sha256 = Bytea(default=None, unique=True)
    created_at = Timestamptz(default=TimestamptzNow())
    last_seen_at = Timestamptz(default=TimestamptzNow())
    revoked_at = Timestamptz(default=None, null=True)
    one_per_user = Unique([user_id, install_id])


class DeviceCodeRow(Table, tablename="device_codes"):
    """A permission to connect one device. `gave` is the digest of the token it was changed for; `session_id`
    of the browser that asked."""

    code_sha256 = Bytea(default=None, primary_key=True)
    user_id = ForeignKey(references=UserRow, default=None, null=False, on_delete=OnDelete.cascade)
    install_id = UUID(default=None)
    label = Text(default=None)
    client_id = Text(default=None)
    redirect_uri = Text(default=None)
    challenge = Text(default=None)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(default=None, null=True)
    gave = Bytea(default=None, null=True)
    session_id = UUID(default=None, null=True)
