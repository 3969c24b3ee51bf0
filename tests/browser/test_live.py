"""Live updates in real Chromium: two windows on one socket, the one that holds it closed, the server killed and back."""

import json
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Playwright, expect

from .stack import Seat, Stack


@pytest.fixture(scope="module")
def stack(playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    stack = Stack(tmp_path_factory.mktemp("stack"), playwright_driver)
    yield stack
    stack.close()


def sockets(stack: Stack) -> int:
    """How many sockets were asked for."""
    lines = [json.loads(line) for line in stack.server.log.read_text().splitlines() if line.startswith("{")]
    return sum(line.get("path") == "/api/v1/live/ticket" for line in lines)


def test_what_changes_elsewhere_is_seen_in_every_window(stack: Stack, seat: Seat) -> None:
    """The lists are read every half a minute otherwise, which is longer than anything here is waited for."""
    closet = seat.new_closet(())
    for page in seat.browser.context.pages:
        if "sidepanel.html" in page.url:  # the page that a new installation opens
            page.close()
    before = sockets(stack)
    first, second = (seat.open_screen("drafts", closet) for _ in range(2))

    def made(title: str) -> None:
        body = {"closet_id": closet.id, "country": "fr", "fields": {"title": title}}
        with closing(stack.person()) as person:
            person.post("/drafts", json=body).raise_for_status()

    for page in (first, second):
        expect(page.get_by_text("No drafts yet")).to_be_visible()
    seat.wait_for("the socket", lambda: sockets(stack) > before)
    made("Robe fleurie")
    for page in (first, second):
        expect(page.get_by_text("Robe fleurie")).to_be_visible()
    assert sockets(stack) == before + 1, "two windows, one socket"

    first.close()
    seat.wait_for("the other window takes over", lambda: sockets(stack) == before + 2)
    made("Jean bleu")
    expect(second.get_by_text("Jean bleu")).to_be_visible()

    stack.server.restart()
    seat.wait_for("it comes back", lambda: sockets(stack) >= before + 3)
    made("Pull vert")
    expect(second.get_by_text("Pull vert")).to_be_visible()
