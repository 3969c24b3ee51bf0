"""The listing form's vocabularies: complete in four languages, small on the wire, searchable as people type."""

import gzip
import json
import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from vintedbot.listings import reference
from vintedbot_schemas.identity import Language
from vintedbot_schemas.reference import ReferenceDocument

LANGUAGES = get_args(Language)
FOLDER = Path(reference.__file__).parent / "reference"


def rows(name: str) -> list[dict]:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def titles_in(part: object) -> list[dict[str, str]]:
    """Every dictionary of titles anywhere in a file."""
    if isinstance(part, list):
        return [titles for each in part for titles in titles_in(each)]
    if not isinstance(part, dict):
        return []
    if "en" in part:
        return [part]
    return [titles for each in part.values() for titles in titles_in(each)]


@pytest.mark.parametrize("name", ["colours", "conditions", "materials", "package_sizes", "size_groups"])
def test_no_title_is_missing_in_any_language(name: str) -> None:
    found = titles_in(rows(name))
    assert len(found) >= len(rows(name))
    for titles in found:
        assert set(titles) == set(LANGUAGES)
        assert all(title == title.strip() and title for title in titles.values())


def test_sizes_written_once_for_all_languages_hold_no_words() -> None:
    plain = [size["title"] for group in rows("size_groups") for size in group["sizes"] if isinstance(size["title"], str)]
    assert not [title for title in plain if re.search("[a-zà-ÿ]{3}", title)]


def test_categories_without_a_title_are_as_many_as_the_readme_says() -> None:
    missing = {language: sum(language not in row["titles"] for row in rows("categories")) for language in LANGUAGES}
    said = dict(re.findall(r"\b(fr|es|de|en) (\d+)", (FOLDER / "README.md").read_text("utf-8")))
    assert {language: str(count) for language, count in missing.items()} == said
    assert missing["en"] == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_served_whole_in_60_kb(language: Language) -> None:
    served = reference.document(language)
    assert gzip.decompress(served.gzipped) == served.body
    assert len(served.gzipped) <= 60_000
    whole = msgspec.json.decode(served.body, type=ReferenceDocument)
    assert served.etag == f'"{whole.version}"'
    assert (len(whole.categories), len(whole.colours), len(whole.conditions)) == (3059, 28, 5)
    known = {group.id for group in whole.size_groups}
    packages = {each.id for each in whole.package_sizes}
    ids = {category.id for category in whole.categories}
    for category in whole.categories:
        assert category.title
        assert set(category.size_group_ids) <= known
        assert set(category.package_size_ids) <= packages
        assert category.package_size_ids
        assert category.parent_id is None or category.parent_id in ids


def test_languages_differ_and_so_do_their_versions() -> None:
    assert len({reference.document(language).etag for language in LANGUAGES}) == 4


def test_brands_are_found_as_people_type_the_best_known_first() -> None:
    assert reference.search_brands("zar")[0].title == "Zara"
    assert reference.search_brands("ZARA")[0] == reference.search_brands("zára")[0]
    assert reference.search_brands("h&m")[0].title == "H&M"
    assert "Levi's" in [brand.title for brand in reference.search_brands("levi s")]
    assert len(reference.search_brands("a", limit=5)) == 5
    assert reference.search_brands("", limit=1)[0].title == "Zara"
    assert reference.search_brands("no brand is called like this") == []


def test_a_word_inside_the_name_counts_but_comes_after() -> None:
    titles = [reference.folded(brand.title) for brand in reference.search_brands("north", limit=50)]
    assert "the north face" in titles
    begins = [title.startswith("north") for title in titles]
    assert begins == sorted(begins, reverse=True)


def test_a_category_knows_whether_it_may_be_used() -> None:
    assert not reference.is_leaf(4)
    assert reference.is_leaf(1059)
    assert not reference.is_leaf(999_999_999)


def test_sizes_come_from_the_nearest_category_that_names_them() -> None:
    assert "M / 38 / 10" in [size.title for size in reference.sizes(1059, "en")[0].sizes]
    assert [size.title for size in reference.sizes(1059, "de")[0].sizes][-2:] == ["Einheitsgröße", "Andere"]
    assert reference.sizes(999_999_999, "en") == []


def test_a_category_said_to_have_no_sizes_does_not_inherit_any() -> None:
    named = {row["id"]: row.get("size_group_ids") for row in rows("categories")}
    without = [row["id"] for row in rows("categories") if row.get("size_group_ids") == [] and named.get(row["parent_id"])]
    assert without
    assert not [category for category in without if reference.sizes(category, "en")]


def test_parcel_sizes() -> None:
    assert [size.title for size in reference.package_sizes(1059, "es")] == ["Pequeño", "Mediano", "Grande"]
    assert [size.id for size in reference.package_sizes(3376, "en")] == [11, 12, 13, 14]
    assert [size.id for size in reference.package_sizes(999_999_999, "en")] == [1, 2, 3]
