"""Lessons 1 and 2: the whole route table, walked as nobody and as somebody else.

Every route is on the short public list, or answers 401 without a sign-in. Every route that names a thing answers 404 to
a second person who sends the first one's ids, in the path or in the body, and a list shows them nothing of it. A new
route is walked by itself, with a made-up body; where that does not do, the test fails and says what to add to the recipes.
"""

import hashlib
import random
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

import httpx
import msgspec
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from msgspec import inspect
from vintedbot.jobs import service as jobs
from vintedbot.kit import db, process, store

from tests.contract.values import value_of

from .people import MakeUser, Person

PUBLIC = {
    "GET /health",
    "POST /api/v1/auth/register",
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/logout",
    "POST /api/v1/auth/refresh",
    "GET /api/v1/auth/device/authorize",
    "POST /api/v1/auth/device/token",
}

# ---------------------------------------------------------------- recipes: how somebody comes by a thing

Thing = Callable[[httpx.AsyncClient, Person], Awaitable[str]]


async def device(_: httpx.AsyncClient, owner: Person) -> str:
    return str(owner.connected.id)


async def closet(client: httpx.AsyncClient, owner: Person) -> str:
    member = {"country": "fr", "member_id": 4_000_001, "login": "anna", "currency": "EUR"}
    answer = await client.post("/api/v1/accounts/vinted", json=member, headers=owner.device)
    return str(answer.json()["id"])


async def job(client: httpx.AsyncClient, owner: Person) -> str:
    wish = {"closet_id": await closet(client, owner), "wish": {"verb": "set_hidden", "item_id": 33_000_000_002, "hidden": True}}
    answer = await client.post("/api/v1/jobs", json=wish, headers=owner.portal)
    if answer.status_code == 409:  # wished before, in this test
        return str((await client.get("/api/v1/jobs", headers=owner.portal)).json()["items"][0]["id"])
    return str(answer.json()["id"])


async def listing(client: httpx.AsyncClient, owner: Person) -> str:
    item_id = 33_000_000_001
    await db.execute(
        """INSERT INTO listings (id, closet_id, item_id, user_id, title, state, seen, first_seen_at, seen_at)
           VALUES ($1, $2, $3, $4, 'A dress', 'active',
               '{"item_id": 1, "title": "A dress", "price": null, "state": "active", "url": ""}', now(), now())
           ON CONFLICT DO NOTHING""",
        db.uuid7(), UUID(await closet(client, owner)), item_id, owner.id,
    )  # fmt: skip
    return str(item_id)


KEPT = b"\xff\xd8 bytes of a photo"


async def photo(_: httpx.AsyncClient, owner: Person) -> str:
    kept = await store.put(process.current().settings.photo_folder, KEPT + owner.id.bytes)
    photo_id = db.uuid7()
    await db.execute(
        """INSERT INTO photos (id, user_id, client_id, name, size, sha256, orientation, state, kept_sha256, large_sha256,
               thumb_sha256) VALUES ($1, $2, $1, 'a.jpg', 9, $3, 1, 'ready', $3, $3, $3)""",
        photo_id, owner.id, kept,
    )  # fmt: skip
    return str(photo_id)


async def kept_sha256(client: httpx.AsyncClient, owner: Person) -> str:
    answer = await client.get(f"/api/v1/photos/{await photo(client, owner)}/original", headers=owner.device)
    return str(answer.headers["etag"].strip('"'))


async def group(client: httpx.AsyncClient, owner: Person) -> str:
    group_id = db.uuid7()
    await db.execute("INSERT INTO photo_groups VALUES ($1, $2, 0, 'sure', true)", group_id, owner.id)
    await db.execute("UPDATE photos SET group_id = $1, place = 0 WHERE id = $2", group_id, await photo(client, owner))
    return str(group_id)


async def draft(client: httpx.AsyncClient, owner: Person) -> str:
    answer = await client.post("/api/v1/drafts", json={"fields": {"title": "A dress"}}, headers=owner.device)
    return str(answer.json()["id"])


