"""Structured logs: one JSON line per event on stderr, with secrets masked whoever logged them.

Our code logs with `structlog.get_logger()` and named values; libraries that use `logging` pass through the same
masking. Request id and task name are bound by the callers as context variables. No bodies, no headers outside the
access log's short list.
"""

import logging
import re
import sys
from functools import lru_cache
from typing import Any, Literal, TextIO

import msgspec
import structlog
from structlog.typing import EventDict, Processor

MASK = "***"
LONGEST = 16_000
"""Characters of one value; whoever is logged may have chosen it."""
_HALF_SEEN = 300
_SECRET_NAME = re.compile(
    r"(?i)(pass(word|wd)?|secret|token|cookie|authorization|api_?key|csrf|session|verifier|signature|dsn|_url$|^code$|^ticket$)"
)
# Every repetition that can fail after running on is bounded: a text in which each character begins a match is looked at a few
# hundred times its length and not its square
_SECRET_TEXT = re.compile(
    r"(?i)(?P<url>://[^/\s:@]{0,64}:)[^@\s]{1,200}(?=@)"  # scheme://user:PASSWORD@host
    r"|(?P<scheme>\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}"
    r"|(?P<pair>\b(?:password|secret|token|code|ticket|sig|key)=)[^&\s\"']+"
    # "password": "…" inside a text that holds JSON or a printed dict
    r"|(?P<json>[\"'][^\"'\n]{0,40}(?:passw|secret|token|cookie|authorization|api_?key|session|verifier|_url)[^\"'\n]{0,20}"
    r"\\?[\"']:\s*\\?[\"'])[^\"'\n]*"
    r"|(?<![\w-])eyJ[\w-]{8,}\.[\w-]+\.[\w-]+"  # a JWT
)
# without one of these nothing above can match; the look for them costs a tenth
_MAYBE_SECRET_TEXT = re.compile(r"(?i)[=\"']|://|eyj|bearer|basic")
_QUIET = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "saq": logging.ERROR, "uvicorn.access": logging.CRITICAL}


def masked(text: str) -> str:
    """`text` without passwords in addresses, bearer tokens, JWTs and secret query values, and no longer than LONGEST."""
    cut = len(text) > LONGEST
    text = text[:LONGEST]
    if _MAYBE_SECRET_TEXT.search(text):
        text = _SECRET_TEXT.sub(lambda m: (m["url"] or m["scheme"] or m["pair"] or m["json"] or "") + MASK, text)
    # what the cut went through may be a secret that no longer looks like one
    return text[:-_HALF_SEEN] + "…" if cut else text


@lru_cache(1024)
def _is_secret(name: str) -> bool:
    return _SECRET_NAME.search(name) is not None


def _mask(value: Any, name: str = "") -> Any:
    if name and _is_secret(name):
        return MASK
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {k: _mask(v, str(k)) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_mask(v) for v in value]
    return value


def redact(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Masks every value of a line by its name and by what it looks like."""
    return {name: _mask(value, name) for name, value in event.items()}


_CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
_OWN_LINES = frozenset({"exception", "stack"})


def tame(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Spells control characters out: a terminal would obey them, and a line end would begin a line of somebody else's."""
    return {name: value if name in _OWN_LINES else _spelled(value) for name, value in event.items()} | {
        name: "\n".join(line.translate(_CONTROL) for line in str(event[name]).split("\n")) for name in _OWN_LINES & event.keys()
    }


def _spelled(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(_CONTROL)
    if isinstance(value, dict):
        return {_spelled(k): _spelled(v) for k, v in value.items()}
    return [_spelled(v) for v in value] if isinstance(value, list | tuple) else value


def _dumped(event: EventDict, **_: Any) -> str:
    return msgspec.json.encode(event, enc_hook=repr).decode()


class _Writer:
    """Writes lines of our own straight to the stream: a record of `logging`, which looks for its caller in the stack and takes
    locks, cost more than all else about a line."""

    def __init__(self, stream: TextIO, name: str = "") -> None:
        self._stream = stream
        self.name = name

    def write(self, line: str) -> None:
        self._stream.write(line + "\n")
        self._stream.flush()

    debug = info = warning = error = critical = exception = write


def configure(form: Literal["json", "text"] = "json", level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Sets up structlog and `logging` once per process; `text` is for a person's terminal, masked all the same."""
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        structlog.processors.UnicodeDecoder(),
        redact,
        *([tame] if form == "text" else []),
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(_dumped)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, floor in _QUIET.items():
        logging.getLogger(name).setLevel(max(floor, level))
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    structlog.configure(
        processors=[*shared, renderer],
        logger_factory=lambda *name: _Writer(stream, *name),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )
