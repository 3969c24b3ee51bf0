"""The vocabularies over HTTP: small, kept by the browser, in four languages."""

import gzip

import pytest


@pytest.mark.parametrize("language", ["en", "fr", "es", "de"])
async def test_the_document_is_small_and_kept(client, make_user, language):
    person = await make_user()
    address = f"/api/v1/reference/{language}"
    async with client.stream("GET", address, headers={**person.device, "accept-encoding": "gzip"}) as answer:
        packed = b"".join([part async for part in answer.aiter_raw()])
    assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
    assert len(packed) <= 60_000
    plain = await client.get(address, headers={**person.device, "accept-encoding": "identity"})
    assert gzip.decompress(packed) == plain.content
    assert plain.json()["language"] == language
    again = await client.get(address, headers={**person.device, "if-none-match": plain.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_an_unknown_language_is_refused(client, make_user):
    answer = await client.get("/api/v1/reference/it", headers=(await make_user()).device)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")


async def test_brands_are_found_by_the_beginning_of_a_word(client, make_user):
    person = await make_user()
    found = (await client.get("/api/v1/reference/brands", params={"q": "zar"}, headers=person.device)).json()["items"]
    assert found[0]["title"] == "Zara"
    best = (await client.get("/api/v1/reference/brands", headers=person.device)).json()["items"]
    assert len(best) == 20
