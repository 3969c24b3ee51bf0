"""What an operator can set, read once from the environment, and the one table of retention times.

Each field names its variable and says in a sentence what it does; reading, checking and the example file
(`python -m vintedbot settings`) all come from these fields. Nothing else in the server reads `os.environ`, and nothing
here connects to anything.
"""

import os
import re
import secrets
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct
from vintedbot_schemas.jobs import Pace

from vintedbot.kit import private

EXTENSION_ID = "ibehdddifiggkmlnpfmojnlgmljacjnc"
"""Fixed by the `key` in the extension's manifest (`extension/extension-id.txt`; a test keeps the two equal)."""

RETENTION: dict[str, timedelta] = {
    "photo_original": timedelta(days=30),  # after the item is sold or deleted
    "removed_photo": timedelta(days=30),
    "snapshot": timedelta(days=90),
    "thread": timedelta(days=180),  # after the last message
    "buyer_name": timedelta(days=90),  # then "a buyer"
    "notification": timedelta(days=7),  # as long as Vinted keeps its feed
    "shipping_label": timedelta(days=90),
    "observation": timedelta(days=180),  # seen prices of others' listings
    "analysis_answer": timedelta(days=180),  # what a provider said of photos, so that it is not paid for twice
    "analysis_cost": timedelta(days=400),  # a year of months to look back on
    "journal": timedelta(days=30),
    "diary": timedelta(days=180),
    "gone_listing": timedelta(days=90),
    "form_reference": timedelta(days=7),
    "unfinished_upload": timedelta(days=7),
    "group_undo": timedelta(days=1),
    "old_rendering": timedelta(days=7),  # of a photo that was edited again; longer while a job names it
    "deleted_draft": timedelta(days=30),
    "deleted_template": timedelta(days=30),
    "template_undo": timedelta(days=30),
    "idempotency_key": timedelta(days=1),
    "failed_task": timedelta(days=14),
    "live_event": timedelta(days=1),  # what a page that was away may ask for; one that was away longer reads everything anew
}
"""How long we keep what. The daily job of each domain reads its times here and nowhere else; a test refuses a row nobody reads.

Pictures of failures get their row with the domain that keeps them.
"""


PACE_MOST = frozenset({"go_age", "identity_age"})
"""Waits of `Pace` that are safer shorter: a go, and a look at whose session it is, must not grow old."""


class SettingsError(Exception):
    """The environment is not usable. The message names the variable, what is wrong and the fix."""


