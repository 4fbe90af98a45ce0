"""Pictures on reading pages: what they cost and what is printed."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from articles import withdrawal
from articles.models import Article
from newsroom.accounts.models import User
from newsroom.media.renditions import make_renditions
from tests import factories
from tests.newsroom.media import files

Queries = Callable[[int], AbstractContextManager[Any]]
CREDIT = "سعيدة، المحبرة"


@pytest.mark.parametrize("count", [3, 30])
def test_a_list_costs_one_query_more_for_all_its_pictures(
    count: int, editor: User, client: Client, django_assert_num_queries: Queries
) -> None:
    section = factories.category()
    for number in range(count):
        photo = files.photo(editor, 300 + number, 200, credit=CREDIT)
        factories.published(by=editor, category=section, lead_photo=photo)
    address = section.get_absolute_url()
    with django_assert_num_queries(8):
        page = client.get(address).content.decode()
    assert page.count('<div class="story__media">') == min(count, 20)
    assert page.count('alt=""') == min(count, 20)


def test_a_story_without_a_photo_has_no_box(
    published: Article, client: Client, editor: User
) -> None:
    for address in (published.get_absolute_url(), published.category.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "story__media" not in page
        assert "art-lead" not in page


def test_lead_figure_of_a_story(
    editor: User, client: Client, django_assert_max_num_queries: Queries
) -> None:
    photo = files.photo(editor, 1600, 900, credit=CREDIT, alt="رصيف", caption="الرصيف صباحًا.")
    make_renditions(photo)
    story = factories.published(by=editor, lead_photo=photo)
    with django_assert_max_num_queries(9):
        page = client.get(story.get_absolute_url()).content.decode()
    figure = re.search(r'<figure class="art-lead">.*?</figure>', page, re.DOTALL)
    assert figure
    assert 'alt="رصيف"' in figure[0]
    assert 'fetchpriority="high"' in figure[0]
    assert f"<figcaption>الرصيف صباحًا. <cite>{CREDIT}</cite></figcaption>" in figure[0]
    assert "frame--fit" not in figure[0]


def test_alt_and_caption_of_this_story_come_first(editor: User, client: Client) -> None:
    photo = files.photo(editor, credit=CREDIT, alt="رصيف", caption="الرصيف صباحًا.")
    words: dict[str, Any] = {"photo_alt": "رصيف فارغ", "photo_caption": "كما كان أمس."}
    story = factories.published(by=editor, lead_photo=photo, **words)
    page = client.get(story.get_absolute_url()).content.decode()
    figure = page[page.index('<figure class="art-lead">') : page.index("</figure>")]
    assert 'alt="رصيف فارغ"' in figure
    assert "كما كان أمس." in figure
    assert "الرصيف صباحًا." not in figure


def test_a_withdrawn_story_shows_no_picture(editor: User, client: Client) -> None:
    story = factories.published(by=editor, lead_photo=files.photo(editor, credit=CREDIT))
    withdrawal.withdraw(story, by=editor)
    response = client.get(story.get_absolute_url())
    assert response.status_code == 410
    assert "/media/" not in response.content.decode()