async def conversation(client: httpx.AsyncClient, owner: Person) -> str:
    await db.execute(
        """INSERT INTO threads (id, user_id, closet_id, thread_id, member_id, login, item_ids, item_title, preview, unread,
               updated_at, seen_at, entries, has_written, reply_due, ship_due, waits)
           VALUES ($1, $2, $3, 33000000003, 5, 'bella', '{}', '', '', true, now(), now(), '[]', true, true, false, 'reply')
           ON CONFLICT DO NOTHING""",
        db.uuid7(), owner.id, UUID(await closet(client, owner)),
    )  # fmt: skip
    await db.execute(
        """INSERT INTO notifications (id, user_id, closet_id, fold, kind, item_id, member_id, text, at, is_read)
           VALUES ($1, $2, $3, 'x', 'favourited', 33000000001, 5, 'likes it', now(), false) ON CONFLICT DO NOTHING""",
        db.uuid7(), owner.id, UUID(await closet(client, owner)),
    )  # fmt: skip
    return "33000000003"


async def order(client: httpx.AsyncClient, owner: Person) -> str:
    kept = await store.put(process.current().settings.label_folder, b"%PDF-1.4 a label")
    await db.execute(
        """INSERT INTO orders (id, user_id, closet_id, transaction_id, side, title, status_text, waits, placed_at, seen_at,
               item_ids, label, label_sha256, label_at)
           VALUES ($1, $2, $3, 33000000004, 'sold', 'Jeans', '', 'needs_action', now(), now(), '{}', 'ready', $4, now())
           ON CONFLICT DO NOTHING""",
        db.uuid7(), owner.id, UUID(await closet(client, owner)), kept,
    )  # fmt: skip
    return "33000000004"


async def batch(client: httpx.AsyncClient, owner: Person) -> str:
    batch_id = db.uuid7()
    await db.execute(
        """INSERT INTO job_batches (id, user_id, closet_id, act, created_at) VALUES ($1, $2, $3, '{"act": "hide"}', now())""",
        batch_id, owner.id, UUID(await closet(client, owner)),
    )  # fmt: skip
    return str(batch_id)


async def template(client: httpx.AsyncClient, owner: Person) -> str:
    body = {"name": str(db.uuid7()), "language": "en", "title": "A dress"}
    answer = await client.post("/api/v1/templates", json=body, headers=owner.device)
    return str(answer.json()["id"])


async def template_use(_: httpx.AsyncClient, owner: Person) -> str:
    use_id = db.uuid7()
    await db.execute("INSERT INTO template_uses (id, user_id, changed, made_at) VALUES ($1, $2, '[]', now())", use_id, owner.id)
    return str(use_id)


async def thumb(_: httpx.AsyncClient, __: Person) -> str:
    return "thumb"


THINGS: dict[str, Thing] = {
    "device_id": device,
    "closet_id": closet,
    "job_id": job,
    "item_id": listing,
    "photo_id": photo,
    "kept_sha256": kept_sha256,
    "variant": thumb,
    "group_id": group,
    "draft_id": draft,
    "thread_id": conversation,
    "transaction_id": order,
    "batch_id": batch,
    "template_id": template,
    "use_id": template_use,
}
"""By the name of the path parameter, or of the field of a body, that takes the thing's id."""

BODIES: dict[str, Any] = {
    "PUT /api/v1/vinted/listing/{item_id}": {"closet_id": "00000000-0000-7000-8000-000000000000", "hidden": True},
}
"""Bodies for routes whose made-up one is refused before the thing is looked for: `"PUT /api/v1/drafts/{draft_id}": {...}`."""

RAW: dict[str, tuple[bytes, dict[str, str]]] = {
    "PUT /api/v1/jobs/{job_id}/label": (b"%PDF-", {"x-sha256": hashlib.sha256(b"%PDF-").hexdigest()}),
    "PUT /api/v1/jobs/{job_id}/snapshot/{vinted_photo_id}": (b"a photo", {"x-sha256": hashlib.sha256(b"a photo").hexdigest()}),
}
"""Bytes and headers of routes that take no JSON."""

APART = {"POST /api/v1/jobs/journal"}
"""Routes that take what is one's own out of a mixture, each with a test of its own at the end of this file."""

PARTS = {"vinted_photo_id", "verb", "member_id"}
"""Path parameters that name a part of the thing before them."""

WITHOUT_A_THING = {
    "GET /api/v1/reference/{language}",
    "GET /api/v1/reference/form/{country}/{catalog_id}",
    "PUT /api/v1/analysis/consents/{provider}",
    "DELETE /api/v1/analysis/consents/{provider}",
}
"""Routes with a path parameter that names nothing of anybody's (a language, a country, a provider)."""

# ---------------------------------------------------------------- the walk

NOTHING = {"uuid": "00000000-0000-7000-8000-000000000000", "int": "1", "str": "fr"}
"""What stands for an id where it does not matter whose, by the parameter's type."""


