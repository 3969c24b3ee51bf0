"""The dependency audit: known holes in the locked Python and npm packages, as far as the registries answer.

A hole fails the check. A registry that serves no advisories is said in one line and does not fail it: nothing is
known then, and the check must be usable from behind a mirror.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXPORT = ["uv", "export", "-q", "--all-extras", "--no-hashes", "--no-emit-project", "--no-annotate", "--no-header"]
PIP_AUDIT = ["pip-audit", "--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json", "--requirement"]


def run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=50)


def python_holes(requirements: Path) -> tuple[list[str], int]:
    """(what is known to be wrong, how many packages nothing is known about)."""
    requirements.write_text(run(*EXPORT).stdout)
    done = run(*PIP_AUDIT, requirements)
    try:
        found = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        return [], len(requirements.read_text().splitlines())
    holes = [f"{d['name']} {d['version']}: {v['id']}" for d in found for v in d.get("vulns", ())]
    return holes, sum("skip_reason" in d for d in found)


def npm_holes() -> tuple[list[str], bool]:
    """(what is known to be wrong, whether the registry answered)."""
    answer = json.loads(run("npm", "audit", "--json", cwd=ROOT / "extension").stdout or "{}")
    if "vulnerabilities" not in answer:
        return [], False
    return [f"{name}: {v['severity']}" for name, v in answer["vulnerabilities"].items()], True


def main() -> int:
    requirements = ROOT / ".pytest_cache" / "audit.txt"
    requirements.parent.mkdir(exist_ok=True)
    holes, unknown = python_holes(requirements)
    more, answered = npm_holes()
    for hole in holes + more:
        print(f"known hole: {hole}")
    if unknown:
        print(f"audit: nothing is known here about {unknown} Python packages; run `just check` where advisories are served")
    if not answered:
        print("audit: the npm registry in use serves no advisories; run `just check` where they are served")
    return bool(holes + more)


if __name__ == "__main__":
    sys.exit(main())
