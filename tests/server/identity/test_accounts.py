"""Register, sign in, sign out, who am I: what a browser on our pages can do, and what a stranger cannot."""

import asyncio
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from vintedbot.identity import passwords, tokens
from vintedbot.kit import db, limits, process
from vintedbot.settings import Secret, Settings, Web

from .conftest import PASSWORD, Browser, code_of, hold

ANNA = {"email": "anna@example.com", "password": PASSWORD}


async def test_registering_signs_in(browser: Browser):
    answer = await browser.post("/auth/register", json={**ANNA, "language": "fr"})
    assert answer.status_code == 201
    assert (answer.json()["user"]["email"], answer.json()["user"]["language"]) == ("anna@example.com", "fr")
    me = await browser.get("/auth/me")
    assert me.json() == answer.json()
    assert me.json()["device"] is None


async def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(browser: Browser):
    answer = await browser.post("/auth/register", json=ANNA)
    kept = {c.split("=")[0]: c for c in answer.headers.get_list("set-cookie")}
    assert kept.keys() == {"vintedbot_access", "vintedbot_refresh"}
    assert all("HttpOnly" in c and "samesite=lax" in c.lower() for c in kept.values())
    assert "Path=/api/v1/auth;" in kept["vintedbot_refresh"]
    assert answer.headers["cache-control"] == "no-store"


async def test_an_address_in_other_letters_is_the_same_person(anna: Browser, browser: Browser):
    assert code_of(await browser.post("/auth/register", json={**ANNA, "email": "Anna@Example.COM"})) == "409 email_taken"
    assert (await browser.post("/auth/login", json={**ANNA, "email": "ANNA@example.com"})).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "anna"}, "email"),
        ({"password": "short"}, "password"),
        ({"language": "it"}, "language"),
        ({"admin": True}, "admin"),
    ],
)
async def test_bad_input_is_refused_by_name(browser: Browser, change: dict[str, object], field: str):
    answer = await browser.post("/auth/register", json={**ANNA, **change})
    assert code_of(answer) == "400 invalid_input"
    assert field in (answer.json()["field"], *answer.json()["detail"].split("`"))
    assert await db.fetchval("SELECT count(*) FROM users") == 0


async def test_two_at_once_make_one_account(open_browser: Callable[..., Browser]):
    answers = await asyncio.gather(*(open_browser(f"10.0.1.{n}").post("/auth/register", json=ANNA) for n in range(8)))
    assert sorted(a.status_code for a in answers) == [201] + [409] * 7
    assert await db.fetchval("SELECT count(*) FROM users") == 1
    assert await db.fetchval("SELECT count(*) FROM sessions") == 1


async def test_signing_in_and_out(anna: Browser, browser: Browser):
    assert code_of(await browser.get("/auth/me")) == "401 not_signed_in"
    assert (await browser.post("/auth/login", json=ANNA)).json()["user"]["email"] == "anna@example.com"
    refresh = browser.cookies["vintedbot_refresh"]
    assert (await browser.post("/auth/logout")).status_code == 204
    assert not browser.cookies
    assert code_of(await browser.get("/auth/me")) == "401 not_signed_in"
    hold(browser, refresh)
    assert code_of(await browser.post("/auth/refresh")) == "401 not_signed_in"
    assert (await anna.get("/auth/me")).status_code == 200, "another browser's session goes on"


async def test_unknown_address_and_wrong_password_are_told_alike(anna: Browser, browser: Browser):
    wrong = await browser.post("/auth/login", json={**ANNA, "password": "not her password"})
    unknown = await browser.post("/auth/login", json={**ANNA, "email": "nobody@example.com"})
    assert code_of(wrong) == code_of(unknown) == "401 wrong_credentials"
    same = {"type", "title", "status", "code", "detail", "field", "data"}
    assert {k: wrong.json()[k] for k in same} == {k: unknown.json()[k] for k in same}
    assert not browser.cookies


async def test_unknown_address_costs_the_same_work(anna: Browser, browser: Browser, monkeypatch: pytest.MonkeyPatch):
    """Counted, not timed: one argon2 verification, no hash, whoever is asked for."""
    await browser.post("/auth/login", json={**ANNA, "email": "warm@example.com"})  # nobody's hash is made once
    done: list[str] = []

    class Counting:
        def __getattr__(self, name: str) -> object:
            def counted(*args: object) -> object:
                done.append(name)
                return getattr(passwords_hasher, name)(*args)

            return counted

    passwords_hasher = passwords.HASHER
    monkeypatch.setattr(passwords, "HASHER", Counting())
    work = []
    for email in ("anna@example.com", "nobody@example.com"):
        done.clear()
        await browser.post("/auth/login", json={"email": email, "password": "not her password"})
        work.append(list(done))
    assert work == [["verify"], ["verify"]]


