"""How an installed extension is connected: the portal's yes, the code, the token; and everything that must not work."""

import asyncio
import secrets
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from vintedbot.kit import db
from vintedbot.settings import EXTENSION_ID

from tests.server.people import MakeUser

from .conftest import PASSWORD, Browser, code_of
from .device_flow import REDIRECT, STATE, VERIFIER, asked, bearer, code_for, connect, exchanged


async def test_the_whole_way(anna: Browser, extension: Browser):
    request = asked()
    answer = await anna.post("/auth/device/authorize", json=request)
    address = urlsplit(answer.json()["redirect_to"])
    assert f"https://{address.netloc}{address.path}" == REDIRECT
    values = parse_qs(address.query)
    assert values["state"] == [STATE]
    given = (await extension.post("/auth/device/token", json=exchanged(values["code"][0]))).json()
    assert given["device_token"].startswith("vbd_")
    assert len(given["device_token"]) == 4 + 43, "256 bits"
    assert (given["user"]["email"], given["device"]["label"]) == ("anna@example.com", "Chrome on Linux")
    me = (await extension.get("/auth/me", headers=bearer(given))).json()
    assert (me["device"]["install_id"], me["device"]["current"]) == (request["install_id"], True)


async def test_nothing_that_opens_anything_is_stored(anna: Browser, extension: Browser):
    code = await code_for(anna)
    given = (await extension.post("/auth/device/token", json=exchanged(code))).json()
    kept = "".join([str([tuple(row) for row in await db.fetch(f"SELECT * FROM {table}")]) for table in await _tables()])
    for secret in (code, given["device_token"], given["device_token"][4:], VERIFIER, PASSWORD, anna.cookies["vintedbot_refresh"]):
        assert secret not in kept


async def _tables() -> list[str]:
    return [row[0] for row in await db.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]


async def test_only_the_person_in_the_portal_says_yes(anna: Browser, browser: Browser, extension: Browser):
    assert code_of(await browser.post("/auth/device/authorize", json=asked())) == "401 not_signed_in"
    given = await connect(anna, extension)
    answer = await extension.post("/auth/device/authorize", json=asked(), headers=bearer(given))
    assert code_of(answer) == "403 forbidden"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"client_id": "a" * 32}, "400 wrong_client"),
        ({"client_id": "a" * 32, "redirect_uri": f"https://{'a' * 32}.chromiumapp.org/vintedbot"}, "400 wrong_client"),
        ({"redirect_uri": "https://evil.example/vintedbot"}, "400 foreign_redirect"),
        ({"redirect_uri": REDIRECT + "/"}, "400 foreign_redirect"),
        ({"redirect_uri": REDIRECT + "?x=1"}, "400 foreign_redirect"),
        ({"redirect_uri": REDIRECT.replace("https", "http")}, "400 foreign_redirect"),
        ({"redirect_uri": REDIRECT.upper()}, "400 foreign_redirect"),
        ({"redirect_uri": f"https://{EXTENSION_ID}.chromiumapp.org.evil.example/vintedbot"}, "400 foreign_redirect"),
    ],
)
@pytest.mark.parametrize("silent", [False, True])
async def test_nobody_else_is_answered(anna: Browser, change: dict[str, str], code: str, silent: bool):
    request = asked(**change)
    assert code_of(await anna.post("/auth/device/authorize", json={**request, "silent": silent})) == code
    shown = {k: request[k] for k in ("client_id", "redirect_uri", "state")}
    assert code_of(await anna.get("/auth/device/authorize", params=shown)) == code
    assert await db.fetchval("SELECT count(*) FROM device_codes") == 0


@pytest.mark.parametrize(
    "change",
    [{"code_challenge_method": "plain"}, {"code_challenge": VERIFIER}, {"state": "short"}, {"install_id": "1"}, {"label": ""}],
)
async def test_a_weak_request_is_refused(anna: Browser, change: dict[str, str]):
    answer = await anna.post("/auth/device/authorize", json=asked(**change))
    assert code_of(answer) == "400 invalid_input"
    assert answer.json()["field"] in change


async def test_not_now_leads_back_with_an_error(browser: Browser):
    shown = {k: asked()[k] for k in ("client_id", "redirect_uri", "state")}
    answer = await browser.get("/auth/device/authorize", params=shown)
    address = answer.json()["cancel_to"]
    assert address.startswith(REDIRECT + "?")
    assert parse_qs(urlsplit(address).query) == {"error": ["access_denied"], "state": [STATE]}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code_verifier": secrets.token_urlsafe(48)}, "400 code_refused"),
        ({"code": "made up"}, "400 code_refused"),
        ({"client_id": "a" * 32}, "400 wrong_client"),
        ({"redirect_uri": "https://evil.example/vintedbot"}, "400 foreign_redirect"),
    ],
)
async def test_a_stolen_code_is_worth_nothing(anna: Browser, extension: Browser, change: dict[str, str], code: str):
    stolen = await code_for(anna)
    assert code_of(await extension.post("/auth/device/token", json={**exchanged(stolen), **change})) == code
    assert await db.fetchval("SELECT count(*) FROM devices") == 0


async def test_a_wrong_verifier_uses_the_code_up(anna: Browser, extension: Browser):
    code = await code_for(anna)
    await extension.post("/auth/device/token", json=exchanged(code, code_verifier=secrets.token_urlsafe(48)))
    assert code_of(await extension.post("/auth/device/token", json=exchanged(code))) == "400 code_refused"


