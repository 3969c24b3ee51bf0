"""The mock front end in a real browser: late hydration, navigation without loading, drawing anew, the form, lost answers."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .client import Sandbox
from .screen import HOME, cookies, in_page
from .visitor import jpeg


@pytest.fixture
def items(sandbox: Sandbox, me: int) -> list[int]:
    seeds = [{"title": f"Article {n}", "photos": [{"seed": n, "width": 90, "height": 120}]} for n in range(3)]
    return sandbox.add_items(me, seeds)


def closet(page: Page, me: int) -> None:
    page.goto(f"{HOME}/member/{me}-atelier_demo")
    expect(page.get_by_test_id("bump-button").first).to_be_visible()


def test_the_own_closet_has_cards_and_bump_buttons(page: Page, me: int, items: list[int]) -> None:
    closet(page, me)
    expect(page.get_by_test_id("profile-items-grid").locator(".feed-grid__item")).to_have_count(3)
    for part in ("--image", "--image--img", "--overlay-link", "--price-text", "--description-title", "--description-subtitle"):
        expect(page.get_by_test_id(f"product-item-id-{items[0]}{part}")).to_have_count(1)
    expect(page.get_by_test_id("bump-button")).to_have_count(3)
    title = page.get_by_test_id(f"product-item-id-{items[0]}--overlay-link").get_attribute("title")
    assert title is not None
    assert title.startswith("Article 0, marque: Marque Démo")
    image = page.get_by_test_id(f"product-item-id-{items[0]}--image--img")
    expect(image).to_have_js_property("naturalWidth", 310)


def test_others_closets_have_no_bump_buttons(
    sandbox: Sandbox, context: BrowserContext, page: Page, me: int, items: list[int]
) -> None:
    sandbox.add_member("camille_ex")
    context.add_cookies(cookies(sandbox, "camille_ex"))
    sandbox.set(closet_page_size=2)
    page.goto(f"{HOME}/member/{me}")
    # only a live page fetches the rest
    expect(page.locator(".feed-grid__item")).to_have_count(3)
    expect(page.get_by_test_id("bump-button")).to_have_count(0)


def insert(page: Page) -> None:
    page.evaluate(
        "document.querySelector('.feed-grid__item').append(Object.assign(document.createElement('b'), {id: 'foreign'}))"
    )


def test_a_node_inserted_before_hydration_is_dropped(sandbox: Sandbox, page: Page, me: int, items: list[int]) -> None:
    sandbox.set(hydration_ms=700)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{HOME}/member/{me}")
    expect(page.get_by_test_id("bump-button")).to_have_count(0)
    insert(page)
    expect(page.get_by_test_id("bump-button")).to_have_count(3)
    expect(page.locator("#foreign")).to_have_count(0)
    assert any("#418" in text for text in said)


def test_a_node_inserted_after_hydration_stays_until_drawn_anew(page: Page, me: int, items: list[int]) -> None:
    closet(page, me)
    insert(page)
    expect(page.locator("#foreign")).to_have_count(1)
    page.evaluate("dispatchEvent(new Event('sandbox:rerender'))")
    expect(page.locator("#foreign")).to_have_count(0)
    expect(page.get_by_test_id("bump-button")).to_have_count(3)


def test_pages_may_draw_themselves_anew_all_the_time(sandbox: Sandbox, page: Page, me: int, items: list[int]) -> None:
    sandbox.set(rerender_ms=200)
    closet(page, me)
    insert(page)
    expect(page.locator("#foreign")).to_have_count(0)


def test_navigation_without_loading(page: Page, me: int, items: list[int]) -> None:
    closet(page, me)
    page.evaluate("window.stayed = true")
    page.get_by_test_id(f"product-item-id-{items[0]}--overlay-link").click()
    expect(page.get_by_test_id("item-title")).to_have_text("Article 0")
    expect(page.get_by_test_id("item-edit-button")).to_be_visible()
    assert page.evaluate("window.stayed") is True
    assert f"/items/{items[0]}" in page.url
    assert page.evaluate("[...document.scripts].some((script) => script.textContent.includes('CSRF_TOKEN'))") is False
    page.go_back()
    expect(page.get_by_test_id("bump-button")).to_have_count(3)
    assert page.evaluate("window.stayed") is True


def test_more_of_the_closet_comes_when_scrolled_to(sandbox: Sandbox, page: Page, me: int) -> None:
    sandbox.set(closet_page_size=4)
    sandbox.add_items(me, [{"title": f"Article {n}", "photos": [{"seed": n, "width": 90, "height": 120}]} for n in range(10)])
    closet(page, me)
    for _ in range(10):
        page.mouse.wheel(0, 4000)
        page.wait_for_timeout(100)
        if page.locator(".feed-grid__item").count() == 10:
            break
    expect(page.locator(".feed-grid__item")).to_have_count(10)


def test_the_owners_buttons_do_what_they_say(sandbox: Sandbox, page: Page, me: int, items: list[int]) -> None:
    page.goto(f"{HOME}/items/{items[0]}")
    for name in ("item-bump-button", "mark-as-sold-button", "mark-as-reserved-button", "item-edit-button", "item-delete-button"):
        expect(page.locator(".u-grid").get_by_test_id(name)).to_be_visible()
    page.get_by_test_id("item-hide-button").click()
    expect(page.get_by_test_id("item-hide-button")).to_have_text("Afficher")
    assert sandbox.item(items[0])["state"] == "hidden"
    page.get_by_test_id("item-delete-button").click()
    page.get_by_test_id("item-delete-cancelation-button").click()
    page.get_by_test_id("item-delete-button").click()
    page.get_by_test_id("item-delete-confirmation-button").click()
    expect(page.get_by_test_id("profile-items-grid").locator(".feed-grid__item")).to_have_count(2)
    assert sandbox.item(items[0])["state"] == "deleted"
    page.goto(f"{HOME}/items/{items[1]}")
    page.get_by_test_id("mark-as-reserved-button").click()
    expect(page.get_by_test_id("mark-as-reserved-button")).to_have_text("Annuler la réservation")
    page.get_by_test_id("mark-as-sold-button").click()
    expect(page.get_by_test_id("mark-as-sold-button")).to_have_count(0)
    assert sandbox.item(items[1])["closing_action"] == "sold"


def test_signing_in_by_hand(sandbox: Sandbox, context: BrowserContext, page: Page, me: int) -> None:
    context.clear_cookies()
    page.goto(f"{HOME}/items/new")
    assert "/member/signup/select_type" in page.url
    expect(page.get_by_test_id("header--login-button")).to_be_visible()
    expect(page.get_by_label("Identifiant")).to_have_value("atelier_demo")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_test_id("title--input")).to_be_visible()
    expect(page.get_by_test_id("header--login-button")).to_have_count(0)
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_test_id("header--login-button")).to_be_visible()


def fill_form(page: Page, picture: Path) -> None:
    page.goto(f"{HOME}/items/new")
    page.get_by_test_id("add-photos-input").set_input_files(picture)
    expect(page.locator("[data-testid^=image-wrapper-]")).to_have_count(1)
    page.get_by_test_id("title--input").fill("Robe du formulaire")
    page.get_by_test_id("description--input").fill("Portée une fois.")
    page.get_by_test_id("catalog-select-dropdown-input").click()
    for category in (1904, 4, 10, 1059):
        page.locator(f"#catalog-{category}").click()
    page.get_by_test_id("brand-select-dropdown-input").click()
    page.get_by_test_id("brand-search--input").fill("zara")
    page.locator("#brand-12").click()
    for testid, choice in (
        ("category-size-single-grid-input", "size-group-4"), ("category-condition-single-list-input", "condition-2"),
        ("category-material-multi-list-input", "material-checkbox-44--input"), ("color-select-dropdown-input", "color-5"),
    ):  # fmt: skip
        page.get_by_test_id(testid).click()
        page.get_by_test_id(choice).click()
        if "multi" in testid or "color" in testid:
            page.get_by_role("button", name="Fait").click()
    page.get_by_test_id("package_type_selector_2--input").check()
    page.get_by_test_id("price-input--input").fill("19,50")
    page.get_by_test_id("price-input--input").blur()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "robe.jpg"
    path.write_bytes(jpeg())
    return path


def test_a_listing_is_published_with_the_form(sandbox: Sandbox, page: Page, me: int, picture: Path) -> None:
    fill_form(page, picture)
    page.get_by_test_id("upload-form-save-button").click()
    expect(page.get_by_test_id("item-title")).to_have_text("Robe du formulaire")
    [item] = sandbox.visible(me)
    fields = sandbox.item(item)["fields"]
    assert (fields["price"], fields["brand_id"], fields["package_size_id"], fields["color_ids"]) == (19.5, 12, 2, [5])
    assert fields["attributes"] == {"size": [4], "condition": [2], "material": [44]}
    sent = sandbox.wait_request("POST", "item_upload/items")["headers"]
    assert (sent["x-upload-form"], sent["sec-fetch-site"]) == ("true", "same-origin")


def test_a_draft_is_saved_then_published_with_the_form(sandbox: Sandbox, page: Page, me: int, picture: Path) -> None:
    fill_form(page, picture)
    page.get_by_test_id("upload-form-save-draft-button").click()
    page.wait_for_url("**/edit")
    [draft] = sandbox.state(me)["drafts"]
    expect(page.get_by_test_id("title--input")).to_have_value("Robe du formulaire")
    page.get_by_test_id("upload-form-save-button").click()
    expect(page.get_by_test_id("item-title")).to_have_text("Robe du formulaire")
    assert sandbox.visible(me) == [draft]


def test_the_form_names_what_is_missing(page: Page, me: int) -> None:
    page.goto(f"{HOME}/items/new")
    page.get_by_test_id("upload-form-save-button").click()
    expect(page.get_by_test_id("error-title")).to_have_text("Indique un titre")


def test_a_value_set_past_react_is_ignored(page: Page, me: int) -> None:
    page.goto(f"{HOME}/items/new")
    title = page.get_by_test_id("title--input")
    assign = "(input) => { %s; input.dispatchEvent(new Event('input', { bubbles: true })); }"
    title.evaluate(assign % "input.value = 'Robe'")
    expect(title).to_have_value("")
    title.evaluate(assign % "Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, 'Robe')")
    expect(title).to_have_value("Robe")


def test_pages_cannot_read_the_image_host(page: Page, me: int, items: list[int]) -> None:
    closet(page, me)
    url = page.get_by_test_id(f"product-item-id-{items[0]}--image--img").get_attribute("src")
    assert "Failed to fetch" in in_page(page, "GET", url or "")


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_a_lost_connection_is_not_tried_again_by_the_browser(
    sandbox: Sandbox, page: Page, me: int, items: list[int], kind: str
) -> None:
    """On a kept connection Chromium would send the request anew and the write would count twice."""
    page.goto(f"{HOME}/items/{items[0]}")
    assert in_page(page, "GET", "/api/v2/users/current") == 200
    sandbox.arm(kind, path_regex="/delete")
    assert in_page(page, "GET", "/api/v2/users/current") == 200
    assert "Failed to fetch" in in_page(page, "POST", f"/api/v2/items/{items[0]}/delete")
    assert [entry["phase"] for entry in sandbox.log() if entry["path"].endswith("/delete")] == ["dropped"]
    assert sandbox.item(items[0])["state"] == ("active" if kind == "drop_before" else "deleted")


def test_a_held_request_is_applied_after_its_tab_was_closed(sandbox: Sandbox, page: Page, me: int, items: list[int]) -> None:
    page.goto(f"{HOME}/items/{items[0]}")
    expect(page.get_by_test_id("item-hide-button")).to_be_visible()
    fault = sandbox.arm("hold", path_regex="is_hidden", seconds=20)
    page.get_by_test_id("item-hide-button").click()
    sandbox.wait_request("PUT", "is_hidden", phase="held")
    page.close()
    sandbox.release(fault)
    assert sandbox.wait_request("PUT", "is_hidden")["applied"] is True
    assert sandbox.item(items[0])["state"] == "hidden"


def test_a_restricted_member_sees_a_notice(sandbox: Sandbox, page: Page, me: int) -> None:
    sandbox.restrict(me, 60)
    page.goto(HOME)
    expect(page.get_by_role("dialog")).to_contain_text("restreint")
