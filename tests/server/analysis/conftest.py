"""A seller whose photos are analysed: the providers' double, and settings that lead to it."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import msgspec
import pytest
from vintedbot.kit import process
from vintedbot.settings import Analysis, Secret

from tests.doubles.llm import LLM


@pytest.fixture(scope="session")
async def llm_server() -> AsyncIterator[LLM]:
    # so that no test's wait pays for the import
    import openai.resources.chat.completions
    import openai.resources.responses  # noqa: F401

    async with LLM.serving() as serving:
        yield serving


@pytest.fixture
def llm(llm_server: LLM) -> LLM:
    """The providers, as new."""
    llm_server.reset()
    return llm_server


def leading_to(llm: LLM, **changes: Any) -> Analysis:
    """Settings in which all three providers are the double."""
    return Analysis(
        **{
            "openai_key": Secret("key"), "openai_url": llm.url("openai"), "anthropic_key": Secret("key"),
            "anthropic_url": llm.url("anthropic"), "compatible_url": llm.url("compatible"), "timeout_s": 5, **changes,
        }
    )  # fmt: skip


@pytest.fixture
def use(held: process.Process, llm: LLM) -> Iterator[Any]:
    """`use(look_by=("openai",))`: what the operator has set; OpenAI, then Anthropic, then this server by itself."""
    before = held.settings

    def with_these(**changes: Any) -> None:
        order = {"look_by": ("openai", "anthropic", "local"), "write_by": ("openai", "anthropic", "local")}
        held.settings = msgspec.structs.replace(before, analysis=leading_to(llm, **{**order, **changes}))

    with_these()
    yield with_these
    held.settings = before