async def test_a_password_hashed_the_old_way_is_hashed_anew(anna: Browser, browser: Browser):
    weak = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    await db.execute("UPDATE users SET password_hash = $1", weak)
    assert (await browser.post("/auth/login", json=ANNA)).status_code == 200
    stored = await db.fetchval("SELECT password_hash FROM users")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert (await browser.post("/auth/login", json=ANNA)).status_code == 200


async def test_a_letter_typed_in_two_ways_is_one_password(browser: Browser):
    assert (await browser.post("/auth/register", json={**ANNA, "password": "mot de passe é"})).status_code == 201
    assert (await browser.post("/auth/login", json={**ANNA, "password": "mot de passe e\u0301"})).status_code == 200


async def test_the_sixth_try_in_a_minute_is_refused(anna: Browser, open_browser: Callable[..., Browser]):
    """Lesson 17: per machine and address, so that nobody can lock somebody else out from elsewhere."""
    thief = open_browser("10.6.6.6")
    answers = [await thief.post("/auth/login", json={**ANNA, "password": f"try number {n}"}) for n in range(6)]
    assert [a.status_code for a in answers] == [401] * 5 + [429]
    assert code_of(answers[5]) == "429 rate_limited"
    assert int(answers[5].headers["retry-after"]) >= 1
    assert (await thief.post("/auth/login", json=ANNA)).status_code == 429, "the right password as well"
    assert (await open_browser("10.0.0.9").post("/auth/login", json=ANNA)).status_code == 200


async def test_one_machine_cannot_try_out_a_list_of_addresses(
    open_browser: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
):
    async def instantly(_: str) -> str:
        return ""

    monkeypatch.setattr(passwords, "hashed", instantly)
    stranger = open_browser("10.7.7.7")
    told = [await stranger.post("/auth/register", json={**ANNA, "email": f"a{n}@example.com"}) for n in range(31)]
    assert [a.status_code for a in told] == [201] * 30 + [429]


async def test_security_headers_are_on_every_answer(browser: Browser):
    for answer in (await browser.get("/auth/me"), await browser.post("/auth/login", json=ANNA), await browser.get("/nowhere")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("origin", ["https://evil.example", "http://testserver.evil.example", "null", ""])
@pytest.mark.parametrize("route", ["login", "register", "logout", "refresh"])
async def test_foreign_pages_sign_nobody_in_or_out(anna: Browser, origin: str, route: str):
    body = {} if route in ("logout", "refresh") else {"json": ANNA}
    assert code_of(await anna.post(f"/auth/{route}", headers={"origin": origin}, **body)) == "403 forbidden"
    assert (await anna.get("/auth/me")).status_code == 200


async def test_foreign_pages_change_nothing_with_our_cookie(anna: Browser, make_user: Callable[..., object]):
    for origin in ("https://evil.example", ""):
        answer = await anna.delete("/auth/devices/00000000-0000-7000-8000-000000000000", headers={"origin": origin})
        assert code_of(answer) == "403 forbidden"
    assert (await anna.delete("/auth/devices/00000000-0000-7000-8000-000000000000")).status_code == 404


async def test_a_page_reached_by_another_name_of_ours_is_ours(open_browser: Callable[..., Browser]):
    """`localhost` and `127.0.0.1`, any port: what counts is that the page came from where the request goes."""
    here = open_browser(host="127.0.0.1:41234")
    assert (await here.post("/auth/register", json=ANNA, headers={"origin": "http://127.0.0.1:41234"})).status_code == 201


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."])
async def test_a_made_up_session_is_no_session(browser: Browser, token: str):
    browser.cookies.set("vintedbot_access", token)
    assert code_of(await browser.get("/auth/me")) == "401 not_signed_in"


async def test_a_session_ends_after_ten_minutes(anna: Browser, monkeypatch: pytest.MonkeyPatch):
    # sent by hand: the jar itself would drop a cookie that old
    kept = {"cookie": f"vintedbot_access={anna.cookies['vintedbot_access']}"}
    anna.cookies.clear()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + tokens.ACCESS_S - 5)
    assert (await anna.get("/auth/me", headers=kept)).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + tokens.ACCESS_S + 1)
    assert code_of(await anna.get("/auth/me", headers=kept)) == "401 not_signed_in"


async def test_a_token_of_ours_for_another_purpose_is_no_session(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tokens, "AUDIENCE", "something else")
    assert tokens.read_access(tokens.new_access(db.uuid7(), db.uuid7(), settings.secret_keys), settings.secret_keys) is None


async def test_a_session_signed_by_an_older_secret_holds_and_by_a_foreign_one_does_not(settings: Settings):
    named, ours = tokens.Access(db.uuid7(), db.uuid7()), settings.secret_keys
    newer = (Secret("another secret of thirty-two characters"), *ours)
    assert tokens.read_access(tokens.new_access(named.user_id, named.session_id, ours), newer) == named
    assert tokens.read_access(tokens.new_access(named.user_id, named.session_id, newer), newer) == named
    assert tokens.read_access(tokens.new_access(named.user_id, named.session_id, newer[:1]), ours) is None


