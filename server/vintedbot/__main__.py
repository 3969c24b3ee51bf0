"""The command line: `python -m vintedbot up` and its parts. Each command imports only what it runs.

`up` starts PostgreSQL and Valkey of its own where no address is set, migrates, and runs web and worker in one
process. `web`, `worker` and `migrate` alone need the addresses.
"""

import argparse
import asyncio
import contextlib
import importlib
import signal
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from vintedbot.settings import Secret, Settings, SettingsError, example, load

if TYPE_CHECKING:
    from vintedbot.kit.embedded import Services

PORT = 8710


class Refused(Exception):
    """The command cannot run; the message says what to do."""


def with_addresses(settings: Settings, database_url: str, redis_url: str) -> Settings:
    """`settings` that use this database and this Redis."""
    return msgspec.structs.replace(
        settings,
        database=msgspec.structs.replace(settings.database, url=Secret(database_url)),
        redis=msgspec.structs.replace(settings.redis, url=Secret(redis_url)),
    )


def _need_addresses(settings: Settings) -> Settings:
    missing = [name for name, url in (("DATABASE_URL", settings.database.url), ("REDIS_URL", settings.redis.url)) if not url]
    if missing:
        raise Refused(f"{' and '.join(missing)} not set. Set the address, or use `up`, which starts its own.")
    return settings


@contextlib.asynccontextmanager
async def _services(settings: Settings) -> AsyncIterator[tuple[Settings, "Services | None"]]:
    """`settings` with addresses; starts the embedded pair if neither is set, and gives it as well."""
    if settings.database.url or settings.redis.url:
        yield _need_addresses(settings), None
        return
    from vintedbot.kit.embedded import embedded

    async with embedded(settings.data, version=settings.database.embedded_version) as services:
        whole = with_addresses(settings, services.database_url, services.redis_url)
        if services.cluster_changed:
            print("The database is not the one that last ran in this folder: its jobs wait for the devices.", file=sys.stderr)
            await _after_restore(whole)
            services.accept_cluster()
        yield whole, services


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


async def _until_one_ends(stop: asyncio.Event, *parts: "asyncio.Task[None]") -> None:
    """Waits for all parts; when one fails the others are told to stop, and its error is raised."""
    done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_EXCEPTION)
    stop.set()
    await asyncio.gather(*parts, return_exceptions=True)
    for part in done:
        part.result()


async def up(settings: Settings, options: argparse.Namespace) -> None:
    stop = _stop_on_signals()

    def ready(port: int) -> None:
        address = f"http://localhost:{port}"
        print(f"VintedBot answers at {address} (documentation: {address}/docs). Ctrl-C stops it.", flush=True)
        if not options.no_open:
            webbrowser.open(address)

    # reading our code takes as long as PostgreSQL takes to start; as a task it begins when that is first waited for
    reading = asyncio.create_task(asyncio.to_thread(_serving_code))
    async with contextlib.AsyncExitStack() as open_parts:
        whole, services = await open_parts.enter_async_context(_services(settings))
        web, worker, domains, migrations = await reading
        await migrations.migrate(whole.database.url.reveal(), domains.migration_folders())
        if options.sandbox:
            await open_parts.enter_async_context(_of_the_clone("by_hand").sandbox(settings.data / "sandbox"))
        await _until_one_ends(
            stop,
            asyncio.create_task(web.serve(whole, options.port, stop, ready)),
            asyncio.create_task(worker.work(whole, stop)),
            *([asyncio.create_task(services.watch(stop))] if services else []),
        )


def _serving_code() -> tuple[Any, Any, Any, Any]:
    from vintedbot import domains, web, worker
    from vintedbot.kit import migrations

    return web, worker, domains, migrations


def _demo(options: argparse.Namespace) -> int:
    demo = _of_the_clone("demo")
    output = options.output.absolute() if options.output else demo.OUTPUT
    status: int = demo.run(demo.Options(options.headed, options.slow, options.keyboard, output))
    return status