class Secret:
    """A text that never prints; `reveal()` is the one way to its value."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and secrets.compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash(self._value)

    def __bool__(self) -> bool:
        return bool(self._value)


class Var(NamedTuple):
    """The variable behind a field, and its sentence in the example file."""

    name: str
    says: str
    example: str = ""


Environment = Literal["development", "test", "production"]
Seconds = Annotated[float, Meta(gt=0)]


class Web(Struct, frozen=True, kw_only=True):
    """The HTTP side."""

    public_url: Annotated[
        str, Var("VINTEDBOT_PUBLIC_URL", "Address people reach this server at.", "https://vintedbot.example")
    ] = "http://localhost:8710"
    host: Annotated[str, Var("VINTEDBOT_HOST", "Address `web` and `up` listen on.")] = "127.0.0.1"
    trusted_proxies: Annotated[
        str, Var("VINTEDBOT_TRUSTED_PROXIES", "Proxies, comma separated, whose X-Forwarded-For is believed; none by itself.")
    ] = ""
    extension_ids: Annotated[
        tuple[str, ...], Var("VINTEDBOT_EXTENSION_IDS", "Extension ids, comma separated, that may sign in and call the API.")
    ] = (EXTENSION_ID,)
    oldest_wire_version: Annotated[
        int, Meta(ge=1), Var("VINTEDBOT_OLDEST_WIRE_VERSION", "Extensions below it are told to update; that of 90 days ago.")
    ] = 1
    portal_dir: Annotated[Path | None, Var("VINTEDBOT_PORTAL_DIR", "Folder of the built portal.")] = None


class Database(Struct, frozen=True, kw_only=True):
    """PostgreSQL 16 or later. Without an address, `up` starts one of its own."""

    url: Annotated[Secret, Var("DATABASE_URL", "PostgreSQL to use.", "postgresql://user:password@host/name")] = Secret("")
    pool_size: Annotated[int, Meta(ge=2, le=100), Var("VINTEDBOT_POOL_SIZE", "Most connections one process opens.")] = 10
    embedded_version: Annotated[Literal[16, 18], Var("VINTEDBOT_PG", "PostgreSQL that `up` and the tests start: 18 or 16.")] = 18


class Redis(Struct, frozen=True, kw_only=True):
    """Valkey or Redis. Holds only what may be lost."""

    url: Annotated[Secret, Var("REDIS_URL", "Valkey or Redis to use.", "redis://:password@host:6379/0")] = Secret("")


class Tasks(Struct, frozen=True, kw_only=True):
    """The worker and its outbox."""

    concurrency: Annotated[int, Meta(ge=1, le=64), Var("VINTEDBOT_CONCURRENCY", "Tasks a worker runs at once.")] = 8
    redispatch_s: Annotated[
        Seconds, Var("VINTEDBOT_REDISPATCH_S", "Seconds after which a task that Redis may have lost is handed out again.")
    ] = 60
    sweep_s: Annotated[Seconds, Var("VINTEDBOT_SWEEP_S", "Seconds between two rounds of the sweepers.")] = 60
    grace_s: Annotated[
        float, Meta(ge=0), Var("VINTEDBOT_GRACE_S", "Seconds a stopping worker lets its running tasks finish.")
    ] = 8


class Ceilings(Struct, frozen=True, kw_only=True):
    """The safety budget of a closet within any 24 hours. Its owner may lower it; no plan can buy it off."""

    writes: Annotated[int, Meta(ge=1), Var("VINTEDBOT_WRITES_PER_DAY", "Most changes at Vinted per closet within 24 hours.")] = 30
    relists: Annotated[int, Meta(ge=0), Var("VINTEDBOT_RELISTS_PER_DAY", "Most relists per closet within 24 hours.")] = 3
    payloads: Annotated[
        int, Meta(ge=1), Var("VINTEDBOT_PAYLOADS_PER_DAY", "Most reads of an edit form per closet within 24 hours.")
    ] = 300
    follows: Annotated[
        int, Meta(ge=0), Var("VINTEDBOT_FOLLOWS_PER_DAY", "Most follows and unfollows per closet within 24 hours.")
    ] = 20
    favourites: Annotated[
        int, Meta(ge=0), Var("VINTEDBOT_FAVOURITES_PER_DAY", "Most favourites set or unset per closet within 24 hours.")
    ] = 20
    threads: Annotated[
        int,
        Meta(ge=0),
        Var(
            "VINTEDBOT_THREADS_PER_DAY", "Most new conversations per closet within 24 hours with people who did not write first."
        ),
    ] = 4
    cooldown_days: Annotated[int, Meta(ge=0), Var("VINTEDBOT_RELIST_COOLDOWN_DAYS", "Days an item rests after a relist.")] = 30


class Quotas(Struct, frozen=True, kw_only=True):
    """What one account may ask and keep. Against floods; a plan's limits are another thing."""

    requests: Annotated[
        int,
        Meta(ge=10),
        Var(
            "VINTEDBOT_REQUESTS_PER_MINUTE",
            "Requests of one user a minute; its devices' work may ask 4 times as many, and bytes of photos 20 times.",
        ),
    ] = 100
    gib: Annotated[float, Meta(gt=0), Var("VINTEDBOT_GIB_PER_USER", "GiB of photos one user may keep.")] = 30
    photos: Annotated[int, Meta(ge=1), Var("VINTEDBOT_PHOTOS_PER_USER", "Photos one user may keep.")] = 50_000
    drafts: Annotated[int, Meta(ge=1), Var("VINTEDBOT_DRAFTS_PER_USER", "Drafts one user may keep.")] = 20_000
    templates: Annotated[int, Meta(ge=1), Var("VINTEDBOT_TEMPLATES_PER_USER", "Templates one user may keep.")] = 200
    closets: Annotated[int, Meta(ge=1), Var("VINTEDBOT_CLOSETS_PER_USER", "Vinted accounts one user may connect.")] = 50
    free_gib: Annotated[
        float, Meta(ge=0), Var("VINTEDBOT_FREE_GIB", "GiB that stay free on the disk: below it no photo is taken in.")
    ] = 1


