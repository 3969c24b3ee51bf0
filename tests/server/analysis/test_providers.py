"""The real SDKs against their real protocols, every way an answer can come or fail to."""

import json
import os

import msgspec
import pytest
from vintedbot.analysis.facts import Look, Texts, schema_of
from vintedbot.analysis.providers import Anthropic, Compatible, NotAsked, OpenAI, Picture, Provider, Question
from vintedbot.settings import Analysis, Secret

from tests.doubles.llm import LLM, Answers, Busy, Hangs, IsCutOff, Refuses, Says, a_look
from tests.server.photos.sending import SAMPLES

from .conftest import leading_to

KINDS = {"openai": OpenAI, "anthropic": Anthropic, "compatible": Compatible}
PICTURE = Picture("a" * 64, SAMPLES[0].read_bytes(), 400, 711)
LOOK = Question("look", "Look.", "One photo.", [PICTURE], Look, 4000)


@pytest.fixture(params=sorted(KINDS))
def provider(request, llm: LLM) -> Provider:
    return KINDS[request.param](leading_to(llm, timeout_s=0.3 if "late" in request.node.name else 5))


async def test_a_whole_answer(llm, provider):
    said = await provider.ask(LOOK)
    assert said.end == "whole"
    assert msgspec.json.decode(said.text, type=Look) == msgspec.json.decode(json.dumps(a_look()), type=Look)
    assert (said.input_tokens > 200, said.output_tokens) == (True, 100)
    [asked] = llm.asked
    assert (asked.protocol, asked.model, asked.task, asked.sizes) == (provider.name, provider.model, "look", [(400, 711)])
    assert (asked.system, asked.words) == ("Look.", "One photo.")


@pytest.mark.parametrize(("behaviour", "end"), [(Refuses(), "refused"), (IsCutOff(), "truncated")])
async def test_an_answer_that_is_none(llm, provider, behaviour, end):
    llm.next(behaviour)
    said = await provider.ask(LOOK)
    assert said.end == end
    assert said.output_tokens == 100, "it is paid for all the same"


@pytest.mark.parametrize(
    "text", ["not json", '{"title": 1}', "", '{"title": "a", "description": "b", "keywords": [], "price": 1}']
)
async def test_text_that_is_not_the_schema_comes_as_it_is_and_does_not_decode(llm, provider, text):
    llm.next(Answers(text=text))
    said = await provider.ask(msgspec.structs.replace(LOOK, answer=Texts))
    assert said.text == text
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(said.text, type=Texts)


@pytest.mark.parametrize("status", [429, 529, 503])
async def test_busy_once_is_asked_again_after_the_time_it_named(llm, provider, status):
    llm.next(Busy(status, "0.05"))
    assert (await provider.ask(LOOK)).end == "whole"
    assert len(llm.asked) == 2


@pytest.mark.parametrize("status", [429, 529])
async def test_busy_for_longer_says_when_to_come_back(llm, provider, status):
    llm.next(Busy(status, "0.05"), Busy(status, "0.05"))
    with pytest.raises(NotAsked) as busy:
        await provider.ask(LOOK)
    assert (busy.value.why, busy.value.after_s, busy.value.may_cost) == ("busy", 0.05, False)


async def test_late(llm, provider):
    llm.next(Hangs(), Hangs())
    with pytest.raises(NotAsked) as late:
        await provider.ask(LOOK)
    assert (late.value.why, late.value.may_cost) == ("away", True)


async def test_nobody_there(llm, provider):
    away = type(provider)(
        leading_to(
            llm, openai_url="http://127.0.0.1:9/v1", anthropic_url="http://127.0.0.1:9", compatible_url="http://127.0.0.1:9"
        )
    )
    with pytest.raises(NotAsked) as nobody:
        await away.ask(LOOK)
    assert (nobody.value.why, nobody.value.may_cost) == ("away", False)


@pytest.mark.parametrize(("status", "why"), [(401, "key_refused"), (403, "key_refused"), (400, "unusable"), (404, "unusable")])
async def test_what_no_second_try_mends_is_not_tried_again(llm, provider, status, why):
    llm.next(Says(status))
    with pytest.raises(NotAsked) as refused:
        await provider.ask(LOOK)
    assert refused.value.why == why
    assert len(llm.asked) == 1


@pytest.mark.parametrize("answer", [Look, Texts])
def test_no_answer_holds_a_price(answer):
    assert "price" not in json.dumps(schema_of(answer)).lower()


@pytest.mark.parametrize("name", sorted(KINDS))
async def test_live(name):
    """The real provider, only where its key is in the environment."""
    variable = {
        "openai": "VINTEDBOT_OPENAI_KEY",
        "anthropic": "VINTEDBOT_ANTHROPIC_KEY",
        "compatible": "VINTEDBOT_COMPATIBLE_URL",
    }[name]
    value = os.environ.get(variable)
    if not value:
        pytest.skip(f"{variable} is not set")
    settings = Analysis(**{name + ("_url" if name == "compatible" else "_key"): value if name == "compatible" else Secret(value)})
    from vintedbot.analysis.prompts import look_instructions

    said = await KINDS[name](settings).ask(msgspec.structs.replace(LOOK, instructions=look_instructions()))
    assert said.end == "whole"
    assert msgspec.json.decode(said.text, type=Look).audience
