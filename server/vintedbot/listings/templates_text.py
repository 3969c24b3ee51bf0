"""A template's text: what is wrong in it, and what it becomes with a draft's words. Pure functions, no database.

The rule for what is empty: a part in brackets with an empty variable falls away, with the separator that held it; a line with an
empty variable outside brackets falls away whole, and so does one of which nothing but separators is left. Words that stand in a
template, and words that come from a draft, are never altered otherwise. What a draft brings is never read as template again.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from msgspec import Struct
from vintedbot_schemas.templates import TemplateVariable, TextProblem, TextProblemCode

TextField = Literal["title", "description"]
VARIABLES: tuple[TemplateVariable, ...] = get_args(TemplateVariable)
OWN_WORDS: TemplateVariable = "description"

_VARIABLE = re.compile(r"\{([^{}\[\]]*)\}")
_SIGN = re.compile(r"\{([^{}\[\]]*)\}|[{}]")
_PART = re.compile(r"\[([^\[\]]*)\]")
_BRACKET = re.compile(r"[\[\]]")
_SEPARATORS = " \t-–—·•|/,;:"
_CLOSING = (".", ")")
_MARK = "\0"
"""Stands for the draft's own words while their surroundings are looked for; no stored text holds it."""


class _Words(Struct, frozen=True):
    text: str


class _Value(Struct, frozen=True):
    text: str


class _Fallen(Struct, frozen=True):
    pass


_Piece = _Words | _Value | _Fallen


class Rendered(Struct, frozen=True):
    """A text with its variables filled in, and those of them that were empty."""

    text: str
    empty: frozenset[TemplateVariable]


def problems(text: str, field: TextField) -> list[TextProblem]:
    """All mistakes in a text, in its order."""
    found: list[TextProblem] = []
    own = 0
    for number, line in enumerate(text.split("\n"), 1):
        for sign in _SIGN.finditer(line):
            own += sign.group(1) is not None and _name(sign.group(1)) == OWN_WORDS
            code = _mistake(sign.group(1), field, own)
            if code:
                found.append(TextProblem(code=code, field=field, found=sign.group(), line=number, column=sign.start() + 1))
        found += _lone_brackets(line, field, number)
    return found


def variables(text: str) -> frozenset[TemplateVariable]:
    """The known variables a text names."""
    names = {_name(each) for each in _VARIABLE.findall(text)}
    return frozenset(each for each in VARIABLES if each in names)


def render(text: str, values: Mapping[TemplateVariable, str]) -> Rendered:
    """The text of a template without mistakes; a variable without a value, or with a blank one, is empty."""
    kept: list[str] = []
    fell = False
    for line in text.split("\n"):
        made = _line(line, values)
        if made is None:
            fell = True
        elif fell and not made.strip() and (not kept or not kept[-1].strip()):
            continue  # the blank line that parted the fallen one from the next
        else:
            kept.append(made)
            fell = False
    while fell and kept and not kept[-1].strip():
        kept.pop()
    named = variables(text)
    return Rendered("\n".join(kept), frozenset(each for each in named if not values.get(each, "").strip()))


def own_words(text: str, values: Mapping[TemplateVariable, str], current: str) -> str:
    """What of a draft's description is the draft's own: without what this template put around it before, so that applying it
    twice is the same as once. Space at the ends is nobody's."""
    before, mark, after = render(text, {**values, OWN_WORDS: _MARK}).text.strip().partition(_MARK)
    if mark and len(current) >= len(before) + len(after) and current.startswith(before) and current.endswith(after):
        return current[len(before) : len(current) - len(after)]
    return "" if mark and current == render(text, {**values, OWN_WORDS: ""}).text.strip() else current


def cut(text: str, most: int) -> tuple[str, int]:
    """The text within a limit, ended at a word where one ends near, and how many characters did not fit."""
    if len(text) <= most:
        return text, 0
    short = text[:most]
    space = max(short.rfind(" "), short.rfind("\n"))
    if not text[most].isspace() and space > most * 3 // 4:
        short = short[:space]
    short = short.rstrip()
    return short, len(text) - len(short)