async def _after_restore(settings: Settings) -> str:
    """Brings the database up to date and tells the jobs that it was restored; the new generation."""
    from vintedbot import domains
    from vintedbot.jobs import service as jobs
    from vintedbot.kit import process
    from vintedbot.kit.migrations import migrate

    await migrate(settings.database.url.reveal(), domains.migration_folders())
    domains.parts("tasks")
    async with process.running(settings):
        return await jobs.restore()


async def restore(settings: Settings, _: argparse.Namespace) -> None:
    async with _services(settings) as (whole, _own):
        print(f"generation {await _after_restore(whole)}: unfinished jobs wait for the devices' journals")


@contextlib.asynccontextmanager
async def _beside(settings: Settings) -> AsyncIterator[Settings]:
    """`settings` with the addresses of the services of an `up` that runs beside this command, else as `_services` has them."""
    from vintedbot.kit.embedded import addresses

    found = None if settings.database.url or settings.redis.url else addresses(settings.data)
    if found is not None:
        yield with_addresses(settings, *found)
        return
    async with _services(settings) as (whole, _):
        yield whole


async def switch_off(settings: Settings, options: argparse.Namespace) -> None:
    verb, country = _switch(options.what)
    from vintedbot.closets import service as closets
    from vintedbot.kit import process

    async with _beside(settings) as whole, process.running(whole):
        await closets.turn_off(verb, country, options.reason, options.link)
    print(f"{options.what} is off")


async def switch_on(settings: Settings, options: argparse.Namespace) -> None:
    verb, country = _switch(options.what)
    from vintedbot.closets import service as closets
    from vintedbot.kit import process

    async with _beside(settings) as whole, process.running(whole):
        found = await closets.turn_on(verb, country)
    print(f"{options.what} is on" if found else f"{options.what} was not off")


def _switch(what: str) -> tuple[str | None, str | None]:
    """`send_message`, `fr`, or `send_message@fr`, as verb and country."""
    from typing import get_args

    from vintedbot_schemas.verbs import Verb

    verb, _, country = what.partition("@")
    if not country and len(verb) == 2:
        verb, country = "", verb
    if (verb and verb not in get_args(Verb)) or (country and not (len(country) == 2 and country.isalpha() and country.islower())):
        raise Refused(f"{what}: name a verb ({', '.join(get_args(Verb))}), a country (fr), or both (relist@fr).")
    return verb or None, country or None


async def only_web(settings: Settings, options: argparse.Namespace) -> None:
    from vintedbot import web

    await web.serve(_need_addresses(settings), options.port, _stop_on_signals(), lambda port: print(f"port {port}", flush=True))


async def only_worker(settings: Settings, _: argparse.Namespace) -> None:
    from vintedbot import worker

    await worker.work(_need_addresses(settings), _stop_on_signals())


async def migrate_all(settings: Settings, _: argparse.Namespace) -> None:
    from vintedbot import domains
    from vintedbot.kit.migrations import migrate

    async with _services(settings) as (whole, _own):
        for name in await migrate(whole.database.url.reveal(), domains.migration_folders()):
            print(f"applied {name}")


async def migrations_check(settings: Settings, _: argparse.Namespace) -> None:
    from vintedbot import domains
    from vintedbot.kit.db import Table
    from vintedbot.kit.migrations import drift

    tables = [
        value
        for module in domains.parts("tables")
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Table) and value.__module__ == module.__name__
    ]
    with tempfile.TemporaryDirectory(prefix="vintedbot-check-") as folder:
        scratch = settings if settings.database.url else msgspec.structs.replace(settings, data=Path(folder))
        async with _services(scratch) as (whole, _own):
            differences = await drift(whole.database.url.reveal(), domains.migration_folders(), tables)
    if differences:
        raise Refused("Tables in code and migrations differ:\n" + "\n".join(differences))
    print(f"{len(tables)} tables agree with their migrations")


def _of_the_clone(name: str) -> Any:
    """A module of `tests/demo`, which lies in the clone and not in the installed package."""
    root = Path(__file__).parents[2]
    if not (root / "tests" / "demo").is_dir():
        raise Refused("The demo and the sandbox need the project's clone: run this from there, with `uv run just demo`.")
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    return importlib.import_module(f"tests.demo.{name}")


