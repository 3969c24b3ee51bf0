"""One socket's place in the stream: whatever is lost, repeated or late on the way, what is sent has no gap and no repetition."""

import json
import random
from uuid import UUID

from msgspec import Raw
from vintedbot.kit import db
from vintedbot.notices import service
from vintedbot.notices.listener import WAITING_MOST, Close, Listener
from vintedbot.notices.service import Numbered
from vintedbot.notices.tickets import Holder

from tests.server.people import MakeUser

AT_ONCE = 0.0


def listener_of(user_id: UUID, sent: int = 0) -> Listener:
    return Listener(Holder(user_id, user_id, None), sent)


def event(number: int) -> Numbered:
    return Numbered(number, Raw(json.dumps({"number": number}).encode()))


async def happened(user_id: UUID, count: int) -> list[Numbered]:
    """So many events, numbered and kept."""
    for _ in range(count):
        await db.execute("SELECT announce($1, 'groups_changed', $2, '{}')", user_id, db.uuid7())
    await service.number_and_tell()
    events = await service.since(user_id, 0)
    assert events is not None
    return events


async def test_whatever_is_lost_repeated_or_late_the_numbers_follow_one_another(database: None, make_user: MakeUser):
    user_id = (await make_user()).id
    events = await happened(user_id, 60)
    for seed in range(40):
        chance = random.Random(seed)
        listener = listener_of(user_id)
        sent: list[int] = []
        told = [chance.sample(events[start : start + 4], chance.randint(0, min(4, 60 - start))) for start in range(0, 60, 2)]
        chance.shuffle(told)
        for part in sorted(told, key=lambda part: chance.random() + (part[0].number / 20 if part else 0)):
            listener.hear(part)
            if chance.random() < 0.5:
                sent += [each.number for each in await listener.next(AT_ONCE) or ()]
        if not listener.knows(60):
            listener.look()
        while more := await listener.next(AT_ONCE):
            sent += [each.number for each in more]
        assert sent == list(range(1, 61)), seed


async def test_what_follows_is_sent_without_asking_the_database(database: None, make_user: MakeUser):
    listener = listener_of((await make_user()).id)
    assert await listener.next(AT_ONCE) == []
    listener.hear([event(1), event(2)])
    assert [each.number for each in await listener.next(AT_ONCE) or ()] == [1, 2]
    assert listener.knows(2)
    assert not listener.knows(3)


async def test_who_takes_nothing_is_let_go_and_nothing_piles_up(database: None, make_user: MakeUser):
    listener = listener_of((await make_user()).id)
    assert await listener.next(AT_ONCE) == []
    listener.hear([event(number) for number in range(1, WAITING_MOST + 1)])
    assert listener.closing is None
    listener.hear([event(WAITING_MOST + 1)])
    assert listener.closing == Close.TOO_SLOW
