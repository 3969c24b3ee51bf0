"""The README's table of behaviours is true: all 33 stand there by name with a switch, and what it names exists."""

import re
from pathlib import Path

from .client import Sandbox
from .faults import Kind
from .switches import Switches

HERE = Path(__file__).parent
README = (HERE / "README.md").read_text()
ROWS = re.findall(r"^\| (\d+) \| ([a-z_]+) \| .* \| (.*) \| (.*) \|$", README, re.MULTILINE)


def test_all_33_behaviours_have_a_row_and_a_name() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, 34))
    assert len({name for _, name, *_ in ROWS}) == 33


def test_every_test_it_names_is_there() -> None:
    missing, named = [], ""
    for *_, tests in ROWS:
        found = re.findall(r"`(test_\w+|…)(?:::(\w+))?`", tests)
        assert found, tests
        for file, name in found:
            named = named if file == "…" else file
            if f"def {name}(" not in (HERE / f"{named}.py").read_text():
                missing.append(f"{named}::{name}")
    assert missing == []


def test_every_behaviour_has_a_switch_or_a_call_and_all_of_them_are_there() -> None:
    there = {*Switches.__dataclass_fields__, *Kind.__args__, *(name for name in dir(Sandbox) if not name.startswith("_"))}
    for number, name, how, _ in ROWS:
        named = set(re.findall(r"`(\w+)(?:[`(])", how))
        assert named, f"{number} {name} has no switch"
        assert named <= there, f"{number} {name}: {named - there} is not there"
