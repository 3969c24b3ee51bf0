"""The README promises commands; each recipe calls only what is there."""

import json
import re
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
JUSTFILE = (ROOT / "justfile").read_text("utf-8")


def test_every_npm_script_a_recipe_runs_exists() -> None:
    scripts = json.loads((ROOT / "extension" / "package.json").read_text("utf-8"))["scripts"]
    wanted = set(re.findall(r"npm --prefix extension run (\S+)", JUSTFILE))
    assert set() < wanted <= scripts.keys()


def test_every_module_a_recipe_runs_exists() -> None:
    # one ends in {{ name }}: any bench
    wanted = {name for name in re.findall(r"python -m ([\w.]+)", JUSTFILE) if not name.endswith(".")}
    assert wanted
    assert [name for name in wanted if find_spec(name) is None] == []


def test_every_command_the_readme_names_exists() -> None:
    recipes = set(re.findall(r"^([a-z][\w-]*)[^:=\n]*:(?!=)", JUSTFILE, re.MULTILINE))
    named = set(re.findall(r"\bjust ([a-z][\w-]*)", (ROOT / "README.md").read_text("utf-8")))
    assert set() < named <= recipes
