"""Hard facts of the reading pages: bytes, fonts before the first paint, and nothing that shifts."""

import gzip
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, Response

from articles.demo.pictures import draw
from articles.models import Article
from newsroom.accounts.models import User
from newsroom.media.intake import add_photo
from tests import factories
from tests.journeys.conftest import Chromium

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def paper(saida: User, settings: Any, tmp_path: Any) -> Article:
    """A front page full of stories, the first of them with a photo and a long text."""
    settings.MEDIA_ROOT = tmp_path
    sections = [factories.category() for _ in range(6)]
    for number in range(30):
        factories.published(by=saida, category=sections[number % 6])
    drawn = SimpleUploadedFile("lead.jpg", draw("sea", "weight"))
    photo = add_photo(drawn, by=saida, credit="رسم", alt="قوارب", caption="قوارب في الميناء")
    paragraph = "<p>" + "تقول الدراسة إن الأسعار ستستقر في نهاية العام بعد موسم ماطر. " * 8 + "</p>"
    return factories.published(by=saida, lead_photo=photo, body=paragraph * 9, category=sections[0])


def slow_phone(chromium: Chromium) -> Page:
    """Every answer, so every font too, comes 350 ms late."""
    page = chromium.window(**PHONE)
    page.add_init_script(SHIFTS)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 350,
            "downloadThroughput": 400_000,
            "uploadThroughput": 400_000,
        },
    )
    return page


def compressed(response: Response) -> int:
    return len(gzip.compress(response.body(), 6))


@pytest.mark.parametrize("which", ["front page", "story"])
def test_weight_fonts_and_shifts(which: str, paper: Article, chromium: Chromium) -> None:
    page = slow_phone(chromium)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/" if which == "front page" else paper.get_absolute_url(), wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    page.evaluate("scrollTo(0, 3000)")
    kinds = {"document", "stylesheet", "script"}
    text = sum(compressed(a) for a in answers if a.request.resource_type in kinds)
    fonts = sum(len(a.body()) for a in answers if a.request.resource_type == "font")
    assert text <= 60 * 1024, f"{text} bytes of HTML, CSS and JavaScript"
    assert fonts <= 110 * 1024, f"{fonts} bytes of fonts"
    shifts = page.evaluate("window.shifts")
    assert shifts <= 0.02, f"layout shift {shifts:.4f}"
