"""No secret lies in the repository: every tracked file is scanned, and what looks like one must be on the short list."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
# Public by nature: hashes of packages, a public key, ids, test passwords that open nothing.
ALLOWED = (
    "extension/package-lock.json",
    "extension/extension-key.txt",
    "shared-schemas/schemas.json",
    "tests/contract/test_secrets.py",
)
PLUGINS_OFF = ("--disable-plugin", "KeywordDetector", "--disable-plugin", "Base64HighEntropyString")


# Lines that only look like one: made up to test that such things are refused or never logged.
LOOKS_LIKE_ONE = (
    "https://user:secret@my.server.example",
    "scheme://user:PASSWORD@host",
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.",
    "postgresql://u:hidden@h/d",
)


def is_made_up(finding: dict[str, Any]) -> bool:
    line = (ROOT / finding["filename"]).read_text().splitlines()[finding["line_number"] - 1]
    return any(known in line for known in LOOKS_LIKE_ONE)


def test_no_secret_is_tracked() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    files = [f for f in files if f and f not in ALLOWED and not f.startswith("tests/data/") and (ROOT / f).is_file()]
    scan = [Path(sys.executable).with_name("detect-secrets"), "scan", "--no-verify", *PLUGINS_OFF, *files]
    scanned = json.loads(subprocess.run(scan, cwd=ROOT, capture_output=True, text=True, check=True).stdout)["results"]
    found = [one for findings in scanned.values() for one in findings if not is_made_up(one)]
    assert not found, json.dumps(found, indent=1)


def test_no_registry_or_machine_is_named() -> None:
    """The project names no package host and no path of the machine it was written on."""
    words = ["registry." + "npmjs", "pypi." + "org", "pythonhosted." + "org", "/wo" + "rk/", "deb." + "debian"]
    hit = subprocess.run(
        ["git", "grep", "-nIF", *[x for w in words for x in ("-e", w)]], cwd=ROOT, capture_output=True, text=True
    )
    assert hit.stdout == ""
