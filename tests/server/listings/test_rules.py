"""The rule check: each rule meets what it is for, and passes what only looks like it."""

from datetime import UTC, datetime
from typing import Any, get_args
from uuid import uuid4

import pytest
from vintedbot.listings import reference, wording
from vintedbot.listings.rules import RULES, Own, Subject, SubjectPhoto, problems
from vintedbot_schemas.base import Money
from vintedbot_schemas.listings import (
    AttributeChoice,
    FormField,
    FormOption,
    FormReference,
    ListingFields,
    RuleCode,
    RuleProblem,
)  # fmt: skip

from tests.server.bounded import growth

DRESS, WOMEN, BAG = 1059, 1904, 156
SIZE = reference.sizes(DRESS, "en")[0].sizes[0].id
GOOD: dict[str, Any] = {
    "title": "Robe d'été à fleurs", "description": "Portée deux fois, coton léger, taille bien.", "catalog_id": DRESS,
    "price": Money(amount=1250, currency="EUR"), "brand_id": 53, "brand": "Nike", "size_id": SIZE, "condition_id": 2,
    "color_ids": [1], "package_size_id": 1,
}  # fmt: skip


def photo(ready: bool = True) -> SubjectPhoto:
    return SubjectPhoto(uuid4(), "a" * 64 if ready else None)


def form(*fields: FormField) -> FormReference:
    return FormReference(country="fr", catalog_id=DRESS, fields=list(fields), read_at=datetime.now(UTC))


def field(code: str, *ids: int, required: bool = False, limit: int | None = None) -> FormField:
    options = [FormOption(id=each, title=str(each)) for each in ids]
    return FormField(code=code, title=code.title(), required=required, limit=limit, options=options)


def found(**changes: Any) -> list[RuleProblem]:
    given = {key: changes.pop(key) for key in ("photos", "form", "own", "refused") if key in changes}
    return problems(Subject(fields=ListingFields(**{**GOOD, **changes}), **{"photos": [photo()], **given}))


def codes(**changes: Any) -> set[str]:
    return {problem.code for problem in found(**changes)}


def test_every_code_is_a_row_once():
    assert sorted(rule.code for rule in RULES) == sorted(get_args(RuleCode))


def test_a_good_listing_has_no_problem():
    assert found() == []


EUR = {"currency": "EUR"}
MEETS: list[tuple[str, dict[str, Any]]] = [
    ("photos_missing", {"photos": []}),
    ("photos_too_many", {"photos": [photo()] * 21}),
    ("photo_not_ready", {"photos": [photo(), photo(ready=False)]}),
    ("title_missing", {"title": "  "}),
    ("title_short", {"title": "Top"}),
    ("title_characters", {"title": "𝓡𝓸𝓫𝓮 d'été"}),
    ("title_characters", {"title": "Ⓡⓞⓑⓔ d'été"}),
    ("title_characters", {"title": "Robe ｆｌｅｕｒｓ"}),
    ("description_missing", {"description": "\n"}),
    ("description_short", {"description": "ok"}),
    ("category_missing", {"catalog_id": None}),
    ("category_unknown", {"catalog_id": 999_999_999}),
    ("category_not_leaf", {"catalog_id": WOMEN}),
    ("brand_missing", {"brand_id": None, "brand": " "}),
    ("brand_missing", {"brand_id": None, "brand": "", "form": form(field("brand", required=True))}),
    ("size_missing", {"size_id": None}),
    ("size_missing", {"size_id": None, "form": form(field("size", 1, 2))}),
    ("size_unknown", {"size_id": 99_999}),
    ("size_unknown", {"form": form(field("size", 1, 2))}),
    ("condition_missing", {"condition_id": None}),
    ("condition_unknown", {"condition_id": 77}),
    ("colors_too_many", {"color_ids": [1, 3, 9]}),
    ("colors_too_many", {"color_ids": [1, 3], "form": form(field("color", 1, 3, limit=1))}),
    ("color_unknown", {"color_ids": [4711]}),
    ("price_missing", {"price": None}),
    ("price_low", {"price": Money(amount=0, **EUR)}),
    ("price_low", {"price": Money(amount=99, **EUR)}),
    ("price_high", {"price": Money(amount=3_000_001, **EUR)}),
    ("price_high", {"price": Money(amount=10**11, **EUR)}),
    ("package_size_missing", {"package_size_id": None}),
    ("attribute_missing", {"form": form(field("sim_lock", 1, required=True))}),
    ("isbn_invalid", {"isbn": "978-2-07-036822-9"}),
    ("contact_details", {"description": "Écris-moi : anna.b@example.com merci"}),
    ("contact_details", {"description": "mail anna (at) example point fr"}),
    ("contact_details", {"description": "Appelez le 06 12 34 56 78 le soir"}),
    ("contact_details", {"description": "tel 0612345678"}),
    ("contact_details", {"description": "Ruf an: +49 170 1234567"}),
    ("contact_details", {"description": "Escríbeme por WhatsApp"}),
    ("contact_details", {"description": "insta: @anna.vide"}),
    ("contact_details", {"description": "plus de photos sur www.mon-site.fr"}),
    ("contact_details", {"title": "Robe mon-site.com"}),
    ("other_marketplace", {"description": "Aussi en vente sur Leboncoin."}),
    ("other_marketplace", {"description": "vu sur le bon coin"}),
    ("other_marketplace", {"description": "Auch bei Kleinanzeigen."}),
    ("forbidden_goods", {"description": "Belle contrefaçon, très ressemblante"}),
    ("forbidden_goods", {"title": "Sac replica qualité"}),
    ("forbidden_goods", {"description": "Bracelet en ivoire véritable"}),
    ("forbidden_goods", {"title": "Cigarette électronique neuve"}),
    ("brand_stuffing", {"description": "Style Zara, Adidas, Lacoste, Ralph Lauren"}),
    ("duplicate_of_own", {"own": [Own(title="Robe", same_photo=True, same_price=False)]}),
    ("duplicate_of_own", {"own": [Own(title="Robe", same_photo=False, same_price=True)]}),
    ("refused_by_vinted", {"refused": [RuleProblem(code="refused_by_vinted", level="block", field="title", message="Non")]}),
]


