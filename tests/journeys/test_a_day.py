"""A day of the newsroom, from the flash at seven to the evening paper."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from articles.demo.pictures import draw
from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.journeys.conftest import Chromium, no_sideways_overflow, write_body

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FLASH = "هزة أرضية خفيفة تُسجل قبالة الساحل"


@pytest.fixture
def paper(saida: User, settings: Any, tmp_path: Any) -> list[Article]:
    settings.MEDIA_ROOT = tmp_path
    section = factories.category("مجتمع", slug="society")
    now = timezone.now()
    return [
        factories.published(by=saida, category=section, now=now - timedelta(hours=number + 2))
        for number in range(8)
    ]


def picture() -> FilePayload:
    drawn = SimpleUploadedFile("sea.jpg", draw("sea", "flash"))
    return {"name": "sea.jpg", "mimeType": "image/jpeg", "buffer": drawn.read()}


def saved(page: Page, text: str) -> None:
    expect(page.locator(".messagelist")).to_contain_text(text)


def test_seven_in_the_morning_flash_and_what_follows(
    paper: list[Article], saida: User, chromium: Chromium
) -> None:
    phone = chromium.log_in(saida, **PHONE)
    phone.get_by_role("link", name="نشر عاجل").first.tap()
    phone.locator("#id_headline").fill(FLASH)
    no_sideways_overflow(phone)
    phone.get_by_role("button", name="نشر عاجل").tap()
    expect(phone.locator(".nr-done")).to_contain_text("نُشر المقال")
    expect(phone.locator(".nr-pub")).to_contain_text("يحتاج إلى استكمال")
    form = phone.url.partition("?")[0]

    reader = chromium.window(**PHONE)
    reader.goto("/")
    expect(reader.locator(".breaking")).to_contain_text(FLASH)
    expect(reader.locator(".story--lead")).to_contain_text(FLASH)

    # The dashboard remembers it until text and category are there.
    phone.goto("/admin/")
    waiting = phone.locator("section", has_text="للاستكمال")
    expect(waiting).to_contain_text(FLASH)
    desk = chromium.log_in(saida)
    desk.goto(form)
    write_body(desk, "سجلت محطات الرصد هزة خفيفة فجر اليوم.\nولم تُسجل أي خسائر.")
    desk.locator("#id_category").select_option(label="مجتمع")
    desk.locator("input[type=file]").set_input_files(picture())
    desk.locator("[name$=alt]").first.fill("قوارب راسية")
    desk.locator("[name$=credit]").first.fill("رسم توضيحي")
    desk.get_by_role("button", name="تحديث المنشور").click()
    saved(desk, "حُدّث المنشور")
    expect(desk.locator(".nr-pub")).not_to_contain_text("يحتاج إلى استكمال")
    reader.reload()
    expect(reader.locator(".story--lead img")).to_be_visible()

    # The headline is corrected with one click; readers are told of no update.
    desk.locator("#id_headline").fill(f"{FLASH} الشمالي")
    desk.get_by_role("button", name="تحديث المنشور").click()
    saved(desk, "حُدّث المنشور")
    reader.get_by_role("link", name=FLASH).first.click()
    expect(reader.locator("h1")).to_have_text(f"{FLASH} الشمالي")
    expect(reader.locator(".article")).not_to_contain_text("آخر تحديث")
    expect(reader.locator(".article")).to_contain_text("ولم تُسجل أي خسائر.")


def test_two_in_the_afternoon_six_discussions_closed_from_a_phone(
    paper: list[Article], mariam: User, chromium: Chromium
) -> None:
    phone = chromium.log_in(mariam, **PHONE)
    phone.goto("/admin/articles/article/")
    for tick in phone.locator(".action-select").all()[:6]:
        tick.check()
    phone.locator(".nr-bulk").get_by_role("button", name="إغلاق التعليقات").tap()
    saved(phone, "6 مقالات")
    expect(phone.locator(".nr-talk--closed")).to_have_count(6)
    reader = chromium.window(**PHONE)
    reader.goto(paper[0].get_absolute_url())
    expect(reader.locator("#comments")).to_contain_text("عذراً التعليقات مغلقة")
    # Undo from the message brings back exactly those.
    phone.locator(".messagelist").get_by_role("button", name="تراجع").tap()
    expect(phone.locator(".nr-talk--closed")).to_have_count(0)


def test_a_column_is_scheduled_and_a_story_withdrawn(
    paper: list[Article], saida: User, chromium: Chromium
) -> None:
    desk = chromium.log_in(saida)
    desk.goto("/admin/articles/article/add/")
    desk.locator("#id_headline").fill("عمود الأسبوع")
    write_body(desk, "سطر أول من العمود.")
    tomorrow = timezone.localtime() + timedelta(days=1)
    desk.locator("[name=at_0]").fill(f"{tomorrow:%d/%m/%Y}")
    desk.locator("[name=at_1]").fill("18:00")
    desk.locator(".nr-at").get_by_role("button", name="جدولة").click()
    saved(desk, "جُدول المقال")
    expect(desk.locator(".nr-pub")).to_contain_text("غدًا 18:00")
    desk.goto("/admin/")
    expect(desk.locator("#content")).to_contain_text("عمود الأسبوع")
    reader = chromium.window()
    reader.goto("/")
    expect(reader.locator("main")).not_to_contain_text("عمود الأسبوع")

    gone = paper[0]
    expect(reader.locator("main")).to_contain_text(gone.headline)
    desk.goto(f"/admin/articles/article/{gone.pk}/change/")
    desk.get_by_role("button", name="سحب", exact=True).click()
    desk.locator("input[name=reason][value=error]").check()
    desk.get_by_role("button", name="سحب", exact=True).click()
    saved(desk, "سُحب المقال")
    reader.reload()
    expect(reader.locator("main")).not_to_contain_text(gone.headline)
    chromium.expect_status(410)
    reader.goto(gone.get_absolute_url())
    expect(reader.locator("main")).to_contain_text("سُحب هذا المقال")
    expect(reader.locator("body")).not_to_contain_text(gone.headline)


def test_the_evening_front_page(paper: list[Article], saida: User, chromium: Chromium) -> None:
    desk = chromium.log_in(saida)
    chosen = paper[5]
    desk.goto(f"/admin/articles/article/{chosen.pk}/change/")
    desk.get_by_role("button", name="رفع إلى الصدارة").click()
    reader = chromium.window()
    reader.goto("/")
    expect(reader.locator(".story--lead")).to_contain_text(chosen.headline)
    expect(reader.locator("main").get_by_role("link", name=chosen.headline)).to_have_count(1)
    desk.goto("/admin/")
    desk.get_by_role("link", name="الصفحة الأولى").click()
    expect(desk.locator("#content")).to_contain_text(chosen.headline)
    no_sideways_overflow(desk)
