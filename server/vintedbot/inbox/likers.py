"""Who liked an own item in the last seven days, and cards for some, to be looked at one by one. Nothing leaves by this."""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from vintedbot_schemas.base import Money, VintedId
from vintedbot_schemas.inbox import LeftOut, Liker, LikerPage, LikerRef, Member, PrepareCards, PreparedCards
from vintedbot_schemas.verbs import WishMessage, WishOffer

from vintedbot.closets import service as closets
from vintedbot.jobs import service as jobs
from vintedbot.jobs.service import Pair
from vintedbot.kit.db import Record, fetch, transaction
from vintedbot.kit.errors import AppError, InvalidInput, NotFound
from vintedbot.kit.http import Paging
from vintedbot.listings import service as listings
from vintedbot.listings.service import KnownItem
from vintedbot.settings import RETENTION

from .keeper import Keeper
from .money import shown

WHY = {
    "already_contacted": "contacted",
    "person_ignored": "ignored",
    "item_not_active": "item_not_active",
    "item_limit_reached": "item_limit",
    "below_floor": "below_floor",
}
"""Why a wish is refused for one liker, by the problem's code; any other is the whole request's."""
PLACEHOLDER = re.compile(r"\{(buyer_name|item_title|price)\}")
TEXT_MAX = 2000


def list_sql(*, later: bool, by_closet: bool) -> str:
    """The statement of the likers, newest first."""
    return f"""SELECT id, closet_id, member_id, login, photo_url, item_id, at FROM notifications
        WHERE user_id = $1 AND kind = 'favourited' AND member_id IS NOT NULL AND item_id IS NOT NULL
        AND at > clock_timestamp() - $2::interval AND {"closet_id = $3" if by_closet else "$3::uuid IS NULL"}
        AND {"(at, id) < ($4, $5)" if later else "$4::timestamptz IS NULL AND $5::uuid IS NULL"}
        ORDER BY at DESC, id DESC LIMIT $6"""  # noqa: S608


async def page(user_id: UUID, closet_id: UUID | None, paging: Paging) -> LikerPage:
    """A page of the likers, newest first."""
    position = paging.position(datetime, UUID)
    sql = list_sql(later=position is not None, by_closet=closet_id is not None)
    rows = await fetch(sql, user_id, RETENTION["notification"], closet_id, *(position or (None, None)), paging.limit + 1)
    cut, following = paging.cut(rows, lambda row: (row["at"], row["id"]))
    return LikerPage(items=await _shown(cut), next=following)


async def _shown(rows: Sequence[Record]) -> list[Liker]:
    """Two questions per closet, however many likers."""
    items: dict[tuple[UUID, VintedId], KnownItem] = {}
    contacted: set[tuple[UUID, Pair]] = set()
    for closet_id in {row["closet_id"] for row in rows}:
        pairs = [(row["member_id"], row["item_id"]) for row in rows if row["closet_id"] == closet_id]
        known = await listings.known_items(closet_id, list({item for _, item in pairs}))
        items |= {(closet_id, item_id): item for item_id, item in known.items()}
        met = await Keeper().contacted(closet_id, pairs) | await jobs.addressed(closet_id, pairs)
        contacted |= {(closet_id, pair) for pair in met}
    return [_liker(row, items.get((row["closet_id"], row["item_id"])), contacted) for row in rows]


def _liker(row: Record, item: KnownItem | None, contacted: set[tuple[UUID, Pair]]) -> Liker:
    return Liker(
        member=Member(member_id=row["member_id"], login=row["login"] or "", photo_url=row["photo_url"]),
        item_id=row["item_id"],
        item_title=item.title if item else "",
        item_photo_url=item.photo_url if item else None,
        price=item.price if item else None,
        at=row["at"],
        contacted=(row["closet_id"], (row["member_id"], row["item_id"])) in contacted,
    )


class _Like(Struct, frozen=True):
    """Who liked which listing."""

    login: str
    item: KnownItem | None


async def prepare(user_id: UUID, wanted: PrepareCards) -> PreparedCards:
    """Makes a card that waits for approval for each liker it can be made for. Raises NotFound, InvalidInput."""
    job_ids, left_out = [], []
    async with transaction():
        closet = await closets.owned(user_id, wanted.closet_id)
        if bool(wanted.text.strip()) == (wanted.price_percent is not None):
            raise InvalidInput("Name either a text or a part of the price.", field="text")
        likes = await _likes(wanted.closet_id, wanted.likers)
        for ref in dict.fromkeys(wanted.likers):
            like = likes.get((ref.member_id, ref.item_id))
            if like is None:
                raise NotFound
            if like.item is None or like.item.state != "active":
                left_out.append(LeftOut(member_id=ref.member_id, item_id=ref.item_id, why="item_not_active"))
                continue
            wish = _wish(wanted, ref, like.login, like.item, closet.country)
            try:
                job_ids.append(await jobs.wish(user_id, wanted.closet_id, wish, prepare=True))
            except AppError as refused:
                if refused.code not in WHY:
                    raise
                left_out.append(LeftOut(member_id=ref.member_id, item_id=ref.item_id, why=WHY[refused.code]))  # type: ignore[arg-type]
    return PreparedCards(job_ids=job_ids, left_out=left_out)


async def _likes(closet_id: UUID, refs: Sequence[LikerRef]) -> dict[Pair, _Like]:
    rows = await fetch(
        """SELECT member_id, item_id, login FROM notifications
           WHERE closet_id = $1 AND kind = 'favourited' AND member_id = ANY($2) AND item_id IS NOT NULL""",
        closet_id, [ref.member_id for ref in refs],
    )  # fmt: skip
    items = await listings.known_items(closet_id, [ref.item_id for ref in refs])
    return {(row["member_id"], row["item_id"]): _Like(row["login"] or "", items.get(row["item_id"])) for row in rows}


def _wish(wanted: PrepareCards, ref: LikerRef, login: str, item: KnownItem, country: str) -> WishMessage | WishOffer:
    if wanted.price_percent is not None:
        price = item.price or Money(amount=0, currency="EUR")
        part = Money(amount=price.amount * wanted.price_percent // 100, currency=price.currency)
        return WishOffer(price=part, member_id=ref.member_id, item_id=ref.item_id, reason="liked_your_item")
    text = filled(wanted.text, login, item, country)
    if len(text) > TEXT_MAX:
        raise InvalidInput(f"With name and title filled in the text is longer than {TEXT_MAX} characters.", field="text")
    return WishMessage(text=text, member_id=ref.member_id, item_id=ref.item_id, reason="liked_your_item")


def filled(text: str, login: str, item: KnownItem, country: str) -> str:
    """The text with its placeholders filled. What a name or title holds is never a placeholder itself."""
    values = {
        "buyer_name": login,
        "item_title": item.title,
        "price": shown(item.price, country) if item.price is not None else "",
    }
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)
