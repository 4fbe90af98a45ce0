"""The newsroom and the site on a phone: nothing runs out sideways, everything is in reach."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from newsroom.accounts.models import User
from tests import factories
from tests.journeys.conftest import Chromium, no_sideways_overflow, write_body

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALLEST = {**PHONE, "viewport": {"width": 320, "height": 568}}


@pytest.fixture
def stories(saida: User) -> list[Article]:
    long_headline = "تفاصيل اجتماع مطول بين الوزارة والنقابات حول مستقبل التعليم " * 3
    body = "رابط طويل https://example.org/" + "a" * 300 + "\n<table><caption>أرقام</caption><tr>"
    body += "".join(f"<td>عمود طويل {n}</td>" for n in range(20)) + "</tr></table>"
    made = [factories.published(by=saida) for _ in range(6)]
    return [factories.published(by=saida, headline=long_headline.strip(), body=body), *made]


def test_story_is_written_and_published_from_a_phone(
    stories: list[Article], saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida, **PHONE)
    no_sideways_overflow(page)
    page.get_by_role("link", name="مقال جديد").click()
    no_sideways_overflow(page)
    page.locator("#id_headline").fill("خبر من الطريق")
    write_body(page, "فقرة كتبت في الهاتف.")
    bar = page.locator(".nr-verbs")
    publish = bar.get_by_role("button", name="نشر", exact=True)
    assert bar.evaluate("(bar) => getComputedStyle(bar).position") == "fixed"
    expect(publish).to_be_in_viewport(ratio=1)
    publish.tap()
    expect(page.locator(".nr-done")).to_contain_text("نُشر المقال")
    no_sideways_overflow(page)
    page.goto("/admin/articles/article/")
    no_sideways_overflow(page)
    page.locator(".action-select").first.check()
    expect(page.locator(".nr-bulk")).to_be_visible()
    no_sideways_overflow(page)
    page.goto("/")
    page.get_by_role("link", name="خبر من الطريق").first.tap()
    expect(page.locator("h1")).to_have_text("خبر من الطريق")
    no_sideways_overflow(page)


@pytest.mark.parametrize("window", [PHONE, SMALLEST], ids=["390", "320"])
def test_public_pages_fit_a_phone(
    stories: list[Article], window: dict[str, object], chromium: Chromium
) -> None:
    story = stories[0]
    day = story.address_day
    page = chromium.window(**window)
    for address in (
        "/",
        story.get_absolute_url(),
        story.category.get_absolute_url(),
        f"/{day:%Y}/",
        f"/{day:%Y/%m}/",
        f"/{day:%Y/%m/%d}/",
        f"/comments/{story.pk}/received/",
    ):
        page.goto(address)
        no_sideways_overflow(page)
    chromium.expect_status(404)
    page.goto("/لا-شيء-هنا/")
    no_sideways_overflow(page)


SMALL_TARGETS = """
() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((target) => {
    const { display, visibility } = getComputedStyle(target);
    const stretched = getComputedStyle(target, "::after").position === "absolute";
    const inText = display === "inline" || target.closest(".prose");
    const seen = target.getClientRects().length && visibility !== "hidden";
    return seen && !stretched && !inText && !target.closest(".skip, .vh");
  })
  .map((target) => [target.getBoundingClientRect(), target.textContent.trim().slice(0, 30)])
  .filter(([box]) => box.width < 44 || box.height < 44)
  .map(([box, text]) => `${text}: ${Math.round(box.width)} x ${Math.round(box.height)}`)
"""


def test_readers_targets_are_as_large_as_a_thumb(
    stories: list[Article], saida: User, chromium: Chromium
) -> None:
    """44 pixels each way (WCAG 2.2, target size, enhanced), except for links within a text."""
    page = chromium.window(**PHONE)
    story = stories[0]
    day = story.address_day
    small = {}
    for address in (
        "/",
        story.get_absolute_url(),
        story.category.get_absolute_url(),
        f"/{day:%Y/%m/%d}/",
        f"/{day:%Y/%m}/",
        "/search/?q=خبر",
        "/corrections/",
    ):
        page.goto(address)
        small[address] = page.evaluate(SMALL_TARGETS)
    assert {address: found for address, found in small.items() if found} == {}
