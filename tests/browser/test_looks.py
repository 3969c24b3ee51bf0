"""The looks of the other tests find what is planted: a text that no locale said, wherever it stands, and a word that is cut."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from .extension_browser import ExtensionBrowser
from .looks import untranslated, wrong_at


@pytest.fixture(scope="module")
def page(shared_browser: ExtensionBrowser) -> Iterator[Page]:
    page = shared_browser.context.new_page()
    yield page
    page.close()


def show(page: Page, html: str) -> None:
    page.evaluate("(html) => { document.documentElement.lang = 'en-XA'; document.body.innerHTML = html }", html)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello there</p>", "Hello there"),
        ("<p>Robe fleurie: not sold yet</p>", "Robe fleurie: not sold yet"),
        ("<p>Ñöt šöłđ~~ yet</p>", "Ñöt šöłđ~~ yet"),
        ("<button aria-label='Close it'>×</button>", "Close it"),
        ("<input placeholder='Your name'>", "Your name"),
        ("<img alt='A dress'>", "A dress"),
        ("<p title='More about it'>12</p>", "More about it"),
        ("<select><option value='x'>Everything</option></select>", "Everything"),
        ("<time>very soon</time>", "very soon"),
    ],
)
def test_a_planted_text_is_found(page: Page, html: str, text: str) -> None:
    show(page, f"<main>{html}<p>Åłł wéłł~~~</p></main>")
    assert untranslated(page, ["Robe fleurie"]) == [text]


def test_what_a_locale_intl_or_the_person_said_is_no_finding(page: Page) -> None:
    show(
        page,
        """<p>Šîñçé~~ November 26, 2026 at 12:35 AM. Robe fleurie</p>
        <time title="26 November 2026 at 00:35">in 12 min.</time> <time>yesterday</time> <p>12,50 € · 1:05 PM</p>
        <select><option value="de">Germany</option><option value="fr">français</option></select>""",
    )
    assert untranslated(page, ["Robe fleurie"]) == []


def test_an_empty_word_excuses_nothing(page: Page) -> None:
    with pytest.raises(ValueError, match="empty"):
        untranslated(page, ["Robe", ""])


def test_our_controls_are_looked_at_apart_from_the_page_around_them(page: Page) -> None:
    show(page, "<p>The site's own words</p><div id='host'></div>")
    page.evaluate(
        """() => {
            host.attachShadow({ mode: "open" }).innerHTML =
              "<div style='width: 40px; overflow: hidden; white-space: nowrap'>Planted and cut</div><button></button>";
        }"""
    )
    assert untranslated(page, [], ours=True) == ["Planted and cut"]
    cut, nameless = wrong_at(page, 400, "light", ours=True)
    assert "Planted and cut" in cut
    assert "button-name" in nameless