async def test_a_code_lives_a_minute(anna: Browser, extension: Browser):
    code = await code_for(anna)
    left = await db.fetchval("SELECT extract(epoch FROM expires_at - now())::float8 FROM device_codes")
    assert 50 < left <= 60
    await db.execute("UPDATE device_codes SET expires_at = now()")
    assert code_of(await extension.post("/auth/device/token", json=exchanged(code))) == "400 code_refused"


async def test_a_second_use_revokes_what_the_first_gave(anna: Browser, extension: Browser):
    code = await code_for(anna)
    given = (await extension.post("/auth/device/token", json=exchanged(code))).json()
    assert (await extension.get("/auth/me", headers=bearer(given))).status_code == 200
    assert code_of(await extension.post("/auth/device/token", json=exchanged(code))) == "400 code_refused"
    assert code_of(await extension.get("/auth/me", headers=bearer(given))) == "401 device_revoked"


async def test_an_old_code_does_not_revoke_a_newer_connection(anna: Browser, extension: Browser):
    install = str(uuid4())
    code = await code_for(anna, install_id=install)
    await extension.post("/auth/device/token", json=exchanged(code))
    newer = await connect(anna, extension, install_id=install)
    await extension.post("/auth/device/token", json=exchanged(code))
    assert (await extension.get("/auth/me", headers=bearer(newer))).status_code == 200


async def test_ten_uses_at_once_connect_nothing_that_lasts(anna: Browser, extension: Browser):
    code = await code_for(anna)
    answers = await asyncio.gather(*(extension.post("/auth/device/token", json=exchanged(code)) for _ in range(10)))
    assert sorted(a.status_code for a in answers) == [200] + [400] * 9
    given = next(a.json() for a in answers if a.status_code == 200)
    assert code_of(await extension.get("/auth/me", headers=bearer(given))) == "401 device_revoked"


async def test_silence_is_for_connected_devices(anna: Browser, extension: Browser):
    request = asked(silent=True)
    answer = await anna.post("/auth/device/authorize", json=request)
    values = parse_qs(urlsplit(answer.json()["redirect_to"]).query)
    assert values == {"error": ["consent_required"], "state": [STATE]}
    given = await connect(anna, extension, install_id=request["install_id"])
    again = await connect(anna, extension, **request)
    assert again["device"]["id"] == given["device"]["id"]
    await anna.delete(f"/auth/devices/{given['device']['id']}")
    answer = await anna.post("/auth/device/authorize", json=request)
    assert "error=consent_required" in answer.json()["redirect_to"]


async def test_the_same_person_again_keeps_the_device_with_a_new_token(anna: Browser, extension: Browser):
    install = str(uuid4())
    first = await connect(anna, extension, install_id=install)
    again = await connect(anna, extension, install_id=install, label="Chrome on Linux (work)")
    assert again["device"]["id"] == first["device"]["id"]
    assert again["device"]["label"] == "Chrome on Linux (work)"
    assert code_of(await extension.get("/auth/me", headers=bearer(first))) == "401 not_signed_in"
    assert (await extension.get("/auth/me", headers=bearer(again))).status_code == 200


async def test_a_revoked_device_may_be_connected_again(anna: Browser, extension: Browser):
    install = str(uuid4())
    first = await connect(anna, extension, install_id=install)
    await anna.delete(f"/auth/devices/{first['device']['id']}")
    again = await connect(anna, extension, install_id=install)
    assert again["device"]["id"] == first["device"]["id"], "its journal is still there"
    assert (await extension.get("/auth/me", headers=bearer(again))).status_code == 200
    assert code_of(await extension.get("/auth/me", headers=bearer(first))) == "401 not_signed_in"


async def test_an_install_serves_one_person(anna: Browser, browser: Browser, extension: Browser):
    await browser.post("/auth/register", json={"email": "ben@example.com", "password": PASSWORD})
    install = str(uuid4())
    hers = await connect(anna, extension, install_id=install)
    his = await connect(browser, extension, install_id=install)
    assert his["device"]["id"] != hers["device"]["id"]
    assert code_of(await extension.get("/auth/me", headers=bearer(hers))) == "401 device_revoked"
    assert (await anna.get("/auth/devices")).json()["items"] == []
    assert await db.fetchval("SELECT subject::text FROM outbox WHERE task = 'identity.device_revoked'") == hers["device"]["id"]


async def test_eight_people_connecting_one_install_at_once(extension: Browser, make_user: MakeUser):
    install = str(uuid4())
    codes = []
    for _ in range(8):
        person = await make_user()
        codes.append(await code_for(extension, person.portal, install_id=install))
    answers = await asyncio.gather(*(extension.post("/auth/device/token", json=exchanged(code)) for code in codes))
    assert [a.status_code for a in answers] == [200] * 8
    alive = [(await extension.get("/auth/me", headers=bearer(a.json()))).status_code for a in answers]
    assert sorted(alive) == [200] + [401] * 7


async def test_a_closed_window_leaves_nothing(anna: Browser):
    await anna.get("/auth/device/authorize", params={k: asked()[k] for k in ("client_id", "redirect_uri", "state")})
    await code_for(anna)
    assert (await anna.get("/auth/devices")).json()["items"] == []


async def test_the_extension_may_read_the_answer_and_other_pages_may_not(browser: Browser):
    for origin, allowed in ((f"chrome-extension://{EXTENSION_ID}", True), ("https://evil.example", False)):
        answer = await browser.options(
            "/auth/device/token",
            headers={"origin": origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type"},
        )
        assert (answer.headers.get("access-control-allow-origin") == origin) is allowed
