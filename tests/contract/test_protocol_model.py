"""The executable protocol: no violation with every rule in force, and a violation as soon as one is left out."""

import pytest

from . import protocol_model as model

SEEN_AT = {"undo_sticky": 2, "leftover_look": 2, "stored_result": 3}
"""How many faults it takes to need a rule, where one is not enough."""

SPARES_UNDOS = "wait_deadline"
"""Under `late_look` nothing breaks without it; a device then undoes what was about to succeed."""


@pytest.fixture
def rules():
    yield model.ON
    model.ON.clear()
    model.ON.update(model.RULES)


@pytest.mark.parametrize("verb", model.FORWARD)
def test_every_rule_in_force_and_two_faults_break_no_promise(rules, verb: str):
    explored, why, trace = model.check(verb, 2)
    assert not why, "\n".join(trace)
    assert explored > 300


@pytest.mark.parametrize("rule", sorted(model.RULES.keys() - {SPARES_UNDOS}))
def test_without_a_rule_a_promise_breaks(rules, rule: str):
    rules.discard(rule)
    broken = [why for verb in model.FORWARD if (why := model.check(verb, SEEN_AT.get(rule, 1))[1])]
    assert broken


def test_waiting_for_the_deadline_spares_needless_undos(rules):
    """Without it a device may undo a request that is still on its way: more states, none of them broken."""
    waiting, _, _ = model.check("relist", 1)
    rules.discard(SPARES_UNDOS)
    hasty, why, _ = model.check("relist", 1)
    assert hasty > waiting
    assert not why
