"""No line shows a secret, whoever logged it."""

import io
import json
import logging

import pytest
import structlog
from vintedbot.kit import log
from vintedbot.settings import Secret

from tests.server.bounded import growth


@pytest.fixture
def lines(monkeypatch):
    """What was logged since, as JSON; logging as it was afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    names = ["httpx", "httpcore", "saq", "uvicorn", "uvicorn.error", "uvicorn.access"]
    levels = {name: logging.getLogger(name).level for name in names}
    stream = io.StringIO()
    log.configure("json", logging.INFO, stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], root.level = handlers, level
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)
    structlog.reset_defaults()


HIDDEN = "s3cr3t-value-0123456789"


@pytest.mark.parametrize(
    "values",
    [
        {"password": HIDDEN},
        {"new_password": HIDDEN},
        {"refresh_token": HIDDEN},
        {"headers": {"Cookie": HIDDEN, "Authorization": HIDDEN}},
        {"pairs": [{"api_key": HIDDEN}]},
        {"url": f"postgresql://user:{HIDDEN}@db/x"},
        {"url": f"https://host/path?code={HIDDEN}&state=1"},
        {"text": f"sent Bearer {HIDDEN}"},
        {"database_url": HIDDEN},
        {"value": Secret(HIDDEN)},
        {"values": [Secret(HIDDEN)]},
        {"jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + HIDDEN},
    ],
)
def test_secrets_are_masked_by_name_and_by_look(lines, values):
    structlog.get_logger("t").info("it_happened", plain="kept", **values)
    logging.getLogger("t").warning("other library: %s", json.dumps(values, default=repr))
    logged = lines()
    assert len(logged) == 2
    assert HIDDEN not in json.dumps(logged)
    assert logged[0]["plain"] == "kept"


def test_exceptions_are_masked_too(lines):
    try:
        raise RuntimeError(f"cannot reach postgresql://u:{HIDDEN}@db/x")
    except RuntimeError:
        structlog.get_logger("t").exception("failed")
    (line,) = lines()
    assert "RuntimeError" in line["exception"]
    assert HIDDEN not in line["exception"]


def test_httpx_does_not_tell_each_request(lines):
    logging.getLogger("httpx").info("HTTP Request: GET https://example/secret")
    logging.getLogger("httpx").warning("trouble")
    assert [line["event"] for line in lines()] == ["trouble"]


async def test_the_access_log_has_no_query_no_cookie_no_body(lines, client):
    await client.post(
        "/api/v1/nothing?code=" + HIDDEN,
        json={"password": HIDDEN},
        headers={"cookie": f"session={HIDDEN}", "authorization": f"Bearer {HIDDEN}", "x-anything": HIDDEN},
    )
    (line,) = [each for each in lines() if each["event"] == "request"]
    assert HIDDEN not in json.dumps(line)
    assert (line["method"], line["path"], line["status"]) == ("POST", "/api/v1/nothing", 404)
    assert line["request_id"]


@pytest.mark.parametrize("unit", ["://:", "-eyJaaaa", "://a:b", "bearer ", '"token', "eyJaaaaaaaa.", "key=://:"])
def test_masking_takes_time_in_proportion(unit):
    """Each access line is masked on the event loop, and its path is anybody's."""
    assert growth(log.masked, lambda n: unit * (n // len(unit)), 2_000, 8) < 24  # in proportion: 8; squared: 64


@pytest.mark.parametrize("size", [15_990, 40_000])
def test_a_long_text_is_cut_and_no_secret_shows_at_the_cut(size):
    text = log.masked("x" * (log.LONGEST - 20) + f" postgresql://user:{HIDDEN}@db/ " + "y" * size)
    assert len(text) <= log.LONGEST
    assert HIDDEN[:8] not in text


async def test_of_a_path_only_the_beginning_is_logged(lines, client):
    await client.get("/api/" + "a" * 5_000)
    (line,) = [each for each in lines() if each["event"] == "request"]
    assert len(line["path"]) <= 300


async def test_our_own_problem_is_named_and_the_code_of_a_sign_in_is_not(lines):
    structlog.get_logger("t").info("happened", code=HIDDEN, problem="internal_error")
    (line,) = lines()
    assert (line["code"], line["problem"]) == ("***", "internal_error")


def test_a_terminal_is_not_told_to_do_anything():
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        log.configure("text", logging.INFO, stream)
        structlog.get_logger("t").info("request", path="/api/\x1b]0;pwn\x07\x1b[2J\x9b2J", other="a\nb")
        logging.getLogger("t").warning("other \x1b[2J library")
    finally:
        root.handlers[:], root.level = handlers, level
        structlog.reset_defaults()
    assert not {c for c in stream.getvalue() if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160}
    assert len(stream.getvalue().splitlines()) == 2
