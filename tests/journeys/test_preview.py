"""What is written is looked at before anybody else sees it; an outsider reads it for a while."""

import re
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from articles import publishing
from articles.models import Article, PublicationSettings
from newsroom.accounts.models import User
from tests import factories
from tests.journeys.conftest import Chromium, no_sideways_overflow

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
HEADLINE = "عنوان لم يُحفظ بعد"


@pytest.fixture
def story(saida: User) -> Article:
    return publishing.create(factories.content(headline="العنوان المحفوظ"), by=saida)


@pytest.fixture
def deck_is_needed(transactional_db: None) -> None:
    PublicationSettings.objects.update_or_create(pk=1, defaults={"ready_deck": "blocking"})


def previewed(page: Page) -> FrameLocator:
    page.locator("[data-preview]").click()
    return page.frame_locator("[name=nr-preview-page]")


def width_inside(page: Page) -> int:
    frame = page.frame(name="nr-preview-page")
    assert frame is not None
    width: int = frame.evaluate("innerWidth")
    return width


def choose_width(page: Page, label: str) -> None:
    page.locator("#nr-preview .nr-seg label", has_text=label).click()


@pytest.mark.parametrize("window", [{}, PHONE], ids=["desktop", "phone"])
def test_unsaved_words_at_both_widths(
    window: dict[str, Any], story: Article, saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida, **window)
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    page.locator("#id_headline").fill(HEADLINE)
    shown = previewed(page)
    expect(shown.locator("h1")).to_have_text(HEADLINE)
    assert width_inside(page) == (390 if window else 1280)
    for label, width in (("حاسوب", 1280), ("هاتف", 390)):
        choose_width(page, label)
        assert width_inside(page) == width
        no_sideways_overflow(page)
    shown.locator("h1").click()
    page.keyboard.press("Escape")  # with the page inside holding the keyboard
    expect(page.locator("#nr-preview")).to_be_hidden()
    expect(page.locator("#id_headline")).to_have_value(HEADLINE)
    expect(page.locator("[data-preview]")).to_be_focused()

    with page.expect_popup() as opened:
        previewed(page).locator(".mainnav a").first.click()
    opened.value.close()
    page.locator("[data-preview-close]").click()
    assert page.url.endswith("/change/")
    page.locator("#id_headline").fill("")
    chromium.expect_status(400)
    expect(previewed(page).locator("h1 ~ ul li")).to_contain_text("هذا الحقل مطلوب")
    page.locator("[data-preview-close]").click()
    with page.expect_event("dialog") as asked:  # still unsaved, and the browser knows
        page.close(run_before_unload=True)
    asked.value.accept()


def test_new_story_without_scripts(saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida, java_script_enabled=False)
    page.goto("/admin/articles/article/add/")
    page.locator("#id_headline").fill(HEADLINE)
    with page.expect_popup() as opened:
        page.locator("[data-preview]").click()
    expect(opened.value.locator("h1")).to_have_text(HEADLINE)
    expect(page.locator("#id_headline")).to_have_value(HEADLINE)


def test_outsider_reads_until_the_link_is_revoked(
    story: Article, saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida)
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    page.locator("#id_headline").fill(HEADLINE)
    links = page.locator("[data-preview-links]")
    links.locator("select").select_option("1")
    links.locator("[name=_preview_link]").click()
    address = links.locator("[data-copy]").get_attribute("data-copy")
    assert address is not None
    expect(page.locator("#id_headline")).to_have_value(HEADLINE)  # typing goes on

    outsider = chromium.window(**PHONE)
    outsider.goto(address)
    expect(outsider.locator("h1")).to_have_text("العنوان المحفوظ")
    no_sideways_overflow(outsider)
    assert outsider.context.cookies() == []

    links.locator("[name=_revoke]").click()
    expect(links.locator("[name=_revoke]")).to_have_count(0)
    chromium.expect_status(410)
    answer = outsider.reload()
    assert answer is not None
    assert answer.status == 410
    assert "العنوان المحفوظ" not in outsider.content()


def test_list_follows_the_typing_and_warnings_take_one_click(
    story: Article, saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida)
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    ready = page.locator("[data-readiness]")
    deck = ready.locator("[data-field=deck]")
    deck.click()
    expect(page.locator("#id_deck")).to_be_focused()
    page.keyboard.type("مقدمة من جملة.")
    expect(deck).to_have_count(0)
    ready.locator("[data-field=authors]").click()
    expect(page.locator(".field-authors").get_by_role("combobox")).to_be_focused()
    page.locator("[name=_publish]").click()
    page.wait_for_url(re.compile(r"\?published=1"))
    expect(page.locator(".nr-done")).to_be_visible()
    expect(page.locator(".messagelist .warning")).to_be_visible()


def test_what_is_needed_stops_it_and_keeps_the_text(
    story: Article, deck_is_needed: None, saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida, **PHONE)
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    page.locator("#id_headline").fill(HEADLINE)
    chromium.expect_status(409)
    page.locator("[name=_publish]").click()
    expect(page.locator(".errornote").first).to_be_visible()
    expect(page.locator("#id_headline")).to_have_value(HEADLINE)
    no_sideways_overflow(page)
    page.locator(".nr-ready__must [data-field=deck]").click()
    page.keyboard.type("مقدمة من جملة.")
    page.locator("[name=_publish]").click()
    expect(page.locator(".nr-done")).to_be_visible()
