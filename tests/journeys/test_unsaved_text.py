"""Nothing typed is lost: killed tab, dead server, expired log-in, another person's log-in."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from articles import publishing
from articles.admin import article_autosave, article_presence
from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.conftest import PASSWORD
from tests.journeys.conftest import Chromium, body_of, write_body

pytestmark = pytest.mark.browser
HEADLINE = "عنوان لم يُحفظ بعد"
BODY = "متن لم يُحفظ بعد."


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article_autosave, "AFTER_MS", 300)
    monkeypatch.setattr(article_autosave, "BEAT_MS", 50)
    monkeypatch.setattr(article_presence, "EVERY_MS", 1000)


@pytest.fixture
def story(saida: User) -> Article:
    return publishing.create(factories.content(headline="العنوان المحفوظ"), by=saida)


def form(story: Article) -> str:
    return f"/admin/articles/article/{story.pk}/change/"


def status(page: Page) -> Locator:
    return page.locator("[data-autosave-status]")


def offers(page: Page) -> Locator:
    return page.locator("[data-offers] [data-offer]")


def saved(page: Page) -> None:
    expect(page.locator(".messagelist .success")).to_be_visible()


def log_out_elsewhere(page: Page) -> Page:
    other = page.context.new_page()
    other.goto("/admin/")
    other.locator("#logout-form button").click()
    other.wait_for_load_state()
    return other


def test_killed_tab(story: Article, saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida)
    page.goto(form(story))
    page.locator("#id_headline").fill(HEADLINE)
    write_body(page, BODY)
    expect(status(page)).to_have_text(re.compile(r"\d\d:\d\d"))
    context = page.context
    page.close()  # asks nobody

    page = context.new_page()
    page.goto(form(story))
    expect(page.locator("#id_headline")).to_have_value("العنوان المحفوظ")
    expect(offers(page)).to_have_count(1)
    offers(page).locator("[data-do=compare]").click()
    expect(page.locator("#nr-unsaved ins").first).to_contain_text("لم يُحفظ")
    page.locator("#nr-unsaved [data-close]").click()
    offers(page).locator("[data-do=take]").click()
    expect(page.locator("#id_headline")).to_have_value(HEADLINE)
    assert BODY in body_of(page)
    page.locator("[name=_save]").click()
    saved(page)
    expect(page.locator("#id_headline")).to_have_value(HEADLINE)
    expect(offers(page)).to_have_count(0)
    assert "nr-text:" not in page.evaluate("Object.keys(localStorage).join()")


def test_two_windows_of_one_person_do_not_overwrite_each_other(
    story: Article, saida: User, chromium: Chromium
) -> None:
    first = chromium.log_in(saida)
    first.goto(form(story))
    first.locator("#id_headline").fill(HEADLINE)
    expect(status(first)).to_have_text(re.compile(r"\d\d:\d\d"))
    second = first.context.new_page()
    second.goto(form(story))
    expect(offers(second)).to_be_hidden()  # it is in good hands over there
    chromium.expect_status(409)
    second.locator("#id_deck").fill("مقدمة من النافذة الثانية")
    expect(offers(second)).to_be_visible()
    assert first.locator("#id_headline").input_value() == HEADLINE
    second.locator("[name=_save]").click()
    saved(second)
    expect(offers(second)).to_have_count(1)  # the text of the first is still there
    expect(first.locator("[data-newer]")).to_be_visible()


def test_dead_server(story: Article, saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida)
    page.goto(form(story))
    chromium.expected.append("Failed to load resource: net::ERR_FAILED")
    page.context.route("**/admin/**", lambda route: route.abort())
    page.locator("#id_headline").fill(HEADLINE)
    before = status(page).inner_text()
    expect(status(page)).not_to_have_text(before)
    page.locator("[name=_save]").click()  # does not leave the form for a page of the browser's
    expect(page.locator("#id_headline")).to_have_value(HEADLINE)
    context = page.context
    page.close()
    context.unroute("**/admin/**")

    page = context.new_page()
    page.goto(form(story))
    expect(offers(page)).to_have_count(1)
    offers(page).locator("[data-do=throw]").click()
    offers(page).locator("[data-do=bring]").click()
    offers(page).locator("[data-do=take]").click()
    expect(page.locator("#id_headline")).to_have_value(HEADLINE)
    page.locator("[name=_save]").click()
    saved(page)
    expect(offers(page)).to_have_count(0)


def test_full_browser_says_so_and_the_server_keeps_the_text(
    story: Article, saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida)
    page.goto(form(story))
    page.evaluate("""() => {
      for (const size of [1e6, 1e4, 100, 1]) {
        const some = "x".repeat(size);
        try { for (let n = 0; ; n++) localStorage.setItem(`filled-${size}-${n}`, some); }
        catch { /* full to here */ }
      }
    }""")
    page.locator("#id_deck").fill("كلمة " * 500)
    full = page.locator("[data-writing]").get_attribute("data-full")
    assert full is not None
    expect(status(page)).to_contain_text(full)
    expect(status(page)).to_contain_text(re.compile(r"\d\d:\d\d"))


def test_expired_log_in_is_renewed_in_place(
    story: Article, saida: User, chromium: Chromium
) -> None:
    chromium.expect_status(403)  # a beat under way has the token of the log-in before
    page = chromium.log_in(saida)
    page.goto(form(story))
    log_out_elsewhere(page).close()
    page.locator("#id_headline").fill(HEADLINE)
    box = page.locator("#nr-relogin")
    expect(box).to_be_visible()
    box.locator("[type=password]").fill("wrong")
    page.keyboard.press("Enter")
    expect(box.get_by_role("alert")).not_to_be_empty()
    box.locator("[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(box).to_be_hidden()
    expect(status(page)).to_have_text(re.compile(r"\d\d:\d\d"))

    log_out_elsewhere(page).close()
    page.locator("[name=_save]").click()  # the save waits, and is sent after the log-in
    box.locator("[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    saved(page)
    expect(page.locator("#id_headline")).to_have_value(HEADLINE)


def test_another_person_in_the_same_browser(
    story: Article, saida: User, yunus: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida)
    page.goto(form(story))
    other = log_out_elsewhere(page)
    other.goto("/admin/")
    other.locator("#id_username").fill(yunus.username)
    other.locator("#id_password").fill(PASSWORD)
    other.locator("#login-form [type=submit]").click()
    other.wait_for_url("/admin/")
    chromium.expect_status(403)  # the token of the log-in before
    page.locator("#id_headline").fill(HEADLINE)
    expect(page.locator("#nr-relogin [data-other]")).to_be_visible()
    page.locator("#nr-relogin [data-later]").click()

    other.goto(form(story))
    expect(other.locator("#id_headline")).to_have_value("العنوان المحفوظ")
    expect(offers(other)).to_have_count(0)
    assert HEADLINE not in other.content()
