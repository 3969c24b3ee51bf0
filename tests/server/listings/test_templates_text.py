"""A template's text: what is empty leaves no broken sentence, what is there is there word by word, mistakes have a place."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vintedbot.listings import templates_text as text
from vintedbot.listings.templates_values import values
from vintedbot_schemas.listings import AttributeChoice, FormField, FormOption, FormReference, ListingFields

from .test_rules import DRESS, SIZE

FULL = {"brand": "Zara", "size": "M", "colour": "Noir", "condition": "Très bon état", "measures": "Longueur 90 cm"}


def rendered(template: str, **changed: str) -> str:
    return text.render(template, {**FULL, **changed}).text


@pytest.mark.parametrize(
    ("template", "empty", "becomes"),
    [
        ("Robe {brand} {size}", [], "Robe Zara M"),
        ("Robe { Brand } taille {SIZE}", [], "Robe Zara taille M"),
        # a line with an empty variable falls away whole, and the blank line that parted it
        ("Robe {brand}\n\nMesures : {measures}\n\nMerci !", ["measures"], "Robe Zara\n\nMerci !"),
        ("Robe\nTaille : {size}", ["size"], "Robe"),
        ("Taille : {size}\n\nRobe", ["size"], "Robe"),
        # a part in brackets falls away with the separator that held it
        ("Robe [{brand}] [taille {size}]", ["size"], "Robe Zara"),
        ("Robe [{brand}] [taille {size}]", ["brand"], "Robe taille M"),
        ("Robe [{brand}] [taille {size}]", ["brand", "size"], "Robe"),
        ("[{brand}] – [{colour}] – [{size}]", ["colour"], "Zara – M"),
        ("[{brand}] – [{colour}] – [{size}]", ["brand"], "Noir – M"),
        ("[{brand}] – [{colour}] – [{size}]", ["size"], "Zara – Noir"),
        ("[{brand}] – [{colour}] – [{size}]", ["brand", "size"], "Noir"),
        ("[{brand}] – [{colour}] – [{size}]", ["brand", "size", "colour"], ""),
        ("Robe [{colour}], [{size}].", ["size"], "Robe Noir."),
        ("Robe [{colour}], [{size}].", ["colour"], "Robe, M."),
        ("Robe [en {colour}] !", ["colour"], "Robe !"),
        ("- [{brand}] rouge", ["brand"], "- rouge"),
        ("- [{size}]\n- [{brand}]", ["size"], "- Zara"),
        ("Robe\n- [{size}]", ["size"], "Robe"),
        ("Robe [{brand}, taille {size}] portée", ["size"], "Robe portée"),
        # brackets around no variable are just text
        ("[NEUF] Robe [{size}]", ["size"], "[NEUF] Robe"),
        ("[NEUF] Robe {size}", [], "[NEUF] Robe M"),
        # two spaces that the person typed stay theirs
        ("Robe  {brand}", [], "Robe  Zara"),
    ],
)
def test_what_is_empty_leaves_no_broken_sentence(template: str, empty: list[str], becomes: str):
    assert rendered(template, **dict.fromkeys(empty, " ")) == becomes


def test_what_a_draft_brings_is_never_read_as_template():
    assert rendered("{brand}", brand="{size} [x] {nonsense}") == "{size} [x] {nonsense}"


@pytest.mark.parametrize(
    ("template", "field", "found"),
    [
        ("Robe {brnad}", "title", [("unknown_variable", "{brnad}", 1, 6)]),
        ("a\nb {x} {y}", "description", [("unknown_variable", "{x}", 2, 3), ("unknown_variable", "{y}", 2, 7)]),
        ("Robe {brand", "title", [("lone_brace", "{", 1, 6)]),
        ("Robe brand}", "title", [("lone_brace", "}", 1, 11)]),
        ("Robe {description}", "title", [("not_in_title", "{description}", 1, 6)]),
        ("{description}\n{description}", "description", [("twice", "{description}", 2, 1)]),
        ("Robe [{size}", "title", [("lone_bracket", "[", 1, 6)]),
        ("Robe [a [{size}] b]", "title", [("lone_bracket", "[", 1, 6), ("lone_bracket", "]", 1, 19)]),
        ("Robe [ :]", "title", []),
        ("Robe :[", "title", []),
    ],
)
def test_a_mistake_is_named_with_its_place(template: str, field: text.TextField, found: list[tuple[str, str, int, int]]):
    assert [(p.code, p.found, p.line, p.column) for p in text.problems(template, field)] == found


# ------------------------------------------------------------------------------------------------ for every template
WORDS = st.text("abcXÉ9 ,.-–:!", max_size=8)
NAMES = st.sampled_from([f"{{{name}}}" for name in text.VARIABLES if name != "description"])
PART = st.builds("[{}{}{}]".format, WORDS, NAMES, WORDS)
LINES = st.lists(st.one_of(WORDS, NAMES, PART, st.just("[vrai]")), max_size=5).map("".join)
TEMPLATES = st.lists(LINES, min_size=1, max_size=5).map("\n".join)
VALUES = st.dictionaries(st.sampled_from(text.VARIABLES), st.text("zqjKÄ{}[]7 -", max_size=6), max_size=7)


@given(TEMPLATES, VALUES)
def test_no_template_breaks_and_nothing_of_it_shows(template: str, given_values: dict):
    assert text.problems(template, "description") == []
    made = text.render(template, given_values)
    assert made.empty == {name for name in text.variables(template) if not given_values.get(name, "").strip()}
    # every line is a line of the template, in order: with its values, and at most with parts of its own words missing
    assert len(made.text.split("\n")) <= len(template.split("\n"))
    plain = text.render(template, {})
    assert not re.search(r"\{\w+\}", plain.text)
    assert plain.text.replace("[vrai]", "").count("[") == 0
    for line in plain.text.split("\n"):
        assert not line or line in template.split("\n") or (line == line.rstrip(" -–,:") and any(c.isalnum() for c in line))


@given(TEMPLATES, st.text("zqjKÄ7", min_size=1, max_size=6))
def test_with_everything_there_it_is_the_template_word_by_word(template: str, word: str):
    everything = dict.fromkeys(text.VARIABLES, word)
    plain = re.sub(r"\[([^\[\]]*\{\w+\}[^\[\]]*)\]", r"\1", template)
    assert text.render(template, everything).text == re.sub(r"\{\w+\}", word, plain)


@given(LINES, LINES, st.text("zqj \n", max_size=12), VALUES)
def test_around_the_drafts_own_words_it_is_put_once(before: str, after: str, own: str, given_values: dict):
    template = f"{before}\n{{description}}\n{after}"

    def applied(current: str) -> str:
        mine = text.own_words(template, given_values, current)
        return text.render(template, {**given_values, "description": mine}).text.strip() or current

    once = applied(own.strip())
    assert own.strip() in once
    assert applied(once) == once


@given(st.text(max_size=300), st.integers(1, 100))
def test_a_cut_keeps_the_beginning_within_the_limit(whole: str, most: int):
    short, missing = text.cut(whole, most)
    assert len(short) <= most
    assert whole.startswith(short)
    assert missing == len(whole) - len(short)


# ------------------------------------------------------------------------------------------------ a draft's words
def offered(code: str, title: str) -> FormField:
    return FormField(code=code, title=code, required=False, options=[FormOption(id=44, title=title)])


def test_the_words_are_those_of_the_templates_language():
    fields = ListingFields(
        catalog_id=DRESS, brand_id=53, brand="Nike", size_id=SIZE, condition_id=2, color_ids=[1, 12], measurement_length=90.5,
        measurement_width=40, attributes=[AttributeChoice(code="material", ids=[44])],
    )  # fmt: skip
    form = FormReference(
        country="fr", catalog_id=DRESS, read_at="2026-11-27T00:00:00Z", fields=[offered("material", "Coton")]
    )  # fmt: skip
    french, german = values(fields, "fr", form), values(fields, "de", form)
    assert (french["condition"], german["condition"]) == ("Très bon état", "Sehr gut")
    assert (french["material"], german["material"]) == ("Coton", "Baumwolle")
    assert (french["measures"], german["measures"]) == ("Longueur 90,5 cm, largeur 40 cm", "Länge 90,5 cm, Breite 40 cm")
    assert french["colour"].split(", ")[0] == "Noir"
    assert french["brand"] == german["brand"] == "Nike"
    assert all(values(fields, "en", form)[name] for name in text.VARIABLES if name != "description")


def test_what_is_not_filled_in_or_has_no_name_is_empty():
    assert set(values(ListingFields(), "fr", None).values()) == {""}
    unknown = ListingFields(
        catalog_id=999_999_999, size_id=999_999, condition_id=999, color_ids=[999], brand_id=1, brand="No brand"
    )
    assert set(values(unknown, "fr", None).values()) == {""}


def test_a_line_of_hundreds_of_parts_is_read_in_no_time():
    began = time.process_time()
    for _ in range(10):
        text.render("a[{size}]{brand}" * 250, {"brand": "Zara"})
    assert time.process_time() - began < 0.5
