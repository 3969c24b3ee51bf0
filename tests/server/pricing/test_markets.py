"""When a market's model is trained, by whom, and when it takes the place of the one before: with real rows and a real child."""

import asyncio
import contextlib
import hashlib
from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs
from vintedbot.kit import db
from vintedbot.kit.process import current
from vintedbot.pricing import markets, observations, work

from tests.server.jobs.hands import Seller
from tests.server.waiting import until

from .market import has_model, real, seen, seen_one, trained

PRICES = 170


async def versions() -> list[Any]:
    return await db.fetch("SELECT * FROM price_models ORDER BY trained_at")


async def test_below_the_stated_number_nothing_is_trained(seller: Seller):
    market_id = await seen(seller.person.id, markets.LEAST - 1)
    await markets.look(market_id)
    assert await db.fetchval("SELECT count(*) FROM outbox WHERE task = 'pricing.train'") == 0
    await markets.train(market_id)
    assert await versions() == []


async def test_two_workers_train_a_market_once_and_it_has_a_model_then(seller: Seller):
    market_id = await seen(seller.person.id, PRICES)
    await markets.look(market_id)
    await markets.look(market_id)
    assert await db.fetchval("SELECT count(*) FROM outbox WHERE task = 'pricing.train'") == 1
    await asyncio.gather(markets.train(market_id), markets.train(market_id))
    (only,) = await versions()
    assert (only["state"], only["rows"]) == ("current", sum(not _held(1_000_000 + n) for n in range(PRICES)))
    assert hashlib.sha256(only["file"]).hexdigest() == only["sha256"]
    row = await db.fetchrow("SELECT claim, tried_rows FROM price_markets WHERE id = $1", market_id)
    assert row is not None
    assert (row["claim"], row["tried_rows"]) == (None, PRICES)
    # nothing new was seen: it is not due, and a second training changes nothing
    await markets.train(market_id)
    assert len(await versions()) == 1


def _held(item_id: int) -> bool:
    return markets._is_held_out(item_id)


async def test_killed_half_way_nothing_is_changed_and_it_is_trained_later(seller: Seller):
    market_id = await seen(seller.person.id, PRICES)
    await has_model()
    under_way = asyncio.create_task(markets.train(market_id))

    async def claimed() -> bool:
        return bool(await db.fetchval("SELECT claim IS NOT NULL FROM price_markets WHERE id = $1", market_id))

    await until(claimed, "the claim")
    under_way.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await under_way
    (only,) = await versions()
    assert only["state"] == "current"
    # a process that was killed could not even give its claim back
    await db.execute("UPDATE price_markets SET claim = gen_random_uuid(), claimed_until = now() + interval '1 minute'")
    await markets.train(market_id)
    assert len(await versions()) == 1
    assert await db.fetchval("SELECT due_at > now() FROM outbox WHERE task = 'pricing.train'")


async def keep(market_id: UUID, error: float, before: float | None, file: bytes = b"file") -> None:
    """The end of a training, as a worker that holds the claim comes to it."""
    claim = db.uuid7()
    await db.execute("UPDATE price_markets SET claim = $2 WHERE id = $1", market_id, claim)
    said = work.Trained(
        file=file, rows=200, sales=3, chosen="linear", mdape=0.3, coverage=0.8, error=error, error_before=before
    )  # fmt: skip
    await markets._keep(market_id, claim, 200, said)


async def test_only_a_better_one_takes_its_place(seller: Seller):
    market_id = await seen(seller.person.id, 3)
    await keep(market_id, 0.5, None, b"first")
    await keep(market_id, 0.5, 0.5, b"no better")
    await keep(market_id, 0.4, 0.5, b"better")
    assert [(row["state"], row["file"]) for row in await versions()] == [
        ("replaced", b"first"), ("refused", None), ("current", b"better"),
    ]  # fmt: skip
    for number in range(5):
        await keep(market_id, 0.3, 0.2, str(number).encode())
    assert len(await versions()) == markets.KEPT + 1, "the current one stays whatever its age"


