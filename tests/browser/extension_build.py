"""Builds the extension when its sources changed, once for all test workers, and knows its fixed id."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "extension"
BUILD = EXTENSION / ".output" / "chrome-mv3"
PORTAL_BUILD = EXTENSION / "portal" / "dist"
EXTENSION_ID = (EXTENSION / "extension-id.txt").read_text().strip()
"""The same in every build but the store's, because the manifest carries our public key."""

PACKAGES_SECONDS = 300
BUILD_SECONDS = 120
# neither part of what is built nor changed by people
SKIPPED = {"node_modules", ".output", ".wxt", "dist"}


class BuildError(RuntimeError):
    """The build failed; the message carries what the tool printed."""


def ensure_built() -> Path:
    """The folder of an up-to-date extension build (the portal is built beside it). Several processes may ask at once."""
    (EXTENSION / ".output").mkdir(exist_ok=True)
    with (EXTENSION / ".output" / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _ensure_packages()
        stamp = EXTENSION / ".output" / "sources.sha256"
        wanted = sources_digest()
        if not (stamp.exists() and stamp.read_text() == wanted and BUILD.exists() and PORTAL_BUILD.exists()):
            stamp.unlink(missing_ok=True)
            npm("run", "build", seconds=BUILD_SECONDS)
            npm("run", "build:portal", seconds=BUILD_SECONDS)
            stamp.write_text(wanted)
    return BUILD


def sources_digest() -> str:
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for folder, subfolders, names in os.walk(EXTENSION):
        subfolders[:] = sorted(set(subfolders) - SKIPPED)
        yield from (Path(folder) / name for name in sorted(names) if ".test." not in name)
    yield ROOT / "shared-schemas" / "wire.ts"


def _ensure_packages() -> None:
    """The npm packages as locked. Compared by content: a checkout gives the lock file a new time, not new words."""
    wanted = hashlib.sha256((EXTENSION / "package-lock.json").read_bytes()).hexdigest()
    stamp = EXTENSION / "node_modules" / ".lock.sha256"
    if not (stamp.exists() and stamp.read_text() == wanted):
        npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", seconds=PACKAGES_SECONDS)
        stamp.write_text(wanted)


def npm(*arguments: str, seconds: float) -> None:
    """Runs npm in the extension's folder. Raises BuildError with its output."""
    command = [shutil.which("npm") or "npm", *arguments]
    done = subprocess.run(command, cwd=EXTENSION, capture_output=True, text=True, timeout=seconds)
    if done.returncode != 0:
        raise BuildError(f"npm {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")


if __name__ == "__main__":
    if sys.argv[1:] == ["packages"]:
        _ensure_packages()
    else:
        ensure_built()
