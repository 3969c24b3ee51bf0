"""A seller with one closet and one device."""

from collections.abc import Awaitable, Callable, Iterator

import httpx
import pytest
from vintedbot.jobs import keepers
from vintedbot_schemas.verbs import ADDRESSING

from tests.server.people import Person

from .conversations import Conversations, has_listing
from .hands import Seller


@pytest.fixture
async def seller(client: httpx.AsyncClient, make_user: Callable[..., Awaitable[Person]]) -> Seller:
    return await Seller(client, await make_user()).connected()


@pytest.fixture
def conversations() -> Iterator[Conversations]:
    """Who keeps the conversations, for this test."""
    before, followers = list(keepers._threads), list(keepers._followers)
    kept = Conversations()
    keepers.keeps_threads(kept)
    keepers._followers[:] = [(frozenset(ADDRESSING), kept.hear)]
    yield kept
    keepers._threads[:], keepers._followers[:] = before, followers


@pytest.fixture
async def writer(seller: Seller, conversations: Conversations) -> Seller:
    """A seller with one listing for sale, who may write at any hour."""
    await has_listing(seller)
    return seller
