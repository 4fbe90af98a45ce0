"""Theme, copy buttons and the keyboard, on the site and in the newsroom."""

import pytest
from playwright.sync_api import Page, expect

from articles import publishing
from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.journeys.conftest import Chromium

pytestmark = pytest.mark.browser

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


@pytest.fixture
def story(saida: User) -> Article:
    return factories.published(by=saida, headline="مقال للقراءة")


@pytest.fixture
def draft(saida: User) -> Article:
    return publishing.create(factories.content(headline="مسودة قبل الاختصار"), by=saida)


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_chosen_theme_holds_on_the_next_page_and_the_other_way(
    story: Article, chromium: Chromium
) -> None:
    page = chromium.window(color_scheme="light")
    page.goto("/")
    light = background(page)
    switch = page.get_by_role("button", name="الوضع الداكن")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    dark = background(page)
    assert dark != light
    page.goto(story.get_absolute_url())
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert background(page) == dark
    switch.click()
    assert background(page) == light


def test_theme_follows_the_system_until_it_is_chosen(story: Article, chromium: Chromium) -> None:
    page = chromium.window(color_scheme="dark")
    page.goto(story.get_absolute_url())
    expect(page.get_by_role("button", name="الوضع الداكن")).to_have_attribute(
        "aria-pressed", "true"
    )
    dark = background(page)
    page.emulate_media(color_scheme="light")
    assert background(page) != dark


def test_copy_button_copies_the_short_link(story: Article, chromium: Chromium) -> None:
    page = chromium.window(**CLIPBOARD)
    page.goto(story.get_absolute_url())
    field = page.locator(".shortlink")
    field.get_by_role("button").click()
    expect(field.get_by_role("button")).to_have_text("نُسخ الرابط")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"http://{field.locator('code').inner_text()}"


def test_copy_button_in_the_newsroom(story: Article, saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida, **CLIPBOARD)
    page.goto(f"/admin/articles/article/{story.pk}/change/?published=1")
    address = page.locator(".nr-done .nr-copy").first
    address.get_by_role("button").click()
    expect(address.get_by_role("button")).to_have_text("نُسخ الرابط")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(story.get_absolute_url())


def test_first_stop_of_the_keyboard_skips_to_the_content(
    story: Article, chromium: Chromium
) -> None:
    page = chromium.window()
    page.goto(story.get_absolute_url())
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("انتقل إلى المحتوى")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_url("**/#main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_control_s_saves_with_an_arabic_layout(
    draft: Article, saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida)
    page.goto(f"/admin/articles/article/{draft.pk}/change/")
    page.locator("#id_headline").fill("عنوان حُفظ بالاختصار")
    keyboard = page.context.new_cdp_session(page)
    # On an Arabic layout the key S gives «س»; only its position is the same.
    key = {"modifiers": 2, "code": "KeyS", "key": "س", "windowsVirtualKeyCode": 83}
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    expect(page.locator(".messagelist")).to_contain_text("حُفظ المقال")
    expect(page.locator("#id_headline")).to_have_value("عنوان حُفظ بالاختصار")


def test_typed_text_is_not_left_without_a_question(
    draft: Article, saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida)
    page.goto(f"/admin/articles/article/{draft.pk}/change/")
    page.locator("#id_headline").press_sequentially(" زيادة")
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.accept()
