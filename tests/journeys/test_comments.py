"""Readers write, a moderator approves, an editor closes the discussion."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.journeys.conftest import Chromium

pytestmark = pytest.mark.browser

CLOSED = "عذراً التعليقات مغلقة"


@pytest.fixture
def story(saida: User) -> Article:
    return factories.published(by=saida, headline="مقال يُعلَّق عليه")


def comment(page: Page, name: str, text: str) -> None:
    page.get_by_label("أضف تعليقًا").fill(text)
    page.get_by_label("الاسم").fill(name)
    page.get_by_role("button", name="إرسال التعليق").click()


def approve(page: Page, text: str) -> None:
    page.goto("/admin/comments/comment/")
    row = page.get_by_role("row").filter(has_text=text)
    row.locator(".action-select").check()
    page.locator("select[name=action]").select_option("approve")
    page.locator(".actions button[type=submit]").first.click()
    expect(page.locator(".messagelist")).to_contain_text("تعليق واحد")


def close_from_the_list(page: Page, story: Article) -> None:
    page.goto("/admin/articles/article/")
    close = page.get_by_role("button", name="إغلاق التعليقات")
    expect(close).to_be_hidden()  # the bar stands there only while something is ticked
    page.get_by_role("row").filter(has_text=story.headline).locator(".action-select").check()
    close.click()
    expect(page.locator(".messagelist")).to_contain_text("أُغلقت التعليقات: مقال واحد")


@pytest.mark.parametrize("java_script_enabled", [True, False], ids=["script", "no-script"])
def test_comment_is_written_approved_and_the_discussion_closed(
    story: Article, saida: User, mariam: User, java_script_enabled: bool, chromium: Chromium
) -> None:
    address, text = story.get_absolute_url(), "رأي قارئ كتبه من هاتفه"
    reader = chromium.window(java_script_enabled=java_script_enabled)
    reader.goto(address)
    expect(reader.locator("#comments")).to_contain_text("كن أول من يعلّق")
    comment(reader, "قارئ من فاس", text)
    expect(reader.locator("h1")).to_have_text("تعليقك بانتظار الموافقة")
    reader.get_by_role("link", name="العودة إلى المقال").click()
    expect(reader.locator("#comments")).not_to_contain_text(text)
    late = reader.context.new_page()
    late.goto(address)  # opened while the discussion is open

    approve(chromium.log_in(mariam), text)
    reader.reload()
    shown = reader.locator("#comments .comment")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("قارئ من فاس")
    expect(shown.locator(".comment__text")).to_have_text(text)

    close_from_the_list(chromium.log_in(saida), story)
    reader.reload()
    expect(reader.locator("#comments .notice")).to_contain_text(CLOSED)
    expect(reader.locator("#comments .comment")).to_contain_text(text)
    expect(reader.locator("#comments form")).to_have_count(0)

    chromium.expect_status(403)
    comment(late, "قارئ متأخر", "تعليق وصل بعد الإغلاق")
    expect(late.locator("h1")).to_have_text(CLOSED)
    expect(late.locator("#typed")).to_have_value("تعليق وصل بعد الإغلاق")
    assert reader.context.cookies() == []


def test_comment_with_an_empty_name_comes_back_with_its_text(
    story: Article, chromium: Chromium
) -> None:
    reader = chromium.window()
    reader.goto(story.get_absolute_url())
    chromium.expect_status(400)
    comment(reader, "!!!", "تعليق لا يضيع")
    expect(reader.get_by_role("alert")).to_contain_text("اكتب اسمك أو الاسم الذي تُعرف به.")
    expect(reader.get_by_label("أضف تعليقًا")).to_have_value("تعليق لا يضيع")
    comment(reader, "قارئ", "تعليق لا يضيع")
    expect(reader.locator("h1")).to_have_text("تعليقك بانتظار الموافقة")
