"""What other hosts have to show comes after a click, and not before."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from newsroom.accounts.models import User
from newsroom.embeds.models import Embed
from tests import factories
from tests.journeys.conftest import Chromium, no_sideways_overflow

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
VIDEO, OTHER = (f"https://www.youtube.com/watch?v={id}" for id in ("dQw4w9WgXcQ", "aqz-KE-bpKQ"))
POST = "https://x.com/name/status/17244"
PLAYER = "www.youtube-nocookie.com"


@pytest.fixture
def story(saida: User) -> Article:
    figures = [
        f'<figure class="embed" data-embed="{one}"></figure>' for one in (VIDEO, POST, OTHER)
    ]
    story = factories.published(by=saida, body="<p>فقرة.</p>" + "<p>فقرة.</p>".join(figures))
    Embed.objects.filter(address=VIDEO).update(title="خطاب في البرلمان", duration=213)
    return story


def reached(page: Page) -> str:
    """The element that has the focus."""
    name: str = page.evaluate("document.activeElement.tagName.toLowerCase()")
    return name


def test_a_video_waits_for_a_click_and_the_choice_is_kept_and_taken_back(
    story: Article, chromium: Chromium
) -> None:
    page = chromium.window(**PHONE)
    page.goto(story.get_absolute_url())
    expect(page.locator(".embed.is-live")).to_have_count(3)
    expect(page.locator(".embed").first).to_contain_text("خطاب في البرلمان")
    no_sideways_overflow(page)
    expect(page.locator("iframe")).to_have_count(0)
    assert page.evaluate("localStorage.length") == 0

    chromium.stand_in_for(PLAYER, page)
    first = page.locator(".embed").first
    first.locator("[data-embed-remember]").check()
    first.locator("[data-embed-show]").press("Enter")
    frame = first.locator("iframe")
    expect(frame).to_be_focused()
    assert (frame.get_attribute("src") or "").startswith(f"https://{PLAYER}/embed/dQw4w9WgXcQ?")
    assert "autoplay=1" in (frame.get_attribute("src") or "")
    assert "خطاب في البرلمان" in (frame.get_attribute("title") or "")
    expect(page.locator("iframe")).to_have_count(2)  # the post of another host still waits
    assert "autoplay" not in (page.locator("iframe").nth(1).get_attribute("src") or "")

    page.reload()
    expect(page.locator("iframe")).to_have_count(2)
    assert reached(page) == "body"
    no_sideways_overflow(page)
    page.locator("[data-embed-withdraw]").first.click()
    expect(page.locator("iframe")).to_have_count(0)
    expect(first.locator("[data-embed-show]")).to_be_focused()

    chromium.stubs.clear()
    page.reload()
    expect(page.locator(".embed.is-live")).to_have_count(3)
    expect(page.locator("iframe")).to_have_count(0)


def test_a_post_is_as_high_as_it_says(story: Article, chromium: Chromium) -> None:
    page = chromium.window()
    page.goto(story.get_absolute_url())
    message = '{"twttr.embed": {"method": "twttr.private.resize", "params": [{"height": 733}]}}'
    chromium.stand_in_for("platform.twitter.com", page, body="<title>post</title>")
    post = page.locator(".embed").nth(1)
    post.locator("[data-embed-show]").click()
    expect(post.locator("[data-embed-withdraw]")).to_be_hidden()
    frame = post.frame_locator("iframe")
    frame.locator("title").wait_for(state="attached")
    frame.locator(":root").evaluate(f"() => parent.postMessage({message}, '*')")
    expect(post.locator("iframe")).to_have_css("block-size", "733px")
    page.evaluate(f"postMessage({message.replace('733', '900')}, '*')")
    page.wait_for_timeout(100)
    expect(post.locator("iframe")).to_have_css("block-size", "733px")


def test_without_a_script_there_is_a_link(story: Article, chromium: Chromium) -> None:
    page = chromium.window(java_script_enabled=False)
    page.goto(story.get_absolute_url())
    first = page.locator(".embed").first
    expect(first.locator(f"a[href='{VIDEO}']").first).to_be_visible()
    expect(first.locator("[data-embed-show]")).to_be_hidden()
    expect(first.locator(".embed__remember")).to_be_hidden()
