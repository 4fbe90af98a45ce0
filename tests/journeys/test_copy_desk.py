"""The copy desk beside the text: three slips are found, led to, repaired, let pass, and undone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from articles import publishing
from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.journeys.conftest import EDITOR, Chromium, no_sideways_overflow

pytestmark = pytest.mark.browser

SLIPS = ("أكد القانون،سيحل قريبًا.", "حسم الأمر.وأضاف المتحدث.", "و ختم كلامه.")
REPAIRED = ("أكد القانون، سيحل قريبًا.", "حسم الأمر. وأضاف المتحدث.", "وختم كلامه.")
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def story(saida: User) -> Article:
    return publishing.create(factories.content(headline="خبر", body="<p>نص سليم.</p>"), by=saida)


def write_slips(page: Page, story: Article) -> Locator:
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    editor = page.locator(EDITOR)
    editor.focus()
    page.keyboard.press("Control+A")
    for slip in SLIPS:
        page.keyboard.insert_text(slip)
        page.keyboard.press("Enter")
    return editor


def check(page: Page, marks: int) -> Locator:
    page.locator("[data-copy-check]").click()
    found = page.locator("[data-copy-jump]")
    expect(found).to_have_count(marks)
    return found


def reads(editor: Locator, lines: tuple[str, ...]) -> None:
    paragraphs = editor.locator("p").filter(has_text=".")
    expect(paragraphs).to_have_text(list(lines), use_inner_text=True)


def test_three_slips_are_found_repaired_and_brought_back(
    saida: User, story: Article, chromium: Chromium
) -> None:
    page = chromium.log_in(saida)
    editor = write_slips(page, story)
    found = check(page, 3)
    found.nth(1).click()
    assert page.evaluate("String(getSelection())") == "الأمر.وأضاف"
    page.locator("[data-copy-repair]").nth(0).click()
    expect(found).to_have_count(2)
    reads(editor, (REPAIRED[0], *SLIPS[1:]))
    page.locator("[data-copy-all]").click()
    expect(page.locator(".nr-desk__clean")).to_be_visible()
    reads(editor, REPAIRED)
    page.locator("[data-copy-undo]").click()
    expect(found).to_have_count(2)
    reads(editor, (REPAIRED[0], *SLIPS[1:]))
    page.locator("[data-copy-all]").click()
    expect(found).to_have_count(0)
    editor.focus()
    page.keyboard.press("Control+Z")  # both at once
    reads(editor, (REPAIRED[0], *SLIPS[1:]))


def test_a_mark_is_ignored_and_shown_again_on_a_phone(
    saida: User, story: Article, chromium: Chromium
) -> None:
    page = chromium.log_in(saida, viewport=PHONE, has_touch=True)
    write_slips(page, story)
    found = check(page, 3)
    page.locator("[data-copy-ignore]:not([data-for-good])").first.click()
    expect(found).to_have_count(2)
    page.locator("[data-copy-undo]").click()
    expect(found).to_have_count(3)
    page.locator("[data-copy-ignore][data-for-good]").last.focus()
    page.keyboard.press("Enter")
    expect(found).to_have_count(2)
    no_sideways_overflow(page)
    page.goto("/admin/copydesk/ignoredmark/")
    expect(page.locator("#result_list")).to_contain_text("و ختم")


def test_without_a_script_the_marks_come_in_a_window_of_their_own(
    saida: User, story: Article, chromium: Chromium
) -> None:
    page = chromium.log_in(saida, java_script_enabled=False)
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    page.locator("[name=body]").fill("\n".join(SLIPS))
    with page.expect_popup() as popup:
        page.locator("[data-copy-check]").click()
    expect(popup.value.locator(".nr-desk__mark")).to_have_count(3)
    expect(page.locator("[name=body]")).to_have_value("\n".join(SLIPS))
