import pytest
from playwright.sync_api import expect

from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.journeys.conftest import Chromium, write_body

pytestmark = pytest.mark.browser


@pytest.fixture
def story(saida: User) -> Article:
    return factories.published(by=saida, headline="عنوان قبل التعديل")


def test_second_of_two_editors_sees_both_texts_and_takes_over(
    story: Article, saida: User, yunus: User, chromium: Chromium
) -> None:
    form = f"/admin/articles/article/{story.pk}/change/"
    first, second = chromium.log_in(saida), chromium.log_in(yunus)
    first.goto(form)
    second.goto(form)

    first.locator("#id_headline").fill("عنوان سعيدة")
    write_body(first, "متن كتبته سعيدة.")
    first.get_by_role("button", name="تحديث المنشور").click()
    expect(first.locator(".messagelist")).to_contain_text("حُدّث المنشور")

    chromium.expect_status(409)
    second.locator("#id_headline").fill("عنوان يونس")
    second.get_by_role("button", name="تحديث المنشور").click()
    conflict = second.get_by_role("alert").filter(has_text="تعارض")
    expect(conflict).to_contain_text("سعيدة")
    expect(conflict.locator("textarea").first).to_have_value("عنوان سعيدة")
    theirs = conflict.locator("textarea").last
    expect(theirs).to_have_value("متن كتبته سعيدة.")
    expect(second.locator("#id_headline")).to_have_value("عنوان يونس")

    write_body(second, theirs.input_value())
    second.get_by_role("button", name="تحديث المنشور").click()
    expect(second.locator(".messagelist")).to_contain_text("حُدّث المنشور")

    reader = chromium.window()
    reader.goto(story.get_absolute_url())
    expect(reader.locator("h1")).to_have_text("عنوان يونس")
    expect(reader.locator(".prose p:not(.dateline)")).to_have_text(["متن كتبته سعيدة."])
    second.get_by_role("link", name="السجل كاملًا").click()
    expect(second.locator("#content-main section").first.get_by_role("row")).to_have_count(4)