class Cutouts(Struct, frozen=True, kw_only=True):
    """Who finds the item in a photo, so that its background can be removed: this server, where the extra `cutouts` is installed,
    and a service, where there is a key for it."""

    model_dir: Annotated[
        Path | None,
        Var(
            "VINTEDBOT_CUTOUT_MODEL_DIR",
            "Folder of u2netp.onnx, 4.6 MB, which the extra `cutouts` fetches from github.com/danielgatis/rembg/releases at its "
            "first use; where it cannot, put the file there by hand. By itself `cutouts` in the data folder.",
        ),
    ] = None
    key: Annotated[Secret, Var("VINTEDBOT_REMOVEBG_KEY", "API key of remove.bg; people are asked before a photo goes there.")] = (
        Secret("")
    )
    url: Annotated[str, Var("VINTEDBOT_REMOVEBG_URL", "Address of remove.bg's API.")] = "https://api.remove.bg"
    per_month: Annotated[
        int, Meta(ge=0), Var("VINTEDBOT_REMOVEBG_PER_MONTH", "Photos of one user that may go there in a calendar month.")
    ] = 50


SANE = {"writes": 100, "relists": 10, "payloads": 1000, "follows": 50, "favourites": 50, "threads": 10}
"""What an operator may set outside development and test: above it a seller's account is at risk, whatever the operator wants."""
COOLDOWN_SANE = 7


Provider = Literal["openai", "anthropic", "compatible", "local"]


class Analysis(Struct, frozen=True, kw_only=True):
    """Who looks at photos and writes texts. One without a key is passed over; no photos leave without their owner's consent."""

    look_by: Annotated[
        tuple[Provider, ...],
        Var("VINTEDBOT_LOOK_BY", "Who looks at photos, in the order they are asked: openai, anthropic, compatible, local."),
    ] = ("openai", "anthropic", "compatible", "local")
    write_by: Annotated[
        tuple[Provider, ...], Var("VINTEDBOT_WRITE_BY", "Who writes titles and descriptions, in the order they are asked.")
    ] = ("openai", "anthropic", "compatible", "local")
    openai_key: Annotated[Secret, Var("VINTEDBOT_OPENAI_KEY", "Key for OpenAI.", "")] = Secret("")
    openai_model: Annotated[str, Var("VINTEDBOT_OPENAI_MODEL", "OpenAI's model; needs a price.")] = "gpt-5-mini"
    openai_url: Annotated[str, Var("VINTEDBOT_OPENAI_URL", "Address of OpenAI's interface.")] = "https://api.openai.com/v1"
    anthropic_key: Annotated[Secret, Var("VINTEDBOT_ANTHROPIC_KEY", "Key for Anthropic.", "")] = Secret("")
    anthropic_model: Annotated[str, Var("VINTEDBOT_ANTHROPIC_MODEL", "Anthropic's model; needs a price.")] = "claude-haiku-4-5"
    anthropic_url: Annotated[str, Var("VINTEDBOT_ANTHROPIC_URL", "Address of Anthropic's interface.")] = (
        "https://api.anthropic.com"
    )
    compatible_url: Annotated[
        str,
        Var("VINTEDBOT_COMPATIBLE_URL", "Any address that speaks OpenAI's protocol: Ollama, vLLM.", "http://localhost:11434/v1"),
    ] = ""
    compatible_model: Annotated[str, Var("VINTEDBOT_COMPATIBLE_MODEL", "The model there; one that sees.")] = "qwen2.5vl"
    compatible_key: Annotated[Secret, Var("VINTEDBOT_COMPATIBLE_KEY", "Key for it, if it wants one.", "")] = Secret("")
    prices: Annotated[
        tuple[str, ...],
        Var(
            "VINTEDBOT_MODEL_PRICES",
            "Prices that differ from the table, in USD per million tokens: model=input/cached/output, comma separated.",
            "gpt-5-mini=0.25/0.025/2",
        ),
    ] = ()
    user_usd: Annotated[float, Meta(ge=0), Var("VINTEDBOT_ANALYSIS_USD_PER_USER", "USD one user may cost per month.")] = 2
    operator_usd: Annotated[float, Meta(ge=0), Var("VINTEDBOT_ANALYSIS_USD", "USD all users together may cost per month.")] = 50
    timeout_s: Annotated[Seconds, Var("VINTEDBOT_ANALYSIS_TIMEOUT_S", "Seconds one question to a provider may take.")] = 60


