"""Finds a Chromium that loads extensions, and starts it with ours. Used by the browser tests, the demo and `up --sandbox`.

What one does with the running browser (open the panel, kill the worker) is in `extension_browser.py`.
"""

import contextlib
import fcntl
import functools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ENV_NAME = "VINTEDBOT_CHROMIUM"
NAMES_ON_PATH = ("chromium", "chromium-browser", "chrome-for-testing", "chrome")
MAC_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
)
# where the `chrome` of a Playwright download lies, by operating system
PLAYWRIGHT_BINARIES = ("chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*")
DOWNLOAD_SECONDS = 900
LOCK = Path(__file__).parents[2] / "extension" / ".output" / "chromium.lock"


class NoChromiumError(RuntimeError):
    """No usable browser was found and none could be brought; the message says what to run."""


@dataclass(frozen=True)
class SandboxAddress:
    """Where the stand-in of Vinted listens on this machine, and the key that its certificate shows."""

    port: int
    spki: str
    """base64 of the SHA-256 of the certificate's SubjectPublicKeyInfo."""
    hosts: tuple[str, ...]
    """Host patterns it answers for, as Chromium's resolver rules write them: `*.vinted.fr`."""


@functools.cache
def find_chromium(say: Callable[[str], None] = print) -> Path:
    """The browser to use; downloads one if there is none. `say` is told before anything is downloaded or installed.

    Raises NoChromiumError with the two commands to choose from.
    """
    if named := os.environ.get(ENV_NAME):
        if why := unusable(Path(named)):
            raise NoChromiumError(f"{ENV_NAME}={named} {why}")
        return Path(named)
    if found := _there():
        return found
    # two test workers that find none at once: the second waits, and takes what the first brought
    with _alone():
        return _there() or _bring(say)


def _there() -> Path | None:
    return next((each for each in (*on_this_machine(), *downloaded_by_playwright()) if not unusable(each)), None)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def unusable(binary: Path) -> str | None:
    """Why this browser cannot load our extension, or None if it can."""
    if "headless" in binary.resolve().name:
        return "is the headless shell, which loads no extensions"
    if binary.resolve().parts[:2] == ("/", "snap") or binary.resolve().name == "snap":
        return "is a snap, which cannot see the profile folder"
    try:
        asked = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return f"does not start: {problem}"
    version = asked.stdout.strip()
    # Chrome from 137 on ignores --load-extension in its branded builds; Chromium and Chrome for Testing keep it
    if not version.startswith(("Chromium ", "Google Chrome for Testing ")):
        return f"says {version!r}: only Chromium and Chrome for Testing load extensions from the command line"
    return None


def on_this_machine() -> Iterator[Path]:
    for name in NAMES_ON_PATH:
        if found := shutil.which(name):
            yield Path(found)
    yield from (path for path in map(Path, MAC_APPLICATIONS) if path.exists())


def downloaded_by_playwright() -> Iterator[Path]:
    """Newest revision first."""
    default = Path.home() / ("Library/Caches/ms-playwright" if sys.platform == "darwin" else ".cache/ms-playwright")
    root = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or default)
    revisions = sorted(root.glob("chromium-*"), key=lambda folder: folder.name, reverse=True)
    for revision in revisions:
        for pattern in PLAYWRIGHT_BINARIES:
            yield from revision.glob(pattern)


def _bring(say: Callable[[str], None]) -> Path:
    say("No Chromium found; downloading Playwright's (about 170 MB, into Playwright's own cache).")
    if _succeeds([sys.executable, "-m", "playwright", "install", "chromium"]) and (found := _there()):
        return found
    if shutil.which("apt-get") and os.geteuid() == 0:
        say("That did not work; installing the system package `chromium` with apt-get.")
        install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
        if _succeeds(["apt-get", "update"]) and _succeeds(install) and (found := _there()):
            return found
    raise NoChromiumError(
        "No Chromium that loads extensions: run `uv run playwright install --with-deps chromium` or"
        f" `sudo apt-get install chromium`, or set {ENV_NAME} to one."
    )


def _succeeds(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, timeout=DOWNLOAD_SECONDS).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def write_first_preferences(profile: Path, languages: Sequence[str]) -> None:
    """Preferences that must stand before the first start. Does nothing to a profile that was started before."""
    target = profile / "Default" / "Preferences"
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    preferences = {
        # without it the first runtime.reload() leaves an unpacked extension disabled
        "extensions": {"ui": {"developer_mode": True}},
        "intl": {"accept_languages": ",".join(languages), "selected_languages": ",".join(languages)},
    }
    target.write_text(json.dumps(preferences))


def grant_hosts(profile: Path, extension_id: str, hosts: Sequence[str]) -> None:
    """Lets the extension work on these match patterns, as a person's yes to Chrome's own question does, which nobody can press
    in a browser without a window.

    The profile must have been started with the extension once and be closed. What is taken back later through
    `permissions.remove` is given again by `permissions.request` without a question, as in any Chrome.
    """
    target = profile / "Default" / "Preferences"
    preferences = json.loads(target.read_text())
    extension = preferences["extensions"]["settings"][extension_id]
    for kind in ("granted_permissions", "active_permissions", "runtime_granted_permissions"):
        known = extension.setdefault(kind, {"api": [], "explicit_host": [], "manifest_permissions": [], "scriptable_host": []})
        known["explicit_host"] = sorted({*known.get("explicit_host", []), *hosts})
    target.write_text(json.dumps(preferences))


def launch_options(
    profile: Path,
    *,
    build: Path,
    sandbox: SandboxAddress | None = None,
    languages: Sequence[str] = ("en",),
    headless: bool = True,
    slow_ms: float = 0,
    extra_args: Sequence[str] = (),
) -> dict[str, Any]:
    """Keyword arguments for Playwright's `chromium.launch_persistent_context`, for its sync and async form alike.

    With a sandbox, its hosts lead to this machine and every other outside host is an instant error, so that a forgotten
    address shows at once and no test ever reaches the real Vinted. Writes the profile's first preferences.
    """
    write_first_preferences(profile, languages)
    args = [
        f"--load-extension={build}",
        f"--disable-extensions-except={build}",
        f"--lang={languages[0]}",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-gpu",
        *extra_args,
    ]
    hosts = sandbox.hosts if sandbox else ()
    rules = [f"MAP {host}:443 127.0.0.1:{sandbox.port}" for host in hosts] if sandbox else []
    args.append(f"--host-resolver-rules={', '.join([*rules, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1', 'EXCLUDE localhost'])}")
    if sandbox:
        # covers pages, worker, content scripts and sockets; Playwright's own switch covers pages only
        args.append(f"--ignore-certificate-errors-spki-list={sandbox.spki}")
    return {
        "user_data_dir": str(profile),
        "executable_path": str(find_chromium()),
        "headless": headless,
        "slow_mo": slow_ms,
        "chromium_sandbox": False,
        "args": args,
        "timeout": 30_000,
    }
