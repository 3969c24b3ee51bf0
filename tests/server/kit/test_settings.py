"""What the environment may say."""

import re
import stat
from pathlib import Path

import pytest
from vintedbot.settings import EXTENSION_ID, Secret, SettingsError, example, load

GOOD = "k3YpQ8vX2mZr7LwT5nBs9DfGh4JcVaUe"
ROOT = Path(__file__).parents[3]


def read(tmp_path: Path, **variables: str):
    return load({"VINTEDBOT_DATA": str(tmp_path / "data"), **variables})


def test_development_needs_nothing_and_keeps_its_secret(tmp_path):
    first, again = read(tmp_path), read(tmp_path)
    assert first.secret_keys == again.secret_keys
    assert stat.S_IMODE((tmp_path / "data" / "development-secret").stat().st_mode) == 0o600


def test_production_without_a_secret_is_refused(tmp_path):
    with pytest.raises(SettingsError, match=r"VINTEDBOT_SECRET_KEY is missing.*Make one with"):
        read(tmp_path, VINTEDBOT_ENV="production")


@pytest.mark.parametrize("weak", ["changeme", "hunter2", "a" * 64, f"{GOOD},short"])
def test_a_weak_secret_is_refused_and_not_shown(tmp_path, weak):
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, VINTEDBOT_ENV="production", VINTEDBOT_SECRET_KEY=weak)
    assert weak not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VINTEDBOT_PG", "17"),
        ("VINTEDBOT_ENV", "prod"),
        ("VINTEDBOT_CONCURRENCY", "0"),
        ("VINTEDBOT_POOL_SIZE", "many"),
        ("VINTEDBOT_PACE", '{"lease": '),
        ("VINTEDBOT_PACE", '{"leese": 90}'),
        ("VINTEDBOT_PUBLIC_URL", "example"),
    ],
)
def test_bad_input_names_the_variable(tmp_path, name, value):
    with pytest.raises(SettingsError, match=f"^{name}: "):
        read(tmp_path, **{name: value})


def test_short_waits_are_for_development_and_test_only(tmp_path):
    short = {"VINTEDBOT_PACE": '{"read_gap": 0}', "VINTEDBOT_SECRET_KEY": GOOD}
    assert read(tmp_path, VINTEDBOT_ENV="test", **short).pace.read_gap == 0
    with pytest.raises(SettingsError, match="read_gap is under its default"):
        read(tmp_path, VINTEDBOT_ENV="production", **short)
    raised = {**short, "VINTEDBOT_PACE": '{"read_gap": 5}'}
    assert read(tmp_path, VINTEDBOT_ENV="production", **raised).pace.read_gap == 5


@pytest.mark.parametrize("pace", ['{"takeover_wait": 50}', '{"undo_until": 150}'])
def test_waits_that_contradict_each_other_are_refused_everywhere(tmp_path, pace):
    with pytest.raises(SettingsError, match="must stay under"):
        read(tmp_path, VINTEDBOT_ENV="test", VINTEDBOT_PACE=pace)


def test_nothing_secret_prints(tmp_path):
    shown = read(tmp_path, VINTEDBOT_SECRET_KEY=GOOD, DATABASE_URL="postgresql://u:hidden@h/d", REDIS_URL="redis://:hidden@h:1/0")
    for text in (repr(shown), str(shown), f"{shown.database.url}"):
        assert "hidden" not in text
        assert GOOD not in text
    assert shown.database.url.reveal() == "postgresql://u:hidden@h/d"
    assert Secret("a") == Secret("a") != Secret("b")


def test_an_operator_may_set_other_ceilings_but_not_reckless_ones(tmp_path):
    production = {"VINTEDBOT_ENV": "production", "VINTEDBOT_SECRET_KEY": GOOD}
    lower = read(tmp_path, **production, VINTEDBOT_FOLLOWS_PER_DAY="5", VINTEDBOT_THREADS_PER_DAY="0")
    assert (lower.ceilings.follows, lower.ceilings.threads, lower.ceilings.writes) == (5, 0, 30)
    for name, value in (("FOLLOWS_PER_DAY", "51"), ("THREADS_PER_DAY", "11"), ("RELIST_COOLDOWN_DAYS", "6")):
        with pytest.raises(SettingsError, match=name):
            read(tmp_path, **production, **{f"VINTEDBOT_{name}": value})


def test_the_example_file_lists_every_variable_and_is_accepted(tmp_path):
    lines = example().splitlines()
    names = re.findall(r'Var\(\s*"(\w+)"', (ROOT / "server/vintedbot/settings.py").read_text())
    listed = [line[1:].split("=")[0] for line in lines if re.match(r"#[A-Z_]+=", line)]
    assert listed
    assert sorted(listed) == sorted(names)
    filled = dict(line[1:].split("=", 1) for line in lines if re.match(r"#[A-Z_]+=", line))
    read(tmp_path, **{k: v for k, v in filled.items() if k != "VINTEDBOT_DATA"})


def test_the_extension_id_is_the_extensions():
    assert (ROOT / "extension/extension-id.txt").read_text().strip() == EXTENSION_ID


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VINTEDBOT_WRITES_PER_DAY", "101"),
        ("VINTEDBOT_RELISTS_PER_DAY", "11"),
        ("VINTEDBOT_PAYLOADS_PER_DAY", "1001"),
        ("VINTEDBOT_RELIST_COOLDOWN_DAYS", "6"),
        ("VINTEDBOT_PACE", '{"looks": []}'),
        ("VINTEDBOT_PACE", '{"go_age": 25}'),
        ("VINTEDBOT_PACE", '{"identity_age": 21}'),
    ],
)
def test_what_puts_a_sellers_account_at_risk_is_refused_in_production(tmp_path, name, value):
    with pytest.raises(SettingsError, match=f"^{name}: "):
        read(tmp_path, VINTEDBOT_ENV="production", VINTEDBOT_SECRET_KEY=GOOD, **{name: value})
    read(tmp_path, VINTEDBOT_ENV="test", **{name: value})


def test_an_operator_sets_ceilings_within_reason(tmp_path):
    set_to = read(tmp_path, VINTEDBOT_ENV="production", VINTEDBOT_SECRET_KEY=GOOD, VINTEDBOT_WRITES_PER_DAY="60")
    assert (set_to.ceilings.writes, set_to.ceilings.relists) == (60, 3)
