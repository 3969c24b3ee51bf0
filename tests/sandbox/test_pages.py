"""The pages as text: streamed data, what is hidden from whom, error pages. How they behave is in `test_front_end.py`."""

import json
import re
from typing import Any

import pytest

from .client import Sandbox
from .conftest import Browse
from .visitor import Visitor


def flight(page: str) -> list[Any]:
    """The JSON of every flight line that is JSON, after joining the pushed strings and unescaping once."""
    texts = [json.loads(chunk)[1] for chunk in re.findall(r"self\.__next_f\.push\((\[.*?\])\)</script>", page)]
    lines = (line.partition(":")[2] for line in "".join(texts).split("\n") if line)
    return [json.loads(line) for line in lines if line[0] in "[{"]


@pytest.fixture
def item(sandbox: Sandbox, me: int) -> int:
    [item] = sandbox.add_items(me, [{"title": "Robe d'été fleurie <3", "photos": 2}])
    return item


def test_pages_stream_token_and_member_with_escaped_quotes(visitor: Visitor, me: int) -> None:
    page = visitor.open("/items/new")
    assert f'\\"CSRF_TOKEN\\":\\"{visitor.csrf}\\"' in page
    assert f'\\"userId\\":\\"{me}\\",\\"login\\":\\"atelier_demo\\"' in page
    assert "__NEXT_DATA__" not in page
    assert "csrf-token" not in page
    assert "datadome" in page, "the word stands on healthy pages"
    assert flight(page)[0][3]["config"]["CSRF_TOKEN"] == visitor.csrf


def test_a_signed_out_page_names_no_member(browse: Browse) -> None:
    page = browse().open("/")
    assert "CSRF_TOKEN" in page
    assert "userId" not in page