class Settings(Struct, frozen=True, kw_only=True):
    """All of it. Built by `load`; a copy with other addresses by `msgspec.structs.replace`."""

    environment: Annotated[Environment, Var("VINTEDBOT_ENV", "development, test or production.")] = "development"
    data: Annotated[Path, Var("VINTEDBOT_DATA", "Folder for photos, the embedded services and development secrets.")] = Path()
    secret_keys: Annotated[
        tuple[Secret, ...],
        Var("VINTEDBOT_SECRET_KEY", "Secret, at least 32 characters; to rotate: the new one, a comma, the old ones.", ""),
    ] = ()
    pace: Annotated[
        Pace, Var("VINTEDBOT_PACE", "Waits to change, as JSON; only development and test may shorten them.", '{"lease": 120}')
    ] = Pace()
    ceilings: Ceilings = Ceilings()
    quotas: Quotas = Quotas()
    cutouts: Cutouts = Cutouts()
    web: Web = Web()
    database: Database = Database()
    redis: Redis = Redis()
    tasks: Tasks = Tasks()
    analysis: Analysis = Analysis()

    @property
    def relaxed(self) -> bool:
        """Development or test: short waits and a secret made on the spot are allowed."""
        return self.environment != "production"

    @property
    def photo_folder(self) -> Path:
        return self.data / "photos"

    @property
    def label_folder(self) -> Path:
        """Shipping labels; apart from photos, because they are deleted."""
        return self.data / "labels"

    @property
    def model_folder(self) -> Path:
        """Copies of the price models; the table has them as well."""
        return self.data / "models"

    @property
    def cutout_folder(self) -> Path:
        """The model that finds items in photos; fetched again when it is lost."""
        return self.cutouts.model_dir or self.data / "cutouts"

    @property
    def incoming_folder(self) -> Path:
        """Where uploads arrive; what is here may still carry the camera's metadata, so it never stays."""
        return self.data / "incoming"

    @property
    def origins(self) -> list[str]:
        """Origins whose scripts may read our answers: the extension's, and the portal's own."""
        return [f"chrome-extension://{i}" for i in self.web.extension_ids] + [self.web.public_url.rstrip("/")]


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Reads and checks everything; touches the disk only for the development secret.

    Raises SettingsError for the first variable that cannot be used, naming it and the fix.
    """
    settings: Settings = _read(Settings, environ)
    if not environ.get("VINTEDBOT_DATA"):
        settings = msgspec.structs.replace(settings, data=_default_data_folder(environ))
    settings = msgspec.structs.replace(settings, data=settings.data.expanduser().absolute())
    _check_public_url(settings)
    _check_pace(settings)
    _check_ceilings(settings)
    _check_analysis(settings)
    return msgspec.structs.replace(settings, secret_keys=_secret_keys(settings))


def example() -> str:
    """The example environment file: every variable with its sentence and its default, all commented out."""
    lines = ["# Every setting of VintedBot. Uncomment what you change; all have a default except the secret in production."]
    for name, says, shown in _described(Settings):
        lines += ["", f"# {says}", f"#{name}={shown}"]
    return "\n".join(lines) + "\n"


def _read(group: type[Any], environ: Mapping[str, str]) -> Any:
    values: dict[str, Any] = {}
    for field, hint in get_type_hints(group, include_extras=True).items():
        if get_origin(hint) is not Annotated:
            values[field] = _read(hint, environ)
            continue
        var = next(m for m in get_args(hint) if isinstance(m, Var))
        text = environ.get(var.name, "").strip()
        if text:
            values[field] = _parse(var, text, hint)
    return group(**values)


def _parse(var: Var, text: str, hint: Any) -> Any:
    wanted = get_args(hint)[0]
    listed = get_origin(wanted) is tuple
    raw: Any = [part.strip() for part in text.split(",") if part.strip()] if listed else text
    try:
        if wanted is Pace:
            unknown = set(msgspec.json.decode(text, type=dict[str, Any])) - set(Pace.__struct_fields__)
            if unknown:
                raise ValueError(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(Pace.__struct_fields__)}")
            return msgspec.json.decode(text, type=Pace)
        bounds = [m for m in get_args(hint)[1:] if isinstance(m, Meta)]
        checked = Annotated[wanted, bounds[0]] if bounds else wanted
        if get_args(wanted) and get_origin(wanted) is Literal and isinstance(get_args(wanted)[0], int):
            raw = int(text)
        return msgspec.convert(raw, checked, strict=False, dec_hook=_own_types)
    except (msgspec.DecodeError, ValueError) as wrong:
        shown = "the value" if wanted is Secret or listed else repr(text)
        raise SettingsError(f"{var.name}: {shown} cannot be used ({wrong}). {var.says}") from None


def _own_types(kind: type[Any], value: Any) -> Any:
    if kind in (Secret, Path):
        return kind(value)
    raise NotImplementedError(kind)


def _described(group: type[Any]) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for field, hint in get_type_hints(group, include_extras=True).items():
        default = getattr(group(), field)
        if get_origin(hint) is not Annotated:
            found += _described(hint)
            continue
        var = next(m for m in get_args(hint) if isinstance(m, Var))
        plain = isinstance(default, str | int | float) and str(default)
        listed = isinstance(default, tuple) and all(isinstance(v, str) for v in default) and ",".join(default)
        found.append((var.name, var.says, var.example or plain or listed or ""))
    return found


def _default_data_folder(environ: Mapping[str, str]) -> Path:
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/vintedbot")
    return Path(environ.get("XDG_DATA_HOME") or "~/.local/share") / "vintedbot"


def _check_public_url(settings: Settings) -> None:
    parts = urlsplit(settings.web.public_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise SettingsError(
            f"VINTEDBOT_PUBLIC_URL: {settings.web.public_url!r} is not an address. Write it like https://vintedbot.example."
        )


def _check_pace(settings: Settings) -> None:
    """Refuses waits that contradict each other, and outside development and test any wait under its default."""
    pace, default = settings.pace, Pace()
    if pace.go_age + pace.request_deadline >= pace.takeover_wait:
        raise SettingsError("VINTEDBOT_PACE: go_age + request_deadline must stay under takeover_wait. Raise takeover_wait.")
    if pace.undo_until + pace.request_deadline >= pace.lease + pace.takeover_wait:
        raise SettingsError(
            "VINTEDBOT_PACE: undo_until + request_deadline must stay under lease + takeover_wait. Raise takeover_wait."
        )
    if settings.relaxed:
        return
    for name in pace.__struct_fields__:
        ours, least = getattr(pace, name), getattr(default, name)
        if name in PACE_MOST and ours > least:
            raise SettingsError(f"VINTEDBOT_PACE: {name} is over its default {least}. What it guards would be guarded less.")
        if isinstance(least, tuple) and len(ours) != len(least):
            raise SettingsError(f"VINTEDBOT_PACE: {name} has {len(ours)} values instead of {len(least)}. Give all, or none.")
        pairs = zip(ours, least, strict=True) if isinstance(least, tuple) else [(ours, least)]
        if name not in PACE_MOST and any(given < allowed for given, allowed in pairs):
            raise SettingsError(
                f"VINTEDBOT_PACE: {name} is under its default {least}. Leave it out, or set VINTEDBOT_ENV=development."
            )


def _check_ceilings(settings: Settings) -> None:
    if settings.relaxed:
        return
    ours = settings.ceilings
    for name, most in SANE.items():
        if getattr(ours, name) > most:
            raise SettingsError(f"VINTEDBOT_{name.upper()}_PER_DAY: at most {most}. Lower it, or set VINTEDBOT_ENV=development.")
    if ours.cooldown_days < COOLDOWN_SANE:
        raise SettingsError(
            f"VINTEDBOT_RELIST_COOLDOWN_DAYS: at least {COOLDOWN_SANE}. Raise it, or set VINTEDBOT_ENV=development."
        )


PRICE = re.compile(r"([^=\s]+)=(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)")
"""A model and its USD per million tokens: sent, sent again within minutes, answered."""


def _check_analysis(settings: Settings) -> None:
    for price in settings.analysis.prices:
        if not PRICE.fullmatch(price):
            raise SettingsError(f"VINTEDBOT_MODEL_PRICES: {price!r} is no price. Write it like gpt-5-mini=0.25/0.025/2.")


def _secret_keys(settings: Settings) -> tuple[Secret, ...]:
    keys = settings.secret_keys
    if any(len(key.reveal()) < 32 or len(set(key.reveal())) < 8 for key in keys):
        raise SettingsError(
            "VINTEDBOT_SECRET_KEY: each key needs 32 or more characters that vary. "
            'Make one with: python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    if keys:
        return keys
    if not settings.relaxed:
        raise SettingsError(
            "VINTEDBOT_SECRET_KEY is missing and VINTEDBOT_ENV is production. "
            'Make one with: python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return (_development_secret(settings.data),)


def _development_secret(data: Path) -> Secret:
    """Made once per data folder and kept readable by its owner only; two processes starting at once agree on one."""
    path = data / "development-secret"
    try:
        private.data_folder(data)
        if not path.exists():
            draft = path.with_name(f"{path.name}.{os.getpid()}")
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
            try:
                os.link(draft, path)  # fails when another process was first: its secret stands
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return Secret(path.read_text())
    except OSError as wrong:
        raise SettingsError(f"VINTEDBOT_DATA: {data} cannot be written ({wrong.strerror}). Choose another folder.") from None