class Route(NamedTuple):
    method: str
    path: str
    types: dict[str, str]
    """Of its path parameters."""
    body: type | None

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def names(self) -> set[str]:
        """The things it is told of: by its path, and anywhere in its body."""
        return (self.types.keys() | (fields_of(inspect.type_info(self.body)) & THINGS.keys() if self.body else set())) - PARTS

    def at(self, ids: dict[str, str]) -> str:
        return re.sub(r"{(\w+)}", lambda m: ids.get(m[1]) or NOTHING[self.types[m[1]]], self.path)

    def filled(self, ids: dict[str, str]) -> Any:
        """A valid body that names these things; None for a route without one."""
        if self.body is None:
            return None
        made_up = value_of(inspect.type_info(self.body), random.Random(self.name))
        return named(BODIES.get(self.name, msgspec.to_builtins(made_up)), ids)


def table(app: Litestar) -> Iterator[Route]:
    """Every route of the application, OPTIONS, HEAD and the documentation's own pages left out."""
    for route in app.routes:
        if isinstance(route, HTTPRoute) and not route.path.startswith("/schema"):
            path, types = re.sub(r"{(\w+):\w+}", r"{\1}", route.path), dict(re.findall(r"{(\w+):(\w+)}", route.path))
            for handler in route.route_handlers:
                field = handler.parsed_data_field
                for method in sorted(str(m) for m in handler.http_methods if m not in ("OPTIONS", "HEAD")):
                    yield Route(method, path, types, field.annotation if field else None)


def fields_of(described: inspect.Type) -> set[str]:
    """The names of all fields of a body, those of its parts included."""
    match described:
        case inspect.StructType():
            return {f.encode_name for f in described.fields}.union(*(fields_of(f.type) for f in described.fields))
        case inspect.UnionType():
            return set().union(*(fields_of(t) for t in described.types))
        case inspect.ListType():
            return fields_of(described.item_type)
        case inspect.Metadata():
            return fields_of(described.type)
    return set()


def named(body: Any, ids: dict[str, str]) -> Any:
    """The body with these things' ids wherever it names one. A number keeps a number: Vinted's `draft_id` is none of ours."""
    if isinstance(body, dict):
        return {k: _id(v, ids[k]) if k in ids and v is not None else named(v, ids) for k, v in body.items()}
    return [named(v, ids) for v in body] if isinstance(body, list) else body


def _id(made_up: Any, own: str) -> Any:
    if isinstance(made_up, int):
        return int(own) if own.isdecimal() else made_up
    return own


async def ask(client: httpx.AsyncClient, route: Route, ids: dict[str, str], headers: dict[str, str]) -> httpx.Response:
    if route.name in RAW:
        content, more = RAW[route.name]
        return await client.request(route.method, route.at(ids), headers={**headers, **more}, content=content)
    return await client.request(route.method, route.at(ids), headers=headers, json=route.filled(ids))


async def test_the_public_list_names_only_routes_that_exist(app: Litestar):
    assert {r.name for r in table(app)} >= PUBLIC
    assert {r.name for r in table(app)} >= BODIES.keys() | RAW.keys() | APART | WITHOUT_A_THING


async def test_nobody_gets_past_the_public_list(app: Litestar, client: httpx.AsyncClient):
    """Before anything else is looked at: no body, made-up ids, and still 401."""
    open_ones = []
    for route in table(app):
        answer = await client.request(route.method, route.at({}), headers={"origin": "http://testserver"})
        if answer.status_code != 401 and route.name not in PUBLIC:
            open_ones.append(f"{route.name} answers {answer.status_code} to nobody: guard it, or add it to PUBLIC and say why")
    assert open_ones == []


async def test_a_cookie_from_a_foreign_page_changes_nothing(app: Litestar, client: httpx.AsyncClient, make_user: MakeUser):
    cookie = {**(await make_user()).portal, "origin": "https://evil.example"}
    believed = []
    for route in table(app):
        if route.method != "GET" and route.name not in PUBLIC:
            answer = await client.request(route.method, route.at({}), headers=cookie)
            if answer.status_code != 403:
                believed.append(f"{route.name} answers {answer.status_code}")
    assert believed == []


async def test_a_revoked_device_is_refused_everywhere(app: Litestar, client: httpx.AsyncClient, make_user: MakeUser):
    """A device that is revoked while it works a job learns it at its next request, whichever that is."""
    person = await make_user()
    await client.delete(f"/api/v1/auth/devices/{person.connected.id}", headers=person.portal)
    believed = []
    for route in table(app):
        if route.name not in PUBLIC:
            answer = await client.request(route.method, route.at({}), headers=person.device)
            if (answer.status_code, answer.json().get("code")) != (401, "device_revoked"):
                believed.append(f"{route.name} answers {answer.status_code}")
    assert believed == []


