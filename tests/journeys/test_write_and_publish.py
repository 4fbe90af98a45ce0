"""An editor writes the model story, publishes it, and a reader sees every element of it.

The real text belongs to somebody: it is read from beside the repository and never stored in it.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from articles import publishing
from newsroom.accounts.models import User
from newsroom.arabic.typography import one_line
from tests import factories
from tests.journeys.conftest import Chromium, body_of, write_body

pytestmark = pytest.mark.browser

SEED = Path(__file__).resolve().parents[3] / "shared" / "data" / "seed-article.txt"
AUTHOR = "إدريس العلوي"


class Story(NamedTuple):
    headline: str
    body: str

    @property
    def paragraphs(self) -> list[str]:
        return [one_line(line) for line in self.body.split("\n") if line.strip()]


@pytest.fixture(scope="session")
def seed() -> Story:
    if not SEED.exists():
        pytest.skip("only where the seed story lies beside the repository: ../shared/data/")
    lines = SEED.read_text(encoding="utf-8").split("\n")
    headline = lines[0]
    begin = len(lines) - lines[::-1].index(headline)  # it stands again above the body
    end = lines.index("رابط مختصر")
    return Story(headline, "\n".join(lines[begin:end]).strip())


@pytest.fixture
def desk(saida: User) -> User:
    """The editor, an author to sign with, and a tag that another story carries."""
    factories.author(AUTHOR, slug="idriss")
    publishing.create(factories.content(tags=("الأمن",)), by=saida)
    return saida


def add_tags(page: Page) -> None:
    tags = page.locator(".field-tags")
    field = tags.get_by_role("combobox")
    field.press_sequentially("الولايات المتحدة،")
    expect(tags.locator(".nr-chip")).to_have_text(["الولايات المتحدة×"])
    field.press_sequentially("الامن")
    offered = tags.get_by_role("option")
    expect(offered).to_have_text(["الأمن"])
    field.press("ArrowDown")
    field.press("Enter")
    expect(tags.locator(".nr-chip")).to_have_text(["الولايات المتحدة×", "الأمن×"])


def write(page: Page, seed: Story) -> None:
    page.get_by_role("link", name="مقال جديد").click()
    page.locator("#id_headline").fill(seed.headline)
    write_body(page, seed.body)
    authors = page.locator(".field-authors").get_by_role("combobox")
    authors.fill("ادريس")
    authors.press("Enter")
    expect(page.locator(".field-authors .nr-chip")).to_have_text([f"{AUTHOR}×"])
    add_tags(page)


def check_page(page: Page, seed: Story) -> None:
    """Every element that readers of the model story saw, only right."""
    expect(page.locator("h1")).to_have_text(seed.headline)
    expect(page.locator(".byline__names")).to_have_text(AUTHOR)
    expect(page.locator(".crumbs li").last).to_have_text("غير مصنف")
    published = page.locator(".art-head time").first
    assert published.get_attribute("datetime")
    assert re.search(r"\d{4}", published.inner_text())
    assert page.locator(".prose p").all_inner_texts() == seed.paragraphs
    expect(page.locator('[rel="tag"]')).to_have_text(["الولايات المتحدة", "الأمن"])
    expect(page.locator(".shortlink code")).to_have_attribute("dir", "ltr")
    assert "آخر تحديث" not in page.locator("main").inner_text()
    assert "saida" not in page.content()


def test_the_model_story_from_the_first_letter_to_its_update(
    desk: User, seed: Story, chromium: Chromium
) -> None:
    page = chromium.log_in(desk)
    write(page, seed)
    page.get_by_role("button", name="حفظ المسودة").click()
    expect(page.locator(".messagelist")).to_contain_text("حُفظ المقال")
    form_address = page.url
    assert page.locator("#id_body").input_value() == "\n\n".join(seed.paragraphs)

    page.get_by_role("button", name="معاينة", exact=True).click()
    preview = page.frame_locator("[name=nr-preview-page]")
    expect(preview.locator(".preview-bar")).to_be_visible()
    expect(preview.locator("h1")).to_have_text(seed.headline)
    page.keyboard.press("Escape")

    page.get_by_role("button", name="نشر", exact=True).click()
    done = page.locator(".nr-done")
    expect(done).to_contain_text("نُشر المقال")
    done.get_by_role("link").click()
    check_page(page, seed)
    address = page.url
    assert datetime.now().strftime("/%Y/") in address

    short = page.locator(".shortlink code").inner_text()
    reader = chromium.window()
    reader.goto(f"http://{short}")
    assert reader.url == address
    check_page(reader, seed)
    assert reader.context.cookies() == []

    update_substantively(page, form_address)
    reader.reload()
    line = reader.locator(".art-head .meta span", has_text="آخر تحديث")
    expect(line).to_contain_text(re.compile("آخر تحديث: (الآن|منذ )"))
    moment = datetime.fromisoformat(line.locator("time").get_attribute("datetime") or "")
    assert abs(datetime.now(UTC) - moment) < timedelta(minutes=5)
    expect(reader.locator(".prose p").last).to_have_text("فقرة أضيفت بعد النشر.")


def update_substantively(page: Page, form_address: str) -> None:
    page.goto(form_address)
    write_body(page, f"{body_of(page)}\nفقرة أضيفت بعد النشر.")
    page.get_by_label("تحديث جوهري").check()
    page.get_by_role("button", name="تحديث المنشور").click()
    expect(page.locator(".messagelist")).to_contain_text("حُدّث المنشور")
