"""Who may import whom (ARCHITECTURE §2), for Python and TypeScript, read from the sources as they stand.

Each rule is also shown to catch a breach, so that a rule that no longer sees anything fails.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
SERVER = ROOT / "server" / "vintedbot"
EXTENSION = ROOT / "extension"

# modules of the server that belong to no domain: they wire domains together or carry none
WIRING = {"__main__", "settings", "web", "worker"}
# the demo command is the one part of the product that runs the tests' sandbox
DEMO = re.compile(r"^server/vintedbot/(demo(\.py|/)|__main__\.py$)")


class Import(NamedTuple):
    path: str
    """Of the importing file, from the project's root."""
    target: str
    """Python: `vintedbot.jobs.service`; TypeScript: the imported file from `extension/`, or the package's name."""


# ---------------------------------------------------------------- Python


def python_files() -> Iterator[Path]:
    for top in ("server", "shared-schemas"):
        yield from sorted((ROOT / top).rglob("*.py"))


def python_imports(path: str, source: str) -> Iterator[Import]:
    """Every import of a module, function-level ones included, with relative ones made absolute."""
    package = path.removesuffix(".py").removeprefix("server/").removeprefix("shared-schemas/").split("/")
    package = package[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (Import(path, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            # `from vintedbot.jobs import service` imports vintedbot.jobs.service
            yield from (Import(path, f"{module}.{alias.name}") for alias in node.names)


def domain_of(target: str) -> str | None:
    parts = target.split(".")
    if parts[0] != "vintedbot" or len(parts) < 2 or parts[1] in {"kit", *WIRING} or parts[1].startswith("_"):
        return None
    return parts[1] if (SERVER / parts[1]).is_dir() else None


def python_breach(found: Import) -> str | None:
    """What is wrong with this import, or None."""
    parts = found.path.split("/")
    if found.target.split(".")[0] == "tests" and not DEMO.match(found.path):
        return f"{found.path} imports {found.target}: nothing outside tests/ imports tests/, except the demo command"
    if parts[:2] != ["server", "vintedbot"] or len(parts) < 4:
        return None
    own, other = parts[2], domain_of(found.target)
    if other is None or other == own:
        return None
    if own == "kit":
        return f"{found.path} imports {found.target}: kit knows no domain"
    imported = found.target.split(".")[2:3]
    if found.target.startswith("vintedbot.identity.caller."):
        return None  # who is asking is part of every route's signature
    if imported not in ([], ["service"]) or found.target == f"vintedbot.{other}":
        return f"{found.path} imports {found.target}: of another domain only its service"
    return None


def test_python_keeps_its_rules() -> None:
    found = [imported for file in python_files() for imported in python_imports(str(file.relative_to(ROOT)), file.read_text())]
    assert found
    assert [breach for imported in found if (breach := python_breach(imported))] == []


@pytest.mark.parametrize(
    ("path", "line", "is_breach"),
    [
        ("server/vintedbot/kit/db.py", "from vintedbot.jobs import service", True),
        ("server/vintedbot/kit/db.py", "from ..jobs.service import lease", True),
        ("server/vintedbot/kit/db.py", "from .errors import AppError", False),
        ("server/vintedbot/photos/routes.py", "from vintedbot.jobs.tables import Job", True),
        ("server/vintedbot/photos/routes.py", "from ..jobs import tables", True),
        ("server/vintedbot/photos/routes.py", "import vintedbot.jobs.tables", True),
        ("server/vintedbot/photos/routes.py", "from ..jobs import service as jobs", False),
        ("server/vintedbot/photos/routes.py", "from vintedbot.jobs.service import wish", False),
        ("server/vintedbot/photos/routes.py", "def f():\n    from ..jobs.tables import Job", True),
        ("server/vintedbot/photos/routes.py", "from .tables import Photo", False),
        ("server/vintedbot/photos/routes.py", "from vintedbot.identity.caller import Caller", False),
        ("server/vintedbot/photos/routes.py", "from vintedbot.identity.devices import revoke", True),
        ("server/vintedbot/photos/routes.py", "from vintedbot.kit.db import transaction", False),
        ("server/vintedbot/web.py", "from vintedbot.jobs.routes import router", False),
        ("server/vintedbot/web.py", "from tests.sandbox import client", True),
        ("server/vintedbot/demo.py", "from tests.sandbox import client", False),
        ("shared-schemas/vintedbot_schemas/jobs.py", "import tests.sandbox", True),
    ],
)
def test_the_python_rules_see_a_breach(path: str, line: str, is_breach: bool) -> None:
    assert any(python_breach(found) for found in python_imports(path, line)) is is_breach


# ---------------------------------------------------------------- TypeScript

# what a folder may import from, besides itself; `wire` is the contract
MAY_IMPORT: dict[str, set[str]] = {
    "entrypoints": {"app", "actions", "jobs", "photos", "vinted", "backend", "messages", "storage", "screens", "ui", "wire"},
    # the ports of the screens, made real
    "app": {"photos", "vinted", "backend", "messages", "storage", "screens", "ui", "wire"},
    "actions": {"jobs", "vinted", "backend", "messages", "storage", "ui", "wire"},
    "jobs": {"vinted", "backend", "messages", "storage", "wire"},
    "photos": {"backend", "storage", "wire"},
    "vinted": {"wire"},
    "backend": {"storage", "wire"},
    # the table of messages is typed by what is asked of the server and of the page
    "messages": {"backend", "vinted", "storage", "wire"},
    "storage": {"wire"},
    "screens": {"pixels", "ui", "wire"},
    # what an edited photo looks like, in plain numbers: no canvas, no page
    "pixels": {"wire"},
    "portal": {"ui", "wire"},
    "ui": {"locales", "wire"},
    "locales": {"ui"},
}
WITHOUT_BROWSER_API = ("ui/", "screens/", "portal/", "pixels/")
WITHOUT_PAGE = ("pixels/",)
PAGE_GLOBAL = re.compile(r"(?<![\w.\"'])(?:document|window|navigator|location|OffscreenCanvas|createImageBitmap|fetch)\b")
BROWSER_PACKAGES = re.compile(r"^(wxt(/|$)|@wxt-dev/|#imports$)")
BROWSER_GLOBAL = re.compile(r"(?<![\w.\"'])(?:chrome|browser)\.[a-z]\w*")
TS_IMPORT = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*)["']([^"']+)["']""")
VINTED_ADDRESS = re.compile(r"\bvinted\.(?:[a-z]{2,3}\b|co\.uk)|/api/v2/|item_upload|data-testid", re.IGNORECASE)
# how a field of Vinted's answers and bodies is written in vinted/: by its name as data
VINTED_FIELD = re.compile(r"""\["([a-z][a-z0-9]*_[a-z0-9_]+)"\]|^\s+([a-z][a-z0-9]*_[a-z0-9_]+):""", re.MULTILINE)
FIELDS_OF_VINTED = ("readers.ts", "forms.ts", "refusals.ts", "pages.ts", "transport.ts")
SELECTOR = re.compile(r"\b(?:querySelector(?:All)?|getElementsBy\w+|getElementById|closest|matches)[(<]")
# their selectors are of our own pages: Vinted's page is not within their reach
OF_OUR_OWN_PAGES = ("ui/", "screens/", "portal/", "gallery/", "entrypoints/popup/", "entrypoints/sidepanel/")
LINE_COMMENT = re.compile(r"(?m)(?<!:)//.*$|/\*[\s\S]*?\*/")


def typescript_files() -> Iterator[tuple[str, str]]:
    """(path from `extension/`, source without comments); tests and configuration are not product code."""
    for folder in MAY_IMPORT:
        for file in sorted((EXTENSION / folder).rglob("*.ts*")):
            path = str(file.relative_to(EXTENSION))
            if (
                file.suffix in {".ts", ".tsx"}
                and ".test." not in path
                and "/dist/" not in path
                and not path.endswith(".config.ts")
            ):
                yield path, LINE_COMMENT.sub("", file.read_text())


@cache
def vinted_fields() -> re.Pattern[str]:
    """Names only Vinted's answers and bodies have: those that vinted/ reads or writes, without the words of our own contract."""
    read = [LINE_COMMENT.sub("", (EXTENSION / "vinted" / name).read_text()) for name in FIELDS_OF_VINTED]
    theirs = {word for source in read for found in VINTED_FIELD.findall(source) for word in found if word}
    ours = set(re.findall(r"\w+", (EXTENSION.parent / "shared-schemas" / "wire.ts").read_text()))
    # what vinted/ offers to the engine, it offers in these words
    words = [(EXTENSION / "vinted" / name).read_text() for name in ("calls.ts", "execute.ts")]
    offered = {word for source in words for word in re.findall(r"\w+", source)}
    return re.compile(r"\b(?:" + "|".join(sorted(theirs - ours - offered)) + r")\b")


def words_files() -> Iterator[tuple[str, str]]:
    """What is no program but could name Vinted's page or routes: styles, texts, pages; and the gallery of our own screens."""
    for file in sorted(EXTENSION.rglob("*")):
        path = file.relative_to(EXTENSION)
        folder = path.parts[0]
        if folder in {"node_modules", "vinted", ".output", ".wxt"} or "dist" in path.parts or not file.is_file():
            continue
        is_text = file.suffix in {".css", ".html"} or (folder == "locales" and file.suffix == ".json")
        if is_text or (folder == "gallery" and not path.name.endswith(".config.ts")):
            yield str(path), LINE_COMMENT.sub("", file.read_text())


def names_of_vinted(path: str, source: str) -> Iterator[str]:
    for pattern in (VINTED_ADDRESS, vinted_fields()):
        if used := pattern.search(source):
            yield f"{path} says {used[0]}: only vinted/ knows Vinted's addresses, selectors and fields"
    if not path.startswith(OF_OUR_OWN_PAGES) and (used := SELECTOR.search(source)):
        yield f"{path} says {used[0]}: only vinted/ looks for something in Vinted's page"


def typescript_imports(path: str, source: str) -> Iterator[Import]:
    for name in TS_IMPORT.findall(source):
        if not name.startswith("."):
            yield Import(path, name)
            continue
        target = (EXTENSION / path).parent.joinpath(name).resolve()
        wire = target.name.split(".")[0] == "wire" and target.parent.name == "shared-schemas"
        yield Import(path, "wire" if wire else str(target.relative_to(EXTENSION)))


def typescript_breaches(path: str, source: str) -> Iterator[str]:
    own = path.split("/")[0]
    for imported in typescript_imports(path, source):
        other = imported.target.split("/")[0]
        if other in {*MAY_IMPORT, "wire"} and other != own and other not in MAY_IMPORT[own]:
            yield f"{path} imports {imported.target}: {own} may import {', '.join(sorted(MAY_IMPORT[own]))}"
        if path.startswith(WITHOUT_BROWSER_API) and BROWSER_PACKAGES.match(imported.target):
            yield f"{path} imports {imported.target}: no browser interface in {own}"
    if path.startswith(WITHOUT_BROWSER_API) and (used := BROWSER_GLOBAL.search(source)):
        yield f"{path} uses {used[0]}: no browser interface in {own}"
    if path.startswith(WITHOUT_PAGE) and (used := PAGE_GLOBAL.search(source)):
        yield f"{path} uses {used[0]}: {own} only computes"
    if own != "vinted":
        yield from names_of_vinted(path, source)


def test_typescript_keeps_its_rules() -> None:
    found = list(typescript_files())
    assert found
    assert [breach for path, source in found for breach in typescript_breaches(path, source)] == []


def test_styles_texts_and_pages_do_not_name_vinted() -> None:
    found = list(words_files())
    assert {".css", ".json", ".html", ".tsx"} <= {path[path.rindex(".") :] for path, _ in found}
    assert [breach for path, source in found for breach in names_of_vinted(path, source)] == []


def test_the_field_names_are_found_where_they_are_read() -> None:
    fields = vinted_fields()
    assert all(fields.search(name) for name in ("item_closing_action", "temp_uuid", "full_size_url", "color1_id", "message_code"))
    assert not any(fields.search(name) for name in ("catalog_id", "photo_ids", "item_id", "is_draft"))


@pytest.mark.parametrize(
    ("path", "source", "is_breach"),
    [
        ("jobs/loop.ts", 'import { relist } from "../actions/relist/relist";', True),
        ("jobs/loop.ts", 'import { send } from "../vinted/transport";', False),
        ("jobs/loop.ts", 'const x = await import("../actions");', True),
        ("vinted/readers.ts", 'import { ask } from "../backend/client";', True),
        ("screens/Today.tsx", 'import { Button } from "../ui/Button";', False),
        ("screens/Today.tsx", 'import { lease } from "../jobs/lease";', True),
        ("screens/Today.tsx", 'import type { Job } from "../../shared-schemas/wire";', False),
        ("actions/relist/RelistForm.tsx", 'import { Button } from "../../ui/Button";', False),
        ("ui/Button.tsx", 'import { browser } from "wxt/browser";', True),
        ("portal/App.tsx", "chrome.runtime.sendMessage(id, {});", True),
        ("portal/App.tsx", "const answer = await fetch(address);", False),
        ("pixels/draw.ts", "const canvas = new OffscreenCanvas(1, 1);", True),
        ("pixels/draw.ts", 'import { t } from "../ui/i18n";', True),
        ("pixels/draw.ts", 'import type { CropTo } from "../../shared-schemas/wire";', False),
        ("screens/photo_editor/Stage.tsx", 'import { drawn } from "../../pixels/draw";', False),
        ("ui/Button.tsx", 'import { Panel } from "../screens/Panel";', True),
        ("jobs/loop.ts", 'fetch("https://www.vinted.fr/x");', True),
        ("jobs/loop.ts", 'fetch("/api/v2/users/current");', True),
        ("backend/client.ts", 'fetch("/api/v1/jobs/lease");', False),
        ("jobs/own_entries.ts", 'const state = item["is_closed"];', True),
        ("actions/relist/relist.ts", "const body = { temp_uuid: session };", True),
        ("actions/relist/relist.ts", "const { catalog_id, photo_ids } = content;", False),
        ("entrypoints/vinted.content/index.ts", 'document.querySelector(".item-card");', True),
        ("jobs/loop.ts", 'card.closest<HTMLElement>("a");', True),
        ("screens/Today.tsx", 'page.querySelector("button");', False),
        ("screens/closet/closet.css", '[data-testid="item"] { color: red }', True),
        ("entrypoints/vinted.content/index.ts", 'import { HOME_ADDRESS } from "../../vinted/addresses";', False),
    ],
)
def test_the_typescript_rules_see_a_breach(path: str, source: str, is_breach: bool) -> None:
    assert any(True for _ in typescript_breaches(path, LINE_COMMENT.sub("", source))) is is_breach
