"""A letter comes in, the story is corrected, and the reply of its writer is published."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.journeys.conftest import Chromium

pytestmark = pytest.mark.browser


def choose_story(page: Page, field: str, headline: str) -> None:
    box = page.locator("[data-story-picker]", has=page.locator(f"#id_{field}"))
    box.locator(f"#id_{field}-search").fill(headline)
    box.get_by_role("button", name=headline).click()
    expect(box.locator("[data-story-chosen]")).to_have_text(headline)
    expect(box.locator(f"#id_{field}-search")).to_be_hidden()


@pytest.fixture
def stories(saida: User) -> tuple[Article, Article]:
    story = factories.published(by=saida, headline="موسم الزيت شحيح")
    return story, factories.published(by=saida, headline="توضيح من التعاونية")


def test_letter_correction_and_reply(
    stories: tuple[Article, Article], saida: User, chromium: Chromium
) -> None:
    story, reply = stories
    page = chromium.log_in(saida)
    page.goto("/admin/requests/request/add/")
    page.locator("#id_kind").select_option("reply")
    choose_story(page, "article", "موسم الزيت شحيح")
    page.locator("#id_text").fill("رقم الإنتاج غير صحيح")
    letter = FilePayload(name="رسالة.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7")
    page.locator("#id_attached").set_input_files(letter)
    page.locator("#id_name").fill("التعاونية")
    page.locator("#id_channel").select_option("letter")
    page.locator("[name=_continue]").click()
    page.locator(".messagelist .success").wait_for()
    with page.expect_download() as saved:
        page.get_by_role("link", name="رسالة.pdf").click()
    assert saved.value.suggested_filename == "رسالة.pdf"

    page.locator('a[href*="kind=correction"]').click()
    page.locator("#nr-wrong").fill("الإنتاج 11 طنًّا")
    page.locator("#nr-correction").fill("الإنتاج 12 طنًّا")
    page.locator(".nr-where [name=at_top][value='1']").check(force=True)
    page.locator(".nr-verbs [name=_update]").click()
    page.locator(".messagelist .success").wait_for()

    page.goto(f"/admin/articles/article/{reply.pk}/change/")
    choose_story(page, "reply_to", "موسم الزيت شحيح")
    page.locator(".nr-verbs [name=_save]").click()
    page.locator(".messagelist .success").wait_for()

    page.goto(story.get_absolute_url())
    expect(page.locator(".prose > :first-child del")).to_have_text("الإنتاج 11 طنًّا")
    page.locator(".reply-box a").click()
    expect(page.locator("h1")).to_have_text("توضيح من التعاونية")
    page.locator(".reply-box a").click()
    expect(page.locator("h1")).to_have_text("موسم الزيت شحيح")