def test_data_is_cut_into_several_pushes(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    sandbox.add_items(me, [{"title": f"Article {n}"} for n in range(20)])
    page = visitor.open(f"/member/{me}-atelier_demo")
    assert page.count("self.__next_f.push") > 3
    assert len(flight(page)[-1]["items"]) == 20


def test_an_item_page_knows_its_plugins_and_product(visitor: Visitor, item: int) -> None:
    page = visitor.open(f"/items/{item}-robe-d-ete-fleurie-3")
    model = flight(page)[-1]
    assert [plugin["name"] for plugin in model["plugins"]] == ["attributes", "description", "item_status"]
    assert (model["item"]["id"], model["item"]["is_closed"], model["item"]["item_closing_action"]) == (item, False, None)
    found = re.search(r'application/ld\+json">(.*?)</script>', page)
    assert found is not None
    assert json.loads(found[1])["offers"]["priceCurrency"] == "EUR"
    assert visitor.get(f"/items/{item}").status_code == 200


def test_what_is_gone_or_not_yours_has_an_error_page_without_token(
    sandbox: Sandbox, visitor: Visitor, stranger: Visitor, item: int
) -> None:
    sandbox.change_item(item, is_hidden=True)
    assert visitor.get(f"/items/{item}").status_code == 200
    page = stranger.get(f"/items/{item}")
    assert (page.status_code, "CSRF_TOKEN" in page.text) == (404, False)
    sandbox.change_item(item, deleted=True)
    assert visitor.get(f"/items/{item}").status_code == 404
    assert visitor.get("/member/1").status_code == 404


def test_the_forms_pages_send_visitors_to_sign_in(browse: Browse) -> None:
    answer = browse().get("/items/new")
    assert (answer.status_code, answer.headers["location"]) == (307, "/member/signup/select_type?ref_url=/items/new")


def test_signing_in_leads_back_but_never_away(sandbox: Sandbox, browse: Browse, me: int) -> None:
    visitor = browse()
    visitor.open("/")
    path = "/member/signup/select_type?ref_url="
    assert visitor.send("POST", path + "%2Fitems%2Fnew", data={"login": "nobody"}).status_code == 401
    answer = visitor.send("POST", path + "%2Fitems%2Fnew", data={"login": "atelier_demo"})
    assert answer.headers["location"] == "/items/new"
    answer = visitor.send("POST", path + "//evil.example", data={"login": "atelier_demo"})
    assert answer.headers["location"] == "/"


def test_the_sign_in_page_has_the_chosen_login_filled_in(sandbox: Sandbox, browse: Browse, me: int) -> None:
    sandbox.sign_in_as("camille_ex")
    assert flight(browse().open("/member/signup/select_type"))[-1]["login"] == "camille_ex"


def test_only_the_owner_opens_the_edit_page(visitor: Visitor, stranger: Visitor, item: int) -> None:
    assert flight(visitor.open(f"/items/{item}/edit"))[-1]["item"]["id"] == item
    assert stranger.get(f"/items/{item}/edit").status_code == 404


def test_a_page_may_only_talk_to_its_own_site(visitor: Visitor) -> None:
    policy = visitor.get("/").headers["content-security-policy"]
    assert "connect-src 'self' https://api.vinted.fr;" in policy
    assert "'unsafe-inline'" not in policy


def test_each_market_has_its_language(browse: Browse) -> None:
    visitor = browse()
    assert '<html lang="de-DE">' in visitor.get("/", host="www.vinted.de").text
    assert visitor.get("/", host="www.example.org").status_code == 404


def test_navigation_fetches_data_without_a_page(visitor: Visitor, item: int) -> None:
    answer = visitor.get(f"/items/{item}?_rsc=1a2b3")
    assert answer.headers["content-type"] == "text/x-component"
    assert answer.json()["kind"] == "item"


def test_scripts_cannot_be_closed_from_data(sandbox: Sandbox, visitor: Visitor, me: int) -> None:
    [item] = sandbox.add_items(me, [{"title": "</script><script>alert(1)</script>"}])
    page = visitor.open(f"/items/{item}")
    assert "<script>alert" not in page
    assert flight(page)[-1]["item"]["title"] == "</script><script>alert(1)</script>"


def test_the_catalogues_first_page_is_streamed_in_camel_case(sandbox: Sandbox, visitor: Visitor, me: int, item: int) -> None:
    sandbox.clear_log()
    [found] = flight(visitor.open("/catalog?search_text=robe"))[-1]["catalog"]["items"]["items"]
    product = found["productItem"]
    assert (product["id"], product["user"]["id"], product["price"]["currencyCode"]) == (item, me, "EUR")
    assert flight(visitor.open("/catalog?search_text=jupe"))[-1]["catalog"]["items"]["items"] == []
    assert len(flight(visitor.open("/catalog/1059-robes"))[-1]["catalog"]["items"]["items"]) == 1
    assert {entry["path"] for entry in sandbox.log()} == {"/catalog", "/catalog/1059-robes"}


def test_a_threads_page_marks_it_as_read(sandbox: Sandbox, visitor: Visitor, me: int, camille: int, item: int) -> None:
    thread = sandbox.add_thread(me, camille, [item], [{"by": camille, "text": "Bonjour"}])["conversation"]
    lines = flight(visitor.open("/inbox"))
    assert (lines[0][3]["messages"]["unread"], lines[-1]["threads"][0]["unread"]) == (1, True)
    page = flight(visitor.open(f"/inbox/{thread}"))[-1]
    assert (page["login"], page["messages"][0]["text"], page["allowReply"]) == ("camille_ex", "Bonjour", True)
    assert sandbox.truth(me)["threads"][0]["unread"] == 0
    assert visitor.get("/inbox/1").status_code == 404


def test_other_pages_of_a_member(sandbox: Sandbox, visitor: Visitor, browse: Browse, me: int, camille: int, item: int) -> None:
    order = sandbox.add_order(me, camille, [item])
    [theirs] = sandbox.add_items(camille, [{"title": "Jupe"}])
    sandbox.like(me, theirs)
    sandbox.like(camille, item)
    for path in ("/my_orders?order_type=sold", "/my_orders/sold", "/my_orders"):
        assert [row["id"] for row in flight(visitor.open(path))[-1]["orders"]] == [order["transaction"]]
    assert flight(visitor.open("/my_orders?order_type=purchased"))[-1]["orders"] == []
    assert [card["id"] for card in flight(visitor.open("/member/items/favourite_list"))[-1]["items"]] == [theirs]
    assert flight(visitor.open("/member/notifications"))[-1]["entries"][0]["link"].endswith(f"offering_id={camille}")
    for path in ("/inbox", "/my_orders", "/member/notifications", "/member/items/favourite_list"):
        assert browse().get(path).headers["location"] == f"/member/signup/select_type?ref_url={path}"


def test_class_names_change_with_each_deployment(sandbox: Sandbox, visitor: Visitor) -> None:
    def names() -> str:
        found: str = flight(visitor.open("/"))[0][3]["config"]["classNames"]
        return found

    before, style = names(), visitor.get("/_next/static/css/app.css").text
    assert f".new-item-box__container__{before} " in style
    assert ".web_ui__Button__button {" in style
    assert ".feed-grid {" in style
    sandbox.rotate_class_names()
    assert names() != before
    assert before not in visitor.get("/_next/static/css/app.css").text
