"""Shipping labels: the bytes as a device brought them, kept by their sha256. They carry the buyer's address, so they go early."""

import asyncio
import hashlib
import re
from uuid import UUID

from vintedbot_schemas.base import VintedId
from vintedbot_schemas.orders import LabelBytes
from vintedbot_schemas.verbs import FetchLabel

from vintedbot.jobs import service as jobs
from vintedbot.kit import room, store
from vintedbot.kit.db import execute, fetch, fetchrow, fetchval, transaction, uuid7
from vintedbot.kit.errors import NotFound, UnsupportedMediaType
from vintedbot.kit.process import current
from vintedbot.settings import RETENTION

LABEL_MAX = 10 << 20
MAGIC = b"%PDF-"
_PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")


async def keep(user_id: UUID, device_id: UUID, job_id: UUID, content: bytes, announced: str) -> LabelBytes:
    """Keeps the label a job brought. Raises NotFound, LeaseLost, WrongState, BytesDiffer, UnsupportedMediaType."""
    job = await jobs.leased_by(user_id, device_id, job_id)
    work = jobs.work_of(job)
    if not isinstance(work, FetchLabel):
        raise jobs.WrongState(state=job.state)
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != announced.lower():
        raise jobs.BytesDiffer(sha256=sha256)
    if not content.startswith(MAGIC):
        raise UnsupportedMediaType("A label is a PDF.")
    folder = current().settings.label_folder
    await asyncio.to_thread(room.on_disk, folder)
    await store.put(folder, content)
    async with transaction():
        before = await fetchval(
            "SELECT label_sha256 FROM orders WHERE closet_id = $1 AND transaction_id = $2 FOR UPDATE",
            job.closet_id, work.transaction_id,
        )  # fmt: skip
        await execute(
            """INSERT INTO orders AS o (id, user_id, closet_id, transaction_id, side, title, status_text, waits, placed_at,
                   seen_at, item_ids, label, label_sha256, label_at)
               VALUES ($1, $2, $3, $4, 'sold', '', '', 'unknown', clock_timestamp(), clock_timestamp(), '{}', 'ready', $5,
                   clock_timestamp())
               ON CONFLICT (closet_id, transaction_id) DO UPDATE SET label = 'ready', label_sha256 = EXCLUDED.label_sha256,
                   label_at = EXCLUDED.label_at""",
            uuid7(), user_id, job.closet_id, work.transaction_id, sha256,
        )  # fmt: skip
    if before is not None and before != sha256:
        await _drop(before)
    return LabelBytes(sha256=sha256, pages=len(_PAGE.findall(content)))


async def read(user_id: UUID, closet_id: UUID | None, transaction_id: VintedId) -> bytes:
    """The label of an order. Raises NotFound when none was fetched, or its time is over."""
    row = await fetchrow(
        """SELECT label_sha256 FROM orders WHERE user_id = $1 AND transaction_id = $2 AND ($3::uuid IS NULL OR closet_id = $3)
               AND label_sha256 IS NOT NULL LIMIT 1""",
        user_id, transaction_id, closet_id,
    )  # fmt: skip
    if row is None:
        raise NotFound
    try:
        return await store.get(current().settings.label_folder, row["label_sha256"])
    except store.Missing:
        raise NotFound from None


async def clear() -> None:
    """Deletes labels whose time is over."""
    over = await fetch(
        """UPDATE orders o SET label_sha256 = NULL
           FROM (SELECT id, label_sha256 FROM orders WHERE label_sha256 IS NOT NULL
               AND label_at < clock_timestamp() - $1::interval) AS old
           WHERE o.id = old.id RETURNING old.label_sha256 AS sha256""",
        RETENTION["shipping_label"],
    )
    for row in over:
        await _drop(row["sha256"])


async def _drop(sha256: str) -> None:
    """The bytes of a label nobody has any more; the same ones may be another order's."""
    if not await fetchval("SELECT EXISTS (SELECT 1 FROM orders WHERE label_sha256 = $1)", sha256):
        await store.drop(current().settings.label_folder, sha256)
