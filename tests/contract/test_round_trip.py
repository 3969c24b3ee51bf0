"""Every struct of the contract survives Python → JSON → valibot → JSON → Python, 1,000 values each."""

import json
import random
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "shared-schemas"))
import generate  # noqa: E402

from .values import value_of  # noqa: E402

VALUES_OF_EACH = 1000
STRUCTS = generate.contract()[0]
NODE = Path(sys.executable).with_name("node")
VALIBOT = ROOT / "extension/node_modules/valibot/dist/index.mjs"


def test_the_generated_files_are_fresh() -> None:
    done = subprocess.run([sys.executable, ROOT / "shared-schemas/generate.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def typescript():
    """A function that sends values through wire.ts, in one Node process for all structs."""
    with subprocess.Popen(
        [NODE, ROOT / "tests/contract/round_trip.mjs", ROOT / "shared-schemas/wire.ts", VALIBOT],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as node:  # fmt: skip

        def through(name: str, values: list[bytes]) -> list[dict]:
            answers = []
            for start in range(0, len(values), 50):  # small enough for a pipe's buffer on both sides
                part = values[start : start + 50]
                node.stdin.write(b"".join(b'{"name":"%s","value":%s}\n' % (name.encode(), v) for v in part))
                node.stdin.flush()
                answers += [json.loads(node.stdout.readline()) for _ in part]
            return answers

        yield through
        node.stdin.close()


@pytest.mark.parametrize("name", sorted(STRUCTS))
def test_round_trip(name: str, typescript) -> None:
    struct = STRUCTS[name]
    seed = f"{name}-1"
    r = random.Random(seed)
    described = msgspec.inspect.type_info(struct)
    values = [value_of(described, r) for _ in range(VALUES_OF_EACH)]
    for value, answer in zip(values, typescript(name, [msgspec.json.encode(v) for v in values]), strict=True):
        assert "problem" not in answer, f"{name} (seed {seed}): {answer['problem']}\n{answer['sent']}"
        assert msgspec.json.decode(json.dumps(answer["value"]).encode(), type=struct) == value
