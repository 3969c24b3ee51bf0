"""The price guide of a draft in real Chromium: no estimate, comparables through the open tab, the model with its reasons, one
press and back, what was paid, and the server away. The model is a real one, trained on the prices in tests/data/pricing."""

import asyncio
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import asyncpg
import pytest
from playwright.sync_api import Page, Playwright, expect
from vintedbot.kit.db import connection_options
from vintedbot.kit.embedded import addresses

from tests.server.pricing.market import trained

from .conftest import OUTPUT
from .looks import readable_everywhere
from .stack import Seat, Stack

PICTURES = OUTPUT / "prices"
TITLE = "Blazer noir en laine"
FIELDS = {
    "title": TITLE, "description": "Blazer vintage, doublé, porté deux fois.", "price": {"amount": 1800, "currency": "EUR"},
    "catalog_id": 532, "brand_id": 12, "brand": "Zara", "size_id": 4, "condition_id": 2, "color_ids": [1], "package_size_id": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def stack(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    PICTURES.mkdir(parents=True, exist_ok=True)
    stack = Stack(tmp_path_factory.mktemp("stack"), playwright_driver)
    yield stack
    stack.close()


def test_the_price_guide(seat: Seat) -> None:
    closet = seat.new_closet(())
    seat.backend("switch_closet", path={"id": closet.id})
    draft = seat.backend("create_draft", body={"closet_id": closet.id, "country": "fr", "fields": FIELDS, "photo_ids": []})
    page = seat.open_screen(f"drafts/{draft['id']}", width=400)
    guide = page.get_by_role("region", name="Price guide")
    expect(guide.get_by_text("No reliable estimate")).to_be_visible()
    expect(guide.get_by_text("Too few prices of this market")).to_be_visible()
    readable_everywhere(page, PICTURES, "none", widths=(320,), schemes=("light",))

    # what others ask, read through the open tab
    other = seat.stack.vinted.add_member("camille")
    for price in (14.0, 19.0, 26.0):
        seat.stack.vinted.add_stock(other, 2, title=TITLE, price=price, catalog_id=532, brand="Zara", size=4)
    guide.get_by_role("button", name="Find similar").click()
    expect(guide.get_by_text("The middle of 6 prices your last search found")).to_be_visible(timeout=30_000)
    guide.get_by_text("The 3 most alike that were seen").click()
    expect(guide.get_by_role("link", name=TITLE)).to_have_count(3)

    # one press takes the price, and the same place takes it back
    field = page.get_by_label("Price in EUR", exact=True)
    guide.get_by_role("button", name="Use €19.00").click()
    expect(field).to_have_value("19")
    guide.get_by_role("button", name="Back to €18.00").click()
    expect(field).to_have_value("18")
    guide.get_by_role("button", name="Use €19.00").click()
    page.keyboard.press("Control+s")
    seat.wait_for("the price", lambda: _price(seat, draft["id"]) == 1900)
    readable_everywhere(page, PICTURES, "comparables", widths=(320,))

    # with a model: what it rests on, and why
    _has_model(seat.stack)
    page.reload()
    expect(guide.get_by_text("prices seen in this market")).to_be_visible(timeout=30_000)
    guide.get_by_text("Why this price").click()
    expect(guide.get_by_text("By how much each moved the price")).to_be_visible()
    guide.get_by_label("What you paid, in EUR").fill("95")
    expect(guide.get_by_text("The market pays less than your floor of €95.00")).to_be_visible()
    expect(guide.get_by_text("Your price is below your floor of €95.00.")).to_be_visible()
    expect(guide.get_by_role("button", name="Use €95.00")).to_be_visible()
    readable_everywhere(page, PICTURES, "model")
    page.reload()
    expect(guide.get_by_label("What you paid, in EUR")).to_have_value("95")
    _with_the_server_away(seat, page)


def _price(seat: Seat, draft_id: str) -> int:
    amount: int = seat.backend("draft", path={"id": draft_id})["fields"]["price"]["amount"]
    return amount


def _with_the_server_away(seat: Seat, page: Page) -> None:
    """What was told last is still there."""
    seat.stack.server.kill()
    try:
        page.reload()
        guide = page.get_by_role("region", name="Price guide")
        expect(guide.get_by_text("prices seen in this market")).to_be_visible()
        page.screenshot(path=PICTURES / "away.png", full_page=True)
    finally:
        seat.stack.server.start()


def _has_model(stack: Stack) -> None:
    """The market's current model, as a worker would have left it."""
    file = trained().to_bytes()
    found = addresses(stack.server.data)
    assert found is not None

    async def insert() -> None:
        connection = await asyncpg.connect(**connection_options(found[0]))
        try:
            market = await connection.fetchval("SELECT id FROM price_markets WHERE country = 'fr' AND currency = 'EUR'")
            await connection.execute(
                """INSERT INTO price_models (id, market_id, state, trained_at, rows, sales, chosen, mdape, held_out_error,
                       coverage, sha256, file) VALUES ($1, $2, 'current', now(), 293, 0, 'blend', 0.3, 0.4, 0.8, $3, $4)""",
                uuid4(), market, hashlib.sha256(file).hexdigest(), file,
            )  # fmt: skip
        finally:
            await connection.close()

    # Playwright has a loop of its own in this thread
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, insert()).result()
