"""From any page to any story without the mouse, on a keyboard with Arabic letters."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.journeys.conftest import Chromium, no_sideways_overflow

pytestmark = pytest.mark.browser
PRESS = """([code, key, ctrlKey]) => (document.activeElement ?? document.body).dispatchEvent(
  new KeyboardEvent("keydown", { code, key, ctrlKey, bubbles: true, cancelable: true }))"""


@pytest.fixture
def three(saida: User) -> list[Article]:
    return [factories.published(by=saida, headline=f"إلغاء الرحلة رقم {n}") for n in (1, 2, 3)]


def on_an_arabic_layout(page: Page, code: str, key: str, *, ctrl: bool = False) -> None:
    page.evaluate(PRESS, [code, key, ctrl])


def test_story_found_by_keys_alone(three: list[Article], saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida)
    page.goto("/admin/articles/article/")
    dialog, field = page.locator("#nr-jump"), page.locator("#nr-jump-q")
    page.locator("#searchbar").focus()
    on_an_arabic_layout(page, "Slash", "ظ")
    expect(dialog).not_to_be_visible()  # somebody is typing there
    on_an_arabic_layout(page, "KeyK", "ن", ctrl=True)
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    expect(page.locator("#searchbar")).to_be_focused()

    page.locator("#searchbar").blur()
    on_an_arabic_layout(page, "Slash", "ظ")
    expect(field).to_be_focused()
    expect(dialog.get_by_role("option")).to_have_count(3)  # worked on last
    field.fill("الغاء")
    options = dialog.get_by_role("option")
    expect(dialog.locator("[aria-selected=true]")).to_have_count(1)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).to_have_attribute("data-shown", "الغاء")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute(
        "aria-activedescendant", str(options.nth(1).get_attribute("id"))
    )
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.nth(2)).to_have_attribute("aria-selected", "true")  # round the end
    page.keyboard.press("Enter")
    page.wait_for_url(f"/admin/articles/article/{three[0].pk}/change/")


def test_number_and_enter_do_not_wait_for_the_answer(
    three: list[Article], saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida)
    page.goto("/admin/")
    page.keyboard.press("Control+KeyK")
    page.locator("#nr-jump-q").fill(str(three[1].pk))
    page.keyboard.press("Enter")
    page.wait_for_url(f"/admin/articles/article/{three[1].pk}/change/")


def test_failure_is_told_and_enter_tries_again(
    three: list[Article], saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida)
    page.goto("/admin/")
    chromium.expect_status(500)
    page.route("**/jump/results/*", lambda route: route.fulfill(status=500))
    page.keyboard.press("Control+KeyK")
    page.locator("#nr-jump-q").fill("الرحلة")
    said = page.locator("[data-jump-said]")
    expect(said).to_have_text(str(said.get_attribute("data-failed")))
    page.unroute("**/jump/results/*")
    page.keyboard.press("Enter")
    page.wait_for_url("/admin/articles/article/*/change/")


def test_phone_without_a_keyboard_and_browser_without_scripts(
    three: list[Article], saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto("/admin/")
    button = page.locator("[data-jump-open]")
    drawn = button.bounding_box()
    assert drawn is not None
    assert min(drawn["width"], drawn["height"]) >= 44
    button.tap()
    page.locator("#nr-jump-q").fill("رقم 2")
    page.get_by_role("option", name="إلغاء الرحلة رقم 2").tap()
    page.wait_for_url(f"/admin/articles/article/{three[1].pk}/change/")
    no_sideways_overflow(page)

    plain = chromium.log_in(saida, java_script_enabled=False)
    plain.goto("/admin/")
    plain.locator("[data-jump-open]").click()
    plain.locator("#nr-jump-q").fill("رقم 3")
    plain.keyboard.press("Enter")
    plain.get_by_role("link", name="إلغاء الرحلة رقم 3").click()
    plain.wait_for_url(f"/admin/articles/article/{three[2].pk}/change/")