async def test_whose_claim_is_over_changes_nothing(seller: Seller):
    market_id = await seen(seller.person.id, 3)
    said = work.Trained(file=b"", rows=1, sales=0, chosen="linear", mdape=0, coverage=1, error=0, error_before=None)
    await markets._keep(market_id, db.uuid7(), 3, said)
    assert await versions() == []


def test_old_and_new_are_measured_on_what_neither_has_seen():
    held = [each for number, each in enumerate(real()) if number % 3 == 1][:60]
    before = trained().to_bytes()
    error = work._error_before(before, held)
    assert error == pytest.approx(work._error(trained(), held), rel=1e-3)
    assert work._error_before(b"damaged", held) is None
    assert work._error_before(None, held) is None


async def test_copies_no_row_names_are_deleted(seller: Seller):
    sha256 = await has_model()
    model = await markets.model_of("fr", "EUR")
    assert model is not None
    path = await markets.bring(model)
    assert path is not None
    await markets.clear()
    assert path.exists()
    await db.execute("DELETE FROM price_models")
    await markets.clear()
    assert not path.exists()
    assert path.name == sha256
    assert path.is_relative_to(current().settings.model_folder)


async def test_one_seller_does_not_push_the_others_out_of_a_market(seller: Seller, make_user: Any):
    market_id = await seen(seller.person.id, 5)
    flood = await make_user()
    await db.execute(
        """INSERT INTO observations (id, user_id, country, item_id, path, title, amount, currency, brand, size, condition, url,
               seen_at)
           SELECT gen_random_uuid(), $1, 'fr', n, '{}', 'Blazer', 100, 'EUR', '', '', '', '', clock_timestamp()
           FROM generate_series(1, $2::int) AS n""",
        flood.id, markets.MOST,
    )  # fmt: skip
    rows = await db.fetch(markets.ROWS, market_id, markets.MOST, markets.PER_USER)
    assert sum(row["user_id"] == seller.person.id for row in rows) == 5
    assert len(rows) == markets.PER_USER + 5
    kept = Counter(row["user_id"] for row in markets.fair(rows))
    assert kept == {flood.id: markets.UNQUESTIONED, seller.person.id: 5}


def test_nobody_brings_more_than_half_of_what_the_others_bring_and_who_is_alone_brings_all():
    def kept(**brought: int) -> dict[str, int]:
        return Counter(row["user_id"] for row in markets.fair([{"user_id": u} for u, n in brought.items() for _ in range(n)]))

    assert kept(anna=1_500) == {"anna": 1_500}
    assert kept(anna=1_500, bea=1_000, carl=400) == {"anna": 700, "bea": 950, "carl": 400}
    assert kept(anna=1_500, bea=180) == {"anna": markets.UNQUESTIONED, "bea": 180}


async def test_of_a_listing_that_several_saw_the_price_in_the_middle_counts(seller: Seller, make_user: Any):
    market_id = await observations.market("fr", "EUR")
    for amount, own in ((2_000, False), (2_100, False), (1, True)):
        somebody = await make_user()
        await seen_one(somebody.id, 77, structs.replace(real()[0], amount=amount))
        await db.execute("UPDATE observations SET own = $2 WHERE user_id = $1", somebody.id, own)
    (row,) = await db.fetch(markets.ROWS, market_id, markets.MOST, markets.PER_USER)
    assert row["amount"] == 2_000


async def test_what_is_usual_is_not_said_by_one_alone(seller: Seller, make_user: Any):
    piece = structs.replace(real()[0].piece, condition="3")
    flood, honest = await make_user(), [await make_user() for _ in range(3)]
    for number in range(300):
        await seen_one(flood.id, 1_000 + number, structs.replace(real()[0], piece=piece, amount=1))
    for place, person in enumerate(honest):
        for number in range(60):
            await seen_one(person.id, 5_000 + place * 100 + number, structs.replace(real()[0], piece=piece, amount=3_000))
    found = await observations.usual("fr", "EUR", piece.path, 3, 5)
    assert found is not None
    assert (found["seen"], found["amounts"][1]) == (280, 3_000)