def _mistake(written: str | None, field: TextField, own: int) -> TextProblemCode | None:
    """What is wrong with a sign: None as `written` is a brace alone; `own`: how often the draft's own words were named by now."""
    if written is None:
        return "lone_brace"
    name = _name(written)
    if name not in VARIABLES:
        return "unknown_variable"
    if name == OWN_WORDS and field == "title":
        return "not_in_title"
    return "twice" if name == OWN_WORDS and own > 1 else None


def _name(written: str) -> str:
    return written.strip().lower()


def _lone_brackets(line: str, field: TextField, number: int) -> Iterator[TextProblem]:
    """Brackets without their partner, or around other brackets, where variables make them more than text."""
    if not _VARIABLE.search(line):
        return
    rest = _PART.sub(lambda part: " " * len(part.group()), line)
    for sign in _BRACKET.finditer(rest):
        yield TextProblem(code="lone_bracket", field=field, found=sign.group(), line=number, column=sign.start() + 1)


def _line(line: str, values: Mapping[TemplateVariable, str]) -> str | None:
    """One line with its variables filled in; None when it falls away."""
    pieces: list[_Piece] = []
    at = 0
    for part in _PART.finditer(line):
        if not _VARIABLE.search(part.group(1)):
            continue
        outside = _filled(line[at : part.start()], values)
        if outside is None:
            return None
        pieces += [*outside, *(_filled(part.group(1), values) or [_Fallen()])]
        at = part.end()
    outside = _filled(line[at:], values)
    if outside is None:
        return None
    pieces += outside
    if not any(isinstance(piece, _Fallen) for piece in pieces):
        return "".join(_text(piece) for piece in pieces)
    closed = _closed(pieces)
    return closed if any(letter.isalnum() or letter == _MARK for letter in closed) else None


def _filled(text: str, values: Mapping[TemplateVariable, str]) -> list[_Piece] | None:
    """Words and values in turn; None when a variable is empty."""
    pieces: list[_Piece] = []
    at = 0
    for found in _VARIABLE.finditer(text):
        value = values.get(_name(found.group(1)), "").strip()  # type: ignore[call-overload]
        if not value:
            return None
        pieces += [_Words(text[at : found.start()]), _Value(value)]
        at = found.end()
    return [*pieces, _Words(text[at:])]


def _closed(pieces: list[_Piece]) -> str:
    """The line with the gaps of what fell away closed: of the separators on both sides one stays, at the line's ends none."""
    merged = _merged(pieces)
    done: list[_Piece] = []
    for place, piece in enumerate(merged):
        if not isinstance(piece, _Fallen):
            _add(done, piece)
            continue
        left = _words_of(done.pop()) if done and isinstance(done[-1], _Words) else ""
        following = merged[place + 1] if place + 1 < len(merged) else None
        right = following.text if isinstance(following, _Words) else ""
        before, after = left.rstrip(_SEPARATORS), right.lstrip(_SEPARATORS)
        left_gap, right_gap = left[len(before) :], right[: len(right) - len(after)]
        is_last = not after and place + (2 if right else 1) >= len(merged)
        if is_last:
            gap = ""
        elif not done and not before:
            gap = left_gap  # a bullet
        else:
            gap = right_gap if right_gap.strip() else left_gap or right_gap
            if after.startswith(_CLOSING):
                gap = ""
        if is_last and not done and not before:
            before = ""
        _add(done, _Words(before + gap))
        if right:
            merged[place + 1] = _Words(after)
    return "".join(_text(piece) for piece in done)


def _merged(pieces: list[_Piece]) -> list[_Piece]:
    """Neighbouring words as one; none that are empty."""
    merged: list[_Piece] = []
    for piece in pieces:
        _add(merged, piece)
    return merged


def _add(merged: list[_Piece], piece: _Piece) -> None:
    """Puts one more behind; in place, because a line may have hundreds."""
    if isinstance(piece, _Words) and not piece.text:
        return
    if isinstance(piece, _Words) and merged and isinstance(merged[-1], _Words):
        merged[-1] = _Words(merged[-1].text + piece.text)
    else:
        merged.append(piece)


def _words_of(piece: _Piece) -> str:
    assert isinstance(piece, _Words)
    return piece.text


def _text(piece: _Piece) -> str:
    return "" if isinstance(piece, _Fallen) else piece.text