def _evaluate(options: argparse.Namespace) -> int:
    from vintedbot.pricing import evaluation

    try:
        found = evaluation.evaluate(evaluation.read(options.file), options.folds, options.seeds)
    except evaluation.BadFile as bad:
        raise Refused(str(bad)) from None
    print(msgspec.json.encode(found).decode())
    return 0


def _from(least: int, most: int) -> Callable[[str], int]:
    def whole(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} to {most}")
        return int(text)

    return whole


Command = Callable[[Settings, argparse.Namespace], "asyncio.Future[None]"]
COMMANDS: dict[str, tuple[str, Callable[..., object], bool]] = {
    "up": ("everything in one process, with its own database if none is set", up, True),
    "web": ("the HTTP side alone", only_web, True),
    "worker": ("the worker alone", only_worker, False),
    "migrate": ("bring the database up to date", migrate_all, False),
    "restore": ("say that the database was restored from a copy", restore, False),
    "switch-off": ("turn a verb or a country off, for everybody and at once", switch_off, False),
    "switch-on": ("turn it on again", switch_on, False),
    "migrations-check": ("fail if tables in code and migrations differ", migrations_check, False),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vintedbot", description="A seller's assistant for Vinted: its server.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, (says, _, listens) in COMMANDS.items():
        command = commands.add_parser(name, help=says, description=says)
        if listens:
            command.add_argument("--port", type=int, default=PORT, help=f"port to listen on; 0 takes a free one (default {PORT})")
        if name in ("switch-off", "switch-on"):
            command.add_argument("what", help="a verb (relist), a country (fr), or a verb in a country (relist@fr)")
        if name == "switch-off":
            command.add_argument("--reason", required=True, help="what people read where the button was")
            command.add_argument("--link", help="address where they read more")
        if name == "up":
            command.add_argument("--no-open", action="store_true", help="do not open the browser")
            command.add_argument("--sandbox", action="store_true", help="also a stand-in of Vinted, and a Chromium on it")
    commands.add_parser("settings", help="print the example environment file")
    says = "the main job, from photos to a relist, on a stand-in of Vinted"
    demo = commands.add_parser("demo", help=says, description=says)
    demo.add_argument("--headed", action="store_true", help="show the browser")
    demo.add_argument("--slow", action="store_true", help="one act at a time, slow enough to follow")
    demo.add_argument("--keyboard", action="store_true", help="without a mouse")
    demo.add_argument("--output", type=Path, help="folder of report and pictures (default demo-output in the clone)")
    says = "the price model"
    pricing = commands.add_parser("pricing", help=says, description=says).add_subparsers(
        dest="pricing", required=True, metavar="command"
    )
    says = "how far the price model is off on the prices of a CSV file it has not seen; JSON on stdout"
    evaluate = pricing.add_parser("evaluate", help=says, description=says)
    columns = "title and price, and if known description, catalog_id, size, condition, brand, color and photo_count"
    evaluate.add_argument("file", type=Path, help=f"UTF-8, its first line naming the columns: {columns}")
    evaluate.add_argument("--folds", type=_from(2, 20), default=5, help="parts; each is told by the others (default 5)")
    evaluate.add_argument("--seeds", type=_from(1, 20), default=2, help="shuffles (default 2)")
    return parser


def main(arguments: list[str] | None = None) -> None:
    """Runs one command; failures that a person can mend are one line on stderr and status 2."""
    options = _parser().parse_args(arguments)
    if options.command == "settings":
        print(example(), end="")
        return
    try:
        if options.command == "demo":
            sys.exit(_demo(options))
        if options.command == "pricing":
            sys.exit(_evaluate(options))
        settings = load()
        from vintedbot.kit import log

        log.configure("text" if sys.stderr.isatty() else "json")
        _, run, _ = COMMANDS[options.command]
        _event_loop()(run(settings, options))
    except (SettingsError, Refused) as refused:
        sys.exit(_said(refused))
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as wrong:
        if type(wrong).__name__ in ("EmbeddedError", "MigrationError"):
            sys.exit(_said(wrong))
        raise


def _event_loop() -> Callable[..., None]:
    try:
        import uvloop
    except ImportError:
        return asyncio.run
    return uvloop.run


def _said(wrong: Exception) -> int:
    print(f"vintedbot: {wrong}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
