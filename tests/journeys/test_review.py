import pytest
from playwright.sync_api import expect

from newsroom.accounts.models import User
from tests.journeys.conftest import Chromium, colleague, no_sideways_overflow, write_body

pytestmark = pytest.mark.browser
STEP = '[name="_review"][value="{}"]'


@pytest.fixture
def karim(transactional_db: None) -> User:
    return colleague("reporter", "karim", "كريم")


def test_story_goes_to_an_editor_and_back_and_is_published(
    karim: User, saida: User, chromium: Chromium
) -> None:
    reporter, editor = chromium.log_in(karim), chromium.log_in(saida)
    reporter.goto("/admin/articles/article/add/")
    reporter.locator("#id_headline").fill("مدن الواحات تختبر نموذجًا جديدًا")
    write_body(reporter, "فقرة أولى.")
    reporter.locator("[name=review_note]").fill("لم أتحقق من الرقم")
    reporter.locator(STEP.format("submit")).click()
    expect(reporter.locator(STEP.format("take_back"))).to_be_visible()
    expect(reporter.locator("#id_headline")).to_have_count(0)  # to be read, until it comes back

    editor.goto("/admin/articles/article/?state=review")
    editor.locator(STEP.format("claim")).click()
    expect(editor.locator(".nr-review blockquote")).to_have_text("لم أتحقق من الرقم")
    editor.wait_for_load_state()  # until then a note opens its own page, as without scripts
    editor.locator("#nr-note-new").fill("نسأل الوزارة؟")
    editor.locator("[name=review_note]").fill("من قال هذا الرقم؟")
    editor.locator('[name="_note"][value="add"]').click()
    expect(editor.locator(".nr-notes li")).to_contain_text("نسأل الوزارة؟")
    expect(editor.locator("[name=review_note]")).to_have_value("من قال هذا الرقم؟")
    editor.locator(STEP.format("send_back")).click()
    expect(editor.locator(STEP.format("send_back"))).to_have_count(0)

    reporter.goto("/admin/")
    expect(reporter.locator("#nr-returned + ul")).to_contain_text("من قال هذا الرقم؟")
    expect(reporter.locator(".nr-bell b")).to_contain_text("3")  # claimed, a note, sent back
    reporter.locator(".nr-bell").click()
    no_sideways_overflow(reporter)
    reporter.locator(".nr-notices a").first.click()
    reporter.locator("#id_headline").fill("مدن الواحات تختبر نموذجًا")
    reporter.locator(STEP.format("submit")).click()
    expect(reporter.locator(STEP.format("take_back"))).to_be_visible()

    editor.goto(reporter.url)
    editor.locator(STEP.format("approve")).click()
    expect(editor.locator(".messagelist .success")).to_be_visible()
    editor.locator("[name=_publish]").click()
    expect(editor.locator(".nr-done")).to_be_visible()
    reader = chromium.window()
    reader.goto(editor.locator(".nr-done__links a").first.get_attribute("href") or "")
    expect(reader.locator("h1")).to_have_text("مدن الواحات تختبر نموذجًا")
