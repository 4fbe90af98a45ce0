"""The desk's small work from a phone: many discussions closed at once, a headline, a correction."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.journeys.conftest import Chromium, body_of, no_sideways_overflow, write_body

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def six(saida: User) -> list[Article]:
    return [factories.published(by=saida, headline=f"خبر رقم {n}") for n in range(6)]


def test_six_discussions_closed_then_undone(
    six: list[Article], saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida, **PHONE)
    page.goto("/admin/articles/article/")
    for box in page.locator(".action-select").all():
        box.check()
    no_sideways_overflow(page)
    bar = page.locator(".nr-bulk")
    assert bar.get_by_role("button", name="حذف").count() == 0
    bar.get_by_role("button", name="إغلاق التعليقات").tap()
    undo = page.locator(".nr-undo button")
    undo.wait_for()
    assert page.locator(".nr-talk--closed").count() == 6
    drawn = undo.bounding_box()
    assert drawn is not None
    assert drawn["height"] >= 44
    undo.tap()
    page.locator(".messagelist").get_by_text("كما كانت").wait_for()
    assert page.locator(".nr-talk--open").count() == 6
    assert page.locator(".nr-undo").count() == 0


def test_headline_fixed_in_the_row(six: list[Article], saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida, **PHONE)
    page.goto("/admin/articles/article/?state=published")
    page.locator(f'a.nr-quick[href*="edit={six[2].pk}&"]').tap()
    row = page.locator(".nr-quick-edit")
    row.wait_for()
    no_sideways_overflow(page)
    row.locator("[name=quick-headline]").fill("عنوان أصح")
    row.locator("[type=submit]").tap()
    page.wait_for_url("/admin/articles/article/?state=published")
    assert page.get_by_text("عنوان أصح").count() >= 1
    page.goto(six[2].get_absolute_url())
    assert page.locator("h1.art-title").inner_text() == "عنوان أصح"


def test_correction_with_its_note_and_live_counts(
    six: list[Article], saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida, **PHONE)
    page.goto(f"/admin/articles/article/{six[0].pk}/change/")
    counts = page.locator(".nr-counts")
    printed = counts.inner_text()
    typed = body_of(page)
    write_body(page, f"{typed} كلمة")
    expect(counts).not_to_have_text(printed)
    write_body(page, typed)
    expect(counts).to_have_text(printed, use_inner_text=True)  # as the server counts
    note = page.locator("#nr-correction")
    assert not note.is_visible()
    page.locator(".nr-kind label", has_text="تصحيح").tap()
    assert note.is_visible()
    note.fill("ورد أن الأشغال تبدأ غدًا، والصواب بعد غد.")
    page.locator(".nr-verbs [name=_update]").tap()
    page.locator(".messagelist").wait_for()
    page.goto(six[0].get_absolute_url())
    assert page.get_by_text("والصواب بعد غد").count() == 1
