"""The pages about other people in a real browser: threads, likes, orders, search; and what a page may not read."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .client import Sandbox
from .markets import LABEL_HOST
from .screen import HOME, in_page, service


@pytest.fixture
def thread(sandbox: Sandbox, me: int, camille: int, item: int) -> int:
    entries = [{"by": camille, "text": "Bonjour, est-elle disponible ?"}]
    conversation: int = sandbox.add_thread(me, camille, [item], entries)["conversation"]
    return conversation


@pytest.mark.parametrize("generation", [1, 2])
def test_a_thread_is_read_and_answered(sandbox: Sandbox, page: Page, me: int, thread: int, generation: int) -> None:
    sandbox.change_member(me, messaging=generation)
    page.goto(f"{HOME}/inbox")
    expect(page.get_by_test_id("conversations-badge")).to_have_text("1")
    page.get_by_test_id(f"thread-item-{thread}").get_by_role("link").click()
    expect(page.get_by_test_id("conversation-user-name")).to_have_text("camille_ex")
    page.get_by_role("textbox").fill("Oui, toujours.")
    page.get_by_test_id("send-button").click()
    expect(page.get_by_test_id("message-message").last).to_have_text("Oui, toujours.")
    assert sandbox.truth(me)["threads"][0]["own_messages"] == ["Oui, toujours."]
    host = {1: "www.vinted.fr", 2: "api.vinted.fr"}[generation]
    assert sandbox.wait_request("POST", "replies")["host"] == host


def test_the_composer_ignores_a_value_set_past_react(sandbox: Sandbox, page: Page, me: int, thread: int) -> None:
    page.goto(f"{HOME}/inbox/{thread}")
    composer = page.get_by_role("textbox")
    composer.evaluate("(box) => { box.value = 'Oui'; box.dispatchEvent(new Event('input', { bubbles: true })); }")
    expect(composer).to_have_value("")


def test_personal_data_is_sent_when_the_person_insists(sandbox: Sandbox, page: Page, me: int, thread: int) -> None:
    page.goto(f"{HOME}/inbox/{thread}")
    page.get_by_role("textbox").fill("moi@example.invalid")
    page.get_by_test_id("send-button").click()
    page.get_by_test_id("share-anyway-button").click()
    expect(page.get_by_test_id("message-message").last).to_have_text("moi@example.invalid")


def test_a_like_leads_to_its_thread(sandbox: Sandbox, page: Page, me: int, camille: int, item: int) -> None:
    sandbox.like(camille, item)
    page.goto(HOME)
    page.get_by_role("button", name="Notifications").click()
    page.get_by_test_id("user-notification-item-highlighted").get_by_role("link").click()
    expect(page.get_by_test_id("conversation-user-name")).to_have_text("camille_ex")
    [thread] = sandbox.truth(me)["threads"]
    assert page.url == f"{HOME}/inbox/{thread['id']}"


def test_a_buyer_writes_from_the_listings_page(sandbox: Sandbox, page: Page, me: int, camille: int) -> None:
    [theirs] = sandbox.add_items(camille, [{"title": "Jupe"}])
    page.goto(f"{HOME}/items/{theirs}")
    page.get_by_test_id("item-message-button").click()
    expect(page.get_by_test_id("conversation-user-name")).to_have_text("camille_ex")


def test_a_label_is_ordered_from_the_list(sandbox: Sandbox, page: Page, me: int, camille: int, item: int) -> None:
    order = sandbox.add_order(me, camille, [item])
    page.goto(f"{HOME}/my_orders?order_type=sold")
    page.get_by_role("button", name="Obtenir le bordereau").click()
    expect(page.get_by_role("button", name="Télécharger le bordereau")).to_be_visible()
    assert sandbox.order(order["transaction"])["shipment"]["label_ordered"] is True


SENT_BY = "name => performance.getEntriesByType('resource').filter((e) => e.name.includes(name)).map((e) => e.initiatorType)"


def test_a_front_end_that_fetches(sandbox: Sandbox, page: Page, camille: int) -> None:
    sandbox.set(xhr_front_end=False)
    sandbox.add_stock(camille, 100, photos=0)
    page.goto(f"{HOME}/catalog?search_text=article")
    page.get_by_test_id("catalog-next").click()
    expect(page.locator(".feed-grid__item")).to_have_count(4)
    assert page.evaluate(SENT_BY, "svc-catalogue") == ["fetch"]


def test_further_results_come_from_the_api_host(sandbox: Sandbox, page: Page, camille: int) -> None:
    sandbox.add_stock(camille, 100, photos=0)
    page.goto(f"{HOME}/catalog?search_text=article")
    expect(page.locator(".feed-grid__item")).to_have_count(96)
    page.get_by_test_id("catalog-next").click()
    expect(page.locator(".feed-grid__item")).to_have_count(4)
    entry = sandbox.wait_request("GET", "svc-catalogue/items.*page=2")
    assert (entry["host"], entry["headers"]["origin"], entry["headers"]["platform"]) == ("api.vinted.fr", HOME, "web")
    assert page.evaluate(SENT_BY, "svc-catalogue") == ["xmlhttprequest"]
    title = page.locator("[data-testid$=overlay-link]").first.get_attribute("title")
    assert title is not None
    assert ", marque: Marque Démo, " in title


def test_a_page_reads_open_paths_of_the_api_host_only(sandbox: Sandbox, page: Page, me: int) -> None:
    page.goto(HOME)
    assert service(page, "/svc-catalogue/items") == 200
    assert service(page, "/inbox-notifications/v1/notifications") == 200
    assert "Failed to fetch" in service(page, "/svc-filters/filters")
    sandbox.set(cors_open=[])
    assert "Failed to fetch" in service(page, "/svc-catalogue/items?again")


def test_a_page_cannot_read_the_label_host(sandbox: Sandbox, page: Page, me: int, camille: int, item: int) -> None:
    order = sandbox.add_order(me, camille, [item], label_ordered=True)
    page.goto(HOME)
    url = page.evaluate(f"async () => (await (await fetch('/api/v2/shipments/{order['shipment']}/label_url')).json()).label_url")
    assert LABEL_HOST in url
    assert "Failed to fetch" in in_page(page, "GET", url)


def test_class_names_are_hashed_and_styled(sandbox: Sandbox, page: Page, me: int, item: int) -> None:
    names = sandbox.rotate_class_names()
    page.goto(f"{HOME}/member/{me}")
    card = page.get_by_test_id(f"product-item-id-{item}")
    expect(card).to_have_class(f"new-item-box__container__{names}")
    expect(card).to_have_css("position", "relative")
    expect(page.get_by_test_id("bump-button")).to_have_class("web_ui__Button__button web_ui__Button__outlined "
        "web_ui__Button__small web_ui__Button__primary web_ui__Button__truncated")  # fmt: skip


def test_the_form_hides_the_parcel_where_the_server_wants_it(sandbox: Sandbox, page: Page, me: int) -> None:
    sandbox.set(parcel_hidden_in=[4])
    page.goto(f"{HOME}/items/new")
    page.get_by_test_id("catalog-select-dropdown-input").click()
    for category in (1904, 4, 10, 1059):
        page.locator(f"#catalog-{category}").click()
    expect(page.get_by_test_id("category-condition-single-list-input")).to_be_visible()
    expect(page.get_by_text("Format du colis")).to_have_count(0)
    page.get_by_test_id("upload-form-save-button").click()
    expect(page.get_by_test_id("error-package_size")).to_be_visible()


def test_a_challenge_inside_a_threads_page(sandbox: Sandbox, context: BrowserContext, page: Page, thread: int) -> None:
    sandbox.refuse(3, path_regex="^/inbox")
    page.goto(f"{HOME}/inbox/{thread}")
    expect(page.locator("#datadome-captcha")).to_be_visible()
    expect(page.get_by_test_id("send-button")).to_be_visible()
