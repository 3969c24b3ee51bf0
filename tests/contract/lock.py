"""`just lock`: resolves the newest allowed versions and writes them all into pyproject.toml, one version each.

uv's own lock file names the index every file came from; a project that may be installed from a mirror keeps the
versions only and leaves the hashes to the index it is installed from.
"""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = ROOT / "pyproject.toml"
PINS = re.compile(r"(?<=^constraint-dependencies = \[\n).*?(?=^\]$)", re.MULTILINE | re.DOTALL)
EXPORT = [
    "uv",
    "export",
    "-q",
    "--all-extras",
    "--all-groups",
    "--no-hashes",
    "--no-emit-project",
    "--no-annotate",
    "--no-header",
]


def main() -> None:
    project = PROJECT.read_text()
    PROJECT.write_text(PINS.sub("", project))
    (ROOT / "uv.lock").unlink(missing_ok=True)
    try:
        listed = subprocess.run(EXPORT, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    except BaseException:
        PROJECT.write_text(project)
        raise
    pins = sorted({line.strip() for line in listed.splitlines() if "==" in line})
    PROJECT.write_text(PINS.sub(lambda _: "".join(f'    "{pin}",\n' for pin in pins), project))


if __name__ == "__main__":
    main()
