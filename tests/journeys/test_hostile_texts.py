"""Everything hostile at once, on the public page and in the newsroom: nothing of it runs."""

from itertools import islice

import pytest
from playwright.sync_api import Dialog, Page

from articles import publishing
from articles.content import Content
from articles.models import Article
from articles.revisions import Edit
from newsroom.accounts.models import User
from newsroom.media.models import Photo
from tests import factories
from tests.articles.test_hostile import typed
from tests.hostile import HOSTILE
from tests.journeys.conftest import EDITOR, Chromium

pytestmark = pytest.mark.browser

LOOK = """
() => {
  const every = [...document.querySelectorAll("*")];
  const prose = [...document.querySelectorAll(".prose *")];
  return {
    handlers: every.flatMap((one) => one.getAttributeNames()).filter((name) => /^on/.test(name)),
    styled: prose.filter((one) => one.hasAttribute("style")).length,
    foreign: prose
      .filter((one) => one.matches("iframe, object, math, form, base, meta, template"))
      .map((one) => one.outerHTML),
    links: [...document.links].map((one) => one.protocol),
    ran: window.ran ?? null,
  };
}
"""
FLAG = "window.alert = window.confirm = window.prompt = () => { window.ran = true; };"


def hostile_photo(number: int, fragment: str) -> Photo:
    photo = Photo.objects.create(
        file=f"originals/{number}.jpg",
        sha256=f"{number:064d}",
        width=640,
        height=427,
        alt=fragment[:250],
        caption=fragment[:400],
        credit=fragment[:120].strip() or "تصوير",
    )
    photo.renditions.create(format="jpeg", width=320, height=213, file="renditions/none.jpg")
    return photo


def together(contents: list[Content], photos: list[Photo], others: list[Article]) -> str:
    """Every stored body after the other, and what refers to hostile photos and headlines."""
    figures = [f'<figure class="photo" data-photo="{photo.pk}"></figure>' for photo in photos]
    boxes = [f'<aside class="read-also" data-article="{one.pk}"></aside>' for one in others]
    opening = f'<figure class="photo" data-photo="{photos[0].pk}"><figcaption>'
    captions = [
        f"{opening}{text}</figcaption></figure>"
        for content in islice(contents, 0, None, 4)
        if (text := content.body.removeprefix("<p>").removesuffix("</p>")) and "<" not in text
    ]
    bodies = [content.body for content in contents]
    return "\n".join(part for part in [*bodies, *figures, *boxes, *captions] if part)


@pytest.fixture
def stories(saida: User) -> list[Article]:
    """The first one shows what all fragments became, the others carry one in each field."""
    photos = [hostile_photo(number, HOSTILE[number]) for number in range(0, len(HOSTILE), 4)]
    contents = [typed(fragment) for fragment in HOSTILE]
    # Verbs take turns; tests/articles/test_hostile.py has every fragment with every verb.
    others = [factories.published(by=saida)]
    for content in islice(contents, 3, None, 24):
        made = publishing.publish(publishing.create(content, by=saida), by=saida)
        others.append(made)
    whole = factories.published(by=saida, headline="كل شيء", lead_photo=photos[0])
    known = {str(photo.pk) for photo in photos}
    fit = [one for one in contents if set(map(str, one.references.photos)) <= known]
    body = together(fit, photos, others)
    assert whole.latest_revision is not None
    text = factories.content(headline="كل شيء", body=body, lead_photo=photos[1])
    assert text.body == body
    publishing.update(whole, by=saida, edit=Edit(text, whole.latest_revision.number))
    return [whole, *others]


def open_and_look(page: Page, address: str) -> None:
    page.goto(address)
    seen = page.evaluate(LOOK)
    assert set(seen.pop("links")) <= {"http:", "https:", "mailto:", "tel:"}
    assert seen == {"handlers": [], "styled": 0, "foreign": [], "ran": None}, address


def test_nothing_runs_for_readers_nor_in_the_newsroom(
    stories: list[Article], saida: User, chromium: Chromium
) -> None:
    page = chromium.log_in(saida)
    page.context.add_init_script(FLAG)
    page.context.route("**/media/renditions/**", lambda route: route.fulfill(status=204))
    dialogs: list[Dialog] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog))
    whole, *others = stories
    for story in (whole, *others[-3:]):
        open_and_look(page, story.get_absolute_url())
    form = f"/admin/articles/article/{whole.pk}/change/"
    open_and_look(page, form)
    page.locator(EDITOR).wait_for()
    assert page.evaluate("window.ran ?? null") is None
    for address in ("/admin/articles/article/", f"{form[:-7]}history/", f"{form[:-7]}preview/"):
        open_and_look(page, address)
    assert dialogs == []