async def test_somebody_elses_things_are_not_there(app: Litestar, client: httpx.AsyncClient, two_users: tuple[Person, Person]):
    owner, other = two_users
    walked, wrong = 0, []
    for route in table(app):
        if not route.names or route.name in PUBLIC | APART | WITHOUT_A_THING:
            continue
        unknown = route.names - THINGS.keys()
        if unknown:
            wrong.append(f"{route.name}: add to THINGS how somebody comes by {', '.join(sorted(unknown))}")
            continue
        ids = {name: await THINGS[name](client, owner) for name in sorted(route.names)}
        answers = [await ask(client, route, ids, headers) for headers in (other.portal, other.device)]
        walked += 1
        # one may be 403: a route that is only for the portal, or only for devices, whoever asks
        if {a.status_code for a in answers} not in ({404}, {403, 404}) or any(_leaks(a, ids) for a in answers):
            wrong.append(f"{route.name} answers somebody else: {[a.text[:300] for a in answers]}")
    assert wrong == []
    assert walked


@pytest.mark.parametrize("through", ["portal", "device"])
async def test_lists_show_nothing_of_somebody_else(
    app: Litestar, client: httpx.AsyncClient, two_users: tuple[Person, Person], through: str
):
    owner, other = two_users
    ids = {name: await thing(client, owner) for name, thing in THINGS.items()}
    wrong = []
    for route in table(app):
        if route.method == "GET" and not route.types and route.name not in PUBLIC:
            answer = await client.get(route.path, headers=getattr(other, through))
            if answer.status_code not in (200, 400, 403) or _leaks(answer, ids):
                wrong.append(f"{route.name} answers {answer.status_code}: {answer.text[:200]}")
    assert wrong == []


OTHER_QUERIES = {"limit", "state", "waits", "q", "archived", "unread", "side", "rendering"}
"""Query parameters that name nothing of anybody's."""


async def test_what_a_query_names_of_somebody_else_is_not_shown(
    app: Litestar, client: httpx.AsyncClient, two_users: tuple[Person, Person]
):
    """Ids and cursors in a query: the other person's answer is 404, or a list without a trace of it."""
    owner, other = two_users
    ids = {name: await thing(client, owner) for name, thing in THINGS.items()}
    await two_of_each(client, owner)
    asked, wrong = 0, []
    for route, names in queries(app):
        for name in sorted(names - OTHER_QUERIES):
            value = {"ids": ids["photo_id"], "after": await cursor(client, route, owner)}.get(name) or ids.get(name)
            if value is None:
                wrong.append(f"{route.name} takes {name}: say in THINGS or OTHER_QUERIES what it names")
                continue
            mine = await client.get(route.at(ids), params={name: value}, headers=owner.portal)
            own = {"closet_id": await closet(client, other)}
            theirs = await client.get(route.at(own), params={name: value}, headers=other.portal)
            asked += 1
            shown = {n: v for n, v in ids.items() if v != value and n != "variant"} | {"named": f'"id":"{value}"'}
            if theirs.status_code not in (200, 404) or _leaks(theirs, shown) or mine.status_code not in (200, 404):
                wrong.append(f"{route.name}?{name}= answers {theirs.status_code}: {theirs.text[:200]}")
    assert wrong == []
    assert asked > 6


def queries(app: Litestar) -> Iterator[tuple[Route, set[str]]]:
    """The GET routes, each with the names of its query parameters."""
    documented = app.openapi_schema.paths or {}
    for route in table(app):
        if route.method == "GET" and route.name not in PUBLIC and (item := documented.get(route.path)) and item.get:
            yield route, {p.name for p in item.get.parameters or [] if getattr(p, "param_in", "") == "query"}  # type: ignore[union-attr]


async def cursor(client: httpx.AsyncClient, route: Route, owner: Person) -> str | None:
    """The `next` of the owner's own list, when it gives one thing a page."""
    page = await client.get(route.at({"closet_id": await closet(client, owner)}), params={"limit": 1}, headers=owner.portal)
    return page.json().get("next") if page.status_code == 200 else None


