"""The photo picker in the story form: upload, describe and choose, and nothing typed is lost."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from newsroom.accounts.models import User
from tests.journeys.conftest import Chromium, no_sideways_overflow
from tests.newsroom.media import files
from tests.newsroom.media.test_likeness import encoded, scene

pytestmark = pytest.mark.browser

HEADLINE = "عنوان كُتب قبل اختيار الصورة"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def file(name: str, data: bytes) -> Any:
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def opened(page: Page) -> Locator:
    page.goto("/admin/articles/article/add/")
    page.locator("#id_headline").fill(HEADLINE)
    page.locator("[data-photo-open]").click()
    dialog = page.locator("dialog.nr-dialog")
    expect(dialog.locator("[data-search]")).to_be_focused()
    return dialog


def left(page: Page, dialog: Locator) -> None:
    expect(dialog).to_have_count(0)
    expect(page.locator("[data-photo-open]")).to_be_focused()
    expect(page.locator("#id_headline")).to_have_value(HEADLINE)


def test_upload_describe_and_choose(saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida)
    dialog = opened(page)
    chromium.expect_status(400)
    good, bad = files.jpeg(900, 600), b"<svg onload='alert(1)'/>"
    dialog.locator("[data-files]").set_input_files(
        [file("<img src=x onerror=alert(1)>.svg", bad), file("photo.jpg", good)]
    )
    refused = dialog.locator(".nr-outcome--refused")
    expect(refused).to_contain_text("SVG")
    expect(refused).to_contain_text("<img src=x onerror=alert(1)>.svg")

    expect(dialog.locator("[data-details]")).to_be_visible()
    dialog.locator("[name=alt]").fill("حشد في ساحة")
    dialog.locator("[name=credit]").fill("ن" * 121)
    dialog.locator("[data-choose]").click()
    expect(dialog.locator("[data-error=credit]")).not_to_be_empty()
    expect(dialog.locator("[name=alt]")).to_have_value("حشد في ساحة")

    dialog.locator("[name=credit]").fill("سعيدة")
    handle = dialog.locator("[data-handle]")
    for _number in range(3):
        handle.press("Shift+ArrowUp")
    expect(dialog.locator("[data-crop]").first).to_have_class("fp-2")
    dialog.locator("[data-choose]").click()
    left(page, dialog)

    expect(page.locator("[data-photo-picker] input:checked + .nr-ph img")).to_be_visible()
    expect(page.locator("[data-no-credit]")).to_be_hidden()
    page.get_by_role("button", name="نشر", exact=True).click()
    page.locator(".nr-done").get_by_role("link").first.click()
    expect(page.locator(".art-lead cite")).to_have_text("سعيدة")
    expect(page.locator(".art-lead img")).to_have_attribute("alt", "حشد في ساحة")


def test_who_is_logged_out_meanwhile_is_told(saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida)
    page.goto("/admin/articles/article/add/")
    expect(page.locator("#id_photo_file")).to_be_hidden()
    page.context.clear_cookies()
    page.locator("[data-photo-open]").click()
    expect(page.locator("[data-photo-picker]").get_by_role("alert")).to_be_visible()
    page.locator("[data-tool=photo]").click()
    expect(page.locator(".nr-editor__notice")).not_to_be_empty()


def test_a_known_picture_with_a_thumb(saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida, **PHONE)
    dialog = opened(page)
    no_sideways_overflow(page)
    page.keyboard.press("Escape")
    left(page, dialog)

    page.locator("[data-photo-open]").tap()
    dialog.locator("[data-files]").set_input_files(file("one.jpg", encoded(scene(1))))
    dialog.locator("[name=caption]").fill("وقفة أمام المقر")
    dialog.locator("[data-back]").tap()
    dialog.locator("[data-files]").set_input_files(file("again.jpg", encoded(scene(1), width=500)))
    expect(dialog.locator("[data-alike-title]")).not_to_be_empty()
    dialog.locator("[data-use-known]").tap()
    expect(dialog.locator("[name=caption]")).to_have_value("وقفة أمام المقر")
    dialog.locator("[data-choose]").tap()
    left(page, dialog)


def test_words_about_the_photo_are_not_lost_by_one_key(saida: User, chromium: Chromium) -> None:
    page = chromium.log_in(saida)
    dialog = opened(page)
    dialog.locator("[data-files]").set_input_files(file("one.jpg", encoded(scene(2))))
    dialog.locator("[name=alt]").fill("حشد")
    page.keyboard.press("Escape")
    expect(dialog.locator("[data-problem]")).not_to_be_empty()
    expect(dialog.locator("[name=alt]")).to_have_value("حشد")
    page.keyboard.press("Escape")
    left(page, dialog)
    assert page.locator("[name=lead_photo]:checked").get_attribute("value") == ""
