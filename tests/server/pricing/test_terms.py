"""A piece as terms: what is read of its texts, in any script and with any rubbish in them."""

import math

from hypothesis import given
from hypothesis import strategies as st
from vintedbot.pricing import terms
from vintedbot.pricing.nearest import alike, nearest
from vintedbot.pricing.piece import Piece


def test_words_are_told_whatever_their_accents_and_case():
    found = terms.terms_of(Piece(title="Robe d'Été", description="ROBE"))
    assert found.counts["w"]["robe"] == 2
    assert found.counts["t"]["d ete"] == 1, "a pair"
    assert found.spelled["ete"] == "Été"


def test_a_brand_nobody_knows_is_no_brand():
    assert terms.brand_of(Piece(title="", brand="  Onbekend ")) == ""
    assert terms.brand_of(Piece(title="", brand="H&M")) == "h&m"


def test_an_amount_in_the_text_is_read_and_a_size_is_not():
    def amount(text: str) -> float:
        return round(math.expm1(terms.numbers(Piece(title="", description=text))[-2]))

    assert amount("nieuwprijs €120, maat 38") == 120
    assert amount("acheté 89,90 € en 2019") == 89
    assert amount("taille 42, 2019") == 0


def test_what_nobody_read_is_not_nothing():
    unread, empty = terms.numbers(Piece(title="a")), terms.numbers(Piece(title="a", description="", photo_count=0))
    assert math.isnan(unread[0])
    assert math.isnan(unread[1])
    assert empty[:2] == [0.0, 0.0]
    assert len(unread) == len(terms.NUMBER_FIELDS)


@given(st.text(st.characters(), max_size=100), st.text(st.characters(), max_size=200), st.text(st.characters(), max_size=20))
def test_any_text_is_read(title: str, description: str, brand: str):
    piece = Piece(title=title, description=description, brand=brand, path=(1904, 4), colors=(brand,))
    found = terms.terms_of(piece)
    assert set(found.counts) == set(terms.FAMILIES)
    assert not any("\n" in key for key, _ in terms.keys(piece))
    assert 0 <= alike(piece, piece) <= 1
    assert all(isinstance(number, float) for number in terms.numbers(piece))


def test_half_a_letter_a_flag_and_a_line_turned_round_do_no_harm():
    odd = "\ud83d robe\u202e 👗‍🇫🇷 ‮ ﷽ Ⓡⓞⓑⓔ \x00"
    assert "robe" in terms.terms_of(Piece(title=odd)).counts["w"]


def test_a_description_without_end_is_read_to_a_bound():
    assert sum(terms.terms_of(Piece(title="", description="mot " * 100_000)).words["w"].values()) == terms.WORDS_READ


def test_the_nearest_are_of_the_same_thing():
    jeans = Piece(title="Jean Levi's 501 W32", brand="Levi's", path=(1, 2, 3))
    others = {
        "same": Piece(title="Levi's 501 jean brut", brand="Levi's", path=(1, 2, 3)),
        "other": Piece(title="Robe longue fleurie", brand="Zara", path=(1, 2, 9)),
        "close": Piece(title="Jean slim", brand="Levi's", path=(1, 2, 3)),
    }
    assert nearest(jeans, [(piece, name) for name, piece in others.items()]) == ["same", "close"]
    assert nearest(jeans, []) == []