async def test_whoever_registers_any_address_of_ours_is_a_plain_user(open_browser: Callable[..., Browser]):
    """Lesson 11: no address found in code or configuration makes anybody more than a stranger."""
    root = Path(__file__).parents[3]
    files = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout.split()
    text = "\n".join(
        (root / f).read_text(errors="ignore") for f in files if Path(f).suffix in {".py", ".toml", ".ts", ".md", ".json"}
    )
    addresses = {a.lower() for a in re.findall(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", text)} | {
        "admin@vintedbot.app",
        "root@localhost.lan",
    }
    assert len(addresses) > 2
    kinds, answers = set(), set()
    for number, email in enumerate(sorted(addresses)):
        person = open_browser(f"10.9.{number // 250}.{number % 250}")
        assert (await person.post("/auth/register", json={"email": email, "password": PASSWORD})).status_code == 201
        row = await db.fetchrow("SELECT * FROM users WHERE email = $1", email)
        kinds.add(tuple((k, v) for k, v in row.items() if k not in ("id", "email", "password_hash", "created_at")))
        answers.add(tuple(sorted((await person.get("/auth/me")).json()["user"])))
    assert len(kinds) == len(answers) == 1


async def test_redis_being_away_does_not_keep_people_out(anna: Browser, browser: Browser, monkeypatch: pytest.MonkeyPatch):
    async def away(*_: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(process.current().redis, "eval", away)
    assert (await browser.post("/auth/login", json=ANNA)).status_code == 200


async def test_what_a_person_understood_is_kept_with_them_and_once(client, two_users):
    one, other = two_users
    first = (await client.post("/api/v1/auth/understood", headers=one.device)).json()
    assert first["understood_at"]
    assert (await client.post("/api/v1/auth/understood", headers=one.portal)).json() == first
    assert (await client.get("/api/v1/auth/me", headers=other.device)).json()["user"]["understood_at"] is None


async def test_the_addresses_of_one_network_are_one_machine(anna: Browser, open_browser: Callable[..., Browser]):
    wrong = {**ANNA, "password": "not the password at all"}
    answers = [await open_browser(f"2001:db8:1:2::{n:x}").post("/auth/login", json=wrong) for n in range(1, 9)]
    assert [a.status_code for a in answers] == [401] * 5 + [429] * 3
    assert (await open_browser("2001:db8:1:3::1").post("/auth/login", json=wrong)).status_code == 401
    mapped = [await open_browser("::ffff:10.1.1.1").post("/auth/login", json=wrong) for _ in range(5)]
    assert {a.status_code for a in mapped} == {401}
    assert (await open_browser("10.1.1.1").post("/auth/login", json=wrong)).status_code == 429


async def test_one_account_is_not_tried_from_everywhere(anna: Browser, browser: Browser, open_browser: Callable[..., Browser]):
    who = tokens.digest("anna@example.com").hex()
    for _ in range(50):
        assert await limits.wait_ms("login-email", who, 50, 3600) == 0
    refused = await open_browser("10.77.0.1").post("/auth/login", json=ANNA)
    assert (refused.status_code, refused.json()["data"]["limit"]) == (429, "login-email")
    assert not any(b"@" in key for key in await process.current().redis.keys())


def test_no_proxy_is_believed_unless_it_is_named():
    assert Web().trusted_proxies == ""


@pytest.mark.parametrize(
    ("origin", "host", "status"),
    [
        ("http://testserver", "testserver", 201),
        ("http://localhost:18733", "localhost:18733", 201),
        ("http://127.0.0.1:18733", "127.0.0.1:18733", 201),
        ("http://evil.test:18733", "evil.test:18733", 403),
        ("http://localhost:9", "localhost:18733", 403),
        ("https://testserver", "testserver", 403),
        ("null", "null", 403),
    ],
)
async def test_a_name_that_leads_to_this_machine_is_not_ours(browser: Browser, origin: str, host: str, status: int):
    """After DNS rebinding a foreign page reaches a server on somebody's machine with an Origin that equals its Host."""
    new = {"email": "anna@example.com", "password": PASSWORD}
    answer = await browser.post("/auth/register", json=new, headers={"origin": origin, "host": host})
    assert answer.status_code == status, answer.text


async def test_json_that_calls_itself_text_is_not_read(browser: Browser):
    content = b'{"email": "anna@example.com", "password": "a long enough password"}'
    answer = await browser.post("/auth/register", content=content, headers={"content-type": "text/plain"})
    assert code_of(answer) == "415 unsupported_media_type"
