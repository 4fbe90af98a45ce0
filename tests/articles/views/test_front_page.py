from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing, withdrawal
from articles.frontpage import placing
from articles.frontpage.breaking import announce
from articles.frontpage.models import Breaking, Shape, Zone
from articles.models import Article
from newsroom.accounts.models import User
from newsroom.media.models import Photo
from tests import factories
from tests.articles.frontpage.stories import several

Queries = Callable[[int], AbstractContextManager[Any]]


def front(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def titles(body: str, stories: list[Article]) -> list[Article]:
    """Those that stand on the page, in its order; each at most once."""
    places = {body.find(f">{story.headline}</a>"): story for story in stories}
    assert all(body.count(f">{story.headline}</a>") <= 1 for story in stories)
    return [places[place] for place in sorted(places) if place >= 0]


def test_empty_front_page_says_so(client: Client, db: None) -> None:
    body = front(client)
    assert "لا مقالات بعد" in body
    assert "section__head" not in body


@pytest.mark.parametrize("count", [1, 2, 3, 5, 6, 30])
def test_newest_first_each_once_and_no_empty_box(count: int, editor: User, client: Client) -> None:
    stories = several(count, editor)
    body = front(client)
    assert titles(body, stories) == list(reversed(stories))[:15]
    assert ("front__mid" in body) is (count > 1)
    assert ("front__latest" in body) is (count > 5)
    assert 'class="section' not in body.replace('class="section__', "")


def test_no_draft_scheduled_or_withdrawn_story(editor: User, client: Client) -> None:
    draft = publishing.create(factories.content(headline="مسودة لا تظهر"), by=editor)
    later = publishing.create(factories.content(headline="مجدول لا يظهر"), by=editor)
    publishing.schedule(later, timezone.now() + timedelta(hours=1), by=editor)
    gone = factories.published(by=editor, headline="مسحوب لا يظهر")
    placing.make_lead(gone, by=editor)
    assert gone.headline in front(client)
    withdrawal.withdraw(gone, by=editor)
    body = front(client)
    for hidden in (draft, later, gone):
        assert hidden.headline not in body


def test_sections_stand_with_their_names_and_links(editor: User, client: Client) -> None:
    sections = [factories.category() for _ in range(4)]
    opinion = factories.category("رأي", slug="opinion")
    several(15, editor)
    for section in [*sections, opinion]:
        several(4, editor, category=section, days=1)
    body = front(client)
    for section in [*sections, opinion]:
        assert f'<h2 class="section__title">{section.name}</h2>' in body
        assert f'class="section__more" href="{section.get_absolute_url()}"' in body
    assert body.count('class="opinion"') == 4
    assert body.count("split") == 1
    assert body.count('class="front__short"') == 2


@pytest.mark.parametrize("count", [3, 30, 300])
def test_the_page_takes_ten_queries(
    count: int, editor: User, client: Client, django_assert_num_queries: Queries
) -> None:
    """Site, menu, breaking, and seven for the stories: with a lead, pictures and sections."""
    section = factories.category()
    factories.category(parent=section)
    stories = several(count, editor, category=section)
    photo = Photo.objects.create(file="x.jpg", sha256="0", width=1600, height=900)
    Article.objects.update(lead_photo=photo)
    placing.make_lead(stories[0], by=editor)
    placing.place(stories[1], Zone.SECOND, 2, by=editor)
    announce(by=editor, minutes=30, article=stories[0])
    with django_assert_num_queries(10):
        front(client)


@pytest.mark.parametrize(
    ("shape", "mark"),
    [
        (Shape.AUTO, "front--text"),
        (Shape.TEXT, "front--text"),
        (Shape.EQUALS, "story--equal"),
        (Shape.BIG_DAY, "bigday__head"),
    ],
)
def test_the_editor_chooses_the_shape(
    shape: Shape, mark: str, editor: User, client: Client
) -> None:
    stories = several(12, editor)
    placing.set_shape(shape, by=editor)
    body = front(client)
    assert mark in body
    assert titles(body, stories)[0] == stories[-1]


def test_breaking_strip_links_to_its_story_and_ends_by_itself(
    editor: User, published: Article, client: Client
) -> None:
    assert 'class="breaking"' not in front(client)
    announce(by=editor, minutes=30, article=published, text="نص الشريط")
    body = front(client)
    assert f'<a href="{published.get_absolute_url()}">نص الشريط</a>' in body
    begun = timezone.now() - timedelta(minutes=31)
    Breaking.objects.update(starts_at=begun, expires_at=begun + timedelta(minutes=30))
    assert 'class="breaking"' not in front(client)


def test_breaking_text_alone_is_no_link_and_is_escaped(editor: User, client: Client) -> None:
    announce(by=editor, minutes=30, text="نص < نص")
    assert "<p>نص &lt; نص</p>" in front(client)


def test_no_breaking_strip_on_a_big_day(editor: User, published: Article, client: Client) -> None:
    announce(by=editor, minutes=30, article=published)
    placing.set_shape(Shape.BIG_DAY, by=editor)
    assert 'class="breaking"' not in front(client)


def test_fresh_times_are_marked(editor: User, client: Client) -> None:
    old = factories.published(by=editor, now=timezone.now() - timedelta(minutes=61))
    assert 'class="is-fresh"' not in front(client)
    new = factories.published(by=editor, now=timezone.now() - timedelta(minutes=59))
    body = front(client)
    assert body.count('class="is-fresh"') == 1
    assert titles(body, [old, new]) == [new, old]


def test_only_get_and_head(client: Client, db: None) -> None:
    assert client.post("/").status_code == 405
    assert client.head("/").status_code == 200
