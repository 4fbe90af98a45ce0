from threading import Thread

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, DueRevision
from newsroom.accounts.models import User
from newsroom.work import ticker
from tests import factories
from tests.journeys.conftest import Chromium

pytestmark = pytest.mark.browser


@pytest.fixture
def story(saida: User) -> Article:
    return factories.published(by=saida, headline="القطار ينطلق في السادسة")


def time_has_come() -> None:
    """In a thread of its own: Playwright's loop keeps the database from this one."""

    def run() -> None:
        DueRevision.objects.update(at=timezone.now())
        ticker.tick(timezone.now())

    thread = Thread(target=run)
    thread.start()
    thread.join(timeout=20)


def test_a_live_story_is_changed_at_its_time_compared_and_restored(
    story: Article, saida: User, chromium: Chromium
) -> None:
    form = f"/admin/articles/article/{story.pk}/change/"
    desk, reader = chromium.log_in(saida), chromium.window()
    desk.goto(form)
    desk.locator("#id_headline").fill("القطار ينطلق في السابعة")
    desk.locator("[name=_update_at]").first.click()
    panel = desk.locator(".nr-due")
    expect(panel).to_contain_text("سعيدة")

    reader.goto(story.get_absolute_url())
    expect(reader.locator("h1")).to_have_text("القطار ينطلق في السادسة")
    panel.get_by_role("link").click()
    expect(desk.locator(".nr-diff del")).to_have_text("السادسة")
    expect(desk.locator(".nr-diff ins")).to_have_text("السابعة")

    time_has_come()
    reader.goto(f"{story.get_absolute_url()}?")
    expect(reader.locator("h1")).to_have_text("القطار ينطلق في السابعة")

    desk.goto(f"/admin/articles/article/{story.pk}/history/")
    lines = desk.locator(".nr-lines tbody tr")
    expect(lines).to_have_count(3)
    lines.nth(1).get_by_role("button").click()
    expect(desk.locator("#id_headline")).to_have_value("القطار ينطلق في السادسة")
    reader.reload()
    expect(reader.locator("h1")).to_have_text("القطار ينطلق في السابعة")
    desk.locator(".nr-restored button").click()
    expect(desk.locator("#id_headline")).to_have_value("القطار ينطلق في السابعة")
