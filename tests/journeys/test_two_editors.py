import pytest
from playwright.sync_api import Locator, Page, expect

from articles import publishing
from articles.admin import article_presence
from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.journeys.conftest import Chromium, body_of, colleague, no_sideways_overflow, write_body

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article_presence, "EVERY_MS", 500)


@pytest.fixture
def story(saida: User) -> Article:
    body = "<p>فقرة أولى.</p>\n<p>فقرة ثانية.</p>"
    content = factories.content(headline="عنوان قبل التعديل", body=body)
    return publishing.publish(publishing.create(content, by=saida), by=saida)


@pytest.fixture
def draft(saida: User) -> Article:
    return publishing.create(factories.content(headline="مسودة", deck="مقدمة"), by=saida)


@pytest.fixture
def hind(transactional_db: None) -> User:
    return colleague("editor", "hind", "هند")


def form(story: Article) -> str:
    return f"/admin/articles/article/{story.pk}/change/"


def conflict(page: Page) -> Locator:
    return page.locator(".nr-conflict")


def save(page: Page) -> None:
    page.locator("[name=_save]").click()


def saved(page: Page) -> None:
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_two_see_each_other_and_their_texts_become_one(
    story: Article, saida: User, yunus: User, chromium: Chromium
) -> None:
    first, second = chromium.log_in(saida), chromium.log_in(yunus)
    first.goto(form(story))
    second.goto(form(story))
    expect(first.locator("[data-others]")).to_contain_text("يونس")
    expect(second.locator("[data-others]")).to_contain_text("سعيدة")

    first.locator("#id_headline").fill("عنوان سعيدة")
    write_body(first, "فقرة أولى لسعيدة.\nفقرة ثانية.")
    first.locator("[name=_update]").click()
    saved(first)
    second.locator("#id_headline").fill("عنوان يونس")
    expect(second.locator("[data-newer]")).to_contain_text("سعيدة")  # before anything is pressed

    write_body(second, "فقرة أولى.\nفقرة ثانية.\nفقرة ثالثة ليونس.")
    chromium.expect_status(409)
    second.locator("[name=_update]").click()
    expect(conflict(second)).to_contain_text("سعيدة")
    expect(second.locator("#id_headline")).to_have_value("عنوان يونس")
    expect(conflict(second).locator(".nr-place")).to_have_count(1)  # the headline
    no_sideways_overflow(second)
    conflict(second).locator("[value=mine]").check()
    conflict(second).locator("[name=_merge]").click()
    expect(conflict(second)).to_have_count(0)
    for words in ("فقرة أولى لسعيدة.", "فقرة ثالثة ليونس."):
        assert words in body_of(second)
    second.locator("[name=_update]").click()
    saved(second)

    reader = chromium.window()
    reader.goto(story.get_absolute_url())
    expect(reader.locator("h1")).to_have_text("عنوان يونس")
    expect(reader.locator(".prose")).to_contain_text("فقرة أولى لسعيدة.")
    expect(reader.locator(".prose")).to_contain_text("فقرة ثالثة ليونس.")


def test_three_at_once_one_without_scripts(
    draft: Article, saida: User, yunus: User, hind: User, chromium: Chromium
) -> None:
    chromium.expect_status(409)
    first = chromium.log_in(saida)
    second = chromium.log_in(yunus, **PHONE)
    third = chromium.log_in(hind, java_script_enabled=False)
    for page in (first, second, third):
        page.goto(form(draft))
    first.locator("#id_headline").fill("عنوان سعيدة")
    save(first)
    saved(first)
    second.locator("#id_deck").fill("مقدمة يونس")
    save(second)
    conflict(second).locator("[name=_merge]").click()
    expect(second.locator("#id_headline")).to_have_value("عنوان سعيدة")
    no_sideways_overflow(second)

    third.locator("#id_headline").fill("عنوان هند")
    save(third)
    expect(conflict(third)).to_contain_text("سعيدة")
    save(second)
    saved(second)
    save(third)  # over the one she was shown; there is another by now
    expect(conflict(third)).to_contain_text("يونس")
    conflict(third).locator("[name=_merge]").click()
    expect(conflict(third).locator(".errornote")).to_be_visible()  # nothing chosen yet
    conflict(third).locator("[value=mine]").check()
    conflict(third).locator("[name=_merge]").click()
    save(third)
    saved(third)
    expect(third.locator("#id_headline")).to_have_value("عنوان هند")
    expect(third.locator("#id_deck")).to_have_value("مقدمة يونس")
