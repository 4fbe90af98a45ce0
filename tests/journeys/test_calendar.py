"""An editor moves a story in the month and takes it back; on a phone the month is a list."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles import publishing
from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.journeys.conftest import Chromium, no_sideways_overflow

pytestmark = pytest.mark.browser


@pytest.fixture
def waiting(saida: User) -> Article:
    """Tomorrow at noon."""
    day = timezone.localdate() + timedelta(days=1)
    at = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
    story = publishing.create(factories.content(headline="افتتاح الطريق السيار"), by=saida)
    return publishing.schedule(story, at, by=saida)


def test_story_is_moved_and_taken_back(waiting: Article, saida: User, chromium: Chromium) -> None:
    assert waiting.publish_at is not None
    noon = timezone.localtime(waiting.publish_at)
    later = noon + timedelta(days=1)
    day, next_day = f'[data-day="{noon.date()}"]', f'[data-day="{later.date()}"]'
    page = chromium.log_in(saida, viewport={"width": 1280, "height": 900})
    page.locator(".nr-week ~ .nr-foot a").first.click()
    page.wait_for_url("/admin/calendar/")
    page.goto(f"/admin/calendar/?day={noon.date()}")  # it may be the last day of a month
    expect(page.locator(day)).to_contain_text("افتتاح الطريق السيار")
    no_sideways_overflow(page)

    page.locator(f"{day} .nr-cal__move").click()
    expect(page.locator("#nr-t")).to_have_value("12:00")
    page.locator("#nr-d").fill(f"{later:%d/%m/%Y}")
    page.locator("#nr-t").fill("٠٧:٣٠")
    page.locator("#nr-t").press("Enter")
    page.wait_for_url(f"/admin/calendar/?*day={noon.date()}*")
    expect(page.locator(next_day)).to_contain_text("07:30")
    expect(page.locator(day)).not_to_contain_text("افتتاح")

    page.locator(".nr-undo button").click()
    expect(page.locator(day)).to_contain_text("12:00")

    page.locator(f"{day} [data-move]").drag_to(page.locator(next_day))
    page.wait_for_url("/admin/calendar/*/move/?*")
    expect(page.locator("#nr-d")).to_have_value(f"{later.date()}")
    expect(page.locator("#nr-t")).to_have_value("12:00")  # nothing has moved yet


def test_month_on_a_phone_lists_the_days_that_hold_something(
    waiting: Article, saida: User, chromium: Chromium
) -> None:
    assert waiting.publish_at is not None
    day = timezone.localdate(waiting.publish_at)
    page = chromium.log_in(saida, viewport={"width": 390, "height": 844})
    page.goto(f"/admin/calendar/?day={day}")
    held = page.locator(f'[data-day="{day}"]')
    expect(held).to_be_visible()
    expect(held).to_contain_text(str(day.year))  # the whole date, not only its number
    today = timezone.localdate()
    for each in page.locator(".nr-cal__day:visible").all():
        assert each.get_attribute("data-day") in (f"{day}", f"{today}")
    no_sideways_overflow(page)
