"""Invoices of the wallet (CONTRACT §16.7): a line for each completed sale, months back to the one of joining."""

from datetime import datetime
from typing import Any

from . import shapes, threads
from .http import Answer, Request, json_answer
from .state import Member, World
from .trade import Transaction

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
PER_PAGE = 20


def _month(at: float) -> tuple[int, int]:
    when = datetime.fromtimestamp(at, shapes.PARIS)
    return when.year, when.month


def _lines(world: World, member: Member, month: tuple[int, int]) -> list[dict[str, Any]]:
    sales = [t for t in world.transactions.values() if t.seller == member.id and t.completed_at is not None]
    return [_line(world, sale) for sale in sales if _month(sale.completed_at or 0) == month]


def _line(world: World, sale: Transaction) -> dict[str, Any]:
    """A sale; its type is "debit", as one tool reports, and its id is the conversation's."""
    return {
        "title": "Vente", "subtitle": threads.bundle_title(world, sale), "type": "debit", "entity_type": "user_msg_thread",
        "entity_id": sale.thread, "amount": shapes.money(sale.price, sale.currency),
        "date": datetime.fromtimestamp(sale.completed_at or 0, shapes.PARIS).date().isoformat(),
    }  # fmt: skip


def current(world: World, request: Request, member: Member) -> Answer:
    now = _month(datetime.now(shapes.PARIS).timestamp())
    first, history, (year, month) = _month(member.joined_at), [], now
    while (year, month) >= first:
        history.append({"title": f"{MONTHS[month - 1]} {year}", "year": year, "month": month})
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return json_answer({"invoice_lines": _lines(world, member, now), "history": history, "code": 0})


def of_month(world: World, request: Request, member: Member, year: int, month: int) -> Answer:
    lines, pagination = shapes.page_of(_lines(world, member, (year, month)), request.whole("page", 1), PER_PAGE)
    pages = {name: pagination[name] for name in ("current_page", "total_pages", "per_page")}
    pages["total_records"] = pagination["total_entries"]
    return json_answer({"invoice_lines": lines, "invoice_lines_pagination": pages, "code": 0})