async def two_of_each(client: httpx.AsyncClient, owner: Person) -> None:
    """Enough of everything that is listed for a second page."""
    closet_id = UUID(await closet(client, owner))
    await draft(client, owner)
    await template(client, owner)
    await group(client, owner)
    wish = {"closet_id": str(closet_id), "wish": {"verb": "set_hidden", "item_id": 33_000_000_009, "hidden": True}}
    await client.post("/api/v1/jobs", json=wish, headers=owner.portal)
    await db.execute(
        """INSERT INTO listings (id, closet_id, item_id, user_id, title, state, seen, first_seen_at, seen_at)
           SELECT $1, closet_id, 33000000008, user_id, title, state, seen, now(), now() FROM listings WHERE user_id = $2""",
        db.uuid7(), owner.id,
    )  # fmt: skip
    await batch(client, owner)
    for table, key, number in (("threads", "thread_id", 33_000_000_013), ("orders", "transaction_id", 33_000_000_014),
                               ("notifications", "member_id", 6)):  # fmt: skip
        await copied(table, key, number, owner)
    for _ in range(2):
        alike = [UUID(await photo(client, owner)) for _ in range(2)]
        await db.execute("INSERT INTO photo_pairs VALUES ($1, $2, $3, $4, 'cropped', NULL)", db.uuid7(), owner.id, *alike)
        await db.execute(
            "INSERT INTO closet_diary (id, closet_id, kind, at) VALUES ($1, $2, 'not_found', now())", db.uuid7(), closet_id
        )


async def copied(table: str, key: str, number: int, owner: Person) -> None:
    """One more row of the owner's like the one there is, with this number as its key."""
    await db.execute(
        f"""INSERT INTO {table} SELECT (jsonb_populate_record(r, jsonb_build_object(
                'id', $1::uuid, '{key}', $2::bigint, 'fold', 'y'))).* FROM {table} r WHERE user_id = $3 LIMIT 1""",
        db.uuid7(), number, owner.id,
    )  # fmt: skip


async def test_the_walk_sees_a_leak(client: httpx.AsyncClient, make_user: MakeUser):
    """The same check finds the owner's own things, so it would find them in somebody else's answer."""
    owner = await make_user()
    answer = await client.get("/api/v1/auth/devices", headers=owner.portal)
    assert _leaks(answer, {"device_id": await device(client, owner)})


async def test_a_journal_changes_nothing_of_somebody_else(client: httpx.AsyncClient, two_users: tuple[Person, Person]):
    """After a restore a device's journal is taken as fact, but only about its own person's closets and jobs."""
    owner, other = two_users
    ids = {"closet_id": await closet(client, owner), "job_id": await job(client, owner)}
    own_closet = await closet(client, other)
    lease = {"build": "1", "wire_version": 1, "verbs": ["set_hidden"], "hands": [], "holding": []}
    await jobs.restore()  # else a journal is not heard at all
    await client.post("/api/v1/jobs/lease", json=lease, headers=other.device)
    entry = {
        "epoch": "1", "verb": "set_hidden", "version": 1, "facts": {"undo": True}, "end": "done", "reason": "ok",
        "work": {"verb": "set_hidden", "item_id": 33_000_000_002, "hidden": True}, "at": "2026-11-23T10:00:00Z",
        "steps": [{"seq": 1, "step": "hide", "undo": False, "status": "done", "at": "2026-11-23T10:00:00Z"}],
    }  # fmt: skip
    made_up = str(db.uuid7())
    claims = [ids, {**ids, "closet_id": own_closet}, {**ids, "job_id": made_up}]
    journal = {
        "generation": await db.fetchval("SELECT generation FROM installation"),
        "entries": [{**entry, **claimed} for claimed in claims],
    }
    before = (await client.get(f"/api/v1/jobs/{ids['job_id']}", headers=owner.portal)).json()
    answer = await client.post("/api/v1/jobs/journal", json=journal, headers=other.device)
    assert (answer.status_code, answer.json().get("taken")) == (200, 0), answer.text
    assert (await client.get(f"/api/v1/jobs/{ids['job_id']}", headers=owner.portal)).json() == before
    for person in two_users:
        assert (await client.get(f"/api/v1/jobs/{made_up}", headers=person.portal)).status_code == 404


