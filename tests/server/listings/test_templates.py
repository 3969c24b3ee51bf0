"""Templates through HTTP: kept by revision, tried and used on drafts, taken back, carried in files with a report line by line."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from vintedbot.kit import db
from vintedbot.listings import templates, templates_use
from vintedbot_schemas.templates import TemplateContent

from tests.server.people import new_person

from .test_drafts import DRAFTS, begun, save
from .test_rules import DRESS, SIZE

TEMPLATES = "/api/v1/templates"
BODY: dict[str, Any] = {
    "name": "Robes", "language": "fr", "title": "Robe {brand} [{size}]", "description": "{description}\n\nÉtat : {condition}",
    "fields": {"brand_id": None, "brand": "", "condition_id": None, "package_size_id": 2}, "category_ids": [],
}  # fmt: skip


@pytest.fixture
async def person(client, make_user):
    return await make_user()


async def send(client, person, path: str, body: Any = None, status: int = 200) -> dict[str, Any]:
    answer = await client.post(TEMPLATES + path, json=body, headers=person.device)
    assert answer.status_code == status, answer.text
    return answer.json()


async def kept(client, person, **changed: Any) -> dict[str, Any]:
    return await send(client, person, "", {**BODY, **changed}, 201)


async def put(client, person, template: dict[str, Any], **changed: Any):
    body = {"revision": template["revision"], "content": {**template["content"], **changed}}
    return await client.put(f"{TEMPLATES}/{template['id']}", json=body, headers=person.device)


async def tried(client, person, *drafts: dict[str, Any], content: dict[str, Any] = BODY, **more: Any) -> list[dict[str, Any]]:
    body = {"content": content, "draft_ids": [draft["id"] for draft in drafts], **more}
    return (await send(client, person, "/preview", body))["drafts"]


async def used(client, person, template: dict[str, Any], *drafts: dict[str, Any], **more: Any) -> dict[str, Any]:
    ats = [{"draft_id": draft["id"], "revision": draft["revision"]} for draft in drafts]
    return await send(client, person, f"/{template['id']}/apply", {"revision": template["revision"], "drafts": ats, **more})


async def now(client, person, draft: dict[str, Any]) -> dict[str, Any]:
    return (await client.get(f"{DRAFTS}/{draft['id']}", headers=person.device)).json()


def outcomes(said: dict[str, Any]) -> list[str]:
    return [each["outcome"] for each in said["drafts"]]


# ------------------------------------------------------------------------------------------------ keeping them
async def test_what_was_kept_is_there_again_newest_first_page_by_page(client, person):
    made = [await kept(client, person, name=f"Robes {n}") for n in range(3)]
    assert made[0]["content"] == {**BODY, "name": "Robes 0"}
    first = (await client.get(TEMPLATES, params={"limit": 2}, headers=person.device)).json()
    rest = (await client.get(TEMPLATES, params={"limit": 2, "after": first["next"]}, headers=person.device)).json()
    assert first["items"] + rest["items"] == made[::-1]
    assert rest["next"] is None
    assert (await client.get(f"{TEMPLATES}/{made[1]['id']}", headers=person.device)).json() == made[1]


async def test_two_windows_lose_no_edit_and_the_same_save_twice_is_one(client, person):
    template = await kept(client, person)
    left, right = await asyncio.gather(put(client, person, template, title="left"), put(client, person, template, title="right"))
    won, lost = sorted((left, right), key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code, lost.json()["code"]) == (200, 409, "template_changed")
    assert lost.json()["data"]["current"] == won.json()
    again = await put(client, person, template, title=won.json()["content"]["title"])
    assert (again.status_code, again.json()) == (200, won.json())


async def test_a_text_with_a_mistake_is_refused_with_its_place(client, person):
    answer = await client.post(TEMPLATES, json={**BODY, "title": "Robe {brnad}"}, headers=person.device)
    assert (answer.status_code, answer.json()["code"]) == (422, "template_invalid")
    assert answer.json()["data"]["problems"] == [
        {"code": "unknown_variable", "field": "title", "found": "{brnad}", "line": 1, "column": 6}
    ]
    assert (await send(client, person, "/preview", {"content": {**BODY, "title": "{x}"}, "draft_ids": [str(uuid4())]}))[
        "drafts"
    ] == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "  "}, "content.name"),
        ({"language": "it"}, "language"),
        ({"title": "a\nb"}, "content.title"),
        ({"title": "nul \0"}, "content"),
    ],
)
async def test_what_no_template_can_hold_is_named(client, person, changed, field):
    answer = await client.post(TEMPLATES, json={**BODY, **changed}, headers=person.device)
    assert (answer.status_code, answer.json()["field"]) == (400, field)


async def test_a_name_is_used_once_in_each_language(client, person):
    template = await kept(client, person)
    answer = await client.post(TEMPLATES, json=BODY, headers=person.device)
    assert (answer.status_code, answer.json()["field"]) == (400, "content.name")
    await kept(client, person, language="de")
    assert (await client.delete(f"{TEMPLATES}/{template['id']}", headers=person.device)).status_code == 204
    other = await kept(client, person)
    answer = await client.post(f"{TEMPLATES}/{template['id']}/undelete", headers=person.device)
    assert (answer.status_code, answer.json()["field"]) == (400, "content.name")
    assert (await put(client, person, other, name="Other")).status_code == 200
    assert await send(client, person, f"/{template['id']}/undelete") == template


# ------------------------------------------------------------------------------------------------ using one
async def test_what_the_preview_shows_is_what_is_done_and_it_can_be_taken_back(client, person):
    template = await kept(client, person)
    full = await begun(
        client, person, description="Portée deux fois.", brand="Zara", size_id=SIZE, condition_id=2, catalog_id=DRESS
    )
    bare = await begun(client, person, title="Chose")
    shown, other = await tried(client, person, full, bare)
    assert [(c["field"], c["before"]) for c in shown["changes"]] == [
        ("title", ""), ("description", "Portée deux fois."), ("package_size_id", ""),
    ]  # fmt: skip
    assert shown["changes"][1]["after"] == "Portée deux fois.\n\nÉtat : Très bon état"
    assert shown["empty"] == []
    # the title needs a brand that is not there: it stays as the person wrote it, and the preview says what is empty
    assert [c["field"] for c in other["changes"]] == ["package_size_id"]
    assert set(other["empty"]) == {"brand", "size", "condition", "description"}
    said = await used(client, person, template, full, bare)
    assert outcomes(said) == ["applied", "applied"]
    done = await now(client, person, full)
    assert {c["field"]: c["after"] for c in shown["changes"][:2]} == {
        key: done["fields"][key] for key in ("title", "description")
    }
    assert (done["fields"]["package_size_id"], done["revision"]) == (2, full["revision"] + 1)
    # applied twice is applied once
    assert outcomes(await used(client, person, template, done)) == ["unchanged"]
    assert outcomes(await send(client, person, f"/uses/{said['id']}/undo")) == ["undone", "undone"]
    assert ((await now(client, person, full))["fields"], (await now(client, person, bare))["fields"]) == (
        full["fields"],
        bare["fields"],
    )
    assert outcomes(await send(client, person, f"/uses/{said['id']}/undo")) == ["undone", "undone"]


async def test_only_what_was_shown_is_changed(client, person):
    template = await kept(client, person)
    fresh, stale, gone = [await begun(client, person, brand="Zara") for _ in range(3)]
    assert (await save(client, person, stale, title="Typed meanwhile")).status_code == 200
    await client.delete(f"{DRAFTS}/{gone['id']}", headers=person.device)
    said = await used(client, person, template, fresh, stale, gone)
    assert outcomes(said) == ["applied", "changed_meanwhile", "gone"]
    assert (await now(client, person, stale))["fields"]["title"] == "Typed meanwhile"
    assert (await put(client, person, template, title="Jupe")).status_code == 200
    answer = await client.post(
        f"{TEMPLATES}/{template['id']}/apply",
        json={"revision": 1, "drafts": [{"draft_id": fresh["id"], "revision": 2}]},
        headers=person.device,
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "template_changed")


async def test_what_was_typed_after_it_stays_when_it_is_taken_back(client, person):
    template = await kept(client, person)
    draft = await begun(client, person, brand="Zara", title="Before")
    said = await used(client, person, template, draft)
    done = await now(client, person, draft)
    await save(client, person, done, title="Typed since")
    assert outcomes(await send(client, person, f"/uses/{said['id']}/undo")) == ["partly_undone"]
    fields = (await now(client, person, draft))["fields"]
    assert (fields["title"], fields["package_size_id"]) == ("Typed since", None)


async def test_a_published_draft_stays_as_it_is(client, person):
    template = await kept(client, person)
    draft = await begun(client, person, brand="Zara")
    await db.execute("UPDATE drafts SET state = 'publishing'")
    [shown] = await tried(client, person, draft)
    assert (shown["locked"], shown["changes"]) == (True, [])
    assert outcomes(await used(client, person, template, draft)) == ["locked"]


async def test_what_is_written_is_kept_when_that_is_wanted(client, person):
    draft = await begun(client, person, brand="Zara", title="Mine")
    [shown] = await tried(client, person, draft, keep_written=True)
    assert [c["field"] for c in shown["changes"]] == ["package_size_id"]


async def test_what_does_not_fit_vinteds_limits_is_cut_and_said(client, person):
    draft = await begun(client, person, brand="Zara")
    [shown] = await tried(client, person, draft, content={**BODY, "title": "{brand} " + "mot " * 40})
    title = shown["changes"][0]
    assert len(title["after"]) <= 100
    assert title["cut"] == len(("Zara " + "mot " * 40).strip()) - len(title["after"])


async def test_it_says_where_it_is_meant_for_something_else(client, person):
    draft = await begun(client, person, catalog_id=DRESS)
    other = {**BODY, "category_ids": [5]}
    above = {**BODY, "category_ids": [1904]}
    assert [(await tried(client, person, draft, content=each))[0]["fits"] for each in (BODY, above, other)] == [True, True, False]


async def test_somebody_elses_templates_drafts_and_uses_are_not_there(client, person):
    stranger = await new_person()
    template, draft = await kept(client, person), await begun(client, person, brand="Zara")
    said = await used(client, person, template, draft)
    assert await tried(client, stranger, draft) == []
    theirs = await kept(client, stranger)
    assert outcomes(await used(client, stranger, theirs, draft)) == ["gone"]
    for path in (f"/{template['id']}/apply", f"/uses/{said['id']}/undo", f"/{template['id']}/undelete"):
        body = {"revision": 1, "drafts": [{"draft_id": draft["id"], "revision": 1}]} if path.endswith("apply") else None
        assert (await client.post(TEMPLATES + path, json=body, headers=stranger.device)).status_code == 404
    assert (await put(client, stranger, template)).status_code == 404


# ------------------------------------------------------------------------------------------------ files
async def test_a_broken_entry_costs_only_itself(client, person):
    await kept(client, person)
    good = {**BODY, "name": "New"}
    entries = [
        good, "nonsense", {**good, "name": "A", "title": "{x}"}, {**good, "name": "B", "colour": 1}, {**good, "name": ""}, good,
        BODY, {**BODY, "title": "Other"}, {**good, "name": "C", "fields": {"package_size_id": "big"}},
        {"name": "Least", "language": "es"},
    ]  # fmt: skip
    lines = (await send(client, person, "/import", {"vintedbot_templates": 1, "templates": entries}))["lines"]
    assert [line["outcome"] for line in lines] == [
        "imported", "refused", "refused", "refused", "refused", "known", "known", "kept", "refused", "imported",
    ]  # fmt: skip
    assert [(line["place"], line["refusal"]["code"], line["refusal"]["field"]) for line in lines if line["refusal"]] == [
        (2, "not_an_object", ""), (3, "text", ""), (4, "value", ""), (5, "name_missing", "name"),
        (9, "value", "fields.package_size_id"),
    ]  # fmt: skip
    assert lines[2]["refusal"]["problems"][0]["found"] == "{x}"
    assert "colour" in lines[3]["refusal"]["detail"]
    replaced = await send(client, person, "/import", {"templates": [{**BODY, "title": "Other"}], "same_name": "replace"})
    assert [line["outcome"] for line in replaced["lines"]] == ["updated"]
    file = (await client.get(TEMPLATES + "/export", headers=person.device)).json()
    assert [(each["name"], each["title"]) for each in file["templates"]] == [
        ("Robes", "Other"), ("New", BODY["title"]), ("Least", ""),
    ]  # fmt: skip


async def test_a_file_is_bounded(client, person):
    answer = await client.post(TEMPLATES + "/import", json={"templates": [BODY] * 501}, headers=person.device)
    assert (answer.status_code, answer.json()["field"]) == (400, "templates")
    answer = await client.post(TEMPLATES + "/import", content=b"[" + b" " * (4 << 20) + b"]", headers=person.device)
    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")


async def test_a_report_is_bounded_as_well(client, person):
    said = await send(client, person, "/import", {"templates": [{**BODY, "description": "{" * 4000}]})
    assert len(said["lines"][0]["refusal"]["problems"]) == 20


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{}[]\0\r\n"), max_size=30)
CONTENTS = st.builds(
    TemplateContent, name=TEXTS.filter(str.strip), language=st.sampled_from(["en", "fr", "es", "de"]), title=TEXTS,
    description=st.lists(st.one_of(TEXTS, st.just("[{size}]"), st.just("{brand}")), max_size=3).map("\n".join),
    category_ids=st.lists(st.integers(1, 2**53 - 1), max_size=3),
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CONTENTS, max_size=5, unique_by=lambda each: (each.language, each.name.strip())))
async def test_what_is_exported_and_imported_is_the_same(client, contents):
    giver, taker = await new_person(), await new_person()
    for content in contents:
        await templates.create(giver.id, content)
    file = (await client.get(TEMPLATES + "/export", headers=giver.device)).json()
    said = await send(client, taker, "/import", file)
    assert [line["outcome"] for line in said["lines"]] == ["imported"] * len(contents)
    assert (await client.get(TEMPLATES + "/export", headers=taker.device)).json() == file
    again = await send(client, taker, "/import", file)
    assert [line["outcome"] for line in again["lines"]] == ["known"] * len(contents)


async def test_after_thirty_days_nothing_is_left_to_take_back(client, person):
    template, draft = await kept(client, person), await begun(client, person, brand="Zara")
    said = await used(client, person, template, draft)
    await client.delete(f"{TEMPLATES}/{template['id']}", headers=person.device)
    await db.execute("UPDATE template_uses SET made_at = made_at - interval '31 days'")
    await db.execute("UPDATE templates SET deleted_at = deleted_at - interval '31 days'")
    assert (await client.post(f"{TEMPLATES}/uses/{said['id']}/undo", headers=person.device)).status_code == 404
    assert (await client.post(f"{TEMPLATES}/{template['id']}/undelete", headers=person.device)).status_code == 404
    await templates.clear()
    await templates_use.clear()
    assert await db.fetchval("SELECT (SELECT count(*) FROM templates) + (SELECT count(*) FROM template_uses)") == 0