@pytest.mark.parametrize(("code", "changes"), MEETS, ids=[f"{code}-{at}" for at, (code, _) in enumerate(MEETS)])
def test_a_rule_meets_what_it_is_for(code, changes):
    assert code in codes(**changes)


def test_every_rule_is_shown_to_meet_something():
    assert {code for code, _ in MEETS} == set(get_args(RuleCode))


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Robe d'été 👗✨❤️ taille S"},
        {"title": "שמלת קיץ פרחונית", "description": "שמלה יפה במצב מצוין, נלבשה פעמיים"},
        {"title": "فستان صيفي مزهر", "description": "فستان جميل بحالة ممتازة"},
        {"title": "Nº 5 – T-shirt “Ægir” ½ manche, 100 % laine"},
        {"description": "Sac en cuir véritable, fait main"},
        {"description": "Fausse fourrure, fake fur, Kunstfell, cuir synthétique"},
        {"description": "Garanti authentique, pas une contrefaçon. No replica!"},
        {"description": "Pull couleur tabac et ivoire, motif cigarette"},
        {"description": "Tailles 34/36, 36/38 ; épaules 45 cm, longueur 102 cm, manches 61 cm"},
        {"description": "Réf. 3614220123456, EAN 4006381333931, article 2023/1234567"},
        {"description": "Acheté le 01/02/2024 10 h chez la marque, porté en 2023-2024"},
        {"description": "Robe en coton.De qualité.Très douce. Prix 12.50, 15,00 €"},
        {"description": "Voir aussi mon dressing https://www.vinted.fr/member/1"},
        {"description": "Passe à la machine, de 0 à 3 mois, 06/12/18/24 mois"},
        {"description": "Marché aux puces, c'est un bon coin pour chiner"},
        {"description": "Comme un jean Zara"},
        {"description": "Nike Nike Nike, modèle Nike Air"},
        {"color_ids": []},
        {"isbn": "978-2-07-036822-8"},
        {"isbn": "0-306-40615-2"},
        {"catalog_id": BAG, "size_id": None},
        {"price": Money(amount=100, currency="EUR")},
        {"price": Money(amount=3_000_000, currency="EUR")},
        {"price": Money(amount=4_000_000, currency="HUF")},
        {"photos": [photo()] * 20},
        {"own": [Own(title="Robe", same_photo=False, same_price=False)]},
        {"form": form(field("sim_lock", 7, required=True)), "attributes": [AttributeChoice(code="sim_lock", ids=[7])]},
        {"form": form(field("material", 44)), "catalog_id": 999_999_999, "size_id": None, "brand_id": None, "brand": ""},
    ],
)
def test_what_only_looks_like_it_passes(changes):
    assert [(problem.code, problem.found) for problem in found(**changes)] == []


def test_the_files_warn_and_vinteds_own_form_blocks():
    [guess] = found(size_id=99_999)
    assert (guess.code, guess.level, guess.field, guess.found) == ("size_unknown", "warn", "size_id", "99999")
    [known] = found(form=form(field("size", 1, 2)), size_id=99_999)
    assert known.level == "block"


def test_what_blocks_comes_first_and_names_its_field():
    listed = found(title="Top", price=None, form=form(field("sim_lock", 1, required=True)))
    assert [(problem.level, problem.field) for problem in listed] == [
        ("block", "price"),
        ("block", "sim_lock"),
        ("warn", "title"),
    ]


def test_a_refused_field_nobody_can_change_here_does_not_block():
    marks = [RuleProblem(code="refused_by_vinted", level="block", field=name, message="!") for name in ("model", "price")]
    assert {problem.field: problem.level for problem in found(refused=marks)} == {"price": "block", "model": "warn"}


@pytest.mark.parametrize("unit", ["a", "a-", "a.", "0", "+33", "tel 1", "insta ", "a@", "a@b ", "www.", "\u3316"])
def test_reading_a_text_takes_time_in_proportion(unit: str):
    """The check runs on the event loop, and anybody may have it check what they typed."""
    assert growth(lambda text: list(wording.contact_details(text)), lambda n: unit * (n // len(unit)), 400, 8) < 24


def test_what_one_character_stands_for_is_not_read_without_end():
    """The ligature is one character as typed and eighteen as read."""
    assert growth(lambda text: list(wording.contact_details(text)), lambda n: "\ufdfa" * n, 500, 8) < 24


def test_an_address_at_the_end_of_the_longest_text_is_found():
    assert "anna.b@example.com" in list(wording.contact_details("é" * 1_970 + " anna.b@example.com"))
