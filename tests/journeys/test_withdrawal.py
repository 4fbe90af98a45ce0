"""A story is withdrawn from a phone, with and without scripts; a draft is thrown away in error."""

import pytest
from playwright.sync_api import expect

from articles import publishing
from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.journeys.conftest import Chromium, no_sideways_overflow

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def story(saida: User) -> Article:
    return factories.published(by=saida, headline="خبر يُسحب")


@pytest.fixture
def sketch(saida: User) -> Article:
    return publishing.create(factories.content(headline="مسودة رُميت خطأً"), by=saida)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_withdrawn_on_a_phone(
    scripts: bool, story: Article, saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida, java_script_enabled=scripts, **PHONE)
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    page.locator("button[name=_withdraw]").click()
    page.wait_for_url(f"**/{story.pk}/withdraw/")
    no_sideways_overflow(page)
    page.locator("input[name=reason][value=request]").check()
    page.locator("[name=note]").fill("طلبت العائلة ذلك")
    page.locator("[name=sentence]").fill("سُحب بطلب من العائلة.")
    page.locator("#content-main [type=submit]").click()
    page.wait_for_url(f"**/{story.pk}/change/")
    expect(page.locator(".nr-state")).to_contain_text("مسحوب")
    chromium.expect_status(410)
    reader = chromium.window(**PHONE)
    reader.goto(story.get_absolute_url())
    expect(reader.locator("h1")).to_have_text("سُحب بطلب من العائلة.")
    assert "خبر يُسحب" not in reader.content()
    no_sideways_overflow(reader)


def test_thrown_away_and_undone(sketch: Article, saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida)
    page.goto(f"/admin/articles/article/{sketch.pk}/change/")
    page.locator("button[name=_trash]").click()
    page.wait_for_url("**/admin/articles/article/")
    expect(page.locator("#result_list")).to_have_count(0)
    page.locator(".messagelist .nr-undo button").click()
    page.wait_for_url(f"**/{sketch.pk}/change/")
    expect(page.locator("#id_headline")).to_have_value("مسودة رُميت خطأً")
