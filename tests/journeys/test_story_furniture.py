"""Text size, print and the data block of a story, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.journeys.conftest import Chromium

pytestmark = pytest.mark.browser

LARGER, SMALLER = "[data-text-step='1']", "[data-text-step='-1']"


@pytest.fixture
def story(saida: User) -> Article:
    return factories.published(by=saida, headline="مقال للقراءة")


def text_size(page: Page) -> float:
    size = page.evaluate("getComputedStyle(document.querySelector('.prose p')).fontSize")
    return float(str(size).removesuffix("px"))


def test_text_grows_in_two_steps_and_the_size_is_remembered(
    story: Article, chromium: Chromium
) -> None:
    page = chromium.window()
    page.goto(story.get_absolute_url())
    expect(page.locator(SMALLER)).to_have_attribute("aria-disabled", "true")
    sizes = [text_size(page)]
    for _step in range(2):
        page.locator(LARGER).click()
        sizes.append(text_size(page))
    assert sizes == sorted(set(sizes))
    expect(page.locator(LARGER)).to_have_attribute("aria-disabled", "true")
    page.locator(LARGER).click(force=True)
    assert text_size(page) == sizes[2]
    page.reload(wait_until="commit")
    page.wait_for_selector(".prose p")
    assert text_size(page) == sizes[2]
    page.locator(SMALLER).click()
    assert text_size(page) == sizes[1]
    assert page.context.cookies() == []


def test_print_button_opens_the_print_dialog(story: Article, chromium: Chromium) -> None:
    page = chromium.window()
    page.goto(story.get_absolute_url())
    page.evaluate("() => { window.printed = 0; window.print = () => window.printed++; }")
    page.locator("[data-print]").click()
    assert page.evaluate("window.printed") == 1


def test_data_block_is_read_and_breaks_no_policy(story: Article, chromium: Chromium) -> None:
    """The window's own check fails the test on any report of the content policy."""
    page = chromium.window()
    page.goto(story.get_absolute_url())
    data = page.evaluate(
        "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)"
    )
    assert data["@graph"][0]["headline"] == story.headline


def test_search_from_the_masthead(story: Article, chromium: Chromium) -> None:
    page = chromium.window(java_script_enabled=False)
    page.goto("/")
    page.locator(".site-head a[href='/search/']").click()
    page.locator("input[type=search]").fill("للقراءه")
    page.locator("form[role=search] button").click()
    expect(page.locator("mark")).to_have_text("للقراءة")
    page.locator(".story__title a").click()
    expect(page.locator("h1")).to_have_text(story.headline)
