"""The list of domains, in the order their tables come to be. Adding a domain is adding its name here.

A domain is a folder `vintedbot/<name>/`. What it holds is found by name, and each part may be missing:
`tables.py` (Piccolo tables), `migrations/*.sql`, `tasks.py` (registers tasks when imported), `routes.py` with
`ROUTES: list[...]` (handlers and routers, full paths from `/api/v1`) and, for the one that knows who is asking,
`MIDDLEWARE: list[...]` and `DEPENDENCIES: dict[...]`.
"""

import importlib
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

DOMAINS: tuple[str, ...] = (
    "kit", "identity", "photos", "closets", "jobs", "listings", "inbox", "orders", "pricing", "analysis", "notices",
)  # fmt: skip


def parts(name: str) -> list[ModuleType]:
    """The module `name` (`"tables"`, `"tasks"`, `"routes"`) of every domain that has one, imported."""
    paths = [f"vintedbot.{domain}.{name}" for domain in DOMAINS]
    return [importlib.import_module(path) for path in paths if find_spec(path)]


def migration_folders() -> dict[str, Path]:
    """Each domain's folder of migrations, existing or not."""
    here = Path(__file__).parent
    return {domain: here / domain / "migrations" for domain in DOMAINS}
