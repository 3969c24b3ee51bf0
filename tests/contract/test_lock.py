"""What is installed is what is locked: a lock that nobody reads looks just like one that holds."""

import tomllib
from collections import defaultdict
from importlib.metadata import distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .lock import PROJECT


def test_what_is_installed_is_what_is_locked() -> None:
    locked = defaultdict(set)
    for pin in map(Requirement, tomllib.loads(PROJECT.read_text())["tool"]["uv"]["constraint-dependencies"]):
        locked[canonicalize_name(pin.name)].add(str(pin.specifier).removeprefix("=="))
    installed = {name: each.version for each in distributions() if (name := canonicalize_name(each.name)) != "vintedbot"}
    assert {name: version for name, version in installed.items() if version not in locked[name]} == {}