async def heard(client: httpx.AsyncClient, who: Person, **entry: Any) -> dict[str, Any]:
    """One journal entry of this person's device; the entry as sent."""
    sent = {
        "job_id": str(db.uuid7()), "closet_id": await closet(client, who), "epoch": "x", "verb": "publish_listing", "version": 1,
        "facts": {}, "steps": [], "at": "2026-11-23T10:00:00Z", **entry,
    }  # fmt: skip
    lease = {"build": "1", "wire_version": 1, "verbs": ["set_hidden"], "hands": [], "holding": []}
    await client.post("/api/v1/jobs/lease", json=lease, headers=who.device)
    body = {"generation": await db.fetchval("SELECT generation FROM installation"), "entries": [sent]}
    answer = await client.post("/api/v1/jobs/journal", json=body, headers=who.device)
    assert answer.status_code == 200, answer.text
    return sent


def publishing(draft_id: str, sha256: str = "a" * 64) -> dict[str, Any]:
    fields = {"title": "Robe", "price": {"amount": 1500, "currency": "EUR"}, "catalog_id": 1}
    return {"verb": "publish_listing", "draft_id": draft_id, "content": {"fields": fields, "photos": [{"sha256": sha256}]}}


async def queued_publish(client: httpx.AsyncClient, owner: Person, draft_id: str) -> UUID:
    """The job of a draft that is being published, written as the wish would."""
    job_id = db.uuid7()
    await db.execute(
        """INSERT INTO jobs (id, user_id, closet_id, verb, writing, pressed, work, title, draft_id, state, changed_by, facts,
               next_at, created_at)
           VALUES ($1, $2, $3, 'publish_listing', true, true, $4, 'Robe', $5, 'queued', 'person', '{}', now(), now())""",
        job_id, owner.id, UUID(await closet(client, owner)), msgspec.json.encode(publishing(draft_id)), UUID(draft_id),
    )  # fmt: skip
    await db.execute("UPDATE drafts SET state = 'publishing', job_id = $2 WHERE id = $1", UUID(draft_id), job_id)
    return job_id


async def test_a_journal_with_somebody_elses_draft_stands_in_nobodys_way(
    client: httpx.AsyncClient, two_users: tuple[Person, Person]
):
    owner, other = two_users
    for person in two_users:
        await closet(client, person)
    await jobs.restore()
    draft_id = await draft(client, owner)
    job_id = await queued_publish(client, owner, draft_id)
    sent = await heard(client, other, work=publishing(draft_id))
    kept = (await client.get(f"/api/v1/jobs/{job_id}", headers=owner.portal)).json()
    assert kept["state"] == "queued"
    foreign = await db.fetchrow("SELECT user_id, draft_id FROM jobs WHERE id = $1", UUID(sent["job_id"]))
    assert (foreign["user_id"], foreign["draft_id"]) == (other.id, None)


async def test_two_people_may_each_publish_under_one_draft_id(client: httpx.AsyncClient, two_users: tuple[Person, Person]):
    """Ids of drafts are told by their owners, so a second user's row must not take the first one's place."""
    draft_id = str(db.uuid7())
    assert len({await queued_publish(client, person, draft_id) for person in two_users}) == 2


async def test_a_journal_nobody_asked_for_is_not_heard(client: httpx.AsyncClient, two_users: tuple[Person, Person]):
    _, other = two_users
    sent = await heard(client, other, work=publishing(str(db.uuid7())))
    assert (await client.get(f"/api/v1/jobs/{sent['job_id']}", headers=other.portal)).status_code == 404
    await jobs.restore()
    await heard(client, other, work=publishing(str(db.uuid7())))
    late = await heard(client, other, work=publishing(str(db.uuid7())))
    assert (await client.get(f"/api/v1/jobs/{late['job_id']}", headers=other.portal)).status_code == 404


async def test_naming_a_picture_does_not_make_it_ones_own(client: httpx.AsyncClient, two_users: tuple[Person, Person]):
    """A job that a journal brought says which bytes it uploaded; only bytes its user has are believed."""
    owner, other = two_users
    theirs, own = await kept_sha256(client, owner), await kept_sha256(client, other)
    await closet(client, other)
    await jobs.restore()
    for photo_id, sha256 in ((4242, theirs), (4243, own)):
        sent = await heard(client, other, work=publishing(str(db.uuid7()), sha256))
        await client.post(
            f"/api/v1/jobs/{sent['job_id']}/steps", json={"epoch": "x", "facts": {"photo_ids": [photo_id]}}, headers=other.device
        )
        await db.execute("DELETE FROM device_journals")  # so that the next one is heard as well
    assert {row["sha256"] for row in await db.fetch("SELECT sha256 FROM vinted_photos")} == {own}


def _leaks(answer: httpx.Response, ids: dict[str, str]) -> bool:
    return any(value in answer.text for value in ids.values())
