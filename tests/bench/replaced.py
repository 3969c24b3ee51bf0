"""The stack that was replaced, FastAPI with SQLAlchemy and pydantic, doing the same GET for the same signed-in device.

Written as its own documentation shows it: mapped classes, an async session per request, a dependency that finds the caller,
a response model. `python -m tests.bench.replaced ADDRESS` serves it.
"""

import hashlib
import sys
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from fastapi import Depends, FastAPI, Header, HTTPException, Query
from pydantic import BaseModel, ConfigDict
from sqlalchemy import BigInteger, DateTime, LargeBinary, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from .serving import serve


class Base(DeclarativeBase):
    type_annotation_map = {datetime: DateTime(timezone=True), bytes: LargeBinary, dict: JSONB, list: JSONB}  # noqa: RUF012


class DeviceRow(Base):
    __tablename__ = "devices"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID]
    token_sha256: Mapped[bytes]
    revoked_at: Mapped[datetime | None]


class DraftRow(Base):
    __tablename__ = "drafts"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID]
    revision: Mapped[int]
    state: Mapped[str]
    closet_id: Mapped[UUID | None]
    country: Mapped[str]
    fields: Mapped[dict[str, Any]] = mapped_column(JSONB)
    photos: Mapped[list[Any]] = mapped_column(JSONB)
    problems: Mapped[list[Any]] = mapped_column(JSONB)
    job_id: Mapped[UUID | None]
    item_id: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class Price(BaseModel):
    amount: int
    currency: str


class Attribute(BaseModel):
    code: str
    ids: list[int]


class Fields(BaseModel):
    title: str = ""
    description: str = ""
    price: Price | None = None
    catalog_id: int | None = None
    brand_id: int | None = None
    brand: str = ""
    size_id: int | None = None
    condition_id: int | None = None
    color_ids: list[int] = []
    package_size_id: int | None = None
    attributes: list[Attribute] = []
    isbn: str | None = None
    is_unisex: bool = False
    measurement_length: float | None = None
    measurement_width: float | None = None


class Photo(BaseModel):
    photo_id: UUID
    width: int | None = None
    height: int | None = None
    color: str | None = None


class Problem(BaseModel):
    code: str
    level: str
    field: str
    message: str | None = None
    found: str | None = None


class Draft(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: UUID
    revision: int
    state: str
    closet_id: UUID | None
    country: str
    fields: Fields
    photos: list[Photo]
    problems: list[Problem]
    job_id: UUID | None
    item_id: int | None
    created_at: datetime
    saved_at: datetime


class Page(BaseModel):
    items: list[Draft]
    next: str | None = None


def _engine() -> Any:
    parts = urlsplit(sys.argv[1])
    folder = parse_qs(parts.query)["host"][0]
    return create_async_engine(f"postgresql+asyncpg://{parts.username}@{parts.path}?host={folder}", pool_size=10)


sessions = async_sessionmaker(_engine(), expire_on_commit=False)
app = FastAPI()


async def session() -> AsyncIterator[AsyncSession]:
    async with sessions() as opened:
        yield opened


Database = Annotated[AsyncSession, Depends(session)]


async def caller(database: Database, authorization: Annotated[str, Header()]) -> UUID:
    digest = hashlib.sha256(authorization.removeprefix("Bearer ").encode()).digest()
    device = await database.scalar(select(DeviceRow).where(DeviceRow.token_sha256 == digest))
    if device is None or device.revoked_at is not None:
        raise HTTPException(401)
    return device.user_id


@app.get("/drafts", response_model=Page)
async def drafts(
    database: Database, user_id: Annotated[UUID, Depends(caller)], limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> Page:
    found = await database.scalars(
        select(DraftRow)
        .where(DraftRow.user_id == user_id, DraftRow.deleted_at.is_(None))
        .order_by(DraftRow.id.desc())
        .limit(limit + 1)
    )
    rows = found.all()
    return Page(
        items=[Draft.model_validate(row) for row in rows[:limit]], next=str(rows[limit - 1].id) if len(rows) > limit else None
    )


if __name__ == "__main__":
    serve(app)
